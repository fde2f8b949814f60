"""The page's words and rows: counts, chips, facets, badges, notices and the list. Values in, components out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import dash_mantine_components as dmc
import numpy as np
from dash import html

from dashboard import labels
from dashboard.layout import attrs, dot
from dashboard.theme import FAMILIES, FAMILY_BY_POSITION, FAMILY_OF
from dashboard.view import day_in_words, window_in_words
from etl.model import EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.board import Shown
    from dashboard.queries import CountryBadge, Option, Overview, Page, Row
    from dashboard.view import View

    Names = Callable[[str, str], str]


def command(do: str, *children: Any, field: str = "", value: str = "", **more: Any) -> html.Button:
    """A button that asks for a change of the filters (see ``callbacks.changed``)."""
    return html.Button(list(children), **attrs(data_cmd=do, data_field=field, data_value=value, **more))


def opens(selection: str, *children: Any, **more: Any) -> html.Button:
    """A button that opens the card of an event, a place or a country."""
    return html.Button(list(children), **attrs(data_event=selection, **more))


# --- what is seen ------------------------------------------------------------------------------------------------


def counts(overview: Overview) -> list[Any]:
    """The line "Seeing X of Y · N without a place · M without a date", each a click."""
    seen = command(
        "list",
        "Seeing ",
        html.B(f"{overview.seen:,}"),
        f" of {overview.total:,}",
        className="tell",
        title="Show them as a list",
    )
    parts: list[Any] = [seen]
    if overview.without_place:
        words = f"{overview.without_place:,} without a place"
        parts += [
            " · ",
            command("only", words, field="precisions", value="none", className="tell", title="Show only these"),
        ]
    if overview.without_date:
        words = f"{overview.without_date:,} without a date"
        parts += [" · ", command("undated", words, className="tell", title="Show only these")]
    return parts


CHIP_FIELDS = {
    "actors": "Actor",
    "coalitions": "Coalition",
    "members": "Member",
    "countries": "Country",
    "types": "",
    "statuses": "Status",
    "precisions": "Place",
    "datasets": "Data",
    "publishers": "Publisher",
}


def chips(view: View, names: Names) -> list[Any]:
    """A chip for each filter in force, each with its own way out."""
    found = [
        _chip(field, value, f"{prefix}: {names(field, value)}" if prefix else names(field, value))
        for field, prefix in CHIP_FIELDS.items()
        for value in getattr(view, field)
    ]
    if view.since or view.until:
        found.append(_chip("window", "", _upper_first(window_in_words(view.since, view.until))))
    singles = (
        ("undated", view.undated, "Without a date"),
        ("confidence", view.confidence, f"Confidence at least {view.confidence}%"),
        ("text", view.text, f"“{view.text}”"),
        ("bbox", view.bbox, "Only what the map shows"),
        ("wide", not view.wide, "Without coalition-wide events"),
    )
    found += [_chip(field, "", words) for field, value, words in singles if value]
    return [*found, command("reset", "Clear all", className="tell")] if len(found) > 1 else found


def _chip(field: str, value: str, words: str) -> html.Span:
    cross = command("clear", "×", field=field, value=value, **attrs(aria_label=f"Remove the filter {words}"))
    return html.Span([html.Span(words), cross], className="chip")


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def window(overview: Overview, view: View) -> str:
    if view.undated:
        return "Events without a date"
    if view.since or view.until:
        return _upper_first(window_in_words(view.since, view.until))
    if overview.first and overview.last:
        return f"{day_in_words(overview.first)} to {day_in_words(overview.last)}"
    return "No dated events"


def edition(shown: Shown) -> list[Any]:
    """Which snapshot this is, small, beside the name."""
    return [
        html.Span(
            f"snapshot {shown.snapshot.snapshot_id[:8]}",
            title=f"Snapshot {shown.snapshot.snapshot_id}",
            **attrs(data_snapshot=shown.snapshot.snapshot_id),
        )
    ]


# --- map overlays ------------------------------------------------------------------------------------------------


def badges(found: Sequence[CountryBadge]) -> list[Any]:
    """Country-level events: a labelled badge on the country, which the page's script keeps in its place."""
    return [
        opens(
            f"in:{badge.country}",
            html.Span(badge.name, className="badge-name"),
            html.B(f"{badge.count:,}"),
            className="badge",
            title=f"{badge.count:,} event{'s' if badge.count != 1 else ''} somewhere in {badge.name}; no place is known more exactly",
            **attrs(data_lon=f"{badge.longitude:.4f}", data_lat=f"{badge.latitude:.4f}"),
        )
        for badge in found
    ]


