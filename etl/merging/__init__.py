"""One happening told twice becomes one event with every report; sums, parts and answers to an action stay apart."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from etl.merging.clusters import told_in_one_article, told_in_several
from etl.merging.joining import ArticleHead, Order, head
from etl.merging.sameness import is_inferred, kilometres
from etl.merging.sums import with_sums
from etl.merging.telling import JOINED_RULE, SAME_EVENT_RULE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from etl.model import ArticleId, Event

__all__ = ["ARTICLES", "JOINED_RULE", "SAME_EVENT_RULE", "ArticleHead", "head", "is_inferred", "kilometres", "merge"]

ARTICLES: Final = "articles"
ROUNDS: Final = 5  # a joined event may know enough to be joined again; more rounds than this were never needed


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
        loose.extend(with_sums(_settled(by_article[article], order, told_in_one_article)))
    if len({event.reports[0].article_id for event in loose}) > 1:
        loose = _settled(loose, order, told_in_several)
    return (*sorted(loose, key=order.key), *sorted(imported, key=lambda event: (event.dataset, event.event_id)))


def _settled(events: list[Event], order: Order, told: Callable[[Iterable[Event], Order], list[Event]]) -> list[Event]:
    for _ in range(ROUNDS):
        joined = told(events, order)
        if len(joined) == len(events):
            break
        events = joined
    return sorted(events, key=order.key)
