"""Whether a sentence tells an event, or only speaks of one: each gate says yes, no, or leaves it to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding import tenses, tolls
from etl.coding.candidate import VERBAL, named_targets
from etl.coding.discourse import ATTENDANCE
from etl.coding.groups import is_consequence
from etl.coding.status import is_habitual
from etl.model import EventType, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.coding.candidate import Candidate
    from etl.coding.discourse import Memory

    Gate = Callable[[Candidate, Memory], bool | None]

IMPERSONAL = frozenset(
    {
        EventType.AID,
        EventType.MOBILIZE,
        EventType.PROTEST,
        EventType.RETREAT,
        EventType.COERCE,
        EventType.CONSULT,
        EventType.SANCTION,
    }
)
CAUSES = frozenset({"in", "by", "of", "from", "after", "when"})
PEOPLE = frozenset({"troops", "fighters", "person"})
EXPECTED = frozenset({Status.PROPOSED, Status.PLANNED})
STATES_OF_AFFAIRS = frozenset(
    {"war", "conflict", "insurgency", "rebellion", "uprising", "violence", "unrest", "hostility", "confrontation"}
)
PARTIES = frozenset({"side", "party", "rival", "faction", "government", "group", "country", "junta", "council"})
TRUCES = frozenset(
    {"truce", "ceasefire", "cease-fire", "peace", "cessation", "hostility", "prisoner", "hostage", "armistice"}
)
SIDES = frozenset({"between", "with", "against", "among"})
ENDS_OF_SENTENCES = (".", "!", "?", "”", '"')


def is_telling(candidate: Candidate, memory: Memory) -> bool:
    """A bare mention tells nothing, a verbal act needs somebody who acts, an act of violence needs some circumstance."""
    for gate in GATES:
        answer = gate(candidate, memory)
        if answer is not None:
            return answer
    return True


def is_habit(candidate: Candidate) -> bool:
    """“carries out strikes in the region”: the simple present outside of headlines, without a date."""
    clause, tree, trigger = candidate.clause, candidate.clause.tree, candidate.main
    headline = clause.order == 0 or not tree.sentence.tokens[-1].text.endswith(ENDS_OF_SENTENCES)
    plural = trigger.noun is not None and tree[trigger.token].tag == "NNS"
    several = plural and not tree.children(trigger.token, "nummod", "det")
    return is_habitual(tree, trigger) and (several or not headline) and not clause.times


def _mishap(candidate: Candidate, _: Memory) -> bool | None:
    """“Floods killed 40”, "died in a road accident", "a plane crashed, killing all": nobody did it."""
    if candidate.event_type is not EventType.ASSAULT:
        return None
    clause, tree = candidate.clause, candidate.clause.tree
    for trigger in candidate.group.triggers:
        if trigger.noun is not None and trigger.noun.kind != "toll":
            return None
        verb = trigger.predicate
        causes = (*tree.subjects(verb), *(word for word in tree.children(verb, "obl") if tree.case(word) in CAUSES))
        above = (tree.heads[verb],) if tree.dep(verb) == "advcl" else ()
        if any("hazard" in clause.classes(word) for word in (*causes, *above)):
            return False
    return None


def _sport(candidate: Candidate, _: Memory) -> bool | None:
    """A match has attacks and clashes too."""
    tree = candidate.clause.tree
    if candidate.event_type is not EventType.ASSAULT or tolls.killed(tree, candidate.group.triggers) is not None:
        return None
    words = [index for index, token in enumerate(tree.sentence.tokens) if token.pos == "NOUN"]
    return False if any("sport" in tree.lexicon.classes(tree.lemmas[index]) for index in words) else None


def _verbal(candidate: Candidate, _: Memory) -> bool | None:
    """Somebody is addressed or accused by name, or it is about an event: "called for a truce"."""
    if candidate.main.tier != "verbal" and candidate.event_type not in VERBAL:
        return None
    tree, verb = candidate.clause.tree, candidate.main.predicate
    if candidate.main.noun is None and tree[verb].dep == "acl:relcl":
        return False
    if not candidate.acts or (candidate.main.noun is None and tree[verb].dep == "acl" and not tree.is_headless(verb)):
        return False
    if candidate.event_type is EventType.REQUEST and candidate.main.noun is None and _names_whom_it_wants(candidate):
        return True
    about = {tree.lemmas[word] for word in tree.subtree(verb) if word != verb and tree[word].pos in {"NOUN", "VERB"}}
    return named_targets(candidate.people) or bool(about & (tree.lexicon.nouns.keys() | tree.lexicon.verbs.keys()))


def _names_whom_it_wants(candidate: Candidate) -> bool:
    """“demanded that Israel ease restrictions”: the subject of what is demanded."""
    clause, tree = candidate.clause, candidate.clause.tree
    wanted = tree.children(candidate.main.predicate, "ccomp", "xcomp")
    return any(clause.actors_of(subject) for verb in wanted for subject in tree.children(verb, "nsubj"))


def _toll(candidate: Candidate, _: Memory) -> bool | None:
    """Deaths alone belong to an event told before; several at once are one themselves."""
    if candidate.main.noun is not None and candidate.main.noun.kind == "toll":
        return candidate.before is not None
    if candidate.clause.tree.lemmas[candidate.main.token] not in {"die", "perish"} or candidate.group.others:
        return None
    deaths = tolls.killed(candidate.clause.tree, candidate.group.triggers)
    return candidate.before is not None or (deaths is not None and deaths.people > 1)


def _weak(candidate: Candidate, _: Memory) -> bool | None:
    specific = candidate.people.specific()
    if candidate.main.rule in ATTENDANCE:
        return candidate.before is not None
    if candidate.main.tier == "weak":
        return _weak_act(candidate, specific)
    if candidate.event_type is EventType.AID and candidate.main.noun is not None:
        return len(specific) > 1 or (candidate.main.light == "do" and bool(specific))
    if candidate.main.frame == "move-to" and candidate.event_type is EventType.ASSAULT and not candidate.acts:
        return None if _subject_classes(candidate) & {"troops", "fighters"} else False
    return None


def _weak_act(candidate: Candidate, specific: frozenset[str]) -> bool:
    """A word that needs known people, and a time or a place; a passive of the courts needs one of the three."""
    circumstances = candidate.when is not None or bool(candidate.places.chosen)
    if candidate.event_type is EventType.COERCE and candidate.main.passive:
        return circumstances or bool(specific)
    return len(specific) > 1 if candidate.main.frame == "symmetric" else bool(specific) and circumstances


def _aside(candidate: Candidate, _: Memory) -> bool | None:
    """“gunmen allied with the army”, "the force, which coordinated with it": who stands with whom, told aside."""
    if candidate.event_type is not EventType.COOPERATE or candidate.main.noun is not None:
        return None
    dep = candidate.clause.tree[candidate.main.token].dep
    return False if dep == "acl" or (dep == "acl:relcl" and candidate.when is None) else None


def _subject_classes(candidate: Candidate) -> set[str]:
    """What kind of people act, where no actor is known by name."""
    clause = candidate.clause
    return {
        name
        for subject in clause.tree.subjects(candidate.main.predicate)
        for word in clause.tree.conjuncts(subject)
        for name in clause.classes(word)
    }


def _description(candidate: Candidate, _: Memory) -> bool | None:
    """A participle that only says who is meant: "the remains of pilgrims killed in Karbala"."""
    tree, verb = candidate.clause.tree, candidate.main.token
    if (
        candidate.main.noun is not None
        or candidate.group.others
        or candidate.when is not None
        or tree.is_headless(verb)
    ):
        return None
    if tree[verb].dep != "acl" or tree[verb].tag not in {"VBN", "VBG", "VBD"}:
        return None
    return False if tree[verb].tag == "VBG" or not candidate.acts else None


def _bare_noun(candidate: Candidate, _: Memory) -> bool | None:
    """“the attack” repeats; "an attack in Baghdad on Monday" tells; "the country's spreading conflict" does neither."""
    noun = candidate.main.noun
    if noun is None or not candidate.is_bare_noun:
        return None
    if noun.kind == "state":
        return bool(candidate.people.people or candidate.places.chosen)
    if candidate.before is not None:
        return True
    clause = candidate.clause
    if tenses.tense(clause.tree, candidate.group) == "present" and candidate.when is None and clause.order:
        return False
    circumstances = (bool(candidate.places.chosen), candidate.when is not None, _has_own_place(candidate))
    needed = 2 if candidate.anaphoric or noun.kind in {"process", "deal"} else 1
    return len(candidate.people.people) + sum(circumstances) >= needed and not _is_state_of_affairs(candidate)


def _has_own_place(candidate: Candidate) -> bool:
    """The place is part of what is named: "the advances around the town"."""
    tree = candidate.clause.tree
    inside = set(tree.subtree(candidate.main.token))
    return any(inside & set(tree.at(item.mention.span)) for item in candidate.places.chosen)


def _is_state_of_affairs(candidate: Candidate) -> bool:
    tree, noun = candidate.clause.tree, candidate.main.noun
    if noun is None or noun.lemma not in STATES_OF_AFFAIRS:
        return False
    return not any(tree.case(child) in SIDES for child in tree.children(candidate.main.token, "nmod"))


def _noun_with_verb(candidate: Candidate, _: Memory) -> bool | None:
    if candidate.main.noun is None:
        return None
    if candidate.main.mode == "visit" and not candidate.places.chosen:
        return False
    deadly = any(is_consequence(candidate.clause.tree, other) for other in candidate.group.others)
    if (
        _is_state_of_affairs(candidate)
        and not candidate.people.specific()
        and candidate.main.light is None
        and not deadly
    ):
        return False
    return False if candidate.main.light == "end" and not candidate.people.people else None


def _other_than_violence(candidate: Candidate, memory: Memory) -> bool | None:
    if candidate.main.noun is not None or candidate.event_type is EventType.ASSAULT:
        return None
    if candidate.event_type is EventType.MOBILIZE and candidate.main.passive and candidate.main.objects and memory.told:
        return True
    goes_on = memory.previous(candidate.clause, candidate.group) is not None and bool(candidate.main.objects)
    placed_and_dated = (bool(candidate.places.chosen) and (candidate.when is not None or bool(memory.told))) or goes_on
    impersonal = candidate.event_type in IMPERSONAL or candidate.group.standing.status in EXPECTED
    impersonal = impersonal or (candidate.event_type is EventType.AGREE and _is_of_war(candidate))
    going_on = candidate.group.standing.status is Status.ONGOING and bool(candidate.places.chosen)
    dated = candidate.when is not None and bool(
        _subject_classes(candidate) & PEOPLE or _sides(candidate) or _some_town(candidate)
    )
    return bool(candidate.people.people) or (impersonal and (placed_and_dated or dated or going_on))


def _is_of_war(candidate: Candidate) -> bool:
    """“a truce was agreed”, "the sides signed an accord": no deal of companies."""
    tree = candidate.clause.tree
    words = {tree.lemmas[word] for word in tree.subtree(candidate.main.token)}
    return bool(words & TRUCES) or _sides(candidate)


def _some_town(candidate: Candidate) -> bool:
    """“enter the town”: a place that goes without its name."""
    tree = candidate.clause.tree
    return any("territory" in tree.lexicon.classes(tree.lemmas[word]) for word in candidate.main.objects)


def _sides(candidate: Candidate) -> bool:
    """“both sides”, "the rivals": parties that the article names elsewhere."""
    tree = candidate.clause.tree
    return any(tree.lemmas[word] in PARTIES for word in tree.subjects(candidate.main.predicate))


def _violence(candidate: Candidate, memory: Memory) -> bool | None:
    """Some circumstance is told, or the scene of an earlier act of violence goes on."""
    tree = candidate.clause.tree
    goes_on = candidate.main.objects and memory.previous(candidate.clause, candidate.group) is not None
    if goes_on and tenses.tense(tree, candidate.group) in {"past", "perfect"}:
        return True
    return bool(
        candidate.before is not None
        or (candidate.main.frame == "capture" and _is_counted(candidate))
        or (candidate.group.standing.status is Status.ONGOING and candidate.main.noun is not None)
        or candidate.places.unnamed
        or candidate.places.chosen
        or candidate.people.specific()
        or candidate.when is not None
        or (candidate.people.people and candidate.clause.order < 2)
        or tolls.killed(tree, candidate.group.triggers)
    )


def _is_counted(candidate: Candidate) -> bool:
    """“78 towns and villages were retaken”."""
    tree = candidate.clause.tree
    return any(tree.children(word, "nummod") for word in candidate.main.objects)


GATES: tuple[Gate, ...] = (
    _mishap,
    _sport,
    _verbal,
    _toll,
    _weak,
    _aside,
    _description,
    _bare_noun,
    _noun_with_verb,
    _other_than_violence,
    _violence,
)
