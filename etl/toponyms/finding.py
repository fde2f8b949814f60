"""The stage itself: names → evidence → resolution → precision, as ``Decision[Place]`` in reading order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from etl.model import Article, Decision, Mention, Place, Span
from etl.toponyms.adjectives import names_its_place
from etl.toponyms.borders import border_place
from etl.toponyms.document import Document, document
from etl.toponyms.evidence import THRESHOLD, Cue, Verdict, verdicts
from etl.toponyms.extents import extent
from etl.toponyms.modifiers import modified
from etl.toponyms.names import GazetteerLike, names_of, words_of
from etl.toponyms.resolution import ranked, sense_key
from etl.toponyms.roads import between
from etl.toponyms.unknown import Unknown, unknown_places
from etl.toponyms.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from etl.toponyms.names import Name
    from etl.toponyms.senses import Ranked

REASONS = 4  # cues told of one decision
RUNNERS_UP = 5


def toponyms(
    article: Article, gazetteer: GazetteerLike, *, elsewhere: Callable[[str], Place | None] | None = None
) -> tuple[Decision[Place], ...]:
    """Every place name of the article's text with the place it stands for, in reading order.

    The span covers the name alone; "near", "10 km south of" and the like show in the place and in ``because``.
    ``chosen`` is None for words that the text calls a town or village and the gazetteer does not know;
    ``elsewhere`` (an online service) is asked for those alone.
    """
    words = words_of(article.text)
    doc = document(article.text, words, names_of(article.text, words, gazetteer), lexicon())
    accepted = [verdict for verdict in verdicts(doc) if verdict.points >= THRESHOLD]
    unknown = tuple(unknown_places(doc, [one.name for one in accepted], gazetteer))
    named = [one.name for one in accepted] + [one.name for one in unknown if one.name.candidates]
    senses = ranked(named + [name for name in doc.names if name.kind == "demonym"], doc)
    known = [_decision(article, doc, one, senses, gazetteer) for one in accepted]
    others = [
        _respelled(article, one, senses[sense_key(one.name, doc)])
        if one.name.candidates
        else _unknown(article, one, elsewhere)
        for one in unknown
    ]
    return tuple(sorted(known + others, key=lambda decision: decision.mention.span))


def demonyms(article: Article, gazetteer: GazetteerLike) -> tuple[Decision[Place], ...]:
    """The adjectives of the text that name a country or a region ("Iraqi troops"), with what they name: no event places."""
    words = words_of(article.text)
    names = names_of(article.text, words, gazetteer)
    starts = {name.start: name for name in names}
    return tuple(
        Decision(
            mention=_mention(article, name.start, name.end),
            chosen=name.place,
            score=0.9,
            rule="toponym.demonym",
            because=(f"{name.text} is of {gazetteer.label(name.place)}",),
        )
        for name in names
        if name.kind == "demonym" and name.place is not None and names_its_place(name, article.text, words, starts)
    )


def _mention(article: Article, start: int, end: int) -> Mention:
    return Mention(article_id=article.article_id, kind="place", span=Span(start, end), text=article.text[start:end])


def _decision(
    article: Article, doc: Document, judged: Verdict, senses: Mapping[str, tuple[Ranked, ...]], gazetteer: GazetteerLike
) -> Decision[Place]:
    name = judged.name
    mention = _mention(article, *extent(name, doc))
    if name.place is not None:
        because = (f"{name.text} stands for {gazetteer.label(name.place)}",)
        return Decision(mention=mention, chosen=name.place, score=0.95, rule=f"toponym.{name.kind}", because=because)
    order = senses[sense_key(name, doc)]
    chosen, change, rule = order[0].place, None, "toponym.name"
    if (border := border_place(name, chosen, doc, gazetteer)) is not None:
        chosen, change, rule = border, "on the border of two countries", "toponym.border"
    elif (way := between(name, chosen, doc, _first(senses, doc))) is not None:
        chosen, change, rule = way, "half-way between two towns", "toponym.between"
    else:
        chosen, change = modified(chosen, article.text, name.start, name.end)
        rule = "toponym.near" if change else rule
    return Decision(
        mention=mention,
        chosen=chosen,
        score=round(1 / (1 + math.exp(THRESHOLD - judged.points)), 3),
        rule=rule,
        because=(*filter(None, (change,)), *_reasons(judged.cues), *_choice(order)),
        rejected=tuple(other.place for other in order[1 : 1 + RUNNERS_UP]),
    )


def _first(senses: Mapping[str, tuple[Ranked, ...]], doc: Document) -> Callable[[Name], Place | None]:
    """The likeliest place of a name that was accepted."""

    def place(name: Name) -> Place | None:
        order = senses.get(sense_key(name, doc))
        return order[0].place if order else None

    return place


def _reasons(cues: tuple[Cue, ...]) -> tuple[str, ...]:
    """The weightiest cues, those in favour first, the others as an objection."""
    told = sorted(cues, key=lambda cue: -abs(cue.points))[:REASONS]
    for_it = tuple(cue.phrase for cue in told if cue.points > 0)
    return for_it + tuple(f"although it {cue.phrase}" for cue in told if cue.points < 0)


def _choice(order: tuple[Ranked, ...]) -> tuple[str, ...]:
    if len(order) == 1:
        return order[0].because
    return (*order[0].because, f"the likeliest of {len(order)} places of this name")


def _respelled(article: Article, found: Unknown, order: tuple[Ranked, ...]) -> Decision[Place]:
    """The place whose name is another romanisation of these words."""
    first = order[0].place
    meant = next(candidate for candidate in found.name.candidates if candidate.place.place_id == first.place_id)
    chosen, change = modified(first, article.text, found.start, found.end)
    spelling = f'another transliteration of "{meant.spelling or first.name}", in a country that the article tells of'
    return Decision(
        mention=_mention(article, found.start, found.end),
        chosen=chosen,
        score=round(0.7 * meant.likeness, 3),
        rule="toponym.transliteration",
        because=(spelling, *filter(None, (change,)), *_choice(order)),
        rejected=tuple(other.place for other in order[1 : 1 + RUNNERS_UP]),
    )


def _unknown(article: Article, found: Unknown, elsewhere: Callable[[str], Place | None] | None) -> Decision[Place]:
    mention = _mention(article, found.start, found.end)
    place = elsewhere(mention.text) if elsewhere is not None else None
    called = f"the text calls it a {found.head}"
    because: tuple[str, ...] = (called, "the gazetteer has no place of this name")
    if place is None:
        return Decision(mention=mention, chosen=None, score=0.0, rule="toponym.unknown", because=because)
    because += ("an online service has one",)
    return Decision(mention=mention, chosen=place, score=0.5, rule="toponym.online", because=because)
