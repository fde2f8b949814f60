"""Sums and their parts: an event that counts what its article then tells one by one is a sum, not one more event."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from etl.merging.sameness import HAPPENED, days_apart
from etl.model import Decision, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Event, EventType

SUM_RULE: Final = "merging.sum"
FOLLOWING: Final = 60  # events of the same type behind a sum among which its parts are looked for
PARTS: Final = 2
SURE: Final = 0.8


def with_sums(events: Sequence[Event]) -> list[Event]:
    """The events of one article, in the order of telling; a sum whose parts follow has the status of one."""
    by_type: dict[EventType, list[Event]] = defaultdict(list)
    for event in events:
        by_type[event.event_type].append(event)
    sums: dict[str, Event] = {}
    for told in by_type.values():
        for index, event in enumerate(told):
            parts = [other for other in told[index + 1 : index + 1 + FOLLOWING] if is_part(other, event)]
            if len(parts) >= PARTS:
                sums[event.event_id] = _summed(event, len(parts))
    return [sums.get(event.event_id, event) for event in events]


def is_part(event: Event, whole: Event) -> bool:
    """Fewer acts and dead at a more exact place inside, on the same days."""
    if whole.count is None or whole.count < PARTS or not {event.status, whole.status} <= HAPPENED:
        return False
    if event.when is None or whole.when is None or days_apart(event.when, whole.when):
        return False
    fewer = (event.count or 1) < whole.count and (event.fatalities or 0) <= (whole.fatalities or event.fatalities or 0)
    return fewer and _is_inside(event, whole)


def _is_inside(event: Event, whole: Event) -> bool:
    order = list(PlacePrecision)
    countries = {place.country for place in whole.where}
    finer = order.index(event.place_precision) < order.index(whole.place_precision)
    return finer and bool(whole.where) and {place.country for place in event.where} <= countries


def _summed(event: Event, parts: int) -> Event:
    first, *rest = event.reports
    trigger = next((decision.mention for decision in first.decisions if decision.mention.kind == "trigger"), None)
    summed = replace(event, status=Status.AGGREGATE)
    if trigger is None:
        return summed
    decision = Decision(
        mention=trigger,
        chosen=f"{event.event_type} · {Status.AGGREGATE}",
        score=SURE,
        rule=SUM_RULE,
        because=(f"sums up what is told one by one: {parts:,} parts of it follow",),
    )
    return replace(summed, reports=(replace(first, decisions=(*first.decisions, decision)), *rest))
