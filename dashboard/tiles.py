"""The offline base map: one PMTiles file as vector tiles, and the style that draws it.

The style names no glyphs and no sprite, so the browser asks for nothing but our tiles: MapLibre draws every label
from the page's own font. Tile addresses are absolute because MapLibre fetches them from a worker without a base.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, jsonify, request
from pmtiles.reader import MmapSource, Reader

if TYPE_CHECKING:
    from dashboard.theme import Scheme

BASEMAP = Path(__file__).parent.parent / "data" / "basemap" / "basemap.pmtiles"
ATTRIBUTION = "Natural Earth · GeoNames"
MAX_ZOOM = 6  # of the file; the browser enlarges beyond
WEEK_S = 604_800
Layer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ground:
    """Colours of the base map in one scheme."""

    water: str
    land: str
    coast: str
    river: str
    border: str
    country: str
    city: str
    city_dot: str
    halo: str


GROUNDS: dict[Scheme, Ground] = {
    "light": Ground("#dbe6ec", "#f8f7f4", "#bccad3", "#b9cfdc", "#b5abb8", "#877e8f", "#565660", "#8a8a94", "#f8f7f4"),
    "dark": Ground("#0f1720", "#1c2530", "#31404f", "#24405a", "#525f6e", "#8593a1", "#aab5c0", "#7d8996", "#151d26"),
}
ZOOM = ["zoom"]
SHOWN = ["<=", ["-", ["get", "z"], 0.6], ZOOM]  # a label waits for the zoom that it was given
CAPITAL = ["==", ["get", "c"], 2]


def style(ground: Ground, root: str) -> dict[str, Any]:
    """A MapLibre style whose only source is this server's tiles; ``root`` ends with a slash."""
    source = {
        "type": "vector",
        "tiles": [root + "tiles/{z}/{x}/{y}.mvt"],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "attribution": ATTRIBUTION,
    }
    layers = [
        {"id": "water", "type": "background", "paint": {"background-color": ground.water}},
        *_areas(ground),
        *_lines(ground),
        *_labels(ground),
    ]
    return {"version": 8, "sources": {"world": source}, "layers": layers}


def _layer(name: str, kind: str, source_layer: str, paint: dict[str, Any], **more: Any) -> Layer:
    return {"id": name, "type": kind, "source": "world", "source-layer": source_layer, "paint": paint, **more}


def _ramp(*stops: object) -> list[Any]:
    return ["interpolate", ["linear"], ZOOM, *stops]


def _areas(ground: Ground) -> list[Layer]:
    return [
        _layer("land", "fill", "land", {"fill-color": ground.land}),
        _layer("coast", "line", "land", {"line-color": ground.coast, "line-width": _ramp(2, 0.4, 8, 1.1)}),
        _layer("lakes", "fill", "lakes", {"fill-color": ground.water, "fill-outline-color": ground.coast}),
    ]


def _lines(ground: Ground) -> list[Layer]:
    casing = {"line-color": ground.land, "line-width": _ramp(2, 1.5, 8, 4), "line-opacity": 0.7}
    return [
        _layer("rivers", "line", "rivers", {"line-color": ground.river, "line-width": _ramp(2, 0.3, 6, 1.3, 10, 2.5)}),
        _layer("border-casing", "line", "borders", casing),
        _layer("borders", "line", "borders", {"line-color": ground.border, "line-width": _ramp(2, 0.6, 8, 1.6)}),
    ]


def _labels(ground: Ground) -> list[Layer]:
    def paint(color: str, width: float) -> dict[str, Any]:
        return {"text-color": color, "text-halo-color": ground.halo, "text-halo-width": width}

    dots = {
        "circle-radius": ["case", CAPITAL, 2.6, 1.8],
        "circle-color": ground.land,
        "circle-stroke-color": ground.city_dot,
        "circle-stroke-width": 1,
    }
    country = {
        "text-font": ["Inter"],
        "text-padding": 3,
        "text-field": ["upcase", ["get", "n"]],
        "text-size": _ramp(2, 9, 6, 14),
        "text-letter-spacing": 0.14,
        "text-max-width": 7,
    }
    city = {
        "text-font": ["Inter"],
        "text-padding": 3,
        "text-field": ["get", "n"],
        "text-size": _ramp(4, ["case", CAPITAL, 11.5, 10], 9, ["case", CAPITAL, 15, 13]),
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 1.25,
        "text-justify": "auto",
        "symbol-sort-key": ["get", "z"],
    }
    return [
        _layer("city-dots", "circle", "places", dots, minzoom=3.2, filter=SHOWN),
        _layer(
            "country-labels", "symbol", "countries", paint(ground.country, 1.4), layout=country, filter=SHOWN, maxzoom=8
        ),
        _layer("city-labels", "symbol", "places", paint(ground.city, 1.3), layout=city, filter=SHOWN, minzoom=3.2),
    ]


def blueprint(path: Path = BASEMAP) -> Blueprint:
    """Routes ``/tiles/z/x/y.mvt`` and ``/basemap/<scheme>.json``."""
    with path.open("rb") as file:  # the mapping outlives the file
        reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]  # pmtiles has no types
    routes = Blueprint("tiles", __name__)

    @routes.get("/tiles/<int:z>/<int:x>/<int:y>.mvt")
    def tile(z: int, x: int, y: int) -> Response:
        inside = z <= MAX_ZOOM and x < 2**z and y < 2**z
        data = reader.get(z, x, y) if inside else None
        if data is None:
            return Response(status=204)
        headers = {"Content-Encoding": "gzip", "Cache-Control": f"public, max-age={WEEK_S}"}
        return Response(data, mimetype="application/vnd.mapbox-vector-tile", headers=headers)

    @routes.get("/basemap/<name>.json")
    def style_json(name: str) -> Response:
        if name not in GROUNDS:
            abort(404)
        return jsonify(style(GROUNDS[name], request.url_root))

    return routes
