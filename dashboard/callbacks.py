"""From widgets to a View, from a View to the page. Each callback reads its inputs, asks one question, returns."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from dashboard import cards, figures, listing, queries, widgets
from dashboard.board import plural
from dashboard.theme import scheme
from dashboard.view import FILTER_KEYS, View
from dashboard.worldmap import map_figure

if TYPE_CHECKING:
    from dashboard.board import Board
    from dashboard.view import Lanes

BOXES = ("coalitions", "types", "statuses", "precisions", "datasets")
CHOICES = ("actors", "members", "countries", "modes", "publishers")
Values = tuple[Any, ...]


def register(app: Dash, board: Board) -> None:
    """Connects the page to a board of snapshots."""
    _hydrate(app)
    _refresh(app, board)
    _panels(app, board)
    _card(app, board)
    _commands(app)
    _browser_side(app)


def _of_store(value: object, key: str, kind: type) -> Any:
    """A value of a store's dict, None unless it is of the kind that we put there."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, kind) else None


def _view(query: object, table: object = None) -> View:
    """The view of the ``q`` store, with the sorting and the page of the list where they belong to the same query."""
    if not isinstance(query, str):
        raise PreventUpdate
    view, _ = View.from_query(query)
    if not isinstance(table, dict):
        return view
    pairs = [f"sort={_of_store(table, 'sort', str) or '-date'}"]
    if _of_store(table, "q", str) == query:
        pairs.append(f"page={_of_store(table, 'page', int) or 1}")
    listed, _ = View.from_query("&".join(pairs))
    return replace(view, sort=listed.sort, page=listed.page)


def _hydrate(app: Dash) -> None:
    outputs = [Output(widget.component, widget.prop) for widget in widgets.ALL]
    rest = [
        ("f-lanes", "value"),
        ("table", "data"),
        ("sel", "data"),
        ("snap", "data"),
        ("expect", "data"),
        ("notice-link", "children"),
    ]

    @app.callback(outputs + [Output(*name) for name in rest], Input("url-in", "data"), prevent_initial_call=True)
    def hydrate(url: object) -> Values:
        """A link → the widgets; on the first load and on back and forward only."""
        view, dropped = View.from_query(_of_store(url, "search", str))
        query = view.filters.query
        table = {"sort": view.sort, "page": view.page, "q": query}
        expect = {"q": query, "t": _of_store(url, "t", int)}
        return (
            *widgets.write(view),
            view.lanes,
            table,
            view.event,
            view.snapshot,
            expect,
            listing.dropped_notice(dropped),
        )


def _refresh(app: Dash, board: Board) -> None:
    inputs = [Input(widget.component, widget.prop) for widget in widgets.ALL]
    outputs = [
        *[Output(f"boxes-{field}", "children") for field in BOXES],
        *[Output(f"wrap-{field}", "hidden") for field in BOXES],
        *[Output(f"f-{field}", "data") for field in CHOICES],
    ]
    main = [
        ("q", "data"),
        ("map-fig", "data"),
        ("hist", "figure"),
        ("badges", "children"),
        ("legend-keys", "children"),
        ("map-empty", "children"),
        ("map-empty", "hidden"),
        ("sentence", "children"),
        ("count", "children"),
        ("chips", "children"),
        ("window", "children"),
        ("whole", "hidden"),
        ("notice-snap", "children"),
        ("edition", "children"),
    ]

    @app.callback(
        [Output(*name) for name in main] + outputs,
        inputs,
        Input("theme", "data"),
        Input("snap", "data"),
        Input("live", "data"),
        State("url-in", "data"),
        prevent_initial_call=True,
    )
    def refresh(*given: Any) -> Values:
        """The filters → everything that counts events, in one answer, so that the parts always agree."""
        *values, theme, pinned, _live, url = given
        if url is None:
            raise PreventUpdate
        view = widgets.read(values)
        shown = board.shown(pinned)
        overview = queries.overview(shown.snapshot, view)
        names = board.names(shown.snapshot, overview)
        return (
            view.query,
            map_figure(overview.bubbles, scheme(theme)),
            figures.histogram_figure(overview.histogram, view, scheme(theme)),
            listing.badges(overview.badges),
            listing.legend(overview),
            listing.empty(overview, view),
            overview.seen > 0,
            view.sentence(plural(names)),
            listing.counts(overview),
            listing.chips(view, names),
            listing.window(overview, view),
            not (view.since or view.until),
            listing.snapshot_notice(shown),
            listing.edition(shown),
            *[listing.boxes(field, overview, view, names) for field in BOXES],
            *[listing.is_pointless(field, overview, view, names) for field in BOXES],
            *[listing.choices(field, overview, view, names) for field in CHOICES],
        )


