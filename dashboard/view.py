"""What the reader is looking at: one frozen value, one URL, both ways.

The keys of the URL are a contract: links that people have sent to each other must open. Reading is lenient (it never
raises and says what it could not use); writing is canonical (equal views have equal queries).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import quote, unquote_plus

from etl.model import EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Lanes = Literal["actor", "country", "type"]
Panel = Literal["actor", "country", "type", "list"]  # what the lower panel shows: lanes, or the list

LONGEST_QUERY = 4096  # characters of a link that are read at all
LONGEST_VALUE = 80
MOST_VALUES = 40  # of one filter
SORTS = ("date", "type", "title", "place", "country", "actors", "fatalities", "confidence", "reports", "dataset")
DATE_RANGE = (dt.date(1000, 1, 1), dt.date(2999, 12, 31))
_ACTOR = re.compile(r"[^\x00-\x1f\x7f]{1,80}")
_MODE = re.compile(r"[A-Z]{3,12}\.[a-z-]{1,24}")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that a shared link carries, and nothing else; the field order is the order of the URL's keys.

    Filters: several values of one filter mean any of them; several filters mean all of them.
    """

    actors: tuple[str, ...] = ()  # actor=   actor ids
    countries: tuple[str, ...] = ()  # country=  ISO alpha-2 of the event's place
    coalitions: tuple[str, ...] = ()  # coalition=  actor ids of coalitions
    members: tuple[str, ...] = ()  # member=  actor ids of states, taking part while members of a coalition
    wide: bool = True  # wide=0: events of the coalition as a whole do not count for its members
    types: tuple[str, ...] = ()  # type=  PLOVER event types, or type.mode: "ASSAULT", "ASSAULT.aerial"
    statuses: tuple[str, ...] = ()  # status=
    datasets: tuple[str, ...] = ()  # dataset=
    publishers: tuple[str, ...] = ()  # publisher=
    precisions: tuple[str, ...] = ()  # precision=  place precisions; "none" = without a place
    since: dt.date | None = None  # from=  overlap with the event's interval
    until: dt.date | None = None  # to=
    undated: bool = False  # undated=1: only events without a date
    confidence: int = 0  # conf=  least overall confidence, percent
    text: str = ""  # q=
    bbox: tuple[float, float, float, float] | None = None  # bbox=west,south,east,north: only what the map shows
    lanes: Panel = "actor"  # lanes=
    sort: str = "-date"  # sort=  a column of the list, "-" before it: descending
    page: int = 1  # page=
    camera: tuple[float, float, float] | None = None  # view=latitude,longitude,zoom
    event: str | None = None  # event=  the selected event
    snapshot: str | None = None  # snap=  the snapshot that the link was made on

    def __post_init__(self) -> None:
        for field in FILTER_KEYS:
            object.__setattr__(self, field, tuple(sorted(set(getattr(self, field)))))

    @classmethod
    def from_query(cls, search: str | None) -> tuple[View, tuple[str, ...]]:
        """The view of a link, and what of it could not be used, each in words.

        >>> view, dropped = View.from_query("?country=IQ&from=2015-13-01")
        >>> view == View(countries=("IQ",)), dropped
        (True, ('from=2015-13-01',))
        """
        return _Reader(search or "").view()

    @property
    def query(self) -> str:
        """The canonical query without "?", empty for the whole data set."""
        return "&".join(f"{key}={value}" for key, value in _pairs(self))

    @property
    def filters(self) -> View:
        """Only what decides which events are seen: the key of every figure."""
        return replace(self, lanes="actor", sort="-date", page=1, camera=None, event=None, snapshot=None)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters.query)

    def sentence(self, label: Callable[[str, str], str]) -> str:
        """The view in words: "Air strikes by Australia in Iraq, September 2015 to March 2016".

        ``label(field, value)`` names a value of a filter for people.
        """
        return _sentence(self, label)


# field of the View → key of the URL; several values of a filter are a repeated key.
FILTER_KEYS = {
    "actors": "actor",
    "countries": "country",
    "coalitions": "coalition",
    "members": "member",
    "types": "type",
    "statuses": "status",
    "datasets": "dataset",
    "publishers": "publisher",
    "precisions": "precision",
}
KEYS = (
    *("actor", "country", "coalition", "member", "wide", "type", "status", "dataset", "publisher", "precision"),
    *("from", "to", "undated", "conf", "q", "bbox", "lanes", "sort", "page", "view", "event", "snap"),
)


def _number(value: float) -> str:
    return (
        f"{value:.3f}".rstrip("0").rstrip(".").replace("-0", "0", 1)
        if value == 0
        else f"{value:.3f}".rstrip("0").rstrip(".")
    )


def _escaped(value: str) -> str:
    return quote(value, safe="-._~:,").replace("%20", "+")


