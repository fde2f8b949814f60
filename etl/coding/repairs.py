"""Trees put right where a small parser often fails: a finite verb read as an adjective before its object.

"Two jets bombed rebel positions" → "bombed" hangs on "positions" as if they were bombed ones. No English noun phrase
has a participle right behind a plural or a name, so the verb can be told from its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.coding.lexicon import EventLexicon
    from etl.model import Sentence, Token

HAVING = frozenset({"had", "has", "have", "'ve", "’ve"})
PLURAL = re.compile(r"\w\ds?$|\w{3}[^s]s$")
COMPOUNDED = frozenset(
    {
        "back",
        "lead",
        "control",
        "hold",
        "run",
        "occupy",
        "ally",
        "dominate",
        "make",
        "build",
        "sponsor",
        "base",
        "style",
    }
)  # "US backed forces"
BEFORE_A_VERB = frozenset({"NNS", "NNP", "NNPS", "PRP"})
MODIFIERS = frozenset(
    {"amod", "compound", "nummod", "det", "nmod:poss", "flat", "nmod:desc", "advmod", "case", "punct"}
)
CLAUSAL = frozenset({"ccomp", "advcl", "acl:relcl", "acl", "parataxis", "conj"})


def repaired(sentence: Sentence, lexicon: EventLexicon) -> Sentence:
    """The sentence with such verbs as verbs; the same object where none is found."""
    tokens = sentence.tokens
    headless = _headless_verb(tokens, lexicon)
    if headless is not None:
        tokens = _promoted(tokens, headless)
    for index in range(1, len(tokens)):
        token = tokens[index]
        if token.dep != "amod" or token.tag not in {"VBN", "VBD"} or not index < token.head < len(tokens):
            continue
        if token.text.lower() not in lexicon.forms or tokens[index - 1].end == token.start:
            continue
        if tokens[index - 1].text.lower() in HAVING:
            tokens = _perfect(tokens, index)
        elif (
            _opens_an_object(tokens, index)
            or tokens[index - 1].tag in BEFORE_A_VERB
            or PLURAL.search(tokens[index - 1].text)
        ) and lexicon.forms[token.text.lower()] not in COMPOUNDED:
            tokens = _past(tokens, index)
    return sentence if tokens is sentence.tokens else replace(sentence, tokens=tokens)


def _opens_an_object(tokens: tuple[Token, ...], verb: int) -> bool:
    """A determiner or a numeral right behind: "one strike destroyed two buildings"."""
    return tokens[verb - 1].tag in {"NN", "NNP"} and tokens[verb + 1].pos in {"DET", "NUM"}


def _past(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    """The verb takes its noun's place; what stands before it becomes its subject."""
    noun = tokens[verb].head
    subject = _phrase_head(tokens, verb - 1, verb)
    made = list(tokens)
    above, dep = tokens[noun].head, tokens[noun].dep
    root = above == noun
    made[verb] = replace(
        tokens[verb], pos="VERB", tag="VBD", head=verb if root else above, dep="root" if root else _clausal(dep)
    )
    made[noun] = replace(tokens[noun], head=verb, dep="obj")
    for index, token in enumerate(tokens):
        if index in {verb, noun}:
            continue
        if index == subject:
            made[index] = replace(token, head=verb, dep="nsubj")
        elif token.head == noun and index < verb:
            made[index] = replace(token, head=subject if token.dep in MODIFIERS else verb)
        elif root and token.head == noun and token.dep in {"punct", "conj", "parataxis", "cc", "advcl"}:
            made[index] = replace(token, head=verb)
    return tuple(made)


def _headless_verb(tokens: tuple[Token, ...], lexicon: EventLexicon) -> int | None:
    """A main verb with an object that hangs, as a participle, on its subject, the sentence's root."""
    for index, token in enumerate(tokens):
        root = token.head
        if (
            token.dep != "acl"
            or token.tag not in {"VBN", "VBD"}
            or token.text.lower() not in lexicon.forms
            or root >= index
        ):
            continue
        below = {other.dep for other in tokens if other.head == root and other is not tokens[root]}
        inside = {other.dep for other in tokens if other.head == index}
        if tokens[root].head == root and not below & {"cop", "nsubj"} and inside & {"obj", "ccomp"}:
            return index
    return None


def _promoted(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    subject = tokens[verb].head
    made = list(tokens)
    made[verb] = replace(tokens[verb], pos="VERB", tag="VBD", head=verb, dep="root")
    made[subject] = replace(tokens[subject], head=verb, dep="nsubj")
    for index, token in enumerate(tokens):
        if token.head == subject and index not in {subject, verb} and (index > verb or token.dep not in MODIFIERS):
            made[index] = replace(token, head=verb)
    return tuple(made)


def _perfect(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    """“had bombed militants”: the auxiliary gives its place and its dependants to the participle."""
    having, noun = verb - 1, tokens[verb].head
    made = list(tokens)
    root = tokens[having].head == having
    made[verb] = replace(
        tokens[verb], pos="VERB", tag="VBN", head=verb if root else tokens[having].head, dep=tokens[having].dep
    )
    for index, token in enumerate(tokens):
        if index != verb and token.head == having and index != having:
            made[index] = replace(token, head=verb)
    made[having] = replace(tokens[having], pos="AUX", head=verb, dep="aux")
    made[noun] = replace(made[noun], head=verb, dep="obj")
    return tuple(made)


def _phrase_head(tokens: tuple[Token, ...], start: int, verb: int) -> int:
    """The head of the noun phrase that ends right before the verb."""
    node = start
    for _ in range(6):
        head = tokens[node].head
        if tokens[node].dep not in MODIFIERS or not 0 <= head < verb:
            break
        node = head
    return node


def _clausal(dep: str) -> str:
    return dep if dep.partition(":")[0] in CLAUSAL else "parataxis"
