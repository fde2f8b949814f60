"""Who did it to whom: the words that fill an event's roles, by frame, read off the tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.coding.syntax import NOMINAL
from etl.model import EventType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.coding.triggers import Trigger

TARGET_CASES = frozenset({"on", "against", "at", "upon", "into", "targeting", "towards", "toward"})
PARTNER_CASES = frozenset({"with", "between", "among", "amongst"})
VERBAL_TARGET_CASES = frozenset({"to", "on", "upon", "for", "with", "at", "against", "from"})
DEFENCES = frozenset({"repel", "repulse", "foil", "thwart", "fend", "withstand"})
BLAMING = frozenset({"blame", "accuse", "suspect"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Words in each role, heads of noun phrases; ``symmetric`` when all are simply participants."""

    source: tuple[int, ...] = ()
    target: tuple[int, ...] = ()
    symmetric: bool = False
    beside: tuple[int, ...] = ()  # who may be the target where the words of ``target`` are nobody


def roles(clause: Clause, trigger: Trigger) -> Roles:
    """The role fillers that syntax gives; empty where it gives none."""
    if trigger.noun is not None:
        own = _noun_roles(clause.tree, trigger)
        return own if trigger.verb is None else _with_light_verb(clause.tree, trigger, own)
    if clause.tree.lemmas[trigger.token] in DEFENCES and any(
        clause.tree.lemmas[word] in clause.tree.lexicon.nouns for word in trigger.objects
    ):
        return Roles((), _subjects(clause.tree, trigger.token))  # who repels an attack was attacked
    filled = FRAMES[trigger.frame](clause.tree, trigger)
    return filled if filled.symmetric else replace(filled, beside=_beside(clause.tree, trigger))


def _beside(tree: Tree, trigger: Trigger) -> tuple[int, ...]:
    """“opened fire on protesters”, "gave food to the refugees": behind the verb or its object."""
    cases = {"to", "for"} if trigger.event_type is EventType.AID else {"on", "against", "at"}
    return tuple(found for word in (*trigger.objects, trigger.token) for found in _behind(tree, word, cases))


def agents(tree: Tree, predicate: int) -> tuple[int, ...]:
    """The "by" phrase of a passive or a noun."""
    return tuple(
        word
        for child in tree.children(predicate, "obl", "nmod")
        if tree.case(child) == "by" and tree[child].pos in NOMINAL
        for word in tree.conjuncts(child)
    )


def _behind(tree: Tree, word: int, cases: Iterable[str]) -> tuple[int, ...]:
    wanted = frozenset(cases)
    return tuple(
        found
        for child in tree.children(word, "obl", "nmod")
        if tree.case(child) in wanted
        for found in tree.conjuncts(child)
    )


def _subjects(tree: Tree, verb: int) -> tuple[int, ...]:
    return tuple(word for subject in tree.subjects(verb) for word in tree.conjuncts(subject))


def _agent_patient(tree: Tree, trigger: Trigger) -> Roles:
    verb = trigger.token
    if trigger.passive:
        return Roles(agents(tree, verb), trigger.objects)
    indirect = tuple(word for child in tree.children(verb, "iobj") for word in tree.conjuncts(child))
    acts = tuple(word for word in trigger.objects if tree.lemmas[word] in tree.lexicon.nouns)
    nested = tuple(found for word in acts for found in _behind(tree, word, TARGET_CASES | PARTNER_CASES))
    target = indirect or (nested if acts else trigger.objects)
    if trigger.event_type in {
        EventType.REQUEST,
        EventType.ACCUSE,
        EventType.THREATEN,
        EventType.AID,
        EventType.SUPPORT,
    }:
        target = (
            *target,
            *_behind(
                tree,
                verb,
                VERBAL_TARGET_CASES - {"for"} if trigger.event_type is not EventType.REQUEST else VERBAL_TARGET_CASES,
            ),
        )
    if not target and trigger.event_type in {EventType.THREATEN, EventType.REQUEST}:
        inner = tree.children(verb, "xcomp")
        target = tuple(word for child in inner for obj in tree.children(child, "obj") for word in tree.conjuncts(obj))
    return Roles(_subjects(tree, verb), target or _behind(tree, verb, TARGET_CASES))


def _capture(tree: Tree, trigger: Trigger) -> Roles:
    base = _agent_patient(tree, trigger)
    return Roles(base.source, (*_behind(tree, trigger.token, {"from"}), *base.target))


