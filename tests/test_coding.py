"""What, who, where, when and whether: sentences of many conflicts and styles give the events a careful reader would code."""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from etl import coding, merging, timex
from etl.actors import ActorLexicon, actor_mentions
from etl.articles import article_from_text
from etl.coding.lexicon import EventLexicon
from etl.coding.repairs import repaired
from etl.coding.syntax import Tree
from etl.errors import InputError
from etl.gazetteer import Gazetteer
from etl.language import load
from etl.model import EventType, Mentions, Sentence, Span, Token, event_id
from etl.toponyms import toponyms

ROOT = Path(__file__).resolve().parent.parent
LEXICONS = ROOT / "data" / "lexicons"
SENTENCES = [
    json.loads(line)
    for line in (ROOT / "tests" / "fixtures" / "coding" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
STRIKES = ROOT.parent / "shared" / "corpora" / "centcom_strikes.jsonl"
MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}


@pytest.fixture(scope="session")
def stages():
    return load(), Gazetteer.open(), ActorLexicon.load(), EventLexicon.load()


@pytest.fixture(scope="session")
def code(stages):
    """Text and day of publication to events as told, or merged."""
    language, gazetteer, actors, lexicon = stages

    def run(text, published="2016-05-04", *, merged=True):
        day = dt.date.fromisoformat(published) if published else None
        article = article_from_text(text, published=day, article_id="test")
        sentences = language.sentences(article)
        mentions = Mentions(
            times=timex.time_expressions(article, sentences),
            places=toponyms(article, gazetteer),
            actors=actor_mentions(article, sentences, actors),
        )
        told = coding.events(article, sentences, mentions, lexicon=lexicon, actors=actors)
        return merging.merge(told, {article.article_id: merging.head(article)}) if merged else told

    return run


def row(event):
    when = [event.when.start.isoformat(), event.when.end.isoformat()] if event.when else [None, None]
    return {
        "type": event.event_type.value,
        "mode": event.mode,
        "status": event.status.value,
        "dates": when,
        "places": [[place.country, place.latitude, place.longitude] for place in event.where],
        "precision": event.place_precision.value,
        "actors": sorted(f"{who.actor.actor_id} {who.role}" for who in event.participants),
        "fatalities": event.fatalities,
        "count": event.count,
    }


def decision(event, kind):
    return next(item for report in event.reports for item in report.decisions if item.mention.kind == kind)


@pytest.mark.parametrize("case", SENTENCES, ids=[case["id"] for case in SENTENCES])
def test_a_sentence_gives_its_events(code, case):
    """Type, mode, status, dates, places, actors with roles and numbers; nothing from idioms, wishes and conditions."""
    found, wanted = [row(event) for event in code(case["text"], case["published"])], case["events"]
    assert [item | {"places": None} for item in found] == [item | {"places": None} for item in wanted]
    for have, want in zip(found, wanted, strict=True):
        assert [country for country, *_ in have["places"]] == [country for country, *_ in want["places"]]
        for (_, *here), (_, *there) in zip(have["places"], want["places"], strict=True):
            assert here == pytest.approx(there, abs=0.4)  # degrees: gazetteers differ a little


def test_every_answer_has_a_decision_with_its_words(code):
    """Trigger, actor, place and time each rest on a span of the article, with a rule and a reason."""
    text = "Saudi-led coalition warplanes bombed a Houthi weapons depot near Sanaa on Tuesday, killing 11 people."
    (event,) = code(text)
    found = event.reports[0].decisions
    assert {item.mention.kind for item in found} == {"trigger", "actor", "place", "time", "toll"}
    for item in found:
        assert item.mention.text == text[item.mention.span.start : item.mention.span.end]
        assert item.rule.startswith("coding.")
        assert item.because
    assert decision(event, "place").mention.text == "Sanaa"
    assert decision(event, "time").mention.text == "Tuesday"


def test_what_is_inferred_says_so(code):
    """An undated event of the news' present lies in [the day before, publication] and is flagged."""
    (event,) = code("Boko Haram militants attacked the town of Gwoza.")
    assert (event.when.start, event.when.end) == (dt.date(2016, 5, 3), dt.date(2016, 5, 4))
    assert decision(event, "time").because[0].startswith("inferred")
    assert merging.is_inferred(event, "time")
    assert not merging.is_inferred(event, "place")


def test_background_has_no_date(code):
    """History without a date stays undated, with the reason."""
    events = code("The town is quiet. The army had recaptured Gwoza from Boko Haram.")
    assert [event.when for event in events] == [None]
    assert decision(events[0], "time").chosen is None


def test_an_undated_article_dates_nothing(code):
    """Without a day of publication an event without a date of its own has none."""
    (event,) = code("Boko Haram militants attacked the town of Gwoza.", None)
    assert event.when is None


def test_the_event_id_is_the_trigger_s(code):
    """Links survive a rebuild: the id depends on the article, the trigger's span and the type only."""
    text = "Rebels shelled the town of Hama on Monday."
    (event,) = code(text)
    start = text.index("shelled")
    assert event.event_id == event_id("test", Span(start, start + len("shelled")), EventType.ASSAULT)


def test_a_meeting_of_many_is_one_event(code):
    """All who are named take part, the speaker at the meeting too; the organisation behind them does not."""
    events = code(
        "At a meeting of six ministers from countries in the alliance on Monday, French Defence Minister Jean-Yves Le Drian"
        " said that patience was needed.\nThe meeting was with the defence ministers of Belgium, Italy, Norway, Spain and Turkey.\n"
        "The talks took place in Bratislava."
    )
    (meeting,) = [event for event in events if event.event_type is EventType.CONSULT]
    assert sorted(who.actor.name for who in meeting.participants) == [
        "Belgium",
        "France",
        "Italy",
        "Norway",
        "Spain",
        "Turkey",
    ]
    assert [place.country for place in meeting.where] == ["SK"]
    assert len(meeting.reports) == 3


def test_a_later_bare_mention_is_the_same_event(code):
    """“The attack”, "the blast": reports of the event told before, not new ones."""
    (event,) = code(
        "A suicide bomber attacked a mosque in Peshawar on Monday.\nThe attack was claimed by nobody.\n"
        "The blast destroyed the roof. At least 20 people were killed."
    )
    assert (len(event.reports), event.fatalities) == (4, 20)


def test_a_country_has_its_english_name(code):
    """A country that follows from the context is called "Nigeria", never "NG"."""
    events = code(
        "Troops gathered in Maiduguri and Sokoto on Monday. They attacked a village on Tuesday, and two soldiers died."
    )
    coarse = [place for event in events for place in event.where if place.precision.value == "country"]
    assert {place.name for event in events for place in event.where} == {"Maiduguri", "Sokoto", "Nigeria"}
    assert [place.country for place in coarse] == ["NG"] * len(coarse)


def test_a_dateline_gives_no_dot(code):
    """What happened elsewhere is not put where the text was written; a frontier is no town."""
    events = code("ANKARA, May 3 (Sample Wire) — Turkey shot down a Russian jet near the border with Syria on Tuesday.")
    assert [(place.name, place.precision.value) for event in events for place in event.where] == [("Syria", "country")]
    (event,) = code("NAIROBI, May 3 (Sample Wire) — Gunmen killed four herders on Tuesday.")
    assert [(place.name, place.precision.value) for place in event.where] == [("Kenya", "country")]
    assert decision(event, "place").because[0].startswith("inferred: ")


def test_nothing_comes_from_nothing(stages):
    """No sentences, no events."""
    _, _, actors, lexicon = stages
    article = article_from_text("Nothing.", article_id="empty")
    assert coding.events(article, (), Mentions(), lexicon=lexicon, actors=actors) == ()


def token(index, text, head, *, dep="dep", pos="NOUN", tag="NN"):
    return Token(index * 10, index * 10 + len(text), text, text.lower(), pos, tag, dep, head, "")


def test_a_mangled_tree_is_survived(stages):
    """Heads that point in circles or outside of the sentence do no harm."""
    lexicon = stages[3]
    tokens = (
        token(0, "rebels", 1, dep="nsubj", tag="NNS"),
        token(1, "attacked", 2, pos="VERB", tag="VBD"),
        token(2, "town", 1, dep="obj"),
        token(3, "near", 99, dep="case", pos="ADP", tag="IN"),
    )
    tree = Tree(Sentence(span=Span(0, 34), paragraph=0, tokens=tokens), lexicon)
    assert [list(tree.ancestors(index)) for index in range(4)] == [[1], [], [1], []] or all(
        len(list(tree.ancestors(index))) < 4 for index in range(4)
    )


def test_a_verb_read_as_an_adjective_is_put_right(stages):
    """“commandos stormed block B”: the parser hangs the verb on its object."""
    tokens = (
        token(0, "commandos", 2, dep="compound", tag="NNS"),
        token(1, "stormed", 2, dep="amod", pos="VERB", tag="VBN"),
        token(2, "block", 2, dep="root"),
    )
    sentence = Sentence(span=Span(0, 25), paragraph=0, tokens=tokens)
    fixed = repaired(sentence, stages[3])
    assert [(item.dep, item.head) for item in fixed.tokens] == [("nsubj", 1), ("root", 1), ("obj", 1)]
    assert repaired(fixed, stages[3]) is fixed


@pytest.mark.parametrize(("dep", "head"), [("acl", 0), ("amod", 2)])
def test_the_act_right_before_a_past_form_is_its_doer(dep, head, stages):
    """“airstrike destroyed workshop”: read as a workshop that an airstrike destroyed, or as a destroyed airstrike."""
    tokens = (
        token(0, "airstrike", 2, dep="nsubj" if dep == "acl" else "compound"),
        token(1, "destroyed", head, dep=dep, pos="VERB", tag="VBN"),
        token(2, "ISIL", 3, dep="amod"),
        token(3, "workshop", 3, dep="root"),
    )
    tokens = tuple(replace(item, head=3 if item.head == 2 else item.head) for item in tokens)
    fixed = repaired(Sentence(span=Span(0, 33), paragraph=0, tokens=tokens), stages[3])
    assert [(item.dep, item.head) for item in fixed.tokens] == [("nsubj", 1), ("root", 1), ("amod", 3), ("obj", 1)]
    assert repaired(fixed, stages[3]) is fixed


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("retake", ("retake", "retakes", "retaking", "retook", "retaken")),
        ("deploy", ("deploy", "deploys", "deploying", "deployed", "deployed")),
        ("ban", ("ban", "bans", "banning", "banned", "banned")),
        ("occupy", ("occupy", "occupies", "occupying", "occupied", "occupied")),
        ("seize", ("seize", "seizes", "seizing", "seized", "seized")),
    ],
)
def test_verbs_are_inflected(stages, lemma, forms):
    """Base, third person, -ing, past and participle, as English spells them."""
    assert stages[3].inflected(lemma) == forms


