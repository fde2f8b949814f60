"""Verb forms that a small statistical model gets wrong, repaired from a table and the shape of the tree.

A model trained on 280,000 words has not seen "retook" and tags it as a noun, though it attaches subject and object to
it. The tree is then right and the tag is not.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.errors import InputError
from etl.language.spelling import regular_lemma

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from etl.model import Token

PAST = frozenset({"VBD", "VBN"})
REGULAR = PAST | {"VBG"}
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
        """Reads ``lemma,past,participle,ambiguous`` rows; several forms are divided by "/"."""
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
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
    if token.pos == "VERB":
        lemma = _verb_lemma(form, token, irregular)
        return token if lemma == token.lemma else replace(token, lemma=lemma)
    if token.pos not in NOT_VERBAL or not token.text.isalpha():
        return token
    if form in irregular.verb_only and (token.text.islower() or below & CLAUSE):
        return _as_verb(token, irregular.tags[form], irregular.lemmas[form])
    shaped_as_verb = "nsubj" in below and not below & NOMINAL and token.text.islower()
    return _regular(token, form, below) if shaped_as_verb else token


def _verb_lemma(form: str, token: Token, irregular: IrregularVerbs) -> str:
    if token.tag in PAST and form in irregular.lemmas:
        return irregular.lemmas[form]
    if token.tag in REGULAR and form.isalpha():
        return regular_lemma(form, token.lemma.lower())
    return token.lemma.lower()


def _regular(token: Token, form: str, below: set[str]) -> Token:
    if "obj" in below and form.endswith("s") and not form.endswith("ss"):
        return _as_verb(token, "VBZ", present_lemma(form))
    if form.endswith("ed") and len(form) > 4:
        return _as_verb(token, "VBD", regular_lemma(form, token.lemma))
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
