"""Where an event happened: the places of its own clause, never the speaker's, never a participant's country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.bearings import are_near, bearing, between, is_gate, nearby
from etl.coding.syntax import CLAUSAL
from etl.model import EventType, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Decision, Place

LOCATIVE = frozenset(
    "in at near on outside inside around across along toward towards to into over off throughout within through onto above beside by-x"  # noqa: SIM905 (a word list reads better so)
    " behind beyond surrounding under from amid upon nearby".split()
)
FAR = 11.0  # a name further off in the tree than this belongs to something else
NEAR_ENOUGH_TO_SPEAK = 3.0  # where something was said, not what it was about
SPEECH = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
NOT_PLACES = frozenset({"with", "by", "against", "for", "as", "like", "than", "between", "among"})
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
UNITS = frozenset(
    "area state province region district county governorate zone department territory island valley town city village".split()  # noqa: SIM905 (a word list reads better so)
)
TAKING_AWAY = frozenset(
    {
        "evacuate",
        "rescue",
        "escort",
        "displace",
        "expel",
        "drive",
        "push",
        "remove",
        "oust",
        "evict",
        "flush",
        "withdraw",
        "dislodge",
    }
)
NEIGHBOURS = frozenset({"neighbouring", "neighboring", "adjoining", "surrounding"})
BORDERS = frozenset({"border", "frontier", "boundary"})
AREAS = frozenset(
    "port resort town village city district area neighborhood neighbourhood base hospital compound camp region suburb airport palace settlement".split()  # noqa: SIM905 (a word list reads better so)
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
    roads, beyond = _ends(clause)
    costs: list[tuple[float, int, Decision[Place]]] = []
    for order, decision in enumerate(clause.places):
        head = tree.head_at(decision.mention.span)
        if (
            head is None
            or decision.chosen is None
            or (clause.is_actor_name(head) and not _is_left(clause, group, head))
            or decision.chosen.feature_code == "CONT"
            or id(decision) in beyond
        ):
            continue
        how = locative(clause, head, group) if id(decision) not in roads else "road"
        if how is None:
            continue
        if (cost := _cost(tree, head, group, foreign, how)) is not None and cost <= (
            NEAR_ENOUGH_TO_SPEAK if group.main.event_type in SPEECH else FAR
        ):
            costs.append((cost, order, nearby(decision) if how in {"road", "near"} else decision))
    unnamed = is_unnamed_town(clause, group) or _unresolved(clause)
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


def locative(clause: Clause, head: int, group: Group) -> str | None:
    """The preposition or role that makes the name a location of something; None for a participant or a speaker."""
    tree = clause.tree
    decision = clause.place_at.get(head)
    if decision is not None and (is_gate(clause, decision) or bearing(clause, decision) in {"dateline", "beyond"}):
        return None
    if decision is not None and (told := bearing(clause, decision)) is not None:
        return told
    node = head
    for _ in range(5):
        if node in _objects(tree, group) and _takes_places(clause, group, head, direct=node == head):
            return "object"
        answer = _by_preposition(clause, group, node, head)
        if answer is not None:
            return answer or None
        up = tree.heads[node]
        if up == node or tree.dep(node) not in THROUGH:
            break
        answer = _by_noun(clause, group, node, head)
        if answer is not None:
            return answer or None
        if tree.dep(node) in {"obl", "obj", "nsubj"}:
            break
        node = up
    return _by_neighbour(clause, head)


def _objects(tree: Tree, group: Group) -> set[int]:
    """What the event is done to; the town itself where it falls."""
    found = {word for trigger in group.triggers for word in trigger.objects}
    falls = (trigger.token for trigger in group.triggers if tree.lemmas[trigger.token] == "fall")
    return found | {word for verb in falls for word in tree.subjects(verb)}


def _by_preposition(clause: Clause, group: Group, node: int, head: int) -> str | None:  # noqa: PLR0911 (an ordered list of cases)
    """A preposition's answer at one step up the tree: "" for no location, None where it leaves the question open."""
    tree, case = clause.tree, clause.tree.case(node)
    if _comes_out(clause, node):
        return "out of"
    if case in {"on", "upon", "over"} and group.main.event_type is EventType.SANCTION:
        return ""
    if case in LOCATIVE:
        return "" if case == "from" and not _is_taken_away(clause, group) else case
    if case in {"with", "of", "to"} and tree.lemmas[tree.heads[node]] in BORDERS:
        return tree.case(tree.heads[node]) if tree.case(tree.heads[node]) in LOCATIVE else None
    if case in NOT_PLACES or _is_somebody(clause, node, head):
        return ""
    if tree.dep(node) == "appos" and node != head:
        return "" if tree.case(head) == "of" else "apposition"  # "the second city of Iraq" only describes
    return "apposition" if tree[node].dep == "obl:unmarked" else None