def rows(name):
    with (LEXICONS / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("events_verbs.csv", ("lemma", "particle", "object")),
        ("events_nouns.csv", ("lemma",)),
        ("events_function_verbs.csv", ("kind", "lemma", "particle")),
        ("noun_classes.csv", ("class", "lemma")),
        ("weapon_modes.csv", ("lemma",)),
        ("irregular_verbs.csv", ("lemma",)),
    ],
)
def test_a_lexicon_has_one_row_a_behaviour(name, key):
    """No duplicates, nothing unsorted, no blanks around words."""
    found = [tuple(item[column] for column in key) for item in rows(name)]
    assert [item for item, number in Counter(found).items() if number > 1] == []
    assert all(word == word.strip() for item in rows(name) for word in item.values())


def test_the_lexicon_speaks_plover():
    """Every row's type and mode are PLOVER's words, and all sixteen types have words."""
    verbs, nouns = rows("events_verbs.csv"), rows("events_nouns.csv")
    assert len(verbs) + len(nouns) >= 600
    bad = [
        (item["lemma"], item["event_type"], item["mode"])
        for item in (*verbs, *nouns)
        if item["mode"] and item["mode"] not in MODES.get(item["event_type"], "").split()
    ]
    assert bad == []
    assert {item["event_type"] for item in verbs} - {""} == {kind.value for kind in EventType}
    assert {item["tier"] for item in verbs} == {"material", "weak", "verbal", "guard"}
    assert {(item["event_type"] == "", item["frame"] == "none") for item in verbs if item["tier"] == "guard"} == {
        (True, True)
    }


