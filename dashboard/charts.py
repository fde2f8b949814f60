"""One refresh of the page counted from a snapshot's columns: bubbles, badges, timeline, lanes."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard import labels
from dashboard.crossfilter import crossfilter
from dashboard.facets import by_value, facets
from dashboard.tables import Bubbles, CountryBadge, Histogram, Lane, Mark, Overview
from dashboard.timeline import timeline
from etl.model import DatePrecision, EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboard.crossfilter import Selection
    from dashboard.view import Lanes, View
    from etl.snapshot import Snapshot

MOST_MARKS: Final = 2_500  # over all lanes; above it the lanes show densities
MOST_LANES: Final = 40
TYPE_COUNT: Final = len(EventType)


@functools.lru_cache(maxsize=32)
def overview(snapshot: Snapshot, view: View) -> Overview:
    selections = crossfilter(snapshot).selections(view)
    seen = selections()
    on_map = selections("bbox")
    bins = timeline(snapshot)
    none = list(PlacePrecision).index(PlacePrecision.NONE)
    return Overview(
        total=snapshot.size,
        seen=len(seen),
        without_place=int(np.count_nonzero(seen.of(snapshot.columns["place_precision"]) == none)),
        without_date=len(seen) - int(np.searchsorted(seen.rows, snapshot.dated)),
        first=snapshot.first,
        last=snapshot.last,
        bubbles=_bubbles(snapshot, on_map),
        badges=_badges(snapshot, on_map),
        histogram=Histogram(edges=bins.days, unit=bins.unit, counts=bins.by_type(selections("window"))),
        facets=facets(snapshot, view, selections),
    )


def _bubbles(snapshot: Snapshot, selection: Selection) -> Bubbles:
    columns, points = snapshot.columns, snapshot.sets["points"]
    number = selection.of(points.number)
    per_set = np.bincount(number, minlength=points.sets)
    filled = np.flatnonzero(per_set)
    cells = number.astype(np.int64) * TYPE_COUNT + selection.of(columns["type"])
    by_type = np.bincount(cells, minlength=points.sets * TYPE_COUNT).reshape(-1, TYPE_COUNT)
    fatalities = np.maximum(selection.of(columns["fatalities"]), 0)
    count = points.spread(per_set, filled)
    shown = np.flatnonzero(count)
    shown = shown[np.argsort(-count[shown], kind="stable")]
    return Bubbles(
        longitude=columns["point.longitude"].take(shown),
        latitude=columns["point.latitude"].take(shown),
        count=count.take(shown),
        fatalities=points.spread(np.bincount(number, fatalities, points.sets), filled).take(shown).astype(np.int64),
        event_type=points.spread(by_type, filled).argmax(axis=1).take(shown),
        precision=columns["point.precision"].take(shown),
        radius_km=columns["point.radius_km"].take(shown),
        name=tuple(_point_names(snapshot).take(shown).tolist()),
        event_id=_only_ids(
            snapshot,
            count.take(shown),
            points.spread(np.bincount(number, selection.rows, points.sets), filled).take(shown),
        ),
    )


@functools.lru_cache(maxsize=4)
def _point_names(snapshot: Snapshot) -> np.ndarray:
    return np.array(snapshot.texts["point"], dtype=object)


def _only_ids(snapshot: Snapshot, count: np.ndarray, rows: np.ndarray) -> tuple[str, ...]:
    """The event's id where there is one, given the sum of the rows."""
    ids = [""] * len(count)
    for at in np.flatnonzero(count == 1).tolist():
        ids[at] = snapshot.event_id(int(rows[at]))
    return tuple(ids)


def _badges(snapshot: Snapshot, selection: Selection) -> tuple[CountryBadge, ...]:
    level = list(PlacePrecision).index(PlacePrecision.COUNTRY)
    whole = selection.of(snapshot.columns["place_precision"]) == level
    sets = snapshot.sets["countries"]
    counts = by_value(sets, selection.of(sets.number)[whole])
    badges = [
        CountryBadge(
            country=code, name=place.name, longitude=place.longitude, latitude=place.latitude, count=int(count)
        )
        for code, count in zip(sets.names, counts, strict=True)
        if count and (place := snapshot.countries[code])
    ]
    return tuple(sorted(badges, key=lambda badge: (-badge.count, badge.country)))


# ---- lanes


@functools.lru_cache(maxsize=32)
def lanes(snapshot: Snapshot, view: View, by: Lanes) -> tuple[Lane, ...]:
    seen = crossfilter(snapshot).selections(view)()
    rows = seen.rows[: np.searchsorted(seen.rows, snapshot.dated)]
    if by == "type":
        number, names = snapshot.columns["type"][rows], {e.value: labels.TYPES[e] for e in EventType}
        members = [(value, label, rows[number == index]) for index, (value, label) in enumerate(names.items())]
    else:
        members = list(_set_lanes(snapshot, rows, by))
    found = sorted((lane for lane in members if len(lane[2])), key=lambda lane: (-len(lane[2]), lane[1], lane[0]))[
        :MOST_LANES
    ]
    marked = sum(len(on_lane) for _, _, on_lane in found) <= MOST_MARKS
    return tuple(
        Lane(
            value=value,
            label=label,
            count=len(on_lane),
            marks=tuple(_mark(snapshot, row) for row in on_lane.tolist()) if marked else (),
            density=timeline(snapshot).density(on_lane),
        )
        for value, label, on_lane in found
    )


def _set_lanes(snapshot: Snapshot, rows: np.ndarray, by: Lanes) -> Iterator[tuple[str, str, np.ndarray]]:
    sets = snapshot.sets["actors" if by == "actor" else "countries"]
    number = sets.number[rows]
    counts = by_value(sets, number)
    for value in np.argsort(-counts, kind="stable")[:MOST_LANES].tolist():
        name = sets.names[value]
        label = snapshot.actors[name].name if by == "actor" else snapshot.countries[name].name
        wanted = np.arange(len(sets.names)) == value
        yield name, label, rows[sets.any_of(wanted)[number]]


def _mark(snapshot: Snapshot, row: int) -> Mark:
    columns, texts = snapshot.columns, snapshot.texts
    start, end = (dt.date.fromordinal(int(columns[name][row])) for name in ("start", "end"))
    event_type, mode = texts["kind"][columns["kind"][row]]
    precision = list(DatePrecision)[columns["date_precision"][row]].value
    told = (labels.kind(event_type, mode), texts["place"][columns["place"][row]], labels.date(start, end, precision))
    return Mark(
        event_id=snapshot.event_id(row),
        start=start,
        end=end,
        precision=precision,
        event_type=event_type,
        label=" · ".join(part for part in told if part),
    )
