"""Whether events of different articles are one happening: the same kind of act, day, place and people, nothing against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from etl.merging.sameness import (
    FINE_DATES,
    GENERIC_KINDS,
    HAPPENED,
    compatible_modes,
    compatible_numbers,
    is_inferred,
    overlap,
    share_a_point,
)
from etl.model import DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.model import Actor, Event, Role

UMBRELLAS: Final = frozenset(
    "rebels forces militias militia fighters militants insurgents jihadists gunmen opposition troops".split()  # noqa: SIM905 (a word list reads better so)
)
TAKING: Final = frozenset(
    "capture recapture retake take seize overrun fall enter storm liberate regain reclaim recover conquer occupy secure control clear".split()  # noqa: SIM905 (a word list reads better so)
)
KILLING: Final = frozenset(
    "kill die execute behead murder assassinate massacre shoot bomb shell strike hit blow explosion blast bombing toll".split()  # noqa: SIM905 (a word list reads better so)
)
DATED: Final = FINE_DATES | {DatePrecision.WEEK}
FROM_THE_AIR: Final = frozenset({"aerial", "drone", None})


def same_happening(one: Event, two: Event) -> bool:
    """Whether the two are one: a day in common, one place, somebody in common, and no role filled by others."""
    if one.event_type is not two.event_type or one.status not in HAPPENED or two.status not in HAPPENED:
        return False
    if not (_same_days(one, two) and compatible_modes(one, two) and compatible_numbers(one, two, tolerance=0.5)):
        return False
    if _different_acts(one, two) or not _no_role_conflicts(one, two):
        return False
    shared = _shared(one, two)
    if share_a_point(one, two):
        return shared > 0 or _same_detail(one, two)
    return _one_knows_only_the_country(one, two) and (shared > 1 or (shared > 0 and _same_toll(one, two)))


def _same_days(one: Event, two: Event) -> bool:
    """At least one knows the day; a week that the other tells of may hold it."""
    if one.when is None or two.when is None or not overlap(one.when, two.when):
        return False
    known = {one.when.precision, two.when.precision}
    return known <= FINE_DATES or (known <= DATED and bool(known & FINE_DATES))


def _one_knows_only_the_country(one: Event, two: Event) -> bool:
    """And that from its context alone."""
    for coarse, fine in ((one, two), (two, one)):
        if coarse.place_precision is PlacePrecision.COUNTRY and is_inferred(coarse, "place"):
            countries = {place.country for place in fine.where if place.precision is not PlacePrecision.COUNTRY}
            return bool(countries & {place.country for place in coarse.where})
    return False


def _same_toll(one: Event, two: Event) -> bool:
    return bool(one.fatalities) and one.fatalities == two.fatalities


def _same_detail(one: Event, two: Event) -> bool:
    """One names nobody, but it is the same weapon or the same number of dead."""
    if _actors(one, "source", "target", "participant") and _actors(two, "source", "target", "participant"):
        return False
    return _same_toll(one, two) or (one.mode is not None and one.mode == two.mode)


def _different_acts(one: Event, two: Event) -> bool:
    """The taking of a town is not the killing of people there."""
    if one.event_type is not EventType.ASSAULT:
        return False
    acts = [_acts(event) for event in (one, two)]
    return bool(acts[0] and acts[1] and not acts[0] & acts[1])


def _acts(event: Event) -> frozenset[str]:
    verbs = {
        decision.rule.rpartition(".")[2].partition("-")[0]
        for report in event.reports
        for decision in report.decisions
        if decision.mention.kind == "trigger"
    }
    return frozenset(name for name, words in (("taking", TAKING), ("killing", KILLING)) if verbs & words)


def _no_role_conflicts(one: Event, two: Event) -> bool:
    sources = [_actors(event, "source", "participant") for event in (one, two)]
    targets = [_actors(event, "target") for event in (one, two)]
    if _kin(sources[0], targets[1]) and _kin(sources[1], targets[0]):
        return False
    return all(not here or not there or _kin(here, there) > 0 for here, there in (sources, targets))


def _shared(one: Event, two: Event) -> int:
    """How many actors the two have in common in the same role."""
    return sum(_kin(_actors(one, *roles), _actors(two, *roles)) for roles in ((("source", "participant")), ("target",)))


def _actors(event: Event, *roles: Role) -> tuple[Actor, ...]:
    return tuple(who.actor for who in event.participants if who.role in roles and who.actor.kind not in GENERIC_KINDS)


def _kin(ones: Iterable[Actor], twos: Iterable[Actor]) -> int:
    others = tuple(twos)
    return sum(any(compatible(one, two) for two in others) for one in ones)


def compatible(one: Actor, two: Actor) -> bool:
    """The same, an organ and its state, two organs of one state, a group and the kind of people that it belongs to."""
    if {one.actor_id, one.acts_for} & {two.actor_id, two.acts_for} - {None}:
        return True
    if one.kind == two.kind == "group":
        return any(_is_umbrella(kind) and _may_hold(kind, group) for kind, group in ((one, two), (two, one)))
    return False


def _is_umbrella(actor: Actor) -> bool:
    return actor.name.rpartition(" ")[2].casefold() in UMBRELLAS


def _may_hold(umbrella: Actor, group: Actor) -> bool:
    return bool(group.country) and umbrella.country in {"", group.country}
