"""What the page asks of a snapshot: overview, lanes, a page of rows, one event."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard import charts
from dashboard.receipts import excerpts
from dashboard.rows import line, list_order
from dashboard.tables import (
    Bubbles,
    Card,
    CountryBadge,
    Excerpt,
    Histogram,
    Lane,
    Mark,
    Option,
    Overview,
    Page,
    Row,
)
from dashboard.view import View
from etl.exchange import record

if TYPE_CHECKING:
    from dashboard.view import Lanes
    from etl.snapshot import Snapshot

__all__ = [
    "PAGE_ROWS",
    "Bubbles",
    "Card",
    "CountryBadge",
    "Excerpt",
    "Histogram",
    "Lane",
    "Mark",
    "Option",
    "Overview",
    "Page",
    "Row",
    "card",
    "lanes",
    "overview",
    "page",
    "rows",
]

PAGE_ROWS: Final = 50


def overview(snapshot: Snapshot, view: View) -> Overview:
    """One refresh of the page: every part counted with its own filter left out."""
    return charts.overview(snapshot, _filters(view))


def lanes(snapshot: Snapshot, view: View, by: Lanes) -> tuple[Lane, ...]:
    """The busiest lanes, busiest first. An event of several actors or countries stands on each of their lanes."""
    return charts.lanes(snapshot, _filters(view), by)


def page(snapshot: Snapshot, view: View) -> Page:
    """The page of the list that the view asks for, or the nearest there is."""
    order = list_order(snapshot, _filters(view), view.sort)
    pages = max(1, -(-len(order) // PAGE_ROWS))
    number = min(max(1, view.page), pages)
    shown = order[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    lines = tuple(line(snapshot, event) for event in snapshot.events(shown))
    return Page(rows=lines, number=number, pages=pages, seen=len(order))


def card(snapshot: Snapshot, view: View, event_id: str) -> Card | None:
    """Everything about one event, also when the filters hide it; None if the snapshot does not have it."""
    row, event = snapshot.row(event_id), snapshot.event(event_id)
    if row is None or event is None:
        return None
    order = list_order(snapshot, _filters(view), view.sort)
    found = np.flatnonzero(order == row)
    at = int(found[0]) if len(found) else None
    return Card(
        row=line(snapshot, event),
        record=record(event),
        origin=event.origin,
        excerpts=tuple(excerpts(snapshot, event)),
        position=None if at is None else at + 1,
        seen=len(order),
        previous=snapshot.event_id(order[at - 1]) if at else None,
        next=snapshot.event_id(order[at + 1]) if at is not None and at + 1 < len(order) else None,
    )


def rows(snapshot: Snapshot, view: View) -> np.ndarray:
    """The numbers of all seen rows in the list's order, for exports: ``snapshot.events(rows(snapshot, view))``."""
    return list_order(snapshot, _filters(view), view.sort)


def _filters(view: View) -> View:
    """The part of a view that decides what is seen, so that paging and panning count nothing anew."""
    plain = View()
    return replace(
        view,
        lanes=plain.lanes,
        sort=plain.sort,
        page=plain.page,
        camera=plain.camera,
        event=plain.event,
        snapshot=plain.snapshot,
    )
