"""How many people an event killed, wounded and took, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from etl.coding.counts import counted, number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from etl.coding.lexicon import TollKind
    from etl.coding.syntax import Tree
    from etl.coding.triggers import Trigger

THINGS: Final = frozenset({"vehicle", "aircraft", "structure", "weapon", "territory", "aid"})
PEOPLE: Final = frozenset({"civilians", "person", "fighters", "troops"})
MEASURES: Final = frozenset(
    "percent year month week day hour minute kilometer kilometre km mile meter metre dollar euro ton tonne times".split()  # noqa: SIM905 (a word list reads better so)
)
ABOUT: Final = frozenset(  # words between a verb and its number
    "at least some about around roughly approximately nearly almost over more than up to as many a an total of another other further also the least in all".split()  # noqa: SIM905 (a word list reads better so)
)
LEAST: Final = frozenset({"least", "than", "over"})
RISE: Final = 14  # words between the noun and "to"
REACH: Final = 8  # words between a toll's verb and its number


@dataclass(frozen=True, slots=True)
class Toll:
    """People as the text counts them (the least number of "at least 16"), with the words that say so."""

    kind: TollKind
    people: int
    words: tuple[int, ...]
    verdict: int  # the word that says what became of them
    least: bool = False


def tolls(tree: Tree, group: Iterable[Trigger], others: Collection[int] = ()) -> tuple[Toll, ...]:
    """One toll of each kind that the sentence tells of these triggers' event; ``others`` are the words of other events."""
    own = {trigger.token: trigger for trigger in group}
    found: dict[TollKind, Toll] = {}
    for word, kind, use in _words(tree):
        if kind in found or not _is_of(tree, word, own.keys(), others):
            continue
        toll = _toll(tree, word, kind, use, own.get(word))
        if toll is not None:
            found[kind] = replace(toll, verdict=word)
    for trigger in own.values():
        if (
            "killed" not in found
            and trigger.noun is not None
            and trigger.noun.of == "target"
            and trigger.noun.mode == "targeted"
        ):
            victims = tuple(child for child in tree.children(trigger.token, "nmod") if tree.case(child) == "of")
            if (toll := _sum(tree, "killed", victims)) is not None:
                found["killed"] = toll
    return tuple(found[kind] for kind in sorted(found))


def killed(tree: Tree, group: Iterable[Trigger], others: Collection[int] = ()) -> Toll | None:
    """The toll of dead."""
    return next((toll for toll in tolls(tree, group, others) if toll.kind == "killed"), None)


def _words(tree: Tree) -> Iterator[tuple[int, TollKind, str]]:
    table = tree.lexicon.tolls
    for index in range(len(tree)):
        word, lemma = tree.word(index), tree.lemmas[index]
        row = table.get(lemma) or table.get(word) if tree[index].pos == "VERB" else table.get(word) or table.get(lemma)
        if row is not None:
            yield index, row[0], row[1]


def _is_of(tree: Tree, word: int, own: Collection[int], others: Collection[int]) -> bool:
    """The event whose word governs it, else the one told last before it."""
    if word in own or not others:
        return True
    if word in others:
        return False
    for ancestor in tree.ancestors(word):
        if ancestor in own:
            return True
        if ancestor in others:
            return False
    before = [token for token in (*own, *others) if token < word]
    return max(before) in own if before else min((*own, *others)) in own


def _toll(tree: Tree, word: int, kind: TollKind, use: str, trigger: Trigger | None) -> Toll | None:
    if use == "sum":
        return _risen(tree, word, kind)
    if use == "noun":
        return _before(tree, word, kind, counts_word=True)
    if use == "verb" and tree[word].pos in {"VERB", "AUX"} and not tree.is_passive(word):
        victims = trigger.objects if trigger is not None else tree.children(word, "obj")
        if victims:
            return _sum(tree, kind, tuple(victims)) or _after(tree, word, kind)
        return _after(tree, word, kind) or _before(tree, word, kind)
    if use in {"verb", "fate"} and tree[word].pos in {"VERB", "AUX", "ADJ"}:
        found = _sum(tree, kind, tree.subjects(word))
        if found is not None:
            return found
    return _before(tree, word, kind) if use == "state" or tree[word].pos in {"VERB", "ADJ"} else None


