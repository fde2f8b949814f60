"""From the marks of single events to the figures of a run, with every error kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.evaluation import scoring

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.evaluation.coded import Record
    from etl.evaluation.scoring import Marks

FIELDS: Final = ("type", "date", "place", "actors", "status")


@dataclass(frozen=True, slots=True)
class Rate:
    """Shares, 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return scoring.f1(self.precision, self.recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A coded event, an extracted one, or both where they are the same; the side that is missing is None."""

    document: str
    coded: Record | None
    event: Record | None
    marks: Marks | None = None

    @property
    def core(self) -> bool:
        return self.coded is not None and self.coded["tier"] == "core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """A run over coded articles. ``judged`` has each coded and each extracted event once, article by article."""

    articles: int
    judged: tuple[Judged, ...]

    @property
    def matched(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.judged if item.marks is not None)

    @property
    def missed(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.judged if item.event is None and item.core)

    @property
    def false_alarms(self) -> tuple[Judged, ...]:
        return tuple(item for item in self.judged if item.coded is None)

    @property
    def wrong(self) -> tuple[Judged, ...]:
        """Found, but with a wrong answer to who, what, where or when."""
        return tuple(item for item in self.matched if item.marks is not None and not item.marks.right)

    @property
    def core(self) -> int:
        return sum(item.core for item in self.judged)

    @property
    def predicted(self) -> int:
        return sum(item.event is not None for item in self.judged)

    @property
    def found(self) -> Rate:
        """Precision counts a coded event of either tier, recall the core ones."""
        return self._rate(self.matched)

    @property
    def right(self) -> Rate:
        """As ``found``, with the type, the date, the place and at least half of the actors right."""
        return self._rate(tuple(item for item in self.matched if item.marks is not None and item.marks.right))

    @property
    def fields(self) -> dict[str, float]:
        """Of the found core events, the share with each answer right."""
        found = [item.marks for item in self.matched if item.core and item.marks is not None]
        return {name: sum(getattr(mark, name) for mark in found) / max(1, len(found)) for name in FIELDS}

    def _rate(self, items: tuple[Judged, ...]) -> Rate:
        return Rate(len(items) / max(1, self.predicted), sum(item.core for item in items) / max(1, self.core))


def evaluated(
    coded: Mapping[str, list[Record]], events: Mapping[str, list[Record]], texts: Mapping[str, str]
) -> Evaluation:
    """Score the events of each article of ``texts``; all three are by article id."""
    return Evaluation(
        articles=len(texts),
        judged=tuple(
            item
            for document, text in texts.items()
            for item in _judged(document, coded.get(document, []), events.get(document, []), text)
        ),
    )


def _judged(document: str, coded: list[Record], events: list[Record], text: str) -> list[Judged]:
    pairs = scoring.matches(coded, events, text)
    by_row, used = {c: (e, found) for c, e, found in pairs}, {e for _, e, _ in pairs}
    rows = []
    for c, row in enumerate(coded):
        e, found = by_row.get(c, (None, None))
        rows.append(Judged(document=document, coded=row, event=None if e is None else events[e], marks=found))
    alarms = [Judged(document=document, coded=None, event=event) for e, event in enumerate(events) if e not in used]
    return rows + alarms
