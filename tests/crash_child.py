"""A small build that tests stop half way: twelve articles of three events each, published after every fourth.

Run as a program it says what it has done, so that the one who stops it knows what must be there.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from etl.errors import ConflictTimelineError
from etl.model import (
    Article,
    ArticleId,
    Confidence,
    DatePrecision,
    Event,
    EventId,
    EventType,
    Interval,
    Place,
    PlaceId,
    Report,
    Span,
    Status,
)
from etl.snapshot import Contents, publish
from etl.store import Store

ARTICLES = 12
EVENTS = 3
PUBLISH_EVERY = 4
SURE = Confidence(who=1.0, what=1.0, where=1.0, when=1.0, overall=1.0)
PLACE = Place(
    place_id=PlaceId("p"), name="Hit", country="IQ", admin1="", feature_code="PPL", latitude=33.6, longitude=42.8
)


def article(number: int) -> Article:
    text = f"Article {number} tells of three attacks. " * 40
    return Article(
        article_id=ArticleId(f"a{number:02}"), title=f"Title {number}", text=text, prose=(Span(0, len(text)),)
    )


def events(number: int) -> tuple[Event, ...]:
    day = dt.date(2016, 1, 1) + dt.timedelta(days=number)
    return tuple(
        Event(
            event_id=EventId(f"ev_{number:06}{part:06}"),
            dataset="articles",
            event_type=EventType.ASSAULT,
            mode=None,
            status=Status.OCCURRED,
            when=Interval(start=day, end=day, precision=DatePrecision.DAY, value=day.isoformat()),
            where=(PLACE,),
            participants=(),
            fatalities=part,
            count=None,
            confidence=SURE,
            reports=(Report(article_id=ArticleId(f"a{number:02}"), span=Span(0, 30), quote="Article"),),
        )
        for part in range(EVENTS)
    )


def contents(store: Store) -> Contents:
    return Contents(
        events=tuple(store.events()), articles=tuple(store.articles()), countries={"IQ": ("Iraq", 33.0, 44.0)}
    )


def build(folder: Path) -> None:
    with Store.open(folder, write=True) as store:
        for number in range(ARTICLES):
            store.put(article(number), events(number), location=f"file {number}", engine_key="e")
            print(f"stored a{number:02}", flush=True)  # noqa: T201 (what the other side waits for)
            if number % PUBLISH_EVERY == PUBLISH_EVERY - 1:
                print(f"published {publish(folder, contents(store))}", flush=True)  # noqa: T201


def limit_files(most_bytes: int) -> None:
    """No file of this process grows beyond that: what a full disk does to the writer."""
    import resource  # noqa: PLC0415 (not on Windows)

    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def main(folder: str, most_bytes: str = "") -> int:
    print("ready", flush=True)  # noqa: T201
    if most_bytes:
        limit_files(int(most_bytes))
    try:
        build(Path(folder))
    except ConflictTimelineError as error:
        print(f"error {error}", flush=True)  # noqa: T201
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
