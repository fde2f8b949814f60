"""Events as NumPy columns: what is filtered and counted, one row an event, by first day and id, undated ones last.

A text column holds ranks: its texts are sorted, so that sorting by the number sorts by the text; 0 is "no text".
An event's several values (actors, countries, points …) are a *set*: the event holds the number of its set, a small
table says what is in each set.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from etl.model import ActorId, DatePrecision, Event, EventType, Place, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from etl.model import Membership
    from etl.snapshot.contents import Canonical

DATE_PRECISIONS: Final = tuple(DatePrecision)
EVENT_TYPES: Final = tuple(EventType)
PLACE_PRECISIONS: Final = tuple(PlacePrecision)
STATUSES: Final = tuple(Status)
NOT_A_DOT: Final = frozenset({PlacePrecision.COUNTRY, PlacePrecision.NONE})
UNKNOWN: Final = -1  # in the column of fatalities


@dataclass(frozen=True, slots=True)
class Columns:
    """Arrays by name (each a file of the snapshot) and the texts that their numbers stand for."""

    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    texts: dict[str, list[Any]] = field(default_factory=dict)


def columns(contents: Canonical) -> Columns:
    made = Columns()
    events = contents.events
    _add_scalars(made, events)
    _add_texts(made, contents)
    _add_sets(made, contents)
    return made


def _add_scalars(made: Columns, events: Sequence[Event]) -> None:
    scalars: tuple[tuple[str, str, Callable[[Event], int]], ...] = (
        ("start", "i4", lambda event: event.when.start.toordinal() if event.when else 0),
        ("end", "i4", lambda event: event.when.end.toordinal() if event.when else 0),
        ("date_precision", "u1", lambda event: _DATE[event.when.precision if event.when else DatePrecision.UNKNOWN]),
        ("type", "u1", lambda event: _TYPE[event.event_type]),
        ("status", "u1", lambda event: _STATUS[event.status]),
        ("place_precision", "u1", lambda event: _PLACE[event.place_precision]),
        ("confidence", "u1", lambda event: percent(event.confidence.overall)),
        ("fatalities", "i4", lambda event: UNKNOWN if event.fatalities is None else min(event.fatalities, 2**31 - 1)),
        ("reports", "u2", lambda event: min(len(event.reports), 2**16 - 1)),
    )
    for name, kind, value in scalars:
        made.arrays[name] = np.fromiter(map(value, events), dtype=kind, count=len(events))
    kinds = sorted({(event.event_type.value, event.mode or "") for event in events})
    made.texts["kind"] = [list(kind) for kind in kinds]
    number = {kind: index for index, kind in enumerate(kinds)}
    made.arrays["kind"] = np.array([number[event.event_type.value, event.mode or ""] for event in events], dtype="u2")
    made.arrays["event_id"] = (
        np.array([event.event_id.encode() for event in events], dtype="S") if events else _no_ids()
    )


def _no_ids() -> np.ndarray:
    return np.zeros(0, dtype="S15")


def percent(share: float) -> int:
    """Whole percent, rounded half up: what the page shows and what its filter compares."""
    return max(0, min(100, int(share * 100 + 0.5)))


_DATE = {value: index for index, value in enumerate(DATE_PRECISIONS)}
_TYPE = {value: index for index, value in enumerate(EVENT_TYPES)}
_STATUS = {value: index for index, value in enumerate(STATUSES)}
_PLACE = {value: index for index, value in enumerate(PLACE_PRECISIONS)}


# ---- texts


def place_text(event: Event) -> str:
    """The names of its places, each once, in the text's order."""
    return "; ".join(dict.fromkeys(place.name for place in event.where))


def side_text(event: Event, *roles: str) -> str:
    return "; ".join(dict.fromkeys(part.actor.name for part in event.participants if part.role in roles))


def _add_texts(made: Columns, contents: Canonical) -> None:
    names = {code: country.name for code, country in contents.countries.items()}
    texts: dict[str, Callable[[Event], str]] = {
        "dataset": lambda event: event.dataset,
        "place": place_text,
        "country": lambda event: "; ".join(names[code] for code in countries(event)),
        "doers": lambda event: side_text(event, "source", "participant"),
        "targets": lambda event: side_text(event, "target"),
    }
    for name, value in texts.items():
        found = [value(event) for event in contents.events]
        ranked = ["", *sorted(set(found) - {""}, key=lambda text: (text.casefold(), text))]
        rank = {text: index for index, text in enumerate(ranked)}
        made.arrays[name] = np.array([rank[text] for text in found], dtype="u4")
        made.texts[name] = ranked


# ---- sets


def countries(event: Event) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.country for place in event.where if place.country))


def actors(event: Event) -> tuple[ActorId, ...]:
    return tuple(dict.fromkeys(part.actor.actor_id for part in event.participants))


