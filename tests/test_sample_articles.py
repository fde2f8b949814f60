"""The sample articles: genuine in form, ours in wording, right in their dates."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from etl.model import DatePrecision, EventType, PlacePrecision, Status

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).parent / "fixtures"
FILES = sorted((ROOT / "data" / "sample" / "articles").glob("*.*"))
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = [dt.date(2000, month, 1).strftime("%B") for month in range(1, 13)]
EVENT_TYPES = set(EventType)
STATUSES = set(Status)
DATE_PRECISIONS = set(DatePrecision)
PLACE_PRECISIONS = set(PlacePrecision)
POINTS = {"exact", "near", "adm2", "adm1"}
KEYS = {
    *("doc", "n", "anchor", "event_type", "also_ok", "tier", "status", "date_start", "date_end", "date_precision"),
    *("place", "country", "latitude", "longitude", "place_precision", "source", "target", "actor_aliases"),
    *("fatalities", "note"),
}


def front_matter(path: Path) -> tuple[dict[str, str], str]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    pairs = (line.split(": ", 1) for line in head.splitlines())
    return {key: value.strip("'") for key, value in pairs}, body.strip()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


HEADS, BODIES = {}, {}
for _path in FILES:
    HEADS[_path.stem], BODIES[_path.stem] = front_matter(_path)
SAMPLE = rows(FIXTURES / "sample_expected.jsonl")
TWIN = rows(FIXTURES / "twin" / "expected.jsonl")
TEXTS = {**BODIES, "twin-2017-06-09": (FIXTURES / "twin" / "article.txt").read_text(encoding="utf-8")}


def test_there_are_enough_and_they_are_small():
    """At least sixty articles, about 200 words on average, less than half a megabyte together."""
    assert len(FILES) >= 60
    assert len(BODIES) == len(FILES)
    assert sum(path.stat().st_size for path in FILES) < 500_000


@pytest.mark.parametrize("name", BODIES)
def test_front_matter_is_complete_and_marks_the_text_as_a_sample(name):
    """id, title, published, publisher and note; the id is the file's name and starts with the date."""
    head = HEADS[name]
    assert list(head) == ["id", "title", "published", "publisher", "note"]
    assert head["id"] == name
    assert name.startswith(head["published"])
    assert dt.date(2014, 1, 1) <= dt.date.fromisoformat(head["published"]) <= dt.date(2016, 12, 31)
    assert head["note"] == "sample text written for this project"
    assert 10 <= len(head["title"]) <= 90


@pytest.mark.parametrize("name", BODIES)
def test_length_is_that_of_a_wire_report(name):
    """Between 120 and 400 words."""
    assert 120 <= len(BODIES[name].split()) <= 400


def test_lengths_and_desks_vary():
    """Short and long texts are among them, and no desk writes more than a third."""
    lengths = sorted(len(body.split()) for body in BODIES.values())
    desks = Counter(head["publisher"] for head in HEADS.values())
    assert lengths[5] < 160
    assert lengths[-10] > 300
    assert len(desks) >= 6
    assert max(desks.values()) <= len(BODIES) / 3


def test_no_two_articles_share_a_sentence():
    """Every sentence of four words or more, without case and punctuation, stands in one file only."""
    homes = defaultdict(set)
    for name, body in BODIES.items():
        for sentence in re.split(r"(?<=[.!?])\s+|\n+", body):
            if len(words(sentence)) >= 4:
                homes[" ".join(words(sentence))].add(name)
    assert {sentence: names for sentence, names in homes.items() if len(names) > 1} == {}


def test_no_template_is_behind_them():
    """Two articles share at most two runs of eight words (long names of organizations)."""
    homes = defaultdict(set)
    for name, body in BODIES.items():
        tokens = words(body)
        for gram in zip(*(tokens[i:] for i in range(8)), strict=False):
            homes[gram].add(name)
    shared = Counter(pair for names in homes.values() for pair in itertools.combinations(sorted(names), 2))
    assert {pair: n for pair, n in shared.items() if n > 2} == {}


@pytest.mark.parametrize("name", BODIES)
def test_nobody_is_quoted(name):
    """Quotation marks stand around capitalised names of operations only, and there are no typographic ones."""
    body = BODIES[name]
    for quoted in re.findall(r'"([^"]*)"', body):
        assert re.fullmatch(r"[A-Z]\w+( (of|[A-Z]\w+)){1,3}", quoted)
    assert not re.search("[“”„«»‘’]", body)


@pytest.mark.parametrize("name", BODIES)
def test_datelines_carry_the_date_of_publication(name):
    """A dateline such as "BAGHDAD, Feb 9 (Sample Wire) —" stands in a text published on 9 February, with the publisher's own name."""
    match = re.match(r"[A-Z][^\n]{2,50}? \(([A-Z][\w ]+)\) [—-]", BODIES[name])
    if match is None:
        return
    assert match[1] == HEADS[name]["publisher"]
    published = dt.date.fromisoformat(HEADS[name]["published"])
    date = re.search(r", ([A-Z][a-z]+) (\d+) \(", match[0])
    if date is not None:
        assert date.groups() == (_abbreviated(published), str(published.day))


