"""Places that the text speaks of and no stage could place: "a town", and names that no gazetteer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding.locations import AREAS
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from etl.coding.groups import Group
    from etl.coding.scene import Clause

TOWNS = frozenset({"town", "city", "village"})
LANDSCAPES = frozenset(
    "gorge valley mountain mountains hills forest island islands plain pass district county province region area desert lake".split()  # noqa: SIM905 (a word list reads better so)
)


def is_unnamed_town(clause: Clause, group: Group) -> bool:
    """The event's object is "a town", "two villages": a place that the text does not name."""
    tree = clause.tree
    for trigger in group.triggers:
        within = [
            word
            for word in tree.children(trigger.predicate, "obl")
            if tree.case(word) in {"in", "at"} and tree.lemmas[word] in TOWNS
        ]
        for word in (*trigger.objects, *within):
            if tree.lemmas[word] not in AREAS:
                continue
            named = any(index in clause.place_at for index in tree.subtree(word) if _named_here(clause, word, index))
            article = {tree.word(child) for child in tree.children(word, "det", "nummod")}
            if not named and not article & {"the", "this", "that"}:
                return True
    return False


def is_unresolved(clause: Clause) -> bool:
    """A capitalized name after "in", "at" or "near" that no stage could place: the event is there, not where others were."""
    tree = clause.tree
    for index in range(len(tree) - 1):
        if tree.word(index) in {"in", "at", "near", "outside", "around", "of", "into"} - (
            {"of", "into"} if tree.word(index + 1) != "the" else set()
        ) and tree[index].pos in {
            "ADP",
            "ADV",
            "NOUN",
            "PROPN",
            "SCONJ",
        }:
            name = (
                index + 2
                if tree.word(index + 1) == "the" and index + 3 < len(tree) and tree.word(index + 3) in LANDSCAPES
                else index + 1
            )
            if (
                tree[name].pos == "PROPN"
                and tree[name].text[:1].isupper()
                and not (name in clause.place_at or name in clause.time_at or name in clause.actor_at)
            ):
                return True
    return False


def _named_here(clause: Clause, word: int, index: int) -> bool:
    """A name that names the town itself, not the country or province that it lies in."""
    place = clause.place_at.get(index)
    fine = (
        place is not None
        and place.chosen is not None
        and place.chosen.precision in {PlacePrecision.EXACT, PlacePrecision.NEAR}
    )
    return fine and (clause.tree.heads[index] == word or index == word)
