"""The page before any data: header, filters, map, timeline, list and card. Callbacks fill it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.figures import BLANK
from dashboard.theme import mantine

NAME = "Conflict Timeline"
STORES = (
    "url-in",
    "expect",
    "q",
    "sel",
    "ring",
    "snap",
    "live",
    "theme",
    "map-fig",
    "lanes-fig",
    "table",
    "bbox",
    "cmd",
    "sink-url",
    "sink-view",
    "sink-card",
)
GRAPH: Any = {"displayModeBar": False, "doubleClick": False, "showSendToCloud": False}

MAP_GRAPH: Any = {**GRAPH, "scrollZoom": True, "topojsonURL": "/assets/topojson/"}


def attrs(**more: object) -> dict[str, Any]:
    """HTML attributes with a dash: ``attrs(aria_label="Close")``.

    >>> attrs(data_event="", aria_label="Close")
    {'data-event': '', 'aria-label': 'Close'}
    """
    return {name.replace("_", "-"): value for name, value in more.items()}


def icon(name: str, **more: Any) -> html.Span:
    return html.Span(className=f"ic ic-{name}", **attrs(aria_hidden="true"), **more)


def dot(family: int) -> html.Span:
    return html.Span(className=f"dot f{family}", **attrs(aria_hidden="true"))


def page() -> dmc.MantineProvider:
    """The whole page."""
    return dmc.MantineProvider(
        theme=mantine(),
        defaultColorScheme="auto",
        children=[
            *[dcc.Store(id=name) for name in STORES],
            html.A("Skip to the map", href="#main", className="skip"),
            html.Div(id="progress", className="progress", **attrs(aria_hidden="true")),
            html.Div(id="toast", className="toast", role="status", **attrs(aria_live="polite")),
            dmc.AppShell(
                id="shell",
                header={"height": 56},
                navbar={"width": 304, "breakpoint": "md", "collapsed": {"mobile": True}},
                padding=0,
                children=[dmc.AppShellHeader(_header()), _navbar(), _main()],
            ),
            _card_panel(),
        ],
    )


def _header() -> dmc.Group:
    brand = [
        dmc.Burger(
            id="burger", size="sm", hiddenFrom="md", opened=False, **attrs(aria_label="Show or hide the filters")
        ),
        html.Div(className="logo", **attrs(aria_hidden="true")),
        dmc.Title(NAME, order=1, fz={"base": 15, "sm": 18}, lh=1.15, className="brand"),
        html.Span(id="edition", className="edition"),
    ]
    tools = [
        _downloads(),
        html.Button(
            [icon("link"), html.Span("Copy link", className="wide")],
            id="share",
            className="btn primary",
            title="Copy a link that opens this view",
            **attrs(aria_label="Copy a link to this view"),
        ),
        dmc.ColorSchemeToggle(
            id="scheme",
            lightIcon=icon("sun"),
            darkIcon=icon("moon"),
            size=36,
            variant="default",
            **attrs(aria_label="Switch between light and dark"),
        ),
    ]
    return dmc.Group(
        h="100%",
        px="md",
        justify="space-between",
        wrap="nowrap",
        gap="xs",
        children=[
            dmc.Group(gap="sm", wrap="nowrap", children=brand),
            dmc.Group(gap="xs", wrap="nowrap", children=tools),
        ],
    )


def _downloads() -> html.Details:
    formats = (("csv", "CSV", "for spreadsheets"), ("geojson", "GeoJSON", "for QGIS and other maps"))
    return html.Details(
        id="downloads",
        className="menu",
        children=[
            html.Summary(
                [icon("down"), html.Span("Download", className="wide")],
                className="btn",
                **attrs(aria_label="Download these events"),
            ),
            html.Div(
                className="menu-items",
                children=[
                    html.P("Every event that you see, with its sources", className="hint"),
                    *[
                        html.A(
                            [html.B(label), html.Small(use)],
                            id=f"export-{kind}",
                            href=f"/export.{kind}",
                            className="menu-item",
                            **attrs(data_export=kind),
                        )
                        for kind, label, use in formats
                    ],
                ],
            ),
        ],
    )


# --- filters -----------------------------------------------------------------------------------------------------


def _navbar() -> dmc.AppShellNavbar:
    return dmc.AppShellNavbar(html.Div(_filters(), className="filters"), **attrs(aria_label="Filters"))


def _filters() -> list[Any]:
    return [
        dmc.TextInput(
            id="f-text",
            label="Search",
            placeholder="Words of a title, place or quote",
            leftSection=icon("search"),
            rightSection=dmc.Kbd("/", size="xs"),
            debounce=350,
            value="",
        ),
        _choose("actors", "Actors", "State, army, group …"),
        html.Div(
            className="group",
            children=[
                _boxes("coalitions", "Coalition"),
                _choose("members", "Coalition member", "Australia, Jordan …", "on the day of the event"),
                dmc.Switch(
                    id="f-wide",
                    label="Count coalition-wide events",
                    checked=True,
                    size="sm",
                    description="events of the coalition as a whole",
                ),
            ],
        ),
        _choose("countries", "Country of the event", "Any country"),
        _boxes("types", "What happened"),
        _choose("modes", "More exactly", "Air strikes, suicide attacks …"),
        html.Div(
            className="dates",
            children=[
                dmc.DateInput(
                    id="f-since",
                    label="From",
                    placeholder="start",
                    clearable=True,
                    value=None,
                    valueFormat="D MMM YYYY",
                    clearButtonProps={"aria-label": "Clear the first day"},
                ),
                dmc.DateInput(
                    id="f-until",
                    label="To",
                    placeholder="end",
                    clearable=True,
                    value=None,
                    valueFormat="D MMM YYYY",
                    clearButtonProps={"aria-label": "Clear the last day"},
                ),
            ],
        ),
        dmc.Switch(id="f-undated", label="Only events without a date", checked=False, size="sm"),
        _confidence(),
        dmc.Switch(id="f-bbox", label="Only what the map shows", checked=False, size="sm"),
        html.Details(
            id="more-filters",
            className="more",
            children=[
                html.Summary("Status, place precision, source"),
                _boxes("statuses", "Status"),
                _boxes("precisions", "How exactly the place is known"),
                _boxes("datasets", "Data set"),
                _choose("publishers", "Publisher", "Any publisher"),
            ],
        ),
        html.Button(
            [icon("reset"), "Reset all filters"], id="reset", className="btn wide-btn", **attrs(data_cmd="reset")
        ),
    ]


def _choose(field: str, label: str, placeholder: str, description: str | None = None) -> dmc.MultiSelect:
    return dmc.MultiSelect(
        id=f"f-{field}",
        label=label,
        description=description,
        placeholder=placeholder,
        data=[],
        value=[],
        searchable=True,
        clearable=True,
        hidePickedOptions=True,
        limit=80,
        maxDropdownHeight=300,
        nothingFoundMessage="Nothing of that name under the other filters",
        comboboxProps={"shadow": "md"},
        renderOption={"function": "optionWithCount"},
        clearButtonProps={"aria-label": f"Clear {label.lower()}"},
    )


def _boxes(field: str, label: str) -> html.Div:
    return html.Div(
        id=f"wrap-{field}",
        className="facet",
        children=[
            dmc.CheckboxGroup(
                id=f"f-{field}", label=label, value=[], children=html.Div(id=f"boxes-{field}", className="boxes")
            )
        ],
    )


def _confidence() -> html.Div:
    return html.Div(
        [
            html.Div("Least confidence", className="label", id="label-conf"),
            dmc.Slider(
                id="f-conf",
                min=0,
                max=95,
                step=5,
                value=0,
                size="sm",
                mb=20,
                marks=[{"value": value, "label": f"{value}%"} for value in (0, 50, 90)],
                thumbLabel="Least confidence in percent",
                updatemode="mouseup",
            ),
        ]
    )


# --- main column -------------------------------------------------------------------------------------------------


def _main() -> dmc.AppShellMain:
    context = html.Div(
        className="context",
        children=[
            html.H2(id="sentence", className="sentence", children="All events"),
            html.Div(id="chips", className="chips"),
            html.P(id="count", className="count", **attrs(aria_live="polite"), children="Loading …"),
        ],
    )
    return dmc.AppShellMain(
        id="main",
        className="main",
        tabIndex=-1,
        children=[
            html.Div(
                id="offline",
                className="notice alert",
                role="alert",
                hidden=True,
                children="The server does not answer. What you see stays; it comes back by itself when the server does.",
            ),
            html.Div(id="notice-link", className="notice", role="status"),
            html.Div(id="notice-snap", className="notice", role="status"),
            context,
            _map_card(),
            _time_card(),
        ],
    )


def _map_card() -> html.Section:
    return html.Section(
        className="card mapcard",
        **attrs(aria_label="Map of the events"),
        children=[
            html.Div(className="skeleton", id="map-wait", **attrs(aria_hidden="true")),
            dcc.Graph(
                id="map",
                className="fill",
                figure=BLANK,
                responsive=True,
                config=MAP_GRAPH,
            ),
            html.Div(id="badges", className="badges"),
            html.Div(
                className="mapkeys",
                children=[
                    html.Button("+", id="zoom-in", title="Zoom in", **attrs(aria_label="Zoom in")),
                    html.Button("−", id="zoom-out", title="Zoom out", **attrs(aria_label="Zoom out")),
                    html.Button(
                        icon("fit"),
                        id="zoom-fit",
                        title="Show all of these events",
                        **attrs(aria_label="Show all of these events"),
                    ),
                ],
            ),
            html.Div(id="map-empty", className="empty", hidden=True),
            _legend(),
        ],
    )


def _legend() -> html.Details:
    return html.Details(
        [html.Summary("Legend"), html.Div(id="legend-keys")], id="legend", className="legend", open=True
    )


PANELS = (("actor", "By actor"), ("country", "By country"), ("type", "By type"), ("list", "List"))


def _time_card() -> html.Section:
    bar = html.Div(
        className="timebar",
        children=[
            html.Div(
                className="window",
                children=[
                    html.Button(
                        icon("play", id="play-icon"),
                        id="play",
                        className="btn square",
                        title="Play through time",
                        **attrs(aria_label="Play through time", aria_pressed="false"),
                    ),
                    html.Span(id="window", className="window-text"),
                    html.Button(
                        "Whole period", id="whole", className="btn quiet", hidden=True, **attrs(data_cmd="whole")
                    ),
                ],
            ),
            dmc.SegmentedControl(
                id="f-lanes",
                size="xs",
                value="actor",
                data=[{"value": value, "label": label} for value, label in PANELS],
            ),
        ],
    )
    return html.Section(
        className="card timecard",
        **attrs(aria_label="Timeline and list"),
        children=[
            bar,
            html.Div(
                className="hist",
                children=[
                    html.Div(className="skeleton", id="hist-wait", **attrs(aria_hidden="true")),
                    dcc.Graph(id="hist", className="fill", figure=BLANK, responsive=True, config=GRAPH),
                ],
            ),
            html.Div(
                id="lanes-wrap",
                className="lanes",
                children=dcc.Graph(id="lanes", className="fill", figure=BLANK, responsive=True, config=GRAPH),
            ),
            html.Div(id="list", className="list", hidden=True),
        ],
    )


def _card_panel() -> html.Aside:
    """A plain aside: a drawer of the component library always claims to be a modal dialog, wrong beside a live map."""
    return html.Aside(
        id="card",
        className="panel",
        tabIndex=-1,
        **attrs(aria_label="Event", aria_live="polite"),
        children=[
            html.Div(
                className="panel-head",
                children=[
                    html.Div(id="card-title", className="panel-title"),
                    html.Button(
                        icon("x"),
                        id="card-close",
                        className="btn square quiet",
                        title="Close (Esc)",
                        **attrs(aria_label="Close", data_event=""),
                    ),
                ],
            ),
            html.Div(id="card-body"),
        ],
    )
