"""Where an event happened: the places of its own clause, never the speaker's, never a participant's country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.bearings import are_near, between, nearby, only_describes
from etl.coding.locations import is_left, locative
from etl.coding.nameless import is_unnamed_town, is_unresolved
from etl.coding.syntax import CLAUSAL
from etl.model import EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Decision, Place

FAR = 11.0  # a name further off in the tree than this belongs to something else
NEAR_ENOUGH_TO_SPEAK = 3.0  # where something was said, not what it was about
SPEECH = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
FINEST = list(PlacePrecision)


@dataclass(frozen=True, slots=True)
class Where:
    """The chosen mentions, best first, with the cost of the best; ``unnamed`` when the text speaks of a town without its name."""

    chosen: tuple[Decision[Place], ...] = ()
    rejected: tuple[Decision[Place], ...] = ()
    cost: float = 0.0
    unnamed: bool = False


def where(clause: Clause, group: Group, others: Iterable[int]) -> Where:
    """The places of the event by its own sentence; ``others`` are words of the sentence's other events."""
    tree = clause.tree
    foreign = frozenset(others)
    roads, beyond = _ends(clause)
    costs: list[tuple[float, int, Decision[Place]]] = []
    for order, decision in enumerate(clause.places):
        head = tree.head_at(decision.mention.span)
        if (
            head is None
            or decision.chosen is None
            or (clause.is_actor_name(head) and not is_left(clause, group, head))
            or decision.chosen.feature_code == "CONT"
            or id(decision) in beyond
            or only_describes(clause, decision)
        ):
            continue
        how = locative(clause, head, group) if id(decision) not in roads else "road"
        if how is None:
            continue
        if (cost := _cost(tree, head, group, foreign, how)) is not None and cost <= (
            NEAR_ENOUGH_TO_SPEAK if group.main.event_type in SPEECH else FAR
        ):
            costs.append((cost, order, nearby(decision) if how in {"road", "near"} else decision))
    unnamed = is_unnamed_town(clause, group) or is_unresolved(clause)
    if not costs:
        return Where(unnamed=unnamed)
    costs.sort(key=lambda item: item[:2])
    chosen = _together(tree, costs)
    rest = tuple(decision for _, _, decision in costs if decision not in chosen)
    return Where(
        chosen, rest, costs[0][0], unnamed and all(_rank(item) > FINEST.index(PlacePrecision.NEAR) for item in chosen)
    )


def _ends(clause: Clause) -> tuple[set[int], set[int]]:
    """Of "between A and B" and "the road from A to B": the first, which stands for the way, and what does not count."""
    roads, beyond = set[int](), set[int]()
    for first, second in between(clause):
        beyond.add(id(second))
        near = first.chosen is not None and second.chosen is not None and are_near(first.chosen, second.chosen)
        (roads if near else beyond).add(id(first))
    return roads, beyond


def _cost(tree: Tree, head: int, group: Group, foreign: frozenset[int], how: str) -> float | None:
    """How far the name stands from the event in the tree; None where it belongs to a speaker or a source."""
    best: float | None = None
    for trigger in group.triggers:
        for goal in {trigger.token, trigger.predicate}:
            cost = _cost_to(tree, head, goal, foreign, how)
            if cost is not None and (best is None or cost < best):
                best = cost
    return best


def _cost_to(tree: Tree, head: int, goal: int, foreign: frozenset[int], how: str) -> float | None:
    met = tree.distance(head, goal)
    if met is None:
        return 8.0 + abs(head - goal) / 10
    up, down, _ = met
    chain = [head, *tree.ancestors(head)][: up + 1]
    meeting = chain[-1]
    if down and tree.lexicon.effect("report", tree.lemmas[meeting]) and _hangs_on(tree, chain):
        return None
    if _is_sayers(tree, chain[1 : chain.index(goal) if goal in chain else -1]):
        return None
    cost = up + 2.5 * down + abs(head - goal) / 50
    cost += 4.0 * sum(node in foreign for node in chain[:-1])
    cost += 1.5 * sum(tree.dep(node) in CLAUSAL for node in chain[:-1])
    cost += 6.0 if how == "from" else 0.0
    return cost + (1.0 if how == "to" else 0.0)


def _is_sayers(tree: Tree, between: list[int]) -> bool:
    """“…, the ministry in Baghdad said”: hung below what is said."""
    return any(
        tree[node].pos == "VERB"
        and tree.dep(node) in {"parataxis", "ccomp", "advcl", "conj"}
        and tree.lexicon.effect("report", tree.lemmas[node]) is not None
        for node in between
    )


def _hangs_on(tree: Tree, chain: list[int]) -> bool:
    """The name is in the reporting clause itself: "told reporters in Geneva", "an activist based in Turkey said"."""
    if len(chain) > 1 and tree.dep(chain[-2]) == "nsubj":
        return True
    return all(tree.dep(node) not in CLAUSAL for node in chain[:-1])


def _together(tree: Tree, costs: list[tuple[float, int, Decision[Place]]]) -> tuple[Decision[Place], ...]:
    """The best mention, or the finer one that it contains; with the places coordinated with it."""
    floor = costs[0][0]
    best = costs[0][2]
    for cost, _, other in costs[1:]:
        if cost <= floor + 3.5 and _rank(other) < _rank(best) and _inside(other, best):
            best = other
    chosen = [best]
    head = tree.head_at(best.mention.span)
    for cost, _, other in costs:
        peer = tree.head_at(other.mention.span)
        if other is best or head is None or peer is None or cost > floor + 4:
            continue
        if _coordinated(tree, head, peer) and _rank(other) == _rank(best):
            chosen.append(other)
    return tuple(chosen)


def _coordinated(tree: Tree, one: int, two: int) -> bool:
    low, high = min(one, two), max(one, two)
    words = [tree.word(index) for index in range(low + 1, high)]
    if "and" not in words and "," not in words:
        return False
    node = high
    while tree.dep(node) in {"conj", "compound", "nmod", "flat", "appos"} and tree.heads[node] != node and node > low:
        if tree.dep(node) == "conj" and ("and" in words or tree.dep(node) == "conj"):
            return True
        node = tree.heads[node]
    return high - low <= 2 and words == ["and"]


def _inside(finer: Decision[Place], coarser: Decision[Place]) -> bool:
    if finer.chosen is None or coarser.chosen is None:
        return False
    if not coarser.chosen.country:  # "Pulwama, in Kashmir"
        return coarser.chosen.precision is PlacePrecision.REGION and are_near(finer.chosen, coarser.chosen)
    same = finer.chosen.country == coarser.chosen.country
    return same and (
        not finer.chosen.admin1
        or not coarser.chosen.admin1
        or finer.chosen.admin1 == coarser.chosen.admin1
        or coarser.chosen.precision is PlacePrecision.COUNTRY
    )


def _rank(decision: Decision[Place]) -> int:
    precision = decision.chosen.precision if decision.chosen is not None else PlacePrecision.NONE
    return max(FINEST.index(precision), 1)
