"""Phrases without a known name: "the army", "masked gunmen", "the Foo Liberation Front", "they"."""

from __future__ import annotations

from dataclasses import replace

from etl.actors.context import spelled
from etl.actors.line import CALENDAR, Head
from etl.actors.naming import Naming
from etl.actors.reading import Found
from etl.actors.words import slug, word_set
from etl.model import Actor, ActorId

_ORGANIZATION = word_set(
    "army front brigade brigades battalion battalions movement party forces militia council union organization organisation "
    "committee command corps division cartel coalition alliance league federation congress association  "
    "commission agency ministry police brotherhood guard guards network group faction gang legion regiment resistance jihad "
    "resistance"
)
_CIVIL = word_set("agency commission committee command ministry union association federation congress league corps")
_ORGANIZATION_FIRST = frozenset(
    {"liwa", "jaysh", "jaish", "harakat", "jabhat", "kataib", "saraya", "katibat", "faylaq", "tanzim"}
)
_CONNECTORS = frozenset({"of", "for", "the", "and", "de", "del", "la", "al", "el"})
_OF = frozenset({"of", "from", "for"})
_ABSTRACT = {("force",), ("opposition",), ("rebellion",), ("insurgency",)}  # "entered into force", "met opposition"
_OWN = frozenset({"its", "their", "his", "her"})
_ROLES = frozenset({"organ", "fighters", "role", "unidentified", "coalition", "pair"})
_TAILED = frozenset({"organ", "state", "fighters", "coalition"})
_TAILS = frozenset({"role", "fighters", "organ", "state", "unidentified", "title", "weapon", "asset", "member"})
_OWNED = frozenset({"organ", "state", "title", "fighters", "weapon", "member"})
_COMMANDS = frozenset({"organ", "state", "fighters", "title"})
_OFFICES = frozenset({"title", "organ", "state"})
_GROUP_WORDS = frozenset({"group", "movement", "organization", "organisation", "network", "faction", "party"})
_RELATIONS = frozenset({"nsubj", "obj", "iobj", "obl"})
_SENDING = word_set(
    "send deploy dispatch provide contribute withdraw pull station commit offer train move redeploy bring fly pledge have mass "
    "mobilize mobilise amass recall lose"
)
_LEAVING = word_set("withdraw pull remove evacuate drive retreat oust chase flee return eject repatriate")
_WEATHER = frozenset(
    {"is", "was", "s", "remains", "remained", "appears", "appeared", "seems", "seemed", "became", "emerged"}
)
_PRONOUNS = frozenset({"he", "she", "they", "them", "it", "him", "we"})


