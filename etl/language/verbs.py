"""Verb forms that a small statistical model gets wrong, repaired from a table and the shape of the tree.

A model trained on 280,000 words has not seen "retook" and tags it as a noun, though it attaches subject and object to
it. The tree is then right and the tag is not.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from etl.model import Token

PAST = frozenset({"VBD", "VBN"})
NOT_VERBAL = frozenset({"NOUN", "PROPN", "ADJ", "X", "ADV", "ADP"})
CLAUSE = frozenset({"nsubj", "nsubj:pass", "obj"})
NOMINAL = frozenset({"cop", "det", "case", "nmod:poss", "nummod", "amod", "compound"})


@dataclass(frozen=True, slots=True)
class IrregularVerbs:
    """Past forms and participles to their verbs; ``tags`` says which Penn tag each form has."""

    lemmas: Mapping[str, str]
    tags: Mapping[str, str]
    verb_only: frozenset[str]  # forms that are never another word: "retook", not "left"

    @classmethod
    def load(cls, path: Path) -> IrregularVerbs:
        """Reads ``lemma,past,participle,ambiguous`` rows, "#" lines left out; several forms are divided by "/"."""
        try:
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        except OSError as error:
            raise InputError(f"no table of irregular verbs at {path}: {error.strerror}; restore it from git") from error
        lemmas: dict[str, str] = {}
        tags: dict[str, str] = {}
        ambiguous: set[str] = set()
        for row in csv.DictReader(lines):
            for column, tag in (("past", "VBD"), ("participle", "VBN")):
                for form in row[column].split("/"):
                    lemmas.setdefault(form, row["lemma"])
                    tags.setdefault(form, tag)
            ambiguous |= set(row["ambiguous"].split("/"))
        ambiguous |= {form for form, lemma in lemmas.items() if form == lemma}
        return cls(lemmas=lemmas, tags=tags, verb_only=frozenset(lemmas) - ambiguous)


def repaired(tokens: Sequence[Token], irregular: IrregularVerbs) -> tuple[Token, ...]:
    """The same tokens with the verbs' lemmas and tags put right; heads and relations stay."""
    relations: list[set[str]] = [set() for _ in tokens]
    for index, token in enumerate(tokens):
        if token.head != index:
            relations[token.head].add(token.dep)
    return tuple(_repaired(token, below, irregular) for token, below in zip(tokens, relations, strict=True))


def _repaired(token: Token, below: set[str], irregular: IrregularVerbs) -> Token:
    form = token.text.lower()
    if token.pos == "VERB" and token.tag in PAST:
        return replace(token, lemma=irregular.lemmas.get(form, token.lemma))
    if token.pos not in NOT_VERBAL or not token.text.isalpha():
        return token
    if form in irregular.verb_only and (token.text.islower() or below & CLAUSE):
        return _as_verb(token, irregular.tags[form], irregular.lemmas[form])
    shaped_as_verb = "nsubj" in below and not below & NOMINAL and token.text.islower()
    return _regular(token, form, below) if shaped_as_verb else token


def _regular(token: Token, form: str, below: set[str]) -> Token:
    if "obj" in below and form.endswith("s") and not form.endswith("ss"):
        return _as_verb(token, "VBZ", present_lemma(form))
    if form.endswith("ed") and len(form) > 4:
        return _as_verb(token, "VBD", token.lemma if token.lemma != form else past_lemma(form))
    return token


def _as_verb(token: Token, tag: str, lemma: str) -> Token:
    return replace(token, pos="VERB", tag=tag, lemma=lemma, morph=MORPH[tag])


MORPH = {
    "VBD": "Mood=Ind|Tense=Past|VerbForm=Fin",
    "VBN": "Tense=Past|VerbForm=Part",
    "VBZ": "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin",
}


def present_lemma(form: str) -> str:
    """The verb of a third person singular.

    >>> [present_lemma(form) for form in ("comprises", "marches", "denies", "seizes")]
    ['comprise', 'march', 'deny', 'seize']
    """
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    return form[:-2] if form.endswith(("sses", "ches", "shes", "xes", "zzes", "oes")) else form[:-1]


def past_lemma(form: str) -> str:
    """The verb of a regular past form, as well as spelling tells.

    >>> [past_lemma(form) for form in ("shelled", "stopped", "denied", "besieged", "torched", "seized")]
    ['shell', 'stop', 'deny', 'besiege', 'torch', 'seize']
    """
    stem = form[:-2]
    if form.endswith("ied"):
        return form[:-3] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2]:
        return stem if stem[-1] in "lsfz" else stem[:-1]
    return stem + "e" if stem.endswith(("g", "z", "c", "v", "u", "s", "at", "ir", "ur", "id", "iz")) else stem
