"""Every phrase of an article that names an actor, resolved in reading order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.actors.context import Context
from etl.actors.entries import Entry, Said
from etl.actors.line import Line
from etl.actors.memory import FEARED, Memory
from etl.actors.phrases import Reader
from etl.actors.reading import STRANGER
from etl.actors.sites import NOWHERE
from etl.actors.words import word_set
from etl.model import Decision, Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from etl.actors.lexicon import ActorLexicon
    from etl.actors.reading import Found
    from etl.model import Actor, Article, Place, Sentence

_ARMS = word_set(
    "jets jet warplanes warplane aircraft planes helicopters drones drone airstrike airstrikes strikes artillery tanks "
    "bombers missiles gunships raids shelling bombing bombardment howitzers warships"
)
_FIRING = frozenset({"bomb", "shell", "strike", "bombard", "pound", "raid", "fly", "hit", "target"})


def actor_mentions(
    article: Article,
    sentences: Sequence[Sentence],
    lexicon: ActorLexicon,
    places: Iterable[Decision[Place]] = (),
) -> tuple[Decision[Actor], ...]:
    """One decision a mention, in reading order, spans within their sentences and never overlapping; but
    "both sides" gives two decisions of one span.

    ``chosen`` is the state, organ, group or coalition for which a named person acts; None with the reason where a
    reference other than a pronoun has no antecedent. ``places``, the article's resolved place names, tell whose police
    or rebels a sentence means. Linear in the length of the text.
    """
    context = Context.of(article, lexicon, places)
    memory = Memory(context)
    decisions: list[Decision[Actor]] = []
    for number, sentence in enumerate(sentences):
        line = Line.of(article.text, sentence)
        plays = frozenset(site.country for site in context.sites.within(sentence.span))
        reading = Reader(line, context).read()
        for order, found in enumerate(reading):
            span = Span(line.words[found.start].start, line.words[found.end - 1].end)
            text = span.of(article.text)
            where = NOWHERE if found.actor is not None else context.sites.setting(line, found.start, found.end)
            ahead = _ahead(reading[order + 1 :]) if found.rule == "actor.pronoun" else frozenset()
            said = Said(
                text,
                number,
                line.definite(found.start),
                _is_subject(line, found),
                where,
                ahead,
                _is_indefinite(line, found),
            )
            resolved = memory.resolve(found, said)
            if resolved.actor is not None:
                memory.add(replace(_entry(line, resolved, resolved.actor, said), plays=plays))
            if resolved.rule == STRANGER or (found.rule == "actor.pronoun" and resolved.actor is None):
                continue
            mention = Mention(article_id=article.article_id, kind="actor", span=span, text=text)
            decisions.extend(
                Decision(
                    mention=mention,
                    chosen=actor,
                    score=resolved.score,
                    rule=resolved.rule,
                    because=resolved.because,
                    rejected=resolved.rejected,
                )
                for actor in ((resolved.actor, resolved.also) if resolved.also is not None else (resolved.actor,))
            )
    return tuple(decisions)


def _is_subject(line: Line, found: Found) -> bool:
    return any(line.dep(at).startswith("nsubj") for at in range(found.start, found.end))


def _ahead(behind: Sequence[Found]) -> frozenset[str]:
    """Who is named later in the sentence, and so is not meant by a pronoun before; "insurgents" for a short form of theirs."""
    named = {found.actor.actor_id for found in behind if found.actor is not None}
    feared = any(found.bare is not None and found.gives in FEARED for found in behind)
    return frozenset({*named, "insurgents"} if feared else named)


def _is_indefinite(line: Line, found: Found) -> bool:
    return line.key(found.start - 1) in {"a", "an", "another"}


def _is_armed(line: Line, found: Found) -> bool:
    """Whether the phrase or its verb speaks of jets, guns or bombs."""
    if not _ARMS.isdisjoint(line.keys[found.start : found.end + 1]):
        return True
    governor = line.governor(found.end - 1) if line.dep(found.end - 1) == "nsubj" else None
    return governor is not None and governor.lemma in _FIRING


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
        active=any(line.dep(at) == "nsubj" for at in range(found.start, found.end)),
        armed=_is_armed(line, found),
    )
