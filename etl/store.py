"""The record of truth: one SQLite file that a build writes and a snapshot is made from.

What is recorded is, for each *location* (a file, a line of a file, a URL), the article that was last read there and the
events that its text tells. Which of them stand is computed, never stored:

* an ``article_id`` given to several texts stands for the latest published of them (then the greatest content key),
* copies (same text, date and publisher) under several ids stand once, under the smallest id.

So the content of the store depends on what was last read at each location and not on the order in which it was read.
Imported events are keyed by dataset and event id in the same way.

One process writes at a time, readers never wait, and each article is one transaction: a kill or a full disk leaves
whole articles only. Everything here can be built again from the articles, and every damage that is found says so.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import filelock

from etl import codec
from etl.errors import BusyError, RejectedArticle, StoreError
from etl.model import Article, ArticleId, Dataset, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

FILE: Final = "store.sqlite"
LOCK: Final = "writing.lock"
WRITER: Final = "writing.pid"
SCHEMA_VERSION: Final = 1
APPLICATION_ID: Final = 0x0C0F71CE
REBUILD: Final = "delete the folder and build it again from the articles"

SCHEMA: Final = """
create table article (
    location text primary key,
    article_id text not null,
    source_key text not null,   -- of the bytes that were read, so that unchanged ones need not be read again
    engine_key text not null,   -- of the code and data that coded the events
    content_key text not null,  -- of the whole article
    copy_key text not null,     -- of text, date and publisher: equal for copies
    title text not null, published text, publisher text, agencies text not null, url text, dateline text,
    text text not null, prose text not null
) strict;
create index article_by_id on article (article_id);
create index article_by_copy on article (copy_key);
create table telling (
    location text not null references article (location) on delete cascade,
    number integer not null,
    event_id text not null,
    event text not null,
    digest text not null,
    primary key (location, number)
) strict, without rowid;
create index telling_by_event on telling (event_id);
create table dataset (name text primary key, dataset text not null) strict;
create table imported (
    dataset text not null, event_id text not null, event text not null, digest text not null,
    primary key (dataset, event_id)
) strict, without rowid;
create table run (number integer primary key, summary text not null) strict;
create view standing as
    select location from (
        select location, row_number() over (partition by copy_key order by article_id) as copy from (
            select location, article_id, copy_key, row_number() over (
                partition by article_id order by coalesce(published, '') desc, content_key desc, location
            ) as version from article
        ) where version = 1
    ) where copy = 1;
"""

Outcome = Literal["stored", "unchanged", "duplicate", "replaced"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the store already holds for a location, read from the same bytes by the same engine."""

    article_id: ArticleId
    outcome: Literal["stored", "duplicate"]
    undated: bool
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; a repeated import is all ``unchanged``."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0


def content_key(article: Article) -> str:
    """Equal for equal articles, whatever machine they were read on."""
    return _digest(codec.dumps(article))