def _pairs(view: View) -> Iterator[tuple[str, str]]:
    yield from _values(view, "actors", "countries", "coalitions", "members")
    if not view.wide:
        yield "wide", "0"
    yield from _values(view, "types", "statuses", "datasets", "publishers", "precisions")
    yield from _window_pairs(view)
    yield from _reading_pairs(view)


def _values(view: View, *fields: str) -> Iterator[tuple[str, str]]:
    for field in fields:
        for value in getattr(view, field):
            yield FILTER_KEYS[field], _escaped(value)


def _reading_pairs(view: View) -> Iterator[tuple[str, str]]:
    """What decides how the seen events are shown, not which."""
    if view.lanes != "actor":
        yield "lanes", view.lanes
    if view.sort != "-date":
        yield "sort", view.sort
    if view.page > 1:
        yield "page", str(view.page)
    if view.camera:
        yield "view", ",".join(map(_number, view.camera))
    if view.event:
        yield "event", _escaped(view.event)
    if view.snapshot:
        yield "snap", _escaped(view.snapshot)


def _window_pairs(view: View) -> Iterator[tuple[str, str]]:
    if view.since:
        yield "from", view.since.isoformat()
    if view.until:
        yield "to", view.until.isoformat()
    if view.undated:
        yield "undated", "1"
    if view.confidence:
        yield "conf", str(view.confidence)
    if view.text:
        yield "q", _escaped(view.text)
    if view.bbox:
        yield "bbox", ",".join(map(_number, view.bbox))


def _actor(value: str) -> str | None:
    return value if _ACTOR.fullmatch(value) else None


def _country(value: str) -> str | None:
    value = value.upper()
    return value if re.fullmatch(r"[A-Z]{2}", value) else None


def _type(value: str) -> str | None:
    known = value in EventType.__members__ or (
        _MODE.fullmatch(value) and value.partition(".")[0] in EventType.__members__
    )
    return value if known else None


def _one_of(choices: Iterable[str]) -> Callable[[str], str | None]:
    allowed = frozenset(choices)
    return lambda value: value if value in allowed else None


# field → how one value is read: None where it cannot be used.
_VALUES: dict[str, Callable[[str], str | None]] = {
    "actors": _actor,
    "countries": _country,
    "coalitions": _actor,
    "members": _actor,
    "types": _type,
    "statuses": _one_of(Status),
    "datasets": _actor,
    "publishers": _actor,
    "precisions": _one_of(PlacePrecision),
}


