"""Whether events of different articles are one happening: the same kind of act, day, place and people, nothing against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from etl.merging.copies import is_copy
from etl.merging.sameness import (
    FINE_DATES,
    GENERIC_KINDS,
    HAPPENED,
    NEAR_PLACE_KM,
    POINTS,
    compatible_modes,
    compatible_places,
    days_apart,
    is_inferred,
    kilometres,
    overlap,
    same_point,
)
from etl.model import DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.merging.telling import Telling
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
WEAPONS: Final = frozenset({"explosives", "suicide-attack", "heavy-weapons", "firearms", "aerial", "drone", "targeted"})
DATED: Final = FINE_DATES | {DatePrecision.WEEK}
LATE_DAYS: Final = 2  # undated news of a later paper
RISING: Final = 2  # times that a toll may grow
FEW: Final = 2  # dead that two events may have by chance
SIMILAR_TOLL: Final = 0.25


def same_happening(one: Telling, two: Telling) -> tuple[str, ...]:
    """In what two events agree that are one happening; empty where they are not. ``one`` was told first."""
    both = {one.event.status, two.event.status}
    if one.event.event_type is not two.event.event_type or not (both <= HAPPENED or len(both) == 1):
        return ()
    if _is_copy(one, two):
        return ("the same words",)
    if (
        not both <= HAPPENED
        or not _same_days(one, two)
        or _different_acts(one, two)
        or not _no_role_conflicts(one.event, two.event)
    ):
        return ()
    if not (compatible_tolls(one.event, two.event) and _same_weapon(one, two)):
        return ()
    agree = _agreements(one, two)
    return agree if _is_enough(one, two, agree) else ()


def _is_copy(one: Telling, two: Telling) -> bool:
    """The same sentence in another paper, unless a day or a place tells two lines of a list apart."""
    if not is_copy(one.shingles, two.shingles):
        return False
    if one.when is not None and two.when is not None and days_apart(one.when, two.when):
        late = one.is_present or two.is_present
        if not late or days_apart(one.when, two.when) > LATE_DAYS:
            return False
    return compatible_places(one.event, two.event) and one.event.fatalities == two.event.fatalities


def _agreements(one: Telling, two: Telling) -> tuple[str, ...]:
    shared = _shared(one.event, two.event)
    found = {
        "same place": same_point(one.event, two.event) or (_is_close(one.event, two.event) and _many_dead(one, two)),
        "same day": one.day is not None and two.day is not None,
        "same attackers": shared[0] and one.event.event_type is EventType.ASSAULT,
        "same people": shared[0] and one.event.event_type is not EventType.ASSAULT,
        "same target": shared[1],
        "same toll": _same_toll(one.event, two.event),
        "same weapon": one.event.mode is not None and one.event.mode == two.event.mode,
    }
    return tuple(phrase for phrase, holds in found.items() if holds)


def _is_enough(one: Telling, two: Telling, agree: tuple[str, ...]) -> bool:
    """A point and somebody or something, or both sides where one knows only the country or no place."""
    people = sum(_shared(one.event, two.event))
    if "same place" in agree:
        return people > 0 or _same_detail(one.event, two.event)
    if _one_knows_only_the_country(one.event, two.event):
        return people > 1 or (people > 0 and "same toll" in agree)
    return _one_knows_no_place(one.event, two.event) and people > 0 and {"same toll", "same day"} <= set(agree)


def _is_close(one: Event, two: Event) -> bool:
    """A camp or a village may be told as the town that it lies at."""
    return any(
        here.precision in POINTS and there.precision in POINTS and kilometres(here, there) <= NEAR_PLACE_KM
        for here in one.where
        for there in two.where
    )


def _many_dead(one: Telling, two: Telling) -> bool:
    return _same_toll(one.event, two.event) and (one.event.fatalities or 0) > FEW


def _same_days(one: Telling, two: Telling) -> bool:
    """At least one knows the day; a week that the other tells of may hold it."""
    if one.when is None or two.when is None or not overlap(one.when, two.when):
        return False
    known = {one.when.precision, two.when.precision}
    return known <= FINE_DATES or (known <= DATED and bool(known & FINE_DATES))


def _one_knows_no_place(one: Event, two: Event) -> bool:
    return not one.where or not two.where


def _one_knows_only_the_country(one: Event, two: Event) -> bool:
    """And that from its context alone."""
    for coarse, fine in ((one, two), (two, one)):
        if coarse.place_precision is PlacePrecision.COUNTRY and is_inferred(coarse, "place"):
            countries = {place.country for place in fine.where if place.precision is not PlacePrecision.COUNTRY}
            return bool(countries & {place.country for place in coarse.where})
    return False


def _same_toll(one: Event, two: Event) -> bool:
    return bool(one.fatalities) and one.fatalities == two.fatalities


def compatible_tolls(one: Event, two: Event) -> bool:
    """The same, nearly the same, or risen since; acts that are counted are as many."""
    if one.count is not None and two.count is not None and one.count != two.count:
        return False
    first, second = one.fatalities, two.fatalities
    if first is None or second is None:
        return True
    return first <= second <= RISING * first or abs(first - second) <= SIMILAR_TOLL * max(first, second)


def _same_weapon(one: Telling, two: Telling) -> bool:
    """A toll that is the same, if it is not small, outweighs what the weapon is called."""
    return compatible_modes(one.event, two.event) or (
        {one.event.mode, two.event.mode} <= WEAPONS and _many_dead(one, two)
    )


def _same_detail(one: Event, two: Event) -> bool:
    """One names nobody, but it is the same weapon or the same number of dead."""
    if _actors(one, "source", "target", "participant") and _actors(two, "source", "target", "participant"):
        return False
    return _same_toll(one, two) or (one.mode is not None and one.mode == two.mode)


def _different_acts(one: Telling, two: Telling) -> bool:
    """The taking of a town is not the killing of people there."""
    if one.event.event_type is not EventType.ASSAULT:
        return False
    acts = [_acts(telling) for telling in (one, two)]
    return bool(acts[0] and acts[1] and not acts[0] & acts[1])


def _acts(telling: Telling) -> frozenset[str]:
    return frozenset(name for name, words in (("taking", TAKING), ("killing", KILLING)) if telling.words & words)


def _no_role_conflicts(one: Event, two: Event) -> bool:
    sources = [_actors(event, "source", "participant") for event in (one, two)]
    targets = [_actors(event, "target") for event in (one, two)]
    if _kin(sources[0], targets[1]) and _kin(sources[1], targets[0]):
        return False
    return all(not here or not there or _kin(here, there) > 0 for here, there in (sources, targets))


def _shared(one: Event, two: Event) -> tuple[int, int]:
    """How many actors the two have in common as those who act, and as those whom it is done to."""
    acting: tuple[Role, ...] = ("source", "participant")
    return (
        _kin(_actors(one, *acting), _actors(two, *acting)),
        _kin(_actors(one, "target"), _actors(two, "target")),
    )


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
        return any(is_umbrella(kind) and _may_hold(kind, group) for kind, group in ((one, two), (two, one)))
    return False


def is_umbrella(actor: Actor) -> bool:
    """“Syrian rebels”, "jihadists": a kind of armed people, not one group."""
    return actor.name.rpartition(" ")[2].casefold() in UMBRELLAS


def _may_hold(umbrella: Actor, group: Actor) -> bool:
    return bool(group.country) and umbrella.country in {"", group.country}
