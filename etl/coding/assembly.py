"""From the triggers of each sentence to events: answers from the sentence first, then from what was told before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from etl.coding import counts, participants, timing
from etl.coding.discourse import FINE, Memory, Told, is_anaphoric
from etl.coding.evidence import Answer, event_of, with_sides
from etl.coding.groups import groups
from etl.coding.participants import COLLECTIVE, Cast, cast, nearest
from etl.coding.place import is_unnamed_town as _unnamed_town
from etl.coding.place import where
from etl.coding.scene import Scene
from etl.coding.status import is_habitual
from etl.coding.timing import When
from etl.coding.triggers import triggers
from etl.model import EventType, Participant, PlaceId, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from etl.coding.groups import Group
    from etl.coding.lexicon import EventLexicon
    from etl.coding.place import Where
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Actor, ActorId, Article, Decision, Event, Mentions, Place, Sentence

VERBAL = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
PLACELESS = VERBAL | {EventType.AGREE, EventType.CONSULT, EventType.COOPERATE, EventType.SANCTION}


TOWNS = FINE
PROVINCES = frozenset({PlacePrecision.ADM1, PlacePrecision.REGION})
DESCRIBED = {
    word: TOWNS
    for word in (
        "city",
        "town",
        "village",
        "capital",
        "area",
        "location",
        "site",
        "district",
        "neighborhood",
        "neighbourhood",
        "camp",
        "base",
        "settlement",
    )
} | {word: PROVINCES for word in ("region", "province", "state")}
AT_HOME = frozenset({EventType.COERCE, EventType.PROTEST, EventType.RETREAT, EventType.ASSAULT})
NEAR_ACTORS = frozenset({EventType.ASSAULT, EventType.RETREAT, EventType.MOBILIZE, EventType.AID, EventType.SANCTION})
DECREED = frozenset({"arrest", "curfew", "martial-law", "restrict", "censor", "deport"})


class ActorNames(Protocol):
    """What coding asks of an actor lexicon; raises KeyError for an id that it does not know."""

    def actor(self, actor_id: ActorId) -> Actor: ...


@dataclass(slots=True)
class Coder:
    """Codes one article; the memory grows with every event."""

    scene: Scene
    actors: ActorNames
    memory: Memory

    @classmethod
    def of(
        cls,
        article: Article,
        sentences: Sequence[Sentence],
        mentions: Mentions,
        lexicon: EventLexicon,
        actors: ActorNames,
    ) -> Coder:
        scene = Scene.of(article, sentences, mentions, lexicon)
        return cls(scene=scene, actors=actors, memory=Memory(scene))

    def events(self) -> tuple[Event, ...]:
        found: list[Event] = []
        for clause in self.scene.clauses:
            made = groups(clause, triggers(clause))
            asked: list[int] = []
            for group in sorted(made, key=lambda item: item.main.event_type is EventType.REQUEST):
                if group.main.event_type is EventType.REQUEST and any(
                    group.main.token in clause.tree.ancestors(word) for word in asked
                ):
                    continue  # "proposed that they hold a meeting" tells the meeting as proposed, and nothing more
                others = [trigger.token for other in made if other is not group for trigger in other.triggers]
                if (event := self._event(clause, group, others)) is not None:
                    found.append(event)
                    asked += [group.main.predicate] if event.status is Status.PROPOSED else []
        return tuple(_peopled(event, found) for event in found)

    def principal(self, actor: Actor) -> Actor:
        """Whom an actor acts for; himself when nobody is known."""
        if actor.acts_for is None:
            return actor
        try:
            return self.actors.actor(actor.acts_for)
        except KeyError:
            return actor

    def _event(self, clause: Clause, group: Group, others: list[int]) -> Event | None:
        if group.standing.dropped or self._is_habit(clause, group):
            return None
        people = cast(clause, group, self.principal, lambda word: self._antecedent(clause, word))
        places = where(clause, group, others)
        when = timing.stated(clause, group, others, self.scene.article.published)
        anaphoric = is_anaphoric(clause, group)
        before = self.memory.antecedent(clause, group) if anaphoric else None
        people = self._with_speaker(clause, group, people)
        if before is not None and self._contradicts(before, places, when, people):
            before = None
        if not self._is_telling(clause, group, people, places, when, before, anaphoric=anaphoric):
            return None
        told_people = self._people(clause, group, people, before)
        told_people = self._with_state(group, told_people, self._where(clause, group, places, told_people, before)[0])
        answer = Answer(
            people=told_people,
            where=self._where(clause, group, places, told_people, before),
            when=when if when is not None else self._when(clause, group, before, told_people),
            killed=counts.toll(clause.tree, group.triggers) if group.main.event_type is EventType.ASSAULT else None,
            count=next(
                (found for trigger in group.triggers if (found := counts.acts(clause, trigger)) is not None), None
            ),
            repeats=before.event_id if before is not None else None,
        )
        event = event_of(
            self.scene.article, clause, self._attributed(clause, _aggregated(group, answer), told_people), answer
        )
        self.memory.told.append(
            Told(
                event_id=event.event_id,
                clause=clause,
                group=group,
                cast=told_people,
                places=event.where,
                place_said=bool(places.chosen),
                when=answer.when,
                fatalities=event.fatalities,
            )
        )
        return event

    def _attributed(self, clause: Clause, group: Group, people: Cast) -> Group:
        """Violence by others that one side of a conflict tells of is claimed: "state media said the rebels shelled …"."""
        sources = people.names("source")
        if (
            group.main.event_type is not EventType.ASSAULT
            or group.standing.status is not Status.OCCURRED
            or not sources
        ):
            return group
        said = [
            self.principal(found.chosen)
            for found in participants.speaker(clause, group.main.predicate)
            if found.chosen is not None
        ]
        known = sources | {who.actor.acts_for for who in people.participants if who.role == "source"}
        if (
            not any(who.kind in {"state", "group"} and who.actor_id not in known for who in said)
            or sources <= participants.GENERIC
        ):
            return group
        because = (f"told by one side only ({said[0].name})",)
        return replace(group, standing=replace(group.standing, status=Status.CLAIMED, because=because))

    def _is_habit(self, clause: Clause, group: Group) -> bool:
        headline = clause.order == 0 or not clause.tree.sentence.tokens[-1].text.endswith((".", "!", "?", "”", '"'))
        tree, trigger = clause.tree, group.main
        several = (
            trigger.noun is not None
            and tree[trigger.token].tag == "NNS"
            and not tree.children(trigger.token, "nummod", "det")
        )
        return is_habitual(tree, trigger) and (several or not headline) and not clause.times

    def _is_telling(
        self,
        clause: Clause,
        group: Group,
        people: Cast,
        places: Where,
        when: When | None,
        before: Told | None,
        *,
        anaphoric: bool,
    ) -> bool:
        """Whether enough is said for an event: a bare mention tells none, a verbal act needs somebody who acts."""
        trigger = group.main
        if trigger.tier == "verbal" or trigger.event_type in VERBAL:
            return _acts(people) and _is_verbal_act(clause, group, people)
        if trigger.noun is not None and trigger.noun.kind == "toll":
            return before is not None
        if clause.tree.lemmas[trigger.token] in {"die", "perish"} and not group.others and before is None:
            deaths = counts.toll(clause.tree, group.triggers)
            return deaths is not None and deaths.killed > 1
        if trigger.frame == "move-to" and trigger.event_type is EventType.ASSAULT and not _acts(people):
            return False
        if trigger.tier == "weak":
            return (
                len(people.specific()) > 1
                if trigger.frame == "symmetric"
                else bool(people.specific()) and (when is not None or bool(places.chosen))
            )
        if trigger.event_type is EventType.AID and trigger.noun is not None:
            return len(people.specific()) > 1 or (trigger.light == "do" and bool(people.specific()))
        if (
            _is_description(clause.tree, group)
            and when is None
            and (clause.tree[trigger.token].tag == "VBG" or not _acts(people))
        ):
            return False
        if trigger.noun is not None and trigger.verb is None and not group.others:
            if before is not None:
                return True
            if timing.tense(clause.tree, group) == "present" and when is None and clause.order:
                return False
            said = len(people.people) + bool(places.chosen) + (when is not None) + _has_own_place(clause, group, places)
            return said >= (
                2 if anaphoric or trigger.noun.kind in {"process", "deal"} else 1
            ) and not _is_state_of_affairs(clause.tree, group)
        if trigger.mode == "visit" and trigger.noun is not None and not places.chosen:
            return False
        if trigger.noun is not None and trigger.light == "end" and not people.people:
            return False
        if trigger.noun is None and trigger.event_type is EventType.MOBILIZE and trigger.passive and trigger.objects and self.memory.told:
            return True
        if trigger.noun is None and trigger.event_type is not EventType.ASSAULT:
            return bool(people.people) or (
                group.standing.status in {Status.PROPOSED, Status.PLANNED} and bool(places.chosen) and when is not None
            )
        if trigger.objects and not places.chosen and self.memory.previous(clause, group) is not None and timing.tense(clause.tree, group) in {"past", "perfect"}:
            return True
        return bool(
            places.unnamed
            or people.specific()
            or places.chosen
            or when is not None
            or (people.people and clause.order < 2)
            or counts.toll(clause.tree, group.triggers)
        )

    def _contradicts(self, before: Told, places: Where, when: When | None, people: Cast) -> bool:
        """A mention with its own other day, other place or other people is a new event."""
        if (
            when is not None
            and when.interval is not None
            and before.when.interval is not None
            and not before.when.inferred
        ):
            if when.interval.end < before.when.interval.start or before.when.interval.end < when.interval.start:
                return True
        if when is not None and when.interval is not None and before.when.interval is not None and before.when.inferred:
            if abs((when.interval.end - before.when.interval.end).days) > 7:
                return True
        fine = [item.chosen for item in places.chosen if item.chosen is not None and item.chosen.precision in FINE]
        known = [place for place in before.places if place.precision in FINE]
        if fine and known and before.place_said and all(_far(here, there) for here in fine for there in known):
            return True
        one, two = people.specific(), before.cast.specific()
        return bool(one and two and not one & two and not before.cast.symmetric)

    def _antecedent(self, clause: Clause, word: int) -> tuple[Decision[Actor], ...]:
        """What a pronoun stands for: the subject before it in the sentence, else that of the sentence before."""
        tree = clause.tree
        person = tree.word(word) in {"he", "she", "him", "her"}
        if tree.word(word) in {"we", "i", "us", "you"}:
            return participants.speaker(clause, word)
        for order in range(clause.order, max(-1, clause.order - 3), -1):
            earlier = self.scene.clauses[order]
            limit = word if order == clause.order else len(earlier.tree)
            subjects = [
                index for index in range(limit) if earlier.tree.dep(index) == "nsubj" and earlier.actors_of(index)
            ]
            for index in reversed(subjects) if order == clause.order else subjects:
                found = earlier.actors_of(index)
                kinds = {item.chosen.kind for item in found if item.chosen is not None}
                if (person and "person" in kinds) or (not person and kinds - {"person"}):
                    return found
            if subjects and person:
                return earlier.actors_of(subjects[0])
        return ()

    def _with_speaker(self, clause: Clause, group: Group, people: Cast) -> Cast:
        """Who says something "at the meeting" takes part in it."""
        if (
            group.main.event_type is not EventType.CONSULT
            or group.main.noun is None
            or clause.tree.case(group.main.token) != "at"
        ):
            return people
        taken = people.names("participant", "source", "target")
        more = []
        for decision in participants.speaker(clause, group.main.token):
            if decision.chosen is not None:
                actor = participants.principal_of(decision.chosen, group, self.principal)
                if actor.actor_id not in taken:
                    more.append(
                        (Participant(actor=actor, role="participant", mention=decision.mention.text), decision, "said")
                    )
        return Cast((*people.people, *more), symmetric=True)

    def _with_proposer(self, clause: Clause, group: Group, people: Cast) -> Cast:
        """Who proposes a meeting would take part in it."""
        tree = clause.tree
        verb = next(
            (
                node
                for node in tree.ancestors(group.main.predicate)
                if tree.lexicon.effect("control", tree.lemmas[node]) == "proposed"
            ),
            None,
        )
        taken = people.names("participant", "source", "target")
        more: dict[str, tuple[Participant, Decision[Actor] | None, str]] = {}
        for word in tree.subjects(verb) if verb is not None else ():
            for decision in clause.actors_of(word):
                actor = (
                    participants.principal_of(decision.chosen, group, self.principal)
                    if decision.chosen is not None
                    else None
                )
                if actor is not None and actor.actor_id not in taken and actor.kind not in participants.GENERIC:
                    more[actor.actor_id] = (
                        Participant(actor=actor, role="participant", mention=decision.mention.text),
                        decision,
                        "said",
                    )
        return Cast((*people.people, *more.values()), people.symmetric)

    def _with_state(self, group: Group, people: Cast, places: tuple[Place, ...]) -> Cast:
        """Arrests, curfews and decrees that nobody is named for are the state's in whose country they are."""
        if (
            group.main.event_type is not EventType.COERCE
            or group.main.mode not in DECREED
            or people.names("source", "participant")
        ):
            return people
        for clause in self.scene.clauses:
            for decision in clause.actors:
                actor = decision.chosen
                if (
                    actor is not None
                    and actor.kind == "state"
                    and actor.country
                    and actor.country in {place.country for place in places}
                ):
                    return Cast(
                        (*people.people, (Participant(actor=actor, role="source"), decision, "state")), people.symmetric
                    )
        return people

    def _people(self, clause: Clause, group: Group, people: Cast, before: Told | None) -> Cast:
        if before is not None:
            return people if people.specific() else _inherited(people, before.cast)
        if group.standing.status is Status.PROPOSED and group.main.event_type in COLLECTIVE:
            people = self._with_proposer(clause, group, people)
        if group.main.event_type in NEAR_ACTORS and not people.names("source", "participant"):
            people = nearest(clause, group, people, self.principal)
        if people.specific() or group.main.event_type in VERBAL:
            return people
        earlier = self.memory.previous(clause, group)
        if earlier is None or (group.main.event_type in COLLECTIVE and earlier.clause.order != clause.order):
            return people
        return _inherited(people, earlier.cast)

    def _where(
        self, clause: Clause, group: Group, places: Where, people: Cast, before: Told | None
    ) -> tuple[tuple[Place, ...], Decision[Place] | None, str]:
        """(places, the mention behind them, how: "said" or the reason of an inference)."""
        if places.chosen and not (before is not None and _is_coarser(places, before)):
            return tuple(item.chosen for item in places.chosen if item.chosen is not None), places.chosen[0], "said"
        if before is not None:
            return before.places, None, "the place of the event that it refers back to"
        if (named := self._described(clause, group)) is not None and named.chosen is not None:
            return (named.chosen,), named, "the place named before, which the sentence only describes"
        if group.main.event_type in PLACELESS:
            return (), None, "no place is told"
        earlier = self.memory.recent_place(clause)
        if places.unnamed and group.main.event_type is EventType.ASSAULT and not places.chosen and (main := self.memory.dominant_place(clause)) is not None:
            if main.chosen is not None and not _unnamed_town(clause, group):
                return (replace(main.chosen, precision=PlacePrecision.NEAR),), main, "the only place that the article speaks of; the name itself is not in the gazetteer"
        if not places.unnamed and (found := self._continued(clause, group, earlier, people)) is not None:
            return found
        return self._country(clause, group, people, earlier, unnamed=places.unnamed)

    def _described(self, clause: Clause, group: Group) -> Decision[Place] | None:
        """ "the liberation of the city", "out of the town": a definite description of a place named before."""
        tree = clause.tree
        for trigger in group.triggers:
            for word in (
                *trigger.objects,
                *(clause.tree.subjects(trigger.token) if trigger.frame == "patient" else ()),
                *(
                    child
                    for goal in {trigger.token, trigger.predicate}
                    for child in tree.children(goal, "obl", "nmod", "obj")
                ),
            ):
                areas = DESCRIBED.get(tree.lemmas[word])
                if areas is not None and any(
                    tree.word(child) in {"the", "this", "that"} for child in tree.children(word, "det")
                ):
                    return self.memory.last_named(clause, word, areas)
        return None

    def _continued(
        self, clause: Clause, group: Group, earlier: Told | None, people: Cast
    ) -> tuple[tuple[Place, ...], Decision[Place] | None, str] | None:
        """The scene goes on: the place of the sentence before, else the place that the article is about."""
        near = earlier is not None and clause.order - earlier.clause.order <= 2
        if earlier is not None and near and group.main.event_type is not EventType.SANCTION and _same_parties(earlier.cast, people):
            return earlier.places, None, "the place of the sentence before it"
        main = self.memory.main_place(clause)
        if (
            main is not None
            and main.chosen is not None
            and group.main.event_type in {EventType.ASSAULT, EventType.RETREAT, EventType.PROTEST}
        ):
            return (main.chosen,), main, "the place that the article speaks of most"
        return None

    def _country(
        self, clause: Clause, group: Group, people: Cast, earlier: Told | None, *, unnamed: bool
    ) -> tuple[tuple[Place, ...], Decision[Place] | None, str]:
        said = self.memory.country_before(clause) if unnamed else None
        main = self.memory.main_place(clause)
        codes = [said.chosen.country] if said is not None and said.chosen is not None else []
        codes += [place.country for place in earlier.places] if earlier is not None else []
        codes += [main.chosen.country] if main is not None and main.chosen is not None else []
        codes += [who.actor.country for who in people.participants if who.role == "target"]
        codes += [who.actor.country for who in people.participants if who.role != "target" and group.main.event_type in AT_HOME]
        for code in dict.fromkeys(code for code in codes if code):
            if found := self.memory.country_place(code):
                return tuple(item.chosen for item in found if item.chosen is not None), found[0], "only the country follows from the context"
            if earlier is not None and (place := _country_of(earlier.places, code)) is not None:
                return (place,), None, "only the country follows from the context"
        return (), None, "no place is told"

    def _when(self, clause: Clause, group: Group, before: Told | None, people: Cast) -> When:
        published, tree = self.scene.article.published, clause.tree
        evidence = group.main.span(tree)
        if before is not None:
            return replace(
                before.when,
                inferred=True,
                rule="coding.time.antecedent",
                because=("inferred: the date of the event that it refers back to", *before.when.because),
                score=before.when.score * 0.9,
            )
        if (
            "also" in {tree.word(index) for index in range(len(tree))}
            and (earlier := self.memory.same_breath(clause)) is not None
        ):
            if earlier.when.interval is not None and earlier.cast.specific() & people.specific():
                return replace(
                    earlier.when,
                    inferred=True,
                    rule="coding.time.also",
                    because=("inferred: added with “also” to the sentence before", *earlier.when.because),
                    score=earlier.when.score * 0.8,
                )
        if published is None:
            return When(None, evidence, "coding.time.unknown", ("the article has no date",), 0.3, inferred=True)
        if timing.is_background(clause, group):
            return When(
                None, evidence, "coding.time.background", ("told as background, without a date",), 0.5, inferred=True
            )
        said = timing.said_on(clause)
        tense = timing.tense(tree, group)
        day = self.memory.narrative_day(clause)
        if day is None and timing.is_report_line(clause, group):
            return When(
                timing.day(published),
                evidence,
                "coding.time.report-line",
                ("inferred: a line of a report of the day",),
                0.7,
                inferred=True,
            )
        if (
            said is None
            and day is not None
            and tense in {"past", "none", "present"}
            and group.main.event_type not in VERBAL
        ):
            return replace(
                day.when,
                inferred=True,
                rule="coding.time.narrative",
                because=("inferred: the story is still on the day told before", *day.when.because),
                score=0.6,
            )
        base = said[0].end if said is not None else published
        return When(
            timing.news_present(base),
            said[1] if said is not None else evidence,
            "coding.time.news-present",
            ("inferred: undated news of the present happened the day before it was told, or that day",),
            0.6,
            inferred=True,
        )


