"""Killed, wounded and taken: numbers with the words that say so."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from etl import articles

TABLE = Path(__file__).resolve().parent.parent / "data" / "lexicons" / "tolls.csv"


def told(engine, text):
    article = articles.article_from_text(f"News of the day\n\n{text}", published=dt.date(2020, 3, 4))
    return [(event.fatalities, event.wounded, event.captured) for event in engine.code(article)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A car bomb exploded at a market in Baghdad on Tuesday, killing at least 12 people, police said.",
            [(12, None, None)],
        ),
        (
            "At least 12 people were killed and 30 wounded when a suicide bomber blew himself up in Kano.",
            [(12, 30, None)],
        ),
        ("Gunmen killed seven soldiers and wounded 15 others in an ambush near Jowhar on Monday.", [(7, 15, None)]),
        ("The attack left 23 dead and more than 40 injured in Kabul.", [(23, 40, None)]),
        ("Twelve people, including three children, were killed in an air strike on Idlib.", [(12, None, None)]),
        ("Police arrested 34 suspects in Istanbul on Friday.", [(None, None, 34)]),
        ("Boko Haram abducted 110 schoolgirls from Dapchi on February 19.", [(None, None, 110)]),
        ("Soldiers captured three villages near Kunduz and killed 20 militants.", [(20, None, None)]),
        (
            "A bombing in Maiduguri killed 10 people and injured dozens, while gunmen shot dead two farmers in Konduga.",
            [(10, None, None), (2, None, None)],
        ),
        (
            "Security forces detained 12 people over the attack that killed 39 people in Istanbul.",
            [(None, None, 12), (39, None, None)],
        ),
        ("The shelling of Donetsk killed a woman and wounded her two children.", [(1, 2, None)]),
        ("The death toll from the blast in Beledweyne rose to 48.", [(48, None, None)]),
        ("An explosion killed 5 percent of the livestock and destroyed two tanks in Ghazni.", [(None, None, None)]),
    ],
)
def test_people_are_counted_by_what_became_of_them(engine, text, expected):
    """Dead, wounded and taken, each of its own event; tanks, villages and percents are no people."""
    assert told(engine, text) == expected


def test_a_toll_has_its_words_as_a_receipt(engine):
    """The span, the number, and that it is the least that the text gives."""
    text = "Gunmen killed at least seven soldiers in an ambush near Jowhar on Monday."
    article = articles.article_from_text(f"News of the day\n\n{text}", published=dt.date(2020, 3, 4))
    (event,) = engine.code(article)
    (toll,) = (item for report in event.reports for item in report.decisions if item.mention.kind == "toll")
    assert (toll.mention.text, toll.chosen, toll.rule) == ("seven soldiers", "7 killed", "coding.toll.killed")
    assert toll.because == (
        "“killed” says what became of them",
        "the least number that the text gives",
    )


def test_the_table_of_toll_words_is_sound():
    """No word twice; only the kinds and uses that are read."""
    with TABLE.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert len({row["word"] for row in rows}) == len(rows)
    assert {row["kind"] for row in rows} == {"killed", "wounded", "captured"}
    assert {row["use"] for row in rows} == {"verb", "fate", "state", "noun", "sum"}
