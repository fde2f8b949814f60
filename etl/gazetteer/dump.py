"""A country dump of GeoNames → the pack that is looked up: read line by line, so that a large country needs no memory."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.errors import InputError
from etl.gazetteer.artefact import index, packed
from etl.gazetteer.names import ARABIC
from etl.gazetteer.rows import ALTERNATE, MAIN, SCHEMA, Row, add_article_variants, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from etl.gazetteer.placefile import PlaceFile

FORMAT: Final = 1  # of a pack file; one of another format is made again from its dump
COLUMNS: Final = 19
LARGEST_ID: Final = 2**31  # the ids of GeoNames are smaller; some dumps carry rows of other makers

CODES: Final = frozenset(
    (
        *("STLMT", "ADM1", "ADM2", "ADM3", "ADM4", "AIRB", "AIRF", "AIRP", "MILB", "INSM", "NVB", "CMPRF", "CMP"),
        *("DAM", "BDG", "PRN", "OILF", "OILR", "OILP", "GASF", "MN", "PRT", "PSTB", "PSTC", "RGN", "AREA"),
        *("STM", "LK", "RSV", "CNL", "GULF", "BAY", "STRT"),
        *("MT", "MTS", "PASS", "VAL", "ISL", "ISLS", "PEN", "CAPE"),
    )
)
"""Feature codes beside the populated places that news of a conflict speaks of."""

_NEAREST: Final = 0.5  # degrees to the town whose province a place without one gets
_PACK: Final = """
CREATE TABLE pack(country TEXT, places INT, names INT, skipped INT, sha256 TEXT, source TEXT, dated TEXT);
CREATE TEMP TABLE pair(key TEXT, number INT, kind INT, PRIMARY KEY(key, number)) WITHOUT ROWID;
CREATE UNIQUE INDEX place_key ON place(key);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """Where a dump is from: its SHA-256, the address or path, and the date that its server gave it."""

    country: str
    sha256: str
    source: str
    dated: str = ""


def write_pack(lines: Iterable[str], target: Path, *, dump: Dump, shipped: PlaceFile) -> None:
    """The places of one dump in a new SQLite file, in the schema of the shipped table.

    Lines that are no place of the country are counted and left out. Raises InputError when none is one.
    """
    with closing(sqlite3.connect(target)) as database, database:
        database.executescript(SCHEMA + _PACK)
        skipped = _fill(database, lines, dump, _Provinces(shipped, dump.country))
        names = _pack_names(database)
        index(database)
        places = database.execute("SELECT count(*) FROM place").fetchone()[0]
        if not places:
            raise InputError(f"{dump.source}: has no place of {dump.country} in GeoNames' form; is it another file?")
        row = (dump.country, places, names, skipped, dump.sha256, dump.source, dump.dated)
        database.execute("INSERT INTO pack VALUES(?,?,?,?,?,?,?)", row)
        database.execute("DROP INDEX place_key")
        database.execute(f"PRAGMA user_version = {FORMAT}")


def _fill(database: sqlite3.Connection, lines: Iterable[str], dump: Dump, provinces: _Provinces) -> int:
    skipped = 0
    for line in lines:
        cells = line.rstrip("\r\n").split("\t")
        row = place_row(cells, dump.country)
        if row is None:
            skipped += not _not_wanted(cells, dump.country)
            continue
        if not row.admin1:
            row.admin1, row.admin2 = provinces.around(row.latitude, row.longitude)
        number = _inserted(database, row)
        pairs = ((key, number, kind) for key, kind in row.names.items())
        database.executemany("INSERT OR IGNORE INTO temp.pair VALUES(?,?,?)", pairs)
    return skipped


def _inserted(database: sqlite3.Connection, row: Row) -> int:
    """The row's number; an id that occurs twice is one place, with the names of both."""
    at = round(row.latitude, 5), round(row.longitude, 5)
    inside = row.feature_code, row.country, row.admin1, row.admin2
    values = (row.key, row.name, *at, *inside, row.population, row.prominence)
    database.execute("INSERT OR IGNORE INTO place VALUES(NULL,?,?,?,?,?,?,?,?,?,?)", values)
    return int(database.execute("SELECT number FROM place WHERE key = ?", (row.key,)).fetchone()[0])


