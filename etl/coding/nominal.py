"""Nouns and nominal predicates that tell events: "the attack on the town", "in control of the port", "15 are dead"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.coding.lexicon import NounRow
from etl.coding.states import HOLDING, PRESENCE, VISIT, state
from etl.coding.trigger import Trigger
from etl.model import EventType

if TYPE_CHECKING:
    from collections.abc import Callable

    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree

SHARES = frozenset(
    {
        "share",
        "margin",
        "sideline",
        "eve",
        "support",
        "role",
        "part",
        "participation",
        "involvement",
        "number",
        "victim",
        "site",
        "scene",
        "anniversary",
        "survivor",
    }
)  # of an act
MODIFIED_OUT: dict[str, frozenset[str]] = {  # nouns that another noun turns into something else
    "strike": frozenset("hunger labor labour".split()),  # noqa: SIM905 (a word list reads better so)
    "attack": frozenset("heart panic asthma verbal personal".split()),  # noqa: SIM905 (a word list reads better so)
    "operation": frozenset("rescue relief humanitarian medical base joint".split()),  # noqa: SIM905 (a word list reads better so)
    "war": frozenset("world cold trade price civil".split()),  # noqa: SIM905 (a word list reads better so)
    "campaign": frozenset(
        "election electoral presidential advertising marketing political media publicity aid vaccination".split()  # noqa: SIM905 (a word list reads better so)
    ),
    "siege": frozenset({"economic"}),
    "summit": frozenset("mountain".split()),  # noqa: SIM905 (a word list reads better so)
    "alert": frozenset("amber".split()),  # noqa: SIM905 (a word list reads better so)
    "conference": frozenset("news press".split()),  # noqa: SIM905 (a word list reads better so)
    "shooting": frozenset("film".split()),  # noqa: SIM905 (a word list reads better so)
    "resolution": frozenset(),
}
SERIES = frozenset({"series", "wave", "string", "spate", "pair", "succession"})
FINITE = frozenset({"VB", "VBD", "VBZ", "VBP"})


def state_trigger(clause: Clause, index: int) -> Trigger | None:
    """The state that this nominal predicate tells as an event."""
    row = state(clause, index)
    if row is None:
        return None
    return Trigger(
        token=index,
        verb=index if row in {HOLDING, PRESENCE, VISIT} else None,
        objects=(),
        passive=False,
        event_type=row.event_type,
        mode=row.mode,
        frame="noun",
        tier="material",
        rule=row.rule,
        noun=row,
        light="do",
    )


def noun_trigger(clause: Clause, index: int, *, governed: bool = False) -> Trigger | None:
    """The event that this noun names; ``governed`` when a light verb has it as its object."""
    tree = clause.tree
    if not _may_name_an_event(clause, index, governed=governed):
        return None
    row = _strike_of_labour(clause, index) or _noun_row(tree, index)
    if row is None or any(stops(clause, index, row, governed) for stops in OBSTACLES):
        return None
    return Trigger(
        token=index,
        verb=None,
        objects=(),
        passive=False,
        event_type=row.event_type,
        mode=noun_mode(tree, index, row),
        frame="noun",
        tier="verbal" if row.kind == "verbal" else "material",
        rule=row.rule,
        noun=row,
    )


def _strike_of_labour(clause: Clause, index: int) -> NounRow | None:
    """“the teachers' strike”, "a strike of clerks", "nurses began a strike": work stops, nothing is hit."""
    tree = clause.tree
    if tree.lemmas[index] != "strike":
        return None
    verb = tree.heads[index]
    governing = tree.subjects(verb) if tree.dep(index) == "obj" and tree[verb].pos == "VERB" else ()
    owners = (
        *tree.children(index, "nmod:poss"),
        *(c for c in tree.children(index, "nmod") if tree.case(c) in {"of", "by"}),
    )
    named = any("labour" in tree.lexicon.classes(tree.lemmas[word]) for word in (*owners, *governing))
    return tree.lexicon.nouns.get("labour-strike") if named else None


def _may_name_an_event(clause: Clause, index: int, *, governed: bool) -> bool:
    tree = clause.tree
    token = tree[index]
    if token.pos not in {"NOUN", "PROPN", "VERB"} or _is_part_of_a_name(clause, index) or index in clause.place_at:
        return False
    if token.pos != "VERB":
        return True
    if token.tag in FINITE:
        return False
    nominal = tree.children(index, "det", "amod", "case") or is_gerund_noun(tree, index)
    return governed or bool(nominal)


def is_gerund_noun(tree: Tree, index: int) -> bool:
    """“Fighting between the army and …”, "Shelling by government units …": a noun that the tagger took for a verb."""
    near = {tree.word(word) for word in range(index + 1, min(index + 3, len(tree)))}
    if "between" in near:
        return True
    first = tree.word(index + 1) if index + 1 < len(tree) else ""
    return first in {"by", "in", "of", "on", "near"} and tree.dep(index) in {
        "csubj",
        "nsubj",
        "root",
        "dep",
        "parataxis",
    }


def is_modified_out(tree: Tree, index: int, lemma: str | None = None) -> bool:
    """“a heart attack”, "a price war"."""
    modifiers = {tree.lemmas[child] for child in tree.children(index, "compound", "amod")}
    return bool(modifiers & MODIFIED_OUT.get(lemma or tree.lemmas[index], frozenset()))


