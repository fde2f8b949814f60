"""What the article has told so far, for answers that a sentence leaves to the ones before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.coding.landscape import Landscape
from etl.coding.tenses import tense
from etl.model import DatePrecision, EventType, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.coding.groups import Group
    from etl.coding.participants import Cast
    from etl.coding.scene import Clause, Scene
    from etl.coding.stretches import When
    from etl.coding.triggers import Trigger
    from etl.model import EventId, Place

DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
FRESHENING = frozenset(
    "another other similar separate second third new fresh further more next last previous first recent earlier".split()  # noqa: SIM905 (a word list reads better so)
)
VAGUE_ACTS = frozenset(
    {
        "attack",
        "strike",
        "fight",
        "target",
        "bomb",
        "shell",
        "fire",
        "shoot",
        "bombard",
        "raid",
        "destroy",
        "kill",
        "hit",
    }
)  # without object
ATTENDANCE = frozenset({"coding.verb.attend", "coding.verb.participate", "coding.verb.take-part"})
TOLLS = frozenset(
    {"kill", "die", "lose", "wound", "injure", "hurt", "perish"}
)  # with victims alone they add to what was told
OCCASIONS = frozenset({"when", "as", "after"})
DAYS = frozenset({DatePrecision.DAY, DatePrecision.DAYS})
RECENT_CLAUSES = 12
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.CLAIMED})


@dataclass(frozen=True, slots=True)
class Told:
    """An event as told so far, with what its answers rest on."""

    event_id: EventId
    clause: Clause
    group: Group
    cast: Cast
    places: tuple[Place, ...]
    place_said: bool
    when: When


@dataclass(slots=True)
class Memory:
    """Grows sentence by sentence; reads never look ahead of the sentence at hand, except for the article's main country."""

    scene: Scene
    landscape: Landscape
    countries: Mapping[str, str] = field(default_factory=dict)  # English names by ISO code
    told: list[Told] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene, countries: Mapping[str, str]) -> Memory:
        """Nothing told yet."""
        return cls(scene, Landscape.of(scene), countries)

    def antecedent(self, clause: Clause, group: Group) -> Told | None:
        """The event that "the attack", "the talks" or a bare toll refers back to."""
        for told in reversed(self.told[-40:]):
            if told.group.main.event_type is not group.main.event_type or (
                told.group.standing.status in HAPPENED | {Status.AGGREGATE}
            ) != (group.standing.status in HAPPENED | {Status.AGGREGATE}):
                continue
            if told.clause.order == clause.order:
                continue
            if _is_answer(told, group):
                continue
            if _modes_differ(told.group.main, group.main) or _other_matter(told.group.main, group.main):
                continue
            return told
        return None

    def previous(self, clause: Clause, group: Group) -> Told | None:
        """The nearest event told before of the same kind: for place and actors that go on being the same."""
        for told in reversed(self.told[-20:]):
            if (
                clause.order - told.clause.order <= RECENT_CLAUSES
                and told.group.main.event_type is group.main.event_type
            ):
                return told
        return None

    def narrative_day(self) -> Told | None:
        """The event that set the day on which the story now is."""
        for told in reversed(self.told[-30:]):
            when = told.when
            if (
                when.interval is None
                or when.inferred
                or when.interval.precision not in DAYS
                or told.group.standing.status not in HAPPENED
                or tense(told.clause.tree, told.group) == "pluperfect"
            ):
                continue
            published = self.scene.article.published
            if published is not None and not 0 <= (published - when.interval.end).days <= 10:
                continue
            return told
        return None

    def same_breath(self, clause: Clause) -> Told | None:
        """The event of the sentence right before, which "also" adds to."""
        return next((told for told in reversed(self.told[-20:]) if 0 < clause.order - told.clause.order <= 1), None)

    def recent_place(self, clause: Clause) -> Told | None:
        """The last event with a place, in this paragraph or the ones just before."""
        for told in reversed(self.told[-20:]):
            if told.places and clause.order - told.clause.order <= RECENT_CLAUSES:
                return told
        return None


WARS = frozenset({"war", "conflict", "insurgency", "rebellion", "uprising", "coup", "campaign", "operation"})


ANSWERS = frozenset(
    {
        "repel",
        "repulse",
        "foil",
        "thwart",
        "retake",
        "recapture",
        "regain",
        "reclaim",
        "recover",
        "liberate",
        "free",
        "fight",
        "fend",
        "hold",
        "retaliate",
        "rout",
        "intercept",
    }
)


def _is_answer(told: Told, group: Group) -> bool:
    """“the attack” is not what its victims did against it."""
    lemma = told.clause.tree.lemmas[told.group.main.token]
    noun = group.main.noun
    return (
        noun is not None
        and noun.lemma in {"attack", "assault", "raid", "bombing", "explosion", "blast", "offensive"}
        and (lemma in ANSWERS or "back" in told.group.main.rule)
    )


def _other_matter(one: Trigger, two: Trigger) -> bool:
    """“the war” is not the clash of the sentence before; it may be "the war" told before."""
    lemmas = [trigger.noun.lemma if trigger.noun is not None else "" for trigger in (one, two)]
    return lemmas[0] != lemmas[1] and bool(WARS & set(lemmas))


def _modes_differ(one: Trigger, two: Trigger) -> bool:
    if two.mode is None or one.mode is None or one.mode == two.mode:
        return False
    kin = {"explosives", "suicide-attack", "targeted"}
    return not {one.mode, two.mode} <= kin


def _has_occasion(clause: Clause, trigger: Trigger) -> bool:
    """“were killed when a shell hit the house”: it tells by itself what it happened in."""
    tree = clause.tree
    return any(
        tree.word(mark) in OCCASIONS
        for below in tree.children(trigger.token, "advcl")
        for mark in tree.children(below, "mark", "advmod")
    )


def is_anaphoric(clause: Clause, group: Group) -> bool:  # noqa: PLR0911 (an ordered list of cases)
    """“the attack”, "this violence", "today's meeting", "they began to strike": nothing new is introduced."""
    tree, trigger = clause.tree, group.main
    if trigger.noun is None:
        lemma = tree.lemmas[trigger.token]
        if trigger.rule in ATTENDANCE:
            return not any(tree.lemmas[word] in tree.lexicon.nouns for word in tree.subtree(trigger.token))
        if trigger.mode == "suicide-attack":
            return True  # “They blew themselves up on the second floor”
        if lemma in TOLLS and (trigger.passive or trigger.frame == "patient"):
            others = {tree.lemmas[other.token] for other in group.others}
            return (
                others <= TOLLS and not tree.children(trigger.token, "obl:agent") and not _has_occasion(clause, trigger)
            )
        return (
            trigger.event_type is EventType.ASSAULT and not trigger.objects and tree.lemmas[trigger.token] in VAGUE_ACTS
        )
    if any(tree.word(child) in {"it", "this", "that", "these"} for child in tree.children(trigger.token, "nsubj")):
        return True  # "It was the first strike by …"
    words = {tree.word(child) for child in tree.children(trigger.token, "det", "amod")}
    if words & FRESHENING:
        return False
    if trigger.noun.kind == "toll":
        return True
    if words & DEFINITE:
        return not any(tree.word(child) in {"that", "which"} for child in tree.children(trigger.token, "acl"))
    owners = tree.children(trigger.token, "nmod:poss")
    return any(owner in clause.time_at for owner in owners)
