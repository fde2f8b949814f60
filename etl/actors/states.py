"""A state's name or adjective with the nouns behind it: its army, its officials, its rebels, or only a place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.actors.context import spelled
from etl.actors.line import CALENDAR
from etl.actors.reading import Found, Reading
from etl.actors.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from etl.actors.line import Head
    from etl.model import Actor

_PLACE_CASES = word_set("in near inside across throughout outside within around along at over through")
_PARTNER_CASES = frozenset({"by", "with", "between", "against"})
_ADDRESSES = word_set(
    "accuse ask urge blame warn tell condemn criticise criticize thank press invite assure inform support oppose sanction "
    "threaten pressure recognise recognize lobby back"
)
_DIRECTIONS = word_set(
    "north south east west northern southern eastern western central northeastern northwestern southeastern southwestern "
    "upper lower mainland latin neighboring neighbouring rural modern"
)
_PERSON_LIKE = frozenset({"jordan", "chad", "georgia", "israel", "cuba", "dominica"})
_CASE_SCORES = {"into": 0.3, "from": 0.3, "toward": 0.3, "towards": 0.3, "to": 0.5, "of": 0.6, "for": 0.6, "on": 0.6}
_SEATS = frozenset({"Downing Street", "Whitehall", "Congress", "Capitol Hill", "Knesset", "Bundestag"})
# A noun of several classes counts as the first of these; the last three end the phrase.
_ORDER = (
    "organ",
    "state",
    "title",
    "weapon",
    "fighters",
    "role",
    "unidentified",
    "place",
    "asset",
    "action",
    "member",
    "coalition",
)
_ENDS = frozenset({"action", "place", "member", "coalition", "unidentified", ""})


class States(Reading):
    """The rules for states."""

    def _state(self, at: int, end: int, state: Actor, kinds: AbstractSet[str]) -> Found | None:
        line = self.line
        genitive = line.key(end) == "'s"
        heads = line.heads(self.context.lexicon, end + 1 if genitive else end)
        if heads and (genitive or kinds & {"adjective", "name"} or "title" in heads[0].classes):
            found = self._of_state(at, end, state, heads)
            if found is not None:
                return found if found.rule != "skip" else None
        shared = self._shared_heads(end) if "adjective" in kinds and not heads else []
        if shared:
            found = self._of_state(at, end, state, shared)
            return replace(found, end=end, rule="actor.shared-noun", score=0.7) if found and found.actor else None
        if genitive:
            return self._possessor(at, end, state)
        if "people" in kinds and self._plural(at, end):
            return self._citizens(at, end, state)
        if "name" in kinds:
            described = "adjective" in kinds and (heads or (line.joined(end) and line.pos(end) == "NOUN"))
            return None if described else self._state_name(at, end, state)
        return self._metonym(at, end, state) if "metonym" in kinds else None

    def _shared_heads(self, end: int) -> list[Head]:
        """As in "French and Egyptian warships": the nouns behind the second adjective belong to the first as well."""
        line = self.line
        at = end + 1 if line.key(end) in {"and", "or"} else end
        if at >= len(line) or (at == end and line.joined(at)):
            return []
        for behind, aliases in self.context.lexicon.names_at(line.keys, at):
            if any(alias.kind == "adjective" and spelled(alias, line.words[at:behind]) for alias in aliases):
                return line.heads(self.context.lexicon, behind)
        return []

    def _possessor(self, at: int, end: int, state: Actor) -> Found | None:
        """As in "Turkey's efforts": weakly the state, unless a place or a name follows."""
        line = self.line
        behind = end + 1
        if not line.joined(behind) or line.words[behind].capital or line.case(behind) in _PLACE_CASES:
            return None
        heads = line.heads(self.context.lexicon, behind)
        if heads and "place" in heads[0].classes:
            return None
        because = f"“{self._text(at, end)}'s {line.words[behind].text}” names {state.name}"
        return Found(start=at, end=end, actor=state, rule="actor.possessor", score=0.4, because=(because,))

    def _of_state(self, at: int, end: int, state: Actor, heads: Sequence[Head]) -> Found | None:
        """A state's army, officials, rebels, civilians ...; a skip for "Syrian town", None for what says nothing."""
        actor: Actor | None = None
        last, gives, rule = end, "", "actor.state-official"
        for head in heads:
            kind = next((name for name in _ORDER if name in head.classes), "")
            if kind == "place" and actor is None:
                return self._skip(head.end)
            if kind == "action" and actor is None:
                actor, rule = state, "actor.state-action"
            if kind in _ENDS or (kind == "role" and actor is not None):
                break
            if actor is None or (kind == "organ" and actor.kind == "state"):
                actor, gives, made = self._part_of(state, head, kind)
                rule = made or rule
            last = head.end
        if actor is None:
            return None
        said = self._text(at, last)
        because = f"“{said}”: {actor.name}" + (f", which acts for {state.name}" if actor.acts_for else "")
        if actor is state:
            because = f"“{said}” acts for {state.name}" if last > end else f"“{said}” of {state.name}"
        found = Found(start=at, end=last, actor=actor, rule=rule, score=0.85, because=(because,), gives=gives)
        return self._with_person(found) if last > end and "title" in heads[-1].classes else found

    def _part_of(self, state: Actor, head: Head, kind: str) -> tuple[Actor, str, str]:
        """Who a state's "army", "rebels", "residents", "warplanes" are, with what the noun gives and the rule."""
        if kind == "organ":
            gives = head.classes["organ"]
            return self.context.lexicon.organ(state.actor_id, gives), gives, "actor.organ"
        if kind == "fighters" and head.classes["fighters"] != "forces":
            gives = head.classes["fighters"]
            adjective = self.context.lexicon.adjectives.get(state.actor_id, state.name)
            return self._known_or_made(f"{adjective} {gives}", state.country), gives, "actor.state-group"
        if kind in {"role", "unidentified"}:
            return self._role(head, state), "", "actor.role"
        return state, "", ""

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
        """A capital or a seat where it acts: "Ankara said", "talks with Moscow", "the Kremlin"."""
        line, text = self.line, self._text(at, end)
        if line.case(at) in _PLACE_CASES or self._part_of_name(at, end):
            return None
        if line.joined(end) and line.pos(end) in {"NOUN", "PROPN", "ADJ"} and line.keys[end] not in CALENDAR:
            return None
        institution = line.key(at - 1) == "the" or text in _SEATS or end - at > 1
        if not institution and not self._seat_acts(at):
            return None
        because = f"“{text}” stands for the government of {state.name}"
        score = 0.8 if institution else 0.55
        return Found(start=at, end=end, actor=state, rule="actor.metonym", score=score, because=(because,))

    def _seat_acts(self, at: int) -> bool:
        line, governor = self.line, self.line.governor(at)
        index = line.top(at)
        if governor is None or index < 0 or governor.pos not in {"VERB", "NOUN"}:
            return False
        relation = line.sentence.tokens[index].dep
        addressed = relation in {"obj", "iobj"} and governor.lemma in _ADDRESSES
        return relation == "nsubj" or addressed or line.case(at) in _PARTNER_CASES

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

    def _plural(self, at: int, end: int) -> bool:
        return self.line.pos(end - 1) in {"NOUN", "PROPN"} or self.line.key(at - 1) == "the"

    def _part_of_name(self, at: int, end: int) -> bool:
        """Whether the name is a piece of a longer one: "Michael Jordan", "Iraq War", "Bank of America"."""
        line = self.line
        after = (
            line.joined(end)
            and line.keys[end] not in CALENDAR
            and line.words[end].capital
            and line.pos(end) == "PROPN"
            and self._head(end) is None
            and not line.glued(end)
        )
        if after and not any(True for _ in self.context.lexicon.names_at(line.keys, end)):
            return True
        if at == 0 or not line.joined(at) or not line.words[at - 1].capital or line.words[at].hyphen:
            return False
        return line.key(at - 1) in _DIRECTIONS or (line.keys[at] in _PERSON_LIKE and line.pos(at - 1) == "PROPN")

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
        """As in "Stuttgart, Germany": a capitalized word that is no state, then a comma."""
        line = self.line
        if at == 0 or line.joined(at) or not line.words[at - 1].capital or line.pos(at - 1) != "PROPN":
            return False
        between = self.context.text[line.words[at - 1].end : line.words[at].start]
        return between.strip() == "," and self.done != at