def test_object_classes_exist():
    """A class that a verb asks for has nouns."""
    known = {item["class"] for item in rows("noun_classes.csv")} | {"none", "place", "actor", "name"}
    asked = {
        need.removeprefix("^")
        for item in rows("events_verbs.csv")
        for need in item["object"].split("|")
        if need and not need.startswith("=")
    }
    assert asked - known == set()


def test_a_missing_lexicon_is_one_clear_line(tmp_path):
    """The error names the file and what to do."""
    with pytest.raises(InputError, match=r"events_verbs\.csv cannot be read"):
        EventLexicon.load(tmp_path)


@pytest.mark.skipif(not STRIKES.exists(), reason=f"{STRIKES.name} is not present")
def test_official_strike_lines_are_counted_and_dated(code):
    """A random sample of daily report lines: the day, the country and the number of strikes."""
    lines = STRIKES.read_text(encoding="utf-8").splitlines()
    right = 0
    sample = random.Random(7).sample(lines, 40)  # noqa: S311 (a sample, not a secret)
    for line in map(json.loads, sample):
        (gold,) = line["events"]
        country = {"Iraq": "IQ", "Syria": "SY"}[gold["country"]]
        right += any(
            event.count == gold["n_strikes"]
            and event.when is not None
            and event.when.start.isoformat() == event.when.end.isoformat() == gold["date"]
            and country in {place.country for place in event.where}
            for event in code(line["text"], line["date"])
        )
    assert right / len(sample) >= 0.8


