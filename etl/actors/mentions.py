"""Every phrase of an article that names an actor, resolved in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.actors.context import Context
from etl.actors.line import Line
from etl.actors.memory import Entry, Memory, Said
from etl.actors.phrases import Reader
from etl.actors.reading import STRANGER
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
    reference other than a pronoun has no antecedent. Linear in the length of the text.
    """
    context = Context.of(article, lexicon)
    memory = Memory(context)
    decisions: list[Decision[Actor]] = []
    for number, sentence in enumerate(sentences):
        line = Line.of(article.text, sentence)
        for found in Reader(line, context).read():
            span = Span(line.words[found.start].start, line.words[found.end - 1].end)
            text = span.of(article.text)
            said = Said(text, number, line.definite(found.start), _is_subject(line, found))
            resolved = memory.resolve(found, said)
            if resolved.actor is not None:
                memory.add(_entry(line, resolved, resolved.actor, said))
            if resolved.rule == STRANGER or (found.rule == "actor.pronoun" and resolved.actor is None):
                continue
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


def _is_subject(line: Line, found: Found) -> bool:
    return any(line.dep(at).startswith("nsubj") for at in range(found.start, found.end))


def _entry(line: Line, found: Found, actor: Actor, said: Said) -> Entry:
    token = line.token(found.end - 1)
    morph = token.morph if token else ""
    text = said.text.lower()
    plural = not found.person and ("Number=Plur" in morph or bool(found.gives) or text in {"they", "them"})
    return Entry(
        actor,
        said.sentence,
        said.text,
        found.gives,
        subject=said.subject,
        plural=plural,
        person=found.person or text in {"he", "she", "him"},
        why="; ".join(found.because),
    )
