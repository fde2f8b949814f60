"""Who took part, completed: speakers of a meeting, proposers, the state behind a decree, sides told before or after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from etl.coding.attendance import conveners, host
from etl.coding.candidate import VERBAL
from etl.coding.participants import COLLECTIVE, GENERIC, Cast, principal_of
from etl.coding.perpetrators import claimed, nearest, speaker
from etl.model import EventType, Participant, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from etl.coding.candidate import Candidate
    from etl.coding.discourse import Memory, Told
    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.model import Actor, ActorId, Decision, Place

NEAR_ACTORS = frozenset({EventType.ASSAULT, EventType.RETREAT, EventType.MOBILIZE, EventType.AID, EventType.SANCTION})
DECREED = frozenset({"arrest", "curfew", "martial-law", "restrict", "censor", "deport"})
MOVES = frozenset({"move-to", "move-from", "send"})
SENDERS = frozenset({"state", "organ", "coalition", "person"})
SPEAKING_OF_OURSELVES = frozenset({"we", "i", "us", "you"})
PERSONAL = frozenset({"he", "she", "him", "her", "his"})


class ActorNames(Protocol):
    """What coding asks of an actor lexicon; raises KeyError for an id that it does not know."""

    def actor(self, actor_id: ActorId) -> Actor: ...

    @property
    def actors(self) -> Mapping[ActorId, Actor]:
        """All of them, by id."""


def states_by_country(actors: ActorNames) -> dict[str, Actor]:
    """Of the states that the lexicon knows, the first of each ISO code."""
    states: dict[str, Actor] = {}
    for actor in actors.actors.values():
        if actor.kind == "state" and actor.country:
            states.setdefault(actor.country, actor)
    return states


@dataclass(frozen=True, slots=True)
class Casting:
    """Completes the participants of one article's events."""

    memory: Memory
    actors: ActorNames
    states: Mapping[str, Actor]  # by ISO code

    def principal(self, actor: Actor) -> Actor:
        """Whom an actor acts for; himself when nobody is known."""
        if actor.acts_for is None:
            return actor
        try:
            return self.actors.actor(actor.acts_for)
        except KeyError:
            return actor

    def antecedent(self, clause: Clause, word: int) -> tuple[Decision[Actor], ...]:
        """What a pronoun stands for: the subject before it in the sentence, else that of the sentences before."""
        pronoun = clause.tree.word(word)
        if pronoun in SPEAKING_OF_OURSELVES:
            return speaker(clause, word)
        clauses = self.memory.scene.clauses
        for order in range(clause.order, max(-1, clause.order - 3), -1):
            subjects = list(_subjects(clauses[order], word if order == clause.order else None))
            wanted = subjects[::-1] if order == clause.order else subjects
            for found in wanted:
                if (pronoun in PERSONAL) == any(
                    item.chosen is not None and item.chosen.kind == "person" for item in found
                ):
                    return found
            if wanted and pronoun in PERSONAL:
                return wanted[-1]
        return ()

    def with_speaker(self, clause: Clause, group: Group, people: Cast) -> Cast:
        """Who says something "at the meeting" takes part in it."""
        if group.main.event_type is not EventType.CONSULT or group.main.noun is None:
            return people
        if clause.tree.case(group.main.token) != "at":
            return people
        return self._joined_by(people, group, speaker(clause, group.main.token), symmetric=True)

    def completed(self, candidate: Candidate, places: tuple[Place, ...]) -> Cast:
        """Everybody who took part, with what the sentence leaves out."""
        people = self._known(candidate)
        clause, group = candidate.clause, candidate.group
        if people.people and (more := conveners(clause, group)):
            people = self._joined_by(people, group, more, symmetric=people.symmetric)
        people = self._with_host(group, people, places)
        return self._with_state(candidate, people, places)

    def _with_host(self, group: Group, people: Cast, places: tuple[Place, ...]) -> Cast:
        """“visited Moscow”: Russia took part, unless the visitors are at home or their hosts are named."""
        guests = [who.actor for who in people.participants]
        if any(who.role == "target" for who in people.participants):
            return people
        found = host(group, frozenset(actor.country for actor in guests), places, self.states)
        if found is None or found in guests:
            return people
        who = Participant(actor=found, role="participant" if people.symmetric else "target")
        return replace(people, people=(*people.people, (who, None, "host")))

    def _known(self, candidate: Candidate) -> Cast:
        clause, group, people = candidate.clause, candidate.group, candidate.people
        if candidate.before is not None:
            return inherited(people, candidate.before.cast)
        if group.standing.status is Status.PROPOSED and candidate.event_type in COLLECTIVE:
            people = self._with_proposer(clause, group, people)
        if candidate.main.passive and candidate.main.frame in MOVES and not people.names("source", "participant"):
            people = self._with_mover(candidate, people)
        if candidate.event_type is EventType.ASSAULT and not people.names("source", "participant"):
            people = claimed(clause, group, people, self.principal)
        if candidate.event_type in NEAR_ACTORS and not people.names("source", "participant"):
            people = nearest(clause, group, people, self.principal)
        if people.specific() or candidate.event_type in VERBAL:
            return people
        earlier = self.memory.previous(clause, group)
        if (
            earlier is None
            or _is_another_scene(candidate, earlier)
            or (candidate.event_type in COLLECTIVE and earlier.clause.order != clause.order)
        ):
            return people
        return inherited(people, earlier.cast)

    def _with_mover(self, candidate: Candidate, people: Cast) -> Cast:
        """“The president announced that trainers would be deployed”: by her; else those who are moved count as moving."""
        clause, group = candidate.clause, candidate.group
        said = [
            item
            for item in speaker(clause, group.main.predicate)
            if item.chosen is not None and item.chosen.kind in SENDERS
        ]
        announced = said if group.standing.status is Status.PLANNED else []
        moved = [found for word in group.main.objects for found in clause.actors_of(word)]
        joined = self._joined_by(Cast(), group, announced or moved, symmetric=False)
        sources = tuple((replace(who, role="source"), decision, how) for who, decision, how in joined.people)
        return replace(people, people=(*people.people, *sources))

    def _with_proposer(self, clause: Clause, group: Group, people: Cast) -> Cast:
        """Who proposes a meeting would take part in it."""
        tree = clause.tree
        for node in tree.ancestors(group.main.predicate):
            if tree.lexicon.effect("control", tree.lemmas[node]) == "proposed":
                found = (decision for word in tree.subjects(node) for decision in clause.actors_of(word))
                return self._joined_by(people, group, found, symmetric=people.symmetric)
        return people

    def _joined_by(self, people: Cast, group: Group, more: Iterable[Decision[Actor]], *, symmetric: bool) -> Cast:
        taken = people.names("participant", "source", "target")
        found = list(people.people)
        for decision in more:
            actor = principal_of(decision.chosen, group, self.principal) if decision.chosen is not None else None
            if actor is not None and actor.actor_id not in taken and actor.kind not in GENERIC:
                taken |= {actor.actor_id}
                who = Participant(actor=actor, role="participant", mention=decision.mention.text)
                found.append((who, decision, "said"))
        return replace(people, people=tuple(found), symmetric=symmetric)

    def _with_state(self, candidate: Candidate, people: Cast, places: tuple[Place, ...]) -> Cast:
        """Arrests, curfews and call-ups that nobody is named for are the state's in whose country they are."""
        decreed = candidate.event_type is EventType.COERCE and candidate.main.mode in DECREED
        if not (decreed or candidate.event_type is EventType.MOBILIZE) or people.names("source", "participant"):
            return people
        countries = {place.country for place in places if place.country}
        for clause in self.memory.scene.clauses:
            for decision in clause.actors:
                actor = decision.chosen
                if actor is not None and actor.kind == "state" and actor.country in countries:
                    who = Participant(actor=actor, role="source")
                    return replace(people, people=(*people.people, (who, decision, "state")))
        return people

    def attributed(self, clause: Clause, group: Group, people: Cast) -> Group:
        """Violence by others that one side of a conflict tells of is claimed: "state media said the rebels shelled …"."""
        sources = people.names("source")
        if group.main.event_type is not EventType.ASSAULT or group.standing.status is not Status.OCCURRED:
            return group
        if not sources or sources <= GENERIC:
            return group
        known = sources | {who.actor.acts_for for who in people.participants if who.role == "source"}
        for decision in speaker(clause, group.main.predicate):
            who = self.principal(decision.chosen) if decision.chosen is not None else None
            neutral = "police" in decision.mention.text.lower()  # who reports crimes is no side of a war
            if who is not None and who.kind in {"state", "group"} and who.actor_id not in known and not neutral:
                standing = replace(
                    group.standing, status=Status.CLAIMED, because=(f"told by one side only ({who.name})",)
                )
                return replace(group, standing=standing)
        return group


def _is_another_scene(candidate: Candidate, earlier: Told) -> bool:
    """Another kind of force: who made the arrests need not have imposed the curfew."""
    return candidate.event_type is EventType.COERCE and candidate.main.mode != earlier.group.main.mode


def _subjects(clause: Clause, before: int | None) -> Iterator[tuple[Decision[Actor], ...]]:
    for index in range(len(clause.tree) if before is None else before):
        if clause.tree.dep(index) == "nsubj" and (found := clause.actors_of(index)):
            yield found


def inherited(people: Cast, earlier: Cast) -> Cast:
    """The roles that the sentence leaves open, filled from an earlier event; without words of its own."""
    have = {who.role for who in people.participants}
    taken = people.names("source", "target", "participant")
    more = tuple(
        (replace(who, mention=None), decision, "inherited")
        for who, decision, _ in earlier.people
        if who.role not in have and who.actor.actor_id not in taken
    )
    return replace(people, people=(*people.people, *more), symmetric=people.symmetric or earlier.symmetric)
