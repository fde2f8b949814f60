"""Names told together, and names told inside of others: "Kunduz, Baghlan and Takhar provinces", "Tacoma, Washington"."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Place
    from etl.toponyms.names import Name

Level = tuple[str, str]
"""What the members of a list have in common: ("PCLI", "") are countries, ("ADM1", "US") the states of one."""

JOINTS = frozenset(
    (", ", " and ", ", and ", " or ", ", or ", " and in ", ", in ", ", and in ", "/", " and the ", ", the ")
)
LONGEST_JOINT = max(map(len, JOINTS))
AS_PROVINCE = 0.6  # in a list, a province may be meant when its prior is this much higher than the town's
SURELY = 2.0  # and one of the list has to be that much likelier a province
TOWN_FIRST = 2.5  # a province comes before the town of its name when its prior is this much higher

_INSIDE = re.compile(
    r"(?:['’]s?)?(?: (?:district|neighbou?rhood|suburb|area|quarter|town|village|city|camp|county|region|province|state"
    r"|governorate|municipality|locality|sub-?district))?,? (?:in|of)(?: the)?"
    r"(?: (?:north|south|east|west|central|rural|north-?east|north-?west|south-?east|south-?west)(?:ern)?)?"
    r"(?: (?:province|state|region|district|city|town|county|governorate|municipality) of)? $"
)
_OWNER = re.compile(
    r"['’]s(?: (?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)?(?:ern|central)?)? $"
)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Names that commas and "and" join, in reading order, and the level that they share as a list."""

    first: Name
    last: Name
    level: Level | None


def chains(names: Sequence[Name], text: str) -> dict[int, Chain]:
    """For each name that is joined to others, by its start, the chain that it belongs to."""
    found: dict[int, Chain] = {}
    run: list[Name] = []
    for name in names:
        if name.kind == "demonym":
            continue
        if run and not (name.start - run[-1].end <= LONGEST_JOINT and text[run[-1].end : name.start] in JOINTS):
            found.update(_chained(run, text))
            run = []
        run.append(name)
    found.update(_chained(run, text))
    return found


def _chained(run: Sequence[Name], text: str) -> dict[int, Chain]:
    if len(run) < 2:
        return {}
    chain = Chain(
        run[0], run[-1], list_level(run) if len(run) > 2 or "," not in text[run[0].end : run[1].start] else None
    )
    return {name.start: chain for name in run}


def list_level(run: Sequence[Name]) -> Level | None:
    """The level of a list of countries, or of states and provinces that are hardly anything else."""
    levels = Counter(level for name in run for level in _levels(name))
    for level, count in levels.most_common(2):
        likely = sum(_only(name, level, AS_PROVINCE) for name in run)
        enough = likely == 2 if len(run) == 2 else count >= max(3, 0.75 * len(run)) and 2 * likely > len(run)
        if enough and any(_only(name, level, SURELY) for name in run):
            return level
    return None


def level_of(place: Place) -> Level | None:
    """The level that a place can share with others."""
    if place.precision is PlacePrecision.COUNTRY:
        return "PCLI", ""
    return ("ADM1", place.country) if place.feature_code == "ADM1" else None


def _levels(name: Name) -> set[Level]:
    places = [name.place] if name.place else [c.place for c in name.candidates[:6] if c.kind != "derived"]
    return {level for place in places if (level := level_of(place)) is not None}


def _only(name: Name, level: Level, margin: float) -> bool:
    """Whether the name, on its own, is one of that level, likelier than a town by so much."""
    if name.place is not None:
        return level_of(name.place) == level
    if level_of(name.candidates[0].place) != level:
        return False
    towns = max((c.prior for c in name.candidates if c.place.feature_code.startswith("PPL")), default=0.0)
    return towns < name.candidates[0].prior - margin


def places_of(name: Name) -> Sequence[Place]:
    """What a name may stand for."""
    return [name.place] if name.place else [c.place for c in name.candidates]


def said_inside(gap: str) -> bool:
    """Whether the words between two names say that the first lies in the second: " district of ", ", in northern "."""
    return len(gap) < 60 and _INSIDE.fullmatch(gap) is not None


def said_owner(gap: str) -> bool:
    """Whether they say that the second is the first one's: "Baghdad's Adhamiyah"."""
    return len(gap) < 20 and _OWNER.fullmatch(gap) is not None
