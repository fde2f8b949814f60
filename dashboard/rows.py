"""The list: which rows in which order, and each as a line of plain words."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from dashboard import labels
from dashboard.crossfilter import crossfilter
from dashboard.tables import Row
from etl.snapshot import percent

if TYPE_CHECKING:
    from dashboard.view import View
    from etl.model import Event
    from etl.snapshot import Snapshot


@functools.lru_cache(maxsize=16)
def list_order(snapshot: Snapshot, view: View, sort: str) -> np.ndarray:
    """The seen rows in the list's order: those without a value last, equal ones by first day and id."""
    rows = crossfilter(snapshot).selections(view)().rows
    if sort == "-date":
        ordered = _newest_first(rows, snapshot)
    else:
        keys, missing = _sort_keys(snapshot, sort.removeprefix("-"), rows)
        if sort.startswith("-"):
            keys = [-key.astype(np.int64) for key in keys]
        ordered = rows[np.lexsort([*reversed(keys), missing])]
    ordered.flags.writeable = False
    return ordered


def _newest_first(rows: np.ndarray, snapshot: Snapshot) -> np.ndarray:
    """Rows are sorted by day already: the days are put the other way round, each day as it is."""
    dated = rows[: np.searchsorted(rows, snapshot.dated)]
    if not len(dated):
        return rows.copy()
    day = snapshot.columns["start"].take(dated)
    first = np.concatenate([[0], np.flatnonzero(day[1:] != day[:-1]) + 1])[::-1]
    length = np.concatenate([[len(dated)], first[:-1]]) - first
    taken = np.repeat(first - (np.cumsum(length) - length), length) + np.arange(len(dated))
    return np.concatenate([dated.take(taken), rows[len(dated) :]])


def _sort_keys(snapshot: Snapshot, sort: str, rows: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """What to sort by, first key first, and which rows have no value."""
    columns = {
        "title": ("doers", "label", "targets"),
        "actors": ("doers", "targets"),
        "type": ("label",),
        "date": ("start",),
    }
    keys = [
        _label_ranks(snapshot)[snapshot.columns["kind"][rows]] if name == "label" else snapshot.columns[name][rows]
        for name in columns.get(sort, (sort if sort in snapshot.columns else "start",))
    ]
    if keys[0].dtype == np.int32 and sort == "fatalities":
        return keys, keys[0] < 0
    if sort in {"place", "country"}:
        return keys, keys[0] == 0
    return keys, rows >= snapshot.dated if sort == "date" else np.zeros(len(rows), dtype=bool)


@functools.lru_cache(maxsize=4)
def _label_ranks(snapshot: Snapshot) -> np.ndarray:
    told = [labels.kind(event_type, mode) for event_type, mode in snapshot.texts["kind"]]
    ranked = {label: rank for rank, label in enumerate(sorted(set(told)))}
    return np.array([ranked[label] for label in told], dtype=np.int64)


def line(snapshot: Snapshot, event: Event) -> Row:
    when = event.when
    codes = dict.fromkeys(place.country for place in event.where if place.country)
    return Row(
        event_id=event.event_id,
        date=labels.date(when.start, when.end, when.precision) if when else labels.NO_DATE,
        event_type=event.event_type.value,
        mode=event.mode,
        status=event.status.value,
        title=labels.title(event),
        place="; ".join(dict.fromkeys(place.name for place in event.where)),
        country="; ".join(snapshot.countries[code].name for code in codes),
        actors="; ".join(dict.fromkeys(part.actor.name for part in event.participants)),
        fatalities=event.fatalities,
        confidence=percent(event.confidence.overall),
        reports=len(event.reports),
        dataset=event.dataset,
    )