def _modified_out(clause: Clause, index: int, row: NounRow, _: bool) -> bool:  # noqa: FBT001 (one signature for all)
    tree = clause.tree
    if tree.dep(index) in {"compound", "amod"} and tree.heads[index] > index:
        return True
    aims = [child for child in tree.children(index, "nmod") if tree.case(child) in {"on", "against"}]
    if any("abstract" in clause.classes(child) and not clause.actors_of(child) for child in aims):
        return True  # “an attack on press freedom”
    return is_modified_out(tree, index, row.lemma)


def _of_the_wrong_kind(clause: Clause, index: int, row: NounRow, governed: bool) -> bool:  # noqa: FBT001 (one signature for all)
    """A demand or a threat needs a verb, a call somebody it is with, a weapon "a series of"; terrorists do not convene."""
    tree = clause.tree
    beside = tree.children(index, "nmod")
    if row.kind == "verbal":
        return not governed
    if row.kind == "talk":
        kinds = [tree.lexicon.classes(tree.lemmas[child]) for child in beside if tree.case(child) == "of"]
        return any("fighters" in kind and "person" not in kind for kind in kinds)
    if row.kind == "partnered":
        return not any(tree.case(child) in {"with", "between"} for child in beside)
    if row.kind == "weapon":
        return tree.case(index) != "of" or tree.lemmas[tree.heads[index]] not in SERIES
    return False


def _elsewhere_in_the_sentence(clause: Clause, index: int, row: NounRow, _: bool) -> bool:  # noqa: FBT001 (one signature for all)
    """A date, a preposition, an idiom, a share in something, or a word that only counts other acts."""
    tree = clause.tree
    head = tree.heads[index]
    return (
        tree.dep(index) in {"case", "fixed", "mark"}
        or any(tree.word(child) == "to" for child in tree.children(index, "mark"))
        or index in clause.time_at
        or tree.case(index) in row.not_after | {"as", "like", "about"}
        or (tree.lemmas[head] in SHARES and tree[head].pos != "VERB")
        or _is_of_an_act(tree, index, row)
    )


def _bare(clause: Clause, index: int, _: NounRow, governed: bool) -> bool:  # noqa: FBT001 (one signature for all)
    return not governed and clause.tree[index].tag != "NNS" and _is_bare(clause.tree, index)


OBSTACLES: tuple[Callable[[Clause, int, NounRow, bool], bool], ...] = (
    _modified_out,
    _of_the_wrong_kind,
    _elsewhere_in_the_sentence,
    _bare,
)


def _noun_row(tree: Tree, index: int) -> NounRow | None:
    """The row of "hunger strike" before that of "strike"."""
    nouns = tree.lexicon.nouns
    beside = tree.children(index, "compound", "amod")
    for child in (*beside, *(other for one in beside for other in tree.children(one, "conj"))):
        if (row := nouns.get(f"{tree.lemmas[child]}-{tree.lemmas[index]}")) is not None:
            return row
    return nouns.get(tree.lemmas[index]) or nouns.get(tree.word(index))


def _is_part_of_a_name(clause: Clause, index: int) -> bool:
    """“Operation Inherent Resolve” is a name; "the killing of the commander" only holds one."""
    actor = clause.actor_at.get(index)
    return actor is not None and not (
        clause.tree.at(actor.mention.span)[0] == index
        and " of " in actor.mention.text
        and clause.tree[index].pos == "NOUN"
    )


def _is_of_an_act(tree: Tree, index: int, row: NounRow) -> bool:
    """“the execution of air strikes” is no killing; the strikes are the event."""
    return row.of == "target" and any(
        tree.lemmas[child] in tree.lexicon.nouns for child in tree.children(index, "nmod") if tree.case(child) == "of"
    )


def _is_bare(tree: Tree, index: int) -> bool:
    """A countable noun without any word of its own: "using attack, bomber and fighter aircraft"."""
    own = [child for child in tree.children(index) if tree.dep(child) not in {"conj", "cc", "punct"}]
    return (
        not own
        and tree.dep(index) in {"obj", "nmod", "conj", "obl"}
        and tree.word(index) not in tree.lexicon.uncountable
    )


def is_death(tree: Tree, index: int) -> bool:
    """“at least 15 people are dead”."""
    return tree.word(index) == "dead" and tree[index].pos == "ADJ" and bool(tree.children(index, "nsubj"))


def death(index: int) -> Trigger:
    return Trigger(
        token=index,
        verb=None,
        objects=(),
        passive=False,
        event_type=EventType.ASSAULT,
        mode=None,
        frame="noun",
        tier="material",
        rule="coding.noun.dead",
        noun=NounRow("dead", EventType.ASSAULT, None, "target", "toll"),
    )


def noun_mode(tree: Tree, index: int, row: NounRow) -> str | None:
    """The weapon that a modifier names decides: "air strike", "car bomb attack"; else the noun's own mode."""
    if row.event_type is not EventType.ASSAULT:
        return row.mode
    modes = [
        mode
        for child in (*tree.children(index, "compound", "amod"), *range(max(0, index - 2), index))
        if tree[child].pos != "VERB" and (mode := tree.lexicon.weapon_modes.get(tree.lemmas[child]))
    ]
    if "suicide-attack" in modes:
        return "suicide-attack"
    if "drone" in modes:
        return "drone"
    return modes[0] if modes else row.mode
