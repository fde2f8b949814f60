"""Opening snapshots: columns mapped from disk, records looked up, words searched. Any number of threads may read."""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import sqlite3
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np

from etl import codec
from etl.errors import StoreError
from etl.model import Actor, ActorId, Article, Dataset, Event, Membership
from etl.snapshot.contents import FORMAT, Canonical, Country, SnapshotId
from etl.snapshot.publishing import MANIFEST, RECORDS, SNAPSHOTS, TEXTS, complete, history

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

V = TypeVar("V")
SETS: Final = ("actors", "countries", "publishers", "coalitions", "members", "members_wide", "points")
SMALL: Final = 1 << 16  # bytes; smaller columns are read, larger ones are mapped
BATCH: Final = 500
MOST_TERMS: Final = 32  # of a search; more say nothing more
ID: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Sets:
    """A column of sets: ``number[row]`` is the row's set; ``value[offset[k]:offset[k + 1]]`` is in set k."""

    number: np.ndarray
    offset: np.ndarray
    value: np.ndarray
    names: tuple[str, ...]  # what each value is called; empty for points
    size: int  # how many values there are

    def holding(self, wanted: np.ndarray) -> np.ndarray:
        """For each row, whether its set holds any value that ``wanted`` (a flag for each value) marks."""
        return self.any_of(wanted).take(self.number)  # faster than indexing

    def any_of(self, wanted: np.ndarray) -> np.ndarray:
        """For each set, whether it holds any value that ``wanted`` marks."""
        sums = np.concatenate([[0], np.cumsum(wanted[self.value])])
        held: np.ndarray = sums[self.offset[1:]] > sums[self.offset[:-1]]
        return held

    def spread(self, per_set: np.ndarray, filled: np.ndarray | None = None) -> np.ndarray:
        """Sums by value of what is given for each set (and, with a second axis, for each of its columns).

        ``filled`` are the sets that have anything, where that is known.
        """
        if filled is None:
            filled = np.flatnonzero(per_set if per_set.ndim == 1 else per_set.any(axis=1))
        summed = np.zeros((self.size, *per_set.shape[1:]), dtype=per_set.dtype)
        lengths = np.diff(self.offset).take(filled)
        entries = np.repeat(self.offset.take(filled + 1) - np.cumsum(lengths), lengths) + np.arange(lengths.sum())
        np.add.at(summed, self.value.take(entries), np.repeat(per_set.take(filled, axis=0), lengths, axis=0))
        return summed

    @property
    def sets(self) -> int:
        return len(self.offset) - 1

    def flags(self, names: Collection[str]) -> np.ndarray:
        """The flags that ``holding`` takes, for the values of these names; unknown names mark nothing."""
        return np.fromiter((name in names for name in self.names), dtype=bool, count=len(self.names))


