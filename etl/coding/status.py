"""Whether the text says that it happened: tense, modality, negation, purpose, condition, attribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding import counts
from etl.model import EventType, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.coding.triggers import Trigger

POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "once"})
ALLEGATIONS = frozenset({"charge", "allegation", "claim", "accusation", "rumour", "rumor", "suspicion", "report"})
ALLEGED = frozenset({"alleged", "reported", "suspected", "claimed"})
HEARSAY = frozenset({"reportedly", "allegedly", "purportedly", "apparently", "supposedly"})
PROSPECTS = frozenset(
    "threat risk fear plan possibility call proposal preparation prospect need demand desire hope attempt bid effort right ability chance"  # noqa: SIM905 (a word list reads better so)
    " order-x pretext opportunity concern warning permission authorization authority danger likelihood potential motive intention aim goal purpose".split()
)
UNDERTAKINGS = frozenset(
    {"effort", "operation", "campaign", "offensive", "push", "drive", "battle", "mission", "attempt", "phase"}
)
PLAN_NOUNS = frozenset({"plan", "decision", "intention", "pledge", "promise", "vow"})
STARTS = frozenset({"begin", "start", "continue", "resume", "manage", "help", "try", "attempt", "keep", "go", "see"})
IMPLICATIVE = frozenset(
    {"prompt", "force", "lead", "cause", "compel", "push", "drive", "help", "enable", "see", "use"}
)  # X made Y do it, so Y did it
PURPOSE = "a purpose"
SETTING = frozenset({"announce", "call", "schedule", "plan", "set", "organise", "organize", "prepare"})
DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "tonight"})
UNITS = frozenset({"week", "month", "weekend"})
DUE = frozenset({"due", "set", "schedule", "poise", "expect", "ready"})
DATING = frozenset({"after", "since", "during", "following"})
ANNOUNCING = frozenset({"say", "announce", "tell", "add", "declare", "confirm"})
WILL = frozenset({"will", "'ll", "’ll", "shall", "wo"})
WISHES = frozenset({"want", "hope", "wish", "fear", "warn", "threaten", "consider", "need"})
NOT_REAL = frozenset(
    {
        "prevent",
        "avoid",
        "avert",
        "deter",
        "forestall",
        "preclude",
        "discuss",
        "consider",
        "fear",
        "expect",
        "defend",
        "oppose",
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The status and why; ``dropped`` names the reason where the text tells no event at all."""

    status: Status
    because: tuple[str, ...] = ()
    dropped: str | None = None


def standing(clause: Clause, trigger: Trigger) -> Standing:
    """What the sentence commits to about this trigger."""
    tree, predicate = clause.tree, trigger.predicate
    if _is_topic_of_talk(tree, predicate):
        return Standing(Status.OCCURRED, dropped="spoken of in general")
    found = _own(tree, predicate, trigger) or _above(tree, predicate)
    if found is None and trigger.noun is not None:
        found = _noun(tree, trigger)
    return found or _hearsay(tree, trigger) or _extent(tree, trigger)


def _hearsay(tree: Tree, trigger: Trigger) -> Standing | None:
    adverbs = {
        tree.word(child) for node in (trigger.predicate, trigger.token) for child in tree.children(node, "advmod")
    }
    if adverbs & HEARSAY:
        return Standing(Status.CLAIMED, ("told as hearsay",))
    adjectives = {tree.word(child) for child in tree.children(trigger.token, "amod")}
    return Standing(Status.CLAIMED, ("called alleged",)) if adjectives & ALLEGED else None


def _extent(tree: Tree, trigger: Trigger) -> Standing:
    if counts.is_vague_plural(tree, trigger):
        return Standing(Status.AGGREGATE, ("an uncounted series",))
    return Standing(Status.ONGOING, ("told as going on",)) if _is_ongoing(tree, trigger) else Standing(Status.OCCURRED)


def _own(tree: Tree, verb: int, trigger: Trigger) -> Standing | None:
    words = {tree.word(child) for child in tree.children(verb, "aux", "advmod", "mark", "det", "cc")}
    if words & NEGATIONS or _negated_subject(tree, verb):
        return Standing(Status.DENIED, dropped="negated")
    if trigger.noun is not None and any(
        tree.word(child) in {"no", "any"} for child in tree.children(trigger.token, "det")
    ):
        return Standing(Status.DENIED, dropped="negated")
    return _own_background(tree, verb, trigger, words) or _own_future(tree, verb, trigger, words)


