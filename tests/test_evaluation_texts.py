"""The evaluation texts: their days exist, their anchors hold, their codes speak our vocabulary."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import json
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from etl.model import DatePrecision, EventType, PlacePrecision, Status

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(__file__).parent / "fixtures" / "evaluation"
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
WEEKDAY, MONTH = "|".join(WEEKDAYS), "|".join(MONTHS)
TOLD_DAYS = (
    re.compile(rf"(?P<weekday>{WEEKDAY}),? (?P<day>\d{{1,2}}) (?P<month>{MONTH})(?: (?P<year>\d{{4}}))?"),
    re.compile(rf"(?P<weekday>{WEEKDAY}),? (?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:, (?P<year>\d{{4}}))?"),
)
POINTS = {"exact", "near", "adm2", "adm1", "region"}
DOC_KEYS = {"id", "title", "published", "source", "text"}
KEYS = {
    *("doc", "n", "anchor", "event_type", "also_ok", "tier", "status", "date_start", "date_end", "date_precision"),
    *("place", "country", "latitude", "longitude", "place_precision", "source", "target", "actor_aliases"),
    *("fatalities", "note"),
}


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def named(event: dict) -> str:
    return f"{event['doc']}-{event['n']}"


def countries(event: dict) -> list[str]:
    country = event["country"]
    return country if isinstance(country, list) else [country] if country else []


def anchors(event: dict) -> list[str]:
    return [event["anchor"], *event.get("other_anchors", [])]


def km(one: tuple[float, float], two: tuple[float, float]) -> float:
    (north, east), (other_north, other_east) = (map(math.radians, point) for point in (one, two))
    cosine = math.sin(north) * math.sin(other_north) + math.cos(north) * math.cos(other_north) * math.cos(
        east - other_east
    )
    return 6371 * math.acos(min(1, cosine))


def middles() -> dict[str, tuple[float, float]]:
    with (ROOT / "data" / "gazetteer" / "countries.csv").open(encoding="utf-8") as handle:
        return {row["code"]: (float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(handle)}


MIDDLES = middles()
FARTHEST_KM = {"RU": 5000, "US": 3000, "CA": 3000}
DOCS = rows(FOLDER / "docs.jsonl")
EVENTS = rows(FOLDER / "events.jsonl")
TEXTS = {doc["id"]: doc["text"] for doc in DOCS}
PUBLISHED = {doc["id"]: dt.date.fromisoformat(doc["published"]) for doc in DOCS}
every_doc = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc["id"])
events_of = pytest.mark.parametrize(
    "events", [[e for e in EVENTS if e["doc"] == key] for key in TEXTS], ids=list(TEXTS)
)


def test_26_texts_of_an_article_length():
    """26 texts with one id each, 120 to 350 words long, all fields there and filled."""
    assert len(DOCS) == len(TEXTS) == 26
    assert [doc["id"] for doc in DOCS if set(doc) != DOC_KEYS or not all(doc.values())] == []
    assert [key for key, text in TEXTS.items() if not 120 <= len(text.split()) <= 350] == []


def test_every_text_has_its_share_of_events():
    """Events belong to texts, are numbered from one without a gap or a double, and six or more of each text are core."""
    assert {event["doc"] for event in EVENTS} == set(TEXTS)
    core = Counter(event["doc"] for event in EVENTS if event["tier"] == "core")
    assert [key for key in TEXTS if core[key] < 6] == []
    for key in TEXTS:
        numbers = sorted(event["n"] for event in EVENTS if event["doc"] == key)
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_texts_meet_what_makes_coding_hard():
    """All but the rarest types, every status, and both vague and sharp dates and places occur."""
    assert {event["status"] for event in EVENTS} == set(Status)
    assert {event["event_type"] for event in EVENTS} >= set(EventType) - {EventType.SUPPORT, EventType.COOPERATE}
    assert {event["date_precision"] for event in EVENTS} == set(DatePrecision) - {DatePrecision.SEASON}
    assert {event["place_precision"] for event in EVENTS} == set(PlacePrecision) - {PlacePrecision.WATER}


@every_doc
def test_named_weekdays_are_right(doc):
    """A weekday that stands with a date is that date's; without a year it is the year of publication."""
    for told in itertools.chain.from_iterable(pattern.finditer(doc["text"]) for pattern in TOLD_DAYS):
        year = int(told["year"] or PUBLISHED[doc["id"]].year)
        day = dt.date(year, MONTHS.index(told["month"]) + 1, int(told["day"]))
        assert WEEKDAYS[day.weekday()] == told["weekday"], told.group()


