"""Happenings that several desks tell in their own words, wire copies of them, and others that only look like them."""

from __future__ import annotations

import datetime as dt
import json
from itertools import combinations
from pathlib import Path

import pytest

from etl import merging
from etl.articles import article_from_text

ARTICLES = [
    json.loads(line)
    for line in (Path(__file__).parent / "fixtures" / "merging" / "articles.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
PRECISION, RECALL = 0.97, 0.80


@pytest.fixture(scope="module")
def coded(engine):
    """Every article's events as coded, and the heads of the articles."""
    events, heads, texts = [], {}, {}
    for row in ARTICLES:
        article = article_from_text(
            row["text"],
            title=row["title"],
            published=dt.date.fromisoformat(row["published"]),
            publisher=row["source"],
            article_id=row["id"],
        )
        events.extend(engine.code(article))
        heads[article.article_id], texts[article.article_id] = merging.head(article), article.text
    return events, heads, texts


@pytest.fixture(scope="module")
def merged(coded):
    events, heads, _ = coded
    return merging.merge(events, heads)


def tellings(merged, texts):
    """For each marked clause of each article its happening and the events that hold it."""
    for row in ARTICLES:
        for happening, clause in row["tells"].items():
            start = texts[row["id"]].index(clause)
            events = {
                event.event_id
                for event in merged
                for report in event.reports
                if report.article_id == row["id"]
                and report.span.start < start + len(clause)
                and start < report.span.end
            }
            yield row["id"], happening, events


def test_desks_that_tell_one_happening_are_joined_and_no_others(coded, merged):
    """Of the pairs that are joined nearly all are one happening, and most that are one are joined."""
    right, wrong, missed = 0, [], []
    for (here, one, ones), (there, two, twos) in combinations(tellings(merged, coded[2]), 2):
        if here != there:
            right += one == two and bool(ones & twos)
            wrong += [(here, there)] if one != two and ones & twos else []
            missed += [(here, there)] if one == two and not ones & twos else []
    assert right / (right + len(wrong)) >= PRECISION, wrong
    assert right / (right + len(missed)) >= RECALL, missed


def by_articles(merged, *articles):
    wanted = set(articles)
    (event,) = (item for item in merged if {report.article_id for report in item.reports} == wanted)
    return event


def test_copies_of_a_wire_are_one_source(merged):
    """An agency, two papers that print it, one of them without its name, and a radio station that asked itself."""
    event = by_articles(merged, "baidoa-wire", "baidoa-copy-1", "baidoa-copy-2", "baidoa-radio")
    assert event.sources == 2


def test_the_better_founded_answers_and_why(merged):
    """Every joined telling says in what it agrees; the toll that rose is kept."""
    event = by_articles(merged, "maiduguri-one", "maiduguri-two", "maiduguri-three")
    reasons = [
        phrase
        for report in event.reports
        for decision in report.decisions
        if decision.rule == merging.JOINED_RULE
        for phrase in decision.because
    ]
    assert (event.fatalities, event.sources, len(reasons)) == (16, 3, 2)
    assert all(phrase.startswith("joined: same place") for phrase in reasons)


def test_merging_what_is_merged_changes_nothing(coded, merged):
    """Whole events, with their confidences and sources; and the order of the articles does not matter."""
    events, heads, _ = coded
    assert merging.merge(merged, heads) == merged
    assert merging.merge(events[::-1], heads) == merged
