"""Whether two tellings of one article are one happening: what must not differ, and what must agree."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from etl.model import DatePrecision, EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from etl.model import Actor, Decision, Event, Interval, MentionKind, Place

INFERRED: Final = "inferred"  # the first word of the reason for a value that the sentence does not say
SAME_PLACE_KM: Final = 30.0
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


def same_telling(one: Event, two: Event) -> bool:
    """Whether two tellings of one article are about one happening: nothing contradicts, and something specific agrees."""
    if one.event_type is not two.event_type or not _compatible_status(one, two):
        return False
    if not (_compatible_times(one, two) and _compatible_places(one, two) and compatible_modes(one, two)):
        return False
    if not (_compatible_actors(one, two) and compatible_numbers(one, two)):
        return False
    return _shared_evidence(one, two)


def _compatible_status(one: Event, two: Event) -> bool:
    if {one.status, two.status} <= HAPPENED or {one.status, two.status} <= EXPECTED:
        return True
    return one.status is two.status


def _compatible_times(one: Event, two: Event) -> bool:
    if one.when is None or two.when is None:
        return one.when is two.when
    if one.status is Status.AGGREGATE:
        return one.when.start == two.when.start
    if (
        not (is_inferred(one, "time") or is_inferred(two, "time"))
        and one.when.precision not in FINE_DATES
        and two.when.precision not in FINE_DATES
    ):
        return (one.when.start, one.when.end) == (two.when.start, two.when.end)
    return overlap(one.when, two.when) and not _coarse_and_fine(one, two)


def _coarse_and_fine(one: Event, two: Event) -> bool:
    """A month or an open stretch is not the day in it, when both are said."""
    fine = [event.when is not None and event.when.precision in FINE_DATES for event in (one, two)]
    return fine[0] != fine[1] and not (is_inferred(one, "time") or is_inferred(two, "time"))


def overlap(one: Interval, two: Interval) -> bool:
    return one.start <= two.end and two.start <= one.end


def _compatible_places(one: Event, two: Event) -> bool:
    if not one.where or not two.where:
        return True
    return any(_same_or_inside(here, there) for here in one.where for there in two.where)


def _same_or_inside(one: Place, two: Place) -> bool:
    if one.precision in POINTS and two.precision in POINTS:
        return kilometres(one, two) <= SAME_PLACE_KM
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


def _compatible_actors(one: Event, two: Event) -> bool:
    """No role is filled by others, and who attacks in one is not who is attacked in the other."""
    sources, targets = (
        [_in_role(event, "source", "participant") for event in (one, two)],
        [_in_role(event, "target") for event in (one, two)],
    )
    if sources[0] & targets[1] and sources[1] & targets[0]:
        return False
    if one.event_type is EventType.CONSULT and sources[0] and sources[1]:
        return sources[0] <= sources[1] or sources[1] <= sources[0] or len(sources[0] & sources[1]) > 1
    everyone = [sources[0] | targets[0], sources[1] | targets[1]]
    if not everyone[0] or not everyone[1]:
        return True
    if sources[0] and sources[1] and not sources[0] & sources[1]:
        return False
    return bool(everyone[0] & everyone[1]) or not (sources[0] and sources[1])


def _in_role(event: Event, *roles: str) -> frozenset[str]:
    """Actor ids, and those of the states and groups that they act for; kinds of people do not tell events apart."""
    return frozenset(
        name
        for who in event.participants
        if who.role in roles and who.actor.kind not in GENERIC_KINDS
        for name in _names(who.actor)
    )


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.actor_id,) if actor.acts_for is None else (actor.actor_id, actor.acts_for)


def _specific(event: Event) -> frozenset[str]:
    return _in_role(event, "source", "target", "participant")


def _named(event: Event) -> frozenset[str]:
    """The specific actors that the event's own sentences name."""
    return frozenset(
        name
        for who in event.participants
        if who.mention is not None and who.actor.kind not in GENERIC_KINDS
        for name in _names(who.actor)
    )


def share_a_point(one: Event, two: Event) -> bool:
    points = [[place for place in event.where if place.precision in POINTS] for event in (one, two)]
    return any(kilometres(here, there) <= SAME_PLACE_KM for here in points[0] for there in points[1])


def compatible_numbers(one: Event, two: Event, *, tolerance: float = 0.0) -> bool:
    if tolerance == 0 and one.count is not None and two.count is not None and not share_a_point(one, two):
        return False  # acts that are counted one by one are told one by one
    for first, second in ((one.fatalities, two.fatalities), (one.count, two.count)):
        if first is not None and second is not None and abs(first - second) > tolerance * max(first, second):
            return False
    return True


def _shared_evidence(one: Event, two: Event) -> bool:
    """Something that the text says of both: a point, a toll, two actors; a country or a guess is not enough."""
    if one.fatalities is not None and one.fatalities == two.fatalities and one.fatalities > 0:
        return True
    shared = _named(one) & _named(two)
    if one.event_type in VERBAL:
        return bool(shared) and len(shared) == min(len(_specific(one)), len(_specific(two)))
    same_point = share_a_point(one, two)
    if is_inferred(one, "place") and is_inferred(two, "place"):
        same_point = False
    if one.event_type in {EventType.CONSULT, EventType.AGREE}:
        return len(shared) > 1 or (same_point and bool(shared))
    return (same_point and (bool(shared) or not _specific(one) or not _specific(two))) or len(shared) > 1


def is_inferred(event: Event, kind: MentionKind) -> bool:
    """Whether no report says the answer in its own sentence."""
    found = [decision for report in event.reports for decision in report.decisions if decision.mention.kind == kind]
    return not any(is_said(decision) for decision in found)


def is_said(decision: Decision[str]) -> bool:
    return decision.chosen is not None and not (decision.because and decision.because[0].startswith(INFERRED))


def kilometres(one: Place, two: Place) -> float:
    """The great-circle distance between two places."""
    south, north = math.radians(one.latitude), math.radians(two.latitude)
    east = math.radians(two.longitude - one.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
