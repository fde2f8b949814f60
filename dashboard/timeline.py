"""The bins of a timeline and how events share in them: a vague date counts a little in each bin that it may lie in."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

import numpy as np

from etl.model import EventType

if TYPE_CHECKING:
    from dashboard.crossfilter import Selection
    from etl.snapshot import Snapshot

TYPES: Final = len(EventType)
LONGEST_DAYS: Final = (("day", 120), ("week", 5 * 366), ("month", 40 * 366))  # spans up to which each unit is used

_NO_EDGES: Final[np.ndarray] = np.zeros(0, dtype=np.int64)


class Timeline:
    """A snapshot's bins: day, week (from Monday), month or year, by the span of its data."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._start = snapshot.columns["start"][: snapshot.dated]
        self._end = snapshot.columns["end"][: snapshot.dated]
        first, last = snapshot.first, snapshot.last
        self.unit, self.edges = _edges(first, last) if first and last else ("day", _NO_EDGES)
        self.bins = max(0, len(self.edges) - 1)
        self._first_bin = (np.searchsorted(self.edges, self._start, "right") - 1).astype(np.int32)
        self._last_bin = (np.searchsorted(self.edges, self._end, "right") - 1).astype(np.int32)
        self._type = snapshot.columns["type"][: snapshot.dated]
        self._cell = self._first_bin.astype(np.int64) * TYPES + self._type
        self._spread = self._first_bin != self._last_bin
        last_day = dt.date.max.toordinal()
        self.days = tuple(dt.date.fromordinal(min(edge, last_day)) for edge in self.edges.tolist())

    def by_type(self, selection: Selection) -> np.ndarray:
        """Expected events, (bins, types)."""
        rows = selection.rows[: np.searchsorted(selection.rows, len(self._start))]
        return self._shares(rows, self._cell.take(rows), TYPES)

    def density(self, rows: np.ndarray) -> np.ndarray:
        """Expected events of these dated rows, (bins,)."""
        return self._shares(rows, self._first_bin.take(rows), 1)[:, 0]

    def _shares(self, rows: np.ndarray, cells: np.ndarray, columns: int) -> np.ndarray:
        """An event within one bin counts there; one that crosses an edge is taken out again and shared out."""
        counted = np.bincount(cells, minlength=self.bins * columns)
        across = np.flatnonzero(self._spread.take(rows))
        if not len(across):
            return counted.reshape(self.bins, columns).astype(np.float64)
        counted -= np.bincount(cells.take(across), minlength=len(counted))
        column = cells.take(across) % columns
        shared: np.ndarray = counted.reshape(self.bins, columns) + self._shared_out(rows.take(across), column, columns)
        return shared

    def _shared_out(self, rows: np.ndarray, column: np.ndarray, columns: int) -> np.ndarray:
        """Events that cross an edge: their parts of the first and the last bin, and a step up and down between them."""
        start, after = self._start.take(rows).astype(np.int64), self._end.take(rows).astype(np.int64) + 1
        first, last = self._first_bin.take(rows), self._last_bin.take(rows)
        per_day = 1.0 / (after - start)
        ends = np.zeros(self.bins * columns)
        ends += np.bincount(first * columns + column, (self.edges[first + 1] - start) * per_day, len(ends))
        ends += np.bincount(last * columns + column, (after - self.edges[last]) * per_day, len(ends))
        steps = np.zeros((self.bins + 1) * columns)
        steps += np.bincount((first + 1) * columns + column, per_day, len(steps))
        steps -= np.bincount(last * columns + column, per_day, len(steps))
        inside = np.cumsum(steps.reshape(-1, columns), axis=0)[: self.bins] * np.diff(self.edges)[:, None]
        shared: np.ndarray = ends.reshape(self.bins, columns) + np.maximum(inside, 0.0)
        return shared


def _edges(first: dt.date, last: dt.date) -> tuple[str, np.ndarray]:
    span = (last - first).days + 1
    unit = next((unit for unit, longest in LONGEST_DAYS if span <= longest), "year")
    start, stop = first.toordinal(), last.toordinal() + 1
    if unit in {"day", "week"}:
        step = {"day": 1, "week": 7}[unit]
        start -= first.weekday() if unit == "week" else 0
        return unit, np.arange(start, stop + step, step)
    if unit == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
        return unit, np.array([_first_of(number // 12, number % 12 + 1) for number in months], dtype=np.int64)
    return unit, np.array([_first_of(year, 1) for year in range(first.year, last.year + 2)], dtype=np.int64)


def _first_of(year: int, month: int) -> int:
    """The ordinal of the first of a month, also in the year after the last that a date can have."""
    return dt.date(year, month, 1).toordinal() if year <= dt.MAXYEAR else dt.date.max.toordinal() + 1


@functools.lru_cache(maxsize=4)
def timeline(snapshot: Snapshot) -> Timeline:
    return Timeline(snapshot)
