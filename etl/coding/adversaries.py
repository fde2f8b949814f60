"""Who fights whom in an article: the side of an act of violence that its own sentence leaves out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from etl.coding.evidence import with_people
from etl.coding.participants import GENERIC
from etl.model import EventType, Participant

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from etl.coding.discourse import Told
    from etl.coding.lexicon import Feud
    from etl.coding.scene import Clause, Scene
    from etl.model import Actor, ActorId, Event, Role

SAID, KNOWN, HINTED = 3, 2, 1  # two sides of one act, a war on record, words such as "fight against"
BESIDE, AT_HOME = 2, 1
OPPOSING = frozenset(
    "against fight fights fighting fought battle battling combat combating defeat defeating counter countering".split()  # noqa: SIM905 (a word list reads better so)
)
SIDES = frozenset({"state", "organ", "group", "coalition"})
RETAKING = frozenset(
    "retake recapture regain reclaim reconquer recover reoccupy liberate free clear cleanse secure wrest push drive oust expel".split()  # noqa: SIM905 (a word list reads better so)
)
KILLING = frozenset(
    [
        "kill",
        "shoot",
        "execute",
        "behead",
        "put",
        "murder",
        "massacre",
        "assassinate",
        "lynch",
        "stab",
        "hang",
        "decapitate",
        "slaughter",
    ]
)
BLASTS = frozenset({"explosion", "blast", "explode", "detonate", "detonation"})
OTHER_PEOPLE = frozenset({"crowd-control", "abduct", "sexual", "torture", "beat"})  # done to people, not to a side


def camp(actor: Actor) -> ActorId:
    """The state or group on whose side somebody fights."""
    return actor.acts_for if actor.acts_for is not None and actor.kind in {"organ", "person"} else actor.actor_id


@dataclass(slots=True)
class Adversaries:
    """How often two camps meet in an article, and under which name each of them fights."""

    published: dt.date | None
    feuds: tuple[Feud, ...]
    met: dict[ActorId, Counter[ActorId]] = field(default_factory=dict)
    faces: dict[ActorId, Counter[Actor]] = field(default_factory=dict)

    @classmethod
    def of(cls, scene: Scene, events: Iterable[Event]) -> Adversaries:
        """From the acts of violence whose two sides the text names, and from words like "the fight against"."""
        published = scene.article.published
        found = cls(published, tuple(feud for feud in scene.lexicon.feuds if feud.holds(published)))
        for event in events:
            if event.event_type is EventType.ASSAULT:
                for one, two in _opposed(event):
                    found.meet(one, two, SAID)
        for clause in scene.clauses:
            for decision in clause.actors:
                if decision.chosen is not None:
                    found.seen(decision.chosen, 1)
            for one, two in _against(clause):
                found.meet(one, two, HINTED)
        return found

    def meet(self, one: Actor, two: Actor, weight: int) -> None:
        here, there = camp(one), camp(two)
        if here == there or one.kind not in SIDES or two.kind not in SIDES:
            return
        self.met.setdefault(here, Counter())[there] += weight
        self.met.setdefault(there, Counter())[here] += weight
        self.seen(one, weight)
        self.seen(two, weight)

    def seen(self, actor: Actor, weight: int) -> None:
        if actor.kind in SIDES:
            self.faces.setdefault(camp(actor), Counter())[actor] += weight

    def facing(self, actors: Iterable[Actor], countries: frozenset[str], beside: frozenset[ActorId]) -> Actor | None:
        """Whom these fight: the camp that they meet most, rather one of the countries where it happened or one that the sentence names."""
        own = sorted({camp(actor) for actor in actors})
        ranked = []
        for name, faces in self.faces.items():
            ground = sum(self._ground(side, name) for side in own)
            if name in own or not ground:
                continue
            face = max(faces, key=faces.__getitem__)
            near = BESIDE * (name in beside) + AT_HOME * (face.country in countries)
            ranked.append((ground + near, faces.total(), face))
        return max(ranked, key=lambda item: item[:2])[2] if ranked else None

    def _ground(self, side: ActorId, other: ActorId) -> int:
        return self.met.get(side, Counter())[other] + KNOWN * any(
            (side in feud.sides and other in feud.against)
            or (other in feud.sides and (side in feud.against or "*" in feud.against))
            for feud in self.feuds
        )


def _opposed(event: Event) -> Iterator[tuple[Actor, Actor]]:
    people = [who for who in event.participants if who.mention is not None and who.actor.kind not in GENERIC]
    sources, targets, together = (
        [who.actor for who in people if who.role == role] for role in ("source", "target", "participant")
    )
    yield from ((one, two) for one in sources for two in targets)
    if len(together) == 2:  # more than two: who of them stand together is not told
        yield together[0], together[1]


def _against(clause: Clause) -> Iterator[tuple[Actor, Actor]]:
    """“the army's war against the group”, "troops fighting the rebels": the actor before and the one behind."""
    tree, before = clause.tree, None
    for index, decision in sorted(clause.actor_at.items()):
        if before is decision:
            continue
        opposed = any(tree.word(word) in OPPOSING for word in range(max(0, index - 3), index))
        if opposed and before is not None and before.chosen is not None and decision.chosen is not None:
            yield before.chosen, decision.chosen
        before = decision


def faced(scene: Scene, events: Sequence[Event], told: Sequence[Told]) -> tuple[Event, ...]:
    """The events, violence of which the text names one side only with its adversary in this article, flagged."""
    known = Adversaries.of(scene, events)
    return tuple(_faced(event, how, known) for event, how in zip(events, told, strict=True))


def _faced(event: Event, told: Told, known: Adversaries) -> Event:
    role = _open_role(event, told)
    if role is None:
        return event
    here = [who.actor for who in event.participants if who.actor.kind not in GENERIC]
    countries = frozenset(place.country for place in event.where)
    beside = frozenset(camp(item.chosen) for item in told.clause.actors if item.chosen is not None)
    other = known.facing(here, countries, beside)
    return event if other is None else with_people(event, (Participant(actor=other, role=role),), "adversary")


def _open_role(event: Event, told: Told) -> Role | None:
    """The role that the adversary would fill; None where the act needs none."""
    if event.event_type is not EventType.ASSAULT or event.mode in OTHER_PEOPLE:
        return None
    roles = {who.role for who in event.participants}
    if roles != {who.role for who in event.participants if who.actor.kind not in GENERIC}:
        return None
    if roles == {"participant"}:
        return "participant" if len(event.participants) == 1 else None
    if roles == {"source"} and "target" not in told.cast.unnamed:
        return None if _takes_ground(told) or _is_against_people(event, told) else "target"
    if roles == {"target"} and "source" not in told.cast.unnamed:
        return "source"
    return None


def _is_against_people(event: Event, told: Told) -> bool:
    """Killings of people who are nobody's actor, and what the police do, need no enemy."""
    polices = all("police" in who.actor.name.lower() for who in event.participants)
    return polices or told.clause.tree.lemmas[told.group.main.token] in KILLING | BLASTS


def _takes_ground(told: Told) -> bool:
    """Who takes a town takes it from whoever is there; who takes it back takes it from the enemy."""
    main = told.group.main
    lemma = told.clause.tree.lemmas[main.token]
    taken = main.frame == "capture" or lemma in {"fall", "enter"}
    return taken and lemma not in RETAKING and "back" not in main.rule