def _is_description(tree: Tree, group: Group) -> bool:
    """A participle that only says who is meant: "the remains of pilgrims killed in Karbala"."""
    verb = group.main.token
    if group.main.noun is not None or group.others or tree.is_headless(verb):
        return False
    return tree[verb].dep == "acl" and tree[verb].tag in {"VBN", "VBG", "VBD"}


def _is_state_of_affairs(tree: Tree, group: Group) -> bool:
    """ "the country's spreading conflict": a war is no event of its own unless its sides are told."""
    noun = group.main.noun
    if noun is None or noun.lemma not in {
        "war",
        "conflict",
        "insurgency",
        "rebellion",
        "uprising",
        "violence",
        "unrest",
        "hostility",
        "confrontation",
    }:
        return False
    return not any(
        tree.case(child) in {"between", "with", "against", "among"} for child in tree.children(group.main.token, "nmod")
    )


def _is_verbal_act(clause: Clause, group: Group, people: Cast) -> bool:
    """Somebody is addressed or accused by name, or it is about an event: "called for a truce"."""
    tree, verb = clause.tree, group.main.predicate
    if group.main.noun is None and tree[verb].dep == "acl" and not tree.is_headless(verb):
        return False
    targets = {
        who.actor.actor_id
        for who in people.participants
        if who.role == "target" and who.actor.kind not in {"civilians", "unidentified"}
    }
    about = {tree.lemmas[word] for word in tree.subtree(verb) if word != verb and (tree[word].pos in {"NOUN", "VERB"})}
    return bool(targets) or bool(about & (tree.lexicon.nouns.keys() | tree.lexicon.verbs.keys()))


