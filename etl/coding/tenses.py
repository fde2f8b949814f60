"""The tense an event is told in, and whether it is told as history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.model import EventType, Status

if TYPE_CHECKING:
    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree

SPEECH = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
BACKGROUND = frozenset(
    {
        "recent",
        "previous",
        "earlier",
        "past",
        "former",
        "long-running",
        "years-long",
        "decades-long",
        "ongoing-x",
        "similar",
        "latest-x",
        "civil",
    }
)
TIMELESS = re.compile(
    r"\b(?:for (?:decades|years|months|centuries|generations)|in recent (?:years|months|memory|history)|regularly|often|frequently|over the years|historically)\b",
    re.IGNORECASE,
)
LONG_PAST = frozenset(
    {"earlier", "previously", "once", "long", "before", "already", "repeatedly", "always", "never", "originally"}
)
RETOLD_CLAUSES = 8


def tense(tree: Tree, group: Group) -> str:  # noqa: PLR0911 (an ordered list of cases)
    """“past”, "perfect", "pluperfect", "present" or "none" for a noun without a verb."""
    verb = group.main.predicate
    if group.main.noun is not None and group.main.verb is None:
        verb = next((node for node in tree.ancestors(group.main.token) if tree[node].pos in {"VERB", "AUX"}), verb)
        if tree.lexicon.effect("report", tree.lemmas[verb]):
            return "none"
    auxiliaries = {tree.word(child) for child in tree.children(verb, "aux", "cop", "aux:pass")}
    if "had" in auxiliaries:
        told = tree.dep(verb) == "ccomp" and tree.lexicon.effect("report", tree.lemmas[tree.heads[verb]]) is not None
        return "past" if told else "pluperfect"
    if auxiliaries & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if auxiliaries & {"was", "were", "did"} or tree[verb].tag == "VBD":
        return "past"
    if (
        tree[verb].tag in {"VBG", "VBN"}
        and tree.dep(verb) in {"advcl", "conj", "xcomp", "ccomp", "acl"}
        and tree.heads[verb] != verb
    ):
        head = tree.heads[verb]
        outer = {tree.word(child) for child in tree.children(head, "aux")}
        return "pluperfect" if "had" in outer else "perfect" if outer & {"has", "have"} else "past"
    if tree[verb].tag in {"VBZ", "VBP"} or auxiliaries & {"is", "are"}:
        return "present"
    return "past" if tree[verb].tag in {"VBN", "NN", "NNS"} else "none"


def is_background(clause: Clause, group: Group) -> bool:
    """Told as history or as a general state, so that no date follows from the day of publication."""
    tree = clause.tree
    if tree[group.main.predicate].dep == "acl:relcl" and tense(tree, group) == "perfect" and clause.order > 3:
        return True
    if TIMELESS.search(clause.text):
        return True
    noun = group.main.token
    if group.main.noun is not None:
        modifiers = {tree.word(child) for child in tree.children(noun, "amod", "compound")}
        if modifiers & BACKGROUND or group.main.noun.lemma in {
            "war",
            "insurgency",
            "conflict",
            "rebellion",
            "uprising",
        }:
            return True
    if tense(tree, group) == "pluperfect":
        return _is_long_past(clause, group)
    return group.standing.status is Status.AGGREGATE


def _is_long_past(clause: Clause, group: Group) -> bool:
    """A past perfect of the day's news only steps back a few hours; a habit, a saying or a far one is background."""
    tree = clause.tree
    words = {tree.word(child) for child in tree.children(group.main.predicate, "advmod")}
    progressive = tree[group.main.predicate].tag == "VBG"
    said = group.main.event_type in SPEECH
    return progressive or said or bool(words & LONG_PAST) or clause.order > RETOLD_CLAUSES
