"""Of the answers that are said to be 80 % sure, how many are right?"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from etl.evaluation.figures import Judged

EDGES: Final = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
RIGHT: Final[dict[str, Callable[[Judged], bool | None]]] = {
    "who": lambda item: None if item.marks is None else item.marks.actors >= 0.5,
    "what": lambda item: item.marks is not None and item.marks.type,
    "where": lambda item: None if item.marks is None else item.marks.place,
    "when": lambda item: None if item.marks is None else item.marks.date,
    "overall": lambda item: item.marks is not None and item.marks.right,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The answers whose confidence lies in [low, high): how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    number: int
    said: float
    right: float


def answers(judged: Sequence[Judged], slot: str) -> list[tuple[float, bool]]:
    """Confidence and rightness of one slot; events that nobody coded count for "what" and "overall" alone."""
    found = []
    for item in judged:
        right = None if item.event is None else RIGHT[slot](item)
        if item.event is not None and right is not None:
            found.append((float(item.event["confidence"][slot]), right))
    return found


def reliability(judged: Sequence[Judged], slot: str) -> tuple[Bin, ...]:
    """The table of one slot (who, what, where, when, overall); bins without answers are left out."""
    told = answers(judged, slot)
    bins = []
    for low, high in itertools.pairwise(EDGES):
        inside = [(said, right) for said, right in told if low <= said < high or said == high == 1.0]
        if inside:
            said, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            bins.append(Bin(low=low, high=high, number=len(inside), said=said, right=right))
    return tuple(bins)


def gap(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far what is said lies from what is right, weighted by number."""
    total = sum(item.number for item in bins)
    return sum(item.number * abs(item.said - item.right) for item in bins) / max(1, total)
