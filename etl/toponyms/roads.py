"""Two towns and what lies between them are one place: "the Homs-Hama road", "the area between Hawl and Shaddadi"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.geodesy import distance_km
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.model import Place
    from etl.toponyms.document import Document
    from etl.toponyms.names import Name

LONGEST_KM = 400.0
LEAST_KM = 10.0

_WAY = r"(?:main |international |strategic |coastal )?(?:road|highway|motorway|route|railway|supply line|axis|pipeline)"
_HYPHENS = frozenset(("-", "–", " - ", " – "))
_AFTER = re.compile(rf" {_WAY}\b")
_BEFORE = re.compile(
    rf"\b(?:{_WAY}|areas?|strip|zone|territory|villages|midway|halfway|lies|lying|located)"
    r" (?:that |which )?(?:between|from|linking|links|connecting|connects)(?: the)?(?: (?:city|cities|town|towns) of)? $"
)
_JOINTS = frozenset((" and ", " to ", " with ", " and the town of ", " and the city of "))


def between(name: Name, place: Place, doc: Document, chosen: Callable[[Name], Place | None]) -> Place | None:
    """The point half-way to the other town, as near as half of the way, if the text speaks of what lies between."""
    other = _other_end(name, doc)
    there = chosen(other) if other is not None else None
    if there is None or PlacePrecision.EXACT is not place.precision or there.precision is not PlacePrecision.EXACT:
        return None
    km = distance_km((place.latitude, place.longitude), (there.latitude, there.longitude))
    if not 0 < km <= LONGEST_KM or abs(place.longitude - there.longitude) > 180:
        return None
    return replace(
        place,
        latitude=round((place.latitude + there.latitude) / 2, 5),
        longitude=round((place.longitude + there.longitude) / 2, 5),
        precision=PlacePrecision.NEAR,
        radius_km=round(max(LEAST_KM, km / 2), 1),
    )


def _other_end(name: Name, doc: Document) -> Name | None:
    before, after = doc.before(name), doc.after(name)
    if after is not None and _one_way(name, after, doc.text):
        return after
    return before if before is not None and _one_way(before, name, doc.text) else None


def _one_way(first: Name, second: Name, text: str) -> bool:
    gap = text[first.end : second.start] if second.start - first.end < 24 else ""
    if gap in _HYPHENS:
        return _AFTER.match(text, second.end, second.end + 40) is not None
    return gap in _JOINTS and _BEFORE.search(text[max(0, first.start - 60) : first.start]) is not None
