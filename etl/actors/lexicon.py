"""The names of states, organs, groups, coalitions and people, with the dates at which they hold."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from etl.actors.words import keys_of, slug, surname_keys
from etl.errors import InputError
from etl.model import Actor, ActorId, ActorKind, Membership

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

AliasKind = Literal["name", "adjective", "people", "metonym", "person"]
WordClass = Literal[
    "organ",
    "state",
    "title",
    "weapon",
    "asset",
    "action",
    "fighters",
    "member",
    "role",
    "unidentified",
    "coalition",
    "place",
    "pair",
]

_DATA = Path(__file__).parents[2] / "data"
_LISTS = re.compile(r"\s*\|\s*")
# How datasets write what the lexicon knows by another name: UCDP and ACLED.
_DATASET_NAMES = (
    (re.compile(r"(?:government|police forces|military forces) of ([^()]+?)(?: \(.*\))?", re.IGNORECASE), r"\1"),
    (re.compile(r"(civilians|protesters|rioters|refugees)(?: \(.*\))?", re.IGNORECASE), r"\1"),
    (re.compile(r"([^()]{4,}?) \([^()]*\)"), r"\1"),
    (re.compile(r"(?:forces of|tanzim) (?:the )?(.+)", re.IGNORECASE), r"\1"),
    (re.compile(r"([^-]{4,}?) - .{1,60}"), r"\1"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name that means an actor, from a day until a day, where the article speaks of one of some countries."""

    text: str
    actor_id: ActorId
    kind: AliasKind = "name"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    context: frozenset[str] = frozenset()

    def holds(self, on: dt.date | None) -> bool:
        """Whether the name is in use on that day; an unknown day rules nothing out."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone in a post, who acts for a state or a group from a day (inclusive) until a day (exclusive)."""

    name: str
    acts_for: ActorId
    post: str
    since: dt.date | None
    until: dt.date | None

    def holds(self, on: dt.date | None) -> bool:
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on < self.until))

    @property
    def term(self) -> str:
        """The dates in words: "2015-02-17–2017-01-20", open where still in office."""
        return f"{self.since or ''}–{self.until or ''}"


@dataclass(frozen=True, slots=True)
class ActorLexicon:
    """Read-only; ``load`` it once. Every lookup is by ``words.keys_of`` of the name."""

    actors: Mapping[ActorId, Actor]
    states: Mapping[str, Actor]  # by country code
    aliases: Mapping[tuple[str, ...], tuple[Alias, ...]]
    persons: Mapping[str, tuple[Person, ...]]
    surnames: Mapping[str, tuple[Person, ...]]
    words: Mapping[tuple[str, ...], Mapping[WordClass, str]]
    memberships: tuple[Membership, ...]
    adjectives: Mapping[ActorId, str]
    jihadist: frozenset[ActorId]  # whom "the jihadists" can mean
    loyal: frozenset[ActorId]  # whom "the militants", "the rebels" do not mean
    backed: Mapping[ActorId, tuple[Alias, ...]]  # whom "US-backed fighters" can mean, by the backer
    rebellions: tuple[Alias, ...]  # states with the days on which "the rebels" can mean their armed opponents
    _longest: Mapping[str, int] = field(repr=False)
    _longest_word: Mapping[str, int] = field(repr=False)

    @classmethod
    def load(cls, path: Path | None = None) -> ActorLexicon:
        """From a folder with ``actors/*.csv`` and ``coalitions.csv``, the project's own by default."""
        return _Builder(path or _DATA).lexicon()

    def actor(self, actor_id: str) -> Actor:
        """The actor of that id; ``InputError`` where there is none."""
        try:
            return self.actors[ActorId(actor_id)]
        except KeyError:
            raise InputError(f"no actor has the id {actor_id!r}: data/actors/ lists them") from None

    @property
    def coalitions(self) -> tuple[Actor, ...]:
        """Those whose members are known, by id."""
        return tuple(self.actors[actor_id] for actor_id in sorted({row.coalition for row in self.memberships}))

    def names_at(self, keys: Sequence[str], at: int) -> Iterator[tuple[int, tuple[Alias, ...]]]:
        """The names that start at a word, longest first, each with the word after its end."""
        for size in range(min(self._longest.get(keys[at], 0), len(keys) - at), 0, -1):
            if found := self.aliases.get(tuple(keys[at : at + size])):
                yield at + size, found

    def word_at(self, keys: Sequence[str], at: int) -> tuple[int, Mapping[WordClass, str]] | None:
        """The longest head noun that starts at a word: the word after its end and its classes."""
        for size in range(min(self._longest_word.get(keys[at], 0), len(keys) - at), 0, -1):
            if found := self.words.get(tuple(keys[at : at + size])):
                return at + size, found
        return None

    def find(self, name: str, on: dt.date | None = None) -> Actor | None:
        """The actor of a plain name as datasets write it; a name that is not known makes a group of that name, "" None."""
        name = " ".join(name.split())
        if not name:
            return None
        text = name
        for pattern, to in (None, ""), *_DATASET_NAMES:
            text = pattern.sub(to, text) if pattern and pattern.fullmatch(text) else text
            if (known := self._known(text, on)) is not None:
                return known
        return Actor(actor_id=ActorId(slug(name)), name=name, kind="group")

    def _known(self, name: str, on: dt.date | None) -> Actor | None:
        if (exact := self.actors.get(ActorId(slug(name)))) is not None:
            return exact
        keys = keys_of(name)
        if keys and keys[0] == "the":
            keys = keys[1:]
        found = [alias for alias in self.aliases.get(keys, ()) if alias.kind != "adjective"]
        organs = {alias.actor_id for alias in found if self.actors[alias.actor_id].kind == "organ"}
        found.sort(
            key=lambda alias: (not alias.holds(on), bool(alias.context), alias.actor_id in organs, alias.actor_id)
        )
        if found and found[0].kind == "person":
            return self.actors[max(self.persons[found[0].text], key=lambda person: person.holds(on)).acts_for]
        if found:
            return self.actors[found[0].actor_id]
        gives = self.words.get(keys, {})
        return self.actors.get(ActorId(slug(gives.get("role") or gives.get("unidentified") or "-")))

    def organ(self, state: ActorId, name: str) -> Actor:
        """A state's "army", "police" ... under the name it is known by.

        Promises the same actor for every adjective of the state ("Myanmar army", "Burmese army").
        """
        own = self.actors[state]
        text = f"{self.adjectives.get(state, own.name)} {name}"
        for alias in self.aliases.get(keys_of(text), ()):
            if not alias.context:
                return self.actors[alias.actor_id]
        made = ActorId(slug(text))
        return self.actors.get(made) or Actor(
            actor_id=made, name=text, kind="organ", country=own.country, acts_for=state
        )


