"""Kills and full disks: what was acknowledged is there, nothing is there by halves, and running again ends the same."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from etl.errors import StoreError
from etl.snapshot import Snapshots, publish
from etl.store import FILE, Store
from tests import crash_child
from tests.made_events import World, an_event, quick_folder

ROOT = Path(__file__).parents[1]
KILLS = 10
posix = pytest.mark.skipif(os.name == "nt", reason="signals and file limits of POSIX")


def child(folder, *more):
    command = [sys.executable, "-m", "tests.crash_child", str(folder), *more]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def outcome(folder):
    """Everything that a build leaves: articles, events and the current snapshot's id."""
    with Store.open(folder, write=False) as store:
        return list(store.articles()), list(store.tellings()), Snapshots(folder).current()


@pytest.fixture(scope="module")
def uninterrupted():
    """The outcome of a build that nobody stopped, and how long it took from its first word to its last."""
    with quick_folder() as folder:
        with child(folder) as process:
            process.stdout.readline()
            started = time.perf_counter()
            said = process.stdout.read().split("\n")
            seconds = time.perf_counter() - started
        assert (process.returncode, said[-2][:9]) == (0, "published")
        yield outcome(Path(folder)), seconds


def check_whole(folder, said):
    """What the process said it had stored or published is there, whole; nothing is there by halves."""
    acknowledged = {line.split()[1] for line in said if line.startswith("stored")}
    published = [line.split()[1] for line in said if line.startswith("published")]
    if (folder / FILE).exists() and acknowledged:
        db = sqlite3.connect(folder / FILE)
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
        db.close()
        with Store.open(folder, write=False) as store:
            stored = [article.article_id for article in store.articles()]
            told = [event for number in range(len(stored)) for event in crash_child.events(number)]
            assert list(store.tellings()) == told
            assert acknowledged <= set(stored)
    snapshots = Snapshots(folder)
    if published:
        assert snapshots.current() is not None
    if snapshots.current() is not None:
        snapshot = snapshots.get()
        assert snapshot.verified()
        assert snapshot.size % (crash_child.EVENTS * crash_child.PUBLISH_EVERY) == 0
        assert snapshot.size >= crash_child.EVENTS * crash_child.PUBLISH_EVERY * len(published)


@posix
class TestKill:
    @pytest.mark.parametrize("number", range(KILLS))
    def test_a_killed_build_is_whole_and_goes_on(self, uninterrupted, number):
        """SIGKILL at any moment: whole articles, a whole snapshot, and the next run ends like one that was never stopped."""
        expected, seconds = uninterrupted
        moment = (number + random.Random(number).random()) / KILLS * seconds  # noqa: S311 (the same moments each time)
        with quick_folder() as name:
            folder = Path(name)
            with child(folder) as process:
                process.stdout.readline()
                time.sleep(moment)
                process.send_signal(signal.SIGKILL)
                said = process.stdout.read().split("\n")[:-1]
            check_whole(folder, said)
            crash_child.build(folder)
            assert outcome(folder) == expected
            left = {path.name for path in (folder / "snapshots").iterdir()} - set(Snapshots(folder).ids())
            assert left == {"current", "publishing.lock"}


@posix
class TestFullDisk:
    @pytest.mark.parametrize("most_kilobytes", [1, 24, 40, 60, 90, 150])
    def test_no_room(self, uninterrupted, most_kilobytes):
        """The run ends with one line that says so; what was stored stays, and with room again the run ends as always."""
        with quick_folder() as name:
            folder = Path(name)
            process = child(folder, str(most_kilobytes * 1024))
            said, _ = process.communicate()
            lines = said.strip().split("\n")
            assert process.returncode == (StoreError.exit_code if lines[-1].startswith("error") else 0), said
            assert lines[-1].startswith(("error", "published")), said
            assert "Traceback" not in said
            check_whole(folder, lines)
            crash_child.build(folder)
            assert outcome(folder) == uninterrupted[0]

    def test_the_smallest_disk_says_so(self):
        """The message names the file and what to do."""
        with quick_folder() as folder:
            said, _ = child(folder, "1024").communicate()
            assert "store.sqlite: " in said
            assert "run it again" in said or "writable" in said


class Faults:
    """Lets so many calls of the disk pass, and fails the next one."""

    def __init__(self, monkeypatch, fault):
        self.left = 10**9
        self.fault = fault
        self.monkeypatch = monkeypatch
        for place, name in ((os, "fsync"), (np, "save"), (Path, "replace"), (Path, "write_text"), (Path, "chmod")):
            monkeypatch.setattr(place, name, self._counted(getattr(place, name)))

    def _counted(self, call):
        def counted(*args, **kwargs):
            self.left -= 1
            if self.left < 0:
                raise self.fault
            return call(*args, **kwargs)

        return counted


class TestEveryCall:
    OLD, NEW = (World(tuple(an_event(n) for n in range(size))).contents() for size in (1, 2))

    @pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
    def test_publishing_fails_at_every_call_of_the_disk(self, monkeypatch, fault):
        """Wherever it stops, the earlier snapshot or the new one is current and whole, and the next run succeeds."""
        faults = Faults(monkeypatch, fault)
        with quick_folder() as name:
            folder = Path(name)
            faults.left = 10**9
            old = publish(folder, self.OLD)
            new = publish(folder, self.NEW)
            reached = 0
            for reached in range(1000):
                faults.left = 10**9
                shutil.rmtree(folder / "snapshots" / new, ignore_errors=True)
                publish(folder, self.OLD)
                faults.left = reached
                try:
                    publish(folder, self.NEW)
                    break
                except (StoreError, KeyboardInterrupt) as error:
                    told = str(error)
                current = Snapshots(folder).get()
                assert current.snapshot_id in {old, new}
                assert current.verified()
                assert isinstance(fault, KeyboardInterrupt) or "No space left on device; the earlier one stays" in told
            assert reached > 40
            assert Snapshots(folder).current() == new
            assert {path.name for path in (folder / "snapshots").iterdir()} == {old, new, "current", "publishing.lock"}


def test_readers_see_the_old_or_the_new_never_a_mixture():
    """While snapshots are published one after the other, whoever reads gets a whole one."""
    worlds = [World(tuple(an_event(n) for n in range(size))).contents() for size in range(1, 9)]
    with quick_folder() as name:
        folder = Path(name)
        publish(folder, worlds[0])
        done, wrong, read = threading.Event(), [], set()

        def reader():
            snapshots = Snapshots(folder)
            while not done.is_set():
                snapshot = snapshots.get()
                read.add(snapshot.snapshot_id)
                if not snapshot.verified() or snapshot.size != len(list(snapshot.events())):
                    wrong.append(snapshot.snapshot_id)

        threads = [threading.Thread(target=reader) for _ in range(2)]
        for thread in threads:
            thread.start()
        ids = {publish(folder, world, keep=20) for world in worlds}
        done.set()
        for thread in threads:
            thread.join()
        assert wrong == []
        assert read <= ids