SYMBOLS = (
    (("exact",), "exact", "exact place"),
    (("near",), "near", "near it"),
    (("adm2", "adm1", "region", "water"), "vague", "somewhere within"),
    (("country",), "country", "whole country"),
)


def legend(overview: Overview) -> list[Any]:
    """The colours and symbols that are on the map, and only those."""
    types = overview.histogram.counts.sum(axis=0)
    present = {FAMILY_BY_POSITION[i] for i in np.flatnonzero(types).tolist()}
    present |= {FAMILY_BY_POSITION[i] for i in np.unique(overview.bubbles.event_type).tolist()}
    colors = [html.Span([dot(i), FAMILIES[i].label]) for i in sorted(present)]
    precisions = {list(PlacePrecision)[i].value for i in np.unique(overview.bubbles.precision).tolist()}
    precisions |= {"country"} if overview.badges else set()
    symbols = [
        html.Span(
            [
                html.Span("12" if kind == "country" else None, className=f"sym {kind}", **attrs(aria_hidden="true")),
                words,
            ]
        )
        for covers, kind, words in SYMBOLS
        if precisions & set(covers)
    ]
    return [html.Div(colors, className="keys"), html.Div(symbols, className="keys")]


def empty(overview: Overview, view: View) -> list[Any]:
    """Why there is nothing, and what to do."""
    if overview.seen:
        return []
    if not overview.total:
        return [
            html.P("This data set holds no events yet.", className="empty-head"),
            html.P("Add articles with: python -m etl build FILES", className="hint"),
        ]
    advice = "Take away a filter or widen the time window." if view.is_filtered else "Nothing can be shown."
    return [
        html.P("No events match these filters", className="empty-head"),
        html.P(advice, className="hint"),
        command("reset", "Reset all filters", className="btn"),
    ]


# --- facets ------------------------------------------------------------------------------------------------------


def _options(field: str, overview: Overview) -> Sequence[Option]:
    if field == "modes":
        return [option for option in overview.facets.get("types", ()) if "." in option.value]
    options = overview.facets.get(field, ())
    return [option for option in options if "." not in option.value] if field == "types" else options


def _chosen(field: str, view: View) -> list[str]:
    if field in {"types", "modes"}:
        return [value for value in view.types if ("." in value) is (field == "modes")]
    return list(getattr(view, field))


def _rows(field: str, overview: Overview, view: View, names: Names) -> list[tuple[str, str, int]]:
    """Value, label and count; chosen values stay in the list even where nothing is left of them."""
    rows = [(option.value, option.label, option.count) for option in _options(field, overview)]
    there = {value for value, _, _ in rows}
    key = "types" if field == "modes" else field
    chosen = _chosen(field, view)
    rows = [row for row in rows if row[2] or row[0] in chosen]
    return rows + [(value, names(key, value), 0) for value in chosen if value not in there]


def choices(field: str, overview: Overview, view: View, names: Names) -> list[dict[str, Any]]:
    """Options of a search box, each with its count under the other filters."""
    return [
        {"value": value, "label": label, "count": f"{count:,}"}
        for value, label, count in _rows(field, overview, view, names)
    ]


def boxes(field: str, overview: Overview, view: View, names: Names) -> list[Any]:
    """Tick boxes of a short filter, each with its count under the other filters and a bar of its share."""
    rows = _rows(field, overview, view, names)
    most = max((count for _, _, count in rows), default=0) or 1
    return [
        dmc.Checkbox(value=value, size="xs", label=_box_label(field, value, label, count, most))
        for value, label, count in rows
    ]


def _box_label(field: str, value: str, label: str, count: int, most: int) -> html.Span:
    mark = [dot(FAMILY_OF[EventType(value)])] if field == "types" and value in EventType.__members__ else []
    return html.Span(
        [html.Span([*mark, label], className="box-name"), html.Span(f"{count:,}", className="box-count")],
        className="box",
        style={"--share": f"{100 * count / most:.0f}%"},
    )


def is_pointless(field: str, overview: Overview, view: View, names: Names) -> bool:
    """Whether a filter has nothing to choose from."""
    return not _rows(field, overview, view, names)


# --- notices -----------------------------------------------------------------------------------------------------