class _Builder:
    """Reads the tables; a wrong row is an ``InputError`` that names its file."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.actors: dict[ActorId, Actor] = {}
        self.aliases: defaultdict[tuple[str, ...], list[Alias]] = defaultdict(list)
        self.persons: defaultdict[str, list[Person]] = defaultdict(list)
        self.words: defaultdict[tuple[str, ...], dict[WordClass, str]] = defaultdict(dict)
        self.adjectives: dict[ActorId, str] = {}
        self.traits: defaultdict[str, set[ActorId]] = defaultdict(set)

    def lexicon(self) -> ActorLexicon:
        self._states()
        self._actors()
        self._aliases()
        self._words()
        self._organs()
        self._persons()
        return ActorLexicon(
            actors=self.actors,
            states={actor.country: actor for actor in self.actors.values() if actor.kind == "state"},
            aliases={keys: tuple(found) for keys, found in self.aliases.items()},
            persons={name: tuple(found) for name, found in self.persons.items()},
            surnames=self._surnames(),
            words=dict(self.words),
            memberships=self._memberships(),
            adjectives=self.adjectives,
            jihadist=frozenset(self.traits["jihadist"]),
            loyal=frozenset(self.traits["government side"]),
            backed=self._backed(),
            rebellions=self._rebellions(),
            _longest=_longest(self.aliases),
            _longest_word=_longest(self.words),
        )

    def _rows(self, name: str) -> Iterator[dict[str, str]]:
        path = self.data / name
        try:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot read the actor table {path}: {error}") from error
        yield from csv.DictReader(lines, strict=True)

    def _add(
        self, text: str, actor_id: str, kind: AliasKind = "name", dates: Sequence[str] = ("", ""), context: str = ""
    ) -> None:
        start, end = (_date(value) for value in dates)
        alias = Alias(
            text=text,
            actor_id=ActorId(actor_id),
            kind=kind,
            valid_from=start,
            valid_to=end,
            context=frozenset(_list(context)),
        )
        keys = keys_of(text)
        if keys and alias not in self.aliases[keys]:
            self.aliases[keys].append(alias)

    def _states(self) -> None:
        for row in self._rows("actors/states.csv"):
            actor_id = ActorId(row["actor_id"])
            self.actors[actor_id] = Actor(actor_id=actor_id, name=row["name"], kind="state", country=row["country"])
            dates = (row["valid_from"], row["valid_to"])
            adjectives = _list(row["adjectives"])
            if adjectives:
                self.adjectives[actor_id] = adjectives[0]
            for text in [row["name"], *_list(row["aliases"])]:
                self._add(text, actor_id, "name", dates)
            for text in adjectives:
                self._add(text, actor_id, "adjective", dates)
            for text in _list(row["people"]):
                self._add(text, actor_id, "people", dates)
            for text in _list(row["metonyms"]):
                self._add(text, actor_id, "metonym", dates)

    def _actors(self) -> None:
        for row in self._rows("actors/actors.csv"):
            actor_id = ActorId(row["actor_id"])
            kind = cast("ActorKind", row["kind"])
            acts_for = ActorId(row["acts_for"]) if row["acts_for"] else None
            self.actors[actor_id] = Actor(
                actor_id=actor_id, name=row["name"], kind=kind, country=row["country"], acts_for=acts_for
            )
            if row["traits"]:
                self.traits[row["traits"]].add(actor_id)
            dates = (row["valid_from"], row["valid_to"])
            for text in [row["name"], *_list(row["aliases"])]:
                self._add(text, actor_id, "name", dates)
            for text in _list(row["adjectives"]):
                self.adjectives.setdefault(actor_id, text)
                self._add(text, actor_id, "adjective", dates)

    def _aliases(self) -> None:
        for row in self._rows("actors/aliases.csv"):
            self._add(row["alias"], row["actor_id"], "name", (row["valid_from"], row["valid_to"]), row["context"])

    def _words(self) -> None:
        for row in self._rows("actors/words.csv"):
            word_class = cast("WordClass", row["class"])
            self.words[keys_of(row["words"])].setdefault(word_class, row["gives"])
            kind: ActorKind | None = {"role": "civilians", "unidentified": "unidentified"}.get(row["class"])  # type: ignore[assignment]  # literals of ActorKind
            if kind:
                made = ActorId(slug(row["gives"]))
                self.actors.setdefault(made, Actor(actor_id=made, name=row["gives"], kind=kind))

    def _organs(self) -> None:
        names = sorted({classes["organ"] for classes in self.words.values() if "organ" in classes})
        for state, adjective in sorted(self.adjectives.items()):
            own = self.actors[state]
            for name in names if own.kind == "state" else ():
                text = f"{adjective} {name}"
                made = ActorId(slug(text))
                if made not in self.actors and keys_of(text) not in self.aliases:
                    self.actors[made] = Actor(
                        actor_id=made, name=text, kind="organ", country=own.country, acts_for=state
                    )

    def _persons(self) -> None:
        for row in self._rows("actors/persons.csv"):
            acts_for = ActorId(row["acts_for"])
            if acts_for not in self.actors:
                raise InputError(
                    f"{self.data}/actors/persons.csv: {row['name']} acts for {acts_for!r}, which is no actor"
                )
            person = Person(
                name=row["name"],
                acts_for=acts_for,
                post=row["post"],
                since=_date(row["from"]),
                until=_date(row["to"]),
            )
            self.persons[row["name"]].append(person)
            for text in [row["name"], *_list(row["aliases"])]:
                if text != row["name"] and person not in self.persons[text]:
                    self.persons[text].append(person)
                self._add(text, acts_for, "person")

    def _backed(self) -> dict[ActorId, tuple[Alias, ...]]:
        found: defaultdict[ActorId, list[Alias]] = defaultdict(list)
        for row in self._rows("actors/backed.csv"):
            backer, actor_id = ActorId(row["by"]), ActorId(row["actor_id"])
            if backer not in self.actors or actor_id not in self.actors:
                raise InputError(f"{self.data}/actors/backed.csv: {backer!r} and {actor_id!r} have to be actors")
            found[backer].append(
                Alias(
                    text=self.actors[actor_id].name,
                    actor_id=actor_id,
                    valid_from=_date(row["from"]),
                    valid_to=_date(row["to"]),
                    context=frozenset(_list(row["countries"])),
                )
            )
        return {backer: tuple(rows) for backer, rows in found.items()}

    def _rebellions(self) -> tuple[Alias, ...]:
        states = {actor.country: actor for actor in self.actors.values() if actor.kind == "state"}
        rows = []
        for row in self._rows("actors/rebellions.csv"):
            if row["country"] not in states:
                raise InputError(f"{self.data}/actors/rebellions.csv: {row['country']!r} is no country of states.csv")
            state = states[row["country"]]
            since, until = _date(row["from"]), _date(row["to"])
            rows.append(Alias(text=state.name, actor_id=state.actor_id, valid_from=since, valid_to=until))
        return tuple(rows)

    def _surnames(self) -> dict[str, tuple[Person, ...]]:
        found: defaultdict[str, dict[Person, None]] = defaultdict(dict)
        for terms in self.persons.values():
            for person in terms:
                for key in surname_keys(person.name):
                    found[key][person] = None
        return {key: tuple(persons) for key, persons in found.items()}

    def _memberships(self) -> tuple[Membership, ...]:
        rows = []
        for row in self._rows("coalitions.csv"):
            joined = _date(row["joined"])
            ids = ActorId(row["coalition"]), ActorId(row["member"])
            if joined is None or any(actor_id not in self.actors for actor_id in ids):
                raise InputError(f"{self.data}/coalitions.csv: {ids} needs two known actors and a day of joining")
            rows.append(Membership(coalition=ids[0], member=ids[1], joined=joined, left=_date(row["left"])))
        return tuple(sorted(rows, key=lambda row: (row.coalition, row.member, row.joined)))


def _list(cell: str) -> list[str]:
    return [part for part in _LISTS.split(cell.strip()) if part]


def _date(cell: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cell) if cell else None
    except ValueError:
        raise InputError(f"{cell!r} in an actor table is not a date: write YYYY-MM-DD") from None


def _longest(table: Mapping[tuple[str, ...], object]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for keys in table:
        longest[keys[0]] = max(longest.get(keys[0], 0), len(keys))
    return longest
