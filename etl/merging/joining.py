"""Two tellings made one event: each answer is the better founded one."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.merging.across import compatible, is_umbrella
from etl.merging.sameness import FINE_DATES, GENERIC_KINDS, is_inferred
from etl.model import Confidence, DatePrecision, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from etl.model import Article, ArticleId, Event, Interval, Participant, Place, Report, Span


SLOTS = ("who", "what", "where", "when")
MORE_SURE = 0.03  # for an independent source
SUREST = 0.97
OVERALL_EXPONENT = 0.75  # as in coding: the answers of one event are right or wrong together more often than apart


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """What merging needs to know of an article."""

    article_id: ArticleId
    published: dt.date | None = None
    publisher: str | None = None
    agencies: tuple[str, ...] = ()


def head(article: Article) -> ArticleHead:
    """The head of an article."""
    return ArticleHead(
        article_id=article.article_id,
        published=article.published,
        publisher=article.publisher,
        agencies=article.agencies,
    )


@dataclass(frozen=True, slots=True)
class Order:
    """Reports by publication, then article, then position; undated articles come last."""

    articles: Mapping[ArticleId, ArticleHead]

    def published(self, article: ArticleId) -> dt.date:
        known = self.articles.get(article)
        return known.published if known is not None and known.published is not None else dt.date.max

    def key(self, event: Event) -> tuple[dt.date, str, int, int, str]:
        first = min(
            event.reports, key=lambda report: (self.published(report.article_id), report.article_id, report.span)
        )
        return self.published(first.article_id), first.article_id, first.span.start, _position(event), event.event_id


def _position(event: Event) -> int:
    return min(
        (
            decision.mention.span.start
            for report in event.reports
            for decision in report.decisions
            if decision.mention.kind == "trigger"
        ),
        default=0,
    )


def in_order(reports: Iterable[Report], order: Order) -> tuple[Report, ...]:
    """Each sentence once, with what all of its tellings decided, by publication."""
    unique: dict[tuple[ArticleId, Span], Report] = {}
    for report in reports:
        known = unique.setdefault((report.article_id, report.span), report)
        if known is not report:
            more = tuple(decision for decision in report.decisions if decision not in known.decisions)
            unique[report.article_id, report.span] = replace(known, decisions=(*known.decisions, *more))
    return tuple(
        sorted(unique.values(), key=lambda report: (order.published(report.article_id), report.article_id, report.span))
    )


def joined(one: Event, two: Event, order: Order) -> Event:
    """One event with the reports of both; ``one`` comes first and gives the id, each answer is the better founded one."""
    first, second = sorted((one, two), key=order.key)
    merged = replace(
        first,
        mode=first.mode or second.mode,
        status=_status(first, second),
        when=_when(first, second),
        where=_where(first, second),
        participants=_participants(first, second),
        fatalities=_most(first.fatalities, second.fatalities),
        wounded=_most(first.wounded, second.wounded),
        captured=_most(first.captured, second.captured),
        count=first.count if first.count is not None else second.count,
        reports=in_order((*first.reports, *second.reports), order),
    )
    return replace(merged, confidence=_confidence(first, second))


def _most(one: int | None, two: int | None) -> int | None:
    """Tolls rise while bodies are found."""
    return max((number for number in (one, two) if number is not None), default=None)


def _status(first: Event, second: Event) -> Status:
    if first.status is second.status:
        return first.status
    ranking = (
        Status.OCCURRED,
        Status.ONGOING,
        Status.CLAIMED,
        Status.PLANNED,
        Status.PROPOSED,
        Status.AGGREGATE,
        Status.DENIED,
    )
    return min((first.status, second.status), key=ranking.index)


def _when(first: Event, second: Event) -> Interval | None:
    """A day that is said, else one that follows from the story, else the week or month that is said."""
    return min((first, second), key=_vagueness_of_time).when


def _vagueness_of_time(event: Event) -> tuple[bool, bool, bool, int]:
    if event.when is None:
        return True, True, True, 0
    coarse = event.when.precision not in FINE_DATES
    return False, coarse, is_inferred(event, "time"), list(DatePrecision).index(event.when.precision)


def _where(first: Event, second: Event) -> tuple[Place, ...]:
    placed = [event for event in (first, second) if event.where]
    if not placed:
        return ()
    precisions = list(PlacePrecision)
    return min(
        placed, key=lambda event: (is_inferred(event, "place"), max(1, precisions.index(event.place_precision)))
    ).where


def _participants(first: Event, second: Event) -> tuple[Participant, ...]:
    """Everybody whom the texts name; a guess only where no text names anybody for that role."""
    said = [[who for who in event.participants if who.mention is not None] for event in (first, second)]
    found: dict[str, Participant] = {}
    for who in (*said[0], *said[1]):
        found.setdefault(who.actor.actor_id, who)
    roles = {who.role for who in found.values() if who.actor.kind not in GENERIC_KINDS}
    for who in (*first.participants, *second.participants):
        if (
            who.mention is None
            and who.role not in roles
            and not ("participant" in roles or (who.role == "participant" and roles))
        ):
            found.setdefault(who.actor.actor_id, who)
    specific = {who.role for who in found.values() if who.actor.kind not in GENERIC_KINDS}
    told = [who for who in found.values() if who.actor.kind != "unidentified" or who.role not in specific]
    return tuple(who for who in told if not any(_says_more(other, who) for other in told))


def _says_more(one: Participant, two: Participant) -> bool:
    """A group instead of the kind of people that it belongs to: "the rebels" are the group that another sentence names."""
    if one.role != two.role or not is_umbrella(two.actor) or is_umbrella(one.actor):
        return False
    return one.actor.kind == two.actor.kind == "group" and compatible(one.actor, two.actor)


def _confidence(first: Event, second: Event) -> Confidence:
    """That of the better founded of the two answers; the whole of an article's event is the product of its answers."""
    slots = {name: max(getattr(event.confidence, name) for event in (first, second)) for name in SLOTS}
    if {report.article_id for report in first.reports} == {report.article_id for report in second.reports}:
        return Confidence(**slots, overall=round(math.prod(slots.values()) ** OVERALL_EXPONENT, 3))
    return Confidence(**slots, overall=max(first.confidence.overall, second.confidence.overall))


def surer(event: Event, *, before: int) -> Event:
    """The event with each confidence a little higher for every independent source more than ``before``."""
    more = max(0, event.sources - before)
    shares = {name: getattr(event.confidence, name) for name in (*SLOTS, "overall")}
    raised = {name: max(share, min(SUREST, round(share + MORE_SURE * more, 3))) for name, share in shares.items()}
    return replace(event, confidence=Confidence(**raised))
