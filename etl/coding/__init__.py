"""Mentions of an article's sentences put together into events: what, who, where, when, and whether it happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding.assembly import ActorNames, coded
from etl.coding.lexicon import EventLexicon
from etl.coding.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Article, Event, Mentions, Sentence

__all__ = ["ActorNames", "EventLexicon", "events"]


def events(
    article: Article, sentences: Sequence[Sentence], mentions: Mentions, *, lexicon: EventLexicon, actors: ActorNames
) -> tuple[Event, ...]:
    """One event per telling, in reading order, each with the sentence that tells it and a decision for every answer.

    The same happening told twice gives two events here; ``merging.merge`` joins them.
    """
    return coded(Scene.of(article, sentences, mentions, lexicon), actors)
