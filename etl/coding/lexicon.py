"""The event lexicon: which words tell which events, as tables; one row per behaviour."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from etl.errors import InputError
from etl.model import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT_FOLDER = Path(__file__).parents[2] / "data" / "lexicons"

Frame = Literal[
    "agent-patient",
    "capture",
    "symmetric",
    "toward",
    "patient",
    "weapon",
    "move-from",
    "move-to",
    "send",
    "collapse",
    "none",
]
Tier = Literal["material", "weak", "verbal", "guard"]
NounKind = Literal["act", "process", "toll", "deal", "talk", "verbal", "weapon", "state", "partnered"]
NounOf = Literal["source", "target", "place", "symmetric", "source-or-target", "none"]
TollKind = Literal["killed", "wounded", "captured"]
VerbKind = Literal["light", "control", "report", "consequence"]

VOWELS = frozenset("aeiou")
DOUBLING = frozenset(  # two syllables or more, stressed on the last
    "abet abut commit control compel deter expel impel occur permit propel rebel refer regret repel submit transfer transmit".split()  # noqa: SIM905 (a word list reads better so)
)


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One sense of a verb: what it needs beside it, and what it then tells; a guard tells nothing."""

    lemma: str
    particles: tuple[str, ...]
    classes: frozenset[str]
    words: frozenset[str]
    event_type: EventType | None
    mode: str | None
    frame: Frame
    tier: Tier

    @property
    def rule(self) -> str:
        return "coding.verb." + "-".join((self.lemma, *self.particles))


@dataclass(frozen=True, slots=True)
class NounRow:
    """An event noun; ``of`` says who stands behind "of": the killing of the victim, the retreat of the army."""

    lemma: str
    event_type: EventType
    mode: str | None
    of: NounOf
    kind: NounKind
    not_after: frozenset[str] = frozenset()  # prepositions that make an idiom of it: "in advance"

    @property
    def rule(self) -> str:
        return f"coding.noun.{self.lemma}"


@dataclass(frozen=True, slots=True)
class Feud:
    """Sides that fought others from a day (inclusive) until a day (exclusive), by actor id; "*" among the others is anybody."""

    sides: frozenset[str]
    against: frozenset[str]
    since: dt.date | None
    until: dt.date | None

    def holds(self, on: dt.date | None) -> bool:
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on < self.until))


@dataclass(frozen=True, kw_only=True)
class EventLexicon:
    """Immutable tables; every lookup is by lower-case lemma."""

    verbs: Mapping[str, tuple[VerbRow, ...]]
    nouns: Mapping[str, NounRow]
    noun_classes: Mapping[str, frozenset[str]]
    weapon_modes: Mapping[str, str]
    function_verbs: Mapping[VerbKind, Mapping[tuple[str, str], str]]
    irregular: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]  # pasts and participles
    tolls: Mapping[str, tuple[TollKind, str]]  # word → what became of people, and how the word says it
    feuds: tuple[Feud, ...] = ()

    @classmethod
    def load(cls, path: Path | None = None) -> EventLexicon:
        """Read the tables of ``path`` (a folder), by default the project's own. Raises InputError for a bad row."""
        folder = path or DEFAULT_FOLDER
        verbs: dict[str, list[VerbRow]] = {}
        for row in _rows(folder / "events_verbs.csv"):
            verbs.setdefault(row["lemma"], []).append(_verb(row))
        function: dict[VerbKind, dict[tuple[str, str], str]] = {
            "light": {},
            "control": {},
            "report": {},
            "consequence": {},
        }
        for row in _rows(folder / "events_function_verbs.csv"):
            function[row["kind"]][row["lemma"], row["particle"]] = row["effect"]  # type: ignore[index]  # checked by a test
        classes: dict[str, set[str]] = {}
        for row in _rows(folder / "noun_classes.csv"):
            classes.setdefault(row["lemma"], set()).add(row["class"])
        return cls(
            verbs={lemma: tuple(sorted(rows, key=_specificity)) for lemma, rows in verbs.items()},
            nouns={row["lemma"]: _noun(row) for row in _rows(folder / "events_nouns.csv")},
            noun_classes={lemma: frozenset(names) for lemma, names in classes.items()},
            weapon_modes={row["lemma"]: row["mode"] for row in _rows(folder / "weapon_modes.csv")},
            function_verbs=function,
            irregular={
                row["lemma"]: (tuple(row["past"].split("/")), tuple(row["participle"].split("/")))
                for row in _rows(folder / "irregular_verbs.csv")
            },
            tolls={row["word"]: (row["kind"], row["use"]) for row in _rows(folder / "tolls.csv")},  # type: ignore[misc]  # checked by a test
            feuds=tuple(_feud(row) for row in _rows(folder / "adversaries.csv")),
        )

    @cached_property
    def forms(self) -> Mapping[str, str]:
        """Every inflected form of every verb here → its lemma; a base form is not overruled by another verb's past."""
        lemmas = sorted(self.verbs.keys() | {lemma for table in self.function_verbs.values() for lemma, _ in table})
        forms = {form: lemma for lemma in lemmas for form in (*self.inflected(lemma), *_doubled(lemma))}
        return forms | {lemma: lemma for lemma in lemmas}

    @cached_property
    def finite_forms(self) -> frozenset[str]:
        """Forms that can only be verbs, whatever the tagger says: "retook", "besieged"."""
        return frozenset(
            form for form, lemma in self.forms.items() if form.endswith(("ed", "ook", "ew", "ran")) and form != lemma
        )

    def inflected(self, lemma: str) -> tuple[str, ...]:
        """The English forms of a verb: base, third person, -ing, past, participle."""
        stem, _, tail = lemma.partition("-")
        if tail and lemma not in self.irregular:
            return tuple(f"{stem}-{form}" for form in self.inflected(tail))
        pasts, participles = self.irregular.get(lemma, ((_past(lemma),), (_past(lemma),)))
        return (lemma, _third(lemma), _ing(lemma), *pasts, *participles)

    def classes(self, lemma: str) -> frozenset[str]:
        return self.noun_classes.get(lemma, frozenset())

    @cached_property
    def intransitive(self) -> frozenset[str]:
        """Verbs that are never done to somebody: "clash", "march", "withdraw"."""
        active = {"symmetric", "move-from", "move-to", "patient", "collapse", "weapon", "none"}
        return frozenset(lemma for lemma, rows in self.verbs.items() if all(row.frame in active for row in rows))

    @cached_property
    def uncountable(self) -> frozenset[str]:
        """Event nouns that stand without an article: "fighting", "shelling", "violence"."""
        return frozenset(
            lemma
            for lemma, row in self.nouns.items()
            if row.kind in {"process", "talk"} or lemma.endswith(("ing", "ment", "fire", "ence"))
        )

    def effect(self, kind: VerbKind, lemma: str, particles: Iterable[str] = ()) -> str | None:
        """The effect of a light, control, report or consequence verb, with one of the particles or without."""
        table = self.function_verbs[kind]
        for particle in (*particles, ""):
            if (lemma, particle) in table:
                return table[lemma, particle]
        return None