def _own_background(tree: Tree, verb: int, trigger: Trigger, words: set[str]) -> Standing | None:
    """A condition, an example, a possibility, or what an act put an end to."""
    if words & CONDITIONS or _is_any_of_a_kind(tree, verb):
        return Standing(Status.PLANNED, dropped="a condition")
    if trigger.noun is not None and trigger.light is not None and "since" in words:
        return Standing(Status.OCCURRED, dropped="only dates something else")  # “since the war began”
    if trigger.light == "end" and tree[verb].tag == "VBG" and tree.dep(verb) == "advcl":
        return Standing(Status.OCCURRED, dropped="only says what it ended")
    if any(tree.word(child) == "including" for child in tree.children(verb, "case", "mark")):
        return Standing(Status.PLANNED, dropped="only an example of something else")
    possible = words & POSSIBLE and "have" not in words
    return Standing(Status.PLANNED, dropped="only possible") if possible else None


def _set_for(tree: Tree, trigger: Trigger, verb: int) -> bool:
    """“announced a demonstration for Friday”."""
    later = [child for node in (verb, trigger.token) for child in tree.children(node, "obl", "nmod")]
    return any(
        tree.case(child) == "for" and (tree.word(child) in DAYS or tree.lemmas[child] in UNITS) for child in later
    )


def _own_future(tree: Tree, verb: int, trigger: Trigger, words: set[str]) -> Standing | None:  # noqa: PLR0911 (an ordered list of cases)
    planned = tree.is_passive(verb) and tree.lexicon.effect("control", tree.lemmas[verb]) == "planned"
    if trigger.light == "do" and tree.lemmas[verb] in SETTING and _set_for(tree, trigger, verb):
        return Standing(Status.PLANNED, ("set for a day to come",))
    if trigger.noun is not None and planned:
        return Standing(Status.PLANNED, ("it is planned",))
    if {"due", "set"} & {tree.word(child) for child in tree.children(verb, "mark", "case")}:
        return Standing(Status.PLANNED, ("due to happen",))
    if words & WILL or _is_about_to(tree, verb):
        return Standing(Status.PLANNED, ("in the future",))
    if "would" not in words:
        return None
    if any(tree.lemmas[up] in ANNOUNCING for up in tree.ancestors(verb)):
        return Standing(Status.PLANNED, ("announced with would",))
    return Standing(Status.PLANNED, dropped="hypothetical")


def _is_any_of_a_kind(tree: Tree, verb: int) -> bool:
    """“any rebels who fled”, "whoever attacks": nobody in particular."""
    if tree.dep(verb) != "acl":
        return False
    head = tree.heads[verb]
    return tree.word(head) in {"anyone", "anybody", "whoever", "those"} - (
        {"those"} if tree[verb].tag == "VBN" else set()
    ) or any(tree.word(child) in {"any", "every"} for child in tree.children(head, "det"))


def _is_topic_of_talk(tree: Tree, predicate: int) -> bool:
    """Inside a clause that is itself a subject: "attacking churches is prohibited", "what will be freed next depends on"."""
    if tree.is_inverted(predicate):
        return False
    for node in (predicate, *tree.ancestors(predicate)):
        if tree.dep(node) == "csubj":
            return True
        if tree.dep(node) in {"ccomp", "parataxis", "root", "advcl"}:
            return False
    return False


def _negated_subject(tree: Tree, verb: int) -> bool:
    return any(
        tree.word(child) in {"no", "neither", "none"}
        for subject in tree.children(verb, "nsubj")
        for child in (subject, *tree.children(subject, "det"))
    )


def _is_about_to(tree: Tree, verb: int) -> bool:
    """“are to meet”, "were to be escorted", "is set to launch"."""
    if tree[verb].tag not in {"VB", "VBN"} or not any(
        tree.word(child) == "to" for child in tree.children(verb, "mark")
    ):
        return False
    if any(tree.lemmas[child] == "be" for child in tree.children(verb, "aux", "cop")) and tree.dep(verb) in {
        "root",
        "ccomp",
        "conj",
    }:
        return True
    head = tree.heads[verb]
    return (
        head != verb
        and tree.dep(verb) == "xcomp"
        and tree.lemmas[head] in {"be", "set", "due", "ready", "poised", "scheduled", "about"}
    )


