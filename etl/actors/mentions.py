"""Every phrase of an article that names an actor, resolved in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.actors.context import Context
from etl.actors.line import Line
from etl.actors.memory import Entry, Memory
from etl.actors.phrases import Reader
from etl.model import Decision, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.actors.lexicon import ActorLexicon
    from etl.actors.reading import Found
    from etl.model import Actor, Article, Sentence


def actor_mentions(
    article: Article, sentences: Sequence[Sentence], lexicon: ActorLexicon
) -> tuple[Decision[Actor], ...]:
    """One decision a mention, in reading order, spans within their sentences and never overlapping.

    ``chosen`` is the state, organ, group or coalition for which a named person acts; None with the reason where a
    reference has no antecedent. Linear in the length of the text.
    """
    context = Context.of(article, lexicon)
    memory = Memory(context)
    decisions: list[Decision[Actor]] = []
    for number, sentence in enumerate(sentences):
        line = Line.of(article.text, sentence)
        for found in Reader(line, context).read():
            span = Span(line.words[found.start].start, line.words[found.end - 1].end)
            text = span.of(article.text)
            resolved = memory.resolve(found, text, number, definite=line.definite(found.start))
            if resolved.actor is not None:
                memory.add(_entry(line, resolved, resolved.actor, text, number))
            mention = Mention(article_id=article.article_id, kind="actor", span=span, text=text)
            decisions.append(
                Decision(
                    mention=mention,
                    chosen=resolved.actor,
                    score=resolved.score,
                    rule=resolved.rule,
                    because=resolved.because,
                    rejected=resolved.rejected,
                )
            )
    return tuple(decisions)


def _entry(line: Line, found: Found, actor: Actor, text: str, sentence: int) -> Entry:
    token = line.token(found.end - 1)
    morph = token.morph if token else ""
    subject = any(line.dep(at).startswith("nsubj") for at in range(found.start, found.end))
    plural = not found.person and ("Number=Plur" in morph or bool(found.gives) or text.lower() in {"they", "them"})
    return Entry(
        actor,
        sentence,
        text,
        found.gives,
        subject=subject,
        plural=plural,
        person=found.person or text.lower() in {"he", "she", "him"},
        why="; ".join(found.because),
    )
