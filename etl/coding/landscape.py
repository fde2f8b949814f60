"""The places of an article in reading order: which town it is about, what "the city" stands for, the country it is in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.coding.scene import Clause, Scene
    from etl.model import Decision, Place, PlaceId

FINE = frozenset({PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADM2})
NOT_HERE = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)  # "condemnation from Tehran"
LOCATED = re.compile(r"(?:^|\n\s*|\b(?:in|into|inside|across|throughout)\s+(?:the\s+|\w+ern\s+)?)$", re.IGNORECASE)
SPOKEN_OF = re.compile(r"\b(?:with|by|from|against)\s+$", re.IGNORECASE)  # a government, or where somebody came from
LEAD_CLAUSES = 2
LEAD_WEIGHT = 3
BACK_CLAUSES = 8


@dataclass(frozen=True, slots=True)
class Named:
    """A place name that locates something; ``order`` is its sentence, -1 for headings and captions."""

    decision: Decision[Place]
    place: Place
    start: int
    order: int

    @property
    def weight(self) -> int:
        return LEAD_WEIGHT if 0 <= self.order < LEAD_CLAUSES else 1


@dataclass(slots=True)
class Landscape:
    """Asked sentence by sentence in reading order; what lies ahead is not looked at."""

    text: str
    named: tuple[Named, ...]
    countries: tuple[Named, ...]
    desk: Decision[Place] | None = None  # where the dateline says that the text was written
    weights: Counter[PlaceId] = field(default_factory=Counter)
    first: dict[PlaceId, Decision[Place]] = field(default_factory=dict)
    read: int = 0

    @classmethod
    def of(cls, scene: Scene) -> Landscape:
        """Every resolved place of the text that is no part of an actor's name."""
        inside = {id(decision): clause for clause in scene.clauses for decision in clause.places}
        everything = tuple(_named(scene, inside))
        desks = {id(item.decision): item.decision for item in everything if _is_dateline(scene, item)}
        about = {item.place.place_id for item in everything if id(item.decision) not in desks}
        found = tuple(item for item in everything if id(item.decision) not in desks or item.place.place_id in about)
        countries = tuple(item for item in found if item.place.precision is PlacePrecision.COUNTRY)
        return cls(scene.article.text, found, countries, next(iter(desks.values()), None))

    def main(self, clause: Clause) -> Decision[Place] | None:
        """The town or site named most so far; the first sentences count threefold, headings once; a dateline counts where the text names its town too."""
        limit = clause.tree.sentence.span.start
        while self.read < len(self.named) and self.named[self.read].start < limit:
            self._count(self.named[self.read])
            self.read += 1
        if not self.weights:
            return None
        best = max(self.weights.values())
        return next(self.first[place] for place in self.first if self.weights[place] == best)

    def _count(self, item: Named) -> None:
        if item.place.precision in FINE and not NOT_HERE.search(self.text, max(0, item.start - 8), item.start):
            self.weights[item.place.place_id] += item.weight
            self.first.setdefault(item.place.place_id, item.decision)

    def dominant(self, clause: Clause) -> Decision[Place] | None:
        """The main place of an article that hardly speaks of any other."""
        main = self.main(clause)
        fine = Counter(item.place.place_id for item in self.named if item.place.precision in FINE)
        if main is None or main.chosen is None:
            return None
        return main if fine[main.chosen.place_id] * 5 >= fine.total() * 3 else None

    def last_named(
        self, clause: Clause, before: int, areas: frozenset[PlacePrecision], most: int | None = None
    ) -> Decision[Place] | None:
        """What "the city" or "the province" stands for: the last such place named before this word, of no more people than given."""
        limit = clause.tree[before].start
        for item in reversed(self.named[: self._index(limit)]):
            if 0 <= item.order < clause.order - BACK_CLAUSES:
                return None
            spoken = SPOKEN_OF.search(self.text, max(0, item.start - 10), item.start)
            if (
                item.order >= 0
                and item.place.precision in areas
                and not spoken
                and item.place.population <= (most or item.place.population)
            ):
                return item.decision
        return None

    def province(self, clause: Clause, code: str) -> Place | None:
        """The one province that all towns named so far in a country lie in, as a place there."""
        limit = clause.tree.sentence.span.start
        towns = [
            item.place
            for item in self.named
            if item.start < limit and item.place.precision in FINE and item.place.country == code and item.place.admin1
        ]
        return towns[-1] if towns and len({town.admin1 for town in towns}) == 1 else None

    def _index(self, limit: int) -> int:
        low = self.read
        while low < len(self.named) and self.named[low].start < limit:
            low += 1
        return low

    def country_before(self, clause: Clause) -> Decision[Place] | None:
        """The last country that something was located in before this sentence, headings included."""
        limit = clause.tree.sentence.span.start
        for item in reversed(self.countries):
            if item.start < limit and LOCATED.search(self.text, max(0, item.start - 12), item.start):
                return item.decision
        return None

    def country(self, code: str) -> Decision[Place] | None:
        """The article's own mention of a country, as a place."""
        return next((item.decision for item in self.countries if item.place.country == code), None)


def _named(scene: Scene, inside: dict[int, Clause]) -> Iterator[Named]:
    for decision in scene.places:
        if decision.chosen is None:
            continue
        clause = inside.get(id(decision))
        start = decision.mention.span.start
        if clause is None:
            yield Named(decision, decision.chosen, start, -1)
            continue
        head = clause.tree.head_at(decision.mention.span)
        country = decision.chosen.precision is PlacePrecision.COUNTRY
        if head is not None and decision.chosen.feature_code == "PPLC" and clause.tree.dep(head) == "nsubj":
            continue  # “Ankara told the UN”: a government
        if country or (head is not None and not clause.is_actor_name(head)):
            yield Named(decision, decision.chosen, start, clause.order)


def _is_dateline(scene: Scene, item: Named) -> bool:
    """The name stands in the words before the first paragraph that give place, day and agency."""
    dateline = scene.article.dateline
    if dateline is None or item.order >= 0 or item.decision.mention.text.casefold() not in dateline.casefold():
        return False
    end = item.decision.mention.span.end
    following = next((span.start for span in scene.article.prose if span.start >= end), None)
    return following is not None and "\n" not in scene.article.text[end:following]
