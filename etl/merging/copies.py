"""Wire copies: sentences that one desk took from another, and how many desks know of an event by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from etl.merging.joining import ArticleHead
    from etl.model import ArticleId, Report

SHINGLE: Final = 8  # words in a row that two writers hardly choose by themselves
SHINGLES: Final = 60  # of a sentence that are looked at
COPIED: Final = 0.5  # of the shorter sentence's shingles
WORD: Final = re.compile(r"\w+")


def shingles(quote: str) -> frozenset[str]:
    """Every eight words in a row of a sentence, without case and punctuation; none for a shorter one.

    >>> sorted(shingles("Gunmen killed six soldiers near the town on Saturday, officials said."))[0]
    'gunmen killed six soldiers near the town on'
    """
    words = WORD.findall(quote[:2000].casefold())
    starts = range(min(SHINGLES, len(words) - SHINGLE + 1))
    return frozenset(" ".join(words[start : start + SHINGLE]) for start in starts)


def is_copy(one: frozenset[str], two: frozenset[str]) -> bool:
    """Whether most of the shorter of two sentences stands in the other word for word."""
    return bool(one and two) and len(one & two) >= COPIED * min(len(one), len(two))


def independent(reports: Iterable[Report], heads: Mapping[ArticleId, ArticleHead]) -> int:
    """How many sources the reports come from: articles of one publisher, of one agency or with the same words are one."""
    articles: dict[ArticleId, ArticleId] = {}

    def root(article: ArticleId) -> ArticleId:
        while articles[article] != article:
            articles[article] = articles[articles[article]]
            article = articles[article]
        return article

    seen: dict[tuple[str, str], ArticleId] = {}
    for report in reports:
        articles.setdefault(report.article_id, report.article_id)
        for key in _marks(report, heads.get(report.article_id)):
            other = root(seen.setdefault(key, report.article_id))
            articles[other] = root(report.article_id)
    return len({root(article) for article in articles})


def _marks(report: Report, head: ArticleHead | None) -> Iterator[tuple[str, str]]:
    yield from (("words", shingle) for shingle in shingles(report.quote))
    if head is not None:
        yield from (("agency", agency.casefold()) for agency in head.agencies)
        if head.publisher:
            yield "publisher", head.publisher.casefold()
            yield "agency", head.publisher.casefold()  # what an agency publishes itself