def _add_sets(made: Columns, contents: Canonical) -> None:
    publishers = {article_id: article.publisher for article_id, article in contents.articles.items()}
    belonging = Belonging(contents)
    sides = [belonging.of(event) for event in contents.events]
    members: dict[str, Sequence[Iterable[Hashable]]] = {
        "actors": [actors(event) for event in contents.events],
        "countries": [countries(event) for event in contents.events],
        "publishers": [{publishers.get(r.article_id) for r in event.reports} - {None, ""} for event in contents.events],
        "coalitions": [side.coalitions for side in sides],
        "members": [side.members for side in sides],
        "members_wide": [side.members | side.wide for side in sides],
        "points": [points(event) for event in contents.events],
    }
    for name, sets in members.items():
        values = _add_set(made, name, sets)
        if name == "points":
            _add_points(made, values, contents.events)
        else:
            made.texts[name] = values


def _add_set(made: Columns, name: str, sets: Sequence[Iterable[Hashable]]) -> list[Any]:
    """The numbers of the events' sets, and the sets one after the other; its values, sorted."""
    values: list[Any] = sorted({value for members in sets for value in members})
    number = {value: index for index, value in enumerate(values)}
    coded = [tuple(sorted(number[value] for value in members)) for members in sets]
    distinct = sorted(set(coded))
    which = {members: index for index, members in enumerate(distinct)}
    made.arrays[f"{name}.set"] = np.array([which[members] for members in coded], dtype="u4")
    made.arrays[f"{name}.offset"] = np.cumsum([0, *map(len, distinct)]).astype("i8")
    made.arrays[f"{name}.value"] = np.array([value for members in distinct for value in members], dtype="u4")
    return values


Point = tuple[float, float, int]  # latitude, longitude, index of the precision


def points(event: Event) -> tuple[Point, ...]:
    """Where the event is drawn: nowhere if any of its places is a whole country."""
    if event.place_precision in NOT_A_DOT:
        return ()
    return tuple(dict.fromkeys(_point(place) for place in event.where))


def _point(place: Place) -> Point:
    return (place.latitude + 0.0, place.longitude + 0.0, _PLACE[place.precision])


def _add_points(made: Columns, values: Sequence[Point], events: Sequence[Event]) -> None:
    """One row a point: where it is, how sure, how wide (the widest told) and what most events call it."""
    names: dict[Point, Counter[str]] = {point: Counter() for point in values}
    radii: dict[Point, float] = {}
    for event in events:
        for place in event.where:
            point = _point(place)
            if point in names:
                names[point][place.name] += 1
                radii[point] = max(radii.get(point, -1.0), place.radius_km if place.radius_km is not None else -1.0)
    array = np.array(values, dtype="f8").reshape(-1, 3)
    made.arrays["point.latitude"], made.arrays["point.longitude"] = array[:, 0].copy(), array[:, 1].copy()
    made.arrays["point.precision"] = array[:, 2].astype("u1")
    radius = np.array([radii[point] for point in values], dtype="f8")
    made.arrays["point.radius_km"] = np.where(radius < 0, np.nan, radius)
    made.texts["point"] = [min(names[point], key=lambda name: (-names[point][name], name)) for point in values]


# ---- who belongs to which coalition on the day


@dataclass(frozen=True, slots=True)
class Sides:
    """``members`` take part themselves while members; ``wide`` are members of a coalition that takes part as a whole."""

    coalitions: frozenset[str]
    members: frozenset[str]
    wide: frozenset[str]


class Belonging:
    """Dated membership: an event counts for those who were members on its day (any of its days; ever, if undated)."""

    def __init__(self, contents: Canonical) -> None:
        self._actors = contents.actors
        self._by_member: dict[str, list[Membership]] = {}
        self._by_coalition: dict[str, list[Membership]] = {}
        for membership in contents.memberships:
            self._by_member.setdefault(membership.member, []).append(membership)
            self._by_coalition.setdefault(membership.coalition, []).append(membership)
        self._known: dict[Hashable, Sides] = {}

    def of(self, event: Event) -> Sides:
        days = (event.when.start, event.when.end) if event.when else None
        key = (frozenset(actors(event)), days)
        if key not in self._known:
            self._known[key] = self._sides(event)
        return self._known[key]

    def _sides(self, event: Event) -> Sides:
        acting = {superior for actor_id in actors(event) for superior in chain(actor_id, self._actors)}
        joined = [m for actor_id in acting for m in self._by_member.get(actor_id, ()) if _lasts(m, event)]
        whole = {actor_id for actor_id in acting if self._is_coalition(actor_id)}
        wide = [m for coalition in whole for m in self._by_coalition.get(coalition, ()) if _lasts(m, event)]
        return Sides(
            coalitions=frozenset({m.coalition for m in joined} | whole),
            members=frozenset(m.member for m in joined),
            wide=frozenset(m.member for m in wide),
        )

    def _is_coalition(self, actor_id: ActorId) -> bool:
        known = self._actors.get(actor_id)
        return actor_id in self._by_coalition or (known is not None and known.kind == "coalition")


def chain(actor_id: ActorId, known: Mapping[ActorId, Any]) -> tuple[ActorId, ...]:
    """The actor, whom it acts for, whom that acts for …"""
    found: list[ActorId] = []
    current: ActorId | None = actor_id
    while current and current not in found:
        found.append(current)
        current = known[current].acts_for if current in known else None
    return tuple(found)


def _lasts(membership: Membership, event: Event) -> bool:
    if event.when is None:
        return True
    return membership.joined <= event.when.end and (membership.left is None or event.when.start < membership.left)
