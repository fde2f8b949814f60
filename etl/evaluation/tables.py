"""The figures and the errors of an evaluation for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from etl.evaluation.reliability import RIGHT, gap, reliability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from etl.evaluation.coded import Record
    from etl.evaluation.figures import Evaluation, Judged

QUOTED: Final = 110


def lines(done: Evaluation, *, errors: int | None = None) -> Iterator[str]:
    """The table, how far the confidences can be trusted, and up to ``errors`` errors of each kind (None: all)."""
    yield f"Articles: {done.articles:,}; coded core events: {done.core:,}; extracted events: {done.predicted:,}"
    yield ""
    yield f"{'':10}{'P':>6}{'R':>6}{'F1':>6}"
    for name, rate in (("found", done.found), ("right", done.right)):
        yield f"{name:10}{_share(rate.precision)}{_share(rate.recall)}{_share(rate.f1)}"
    yield ""
    yield "Of the found core events, right in " + ", ".join(
        f"{name} {share:.2f}" for name, share in done.fields.items()
    )
    yield ""
    yield from reliability_lines(done.judged)
    yield from _listed("Missed core events", done.missed, errors)
    yield from _listed("False alarms", done.false_alarms, errors)
    yield from _listed("Found, but not right", done.wrong, errors)


def reliability_lines(judged: Sequence[Judged]) -> Iterator[str]:
    """How far the confidences can be trusted, a line a slot and a column a range: said → right (number)."""
    yield "Confidence said → share right (number of answers):"
    for slot in RIGHT:
        bins = reliability(judged, slot)
        told = "  ".join(f"{item.said:.2f} → {item.right:.2f} ({item.number})" for item in bins)
        yield f"  {slot:8} {told}  off by {gap(bins):.2f} on average"


def _share(value: float) -> str:
    return f"{value:6.3f}"


def _listed(title: str, items: Sequence[Judged], errors: int | None) -> Iterator[str]:
    yield ""
    yield f"{title}: {len(items):,}"
    for item in items[:errors]:
        yield from _error(item)
    if errors is not None and len(items) > errors > 0:
        yield f"  … and {len(items) - errors:,} more (--errors all)"


def _error(item: Judged) -> Iterator[str]:
    if item.coded is not None:
        yield f"  {item.document} {item.coded['event_type']}: {_short(item.coded['anchor'])}"
    elif item.event is not None:
        yield f"  {item.document} {item.event['event_type']}: {_short(item.event['quote'] or '')}"
    if item.coded is None or item.event is None or item.marks is None:
        return
    for name, describe in DESCRIBED.items():
        mark = getattr(item.marks, name)
        if mark is False or (name == "actors" and mark < 1):
            yield f"      {name}: coded {describe(item.coded)}, extracted {describe(item.event)}"


def _when(row: Record) -> str:
    return f"{row['date_start']}..{row['date_end']}" if row["date_start"] else "no date"


def _where(row: Record) -> str:
    point = f" {row['latitude']:.2f}, {row['longitude']:.2f}" if row["latitude"] is not None else ""
    return f"{row.get('place')} ({row['country']}, {row['place_precision']}{point})"


def _who(row: Record) -> str:
    names: list[Any] = row["actors"] if "actors" in row else [*row["source"], *row["target"]]
    return ", ".join(f"{n['name']}" if isinstance(n, dict) else str(n) for n in names) or "nobody"


DESCRIBED: Final[dict[str, Callable[[Record], str]]] = {
    "type": lambda row: row["event_type"],
    "date": _when,
    "place": _where,
    "actors": _who,
    "status": lambda row: row["status"],
}


def _short(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= QUOTED else told[: QUOTED - 1] + "…"
