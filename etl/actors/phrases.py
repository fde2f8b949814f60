"""The phrases of one sentence that name an actor, left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.actors.line import person_end
from etl.actors.reading import STRANGER, Found
from etl.actors.roles import Roles
from etl.actors.words import surname_keys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Actor


_DESCRIBING = frozenset(
    {"unidentified", "unknown", "armed", "masked", "suspected", "islamist", "maoist", "communist", "leftist"}
)


class Reader(Roles):
    """Reads one sentence against the lexicon and what the article has said before."""

    def read(self) -> list[Found]:
        found: list[Found] = []
        at = 0
        while at < len(self.line):
            hit = (
                self._own_name(at)
                or self._named(at)
                or self._called(at)
                or self._made(at)
                or self._bare(at)
                or self._pronoun(at)
                or self._stranger(at)
            )
            if hit is None:
                at += 1
                continue
            if hit.rule != "skip":
                hit = self._widened(hit, found[-1].end if found else 0)
                found.append(hit)
                self.done = hit.end
                self._acronym(hit)
            at = max(hit.end, at + 1)
        return self._with_appositions(found)

    def _with_appositions(self, found: Sequence[Found]) -> list[Found]:
        """As in "John Doe, a spokesman for the group": the name acts for whom the title behind it does."""
        names: dict[int, Found] = {}
        taken = {at: one for one in found for at in range(one.start, one.end)}
        for one in found:
            run = self._name_before(one)
            if run is None or one.actor is None:
                continue
            held = taken.get(run[1] - 1)
            start = held.start if held is not None else run[0]
            if held is None or held.rule == STRANGER or (held.actor is None and held.person):
                names[start] = self._apposed(start, run, one, one.actor)
        kept = [one for one in found if one.start not in names]
        return sorted([*kept, *names.values()], key=lambda one: one.start)

    def _name_before(self, one: Found) -> tuple[int, int] | None:
        """The run of name words before the comma before a title."""
        line, words = self.line, self.context.lexicon.words
        titled = any("title" in words.get((key,), {}) for key in line.keys[one.start : one.end])
        end = one.start - 1 if line.key(one.start - 1) in {"a", "an", "the"} else one.start
        if one.person or not titled or end < 2 or line.words[end].joined:
            return None
        start = end - 1
        while start > 0 and end - start < 4 and line.words[start].joined and line.words[start - 1].capital:
            start -= 1
        while start < end and words.get((line.keys[start],)):
            start += 1
        return (start, end) if end - start >= 2 and person_end(line, start) == end else None

    def _apposed(self, start: int, run: tuple[int, int], one: Found, actor: Actor) -> Found:
        name, said = self._text(*run), self._text(one.start, one.end)
        because = f"“{name}” is introduced as “{said}”"
        for key in surname_keys(name):
            self.context.people[key] = (name, actor, because)
        return Found(
            start=start, end=run[1], actor=actor, rule="actor.apposition", score=0.75, because=(because,), person=True
        )

    def _widened(self, found: Found, floor: int) -> Found:
        """A role takes the adjectives before it: "unidentified masked gunmen"."""
        at = found.start
        while found.bare is not None and at > floor and at > found.start - 3 and self.line.words[at].joined:
            before = at - 1
            if (
                self.line.pos(before) != "ADJ"
                and self.line.keys[before] not in _DESCRIBING
                and not self.line.glued(before)
            ):
                break
            if any(True for _ in self.context.lexicon.names_at(self.line.keys, before)):
                break
            at = before
            if self.line.glued(at) and at > floor:
                at -= 1
        return replace(found, start=at)
