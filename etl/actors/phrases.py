"""The phrases of one sentence that name an actor, left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.actors.context import surname_keys
from etl.actors.line import person_end
from etl.actors.reading import Found
from etl.actors.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Sequence


class Reader(Roles):
    """Reads one sentence against the lexicon and what the article has said before."""

    def read(self) -> list[Found]:
        found: list[Found] = []
        at = 0
        while at < len(self.line):
            hit = self._named(at) or self._called(at) or self._made(at) or self._bare(at) or self._pronoun(at)
            if hit is None:
                at += 1
                continue
            if hit.rule != "skip":
                hit = self._widened(hit, found[-1].end if found else 0)
                found.append(hit)
                self.done = hit.end
                self._acronym(hit)
            at = max(hit.end, at + 1)
        return sorted([*found, *self._apposed(found)], key=lambda one: one.start)

    def _apposed(self, found: Sequence[Found]) -> list[Found]:
        """As in "John Doe, a spokesman for the group": the name acts for whom the title behind it does."""
        line, more = self.line, []
        taken = {at for one in found for at in range(one.start, one.end)}
        for one in found:
            titled = any(
                "title" in self.context.lexicon.words.get((key,), {}) for key in line.keys[one.start : one.end]
            )
            before = one.start - 1 if line.key(one.start - 1) in {"a", "an", "the"} else one.start
            if one.actor is None or one.person or not titled or before < 2 or line.words[before].joined:
                continue
            start = before
            while start > 0 and before - start < 4 and start - 1 not in taken and line.words[start - 1].capital:
                start -= 1
                if not line.words[start].joined:
                    break
            if before - start < 2 or person_end(line, start) != before:
                continue
            name, said = self._text(start, before), self._text(one.start, one.end)
            because = f"“{name}” is introduced as “{said}”"
            self.context.people[surname_keys(name)[0] if surname_keys(name) else name] = (name, one.actor, because)
            more.append(
                Found(
                    start=start,
                    end=before,
                    actor=one.actor,
                    rule="actor.apposition",
                    score=0.75,
                    because=(because,),
                    person=True,
                )
            )
        return more

    def _widened(self, found: Found, floor: int) -> Found:
        """A role takes the adjectives before it: "unidentified masked gunmen"."""
        at = found.start
        while found.bare is not None and at > floor and at > found.start - 3 and self.line.words[at].joined:
            before = at - 1
            if self.line.pos(before) != "ADJ" and not self.line.glued(before):
                break
            if any(True for _ in self.context.lexicon.names_at(self.line.keys, before)):
                break
            at = before
            if self.line.glued(at) and at > floor:
                at -= 1
        return replace(found, start=at)
