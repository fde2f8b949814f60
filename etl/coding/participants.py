"""Actors of an event: the words in its roles resolved to actors, with what to do when the sentence names nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.roles import roles
from etl.coding.scene import PRONOUNS, QUANTITIES
from etl.model import Actor, ActorId, Decision, EventType, Participant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from etl.coding.groups import Group
    from etl.coding.roles import Roles
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Role

CIVILIANS = Actor(actor_id=ActorId("civilians"), name="civilians", kind="civilians")
SUSPECTS = Actor(actor_id=ActorId("suspects"), name="suspects", kind="civilians")
PROTESTERS = Actor(actor_id=ActorId("protesters"), name="protesters", kind="civilians")
UNIDENTIFIED = Actor(actor_id=ActorId("unidentified"), name="unidentified attackers", kind="unidentified")
GENERIC = frozenset({"civilians", "unidentified"})
COLLECTIVE = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
OWNED = frozenset({"weapon", "structure", "territory", "vehicle", "aircraft", "person", "troops", "fighters"})
MANNED = frozenset({"person", "troops", "fighters", "aircraft", "vehicle"})
OWNERS = frozenset({"state", "organ", "group", "coalition"})
ENEMIES = frozenset({"enemy", "adversary", "foe", "hostile"})
DONE_TO_OWNERS = frozenset({EventType.ASSAULT, EventType.COERCE})


@dataclass(frozen=True, slots=True)
class Cast:
    """Participants with the decision behind each; ``said`` are the roles that the sentence itself fills."""

    people: tuple[tuple[Participant, Decision[Actor] | None, str], ...] = ()
    symmetric: bool = False
    unnamed: frozenset[Role] = frozenset()  # roles that the sentence gives to somebody who is nobody's actor

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


def cast(
    clause: Clause,
    group: Group,
    principal: Callable[[Actor], Actor],
    antecedent: Callable[[int], tuple[Decision[Actor], ...]],
) -> Cast:
    """Everybody whom the event's own sentence puts into a role.

    ``principal`` gives whom a person acts for; ``antecedent`` what a pronoun at a word stands for.
    """
    people: dict[str, tuple[Participant, Decision[Actor] | None, str]] = {}
    given = [roles(clause, trigger) for trigger in group.triggers]
    symmetric = any(filled.symmetric for filled in given)
    unnamed: set[Role] = set()
    for filled in given:
        doers: Role = "participant" if symmetric else "source"
        sides: tuple[tuple[tuple[int, ...], Role], ...] = (
            (filled.source, doers),
            (filled.target, "target"),
            (filled.beside, "target"),
        )
        for words, part in sides:
            if any(who.role == part for who, _, _ in people.values()):
                continue
            for word in words:
                found = list(_resolved(clause, group, word, part, principal, antecedent))
                if not found and is_somebody(clause, word):
                    unnamed.add(part)
                for actor, decision, mention in found:
                    who = Participant(actor=actor, role=part, mention=mention)
                    people.setdefault(actor.actor_id, (who, decision, "said"))
    if not any(who.role == "target" for who, _, _ in people.values()):
        for word in _homes(clause, group, given):
            who = Participant(actor=CIVILIANS, role="target", mention=_words(clause, word))
            people.setdefault(CIVILIANS.actor_id, (who, None, "said"))
    if symmetric and group.main.event_type is EventType.ASSAULT and _is_nobody_else(people.get(CIVILIANS.actor_id)):
        del people[CIVILIANS.actor_id]
    return Cast(tuple(people.values()), symmetric, frozenset(unnamed))


def _is_nobody_else(found: tuple[Participant, Decision[Actor] | None, str] | None) -> bool:
    """“30 people were killed in clashes”: they may be fighters; civilians are only those who are called so."""
    return found is not None and found[0].role == "target" and "civilian" not in (found[0].mention or "").lower()


def _homes(clause: Clause, group: Group, given: list[Roles]) -> list[int]:
    """Homes, markets and places of worship that are hit: what falls on them hits those in them."""
    if group.main.event_type is not EventType.ASSAULT or group.main.frame in {"capture", "move-to"}:
        return []
    words = [word for one in given for word in (*one.target, *one.beside)]
    return [word for word in words if "civil-site" in clause.classes(word) and word not in clause.actor_at]


def _words(clause: Clause, word: int) -> str:
    start, end = clause.tree.phrase(word)
    return " ".join(clause.tree[index].text for index in range(start, end))


def _resolved(
    clause: Clause,
    group: Group,
    word: int,
    role: Role,
    principal: Callable[[Actor], Actor],
    antecedent: Callable[[int], tuple[Decision[Actor], ...]],
) -> Iterable[tuple[Actor, Decision[Actor] | None, str]]:
    found = clause.actors_of(word)
    vague = all(item.chosen is None or item.chosen.kind in GENERIC for item in found)
    if vague and _is_enemy(clause.tree, word):
        return  # the adversary of the article
    if vague:
        found = _of_pronoun(clause, word, antecedent) or found
    if not found:
        found = _stood_for(clause, group, word, role, antecedent)
    for decision in found:
        if decision.chosen is not None:
            actor = principal_of(decision.chosen, group, principal)
            yield _as(actor, group, role), decision, decision.mention.text
    if not found and word not in clause.place_at and (kind := _kind_of_people(clause, group, word, role)) is not None:
        yield _as(kind, group, role), None, _words(clause, word)


def _stood_for(
    clause: Clause,
    group: Group,
    word: int,
    role: Role,
    antecedent: Callable[[int], tuple[Decision[Actor], ...]],
) -> tuple[Decision[Actor], ...]:
    """Whom a pronoun stands for, or whose the thing is that something was done to."""
    if clause.tree.word(word) in PRONOUNS:
        return antecedent(word)
    return owners(clause, word) if role == "target" and group.main.event_type in DONE_TO_OWNERS else ()


def _kind_of_people(clause: Clause, group: Group, word: int, role: Role) -> Actor | None:
    """What a noun that names nobody says of people: civilians are done something to, fighters do it."""
    classes = clause.classes(word)
    if role == "target":
        armed = "fighters" in classes and "person" not in classes
        return CIVILIANS if "civilians" in classes and not armed else None
    if group.main.event_type is EventType.PROTEST and _is_crowd(clause, word):
        return PROTESTERS
    return UNIDENTIFIED if "fighters" in classes else None


def _is_crowd(clause: Clause, word: int) -> bool:
    return is_somebody(clause, word) or clause.tree.lemmas[word] in QUANTITIES


def _as(actor: Actor, group: Group, role: Role) -> Actor:
    """People who are arrested are suspects, and those who protest are protesters."""
    if actor.actor_id != CIVILIANS.actor_id:
        return actor
    if group.main.mode == "arrest" and role == "target":
        return SUSPECTS
    return PROTESTERS if group.main.event_type is EventType.PROTEST and role != "target" else actor


def principal_of(actor: Actor, group: Group, principal: Callable[[Actor], Actor]) -> Actor:
    """A person counts as whom he acts for; a ministry that meets or agrees counts as its state."""
    if actor.kind == "person" or (actor.kind == "organ" and group.main.event_type in COLLECTIVE):
        return principal(actor)
    return actor


def _is_enemy(tree: Tree, word: int) -> bool:
    return bool(ENEMIES & {tree.lemmas[index] for index in (word, *tree.children(word, "compound", "amod"))})


def owners(clause: Clause, word: int) -> tuple[Decision[Actor], ...]:
    """Whose a thing or a man is: "camps of the group", "a convoy belonging to the army", "a founder of the movement"."""
    tree = clause.tree
    if not clause.classes(word) & OWNED and not is_somebody(clause, word):
        return ()
    for child in tree.children(word, "nmod", "acl", "obl"):
        if tree.case(child) in {"of", "from"} or tree.word(child) in {"belonging", "held", "occupied", "used"}:
            inner = (child, *tree.children(child, "obl", "nmod"))
            if found := tuple(item for index in inner for item in clause.actors_of(index)):
                return found
    return ()


def _of_pronoun(
    clause: Clause, word: int, antecedent: Callable[[int], tuple[Decision[Actor], ...]]
) -> tuple[Decision[Actor], ...]:
    """“its fighters”, "his men", "100 of its jets": those of whom the pronoun stands for, where he has any."""
    tree = clause.tree
    counted = [child for child in tree.children(word, "nmod") if tree.case(child) == "of"]
    for index in (word, *counted):
        for child in tree.children(index, "nmod:poss"):
            if tree[child].pos == "PRON" and clause.classes(index) & MANNED:
                found = antecedent(child)
                return found if all(item.chosen is not None and item.chosen.kind in OWNERS for item in found) else ()
    return ()


def is_somebody(clause: Clause, word: int) -> bool:
    """People, though nobody known: "men on motorbikes", "two guards"."""
    return not _is_enemy(clause.tree, word) and bool(
        clause.classes(word) & {"person", "civilians", "fighters", "troops"}
    )
