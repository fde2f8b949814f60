"""Tables in, plain Plotly dicts out. Pure: the same values give the same figure.

Every string that comes from data passes through :func:`literal` before it reaches a figure, because Plotly reads
a small HTML in its texts: a title of an article must not become a link or lose its brackets.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.theme import FAMILIES, FAMILY_BY_POSITION, FONT, PALETTES, Palette, Scheme, family_colors
from etl.model import EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.queries import Histogram, Lane, Mark
    from dashboard.view import View

Figure = dict[str, Any]
Trace = dict[str, Any]

CLEAR = "rgba(0,0,0,0)"
LEFT = 150  # pixels for the names of lanes, the same in both timeline figures
DAY_MS = 86_400_000
BLANK: Figure = {  # until the first answer: no axes that mean nothing
    "data": [],
    "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}, "paper_bgcolor": CLEAR, "plot_bgcolor": CLEAR},
}


def literal(value: object) -> str:
    """Text as Plotly shows it character for character; control and direction-override characters are left out.

    >>> literal("<b>Hit & run</b>\u202e")
    '&lt;b&gt;Hit &amp; run&lt;/b&gt;'
    """
    text = "".join(c for c in str(value) if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    return html.escape(text, quote=False)


def packed(values: object, kind: str = "f4") -> dict[str, str]:
    """A typed array in Plotly's JSON form: a tenth of the bytes and of the time of a list."""
    return {"dtype": kind, "bdata": base64.b64encode(np.asarray(values, dtype=kind).tobytes()).decode()}


def unpacked(array: dict[str, str]) -> list[float]:
    """The numbers of :func:`packed`, for tests."""
    return list(np.frombuffer(base64.b64decode(array["bdata"]), dtype=array["dtype"]).tolist())


def base_layout(scheme: Scheme, **more: Any) -> dict[str, Any]:
    palette = PALETTES[scheme]
    return {
        "template": "none",
        "font": {"family": FONT, "size": 12, "color": palette.ink},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "hoverlabel": {
            "font": {"family": FONT, "size": 12.5, "color": palette.ink},
            "bgcolor": palette.card,
            "bordercolor": palette.ghost,
            "align": "left",
            "namelength": -1,
        },
        **more,
    }


# --- histogram ---------------------------------------------------------------------------------------------------


def histogram_figure(histogram: Histogram, view: View, scheme: Scheme) -> Figure:
    """The period in stacked bars; what lies outside of the window is grey. Dragging across it sets the window.

    ``layout.meta`` holds the first and the last day shown, which the page's script keeps the window within.
    """
    palette = PALETTES[scheme]
    edges = histogram.edges
    shown = period(histogram, view)
    families = _by_family(histogram.counts)
    inside = [_overlaps(a, b, view) for a, b in pairwise(edges)]
    middles = [_middle(a, b) for a, b in pairwise(edges)]
    widths = packed([(b - a).days * DAY_MS * 0.88 for a, b in pairwise(edges)], "f8")
    traces = [
        _bar(middles, families[:, i], widths)
        | {
            "name": family.label,
            "hoverinfo": "skip",
            "marker": {"color": [color if k else palette.ghost for k in inside], "line": {"width": 0}},
        }
        for i, (family, color) in enumerate(zip(FAMILIES, family_colors(scheme), strict=True))
        if families[:, i].any()
    ]
    traces.append(_hover_bars(histogram, families, middles, widths))
    layout = base_layout(
        scheme,
        margin={"l": LEFT, "r": 16, "t": 6, "b": 22},
        barmode="stack",
        bargap=0,
        dragmode="select",
        selectdirection="h",
        hovermode="x",
        uirevision="histogram",
        selections=[],
        newselection={"line": {"color": palette.edge, "width": 1, "dash": "solid"}},
        activeselection={"fillcolor": palette.edge, "opacity": 0.15},
        shapes=_window_shapes(edges, view, palette),
        annotations=_beyond(shown, palette),
        meta={"first": shown.start.isoformat(), "last": (shown.end - dt.timedelta(days=1)).isoformat()},
        xaxis=_time_axis(palette, shown) | {"showgrid": False, "linecolor": palette.grid},
        yaxis={
            "fixedrange": True,
            "gridcolor": palette.grid,
            "zeroline": False,
            "nticks": 3,
            "rangemode": "tozero",
            "tickfont": {"color": palette.mute, "size": 10.5},
        },
    )
    return {"data": traces, "layout": layout}