class Snapshot:
    """One immutable snapshot. Rows are numbered from 0, by first day and id, undated events last."""

    def __init__(
        self, path: Path, manifest: dict[str, Any], arrays: dict[str, np.ndarray], texts: dict[str, Any]
    ) -> None:
        self.path = path
        self.manifest = manifest
        self.snapshot_id = SnapshotId(manifest["snapshot"])
        self.size = int(manifest["events"])
        self.dated = int(manifest["dated"])  # rows [0, dated) have a date
        self.columns = arrays
        self.texts: dict[str, list[Any]] = texts["columns"]
        self.sets = {name: _sets(arrays, name, self.texts.get(name, ())) for name in SETS}
        self.actors: dict[ActorId, Actor] = {a.actor_id: a for a in _all(Actor, texts["actors"])}
        self.memberships = tuple(_all(Membership, texts["memberships"]))
        self.countries = {code: Country(*told) for code, told in texts["countries"].items()}
        self.datasets = tuple(_all(Dataset, manifest["datasets"]))
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Snapshot:
        """The snapshot in this folder, under whatever name; ``StoreError`` if it is missing, newer or damaged."""
        try:
            manifest = json.loads((path / MANIFEST).read_text(encoding="ascii"))
            if manifest["format"] > FORMAT:
                raise StoreError(
                    f"{path}: written by a newer version (format {manifest['format']}, this program reads {FORMAT});"
                    " update the program"
                )
            if manifest["format"] != FORMAT or not complete(path):
                raise StoreError(f"{path}: the snapshot is damaged; build it again from the articles or copy it again")
            texts = json.loads((path / TEXTS).read_text(encoding="ascii"))
            arrays = {file.stem: _array(file) for file in sorted(path.glob("*.npy"))}
            return cls(path, manifest, arrays, texts)
        except FileNotFoundError:
            raise StoreError(f"{path}: no snapshot here; run `python -m etl build SOURCE…` first") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{path}: the snapshot is damaged ({error}); build it again from the articles or copy it again"
            ) from error

    @property
    def first(self) -> dt.date | None:
        return _day(self.manifest["first"])

    @property
    def last(self) -> dt.date | None:
        return _day(self.manifest["last"])

    # ---- records

    def event_id(self, row: int) -> str:
        return str(self.columns["event_id"][row].decode())

    def row(self, event_id: str) -> int | None:
        """The row of an event, None if it is not in this snapshot."""
        found = self._query("select row from event where event_id = ?", (_storable(event_id),))
        return int(found[0][0]) if found else None

    def event(self, event_id: str) -> Event | None:
        found = self._query("select record from event where event_id = ?", (_storable(event_id),))
        return self._load(Event, found[0][0]) if found else None

    def events(self, rows: Iterable[int] | None = None) -> Iterator[Event]:
        """The events of these rows in this order; of every row without ``rows``."""
        wanted = [int(row) for row in rows] if rows is not None else list(range(self.size))
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            holes = ",".join("?" * len(batch))
            found = dict(self._query(f"select row, record from event where row in ({holes})", tuple(batch)))
            for row in batch:
                yield self._load(Event, found[row])

    def article(self, article_id: str) -> Article | None:
        """The article that a report names, whole."""
        found = self._query("select record from article where article_id = ?", (_storable(article_id),))
        return self._load(Article, found[0][0]) if found else None

    def articles(self) -> Iterator[Article]:
        for (article_id,) in self._query("select article_id from article order by article_id", ()):
            (found,) = self._query("select record from article where article_id = ?", (article_id,))
            yield self._load(Article, found[0])

    def search(self, text: str) -> np.ndarray:
        """The rows that hold every word of ``text`` (its beginning, from three letters on) and every "quoted phrase"."""
        asked = search_expression(text)
        if not asked:
            return np.arange(self.size if not text.strip() else 0)
        found = self._query("select rowid from search where search match ? order by rowid", (asked,))
        return np.fromiter((row for (row,) in found), dtype=np.int64, count=len(found))

    def verified(self) -> bool:
        """Whether the contents still give the id; reads everything."""
        events = tuple(self.events())
        contents = Canonical(
            events=events,
            records=tuple(map(codec.dumps, events)),
            articles={article.article_id: article for article in self.articles()},
            actors=self.actors,
            memberships=self.memberships,
            countries=self.countries,
            datasets=self.datasets,
        )
        return contents.snapshot_id() == self.snapshot_id

    def _load(self, kind: type[V], text: str) -> V:
        try:
            return codec.loads(kind, text)
        except codec.CodecError as error:
            raise StoreError(f"{self.path / RECORDS}: damaged ({error}); build it again or copy it again") from error

    def _query(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._records.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{self.path / RECORDS}: {error}; build it again or copy it again") from error

    @functools.cached_property
    def _records(self) -> sqlite3.Connection:
        address = (self.path / RECORDS).resolve().as_uri() + "?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)

    def close(self) -> None:
        with self._lock:
            if "_records" in self.__dict__:
                self.__dict__.pop("_records").close()

    def __del__(self) -> None:
        if "_records" in self.__dict__:
            self.__dict__["_records"].close()


def _sets(arrays: dict[str, np.ndarray], name: str, names: Sequence[str]) -> Sets:
    value = arrays[f"{name}.value"]
    size = len(names) or (int(value.max()) + 1 if len(value) else 0)
    return Sets(arrays[f"{name}.set"], arrays[f"{name}.offset"], value, tuple(names), size)


def _all(kind: type[V], plain: Iterable[Any]) -> Iterator[V]:
    return (codec.from_plain(kind, item) for item in plain)


def _array(file: Path) -> np.ndarray:
    if file.stat().st_size <= SMALL:
        loaded: np.ndarray = np.load(file, allow_pickle=False)
        return loaded
    mapped: np.ndarray = np.load(file, mmap_mode="r", allow_pickle=False).view(np.ndarray)
    return mapped


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _storable(text: str) -> str:
    return text.encode(errors="replace").decode()


_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"\w")


def search_expression(text: str) -> str:
    """The text index's question for what a person typed: every term, all of them; empty if it has no letter or digit.

    >>> search_expression('kobani "air strikes" IS')
    '"kobani" * AND "air strikes" AND "IS"'
    """
    terms = []
    for phrase, word in _TERM.findall(_storable(text).replace("\0", " ")):
        term = phrase or word
        if _WORD.search(term):
            beginning = " *" if word and len(word) > 2 else ""
            terms.append(f'"{term}"{beginning}')
    return " AND ".join(terms[:MOST_TERMS])


class Snapshots:
    """The snapshots of a store's folder. Cheap to ask at every request; the last few opened stay open."""

    def __init__(self, folder: Path, *, opened: int = 4) -> None:
        self._snapshots = folder / SNAPSHOTS
        self._most = opened
        self._opened: OrderedDict[str, Snapshot] = OrderedDict()
        self._lock = threading.Lock()

    def current(self) -> SnapshotId | None:
        """The id that the pointer names now; None if nothing was published."""
        ids = history(self._snapshots)
        return ids[0] if ids else None

    def ids(self) -> tuple[SnapshotId, ...]:
        """Every id that can be opened: the published ones, latest first, then those copied here."""
        published = history(self._snapshots)
        there = {path.name for path in self._snapshots.glob("*") if ID.fullmatch(path.name)}
        return tuple(SnapshotId(i) for i in (*(i for i in published if i in there), *sorted(there - set(published))))

    def get(self, snapshot_id: str | None = None) -> Snapshot:
        """The snapshot of this id, or the current one; ``StoreError`` if there is none."""
        name = snapshot_id or self.current()
        if name is None or not ID.fullmatch(name):
            raise StoreError(
                f"{self._snapshots}: no snapshot {name or 'was published yet'}; run `python -m etl build SOURCE…` first"
            )
        with self._lock:
            if name not in self._opened:
                self._opened[name] = Snapshot.open(self._snapshots / name)
            self._opened.move_to_end(name)
            while len(self._opened) > self._most:
                self._opened.popitem(last=False)
            return self._opened[name]


def current(folder: Path) -> SnapshotId | None:
    """The id of the current snapshot of the store in ``folder``."""
    return Snapshots(folder).current()