def _panels(app: Dash, board: Board) -> None:
    outputs = [("lanes-fig", "data"), ("list", "children"), ("lanes-wrap", "hidden"), ("list", "hidden")]

    @app.callback(
        [Output(*name) for name in outputs],
        Input("q", "data"),
        Input("f-lanes", "value"),
        Input("table", "data"),
        Input("theme", "data"),
        Input("snap", "data"),
        Input("live", "data"),
        prevent_initial_call=True,
    )
    def panels(query: object, panel: object, table: object, theme: object, pinned: object, _live: object) -> Values:
        """The lower panel: the lanes or the list, whichever is open."""
        view = _view(query, table)
        snapshot = board.shown(pinned).snapshot
        if panel == "list":
            return no_update, listing.table(queries.page(snapshot, view), view), True, False
        by: Lanes = panel if panel in ("actor", "country", "type") else "actor"
        histogram = queries.overview(snapshot, view).histogram
        lanes = queries.lanes(snapshot, view, by)
        return figures.lanes_figure(lanes, histogram, view, scheme(theme)), no_update, False, True


def _card(app: Dash, board: Board) -> None:
    outputs = [("card", "className"), ("card-title", "children"), ("card-body", "children"), ("ring", "data")]

    @app.callback(
        [Output(*name) for name in outputs],
        Input("sel", "data"),
        Input("q", "data"),
        Input("table", "data"),
        Input("snap", "data"),
        Input("live", "data"),
        prevent_initial_call=True,
    )
    def card(selected: object, query: object, table: object, pinned: object, _live: object) -> Values:
        """The selected event, place or country."""
        if not (isinstance(selected, str) and selected):
            return "panel", no_update, no_update, None
        panel = cards.panel(board.shown(pinned).snapshot, _view(query, table), selected)
        return "panel open", panel.title, panel.body, panel.ring


def _commands(app: Dash) -> None:
    targets = [(widget.component, widget.prop) for widget in widgets.ALL]

    @app.callback(
        [Output(*name, allow_duplicate=True) for name in targets],
        Input("cmd", "data"),
        [State(*name) for name in targets],
        prevent_initial_call=True,
    )
    def command(order: object, *values: Any) -> Values:
        """A button of the page that changes filters: a chip's cross, "12 without a place", reset."""
        do, field, value = (_of_store(order, key, str) for key in ("do", "field", "value"))
        after = widgets.write(changed(widgets.read(values), do or "", field or "", value or ""))
        return tuple(no_update if new == old else new for new, old in zip(after, values, strict=True))


def changed(view: View, do: str, field: str, value: str) -> View:
    """A view after a command of the page; unknown commands change nothing.

    >>> changed(View(actors=("a", "b")), "clear", "actors", "a").actors
    ('b',)
    """
    if do == "reset":
        return View()
    changes: dict[str, Any] = CHANGES.get((do, field), {})
    if do == "only" and field in FILTER_KEYS:
        changes = {field: (value,), "bbox": None if value in {"none", "country"} else view.bbox}
    if do == "clear" and field in FILTER_KEYS:
        changes = {field: tuple(item for item in getattr(view, field) if item != value)}
    return replace(view, **changes)


NO_WINDOW = {"since": None, "until": None}
# what a command and its field change in a view
CHANGES: dict[tuple[str, str], dict[str, Any]] = {
    ("whole", ""): NO_WINDOW,
    ("undated", ""): {"undated": True, **NO_WINDOW},
    ("clear", "window"): NO_WINDOW,
    ("clear", "undated"): {"undated": False},
    ("clear", "confidence"): {"confidence": 0},
    ("clear", "text"): {"text": ""},
    ("clear", "bbox"): {"bbox": None},
    ("clear", "wide"): {"wide": True},
}


def _browser_side(app: Dash) -> None:
    """What the page's script does without asking the server (assets/app.js)."""
    connect: Any = app.clientside_callback

    def client(name: str, output: Output | list[Output], *inputs: Input | State) -> None:
        connect(ClientsideFunction("ui", name), output, *inputs, prevent_initial_call=True)

    address = [
        Input("q", "data"),
        Input("sel", "data"),
        Input("f-lanes", "value"),
        Input("table", "data"),
        Input("snap", "data"),
        Input("expect", "data"),
    ]
    client("writeUrl", Output("sink-url", "data"), *address)
    client("mapFigure", Output("map", "figure"), Input("map-fig", "data"), Input("ring", "data"))
    client("lanesFigure", Output("lanes", "figure"), Input("lanes-fig", "data"), Input("sel", "data"))
    client("viewport", Output("sink-view", "data"), Input("map", "relayoutData"), Input("f-bbox", "checked"))
    client("pick", Output("sel", "data", allow_duplicate=True), Input("map", "clickData"), Input("lanes", "clickData"))
    client(
        "brush",
        [Output("f-since", "value", allow_duplicate=True), Output("f-until", "value", allow_duplicate=True)],
        Input("hist", "selectedData"),
    )
    client("cardOpened", Output("sink-card", "data"), Input("card-body", "children"))
    client("burger", Output("shell", "navbar"), Input("burger", "opened"), State("shell", "navbar"))
