"""From the triggers of each sentence to events: answers from the sentence first, then from what was told before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.coding import counts, timing, tolls
from etl.coding.adversaries import faced
from etl.coding.candidate import Candidate, contradicts
from etl.coding.casting import ActorNames, Casting, states_by_country
from etl.coding.dating import aggregated, dated
from etl.coding.discourse import Memory, Told, is_anaphoric
from etl.coding.evidence import Answer, event_of
from etl.coding.groups import groups
from etl.coding.participants import cast
from etl.coding.place import where
from etl.coding.telling import is_habit, is_telling
from etl.coding.triggers import triggers
from etl.coding.whereabouts import whereabouts
from etl.model import EventType, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.coding.groups import Group
    from etl.coding.scene import Clause, Scene
    from etl.model import Event

__all__ = ["ActorNames", "coded"]

SPOKEN_OF = frozenset({Status.PROPOSED, Status.PLANNED, Status.DENIED})
WORDS_ABOUT_DEEDS = frozenset(f"coding.verb.{lemma}" for lemma in ("pledge", "promise", "vow", "commit"))

HURTING = frozenset({EventType.ASSAULT, EventType.COERCE})  # people are killed, wounded or taken


def coded(scene: Scene, actors: ActorNames) -> tuple[Event, ...]:
    """One event per telling, in reading order."""
    states = states_by_country(actors)
    memory = Memory.of(scene, {code: state.name for code, state in states.items()})
    coder = Coder(memory, Casting(memory, actors, states))
    found = [event for clause in scene.clauses for event in coder.events(clause)]
    return faced(scene, found, memory.told)


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes an article sentence by sentence; the memory grows with every event."""

    memory: Memory
    casting: Casting

    def events(self, clause: Clause) -> Iterator[Event]:
        """The events of one sentence; what is asked for comes before the asking."""
        made = groups(clause, triggers(clause))
        asked: list[int] = []
        for group in sorted(made, key=_only_speaks):
            if _only_speaks(group) and _is_about(clause, group, asked):
                continue  # "proposed that they hold a meeting" tells the meeting as proposed, and nothing more
            rest = (other for other in made if other is not group and not other.standing.dropped)
            others = [trigger.token for other in rest for trigger in other.triggers]
            event = self._event(clause, group, others)
            if event is not None:
                asked += [group.main.predicate] if event.status in SPOKEN_OF else []
                yield event

    def _event(self, clause: Clause, group: Group, others: list[int]) -> Event | None:
        candidate = self._candidate(clause, group, others)
        if group.standing.dropped or is_habit(candidate) or not is_telling(candidate, self.memory):
            return None
        people = self.casting.completed(candidate, whereabouts(candidate, self.memory, candidate.people).places)
        answer = Answer(
            people=people,
            where=whereabouts(candidate, self.memory, people),
            when=candidate.when or dated(candidate, self.memory, people),
            tolls=tolls.tolls(clause.tree, group.triggers, others) if group.main.event_type in HURTING else (),
            count=next((n for trigger in group.triggers if (n := counts.acts(clause, trigger)) is not None), None),
            repeats=candidate.before.event_id if candidate.before is not None else None,
        )
        number = max(answer.count or 0, answer.people_of("killed") or 0)
        standing = self.casting.attributed(clause, aggregated(group, answer.when, number), people)
        event = event_of(self.memory.scene.article, clause, standing, answer)
        self.memory.told.append(_told(event, candidate, answer))
        return event

    def _candidate(self, clause: Clause, group: Group, others: list[int]) -> Candidate:
        people = cast(clause, group, self.casting.principal, lambda word: self.casting.antecedent(clause, word))
        candidate = Candidate(
            clause=clause,
            group=group,
            people=self.casting.with_speaker(clause, group, people),
            places=where(clause, group, others),
            when=timing.stated(clause, group, others, self.memory.scene.article.published),
            anaphoric=is_anaphoric(clause, group),
        )
        before = self.memory.antecedent(clause, group) if candidate.anaphoric else None
        return candidate if before is None or contradicts(candidate, before) else replace(candidate, before=before)


def _only_speaks(group: Group) -> bool:
    """A proposal, a pledge or a denial: told by what it is about, where that is told."""
    return group.main.event_type is EventType.REQUEST or group.main.rule in WORDS_ABOUT_DEEDS


def _is_about(clause: Clause, group: Group, asked: list[int]) -> bool:
    return any(group.main.token in clause.tree.ancestors(word) for word in asked)


def _told(event: Event, candidate: Candidate, answer: Answer) -> Told:
    return Told(
        event_id=event.event_id,
        clause=candidate.clause,
        group=candidate.group,
        cast=answer.people,
        places=event.where,
        place_said=bool(candidate.places.chosen),
        when=answer.when,
    )