def _symmetric(tree: Tree, trigger: Trigger) -> Roles:
    if trigger.passive:
        return Roles(
            (*agents(tree, trigger.token), *_behind(tree, trigger.token, PARTNER_CASES)),
            trigger.objects,
            symmetric=True,
        )
    nested = (
        word for child in tree.children(trigger.token, "obl", "obj") for word in _behind(tree, child, PARTNER_CASES)
    )
    partners = _behind(tree, trigger.token, PARTNER_CASES | {"against"})
    everyone = (*_subjects(tree, trigger.token), *trigger.objects, *partners, *nested)
    return Roles(tuple(dict.fromkeys(everyone)), (), symmetric=True)


def _toward(tree: Tree, trigger: Trigger) -> Roles:
    base = _agent_patient(tree, trigger)
    return Roles(base.source, base.target or trigger.objects)


def _patient(tree: Tree, trigger: Trigger) -> Roles:
    verb = trigger.token
    source = (*agents(tree, verb), *(word for word in trigger.objects if tree.case(word) == "to"))
    return Roles(source, _subjects(tree, verb))


def _weapon(tree: Tree, trigger: Trigger) -> Roles:
    return Roles(
        _subjects(tree, trigger.token), (*trigger.objects, *_behind(tree, trigger.token, TARGET_CASES | {"through"}))
    )


def _move(tree: Tree, trigger: Trigger) -> Roles:
    verb = trigger.token
    if trigger.passive:
        return Roles(agents(tree, verb), _behind(tree, verb, {"against"}))
    if trigger.event_type is EventType.CONSULT:
        return Roles(_subjects(tree, verb), (*trigger.objects, *_behind(tree, verb, {"with"})))
    return Roles(_subjects(tree, verb) or trigger.objects, _behind(tree, verb, {"against", "on"}))


def _send(tree: Tree, trigger: Trigger) -> Roles:
    base = _move(tree, trigger)
    if trigger.event_type is EventType.ASSAULT:
        return Roles(base.source, _behind(tree, trigger.token, TARGET_CASES))
    return (
        Roles(base.source, (*base.target, *_behind(tree, trigger.token, {"to"})))
        if trigger.event_type is EventType.AID
        else base
    )


def _collapse(tree: Tree, trigger: Trigger) -> Roles:
    subject = tree.subjects(trigger.token)
    return Roles(tuple(word for index in subject for word in _behind(tree, index, PARTNER_CASES)), (), symmetric=True)


FRAMES: dict[str, Callable[[Tree, Trigger], Roles]] = {
    "agent-patient": _agent_patient,
    "capture": _capture,
    "symmetric": _symmetric,
    "toward": _toward,
    "patient": _patient,
    "weapon": _weapon,
    "move-from": _move,
    "move-to": _move,
    "send": _send,
    "collapse": _collapse,
}


def _noun_roles(tree: Tree, trigger: Trigger) -> Roles:
    noun, row = trigger.token, trigger.noun
    if row is None:
        return Roles()
    of = _behind(tree, noun, {"of"}) or _right_behind(tree, noun)
    owners = tuple(word for child in tree.children(noun, "nmod:poss") for word in tree.conjuncts(child))
    beside = tree.children(noun, "compound", "amod")
    source = (*agents(tree, noun), *_participial(tree, noun, passive=True), *_blamed(tree, noun))
    target = (*_behind(tree, noun, TARGET_CASES), *_participial(tree, noun, passive=False))
    partners = _behind(tree, noun, PARTNER_CASES | {"involving"})
    partners = (*partners, *_predicate_partners(tree, noun))
    partners = (
        *partners,
        *_between(tree, noun),
    )
    visitors = _visitors(tree, noun) if trigger.event_type is EventType.CONSULT else ()
    if row.of == "symmetric" or row.kind in {"talk", "deal"}:
        return Roles(
            tuple(dict.fromkeys((*partners, *visitors, *owners, *of, *source, *beside))), target, symmetric=True
        )
    if row.of in {"target", "place"}:
        target = (*of, *_behind(tree, noun, {"from"}), *target)
        source = (*source, *owners) if target else source
        return Roles(source or (beside if target else ()), target or (*owners, *beside))
    return Roles(
        (*source, *visitors, *owners, *beside, *(of if row.of == "source" or not target else ())), (*target, *partners)
    )


def _blamed(tree: Tree, noun: int) -> tuple[int, ...]:
    """Whom the sentence holds responsible: "blamed X for the attack", "X claimed responsibility for the bombing"."""
    above = tree.heads[noun]
    if tree.lemmas[above] == "responsibility" and tree.case(noun) == "for":
        verb = tree.heads[above]
        return (
            _subjects(tree, verb)
            if tree.lemmas[verb] in {"claim", "admit", "accept", "take"} and not _is_negated(tree, verb)
            else ()
        )
    if tree.lemmas[above] in BLAMING and tree.case(noun) in {"for", "of"}:
        return tuple(word for child in tree.children(above, "obj", "nsubj:pass") for word in tree.conjuncts(child))
    return ()


