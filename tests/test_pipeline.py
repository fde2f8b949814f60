"""The same inputs give the same events and the same snapshot, whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = (
    (
        "a",
        "2015-03-28",
        "Desk One",
        "Nigerian troops recaptured the town of Gwoza from Boko Haram on Friday, the army said.",
    ),
    (
        "b",
        "2015-03-29",
        "Desk Two",
        "Gwoza was retaken by Nigerian soldiers on Friday. Boko Haram fighters fled to the hills.",
    ),
    (
        "c",
        "2019-10-10",
        "Desk One",
        "Turkish jets struck Ras al-Ain on Wednesday. At least 15 people were killed, officials said.",
    ),
    (
        "d",
        "2022-03-01",
        "Desk Two",
        "Russian forces shelled Kharkiv last week. Ukraine's president met ministers in Kyiv on Monday.",
    ),
    (
        "e",
        "2022-03-01",
        "Desk Two",
        "Russian forces shelled Kharkiv last week. Ukraine's president met ministers in Kyiv on Monday.",
    ),
    ("f", None, "Desk One", "Militants kidnapped three aid workers near Mopti in Mali, a spokesman said."),
)


def write(folder: Path, order: list[int]) -> Path:
    file = folder / "news.jsonl"
    lines = [
        {"id": name, "title": f"Report {name}", "published": published, "source": publisher, "text": text}
        for name, published, publisher, text in (ARTICLES[number] for number in order)
    ]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return file


def etl(*arguments: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fingerprint(store: Path) -> tuple[str, str]:
    """The snapshot's id and the hash of what it exports."""
    out = store / "events.jsonl"
    etl("export", str(out), "--store", str(store))
    return (store / "snapshots" / "current").read_text().split()[0], hashlib.sha256(out.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("plain")
    etl("build", str(write(folder, [0, 1, 2, 3, 4, 5])), "--store", str(folder / "store"), "--jobs", "1")
    return fingerprint(folder / "store")


@pytest.mark.parametrize(
    ("order", "jobs", "environment"),
    [
        pytest.param(
            [5, 4, 3, 2, 1, 0], "2", {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"}, id="far east, two jobs"
        ),
        pytest.param(
            [2, 0, 4, 1, 5, 3],
            "1",
            {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "77"},
            id="far west, Turkish",
        ),
    ],
)
def test_nothing_but_the_articles_decides(order, jobs, environment, expected, tmp_path):
    """Order of input, number of processes, time zone, locale and hash seed leave ids and exports as they are."""
    etl("build", str(write(tmp_path, order)), "--store", str(tmp_path / "store"), "--jobs", jobs, **environment)
    assert fingerprint(tmp_path / "store") == expected


def test_a_build_in_parts_gives_the_same(expected, tmp_path):
    """Articles that come later meet those that came before."""
    store = str(tmp_path / "store")
    for part in ([4, 1], [5, 0, 3], [2]):
        etl("build", str(write(tmp_path, part)), "--store", store, "--jobs", "1")
    assert fingerprint(tmp_path / "store") == expected


def test_a_killed_build_goes_on(expected, tmp_path):
    """A kill -9 in the middle loses nothing that was stored; the next run completes it."""
    file, store = write(tmp_path, [0, 1, 2, 3, 4, 5]), tmp_path / "store"
    command = [sys.executable, "-m", "etl", "build", str(file), "--store", str(store), "--jobs", "1"]
    for seconds in (1.0, 4.0):
        started = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(seconds)
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    etl("build", str(file), "--store", str(store), "--jobs", "1")
    assert fingerprint(store) == expected


def test_one_happening_told_by_two_desks_is_one_event(expected, tmp_path):
    """Merged across articles, with both reports; the copy (same text, date and publisher) is not a report of its own."""
    assert expected
    store = tmp_path / "store"
    etl("build", str(write(tmp_path, [0, 1, 2, 3, 4, 5])), "--store", str(store), "--jobs", "2")
    etl("export", str(tmp_path / "events.jsonl"), "--store", str(store))
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    captures = [event for event in events if event["place"] == "Gwoza" and event["event_type"] == "ASSAULT"]
    assert [[report["article_id"] for report in event["reports"]] for event in captures] == [["a", "b"]]
    assert {report["article_id"] for event in events for report in event["reports"]} == {"a", "b", "c", "d", "f"}
