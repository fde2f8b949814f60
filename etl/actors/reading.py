"""A sentence being read: the phrase that a rule finds, and what all rules share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from etl.actors.context import spelled
from etl.actors.line import Head, Line, person_end
from etl.actors.words import slug, surname_keys
from etl.model import Actor, ActorId

if TYPE_CHECKING:
    from etl.actors.context import Context

STRANGER = "actor.stranger"  # somebody whom no table knows and no title explains
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
    sent: bool = False  # the object of "send", "deploy"
    also: Actor | None = None  # the other of "both sides"


@dataclass(slots=True)
class Reading:
    """One sentence, what the article has said before it, and the small questions that every rule asks."""

    line: Line
    context: Context
    done: int = 0  # the word after the last mention
    _heads: dict[int, Head | None] = field(default_factory=dict)

    def _text(self, start: int, end: int) -> str:
        span = self.line.sentence.span
        return self._source[self.line.words[start].start - span.start : self.line.words[end - 1].end - span.start]

    @property
    def _source(self) -> str:
        return self.context.text[self.line.sentence.span.start : self.line.sentence.span.end]

    def _head(self, at: int) -> Head | None:
        if at not in self._heads:
            self._heads[at] = self.line.head_at(self.context.lexicon, at)
        return self._heads[at]

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
        end = person_end(line, found.end)
        for stop, aliases in self.context.lexicon.names_at(line.keys, found.end):
            person = next((alias for alias in aliases if alias.kind == "person"), None)
            if person is not None and spelled(person, line.words[found.end : stop]):
                return replace(self._person(found.end, stop, person.text), start=found.start, end=max(stop, end))
        if end == found.end:
            return found
        named = replace(found, end=end, person=True)
        name = self._text(found.end, end)
        before = {line.key(found.start - 1), line.key(found.start - 2), *line.keys[found.start : found.end]}
        if before & _FORMER:
            actor = Actor(actor_id=ActorId(slug(name)), name=name, kind="person")
            return replace(
                named, actor=actor, rule="actor.former", score=0.6, because=(f"“{name}” no longer in the post",)
            )
        return self._by_surname(named, name, self._text(found.start, found.end))

    def _by_surname(self, found: Found, name: str, title: str) -> Found:
        """Somebody with a title: known to the article or to the lexicon, else introduced by the title."""
        for surname in surname_keys(name):
            full, actor, why = self.context.people.get(surname, ("", found.actor, ""))
            if full and (name in full or full == name) and not (why == STRANGER and found.actor):
                return replace(
                    found, actor=actor, rule="actor.surname", score=0.85, because=(f"“{name}” is {full}: {why}",)
                )
            officer = self.context.officer(surname, title) if " " not in name and found.actor is None else None
            if officer is not None:
                self.context.introduce_known(officer[0].name)
                known = self.context.lexicon.actors[officer[0].acts_for]
                because = f"“{name}” with the title: {officer[1]}"
                return replace(found, actor=known, rule="actor.titled", score=0.8, because=(because,))
            if found.actor is not None:
                self.context.people[surname] = (name, found.actor, f"introduced as “{title}”")
        return found

    @staticmethod
    def _skip(end: int) -> Found:
        return Found(start=end - 1, end=end, actor=None, rule="skip", score=0.0)
