"""The tools that read the code: each is a test, so that `run.py test` is the whole of CI."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff check"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff format"),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(["lint-imports"], id="import-linter"),
    ],
)
def test_the_code_passes(command):
    """No finding of the linter, the formatter, the type checker or the import contracts."""
    done = subprocess.run([str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def tracked(*suffixes: str) -> list[Path]:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    return [ROOT / name for name in files if name.endswith(suffixes) and (ROOT / name).is_file()]


def test_the_locks_name_no_registry_and_carry_hashes():
    """requirements.txt installs from whatever index the user has, and refuses a package that differs by one bit."""
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        packages = re.findall(r"^[a-zA-Z0-9._-]+==[^ ]+", text, re.MULTILINE)
        assert packages
        assert text.count("--hash=sha256:") >= len(packages)
        assert "--index-url" not in text
        assert "://" not in text


def test_no_file_has_an_absolute_path_of_a_developer():
    """The repository speaks of the product alone."""
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in tracked(".py", ".md", ".toml", ".txt", ".csv", ".js", ".css", ".in")
        for match in re.findall(
            r"(?<![\w.:/])/(?:home|work|root|Users)/\w+", path.read_text(encoding="utf-8", errors="ignore")
        )
    ]
    assert found == []


def test_nothing_unpickles_or_evaluates():
    """Hostile bytes are never code."""
    bad = re.compile(
        r"\b(?:pickle|marshal|shelve|yaml\.load|eval|exec)\(|import (?:pickle|marshal|shelve)\b|shell=True|allow_pickle=True|dangerously_allow_html|srcDoc"
    )
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in tracked(".py")
        if path.parts[len(ROOT.parts)] in ("etl", "dashboard")
        for match in bad.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []
