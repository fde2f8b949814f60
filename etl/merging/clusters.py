"""Clusters of tellings that are one happening: each telling is held against the clusters near it, in order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from etl.merging.across import DATED, same_happening
from etl.merging.copies import independent, shingles
from etl.merging.joining import in_order, joined, surer
from etl.merging.sameness import POINTS, is_said
from etl.merging.telling import JOINED_RULE, SAME_EVENT_RULE, Telling, telling
from etl.merging.within import contradicted, contradiction, grounds
from etl.model import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from etl.merging.joining import Order
    from etl.model import ArticleId, Event, EventType

JOINED: Final = 0.8
WINDOW: Final = 60  # tellings of one type, or of one block, that a new one is compared with
KINDS: Final = ("trigger", "actor", "place", "time")
OLD_NEWS_DAYS: Final = 2
COPY_DAYS: Final = 4  # within which papers print a wire


@dataclass(slots=True)
class Cluster:
    """Tellings of one happening. ``face`` has their best answers and, of the reports, only those that its answers need."""

    face: Event
    told: Telling
    members: list[Event]
    articles: set[ArticleId]

    @classmethod
    def of(cls, event: Event, words: frozenset[str] = frozenset()) -> Cluster:
        face = _trimmed(event)
        told = replace(telling(face), shingles=words)
        return cls(face, told, [event], {report.article_id for report in event.reports})

    def add(self, event: Event, order: Order, words: frozenset[str] = frozenset()) -> None:
        """Another telling; the time does not grow with those before."""
        self.face = _trimmed(joined(self.face, event, order))
        last = frozenset((report.article_id, report.span) for report in event.reports)
        self.told = replace(telling(self.face, last), shingles=self.told.shingles | words)
        self.members.append(event)
        self.articles.update(report.article_id for report in event.reports)

    def event(self, order: Order) -> Event:
        """The event with every report, surer for every source that tells it by itself."""
        if len(self.members) == 1:
            return self.members[0]
        reports = in_order((report for event in self.members for report in event.reports), order)
        merged = replace(self.face, reports=reports, sources=independent(reports, order.articles))
        return surer(merged, before=max(member.sources for member in self.members))


def _trimmed(event: Event) -> Event:
    kept = [event.reports[0]]
    for kind in KINDS:
        said = (
            report
            for report in event.reports
            if any(item.mention.kind == kind and is_said(item) for item in report.decisions)
        )
        kept.extend(report for report in (next(said, None),) if report is not None and report not in kept)
    return replace(event, reports=tuple(report for report in event.reports if report in kept))


def told_in_one_article(events: Iterable[Event], order: Order) -> list[Event]:
    """The events of one article, each with all of its tellings."""
    clusters: list[Cluster] = []
    owner: dict[str, int] = {}
    recent: dict[EventType, list[int]] = defaultdict(list)
    for event in sorted(events, key=order.key):
        this = telling(event)
        home, why = _home(clusters, this, recent[event.event_type][-WINDOW:], _named_home(event, owner))
        if home is None:
            home = len(clusters)
            clusters.append(Cluster.of(event))
            recent[event.event_type].append(home)
        else:
            clusters[home].add(_because(event, clusters[home].face, why), order)
        owner[event.event_id] = home
    return [cluster.event(order) for cluster in clusters]


def _named_home(event: Event, owner: Mapping[str, int]) -> int | None:
    for report in event.reports:
        for decision in report.decisions:
            if decision.rule == SAME_EVENT_RULE and decision.chosen is not None and decision.chosen in owner:
                return owner[decision.chosen]
    return None


def _home(
    clusters: list[Cluster], this: Telling, near: list[int], named: int | None
) -> tuple[int | None, tuple[str, ...]]:
    """The cluster that most speaks for, of equals the latest; what ``this`` refers back to needs no more than that."""
    best: tuple[float, int, tuple[str, ...]] | None = None
    for index in near if named is None or named in near else [named, *near]:
        told = clusters[index].told
        if (contradicted if index == named else contradiction)(told, this) is None:
            weight, why = grounds(told, this, refers_back=index == named)
            if why and (best is None or (weight, index) > best[:2]):
                best = (weight, index, why)
    return (None, ()) if best is None else best[1:]


def _because(event: Event, home: Event, why: tuple[str, ...]) -> Event:
    """The event with a decision that says why it was joined."""
    first, *rest = event.reports
    trigger = next((decision.mention for decision in first.decisions if decision.mention.kind == "trigger"), None)
    if trigger is None:
        return event
    decision = Decision(
        mention=trigger,
        chosen=str(home.event_id),
        score=JOINED,
        rule=JOINED_RULE,
        because=("joined: " + ", ".join(why),),
    )
    return replace(event, reports=(replace(first, decisions=(*first.decisions, decision)), *rest))


@dataclass(slots=True)
class Blocks:
    """Clusters by what events that are one have in common, so that hardly any others are compared."""

    homes: dict[tuple[object, ...], list[int]] = field(default_factory=lambda: defaultdict(list))

    def near(self, keys: Iterable[tuple[object, ...]]) -> list[int]:
        return sorted({index for key in keys for index in self.homes[key][-WINDOW:]})

    def put(self, keys: Iterable[tuple[object, ...]], home: int) -> None:
        for key in keys:
            if home not in self.homes[key][-WINDOW:]:
                self.homes[key].append(home)


def told_in_several(events: Iterable[Event], order: Order) -> list[Event]:
    """The events of several articles, each with all of its tellings; two of one article stay two."""
    clusters: list[Cluster] = []
    blocks = Blocks()
    for event in sorted(events, key=order.key):
        words = frozenset(shingle for report in event.reports for shingle in shingles(report.quote))
        this = replace(telling(event), shingles=words)
        articles = {report.article_id for report in event.reports}
        keys = [*dict.fromkeys(_block_keys(event)), *_copy_keys(event, words, order)]
        found = (
            (index, why)
            for index in blocks.near(keys)
            if not clusters[index].articles & articles
            and not _is_one_more(this, clusters[index].face, order)
            and (why := same_happening(clusters[index].told, this))
        )
        home, why = next(found, (len(clusters), ()))
        if home == len(clusters):
            clusters.append(Cluster.of(event, words))
        else:
            clusters[home].add(_because(event, clusters[home].face, why), order, words)
        blocks.put(keys, home)
    return [cluster.event(order) for cluster in clusters]


def _is_one_more(this: Telling, known: Event, order: Order) -> bool:
    """“Another attack” is not one that was news some days before."""
    here, there = (order.published(event.reports[0].article_id) for event in (this.event, known))
    return this.reference == "another" and (here - there).days >= OLD_NEWS_DAYS


def _copy_keys(event: Event, words: frozenset[str], order: Order) -> Iterator[tuple[object, ...]]:
    """The words of its sentences in the days about its publication."""
    published = order.published(event.reports[0].article_id)
    week = published.toordinal() // COPY_DAYS
    for shingle in sorted(words):
        yield event.event_type, shingle, week
        yield event.event_type, shingle, week + 1


def _block_keys(event: Event) -> Iterator[tuple[object, ...]]:
    """Type and day with a cell of about a degree and its neighbours, and with the country; nothing for events too vague to be matched."""
    if event.when is None or event.when.precision not in DATED:
        return
    days = [
        event.when.start + dt.timedelta(days=number) for number in range((event.when.end - event.when.start).days + 1)
    ]
    cells = {
        (round(place.latitude) + south, round(place.longitude) + east)
        for place in event.where
        if place.precision in POINTS
        for south in (-1, 0, 1)
        for east in (-1, 0, 1)
    }
    countries = {place.country for place in event.where if place.country}
    toll = {("dead", event.fatalities)} if event.fatalities else set()
    for day in days:
        for cell in sorted(cells):
            yield event.event_type, day, cell
        for country in sorted(countries):
            yield event.event_type, day, country
        for part in toll:
            yield event.event_type, day, part