def _abbreviated(date: dt.date) -> str:
    month = MONTHS[date.month - 1]
    return {"September": "Sept"}.get(month, month if len(month) <= 5 else month[:3])


@pytest.mark.parametrize("name", BODIES)
def test_weekdays_with_dates_agree_with_the_calendar(name):
    """In every text, a day such as "Tuesday, February 3" was that weekday in the year of publication."""
    year = int(name[:4])
    for weekday, month, number in re.findall(rf"({'|'.join(WEEKDAYS)}),? (\w+) (\d+)\b", BODIES[name]):
        if month in MONTHS:
            date = dt.date(year, MONTHS.index(month) + 1, int(number))
            assert WEEKDAYS[date.weekday()] == weekday


@pytest.mark.parametrize("name", BODIES)
def test_no_dates_after_publication_are_told_as_past(name):
    """A year in the text is not later than the year after publication (plans), nor a typing error."""
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b(?! (?:square|sorties|soldiers|men))", BODIES[name])]
    assert all(1960 <= year <= int(name[:4]) + 1 for year in years)


def test_twenty_articles_are_coded():
    """Twenty articles of all three years and several forms have expected events."""
    docs = {row["doc"] for row in SAMPLE}
    assert len(docs) == 20
    assert docs <= set(BODIES)
    assert {doc[:4] for doc in docs} == {"2014", "2015", "2016"}


def _label(row: dict) -> str:
    return f"{row['doc']}-{row['n']}"


@pytest.mark.parametrize("row", [*SAMPLE, *TWIN], ids=_label)
def test_expected_rows_are_well_formed(row):
    """All keys, the vocabulary's words, anchors that occur exactly once, intervals in order, points only where a place is one."""
    assert set(row) - {"coord_conf", "other_anchors"} == KEYS
    assert {row["event_type"], *row["also_ok"]} <= EVENT_TYPES
    assert row["tier"] in {"core", "optional"}
    assert row["status"] in STATUSES
    assert row["date_precision"] in DATE_PRECISIONS
    assert row["place_precision"] in PLACE_PRECISIONS
    for anchor in [row["anchor"], *row.get("other_anchors", [])]:
        assert TEXTS[row["doc"]].count(anchor) == 1
    if row["date_precision"] == "unknown":
        assert row["date_start"] is row["date_end"] is None
    else:
        assert dt.date.fromisoformat(row["date_start"]) <= dt.date.fromisoformat(row["date_end"])
    if row["place_precision"] in POINTS:
        assert -90 <= row["latitude"] <= 90
        assert -180 <= row["longitude"] <= 180
    if row["place_precision"] in {"country", "none"}:
        assert row["latitude"] is row["longitude"] is None
    assert (row["country"] is None) == (row["place_precision"] == "none")


def _named_weekdays(row: dict) -> list[str]:
    return re.findall(rf"\b({'|'.join(WEEKDAYS)})\b", row["anchor"])


@pytest.mark.parametrize(
    "row",
    [
        row
        for row in [*SAMPLE, *TWIN]
        if row["date_precision"] == "day" and len(_named_weekdays(row)) == 1 and row["tier"] == "core"
    ],
    ids=_label,
)
def test_expected_days_are_the_weekdays_that_the_text_names(row):
    """The coded day of "on Tuesday" is a Tuesday, within eight days of publication, later only for plans."""
    published = dt.date.fromisoformat(row["doc"][-10:] if row["doc"].startswith("twin") else row["doc"][:10])
    day = dt.date.fromisoformat(row["date_start"])
    assert WEEKDAYS[day.weekday()] == _named_weekdays(row)[0]
    assert abs((published - day).days) <= 8
    assert day <= published or row["status"] == "planned"


def test_expected_rows_are_numbered_in_order():
    """Within a document ``n`` runs from one without gaps."""
    for doc, group in itertools.groupby([*SAMPLE, *TWIN], key=lambda row: row["doc"]):
        numbers = [row["n"] for row in group]
        assert numbers == list(range(1, len(numbers) + 1)), doc


def test_twin_has_seven_core_events_in_the_order_of_time_and_place_kinds():
    """A meeting, an attack without a town, two recaptures, a sum, a deployment and a proposal."""
    core = [row for row in TWIN if row["tier"] == "core"]
    assert [(row["event_type"], row["status"], row["date_precision"], row["place_precision"]) for row in core] == [
        ("CONSULT", "occurred", "day", "exact"),
        ("ASSAULT", "occurred", "day", "country"),
        ("ASSAULT", "occurred", "month", "exact"),
        ("ASSAULT", "occurred", "month", "near"),
        ("ASSAULT", "aggregate", "open", "country"),
        ("MOBILIZE", "planned", "week", "country"),
        ("CONSULT", "proposed", "season", "exact"),
    ]


def test_readme_says_what_the_texts_are():
    """The README marks the articles as written for the project, names their number and their licence."""
    readme = (ROOT / "data" / "sample" / "README.md").read_text(encoding="utf-8")
    assert f"{len(FILES)} news texts" in readme
    assert "sample texts, written for this project" in readme
    assert "CC0" in readme
