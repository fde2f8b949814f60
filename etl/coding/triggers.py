"""Which words of a sentence tell an event: verbs and nouns of the lexicon, with what they need beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.coding.nominal import death, is_death, is_gerund_noun, is_modified_out, noun_trigger, state_trigger
from etl.coding.repairs import UNCHANGED
from etl.coding.syntax import NOMINAL
from etl.coding.trigger import Trigger
from etl.model import EventType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.coding.lexicon import VerbRow
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree

MAX_WORDS = 300  # longer "sentences" are lists and tables that no parser reads
ABOUT = frozenset(
    {"about", "around", "over", "nearly", "almost", "some", "up", "least"}
)  # before a number no prepositions
__all__ = ["Trigger", "particles_of", "triggers", "verb_lemma"]

NO_OBJECT_AFTER = frozenset({"VERB", "AUX", "PUNCT", "ADP", "SCONJ", "CCONJ", "PART", "ADV", "PRON"})
ENDED: dict[EventType, tuple[EventType, str | None]] = {
    EventType.ASSAULT: (EventType.RETREAT, "ceasefire"),
    EventType.MOBILIZE: (EventType.RETREAT, "withdraw"),
    EventType.CONSULT: (EventType.SANCTION, "discontinue"),
    EventType.AGREE: (EventType.SANCTION, "discontinue"),
    EventType.AID: (EventType.SANCTION, "discontinue"),
    EventType.COERCE: (EventType.CONCEDE, None),
    EventType.SANCTION: (EventType.CONCEDE, None),
    EventType.RETREAT: (EventType.SANCTION, "discontinue"),
}
SEARCHES = frozenset({"raid", "operation", "sweep", "campaign", "search", "police-raid", "dawn-raid", "house-raid"})
PEOPLE = frozenset({"wounded", "injured", "displaced", "detained", "missing"})  # "516 wounded": those who are it
AWAY = frozenset({"out", "off", "back", "away", "from"})


def triggers(clause: Clause) -> tuple[Trigger, ...]:
    """Every trigger of the sentence, in order; nothing is said yet about whether it happened."""
    tree = clause.tree
    if len(tree) > MAX_WORDS:
        return ()
    verbal: dict[int, Trigger] = {}
    taken: set[int] = set()
    for index in range(len(tree)):
        if (lemma := verb_lemma(tree, index)) and (found := _verb_trigger(clause, index, lemma)):
            if found.token in taken:
                continue
            verbal[index] = found
            taken.update({found.token, found.predicate})
            if found.noun is None:
                taken.update(_own_nouns(tree, found))
    dead = {index: death(index) for index in range(len(tree)) if is_death(tree, index)}
    nominal = {
        index: found for index in range(len(tree)) if index not in taken and (found := noun_trigger(clause, index))
    }
    stative = {index: found for index in range(len(tree)) if (found := state_trigger(clause, index))}
    return _searches(
        tree, _of_one_act(tuple(trigger for _, trigger in sorted((verbal | nominal | dead | stative).items())))
    )


def _of_one_act(found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """“came under heavy shelling”: the noun behind the verb is the act, whatever the tagger made of it."""
    inside = {word for trigger in found if trigger.frame == "patient" for word in trigger.objects}
    return tuple(
        trigger for trigger in found if not (trigger.token in inside and trigger.noun is None and trigger.verb is None)
    )


def _searches(tree: Tree, found: tuple[Trigger, ...]) -> tuple[Trigger, ...]:
    """A raid or an operation in which people are arrested, and nobody is killed, is the arrest."""
    arrests = any(trigger.mode == "arrest" for trigger in found)
    deadly = any(
        tree.lemmas[trigger.token] in {"kill", "die", "shoot", "neutralize", "neutralise"} for trigger in found
    )
    if not arrests or deadly:
        return found
    return tuple(
        replace(trigger, event_type=EventType.COERCE, mode="arrest")
        if trigger.noun is not None and trigger.noun.lemma in SEARCHES
        else trigger
        for trigger in found
    )


def verb_lemma(tree: Tree, index: int) -> str | None:  # noqa: PLR0911 (an ordered list of cases)
    """The lexicon's verb at this word, None if it is none or stands as an adjective."""
    token, word = tree[index], tree.word(index)
    lemma = tree.lexicon.forms.get(word)
    if lemma is None or tree.dep(index) in {"amod", "compound", "aux", "case", "det"}:
        return None
    if token.tag == "VBG" and word in tree.lexicon.nouns and is_gerund_noun(tree, index):
        return None
    if word in PEOPLE and tree.dep(index) in {"obj", "obl", "nmod", "nsubj"}:
        return None
    if token.pos == "VERB" or (token.pos == "AUX" and tree.dep(index) not in {"aux", "cop"}):
        return lemma
    if token.pos == "PROPN" and token.text[:1].isupper() and index > 0:
        return None
    if word != lemma and tree.dep(index) == "conj" and tree[tree.heads[index]].pos == "VERB":
        return None if tree.children(index, "det", "case", "amod", "nummod") else lemma  # “dragged out and shot”
    if word in tree.lexicon.finite_forms and tree.dep(index) not in {"nsubj", "obj", "obl", "nmod"}:
        return lemma
    clausal = tree.children(index, "nsubj", "obj", "obl:agent", "nsubj:pass")
    finite = word != lemma or (word in UNCHANGED and len(clausal) > 1)
    if clausal and finite and not tree.children(index, "det", "case", "cop", "amod", "nummod"):
        return lemma
    return None


