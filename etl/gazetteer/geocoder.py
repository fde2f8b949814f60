"""The gazetteer as a geopy geocoder, and the reasons behind each of its answers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError, GeocoderUnavailable
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.gazetteer.table import Candidate, Gazetteer
    from etl.model import Place

Query = str | Mapping[str, str]

_DICT_KEYS: Final = ("city", "county", "state", "country")  # as geopy's Nominatim, smallest first
_INSIDE: Final = 6.0
_OUTSIDE: Final = -7.0
_TOWN_FIRST: Final = 2.5
_KIND_OF_PLACE: Final = re.compile(
    r" (?:town|city|village|hamlet|suburb|camp|neighbourhood|neighborhood|subdistrict|area|farms?|hill|mountain|island)$"
)
_OTHER_NAMES: Final = re.compile(r"[/(]")
_LARGE: Final = (PlacePrecision.COUNTRY, PlacePrecision.ADM1)


class NoNetworkAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy is untyped
    """Cannot contact anything: what proves that the default path is offline."""

    def get_json(self, *_: object, **__: object) -> object:
        raise GeocoderUnavailable("the offline gazetteer contacts nothing")

    get_text = get_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One place for a query, with why; ``score`` compares the answers of one query only."""

    place: Place
    label: str
    match: str
    score: float
    because: tuple[str, ...]

    @property
    def raw(self) -> dict[str, object]:
        place = self.place
        geonames = place.place_id.startswith("geonames:")
        return {
            "place_id": place.place_id,
            "geonameid": int(place.place_id.removeprefix("geonames:")) if geonames else None,
            "name": place.name,
            "feature_code": place.feature_code,
            "country_code": place.country,
            "admin1": place.admin1,
            "population": place.population,
            "precision": place.precision.value,
            "radius_km": place.radius_km,
            "match": self.match,
            "score": round(self.score, 3),
            "because": list(self.because),
        }


def explain(gazetteer: Gazetteer, query: Query, *, country_codes: Sequence[str] = ()) -> tuple[Answer, ...]:
    """Every place that the query may mean, best first, each with its reasons; empty when the name is unknown.

    "Hit", "Hit, Iraq" and {"city": "Hit", "country": "Iraq"} are queries; parts after a comma name what it lies in.
    Another romanisation of the name is looked for in the countries that the query names, if no place has the name itself.
    """
    parts = _parts(query)
    if not parts:
        return ()
    wanted = {code.upper() for code in country_codes}
    parents = [(part, _areas(gazetteer, part)) for part in parts[1:]]
    found = _found(_known(gazetteer, parts[0]), parents, wanted)
    if not found and len(parts) > 1:
        found = _found(gazetteer.candidates(", ".join(parts)), [], wanted)
    inside = wanted or {c.place.country for _, areas in parents for c in areas if c.place.precision in _LARGE}
    if not found and inside:
        alike = (c for form in forms(parts[0]) for c in gazetteer.transliterations(form, inside))
        found = [c for c in _found(tuple(alike), parents, wanted) if _in_province(c, parents)]
    towns = max((c.prior for c in found if c.place.feature_code.startswith("PPL")), default=-math.inf)
    answers = [_answer(gazetteer, candidate, parents, towns) for candidate in found]
    return tuple(sorted(answers, key=lambda a: (-a.score, a.place.place_id)))


def forms(name: str) -> tuple[str, ...]:
    """The names that a query for one place may hold, likeliest first.

    >>> forms("Hit"), forms("Ruwayda/Rweida village"), forms("Abu Naytal (Farraj)")[1:]
    (('Hit',), ('Ruwayda/Rweida village', 'Ruwayda/Rweida', 'Ruwayda', 'Rweida'), ('Abu Naytal', 'Farraj'))
    """
    return tuple(dict.fromkeys(form for form in _forms(name) if form))


def _forms(name: str) -> Iterator[str]:
    yield name
    yield _KIND_OF_PLACE.sub("", name)
    for other in _OTHER_NAMES.split(name):
        yield _KIND_OF_PLACE.sub("", other.rstrip(" )"))


def _known(gazetteer: Gazetteer, name: str) -> tuple[Candidate, ...]:
    return next(filter(None, map(gazetteer.candidates, forms(name))), ())


def _found(
    candidates: Sequence[Candidate], parents: list[tuple[str, list[Candidate]]], wanted: set[str]
) -> list[Candidate]:
    return [c for c in candidates if not _abroad(c, parents) and (not wanted or c.place.country in wanted)]


def _parts(query: Query) -> list[str]:
    if isinstance(query, Mapping):
        unknown = sorted(set(query) - set(_DICT_KEYS))
        if unknown:
            raise GeocoderQueryError(f"unknown keys {unknown} in the query; use {', '.join(_DICT_KEYS)}")
        return [part for key in _DICT_KEYS if (part := str(query.get(key) or "").strip())]
    if not isinstance(query, str):
        raise GeocoderQueryError("a query is a string or a mapping")
    return [part for raw in query.split(",") if (part := raw.strip())]


