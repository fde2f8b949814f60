"""Triggers of one sentence that tell the same happening: "clashes left 30 dead", "attacked the town, killing three"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.status import standing
from etl.model import EventType, Status

if TYPE_CHECKING:
    from etl.coding.scene import Clause
    from etl.coding.status import Standing
    from etl.coding.syntax import Tree
    from etl.coding.triggers import Trigger

MAX_TRIGGERS = 30  # a sentence with more is a list, and its time would grow with their square
MEANS = frozenset({"under", "in", "by", "during", "with", "through", "from", "amid", "of", "after", "following"})
LAUNCHING = frozenset({"fire", "launch", "lob", "hurl", "drop", "shoot", "rain", "throw", "use"})
GROWTH = frozenset(
    "upsurge surge wave series string spate resumption outbreak escalation flurry round day week hour month victim scene rate".split()  # noqa: SIM905 (a word list reads better so)
)


@dataclass(frozen=True, slots=True)
class Group:
    """``main`` gives the event its id, type and tense; the others add what it leaves out."""

    main: Trigger
    others: tuple[Trigger, ...]
    standing: Standing

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return (self.main, *self.others)


def groups(clause: Clause, found: tuple[Trigger, ...]) -> tuple[Group, ...]:
    """The triggers of a sentence, joined where they tell one event; in order of their main words."""
    found = found[:MAX_TRIGGERS]
    parent = list(range(len(found)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for one in range(len(found)):
        for two in range(len(found)):
            if one != two and root(one) != root(two) and tells_the_same(clause.tree, found[one], found[two]):
                parent[max(root(one), root(two))] = min(root(one), root(two))
    members: dict[int, list[Trigger]] = {}
    for index, trigger in enumerate(found):
        members.setdefault(root(index), []).append(trigger)
    made = [_group(clause, triggers) for triggers in members.values()]
    return tuple(sorted(made, key=lambda group: group.main.token))


def _group(clause: Clause, members: list[Trigger]) -> Group:
    standings = {trigger.token: standing(clause, trigger) for trigger in members}
    ranked = sorted(
        members,
        key=lambda trigger: (standings[trigger.token].dropped is not None, _rank(clause.tree, trigger), trigger.token),
    )
    main = ranked[0]
    status = standings[main.token]
    governing = [standings[other.token] for other in ranked[1:] if other.token in clause.tree.ancestors(main.token)]
    if main.noun is not None and any(item.dropped for item in governing):
        status = next(item for item in governing if item.dropped)
    if status.status is Status.OCCURRED:
        stronger = [
            standings[other.token]
            for other in ranked[1:]
            if standings[other.token].status in {Status.CLAIMED, Status.AGGREGATE}
        ]
        status = next((item for item in stronger if not item.dropped), status)
    return Group(main=main, others=tuple(sorted(ranked[1:], key=lambda trigger: trigger.token)), standing=status)


def _rank(tree: Tree, trigger: Trigger) -> int:  # noqa: PLR0911 (an ordered list of cases)
    """Which word names the happening best: an act with its verb, an act, a noun, a consequence."""
    consequence = is_consequence(tree, trigger)
    if trigger.event_type is EventType.CONSULT and trigger.mode == "visit" and trigger.noun is None:
        return 2  # whom he met says more
    if (
        trigger.noun is not None
        and trigger.event_type is EventType.COERCE
        and trigger.noun.event_type is not EventType.COERCE
    ):
        return 4  # the raid in which somebody was arrested
    if trigger.tier == "weak":
        return 5
    if trigger.noun is not None and trigger.verb is None and trigger.event_type is not EventType.ASSAULT:
        return 2  # “convened for a meeting”: the verb has who, when and whether
    if trigger.noun is not None:
        return 0 if trigger.verb is not None or trigger.noun.kind != "toll" else 4
    if trigger.frame in {"weapon", "patient"}:
        return 2
    return 3 if consequence else 1


def mode(tree: Tree, group: Group) -> str | None:
    """The way it was done: the weapon that acts or is used decides, then the words of the triggers."""
    if group.main.event_type is not EventType.ASSAULT:
        return group.main.mode
    if group.main.mode in {None, "explosives", "heavy-weapons", "firearms"}:
        for trigger in group.triggers:
            if (found := _weapon_mode(tree, trigger)) is not None:
                return found
    return next((trigger.mode for trigger in group.triggers if trigger.mode), None)


def _weapon_mode(tree: Tree, trigger: Trigger) -> str | None:
    verb = trigger.predicate
    means = [
        child for child in tree.children(verb, "obl") if tree.case(child) in {"by", "with", "in", "from", "through"}
    ]
    launched = tree.children(verb, "obj") if tree.lemmas[verb] in LAUNCHING else ()
    used = [
        child
        for inner in tree.children(verb, "advcl", "acl")
        if tree.lemmas[inner] == "use"
        for child in tree.children(inner, "obj")
    ]
    modes = [
        found
        for word in (*tree.children(verb, "nsubj"), *means, *used, *launched)
        for index in (*tree.children(word, "compound", "amod"), word)
        if (found := tree.lexicon.weapon_modes.get(tree.lemmas[index].removesuffix("s")))
        or (found := tree.lexicon.weapon_modes.get(tree.lemmas[index]))
    ]
    if trigger.frame == "patient":  # “came under heavy shelling”
        suffered = [tree.lexicon.nouns.get(tree.word(word)) for word in trigger.objects]
        modes += [row.mode for row in suffered if row is not None and row.mode is not None]
    if "suicide-attack" in modes:
        return "suicide-attack"
    return modes[0] if modes else None


def is_consequence(tree: Tree, trigger: Trigger) -> bool:
    return (
        trigger.noun is None
        and trigger.event_type is EventType.ASSAULT
        and tree.lexicon.effect("consequence", tree.lemmas[trigger.token]) is not None
    )


def tells_the_same(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """Whether ``two`` only says more about ``one``; types must agree."""
    if one.event_type is not two.event_type:
        return False
    if two.noun is not None and one.noun is None and two.token in _family(tree, one.objects):
        return True
    if any(link(tree, one, two) for link in LINKS):
        return True
    if two.noun is not None and _is_summary(tree, two):
        return one.noun is None
    if one.noun is not None and (_noun_in_clause(tree, one, two) or _nested_nouns(tree, one, two)):
        return True
    return _consequence_of(tree, one, two)


def _noun_in_clause(tree: Tree, noun: Trigger, verb: Trigger) -> bool:
    """The event noun is what the verb's clause is about, or what it happened in: "16 were killed in clashes"."""
    if verb.noun is not None:
        return False
    if noun.token in _family(tree, tree.subjects(verb.token)) or (
        verb.frame == "weapon" and noun.token in verb.objects
    ):
        return (
            is_consequence(tree, verb)
            or verb.frame in {"weapon", "patient"}
            or verb.event_type is not EventType.ASSAULT
        )
    for child in tree.children(verb.token, "obl", "nmod"):
        if noun.token in _family(tree, (child,)) and tree.case(child) in _means(noun.event_type):
            return True
    if noun.noun is not None and noun.noun.of == "symmetric" and _is_cause(tree, noun, verb):
        return True
    if (
        noun.verb is None
        and tree.case(noun.token) in {"in", "during"}
        and 0 < noun.token - verb.token <= 6
        and is_consequence(tree, verb)
    ):
        return not any(tree[index].pos in {"PUNCT", "VERB"} for index in range(verb.token + 1, noun.token))
    return noun.verb is None and tree.heads[verb.token] == noun.token and tree.dep(verb.token) == "acl"