@dataclass(frozen=True, slots=True)
class Period:
    """What the time axis spans, end exclusive, and about how many events lie before and after it."""

    start: dt.date
    end: dt.date
    earlier: float = 0.0
    later: float = 0.0


NO_PERIOD = Period(dt.date(2000, 1, 1), dt.date(2001, 1, 1))
FEW = 0.005  # the share of events that may lie beyond the axis …
SPARSE = 0.25  # … if that saves this share of it
WIDE = 24  # bins from which on a stretch of nothing squeezes the rest


def period(histogram: Histogram, view: View) -> Period:
    """Where nearly all events are: a handful from long ago does not squeeze the rest. The window is always within."""
    if not histogram.edges:
        return NO_PERIOD
    totals = histogram.counts.sum(axis=1)
    reached = np.cumsum(totals)
    bins, total = len(totals), float(totals.sum())
    first = int(np.searchsorted(reached, total * FEW, "right"))
    last = int(np.searchsorted(reached, total * (1 - FEW), "left")) + 1
    first = first if total and bins >= WIDE and first >= bins * SPARSE else 0
    last = min(last, bins) if total and bins >= WIDE and bins - last >= bins * SPARSE else bins
    edges = histogram.edges
    while first and view.since and view.since < edges[first]:
        first -= 1
    while last < bins and view.until and view.until >= edges[last]:
        last += 1
    return Period(edges[first], edges[last], float(totals[:first].sum()), float(totals[last:].sum()))


def _beyond(shown: Period, palette: Palette) -> list[dict[str, Any]]:
    """A word at the edge for the events that the axis leaves out."""
    sides = (("left", 0, shown.earlier, "← {:,.0f} earlier"), ("right", 1, shown.later, "{:,.0f} later →"))
    place = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "top", "showarrow": False}
    font = {"size": 11, "color": palette.mute}
    return [
        {**place, "x": x, "xanchor": side, "text": words.format(max(1, count)), "font": font}
        for side, x, count, words in sides
        if count > 0
    ]


def _by_family(counts: np.ndarray) -> np.ndarray:
    families = np.zeros((len(counts), len(FAMILIES)))
    for column, family in enumerate(FAMILY_BY_POSITION):
        families[:, family] += counts[:, column]
    return families


def _overlaps(start: dt.date, end: dt.date, view: View) -> bool:
    return (view.since is None or end > view.since) and (view.until is None or start <= view.until)


def _middle(start: dt.date, end: dt.date) -> str:
    noon = dt.datetime.combine(start, dt.time()) + (end - start) / 2
    return noon.isoformat(timespec="minutes")


def _bar(x: list[str], y: np.ndarray, widths: dict[str, str]) -> Trace:
    unchanged = {"marker": {"opacity": 1}}
    return {
        "type": "bar",
        "x": x,
        "y": packed(np.round(y, 3)),
        "width": widths,
        "selected": unchanged,
        "unselected": unchanged,
    }


def _hover_bars(histogram: Histogram, families: np.ndarray, middles: list[str], widths: dict[str, str]) -> Trace:
    """One invisible bar of full height per bin, so that a hover anywhere above a bin answers."""
    total = families.sum(axis=1)
    top = max(1.0, float(total.max())) if len(total) else 1.0
    texts = [
        _bin_text(start, histogram.unit, row) for start, row in zip(histogram.edges, families.tolist(), strict=False)
    ]
    return _bar(middles, top - total, widths) | {
        "name": "hover",
        "marker": {"color": CLEAR},
        "customdata": texts,
        "hovertemplate": "%{customdata}<extra></extra>",
    }