def direct_objects(tree: Tree, verb: int) -> tuple[int, ...]:
    """Objects with conjuncts; the passive's subject; the noun that a participle modifies; else the next noun phrase."""
    found = tree.children(verb, "obj")
    if tree.is_passive(verb):
        found = tree.children(verb, "nsubj:pass") or tree.subjects(verb)
        if not found and tree[verb].dep == "acl":
            found = (tree.heads[verb],)
    if not found and not tree.is_passive(verb):
        found = tuple(
            child
            for child in tree.children(verb, "obl")
            if (tree.case(child) in ABOUT or _at_least(tree, child)) and tree.children(child, "nummod")
        )
    if found and not tree.is_passive(verb):
        beside = found[-1] + 1
        if _is_rest_of_object(tree, verb, found[-1], beside):
            found = (*found[:-1], beside)  # "seized the government compound"
    if not found and not tree.is_passive(verb):
        shared = [child for child in tree.children(verb, "conj") if tree[child].pos == "VERB" and child - verb == 2]
        found = tuple(word for child in shared for word in tree.children(child, "obj"))
    if not found and _lacks_its_object(tree, verb):
        found = (tree.heads[verb],)
    if found:
        return tuple(word for index in found for word in tree.conjuncts(index))
    if tree.is_passive(verb) or tree.children(verb, "ccomp", "xcomp"):
        return ()
    return _next_noun(tree, verb)


def _lacks_its_object(tree: Tree, verb: int) -> bool:
    """“the airport, which rebels had seized”: what the relative clause is about."""
    if tree[verb].dep != "acl:relcl" or tree.children(verb, "obj", "ccomp", "xcomp") or tree.is_passive(verb):
        return False
    subjects = tree.children(verb, "nsubj")
    return bool(subjects) and not any(
        tree[subject].pos == "PRON" and tree[subject].tag.startswith("W") for subject in subjects
    )


def _at_least(tree: Tree, noun: int) -> bool:
    return tree.case(noun) == "at" and any(tree.word(child) in {"least", "most"} for child in tree.subtree(noun))


def _is_rest_of_object(tree: Tree, verb: int, found: int, beside: int) -> bool:
    """“seized the government | compound”, “shot down a Russian | Su-24”: the head that the parser hung elsewhere."""
    if beside >= len(tree) or tree.heads[beside] != verb or tree.case(beside):
        return False
    if tree.dep(beside) == "xcomp":
        return tree[beside].pos in {"ADJ", "NOUN"}
    return tree[found].pos == "ADJ" and tree[beside].pos in {"NOUN", "PROPN"}


