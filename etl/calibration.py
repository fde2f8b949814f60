"""What a score of the evidence is worth: the share of such answers that were right on coded texts."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from etl.errors import InputError
from etl.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.model import Event

DEFAULT_PATH: Final = Path(__file__).parents[1] / "data" / "calibration" / "calibration.csv"
SLOTS: Final = ("who", "what", "where", "when", "overall")

Knots = tuple[tuple[float, float], ...]  # (score, share right), rising in both


@dataclass(frozen=True, slots=True)
class Calibration:
    """Rising curves, one a slot; a slot without a curve keeps its scores.

    >>> Calibration({"who": ((0.5, 0.4), (0.9, 0.8))}).share("who", 0.7)
    0.6
    """

    curves: Mapping[str, Knots]

    @classmethod
    def load(cls, path: Path | None = None) -> Calibration:
        """Read ``data/calibration/calibration.csv``, which ``calibrate.py`` beside it writes."""
        curves: dict[str, list[tuple[float, float]]] = {}
        source = path or DEFAULT_PATH
        with source.open(encoding="utf-8", newline="") as handle:
            for number, row in enumerate(csv.DictReader(handle), start=2):
                try:
                    curves.setdefault(row["slot"], []).append((float(row["score"]), float(row["right"])))
                except (KeyError, TypeError, ValueError):
                    raise InputError(f"{source}, line {number}: slot, score and right are needed") from None
        return cls({slot: tuple(sorted(knots)) for slot, knots in curves.items()})

    def share(self, slot: str, score: float) -> float:
        """How many of the answers with such a score are right, 0..1."""
        knots = self.curves.get(slot)
        if not knots:
            return score
        for (low, there), (high, here) in pairwise(knots):
            if low <= score <= high:
                return round(there + (here - there) * (score - low) / max(high - low, 1e-9), 3)
        return knots[0][1] if score < knots[0][0] else knots[-1][1]

    def calibrated(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """The events with shares for scores."""
        return tuple(replace(event, confidence=self._of(event.confidence)) for event in events)

    def _of(self, scores: Confidence) -> Confidence:
        return Confidence(**{slot: self.share(slot, getattr(scores, slot)) for slot in SLOTS})


def fitted(answers: Sequence[tuple[float, bool]], *, smallest: int) -> Knots:
    """The rising curve nearest to the answers (isotonic regression, pool adjacent violators).

    Each knot stands for at least ``smallest`` answers and is drawn toward the share of all by one of them.
    """
    if not answers:
        return ()
    prior = sum(right for _, right in answers) / len(answers)
    pools: list[tuple[int, float, float]] = []  # number, sum of scores, right ones
    by_score: dict[float, list[bool]] = {}
    for score, right in answers:
        by_score.setdefault(score, []).append(right)
    for score, rights in sorted(by_score.items()):
        pools.append((len(rights), score * len(rights), float(sum(rights))))
        while len(pools) > 1 and (pools[-2][0] < smallest or _share(pools[-2], prior) >= _share(pools[-1], prior)):
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    while len(pools) > 1 and (pools[-1][0] < smallest or _share(pools[-2], prior) >= _share(pools[-1], prior)):
        last, before = pools.pop(), pools.pop()
        pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return tuple((round(pool[1] / pool[0], 3), round(_share(pool, prior), 3)) for pool in pools)


def _share(pool: tuple[int, float, float], prior: float) -> float:
    return (pool[2] + prior) / (pool[0] + 1)
