"""The place table: names in, candidate places out, in microseconds, from a read-only SQLite file."""

from __future__ import annotations

import math
import re
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from etl.errors import GazetteerError
from etl.gazetteer.artefact import DERIVED, SHIPPED, database_file
from etl.gazetteer.names import ARABIC, ARTICLES, folded, spellings
from etl.gazetteer.packs import packs
from etl.gazetteer.placefile import PlaceFile
from etl.gazetteer.romanisation import ROMANISED, closeness, skeleton
from etl.geodesy import distance_km
from etl.model import Place, PlaceId, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from etl.gazetteer.placefile import PlaceRow

CandidateKind = Literal["main", "alternate", "derived", "abbreviation", "transliteration"]
WordKind = Literal["demonym", "abbreviation", "postal", "short"]

_KINDS: Final[tuple[CandidateKind, ...]] = ("main", "alternate", "derived", "abbreviation")

ALIKE: Final = 0.85
"""The least likeness of a transliteration."""

APOSTROPHE: Final = re.compile(r"\w['’‘ʻʼʿʾ`]\w")

SAME_KM: Final = {"PPL": 5.0, "ADM": 50.0, "AIR": 10.0, "STM": 500.0, "LK": 50.0, "RSV": 50.0, "MTS": 100.0}
"""Two places of two files with one name and one kind of feature (three letters of its code) that are nearer are one."""

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
_KIND_COST: Final = {"main": 0.0, "alternate": 1.0, "derived": 1.2, "abbreviation": 0.0, "transliteration": 1.5}
_UNLIKENESS_COST: Final = 8.0
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
    """A place that a name may stand for. ``prominence`` counts the languages and spellings that name it.

    A transliteration has the ``spelling`` of the gazetteer that it was found by, and its ``likeness`` (0..1).
    """

    place: Place
    kind: CandidateKind
    prominence: int
    admin2: str = ""
    likeness: float = 1.0
    spelling: str = ""

    @property
    def prior(self) -> float:
        """How likely the bare name means this place, before any context; comparable between candidates only."""
        place = self.place
        score = math.log10(place.population + 10) + 0.25 * math.log10(self.prominence + 1)
        code = place.feature_code
        large = place.precision in (PlacePrecision.REGION, PlacePrecision.WATER) and code not in ("STM", "LK")
        cost = _KIND_COST[self.kind] + _UNLIKENESS_COST * (1 - self.likeness)
        return score + _PRIOR.get(code, 1.5 if large else 0.0) - cost