def _sum(tree: Tree, kind: TollKind, victims: tuple[int, ...]) -> Toll | None:
    everyone = tuple(
        dict.fromkeys(word for victim in victims for word in tree.conjuncts(victim) if _may_be_people(tree, kind, word))
    )
    values = [(value, word) for word in everyone if (value := counted(tree, word)) is not None]
    if not values or (len(values) == 1 and values[0][0] == 1 and tree[values[0][1]].pos == "PROPN"):
        return None
    words = tuple(sorted({part for _, word in values for part in (*_numerals(tree, word), word)}))
    return Toll(kind, sum(value for value, _ in values), words, victims[0], _is_least(tree, words[0]))


def _numerals(tree: Tree, word: int) -> tuple[int, ...]:
    return tree.children(word, "nummod")[:1]


def _after(tree: Tree, verb: int, kind: TollKind) -> Toll | None:
    """“killing at least 12 people”, where the parser has lost the object."""
    for index in range(verb + 1, min(len(tree), verb + 1 + REACH)):
        if (value := number(tree, index)) is not None and tree.word(index) not in {"a", "an"}:
            return _of_people(tree, kind, index, value)
        if tree.word(index) not in ABOUT and tree[index].pos not in {"ADJ", "DET"}:
            return None
    return None


def _risen(tree: Tree, noun: int, kind: TollKind) -> Toll | None:
    """“the death toll rose to 48”, "a toll of 48": no people need stand beside the number."""
    opening = next(
        (at for at in range(noun + 1, min(len(tree), noun + RISE)) if tree.word(at) in {"to", "at", "of"}), None
    )
    return _after(tree, opening, kind) if opening is not None else None


def _before(tree: Tree, word: int, kind: TollKind, *, counts_word: bool = False) -> Toll | None:
    """“12 people, three of them children, were killed”, "30 others wounded", "12 dead", "12 deaths"."""
    index, steps = word - 1, 0
    while index >= 0 and steps < REACH:
        if (value := number(tree, index)) is not None:
            return _of_people(tree, kind, index, value, until=word)
        if tree.word(index) == "," and not counts_word:
            opening = next((at for at in range(index - 1, max(-1, index - 10), -1) if tree.word(at) == ","), None)
            if opening is None:
                return None
            index = opening
        elif tree[index].pos in {"VERB", "PUNCT", "SCONJ", "CCONJ"} and tree.lemmas[index] not in {
            "leave",
            "be",
            "have",
        }:
            return None
        index, steps = index - 1, steps + 1
    return None


def _of_people(tree: Tree, kind: TollKind, at: int, value: int, until: int | None = None) -> Toll | None:
    """The number at ``at`` if it counts people: "12 people", "30 others", "12 dead", not "12 percent" or "two tanks"."""
    stop = len(tree) if until is None else until
    noun = next((index for index in range(at + 1, min(stop, at + 5)) if tree[index].pos in {"NOUN", "PROPN"}), None)
    if noun is not None and not _may_be_people(tree, kind, noun):
        return None
    if tree.word(min(at + 1, len(tree) - 1)).startswith(("percent", "%")):
        return None
    words = (at,) if noun is None else (at, noun)
    return Toll(kind, value, words if until is None else (*words, until), at, _is_least(tree, at))


def _may_be_people(tree: Tree, kind: TollKind, word: int) -> bool:
    """Towns are captured too, so those whom somebody captures must be known for people."""
    classes = tree.lexicon.classes(tree.lemmas[word])
    if kind == "captured" and tree[word].pos == "NOUN" and not classes & PEOPLE:
        return False
    return (not classes & THINGS or bool(classes & PEOPLE)) and tree.lemmas[word] not in MEASURES


def _is_least(tree: Tree, at: int) -> bool:
    return at > 0 and tree.word(at - 1) in LEAST