def _date(value: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else None
    except ValueError:
        return None
    return day if day and DATE_RANGE[0] <= day <= DATE_RANGE[1] else None


def _whole(value: str, least: int, most: int) -> int | None:
    """Digits within limits; None for anything else.

    >>> _whole("60", 0, 100), _whole("6e1", 0, 100), _whole("101", 0, 100)
    (60, None, None)
    """
    number = int(value) if re.fullmatch(r"\d{1,6}", value, re.ASCII) else -1
    return number if least <= number <= most else None


def _numbers(value: str, count: int, digits: int) -> tuple[float, ...] | None:
    try:
        numbers = tuple(round(float(part), digits) + 0.0 for part in value.split(","))
    except (ValueError, OverflowError):
        return None
    return numbers if len(numbers) == count and all(map(math.isfinite, numbers)) else None


def _bbox(value: str) -> tuple[float, float, float, float] | None:
    numbers = _numbers(value, 4, 2)
    if not numbers:
        return None
    west, south, east, north = numbers
    fits = -180 <= west <= 180 and -180 <= east <= 180 and west != east and -90 <= south < north <= 90
    return (west, south, east, north) if fits else None


def _camera(value: str) -> tuple[float, float, float] | None:
    numbers = _numbers(value, 3, 3)
    if not numbers:
        return None
    latitude, longitude, zoom = numbers
    return (latitude, longitude, zoom) if abs(latitude) <= 86 and abs(longitude) <= 180 and 0 <= zoom <= 22 else None


def _sort(value: str) -> str | None:
    return value if value.removeprefix("-") in SORTS else None


def _words(value: str) -> str | None:
    return value if _ACTOR.fullmatch(value) else None


def _lanes(value: str) -> str | None:
    return value if value in get_args(Panel) else None


_YES_OR_NO = {"0": False, "1": True}
# key of the URL → (field of the View, how its value is read)
_SINGLE: dict[str, tuple[str, Callable[[str], object | None]]] = {
    "wide": ("wide", _YES_OR_NO.get),
    "from": ("since", _date),
    "to": ("until", _date),
    "undated": ("undated", _YES_OR_NO.get),
    "conf": ("confidence", lambda value: _whole(value, 0, 100)),
    "q": ("text", _words),
    "bbox": ("bbox", _bbox),
    "lanes": ("lanes", _lanes),
    "sort": ("sort", _sort),
    "page": ("page", lambda value: _whole(value, 1, 999_999)),
    "view": ("camera", _camera),
    "event": ("event", _words),
    "snap": ("snapshot", _words),
}
_FIELDS = {key: field for field, key in FILTER_KEYS.items()}


class _Reader:
    """One pass over a link, collecting what can be used and naming what cannot."""

    def __init__(self, search: str) -> None:
        self._search = search.removeprefix("?")
        self._values: dict[str, list[str]] = {}
        self._single: dict[str, object] = {}
        self._dropped: list[str] = []

    def view(self) -> tuple[View, tuple[str, ...]]:
        if len(self._search) > LONGEST_QUERY:
            self._dropped.append(f"everything after the first {LONGEST_QUERY:,} characters")
        for part in self._search[:LONGEST_QUERY].split("&"):
            if part:
                self._take(part)
        self._order_window()
        filters = {field: tuple(values) for field, values in self._values.items()}
        return View(**filters, **self._single), tuple(dict.fromkeys(self._dropped))  # type: ignore[arg-type]  # each value was read by its own field's reader

    def _take(self, part: str) -> None:
        key, _, raw = part.partition("=")
        value = unquote_plus(raw, errors="replace").strip()
        if not value and key in KEYS:
            return  # "actor=" asks for nothing
        if key in _FIELDS:
            usable = self._add(_FIELDS[key], value)
        elif key in _SINGLE:
            usable = self._set(key, value)
        else:
            usable = False
        if not usable:
            self._dropped.append(_shown(part))

    def _add(self, field: str, value: str) -> bool:
        usable = _VALUES[field](value) if value.isprintable() else None
        values = self._values.setdefault(field, [])
        if usable is None or (len(values) >= MOST_VALUES and usable not in values):
            return False
        values.append(usable)
        return True

    def _set(self, key: str, value: str) -> bool:
        field, read = _SINGLE[key]
        usable = read(value) if value.isprintable() else None
        if usable is None or field in self._single:
            return False
        self._single[field] = usable
        return True

    def _order_window(self) -> None:
        since, until = self._single.get("since"), self._single.get("until")
        if isinstance(since, dt.date) and isinstance(until, dt.date) and since > until:
            self._single["since"], self._single["until"] = until, since
            self._dropped.append("the order of from and to (the dates were swapped)")


def _shown(part: str) -> str:
    """A piece of a link as a notice may quote it: short and printable."""
    text = "".join(c if c.isprintable() else "�" for c in unquote_plus(part, errors="replace"))
    return text if len(text) <= 60 else text[:59] + "…"


def _listed(values: Iterable[str], last: str = "or") -> str:
    """Names in one phrase.

    >>> _listed(["Iraq", "Syria", "Turkey"])
    'Iraq, Syria or Turkey'
    """
    *head, tail = values
    return f"{', '.join(head)} {last} {tail}" if head else tail


def day_in_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def window_in_words(since: dt.date | None, until: dt.date | None) -> str:
    """A window as people say it.

    >>> window_in_words(dt.date(2015, 9, 1), dt.date(2016, 3, 31))
    'September 2015 to March 2016'
    >>> window_in_words(dt.date(2015, 9, 5), None)
    'since 5 September 2015'
    """
    if since and until:
        whole_months = since.day == 1 and (until + dt.timedelta(days=1)).day == 1
        if whole_months and (since.year, since.month) == (until.year, until.month):
            return f"{since:%B %Y}"
        if whole_months:
            return f"{since:%B %Y} to {until:%B %Y}"
        return day_in_words(since) if since == until else f"{day_in_words(since)} to {day_in_words(until)}"
    if since:
        return f"since {day_in_words(since)}"
    return f"until {day_in_words(until)}" if until else ""


def _sentence(view: View, label: Callable[[str, str], str]) -> str:
    def names(field: str) -> list[str]:
        return [label(field, value) for value in getattr(view, field)]

    what = _listed(names("types")) if view.types else "Events" if view.is_filtered else "All events"
    who = f" by {_listed(names('actors'))}" if view.actors else ""
    members = f"{' with' if who else ' by'} {_listed(names('members'))}" if view.members else ""
    coalition = f" of the {_listed(names('coalitions'))}" if view.coalitions else ""
    alone = " (acting by name)" if not view.wide and (view.members or view.coalitions) else ""
    where = f" in {_listed(names('countries'))}" if view.countries else ""
    text = f" containing “{view.text}”" if view.text else ""
    tail = [
        window_in_words(view.since, view.until),
        "without a date" if view.undated else "",
        _listed(name.lower() for name in names("statuses")) if view.statuses else "",
        f"from {_listed(names('datasets'))}" if view.datasets else "",
        f"published by {_listed(names('publishers'))}" if view.publishers else "",
        f"place known as {_listed(name.lower() for name in names('precisions'))}" if view.precisions else "",
        f"confidence at least {view.confidence}%" if view.confidence else "",
        "on the map's part of the world" if view.bbox else "",
    ]
    return ", ".join([f"{what}{who}{members}{coalition}{alone}{where}{text}", *filter(None, tail)])
