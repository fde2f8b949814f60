"""The sample's facts: rows that say what their source says, with places checked and nothing but facts."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from etl.model import DatePrecision, EventType, PlacePrecision, Status

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
STRIKES, UCDP = SAMPLE / "strikes" / "strikes.csv", SAMPLE / "ucdp" / "ucdp_ged_syria_2016_2017.csv"
SHARED = ROOT.parent / "shared"
COLUMNS = (
    *("id", "date_start", "date_end", "date_precision", "event_type", "mode", "status", "place", "country", "latitude"),
    *("longitude", "place_precision", "source", "target", "count", "fatalities", "origin"),
)
# South, west, north, east of each country, with a margin of a few kilometres.
BOUNDS = {"IQ": (29.0, 38.7, 37.5, 48.7), "SY": (32.2, 35.5, 37.4, 42.5)}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("path", [STRIKES, UCDP], ids=["strikes", "ucdp"])
class TestBothTables:
    def test_columns_and_ids(self, path: Path) -> None:
        """The columns that the importer knows, and an id of its own for each row."""
        found = rows(path)
        assert tuple(found[0]) == COLUMNS
        assert [key for key, count in Counter(row["id"] for row in found).items() if count > 1] == []

    def test_words_of_the_vocabulary(self, path: Path) -> None:
        """Types, precisions and statuses are the model's own."""
        for row in rows(path):
            assert EventType(row["event_type"]) is EventType.ASSAULT
            assert Status(row["status"]) in {Status.OCCURRED, Status.AGGREGATE}
            assert row["date_precision"] in set(DatePrecision)
            assert row["place_precision"] in set(PlacePrecision)

    def test_intervals(self, path: Path) -> None:
        """Dates are ordered, and as long as their precision says."""
        longest = {"day": 1, "days": 6, "week": 7, "month": 31, "year": 366}
        for row in rows(path):
            days = (dt.date.fromisoformat(row["date_end"]) - dt.date.fromisoformat(row["date_start"])).days + 1
            assert 1 <= days <= longest[row["date_precision"]], row["id"]

    def test_points_lie_in_their_country(self, path: Path) -> None:
        """A row has a point in its country, or it is of the whole country and has none."""
        for row in rows(path):
            if row["place_precision"] == "country":
                assert (row["latitude"], row["longitude"]) == ("", "")
                continue
            south, west, north, east = BOUNDS[row["country"]]
            assert south <= float(row["latitude"]) <= north, row["id"]
            assert west <= float(row["longitude"]) <= east, row["id"]

    def test_facts_and_no_sentences(self, path: Path) -> None:
        """Nothing in a cell is longer than a name; no side is empty; numbers are numbers."""
        for row in rows(path):
            assert max(len(part) for cell in row.values() for part in cell.split(";")) < 80
            assert row["source"]
            assert all(row[name] == "" or int(row[name]) >= 0 for name in ("count", "fatalities"))


def test_strikes_in_figures() -> None:
    """The sums of the README."""
    found = rows(STRIKES)
    assert (len(found), sum(int(row["count"]) for row in found)) == (2773, 6277)
    assert Counter(row["place_precision"] for row in found) == {"near": 2771, "region": 1, "country": 1}
    assert {(row["source"], row["target"], row["mode"]) for row in found} == {
        ("Global Coalition against Daesh", "Islamic State", "aerial")
    }


def test_one_place_has_one_point() -> None:
    """In the table of places a name means one place, and a place lies at one point in one country."""
    places = rows(SAMPLE / "strikes" / "places.csv")
    assert len({row["printed"] for row in places}) == len(places)
    points = {(row["name"], row["country"], row["latitude"], row["longitude"]) for row in places}
    assert len({name for name, *_ in points}) == len(points)
    assert all(row["checked"] for row in places)


def test_ucdp_in_figures() -> None:
    """The sums of the README; battles have both sides as sources, attacks on civilians have a target."""
    found = rows(UCDP)
    assert (len(found), sum(int(row["fatalities"]) for row in found)) == (11757, 82026)
    assert Counter(row["status"] for row in found) == {"occurred": 11334, "aggregate": 423}
    assert Counter(row["target"] for row in found) == {"": 11439, "civilians": 318}
    assert {row["date_precision"] for row in found} == {"day", "days", "week", "month", "year"}


def test_the_sample_is_small() -> None:
    """All sample data together stay under 5 MB."""
    folders = (SAMPLE / "articles", SAMPLE / "strikes", SAMPLE / "ucdp")
    assert sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file()) < 5_000_000


@pytest.mark.parametrize(
    ("made", "source"),
    [
        (STRIKES, SHARED / "corpora" / "centcom_strikes.jsonl"),
        (UCDP, SHARED / "events" / "ucdp_ged_syria_2016_2017.csv"),
    ],
    ids=["strikes", "ucdp"],
)
def test_the_script_makes_the_table(made: Path, source: Path, tmp_path: Path) -> None:
    """The committed table is what its script makes of the source."""
    if not source.exists():
        pytest.skip(f"{source.name} is not present")
    folder = tmp_path / made.parent.name
    shutil.copytree(made.parent, folder)
    (folder / made.name).unlink()
    subprocess.run([sys.executable, folder / "build.py", source], check=True, capture_output=True)
    assert (folder / made.name).read_bytes() == made.read_bytes()


def test_no_line_of_a_release_is_kept() -> None:
    """Of the releases' own words only the names of places are here."""
    source = SHARED / "corpora" / "centcom_strikes.jsonl"
    if not source.exists():
        pytest.skip("the releases are not present")
    kept = STRIKES.read_text(encoding="utf-8") + (SAMPLE / "strikes" / "places.csv").read_text(encoding="utf-8")
    for line in source.read_text(encoding="utf-8").splitlines()[:300]:
        words = json.loads(line)["text"].split()
        assert " ".join(words[2:7]) not in kept
