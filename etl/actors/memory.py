"""Who "the army", "the group", "the coalition", "they" are: the actor that the text named before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from etl.actors.coalitions import coalition
from etl.actors.pairs import pair
from etl.actors.words import slug, word_set
from etl.model import Actor, ActorId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from etl.actors.context import Context
    from etl.actors.entries import Entry, Said
    from etl.actors.reading import Found

_REACH = 200  # mentions back
_GROUND = frozenset({"artillery", "tanks", "howitzers"})  # of armies and of groups
_BODIES = word_set("group groups organization organisation movement militia network cell faction")
_CLAIM_REACH = 10  # sentences back
_UNKNOWN = frozenset({"unidentified", "unknown", "suspected", "masked"})
_PRONOUN_REACH = 2  # sentences back
_ARMIES = frozenset(
    {"army", "air force", "navy", "special forces", "security forces", "forces"}
)  # an organ that also acts abroad
_VAGUE = frozenset({"militants", "jihadists", "terrorists", "enemy", "forces", "fighters"})
FEARED = frozenset({"militants", "jihadists", "terrorists", "enemy"})
_OWNED = frozenset({"organ", "state", "fighters", "coalition", "title"})
_LEADERSHIP = frozenset({"state", "organ"})
LOCAL = "actor.local"
_LOCAL = word_set(
    "local regional provincial district municipal village town city county tribal hospital governor mayor court courts "
    "prosecutor prosecutors prosecutor's judge judges"
)


@dataclass(slots=True)
class Memory:
    """The actors of one article in reading order."""

    context: Context
    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)

    def resolve(self, found: Found, said: Said) -> Found:
        """A phrase whose actor depends on the text before, with the actor and the reason; unchanged where known."""
        if found.actor is not None:
            return found
        if found.rule == "actor.pronoun":
            return self._pronoun(found, said)
        if found.bare is None:
            return found
        classes = found.bare.classes
        if found.own and (owned := self._own(found, said)) is not None:
            return owned
        resolvers: tuple[tuple[str, Callable[[Found, Said], Found]], ...] = (
            ("pair", self._pair),
            ("coalition", self._coalition),
            ("organ", self._organ),
            ("unidentified", self._attackers),
            ("weapon", self._weapons),
            ("fighters", self._fighters),
            ("state", self._government),
            ("title", self._official),
            ("role", self._role),
            ("member", self._group),
        )
        for name, resolver in resolvers:
            if name in classes and not (name == "state" and "role" in classes and classes["state"] != "bare"):
                return resolver(found, said)
        return found

    def _back(self, fits: Callable[[Entry], bool]) -> Iterator[Entry]:
        return (entry for entry in reversed(self.entries[-_REACH:]) if fits(entry))

    def _refer(self, found: Found, entry: Entry, score: float) -> Found:
        return replace(
            found, actor=entry.actor, rule="actor.reference", score=score, because=(f"refers back to “{entry.text}”",)
        )

    def _coalition(self, found: Found, said: Said) -> Found:
        return coalition(found, said, self.context, self.entries[-_REACH:])

    def _pair(self, found: Found, said: Said) -> Found:
        return pair(found, said, self.entries[-_REACH:], self._as_state)

    def _own(self, found: Found, said: Said) -> Found | None:
        """As in "its troops": those of the state or group that the sentence, or the one before, is about."""
        kinds = {"state", "organ", "group", "coalition", "organization"}
        near = self._back(lambda one: one.actor.kind in kinds and said.sentence - one.sentence <= 1)
        owner = max(near, key=lambda one: (one.sentence, one.subject), default=None)
        men = said.text.lower() in {"men", "men and women", "supporters", "followers"}
        if owner is None or found.bare is None or not (men or found.bare.classes.keys() & _OWNED):
            return None
        actor = owner.actor
        if found.bare.classes.get("organ") and actor.kind == "state":
            actor = self.context.lexicon.organ(actor.actor_id, found.bare.classes["organ"])
        because = f"“{said.text}” are those of “{owner.text}”"
        return replace(found, actor=actor, rule="actor.own", score=0.6, because=(because,))

    def _organ(self, found: Found, said: Said) -> Found:
        gives = found.gives
        sender = next(
            self._back(lambda one: one.subject and one.actor.kind == "state" and one.sentence == said.sentence), None
        )
        if sender is not None and not said.definite and found.sent:
            actor = self.context.lexicon.organ(sender.actor.actor_id, gives)
            return replace(
                found, actor=actor, rule="actor.sender", score=0.5, because=(f"“{said.text}” of “{sender.text}”",)
            )
        named = next(self._back(lambda one: self._same_organ(one, gives, said)), None)
        local = self._local_organ(said, gives, named)
        if named is not None and local is None:
            return self._refer(found, named, 0.7 if said.definite else 0.55)
        if local is not None:
            actor = self.context.lexicon.organ(local.actor_id, gives)
            because = f"“{said.text}” of the country where it happens: {local.name}"
            return replace(found, actor=actor, rule=LOCAL, score=0.6, because=(because,))
        home = self.context.home()
        if home is not None:
            actor = self.context.lexicon.organ(home.actor_id, gives)
            return replace(
                found,
                actor=actor,
                rule="actor.home",
                score=0.55 if said.definite else 0.45,
                because=(f"“{said.text}” in an article that speaks of {home.name} most",),
            )
        actor = Actor(actor_id=ActorId(slug(gives)), name=gives, kind="unidentified")
        return replace(found, actor=actor, score=0.3, because=(f"“{said.text}” of no named state",))

    @staticmethod
    def _same_organ(one: Entry, gives: str, said: Said) -> bool:
        """As "the army" may be one named before; but what another army does to "the army" in one sentence is another's."""
        other = one.sentence == said.sentence and one.subject and not said.subject
        return one.actor.kind == "organ" and one.gives == gives and not other

    def _local_organ(self, said: Said, gives: str, named: Entry | None) -> Actor | None:
        """The state whose police or army it must be because it acts there; None where the text before decides.

        Police are those of the place. An army may be abroad: only "In Mali, the army …" and soldiers in a country where
        those named before have not been are local.
        """
        where = said.where
        placed = where.beside or where.fronted or where.sentence
        if gives not in _ARMIES:
            return self._state(placed or ("" if named is not None else where.before))
        certain = where.fronted or ("" if said.definite else where.beside)
        if named is None:
            return self._state(certain or placed)
        known = self._back(lambda one: one.actor.kind == "organ" and one.gives == gives and one.actor.country == placed)
        if placed and not said.definite and next(known, None) is not None:
            return self._state(placed)
        abroad = any(one.actor.country == named.actor.country and placed in one.plays for one in self.entries[-_REACH:])
        if not placed or placed == named.actor.country or abroad:
            return None
        home = self.context.home()
        at_home = home is not None and home.actor_id != named.actor.acts_for
        return self._state(certain or (placed if at_home and not said.definite else ""))

    def _state(self, country: str) -> Actor | None:
        return self.context.lexicon.states.get(country) if country else None

    def _government(self, found: Found, said: Said) -> Found:
        local = bool(_LOCAL.intersection(said.text.lower().split()))
        words = said.text.lower().split()
        there = (
            said.where.country if local else said.where.sentence if "regime" in words or self._is_there(said) else ""
        )
        arena = self._state(said.where.beside or said.where.fronted or there)
        if arena is None and local:
            arena = self.context.arena()
        if arena is not None:
            because = f"“{said.text}” of the country where it happens: {arena.name}"
            return replace(found, actor=arena, rule=LOCAL, score=0.5, because=(because,))
        speaker = self._speaker(said)
        if speaker is not None:
            return self._refer(found, speaker, 0.55)
        home = self.context.home()
        if home is None and (state := self._state(said.where.country)) is not None:
            because = f"“{said.text}” of the country where it happens: {state.name}"
            return replace(found, actor=state, rule=LOCAL, score=0.45, because=(because,))
        if home is None:
            for entry in self._back(lambda one: one.actor.kind in _LEADERSHIP):
                return self._refer(found, self._as_state(entry), 0.5)
            return replace(found, rule="actor.unknown", score=0.1, because=(f"“{said.text}” of no named state",))
        return replace(
            found,
            actor=home,
            rule="actor.home",
            score=0.6 if said.definite else 0.5,
            because=(f"“{said.text}” in an article that speaks of {home.name} most",),
        )

    def _is_there(self, said: Said) -> bool:
        """Whether the place of the sentence says whose government: where no other that has acted there is at home."""
        home, place = self.context.home(), said.where.sentence
        if home is None or not place or home.country == place or not said.definite:
            return False
        mine = [one for one in self.entries[-_REACH:] if one.actor.country == home.country]
        return not any(one.sentence == said.sentence or place in one.plays for one in mine)

    def _speaker(self, said: Said) -> Entry | None:
        """The one state of the sentence, or of several the one that acts in it; None where it is open which."""
        near = [self._as_state(one) for one in self._back(lambda one: self._speaks_here(one, said))]
        acting = [one for one in near if one.subject]
        states = {one.actor for one in near}
        return next(iter(acting), None) or (near[0] if len(states) == 1 else None)

    @staticmethod
    def _speaks_here(one: Entry, said: Said) -> bool:
        """A state of the same sentence; but who backs "the government" is not that government."""
        return one.sentence == said.sentence and one.actor.kind in _LEADERSHIP and (said.subject or not one.subject)

    def _as_state(self, entry: Entry) -> Entry:
        state = self.context.lexicon.actors.get(entry.actor.acts_for or ActorId(""))
        return replace(entry, actor=state) if state is not None and entry.actor.kind == "organ" else entry

    def _official(self, found: Found, said: Said) -> Found:
        post = f"is {said.text.lower()}"
        for entry in self._back(
            lambda one: one.person and (said.text.lower() in one.text.lower() or post in one.why.lower())
        ):
            return self._refer(found, entry, 0.7)
        local = bool(_LOCAL.intersection(said.text.lower().split())) and said.where.country
        if found.bare is not None and found.bare.classes["title"] != "office" and not found.person and not local:
            return replace(found, rule="actor.unknown", score=0.1, because=(f"“{said.text}” of nobody named before",))
        if self.context.voice is not None and not local and not (said.where.beside or said.where.fronted):
            because = f"“{said.text}” in the words of {self.context.voice.name}"
            return replace(found, actor=self.context.voice, rule="actor.voice", score=0.5, because=(because,))
        guessed = self._government(found, said)
        return replace(guessed, score=min(guessed.score, 0.35)) if found.person and guessed.rule != LOCAL else guessed

    def _fighters(self, found: Found, said: Said) -> Found:
        gives = found.gives
        doers = (
            set()
            if said.subject
            else {one.actor for one in self.entries[-20:] if one.active and one.sentence == said.sentence}
        )
        if said.indefinite and said.text.lower().split()[-1] in _BODIES:
            return self._insurgents(found, said)  # "a militant group" is another
        same = next(
            self._back(lambda one: one.gives == gives and one.actor.kind == "group" and one.actor not in doers), None
        )
        if same is not None:
            return self._refer(found, same, 0.6)
        if gives in _VAGUE or (said.definite and gives in {"militias", "gang"}):
            jihadist = self.context.lexicon.jihadist
            fits = self._back(lambda one: self._insurgent(one.actor, gives) and one.actor not in doers)
            group = next((one for one in fits if gives != "jihadists" or one.actor.actor_id in jihadist), None)
            if group is None and gives in FEARED and "-" not in said.text:
                return self._meant(found, said)
            if group is not None:
                return self._refer(found, group, 0.55 if said.definite else 0.4)
        return self._insurgents(found, said)

    def _insurgent(self, actor: Actor, gives: str) -> bool:
        lexicon = self.context.lexicon
        if actor.kind != "group":
            return False
        if gives == "forces":
            return actor.actor_id not in lexicon.jihadist
        unnamed = actor.actor_id not in lexicon.actors and actor.name.endswith("militias")
        return gives not in FEARED or not (unnamed or actor.actor_id in lexicon.loyal)

    def _meant(self, found: Found, said: Said) -> Found:
        """Militants of whom the text has not spoken yet: the group that it will name, where it names one above all."""
        lexicon, named = self.context.lexicon, self.context.named
        groups = [one for one in named if self._insurgent(lexicon.actors[one], found.gives)]
        if found.gives == "jihadists":
            groups = [one for one in groups if one in lexicon.jihadist]
        ground = self._state(said.where.country) or self.context.home()
        here = {
            one: named[one] + (lexicon.actors[one].country == (ground.country if ground else "-")) for one in groups
        }
        best = max(groups, key=lambda one: (here[one], one), default=None)
        if best is None or 2 * here[best] <= sum(here.values()):
            return self._insurgents(found, said)
        actor = lexicon.actors[best]
        because = f"“{said.text}” in an article that names {actor.name} above all such groups"
        return replace(found, actor=actor, rule="actor.ahead", score=0.45, because=(because,))

    def _insurgents(self, found: Found, said: Said) -> Found:
        """Rebels, separatists, militias without a name: those of the state in which the article plays."""
        gives = found.gives
        rebellion = gives in {"rebels", "separatists"}
        local_state = self._state(said.where.beside or said.where.fronted or said.where.sentence)
        fits = local_state is not None and (not rebellion or local_state.actor_id in self.context.rebelled)
        arena = local_state if fits else self.context.arena(rebellion=rebellion)
        if arena is not None and gives in {"rebels", "separatists", "militias", "gang"}:
            local = {
                one.actor
                for one in self.entries[-_REACH:]
                if one.actor.kind == "group" and one.actor.country == arena.country
            }
            if said.definite and len(local) == 1:
                return self._refer(found, next(self._back(lambda one: one.actor in local)), 0.5)
            if rebellion and slug(name := self._rebels(arena, gives)) not in self.context.lexicon.actors:
                counted = Counter(one.actor for one in self._back(lambda one: one.actor in local))
                if (most := counted.most_common(1)) and 2 * most[0][1] > counted.total():
                    return self._refer(found, next(self._back(lambda one: one.actor == most[0][0])), 0.45)
            name = self._rebels(arena, gives)
            made = Actor(actor_id=ActorId(slug(name)), name=name, kind="group", country=arena.country)
            actor = self.context.lexicon.actors.get(made.actor_id, made)
            because = f"“{said.text}” in an article on {arena.name}"
            return replace(found, actor=actor, rule="actor.home", score=0.5, because=(because,))
        actor = Actor(actor_id=ActorId(slug(gives)), name=gives, kind="unidentified")
        return replace(found, actor=actor, score=0.35, because=(f"“{said.text}”: no group is named",))

    def _rebels(self, state: Actor, gives: str) -> str:
        return f"{self.context.lexicon.adjectives.get(state.actor_id, state.name)} {gives}"

    def _attackers(self, found: Found, said: Said) -> Found:
        """“The attackers” of a group that has claimed it or is the only one spoken of; else they are unknown."""
        head = said.text.lower().split()[-1]
        again = any(
            one.actor.kind == "unidentified" and one.text.lower().endswith(head) for one in self.entries[-_REACH:]
        )
        if said.definite and not again and not _UNKNOWN.intersection(said.text.lower().split()):
            groups = {one.actor for one in self._back(lambda one: self._insurgent(one.actor, "militants"))}
            near = self._back(lambda one: one.actor in groups and said.sentence - one.sentence <= _CLAIM_REACH)
            if len(groups) == 1 and (entry := next(near, None)) is not None:
                return self._refer(found, entry, 0.45)
        return self._role(found, said)

    def _weapons(self, found: Found, said: Said) -> Found:
        """“The jets”, "warplanes", "artillery": of whom the text has said last that such arms are used."""
        kinds = {"state", "organ", "coalition", *({"group"} if _GROUND.intersection(said.text.lower().split()) else ())}
        entry = next(self._back(lambda one: one.armed and one.actor.kind in kinds), None)
        if entry is None and (
            army := next(self._back(lambda one: one.actor.kind == "organ" and one.gives in _ARMIES), None)
        ):
            entry = self._as_state(army)
        if entry is None or _UNKNOWN.intersection(said.text.lower().split()):
            return replace(
                found, rule="actor.unknown", score=0.1, because=(f"“{said.text}”: nobody's, as far as told",)
            )
        return self._refer(found, entry, 0.45)

    def _role(self, found: Found, said: Said) -> Found:
        classes = found.bare.classes if found.bare else {}
        actor = self.context.lexicon.actor(slug(classes.get("unidentified") or classes["role"]))
        return replace(found, actor=actor, because=(f"“{said.text}” counts as {actor.name}",))

    def _group(self, found: Found, said: Said) -> Found:
        for entry in self._back(lambda one: one.actor.kind in {"group", "organization"} and not one.person):
            return self._refer(found, entry, 0.6)
        return replace(found, rule="actor.unknown", score=0.1, because=(f"“{said.text}”: no group is named before",))

    def _we(self, found: Found, said: Said) -> Found:
        because = f"“{said.text}” in the words of a publisher that speaks for a state"
        return replace(found, actor=self.context.voice, score=0.4, because=(because,))

    def _is_ahead(self, entry: Entry, said: Said) -> bool:
        feared = "insurgents" in said.ahead and self._insurgent(entry.actor, "militants")
        return said.subject and (feared or entry.actor.actor_id in said.ahead)

    def _pronoun(self, found: Found, said: Said) -> Found:
        text = said.text.lower()
        if text in {"we", "us"}:
            return self._we(found, said)
        near = [entry for entry in self.entries[-40:] if said.sentence - entry.sentence <= _PRONOUN_REACH]
        fits: Callable[[Entry], bool]
        if text in {"he", "she", "him"}:
            fits = lambda one: one.person  # noqa: E731 (three one-line cases of one choice)
        elif text in {"they", "them"}:
            fits = lambda one: one.plural  # noqa: E731 (three one-line cases of one choice)
        else:
            fits = lambda one: not one.plural and not one.person and one.actor.kind not in {"civilians", "unidentified"}  # noqa: E731 (three one-line cases of one choice)
        candidates = [entry for entry in near if fits(entry)]
        candidates = [entry for entry in candidates if not self._is_ahead(entry, said)] or candidates
        if text in {"him", "them"}:
            doer = next((one for one in reversed(near) if one.subject and one.sentence == said.sentence), None)
            candidates = [entry for entry in candidates if doer is None or entry.actor != doer.actor]
        if not candidates:
            return replace(
                found, rule="actor.unknown", score=0.1, because=(f"“{said.text}”: nobody fits in the sentences before",)
            )
        best = max(enumerate(candidates), key=lambda pair: (pair[1].sentence, pair[1].subject, pair[0]))[1]
        others = tuple(dict.fromkeys(entry.actor for entry in reversed(candidates) if entry.actor != best.actor))
        return replace(
            found,
            actor=best.actor,
            rule="actor.pronoun",
            score=0.45 if best.subject else 0.35,
            because=(f"“{said.text}” refers back to “{best.text}”",),
            rejected=others[:3],
        )
