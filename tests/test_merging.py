"""One happening told twice is one event with every report; what only looks alike stays apart."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.merging import SAME_EVENT_RULE, ArticleHead, is_inferred, kilometres, merge
from etl.merging.across import compatible
from etl.model import (
    Actor,
    ActorId,
    ArticleId,
    Confidence,
    DatePrecision,
    Decision,
    Event,
    EventType,
    Interval,
    Mention,
    Participant,
    Place,
    PlaceId,
    PlacePrecision,
    Report,
    Span,
    Status,
    event_id,
)

DAY = dt.date(2019, 3, 5)


def place(name, country, latitude, longitude, precision=PlacePrecision.EXACT):
    return Place(
        place_id=PlaceId(name),
        name=name,
        country=country,
        admin1="",
        feature_code="PPL",
        latitude=latitude,
        longitude=longitude,
        precision=precision,
    )


GAO, MOPTI = place("Gao", "ML", 16.27, -0.04), place("Mopti", "ML", 14.48, -4.18)
MALI = place("Mali", "ML", 18.0, -2.0, PlacePrecision.COUNTRY)
NEAR_GAO = place("Gao airport", "ML", 16.25, -0.01, PlacePrecision.NEAR)
ACTORS = {
    name: Actor(actor_id=ActorId(name), name=name, kind=kind)
    for name, kind in (
        ("army", "organ"),
        ("rebels", "group"),
        ("union", "coalition"),
        ("civilians", "civilians"),
        ("france", "state"),
    )
}


def on(day, precision=DatePrecision.DAY, *, until=None):
    return Interval(start=day, end=until or day, precision=precision, value=day.isoformat())


def told(
    article,
    at,
    *,
    kind=EventType.ASSAULT,
    mode=None,
    status=Status.OCCURRED,
    when=None,
    where=(GAO,),
    people=("rebels source", "army target"),
    dead=None,
    count=None,
    inferred=(),
    repeats=None,
):
    """An event told in one sentence; ``inferred`` names the answers that the sentence does not say."""
    span = Span(at, at + 6)

    def decision(kind_, chosen):
        because = ("inferred: from the context",) if kind_ in inferred else ("it is said",)
        mention = Mention(article_id=ArticleId(article), kind=kind_, span=span, text="struck")
        return Decision(mention=mention, chosen=chosen, score=0.8, rule="coding.test", because=because)

    decisions = [decision("trigger", "x"), decision("place", "x" if where else None), decision("time", "x")]
    if repeats:
        decisions.append(replace(decision("trigger", repeats), rule=SAME_EVENT_RULE))
    return Event(
        event_id=event_id(article, span, kind),
        dataset="articles",
        event_type=kind,
        mode=mode,
        status=status,
        when=on(DAY) if when is None else when,
        where=where,
        participants=tuple(
            Participant(actor=ACTORS[name], role=role, mention=name)
            for name, role in (words.split() for words in people)
        ),
        fatalities=dead,
        count=count,
        confidence=Confidence(who=0.8, what=0.9, where=0.8, when=0.8, overall=0.5),
        reports=(Report(article_id=ArticleId(article), span=Span(at, at + 60), quote="…", decisions=tuple(decisions)),),
    )


def heads(*articles):
    return {
        ArticleId(name): ArticleHead(article_id=ArticleId(name), published=DAY + dt.timedelta(days=number))
        for number, name in enumerate(articles)
    }


def merged(*events, articles=("a", "b", "c")):
    return merge(events, heads(*articles))


def test_two_tellings_of_an_article_are_one_event():
    """Same place, day and actors: one event, its id from the first report, with both reports, and why."""
    first, second = told("a", 0), told("a", 100, dead=7)
    (event,) = merged(second, first)
    (later,) = second.reports
    because = Decision(
        mention=later.decisions[0].mention,
        chosen=first.event_id,
        score=0.8,
        rule="merging.joined",
        because=("joined: same place, same day, same people, the same word for it",),
    )
    reports = (*first.reports, replace(later, decisions=(*later.decisions, because)))
    assert event == replace(first, fatalities=7, reports=reports, confidence=event.confidence)


def test_two_articles_that_tell_the_same_are_one_event():
    """The earliest published report gives the id, and the sureness grows."""
    first, second = told("a", 0), told("b", 0, where=(NEAR_GAO,))
    (event,) = merged(second, first)
    assert event.event_id == first.event_id
    assert [report.article_id for report in event.reports] == ["a", "b"]
    assert event.confidence.where > first.confidence.where


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("another town", {"where": (MOPTI,)}),
        ("another day", {"when": on(DAY + dt.timedelta(days=3))}),
        ("another kind", {"kind": EventType.MOBILIZE}),
        ("the answer to it", {"people": ("army source", "rebels target")}),
        ("other people", {"people": ("union source", "france target")}),
        ("another weapon", {"mode": "sexual"}),
        ("a plan", {"status": Status.PLANNED}),
        ("a sum", {"status": Status.AGGREGATE, "count": 40}),
        ("a month", {"when": on(DAY.replace(day=1), DatePrecision.MONTH, until=dt.date(2019, 3, 31))}),
        ("another toll", {"dead": 90}),
    ],
)
@pytest.mark.parametrize("article", ["a", "b"])
def test_what_differs_stays_apart(name, other, article):
    """In one article and across two."""
    assert (
        len(
            merged(told("a", 0, mode="firearms", dead=3), told(article, 100, **{"mode": "firearms", "dead": 3} | other))
        )
        == 2
    ), name


def test_sums_and_parts_are_not_merged():
    """Thirty strikes in the country, and twelve of them near the town."""
    whole = told("a", 0, where=(MALI,), count=30)
    part = told("a", 100, count=12)
    assert len(merged(whole, part)) == 2


def test_strikes_counted_one_by_one_stay_apart():
    """Two lines of a list with the same number, at places that no gazetteer knows."""
    lines = [told("a", at, where=(MALI,), count=1, inferred=("place",)) for at in (0, 100)]
    assert len(merged(*lines)) == 2


def test_a_bare_mention_joins_the_event_that_it_names():
    """The decision says which event it repeats; what it only inherited does not overrule what was said."""
    first = told("a", 0)
    mention = told("a", 100, where=(), people=(), repeats=first.event_id, inferred=("place", "time"))
    (event,) = merged(first, mention)
    assert (event.where, event.participants, len(event.reports)) == (first.where, first.participants, 2)


def test_a_guess_is_not_enough_across_articles():
    """Undated news of two papers about the country alone is not one event."""
    vague = [told(name, 0, where=(MALI,), inferred=("place", "time")) for name in ("a", "b")]
    assert len(merged(*vague)) == 2


def test_said_beats_guessed():
    """The place and the day that a sentence says replace those that another one inferred."""
    guessed = told(
        "a",
        0,
        where=(MALI,),
        when=on(DAY, DatePrecision.DAYS, until=DAY + dt.timedelta(days=1)),
        inferred=("place", "time"),
    )
    said = told("a", 100)
    (event,) = merged(guessed, said)
    assert (event.where, event.when, event.event_id) == (said.where, said.when, guessed.event_id)
    assert not is_inferred(event, "place")


def test_imported_rows_are_left_alone():
    """Datasets are never merged with articles, nor with themselves."""
    rows = tuple(replace(told("a", at), dataset="ucdp-ged", reports=(), origin=f"row {at}") for at in (0, 1))
    story = told("a", 0)
    assert merged(*rows, story) == (story, *sorted(rows, key=lambda row: row.event_id))


def test_merging_again_changes_nothing():
    """The result is its own merge."""
    events = merged(told("a", 0), told("a", 100), told("b", 0), told("c", 0, where=(MOPTI,)))
    assert merged(*events) == events


def test_article_by_article_and_all_at_once_are_the_same():
    """The pipeline merges each article first and everything at the end."""
    events = [told("a", 0), told("a", 100, dead=4), told("b", 0), told("b", 100, where=(MOPTI,)), told("c", 0)]
    by_article = [
        event for name in "abc" for event in merged(*(item for item in events if item.reports[0].article_id == name))
    ]
    assert merged(*by_article) == merged(*events)


variants = st.fixed_dictionaries(
    {
        "article": st.sampled_from("abc"),
        "at": st.integers(0, 9).map(lambda number: number * 100),
        "where": st.sampled_from([(GAO,), (NEAR_GAO,), (MOPTI,), (MALI,), ()]),
        "when": st.sampled_from(
            [on(DAY), on(DAY + dt.timedelta(days=1)), on(DAY, DatePrecision.DAYS, until=DAY + dt.timedelta(days=1))]
        ),
        "people": st.sampled_from(
            [
                ("rebels source", "army target"),
                ("army source", "rebels target"),
                ("rebels source",),
                ("civilians target",),
                (),
            ]
        ),
        "dead": st.sampled_from([None, 3, 9]),
        "mode": st.sampled_from([None, "firearms", "aerial"]),
        "inferred": st.sampled_from([(), ("place",), ("time",), ("place", "time")]),
    }
)


@given(
    st.lists(variants, max_size=9, unique_by=lambda item: (item["article"], item["at"])),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_events_does_not_matter(specs, shuffler):
    """The same set gives the same events, whatever the order; no report is lost or doubled."""
    events = [
        told(spec["article"], spec["at"], **{key: value for key, value in spec.items() if key not in {"article", "at"}})
        for spec in specs
    ]
    shuffled = events.copy()
    shuffler.shuffle(shuffled)
    result = merged(*events)
    assert merged(*shuffled) == result
    reports = [(report.article_id, report.span) for event in result for report in event.reports]
    assert sorted(reports) == sorted((report.article_id, report.span) for event in events for report in event.reports)


def test_many_events_take_little_more_than_their_number():
    """Blocks of type, day and place: thousands of events that share nothing are compared with hardly any other."""
    rng = random.Random(3)  # noqa: S311 (a made-up map, not a secret)
    events = [
        told(
            f"article-{number}",
            0,
            where=(place(str(number), "ML", rng.uniform(-60, 60), rng.uniform(-170, 170)),),
            when=on(DAY + dt.timedelta(days=number % 300)),
        )
        for number in range(3000)
    ]
    assert len(merge(events, {})) == 3000


def test_kilometres_are_those_of_the_globe():
    """Gao to Mopti as the crow flies."""
    assert kilometres(GAO, MOPTI) == pytest.approx(486, abs=3)


def actor(name, kind="group", country="", acts_for=None):
    return Actor(actor_id=ActorId(name), name=name, kind=kind, country=country, acts_for=acts_for)


@pytest.mark.parametrize(
    ("one", "two", "agree"),
    [
        (actor("Tuareg rebels", country="ML"), actor("MNLA", country="ML"), True),
        (actor("Kurdish forces"), actor("Peshmerga", country="IQ"), True),
        (actor("army", "organ", "ML", ActorId("mali")), actor("mali", "state", "ML"), True),
        (actor("army", "organ", "ML", ActorId("mali")), actor("police", "organ", "ML", ActorId("mali")), True),
        (actor("Malian rebels", country="ML"), actor("MILF", country="PH"), False),
        (actor("MNLA", country="ML"), actor("JNIM", country="ML"), False),
        (actor("Malian rebels", country="ML"), actor("mali", "state", "ML"), False),
    ],
)
def test_actors_of_two_articles_agree(one, two, agree):
    """An organ and its state, a group and the kind of people that it belongs to; not two groups, nor a state and its rebels."""
    assert (compatible(one, two), compatible(two, one)) == (agree, agree)


def by_verb(event, verb):
    (report,) = event.reports
    decisions = tuple(
        replace(item, rule=f"coding.verb.{verb}") if item.mention.kind == "trigger" else item
        for item in report.decisions
    )
    return replace(event, reports=(replace(report, decisions=decisions),))


def test_the_taking_of_a_town_is_not_the_killing_in_it():
    """Two desks: one day, one town, the same people, but other things happened."""
    taken, killed = by_verb(told("a", 0), "capture"), by_verb(told("b", 0, dead=3), "kill")
    assert len(merged(taken, killed)) == 2
    assert len(merged(taken, by_verb(told("b", 0), "retake"))) == 1


def test_a_desk_that_tells_only_the_country_is_joined_by_both_sides():
    """The place inferred as the country, both sides and the day the same: one event, at the town; one side is not enough."""
    town = told("a", 0)
    vague = told("b", 0, where=(MALI,), inferred=("place",))
    (event,) = merged(town, vague)
    assert event.where == (GAO,)
    assert len(merged(town, told("b", 0, where=(MALI,), inferred=("place",), people=("rebels source",)))) == 2


def test_a_week_may_hold_the_day():
    """“On Tuesday” and "this week" are one capture; two weeks are too vague."""
    week = on(DAY - dt.timedelta(days=1), DatePrecision.WEEK, until=DAY + dt.timedelta(days=5))
    assert len(merged(told("a", 0), told("b", 0, when=week))) == 1
    assert len(merged(told("a", 0, when=week), told("b", 0, when=week))) == 2


def test_a_sum_whose_parts_follow_is_a_sum():
    """Thirty strikes in the country that are then told town by town: an aggregate, which says so; the parts stay."""
    whole = told("a", 0, where=(MALI,), count=30)
    parts = told("a", 100, count=12), told("a", 200, where=(MOPTI,), count=18)
    summed, *others = merged(whole, *parts)
    assert (summed.status, [event.status for event in others]) == (Status.AGGREGATE, [Status.OCCURRED] * 2)
    assert summed.reports[0].decisions[-1].because == ("sums up what is told one by one: 2 parts of it follow",)


def test_one_part_alone_makes_no_sum():
    """Two bombs, of which one is told again."""
    whole, part = told("a", 0, where=(MALI,), count=2), told("a", 100)
    assert [event.status for event in merged(whole, part)] == [Status.OCCURRED] * 2


def quoted(event, words):
    (report,) = event.reports
    return replace(event, reports=(replace(report, quote=words),))


WIRE = "A car bomb exploded at a police station in the town on Tuesday, killing eight people, officials said."


@pytest.mark.parametrize(
    ("name", "other", "words", "events", "sources"),
    [
        ("a copy without place and people", {"where": (), "people": ()}, WIRE.replace(", officials said", ""), 1, 1),
        ("own words", {}, "Eight recruits died in a bombing.", 1, 2),
        ("the line of another day", {"when": on(DAY + dt.timedelta(days=1))}, WIRE, 2, 1),
        ("the line of another place", {"where": (MOPTI,)}, WIRE, 2, 1),
    ],
)
def test_copies_are_known_by_their_words(name, other, words, events, sources):
    """Eight words in a row: the same happening and the same source, unless the day or the place is another."""
    found = merged(quoted(told("a", 0), WIRE), quoted(told("b", 0, **other), words))
    assert (len(found), found[0].sources) == (events, sources), name


@pytest.mark.parametrize(
    ("one", "two", "sources"),
    [
        ({"publisher": "Post"}, {"publisher": "Star"}, 2),
        ({"publisher": "Post"}, {"publisher": "post"}, 1),
        ({"publisher": "Post", "agencies": ("AFP",)}, {"publisher": "Star", "agencies": ("Reuters", "AFP")}, 1),
        ({"publisher": "AFP"}, {"publisher": "Star", "agencies": ("AFP",)}, 1),
        ({}, {}, 2),
    ],
)
def test_sources_are_independent(one, two, sources):
    """One publisher, one agency: one source; and only another source makes the event surer."""
    known = {
        ArticleId(name): ArticleHead(article_id=ArticleId(name), published=DAY, **more)
        for name, more in (("a", one), ("b", two))
    }
    first = told("a", 0)
    (event,) = merge((first, quoted(told("b", 0), "Other words.")), known)
    assert event.sources == sources
    assert event.confidence.overall == pytest.approx(first.confidence.overall + 0.03 * (sources - 1))


def test_another_attack_is_not_old_news():
    """What is told as one more is not what another paper told days ago."""
    first, second = told("a", 0), told("c", 8)
    (report,) = second.reports
    trigger = replace(report.decisions[0].mention, span=Span(8, 14))
    decisions = (replace(report.decisions[0], mention=trigger), *report.decisions[1:])
    more = replace(
        second, reports=(replace(report, span=Span(0, 60), quote="Another attack hit", decisions=decisions),)
    )
    assert len(merged(first, more)) == 2
    assert len(merged(first, second)) == 1


def test_a_day_that_follows_from_the_story_is_more_than_this_week():
    """One says "this week", the other has the day: the day is shown."""
    week = on(DAY - dt.timedelta(days=1), DatePrecision.WEEK, until=DAY + dt.timedelta(days=5))
    for events in (
        (told("a", 0, when=week), told("b", 0, inferred=("time",))),
        (told("a", 0), told("b", 0, when=week)),
    ):
        (event,) = merged(*events)
        assert event.when == on(DAY)


def test_many_copies_take_little_more_than_their_number():
    """A wire that two thousand papers print is one event of one source."""
    copies = [quoted(told(f"paper-{number}", 0), WIRE) for number in range(2000)]
    (event,) = merge(copies, {})
    assert (len(event.reports), event.sources) == (2000, 1)