def _next_noun(tree: Tree, verb: int) -> tuple[int, ...]:
    """Where the parser lost the object: the last noun of the run right behind the verb."""
    last = None
    for index in range(verb + 1, min(verb + 8, len(tree))):
        if tree[index].pos in NO_OBJECT_AFTER and not (
            last is None and tree.word(index) in {"is", "us"} and tree[index].text.isupper()
        ):
            break
        if tree[index].pos in NOMINAL:
            last = index
        if tree.word(index) in {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}:
            return ()
    if last is None or (tree.heads[last] == verb and tree.dep(last) not in {"obj", "obl", "nsubj", "dep", "xcomp"}):
        return ()
    if tree.case(last) or any(word in {"nsubj", "csubj"} for word in (tree.dep(last),)):
        return ()
    return (last,)


def particles_of(clause: Clause, verb: int) -> dict[str, tuple[int, ...]]:
    """Particles and prepositions that go with a verb, each with the nouns behind it; dates have none."""
    tree = clause.tree
    found: dict[str, tuple[int, ...]] = {}
    for child in tree.children(verb):
        if child in clause.time_at:
            continue
        if tree.dep(child) in {"compound", "advmod"} and tree[child].pos in {"ADP", "ADV", "PART"}:
            found.setdefault(tree.word(child), ())
        elif tree.dep(child) in {"obl", "nmod", "advcl"} or (tree.dep(child) == "obj" and tree.case(child)):
            for case in tree.children(child, "case", "mark"):
                found[tree.word(case)] = (*found.get(tree.word(case), ()), *tree.conjuncts(child))
    if verb + 2 < len(tree) and verb + 2 in clause.time_at:
        return found
    if verb + 1 < len(tree) and tree[verb + 1].pos in {"ADP", "ADV", "PART", "SCONJ"}:
        found.setdefault(tree.word(verb + 1), ())
    return found


def _verb_trigger(clause: Clause, verb: int, lemma: str) -> Trigger | None:
    tree, lexicon = clause.tree, clause.tree.lexicon
    if _is_imperative(tree, verb):
        return None
    if verb in clause.place_at or (lemma == "protest" and tree.children(verb, "ccomp")):
        return None
    particles, objects, passive = particles_of(clause, verb), direct_objects(tree, verb), tree.is_passive(verb)
    fitting = [
        (how, -order, row)
        for order, row in enumerate(lexicon.verbs.get(lemma, ()))
        if (how := _fit(clause, verb, row, particles, objects))
    ]
    row = max(fitting, key=lambda item: (len(item[2].particles), item[0], item[1]))[2] if fitting else None
    light = lexicon.effect("light", lemma, (*particles, *(tree.word(index) for index in objects)))
    if light and (row is None or not row.words or row.tier == "guard"):
        found = _light(clause, verb, light, objects, passive=passive)
        if found is None and light == "do" and not objects:
            found = _light(clause, verb, "exist", objects, passive=passive)  # “heavy battles continued”
        if found is not None:
            return found
    if row is None or row.event_type is None:
        return None
    behind = tuple(word for particle in row.particles for word in particles.get(particle, ()))
    return Trigger(
        token=verb,
        verb=None,
        objects=objects or behind,
        passive=passive,
        event_type=row.event_type,
        mode=row.mode,
        frame=row.frame,
        tier=row.tier,
        rule=row.rule,
    )


def _is_imperative(tree: Tree, verb: int) -> bool:
    """An order tells nothing that happened; often it is a name read as a verb."""
    return (
        tree[verb].tag == "VB" and tree.dep(verb) == "root" and not tree.children(verb, "nsubj", "aux", "mark", "csubj")
    )


