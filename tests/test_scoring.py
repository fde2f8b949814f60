"""The scores of `evaluate`: what counts as found and right, how confidences are judged, and what bad input says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from etl import evaluation
from etl.__main__ import main
from etl.errors import InputError
from etl.evaluation.reliability import gap
from etl.evaluation.scoring import marks

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "gold"
TEXT = "Rebels shelled Hit on Tuesday. The army denied it. Nobody was hurt."


def coded(**given):
    row = {
        "doc": "a",
        "anchor": "Rebels shelled Hit",
        "event_type": "ASSAULT",
        "status": "occurred",
        "date_start": "2016-05-03",
        "date_end": "2016-05-03",
        "date_precision": "day",
        "country": "IQ",
        "latitude": 33.64,
        "longitude": 42.83,
        "place_precision": "exact",
        "source": ["rebels"],
    }
    return evaluation.coded.MISSING | row | given


def event(**given):
    row = {
        "event_type": "ASSAULT",
        "status": "occurred",
        "date_start": "2016-05-03",
        "date_end": "2016-05-03",
        "place": "Hit",
        "country": "IQ",
        "latitude": 33.6,
        "longitude": 42.8,
        "place_precision": "exact",
        "actors": [{"name": "rebels", "role": "source", "mention": "Rebels"}],
        "confidence": dict.fromkeys(("who", "what", "where", "when", "overall"), 0.85),
        "quote": "Rebels shelled Hit on Tuesday.",
        "reports": [{"article_id": "a", "start": 0, "end": 30}],
    }
    return row | given


def scored(rows, events):
    return evaluation.evaluated({"a": rows}, {"a": events}, {"a": TEXT})


@pytest.mark.parametrize(
    ("wanted", "had", "name", "good"),
    [
        ({}, {}, "type", True),
        ({}, {"event_type": "COERCE"}, "type", False),
        ({"also_ok": ["COERCE"]}, {"event_type": "COERCE"}, "type", True),
        ({}, {"date_start": "2016-05-02", "date_end": "2016-05-03"}, "date", True),
        ({}, {"date_start": "2016-05-01", "date_end": "2016-05-07"}, "date", False),
        ({}, {"date_start": None, "date_end": None}, "date", False),
        ({"date_start": None, "date_end": None}, {"date_start": None, "date_end": None}, "date", True),
        ({"date_precision": "open", "date_start": "2016-01-01"}, {"date_start": "2016-01-20"}, "date", True),
        ({"date_precision": "open", "date_start": "2016-01-01"}, {"date_start": "2016-03-20"}, "date", False),
        ({}, {"latitude": 34.2}, "place", False),
        ({"place_precision": "adm1"}, {"latitude": 34.2}, "place", True),
        ({"place_precision": "country"}, {}, "place", False),
        ({"place_precision": "country"}, {"latitude": None, "place_precision": "country"}, "place", True),
        ({"place_precision": "none"}, {"latitude": None, "place_precision": "none"}, "place", True),
        ({"coord_conf": "low"}, {"latitude": 30.0}, "place", True),
        ({}, {"actors": []}, "actors", 0.0),
        ({"target": ["Iraqi army"]}, {}, "actors", 2 / 3),
        ({"source": ["Free Syrian Army"], "actor_aliases": {"Free Syrian Army": ["the rebels"]}}, {}, "actors", 1.0),
        ({"source": []}, {}, "actors", 0.5),
        ({"status": "claimed"}, {}, "status", False),
    ],
)
def test_each_answer_is_judged_on_its_own(wanted, had, name, good):
    """The bounds: a day, half of an interval, 50 km for a town and 150 for a province, half of the actors."""
    assert getattr(marks(coded(**wanted), event(**had)), name) == pytest.approx(good)


def test_an_event_is_found_by_its_sentence_and_kind():
    """Another sentence, another kind of action or a report as long as the article finds nothing; each is used once."""
    right = scored([coded()], [event()])
    assert (right.found.f1, right.right.f1, right.missed, right.false_alarms) == (1.0, 1.0, (), ())
    elsewhere = event(reports=[{"article_id": "a", "start": 31, "end": 50}])
    assert scored([coded()], [elsewhere]).found.f1 == 0
    assert scored([coded()], [event(event_type="AID")]).found.f1 == 0
    assert scored([coded()], [event(event_type="COERCE")]).found.f1 == 1
    assert scored([coded()], [event(reports=[{"article_id": "a", "start": 0, "end": 601}])]).found.f1 == 0
    twice = scored([coded()], [event(), event()])
    assert (twice.found.precision, twice.found.recall, len(twice.false_alarms)) == (0.5, 1.0, 1)


def test_optional_events_cost_nobody_anything():
    """Missed, they are no miss; found, they are no false alarm."""
    optional = coded(tier="optional", anchor="The army denied it", event_type="REJECT")
    told = event(event_type="REJECT", reports=[{"article_id": "a", "start": 31, "end": 50}])
    assert scored([coded(), optional], [event()]).found.f1 == 1
    assert scored([coded(), optional], [event(), told]).found.f1 == 1


def test_confidences_are_held_against_what_was_right():
    """Who, where and when are judged where the event is a coded one; what and overall count the false alarms too."""
    alarm = event(event_type="AID", confidence=dict.fromkeys(("who", "what", "where", "when", "overall"), 0.3))
    judged = scored([coded()], [event(), alarm]).judged
    assert [(b.number, b.said, b.right) for b in evaluation.reliability(judged, "where")] == [(1, 0.85, 1.0)]
    what = evaluation.reliability(judged, "what")
    assert [(b.low, b.high, b.number, b.right) for b in what] == [(0.0, 0.4, 1, 0.0), (0.8, 0.9, 1, 1.0)]
    assert gap(what) == pytest.approx((0.3 + 0.15) / 2)


def test_the_listing_names_each_error_and_says_how_many_more_there_are():
    """Coded beside extracted for each wrong answer; hostile line breaks stay inside one line."""
    done = scored([coded(), coded(anchor="The army\ndenied it")], [event(latitude=30.0, status="claimed")])
    told = list(evaluation.lines(done, errors=1))
    assert "  a ASSAULT: The army denied it" in told
    assert "      place: coded None (IQ, exact 33.64, 42.83), extracted Hit (IQ, exact 30.00, 42.80)" in told
    assert "      status: coded occurred, extracted claimed" in told
    assert "Found, but not right: 1" in told
    many = scored([coded(), coded(anchor="The army denied it")], [])
    assert "  … and 1 more (--errors all)" in list(evaluation.lines(many, errors=1))
    assert not any("denied" in line for line in evaluation.lines(many, errors=0))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1: is not JSON"),
        ("[1]", "line 1: is not a JSON object"),
        ('{"doc": "a", "anchor": "x", "status": "occurred"}', "line 1: has no 'event_type'"),
        (json.dumps(coded(status="maybe")), "line 1: status is 'maybe'; it can be aggregate, claimed, denied"),
        (json.dumps(coded(date_start="May 3")), "line 1: date_start is 'May 3', not a date like 2016-05-04"),
        ("", "no coded events in it; one JSON object a line is needed"),
    ],
)
def test_coded_events_that_cannot_be_used_are_one_clear_line(tmp_path, line, said):
    """What, where and what to do; nothing is scored on half of a file."""
    path = tmp_path / "coded.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(InputError, match=said.replace("[", r"\[")):
        evaluation.read(path)


def test_the_command_scores_articles_and_lists_the_errors(tmp_path, capsys):
    """A person's own article and coded events give the table, the errors, and a notice of what was left out."""
    article = {
        "id": "a",
        "published": "2016-05-04",
        "text": "Islamic State fighters shelled Hit on Tuesday, police said.",
    }
    rows = [
        coded(anchor="Islamic State fighters shelled Hit", source=["Islamic State"]),
        coded(anchor="never written"),
        coded(doc="b"),
    ]
    documents, gold = tmp_path / "articles.jsonl", tmp_path / "coded.jsonl"
    documents.write_text(json.dumps(article) + "\n")
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert main(["evaluate", str(documents), str(gold), "--jobs", "1"]) == 0
    out, err = capsys.readouterr()
    assert "Articles: 1; coded core events: 2; extracted events: 1" in out
    assert "found      1.000 0.500 0.667" in out
    assert "the text does not have the anchor 'never written'" in err
    assert "coded events of 1 documents that are not here: b" in err
    gold.write_text(json.dumps(coded(doc="b")) + "\n")
    assert main(["evaluate", str(documents), str(gold), "--jobs", "1"]) != 0
    assert "none of its documents (b, …) is among the articles" in capsys.readouterr().err


