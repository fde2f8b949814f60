"""What a decision chose, in plain words: codes of types, countries, precisions and days are spelled out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from dashboard import labels
from etl.model import EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROLES: Final = {"source": "acting", "target": "acted on", "participant": "taking part"}
SAME: Final = "the event told before"
PLACE: Final = re.compile(r"(?P<names>[^()]*?)(?:, (?P<country>[A-Z]{2}))?(?: \((?P<precision>[a-z0-9]+)\))?")
ACTOR: Final = re.compile(r"(?P<name>.*) \((?P<role>[a-z]+)\)", re.DOTALL)
DAYS: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:/(\d{4}-\d\d-\d\d))?", re.ASCII)
MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)
WEEK: Final = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)


def answer(kind: str, chosen: str, countries: Mapping[str, str]) -> str:
    """An answer for people; one that is in no known form stays as it is. ``countries``: the names by code.

    >>> answer("trigger", "ASSAULT · aerial · occurred", {})
    'Air strike · occurred'
    >>> answer("place", "Hit, Anbar, IQ (near)", {"IQ": "Iraq"})
    'Hit, Anbar, Iraq (near a place)'
    >>> answer("actor", "Islamic State (target)", {})
    'Islamic State (acted on)'
    >>> answer("time", "2016-04-01/2016-04-30", {}), answer("time", "2016-W42", {})
    ('April 2016', 'week 42 of 2016')
    """
    read = READERS.get(kind)
    return read(chosen, countries) if read else chosen


def _trigger(chosen: str, _countries: Mapping[str, str]) -> str:
    if chosen.startswith("ev_"):
        return SAME
    event_type, *rest = chosen.split(" · ")
    if event_type not in EventType.__members__:
        return chosen
    status = rest.pop() if rest and rest[-1] in set(Status) else None
    words = labels.kind(event_type, rest[0] if rest else None)
    return f"{words} · {labels.STATUSES[Status(status)].lower()}" if status else words


def _places(chosen: str, countries: Mapping[str, str]) -> str:
    return "; ".join(_place(place, countries) for place in chosen.split("; "))


def _place(chosen: str, countries: Mapping[str, str]) -> str:
    found = PLACE.fullmatch(chosen)
    precision = found["precision"] if found else None
    if found is None or (precision and precision not in set(PlacePrecision)):
        return chosen
    country = countries.get(found["country"] or "", found["country"])
    names = ", ".join(dict.fromkeys(part for part in (found["names"], country) if part))
    return f"{names} ({labels.PLACE_PRECISIONS[PlacePrecision(precision)].lower()})" if precision else names


def _actor(chosen: str, _countries: Mapping[str, str]) -> str:
    found = ACTOR.fullmatch(chosen)
    return f"{found['name']} ({ROLES[found['role']]})" if found and found["role"] in ROLES else chosen


def _time(chosen: str, _countries: Mapping[str, str]) -> str:
    if week := WEEK.fullmatch(chosen):
        return f"week {int(week[2])} of {week[1]}"
    if month := MONTH.fullmatch(chosen):
        return f"{labels.MONTHS[int(month[2]) - 1]} {month[1]}"
    days = DAYS.fullmatch(chosen)
    try:
        start, end = (dt.date.fromisoformat(day) for day in (days[1], days[2] or days[1])) if days else (None, None)
    except ValueError:
        return chosen
    return labels.date(start, end, "days") if start and end else chosen


READERS: Final[dict[str, Callable[[str, Mapping[str, str]], str]]] = {
    "trigger": _trigger,
    "place": _places,
    "actor": _actor,
    "time": _time,
}
