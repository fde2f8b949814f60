"""Whether the text says that it happened: tense, modality, negation, purpose, condition, attribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding import counts
from etl.model import EventType, Status

if TYPE_CHECKING:
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.coding.triggers import Trigger

POSSIBLE = frozenset({"may", "might", "could", "can", "should", "must", "ought"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided"})
HEARSAY = frozenset({"reportedly", "allegedly", "purportedly", "apparently", "supposedly"})
PROSPECTS = frozenset(
    "threat risk fear plan possibility call proposal preparation prospect need demand desire hope attempt bid effort right ability chance"
    " order-x pretext opportunity concern warning permission authorization authority danger likelihood potential motive intention aim goal purpose".split()
)
UNDERTAKINGS = frozenset(
    {"effort", "operation", "campaign", "offensive", "push", "drive", "battle", "mission", "attempt", "phase"}
)
PLAN_NOUNS = frozenset({"plan", "decision", "intention", "pledge", "promise", "vow"})
STARTS = frozenset({"begin", "start", "continue", "resume", "manage", "help", "try", "attempt", "keep", "go", "see"})
IMPLICATIVE = frozenset(
    {"prompt", "force", "lead", "cause", "compel", "push", "drive", "help", "enable", "see"}
)  # X made Y do it, so Y did it
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
MONTHS_AND_PAST = frozenset({"VBD", "VBN"})


@dataclass(frozen=True, slots=True)
class Standing:
    """The status and why; ``dropped`` names the reason where the text tells no event at all."""

    status: Status
    because: tuple[str, ...] = ()
    dropped: str | None = None


def standing(clause: Clause, trigger: Trigger) -> Standing:
    """What the sentence commits to about this trigger."""
    tree = clause.tree
    predicate = trigger.predicate
    if _is_topic_of_talk(tree, predicate):
        return Standing(Status.OCCURRED, dropped="spoken of in general")
    found = _own(tree, predicate, trigger) or _above(tree, predicate)
    if found is None and trigger.noun is not None:
        found = _noun(tree, trigger)
    if found is None:
        found = Standing(Status.OCCURRED)
    if found.dropped or found.status is not Status.OCCURRED:
        return found
    if any(
        tree.word(child) in HEARSAY for node in (predicate, trigger.token) for child in tree.children(node, "advmod")
    ):
        return Standing(Status.CLAIMED, ("told as hearsay",))
    if any(
        tree.word(child) in {"alleged", "reported", "suspected", "claimed"}
        for child in tree.children(trigger.token, "amod")
    ):
        return Standing(Status.CLAIMED, ("called alleged",))
    if counts.is_vague_plural(tree, trigger):
        return Standing(Status.AGGREGATE, ("an uncounted series",))
    if _is_ongoing(tree, trigger):
        return Standing(Status.ONGOING, ("told as going on",))
    return found


def _own(tree: Tree, verb: int, trigger: Trigger) -> Standing | None:
    words = {tree.word(child) for child in tree.children(verb, "aux", "advmod", "mark", "det", "cc")}
    if words & NEGATIONS or _negated_subject(tree, verb):
        return Standing(Status.DENIED, dropped="negated")
    if trigger.noun is not None and any(
        tree.word(child) in {"no", "any"} for child in tree.children(trigger.token, "det")
    ):
        return Standing(Status.DENIED, dropped="negated")
    if words & CONDITIONS:
        return Standing(Status.PLANNED, dropped="a condition")
    if any(tree.word(child) == "including" for child in tree.children(verb, "case", "mark")):
        return Standing(Status.PLANNED, dropped="only an example of something else")
    if words & POSSIBLE and "have" not in words:
        return Standing(Status.PLANNED, dropped="only possible")
    if words & {"will", "'ll", "’ll", "shall", "wo"} or _is_about_to(tree, verb):
        return Standing(Status.PLANNED, ("in the future",))
    if "would" in words:
        announced = any(
            tree.lemmas[up] in {"say", "announce", "tell", "add", "declare", "confirm"} for up in tree.ancestors(verb)
        )
        return (
            Standing(Status.PLANNED, ("announced with would",))
            if announced
            else Standing(Status.PLANNED, dropped="hypothetical")
        )
    return None


def _is_topic_of_talk(tree: Tree, predicate: int) -> bool:
    """Inside a clause that is itself a subject: "attacking churches is prohibited", "what will be freed next depends on"."""
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
    """ "are to meet", "were to be escorted", "is set to launch"."""
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


def _one_step(tree: Tree, node: int, head: int, dep: str) -> Standing | None:
    infinitive = any(tree.word(child) == "to" for child in tree.children(node, "mark"))
    lemma = tree.lemmas[head]
    if dep == "advcl" and infinitive and lemma in IMPLICATIVE and tree.children(head, "obj"):
        return None
    if dep == "advcl" and infinitive:
        return Standing(Status.PLANNED, dropped="a purpose")
    if dep == "acl" and infinitive and lemma in UNDERTAKINGS and _is_under_way(tree, head):
        return None
    if dep == "acl" and infinitive and tree[node].tag == "VB":
        if tree.dep(head) == "obj" and tree.lemmas[tree.heads[head]] in IMPLICATIVE:
            return None
        return (
            Standing(Status.PLANNED, ("a plan",))
            if lemma in PLAN_NOUNS
            else Standing(Status.PLANNED, dropped="a purpose")
        )
    if dep == "acl" and lemma in PROSPECTS:
        return Standing(Status.PLANNED, dropped="a purpose")
    if dep in {"xcomp", "ccomp"} or (dep == "advcl" and lemma in {"plan", "vow"}):
        return _controlled(tree, node, head, lemma, dep=dep, infinitive=infinitive)
    if dep == "conj" and tree.word(head) and infinitive is False:
        words = {tree.word(child) for child in tree.children(head, "aux")}
        if words & {"will", "'ll"} and tree[node].tag == "VB":
            return Standing(Status.PLANNED, ("in the future",))
        if words & POSSIBLE and tree[node].tag == "VB":
            return Standing(Status.PLANNED, dropped="only possible")
    return None


def _is_under_way(tree: Tree, noun: int) -> bool:
    """ "have begun the third phase of the effort to isolate the city"."""
    for node in tree.ancestors(noun):
        if tree[node].pos == "VERB":
            return tree.lexicon.effect("light", tree.lemmas[node]) == "do"
    return False


def _controlled(tree: Tree, node: int, head: int, lemma: str, *, dep: str, infinitive: bool) -> Standing | None:
    words = {tree.word(child) for child in tree.children(head, "aux", "advmod")}
    if words & NEGATIONS and dep == "xcomp":
        return Standing(Status.DENIED, dropped="negated")
    if words & {"will", "'ll"} and dep == "xcomp":
        return Standing(Status.PLANNED, ("in the future",))
    control = tree.lexicon.effect("control", lemma)
    subjunctive = infinitive or tree[node].tag == "VB"
    if control == "proposed" and (
        subjunctive or (dep == "ccomp" and lemma in {"propose", "demand", "urge", "recommend", "request", "ask"})
    ):
        offered = lemma in {"propose", "suggest", "offer", "recommend", "moot"}
        return Standing(
            Status.PROPOSED, (f"what somebody {lemma}s",), dropped=None if offered else f"only asked for ({lemma})"
        )
    if control == "planned" and (infinitive or tree[node].tag == "VB"):
        return Standing(Status.PLANNED, (f"governed by {lemma}",))
    if control == "desired" and (
        subjunctive or lemma in {"want", "hope", "wish", "fear", "warn", "threaten", "consider", "need"}
    ):
        return Standing(Status.PLANNED, dropped=f"only wished or feared ({lemma})")
    if control == "negated":
        return Standing(
            Status.DENIED,
            (f"governed by {lemma}",),
            dropped=None if lemma == "deny" else f"it did not happen ({lemma})",
        )
    if (
        control is None
        and infinitive
        and dep == "xcomp"
        and lemma in {"able", "likely", "unable", "use", "allow", "force", "lead"}
    ):
        return (
            Standing(Status.PLANNED, dropped="only possible")
            if lemma in {"able", "likely", "unable", "allow"}
            else None
        )
    report = tree.lexicon.effect("report", lemma)
    passive = tree.is_passive(head)
    if report == "claimed" or (report == "neutral" and passive and infinitive):
        return Standing(Status.CLAIMED, (f"somebody {lemma}s so",))
    if report == "denied":
        return Standing(Status.DENIED, (f"somebody {lemma}s it",))
    return None


def _noun(tree: Tree, trigger: Trigger) -> Standing | None:
    """A noun without a verb of its own stands as its surroundings say."""
    node = trigger.token
    head, dep = tree.heads[node], tree.dep(node)
    if (
        dep in {"obl", "nmod"}
        and tree.case(node) == "for"
        and tree.lexicon.effect("control", tree.lemmas[head]) == "proposed"
    ):
        return Standing(Status.PROPOSED, dropped="only asked for")
    if dep == "nmod" and tree.lemmas[head] in PROSPECTS:
        return Standing(Status.PLANNED, dropped=f"only a {tree.lemmas[head]}")
    if dep in {"obj", "obl", "nmod"} and tree.lemmas[head] in NOT_REAL:
        return Standing(Status.PLANNED, dropped=f"governed by {tree.lemmas[head]}")
    if trigger.verb is None and dep in {"obj", "nsubj", "obl"} and head != node:
        control = tree.lexicon.effect("control", tree.lemmas[head])
        if dep == "obj" and control in {"planned", "proposed", "desired"}:
            status = {"planned": Status.PLANNED, "proposed": Status.PROPOSED}.get(control)
            return (
                Standing(status, (f"governed by {tree.lemmas[head]}",))
                if status
                else Standing(Status.PLANNED, dropped="only wished")
            )
        if (
            dep in {"obj", "obl"}
            and any(tree.word(child) == "to" for child in tree.children(head, "mark"))
            and tree.dep(head) in {"advcl", "acl"}
        ):
            if tree.case(node) not in {"after", "since", "during", "following"}:
                return Standing(Status.PLANNED, dropped="a purpose")
    return None


def _is_ongoing(tree: Tree, trigger: Trigger) -> bool:
    verb = trigger.predicate
    auxiliaries = {tree.word(child) for child in tree.children(verb, "aux")}
    if trigger.verb is not None and tree.lemmas[verb] in {"continue", "rage", "persist"} and trigger.light == "exist":
        return tree[verb].tag != "VBD"
    if tree[verb].tag == "VBG" and auxiliaries & {"is", "are", "am", "'s", "'re"}:
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