@events_of
def test_an_event_speaks_the_vocabulary(events):
    """Keys, type, other types, tier, status and precisions are those of the format; a toll is no less than nought."""
    for event in events:
        assert set(event) - {"coord_conf", "other_anchors"} == KEYS, named(event)
        assert {event["event_type"], *event["also_ok"]} <= set(EventType), named(event)
        assert event["event_type"] not in event["also_ok"], named(event)
        assert event["tier"] in {"core", "optional"}, named(event)
        assert event["status"] in set(Status), named(event)
        assert event["date_precision"] in set(DatePrecision), named(event)
        assert event["place_precision"] in set(PlacePrecision), named(event)
        assert (event["fatalities"] or 0) >= 0, named(event)


@events_of
def test_an_anchor_stands_once_in_its_text(events):
    """Each anchor is a verbatim piece of 3 to 25 words that occurs exactly once."""
    for anchor in itertools.chain.from_iterable(map(anchors, events)):
        assert TEXTS[events[0]["doc"]].count(anchor) == 1, anchor
        assert 3 <= len(anchor.split()) <= 25, anchor


@events_of
def test_anchors_do_not_overlap(events):
    """No piece of text reports two events, so that a match is never ambiguous."""
    text = TEXTS[events[0]["doc"]]
    spans = sorted(
        (text.index(anchor), text.index(anchor) + len(anchor)) for event in events for anchor in anchors(event)
    )
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


@events_of
def test_dates_are_iso_and_in_order(events):
    """Dates are ISO days, both or none; unknown means none; a day is one day; only what is planned ends after publication, and it never ends before."""
    for event in events:
        assert (event["date_start"] is None) == (event["date_end"] is None) == (event["date_precision"] == "unknown")
        if event["date_start"] is None:
            continue
        start, end = dt.date.fromisoformat(event["date_start"]), dt.date.fromisoformat(event["date_end"])
        assert start <= end, named(event)
        assert event["date_precision"] != "day" or start == end, named(event)
        published = PUBLISHED[event["doc"]]
        assert end >= published if event["status"] == "planned" else end <= published, named(event)


@events_of
def test_a_point_has_coordinates_and_a_country_has_none(events):
    """Towns, provinces and regions have a point and say how sure it is; countries and nowhere have none."""
    for event in events:
        point = event["latitude"], event["longitude"], event.get("coord_conf")
        if event["place_precision"] in POINTS:
            assert None not in point, named(event)
            assert point[2] in {"high", "medium", "low"}, named(event)
        else:
            assert point == (None, None, None), named(event)
        assert bool(event["place"]) == bool(countries(event)) == (event["place_precision"] != "none"), named(event)


@events_of
def test_points_lie_in_their_country(events):
    """Country codes are the gazetteer's, and a point lies no farther from its country's middle than a country reaches."""
    for event in events:
        assert set(countries(event)) <= set(MIDDLES), named(event)
        if event["latitude"] is not None:
            here = event["latitude"], event["longitude"]
            assert any(km(here, MIDDLES[code]) < FARTHEST_KM.get(code, 1700) for code in countries(event)), named(event)


@events_of
def test_aliases_belong_to_actors(events):
    """Other names are given for actors of the event alone, never empty, and no actor is on both sides."""
    for event in events:
        assert set(event["actor_aliases"]) <= {*event["source"], *event["target"]}, named(event)
        assert all(event["actor_aliases"].values()), named(event)
        assert not set(event["source"]) & set(event["target"]), named(event)


def test_events_at_one_place_agree_on_its_point():
    """A place coded exactly lies at the same point wherever it is told in a text."""
    points: dict[tuple[str, str], set[tuple[float, float]]] = {}
    for event in EVENTS:
        if event["place_precision"] == "exact":
            points.setdefault((event["doc"], event["place"]), set()).add((event["latitude"], event["longitude"]))
    assert [place for place, told in points.items() if len(told) > 1] == []


def test_the_texts_are_their_own():
    """No run of nine words is shared between two texts, or with a sample article."""
    sample = sorted((ROOT / "data" / "sample" / "articles").glob("*.*"))
    texts = [*TEXTS.values(), *(path.read_text(encoding="utf-8") for path in sample)]
    runs = []
    for text in texts:
        words = re.findall(r"\w+", text.lower())
        runs.append({tuple(words[at : at + 9]) for at in range(len(words) - 8)})
    told = Counter(itertools.chain.from_iterable(runs[: len(TEXTS)]))
    assert [run for run, count in told.items() if count > 1] == []
    assert set(told) & set().union(*runs[len(TEXTS) :]) == set()