def _areas(gazetteer: Gazetteer, part: str) -> list[Candidate]:
    areas = (PlacePrecision.COUNTRY, PlacePrecision.ADM1, PlacePrecision.ADM2)
    found = [c for c in gazetteer.candidates(part) if c.place.precision in areas]
    known = gazetteer.word(part.rstrip("."))
    return found + ([gazetteer.as_candidate(known[1])] if known else [])


def lies_in(inner: Candidate, outer: Candidate) -> bool:
    """Whether the country, province or district ``outer`` is the one around ``inner``."""
    place, area = inner.place, outer.place
    if not place.country or place.country != area.country:
        return False
    if area.precision is PlacePrecision.COUNTRY:
        return True
    if area.precision is PlacePrecision.ADM1:
        return place.admin1 == area.admin1 and place.precision is not PlacePrecision.COUNTRY
    return bool(inner.admin2) and inner.admin2 == outer.admin2


def _abroad(candidate: Candidate, parents: list[tuple[str, list[Candidate]]]) -> bool:
    """Whether the query names a country, and the candidate lies in another: no answer is better than that one."""
    for _, areas in parents:
        named = {c.place.country for c in areas if c.place.precision is PlacePrecision.COUNTRY}
        elsewhere = {c.place.country for c in areas} - named
        if named and candidate.place.country and candidate.place.country not in named | elsewhere:
            return True
    return False


def _in_province(candidate: Candidate, parents: list[tuple[str, list[Candidate]]]) -> bool:
    """Whether a guess at a spelling fits the provinces that the query names: nothing else vouches for it."""
    provinces = [c for _, areas in parents for c in areas if c.place.precision is PlacePrecision.ADM1]
    return not provinces or any(lies_in(candidate, province) for province in provinces)


def _answer(
    gazetteer: Gazetteer, candidate: Candidate, parents: list[tuple[str, list[Candidate]]], towns: float
) -> Answer:
    """``towns`` is the best prior of a town of the name: it comes before the province that is named after it."""
    place, score = candidate.place, candidate.prior
    if place.precision is PlacePrecision.ADM1 and towns > score - _TOWN_FIRST:
        score -= _TOWN_FIRST
    how = f"spelt {candidate.spelling!r} there, " if candidate.spelling else ""
    because = [f"{how}{candidate.kind} name of {gazetteer.label(place)}", f"feature {place.feature_code}"]
    if place.population:
        because.append(f"population {place.population:,}")
    for part, areas in parents:
        if not areas:
            because.append(f"{part!r} is no known country, province or district")
            continue
        inside = any(lies_in(candidate, area) for area in areas)
        if not place.country:
            continue
        score += _INSIDE if inside else _OUTSIDE
        because.append(f"lies {'' if inside else 'not '}in {part}")
    return Answer(place=place, label=gazetteer.label(place), match=candidate.kind, score=score, because=tuple(because))


class OfflineGeocoder(Geocoder):  # type: ignore[misc]  # geopy is untyped
    """Answers from the gazetteer with the call shape of geopy's services; contacts nothing.

    >>> from etl.gazetteer import Gazetteer
    >>> OfflineGeocoder(Gazetteer.open()).geocode("Hit, Iraq").address
    'Hit, Anbar, Iraq'
    """

    def __init__(self, gazetteer: Gazetteer, *, timeout: object = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout, adapter_factory=NoNetworkAdapter)
        self.gazetteer = gazetteer

    def geocode(
        self,
        query: Query,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 (geopy's signature; nothing here takes long)
        country_codes: str | Sequence[str] | None = None,
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """The best place for the query, or a list of them when ``exactly_one`` is false; None when unknown."""
        codes = [country_codes] if isinstance(country_codes, str) else country_codes or ()
        answers = explain(self.gazetteer, query, country_codes=codes)
        return _shaped(
            [_location(answer, len(answers)) for answer in answers[: 1 if exactly_one else limit]], exactly_one
        )

    def reverse(
        self,
        query: Point | tuple[float, float] | str,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002 (geopy's signature; nothing here takes long)
        limit: int | None = None,
    ) -> Location | list[Location] | None:
        """The nearest town within 100 km of a point, or a list of them; None in the desert and at sea."""
        point = Point(query)
        found = self.gazetteer.nearest(point.latitude, point.longitude)[: 1 if exactly_one else limit or 10]
        answers = [
            Answer(
                place=place,
                label=self.gazetteer.label(place),
                match="reverse",
                score=-km,
                because=(f"{km:.1f} km from the point",),
            )
            for km, place in found
        ]
        return _shaped([_location(answer, len(found)) for answer in answers], exactly_one)


def _location(answer: Answer, candidates: int) -> Location:
    point = Point(answer.place.latitude, answer.place.longitude)
    return Location(answer.label, point, {**answer.raw, "candidates": candidates})


def _shaped(locations: list[Location], exactly_one: bool) -> Location | list[Location] | None:  # noqa: FBT001 (geopy's word)
    if not locations:
        return None
    return locations[0] if exactly_one else locations
