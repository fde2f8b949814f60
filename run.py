#!/usr/bin/env python3
"""Conflict Timeline: articles in, a map and a timeline of audited events out.

    python3 run.py                     the sample: makes the environment, builds the events, opens the map
    python3 run.py ARTICLES...         your own files or folders instead, into ./store
    python3 run.py setup               makes the environment and stops
    python3 run.py test [ARGS...]      every test; ARGS go to pytest

Options before the articles: --port N, --no-browser.
Needs Python 3.11 or newer. The first start fetches the locked packages; after it nothing leaves this computer.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SAMPLE = ROOT / "data" / "sample"
SAMPLE_STORE = SAMPLE / "store"
SAMPLE_FACTS = (
    (
        "strikes/strikes.csv",
        *("--dataset", "centcom", "--label", "US Central Command"),
        *("--citation", "Strikes in Iraq and Syria as reported by US Central Command, 2014-2015"),
        *("--licence", "public domain"),
    ),
    (
        "ucdp/ucdp_ged_syria_2016_2017.csv",
        *("--dataset", "ucdp-ged", "--label", "UCDP GED", "--url", "https://ucdp.uu.se/", "--licence", "CC BY 4.0"),
        *("--citation", "UCDP Georeferenced Event Dataset, Syria 2016-2017; Sundberg and Melander (2013)"),
    ),
)
RUNTIME = ROOT / "requirements.txt"
TESTING = ROOT / "requirements-dev.txt"


class UnableError(Exception):
    """What stands in the way, and what to do."""


def main(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    try:
        check_python()
        if command == "setup":
            setup(RUNTIME)
            return 0
        return test(arguments[1:]) if command == "test" else show(arguments)
    except UnableError as reason:
        print(f"run.py: {reason}", file=sys.stderr, flush=True)
    except OSError as error:
        print(f"run.py: {error.filename or 'the disk'}: {error.strerror}", file=sys.stderr, flush=True)
    except subprocess.CalledProcessError as failed:  # the program has said why
        return failed.returncode
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    return 1


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python gets to see)
        raise UnableError(
            f"this is Python {sys.version.split()[0]}; it needs 3.11 or newer, such as: python3.11 run.py"
        )


def show(arguments: list[str]) -> int:
    """Build what is missing and serve it until Ctrl-C."""
    options = parse(arguments)
    setup(RUNTIME)
    if options.articles:
        store = Path("store").resolve()
        etl("build", *options.articles, "--store", str(store))
    else:
        store = SAMPLE_STORE
        build_sample()
    serve = [str(PYTHON), "-m", "dashboard", "--store", str(store)]
    serve += ["--port", str(options.port)] if options.port else []
    serve += ["--no-browser"] if options.no_browser else []
    return subprocess.run(serve, env=environment(), check=False).returncode


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage=argparse.SUPPRESS,
    )
    parser.add_argument("articles", nargs="*", help="files, folders or archives of articles")
    parser.add_argument("--port", type=int)
    parser.add_argument("--no-browser", action="store_true")
    return parser.parse_args(arguments)


def test(arguments: list[str]) -> int:
    setup(RUNTIME, TESTING)
    chrome = browser()
    if chrome is None:
        hint = (
            "sudo apt-get install chromium" if shutil.which("apt-get") else f'"{PYTHON}" -m playwright install chromium'
        )
        raise UnableError(f"the tests drive a Chrome or Chromium and none was found; install one with: {hint}")
    say(f"Running every test with {chrome} ...")
    with contextlib.chdir(ROOT):
        return subprocess.run(
            [str(PYTHON), "-m", "pytest", *arguments], env={**environment(), "CHROME": chrome}, check=False
        ).returncode


def browser() -> str | None:
    """The path of a Chrome or Chromium: $CHROME, the system's, else Playwright's own."""
    named = [os.environ.get("CHROME"), *map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))]
    home = Path.home()
    usual = [
        Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
        *(
            Path(os.environ.get(key, "")) / "Google/Chrome/Application/chrome.exe"
            for key in ("PROGRAMFILES", "LOCALAPPDATA")
        ),
    ]
    for cache in (home / ".cache", home / "Library/Caches", Path(os.environ.get("LOCALAPPDATA", home))):
        usual += sorted(cache.glob("ms-playwright/chromium-*/chrome-*/*chrom*"), reverse=True)
        usual += sorted(cache.glob("ms-playwright/chromium-*/chrome-mac*/*.app/Contents/MacOS/*"), reverse=True)
    found = [*filter(None, named), *(str(path) for path in usual)]
    return next((path for path in found if Path(path).is_file() and os.access(path, os.X_OK)), None)


def setup(*locks: Path) -> None:
    """Make ``.venv`` from the hash-locked requirements, once; a second start waits for the first."""
    with locked(ROOT / ".venv.lock", "Another start is setting up the environment; waiting for it ..."):
        missing = [lock for lock in locks if not marker(lock).exists()]
        if not missing:
            return
        if not marker(RUNTIME).exists():  # none yet, an older lock, or a start that was killed in the middle
            make_venv()
        for lock in missing:
            say(f"Installing the packages of {lock.name} into .venv (the first time only) ...")
            install(lock)
            marker(lock).touch()
        say("The environment is ready.")


def marker(lock: Path) -> Path:
    return VENV / f"installed-{lock.stem}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}"


def make_venv() -> None:
    say("Making the environment in .venv ...")
    if uv := shutil.which("uv"):
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], check=True)
        return
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], check=False, capture_output=True, text=True
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        hint = (
            f"sudo apt-get install python{version}-venv" if shutil.which("apt-get") else "install Python's venv module"
        )
        raise UnableError(f"Python cannot make a virtual environment here; do this once, then start again: {hint}")


def install(lock: Path) -> None:
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]
    else:
        command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--progress-bar", "on", "--require-hashes", "-r", str(lock)]
    if subprocess.run(command, check=False).returncode:
        raise UnableError("the packages could not be installed (see above); check the connection, then start again")


def build_sample() -> None:
    """Read the sample articles and facts into their own store, unless that is done."""
    with locked(SAMPLE / ".build.lock", "Another start is building the sample; waiting for it ..."):
        done = SAMPLE_STORE / f"built-{sources_hash()}"
        if done.exists():
            return
        say("Building the sample: articles and facts of 2014-2017 (the first time only) ...")
        etl("build", str(SAMPLE / "articles"), "--store", str(SAMPLE_STORE))
        for table, *described in SAMPLE_FACTS:
            etl("import", "csv", str(SAMPLE / table), "--store", str(SAMPLE_STORE), *described)
        for old in SAMPLE_STORE.glob("built-*"):
            old.unlink()
        done.touch()


def sources_hash() -> str:
    """A fingerprint of everything that the sample's events depend on."""
    digest = hashlib.sha256()
    for folder in (ROOT / "etl", ROOT / "data"):
        for path in sorted(folder.rglob("*")):
            if (
                path.is_file()
                and SAMPLE_STORE not in path.parents
                and "__pycache__" not in path.parts
                and path.suffix != ".lock"
            ):
                digest.update(
                    path.relative_to(ROOT).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest()
                )
    return digest.hexdigest()[:16]


def etl(*arguments: str) -> None:
    subprocess.run([str(PYTHON), "-m", "etl", *arguments], env=environment(), check=True)


def environment() -> dict[str, str]:
    """So that ``-m etl`` and ``-m dashboard`` are found from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


@contextlib.contextmanager
def locked(path: Path, waiting: str) -> Iterator[None]:
    """Hold the file's lock, which the system releases when this process ends in any way."""
    with path.open("a+") as file:
        told = False
        while not try_lock(file.fileno()):
            if not told:
                say(waiting)
                told = True
            time.sleep(0.2)
        yield


def try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415 (exists on Windows only)

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (exists on POSIX only)

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
