"""Trees put right where a small parser often fails: a finite verb read as an adjective before its object.

"Two jets bombed rebel positions" → "bombed" hangs on "positions" as if they were bombed ones. No English noun phrase
has a participle right behind a plural or a name, so the verb can be told from its place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.model import EventType

if TYPE_CHECKING:
    from etl.coding.lexicon import EventLexicon
    from etl.model import Sentence, Token

HAVING = frozenset({"had", "has", "have", "'ve", "’ve"})
PLURAL = re.compile(r"[A-Za-z].*\ds?$|\w{3}[^s]s$")
COLLECTIVE = frozenset({"troops", "fighters", "aircraft"})  # classes of nouns that act without a plural form
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
UNCHANGED = frozenset(
    {"set", "hit", "cut", "shut", "put", "beat", "burst", "cast"}
)  # the past looks like the base form
PLANNING = {
    "plans": "plan",
    "vows": "vow",
    "votes": "vote",
    "pledges": "pledge",
    "offers": "offer",
    "threatens": "threaten",
}
NOUNS = frozenset({"NOUN", "PROPN"})
BEFORE_A_VERB = frozenset({"NNS", "NNP", "NNPS", "PRP"})
MODIFIERS = frozenset(
    {"amod", "compound", "nummod", "det", "nmod:poss", "flat", "nmod:desc", "advmod", "case", "punct"}
)
LOOSE = frozenset({"conj", "parataxis", "appos", "dep", "ccomp", "advcl", "list"})
CLAUSAL = frozenset({"ccomp", "advcl", "acl:relcl", "acl", "parataxis", "conj"})


def repaired(sentence: Sentence, lexicon: EventLexicon) -> Sentence:
    """The sentence with such verbs as verbs; the same object where none is found."""
    tokens = _read_again(sentence.tokens)
    headless = _headless_verb(tokens, lexicon)
    if headless is not None:
        tokens = _promoted(tokens, headless)
    for index in range(1, len(tokens)):
        if _is_told_clause(tokens, index, lexicon):
            tokens = _told(tokens, index)
        tokens = _reattached(tokens, index, lexicon)
    for index in range(1, len(tokens)):
        tokens = _finite(tokens, index, lexicon)
    return sentence if tokens is sentence.tokens else replace(sentence, tokens=tokens)


def _read_again(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    for index in range(1, len(tokens)):
        for misread, mended in MISREADINGS:
            if misread(tokens, index):
                tokens = mended(tokens, index)
    return tokens


def _finite(tokens: tuple[Token, ...], index: int, lexicon: EventLexicon) -> tuple[Token, ...]:
    """The adjective at this word as the verb that it is; the same tokens where it is none."""
    token = tokens[index]
    if token.dep != "amod" or not _may_be_finite(token) or not index < token.head < len(tokens):
        return tokens
    if token.text.lower() not in lexicon.forms or tokens[index - 1].end == token.start:
        return tokens
    if _is_stray(tokens, index):
        return _after_its_subject(tokens, index)
    having = _having(tokens, index)
    if having is not None:
        return _perfect(tokens, index, having)
    signs = (
        _opens_an_object(tokens, index)
        or _subject_before(tokens, index) is not None
        or (tokens[index - 1].tag == "NN" and lexicon.classes(tokens[index - 1].text.lower()) & COLLECTIVE)
        or tokens[index - 1].tag in BEFORE_A_VERB
        or _is_act(tokens[index - 1], lexicon)
        or PLURAL.search(tokens[index - 1].text)
    )
    return _past(tokens, index) if signs and lexicon.forms[token.text.lower()] not in COMPOUNDED else tokens


def _is_shot_dead(tokens: tuple[Token, ...], index: int) -> bool:
    following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    return tokens[index].text == "shot" and tokens[index].pos == "NOUN" and following == "dead"


def _shot_dead(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    """“a sniper shot dead a girl”: read as a dead shot."""
    made = list(tokens)
    made[verb] = replace(tokens[verb], pos="VERB", tag="VBD", lemma="shoot")
    subject = next((i for i in range(verb - 1, -1, -1) if tokens[i].head == verb and tokens[i].dep == "compound"), None)
    for index, token in enumerate(tokens):
        if token.head == verb + 1 and index != verb + 1:
            made[index] = replace(token, head=verb)
        elif subject is not None and token.head == verb and token.dep in MODIFIERS and index < subject:
            made[index] = replace(token, head=subject)
    if subject is not None:
        made[subject] = replace(tokens[subject], dep="nsubj")
    return tuple(made)


def _is_infinitive_in_a_phrase(tokens: tuple[Token, ...], index: int) -> bool:
    token, before = tokens[index], tokens[index - 1]
    inside = token.dep in {"compound", "amod"} and index < token.head < len(tokens)
    return inside and token.pos == "VERB" and before.text.lower() == "to" and before.head == token.head


def _infinitive(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    """“continue to fire rockets”: read as going on towards fire rockets."""
    noun = tokens[verb].head
    above = tokens[noun].head
    made = list(tokens)
    made[verb] = replace(
        tokens[verb], tag="VB", head=above if above != noun else verb, dep="xcomp" if above != noun else "root"
    )
    made[verb - 1] = replace(tokens[verb - 1], head=verb, dep="mark")
    made[noun] = replace(tokens[noun], head=verb, dep="obj")
    return tuple(made)


def _is_planning(tokens: tuple[Token, ...], index: int) -> bool:
    token = tokens[index]
    if token.text.lower() not in PLANNING or token.pos != "NOUN" or token.head != index:
        return False
    infinitive = any(t.head == index and t.dep == "acl" and t.tag == "VB" for t in tokens[index + 1 :])
    return infinitive and tokens[index - 1].head == index and tokens[index - 1].dep == "compound"


def _planning(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    """“Kenya plans to hand over the base”: read as plans of Kenya's kind."""
    made = list(tokens)
    made[verb] = replace(tokens[verb], pos="VERB", tag="VBZ", lemma=PLANNING[tokens[verb].text.lower()])
    made[verb - 1] = replace(tokens[verb - 1], dep="nsubj")
    for index, token in enumerate(tokens):
        if token.head == verb and index < verb - 1 and token.dep in MODIFIERS:
            made[index] = replace(token, head=verb - 1)
        elif token.head == verb and token.dep == "acl" and token.tag == "VB":
            made[index] = replace(token, dep="xcomp")
    return tuple(made)


