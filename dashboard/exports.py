"""``/export.csv`` and ``/export.geojson``: every event of a view, streamed, with where it comes from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, abort, request

from dashboard import queries
from dashboard.view import View
from etl.exchange import FORMATS, Citation, encoded

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from flask import Flask

    from dashboard.board import Board, Shown

OFFERED = frozenset({".csv", ".geojson"})


def register(server: Flask, board: Board, *, today: Callable[[], dt.date]) -> None:
    """``today`` dates the citation."""

    @server.get("/export.<kind>")
    def export(kind: str) -> Response:
        suffix = f".{kind}"
        if suffix not in OFFERED:
            abort(404)
        view, _ = View.from_query(request.query_string.decode("ascii", errors="replace"))
        shown = board.shown(view.snapshot)
        cited = citation(board, shown, view, link=request.url_root, today=today())
        events = shown.snapshot.events(queries.rows(shown.snapshot, view).tolist())
        lines = FORMATS[suffix].lines(events, cited)
        name = f"conflict-events-{shown.snapshot.snapshot_id[:8]}{suffix}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(map(encoded, lines), headers=headers, content_type=FORMATS[suffix].media_type)


def citation(board: Board, shown: Shown, view: View, *, link: str, today: dt.date) -> Citation:
    """How a file of these events says what it is, in words and as a link that opens the same view."""
    snapshot = shown.snapshot
    overview = queries.overview(snapshot, view)
    words = view.sentence(board.plural_names(snapshot, overview))
    present = {option.value for option in overview.facets.get("datasets", ()) if option.count}
    sources = [dataset for dataset in snapshot.datasets if dataset.name in present]
    pinned = replace(view, snapshot=snapshot.snapshot_id, camera=None, event=None, page=1)
    return Citation.of(
        f"{words}. {overview.seen:,} events",
        sources,
        snapshot=snapshot.snapshot_id,
        today=today,
        link=f"{link}?{pinned.query}",
    )