def _rows(path: Path) -> Iterable[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            yield from csv.DictReader(line for line in handle if not line.startswith("#"))
    except OSError as error:
        raise InputError(
            f"the event lexicon {path.name} cannot be read ({error.strerror}); reinstall the project's data folder"
        ) from error


def _verb(row: Mapping[str, str]) -> VerbRow:
    needs = [need for need in row["object"].split("|") if need]
    return VerbRow(
        lemma=row["lemma"],
        particles=tuple(row["particle"].split()),
        classes=frozenset(need for need in needs if not need.startswith("=")),
        words=frozenset(need[1:] for need in needs if need.startswith("=")),
        event_type=EventType(row["event_type"]) if row["event_type"] else None,
        mode=row["mode"] or None,
        frame=row["frame"],  # type: ignore[arg-type]  # checked by a test
        tier=row["tier"],  # type: ignore[arg-type]  # checked by a test
    )


def _noun(row: Mapping[str, str]) -> NounRow:
    return NounRow(
        lemma=row["lemma"],
        event_type=EventType(row["event_type"]),
        mode=row["mode"] or None,
        of=row["of"],  # type: ignore[arg-type]  # checked by a test
        kind=row["kind"],  # type: ignore[arg-type]  # checked by a test
        not_after=frozenset(row["not_after"].split("|")) - {""},
    )


def _feud(row: Mapping[str, str]) -> Feud:
    since, until = (dt.date.fromisoformat(day) if day else None for day in (row["from"], row["to"]))
    return Feud(frozenset(row["sides"].split("|")), frozenset(row["against"].split("|")), since, until)


def _specificity(row: VerbRow) -> tuple[int, int, int, int]:
    return (-len(row.particles), -bool(row.words), -bool(row.classes), row.tier != "guard")


def _doubled(lemma: str) -> tuple[str, ...]:
    """The forms with the last letter doubled, where a writer may double it: "kidnapped", "travelled"."""
    if len(lemma) < 3 or lemma[-1] in "wxyh" or lemma[-1] in VOWELS or lemma[-2] not in VOWELS or lemma[-3] in VOWELS:
        return ()
    return (lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing")


def _doubles(lemma: str) -> bool:
    if len(lemma) < 3 or lemma[-1] in "wxyh" or lemma[-1] in VOWELS or lemma[-2] not in VOWELS or lemma[-3] in VOWELS:
        return False
    return sum(letter in VOWELS for letter in lemma) == 1 or lemma in DOUBLING


def _past(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ied"
    return lemma + lemma[-1] * _doubles(lemma) + "ed"


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        return lemma[:-1] + "ing"
    return lemma + lemma[-1] * _doubles(lemma) + "ing"


def _third(lemma: str) -> str:
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