def _above(tree: Tree, verb: int) -> Standing | None:
    """What the governing verbs and nouns do to it, nearest first."""
    node = verb
    for _ in range(5):
        head, dep = tree.heads[node], tree.dep(node)
        if head == node:
            return None
        if {tree.word(mark) for mark in tree.children(head, "mark")} & CONDITIONS and dep in {"xcomp", "ccomp", "conj"}:
            return Standing(Status.PLANNED, dropped="a condition")
        found = _one_step(tree, node, head, dep)
        if found is not None:
            return found
        if dep not in {"xcomp", "ccomp", "conj", "acl", "parataxis"} or (
            dep == "acl" and tree[node].dep == "acl:relcl"
        ):
            return None
        node = head
    return None


def _one_step(tree: Tree, node: int, head: int, dep: str) -> Standing | None:  # noqa: PLR0911 (an ordered list of cases)
    infinitive = any(tree.word(child) == "to" for child in tree.children(node, "mark"))
    lemma = tree.lemmas[head]
    if dep in {"advcl", "acl"} and infinitive and lemma in DUE and tree[head].pos != "NOUN":
        return Standing(Status.PLANNED, (f"{lemma} to happen",))
    if dep in {"acl", "ccomp"} and not infinitive and lemma in ALLEGATIONS and tree[head].pos == "NOUN":
        return _alleged(tree, head)
    if dep == "advcl" and infinitive:
        return (
            None
            if lemma in IMPLICATIVE and tree.children(head, "obj", "nsubj:pass")
            else Standing(Status.PLANNED, dropped=PURPOSE)
        )
    if dep == "advcl" and (found := _blamed(tree, node, head)) is not None:
        return found
    if dep == "acl" and (infinitive or lemma in PROSPECTS):
        return _of_noun(tree, node, head, infinitive=infinitive)
    if dep in {"xcomp", "ccomp"}:
        return _controlled(tree, node, head, dep=dep, infinitive=infinitive)
    if dep == "conj" and not infinitive and tree[node].tag == "VB":
        return _shared_auxiliary(tree, head)
    return None


def _alleged(tree: Tree, noun: int) -> Standing:
    """“rejects charges that it arms the rebels”, "reports that troops had entered"."""
    above = tree.lexicon.verbs.get(tree.lemmas[tree.heads[noun]], ())
    refused = any(row.event_type is EventType.REJECT for row in above)
    return Standing(Status.CLAIMED, ("only alleged",), "an allegation that is rejected" if refused else None)


def _blamed(tree: Tree, node: int, head: int) -> Standing | None:
    """“accused the emirate of arming the rebels”: the deed of an accusation is one side's word."""
    if tree[node].tag != "VBG" or not {tree.word(mark) for mark in tree.children(node, "mark")} & {"of", "for", "with"}:
        return None
    if not any(row.event_type is EventType.ACCUSE for row in tree.lexicon.verbs.get(tree.lemmas[head], ())):
        return None
    described = tree.is_passive(head)
    return Standing(
        Status.CLAIMED, ("what somebody is accused of",), "only what he stands accused of" if described else None
    )


def _of_noun(tree: Tree, node: int, head: int, *, infinitive: bool) -> Standing | None:
    """“a plan to attack”, "the effort to isolate the town", "prompted the governor to declare …"."""
    lemma = tree.lemmas[head]
    made = tree.dep(head) == "obj" and tree.lemmas[tree.heads[head]] in IMPLICATIVE
    if infinitive and (made or (lemma in UNDERTAKINGS and _is_under_way(tree, head))):
        return None
    if infinitive and tree[node].tag == "VB" and lemma in PLAN_NOUNS:
        return Standing(Status.PLANNED, ("a plan",))
    return Standing(Status.PLANNED, dropped=PURPOSE) if tree[node].tag == "VB" or lemma in PROSPECTS else None


def _shared_auxiliary(tree: Tree, head: int) -> Standing | None:
    words = {tree.word(child) for child in tree.children(head, "aux")}
    if words & WILL:
        return Standing(Status.PLANNED, ("in the future",))
    return Standing(Status.PLANNED, dropped="only possible") if words & POSSIBLE else None


def _is_under_way(tree: Tree, noun: int) -> bool:
    """“have begun the third phase of the effort to isolate the city”."""
    for node in tree.ancestors(noun):
        if tree[node].pos == "VERB":
            return tree.lexicon.effect("light", tree.lemmas[node]) == "do"
    return False