WHERE = [
    ("Gunmen attacked a camp 15 km east of Gwoza on Tuesday.", "ASSAULT", "Gwoza", "near"),
    ("Soldiers fought rebels on the road to Gwoza on Tuesday.", "ASSAULT", "Gwoza", "near"),
    ("Gunmen killed two guards in Gwoza, a spokesman told a channel in Abuja.", "ASSAULT", "Gwoza", "exact"),
    ("Rebels killed two guards in Kunduz, the capital of Kunduz province, on Monday.", "ASSAULT", "Kunduz", "exact"),
    ("The mayor of Gwoza escaped an ambush on Sunday.", "ASSAULT", "Gwoza", "exact"),
]


@pytest.mark.parametrize(("text", "event_type", "place", "precision"), WHERE)
def test_where_it_happened(code, text, event_type, place, precision):
    """The event's own place, at the precision that the words allow; never the speaker's."""
    events = [event for event in code(text) if event.event_type == event_type]
    assert [(item.name, item.precision.value) for item in events[0].where] == [(place, precision)]


WHEN = [
    ("Gunmen attacked Gwoza on Saturday and Sunday.", "2016-04-30", "2016-05-01"),
    ("The air force flew 19 strikes near Gwoza in 72 hours.", "2016-05-01", "2016-05-04"),
    ("The army retook Gwoza by Tuesday.", "2016-05-02", "2016-05-03"),
    ("Rebels attacked Gwoza, the army said on Monday.", "2016-05-01", "2016-05-02"),
    ("Rebels have held Gwoza since late April.", "2016-04-21", "2016-05-04"),
    ("Rebels attacked Gwoza three days before Christmas.", "2015-12-22", "2015-12-22"),
]


@pytest.mark.parametrize(("text", "start", "end"), WHEN)
def test_when_it_happened(code, text, start, end):
    """Limits, lengths, days told together and the day of the saying give the days that they mean."""
    (event, *_) = code(text)
    assert (str(event.when.start), str(event.when.end)) == (start, end)
