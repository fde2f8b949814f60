"""One happening told twice becomes one event with every report; sums, parts and answers to an action stay apart."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from etl.merging.across import DATED, same_happening
from etl.merging.joining import ArticleHead, Order, head, in_order, joined
from etl.merging.sameness import POINTS, is_inferred, is_said, kilometres
from etl.merging.telling import Telling, telling
from etl.merging.within import contradicted, contradiction, grounds
from etl.model import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from etl.model import ArticleId, Event, EventType

__all__ = ["ARTICLES", "SAME_EVENT_RULE", "ArticleHead", "head", "is_inferred", "kilometres", "merge"]

ARTICLES: Final = "articles"
SAME_EVENT_RULE: Final = (
    "coding.same-event"  # a decision of this rule names, in ``chosen``, the event that a mention repeats
)
JOINED_RULE: Final = (
    "merging.joined"  # a decision of this rule says why a telling was joined to the event in ``chosen``
)
JOINED: Final = 0.8
WINDOW: Final = 60  # tellings of one type in one article that a new one is compared with
KINDS: Final = ("trigger", "actor", "place", "time")


def merge(events: Iterable[Event], articles: Mapping[ArticleId, ArticleHead]) -> tuple[Event, ...]:
    """The same events with repeated tellings joined, by first report (earliest published, then article, then place in it).

    The result does not depend on the order of ``events``, and merging it again changes nothing. Events of imported
    datasets pass through untouched, behind the others.
    """
    by_article: dict[ArticleId, list[Event]] = defaultdict(list)
    loose: list[Event] = []
    imported: list[Event] = []
    for event in events:
        if event.dataset != ARTICLES or not event.reports:
            imported.append(event)
        elif len({report.article_id for report in event.reports}) == 1:
            by_article[event.reports[0].article_id].append(event)
        else:
            loose.append(event)
    order = Order(articles)
    for article in sorted(by_article):
        loose.extend(_told_in_one_article(by_article[article], order))
    joined = _told_in_several(loose, order) if len({event.reports[0].article_id for event in loose}) > 1 else loose
    return (*sorted(joined, key=order.key), *sorted(imported, key=lambda event: (event.dataset, event.event_id)))


@dataclass(slots=True)
class Cluster:
    """Tellings of one happening. ``face`` has their best answers and, of the reports, only those that its answers need."""

    face: Event
    told: Telling
    members: list[Event]
    articles: set[ArticleId]

    @classmethod
    def of(cls, event: Event) -> Cluster:
        face = _trimmed(event)
        return cls(face, telling(face), [event], {report.article_id for report in event.reports})

    def add(self, event: Event, order: Order) -> None:
        """Another telling; the time does not grow with those before."""
        self.face = _trimmed(joined(self.face, event, order))
        self.told = telling(self.face, self.told.sentences | {(item.article_id, item.span) for item in event.reports})
        self.members.append(event)
        self.articles.update(report.article_id for report in event.reports)

    def event(self, order: Order) -> Event:
        """The event with every report."""
        if len(self.members) == 1:
            return self.members[0]
        return replace(
            self.face, reports=in_order((report for event in self.members for report in event.reports), order)
        )


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


def _told_in_one_article(events: Iterable[Event], order: Order) -> list[Event]:
    clusters: list[Cluster] = []
    owner: dict[str, int] = {}
    recent: dict[EventType, list[int]] = defaultdict(list)
    for event in sorted(events, key=order.key):
        this = telling(event)
        named = _named_home(event, owner)
        home, why = _home(clusters, this, recent[event.event_type][-WINDOW:], named)
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
    """The event with a decision that says why it was joined; one that refers back says so already."""
    if not why:
        return event
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


def _told_in_several(events: Iterable[Event], order: Order) -> list[Event]:
    clusters: list[Cluster] = []
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for event in sorted(events, key=order.key):
        articles = {report.article_id for report in event.reports}
        keys = sorted(set(_block_keys(event)), key=repr)
        near = sorted({index for key in keys for index in blocks[key][-WINDOW:]})
        fitting = (index for index in near if not clusters[index].articles & articles)
        home = next((index for index in fitting if same_happening(clusters[index].face, event)), None)
        if home is None:
            home = len(clusters)
            clusters.append(Cluster.of(event))
        else:
            clusters[home].add(event, order)
        for key in keys:
            if not blocks[key] or home not in blocks[key][-WINDOW:]:
                blocks[key].append(home)
    return [cluster.event(order) for cluster in clusters]


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
    for day in days:
        for cell in sorted(cells):
            yield event.event_type, day, cell
        for country in sorted(countries):
            yield event.event_type, day, country
