"""Writing a snapshot: a folder that is complete under its id or not there at all, and the pointer to it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import filelock
import numpy as np

from etl import codec
from etl.errors import StoreError
from etl.snapshot.columns import columns, place_text, side_text
from etl.snapshot.contents import FORMAT, Canonical, Contents, SnapshotId, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from etl.model import Event
    from etl.snapshot.columns import Columns

SNAPSHOTS: Final = "snapshots"
POINTER: Final = "current"  # the current snapshot's id, then the earlier ones that stay openable, a line each
LOCK: Final = "publishing.lock"
MANIFEST: Final = "manifest.json"
TEXTS: Final = "texts.json"
RECORDS: Final = "records.sqlite"
BUILDING: Final = ".building-"
DROPPED: Final = ".dropped-"

RECORDS_SCHEMA: Final = """
pragma journal_mode = off;
pragma synchronous = off;
create table event (row integer primary key, event_id text not null, record text not null) strict;
create table article (article_id text primary key, record text not null) strict, without rowid;
create virtual table search using fts5 (words, content='', tokenize='unicode61 remove_diacritics 2', prefix='3 4');
begin;
"""


def publish(folder: Path, contents: Contents, *, keep: int = 5) -> SnapshotId:
    """Make ``contents`` the current snapshot of the store in ``folder``; the same contents have the same id.

    The ``keep`` latest snapshots stay openable, this one included. Whatever stops the process, the earlier snapshot
    stays current until the new one is complete on disk. ``StoreError``: a full disk, a folder that cannot be written.
    """
    snapshots = folder / SNAPSHOTS
    try:
        snapshots.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(snapshots / LOCK):
            _sweep(snapshots)
            prepared = canonical(contents)
            snapshot_id = prepared.snapshot_id()
            if not complete(snapshots / snapshot_id):
                _write(snapshots, snapshot_id, prepared)
            _point(snapshots, snapshot_id, keep=max(1, keep))
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise StoreError(
            f"{snapshots}: the snapshot could not be written: {reason}; the earlier one stays; make room and run it again"
        ) from error
    return snapshot_id


def complete(path: Path) -> bool:
    """Whether every file that the manifest names is there in its size."""
    try:
        sizes = json.loads((path / MANIFEST).read_text(encoding="utf-8"))["files"]
        return all((path / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def history(snapshots: Path) -> tuple[SnapshotId, ...]:
    """The current snapshot's id and the earlier ones, latest first; empty if nothing was published."""
    try:
        return tuple(SnapshotId(line) for line in (snapshots / POINTER).read_text(encoding="ascii").split())
    except (OSError, ValueError):
        return ()


def _write(snapshots: Path, snapshot_id: SnapshotId, contents: Canonical) -> None:
    building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=snapshots))
    try:
        made = columns(contents)
        for name, array in made.arrays.items():
            np.save(building / f"{name}.npy", array, allow_pickle=False)
        _write_json(building / TEXTS, _texts(made, contents))
        _write_records(building / RECORDS, contents)
        _write_json(building / MANIFEST, _manifest(building, snapshot_id, contents))
        building.chmod(0o755)
        for path in (*sorted(building.iterdir()), building):
            _flush(path)
        if (snapshots / snapshot_id).exists():  # an incomplete one: copied in part, or a damaged disk
            _drop(snapshots, snapshot_id)
        building.replace(snapshots / snapshot_id)
        _flush(snapshots)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _texts(made: Columns, contents: Canonical) -> dict[str, Any]:
    return {
        "columns": made.texts,
        "actors": [codec.plain(actor) for actor in contents.actors.values()],
        "memberships": [codec.plain(membership) for membership in contents.memberships],
        "countries": {code: list(country) for code, country in contents.countries.items()},
    }


def _manifest(building: Path, snapshot_id: SnapshotId, contents: Canonical) -> dict[str, Any]:
    dated = [event.when for event in contents.events if event.when]
    return {
        "format": FORMAT,
        "snapshot": snapshot_id,
        "events": len(contents.events),
        "dated": len(dated),
        "articles": len(contents.articles),
        "first": min((when.start.isoformat() for when in dated), default=None),
        "last": max((when.end.isoformat() for when in dated), default=None),
        "datasets": [codec.plain(dataset) for dataset in contents.datasets],
        "files": {path.name: path.stat().st_size for path in sorted(building.iterdir())},
    }


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="ascii")


def _write_records(path: Path, contents: Canonical) -> None:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(RECORDS_SCHEMA)
        rows = enumerate(zip(contents.events, contents.records, strict=True))
        db.executemany("insert into event values (?, ?, ?)", ((row, e.event_id, record) for row, (e, record) in rows))
        db.execute("create unique index event_by_id on event (event_id)")
        articles = contents.articles.items()
        db.executemany("insert into article values (?, ?)", ((key, codec.dumps(article)) for key, article in articles))
        words = ((row, _words(event, contents)) for row, event in enumerate(contents.events))
        db.executemany("insert into search (rowid, words) values (?, ?)", words)
        db.execute("insert into search (search) values ('optimize')")
        db.execute("commit")


def _words(event: Event, contents: Canonical) -> str:
    """What free text finds: the sentences, the headlines, the names in them and of those who and where they mean."""
    return "\n".join(dict.fromkeys(_told(event, contents))).encode(errors="replace").decode()


def _told(event: Event, contents: Canonical) -> Iterator[str]:
    yield side_text(event, "source", "participant", "target")
    yield place_text(event)
    yield from (contents.countries[place.country].name for place in event.where if place.country)
    yield from (part.mention for part in event.participants if part.mention)
    yield f"{event.event_type.lower()} {event.mode or ''}"
    for report in event.reports:
        yield report.quote
        if report.article_id in contents.articles:
            yield contents.articles[report.article_id].title
            yield contents.articles[report.article_id].publisher or ""
    yield event.origin or ""


# ---- the pointer and the earlier snapshots


def _point(snapshots: Path, snapshot_id: SnapshotId, *, keep: int) -> None:
    """Swap the pointer, then drop what fell off its end; folders that were never in it (copied here) are left alone."""
    before = history(snapshots)
    after = tuple(dict.fromkeys((snapshot_id, *before)))[:keep]
    if after != before:
        with tempfile.NamedTemporaryFile(
            "w", dir=snapshots, prefix=BUILDING, delete=False, encoding="ascii", newline="\n"
        ) as file:
            file.write("".join(f"{line}\n" for line in after))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(snapshots / POINTER)
        _flush(snapshots)
    for old in before:
        if old not in after:
            _drop(snapshots, old)


def _drop(snapshots: Path, name: str) -> None:
    """Gone under its id at once, so that nobody opens half of it; a reader that has it open keeps it."""
    if not (snapshots / name).exists():
        return
    dropped = Path(tempfile.mkdtemp(prefix=DROPPED, dir=snapshots))
    with contextlib.suppress(PermissionError):  # Windows: a reader has it open; it goes with a later publication
        (snapshots / name).replace(dropped / name)
    shutil.rmtree(dropped, ignore_errors=True)


def _sweep(snapshots: Path) -> None:
    """Clear away what a killed process left; nobody else publishes here now."""
    for left in _leftovers(snapshots):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _leftovers(snapshots: Path) -> Iterable[Path]:
    return [path for path in sorted(snapshots.iterdir()) if path.name.startswith((BUILDING, DROPPED))]


def _flush(path: Path) -> None:
    """The bytes are on the disk when this returns (Windows cannot flush a folder and does not need to)."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