def _peopled(event: Event, events: Sequence[Event]) -> Event:
    """An act of violence without known sides takes those of the nearest one that has them, in the same country, flagged."""
    if event.event_type is not EventType.ASSAULT or any(
        who.actor.kind not in participants.GENERIC for who in event.participants
    ):
        return event
    at = event.reports[0].span.start
    kin = [
        other
        for other in events
        if other.event_type is event.event_type
        and {place.country for place in other.where} & {place.country for place in event.where}
        and sum(who.actor.kind not in participants.GENERIC for who in other.participants) > 1
    ]
    if not kin:
        return event
    other = min(kin, key=lambda item: (abs(item.reports[0].span.start - at), item.reports[0].span.start))
    return with_sides(event, other)


def _has_own_place(clause: Clause, group: Group, places: Where) -> bool:
    """The place is part of what is named: "the advances around the town"."""
    inside = set(clause.tree.subtree(group.main.token))
    return any(inside & set(clause.tree.at(item.mention.span)) for item in places.chosen)


def _same_parties(one: Cast, two: Cast) -> bool:
    """Nobody new acts: the scene of the sentence before goes on."""
    return not one.specific() or not two.specific() or bool(one.specific() & two.specific())


def _country_of(places: tuple[Place, ...], code: str) -> Place | None:
    """The country of a place as a place of its own; the coordinates are only a point in it."""
    for place in places:
        if place.country == code:
            country = PlaceId(f"country:{code}")
            return replace(place, place_id=country, name=code, admin1="", feature_code="PCLI", population=0, precision=PlacePrecision.COUNTRY, radius_km=None)
    return None


