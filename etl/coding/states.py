"""Events told as states: who holds a town, who stands in its middle, who is somewhere for talks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding.lexicon import NounRow
from etl.model import EventType

if TYPE_CHECKING:
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree

HELD = NounRow("control", EventType.ASSAULT, None, "source", "state")  # "the town is under the control of the rebels"
HOLDING = NounRow("control", EventType.ASSAULT, None, "place", "state")  # "the army is in control of the airport"
PRESENCE = NounRow("presence", EventType.ASSAULT, None, "place", "state")  # "rebels were in the centre of the town"
VISIT = NounRow("stay", EventType.CONSULT, "visit", "source", "state")  # "the envoy was in the capital on Monday"
HELD_BY = {("under", "control"): HELD, ("in", "hand"): HELD, ("in", "control"): HOLDING}
INSIDE = frozenset({"in", "inside", "at"})
FIGHTERS = frozenset({"troops", "fighters"})
PLACES = frozenset({"place", "territory"})
MIDDLES = frozenset({"centre", "center", "middle", "heart", "outskirts", "suburb", "gate", "street", "edge"})


def state(clause: Clause, index: int) -> NounRow | None:
    """What a nominal predicate tells as an event; None for a plain description."""
    tree = clause.tree
    if not tree.children(index, "cop", "nsubj") or not tree.children(index, "nsubj"):
        return None
    case = tree.case(index)
    row = HELD_BY.get((case, tree.lemmas[index]))
    if row is not None:
        return row if row is HELD or tree.children(index, "nmod") else None
    if case not in INSIDE or not clause.classes(index) & PLACES or not tree.children(index, "cop"):
        return None
    subjects = [name for word in tree.children(index, "nsubj") for name in clause.classes(word)]
    if FIGHTERS & {*subjects} and (tree.lemmas[index] in MIDDLES or index in clause.place_at):
        return PRESENCE if _is_news(clause, index) or tree.lemmas[index] in MIDDLES else None
    somebody = "person" in subjects or any(_is_person(clause, word) for word in tree.children(index, "nsubj"))
    return VISIT if somebody and index in clause.place_at and _is_news(clause, index) else None


def _is_person(clause: Clause, word: int) -> bool:
    actor = clause.actor_at[word].chosen if word in clause.actor_at else None
    return actor is not None and actor.kind == "person"


def _is_news(clause: Clause, index: int) -> bool:
    """A date or a time beside it: where somebody always is, is no event."""
    return any(word in clause.time_at or _is_now(clause.tree, word) for word in clause.tree.subtree(index))


def _is_now(tree: Tree, word: int) -> bool:
    return tree.word(word) in {"now", "already", "again"}
