"""Names of the lexicon, and names that the article itself has introduced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.actors.context import spelled
from etl.actors.line import CALENDAR, person_end
from etl.actors.reading import STRANGER, Found
from etl.actors.states import States
from etl.actors.words import keys_of, slug, surname_keys
from etl.model import Actor, ActorId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from etl.actors.lexicon import Alias

# Abbreviations that capitals alone tell from a word; where everything is in capitals, nothing does.
_WORDLIKE = frozenset({"is", "who", "car", "site", "it", "aid", "us"})
_COMMANDED = frozenset({"organ", "fighters", "state", "weapon"})
_GROUP_NOUNS = frozenset({"fighters", "member", "asset", "weapon", "title", "organ", "state"})


class Naming(States):
    """The rules for names: groups, peoples, people, abbreviations."""

    def _named(self, at: int) -> Found | None:
        line = self.line
        if line.keys[at] in _WORDLIKE and (line.shouting or not line.words[at].text.isupper()):
            return None
        for end, aliases in self.context.lexicon.names_at(line.keys, at):
            usable = [alias for alias in aliases if spelled(alias, line.words[at:end])]
            if usable and self._in_place(at, usable):
                continue
            fit, out = self.context.ranked(usable)
            if not fit:
                continue
            if line.glued(end) or line.prefixed(at):
                return self._against(at, end) or self._backed(at, end, fit[0]) or self._skip(end)
            found = self._by_kind(at, end, fit)
            if found is None:
                return self._skip(end)
            others = [
                alias.actor_id for alias in [*fit, *out] if found.actor and alias.actor_id != found.actor.actor_id
            ]
            rejected = tuple(self.context.lexicon.actors[actor_id] for actor_id in dict.fromkeys(others))
            return replace(
                found,
                rejected=tuple(actor for actor in rejected if actor.actor_id != (found.actor and found.actor.acts_for)),
            )
        return None

    def _in_place(self, at: int, aliases: Sequence[Alias]) -> bool:
        """Whether the name is the tail of a place's: "Tal Afar", "Gulf of Oman"."""
        kind = self.context.lexicon.actors[aliases[0].actor_id].kind
        inside = self.context.sites.inside(self.line.words[at].start)
        return inside and kind in {"state", "civilians"}

    def _against(self, at: int, end: int) -> Found | None:
        """As in "the anti-IS coalition", also where the short form stands between: "the anti-'Islamic State' (IS) coalition"."""
        line = self.line
        for skip in (0, 1):
            head = self._head(end + skip) if end + skip < len(line) else None
            if line.prefixed(at) and head is not None and "coalition" in head.classes:
                return Found(start=at - 1, end=head.end, actor=None, rule="actor.role", score=0.5, bare=head)
        return None

    def _backed(self, at: int, end: int, backer: Alias) -> Found | None:
        """As in "US-backed fighters", "the al-Qaeda-linked group": in some countries and years only one can be meant."""
        rows = self.context.lexicon.backed.get(backer.actor_id, ()) if self.line.glued(end) else ()
        fit, _ = self.context.ranked([row for row in rows if row.holds(self.context.published)])
        heads = self.line.heads(self.context.lexicon, end + 1) if fit else []
        if not heads or not heads[0].classes.keys() & {"fighters", "member"} or "state" in heads[0].classes:
            return None
        actor, last = self.context.lexicon.actors[fit[0].actor_id], heads[-1] if len(heads) > 1 else heads[0]
        text = self._text(at, last.end)
        because = (f"“{text}” in this country and year: {actor.name}",)
        gives = heads[0].classes.get("fighters", "")
        return Found(start=at, end=last.end, actor=actor, rule="actor.backed", score=0.7, because=because, gives=gives)

    def _by_kind(self, at: int, end: int, fit: Sequence[Alias]) -> Found | None:
        alias = fit[0]
        kinds = {other.kind for other in fit if other.actor_id == alias.actor_id}
        actor = self.context.lexicon.actors[alias.actor_id]
        if alias.kind == "person":
            return self._possessed(self._person(at, end, alias.text))
        if actor.kind == "state":
            return self._state(at, end, actor, kinds)
        if actor.kind == "civilians":
            return self._people(at, end, actor, kinds)
        return self._group(at, end, actor, alias)

    def _group(self, at: int, end: int, actor: Actor, alias: Alias) -> Found | None:
        line = self.line
        text = self._text(at, end)
        because = [f"“{text}” is {actor.name}" if text != actor.name else f"named “{actor.name}”"]
        if alias.context:
            because.append(
                f"the article speaks of {', '.join(sorted(code for code in alias.context if self.context.countries[code]))}"
            )
        if alias.valid_from or alias.valid_to:
            because.append(f"name in use {alias.valid_from or '…'}–{alias.valid_to or 'today'}")
        if not alias.holds(self.context.published):
            because.append("outside of those dates on the day of publication")
        body = end + 1 if line.key(end) == "'s" else end
        last, gives = self._group_heads(end, body)
        if not gives:
            gives = self.context.lexicon.words.get(keys_of(alias.text)[-1:], {}).get("fighters", "")
        if actor.kind == "organ":
            gives = self.context.lexicon.words.get(keys_of(actor.name)[1:], {}).get("organ", "")
        found = Found(
            start=at,
            end=last,
            actor=actor,
            rule="actor.name",
            score=0.95 if alias.holds(self.context.published) else 0.7,
            because=tuple(because),
            gives=gives,
        )
        return self._with_person(found) if last > end else found

    def _group_heads(self, end: int, body: int) -> tuple[int, str]:
        """How far "IS fighters", "PKK's leader" reaches, and which fighters it says."""
        last, gives = end, ""
        for head in self.line.heads(self.context.lexicon, body):
            classes = head.classes.keys()
            if not _GROUP_NOUNS & classes or (body > end and not {"fighters", "title", "organ"} & classes):
                break
            last, gives = head.end, gives or head.classes.get("fighters", "")
        return last, gives

    def _people(self, at: int, end: int, people: Actor, kinds: AbstractSet[str]) -> Found | None:
        line = self.line
        heads = line.heads(self.context.lexicon, end + 1 if line.key(end) == "'s" else end)
        text = self._text(at, end)
        for head in heads[:1]:
            classes = head.classes
            gives = classes.get("fighters", "").replace("fighters", "forces") or (
                "forces" if classes.keys() & {"organ", "action"} else ""
            )
            if "place" in classes and not gives:
                return Found(
                    start=at,
                    end=head.end,
                    actor=people,
                    rule="actor.people-place",
                    score=0.3,
                    because=(f"“{self._text(at, head.end)}”: a place of {people.name}",),
                )
            if gives:
                name = f"{text} {gives}"
                last = head.end if "action" not in classes or "fighters" in classes else end
                found = self._known_or_made(name, people.country)
                return Found(
                    start=at,
                    end=last,
                    actor=found,
                    rule="actor.people-group",
                    score=0.75,
                    because=(f"“{self._text(at, last)}”: armed {text} {gives}",),
                    gives=gives,
                )
            if {"state", "title"} & classes.keys():
                made = self._known_or_made(f"{text} {self._text(head.start, head.end).lower()}", people.country)
                found_ = Found(
                    start=at,
                    end=head.end,
                    actor=made,
                    rule="actor.people-group",
                    score=0.6,
                    because=(f"“{self._text(at, head.end)}” speak for {people.name}",),
                )
                return self._with_person(found_) if "title" in classes else found_
            if {"role", "member"} & classes.keys():
                return Found(
                    start=at,
                    end=head.end,
                    actor=people,
                    rule="actor.people",
                    score=0.75,
                    because=(f"“{self._text(at, head.end)}” are {people.name}",),
                )
        if "name" in kinds and line.case(at) not in {"in", "near", "inside", "across"}:
            return Found(
                start=at,
                end=end,
                actor=people,
                rule="actor.people",
                score=0.75,
                because=(f"“{text}” are {people.name}",),
            )
        return None

    def _called(self, at: int) -> Found | None:
        line, word = self.line, self.line.words[at]
        known = self.context.people.get(word.key) if word.capital else None
        behind_a_name = at and line.joined(at) and line.proper(at - 1) and self._head(at - 1) is None
        if not word.capital or not line.proper(at) or behind_a_name:
            return None
        if known is None:
            return self._famous(at)
        full, actor, why = known
        if word.key in CALENDAR and any(line.key(near)[:1].isdigit() for near in (at - 1, at + 1)):
            return None
        if why == STRANGER:
            return Found(start=at, end=at + 1, actor=actor, rule=STRANGER, score=0.3, person=True)
        if full != word.text:
            because = f"“{word.text}” is {full}" + (f": {why}" if why else "")
            surname = Found(start=at, end=at + 1, actor=actor, rule="actor.surname", score=0.85, because=(because,))
            return self._possessed(replace(surname, person=True))
        end, gives = self._group_heads(at + 1, at + 1)
        return Found(start=at, end=end, actor=actor, rule="actor.acronym", score=0.85, because=(why,), gives=gives)

    def _famous(self, at: int) -> Found | None:
        """As in "Burhan flew to Ankara": a leader in office, by surname alone, of a country that the article speaks of."""
        line, key = self.line, self.line.keys[at]
        alone = not (line.joined(at + 1) and line.words[at + 1].capital) and not line.glued(at + 1)
        if (
            line.pos(at) != "PROPN"
            or not alone
            or not line.dep(at).startswith(("nsubj", "obj", "obl", "conj", "nmod:poss"))
        ):
            return None
        leader = self.context.leader(key)
        if leader is None:
            return None
        actor, why = self.context.lexicon.actors[leader[0].acts_for], leader[1]
        self.context.people[key] = (leader[0].name, actor, why)
        because = (f"“{line.words[at].text}” alone: {why}",)
        found = Found(start=at, end=at + 1, actor=actor, rule="actor.famous", score=0.6, because=because, person=True)
        return self._possessed(found)

    def _stranger(self, at: int) -> Found | None:
        """Somebody whom no table knows and no title explains: remembered so that "he" is not taken for another."""
        line = self.line
        end = person_end(line, at) if line.words[at].capital else at
        subject = any(line.dep(inner).startswith(("nsubj", "appos")) for inner in range(at, end))
        if not 2 <= end - at <= 4 or not subject or line.case(at):
            return None
        name = self._text(at, end)
        actor = Actor(actor_id=ActorId(slug(name)), name=name, kind="person")
        for key in surname_keys(name):
            self.context.people.setdefault(key, (name, actor, STRANGER))
        return Found(start=at, end=end, actor=actor, rule=STRANGER, score=0.3, person=True)

    def _possessed(self, found: Found) -> Found:
        """As in "Assad's forces": whom the person commands acts, not the person."""
        line, actor = self.line, found.actor
        if line.key(found.end) != "'s" or actor is None or actor.kind == "person":
            return found
        heads = line.heads(self.context.lexicon, found.end + 1)
        if not heads or not heads[0].classes.keys() & _COMMANDED:
            return found
        if actor.kind == "state":
            of_state = self._of_state(found.start, found.end, actor, heads)
            return of_state if of_state is not None and of_state.actor is not None else found
        end, gives = self._group_heads(found.end, found.end + 1)
        return replace(found, end=end, gives=gives, person=False)

    def _acronym(self, found: Found) -> None:
        """As in "the Foo Liberation Front (FLF)": from now on the short form is the actor."""
        line, at = self.line, found.end
        if found.actor is None or found.person or at >= len(line):
            return
        word = line.words[at]
        between = self.context.text[line.words[at - 1].end : word.start].strip()
        if not (between.endswith("(") and word.text.isupper() and word.text.isalpha() and 2 <= len(word.text) <= 8):
            return
        if self._initial(found) == word.text[0]:
            why = f"“{word.text}” is {found.actor.name}, as the text says"
            self.context.people.setdefault(word.key, (word.text, found.actor, why))

    def _initial(self, found: Found) -> str:
        return next((word.text[0] for word in self.line.words[found.start : found.end] if word.capital), "")
