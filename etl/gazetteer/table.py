"""The place table: names in, candidate places out, in microseconds, from a read-only SQLite file."""

from __future__ import annotations

import math
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from etl.errors import GazetteerError
from etl.gazetteer.artefact import SHIPPED, database_file
from etl.gazetteer.names import ARABIC, ARTICLES, folded, spellings
from etl.geodesy import distance_km
from etl.model import Place, PlaceId, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

CandidateKind = Literal["main", "alternate", "derived", "abbreviation"]
WordKind = Literal["demonym", "abbreviation", "postal", "short"]

_KINDS: Final[tuple[CandidateKind, ...]] = ("main", "alternate", "derived", "abbreviation")
_DERIVED = _KINDS.index("derived")
_COLUMNS = "number, key, name, latitude, longitude, feature_code, country, admin1, admin2, population, prominence"

_REGIONS = frozenset(
    [
        "CONT",
        "RGN",
        "STM",
        "VAL",
        "MTS",
        "DSRT",
        "PLN",
        "PEN",
        "ISL",
        "ISLS",
        "DLTA",
        "FRST",
        "CNL",
        "GLCR",
        "SHOL",
        "PRK",
    ]
)
_WATERS = frozenset(["SEA", "OCN", "GULF", "BAY", "STRT", "CHN", "LK"])
_PRIOR: Final = {"PCLI": 4.0, "PCL": 2.5, "PPLC": 1.5, "ADM1": 1.2, "PPLA": 0.7, "ADM2": -1.0}
_KIND_COST: Final = {"main": 0.0, "alternate": 1.0, "derived": 1.2, "abbreviation": 0.0}
_RADIUS_KM: Final = {
    PlacePrecision.ADM2: 30.0,
    PlacePrecision.ADM1: 100.0,
}