class Gazetteer:
    """The shipped place table with the country packs that are beside it. Safe to share between threads."""

    def __init__(self, files: Sequence[PlaceFile]) -> None:
        """``files`` are the shipped table, which alone knows provinces and words, and packs."""
        self._files = tuple(files)
        shipped = self._files[0]
        self._areas: dict[str, int] = dict(shipped.rows("SELECT code, number FROM area"))
        self._words: dict[str, tuple[WordKind, int]] = {
            word: (kind, number) for word, kind, number in shipped.rows("SELECT word, kind, number FROM word")
        }
        sql = "SELECT area.code, place.name FROM area JOIN place USING (number) WHERE code LIKE '%.%'"
        self._admin1_names: dict[str, str] = {str(code): str(name) for code, name in shipped.rows(sql)}
        self._cached = lru_cache(maxsize=20_000)(self._looked_up)
        self._alike = lru_cache(maxsize=5_000)(self._spelt_alike)
        self._begins = lru_cache(maxsize=50_000)(self._starts_a_name)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """The gazetteer at ``path`` (``.sqlite.xz`` or ``.sqlite``), by default the one that is shipped with the packs.

        A compressed file is unpacked once into the user's cache, or ``CONFLICT_TIMELINE_CACHE``.
        Raises GazetteerError when there is none, or when it is damaged.
        """
        file = database_file(path or SHIPPED)
        added = () if path else tuple(pack.path for pack in packs())
        try:
            return cls([PlaceFile.open(each) for each in (file, *added)])
        except sqlite3.Error as error:
            raise GazetteerError(f"{file} is not a gazetteer ({error}); delete it and start again") from error

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Every place with this name, likeliest first; empty when the name is unknown.

        Case, diacritics, hyphens and the Arabic article do not matter. An apostrophe inside a word stands for a letter
        of another script: "Mar'a" is the town in Syria, not the province Mara of Tanzania.
        """
        found = self._cached(folded(name))
        if APOSTROPHE.search(name) is None:
            return found
        return tuple(c for c in found if c.place.country in ROMANISED or APOSTROPHE.search(c.place.name)) or found

    def transliterations(self, name: str, countries: Iterable[str]) -> tuple[Candidate, ...]:
        """Places of these countries (ISO codes) that another romanisation of the name stands for, likeliest first.

        Their kind is "transliteration", ``spelling`` is the gazetteer's folded name and ``likeness`` (0..1) how alike
        the two sound. Empty where names have one spelling only (``ROMANISED`` lists the countries where not).
        """
        inside = frozenset(code.upper() for code in countries) & ROMANISED
        return self._alike(folded(name), inside) if inside else ()

    def begins(self, word: str) -> bool:
        """Whether any name or listed word starts with this word: the quick no for most words of a text."""
        return self._begins(folded(word)) or word in self._words

    def country(self, code: str) -> Place:
        """The country or territory with this ISO 3166 alpha-2 code; raises GazetteerError for an unknown code."""
        number = self._areas.get(code.upper())
        if number is None or "." in code:
            raise GazetteerError(f"no country {code!r} in the gazetteer; use an ISO 3166 alpha-2 code such as IQ")
        return self._shipped(number)

    def word(self, text: str) -> tuple[WordKind, Place] | None:
        """The place behind an exact word: "Iraqi" (demonym), "W.Va" (abbreviation), "TX" (postal), "US" (short)."""
        found = self._words.get(text)
        return found and (found[0], self._shipped(found[1]))

    def as_candidate(self, place: Place) -> Candidate:
        """The candidate of a place that is known already."""
        return Candidate(place=place, kind="abbreviation", prominence=0)

    def nearest(self, latitude: float, longitude: float, *, within_km: float = 100) -> tuple[tuple[float, Place], ...]:
        """The towns around a point with their distances in km, nearest first."""
        high = within_km / 111.2
        wide = high / max(0.02, math.cos(math.radians(latitude)))
        box = (latitude - high, latitude + high, longitude - wide, longitude + wide)
        here = (latitude, longitude)
        towns: dict[str, PlaceRow] = {}
        for file in reversed(self._files):
            towns |= {row.key: row for row in file.towns(*box)}
        found = [(distance_km(here, (p.latitude, p.longitude)), p) for p in map(self._place, towns.values())]
        return tuple(sorted((f for f in found if f[0] <= within_km), key=lambda f: (f[0], f[1].place_id)))

    def label(self, place: Place) -> str:
        """The place in words: "Hit, Anbar, Iraq"."""
        country = self._areas.get(place.country)
        name = self._shipped(country).name if country else ""
        return ", ".join(dict.fromkeys(part for part in (place.name, place.admin1, name) if part))

    def _shipped(self, number: int) -> Place:
        return self._place(self._files[0].places([number])[number])

    def _looked_up(self, key: str) -> tuple[Candidate, ...]:
        exact = [file.kinds(key) for file in self._files]
        also = not any(exact) or key.split(" ", 1)[0] in ARTICLES
        found: dict[str, Candidate] = {}
        for file, kinds in zip(self._files, exact, strict=True):
            others = self._without_article(file, key) if also else {}
            rows = file.places([*kinds, *(number for number in others if number not in kinds)])
            told = dict(found)  # by the files before: one file's own places are never the same
            for number, kind in (others | kinds).items():
                row = rows[number]
                if (number in kinds or row.country in ARABIC) and not _told(row, told):
                    found[row.key] = self._candidate(row, "main" if _is_its_name(key, row) else _KINDS[kind])
        return tuple(sorted(found.values(), key=lambda c: (-c.prior, c.place.place_id)))

    def _without_article(self, file: PlaceFile, key: str) -> dict[int, int]:
        """The places of the likeliest other key of an Arabic name, with and without its article."""
        variants = (file.kinds(variant) for variant in spellings(key))
        return dict.fromkeys(next(filter(None, variants), {}), DERIVED)

    def _spelt_alike(self, key: str, countries: frozenset[str]) -> tuple[Candidate, ...]:
        bones = skeleton(key)
        found: dict[str, Candidate] = {}
        for file in self._files:
            best: dict[int, tuple[float, str]] = {}
            for number, name in file.names_of(bones, countries) if bones else ():
                best[number] = max(best.get(number, (0.0, "")), (closeness(key, name), name))
            good = {number: alike for number, alike in best.items() if alike[0] >= ALIKE}
            told = dict(found)
            for number, row in file.places(list(good)).items():
                if not _told(row, told):
                    likeness, spelling = good[number]
                    found[row.key] = self._candidate(row, "transliteration", round(likeness, 3), spelling)
        return tuple(sorted(found.values(), key=lambda c: (-c.prior, c.place.place_id)))

    def _starts_a_name(self, key: str) -> bool:
        first = key.split(" ", 1)[0]
        return first.isascii() and (first in ARTICLES or any(file.begins(first) for file in self._files))

    def _candidate(self, row: PlaceRow, kind: CandidateKind, likeness: float = 1.0, spelling: str = "") -> Candidate:
        return Candidate(
            place=self._place(row),
            kind=kind,
            prominence=row.prominence,
            admin2=row.admin2 and f"{row.country}.{row.admin1}.{row.admin2}",
            likeness=likeness,
            spelling=spelling,
        )

    def _place(self, row: PlaceRow) -> Place:
        precision = feature_precision(row.feature_code)
        return Place(
            place_id=PlaceId(row.key),
            name=row.name,
            country=row.country,
            admin1=self._admin1_names.get(f"{row.country}.{row.admin1}", ""),
            feature_code=row.feature_code,
            latitude=row.latitude,
            longitude=row.longitude,
            population=row.population,
            precision=precision,
            radius_km=_RADIUS_KM.get(precision),
        )


def _is_its_name(key: str, row: PlaceRow) -> bool:
    """Whether a listed spelling of a town is its name romanised in another way: then none of the two is the main one."""
    if row.country not in ROMANISED or not row.feature_code.startswith("PPL"):
        return False
    name = folded(row.name)
    return skeleton(key) == skeleton(name) and closeness(key, name) >= ALIKE


def _told(row: PlaceRow, found: Mapping[str, Candidate]) -> bool:
    """Whether a place of a pack is there already, under its own id or under another one of the same thing."""
    if row.key in found:
        return True
    kind = row.feature_code[:3]
    here, near = (row.latitude, row.longitude), SAME_KM.get(kind, 0.0)
    return any(
        c.place.feature_code[:3] == kind and distance_km(here, (c.place.latitude, c.place.longitude)) < near
        for c in found.values()
    )