def copy_key(article: Article) -> str:
    """Equal for copies: the same text, date and publisher, under whatever id, title or address."""
    return _digest(json.dumps([article.text, str(article.published), article.publisher]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Store:
    """Made by ``Store.open``; see the module for what it promises."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self._db = db

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, *, write: bool, new: bool = True) -> Iterator[Store]:
        """The store in the folder ``path``; with ``write`` it is made if it is not there, unless ``new`` is False.

        ``BusyError`` while another process writes; ``StoreError`` for a missing, newer or damaged one, or a full disk.
        """
        with contextlib.ExitStack() as stack:
            if not (write and new):
                _expect(path)
            if write:
                stack.enter_context(_only_writer(path))
            stack.enter_context(_told(path))
            db = stack.enter_context(contextlib.closing(_writable(path) if write else _readable(path)))
            yield cls(path, db)
            if write:
                db.execute("pragma wal_checkpoint(truncate)")

    # ---- articles

    def known(self, source_key: str, engine_key: str, *, location: str) -> Known | None:
        """What is stored for this location, if it was read from these bytes by this engine; None: read it (again)."""
        row = self._db.execute(
            """select article_id, copy_key, published is null,
                      (select count(*) from telling where telling.location = article.location)
               from article where location = ? and source_key = ? and engine_key = ?""",
            (location, source_key, engine_key),
        ).fetchone()
        if row is None:
            return None
        article_id, copies, undated, events = row
        outcome: Literal["stored", "duplicate"] = "stored" if self._first_copy(copies) == location else "duplicate"
        return Known(article_id=article_id, outcome=outcome, undated=bool(undated), events=events)

    def put(
        self, article: Article, events: Iterable[Event], *, location: str, engine_key: str, source_key: str = ""
    ) -> Outcome:
        """Record what was read at ``location`` in one transaction, instead of what was read there before.

        ``duplicate``: a copy of it was read elsewhere. ``RejectedArticle`` if it cannot be stored.
        """
        row = _article_row(article, location, engine_key, source_key)
        tellings = [_event_row(event) for event in events]
        with self._transaction():
            before = self._db.execute("select content_key from article where location = ?", (location,)).fetchone()
            if before == (row["content_key"],) and self._tellings_of(location) == tellings:
                self._db.execute(
                    "update article set source_key = ?1, engine_key = ?2"
                    " where location = ?3 and (source_key, engine_key) <> (?1, ?2)",
                    (source_key, engine_key, location),
                )
                return "unchanged" if self._first_copy(row["copy_key"]) == location else "duplicate"
            self._write(row, tellings)
            if self._copies(row["copy_key"]) > 1:
                return "duplicate"
            return "replaced" if before else "stored"

    def _write(self, row: dict[str, Any], tellings: list[tuple[str, str, str]]) -> None:
        location = row["location"]
        self._db.execute("delete from article where location = ?", (location,))
        holes = ", ".join("?" * len(row))
        self._db.execute(f"insert into article ({', '.join(row)}) values ({holes})", tuple(row.values()))
        self._db.executemany(
            "insert into telling values (?, ?, ?, ?, ?)",
            [(location, number, *telling) for number, telling in enumerate(tellings)],
        )

    def _tellings_of(self, location: str) -> list[tuple[str, str, str]]:
        query = "select event_id, event, digest from telling where location = ? order by number"
        return self._db.execute(query, (location,)).fetchall()

    def _first_copy(self, key: str) -> str:
        query = "select location from article where copy_key = ? order by article_id, location limit 1"
        return str(self._db.execute(query, (key,)).fetchone()[0])

    def _copies(self, key: str) -> int:
        return int(self._db.execute("select count(*) from article where copy_key = ?", (key,)).fetchone()[0])

    def remove(self, article_id: str) -> bool:
        """Delete the article's text and events, and those of its copies, leaving no trace in the file; False: not here."""
        with self._transaction():
            gone = self._db.execute(
                "delete from article where copy_key in (select copy_key from article where article_id = ?)",
                (article_id,),
            ).rowcount
        self._db.execute("pragma wal_checkpoint(truncate)")
        return gone > 0

    def articles(self) -> Iterator[Article]:
        """The articles that stand, by id."""
        rows = self._db.execute(
            f"select {_COLUMNS}, content_key from article where location in standing order by article_id"
        )
        for *values, key in rows:
            article = _article(values, self.path)
            if content_key(article) != key:
                raise StoreError(f"{self.path / FILE}: the text of {article.article_id} is damaged; {REBUILD}")
            yield article

    def tellings(self) -> Iterator[Event]:
        """The events that the standing articles tell, by article, not yet merged across articles."""
        yield from self._events(
            """select event, telling.digest from telling join article using (location)
               where location in standing order by article_id, number"""
        )

    # ---- imported events

    def put_imported(self, dataset: Dataset, events: Iterable[Event]) -> Imported:
        """Add or replace a dataset's events in one transaction; repeating an import changes nothing."""
        counts = {"new": 0, "replaced": 0, "unchanged": 0}
        with self._transaction():
            described = codec.dumps(dataset)
            self._db.execute(
                "insert into dataset values (?, ?) on conflict do update set dataset = excluded.dataset"
                " where dataset <> excluded.dataset",
                (dataset.name, described),
            )
            self._db.executemany(
                "insert or replace into imported values (?, ?, ?, ?)", self._changed(dataset.name, events, counts)
            )
        return Imported(**counts)

    def _changed(
        self, dataset: str, events: Iterable[Event], counts: dict[str, int]
    ) -> Iterator[tuple[str, str, str, str]]:
        """The rows that are to be written; all are counted."""
        query = "select event_id, digest from imported where dataset = ?"
        before: dict[str, str] = dict(self._db.execute(query, (dataset,)).fetchall())
        for event in events:
            event_id, text, digest = _event_row(event)
            known = before.get(event_id)
            counts["unchanged" if known == digest else "replaced" if known else "new"] += 1
            before[event_id] = digest
            if known != digest:
                yield dataset, event_id, text, digest

    def remove_dataset(self, name: str) -> bool:
        """Delete an imported dataset and its events; False: not here."""
        with self._transaction():
            self._db.execute("delete from imported where dataset = ?", (name,))
            gone = self._db.execute("delete from dataset where name = ?", (name,)).rowcount
        return gone > 0

    def datasets(self) -> tuple[Dataset, ...]:
        rows = self._db.execute("select dataset from dataset order by name")
        return tuple(codec.loads(Dataset, text) for (text,) in rows)

    def imported(self) -> Iterator[Event]:
        """Every imported event, by dataset and id."""
        yield from self._events("select event, digest from imported order by dataset, event_id")

    def events(self) -> Iterator[Event]:
        """The tellings, then the imported events."""
        yield from self.tellings()
        yield from self.imported()

    def _events(self, query: str) -> Iterator[Event]:
        for text, digest in self._db.execute(query):
            if _digest(text) != digest:
                raise StoreError(f"{self.path / FILE}: an event in it is damaged; {REBUILD}")
            yield codec.loads(Event, text)

    # ---- runs

    def record_run(self, summary: Mapping[str, Any]) -> int:
        """Keep a run's counts and reasons; the number of the run."""
        with self._transaction():
            number = self._db.execute(
                "insert into run (summary) values (?)", (json.dumps(summary, sort_keys=True),)
            ).lastrowid
        return number or 0

    def runs(self) -> tuple[dict[str, Any], ...]:
        """What every run recorded, oldest first."""
        return tuple(json.loads(text) for (text,) in self._db.execute("select summary from run order by number"))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """All or nothing: whatever ends the block early, the store stays as it was."""
        self._db.execute("begin immediate")
        try:
            yield
            self._db.execute("commit")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("rollback")
            raise


# ---- rows

_COLUMNS: Final = "article_id, title, published, publisher, agencies, url, dateline, text, prose"


def _article_row(article: Article, location: str, engine_key: str, source_key: str) -> dict[str, Any]:
    row = {
        "location": location,
        "article_id": article.article_id,
        "source_key": source_key,
        "engine_key": engine_key,
        "content_key": content_key(article),
        "copy_key": copy_key(article),
        "title": article.title,
        "published": article.published and article.published.isoformat(),
        "publisher": article.publisher,
        "agencies": json.dumps(article.agencies),
        "url": article.url,
        "dateline": article.dateline,
        "text": article.text,
        "prose": json.dumps([(span.start, span.end) for span in article.prose], separators=(",", ":")),
    }
    try:
        "".join(value for value in row.values() if value).encode()
    except UnicodeEncodeError:
        raise RejectedArticle("the text is not valid Unicode") from None
    return row


def _article(values: list[Any], path: Path) -> Article:
    row = dict(zip(_COLUMNS.split(", "), values, strict=True))
    try:
        row["prose"] = [{"start": start, "end": end} for start, end in json.loads(row["prose"])]
        row["agencies"] = json.loads(row["agencies"])
        return codec.from_plain(Article, row)
    except (ValueError, TypeError) as error:
        raise StoreError(f"{path / FILE}: an article in it is damaged ({error}); {REBUILD}") from error


def _event_row(event: Event) -> tuple[str, str, str]:
    text = codec.dumps(event)
    return event.event_id, text, _digest(text)


# ---- the file


@contextlib.contextmanager
def _only_writer(path: Path) -> Iterator[None]:
    """Hold the store's lock; the operating system drops it when the process ends, however it ends."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(path / LOCK, blocking=False)
        lock.acquire()
    except filelock.Timeout:
        raise BusyError(f"{path}: already running (pid {_writer_pid(path)}); wait for it to end") from None
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror or error}") from None
    try:
        with contextlib.suppress(OSError):
            (path / WRITER).write_text(str(os.getpid()))
        yield
    finally:
        lock.release()


def _expect(path: Path) -> None:
    if not (path / FILE).is_file():
        raise StoreError(f"{path}: no store here; run `python -m etl build SOURCE… --store {path}` first")


def _writer_pid(path: Path) -> str:
    try:
        return (path / WRITER).read_text()
    except OSError:
        return "unknown"


def _writable(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path / FILE, isolation_level=None, timeout=30)
    try:
        _prepare(path, db)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(path: Path, db: sqlite3.Connection) -> None:
    if _version(path, db) == 0:
        db.execute("pragma journal_mode = wal")
        db.executescript(
            f"begin immediate; {SCHEMA} pragma application_id = {APPLICATION_ID};"
            f" pragma user_version = {SCHEMA_VERSION}; commit;"
        )
    # Losing the last articles to a power cut is harmless (they are read again); a torn file is not, and WAL excludes it.
    db.execute("pragma synchronous = normal")
    db.execute("pragma foreign_keys = on")
    db.execute("pragma secure_delete = on")
    (verdict,) = db.execute("pragma quick_check(1)").fetchone()
    if verdict != "ok":
        raise StoreError(f"{path / FILE}: damaged ({verdict}); {REBUILD}")


def _readable(path: Path) -> sqlite3.Connection:
    file = path / FILE
    address = file.resolve().as_uri()
    db = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=30)
    try:
        version = _version(path, db)
    except sqlite3.OperationalError:  # a read-only folder: SQLite cannot put its own files beside the store
        db.close()
        db = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
        version = _version(path, db)
    if version == 0:
        db.close()
        raise StoreError(f"{file}: not a store of this program; {REBUILD}")
    return db


def _version(path: Path, db: sqlite3.Connection) -> int:
    """The file's schema version, 0 for a new one."""
    (version,) = db.execute("pragma user_version").fetchone()
    (application,) = db.execute("pragma application_id").fetchone()
    (tables,) = db.execute("select count(*) from sqlite_master").fetchone()
    if version > SCHEMA_VERSION and application == APPLICATION_ID:
        raise StoreError(
            f"{path / FILE}: written by a newer version (schema {version}, this program reads {SCHEMA_VERSION});"
            " update the program or name another --store"
        )
    if tables and (version, application) != (SCHEMA_VERSION, APPLICATION_ID):
        raise StoreError(f"{path / FILE}: not a store of this program; {REBUILD}")
    return int(version)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """SQLite's and the codec's complaints as one line that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path / FILE}: {error}; {_remedy(error)}") from error
    except codec.CodecError as error:
        raise StoreError(f"{path / FILE}: damaged ({error}); {REBUILD}") from error


def _remedy(error: sqlite3.DatabaseError) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: "make room on the disk and run it again; what was stored stays",
        sqlite3.SQLITE_IOERR: "check the disk and run it again; what was stored stays",
        sqlite3.SQLITE_READONLY: "make it writable or name another --store",
        sqlite3.SQLITE_CANTOPEN: "make it readable and writable or name another --store",
        sqlite3.SQLITE_BUSY: "another program holds it; close that and run it again",
        sqlite3.SQLITE_LOCKED: "another program holds it; close that and run it again",
    }.get(code, REBUILD)