def _fit(  # noqa: PLR0911 (an ordered list of cases)
    clause: Clause, verb: int, row: VerbRow, particles: dict[str, tuple[int, ...]], objects: tuple[int, ...]
) -> int:
    """How closely a row fits: 3 by one of its words, 2 by a class of object, 1 asking for nothing, 0 not at all."""
    tree = clause.tree
    if not all(particle in particles or _word_follows(clause, verb, particle) for particle in row.particles):
        return 0
    if not row.classes and not row.words:
        return 1
    asked = {need for need in row.words | row.classes if need.startswith("^")}
    if asked and not _subjects(clause, verb) & asked:
        return 0
    if asked == row.words | row.classes:
        return 3
    bonus = 2 if asked else 0
    behind = tuple(word for particle in row.particles for word in particles.get(particle, ()))
    if not objects and not behind:
        if "none" in row.classes:
            return 2 + bonus
        if (
            row.frame in {"agent-patient", "capture", "send", "toward"}
            and row.event_type not in {EventType.PROTEST, EventType.ASSAULT}
            and not tree.is_passive(verb)
        ):
            return 0
        objects = () if tree.is_passive(verb) else tree.subjects(verb)
    objects = tuple(index for index in (*objects, *behind) if not is_modified_out(tree, index))
    lemmas = {tree.lemmas[index] for index in objects} | {tree.word(index) for index in objects}
    if row.words & lemmas or _counted(tree, objects) & row.words:
        return 3 + bonus
    wanted = row.classes - {"none"} | ({"name"} if row.frame == "capture" and "place" in row.classes else set())
    return 2 + bonus if wanted and any(wanted & clause.classes(index) for index in objects) else 0


def _subjects(clause: Clause, verb: int) -> set[str]:
    """The words and classes of its subjects as a row asks for them: "^soldier", "=^soldier"."""
    tree = clause.tree
    actors = tree.subjects(verb)
    actors = (*actors, *(other for one in actors if tree[one].pos == "NUM" for other in tree.children(one, "appos")))
    found = {"^" + name for index in actors for name in (tree.lemmas[index], *clause.classes(index))}
    found |= {"^" + name for name in _counted(tree, actors)}
    return found | {"=" + name for name in found}


def _counted(tree: Tree, objects: tuple[int, ...]) -> set[str]:
    """What is counted by an object: "thousands of troops" is about troops."""
    return {
        tree.lemmas[child] for index in objects for child in tree.children(index, "nmod") if tree.case(child) == "of"
    }


def _word_follows(clause: Clause, verb: int, word: str) -> bool:
    """A particle further off that still belongs: "push them back", "set the church on fire"."""
    tree = clause.tree
    for index in range(verb + 1, min(verb + 7, len(tree))):
        if tree[index].pos == "PUNCT" or (tree[index].pos == "VERB" and tree.word(index) != word):
            return False
        if index + 1 in clause.time_at and tree[index].pos == "ADP":
            continue
        if tree.word(index) == word or (tree.lemmas[index] == word and tree[index].pos in NOMINAL):
            above = tree.heads[tree.heads[index]]
            far = tree.heads[above] if word in AWAY and tree.dep(above) == "obj" else above
            return verb in {tree.heads[index], above, far} or index == verb + 1
    return False


def _light(clause: Clause, verb: int, effect: str, objects: tuple[int, ...], *, passive: bool) -> Trigger | None:
    tree = clause.tree
    at_subject = effect == "exist" or (effect == "seen" and passive)
    nouns = tree.children(verb, "nsubj") or tree.subjects(verb) if at_subject else objects
    for index in nouns:
        for word in (index, *(child for child in tree.children(index, "nmod") if tree.case(child) == "of")):
            found = noun_trigger(clause, word, governed=True)
            if found is None:
                continue
            if effect == "seen":
                return replace(found, verb=verb, light="exist", passive=passive)
            found = replace(found, verb=verb, light=effect, objects=objects, passive=passive)
            if effect != "end":
                return found
            if found.event_type not in ENDED:
                return None
            event_type, mode = ENDED[found.event_type]
            return replace(found, event_type=event_type, mode=mode)
    return None


def _own_nouns(tree: Tree, trigger: Trigger) -> Iterator[int]:
    """Event nouns that are the verb's own object: "held talks", "opened fire"."""
    if trigger.rule.startswith("coding.verb."):
        for index in trigger.objects:
            if (
                trigger.event_type
                in {
                    EventType.SANCTION,
                    EventType.CONCEDE,
                    EventType.RETREAT,
                    EventType.CONSULT,
                    EventType.AGREE,
                    EventType.PROTEST,
                }
                and tree.lemmas[index] in tree.lexicon.nouns
            ):
                yield index
