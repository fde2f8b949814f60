"""The map's figure: one bubble per place, drawn as exactly as the place is known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.figures import Figure, Trace, base_layout, literal, packed
from dashboard.theme import FAMILIES, FAMILY_BY_POSITION, PALETTES, RADIUS_KM, Palette, Scheme, family_colors
from etl.model import EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.queries import Bubbles

PRECISIONS = tuple(PlacePrecision)
EXACT = PRECISIONS.index(PlacePrecision.EXACT)
NEAR = PRECISIONS.index(PlacePrecision.NEAR)
MOST_AREAS = 60  # dashed circles that a reader can tell apart; the largest bubbles come first
DIGIT_PX = 6.8  # the width of a digit of a count,
AROUND_PX = 4  # the room that it needs beside it
TEXT_FROM_PX = 14  # and the least bubble that is high enough
FAR = 0.05  # the share of events on each side that the first camera may leave out
CROWDED = 400  # places from which on bubbles shrink


def map_figure(bubbles: Bubbles, scheme: Scheme) -> Figure:
    """One bubble per place: a dot where it is exact, a dot in a ring where near, a pale dashed circle where vaguer.

    The first trace is empty: the page's script draws the selection there. ``layout.meta.bounds`` is what an
    unaimed camera should show.
    """
    palette = PALETTES[scheme]
    sizes = _sizes(bubbles.count)
    vague, near = bubbles.precision > NEAR, bubbles.precision == NEAR
    rows = _rows(bubbles)
    areas = np.flatnonzero(vague)[:MOST_AREAS]
    traces = [
        _marker_trace("selected", [], [], size=30, color=palette.selected, opacity=0.55),
        _area_fill(bubbles, areas, palette),
        _area_dashes(bubbles, areas, palette),
        _bubble_trace("vague", bubbles, vague, sizes + 5, scheme, rows),
        _ring(bubbles, near, sizes + 8, scheme),
        _halo(bubbles, ~vague, sizes + 2.5, palette),
        _bubble_trace("exact", bubbles, bubbles.precision == EXACT, sizes, scheme, rows),
        _bubble_trace("near", bubbles, near, sizes, scheme, rows),
    ]
    layout = base_layout(
        scheme,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        dragmode="pan",
        clickmode="event",
        uirevision="map",
        meta={"bounds": bounds(bubbles)},
        map={"style": f"/basemap/{scheme}.json", "center": {"lat": 34.0, "lon": 41.0}, "zoom": 4, "uirevision": "map"},
    )
    return {"data": traces, "layout": layout}


def bounds(bubbles: Bubbles) -> list[float] | None:
    """West, south, east, north of where most events are: a few far-off places do not pull the camera away."""
    if not len(bubbles.count):
        return None
    edges = []
    for values in (bubbles.longitude, bubbles.latitude):
        order: np.ndarray = np.argsort(values, kind="stable")
        share = np.cumsum(bubbles.count[order]) / bubbles.count.sum()
        low = values[order][int(np.searchsorted(share, FAR))]
        high = values[order][min(int(np.searchsorted(share, 1 - FAR)), len(order) - 1)]
        edges.append((float(low), float(high)))
    (west, east), (south, north) = edges
    return [round(value, 3) for value in (west, south, east, north)]


def _sizes(count: np.ndarray) -> np.ndarray:
    """Diameters in pixels: the area grows with the count, the biggest place stays under about 55, a crowd is finer."""
    if not len(count):
        return np.zeros(0)
    least = 9 if len(count) <= CROWDED else max(5.0, 9 - 2.5 * math.log10(len(count) / CROWDED) * 2)
    most = 46 if len(count) <= CROWDED else 34
    diameters: np.ndarray = least + most / math.sqrt(max(80, int(count.max()))) * np.sqrt(count.astype(float))
    return diameters


def _rows(bubbles: Bubbles) -> list[list[Any]]:
    """What a bubble says on hover and does on click: name, counts, type, precision, event id, selection key."""
    types = tuple(EventType)
    return [
        [
            literal(name),
            f"{count:,} event" + ("s" if count != 1 else ""),
            FAMILIES[FAMILY_BY_POSITION[kind]].label.lower(),
            PRECISION_HOVER[PRECISIONS[precision]],
            event_id or f"at:{latitude:.5f},{longitude:.5f},{PRECISIONS[precision]}",
            str(types[kind]),
        ]
        for name, count, kind, precision, event_id, latitude, longitude in zip(
            bubbles.name,
            bubbles.count.tolist(),
            bubbles.event_type.tolist(),
            bubbles.precision.tolist(),
            bubbles.event_id,
            bubbles.latitude.tolist(),
            bubbles.longitude.tolist(),
            strict=True,
        )
    ]


PRECISION_HOVER = {
    PlacePrecision.EXACT: "",
    PlacePrecision.NEAR: "<br><i>near this place, not in it</i>",
    PlacePrecision.ADM2: "<br><i>somewhere in this district</i>",
    PlacePrecision.ADM1: "<br><i>somewhere in this province</i>",
    PlacePrecision.REGION: "<br><i>somewhere in this region</i>",
    PlacePrecision.COUNTRY: "",
    PlacePrecision.WATER: "<br><i>somewhere on this water</i>",
    PlacePrecision.NONE: "",
}


def _marker_trace(name: str, lon: object, lat: object, **marker: Any) -> Trace:
    return {
        "type": "scattermap",
        "name": name,
        "mode": "markers",
        "lon": lon,
        "lat": lat,
        "hoverinfo": "skip",
        "below": "city-labels",
        "marker": marker,
    }


def _bubble_trace(
    name: str, bubbles: Bubbles, chosen: np.ndarray, sizes: np.ndarray, scheme: Scheme, rows: list[list[Any]]
) -> Trace:
    palette = PALETTES[scheme]
    index = np.flatnonzero(chosen)
    trace = _marker_trace(
        name,
        packed(bubbles.longitude[index], "f8"),
        packed(bubbles.latitude[index], "f8"),
        size=packed(sizes[index]),
        color=_colors(bubbles.event_type[index], scheme),
        opacity=0.34 if name == "vague" else 0.9,
    )
    del trace["hoverinfo"]
    told = zip(bubbles.count[index].tolist(), sizes[index].tolist(), strict=True)
    trace |= {
        "mode": "markers+text",
        "text": [_fitting(count, size) for count, size in told],
        "textposition": "middle center",
        "textfont": {"family": "Inter", "size": 11.5, "color": palette.ink if name == "vague" else palette.on_dot},
        "customdata": [rows[i] for i in index.tolist()],
        "hovertemplate": "<b>%{customdata[0]}</b><br>%{customdata[1]}, mostly %{customdata[2]}%{customdata[3]}<extra></extra>",
    }
    return trace


def _halo(bubbles: Bubbles, chosen: np.ndarray, sizes: np.ndarray, palette: Palette) -> Trace:
    lon, lat = packed(bubbles.longitude[chosen], "f8"), packed(bubbles.latitude[chosen], "f8")
    return _marker_trace("halo", lon, lat, size=packed(sizes[chosen]), color=palette.halo, opacity=0.95)


def _ring(bubbles: Bubbles, chosen: np.ndarray, sizes: np.ndarray, scheme: Scheme) -> Trace:
    """The ring around a dot: the event lies near the place."""
    lon, lat = packed(bubbles.longitude[chosen], "f8"), packed(bubbles.latitude[chosen], "f8")
    colors = _colors(bubbles.event_type[chosen], scheme)
    return _marker_trace("ring", lon, lat, size=packed(sizes[chosen]), color=colors, opacity=0.3)


def _colors(event_types: np.ndarray, scheme: Scheme) -> list[str]:
    colors = family_colors(scheme)
    return [colors[FAMILY_BY_POSITION[kind]] for kind in event_types.tolist()]


def _short(count: int) -> str:
    """A count in the space of a bubble.

    >>> _short(940), _short(1240), _short(12400)
    ('940', '1.2k', '12k')
    """
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 9950 else f"{count / 1000:.0f}k"


def _fitting(count: int, size: float) -> str:
    """The count where a bubble has room for it.

    >>> _fitting(8, 15.5), _fitting(254, 20), _fitting(254, 29), _fitting(1, 46)
    ('8', '', '254', '')
    """
    figure = _short(count)
    return figure if count > 1 and size > max(TEXT_FROM_PX, AROUND_PX + DIGIT_PX * len(figure)) else ""


def radius_km(precision: PlacePrecision, known: float) -> float:
    return known if known == known and known > 0 else RADIUS_KM.get(precision, 0.0)  # noqa: PLR0124 (NaN is not itself)


def _circle(bubbles: Bubbles, i: int, steps: int) -> tuple[np.ndarray, np.ndarray]:
    """Points around a place at the distance within which the event lies."""
    radius = radius_km(PRECISIONS[int(bubbles.precision[i])], float(bubbles.radius_km[i]))
    angle = np.linspace(0, 2 * math.pi, steps + 1)
    latitude = float(bubbles.latitude[i])
    north = radius / 111.32 * np.cos(angle)
    east = radius / (111.32 * max(0.05, math.cos(math.radians(latitude)))) * np.sin(angle)
    return bubbles.longitude[i] + east, np.clip(latitude + north, -85, 85)


def _joined(parts: Iterable[tuple[np.ndarray, np.ndarray]]) -> tuple[dict[str, str], dict[str, str]]:
    gap = np.array([np.nan])
    lon: list[np.ndarray] = []
    lat: list[np.ndarray] = []
    for x, y in parts:
        lon += [x, gap]
        lat += [y, gap]
    empty = np.array([])
    return packed(np.concatenate(lon or [empty]), "f8"), packed(np.concatenate(lat or [empty]), "f8")


def _area_fill(bubbles: Bubbles, areas: np.ndarray, palette: Palette) -> Trace:
    lon, lat = _joined(_circle(bubbles, i, 48) for i in areas.tolist())
    return _line_trace("area", lon, lat, palette) | {"fill": "toself", "fillcolor": palette.area, "line": {"width": 0}}


def _area_dashes(bubbles: Bubbles, areas: np.ndarray, palette: Palette) -> Trace:
    def dashes() -> Iterable[tuple[np.ndarray, np.ndarray]]:
        for i in areas.tolist():
            x, y = _circle(bubbles, i, 72)
            for start in range(0, 72, 3):
                yield x[start : start + 3], y[start : start + 3]

    lon, lat = _joined(dashes())
    return _line_trace("area edge", lon, lat, palette)


def _line_trace(name: str, lon: object, lat: object, palette: Palette) -> Trace:
    return {
        "type": "scattermap",
        "name": name,
        "mode": "lines",
        "lon": lon,
        "lat": lat,
        "hoverinfo": "skip",
        "connectgaps": False,
        "below": "city-labels",
        "line": {"color": palette.edge, "width": 1},
        "opacity": 0.5,
    }
