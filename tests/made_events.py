"""Small made worlds for tests: actors and coalitions, places, articles and events, all drawn by hypothesis."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from etl.model import (
    Actor,
    ActorId,
    Article,
    ArticleId,
    Confidence,
    DatePrecision,
    Decision,
    Event,
    EventId,
    EventType,
    Interval,
    Membership,
    Mention,
    Participant,
    Place,
    PlaceId,
    PlacePrecision,
    Report,
    Span,
    Status,
)
from etl.snapshot import Contents

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine


def quick_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder in memory where there is one: flushing to it costs nothing."""
    memory = Path("/dev/shm")  # noqa: S108 (made with a name of its own)
    return tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None)


def an_actor(actor_id: str, kind: str = "state", acts_for: str | None = None) -> Actor:
    return Actor(
        actor_id=ActorId(actor_id), name=actor_id.title(), kind=kind, acts_for=ActorId(acts_for) if acts_for else None
    )


ACTORS = (
    an_actor("atlantis"),
    an_actor("borduria"),
    an_actor("carpathia"),
    an_actor("atlantis-army", "organ", "atlantis"),
    an_actor("first-division", "organ", "atlantis-army"),
    an_actor("rebels", "group"),
    an_actor("league", "coalition"),
    an_actor("alliance", "coalition"),
)
MEMBERSHIPS = (
    Membership(
        coalition=ActorId("league"), member=ActorId("atlantis"), joined=dt.date(2015, 3, 1), left=dt.date(2016, 2, 1)
    ),
    Membership(coalition=ActorId("league"), member=ActorId("borduria"), joined=dt.date(2015, 9, 15)),
    Membership(coalition=ActorId("alliance"), member=ActorId("atlantis"), joined=dt.date(2016, 1, 10)),
    Membership(coalition=ActorId("alliance"), member=ActorId("league"), joined=dt.date(2014, 1, 1)),
)
COUNTRIES = {"AT": ("Atlantis", 10.0, 20.0), "BO": ("Borduria", -5.0, 30.0), "CA": ("Carpathia", 0.0, 0.5)}


def a_place(name: str, country: str, latitude: float, longitude: float, precision: PlacePrecision) -> Place:
    return Place(
        place_id=PlaceId(f"made:{name}"),
        name=name,
        country=country,
        admin1="",
        feature_code="PPL",
        latitude=latitude,
        longitude=longitude,
        precision=precision,
        radius_km=None if precision is PlacePrecision.EXACT else 25.0,
    )


PLACES = (
    a_place("Hīt", "AT", 10.5, 20.5, PlacePrecision.EXACT),
    a_place("Hīt", "AT", 10.5, 20.5, PlacePrecision.NEAR),
    a_place("Szohôd", "BO", -4.0, 31.0, PlacePrecision.EXACT),
    a_place("Far East", "CA", 1.0, 179.5, PlacePrecision.ADM1),
    a_place("Narrow Sea", "", 3.0, -179.0, PlacePrecision.WATER),
    a_place("Atlantis", "AT", 10.0, 20.0, PlacePrecision.COUNTRY),
    a_place("Carpathia", "CA", 0.0, 0.5, PlacePrecision.COUNTRY),
    a_place("nowhere", "", 0.0, 0.0, PlacePrecision.NONE),
)
KINDS = (
    (EventType.ASSAULT, "aerial"),
    (EventType.ASSAULT, None),
    (EventType.CONSULT, "multilateral"),
    (EventType.MOBILIZE, "troops"),
    (EventType.AID, None),
)

TEXT = "BASE, May 4 (Wire) - Headline words.\n\nThe army took Hit last month. It then left.\n\nMinisters will meet in summer.\n"
SENTENCES = tuple(
    Span(TEXT.index(words), TEXT.index(words) + len(words))
    for words in ("The army took Hit last month.", "It then left.", "Ministers will meet in summer.")
)


def an_article(article_id: str, **changes: object) -> Article:
    prose = (Span(TEXT.index("The army"), TEXT.index("\n\nMin")), Span(TEXT.index("Min"), len(TEXT) - 1))
    told = {"title": f"Story {article_id}", "text": TEXT, "prose": prose, "published": dt.date(2016, 5, 4)}
    return Article(article_id=ArticleId(article_id), **(told | changes))


ARTICLES = (
    an_article("one", publisher="Wire", url="https://example.org/one"),
    an_article("two", publisher="Gazette"),
    an_article("three"),
)