def _acts(people: Cast) -> bool:
    return any(who.role != "target" and who.actor.kind != "unidentified" for who in people.participants)


def _far(one: Place, two: Place) -> bool:
    return abs(one.latitude - two.latitude) + abs(one.longitude - two.longitude) > 0.5


def _is_coarser(places: Where, before: Told) -> bool:
    """The mention says "in Egypt" of what was told to be in Cairo."""
    coarse = all(item.chosen is None or item.chosen.precision not in FINE for item in places.chosen)
    return coarse and any(place.precision in FINE for place in before.places)


def _inherited(people: Cast, earlier: Cast) -> Cast:
    """The roles that the sentence leaves open, filled from an earlier event; without words of its own."""
    have = {who.role for who in people.participants}
    taken = people.names("source", "target", "participant")
    more = tuple(
        (replace(who, mention=None), decision, "inherited")
        for who, decision, _ in earlier.people
        if who.role not in have and who.actor.actor_id not in taken
    )
    return Cast((*people.people, *more), people.symmetric or earlier.symmetric)


def _aggregated(group: Group, answer: Answer) -> Group:
    """A sum over an open stretch of time is an aggregate: "12,000 air strikes since September 2014"."""
    interval = answer.when.interval
    open_ended = interval is not None and not answer.when.inferred and (interval.end - interval.start).days > 20
    many = (answer.count or 0) > 1 or (answer.killed is not None and answer.killed.killed > 1)
    if group.standing.status in {Status.OCCURRED, Status.ONGOING, Status.CLAIMED} and open_ended and many:
        return replace(
            group, standing=replace(group.standing, status=Status.AGGREGATE, because=("a sum over a stretch of time",))
        )
    return group
