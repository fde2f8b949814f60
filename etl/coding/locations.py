"""Whether a place name locates an event, by the words and the tree around it, or only says who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding.bearings import bearing, is_gate
from etl.model import EventType, PlacePrecision

if TYPE_CHECKING:
    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree

LOCATIVE = frozenset(
    "in at near on outside inside around across along toward towards to into over off throughout within through onto above beside by-x"  # noqa: SIM905 (a word list reads better so)
    " behind beyond surrounding under from amid upon nearby".split()
)
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
SUFFERING = frozenset({"suffer", "see", "witness", "experience", "endure", "undergo", "receive"})
BORDERS = frozenset({"border", "frontier", "boundary"})
AREAS = frozenset(
    "port resort town village city district area neighborhood neighbourhood base hospital compound camp region suburb airport palace settlement".split()  # noqa: SIM905 (a word list reads better so)
)


def locative(clause: Clause, head: int, group: Group) -> str | None:
    """The preposition or role that makes the name a location of something; None for a participant or a speaker."""
    decision = clause.place_at.get(head)
    told = bearing(clause, decision) if decision is not None else None
    if decision is not None and (is_gate(clause, decision) or told in {"dateline", "beyond"}):
        return None
    if told is None and (_is_where(clause.tree, group, head) or _is_struck(clause.tree, group, head)):
        return "where"
    return told or _by_tree(clause, head, group)


def _by_tree(clause: Clause, head: int, group: Group) -> str | None:
    """The answer of the words above the name, the nearest first."""
    tree, node = clause.tree, head
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


def _is_where(tree: Tree, group: Group, head: int) -> bool:
    """“the Kurdish region of Iraq, where missiles hit …”, "the town of Djibo received …, when helicopters flew in food"."""
    above = [head]
    while tree.dep(above[-1]) in {"nmod", "compound", "appos", "flat", "conj"} and tree.heads[above[-1]] not in above:
        above.append(tree.heads[above[-1]])
    return any(
        tree.dep(verb) == "acl"
        and tree.heads[verb] in above
        and any(tree.word(child) == "where" for child in tree.children(verb, "advmod"))
        for verb in {trigger.predicate for trigger in group.triggers}
    )


def _is_struck(tree: Tree, group: Group, head: int) -> bool:
    """“Turkey has suffered a series of bombings”, "the town saw heavy fighting"."""
    node = head
    while (
        tree.dep(node) in {"nmod", "compound", "flat"}
        and tree.heads[node] != node
        and tree.lemmas[tree.heads[node]] in AREAS
    ):
        node = tree.heads[node]
    verb = tree.heads[node]
    mine = {trigger.predicate for trigger in group.triggers}
    return tree.dep(node) == "nsubj" and verb in mine and tree.lemmas[verb] in SUFFERING


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


def is_left(clause: Clause, group: Group, head: int) -> bool:
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
