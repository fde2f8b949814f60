"""The filters of a view as masks over a snapshot's rows; every chart is counted with its own filter left out."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from etl.model import PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from dashboard.view import View
    from etl.snapshot import Snapshot

MASKS: Final = 48  # kept for each snapshot, a byte a row each


@dataclass(frozen=True, slots=True)
class Clause:
    """One filter of a view: its name, and what it asks for in a form that equal filters share."""

    name: str
    asked: Hashable


def clauses(view: View) -> tuple[Clause, ...]:
    """The view's active filters. Those of time share one clause, so that the timeline leaves out both ends."""
    lists = ("actors", "countries", "coalitions", "types", "statuses", "datasets", "publishers", "precisions")
    asked: dict[str, Any] = {name: frozenset(getattr(view, name)) for name in lists}
    asked["members"] = (frozenset(view.members), view.wide) if view.members else ()
    asked["window"] = (view.since, view.until) if view.since or view.until else ()
    asked["undated"] = view.undated
    asked["confidence"] = view.confidence
    asked["text"] = view.text.strip()
    asked["bbox"] = view.bbox
    return tuple(Clause(name, value) for name, value in asked.items() if value)


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that pass, and whether those are all of them."""

    rows: np.ndarray
    everything: bool

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, column: np.ndarray) -> np.ndarray:
        return column if self.everything else column.take(self.rows)


class Selections:
    """What one view selects: under every filter, or with some of them left out."""

    def __init__(self, masks: Mapping[str, np.ndarray], size: int) -> None:
        self._masks = masks
        self._size = size
        self._known: dict[frozenset[str], Selection] = {}

    def __call__(self, *left_out: str) -> Selection:
        """The rows that pass every filter but those named."""
        used = frozenset(self._masks) - set(left_out)
        if used not in self._known:
            self._known[used] = self._select(sorted(used))
        return self._known[used]

    def _select(self, used: list[str]) -> Selection:
        if not used:
            return Selection(np.arange(self._size), everything=True)
        mask = functools.reduce(np.logical_and, [self._masks[name] for name in used])
        return Selection(np.flatnonzero(mask), everything=False)


class Crossfilter:
    """A snapshot's masks, each made once while it is in use. Safe to share between threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        dated = snapshot.columns["end"][: snapshot.dated] - snapshot.columns["start"][: snapshot.dated]
        self._longest = int(dated.max()) if snapshot.dated else 0
        self._masks: OrderedDict[Clause, np.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    def selections(self, view: View) -> Selections:
        return Selections({clause.name: self.mask(clause) for clause in clauses(view)}, self.snapshot.size)

    def mask(self, clause: Clause) -> np.ndarray:
        """For each row, whether it passes this filter."""
        with self._lock:
            if clause in self._masks:
                self._masks.move_to_end(clause)
                return self._masks[clause]
        made = _MASKS[clause.name](self, clause.asked)
        with self._lock:
            self._masks[clause] = made
            while len(self._masks) > MASKS:
                self._masks.popitem(last=False)
        return made

    # ---- one method a kind of filter

    def in_set(self, name: str, asked: frozenset[str]) -> np.ndarray:
        sets = self.snapshot.sets[name]
        return sets.holding(sets.flags(asked))

    def members(self, asked: tuple[frozenset[str], bool]) -> np.ndarray:
        names, wide = asked
        return self.in_set("members_wide" if wide else "members", names)

    def coded(self, name: str, values: tuple[str, ...], asked: frozenset[str]) -> np.ndarray:
        wanted = np.fromiter((value in asked for value in values), dtype=bool, count=len(values))
        return wanted.take(self.snapshot.columns[name])

    def types(self, asked: frozenset[str]) -> np.ndarray:
        kinds = self.snapshot.texts["kind"]
        wanted = [event_type in asked or f"{event_type}.{mode}" in asked for event_type, mode in kinds]
        return np.array(wanted, dtype=bool).take(self.snapshot.columns["kind"])

    def window(self, asked: tuple[Any, Any]) -> np.ndarray:
        """Events whose interval overlaps the window; those without a date do not."""
        since, until = asked
        dated = self.snapshot.dated
        start, end = self.snapshot.columns["start"][:dated], self.snapshot.columns["end"][:dated]
        mask = np.zeros(self.snapshot.size, dtype=bool)
        stop = int(np.searchsorted(start, until.toordinal(), "right")) if until else dated
        if since:
            first = since.toordinal()
            begun, sure = (int(x) for x in np.searchsorted(start, [first - self._longest, first], "left"))
            begun, sure = min(begun, stop), min(sure, stop)
            mask[begun:sure] = end[begun:sure] >= first
            mask[sure:stop] = True
        else:
            mask[:stop] = True
        return mask

    def undated(self, _asked: bool) -> np.ndarray:  # noqa: FBT001 (every mask takes what its filter asks)
        return np.arange(self.snapshot.size) >= self.snapshot.dated

    def confidence(self, least: int) -> np.ndarray:
        mask: np.ndarray = self.snapshot.columns["confidence"] >= least
        return mask

    def text(self, asked: str) -> np.ndarray:
        mask = np.zeros(self.snapshot.size, dtype=bool)
        mask[self.snapshot.search(asked)] = True
        return mask

    def bbox(self, asked: tuple[float, float, float, float]) -> np.ndarray:
        """Events drawn at any point inside; a box whose west is east of its east goes round the back of the globe."""
        west, south, east, north = asked
        longitude, latitude = self.snapshot.columns["point.longitude"], self.snapshot.columns["point.latitude"]
        after, before = longitude >= west, longitude <= east
        across = after & before if west <= east else after | before
        return self.snapshot.sets["points"].holding(across & (latitude >= south) & (latitude <= north))


_MASKS: Final[dict[str, Callable[[Crossfilter, Any], np.ndarray]]] = {
    "actors": lambda self, asked: self.in_set("actors", asked),
    "countries": lambda self, asked: self.in_set("countries", asked),
    "coalitions": lambda self, asked: self.in_set("coalitions", asked),
    "publishers": lambda self, asked: self.in_set("publishers", asked),
    "members": Crossfilter.members,
    "types": Crossfilter.types,
    "statuses": lambda self, asked: self.coded("status", tuple(Status), asked),
    "datasets": lambda self, asked: self.coded("dataset", tuple(self.snapshot.texts["dataset"]), asked),
    "precisions": lambda self, asked: self.coded("place_precision", tuple(PlacePrecision), asked),
    "window": Crossfilter.window,
    "undated": Crossfilter.undated,
    "confidence": Crossfilter.confidence,
    "text": Crossfilter.text,
    "bbox": Crossfilter.bbox,
}


@functools.lru_cache(maxsize=4)
def crossfilter(snapshot: Snapshot) -> Crossfilter:
    """The one crossfilter of a snapshot that is open."""
    return Crossfilter(snapshot)
