"""An article with everything that the stages found in it, arranged sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from etl.coding.repairs import repaired
from etl.coding.syntax import INSIDE_NOUN_PHRASE, Tree
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from etl.coding.lexicon import EventLexicon
    from etl.model import Actor, Article, Decision, Mentions, Place, Sentence, TimeExpression

T = TypeVar("T")
PRONOUNS = frozenset(
    {"he", "she", "it", "they", "him", "her", "them", "we", "i", "us", "you", "who", "which", "that", "this", "these"}
)
AIRCRAFT = re.compile(r"[A-Z][A-Za-z]{0,2}-?\d{1,3}[A-Z]?s?")  # "F-16s", "Su-24", "B-52"
QUANTITIES = frozenset(
    "thousand hundred dozen ten score million number group member part percent half majority handful series wave unit crowd team"  # noqa: SIM905 (a word list reads better so)
    " people man youth child fighter troop soldier force militant element wing leader commander cell band faction coalition alliance minister"
    " official representative delegation head chief spokesman spokeswoman spokesperson some many several most all one two three"
    " ambulance lorry truck convoy plane jet warplane aircraft helicopter tank ship staff total civilian resident woman family representative envoy bulk remnant supporter loyalist gang citizen tribesman paramilitary".split()
)


@dataclass(frozen=True)
class Clause:
    """One sentence with its mentions; ``order`` is its number in the article."""

    order: int
    tree: Tree
    times: tuple[Decision[TimeExpression], ...]
    places: tuple[Decision[Place], ...]
    actors: tuple[Decision[Actor], ...]

    @cached_property
    def text(self) -> str:
        """The sentence's words at their own offsets, blanks between."""
        start, parts, at = self.tree[0].start, [], 0
        for token in self.tree.sentence.tokens:
            parts.append(" " * (token.start - start - at) + token.text)
            at = token.start - start + len(token.text)
        return "".join(parts)

    @cached_property
    def actor_at(self) -> Mapping[int, Decision[Actor]]:
        """The resolved actor mention at each word, the longest first where several touch it."""
        found: dict[int, Decision[Actor]] = {}
        for decision in sorted(self.actors, key=lambda item: item.mention.span.end - item.mention.span.start):
            if decision.chosen is not None and not decision.mention.text.lower().startswith("no "):
                found.update(dict.fromkeys(self.tree.at(decision.mention.span), decision))
        return found

    @cached_property
    def place_at(self) -> Mapping[int, Decision[Place]]:
        found: dict[int, Decision[Place]] = {}
        for decision in self.places:
            if decision.chosen is not None:
                found.update(dict.fromkeys(self.tree.at(decision.mention.span), decision))
        return found

    @cached_property
    def time_at(self) -> Mapping[int, Decision[TimeExpression]]:
        found: dict[int, Decision[TimeExpression]] = {}
        for decision in self.times:
            found.update(dict.fromkeys(self.tree.at(decision.mention.span), decision))
        return found

    def classes(self, index: int) -> frozenset[str]:
        """What kind of thing a noun is: the lexicon's classes, and "place" or "actor" for such mentions."""
        tree = self.tree
        names = set(tree.lexicon.classes(tree.lemmas[index]))
        if index in self.place_at and not self.is_actor_name(index):
            names.add("place")
        actor = self.actor_at[index].chosen if index in self.actor_at else None
        if actor is not None:
            names |= {"actor", "fighters"} if actor.kind == "group" else {"actor"}
        if tree.lemmas[index] in QUANTITIES or tree[index].pos == "NUM":
            counted = [child for child in tree.children(index, "nmod") if tree.case(child) == "of"]
            if counted:  # “dozens of hamlets” are no people
                names = set().union(*(self.classes(child) for child in counted))
        if AIRCRAFT.fullmatch(tree[index].text):
            names.add("aircraft")
        if tree[index].pos == "PROPN" and index not in self.place_at:
            names |= {"name"} | ({"person"} if tree.children(index, "flat", "nmod:desc") else set())
            for child in tree.children(index, "compound", "nmod:desc", "amod"):
                names |= tree.lexicon.classes(tree.lemmas[child]) & {
                    "troops",
                    "fighters",
                    "civilians",
                    "person",
                    "vehicle",
                    "aircraft",
                }
        if tree[index].pos == "NUM" and not names and index not in self.time_at:
            names |= {"civilians", "person"}
        return frozenset(names)

    def is_actor_name(self, index: int) -> bool:
        """Whether a place name at this word only says whose actor it is: "the Syrian army", "Sudan's Suna agency"."""
        actor = self.actor_at.get(index)
        place = self.place_at.get(index)
        if actor is None or place is None:
            return False
        country = place.chosen is not None and place.chosen.precision is PlacePrecision.COUNTRY
        first = self.tree.at(actor.mention.span)[0]
        while first > 0 and self.tree[first - 1].pos in {"DET", "ADJ"}:
            first -= 1
        if (
            not country
            and first > 0
            and self.tree.word(first - 1)
            in {
                "in",
                "at",
                "near",
                "into",
                "across",
                "around",
                "throughout",
                "outside",
            }
        ):
            return False
        wider = actor.mention.span.end - actor.mention.span.start > place.mention.span.end - place.mention.span.start
        return wider and actor.mention.span.covers(place.mention.span)

    def actors_of(self, index: int) -> tuple[Decision[Actor], ...]:
        """The actors that a noun phrase names: its head, its modifiers, its apposition, or what stands behind "of"."""
        found: dict[Decision[Actor], None] = {}
        for word in self.tree.conjuncts(index):
            for decision in self._actors_of_one(word):
                found.update(dict.fromkeys(self._listed_from(decision)))
        return tuple(found)

    def _listed_from(self, first: Decision[Actor]) -> list[Decision[Actor]]:
        """The mention and those listed after it: "Australia, Britain, Canada and Spain", whatever the parser made of it."""
        tree, open_list = self.tree, []
        found = [one for one in self.actors if one.mention.span == first.mention.span]
        at = tree.at(first.mention.span)[-1] + 1
        while at < len(tree):
            joint = tree.word(at) in {"and", "&", "or"}
            if not joint and tree.word(at) != ",":
                break
            at += 1 + (not joint and at + 1 < len(tree) and tree.word(at + 1) == "and")
            joint = joint or tree.word(at - 1) == "and"
            while (
                at < len(tree)
                and at not in self.actor_at
                and tree[at].pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}
                and tree.dep(at) in INSIDE_NOUN_PHRASE
            ):
                at += 1
            if at >= len(tree) or at not in self.actor_at:
                break
            open_list.append(self.actor_at[at])
            if joint:
                found.extend(open_list)
                open_list = []
            at = tree.at(self.actor_at[at].mention.span)[-1] + 1
        return found

    def _those_of(self, index: int) -> list[Decision[Actor]]:
        """“those of the paramilitary force”: the mention that begins within a few words."""
        if self.tree.word(min(index + 1, len(self.tree) - 1)) not in {"of", "from", "loyal"}:
            return []
        return [
            self.actor_at[word] for word in range(index + 2, min(index + 6, len(self.tree))) if word in self.actor_at
        ][:1]

    def _actors_of_one(self, index: int) -> list[Decision[Actor]]:  # noqa: PLR0911 (an ordered list of cases)
        tree = self.tree
        if index in self.actor_at:
            return [self.actor_at[index]]
        start, end = tree.phrase(index)
        near = [self.actor_at[word] for word in range(end - 1, start - 1, -1) if word in self.actor_at]
        if near:
            return [near[0]]
        if start > 0 and start - 1 in self.actor_at and tree[start].pos in {"NOUN", "PROPN", "ADJ"} and start == index:
            return [self.actor_at[start - 1]]
        for child in tree.children(index, "appos", "flat"):
            if child in self.actor_at:
                return [self.actor_at[child]]
        if tree.lemmas[index] in QUANTITIES or tree[index].pos == "NUM" or tree.word(index) == "those":
            if tree.word(index) == "those" and (behind := self._those_of(index)):
                return behind
            for child in tree.children(index, "nmod"):
                if tree.case(child) in {"of", "from", "in", "belonging"} and (found := self.actors_of(child)):
                    return list(found)
        return []


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The whole article; clauses are its sentences in order."""

    article: Article
    clauses: tuple[Clause, ...]
    places: tuple[Decision[Place], ...]  # of the whole text, headings and captions included
    lexicon: EventLexicon

    @classmethod
    def of(cls, article: Article, sentences: Sequence[Sentence], mentions: Mentions, lexicon: EventLexicon) -> Scene:
        starts = [sentence.span.start for sentence in sentences]

        def sorted_in(decisions: Iterable[Decision[T]]) -> list[list[Decision[T]]]:
            boxes: list[list[Decision[T]]] = [[] for _ in sentences]
            for decision in decisions:
                box = bisect_right(starts, decision.mention.span.start) - 1
                if box >= 0 and decision.mention.span.start < sentences[box].span.end:
                    boxes[box].append(decision)
            return boxes

        times, places, actors = sorted_in(mentions.times), sorted_in(mentions.places), sorted_in(mentions.actors)
        clauses = tuple(
            Clause(
                order,
                Tree(repaired(sentence, lexicon), lexicon),
                tuple(times[order]),
                tuple(places[order]),
                tuple(actors[order]),
            )
            for order, sentence in enumerate(sentences)
        )
        return cls(article=article, clauses=clauses, places=mentions.places, lexicon=lexicon)
