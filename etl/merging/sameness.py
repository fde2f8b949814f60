"""What two events have in common, or cannot have if they are one: days, places, weapons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from etl.geodesy import distance_km
from etl.model import DatePrecision, EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from etl.model import Decision, Event, Interval, MentionKind, Place

INFERRED: Final = "inferred"  # the first word of the reason for a value that the sentence does not say
NEAR_PLACE_KM: Final = 30.0
SAME_PLACE_KM: Final = 10.0
POINTS = frozenset({PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADM2})
FINE_DATES = frozenset({DatePrecision.DAY, DatePrecision.DAYS})
VERBAL = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
GENERIC_KINDS = frozenset({"civilians", "unidentified"})
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.CLAIMED})
EXPECTED = frozenset({Status.PLANNED, Status.PROPOSED})
KINDRED_MODES = (
    frozenset({"explosives", "suicide-attack", "targeted"}),
    frozenset({"firearms", "heavy-weapons", "targeted"}),
    frozenset({"aerial", "drone", "heavy-weapons"}),
)


def overlap(one: Interval, two: Interval) -> bool:
    return one.start <= two.end and two.start <= one.end


def days_apart(one: Interval, two: Interval) -> int:
    """0 where they overlap."""
    return max(0, (one.start - two.end).days, (two.start - one.end).days)


def compatible_places(one: Event, two: Event) -> bool:
    if not one.where or not two.where:
        return True
    return any(_same_or_inside(here, there) for here in one.where for there in two.where)


def _same_or_inside(one: Place, two: Place) -> bool:
    if one.precision in POINTS and two.precision in POINTS:
        return _is_near(one, two)
    if one.country and two.country and one.country != two.country:
        return False
    if PlacePrecision.ADM1 in {one.precision, two.precision} and PlacePrecision.COUNTRY not in {
        one.precision,
        two.precision,
    }:
        return not one.admin1 or not two.admin1 or one.admin1 == two.admin1
    return True


def compatible_modes(one: Event, two: Event) -> bool:
    if one.mode is None or two.mode is None or one.mode == two.mode:
        return True
    return any({one.mode, two.mode} <= kindred for kindred in KINDRED_MODES)


def same_point(one: Event, two: Event) -> bool:
    """Whether one of the points of each is the same place: near a town is farther than in it."""
    points = [[place for place in event.where if place.precision in POINTS] for event in (one, two)]
    return any(_is_near(here, there) for here in points[0] for there in points[1])


def _is_near(one: Place, two: Place) -> bool:
    vague = {one.precision, two.precision} != {PlacePrecision.EXACT}
    return kilometres(one, two) <= (NEAR_PLACE_KM if vague else SAME_PLACE_KM)


def is_inferred(event: Event, kind: MentionKind) -> bool:
    """Whether no report says the answer in its own sentence."""
    found = [decision for report in event.reports for decision in report.decisions if decision.mention.kind == kind]
    return not any(is_said(decision) for decision in found)


def is_said(decision: Decision[str]) -> bool:
    return decision.chosen is not None and not (decision.because and decision.because[0].startswith(INFERRED))


def kilometres(one: Place, two: Place) -> float:
    """The great-circle distance between two places."""
    return distance_km((one.latitude, one.longitude), (two.latitude, two.longitude))