def _by_noun(clause: Clause, group: Group, node: int, head: int) -> str | None:
    """What the noun above makes of the name; as in ``_by_preposition``."""
    tree, up = clause.tree, clause.tree.heads[node]
    if tree.dep(node) in {"compound", "amod"} and tree.lemmas[up] in AREAS and _is_sea_or_wider(clause, head):
        return ""  # "the Red Sea port": another place, described
    named = group.main.noun is not None and up in {trigger.token for trigger in group.triggers}
    if not named or tree.dep(node) not in {"compound", "nmod"}:
        return None
    return "" if head in clause.actor_at and tree.dep(node) == "compound" else "compound"


def _by_neighbour(clause: Clause, head: int) -> str | None:
    """The word before the name, where the tree says nothing; a comma behind another place."""
    tree = clause.tree
    if head not in clause.actor_at and head > 0 and tree.word(head - 1) in LOCATIVE - {"from"}:
        return tree.word(head - 1)
    first = tree.at(clause.place_at[head].mention.span)[0] if head in clause.place_at else head
    while first > 0 and tree.word(first - 1) not in LOCATIVE and _is_attribute(tree, first - 1):
        first -= 1
    before = tree.word(first - 1) if first > 0 else ""
    if before in LOCATIVE - {"from", "to"}:
        return before
    return "apposition" if before == "," and first > 1 and first - 2 in clause.place_at else None


def _is_left(clause: Clause, group: Group, head: int) -> bool:
    """“withdraw 2,000 soldiers from Somalia”: not the soldiers' home."""
    mine = clause.actor_at.get(head)
    objects = {word for trigger in group.triggers for word in trigger.objects}
    away = clause.tree.case(head) == "from" and group.main.event_type is EventType.RETREAT
    return away and mine is not None and bool(objects & set(clause.tree.at(mine.mention.span)))


def _is_attribute(tree: Tree, word: int) -> bool:
    return tree[word].pos in {"ADJ", "DET"} or tree.word(word) in NEIGHBOURS


def _is_taken_away(clause: Clause, group: Group) -> bool:
    """Somebody leaves, or is taken from, the place behind "from"."""
    if group.main.event_type is EventType.RETREAT or group.main.mode in {"abduct", "arrest", "deport"}:
        return True
    return clause.tree.lemmas[group.main.token] in TAKING_AWAY


def _is_sea_or_wider(clause: Clause, head: int) -> bool:
    decision = clause.place_at.get(head)
    place = decision.chosen if decision is not None else None
    if place is None:
        return False
    return place.feature_code[:1] == "H" or not place.country or place.precision is PlacePrecision.WATER


def _comes_out(clause: Clause, node: int) -> bool:
    """“out of the town”."""
    tree = clause.tree
    cases = [child for child in tree.children(node, "case") if child < node]
    if not cases or tree.word(cases[-1]) not in {"of", "out"}:
        return False
    return "out" in {tree.word(case) for case in cases} or (cases[0] > 0 and tree.word(cases[0] - 1) == "out")


def _is_somebody(clause: Clause, node: int, head: int) -> bool:
    """On the way up stands an actor: a name below it says where he is from."""
    if clause.tree.lemmas[node] in UNITS and clause.tree.case(node) in LOCATIVE:
        return False
    return node != head and node in clause.actor_at and head not in clause.tree.at(clause.actor_at[node].mention.span)


def _takes_places(clause: Clause, group: Group, head: int, *, direct: bool) -> bool:
    """The object is the place itself: towns that are taken, shelled, visited; a country only if it is no actor here."""
    place = clause.place_at.get(head)
    if place is None or place.chosen is None:
        return False
    if place.chosen.precision is PlacePrecision.COUNTRY:
        return direct and (group.main.frame in {"move-to", "move-from"} or head not in clause.actor_at)
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
