"""Where an event happened: the places of its own clause, never the speaker's, never a participant's country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.syntax import CLAUSAL
from etl.model import EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Decision, Place

LOCATIVE = frozenset(
    "in at near on outside inside around across along toward towards to into over off throughout within through onto above beside by-x"
    " behind beyond surrounding under from amid upon nearby".split()
)
FAR = 11.0  # a name further off in the tree than this belongs to something else
NEAR_ENOUGH_TO_SPEAK = 3.0  # where something was said, not what it was about
SPEECH = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
THROUGH = frozenset(
    {
        "nmod",
        "compound",
        "appos",
        "conj",
        "flat",
        "amod",
        "obl",
        "obj",
        "nsubj",
        "dep",
        "list",
        "nummod",
        "goeswith",
        "root",
    }
)
FINEST = list(PlacePrecision)
AREAS = frozenset(
    "port resort town village city district area neighborhood neighbourhood base hospital compound camp region suburb airport palace settlement".split()
)


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
    costs: list[tuple[float, int, Decision[Place]]] = []
    for order, decision in enumerate(clause.places):
        head = tree.head_at(decision.mention.span)
        if (
            head is None
            or decision.chosen is None
            or clause.is_actor_name(head)
            or decision.chosen.feature_code == "CONT"
        ):
            continue
        how = locative(clause, head, group)
        if how is None:
            continue
        if (cost := _cost(tree, head, group, foreign, how)) is not None and cost <= (
            NEAR_ENOUGH_TO_SPEAK if group.main.event_type in SPEECH else FAR
        ):
            costs.append((cost, order, decision))
    unnamed = is_unnamed_town(clause, group) or _unresolved(clause)
    if not costs:
        return Where(unnamed=unnamed)
    costs.sort(key=lambda item: item[:2])
    chosen = _together(tree, costs)
    rest = tuple(decision for _, _, decision in costs if decision not in chosen)
    return Where(
        chosen, rest, costs[0][0], unnamed and all(_rank(item) > FINEST.index(PlacePrecision.NEAR) for item in chosen)
    )


def locative(clause: Clause, head: int, group: Group) -> str | None:
    """The preposition or role that makes the name a location of something; None for a participant or a speaker."""
    tree = clause.tree
    objects = {word for trigger in group.triggers for word in trigger.objects}
    objects |= {
        word
        for trigger in group.triggers
        if tree.lemmas[trigger.token] == "fall"
        for word in tree.subjects(trigger.token)
    }
    node = head
    described = False
    for _ in range(5):
        if node in objects and _takes_places(clause, group, head):
            return "object"
        case = tree.case(node)
        if case == "of" or (case == "out" and node == head):
            before = _before(clause, node)
            if before == "out":
                return "out of"
            described = described or node == head
        if case in {"on", "upon", "over"} and group.main.event_type is EventType.SANCTION:
            return None
        if case in LOCATIVE:
            return (
                None
                if case == "from"
                and group.main.event_type is not EventType.RETREAT
                and group.main.mode not in {"abduct", "arrest", "deport"}
                else case
            )
        if case in {"with", "by", "against", "for", "as", "like", "than", "between", "among"} or _is_somebody(
            clause, node, head
        ):
            return None
        if tree.dep(node) == "appos" and described:
            return None  # "the second city of Iraq" only describes
        if tree[node].dep == "obl:unmarked" or (tree.dep(node) == "appos" and node != head):
            return "apposition"
        up = tree.heads[node]
        if up == node or tree.dep(node) not in THROUGH:
            break
        if tree.dep(node) in {"compound", "amod"} and tree.lemmas[up] in AREAS and _is_sea_or_wider(clause, head):
            return None  # "the Red Sea port": another place, described
        if (
            up in {trigger.token for trigger in group.triggers}
            and group.main.noun is not None
            and tree.dep(node) in {"compound", "nmod"}
        ):
            if head in clause.actor_at and tree.dep(node) == "compound":
                return None
            return "compound"
        if tree.dep(node) in {"obl", "obj", "nsubj"}:
            break
        node = up
    if head not in clause.actor_at and head > 0 and tree.word(head - 1) in LOCATIVE - {"from"}:
        return tree.word(head - 1)
    first = tree.at(clause.place_at[head].mention.span)[0] if head in clause.place_at else head
    if first > 0 and tree.word(first - 1) in LOCATIVE - {"from", "to"}:
        return tree.word(first - 1)
    if (
        first > 1
        and tree.word(first - 1) == ","
        and first - 2 in clause.place_at
        and clause.place_at[first - 2].chosen is not None
    ):
        return "apposition"
    return None


def _is_sea_or_wider(clause: Clause, head: int) -> bool:
    place = clause.place_at.get(head)
    return (
        place is not None
        and place.chosen is not None
        and (
            place.chosen.feature_code[:1] == "H"
            or not place.chosen.country
            or place.chosen.precision is PlacePrecision.WATER
        )
    )


def _before(clause: Clause, node: int) -> str:
    """The word before its preposition: "out" of "out of the town"."""
    tree = clause.tree
    cases = [child for child in tree.children(node, "case") if child < node]
    if not cases:
        return ""
    return (
        "out"
        if "out" in {tree.word(case) for case in cases} or (cases[0] > 0 and tree.word(cases[0] - 1) == "out")
        else ""
    )


def _is_somebody(clause: Clause, node: int, head: int) -> bool:
    """On the way up stands an actor: a name below it says where he is from."""
    return node != head and node in clause.actor_at and head not in clause.tree.at(clause.actor_at[node].mention.span)


def _takes_places(clause: Clause, group: Group, head: int) -> bool:
    """The object is the place itself: towns that are taken, shelled, visited; a country only if it is no actor here."""
    place = clause.place_at.get(head)
    if place is None or place.chosen is None:
        return False
    if place.chosen.precision is PlacePrecision.COUNTRY:
        return group.main.frame in {"move-to", "move-from"} or head not in clause.actor_at
    return group.main.event_type in {
        EventType.ASSAULT,
        EventType.RETREAT,
        EventType.COERCE,
        EventType.CONSULT,
        EventType.MOBILIZE,
        EventType.PROTEST,
        EventType.AID,
    }


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
    up, down, passed = met
    chain = [head, *tree.ancestors(head)][: up + 1]
    meeting = chain[-1]
    if down and tree.lexicon.effect("report", tree.lemmas[meeting]) and _hangs_on(tree, chain):
        return None
    cost = up + 2.5 * down + abs(head - goal) / 50
    cost += 4.0 * sum(node in foreign for node in chain[:-1])
    cost += 1.5 * sum(tree.dep(node) in CLAUSAL for node in chain[:-1])
    cost += 6.0 if how == "from" else 0.0
    return cost + (1.0 if how == "to" else 0.0)


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


def is_unnamed_town(clause: Clause, group: Group) -> bool:
    """The event's object is "a town", "two villages": a place that the text does not name."""
    tree = clause.tree
    for trigger in group.triggers:
        for word in trigger.objects:
            if tree.lemmas[word] not in AREAS:
                continue
            named = any(index in clause.place_at for index in tree.subtree(word) if _named_here(clause, word, index))
            article = {tree.word(child) for child in tree.children(word, "det", "nummod")}
            if not named and not article & {"the", "this", "that"}:
                return True
    return False


def _unresolved(clause: Clause) -> bool:
    """A capitalized name after "in", "at" or "near" that no stage could place: the event is there, not where others were."""
    tree = clause.tree
    for index in range(len(tree) - 1):
        if tree.word(index) in {"in", "at", "near", "outside", "around"} and tree[index].pos in {
            "ADP",
            "ADV",
            "NOUN",
            "PROPN",
            "SCONJ",
        }:
            name = index + 1
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