class Roles(Naming):
    """The rules for roles, references and organizations that no table knows."""

    def _own_name(self, at: int) -> Found | None:
        """As in "the Syrian Electronic Army": a name of its own, not the army of the state."""
        line = self.line
        if not (line.words[at].capital and line.joined(at + 1) and line.words[at + 1].capital) or line.shouting:
            return None
        aliases = next(self.context.lexicon.names_at(line.keys, at), (0, ()))[1]
        adjective = any(alias.kind == "adjective" for alias in aliases)
        known = self._head(at + 1) is not None or any(True for _ in self.context.lexicon.names_at(line.keys, at + 1))
        return self._made(at) if adjective and not known else None

    def _made(self, at: int) -> Found | None:
        line = self.line
        first = self._head(at)
        if not line.proper(at) or line.shouting or (first is not None and line.key(first.end) in _OF):
            return None
        end, capitals, named = at, 0, False
        while end < len(line) and end - at < 10 and (end == at or line.joined(end)):
            key = line.keys[end]
            if line.words[end].capital and key != "'s" and key not in CALENDAR:
                capitals += 1
                named = named or (key in _ORGANIZATION and line.key(end + 1) in _OF)
            elif not (key in _CONNECTORS and end > at and self._capital_soon(end)):
                break
            end += 1
        if line.key(at) in {"the", "a", "an"} or capitals < 2 or self._head_of(at, end):
            return None
        if not (named or line.keys[end - 1] in _ORGANIZATION or line.keys[at] in _ORGANIZATION_FIRST):
            return None
        if self._holds_a_known_name(at, end):
            return None
        name = self._text(at, end)
        civil = line.keys[end - 1] in _CIVIL or line.keys[at] in _CIVIL
        actor = Actor(actor_id=ActorId(slug(name)), name=name, kind="organization" if civil else "group")
        because = f"“{name}” reads like the name of an organization; no table knows it"
        return Found(start=at, end=end, actor=actor, rule="actor.made", score=0.6, because=(because,))

    def _holds_a_known_name(self, at: int, end: int) -> bool:
        """As "Membership of the European Union": a word of nobody's name, then somebody's."""
        line = self.line
        joints = [inner for inner in range(at + 1, end - 1) if line.keys[inner] in {"of", "and"}]
        if not joints or line.keys[joints[0] - 1] in _ORGANIZATION:
            return False
        behind = joints[0] + (2 if line.key(joints[0] + 1) == "the" else 1)
        return any(stop == end for stop, _ in self.context.lexicon.names_at(line.keys, behind))

    def _capital_soon(self, at: int) -> bool:
        """Whether a name goes on behind "of", "for the"."""
        line = self.line
        behind = at + 2 if line.key(at + 1) in _CONNECTORS else at + 1
        return line.joined(behind) and line.words[behind].capital

    def _head_of(self, at: int, end: int) -> bool:
        """Whether a capitalized run is only a title or an organ: "Interior Ministry", "Security Forces"."""
        head = self._head(at)
        return head is not None and head.end >= end

    def _bare(self, at: int) -> Found | None:
        line, head = self.line, self._head(at)
        if head is None or line.glued(head.end) or line.prefixed(at) or self._modifies(head):
            return None
        head = self._with_tail(head)
        return self._owner(head) or self._seated(head) or self._titled(head) or self._referring(head)

    def _with_tail(self, head: Head) -> Head:
        """With the nouns behind it that say the same: "army soldiers", "rebel positions"."""
        heads = [] if "title" in head.classes else self.line.heads(self.context.lexicon, head.end)
        if heads and heads[-1].classes.keys() & _TAILS and head.classes.keys() & _TAILED:
            return Head(head.start, heads[-1].end, head.classes)
        return head

    def _seated(self, head: Head) -> Found | None:
        """As in "the defence ministry in Ottawa": the capital says whose."""
        line, at = self.line, head.end + 1
        if line.key(head.end) != "in" or not line.joined(at) or not head.classes.keys() & _OFFICES:
            return None
        for end, aliases in self.context.lexicon.names_at(line.keys, at):
            seats = [alias for alias in aliases if alias.kind == "metonym" and spelled(alias, line.words[at:end])]
            if seats:
                state = self.context.lexicon.actors[seats[0].actor_id]
                found = self._of_state(head.start, head.start, state, [head])
                because = f"“{self._text(head.start, end)}”: of {state.name}"
                return replace(found, rule="actor.seat", because=(because,)) if found and found.actor else None
        return None

    def _titled(self, head: Head) -> Found | None:
        if "title" not in head.classes:
            return None
        own = self.line.key(head.start - 1) in _OWN
        found = Found(start=head.start, end=head.end, actor=None, rule="actor.title", score=0.5, bare=head, own=own)
        named = self._with_person(found)
        former = self.line.key(head.start - 1) in {"former", "late"}
        alone = (
            not former
            and self.line.definite(head.start)
            and not (self.line.joined(head.end) and self.line.pos(head.end) == "NOUN")
        )
        return named if named is not found or alone else None

    def _referring(self, head: Head) -> Found | None:
        classes = head.classes
        if self.line.keys[head.start : head.end] in _ABSTRACT and not self.line.definite(head.start):
            return None
        role = classes.keys() & _ROLES or classes.get("state") == "bare"
        group = "member" in classes and self.line.definite(head.start) and self.line.keys[head.start] in _GROUP_WORDS
        gathered = classes.get("coalition") == "" and self.line.key(head.end) == "of"
        arms = classes.get("weapon") == "arms" and self._acts(head)
        if "title" in classes or gathered or not (role or group or arms):
            return None
        gives = classes.get("organ") or classes.get("fighters") or ""
        rule = "actor.role" if role else "actor.reference"
        own = self.line.key(head.start - 1) in _OWN
        governor = self.line.governor(head.end - 1)
        sent = governor is not None and governor.lemma in _SENDING
        return Found(
            start=head.start, end=head.end, actor=None, rule=rule, score=0.5, bare=head, gives=gives, own=own, sent=sent
        )

    def _acts(self, head: Head) -> bool:
        """Whether arms do something: "the jets struck", "shelled by tanks"; not those that are shot down."""
        at = head.end - 1
        return self.line.dep(at) == "nsubj" or (self.line.dep(at).startswith("obl") and self.line.case(at) == "by")

    def _modifies(self, head: Head) -> bool:
        """Whether the noun only describes the next one: "police station", "rebel town", "the paramilitary Janjaweed"."""
        line, at = self.line, head.end
        if not line.joined(at) or "title" in head.classes or line.keys[at] == "'s":
            return False
        behind = self._head(at)
        if behind is not None and "role" in head.classes and behind.classes.keys() & _COMMANDS:
            return True
        if behind is not None:
            return "place" in behind.classes or (
                "action" in behind.classes and head.classes.get("fighters") in {"militants", "terrorists"}
            )
        named = any(True for _ in self.context.lexicon.names_at(line.keys, at)) and line.words[at].capital
        return named or (line.pos(at) in {"NOUN", "PROPN"} and line.keys[at] not in CALENDAR)

    def _owner(self, head: Head) -> Found | None:
        """As in "the army of Chad", "fighters from the PKK", "forces loyal to Khalifa Haftar"."""
        line, at = self.line, self._owner_at(head)
        international = head.classes.get("coalition") == "peacekeepers"
        if at is None or international or not head.classes.keys() & _OWNED or line.keys[head.start] in _GROUP_WORDS:
            return None
        named = self._named(at) or self._entitled(at) or self._made(at)
        if named is None or named.actor is None:
            state = self._state_at(at) if head.classes.keys() & _OFFICES and line.key(at - 1) != "from" else None
            if state is None:
                return None
            named = Found(start=at, end=state[0], actor=state[1], rule="actor.state-official", score=0.8)
        actor, rule, end = named.actor, named.rule, named.end
        because = named.because or (f"“{self._text(head.start, end)}” acts for {named.actor and named.actor.name}",)
        if actor is not None and actor.kind == "state":
            found = self._of_state(head.start, head.start, actor, [head])
            actor, rule = (found.actor, found.rule) if found and found.actor else (actor, rule)
        start = head.start if head.classes.keys() - {"weapon"} else named.start
        return replace(named, start=start, actor=actor, rule=rule, because=because, score=max(named.score, 0.8))

    def _entitled(self, at: int) -> Found | None:
        """As in "forces loyal to President Hadi"."""
        head = self._head(at)
        return self._titled(head) if head is not None and "title" in head.classes else None

    def _owner_at(self, head: Head) -> int | None:
        """Where the name starts that a noun belongs to: behind "of", "from the", "loyal to"."""
        line, at = self.line, head.end
        if not line.joined(at):
            return None
        if line.keys[at] in {"loyal", "belonging", "allied"} and line.key(at + 1) == "to":
            at += 1
        elif line.keys[at] not in _OF or (line.keys[at] == "from" and self._leaves(head)):
            return None
        at += 2 if line.key(at + 1) == "the" else 1
        return at if line.joined(at) else None

    def _leaves(self, head: Head) -> bool:
        governor = self.line.governor(head.end - 1)
        return governor is not None and governor.lemma in _LEAVING

    def _state_at(self, at: int) -> tuple[int, Actor] | None:
        """The state that is named here, even where the name alone would be a place."""
        line = self.line
        for end, aliases in self.context.lexicon.names_at(line.keys, at):
            named = [alias for alias in aliases if spelled(alias, line.words[at:end]) and alias.kind == "name"]
            fit, _ = self.context.ranked(named)
            actor = self.context.lexicon.actors[fit[0].actor_id] if fit else None
            if actor is not None and actor.kind == "state" and line.key(end) != "'s":
                return end, actor
        return None

    def _pronoun(self, at: int) -> Found | None:
        line = self.line
        relation = line.dep(at).split(":")[0]
        if line.keys[at] not in _PRONOUNS or line.pos(at) != "PRON" or relation not in _RELATIONS:
            return None
        if line.keys[at] == "we" and self.context.voice is None:
            return None
        if line.keys[at] == "it" and line.key(at + 1) in _WEATHER:
            return None
        return Found(start=at, end=at + 1, actor=None, rule="actor.pronoun", score=0.4)
