"""The stage itself: names → evidence → resolution → precision, as ``Decision[Place]`` in reading order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from etl.model import Article, Decision, Mention, Place, Span
from etl.toponyms.evidence import THRESHOLD, Cue, Document, context, document, verdict
from etl.toponyms.modifiers import modified
from etl.toponyms.names import GazetteerLike, Name, names_of, words_of
from etl.toponyms.resolution import Ranked, ranked, sense_key
from etl.toponyms.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping


def toponyms(article: Article, gazetteer: GazetteerLike) -> tuple[Decision[Place], ...]:
    """Every place name of the article's text with the place it stands for, in reading order.

    The span covers the name alone; "near", "10 km south of" and the like show in the place and in ``because``.
    """
    doc = document(article.text, words := words_of(article.text), names_of(article.text, words, gazetteer), lexicon())
    judged = [(name, *verdict(context(name, doc))) for name in doc.names if name.kind != "demonym"]
    accepted = [name for name, score, _ in judged if score >= THRESHOLD]
    voters = accepted + [name for name in doc.names if name.kind == "demonym"]
    senses = ranked(voters, doc)
    return tuple(
        _decision(article, doc, name, score, cues, senses, gazetteer) for name, score, cues in judged if score >= THRESHOLD
    )


def demonyms(article: Article, gazetteer: GazetteerLike) -> tuple[Decision[Place], ...]:
    """The adjectives and peoples of the text ("Iraqi", "Syrians") with the countries behind them: no event places."""
    words = words_of(article.text)
    return tuple(
        Decision(
            mention=_mention(article, name),
            chosen=name.place,
            score=0.9,
            rule="toponym.demonym",
            because=(f"{name.text} is of {gazetteer.label(name.place)}",),
        )
        for name in names_of(article.text, words, gazetteer)
        if name.kind == "demonym" and name.place is not None
    )


def _mention(article: Article, name: Name) -> Mention:
    return Mention(article_id=article.article_id, kind="place", span=Span(name.start, name.end), text=name.text)


def _decision(
    article: Article,
    doc: Document,
    name: Name,
    points: float,
    cues: tuple[Cue, ...],
    senses: Mapping[str, tuple[Ranked, ...]],
    gazetteer: GazetteerLike,
) -> Decision[Place]:
    because = tuple(cue.phrase for cue in sorted(cues, key=lambda cue: -abs(cue.points))[:4])
    if name.place is not None:
        return Decision(
            mention=_mention(article, name),
            chosen=name.place,
            score=0.95,
            rule=f"toponym.{name.kind}",
            because=(f"{name.text} stands for {gazetteer.label(name.place)}",),
        )
    senses_of = senses[sense_key(name, doc)]
    best = senses_of[0]
    place, change = modified(best.place, article.text, name.start, name.end)
    return Decision(
        mention=_mention(article, name),
        chosen=place,
        score=round(1 / (1 + math.exp(THRESHOLD - points)), 3),
        rule="toponym.near" if change else "toponym.name",
        because=(*filter(None, (change,)), *because, *best.because),
        rejected=tuple(other.place for other in senses_of[1:6]),
    )