def _is_negated(tree: Tree, verb: int) -> bool:
    return any(tree.word(child) in {"not", "n't", "n’t", "never"} for child in tree.children(verb, "advmod"))


def _right_behind(tree: Tree, noun: int) -> tuple[int, ...]:
    """The noun phrase after an "of" that the parser attached elsewhere."""
    if noun + 1 >= len(tree) or tree.word(noun + 1) != "of":
        return ()
    for index in range(noun + 2, min(noun + 9, len(tree))):
        if tree[index].pos not in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}:
            return ()
        if tree[index].pos in NOMINAL and tree.dep(index) not in {"compound", "amod", "flat", "nummod"}:
            return tree.conjuncts(index)
    return ()


def _visitors(tree: Tree, noun: int) -> tuple[int, ...]:
    """“The ministers signed it after talks with their host”, "goes to Geneva for talks": they were in the talks."""
    above, case = tree.heads[noun], tree.case(noun)
    if tree.dep(noun) != "obl" or tree[above].pos != "VERB":
        return ()
    if case in {"for", "on"}:
        return (
            *_subjects(tree, above),
            *(word for child in tree.children(above, "obj") for word in tree.conjuncts(child)),
        )
    met = case in {"after", "during", "in", "following", "before"}
    return (
        _subjects(tree, above)
        if met and any(tree.case(child) == "with" for child in tree.children(noun, "nmod"))
        else ()
    )


def _between(tree: Tree, noun: int) -> tuple[int, ...]:
    """The noun right behind "between" and the one behind the "and" that follows, whatever the parser made of them."""
    start = next(
        (index for index in range(noun + 1, min(noun + 9, len(tree))) if tree.word(index) in {"between", "involving"}),
        None,
    )
    if start is None or any(tree[index].pos in {"VERB", "PUNCT"} for index in range(noun + 1, start)):
        return ()
    found: list[int] = []
    waiting = True
    for index in range(start + 1, min(start + 24, len(tree))):
        if (tree[index].pos in {"VERB", "AUX"} and tree.dep(index) != "amod") or tree.word(index) in {".", ";"}:
            break
        if tree.word(index) == "and" and found:
            waiting = True
        elif waiting and (
            tree.word(index) == "those"
            or (tree[index].pos in {"NOUN", "PROPN"} and tree.dep(index) not in {"compound", "amod", "flat"})
            or (tree[index].pos == "PROPN" and index + 1 < len(tree) and tree.word(index + 1) == "and")
        ):
            found.append(index)
            waiting = False
    return tuple(found[:2])


def _predicate_partners(tree: Tree, noun: int) -> tuple[int, ...]:
    """“The meeting was with the ministers of …”."""
    above = tree.heads[noun]
    if tree.dep(noun) == "nsubj" and tree[above].pos in NOMINAL and tree.case(above) in PARTNER_CASES:
        return tree.conjuncts(above)
    return ()


def _participial(tree: Tree, noun: int, *, passive: bool) -> tuple[int, ...]:
    """“the attack carried out by X”, "a raid targeting Y"."""
    found: list[int] = []
    for child in tree.children(noun, "acl"):
        if passive:
            found.extend(agents(tree, child))
        elif tree[child].tag == "VBG" and tree.lemmas[child] in {"target", "kill", "hit", "strike", "involve", "wound"}:
            found.extend(word for obj in tree.children(child, "obj") for word in tree.conjuncts(obj))
    return tuple(found)


def _with_light_verb(tree: Tree, trigger: Trigger, own: Roles) -> Roles:
    verb = trigger.predicate
    if trigger.light == "exist":
        return own
    outer = agents(tree, verb) if trigger.passive else _subjects(tree, verb)
    if trigger.light == "undergo":
        return Roles(own.source, tuple(dict.fromkeys((*outer, *own.target))), own.symmetric)
    behind = _behind(
        tree,
        verb,
        TARGET_CASES | PARTNER_CASES | {"for", "to"} if trigger.event_type is not EventType.ASSAULT else TARGET_CASES,
    )
    if own.symmetric:
        return Roles(tuple(dict.fromkeys((*outer, *own.source, *behind))), own.target, symmetric=True)
    if outer:
        return Roles(outer, tuple(dict.fromkeys((*own.target, *behind, *(() if own.target or behind else own.source)))))
    return Roles(own.source, own.target or behind)
