"""Universal Dependencies from the labels of spaCy's own English pipelines (ClearNLP's, as in ``en_core_web_*``).

The two schemes differ in names ("dobj" is "obj"), and in what stands above what: a preposition above its noun or below
it, "is" above its predicate or below it, conjuncts in a chain or all below the first, "and" below the word before it or
the word after it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from etl.language.parsing import Word, universal

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES: Final = {  # one relation under two names
    "auxpass": "aux:pass",
    "complm": "mark",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "hmod": "compound",
    "intj": "discourse",
    "meta": "discourse",
    "neg": "advmod",
    "nmod": "compound",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "poss": "nmod:poss",
    "possessive": "case",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
LEFT: Final = {  # relations that turn the tree round, where there was nothing to turn: "he went in", "he became king"
    "acomp": "xcomp",
    "agent": "advmod",
    "attr": "xcomp",
    "dative": "iobj",
    "pcomp": "advcl",
    "pobj": "obl",
    "prep": "advmod",
}
LABELS: Final = (frozenset(NAMES) | frozenset(LEFT)) - {"nmod"}  # which tell the scheme from Universal Dependencies
OBJECTS: Final = frozenset(
    {"pobj", "pcomp", "obl", "nmod", "advcl"}
)  # the later three of a preposition below: "out of"
PREPOSITIONS: Final = frozenset({"prep", "agent", "dative"})
PREDICATES: Final = frozenset({"attr", "acomp"})
NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
LINKS: Final = frozenset({"cc", "punct"})


def clear(document: Any) -> list[Word]:
    """The words of a parsed document, heads and relations in Universal Dependencies."""
    return converted(universal(document))


def converted(words: Sequence[Word]) -> list[Word]:
    """The same words with the heads and relations of Universal Dependencies, in one tree where they were one."""
    tree = _Tree(words)
    tree.spread_conjuncts()
    for index in reversed(range(len(words))):  # "out of": the inner one first
        if tree.deps[index] in PREPOSITIONS or (words[index].pos == "ADP" and tree.deps[index] in ("conj", "root")):
            tree.lower_preposition(index)
    for index, word in enumerate(words):
        if word.lemma == "be":
            tree.lower_copula(index)
    return tree.words()


class _Tree:
    """Heads and relations while they change."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._heads = [word.head for word in words]
        self.deps = [_renamed(word) for word in words]
        self._below: list[list[int]] = [[] for _ in words]
        for index, head in enumerate(self._heads):
            if head != index:
                self._below[head].append(index)

    def words(self) -> list[Word]:
        return [
            word._replace(head=head, dep=LEFT.get(dep, dep), pos="AUX" if dep in ("cop", "aux:pass") else word.pos)
            for word, head, dep in zip(self._words, self._heads, self.deps, strict=True)
        ]

    def spread_conjuncts(self) -> None:
        """All conjuncts below the first; "and" and commas below the conjunct that they precede."""
        for index, dep in enumerate(self.deps):
            first = self._heads[index]
            if dep == "conj" and self.deps[first] == "conj" and self._heads[first] != first:
                self._move(index, self._heads[first], "conj")
        for head, children in enumerate(self._below):
            conjuncts = sorted(child for child in children if child > head and self.deps[child] == "conj")
            for member in (head, *conjuncts[:-1]) if conjuncts else ():
                for link in [child for child in self._below[member] if child > member and self.deps[child] in LINKS]:
                    following = bisect_right(conjuncts, link)
                    if following < len(conjuncts):
                        self._move(link, conjuncts[following], self.deps[link])

    def lower_preposition(self, index: int) -> None:
        """The object takes the preposition's place, and the preposition stands below it."""
        below = [child for child in self._below[index] if child > index and self.deps[child] in OBJECTS]
        if not below:
            return
        noun = below[0]
        is_clause = self.deps[noun] in ("pcomp", "advcl") and self._words[noun].pos not in NOMINAL
        self._swap(index, noun, "mark" if is_clause else "case")
        if self.deps[noun] in ("conj", "root"):
            return
        of_noun = self._words[self._heads[noun]].pos in NOMINAL
        if is_clause:
            self.deps[noun] = "acl" if of_noun else "advcl"
        elif self.deps[noun] == "agent":
            self.deps[noun] = "obl:agent"
        else:
            self.deps[noun] = "nmod" if of_noun else "obl"

    def lower_copula(self, index: int) -> None:
        """The predicate takes the place of "is"; what is there ("there is a truce") is the subject."""
        children = self._below[index]
        deps = [self.deps[child] for child in children]
        predicates = [child for child, dep in zip(children, deps, strict=True) if dep in PREDICATES]
        if "expl" in deps:
            for predicate in predicates:
                self.deps[predicate] = "nsubj"
            return
        if not predicates and "nsubj" in deps:  # "he is in Rome"
            predicates = [child for child in children if child > index and self.deps[child] == "obl"]
        if predicates:
            self._swap(index, predicates[0], "cop")

    def _swap(self, upper: int, lower: int, dep: str) -> None:
        """``lower`` takes the head, the relation and the other children of ``upper``, which hangs on it as ``dep``."""
        head = self._heads[upper]
        above = lower if head == upper else head
        self._move(lower, above, self.deps[upper])
        for child in list(self._below[upper]):
            self._move(child, lower, self.deps[child])
        self._move(upper, lower, dep)

    def _move(self, index: int, head: int, dep: str) -> None:
        before = self._heads[index]
        if before != index:
            self._below[before].remove(index)
        if head != index:
            self._below[head].append(index)
        self._heads[index], self.deps[index] = head, dep


def _renamed(word: Word) -> str:
    if word.dep == "aux" and word.tag == "TO":
        return "mark"
    if word.dep == "nmod" and word.pos not in NOMINAL:
        return "amod"
    return NAMES.get(word.dep, word.dep)
