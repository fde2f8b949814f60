"""Who did it to whom: the sides that a sentence names, and those that it leaves to the rest of the article."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest

from etl.articles import article_from_text

FEUDS = Path(__file__).resolve().parent.parent / "data" / "lexicons" / "adversaries.csv"


@pytest.fixture
def sides(engine):
    """The participants of an article's events, each as a set of "actor role", in reading order."""

    def run(text, published="2023-06-05"):
        article = article_from_text(text, published=dt.date.fromisoformat(published), article_id="test")
        return [{f"{who.actor.actor_id} {who.role}" for who in event.participants} for event in engine.code(article)]

    return run


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The Congolese army shelled the camps of the Allied Democratic Forces near Beni on Friday.",
            {"congolese-army source", "allied-democratic-forces target"},
            id="the owner of what is hit",
        ),
        pytest.param(
            "Rockets struck two houses in Kherson overnight Saturday.", {"civilians target"}, id="homes are civilians'"
        ),
        pytest.param(
            "Six civilians and three soldiers of the Somali army were killed when Al-Shabaab fighters stormed a hotel in Mogadishu on Friday.",
            {"al-shabaab source", "civilians target", "somali-army target"},
            id="victims of the outcome",
        ),
    ],
)
def test_a_sentence_gives_its_sides(sides, text, expected):
    """The sides of the first event."""
    assert sides(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Al-Shabaab fighters attacked Somali troops near Adado on Friday. On Sunday the Somali army carried out an air strike near Jilib.",
            {"somali-army source", "al-shabaab target"},
            id="met before in the article",
        ),
        pytest.param(
            "Moscow said that the talks had failed. On Sunday the Ukrainian army retook Robotyne in the Zaporizhzhia region.",
            {"ukrainian-army source", "russia target"},
            id="a war on record",
        ),
        pytest.param(
            "Congolese troops left Sake on Thursday. On Sunday M23 rebels captured Bunagana.",
            {"m23 source"},
            id="who takes a town takes it from nobody in particular",
        ),
        pytest.param(
            "The government in Abuja condemned Boko Haram. On Sunday Nigerian police beat journalists in Maiduguri.",
            {"nigerian-police source", "journalists target"},
            id="a named victim needs no adversary",
        ),
    ],
)
def test_the_other_side_is_the_adversary(sides, text, expected):
    """An act of violence whose text names one side takes the other from the article, where it needs one."""
    assert sides(text)[-1] == expected


def test_an_inferred_side_says_so(engine):
    """The adversary has no words of its own, and its decision gives the reason."""
    text = "Moscow said that the talks had failed. On Sunday the Ukrainian army retook Robotyne."
    (event,) = engine.code(article_from_text(text, published=dt.date(2023, 6, 5), article_id="test"))
    (target,) = [who for who in event.participants if who.role == "target"]
    (decision,) = [item for item in event.reports[0].decisions if item.rule == "coding.actor.adversary"]
    assert target.mention is None
    assert decision.because == ("inferred: the target whom the other side fights in this article",)


def feuds():
    lines = [line for line in FEUDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def test_wars_on_record_name_known_actors(engine):
    """Every id is an actor's, every period has an order, no pair stands twice for the same days."""
    pairs = [
        (frozenset((side, other)), row["from"], row["to"])
        for row in feuds()
        for side in row["sides"].split("|")
        for other in row["against"].split("|")
    ]
    names = {name for pair, _, _ in pairs for name in pair} - {"*"}
    assert names - set(engine.actors.actors) == set()
    assert [item for item in pairs if item[1] and item[2] and item[1] >= item[2]] == []
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ministers of Kenya and Uganda met in Nairobi on Friday at the invitation of the African Union.",
            {"kenya participant", "uganda participant", "african-union participant"},
            id="who invites takes part",
        ),
        pytest.param(
            "The French president visited Kyiv on Friday.", {"france source", "ukraine target"}, id="who is visited"
        ),
        pytest.param(
            "A bomb killed six people at a market in Maiduguri on Friday, and Boko Haram claimed responsibility for the attack.",
            {"boko-haram source", "civilians target"},
            id="who claims it did it",
        ),
        pytest.param(
            "At least 16 people were killed in clashes between ethnic Hausa and Nuba groups in Kosti on Friday.",
            {"hausa participant", "nuba participant"},
            id="those who clash, not those who fell",
        ),
    ],
)
def test_people_beside_the_verb_take_part(sides, text, expected):
    """Who is in an event without being the subject or object of its verb."""
    assert sides(text)[0] == expected