_BIN_NAMES = {
    "day": "{0.day} {0:%B %Y}",
    "week": "Week of {0.day} {0:%B %Y}",
    "month": "{0:%B %Y}",
    "year": "{0:%Y}",
}


def _bin_text(start: dt.date, unit: str, row: Sequence[float]) -> str:
    parts = [
        f"{family.label}: {value:,.0f}" if value >= 9.95 else f"{family.label}: {value:.1f}".replace(".0", "")
        for family, value in zip(FAMILIES, row, strict=True)
        if value >= 0.05
    ]
    return "<br>".join([f"<b>{_BIN_NAMES.get(unit, _BIN_NAMES['week']).format(start)}</b>", *(parts or ["no events"])])


def _window_shapes(edges: Sequence[dt.date], view: View, palette: Palette) -> list[dict[str, Any]]:
    if not edges or not (view.since or view.until):
        return []
    start = (view.since or edges[0]).isoformat()
    end = (view.until + dt.timedelta(days=1) if view.until else edges[-1]).isoformat()
    place = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1}
    band = {
        "type": "rect",
        **place,
        "x0": start,
        "x1": end,
        "fillcolor": palette.band,
        "line": {"width": 0},
        "layer": "below",
    }
    lines = [
        {"type": "line", **place, "x0": x, "x1": x, "line": {"color": palette.edge, "width": 1.5}} for x in (start, end)
    ]
    return [band, *lines]


def _time_axis(palette: Palette, span: Period) -> dict[str, Any]:
    return {
        "type": "date",
        "range": [span.start.isoformat(), span.end.isoformat()],
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": palette.grid,
        "tickfont": {"color": palette.mute, "size": 11},
        "tickangle": 0,
    }


# --- lanes -------------------------------------------------------------------------------------------------------

MOST_LANES = 10  # that fit the panel and can be read
MOST_SUBROWS = 4


def lanes_figure(lanes: Sequence[Lane], histogram: Histogram, view: View, scheme: Scheme) -> Figure:
    """A lane per actor, country or type over the window: a dot for a day, a bar for a vaguer date.

    Lanes without marks (too many to tell apart) are drawn as strips of density.
    """
    palette = PALETTES[scheme]
    lanes = lanes[:MOST_LANES]
    span = _lane_extent(histogram, view)
    traces: list[Trace] = []
    if any(lane.marks for lane in lanes):
        traces = _mark_traces(lanes, (span.end - span.start).days, scheme)
    elif lanes:
        traces = [_density(lanes, histogram, palette)]
    top = len(lanes) - 1
    room = max(0, 5 - len(lanes)) * 0.5
    stripes = [
        {
            "type": "rect",
            "xref": "paper",
            "yref": "y",
            "x0": 0,
            "x1": 1,
            "y0": top - i - 0.5,
            "y1": top - i + 0.5,
            "fillcolor": palette.grid,
            "opacity": 0.4,
            "line": {"width": 0},
            "layer": "below",
        }
        for i in range(0, len(lanes), 2)
    ]
    layout = base_layout(
        scheme,
        margin={"l": LEFT, "r": 16, "t": 6, "b": 26},
        hovermode="closest",
        dragmode=False,
        clickmode="event",
        uirevision="lanes",
        shapes=stripes,
        xaxis=_time_axis(palette, span),
        yaxis={
            "range": [-0.6 - room, top + 0.6 + room],
            "tickvals": list(range(len(lanes))),
            "ticktext": [literal(_clipped(lane.label)) for lane in reversed(lanes)],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "ticks": "",
            "tickfont": {"size": 11.5, "color": palette.ink},
        },
    )
    return {"data": traces, "layout": layout}


def _clipped(label: str, length: int = 24) -> str:
    return label if len(label) <= length else label[: length - 1].rstrip() + "…"


