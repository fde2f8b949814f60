"""What the words right before a place name make of it, where they say it more surely than the parse."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.coding.scene import Clause
    from etl.model import Decision, Place

Bearing = Literal["near", "road", "beyond", "dateline"]

OF_TOWN = (
    r"(?: (?:the|a|its))?(?: [a-z-]{3,14})?(?: (?:town|city|village|port|district|camp|base|settlement) of)?(?: the)?"
)
SIDES = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)(?:ern)?"
LENGTHS = r"(?:km|kms|kilomet(?:er|re)s?|miles?|nautical miles|NM|hours?['’]? drive|metres|meters)"
ROADS = r"(?:roads?|highways?|motorways?|railways?|tracks?|route|pipeline)"
BEARINGS: tuple[tuple[re.Pattern[str], Bearing], ...] = (
    (
        re.compile(
            rf"\b{SIDES}(?: side| edge| outskirts| suburbs?| entrance| bank)? (?:of|from){OF_TOWN}$", re.IGNORECASE
        ),
        "near",
    ),
    (
        re.compile(rf"\b{LENGTHS}\b[^,.;:]{{0,24}} (?:from|of|off|outside|above|below|before|short of){OF_TOWN}$"),
        "near",
    ),
    (re.compile(rf"\b(?:above|below|overlooking|opposite|outside|surrounding){OF_TOWN}$"), "near"),
    (re.compile(rf"\b{ROADS}(?: [a-z]+){{0,2}} from \S+(?: \S+)? to{OF_TOWN}$"), "beyond"),
    (
        re.compile(
            rf"\b{ROADS}(?: [a-z]+){{0,2}} (?:to|from|towards?|out of|into|between|linking|connecting|near){OF_TOWN}$"
        ),
        "road",
    ),
)
GATE = re.compile(
    r"\b(?:gate|gateway|crossing|door|key|corridor|way|access|link|bridge|passage|supply (?:line|route)|window|exit) (?:in)?to(?: the)?$"
)
BETWEEN = re.compile(r"\bbetween(?: the (?:towns|villages|cities) of)?$")
DATELINE = re.compile(
    r"[^a-z\n]{3,30}[,(][^.\n]{0,80}?(?:—|–|--|\s-)\s|[A-Z][^.\n]{2,60}\([^)\n]{2,40}\)\s*(?:—|–|--|-)\s"
)
LONGEST_ROAD_DEGREES = 1.0  # about 100 km: further apart, the ends of a road say nothing about the place


def bearing(clause: Clause, decision: Decision[Place]) -> Bearing | None:
    """How far the place of an event is from the name: "15 km east of Bor", "on the road to Spin Boldak"."""
    text, at = clause.text, decision.mention.span.start - clause.tree[0].start
    if clause.order == 0 and (line := DATELINE.match(text)) is not None and at < line.end():
        return "dateline"
    before = text[max(0, at - 70) : max(at, 0)].rstrip()
    return next((answer for pattern, answer in BEARINGS if pattern.search(before)), None)


def only_describes(clause: Clause, decision: Decision[Place]) -> bool:
    """“the village of Umm Ruwaba, about 130 km southeast of El Obeid”: says where the town before it lies."""
    start, at = clause.tree[0].start, decision.mention.span.start
    for other in clause.places:
        if other.chosen is None or other.chosen.precision not in ENDS or other.mention.span.end >= at:
            continue
        gap = clause.text[other.mention.span.end - start : at - start]
        if LIES.match(gap) or CAPITAL_OF.fullmatch(gap):
            return True
    return False


CAPITAL_OF = re.compile(
    r", (?:the|a|its) [\w -]{0,30}?(?:capital|seat|centre|center|city|town|hub|stronghold) (?:of|in)(?: the)? "
)
LIES = re.compile(
    rf",? (?:which lies |located |situated |a \w+ )?(?:just |about |some |around |roughly |only |nearly )*(?:\d[\d.,]* ?{LENGTHS}|{SIDES})\b[^,.;:]{{0,40}}$"
)


def is_gate(clause: Clause, decision: Decision[Place]) -> bool:
    """“the main gate to Iran”, "the crossing into Pakistan": described by a country that it does not lie in."""
    at = decision.mention.span.start - clause.tree[0].start
    country = decision.chosen is not None and decision.chosen.precision is PlacePrecision.COUNTRY
    return country and GATE.search(clause.text[max(0, at - 40) : max(at, 0)].rstrip()) is not None


def between(clause: Clause) -> Iterator[tuple[Decision[Place], Decision[Place]]]:
    """Pairs of towns that something lies between, by road or by the words "between … and …"."""
    places = [item for item in clause.places if item.chosen is not None and item.chosen.precision in ENDS]
    start = clause.tree[0].start
    for first, second in pairwise(places):
        gap = clause.text[first.mention.span.end - start : second.mention.span.start - start].strip()
        before = clause.text[max(0, first.mention.span.start - start - 40) : first.mention.span.start - start].rstrip()
        if (gap == "and" and BETWEEN.search(before)) or (gap == "to" and bearing(clause, first) == "road"):
            yield first, second


ENDS = frozenset({PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADM2})


def are_near(one: Place, two: Place) -> bool:
    """Whether the middle of the way between them is a place at all."""
    return abs(one.latitude - two.latitude) + abs(one.longitude - two.longitude) <= LONGEST_ROAD_DEGREES


def nearby(decision: Decision[Place]) -> Decision[Place]:
    """The same place, said to be only near."""
    if decision.chosen is None or decision.chosen.precision is not PlacePrecision.EXACT:
        return decision
    return replace(decision, chosen=replace(decision.chosen, precision=PlacePrecision.NEAR))