MISREADINGS = (
    (_is_shot_dead, _shot_dead),
    (_is_infinitive_in_a_phrase, _infinitive),
    (_is_planning, _planning),
)


def _is_stray(tokens: tuple[Token, ...], verb: int) -> bool:
    """“Warplanes from the alliance bombed positions”: the object hangs on the subject, without a preposition."""
    noun = tokens[verb].head
    root = tokens[noun].head
    if tokens[noun].dep != "nmod" or root >= verb or tokens[root].head != root or tokens[root].pos not in NOUNS:
        return False
    below = {(token.head, token.dep) for token in tokens}
    return not below & {(noun, "case"), (root, "nsubj"), (root, "cop")}


def _after_its_subject(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    noun = tokens[verb].head
    subject = tokens[noun].head
    made = list(tokens)
    made[verb] = replace(tokens[verb], pos="VERB", tag="VBD", head=verb, dep="root")
    made[noun] = replace(tokens[noun], head=verb, dep="obj")
    made[subject] = replace(tokens[subject], head=verb, dep="nsubj")
    for index, token in enumerate(tokens):
        if token.head == subject and index > verb and index != noun:
            made[index] = replace(token, head=verb)
    return tuple(made)


def _may_be_finite(token: Token) -> bool:
    return token.tag in {"VBN", "VBD"} or token.text.lower() in UNCHANGED


def _is_act(token: Token, lexicon: EventLexicon) -> bool:
    """An airstrike, a raid, a blast: what stands right before a past form is its doer."""
    known = lexicon.nouns.get(token.lemma)
    return token.tag == "NN" and known is not None and known.event_type is EventType.ASSAULT


def _acts_on_a_loose_object(tokens: tuple[Token, ...], verb: int, lexicon: EventLexicon) -> bool:
    """“An airstrike | struck a camp”: a participle of the act, and its object hangs elsewhere."""
    token = tokens[verb]
    if token.dep != "acl" or token.head != verb - 1 or not _may_be_finite(token) or verb + 1 >= len(tokens):
        return False
    if token.text.lower() not in lexicon.forms or not _is_act(tokens[verb - 1], lexicon):
        return False
    return not any(other.head == verb for other in tokens)


def _object_after(tokens: tuple[Token, ...], verb: int) -> int | None:
    """The noun whose phrase begins right behind the verb."""
    node = verb + 1
    while tokens[node].dep in MODIFIERS - {"case", "punct"} and tokens[node].head > node:
        node = tokens[node].head
    return node if node > verb + 1 and tokens[node].pos in {"NOUN", "PROPN"} else None


def _reattached(tokens: tuple[Token, ...], verb: int, lexicon: EventLexicon) -> tuple[Token, ...]:
    """Such a participle on its object, as ``_past`` takes it; the same tokens where there is none."""
    noun = _object_after(tokens, verb) if _acts_on_a_loose_object(tokens, verb, lexicon) else None
    if noun is None:
        return tokens
    return (*tokens[:verb], replace(tokens[verb], head=noun, dep="amod"), *tokens[verb + 1 :])


def _subject_before(tokens: tuple[Token, ...], verb: int) -> int | None:
    """The subject that hangs on the verb's noun as if that were the predicate: "Warplanes from the alliance | bombed posts"."""
    noun = tokens[verb].head
    below = [index for index, token in enumerate(tokens) if token.head == noun]
    if any(tokens[index].dep == "cop" for index in below):
        return None
    return next((index for index in below if tokens[index].dep == "nsubj" and index < verb), None)


def _opens_an_object(tokens: tuple[Token, ...], verb: int) -> bool:
    """A determiner or a numeral right behind: "one strike destroyed two buildings"."""
    before = tokens[verb - 1]
    return (before.tag in {"NN", "NNP"} or before.pos == "NOUN") and tokens[verb + 1].pos in {"DET", "NUM"}


def _past(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    """The verb takes its noun's place; what stands before it becomes its subject."""
    noun = tokens[verb].head
    known = _subject_before(tokens, verb)
    subject = _phrase_head(tokens, verb - 1, verb) if known is None else known
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
        acts = bool(inside & {"obj", "ccomp"}) or lexicon.forms[token.text.lower()] in lexicon.intransitive
        if tokens[root].head == root and not below & {"cop", "nsubj"} and acts:
            return index
    return None


def _is_told_clause(tokens: tuple[Token, ...], verb: int, lexicon: EventLexicon) -> bool:
    """“Jets destroyed 20 targets, the ministry said”: a participle with an object, on a second subject of the saying."""
    token = tokens[verb]
    noun = token.head
    if token.dep != "acl" or token.tag not in {"VBN", "VBD"} or noun >= verb or tokens[noun].head == noun:
        return False
    if token.text.lower() not in lexicon.forms or not any(
        other.head == verb and other.dep == "obj" for other in tokens
    ):
        return False
    above = tokens[noun].head
    if tokens[noun].dep in LOOSE:
        return True
    rivals = [index for index, other in enumerate(tokens) if other.head == above and other.dep == "nsubj"]
    return tokens[noun].dep == "nsubj" and len(rivals) > 1 and verb < rivals[-1]


def _told(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    noun = tokens[verb].head
    made = list(tokens)
    dep = tokens[noun].dep
    made[verb] = replace(
        tokens[verb], pos="VERB", tag="VBD", head=tokens[noun].head, dep="ccomp" if dep == "nsubj" else _clausal(dep)
    )
    made[noun] = replace(tokens[noun], head=verb, dep="nsubj")
    for index, token in enumerate(tokens):
        if token.head == noun and index > verb and token.dep in {"conj", "advcl", "obl", "parataxis", "punct"}:
            made[index] = replace(token, head=verb)
    return tuple(made)


def _promoted(tokens: tuple[Token, ...], verb: int) -> tuple[Token, ...]:
    subject = tokens[verb].head
    made = list(tokens)
    made[verb] = replace(tokens[verb], pos="VERB", tag="VBD", head=verb, dep="root")
    made[subject] = replace(tokens[subject], head=verb, dep="nsubj")
    for index, token in enumerate(tokens):
        if token.head == subject and index not in {subject, verb} and (index > verb or token.dep not in MODIFIERS):
            made[index] = replace(token, head=verb)
    return tuple(made)


def _having(tokens: tuple[Token, ...], verb: int) -> int | None:
    """The auxiliary before it, adverbs between: "had by then struck", "have since burned"."""
    index = verb - 1
    while index > max(0, verb - 4) and (tokens[index].pos in {"ADV", "PART", "SCONJ"} or tokens[index].text == "by"):
        index -= 1
    return index if tokens[index].text.lower() in HAVING else None


def _perfect(tokens: tuple[Token, ...], verb: int, having: int) -> tuple[Token, ...]:
    """“had bombed militants”: the auxiliary gives its place and its dependants to the participle."""
    noun = tokens[verb].head
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