def feature_precision(feature_code: str) -> PlacePrecision:
    """How much of the map a GeoNames feature commits to.

    >>> [feature_precision(code).value for code in ("PPLA", "ADM1", "PCLI", "STM", "GULF", "AIRB")]
    ['exact', 'adm1', 'country', 'region', 'water', 'exact']
    """
    if feature_code in _WATERS:
        return PlacePrecision.WATER
    if feature_code in _REGIONS:
        return PlacePrecision.REGION
    if feature_code.startswith(("PCL", "TERR")):
        return PlacePrecision.COUNTRY
    if feature_code == "ADM1":
        return PlacePrecision.ADM1
    return PlacePrecision.ADM2 if feature_code.startswith("ADM") else PlacePrecision.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a name may stand for. ``prominence`` counts the languages and spellings that name it."""

    place: Place
    kind: CandidateKind
    prominence: int
    admin2: str = ""

    @property
    def prior(self) -> float:
        """How likely the bare name means this place, before any context; comparable between candidates only."""
        place = self.place
        score = math.log10(place.population + 10) + 0.25 * math.log10(self.prominence + 1)
        code = place.feature_code
        large = place.precision in (PlacePrecision.REGION, PlacePrecision.WATER) and code not in ("STM", "LK")
        return score + _PRIOR.get(code, 1.5 if large else 0.0) - _KIND_COST[self.kind]


class Gazetteer:
    """The shipped place table, or another file of the same build. Safe to share between threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._areas: dict[str, int] = dict(self._rows("SELECT code, number FROM area"))
        self._words: dict[str, tuple[WordKind, int]] = {
            word: (kind, number) for word, kind, number in self._rows("SELECT word, kind, number FROM word")
        }
        self._admin1_names = self._names_of_areas()
        self._cached = lru_cache(maxsize=20_000)(self._looked_up)
        self._begins = lru_cache(maxsize=50_000)(self._starts_a_name)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer at ``path`` (``.sqlite.xz`` or ``.sqlite``), by default the one that is shipped.

        A compressed file is unpacked once into the user's cache, or ``CONFLICT_TIMELINE_CACHE``.
        Raises GazetteerError when there is none, or when it is damaged.
        """
        file = database_file(path or SHIPPED)
        try:
            connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            return cls(connection)
        except sqlite3.Error as error:
            raise GazetteerError(f"{file} is not a gazetteer ({error}); delete it and start again") from error

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every place with this name, likeliest first; empty when the name is unknown.

        Case, diacritics, hyphens and the Arabic article do not matter.
        """
        return self._cached(folded(name))

    def begins(self, word: str) -> bool:
        """Whether any name or listed word starts with this word: the quick no for most words of a text."""
        return self._begins(folded(word)) or word in self._words

    def country(self, code: str) -> Place:
        """The country or territory with this ISO 3166 alpha-2 code; raises GazetteerError for an unknown code."""
        number = self._areas.get(code.upper())
        if number is None or "." in code:
            raise GazetteerError(f"no country {code!r} in the gazetteer; use an ISO 3166 alpha-2 code such as IQ")
        return self._numbered([number])[number][0]

    def word(self, text: str) -> tuple[WordKind, Place] | None:
        """The place behind an exact word: "Iraqi" (demonym), "W.Va" (abbreviation), "TX" (postal), "US" (short)."""
        found = self._words.get(text)
        return found and (found[0], self._numbered([found[1]])[found[1]][0])

    def as_candidate(self, place: Place) -> Candidate:
        """The candidate of a place that is known already."""
        return Candidate(place=place, kind="abbreviation", prominence=0)

    def nearest(self, latitude: float, longitude: float, *, within_km: float = 100) -> tuple[tuple[float, Place], ...]:
        """The towns around a point with their distances in km, nearest first."""
        high = within_km / 111.2
        wide = high / max(0.02, math.cos(math.radians(latitude)))
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM place WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?"
            " AND feature_code LIKE 'PPL%'",
            (latitude - high, latitude + high, longitude - wide, longitude + wide),
        )
        here = (latitude, longitude)
        found = [(distance_km(here, (p.latitude, p.longitude)), p) for p, *_ in map(self._read, rows)]
        return tuple(sorted((f for f in found if f[0] <= within_km), key=lambda f: (f[0], f[1].place_id)))

    def label(self, place: Place) -> str:
        """The place in words: "Hit, Anbar, Iraq"."""
        country = self._areas.get(place.country)
        name = self._numbered([country])[country][0].name if country else ""
        return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, name) if part))

    def _rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, tuple(values)).fetchall()

    def _names_of_areas(self) -> dict[str, str]:
        rows = self._rows("SELECT area.code, place.name FROM area JOIN place USING (number) WHERE code LIKE '%.%'")
        return {str(code): str(name) for code, name in rows}

    def _looked_up(self, key: str) -> tuple[Candidate, ...]:
        kinds = dict(self._pairs(key))
        others: dict[int, int] = {}
        if not kinds or key.split(" ", 1)[0] in ARTICLES:
            variants = (self._pairs(variant) for variant in spellings(key))
            others = {number: _DERIVED for number, _ in next(filter(None, variants), []) if number not in kinds}
        places = self._numbered([*kinds, *others])
        found = [
            Candidate(place=places[n][0], kind=_KINDS[kind], prominence=places[n][2], admin2=places[n][1])
            for n, kind in (kinds | others).items()
            if n in kinds or places[n][0].country in ARABIC
        ]
        return tuple(sorted(found, key=lambda c: (-c.prior, c.place.place_id)))

    def _starts_a_name(self, key: str) -> bool:
        first = key.split(" ", 1)[0]
        if not first.isascii():
            return False
        starts = (first, f"al {first}") if first not in ARTICLES else (first,)
        sql = "SELECT 1 FROM name WHERE key >= ? AND key < ? LIMIT 1"  # "!" is the character after the space
        return first in ARTICLES or any(self._rows(sql, (start, f"{start}!")) for start in starts)

    def _pairs(self, key: str) -> list[tuple[int, int]]:
        if not key.isascii():  # keys are; and a lone surrogate is nothing that SQLite takes
            return []
        rows = self._rows("SELECT places FROM name WHERE key = ?", (key,))
        return list(_unpacked(rows[0][0])) if rows else []

    def _numbered(self, numbers: list[int]) -> dict[int, tuple[Place, str, int]]:
        found: dict[int, tuple[Place, str, int]] = {}
        for at in range(0, len(numbers), 500):
            part = numbers[at : at + 500]
            marks = ",".join("?" * len(part))
            for row in self._rows(f"SELECT {_COLUMNS} FROM place WHERE number IN ({marks})", part):
                found[row[0]] = self._read(row)
        return found

    def _read(self, row: tuple[Any, ...]) -> tuple[Place, str, int]:
        _, key, name, latitude, longitude, code, country, admin1, admin2, population, prominence = row
        precision = feature_precision(code)
        place = Place(
            place_id=PlaceId(key),
            name=name,
            country=country,
            admin1=self._admin1_names.get(f"{country}.{admin1}", ""),
            feature_code=code,
            latitude=latitude,
            longitude=longitude,
            population=population,
            precision=precision,
            radius_km=_RADIUS_KM.get(precision),
        )
        return place, admin2 and f"{country}.{admin1}.{admin2}", prominence


def _unpacked(blob: bytes) -> Iterator[tuple[int, int]]:
    """Row number and kind, from the varint differences that ``data/gazetteer/build.py`` packs."""
    value = step = shift = 0
    for byte in blob:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            value += step
            yield value >> 2, value & 3
            step = shift = 0
