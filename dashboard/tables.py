"""The answers that the page draws: frozen tables, most of them parallel arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubbles:
    """One bubble per distinct (point, precision) under the filters without the bbox clause; parallel arrays, largest first.

    Events of precision country and none are not here.
    """

    longitude: np.ndarray  # float64 degrees
    latitude: np.ndarray
    count: np.ndarray  # int64 events
    fatalities: np.ndarray  # int64
    event_type: np.ndarray  # index into EventType, the commonest type there
    precision: np.ndarray  # index into PlacePrecision
    radius_km: np.ndarray  # float64, NaN where unknown
    name: tuple[str, ...]
    event_id: tuple[str, ...]  # the one event's id where count == 1, else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryBadge:
    """Country-level events of one country (the filters without the bbox clause)."""

    country: str  # ISO alpha-2
    name: str
    longitude: float  # where the badge stands: GeoNames' point of the country
    latitude: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Expected events per bin and event type, without the time window's own clause.

    An event counts for each bin by the share of its interval that lies there; the sum over all bins is the number of dated events.
    """

    edges: tuple[dt.date, ...]  # n + 1 days: week, month or year starts by the span of the data
    unit: str  # "day", "week", "month" or "year"
    counts: np.ndarray  # float64 (n, 16), columns in EventType's order


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet with its count under every other filter."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One refresh of the page. ``seen`` of ``total`` events pass every filter."""

    total: int
    seen: int
    without_place: int  # of the seen
    without_date: int
    first: dt.date | None  # extent of the snapshot's dated events
    last: dt.date | None
    bubbles: Bubbles
    badges: tuple[CountryBadge, ...]
    histogram: Histogram
    facets: dict[str, tuple[Option, ...]]  # keys: the View's filter fields "actors" ... "precisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event on a lane: a dot for a day, a bar from start to end for a vaguer date."""

    event_id: str
    start: dt.date
    end: dt.date
    precision: str
    event_type: str
    label: str  # "Air strikes · Ramadi · 5 Apr 2016"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The dated, seen events of one actor, country or type. Above the mark limit ``marks`` is empty and only ``density`` says how many."""

    value: str
    label: str
    count: int
    marks: tuple[Mark, ...]
    density: np.ndarray  # float64 (n,) per bin of the histogram's edges


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list."""

    event_id: str
    date: str  # "3 May 2016", "April 2016", "since Dec 2015", "no date"
    event_type: str
    mode: str | None
    status: str
    title: str  # "Iraqi army → Islamic State" in words: who did what to whom
    place: str
    country: str
    actors: str
    fatalities: int | None
    confidence: int  # percent
    reports: int
    dataset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of the list in the view's order; ``number`` is 1-based and within range even if the view's page is not."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """One report as the card shows it: the paragraph, and the spans to highlight, relative to the paragraph."""

    article_id: str
    title: str
    publisher: str | None
    published: dt.date | None
    url: str | None
    paragraph: str
    sentence: tuple[int, int]
    highlights: tuple[tuple[int, int, str], ...]  # start, end, kind of mention; sorted, not overlapping
    decisions: tuple[dict[str, Any], ...]  # mention, chosen, rule, because, rejected, score, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything about one event."""

    row: Row
    record: dict[str, Any]  # the event as `export` writes it
    origin: str | None
    excerpts: tuple[Excerpt, ...]
    position: int | None  # 1-based among the seen, in the list's order; None when filtered out
    seen: int
    previous: str | None
    next: str | None
