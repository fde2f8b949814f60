"""An event in the making: what its own sentence says, before anything is taken over from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.landscape import FINE
from etl.coding.participants import GENERIC
from etl.model import EventType

if TYPE_CHECKING:
    from etl.coding.discourse import Told
    from etl.coding.groups import Group
    from etl.coding.participants import Cast
    from etl.coding.place import Where
    from etl.coding.scene import Clause
    from etl.coding.stretches import When
    from etl.coding.triggers import Trigger
    from etl.model import Place, Role

ROLES: tuple[Role, ...] = ("source", "target", "participant")
VERBAL = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """``before`` is the event that it only mentions again, None for a new one."""

    clause: Clause
    group: Group
    people: Cast
    places: Where
    when: When | None
    anaphoric: bool
    before: Told | None = None

    @property
    def main(self) -> Trigger:
        return self.group.main

    @property
    def event_type(self) -> EventType:
        return self.group.main.event_type

    @property
    def acts(self) -> bool:
        """Whether somebody known does it."""
        return any(who.role != "target" and who.actor.kind != "unidentified" for who in self.people.participants)

    @property
    def is_bare_noun(self) -> bool:
        return self.main.noun is not None and self.main.verb is None and not self.group.others


def contradicts(candidate: Candidate, before: Told) -> bool:
    """A mention with its own other day, other place or other people is a new event."""
    return _other_time(candidate, before) or _other_place(candidate, before) or _other_people(candidate, before)


def _other_time(candidate: Candidate, before: Told) -> bool:
    here = candidate.when.interval if candidate.when is not None else None
    there = before.when.interval
    if here is None or there is None:
        return False
    if before.when.inferred:
        return abs((here.end - there.end).days) > 7
    return here.end < there.start or there.end < here.start


def _other_place(candidate: Candidate, before: Told) -> bool:
    fine = [
        item.chosen for item in candidate.places.chosen if item.chosen is not None and item.chosen.precision in FINE
    ]
    known = [place for place in before.places if place.precision in FINE]
    return bool(fine and known and before.place_said and all(_far(here, there) for here in fine for there in known))


def _far(one: Place, two: Place) -> bool:
    return abs(one.latitude - two.latitude) + abs(one.longitude - two.longitude) > 0.5


def _other_people(candidate: Candidate, before: Told) -> bool:
    """Nobody of those named is among those told, and one role at least is filled by others."""
    one, two = candidate.people, before.cast
    if not one.specific() or not two.specific() or one.specific() & two.specific() or two.symmetric:
        return False
    return any(one.specific(role) and two.specific(role) for role in ROLES)


def named_targets(people: Cast) -> bool:
    return any(who.role == "target" and who.actor.kind not in GENERIC for who in people.participants)
