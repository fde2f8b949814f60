"""One read-only SQLite file of places: the shipped table, or the pack of a country."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from etl.errors import GazetteerError
from etl.gazetteer.artefact import unpacked
from etl.gazetteer.names import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_COLUMNS: Final = (
    "number, key, name, latitude, longitude, feature_code, country, admin1, admin2, population, prominence"
)

_MAPPED: Final = 1 << 30  # bytes that are read through the page cache, which all processes share


class PlaceRow(NamedTuple):
    """A row of the table ``place``; the columns of ``data/gazetteer/build.py``."""

    number: int
    key: str
    name: str
    latitude: float
    longitude: float
    feature_code: str
    country: str
    admin1: str
    admin2: str
    population: int
    prominence: int


class PlaceFile:
    """Questions to one file, each of microseconds. Safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._skeletons = bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = 'skeleton'"))

    @classmethod
    def open(cls, file: Path) -> PlaceFile:
        """Raises GazetteerError when the file is not one of places."""
        try:
            connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
            return cls(connection)
        except sqlite3.Error as error:
            raise GazetteerError(f"{file} is not a gazetteer ({error}); delete it and start again") from error

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, tuple(values)).fetchall()

    def kinds(self, key: str) -> dict[int, int]:
        """The kind of the name ``key`` by the number of its place."""
        if not key.isascii():  # keys are; and a lone surrogate is nothing that SQLite takes
            return {}
        rows = self.rows("SELECT places FROM name WHERE key = ?", (key,))
        return dict(unpacked(rows[0][0])) if rows else {}

    def begins(self, first: str) -> bool:
        """Whether a name starts with this folded word, or with the article and it."""
        starts = (first, f"al {first}") if first not in ARTICLES else (first,)
        sql = "SELECT 1 FROM name WHERE key >= ? AND key < ? LIMIT 1"  # "!" is the character after the space
        return any(self.rows(sql, (start, f"{start}!")) for start in starts)

    def places(self, numbers: Sequence[int]) -> dict[int, PlaceRow]:
        found: dict[int, PlaceRow] = {}
        for at in range(0, len(numbers), 500):
            part = numbers[at : at + 500]
            marks = ",".join("?" * len(part))
            for row in self.rows(f"SELECT {_COLUMNS} FROM place WHERE number IN ({marks})", part):
                found[row[0]] = PlaceRow._make(row)
        return found

    def towns(self, south: float, north: float, west: float, east: float) -> list[PlaceRow]:
        """The populated places of a rectangle in degrees."""
        rows = self.rows(
            f"SELECT {_COLUMNS} FROM place WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
            " AND feature_code LIKE 'PPL%'",
            (south, north, west, east),
        )
        return [PlaceRow._make(row) for row in rows]

    def names_of(self, bones: str, countries: Iterable[str]) -> list[tuple[int, str]]:
        """Number and folded name of the places in these countries whose name has the skeleton ``bones``."""
        if not self._skeletons:
            return []
        sql = "SELECT number, name FROM skeleton WHERE key = ? AND country = ?"
        return [pair for country in sorted(countries) for pair in self.rows(sql, (bones, country))]
