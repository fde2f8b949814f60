"""Two countries and a border between them are one region: "the border between Syria and Turkey"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.model import PlacePrecision

if TYPE_CHECKING:
    from etl.model import Place
    from etl.toponyms.document import Document
    from etl.toponyms.names import GazetteerLike, Name

_BETWEEN = re.compile(r"\b(?:borders?|frontiers?)(?: areas?| regions?| zones?)? (?:between|of|separating)(?: the)? $")
_WITH = re.compile(r"^(?:['’]s?)?(?: [a-z]+){0,2} (?:borders?|frontiers?) with(?: the)? $")


def border_place(name: Name, place: Place, doc: Document, gazetteer: GazetteerLike) -> Place | None:
    """The border region that the text speaks of where it names this country, if it does."""
    if place.precision is not PlacePrecision.COUNTRY:
        return None
    other = _partner(name, doc)
    if other is None:
        return None
    countries = [other.place] if other.place else [c.place for c in other.candidates[:1]]
    for country in countries:
        for candidate in gazetteer.candidates(f"{place.name}-{country.name} border"):
            if candidate.place.feature_code == "RGN":
                return candidate.place
    return None


def _partner(name: Name, doc: Document) -> Name | None:
    text = doc.text
    following = doc.starts.get(name.end + len(" and "))
    if following is not None and text[name.end : following.start] == " and " and _BETWEEN.search(_before(text, name)):
        return following
    preceding = doc.ends.get(name.start - len(" and "))
    if preceding is not None and text[preceding.end : name.start] == " and ":
        return preceding if _BETWEEN.search(_before(text, preceding)) else None
    for width in range(len(" border with "), 40):
        owner = doc.ends.get(name.start - width)
        if owner is not None and _WITH.match(text[owner.end : name.start]):
            return owner
    return None


def _before(text: str, name: Name) -> str:
    return text[max(0, name.start - 40) : name.start]