def _controlled(tree: Tree, node: int, head: int, *, dep: str, infinitive: bool) -> Standing | None:
    """What the verb above says of its complement."""
    lemma = tree.lemmas[head]
    words = {tree.word(child) for child in tree.children(head, "aux", "advmod")} if dep == "xcomp" else set()
    if words & NEGATIONS:
        return Standing(Status.DENIED, dropped="negated")
    if words & WILL:
        return Standing(Status.PLANNED, ("in the future",))
    form = (
        "subjunctive"
        if infinitive or tree[node].tag == "VB" or _is_base_form(tree, node)
        else "clause"
        if dep == "ccomp"
        else "other"
    )
    if lemma == "help":
        return Standing(Status.PLANNED, dropped="only helped with")
    control = tree.lexicon.effect("control", lemma)
    if control is not None and (found := CONTROLS[control](lemma, form)) is not None:
        return found
    if infinitive and dep == "xcomp" and lemma in {"able", "likely", "unable", "allow"}:
        return Standing(Status.PLANNED, dropped="only possible")
    return _reported(tree, head, infinitive=infinitive)


def _is_base_form(tree: Tree, verb: int) -> bool:
    """“suggested that the coalition convene”: the base form behind a singular subject, tagged as a present."""
    singular = any(tree[subject].tag in {"NN", "NNP"} for subject in tree.children(verb, "nsubj"))
    return singular and tree.word(verb) == tree.lemmas[verb] and tree[verb].tag in {"VBP", "VB"}


def _when_proposed(lemma: str, form: str) -> Standing | None:
    clausal = form == "clause" and lemma in {"propose", "demand", "urge", "recommend", "request", "ask"}
    if form != "subjunctive" and not clausal:
        return None
    offered = lemma in {"propose", "suggest", "offer", "recommend", "moot"}
    return Standing(Status.PROPOSED, (f"what somebody {lemma}s",), None if offered else f"only asked for ({lemma})")


def _when_planned(lemma: str, form: str) -> Standing | None:
    return Standing(Status.PLANNED, (f"governed by {lemma}",)) if form == "subjunctive" else None


def _when_desired(lemma: str, form: str) -> Standing | None:
    wished = form == "subjunctive" or lemma in WISHES
    return Standing(Status.PLANNED, dropped=f"only wished or feared ({lemma})") if wished else None


def _when_negated(lemma: str, _: str) -> Standing | None:
    dropped = None if lemma == "deny" else f"it did not happen ({lemma})"
    return Standing(Status.DENIED, (f"governed by {lemma}",), dropped)


CONTROLS: dict[str, Callable[[str, str], Standing | None]] = {
    "proposed": _when_proposed,
    "planned": _when_planned,
    "desired": _when_desired,
    "negated": _when_negated,
    "attempted": lambda *_: None,
}


def _reported(tree: Tree, head: int, *, infinitive: bool) -> Standing | None:
    lemma = tree.lemmas[head]
    report = tree.lexicon.effect("report", lemma)
    if report == "claimed" or (report == "neutral" and infinitive and tree.is_passive(head)):
        return Standing(Status.CLAIMED, (f"somebody {lemma}s so",))
    return Standing(Status.DENIED, (f"somebody {lemma}s it",)) if report == "denied" else None


def _noun(tree: Tree, trigger: Trigger) -> Standing | None:  # noqa: PLR0911 (an ordered list of cases)
    """A noun without a verb of its own stands as its surroundings say."""
    node = trigger.token
    head, dep = tree.heads[node], tree.dep(node)
    if (
        dep in {"obl", "nmod"}
        and tree.case(node) == "for"
        and tree.lexicon.effect("control", tree.lemmas[head]) == "proposed"
    ):
        return Standing(Status.PROPOSED, dropped="only asked for")
    if dep == "nmod" and any(tree.word(child) == "no" for child in tree.children(head, "det")):
        return Standing(Status.DENIED, dropped="negated")  # “no reports of fighting”
    if (found := _noun_aside(tree, node)) is not None:
        return found
    if dep == "nmod" and tree.lemmas[head] in PROSPECTS:
        return Standing(Status.PLANNED, dropped=f"only a {tree.lemmas[head]}")
    if dep in {"obj", "obl", "nmod"} and tree.lemmas[head] in NOT_REAL:
        return Standing(Status.PLANNED, dropped=f"governed by {tree.lemmas[head]}")
    if trigger.verb is not None or head == node:
        return None
    control = tree.lexicon.effect("control", tree.lemmas[head])
    if dep == "obj" and control in {"planned", "proposed"}:
        return Standing(Status(control), (f"governed by {tree.lemmas[head]}",))
    if dep == "obj" and control == "desired":
        return Standing(Status.PLANNED, dropped="only wished")
    return (
        Standing(Status.PLANNED, dropped=PURPOSE) if dep in {"obj", "obl"} and _is_aimed_at(tree, node, head) else None
    )


