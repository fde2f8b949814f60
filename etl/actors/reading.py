"""A sentence being read: the phrase that a rule finds, and what all rules share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.actors.context import spelled, surname_keys
from etl.actors.line import Head, Line, person_end
from etl.actors.words import slug
from etl.model import Actor, ActorId

if TYPE_CHECKING:
    from etl.actors.context import Context

_FORMER = frozenset({"former", "ex", "late", "onetime", "ousted", "deposed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A phrase of words start..end. ``actor`` None with ``bare`` set: who it is depends on the text before."""

    start: int
    end: int
    actor: Actor | None
    rule: str
    score: float
    because: tuple[str, ...] = ()
    rejected: tuple[Actor, ...] = ()
    bare: Head | None = None
    gives: str = ""  # the kind of fighters or the organ that the phrase says
    person: bool = False
    own: bool = False  # "its forces", "their leader"


@dataclass(slots=True)
class Reading:
    """One sentence, what the article has said before it, and the small questions that every rule asks."""

    line: Line
    context: Context
    done: int = 0  # the word after the last mention

    def _text(self, start: int, end: int) -> str:
        span = self.line.sentence.span
        return self._source[self.line.words[start].start - span.start : self.line.words[end - 1].end - span.start]

    @property
    def _source(self) -> str:
        return self.context.text[self.line.sentence.span.start : self.line.sentence.span.end]

    def _head(self, at: int) -> Head | None:
        return self.line.head_at(self.context.lexicon, at)

    def _known_or_made(self, name: str, country: str) -> Actor:
        known = self.context.lexicon.find(name, self.context.published)
        made = Actor(actor_id=ActorId(slug(name)), name=name, kind="group", country=country)
        return known if known is not None and known.actor_id in self.context.lexicon.actors else made

    def _role(self, head: Head, state: Actor | None = None) -> Actor:
        name = head.classes.get("unidentified") or head.classes["role"]
        if name == "protesters" and state is not None:
            adjective = self.context.lexicon.adjectives.get(state.actor_id, state.name)
            return Actor(
                actor_id=ActorId(slug(f"{adjective} {name}")),
                name=f"{adjective} {name}",
                kind="civilians",
                country=state.country,
            )
        return self.context.lexicon.actor(slug(name))

    def _person(self, at: int, end: int, name: str) -> Found:
        person, why = self.context.person(name)
        self.context.introduce_known(name)
        actor = self.context.lexicon.actors[person.acts_for]
        text = self._text(at, end)
        before = {self.line.key(at - back) for back in range(1, 5)}
        if before & _FORMER:
            actor = Actor(actor_id=ActorId(slug(person.name)), name=person.name, kind="person")
            return Found(
                start=at,
                end=end,
                actor=actor,
                rule="actor.former",
                score=0.6,
                because=(f"“{text}” no longer in the post",),
                person=True,
            )
        score = 0.9 if self.context.in_post(person) else 0.6
        because = why if text == person.name else f"“{text}”: {why}"
        return Found(start=at, end=end, actor=actor, rule="actor.person", score=score, because=(because,), person=True)

    def _with_person(self, found: Found) -> Found:
        """A title takes the name behind it, and the article may use the surname from now on."""
        line = self.line
        if not line.joined(found.end):
            return found
        former = bool(
            {line.key(found.start - 1), line.key(found.start - 2), *line.keys[found.start : found.end]} & _FORMER
        )
        end = person_end(line, found.end)
        for stop, aliases in self.context.lexicon.names_at(line.keys, found.end):
            person = next((alias for alias in aliases if alias.kind == "person"), None)
            if person is not None and spelled(person, line.words[found.end : stop]):
                return replace(self._person(found.end, stop, person.text), start=found.start, end=max(stop, end))
        if end == found.end:
            return found
        name = self._text(found.end, end)
        if former:
            actor = Actor(actor_id=ActorId(slug(name)), name=name, kind="person")
            because = f"“{name}” no longer in the post"
            return replace(found, end=end, actor=actor, rule="actor.former", score=0.6, because=(because,), person=True)
        surname = surname_keys(name)
        known_ = self.context.people.get(surname[0]) if surname else None
        if known_ is not None:
            return replace(
                found,
                end=end,
                actor=known_[1],
                rule="actor.surname",
                score=0.85,
                because=(f"“{name}” is {known_[0]}: {known_[2]}",),
                person=True,
            )
        if found.actor is not None and surname:
            self.context.people[surname[0]] = (
                name,
                found.actor,
                f"introduced as “{self._text(found.start, found.end)}”",
            )
        return replace(found, end=end, person=True)

    @staticmethod
    def _skip(end: int) -> Found:
        return Found(start=end - 1, end=end, actor=None, rule="skip", score=0.0)
