"""Whether two tellings of one article are one happening: nothing speaks against it, and enough speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.merging.sameness import (
    EXPECTED,
    FINE_DATES,
    HAPPENED,
    VERBAL,
    compatible_modes,
    compatible_places,
    days_apart,
    same_point,
)
from etl.model import DatePrecision, EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.merging.telling import Telling
    from etl.model import Event

PRESENT_DAYS: Final = 7  # news without a date may be about the days before
SIMILAR_TOLL: Final = 0.2
ENOUGH: Final = 2.5
MANY: Final = 3  # acts that are told at once are hardly the one of another sentence
REFERS_BACK: Final = 3.0
BLASTS: Final = frozenset({"explosion", "blast"})
WORDS_OF_ONE_ACT: Final = (
    frozenset({"blast", "explosion", "bombing", "bomb", "explode", "detonate", "blow", "detonation"}),
    frozenset({"strike", "airstrike", "raid", "bombardment", "bombard"}),
    frozenset({"shelling", "shell", "bombardment", "bombard", "rocket"}),
    frozenset({"shoot", "shooting", "fire", "gunfire"}),
    frozenset({"meeting", "meet", "talks", "talk", "summit", "conference"}),
    frozenset({"clash", "fighting", "fight", "battle"}),
    frozenset({"massacre", "execute", "execution", "killing", "murder"}),
)


def contradiction(one: Telling, two: Telling) -> str | None:
    """What speaks against one happening, in words; None where nothing does."""
    return next((reason for reason, holds in CONTRADICTIONS if holds(one, two)), None)


def contradicted(one: Telling, two: Telling) -> str | None:
    """What speaks against ``two`` being a mention of ``one``, though it refers back to it."""
    return next((reason for reason, holds in SAID_OTHERWISE if holds(one, two)), None)


def grounds(one: Telling, two: Telling, *, refers_back: bool = False) -> tuple[float, tuple[str, ...]]:
    """What speaks for one happening, as a weight and in words; no words where it is not enough."""
    found = [(ground.phrase, ground.weight(one, two)) for ground in GROUNDS]
    if refers_back:
        found.append(("it refers back to it", REFERS_BACK))
        enough = True
    elif one.event.event_type in VERBAL:
        shared = one.named & two.named
        enough = bool(shared) and len(shared) == min(len(one.named), len(two.named))
    elif one.event.event_type in {EventType.CONSULT, EventType.AGREE}:
        shared = one.named & two.named
        closer = _place(one, two) >= 1 or two.reference == "the" or _sentence(one, two) > 0
        enough = len(shared) > 1 or (bool(shared) and closer)
    else:
        enough = sum(weight for _, weight in found) >= ENOUGH
    phrases = tuple(phrase for phrase, weight in found if weight >= 1) if enough else ()
    return sum(weight for _, weight in found), phrases


def _other_type(one: Telling, two: Telling) -> bool:
    return one.event.event_type is not two.event.event_type


def _other_status(one: Telling, two: Telling) -> bool:
    both = {one.event.status, two.event.status}
    return len(both) > 1 and not both <= HAPPENED and not both <= EXPECTED


def _one_more(_: Telling, two: Telling) -> bool:
    return two.reference == "another"


def _other_day(one: Telling, two: Telling) -> bool:
    """Days that are both said; a week may hold the day; news of the present may be about the week before."""
    if one.when is None or two.when is None:
        return one.when is not two.when
    apart = days_apart(one.when, two.when)
    if one.event.status is Status.AGGREGATE:
        return one.when.start != two.when.start
    if not (one.when_said and two.when_said):
        late = (one.is_present or two.is_present) and one.event.event_type not in VERBAL
        return apart > (PRESENT_DAYS if late else 0)
    fine = [when.precision in FINE_DATES for when in (one.when, two.when)]
    if all(fine):
        return apart > 0
    if not any(fine):
        return (one.when.start, one.when.end) != (two.when.start, two.when.end)
    coarse = one.when if fine[1] else two.when
    return apart > 0 or coarse.precision is not DatePrecision.WEEK


def _said_other_day(one: Telling, two: Telling) -> bool:
    if one.when is None or two.when is None or not two.when_said:
        return False
    return days_apart(one.when, two.when) > (PRESENT_DAYS if one.is_present else 0)


def _other_place(one: Telling, two: Telling) -> bool:
    """Only places that both say."""
    return one.where_said and two.where_said and not compatible_places(one.event, two.event)


def _other_weapon(one: Telling, two: Telling) -> bool:
    """An explosion may be a shell's or a rocket's, and "the operation" of those who acted is theirs."""
    if compatible_modes(one.event, two.event) or any(item.words <= BLASTS for item in (one, two)):
        return False
    return two.reference != "the" or not one.sources & two.sources


def _other_people(one: Telling, two: Telling) -> bool:
    """No role is filled by others, and who acts in one is not who suffers in the other."""
    if one.sources & two.targets and two.sources & one.targets:
        return True
    if one.event.event_type is EventType.CONSULT and one.sources and two.sources:
        shared = one.sources & two.sources
        return len(shared) < 2 and not one.sources <= two.sources and not two.sources <= one.sources
    if one.sources and two.sources and not one.sources & two.sources:
        return True
    return bool(one.targets and two.targets and not one.targets & two.targets and not one.sources & two.sources)


def _other_toll(one: Telling, two: Telling) -> bool:
    first, second = one.event.fatalities, two.event.fatalities
    if first is None or second is None:
        return False
    return abs(first - second) > SIMILAR_TOLL * max(first, second)


def _other_toll_than_told(one: Telling, two: Telling) -> bool:
    """Unless it says itself that it is the toll: "the toll rose to 20"."""
    return _other_toll(one, two) and not two.words & {"toll", "dead", "casualty", "death"} and two.reference != "the"


def _other_count(one: Telling, two: Telling) -> bool:
    """Acts that are counted one by one are told one by one."""
    first, second = one.event.count, two.event.count
    if first is None or second is None:
        several = first or second or 0
        sum_of_it = several > 1 and _is_finer(two.event, one.event)
        return two.reference != "the" and (sum_of_it or several > MANY) and not one.sentences & two.sentences
    return first != second or not _place(one, two) >= 1


def _is_finer(one: Event, two: Event) -> bool:
    """At a more exact place: a part of what is summed up."""
    order = list(PlacePrecision)
    return order.index(one.place_precision) < order.index(two.place_precision)


CONTRADICTIONS: Final[tuple[tuple[str, Callable[[Telling, Telling], bool]], ...]] = (
    ("another kind of act", _other_type),
    ("another status", _other_status),
    ("told as one more", _one_more),
    ("another day", _other_day),
    ("another place", _other_place),
    ("another weapon", _other_weapon),
    ("other people", _other_people),
    ("another toll", _other_toll),
    ("another number of acts", _other_count),
)
SAID_OTHERWISE: Final[tuple[tuple[str, Callable[[Telling, Telling], bool]], ...]] = (
    ("told as one more", _one_more),
    ("another day", _said_other_day),
    ("another place", _other_place),
    ("another toll", _other_toll_than_told),
)


def _toll(one: Telling, two: Telling) -> float:
    killed = one.event.fatalities
    return 0 if not killed or killed != two.event.fatalities else 3 if killed > 2 else 2


def _place(one: Telling, two: Telling) -> float:
    """Two points that are said, or one that the story has anyway; a province or a country says little."""
    said = one.where_said + two.where_said
    if same_point(one.event, two.event):
        return float(said)
    provinces = [
        {
            (place.country, place.admin1 or place.name)
            for place in telling.event.where
            if place.precision in {PlacePrecision.ADM1, PlacePrecision.REGION}
        }
        for telling in (one, two)
    ]
    return said / 2 if provinces[0] & provinces[1] else 0


def _day(one: Telling, two: Telling) -> float:
    return float(one.day is not None and two.day is not None and days_apart(one.day, two.day) == 0)


def _actors(one: Telling, two: Telling) -> float:
    sources, targets = one.sources & two.sources, one.targets & two.targets
    if sources or targets:
        return 2 + bool(sources and targets)
    return 0.5 * bool((one.named | one.others) & (two.named | two.others))


def _victims(one: Telling, two: Telling) -> float:
    return 0.5 * bool(one.victims & two.victims)


def _weapon(one: Telling, two: Telling) -> float:
    return float(one.event.mode is not None and one.event.mode == two.event.mode)


def _word(one: Telling, two: Telling) -> float:
    if one.words & two.words:
        return 1
    return float(any(one.words & kin and two.words & kin for kin in WORDS_OF_ONE_ACT))


def _definite(_: Telling, two: Telling) -> float:
    return 1.5 * (two.reference == "the")


def _scene(_: Telling, two: Telling) -> float:
    """Neither its own place nor its own time."""
    return 0 if two.where_said or two.when_said else 0.5 if two.is_present else 1


def _sentence(one: Telling, two: Telling) -> float:
    """One sentence, unless a definite noun refers to something before it."""
    return 2.0 * bool(one.sentences & two.sentences and "the" not in {one.reference, two.reference})


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that two tellings agree in; less than a point is worth no words."""

    phrase: str
    weight: Callable[[Telling, Telling], float]


GROUNDS: Final = (
    Ground("same toll", _toll),
    Ground("same place", _place),
    Ground("same day", _day),
    Ground("same people", _actors),
    Ground("same victims", _victims),
    Ground("same weapon", _weapon),
    Ground("the same word for it", _word),
    Ground("it is spoken of as known", _definite),
    Ground("one sentence", _sentence),
    Ground("the scene goes on", _scene),
)
