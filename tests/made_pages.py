"""A small made world for tests of the page: every precision, status and kind of date, with receipts, and hostile texts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from etl.model import (
    Actor,
    ActorId,
    Article,
    ArticleId,
    Confidence,
    Dataset,
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
from etl.snapshot import Contents, publish

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '<img src=x onerror="window.pwned=1"><a href="https://evil.example/">Ramadi</a> & {{7*7}} %{customdata}'
TEXT = (
    "Ministers met in Stuttgart on Wednesday.\n\n"
    "Last month, Iraqi troops took the region of Hit from Islamic State. They went on to the north.\n\n"
    "The coalition has flown 12,000 air strikes since September 2014.\n"
)


def an_actor(actor_id: str, name: str, kind: str = "state", country: str = "") -> Actor:
    return Actor(actor_id=ActorId(actor_id), name=name, kind=kind, country=country)


AUSTRALIA = an_actor("australia", "Australia", country="AU")
JORDAN = an_actor("jordan", "Jordan", country="JO")
UNITED_STATES = an_actor("united-states", "United States", country="US")
IRAQI_ARMY = an_actor("iraqi-army", "Iraqi army", "organ", "IQ")
ISLAMIC_STATE = an_actor("islamic-state", "Islamic State", "group")
COALITION = an_actor("global-coalition", "Global Coalition", "coalition")
STATES = (AUSTRALIA, JORDAN, UNITED_STATES)


def a_place(
    name: str, country: str, at: tuple[float, float], precision: str = "exact", radius: float | None = None
) -> Place:
    return Place(
        place_id=PlaceId(f"made:{name}"),
        name=name,
        country=country,
        admin1="",
        feature_code="PPL",
        latitude=at[0],
        longitude=at[1],
        precision=PlacePrecision(precision),
        radius_km=radius,
    )


RAMADI = a_place("Ramadi", "IQ", (33.42, 43.3))
MOSUL = a_place("Mosul", "IQ", (36.34, 43.13))
RAQQA = a_place("Raqqa", "SY", (35.95, 39.01))
STUTTGART = a_place("Stuttgart", "DE", (48.78, 9.18))
HIT = a_place("Hīt", "IQ", (33.64, 42.83), "near", 12.0)
ANBAR = a_place("Al Anbar", "IQ", (33.0, 41.8), "adm1", 150.0)
VALLEY = a_place("Euphrates valley", "", (34.7, 40.6), "region")
IRAQ = a_place("Iraq", "IQ", (33.0, 44.0), "country")
SYRIA = a_place("Syria", "SY", (35.0, 38.0), "country")


def a_day(text: str) -> Interval:
    day = dt.date.fromisoformat(text)
    return Interval(start=day, end=day, precision=DatePrecision.DAY, value=text)


def a_span(start: str, end: str, precision: DatePrecision) -> Interval:
    return Interval(
        start=dt.date.fromisoformat(start), end=dt.date.fromisoformat(end), precision=precision, value=start
    )


def an_event(number: int, **changes: object) -> Event:
    told = {
        "event_id": EventId(f"ev_page{number:08x}"),
        "dataset": "strikes",
        "event_type": EventType.ASSAULT,
        "mode": "aerial",
        "status": Status.OCCURRED,
        "when": a_day("2015-10-01"),
        "where": (RAMADI,),
        "participants": (),
        "fatalities": None,
        "count": None,
        "confidence": Confidence(who=1.0, what=1.0, where=0.9, when=1.0, overall=0.9),
        "reports": (),
        "origin": f"Strike reports, row {number}",
    }
    return Event(**(told | changes))


ARTICLE = Article(
    article_id=ArticleId("stuttgart"),
    title="Coalition ministers meet in Stuttgart",
    text=TEXT,
    prose=tuple(Span(TEXT.index(part), TEXT.index(part) + len(part)) for part in TEXT.strip().split("\n\n")),
    published=dt.date(2016, 5, 4),
    publisher="Example News",
    url="https://news.example/stuttgart",
)


def a_report(sentence: str, *answers: tuple[str, str, str | None], article: Article = ARTICLE) -> Report:
    """``answers``: kind of mention, its words, what it was read as."""
    start = article.text.index(sentence)
    decisions = []
    for kind, words, chosen in answers:
        at = article.text.index(words, start)
        mention = Mention(article_id=article.article_id, kind=kind, span=Span(at, at + len(words)), text=words)
        decisions.append(
            Decision(
                mention=mention,
                chosen=chosen,
                score=0.9,
                rule=f"made.{kind}",
                because=(f"{words} is known",),
                rejected=("another",),
            )
        )
    return Report(
        article_id=article.article_id,
        span=Span(start, start + len(sentence)),
        quote=sentence,
        decisions=tuple(decisions),
    )


def strikes() -> list[Event]:
    """Ten strikes on Ramadi, six on Mosul, four on Raqqa, a week apart, by three states in turn."""
    places = [RAMADI] * 10 + [MOSUL] * 6 + [RAQQA] * 4
    first = dt.date(2015, 10, 1)
    return [
        an_event(
            number,
            when=a_day((first + dt.timedelta(weeks=number)).isoformat()),
            where=(place,),
            participants=(
                Participant(actor=STATES[number % 3], role="source"),
                Participant(actor=ISLAMIC_STATE, role="target"),
            ),
            fatalities=number if number % 2 else None,
        )
        for number, place in enumerate(places)
    ]


def told() -> list[Event]:
    """Events of the article: a vague place and date, a sum over a country, a plan, a meeting, one with nothing known."""
    article = {
        "dataset": "articles",
        "origin": None,
        "confidence": Confidence(who=0.9, what=0.8, where=0.7, when=0.9, overall=0.6),
    }
    source = Participant(actor=IRAQI_ARMY, role="source", mention="Iraqi troops")
    target = Participant(actor=ISLAMIC_STATE, role="target", mention="Islamic State")
    whole = Participant(actor=COALITION, role="source", mention="The coalition")
    capture = a_report(
        "Last month, Iraqi troops took the region of Hit from Islamic State.",
        ("time", "Last month", "April 2016"),
        ("actor", "Iraqi troops", "Iraqi army"),
        ("trigger", "took", "Capture of territory"),
        ("place", "Hit", "Hīt, Iraq"),
        ("actor", "Islamic State", "Islamic State"),
    )
    many = a_report(
        "The coalition has flown 12,000 air strikes since September 2014.",
        ("actor", "The coalition", "Global Coalition"),
    )
    meeting = a_report("Ministers met in Stuttgart on Wednesday.", ("place", "Stuttgart", "Stuttgart, Germany"))
    month = a_span("2016-04-01", "2016-04-30", DatePrecision.MONTH)
    since = a_span("2014-09-01", "2016-05-04", DatePrecision.OPEN)
    everyone = tuple(Participant(actor=state, role="participant") for state in STATES)
    return [
        an_event(
            100, mode="seize", when=month, where=(HIT,), participants=(source, target), reports=(capture,), **article
        ),
        an_event(
            101,
            status=Status.AGGREGATE,
            when=since,
            where=(IRAQ, SYRIA),
            participants=(whole,),
            count=12_000,
            reports=(many,),
            **article,
        ),
        an_event(
            102,
            event_type=EventType.MOBILIZE,
            mode="troops",
            status=Status.PLANNED,
            when=None,
            where=(SYRIA,),
            participants=everyone[2:],
            **article,
        ),
        an_event(
            103,
            event_type=EventType.CONSULT,
            mode="multilateral",
            when=a_day("2016-05-04"),
            where=(STUTTGART,),
            participants=everyone,
            reports=(meeting,),
            **article,
        ),
        an_event(104, event_type=EventType.AID, mode=None, when=None, where=(), **article),
        an_event(105, where=(ANBAR,), when=a_day("2015-11-20")),
        an_event(106, where=(VALLEY,), when=a_span("2015-12-01", "2015-12-31", DatePrecision.MONTH)),
    ]


def contents(extra: tuple[Event, ...] = (), articles: tuple[Article, ...] = ()) -> Contents:
    joined = dt.date(2014, 9, 5)
    return Contents(
        events=[*strikes(), *told(), *extra],
        articles=(ARTICLE, *articles),
        actors=(*STATES, IRAQI_ARMY, ISLAMIC_STATE, COALITION),
        memberships=[
            Membership(coalition=COALITION.actor_id, member=state.actor_id, joined=joined) for state in STATES
        ],
        countries={"IQ": ("Iraq", 33.0, 44.0), "SY": ("Syria", 35.0, 38.0), "DE": ("Germany", 51.5, 10.5)},
        datasets=(
            Dataset(name="articles", label="Articles"),
            Dataset(name="strikes", label="Strike reports", citation="Made strike reports, 2016", licence="CC0"),
        ),
    )


def hostile() -> Contents:
    """The same world and one event whose every text tries to be code."""
    text = f"{HOSTILE} fell.\n"
    article = Article(
        article_id=ArticleId("hostile"),
        title=HOSTILE,
        text=text,
        prose=(Span(0, len(text) - 1),),
        publisher=HOSTILE,
        url='javascript:alert("pwned")',
    )
    event = an_event(
        200,
        dataset="articles",
        origin=None,
        where=(a_place(HOSTILE, "IQ", (34.2, 43.8)),),
        when=a_day("2016-01-15"),
        participants=(Participant(actor=an_actor("hostile", HOSTILE, "group"), role="source", mention=HOSTILE),),
        reports=(a_report(text.strip(), ("place", HOSTILE, HOSTILE), article=article),),
    )
    return contents((event,), (article,))


TOTAL = len(strikes()) + len(told())


def published(folder: Path, world: Contents | None = None) -> Path:
    publish(folder, world or contents())
    return folder