def test_the_scores_are_those_of_the_development_scorer(tmp_path):
    """Outside of the development material this says not present."""
    if not SHARED.is_dir():
        pytest.skip("shared/gold not present")
    rows = evaluation.read(SHARED / "events.jsonl")
    texts = {d["id"]: d["text"] for d in map(json.loads, (SHARED / "docs.jsonl").read_text().splitlines())}
    events = {document: [] for document in texts}
    for document, wanted in rows.items():
        for number, row in enumerate(wanted):
            start = texts[document].find(row["anchor"])
            names = [*row["source"], *row["target"]][number % 2 :]
            made = row | {
                "event_type": "ASSAULT" if number % 5 == 0 else row["event_type"],
                "date_end": row["date_end"] if number % 3 else row["date_start"],
                "actors": [{"name": name, "role": "source", "mention": None} for name in names],
                "reports": [{"article_id": document, "start": max(0, start - 20), "end": start + 40}],
            }
            events[document].append(made)
    predicted = tmp_path / "events.jsonl"
    predicted.write_text("".join(json.dumps(e) + "\n" for made in events.values() for e in made))
    command = [
        sys.executable,
        SHARED / "score_events.py",
        SHARED / "docs.jsonl",
        SHARED / "events.jsonl",
        predicted,
        "--json",
    ]
    other = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = evaluation.evaluated(rows, events, texts)
    assert {name: round(getattr(ours, name).f1, 3) for name in ("found", "right")} == {
        name: other[name]["F1"] for name in ("found", "right")
    }
    assert {name: round(share, 3) for name, share in ours.fields.items()} == other["on found core"]