def _pack_names(database: sqlite3.Connection) -> int:
    names = 0

    def rows() -> Iterator[tuple[str, bytes]]:
        nonlocal names
        key, pairs = "", list[tuple[int, int]]()
        for other, number, kind in database.execute("SELECT key, number, kind FROM temp.pair ORDER BY key, number"):
            if other != key and pairs:
                names += 1
                yield key, packed(pairs)
                pairs = []
            key = other
            pairs.append((number, kind))
        if pairs:
            names += 1
            yield key, packed(pairs)

    database.executemany("INSERT INTO name VALUES(?,?)", rows())
    return names


def place_row(cells: list[str], country: str) -> Row | None:
    """The place of one line of a dump; None when it is none of this country, or of a kind that news does not name."""
    if len(cells) != COLUMNS or cells[8] != country or not wanted(cells[6], cells[7]):
        return None
    number, name, _, alternates, latitude, longitude = cells[:6]
    point = _point(latitude, longitude)
    if point is None or not (number.isascii() and number.isdigit()) or not name.strip():
        return None
    key = f"geonames:{int(number)}" if int(number) < LARGEST_ID else f"pack:{country}-{int(number)}"
    row = Row(key, plain(name) if country in ARABIC else name, *point, cells[7], country)
    row.admin1, row.admin2 = (code if code != "00" else "" for code in (cells[10], cells[11]))
    row.population = int(cells[14]) if cells[14].isdigit() and cells[14].isascii() else 0
    others = [other for other in alternates.split(",") if not _is_code(other)]
    row.prominence = len(others)
    row.add(name, MAIN)
    for other in others:
        row.add(other, ALTERNATE)
    if country in ARABIC:
        add_article_variants(row)
    return row if row.names else None


def wanted(feature_class: str, feature_code: str) -> bool:
    return feature_class == "P" or feature_code in CODES


def _not_wanted(cells: list[str], country: str) -> bool:
    """Whether a line is a sound row of another kind of feature: left out on purpose, not skipped."""
    return len(cells) == COLUMNS and cells[8] == country and not wanted(cells[6], cells[7])


def _is_code(name: str) -> bool:
    """Codes of airports ("IQA", "ORAA"), and web addresses, which stand among the alternate names."""
    return "://" in name or (len(name) in (3, 4) and name.isascii() and name.isupper())


def _point(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None  # also None for NaN


class _Provinces:
    """The province and district of the nearest town that the shipped table knows."""

    def __init__(self, shipped: PlaceFile, country: str) -> None:
        sql = (
            "SELECT latitude, longitude, admin1, admin2 FROM place"
            " WHERE country = ? AND admin1 <> '' AND feature_code LIKE 'PPL%' ORDER BY number"
        )
        self._cells: dict[tuple[int, int], list[tuple[float, float, str, str]]] = {}
        for town in shipped.rows(sql, (country,)):
            self._cells.setdefault(self._cell(town[0], town[1]), []).append(town)

    def around(self, latitude: float, longitude: float) -> tuple[str, str]:
        north, east = self._cell(latitude, longitude)
        narrow = math.cos(math.radians(latitude))
        near = [
            (math.hypot(town[0] - latitude, (town[1] - longitude) * narrow), town)
            for row in (north - 1, north, north + 1)
            for column in (east - 1, east, east + 1)
            for town in self._cells.get((row, column), ())
        ]
        distance, town = min(near, default=(math.inf, (0.0, 0.0, "", "")))
        return (town[2], town[3]) if distance <= _NEAREST else ("", "")

    @staticmethod
    def _cell(latitude: float, longitude: float) -> tuple[int, int]:
        return math.floor(latitude / _NEAREST), math.floor(longitude / _NEAREST)


def new_in(pack: Path, shipped: Path) -> tuple[int, int]:
    """How many places and how many names of a pack the shipped table does not have."""
    with closing(sqlite3.connect(f"{pack.as_uri()}?mode=ro", uri=True)) as database:
        database.execute("ATTACH ? AS shipped", (f"{shipped.as_uri()}?mode=ro&immutable=1",))
        places, names = (
            database.execute(
                f"SELECT count(*) FROM main.{table} WHERE key NOT IN (SELECT key FROM shipped.{table})"
            ).fetchone()
            for table in ("place", "name")
        )
    return int(places[0]), int(names[0])