def _is_summary(tree: Tree, noun: Trigger) -> bool:
    """“…, the first strikes by the kingdom”: an apposition that says what the sentence was about."""
    words = {tree.word(child) for child in tree.children(noun.token, "det", "amod", "nummod")}
    words |= {"the"} if tree.children(noun.token, "nmod:poss") else set()
    loose = tree.dep(noun.token) in {"appos", "conj", "parataxis"}
    return (
        loose
        and "the" in words
        and bool(words & {"first", "second", "third", "latest", "last", "worst", "deadliest", "biggest", "largest"})
    )


def _is_seen(tree: Tree, noun: Trigger, two: Trigger) -> bool:
    """“an attack that saw fighters overrun the town”, "a raid which left three dead"."""
    if noun.noun is None:
        return False
    for child in tree.children(noun.token, "acl"):
        if tree.lemmas[child] in {"see", "leave", "witness", "involve"} and two.token in tree.subtree(child):
            return True
    return False


def _is_weapon_s_way(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """“Rockets fired from the hills hit the town”, "a bomb planted by rebels went off": one act told in two verbs."""
    if one.noun is not None or two.noun is not None or tree[two.token].dep != "acl":
        return False
    head = tree.heads[two.token]
    about = {*tree.subjects(one.token), *one.objects}
    return head in about and "weapon" in tree.lexicon.classes(tree.lemmas[head])


def _is_visit_s_aim(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """“travelled to Cairo and met the president”, "will visit the region, where he will meet officials"."""
    if one.event_type is not EventType.CONSULT or one.noun is not None or one.mode != "visit":
        return False
    if two.mode == "visit" or (tree.children(two.predicate, "nsubj") and tree[two.predicate].dep == "conj"):
        return False
    return any(up == one.token for up in tree.ancestors(two.predicate)) and tree.dep(two.predicate) in {
        "conj",
        "acl",
        "advcl",
        "xcomp",
        "parataxis",
    }


def _is_result(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """“The operation led to the arrest of five men”."""
    if one.noun is None or two.noun is None or two.verb is None or two.verb == two.token:
        return False
    return one.verb is None and one.token in _family(tree, tree.subjects(two.verb))


def _is_occasion(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """“A marine was killed when rebels hit the helicopter”, "opened the campaign on Friday, when jets bombed …"."""
    marks = {tree.word(child) for child in tree.children(two.predicate, "mark", "advmod")}
    if two.noun is not None or not marks & {"when", "as"}:
        return False
    fatal = one.noun is None and one.passive and is_consequence(tree, one) and not tree.children(one.token, "obl:agent")
    begun = one.noun is not None and one.noun.kind == "process" and one.light == "do"
    above = tree.heads[two.predicate]
    while above != one.predicate and tree.dep(above) in {"conj", "acl"} and tree.heads[above] < above:
        above = tree.heads[above]  # “two were killed and four wounded when …”
    return (fatal or begun) and (
        above == one.predicate or (tree.heads[above] == one.predicate and tree.dep(two.predicate) == "acl")
    )


LINKS = (_is_seen, _is_occasion, _is_weapon_s_way, _is_visit_s_aim, _is_result)


def _means(event_type: EventType) -> frozenset[str]:
    """Prepositions behind which stands what the verb tells: “killed in clashes”, “convened for a meeting”."""
    meeting = frozenset({"for", "at"}) if event_type is EventType.CONSULT else frozenset()
    return (MEANS | meeting) - {"after", "following", "of"}


def _is_cause(tree: Tree, noun: Trigger, verb: Trigger) -> bool:
    """“Clashes killed 56, after youths attacked the village”: how the fighting began."""
    if tree.dep(verb.token) != "advcl" or not any(
        tree.word(mark) in {"after", "when", "as"} for mark in tree.children(verb.token, "mark")
    ):
        return False
    above = tree.heads[verb.token]
    return (
        above == noun.predicate
        or noun.token in _family(tree, tree.subjects(above))
        or noun.token in _family(tree, tree.children(above, "obl"))
    )


def _family(tree: Tree, words: tuple[int, ...]) -> set[int]:
    """The words, what is coordinated with them, and what "a wave of" them is about."""
    found: set[int] = set()
    for word in words:
        for node in tree.conjuncts(word):
            found.add(node)
            found.update(child for child in tree.children(node, "nmod") if tree.case(child) in {"of", "in"})
            found.update(child for child in tree.children(node, "appos"))
    return found


def _nested_nouns(tree: Tree, one: Trigger, two: Trigger) -> bool:
    if two.noun is None:
        return False
    head, node = tree.heads[two.token], two.token
    if head == one.token and tree.dep(node) in {"nmod", "appos", "conj", "acl", "nsubj"}:
        return tree.case(node) in MEANS or tree.dep(node) in {"appos", "nsubj", "conj"}
    return tree.dep(node) == "nmod" and tree.heads[head] == one.token and tree.lemmas[head] in GROWTH


def _elaborates(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """“sent forces, greatly expanding its presence”, "retaliated, shelling two villages"."""
    vague = one.noun is None and (not one.objects or (one.frame == "capture" == two.frame))
    return (
        tree[two.token].tag == "VBG"
        and tree.dep(two.token) == "advcl"
        and (vague or two.event_type is not EventType.ASSAULT)
    )


def _consequence_of(tree: Tree, one: Trigger, two: Trigger) -> bool:
    """“stormed the base and killed five”, "fired rockets, wounding two", "attacked …, leaving ten dead"."""
    node = two.token
    if two.noun is not None or not (is_consequence(tree, two) or two.frame == "patient" or _elaborates(tree, one, two)):
        return False
    head = tree.heads[node]
    deadly = two.frame == "patient" or (
        two.passive and tree.lemmas[node] in {"kill", "wound", "injure"} and not tree.children(node, "obl")
    )
    if tree.children(node, "nsubj", "nsubj:pass") and tree.dep(node) != "advcl" and not deadly:
        return False
    if head in {one.predicate, one.token}:
        return tree.dep(node) in {"advcl", "conj", "xcomp", "acl", "ccomp", "parataxis", "dep"}
    return (
        tree.dep(node) in {"advcl", "conj"}
        and any(up == one.predicate for up in tree.ancestors(node))
        and tree[node].tag == "VBG"
    )
