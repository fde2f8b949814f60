"""What one article speaks of: which countries how often, which people by full name, which names it abbreviates."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.actors.line import GLUED
from etl.actors.sites import Sites
from etl.actors.words import Word, surname_keys, word_set, words_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from etl.actors.lexicon import ActorLexicon, Alias, Person
    from etl.model import Actor, ActorId, Article, Decision, Place

_PLACE_WORDS = word_set(
    "in near inside across throughout northern southern eastern western central northwestern northeastern southwestern "
    "southeastern into"
)
_POWERS = frozenset({"US", "RU", "GB", "FR", "CN", "DE"})  # they are sides and mediators everywhere
_GRACE_DAYS = 30  # a fall or a death is reported as of the office
_SPOKEN_LETTERS = 5
_SPOKEN = frozenset({"nato", "isis", "isil", "farc", "isaf", "opec", "igad", "milf", "feto"})
_WORDS = frozenset({"model", "arena"})
_LEADING = frozenset({"president", "minister", "leader", "chief", "commander", "king", "chancellor", "emir", "prince"})
_PLAIN = 4  # a one-word alias of at least so many letters may be met outside of its dates


@dataclass(slots=True)
class Context:
    """Gathered over the whole text before any sentence is read; ``people`` grows as the sentences introduce more."""

    lexicon: ActorLexicon
    published: dt.date | None
    text: str = ""
    sites: Sites = field(default_factory=Sites)
    countries: Counter[str] = field(default_factory=Counter)
    states: Counter[ActorId] = field(default_factory=Counter)
    theatre: Counter[ActorId] = field(default_factory=Counter)  # states named as the place of something
    towns: Counter[ActorId] = field(default_factory=Counter)  # places in the state, where it is not named itself
    named: Counter[ActorId] = field(default_factory=Counter)
    people: dict[str, tuple[str, Actor, str]] = field(default_factory=dict)  # surname key: full name, actor, why
    rebelled: frozenset[ActorId] = frozenset()  # states whose government had armed opponents on the day
    voice: Actor | None = None  # the state whose office or agency publishes the article
    _home: Actor | None = None
    _arena: Actor | None = None
    _rebelled: Actor | None = None

    @classmethod
    def of(cls, article: Article, lexicon: ActorLexicon, places: Iterable[Decision[Place]] = ()) -> Context:
        context = cls(lexicon, article.published, article.text, Sites.of(article.text, places, lexicon.aliases))
        context.voice = context._publisher(article.publisher or "")
        for text in (article.title, article.dateline or "", *(span.of(article.text) for span in article.prose)):
            context._read(words_of(text))
        context._locate()
        context._settle()
        return context

    def _publisher(self, name: str) -> Actor | None:
        words = words_of(name)
        keys = [word.key for word in words]
        for at in range(len(words)):
            for end, found in self.lexicon.names_at(keys, at):
                aliases = [alias for alias in found if spelled(alias, words[at:end])]
                if aliases:
                    actor = self.lexicon.actors[aliases[0].actor_id]
                    return actor if actor.kind == "state" else self.lexicon.states.get(actor.country)
        return None

    def _read(self, words: Sequence[Word]) -> None:
        keys = [word.key for word in words]
        at = 0
        while at < len(words):
            step = at + 1
            for end, found in self.lexicon.names_at(keys, at):
                aliases = [alias for alias in found if spelled(alias, words[at:end])]
                if aliases and end < len(words) and words[end].hyphen and words[end].key in GLUED:
                    step = end
                    break
                if aliases:
                    self._count(aliases, located=at > 0 and keys[at - 1] in _PLACE_WORDS)
                    step = end
                    break
            at = step

    def _count(self, aliases: Sequence[Alias], *, located: bool) -> None:
        alias = aliases[0]
        actor = self.lexicon.actors[alias.actor_id]
        if alias.kind == "person":
            self.introduce_known(alias.text)
        if len({other.actor_id for other in aliases}) == 1 and not alias.context:
            self.named[actor.actor_id] += 1
            if actor.country:
                self.countries[actor.country] += 1
            if actor.kind == "organ" and actor.acts_for is not None:
                self.states[actor.acts_for] += 1
            if actor.kind == "state" and alias.kind != "person" and (located or alias.kind != "metonym"):
                self.states[actor.actor_id] += 1
                self.theatre[actor.actor_id] += located

    def _locate(self) -> None:
        """Towns and provinces speak for their country too; capitals are counted by their names already."""
        for site in self.sites.sites:
            if site.seat:
                continue
            self.countries[site.country] += 1
            if (state := self.lexicon.states.get(site.country)) is not None:
                self.towns[state.actor_id] += 1

    def introduce_known(self, name: str) -> None:
        """A person of the lexicon was named in full: from now on the surname is enough."""
        person, why = self.person(name)
        actor = self.lexicon.actors[person.acts_for]
        for key in surname_keys(person.name if " " in person.name else name):
            self.people.setdefault(key, (person.name, actor, why))

    def person(self, name: str) -> tuple[Person, str]:
        """Whom the person acts for on the day, with the reason; outside of every term, the latest one before."""
        terms = self.lexicon.persons[name]
        holding = [person for person in terms if person.holds(self.published)]
        recent = [person for person in terms if self._just_left(person)]
        before = [one for one in terms if self.published and one.since and one.since <= self.published]
        person = max(holding or recent or before or terms, key=lambda one: str(one.since))
        name = self.lexicon.actors[person.acts_for].name
        verb = "acts" if holding else "acted"
        return person, f"{person.name} is {person.post} {person.term}, who {verb} for {name}"

    def officer(self, surname: str, title: str) -> tuple[Person, str] | None:
        """Who "President Obama" is on the day, where only one person in such a post has the name."""
        fit = [person for person in self.lexicon.surnames.get(surname, ()) if self.in_post(person)]
        posted = [person for person in fit if title.lower() in person.post.lower()]
        names = {(person.name, person.acts_for) for person in posted or fit}
        if len(names) != 1:
            return None
        person = (posted or fit)[0]
        return (
            person,
            f"{person.name} is {person.post} {person.term}, who acts for {self.lexicon.actors[person.acts_for].name}",
        )

    def leader(self, surname: str) -> tuple[Person, str] | None:
        """Who leads a state or a group on the day by that surname, where the article speaks of its country."""
        found = self.officer(surname, "")
        if found is None or len(surname) < _PLAIN or not _LEADING.intersection(found[0].post.lower().split()):
            return None
        actor = self.lexicon.actors[found[0].acts_for]
        spoken = self.countries[actor.country] if actor.country else self.named[actor.actor_id]
        return found if spoken else None

    def in_post(self, person: Person) -> bool:
        """Whether an article of that day speaks of the person in the post: also right after the end of the term."""
        return person.holds(self.published) or self._just_left(person)

    def _just_left(self, person: Person) -> bool:
        return bool(self.published and person.until and 0 <= (self.published - person.until).days <= _GRACE_DAYS)

    def arena(self, *, rebellion: bool = False) -> Actor | None:
        """The state in which the article plays: like ``home``, but an outside power only as the place of events.

        With ``rebellion`` only a state whose government had armed opponents on the day.
        """
        return self._rebelled if rebellion else self._arena

    def home(self) -> Actor | None:
        """The state whose affairs the article tells: named most, and as the place of events above all; None for none."""
        return self._home

    def _settle(self) -> None:
        actors, states = self.lexicon.actors, self.lexicon.states
        ranked = sorted({*self.states, *self.towns}, key=lambda one: (-self._weight(one), one))
        self._home = actors[ranked[0]] if ranked else None
        codes = [code for code in sorted(self.countries) if code in states]
        local = [
            code
            for code in codes
            if code not in _POWERS or self.theatre[states[code].actor_id] or self.towns[states[code].actor_id]
        ]
        best = max(local, key=lambda code: self._weight(states[code].actor_id), default=None)
        self._arena = states[best] if best is not None else None
        self.rebelled = frozenset(row.actor_id for row in self.lexicon.rebellions if row.holds(self.published))
        at_war = [code for code in codes if states[code].actor_id in self.rebelled]
        worst = max(at_war, key=lambda code: self._weight(states[code].actor_id), default=None)
        self._rebelled = states[worst] if worst is not None else None

    def _weight(self, state: ActorId) -> float:
        code = self.lexicon.actors[state].country
        named = self.states[state] + self.countries[code]
        where = 3 * self.theatre[state] + 1.5 * self.towns[state]
        return named * (0.4 if code in _POWERS else 1.0) + where

    def ranked(self, aliases: Sequence[Alias]) -> tuple[list[Alias], list[Alias]]:
        """Those that the day and the countries allow, likeliest first, and those that they rule out."""
        timely = [alias for alias in aliases if alias.holds(self.published)]
        if not timely:
            timely = [alias for alias in aliases if len(alias.text) >= _PLAIN and not self._too_early(alias)]
        fit = [alias for alias in timely if not alias.context or any(self.countries[code] for code in alias.context)]
        fit.sort(key=lambda alias: (-self._evidence(alias), alias.actor_id))
        return fit, [alias for alias in aliases if alias not in fit]

    def _too_early(self, alias: Alias) -> bool:
        return bool(self.published and alias.valid_from and self.published < alias.valid_from and " " not in alias.text)

    def _evidence(self, alias: Alias) -> int:
        codes = alias.context or {self.lexicon.actors[alias.actor_id].country}
        return sum(self.countries[code] for code in codes if code) + (
            1000 if alias.kind == "name" and not alias.context else 0
        )


def _spoken(key: str) -> bool:
    """Whether an acronym is also written as a name: "Monusco", "Nato"."""
    return (len(key) >= _SPOKEN_LETTERS and key not in _WORDS) or key in _SPOKEN


def spelled(alias: Alias, words: Sequence[Word]) -> bool:
    """Whether the text writes the name as a name: in one piece, acronyms in capitals, names with a capital.

    >>> from etl.actors.lexicon import Alias
    >>> from etl.actors.words import words_of
    >>> spelled(Alias(text="IS", actor_id="islamic-state"), words_of("is"))
    False
    """
    if not all(word.joined for word in words[1:]):
        return False
    first = next((part for part in alias.text.replace("-", " ").split() if part[0].isupper()), "")
    if not first:
        return True
    if len(words) == 1 and alias.text.replace(".", "").isupper():
        text = words[0].text.replace(".", "")
        return text.isupper() or (text[0].isupper() and _spoken(words[0].key))
    return any(word.capital for word in words)
