"""What stands around a name and changes the place: "near", "10 km south of", "province", "border", "valley"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from etl.geodesy import moved
from etl.model import Place, PlacePrecision

WINDOW = 90  # characters before a name that can modify it

KM: Final = {
    **dict.fromkeys(("km", "kms", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0),
    **dict.fromkeys(("mile", "miles", "mi"), 1.609),
    **dict.fromkeys(("nm", "nautical miles", "nautical mile"), 1.852),
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), 0.001),
}
NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        [
            "a|an|one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        1,
    )
    for word in words.split("|")
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "several": 5, "few": 5, "dozen": 12}
_POINTS: Final = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_SHORT: Final = ["n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw"]
BEARINGS: Final = {name: 45.0 * at for at, name in enumerate(_POINTS)} | {
    name: 22.5 * at for at, name in enumerate(_SHORT)
}

_DIRECTION = r"(?P<side>north|south)?[- ]?(?P<turn>east|west)?(?:ern)?"
_NUMBER = r"(?P<number>\d{1,3}(?:[.,]\d{1,3})?|[a-z]{1,9})"
_UNIT = (
    r"(?P<unit>kilomet(?:er|re)s?|kms?|nautical miles?|miles?|mi|nm|met(?:er|re)s?|m)\.?"
    r"(?: ?\([^()]{1,20}\))?"
)
_AWAY = re.compile(
    rf"\b{_NUMBER}[- ]?{_UNIT}(?: away)?(?: to the| towards the| due)?"
    rf" (?:{_DIRECTION}|(?-i:(?P<short>[NSEW]{{1,3}}))) (?:of|from)(?: the)?"
    r"(?: (?:city|town|village|centre|center) of)? $",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b{_NUMBER}[- ]?{_UNIT}(?: away)? (?:from|outside|off)(?: of)?(?: the)?(?: (?:city|town|village|centre|center) of)? $",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    rf"\b(?:just |far |further )?{_DIRECTION} of(?: the)?(?: (?:city|town|village) of)? $", re.IGNORECASE
)
_NEAR = re.compile(
    r"\b(?:near(?:by)?(?: to)?|close to|outside(?: of)?|around|surrounding|not far from|adjacent to|bordering|overlooking|"
    r"(?:in |on )?the (?:outskirts|edge|edges|vicinity|suburbs|environs|countryside|surroundings|periphery|gates) of|"
    r"(?:outskirts|vicinity|suburbs|environs|countryside|surroundings) of|off)"
    r"(?: the)?(?: (?:strategic|key|nearby|northern|southern|eastern|western|border|rebel-held|government-held|besieged))?"
    r"(?: (?:city|town|village|port|region|area|camp|district|capital)(?: of)?)? $",
    re.IGNORECASE,
)
_REGION_OF = re.compile(
    r"\b(?:region|area|areas|countryside|surroundings) (?:of|around|near)(?: the)? $", re.IGNORECASE
)
_AREA_AFTER = re.compile(
    r"(?:['’]s)?[ -](?:(?:northern|southern|eastern|western|rural)[ -])?"
    r"(?:area|region|countryside|outskirts|suburbs?|environs|front|vicinity|pocket|sector|axis)\b",
)
_DISTRICT = re.compile(r" (?:district|county|department|prefecture|municipality)\b")
_BORDER = re.compile(r"[ -](?:border|frontier)\b")

_NEAR_KM = 15.0
_SIDE_KM = 25.0
_DISTRICT_KM = 30.0


def modified(place: Place, text: str, start: int, end: int) -> tuple[Place, str | None]:
    """The place as the words around ``text[start:end]`` change it, and those words as a reason.

    Only a point can be near something: areas stay as they are, except that seas have coasts of their own.
    """
    if place.precision is not PlacePrecision.EXACT:
        return place, None
    before = text[max(0, start - WINDOW) : start].replace("\n", " ")
    led = before.rsplit(None, 1)[-1].lower() in LAST_WORDS if before.strip() else False
    for rule in (*(BEFORE if led else ()), *AFTER):
        found = rule(place, before, text, end)
        if found is not None:
            return found
    return place, None


def _displaced(place: Place, before: str, _text: str, _end: int) -> tuple[Place, str] | None:
    match = _AWAY.search(before)
    bearing = BEARINGS.get(_direction(match)) if match else None
    km = _kilometres(match["number"], match["unit"]) if match else None
    if match is None or bearing is None or km is None:
        return None
    latitude, longitude = moved((place.latitude, place.longitude), km, bearing)
    there = replace(
        place,
        latitude=latitude,
        longitude=longitude,
        precision=PlacePrecision.NEAR,
        radius_km=round(max(3.0, 0.25 * km), 1),
    )
    return there, f'"{match.group().strip()}" moves the point {km:.0f} km'


def _distant(place: Place, before: str, _text: str, _end: int) -> tuple[Place, str] | None:
    match = _FROM.search(before)
    km = _kilometres(match["number"], match["unit"]) if match else None
    if match is None or km is None:
        return None
    return replace(place, precision=PlacePrecision.NEAR, radius_km=round(max(3.0, km), 1)), f'"{match.group().strip()}"'


def _side(place: Place, before: str, _text: str, _end: int) -> tuple[Place, str] | None:
    match = _DIRECTED.search(before)
    if match is None or not (match["side"] or match["turn"]):
        return None
    return _around(place, match, _SIDE_KM)


def _nearby(place: Place, before: str, _text: str, _end: int) -> tuple[Place, str] | None:
    match = _NEAR.search(before)
    return _around(place, match, _NEAR_KM) if match else None


def _region(place: Place, before: str, _text: str, _end: int) -> tuple[Place, str] | None:
    match = _REGION_OF.search(before)
    return _around(place, match, _SIDE_KM) if match else None


def _area(place: Place, _before: str, text: str, end: int) -> tuple[Place, str] | None:
    match = _AREA_AFTER.match(text, end, end + 40)
    return _around(place, match, _SIDE_KM) if match else None


def _district(place: Place, _before: str, text: str, end: int) -> tuple[Place, str] | None:
    match = _DISTRICT.match(text, end, end + 16)
    if match is None or place.feature_code == "PPLX":  # a part of a town is as fine as its town
        return None
    return replace(place, precision=PlacePrecision.ADM2, radius_km=_DISTRICT_KM), f'"{match.group().strip()}" widens it'


def _border(place: Place, _before: str, text: str, end: int) -> tuple[Place, str] | None:
    match = _BORDER.match(text, end, end + 12)
    return _around(place, match, _SIDE_KM) if match else None


Rule = Callable[[Place, str, str, int], "tuple[Place, str] | None"]

BEFORE: Final[tuple[Rule, ...]] = (_displaced, _distant, _side, _nearby, _region)
AFTER: Final[tuple[Rule, ...]] = (_area, _district, _border)
LAST_WORDS: Final = frozenset(
    (
        *("of", "from", "off", "to", "near", "nearby", "outside", "around", "surrounding", "bordering", "overlooking"),
        *("the", "strategic", "key", "northern", "southern", "eastern", "western", "border", "rebel-held"),
        *("government-held", "besieged", "city", "town", "village", "port", "region", "area", "camp", "district"),
        "capital",
    )
)
"""The last word before a name that a rule of BEFORE can end with: most names need none of them."""


def _around(place: Place, match: re.Match[str], radius_km: float) -> tuple[Place, str]:
    near = replace(place, precision=PlacePrecision.NEAR, radius_km=radius_km)
    return near, f'"{match.group().strip(" -")}" makes it a place nearby'


def _kilometres(number: str, unit: str) -> float | None:
    amount = float(number.replace(",", ".")) if number[0].isdigit() else NUMBERS.get(number.lower())
    if amount is None:
        return None
    km = amount * KM[unit.lower().rstrip(".")]
    return km if km <= 500 else None


def _direction(match: re.Match[str]) -> str:
    return (match["short"] or (match["side"] or "") + (match["turn"] or "")).lower()
