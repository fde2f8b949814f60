"""After installation no command contacts anything but loopback."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Every process that Python starts in the test loads this and writes down whom it wants to reach.
GUARD = """
import os, socket
LOG = os.environ["CONTACTS"]
def note(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host not in (None, "", "127.0.0.1", "::1", "localhost"):
        with open(LOG, "a") as log:
            log.write(f"{host}\\n")
        raise OSError(f"offline: {host}")
def guarded(method):
    def call(self, address, *args):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            note(address[0])
        return method(self, address, *args)
    return call
for name in ("connect", "connect_ex"):
    setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
look_up = socket.getaddrinfo
def getaddrinfo(host, *args, **kwargs):
    note(host)
    return look_up(host, *args, **kwargs)
socket.getaddrinfo = getaddrinfo
"""
ARTICLE = """---
title: Army retakes Gwoza
published: 2015-03-27
publisher: Test Wire
---
ABUJA, March 27 (Test Wire) - Nigerian troops recaptured Gwoza from Boko Haram on Friday, the army said.
"""


def run(folder: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": f"{folder / 'guard'}{os.pathsep}{ROOT}",
        "CONTACTS": str(folder / "contacts"),
    }
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_guard_sees_a_contact(tmp_path):
    """The test below can fail."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "guard"), "CONTACTS": str(tmp_path / "contacts")}
    program = textwrap.dedent("""
        import urllib.request
        try: urllib.request.urlopen("http://192.0.2.1/", timeout=1)
        except OSError: pass
    """)
    subprocess.run([sys.executable, "-c", program], env=environment, timeout=60, check=True)
    assert (tmp_path / "contacts").read_text() == "192.0.2.1\n"


def test_no_default_command_contacts_anything(tmp_path):
    """Build, export, explain, mentions and places need no network at all."""
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard" / "sitecustomize.py").write_text(GUARD)
    (tmp_path / "gwoza.md").write_text(ARTICLE)
    run(tmp_path, "etl", "build", "gwoza.md", "--jobs", "1")
    run(tmp_path, "etl", "export", "events.csv")
    event = (tmp_path / "events.csv").read_text(encoding="utf-8-sig").splitlines()[1].split(",")[0]
    assert "Gwoza" in run(tmp_path, "etl", "explain", event)
    run(tmp_path, "etl", "mentions", "gwoza.md", "mentions.jsonl")
    assert "Iraq" in run(tmp_path, "etl", "places", "find", "Hit, Iraq")
    assert not (tmp_path / "contacts").exists(), (tmp_path / "contacts").read_text()
