"""Who did it where no word of the event itself has that role: who claims it, who is blamed, the nearest actor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.coding.participants import principal_of
from etl.model import Participant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from etl.coding.groups import Group
    from etl.coding.participants import Cast
    from etl.coding.scene import Clause
    from etl.model import Actor, Decision

ARMED = frozenset({"state", "organ", "group", "coalition", "unidentified"})
REACH = 14  # words before the trigger
ATTITUDES = frozenset(
    "condemn denounce deplore welcome mourn fear expect investigate probe survive escape suffer witness reject survive flee die perish lose celebrate"  # noqa: SIM905 (a word list reads better so)
    " blame accuse protest demand urge discuss commemorate respond react warn".split()
)  # who does this has not done what he does it about
CLAIMING = frozenset({"claim", "take", "accept", "admit", "assume"})


def claimant(clause: Clause) -> tuple[Decision[Actor], ...]:
    """Who claims responsibility in the sentence, or on whom it lays the blame; nobody where that is denied."""
    return next((found for found in _responsible(clause) if found), ())


def _responsible(clause: Clause) -> Iterator[tuple[Decision[Actor], ...]]:
    tree = clause.tree
    for index, lemma in enumerate(tree.lemmas):
        verb = tree.heads[index]
        if lemma == "responsibility" and tree.lemmas[verb] in CLAIMING and not _is_negated(clause, verb):
            yield tuple(found for word in tree.subjects(verb) for found in clause.actors_of(word))
        if lemma == "blame" and tree[index].pos == "VERB" and not _is_negated(clause, index):
            on = [child for child in tree.children(index, "obl", "nmod") if tree.case(child) == "on"]
            yield tuple(found for word in on for found in clause.actors_of(word))


def _is_negated(clause: Clause, verb: int) -> bool:
    tree = clause.tree
    return any(
        tree.word(child) in {"not", "n't", "n’t", "never", "no"}
        for child in tree.subtree(verb)
        if tree.heads[child] == verb
    )


def claimed(clause: Clause, group: Group, known: Cast, principal: Callable[[Actor], Actor]) -> Cast:
    """With those who claim the act or are blamed for it as its source; its victims may be anybody."""
    taken = known.names("source", "target", "participant")
    more = []
    for decision in claimant(clause):
        if decision.chosen is None:
            continue
        actor = principal_of(decision.chosen, group, principal)
        if actor.actor_id not in taken:
            more.append((Participant(actor=actor, role="source", mention=decision.mention.text), decision, "said"))
    if not more:
        return known
    return replace(known, people=(*known.people, *more), unnamed=known.unnamed | {"target"})


def nearest(clause: Clause, group: Group, known: Cast, principal: Callable[[Actor], Actor]) -> Cast:
    """Where syntax gives no source: the closest armed actor before the trigger in the sentence that speaks for nobody else."""
    tree = clause.tree
    taken = known.names("source", "target", "participant")
    at = group.main.token
    best: tuple[int, Decision[Actor]] | None = None
    for index, decision in clause.actor_at.items():
        actor = decision.chosen
        if (
            actor is None
            or actor.kind not in ARMED
            or principal_of(actor, group, principal).actor_id in taken
            or index > at
            or at - index > REACH
            or _only_reacts(clause, index, group)
        ):
            continue
        if _is_speaker(clause, index) or tree.case(index) in {"by", "from"} or _is_location(clause, decision):
            continue
        if best is None or index > best[0]:
            best = (index, decision)
    if best is None or best[1].chosen is None:
        return known
    actor = principal_of(best[1].chosen, group, principal)
    who = Participant(actor=actor, role="participant" if known.symmetric else "source", mention=best[1].mention.text)
    return replace(known, people=(*known.people, (who, best[1], "nearest")))


def _is_speaker(clause: Clause, index: int) -> bool:
    """Part of who is quoted: "Syrian state media said"."""
    tree = clause.tree
    for node in (index, *tree.ancestors(index)):
        head = tree.heads[node]
        if tree.dep(node) == "nsubj":
            return tree.lexicon.effect("report", tree.lemmas[head]) is not None
        if tree[node].pos == "VERB":
            return False
        if tree.case(node) == "to" and tree.dep(node) == "obl":
            return True
    return False


def speaker(clause: Clause, verb: int) -> tuple[Decision[Actor], ...]:
    """Who says it: the subject of the reporting verb that governs a word."""
    tree = clause.tree
    for node in (verb, *tree.ancestors(verb)):
        if tree.lexicon.effect("report", tree.lemmas[node]):
            return tuple(found for word in tree.subjects(node) for found in clause.actors_of(word))
    return ()


def _is_location(clause: Clause, decision: Decision[Actor]) -> bool:
    """“in South Sudan's eastern state”."""
    head = clause.tree.head_at(decision.mention.span)
    return head is not None and clause.tree.case(head) in {"in", "at", "near", "across", "inside", "throughout"}


def _only_reacts(clause: Clause, index: int, group: Group) -> bool:
    """“The minister condemned the attack”, "four soldiers died in an ambush": who speaks of it or suffers it."""
    tree = clause.tree
    for node in (index, *tree.ancestors(index)):
        head = tree.heads[node]
        if tree.dep(node) == "nsubj":
            passive = tree[node].dep == "nsubj:pass" and head not in {group.main.token, group.main.predicate}
            return passive or (tree.lemmas[head] in ATTITUDES and head in tree.ancestors(group.main.token))
        if tree[node].pos == "VERB":
            return False
    return False