def _lane_extent(histogram: Histogram, view: View) -> Period:
    """The window, or the period where it is open."""
    shown = period(histogram, view)
    start = view.since or shown.start
    end = view.until + dt.timedelta(days=1) if view.until else shown.end
    return Period(start, max(end, start + dt.timedelta(days=1)))


def _mark_traces(lanes: Sequence[Lane], days: int, scheme: Scheme) -> list[Trace]:
    palette, colors = PALETTES[scheme], family_colors(scheme)
    by_family: dict[int, list[tuple[Mark, float]]] = {}
    for row, lane in enumerate(reversed(lanes)):
        for mark, y in _stacked(lane.marks, row, gap=max(1, days // 90)):
            by_family.setdefault(_family(mark.event_type), []).append((mark, y))
    traces = []
    for family in sorted(by_family):
        marks = by_family[family]
        bars = [(mark, y) for mark, y in marks if mark.end > mark.start]
        if bars:
            traces.append(_mark_bars(bars, colors[family]))
        traces.append(_mark_points(marks, FAMILIES[family].label, colors[family], palette))
    return traces


def _family(event_type: str) -> int:
    return FAMILY_BY_POSITION[list(EventType).index(EventType(event_type))]


def _stacked(marks: Sequence[Mark], row: int, gap: int) -> list[tuple[Mark, float]]:
    """Marks of one lane in up to four sub-rows, so that those close in time do not hide each other."""
    ends: list[int] = []
    placed = []
    for mark in sorted(marks, key=lambda m: (m.start, m.end, m.event_id)):
        free = next((i for i, end in enumerate(ends) if end <= mark.start.toordinal()), None)
        if free is None and len(ends) < MOST_SUBROWS:
            ends.append(0)
            free = len(ends) - 1
        if free is None:
            free = ends.index(min(ends))
        ends[free] = max(ends[free], mark.end.toordinal() + gap)
        placed.append((mark, free))
    return [(mark, round(row + (i - (len(ends) - 1) / 2) * 0.19, 3)) for mark, i in placed]


def _mark_bars(bars: Sequence[tuple[Mark, float]], color: str) -> Trace:
    x: list[str | None] = []
    y: list[float | None] = []
    for mark, level in bars:
        x += [mark.start.isoformat(), (mark.end + dt.timedelta(days=1)).isoformat(), None]
        y += [level, level, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": color, "width": 7},
        "opacity": 0.35,
        "hoverinfo": "skip",
        "connectgaps": False,
    }


def _mark_points(marks: Sequence[tuple[Mark, float]], name: str, color: str, palette: Palette) -> Trace:
    exact = [mark.start == mark.end for mark, _ in marks]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [_middle(mark.start, mark.end + dt.timedelta(days=1)) for mark, _ in marks],
        "y": [level for _, level in marks],
        "customdata": [
            [
                mark.event_id,
                literal(mark.label),
                "" if mark.precision == "day" else f"<br><i>known to the {literal(mark.precision)}</i>",
            ]
            for mark, _ in marks
        ],
        "marker": {
            "size": [8 if day else 6 for day in exact],
            "symbol": ["circle" if day else "diamond" for day in exact],
            "color": color,
            "line": {"width": 1, "color": palette.halo},
        },
        "hovertemplate": "%{customdata[1]}%{customdata[2]}<extra></extra>",
    }


def _density(lanes: Sequence[Lane], histogram: Histogram, palette: Palette) -> Trace:
    table = np.array([lane.density for lane in reversed(lanes)], dtype=float)
    middles = [_middle(a, b) for a, b in pairwise(histogram.edges)]
    return {
        "type": "heatmap",
        "x": middles,
        "y": list(range(len(lanes))),
        "z": np.round(np.sqrt(table), 2).tolist(),
        "customdata": np.round(table, 1).tolist(),
        "showscale": False,
        "xgap": 0.5,
        "ygap": 5,
        "colorscale": [[0, CLEAR], [0.001, palette.band], [0.5, palette.edge], [1, palette.edge]],
        "hovertemplate": "%{customdata} events around %{x|%-d %b %Y}<extra></extra>",
    }
