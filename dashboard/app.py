"""``create_app(snapshots)``: the page, its routes, its gate."""

from __future__ import annotations

import datetime as dt
import functools
import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask, Request, Response, jsonify, request
from flask_compress import Compress

from dashboard import callbacks, exports, layout, security, tiles
from dashboard.board import Board
from dashboard.security import Gate
from etl.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.snapshot import Snapshots

ASSETS = Path(__file__).parent.parent / "assets"
COMPRESSED = (
    "text/html",
    "text/css",
    "text/csv",
    "application/json",
    "application/javascript",
    "text/javascript",
    "application/geo+json",
)
DESCRIPTION = "Conflict events from news articles, with their receipts, on a map and a timeline."
# The scheme is set before the first paint, so that a dark page never flashes white.
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}
<title>{%title%}</title>
{%favicon%}
<script src="/assets/early.js"></script>
{%css%}
</head>
<body>
{%app_entry%}
<noscript><p>This page draws its map and timeline with JavaScript. Please allow it for this address.</p></noscript>
<footer>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""
NOTHING_YET = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Conflict Timeline</title>
<meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#2b2d33}}code{{background:#eef1f4;padding:2px 6px;border-radius:4px}}</style></head>
<body><main><h1>No events to show</h1><p>{reason}</p><p>This page opens by itself once there is something to see.</p></main></body></html>
"""


def create_app(snapshots: Snapshots, *, gate: Gate | None = None, today: Callable[[], dt.date] = dt.date.today) -> Dash:
    """The dashboard over a store's snapshots; answers loopback host names and those of the gate.

    ``today`` dates what is downloaded.
    """
    board = Board(snapshots)
    app = Dash(
        "dashboard",
        title=layout.NAME,
        update_title="",
        assets_folder=str(ASSETS),
        assets_ignore=r"early\.js",
        index_string=INDEX,
        health_endpoint="healthz",
        enable_mcp=False,
        meta_tags=[
            {"name": "description", "content": DESCRIPTION},
            {"name": "viewport", "content": "width=device-width, initial-scale=1"},
        ],
    )
    app.layout = layout.page
    server: Flask = app.server
    _compress(server)
    policy = _Policy(app)
    security.protect(server, gate=gate or Gate(), callbacks=lambda: app.callback_map, policy=policy)
    _routes(server, board)
    server.register_blueprint(tiles.blueprint())
    exports.register(server, board, today=today)
    callbacks.register(app, board)
    return app


class _Policy:
    """The content security policy of the page as it is rendered, worked out once."""

    def __init__(self, app: Dash) -> None:
        self._app = app

    def __call__(self) -> str:
        return self._value

    @functools.cached_property
    def _value(self) -> str:
        page: Any = self._app
        return security.content_security_policy(page.index())


def _routes(server: Flask, board: Board) -> None:
    @server.get("/snapshot.json")
    def snapshot() -> Response:
        """Which snapshot is current: what an open page asks every few seconds."""
        return jsonify({"snapshot": board.current})

    @server.before_request
    def nothing_yet() -> Response | None:
        """Without a snapshot there is no page: a plain one says what to do and tries again."""
        if request.path not in {"/", "/_dash-update-component"} or board.current is not None:
            return None
        try:
            board.shown(None)
        except StoreError as error:
            page = NOTHING_YET.format(reason=html.escape(str(error)))
            return Response(page, status=200 if request.path == "/" else 503, mimetype="text/html")
        return None


class _Kept:
    """Compressed fixed files, by address; every other answer is new."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self._files.get(key)

    def set(self, key: str, value: bytes) -> None:
        if "/" in key:
            self._files[key] = value


def _fixed(asked: Request) -> str:
    """The key of a file that never changes under its address, empty for everything else."""
    return asked.path if asked.path.startswith("/_dash-component-suites/") else ""


def _compress(server: Flask) -> None:
    """Fixed files are compressed once and kept; answers are compressed as they come."""
    server.config.update(
        COMPRESS_MIMETYPES=list(COMPRESSED),
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_CACHE_BACKEND=_Kept,
        COMPRESS_CACHE_KEY=_fixed,
    )
    Compress(server)
