"""The receipts of an event: the paragraphs that tell it, the words in them, and how each was resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from dashboard.tables import Excerpt
from etl.model import MentionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.model import Article, Decision, Event, Report, Span
    from etl.snapshot import Snapshot

KINDS: tuple[str, ...] = get_args(MentionKind)


def excerpts(snapshot: Snapshot, event: Event) -> Iterator[Excerpt]:
    for report in event.reports:
        article = snapshot.article(report.article_id)
        if article is not None:
            yield _excerpt(article, report)


def _excerpt(article: Article, report: Report) -> Excerpt:
    start, end = _paragraph(article, report.span)
    decisions = [decision for decision in report.decisions if decision.mention.article_id == report.article_id]
    return Excerpt(
        article_id=report.article_id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        paragraph=article.text[start:end],
        sentence=(max(report.span.start, start) - start, min(report.span.end, end) - start),
        highlights=tuple(_highlights(decisions, start, end)),
        decisions=tuple(_decision(decision) for decision in report.decisions),
    )


def _paragraph(article: Article, sentence: Span) -> tuple[int, int]:
    """The prose paragraph that holds the sentence, or the sentence itself."""
    for paragraph in article.prose:
        if paragraph.covers(sentence):
            return paragraph.start, paragraph.end
    touched = [paragraph for paragraph in article.prose if paragraph.overlaps(sentence)]
    spans = [sentence, *touched]
    return min(span.start for span in spans), max(span.end for span in spans)


def _highlights(decisions: Sequence[Decision[str]], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The words that gave the answers, in order; of those that overlap the first and longest, and what before where.

    An answer that was inferred has the trigger's words as its evidence.
    """
    told = (decision.mention for decision in decisions if decision.chosen is not None)
    spans = {(mention.span.start, -mention.span.end, KINDS.index(mention.kind)) for mention in told}
    reached = start
    for first, minus_last, kind in sorted(spans):
        if first >= reached and -minus_last <= end:
            reached = -minus_last
            yield first - start, reached - start, KINDS[kind]


def _decision(decision: Decision[str]) -> dict[str, Any]:
    return {
        "kind": decision.mention.kind,
        "mention": decision.mention.text,
        "chosen": decision.chosen,
        "rule": decision.rule,
        "because": list(decision.because),
        "rejected": list(decision.rejected),
        "score": round(decision.score, 3),
    }
