"""What is told and what is not: a sentence for every way in which the field's kinds of events are reported, and for what is none."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from etl.articles import article_from_text

TOLD = Path(__file__).parent / "fixtures" / "coding" / "told.tsv"
PUBLISHED = dt.date(2024, 3, 14)


def cases() -> list[tuple[str, str]]:
    with TOLD.open(encoding="utf-8", newline="") as handle:
        return [(row["expected"], row["sentence"]) for row in csv.DictReader(handle, delimiter="\t")]


def told(engine, sentence):
    events = engine.code(article_from_text(sentence, published=PUBLISHED, article_id="test"))
    return [(event.event_type.value, event.mode, event.status.value) for event in events]


def fits(wanted, found):
    """“TYPE/mode/status”, each with alternatives or left out."""
    asked = [part.split("|") for part in wanted.split("/")]
    return all(have in want or want == [""] for want, have in zip(asked, found, strict=False))


@pytest.mark.parametrize(("expected", "sentence"), cases())
def test_a_sentence_tells_what_it_tells(engine, expected, sentence):
    """One event for each that the sentence tells, with type, mode and status; “-”: none."""
    left = told(engine, sentence)
    for wanted in [] if expected == "-" else expected.split("+"):
        match = next((found for found in left if fits(wanted, found)), None)
        assert match is not None, (wanted, left)
        left.remove(match)
    assert left == []


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("Warplanes from the northern alliance bombed rebel positions in Marib on Sunday.", "bombed"),
        ("Jets destroyed 20 rebel targets in northern Iraq, the Defense Ministry said.", "destroyed"),
        ("In Taiz, a sniper shot dead a ten-year-old girl on Saturday.", "shot"),
        ("Kenya plans to hand over its base at Manda in June.", "hand"),
        ("Irregulars have since burned villages near Gori.", "burned"),
    ],
)
def test_verbs_that_a_parser_misreads_are_read_again(engine, sentence, trigger):
    """A finite verb taken for an adjective, a participle, a noun or a name still tells its event."""
    events = engine.code(article_from_text(sentence, published=PUBLISHED, article_id="test"))
    words = [
        item.mention.text for event in events for item in event.reports[0].decisions if item.mention.kind == "trigger"
    ]
    assert trigger in words


def test_every_type_is_told_somewhere():
    """The sentences speak all sixteen of PLOVER's types but the two that stand in the older sentences."""
    types = {part.split("/")[0] for expected, _ in cases() for part in expected.split("+")} - {"-"}
    assert len({name for names in types for name in names.split("|")}) >= 14
