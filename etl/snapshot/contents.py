"""What a snapshot is made of, in one order whatever order it came in, and the id that follows from it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, NewType

from etl import codec
from etl.model import Actor, ActorId, Article, ArticleId, Dataset, Event, EventId, Membership

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

SnapshotId = NewType("SnapshotId", str)
FORMAT: Final = 1  # of the folder; a part of the id, so that a new format never meets an old folder under its name
UNDATED: Final = 10**7  # sorts after every ordinal day


class Country(NamedTuple):
    """Where a country's badge stands and what it is called."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is published: merged events, and what is needed to show, to filter and to cite them.

    Give everything there is: articles without a report, unused countries and idle actors are left out.
    """

    events: Sequence[Event]
    articles: Iterable[Article] = ()
    actors: Sequence[Actor] = ()
    memberships: Sequence[Membership] = ()
    countries: Mapping[str, tuple[str, float, float]] = field(default_factory=dict)
    datasets: Sequence[Dataset] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Canonical:
    """The same contents for the same set of inputs: sorted, without repetitions, without what no event needs."""

    events: tuple[Event, ...]  # by first day, undated last, then id
    records: tuple[str, ...]  # each event as canonical JSON
    articles: Mapping[ArticleId, Article]
    actors: Mapping[ActorId, Actor]
    memberships: tuple[Membership, ...]
    countries: Mapping[str, Country]
    datasets: tuple[Dataset, ...]

    def lines(self) -> Iterator[str]:
        """Everything, as canonical JSON."""
        yield "event"
        yield from self.records
        for kind, values in (
            ("article", self.articles.values()),
            ("actor", self.actors.values()),
            ("membership", self.memberships),
            ("dataset", self.datasets),
        ):
            yield kind
            yield from map(codec.dumps, values)
        yield "country"
        yield codec.dumps({code: list(country) for code, country in self.countries.items()})

    def snapshot_id(self) -> SnapshotId:
        digest = hashlib.sha256(f"format {FORMAT}".encode())
        for line in self.lines():
            digest.update(b"\n" + line.encode())
        return SnapshotId(digest.hexdigest()[:16])


def canonical(contents: Contents) -> Canonical:
    by_id: dict[EventId, Event] = {}
    for event in contents.events:
        other = by_id.setdefault(event.event_id, event)
        if other is not event and codec.dumps(event) < codec.dumps(other):
            by_id[event.event_id] = event
    events = tuple(sorted(by_id.values(), key=_order))
    reported = {report.article_id for event in events for report in event.reports}
    articles = {article.article_id: article for article in contents.articles if article.article_id in reported}
    actors = _actors(events, contents)
    memberships = sorted(
        {member for member in contents.memberships if {member.coalition, member.member} <= actors.keys()},
        key=codec.dumps,
    )
    codes = {place.country for event in events for place in event.where if place.country}
    named = {dataset.name: dataset for dataset in contents.datasets}
    return Canonical(
        events=events,
        records=tuple(map(codec.dumps, events)),
        articles=dict(sorted(articles.items())),
        actors=actors,
        memberships=tuple(memberships),
        countries={code: _country(code, contents, events) for code in sorted(codes)},
        datasets=tuple(named.get(name, Dataset(name=name, label=name)) for name in sorted({e.dataset for e in events})),
    )


def _order(event: Event) -> tuple[int, str]:
    return (event.when.start.toordinal() if event.when else UNDATED, event.event_id)


def _country(code: str, contents: Contents, events: Iterable[Event]) -> Country:
    """As given; a country that nobody knows is called by its code and lies amid its events' places."""
    name, latitude, longitude = contents.countries.get(code, (code, 0.0, 0.0))
    if (latitude, longitude) == (0.0, 0.0):
        found = sorted({(p.latitude, p.longitude) for event in events for p in event.where if p.country == code})
        latitude, longitude = (sum(degrees) / len(found) for degrees in zip(*found, strict=True))
    return Country(name, float(latitude), float(longitude))


def _actors(events: Iterable[Event], contents: Contents) -> dict[ActorId, Actor]:
    """Those who take part, those they act for, and the coalitions with their members."""
    given = {actor.actor_id: actor for actor in contents.actors}
    known = dict(given)
    taking_part = {participant.actor for event in events for participant in event.participants}
    for actor in sorted(taking_part, key=codec.dumps):
        known.setdefault(actor.actor_id, actor)
    wanted = [actor.actor_id for actor in taking_part]
    wanted += [side for membership in contents.memberships for side in (membership.coalition, membership.member)]
    found: dict[ActorId, Actor] = {}
    while wanted:
        actor_id = wanted.pop()
        if actor_id in known and actor_id not in found:
            found[actor_id] = known[actor_id]
            superior = known[actor_id].acts_for
            wanted += [superior] if superior else []
    return dict(sorted(found.items()))
