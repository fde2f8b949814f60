"""A parsed sentence as a tree that can be asked: children, subtrees, cases, distances."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from etl.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.coding.lexicon import EventLexicon
    from etl.model import Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "X", "SYM"})
CLAUSAL = frozenset({"acl", "advcl", "ccomp", "parataxis", "csubj", "dislocated"})
SUBORDINATORS = frozenset({"after", "before", "since", "until", "as"})  # which the parser may take for prepositions
INSIDE_NOUN_PHRASE = frozenset({"compound", "amod", "nummod", "flat", "det", "nmod:poss", "goeswith"})


@dataclass(frozen=True)
class Tree:
    """Token indices stand for words; every answer is in sentence order. Malformed heads count as roots."""

    sentence: Sentence
    lexicon: EventLexicon

    def __len__(self) -> int:
        return len(self.sentence.tokens)

    def __getitem__(self, index: int) -> Token:
        return self.sentence.tokens[index]

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """Each word's head, its own index for a root; a cycle is cut."""
        heads = [
            token.head if 0 <= token.head < len(self) else index for index, token in enumerate(self.sentence.tokens)
        ]
        state = [0] * len(heads)
        for start in range(len(heads)):
            path = []
            node = start
            while state[node] == 0:
                state[node] = 1
                path.append(node)
                node = heads[node]
            if state[node] == 1 and heads[node] != node and node in path:
                heads[node] = node
            for seen in path:
                state[seen] = 2
        return tuple(heads)

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        children: list[list[int]] = [[] for _ in self.heads]
        for index, head in enumerate(self.heads):
            if head != index:
                children[head].append(index)
        return tuple(map(tuple, children))

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        """Lower-case lemmas; a form that only a verb of the lexicon has is that verb's, whatever the tagger said."""
        return tuple(
            "mine" if self._is_the_weapon(index) else self._hyphenated(index) or self._lemma(token)
            for index, token in enumerate(self.sentence.tokens)
        )

    def _is_the_weapon(self, index: int) -> bool:
        """“a mine”, "the land mine", which taggers take for a pronoun."""
        return self[index].pos == "PRON" and self.word(index) == "mine" and index > 0 and self[index - 1].pos != "VERB"

    def _hyphenated(self, index: int) -> str | None:
        """The lexicon's noun that the tokenizer has split: "cease-fire", "pull-outs"."""
        if index < 2 or self[index - 1].text not in {"-", "‐", "‑"} or self[index - 2].end != self[index].start - 1:
            return None
        joined = f"{self[index - 2].text}-{self[index].text}".lower()
        return next((name for name in (joined, joined.removesuffix("s")) if name in self.lexicon.nouns), None)

    def _lemma(self, token: Token) -> str:
        word = token.text.lower()
        if token.pos in {"VERB", "AUX"} or word in self.lexicon.finite_forms:
            return self.lexicon.forms.get(word, token.lemma.lower())
        lemma = token.lemma.lower()
        known = lemma != word and (lemma in self.lexicon.nouns or lemma in self.lexicon.noun_classes)
        if word.endswith("s") and token.pos in {"NOUN", "PROPN"} and not known:
            for stem in (word[:-1], word[:-2], word[:-3] + "y"):
                if stem in self.lexicon.nouns or stem in self.lexicon.noun_classes:
                    return stem
        return lemma

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(token.text.lower() for token in self.sentence.tokens)

    @cached_property
    def _relations(self) -> tuple[str, ...]:
        """Each word's relation without its subtype."""
        return tuple(token.dep.partition(":")[0] for token in self.sentence.tokens)

    def word(self, index: int) -> str:
        return self._words[index]

    def dep(self, index: int) -> str:
        return self._relations[index]

    def children(self, index: int, *deps: str) -> tuple[int, ...]:
        """Children with one of the relations: "obl" takes its subtypes too, "obl:agent" only itself."""
        found = self._children[index]
        if not deps or not found:
            return found
        tokens, relations = self.sentence.tokens, self._relations
        return tuple([child for child in found if relations[child] in deps or tokens[child].dep in deps])

    def subtree(self, index: int) -> tuple[int, ...]:
        found, queue = [], [index]
        while queue:
            node = queue.pop()
            found.append(node)
            queue.extend(self._children[node])
        return tuple(sorted(found))

    def ancestors(self, index: int) -> Iterator[int]:
        while self.heads[index] != index:
            index = self.heads[index]
            yield index

    def conjuncts(self, index: int) -> tuple[int, ...]:
        """The word and everything coordinated with it that is nominal."""
        found = [index]
        for child in self.children(index, "conj"):
            if self[child].pos in NOMINAL or self[child].pos == "ADJ":
                found.extend(self.conjuncts(child))
        return tuple(found)

    def case(self, index: int) -> str:
        """Its preposition in lower case, "" if none: "in", "between", "'s"."""
        cases = [child for child in self.children(index, "case") if child < index]
        if not cases and self.dep(index) == "conj":
            return self.case(self.heads[index])
        if not cases and self.dep(index) in {"obl", "nmod"}:
            return self._case_before(index)
        return self.word(cases[0]) if cases else ""

    def _case_before(self, index: int) -> str:
        """The preposition of the phrase that the parser gave to one of its modifiers: "by Turkmen rebels"."""
        start = index
        while start > 0 and self[start - 1].pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
            start -= 1
        if start in (index, 0) or self[start - 1].pos != "ADP":
            return ""
        return self.word(start - 1) if start <= self.heads[start - 1] < index else ""

    def phrase(self, index: int) -> tuple[int, int]:
        """The contiguous base noun phrase around its head, as a half-open range of indices."""
        start = end = index
        kids = set(self.children(index, *INSIDE_NOUN_PHRASE))
        while start > 0 and (start - 1 in kids or self._governed_by(start - 1, start, index)):
            start -= 1
        while (
            end + 1 < len(self)
            and self.heads[end + 1] == index
            and self[end + 1].dep in {"flat", "compound", "goeswith", "flat:foreign"}
        ):
            end += 1
        return start, end + 1

    def _governed_by(self, node: int, low: int, high: int) -> bool:
        for ancestor in self.ancestors(node):
            if ancestor == high:
                return self.dep(node) not in CLAUSAL | {"nsubj", "punct", "cc"}
            if not low <= ancestor <= high or self.dep(ancestor) in CLAUSAL | {"conj", "appos", "nsubj"}:
                return False
        return False

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.sentence.tokens)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(token.end for token in self.sentence.tokens)

    def at(self, span: Span) -> tuple[int, ...]:
        """The words that a span touches."""
        return tuple(range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end)))

    def head_at(self, span: Span) -> int | None:
        """The word of the span that governs the others."""
        inside = self.at(span)
        for index in inside:
            if self.heads[index] not in inside or self.heads[index] == index:
                return index
        return inside[-1] if inside else None

    def span(self, *indices: int) -> Span:
        return Span(min(self[index].start for index in indices), max(self[index].end for index in indices))

    def distance(self, start: int, goal: int) -> tuple[int, int, tuple[int, ...]] | None:
        """(steps up from ``start``, steps up from ``goal``, the words passed on the goal's side) to where both meet."""
        up = [start, *self.ancestors(start)]
        passed: list[int] = []
        for steps, node in enumerate((goal, *self.ancestors(goal))):
            if node in up:
                return up.index(node), steps, tuple(passed)
            passed.append(node)
        return None

    def subjects(self, verb: int, depth: int = 0) -> tuple[int, ...]:
        """Who does it, through coordination, control and relative clauses; without conjuncts."""
        if not self.children(verb, "nsubj") and (beside := self._noun_before(verb)) is not None:
            return (beside,)
        found = self.children(verb, "nsubj")
        if any(self[child].tag in {"WDT", "WP"} or self.word(child) in {"that", "which", "who"} for child in found):
            return (self.heads[verb],) if self.dep(verb) == "acl" else ()
        if found:
            return found
        if depth >= 4 or self.heads[verb] == verb:
            return ()
        return self._controlled(verb, depth)

    def _noun_before(self, verb: int) -> int | None:
        """The subject that the parser attached elsewhere: the noun right before a finite verb, adverbs and dates between."""
        loose = self.dep(verb) in {"conj", "parataxis", "dep", "advcl", "xcomp"} and not self.children(
            verb, "mark", "aux"
        )
        if not loose or self[verb].tag not in {"VBD", "VBZ", "VBP", "VBN"}:
            return None
        index = verb - 1
        while index > 0 and (
            self[index].pos in {"ADV", "AUX", "DET"}
            or (self.dep(index) == "obl" and self[index].pos == "NOUN" and not self.case(index))
        ):
            index -= 1
        if index < 0 or self[index].pos not in {"NOUN", "PROPN"}:
            return None
        if self.dep(verb) in {"xcomp", "advcl"} and (behind := self._behind_subordinator(verb)) is not None:
            return behind
        return None if self.case(index) or self.dep(index) in {"obj", "nmod", "obl"} else index

    def _behind_subordinator(self, verb: int) -> int | None:
        """“… two weeks after the militants of the group overran …”, where "after" was taken for a preposition."""
        for index in range(verb - 2, max(-1, verb - 10), -1):
            if self[index].pos in {"VERB", "AUX", "PUNCT"}:
                return None
            if self.word(index) in SUBORDINATORS and self[index].pos == "ADP":
                return self.heads[index] if index < self.heads[index] < verb else None
        return None

    def _controlled(self, verb: int, depth: int) -> tuple[int, ...]:  # noqa: PLR0911 (an ordered list of cases)
        head, dep = self.heads[verb], self.dep(verb)
        if self.is_inverted(verb):
            return (head,)
        if dep == "xcomp":
            objects = self.children(head, "obj", "iobj")
            return objects[:1] if objects else self.subjects(head, depth + 1)
        if dep == "conj" and self[head].pos in {"VERB", "AUX", "ADJ"}:
            return self.subjects(head, depth + 1)
        if dep == "conj" and self.lemmas[head] in self.lexicon.verbs:
            return self.subjects(head, depth + 1)
        if dep == "advcl" and not any(
            self.word(mark) not in {"to", "by", "after", "before", "while"} for mark in self.children(verb, "mark")
        ):
            return self.subjects(head, depth + 1)
        if dep == "acl" and any(self.word(mark) == "to" for mark in self.children(verb, "mark")):
            above = next((node for node in self.ancestors(head) if self[node].pos == "VERB"), None)
            return self.subjects(above, depth + 1) if above is not None else ()
        if dep == "acl" and self.is_headless(verb) and not self.is_passive(verb):
            return (head,)
        if (
            dep == "acl"
            and (
                self[verb].tag != "VBN" or self.lemmas[verb] in self.lexicon.intransitive or self.children(verb, "obj")
            )
            and self[head].pos in NOMINAL
        ):
            return (head,)
        if dep == "ccomp" and self[verb].tag in {"VB", "VBG"}:
            return self.subjects(head, depth + 1)
        return ()

    def is_inverted(self, verb: int) -> bool:
        """“Taking part were the ministers of …”: the subject stands behind."""
        head = self.heads[verb]
        if self.dep(verb) != "csubj" or self[verb].tag != "VBG" or self[head].pos not in NOMINAL:
            return False
        return any(self.word(child) in {"was", "were"} and child > verb for child in self.children(head, "cop"))

    def is_headless(self, verb: int) -> bool:
        """A main verb that the parser took for a participle of its subject: "The agency called for …"."""
        head = self.heads[verb]
        return (
            self[verb].dep == "acl"
            and self.heads[head] == head
            and self[head].pos in NOMINAL
            and not self.children(head, "cop", "nsubj")
        )

    def is_passive(self, verb: int) -> bool:  # noqa: PLR0911 (an ordered list of cases)
        """Passive by its auxiliary or subject; also the bare participle of headlines and reduced relatives."""
        if self.children(verb, "aux:pass", "obl:agent"):
            return True
        if self.children(verb, "nsubj:pass"):
            return not self.children(verb, "obj")
        if self[verb].tag not in {"VBN", "VBD"} or self.children(verb, "obj", "aux"):
            return False
        if self.is_headless(verb) and (
            self.children(verb, "ccomp", "xcomp")
            or any(self.case(child) in {"for", "on", "with", "to", "against"} for child in self.children(verb, "obl"))
        ):
            return False
        if self.dep(verb) == "acl" and self[verb].dep == "acl":
            return self.lemmas[verb] not in self.lexicon.intransitive
        if self.dep(verb) == "conj" and self[verb].tag == "VBN" and not self.children(verb, "nsubj"):
            return self.lemmas[self.heads[verb]] in self.lexicon.verbs and self.is_passive(self.heads[verb])
        pasts, participles = self.lexicon.irregular.get(self.lemmas[verb], ((), ()))
        if self.word(verb) in pasts and self.word(verb) not in participles:
            return False
        return any(
            self.case(obl) == "by" and self.lemmas[obl] not in {"telephone", "phone"}
            for obl in self.children(verb, "obl")
        )
