"""Actors of an event: the words in its roles resolved to actors, with what to do when the sentence names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.roles import Roles, roles
from etl.coding.scene import PRONOUNS
from etl.model import Actor, ActorId, Decision, EventType, Participant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.model import Role

CIVILIANS = Actor(actor_id=ActorId("civilians"), name="civilians", kind="civilians")
UNIDENTIFIED = Actor(actor_id=ActorId("unidentified"), name="unidentified attackers", kind="unidentified")
GENERIC = frozenset({"civilians", "unidentified"})
ARMED = frozenset({"state", "organ", "group", "coalition", "unidentified"})
COLLECTIVE = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
SILENT = frozenset({"weapon", "structure", "territory", "vehicle", "aircraft", "aid"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Participants with the decision behind each; ``said`` are the roles that the sentence itself fills."""

    people: tuple[tuple[Participant, Decision[Actor] | None, str], ...] = ()
    symmetric: bool = False

    @property
    def participants(self) -> tuple[Participant, ...]:
        return tuple(who for who, _, _ in self.people)

    def names(self, *wanted: Role) -> frozenset[str]:
        return frozenset(who.actor.actor_id for who, _, _ in self.people if who.role in wanted)

    def specific(self, *wanted: Role) -> frozenset[str]:
        """Named actors in these roles, in all where none is asked for."""
        return frozenset(
            who.actor.actor_id
            for who, _, _ in self.people
            if who.actor.kind not in GENERIC and (not wanted or who.role in wanted)
        )


Resolve = "Callable[[Actor], Actor]"


def cast(
    clause: Clause,
    group: Group,
    principal: Callable[[Actor], Actor],
    antecedent: Callable[[int], tuple[Decision[Actor], ...]],
) -> Cast:
    """Everybody whom the event's own sentence puts into a role.

    ``principal`` gives whom a person acts for; ``antecedent`` what a pronoun at a word stands for.
    """
    filled = Roles()
    for trigger in group.triggers:
        filled = filled.joined(roles(clause, trigger))
    people: dict[str, tuple[Participant, Decision[Actor] | None, str]] = {}
    symmetric = filled.symmetric
    words: list[tuple[int, Role]] = [(word, "participant" if symmetric else "source") for word in filled.source]
    words += [(word, "target") for word in filled.target]
    for word, role in words:
        for actor, decision, mention in _resolved(clause, group, word, role, principal, antecedent):
            people.setdefault(actor.actor_id, (Participant(actor=actor, role=role, mention=mention), decision, "said"))
    return Cast(tuple(people.values()), symmetric)


def _resolved(
    clause: Clause,
    group: Group,
    word: int,
    role: Role,
    principal: Callable[[Actor], Actor],
    antecedent: Callable[[int], tuple[Decision[Actor], ...]],
) -> Iterable[tuple[Actor, Decision[Actor] | None, str]]:
    tree = clause.tree
    found = clause.actors_of(word)
    if tree.word(word) in PRONOUNS and not found:
        found = antecedent(word)
    for decision in found:
        if decision.chosen is not None:
            yield principal_of(decision.chosen, group, principal), decision, decision.mention.text
    if found or word in clause.place_at:
        return
    classes = clause.classes(word)
    start, end = tree.phrase(word)
    text = " ".join(tree[index].text for index in range(start, end))
    if (
        "civilians" in classes
        and role == "target"
        and not classes & {"fighters"} - {"fighters" if "person" in classes else ""}
    ):
        yield CIVILIANS, None, text
    elif "fighters" in classes and role != "target":
        yield UNIDENTIFIED, None, text


def principal_of(actor: Actor, group: Group, principal: Callable[[Actor], Actor]) -> Actor:
    """A person counts as whom he acts for; a ministry that meets or agrees counts as its state."""
    if actor.kind == "person" or (actor.kind == "organ" and group.main.event_type in COLLECTIVE):
        return principal(actor)
    return actor


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
            or at - index > 14
        ):
            continue
        if _is_speaker(clause, index) or tree.case(index) in {"by", "from"}:
            continue
        if best is None or index > best[0]:
            best = (index, decision)
    if best is None or best[1].chosen is None:
        return known
    actor = principal_of(best[1].chosen, group, principal)
    who = Participant(actor=actor, role="participant" if known.symmetric else "source", mention=best[1].mention.text)
    return Cast((*known.people, (who, best[1], "nearest")), known.symmetric)


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