def an_interval(start: dt.date, days: int = 1) -> Interval:
    end = start + dt.timedelta(days=days - 1)
    precision = DatePrecision.DAY if days == 1 else DatePrecision.DAYS
    return Interval(start=start, end=end, precision=precision, value=f"{start}/{end}")


def a_report(article_id: str = "one", sentence: int = 0) -> Report:
    span = SENTENCES[sentence]
    first_word = Span(span.start, span.start + 3)
    mention = Mention(article_id=ArticleId(article_id), kind="trigger", span=first_word, text=first_word.of(TEXT))
    decision = Decision(mention=mention, chosen="something", score=0.75, rule="made.rule", because=("because",))
    return Report(article_id=ArticleId(article_id), span=span, quote=span.of(TEXT), decisions=(decision,))


def an_event(number: int = 0, **changes: object) -> Event:
    told = {
        "event_id": EventId(f"ev_{number:012x}"),
        "dataset": "articles",
        "event_type": EventType.ASSAULT,
        "mode": None,
        "status": Status.OCCURRED,
        "when": an_interval(dt.date(2016, 4, 5)),
        "where": (PLACES[0],),
        "participants": (Participant(actor=ACTORS[3], role="source", mention="The army"),),
        "fatalities": None,
        "count": None,
        "confidence": Confidence(who=0.9, what=0.8, where=0.7, when=0.6, overall=0.75),
        "reports": (a_report(),),
    }
    return Event(**(told | changes))


shares = st.integers(0, 100).map(lambda percent: percent / 100)
STARTS = tuple(dt.date(2015, 1, 10) + dt.timedelta(days=61 * n) for n in range(10))
LENGTHS = (1, 1, 1, 2, 7, 31, 400)  # in days
intervals = st.builds(an_interval, st.sampled_from(STARTS), st.sampled_from(LENGTHS))
edges = st.builds(  # days at, just before and just after the first and last days of intervals
    lambda start, length, off: start + dt.timedelta(days=length + off),
    st.sampled_from(STARTS),
    st.sampled_from((0, *LENGTHS)),
    st.sampled_from((-2, -1, 0, 1)),
)
participants = st.builds(
    Participant,
    actor=st.sampled_from(ACTORS),
    role=st.sampled_from(("source", "target", "participant")),
    mention=st.sampled_from((None, "the troops")),
)
imported = st.fixed_dictionaries(
    {"dataset": st.just("facts"), "reports": st.just(()), "origin": st.just("Facts, row 7")}
)
told = st.fixed_dictionaries(
    {
        "dataset": st.just("articles"),
        "reports": st.lists(
            st.builds(a_report, st.sampled_from(("one", "two", "three")), st.integers(0, 2)), min_size=1, max_size=3
        ).map(tuple),
    }
)


@st.composite
def made_events(draw: st.DrawFn, *, most: int = 24) -> tuple[Event, ...]:
    """Events with distinct ids, in any order."""
    numbers = draw(st.lists(st.integers(0, 2**40), max_size=most, unique=True))
    return tuple(draw(an_event_numbered(number)) for number in numbers)


@st.composite
def an_event_numbered(draw: st.DrawFn, number: int) -> Event:
    event_type, mode = draw(st.sampled_from(KINDS))
    return an_event(
        number,
        event_type=event_type,
        mode=mode,
        status=draw(st.sampled_from(Status)),
        when=draw(st.none() | intervals | intervals),
        where=draw(st.lists(st.sampled_from(PLACES), max_size=2).map(tuple)),
        participants=draw(st.lists(participants, max_size=3).map(tuple)),
        fatalities=draw(st.none() | st.integers(0, 500)),
        count=draw(st.none() | st.integers(1, 12_000)),
        confidence=draw(st.builds(Confidence, who=shares, what=shares, where=shares, when=shares, overall=shares)),
        **draw(told | imported),
    )


@dataclass(frozen=True)
class World:
    """Everything that is published, given in some order."""

    events: tuple[Event, ...]

    def contents(self, *, reverse: bool = False) -> Contents:
        step = -1 if reverse else 1
        return Contents(
            events=self.events[::step],
            articles=ARTICLES[::step],
            actors=ACTORS[::step],
            memberships=MEMBERSHIPS[::step],
            countries=dict(list(COUNTRIES.items())[::step]),
        )


worlds = made_events().map(World)
