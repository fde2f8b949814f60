"""The phrases of one sentence that name an actor: a name or an adjective with the nouns that belong to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.actors.context import spelled, surname_keys
from etl.actors.line import CALENDAR, Head, Line, person_end
from etl.actors.words import slug
from etl.model import Actor, ActorId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.actors.context import Context
    from etl.actors.lexicon import Alias

_PLACE_CASES = frozenset("in near inside across throughout outside within around along at over through".split())  # noqa: SIM905 (a word list reads better so)
_PARTNER_CASES = frozenset({"by", "with", "between", "against", "from", "to"})
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeastern northwestern southeastern southwestern "  # noqa: SIM905 (a word list reads better so)
    "upper lower mainland latin neighboring neighbouring rural modern".split()
)
_PERSON_LIKE = frozenset({"jordan", "chad", "georgia", "israel", "cuba", "dominica"})
_ORGANIZATION = frozenset(
    "army front brigade brigades battalion battalions movement party forces militia council union organization organisation "  # noqa: SIM905 (a word list reads better so)
    "committee command corps division cartel coalition alliance league federation congress association foundation institute "
    "commission agency ministry police brotherhood guard guards network group faction gang legion regiment resistance jihad "
    "resistance".split()
)
_ORGANIZATION_FIRST = frozenset(
    {"liwa", "jaysh", "jaish", "harakat", "jabhat", "kataib", "saraya", "katibat", "faylaq", "tanzim"}
)
_CONNECTORS = frozenset({"of", "for", "the", "and", "de", "del", "la", "al", "el"})
_GROUP_NOUNS = frozenset({"fighters", "member", "asset", "weapon", "title", "organ", "state"})
_FORMER = frozenset({"former", "ex", "late", "onetime", "ousted", "deposed"})
_OF = frozenset({"of", "from", "for"})
# How likely a state's name behind a preposition is a side and not a place.
_CASE_SCORES = {"into": 0.3, "from": 0.3, "toward": 0.3, "towards": 0.3, "to": 0.5, "of": 0.6, "for": 0.6, "on": 0.6}
_PRONOUNS = frozenset({"he", "she", "they", "them", "it", "him"})


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
    country: str = ""


@dataclass(slots=True)
class Reader:
    """Reads one sentence against the lexicon and what the article has said before."""

    line: Line
    context: Context
    _done: int = 0  # the word after the last mention

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
                self._done = hit.end
                self._acronym(hit)
            at = max(hit.end, at + 1)
        return sorted([*found, *self._apposed(found)], key=lambda one: one.start)

    def _apposed(self, found: Sequence[Found]) -> list[Found]:
        """ "John Doe, a spokesman for the group": the name acts for whom the title behind it does."""
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

    # names of the lexicon

    def _named(self, at: int) -> Found | None:
        line = self.line
        if self.line.key(at) == "is" and (line.shouting or line.words[at].text != "IS"):
            return None
        for end, aliases in self.context.lexicon.names_at(line.keys, at):
            usable = [alias for alias in aliases if spelled(alias, line.words[at:end])]
            fit, out = self.context.ranked(usable)
            if not fit:
                continue
            if line.glued(end) or line.prefixed(at):
                return self._against(at, end) or self._skip(end)
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

    def _against(self, at: int, end: int) -> Found | None:
        """ "the anti-IS coalition", also where the short form stands between: "the anti-'Islamic State' (IS) coalition"."""
        line = self.line
        for skip in (0, 1):
            head = self._head(end + skip) if end + skip < len(line) else None
            if line.prefixed(at) and head is not None and "coalition" in head.classes:
                return Found(start=at - 1, end=head.end, actor=None, rule="actor.role", score=0.5, bare=head)
        return None

    def _by_kind(self, at: int, end: int, fit: Sequence[Alias]) -> Found | None:
        alias = fit[0]
        kinds = {other.kind for other in fit if other.actor_id == alias.actor_id}
        actor = self.context.lexicon.actors[alias.actor_id]
        if alias.kind == "person":
            return self._person(at, end, alias.text)
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

    def _state(self, at: int, end: int, state: Actor, kinds: set[str]) -> Found | None:
        line = self.line
        genitive = line.key(end) == "'s"
        heads = line.heads(self.context.lexicon, end + 1 if genitive else end)
        text = self._text(at, end)
        if heads and (genitive or kinds & {"adjective", "name"} or "title" in heads[0].classes):
            found = self._of_state(at, end, state, heads)
            if found is not None:
                return found if found.rule != "skip" else None
        if genitive:
            return None
        if "people" in kinds and self._plural(at, end):
            return self._citizens(at, end, state)
        if "name" in kinds and not (kinds == {"adjective"}):
            if line.key(end - 1) != text.lower() and kinds == {"name", "adjective"} and heads:
                return None
            return self._state_name(at, end, state)
        if "metonym" in kinds:
            return self._metonym(at, end, state)
        return None

    def _of_state(self, at: int, end: int, state: Actor, heads: Sequence[Head]) -> Found | None:
        """A state's army, officials, rebels, civilians ...; a skip for "Syrian town", None for what says nothing."""
        actor: Actor | None = None
        last, gives, rule, title = end, "", "actor.state-official", False
        for head in heads:
            classes = head.classes
            if "organ" in classes:
                if actor is None or actor.kind == "state":
                    actor, gives, rule = (
                        self.context.lexicon.organ(state.actor_id, classes["organ"]),
                        classes["organ"],
                        "actor.organ",
                    )
            elif {"state", "title", "weapon"} & classes.keys():
                actor = actor or state
                title = "title" in classes
            elif "fighters" in classes:
                if actor is None:
                    gives = classes["fighters"]
                    actor, rule = self._home_group(state, gives), "actor.state-group"
            elif {"role", "unidentified"} & classes.keys():
                if actor is None:
                    actor, rule = self._role(head, state), "actor.role"
                else:
                    break
            elif "asset" in classes:
                actor = actor or state
            elif "action" in classes:
                actor = actor or state
                rule = "actor.state-action" if last == end else rule
                break
            elif "place" in classes and actor is None:
                return self._skip(head.end)
            else:
                break
            last = head.end
        if actor is None:
            return None
        said = self._text(at, last)
        because = (f"“{said}”: {actor.name}" + (f", which acts for {state.name}" if actor.acts_for else ""),)
        if actor is state:
            because = (f"“{said}” acts for {state.name}" if last > end else f"“{said}” of {state.name}",)
        found = Found(
            start=at, end=last, actor=actor, rule=rule, score=0.85, because=because, gives=gives, country=state.country
        )
        return self._with_person(found) if title else found

    def _state_name(self, at: int, end: int, state: Actor) -> Found | None:
        line = self.line
        if self._part_of_name(at, end) or self._is_place(at, end):
            return None
        text = self._text(at, end)
        because = f"named “{text}”" if text == state.name else f"“{text}” is {state.name}"
        return Found(
            start=at,
            end=end,
            actor=state,
            rule="actor.state",
            score=_CASE_SCORES.get(line.case(at), 0.9),
            because=(because,),
        )

    def _metonym(self, at: int, end: int, state: Actor) -> Found | None:
        line = self.line
        token = line.token(at)
        seat = token is not None and (token.dep == "nsubj" or line.case(at) in _PARTNER_CASES or line.key(end) == "'s")
        governor = line.governor(at)
        institution = (
            line.key(at - 1) == "the"
            or self._text(at, end)
            in {"Downing Street", "Whitehall", "Congress", "Capitol Hill", "Knesset", "Bundestag"}
            or end - at > 1
        )
        if line.case(at) in _PLACE_CASES or self._part_of_name(at, end) or not (seat or institution):
            return None
        if not institution and (
            governor is None or governor.pos not in {"VERB", "NOUN"} or line.case(at) in {"from", "to"}
        ):
            return None
        return Found(
            start=at,
            end=end,
            actor=state,
            rule="actor.metonym",
            score=0.8 if institution else 0.55,
            because=(f"“{self._text(at, end)}” stands for the government of {state.name}",),
        )

    def _citizens(self, at: int, end: int, state: Actor) -> Found:
        text = self._text(at, end)
        if self.line.key(at - 1) == "the" and self.line.dep(at) == "nsubj":
            return Found(
                start=at,
                end=end,
                actor=state,
                rule="actor.people",
                score=0.5,
                because=(f"“the {text}” as the side of {state.name}",),
            )
        actor = self.context.lexicon.actor("civilians")
        return Found(
            start=at,
            end=end,
            actor=actor,
            rule="actor.people",
            score=0.5,
            because=(f"“{text}” are people of {state.name}",),
            rejected=(state,),
        )

    def _people(self, at: int, end: int, people: Actor, kinds: set[str]) -> Found | None:
        line = self.line
        heads = line.heads(self.context.lexicon, end + 1 if line.key(end) == "'s" else end)
        text = self._text(at, end)
        for head in heads[:1]:
            classes = head.classes
            gives = classes.get("fighters") or ("forces" if classes.keys() & {"organ", "action"} else "")
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
        if "name" in kinds:
            return Found(
                start=at,
                end=end,
                actor=people,
                rule="actor.people",
                score=0.75,
                because=(f"“{text}” are {people.name}",),
            )
        return None

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
        score = 0.9 if person.holds(self.context.published) else 0.6
        because = why if text == person.name else f"“{text}”: {why}"
        return Found(start=at, end=end, actor=actor, rule="actor.person", score=score, because=(because,), person=True)

    # names that the article itself has introduced

    def _called(self, at: int) -> Found | None:
        line, word = self.line, self.line.words[at]
        known = self.context.people.get(word.key) if word.capital else None
        if known is None or not line.proper(at):
            return None
        if at and line.joined(at) and line.proper(at - 1) and self._head(at - 1) is None:
            return None
        full, actor, why = known
        if full != word.text:
            because = f"“{word.text}” is {full}" + (f": {why}" if why else "")
            return Found(
                start=at, end=at + 1, actor=actor, rule="actor.surname", score=0.85, because=(because,), person=True
            )
        end, gives = self._group_heads(at + 1, at + 1)
        return Found(start=at, end=end, actor=actor, rule="actor.acronym", score=0.85, because=(why,), gives=gives)

    def _acronym(self, found: Found) -> None:
        line, at = self.line, found.end
        if found.actor is None or found.person or at >= len(line) or line.words[at].joined:
            return
        word = line.words[at]
        if (
            word.text.isupper()
            and 2 <= len(word.text) <= 8
            and word.start - line.words[at - 1].end <= 3
            and word.text.isalpha()
        ):
            self.context.people.setdefault(
                word.key, (word.text, found.actor, f"“{word.text}” is {found.actor.name}, as the text says")
            )

    def _initial(self, found: Found) -> str:
        return next((word.text[0] for word in self.line.words[found.start : found.end] if word.capital), "")

    # organizations that no table knows

    def _made(self, at: int) -> Found | None:
        line = self.line
        if not line.proper(at) or line.shouting:
            return None
        end, capitals, named = at, 0, False
        while end < len(line) and end - at < 10 and (end == at or line.joined(end)):
            key = line.keys[end]
            if line.words[end].capital and key != "'s":
                capitals += 1
                named = named or (key in _ORGANIZATION and line.key(end + 1) in _OF)
            elif not (key in _CONNECTORS and end > at and self._capital_soon(end)):
                break
            end += 1
        if line.key(at) in {"the", "a", "an"} or capitals < 2 or self._head_of(at, end):
            return None
        if not (named or line.keys[end - 1] in _ORGANIZATION or line.keys[at] in _ORGANIZATION_FIRST):
            return None
        name = self._text(at, end)
        actor = Actor(actor_id=ActorId(slug(name)), name=name, kind="group")
        because = f"“{name}” reads like the name of an organization; no table knows it"
        return Found(start=at, end=end, actor=actor, rule="actor.made", score=0.6, because=(because,))

    def _capital_soon(self, at: int) -> bool:
        """Whether a name goes on behind "of", "for the"."""
        line = self.line
        behind = at + 2 if line.key(at + 1) in _CONNECTORS else at + 1
        return line.joined(behind) and line.words[behind].capital

    def _head_of(self, at: int, end: int) -> bool:
        """Whether a capitalized run is only a title or an organ: "Interior Ministry", "Security Forces"."""
        head = self._head(at)
        return head is not None and head.end >= end

    # roles and references

    def _bare(self, at: int) -> Found | None:
        line = self.line
        head = self._head(at)
        if head is None or line.glued(head.end) or (line.words[at].hyphen and line.key(at - 1) in {"self"}):
            return None
        if line.prefixed(at) or self._modifies(head):
            return None
        classes = head.classes
        heads = line.heads(self.context.lexicon, head.end)
        if heads and "title" not in classes:
            last = heads[-1]
            if {
                "role",
                "fighters",
                "organ",
                "state",
                "unidentified",
                "title",
                "weapon",
                "asset",
                "member",
            } & last.classes.keys() and {"organ", "state", "fighters", "coalition"} & classes.keys():
                head = Head(at, last.end if "title" not in last.classes else last.end, classes)
        owner = self._owner(head)
        if owner is not None:
            return owner
        if "title" in classes:
            found = Found(start=at, end=head.end, actor=None, rule="actor.title", score=0.5, bare=head)
            named = self._with_person(found)
            return named if named is not found or line.definite(at) else None
        if {"organ", "fighters", "role", "unidentified", "coalition"} & classes.keys() or classes.get(
            "state"
        ) == "bare":
            return Found(
                start=at,
                end=head.end,
                actor=None,
                rule="actor.role",
                score=0.5,
                bare=head,
                gives=classes.get("organ") or classes.get("fighters") or "",
            )
        if (
            "member" in classes
            and line.definite(at)
            and line.keys[at] in {"group", "movement", "organization", "organisation", "network", "faction", "party"}
        ):
            return Found(start=at, end=head.end, actor=None, rule="actor.reference", score=0.5, bare=head)
        return None

    def _modifies(self, head: Head) -> bool:
        """Whether the noun only describes the next one: "police station", "rebel town", "the paramilitary Janjaweed"."""
        line, at = self.line, head.end
        if not line.joined(at) or "title" in head.classes or line.keys[at] == "'s":
            return False
        behind = self._head(at)
        if behind is not None:
            return "place" in behind.classes
        named = any(True for _ in self.context.lexicon.names_at(line.keys, at)) and line.words[at].capital
        return named or (line.pos(at) in {"NOUN", "PROPN"} and line.keys[at] not in CALENDAR)

    def _owner(self, head: Head) -> Found | None:
        """ "the army of Chad", "fighters from the PKK", "forces loyal to Khalifa Haftar"."""
        line, at = self.line, head.end
        if line.joined(at) and line.keys[at] in {"loyal", "belonging"} and line.key(at + 1) == "to":
            at += 1
        elif not (line.joined(at) and line.keys[at] in _OF):
            return None
        if line.key(at) == "from" and "role" in head.classes and "fighters" not in head.classes:
            return None
        at += 2 if line.key(at + 1) == "the" else 1
        named = self._named(at) if line.joined(at) else None
        if named is None or named.actor is None:
            return self._owner_state(head, at)
        actor, rule, why = named.actor, named.rule, named.because
        if "role" in head.classes and "fighters" not in head.classes:
            return None
        if (
            actor.kind == "state"
            and (found := self._of_state(head.start, head.start, actor, [head])) is not None
            and found.actor
        ):
            actor, rule = found.actor, found.rule
        return replace(named, start=head.start, actor=actor, rule=rule, because=why)

    def _owner_state(self, head: Head, at: int) -> Found | None:
        """ "the defence minister of France": the name alone would be a place."""
        line = self.line
        if not line.joined(at) or not {"title", "organ", "state"} & head.classes.keys() or line.key(at - 1) == "from":
            return None
        for end, aliases in self.context.lexicon.names_at(line.keys, at):
            fit, _ = self.context.ranked(
                [alias for alias in aliases if spelled(alias, line.words[at:end]) and alias.kind == "name"]
            )
            if fit and self.context.lexicon.actors[fit[0].actor_id].kind == "state" and line.key(end) != "'s":
                state = self.context.lexicon.actors[fit[0].actor_id]
                found = self._of_state(head.start, head.start, state, [head])
                return (
                    replace(found, end=end, because=(f"“{self._text(head.start, end)}” acts for {state.name}",))
                    if found and found.actor
                    else None
                )
        return None

    def _pronoun(self, at: int) -> Found | None:
        line = self.line
        if (
            line.keys[at] not in _PRONOUNS
            or line.pos(at) != "PRON"
            or line.dep(at).split(":")[0] not in {"nsubj", "obj", "iobj", "obl"}
        ):
            return None
        return Found(start=at, end=at + 1, actor=None, rule="actor.pronoun", score=0.4)

    # helpers

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
        name = self._text(found.end, end)
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

    def _widened(self, found: Found, floor: int) -> Found:
        """A role takes the adjectives before it: "unidentified masked gunmen"."""
        at = found.start
        while found.bare is not None and at > floor and at > found.start - 3 and self.line.words[at].joined:
            before = at - 1
            if self.line.pos(before) not in {"ADJ"} and not self.line.glued(before):
                break
            if any(True for _ in self.context.lexicon.names_at(self.line.keys, before)):
                break
            at = before
            if self.line.glued(at) and at > floor:
                at -= 1
        return replace(found, start=at)

    def _home_group(self, state: Actor, gives: str) -> Actor:
        adjective = self.context.lexicon.adjectives.get(state.actor_id, state.name)
        return self._known_or_made(f"{adjective} {gives}", state.country)

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

    def _head(self, at: int) -> Head | None:
        return self.line.head_at(self.context.lexicon, at)

    def _text(self, start: int, end: int) -> str:
        span = self.line.sentence.span
        return self._source[self.line.words[start].start - span.start : self.line.words[end - 1].end - span.start]

    @property
    def _source(self) -> str:
        return self.context.text[self.line.sentence.span.start : self.line.sentence.span.end]

    def _plural(self, at: int, end: int) -> bool:
        return self.line.pos(end - 1) in {"NOUN", "PROPN"} or self.line.key(at - 1) == "the"

    def _part_of_name(self, at: int, end: int) -> bool:
        """Whether the name is a piece of a longer one: "Michael Jordan", "Iraq War", "Bank of America"."""
        line = self.line
        after = (
            line.joined(end)
            and line.words[end].capital
            and line.pos(end) == "PROPN"
            and self._head(end) is None
            and not line.glued(end)
        )
        if after and not any(True for _ in self.context.lexicon.names_at(line.keys, end)):
            return True
        if at == 0 or not line.joined(at) or not line.words[at - 1].capital or line.words[at].hyphen:
            return False
        return line.key(at - 1) in _DIRECTIONS or (
            line.keys[at] in _PERSON_LIKE and line.pos(at - 1) == "PROPN" and at > 1
        )

    def _is_place(self, at: int, end: int) -> bool:
        """Whether the state's name only says where: "in Syria", "northern Syria", "Stuttgart, Germany"."""
        line = self.line
        if line.case(at) in _PLACE_CASES or line.key(at - 1) in _DIRECTIONS:
            return True
        heads = line.heads(self.context.lexicon, end)
        if heads and "place" in heads[0].classes:
            return True
        governor = line.governor(at)
        if (
            governor is not None
            and line.case(at) in {"of", "with", "from"}
            and "place" in self.context.lexicon.words.get((governor.text.lower(),), {})
        ):
            return True
        return self._after_town(at)

    def _after_town(self, at: int) -> bool:
        """ "Stuttgart, Germany": a capitalized word that is no state, then a comma."""
        line = self.line
        if at == 0 or line.joined(at) or not line.words[at - 1].capital or line.pos(at - 1) != "PROPN":
            return False
        between = self.context.text[line.words[at - 1].end : line.words[at].start]
        return between.strip() == "," and self._done != at

    @staticmethod
    def _skip(end: int) -> Found:
        return Found(start=end - 1, end=end, actor=None, rule="skip", score=0.0)