def _noun_aside(tree: Tree, node: int) -> Standing | None:
    """The noun of a condition, a purpose, or a call that was refused."""
    head, dep, case = tree.heads[node], tree.dep(node), tree.case(node)
    if head != node and {tree.word(mark) for mark in tree.children(head, "mark")} & CONDITIONS:
        return Standing(Status.PLANNED, dropped="a condition")
    if dep not in {"obl", "nmod"} or case not in {"for", "against"}:
        return None
    if case == "for" and _is_turned_down(tree, head):
        return Standing(Status.DENIED, dropped="only asked for, and refused")
    return Standing(Status.PLANNED, dropped=PURPOSE) if _is_only_aimed_at(tree, node, head) else None


def _is_turned_down(tree: Tree, head: int) -> bool:
    """“rejected a call for a ceasefire”."""
    verbs = (head, tree.heads[head])
    return any(
        row.event_type is EventType.REJECT for verb in verbs for row in tree.lexicon.verbs.get(tree.lemmas[verb], ())
    )


def _is_only_aimed_at(tree: Tree, noun: int, head: int) -> bool:
    """“gathered for a counterattack”, "marched against the siege"; not "arrested for an attack", "responsible for the raid"."""
    types = {row.event_type for row in tree.lexicon.verbs.get(tree.lemmas[head], ())}
    if tree.case(noun) == "against":
        return EventType.PROTEST in types
    definite = any(tree.word(child) in {"the", "this", "that"} for child in tree.children(noun, "det"))
    return not definite and bool(
        types & {EventType.MOBILIZE, EventType.PROTEST, EventType.CONSULT, EventType.RETREAT, EventType.AID}
    )


def _is_aimed_at(tree: Tree, noun: int, verb: int) -> bool:
    """“to end the fighting”: the noun of an infinitive of purpose, unless it only dates it."""
    infinitive = any(tree.word(child) == "to" for child in tree.children(verb, "mark"))
    return infinitive and tree.dep(verb) in {"advcl", "acl"} and tree.case(noun) not in DATING


def _is_ongoing(tree: Tree, trigger: Trigger) -> bool:
    verb = trigger.predicate
    auxiliaries = {tree.word(child) for child in tree.children(verb, "aux")}
    if trigger.verb is not None and tree.lemmas[verb] in {"continue", "rage", "persist"} and trigger.light == "exist":
        return tree[verb].tag != "VBD"
    if tree[verb].tag == "VBG" and auxiliaries & {"is", "are", "am", "'s", "'re"}:
        return True
    if tree[verb].tag == "VBG" and "been" in auxiliaries and auxiliaries & {"has", "have"}:
        return True
    if auxiliaries & {"has", "have"} and any(tree.word(child) == "been" for child in tree.children(verb, "cop")):
        return True
    return any(tree.word(child) == "still" for child in tree.children(verb, "advmod")) and tree[verb].tag != "VBD"


def is_habitual(tree: Tree, trigger: Trigger) -> bool:
    """Simple present: what somebody does regularly, not an event ("carries out strikes"); headlines are judged elsewhere."""
    verb = trigger.predicate
    if trigger.noun is not None and trigger.verb is None:
        return False
    if any(
        tree.word(child) in {"regularly", "often", "usually", "routinely", "always", "sometimes", "frequently"}
        for child in tree.children(verb, "advmod")
    ):
        return True
    passive = {tree.word(child) for child in tree.children(verb, "aux", "cop")} & {"is", "are"}
    if (
        passive
        and tree[verb].tag == "VBN"
        and not tree.children(verb, "nsubj:outer")
        and {tree.word(child) for child in tree.children(verb, "aux", "cop")} <= {"is", "are"}
        and trigger.event_type not in VERBAL
    ):
        return True
    return tree[verb].tag in {"VBZ", "VBP"} and not tree.children(verb, "aux") and trigger.event_type not in VERBAL


VERBAL = frozenset(
    {EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT, EventType.AGREE}
)
