"""How well articles are read: floors on texts that were written and coded for this project.

A floor in tests/fixtures/floors.json is lowered only by hand and with a reason in its commit; run this file with
`--raise-floors` after an improvement.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import articles, exchange, pipeline
from tests import scoring

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FLOORS = FIXTURES / "floors.json"
SLACK = 0.005  # of a share; the same code gives the same figures, small changes may move one event


@pytest.fixture(scope="module")
def engine():
    return pipeline.Engine.load()


def records(engine, article) -> list[scoring.Record]:
    return [exchange.record(event) for event in engine.code(article)]


def sample_articles() -> dict[str, articles.Source]:
    found = articles.sources([str(ROOT / "data" / "sample" / "articles")], options=articles.ReadOptions())
    return {item.location.removeprefix("id:"): item for item in found if isinstance(item, articles.Source)}


def test_the_coded_sample_articles_are_read_as_well_as_before(engine, request):
    """Twenty articles, coded before any rule saw them."""
    coded: dict[str, list[scoring.Record]] = {}
    for row in scoring.rows(FIXTURES / "sample_expected.jsonl"):
        coded.setdefault(row["doc"], []).append(row)
    sources = sample_articles()
    read = {doc: articles.read(sources[doc]) for doc in coded}
    figures = scoring.score(
        coded, {doc: records(engine, article) for doc, article in read.items()}, {d: a.text for d, a in read.items()}
    )
    figures = {name: round(value, 3) for name, value in figures.items()}
    floors = json.loads(FLOORS.read_text())
    print(f"figures {figures}")  # noqa: T201 (shown when a floor breaks)
    if request.config.getoption("--raise-floors"):
        FLOORS.write_text(json.dumps({k: max(v, floors.get(k, 0)) for k, v in figures.items()}, indent=1) + "\n")
    assert {name: value for name, value in figures.items() if value < floors.get(name, 0) - SLACK} == {}


def test_the_twin_page_gives_its_events(engine):
    """A saved page's text with menus, captions and credits: every core event, nothing from the furniture."""
    (source,) = articles.sources([str(FIXTURES / "twin" / "article.txt")], options=articles.ReadOptions())
    assert isinstance(source, articles.Source)
    article = articles.read(source)
    assert str(article.published) == "2017-06-09"
    events = records(engine, article)
    coded = scoring.rows(FIXTURES / "twin" / "expected.jsonl")
    pairs = scoring.matches(coded, events, article.text)
    core = [(row, found) for row, _, found in pairs if row["tier"] == "core"]
    assert sorted(row["n"] for row, _ in core) == sorted(row["n"] for row in coded if row["tier"] == "core")
    wrong = {
        row["n"]: [name for name, good in found.items() if not good]
        for row, found in core
        if not scoring.is_right(found)
    }
    assert len(wrong) <= 2, wrong
    for event in events:
        for report in event["reports"]:
            assert any(span.start <= report["start"] and report["end"] <= span.end for span in article.prose), event[
                "quote"
            ]