def dropped_notice(dropped: Sequence[str]) -> list[Any]:
    if not dropped:
        return []
    shown = ", ".join(dropped[:5]) + (f" and {len(dropped) - 5} more" if len(dropped) > 5 else "")
    words = f"This link could be read only in part. Left out: {shown}."
    return [
        html.Span(words),
        html.Button("×", className="notice-close", **attrs(data_dismiss="notice-link", aria_label="Dismiss")),
    ]


def snapshot_notice(shown: Shown) -> list[Any]:
    newest = html.Button("Show the newest", className="btn", **attrs(data_cmd="newest"))
    if shown.is_missing:
        words = f"This link was made on snapshot {(shown.asked or '')[:16]}, which is not here. You see the newest one instead; counts may differ from what the sender saw."
        return [html.Span(words), html.Button("Understood", className="btn", **attrs(data_cmd="newest"))]
    if shown.is_earlier:
        return [
            html.Span("This link shows an earlier snapshot, exactly as its sender saw it. There is a newer one."),
            newest,
        ]
    return []


# --- the list ----------------------------------------------------------------------------------------------------

COLUMNS = (
    ("date", "Date"),
    ("type", "What"),
    ("title", "Event"),
    ("place", "Place"),
    ("country", "Country"),
    ("fatalities", "Killed"),
    ("confidence", "Confidence"),
    ("reports", "Reports"),
)
DESCENDING_FIRST = {"date", "fatalities", "confidence", "reports"}


def table(page: Page, view: View) -> list[Any]:
    """The list, one row an event, with the buttons that sort and turn it."""
    if not page.rows:
        return [html.P("No events match these filters.", className="list-empty")]
    head = dmc.TableThead(dmc.TableTr([_heading(key, label, view.sort) for key, label in COLUMNS]))
    body = dmc.TableTbody([_row(row) for row in page.rows])
    grid = dmc.Table(
        [head, body],
        stickyHeader=True,
        highlightOnHover=True,
        className="events",
        verticalSpacing=4,
        horizontalSpacing="sm",
    )
    return [
        html.Div(grid, className="list-scroll", tabIndex=0, role="region", **attrs(aria_label="List of events")),
        _pager(page),
    ]


def _heading(key: str, label: str, sort: str) -> dmc.TableTh:
    column, descending = sort.removeprefix("-"), sort.startswith("-")
    active = column == key
    turned = ("" if descending else "-") + key if active else ("-" if key in DESCENDING_FIRST else "") + key
    arrow = ("↓" if descending else "↑") if active else ""
    button = html.Button(
        [label, html.Span(arrow, className="arrow", **attrs(aria_hidden="true"))],
        className="sort",
        **attrs(data_sort=turned),
    )
    state = {"aria-sort": "descending" if descending else "ascending"} if active else {}
    return dmc.TableTh(button, className=f"c-{key}", **state)


def _row(row: Row) -> dmc.TableTr:
    family = FAMILY_OF[EventType(row.event_type)]
    cells = {
        "date": row.date,
        "type": html.Span([dot(family), type_words(row)], className="nowrap"),
        "title": opens(row.event_id, row.title, className="row-link"),
        "place": row.place or html.Span("no place", className="mute"),
        "country": row.country,
        "fatalities": "" if row.fatalities is None else f"{row.fatalities:,}",
        "confidence": html.Span(
            [
                html.Span(className="bar", style={"--share": f"{row.confidence}%"}, **attrs(aria_hidden="true")),
                f"{row.confidence}%",
            ],
            className="nowrap",
        ),
        "reports": str(row.reports) if row.reports else "",
    }
    return dmc.TableTr(
        [dmc.TableTd(cells[key], className=f"c-{key}") for key, _ in COLUMNS], **attrs(data_row=row.event_id)
    )


def type_words(row: Row) -> str:
    return labels.kind(row.event_type, row.mode)


def _pager(page: Page) -> html.Div:
    def turn(words: str, number: int, title: str) -> html.Button:
        return html.Button(
            words,
            className="btn quiet",
            disabled=not 1 <= number <= page.pages,
            title=title,
            **attrs(data_page=str(number)),
        )

    return html.Div(
        [
            turn("‹ Previous", page.number - 1, "Previous page"),
            html.Span(f"Page {page.number:,} of {page.pages:,} · {page.seen:,} events"),
            turn("Next ›", page.number + 1, "Next page"),
        ],
        className="pager",
        role="navigation",
        **attrs(aria_label="Pages of the list"),
    )
