"""How well articles are read: floors on texts that were written and coded for this project.

A floor in tests/fixtures/floors.json is lowered only by hand and with a reason in its commit; run this file with
`--raise-floors` after an improvement.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import articles, evaluation, exchange

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FLOORS = FIXTURES / "floors.json"
SLACK = 0.005  # of a share; the same code gives the same figures, small changes may move one event


def records(engine, article) -> list[evaluation.Record]:
    return [exchange.record(event) for event in engine.code(article)]


def shares(done: evaluation.Evaluation) -> dict[str, float]:
    """Found and right as F1; each answer as the share of the core events that are found with it right."""
    core = [item.marks for item in done.matched if item.core]
    answers = {name: sum(getattr(marks, name) >= 0.5 for marks in core) / done.core for name in evaluation.FIELDS}
    return {"found": done.found.f1, "right": done.right.f1, **answers}


SUITES = json.loads((FIXTURES / "suites.json").read_text(encoding="utf-8"))  # name → articles, coded events


@pytest.mark.parametrize("suite", SUITES)
def test_coded_articles_are_read_as_well_as_before(engine, suite, request):
    """Texts that were coded before any rule saw them; found and right as F1, each field as a share of the core events."""
    documents, expected = SUITES[suite]
    wanted = evaluation.read(ROOT / expected)
    sources = articles.sources([str(ROOT / documents)], options=articles.ReadOptions())
    read = [articles.read(item) for item in sources if isinstance(item, articles.Source)]
    texts = {str(article.article_id): article for article in read if article.article_id in wanted}
    events = {doc: records(engine, article) for doc, article in texts.items()}
    done = evaluation.evaluated(wanted, events, {doc: article.text for doc, article in texts.items()})
    figures = {name: round(value, 3) for name, value in shares(done).items()}
    print(f"{suite}: {figures}")  # noqa: T201 (shown when a floor breaks)
    floors = json.loads(FLOORS.read_text())
    if request.config.getoption("--raise-floors"):
        known = floors.get(suite, {})
        floors[suite] = {name: max(value, known.get(name, 0)) for name, value in figures.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    assert {name: value for name, value in figures.items() if value < floors[suite][name] - SLACK} == {}


def test_the_twin_page_gives_its_events(engine):
    """A saved page's text with menus, captions and credits: every core event, nothing from the furniture."""
    (source,) = articles.sources([str(FIXTURES / "twin" / "article.txt")], options=articles.ReadOptions())
    assert isinstance(source, articles.Source)
    article = articles.read(source)
    assert str(article.published) == "2017-06-09"
    events = records(engine, article)
    wanted = evaluation.read(FIXTURES / "twin" / "expected.jsonl")
    (document,) = wanted
    done = evaluation.evaluated(wanted, {document: events}, {document: article.text})
    assert done.missed == ()
    assert len([item for item in done.wrong if item.core]) <= 2
    for event in events:
        for report in event["reports"]:
            assert any(span.start <= report["start"] and report["end"] <= span.end for span in article.prose), event[
                "quote"
            ]
