from __future__ import annotations

import importlib.util
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

RUN = Path(__file__).resolve().parent.parent / "run.py"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py as a module, in a folder with a space, with the two steps that need a registry replaced by records of the call."""
    spec = importlib.util.spec_from_file_location("run", RUN)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "a folder with a space"
    root.mkdir()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (root / name).write_text(f"{name} 1\n")
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "RUNTIME", root / "requirements.txt")
    monkeypatch.setattr(module, "TESTING", root / "requirements-dev.txt")
    module.calls = []

    def make_venv():
        module.calls.append("venv")
        for old in (root / ".venv").glob("installed-*"):
            old.unlink()
        (root / ".venv").mkdir(exist_ok=True)

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "install", lambda lock: module.calls.append(lock.name))
    return module


def test_setup_installs_once(run):
    """A second start has nothing to do; the test requirements are added to the same environment."""
    run.setup(run.RUNTIME)
    run.setup(run.RUNTIME)
    run.setup(run.RUNTIME, run.TESTING)
    run.setup(run.RUNTIME, run.TESTING)
    assert run.calls == ["venv", "requirements.txt", "requirements-dev.txt"]


def test_a_changed_lock_makes_the_environment_anew(run):
    """After an update of requirements.txt nothing of the old environment stays."""
    run.setup(run.RUNTIME)
    run.RUNTIME.write_text("requirements.txt 2\n")
    run.setup(run.RUNTIME)
    assert run.calls == ["venv", "requirements.txt"] * 2


def test_a_start_that_was_killed_in_the_middle_is_made_good(run, monkeypatch):
    """The environment counts as made only after its last package."""
    monkeypatch.setattr(run, "install", lambda _lock: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        run.setup(run.RUNTIME)
    monkeypatch.setattr(run, "install", lambda lock: run.calls.append(lock.name))
    run.setup(run.RUNTIME)
    assert run.calls == ["venv", "venv", "requirements.txt"]


def test_a_second_start_waits_for_the_first(tmp_path):
    """Two processes that set up the same folder take turns; the second says that it waits."""
    script = textwrap.dedent(f"""
        import importlib.util, pathlib, sys, time
        spec = importlib.util.spec_from_file_location("run", {str(RUN)!r})
        run = importlib.util.module_from_spec(spec); spec.loader.exec_module(run)
        log = pathlib.Path(sys.argv[1])
        with run.locked(log.with_suffix(".lock"), "waiting"):
            before = log.read_text() if log.exists() else ""
            time.sleep(1)
            log.write_text(before + "x")
    """)
    log = tmp_path / "log"
    starts = [
        subprocess.Popen([sys.executable, "-c", script, str(log)], stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    said = [start.communicate(timeout=60)[0] for start in starts]
    assert log.read_text() == "xxx"
    assert sorted(said) == ["", "waiting\n", "waiting\n"]


def test_an_older_python_is_told_what_to_do(run, monkeypatch, capsys):
    """One line, exit code 1."""
    monkeypatch.setattr(run, "sys", SimpleNamespace(version_info=(3, 9), version="3.9.2 (x)", stderr=sys.stderr))
    assert run.main([]) == 1
    assert (
        capsys.readouterr().err == "run.py: this is Python 3.9.2; it needs 3.11 or newer, such as: python3.11 run.py\n"
    )


def test_without_a_browser_the_tests_stop_before_the_first(run, monkeypatch, capsys):
    """One line names the command that installs it."""
    monkeypatch.setattr(run, "browser", lambda: None)
    monkeypatch.setattr(run.shutil, "which", lambda _name: "/usr/bin/apt-get")
    assert run.main(["test"]) == 1
    assert capsys.readouterr().err == (
        "run.py: the tests drive a Chrome or Chromium and none was found; install one with: sudo apt-get install chromium\n"
    )


def test_a_python_without_ensurepip_names_the_package(tmp_path, monkeypatch, capsys):
    """Debian's bare python3 cannot make a virtual environment; nothing half-made stays."""
    spec = importlib.util.spec_from_file_location("run", RUN)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")

    def which(name):
        return "/usr/bin/apt-get" if name == "apt-get" else None

    def venv(*_args, **_options):
        (tmp_path / ".venv").mkdir()
        return SimpleNamespace(returncode=1)

    monkeypatch.setattr(module.shutil, "which", which)
    monkeypatch.setattr(module.subprocess, "run", venv)
    assert module.main(["setup"]) == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert capsys.readouterr().err == (
        "run.py: Python cannot make a virtual environment here; do this once, then start again: "
        f"sudo apt-get install python{version}-venv\n"
    )
    assert not (tmp_path / ".venv").exists()
