"""The filter widgets of the page ⇄ a View: which component holds which field, both ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from dashboard.view import FILTER_KEYS, LONGEST_VALUE, View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Widget:
    """One component: its id and property, its value for a view, and what it adds to a query."""

    component: str
    prop: str
    value: Callable[[View], Any]
    pairs: Callable[[Any], Iterator[tuple[str, str]]]


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _many(field: str, component: str | None = None, *, modes: bool | None = None) -> Widget:
    def value(view: View) -> list[str]:
        return [item for item in getattr(view, field) if modes is None or ("." in item) is modes]

    def pairs(given: object) -> Iterator[tuple[str, str]]:
        yield from ((FILTER_KEYS[field], item) for item in _strings(given))

    return Widget(f"f-{component or field}", "value", value, pairs)


def _day(field: str, key: str) -> Widget:
    def value(view: View) -> str | None:
        day = getattr(view, field)
        return day.isoformat() if day else None

    def pairs(given: object) -> Iterator[tuple[str, str]]:
        if isinstance(given, str) and given:
            yield key, given[:10]

    return Widget(f"f-{field}", "value", value, pairs)


def _switch(component: str, field: str, key: str, *, written: bool) -> Widget:
    """A switch that stands in the query only where it is ``written``, its unusual position."""

    def pairs(given: object) -> Iterator[tuple[str, str]]:
        if isinstance(given, bool) and given is written:
            yield key, "1" if written else "0"

    return Widget(component, "checked", lambda view: getattr(view, field), pairs)


def _confidence(given: object) -> Iterator[tuple[str, str]]:
    if isinstance(given, int | float) and 0 < given <= 100:
        yield "conf", str(int(given))


def _text(given: object) -> Iterator[tuple[str, str]]:
    if isinstance(given, str) and given.strip():
        yield "q", given.strip()[:LONGEST_VALUE]


def _box(given: object) -> Iterator[tuple[str, str]]:
    if isinstance(given, list) and len(given) == 4 and all(isinstance(n, int | float) for n in given):
        yield "bbox", ",".join(str(n) for n in given)


FILTERS = (
    Widget("f-text", "value", lambda view: view.text, _text),
    _many("actors"),
    _many("coalitions"),
    _many("members"),
    _switch("f-wide", "wide", "wide", written=False),
    _many("countries"),
    _many("types", modes=False),
    _many("types", "modes", modes=True),
    _day("since", "from"),
    _day("until", "to"),
    _switch("f-undated", "undated", "undated", written=True),
    Widget("f-conf", "value", lambda view: view.confidence, _confidence),
    _many("statuses"),
    _many("precisions"),
    _many("datasets"),
    _many("publishers"),
)
# The switch "only what the map shows" and the map's corners travel apart: the corners count only while it is on.
MAP_SWITCH = Widget("f-bbox", "checked", lambda view: view.bbox is not None, lambda _: iter(()))
MAP_CORNERS = Widget("bbox", "data", lambda view: list(view.bbox) if view.bbox else None, _box)
ALL = (*FILTERS, MAP_SWITCH, MAP_CORNERS)


def read(values: Sequence[Any]) -> View:
    """The filters of the page in the order of ``ALL``; values that a browser should not send are left out."""
    *filters, switch, corners = values
    pairs = [pair for widget, value in zip(FILTERS, filters, strict=True) for pair in widget.pairs(value)]
    if switch is True:
        pairs += MAP_CORNERS.pairs(corners)
    return View.from_query(urlencode(pairs))[0]


def write(view: View) -> list[Any]:
    """The values of ``ALL`` that show a view."""
    return [widget.value(view) for widget in ALL]
