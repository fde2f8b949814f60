"""Where it happened, when the sentence names no place: what it refers back to, describes, or goes on with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.coding.candidate import VERBAL
from etl.coding.landscape import FINE
from etl.coding.nameless import is_unnamed_town
from etl.model import EventType, PlaceId, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from etl.coding.candidate import Candidate
    from etl.coding.discourse import Memory, Told
    from etl.coding.participants import Cast
    from etl.coding.place import Where
    from etl.model import Decision, Place

    Ground = Callable[[Candidate, Memory, Cast], "Located | None"]

PLACELESS = VERBAL | {EventType.AGREE, EventType.CONSULT, EventType.COOPERATE, EventType.SANCTION, EventType.CONCEDE}
ON_THE_SPOT = frozenset({EventType.ASSAULT, EventType.RETREAT, EventType.PROTEST})
MEETINGS = frozenset({EventType.AGREE, EventType.CONSULT})
SAME_STORY = 4  # sentences
AT_HOME = frozenset({EventType.COERCE, EventType.PROTEST, EventType.RETREAT})
PROVINCES = frozenset({PlacePrecision.ADM1, PlacePrecision.REGION})
TOWN_WORDS = (
    *("city", "town", "village", "capital", "area", "location", "site", "district", "neighborhood", "neighbourhood"),
    *("camp", "base", "settlement", "port", "resort"),
)
CAPITAL = re.compile(r"\bcapital\b|\b(?:in|of) this city\b")
SITES = frozenset(
    "citadel airport airfield prison hospital market centre center outskirts suburb bridge station square quarter fortress"  # noqa: SIM905 (a word list reads better so)
    " castle stadium university mosque church cathedral museum barracks headquarters harbour harbor ruins crossing".split()
)  # parts of the town that the story is about
DESCRIBED = dict.fromkeys(TOWN_WORDS, FINE) | dict.fromkeys(("region", "province", "state"), PROVINCES)
MOST_PEOPLE = {
    "village": 60_000,
    "camp": 200_000,
    "settlement": 60_000,
    "resort": 400_000,
}  # what a place of this name holds
COUNTRY_WORDS = frozenset({"country", "nation", "kingdom", "republic"})
FRONTIER = frozenset({"border", "frontier"})
SAID = "said"


@dataclass(frozen=True, slots=True)
class Located:
    """Places with the mention that they rest on; ``how`` is "said", or why they are inferred."""

    places: tuple[Place, ...]
    decision: Decision[Place] | None
    how: str


NOWHERE = Located((), None, "no place is told")


def whereabouts(candidate: Candidate, memory: Memory, people: Cast) -> Located:
    """The sentence's own place first, then ever weaker grounds; never a dot where only the country is known."""
    for ground in GROUNDS:
        found = ground(candidate, memory, people)
        if found is not None:
            return found
    return _country(candidate, memory, people)


def _said(candidate: Candidate, _: Memory, __: Cast) -> Located | None:
    places, before = candidate.places, candidate.before
    if not places.chosen or (before is not None and _is_coarser(places, before)):
        return None
    return Located(tuple(item.chosen for item in places.chosen if item.chosen is not None), places.chosen[0], SAID)


def _referred_to(candidate: Candidate, _: Memory, __: Cast) -> Located | None:
    before = candidate.before
    if before is None:
        return None
    return Located(before.places, None, "the place of the event that it refers back to")


def _town_behind_area(candidate: Candidate, memory: Memory, _: Cast) -> Located | None:
    """“in the Red Sea port”: the town named before, which a sea or province only describes."""
    clause, tree = candidate.clause, candidate.clause.tree
    chosen = candidate.places.chosen
    if not chosen or any(item.chosen is None or item.chosen.precision in FINE for item in chosen):
        return None
    head = tree.head_at(chosen[0].mention.span)
    town = tree.heads[head] if head is not None else None
    if (
        head is None
        or town is None
        or tree.dep(head) not in {"compound", "amod"}
        or DESCRIBED.get(tree.lemmas[town]) != FINE
    ):
        return None
    if not any(tree.word(child) in {"the", "this", "that"} for child in tree.children(town, "det")):
        return None
    named = memory.landscape.last_named(clause, head, FINE)
    if named is None or named.chosen is None:
        return None
    return Located((named.chosen,), named, "the place named before, which the sentence only describes")


def _is_coarser(places: Where, before: Told) -> bool:
    """The mention says "in Egypt" of what was told to be in Cairo."""
    coarse = all(item.chosen is None or item.chosen.precision not in FINE for item in places.chosen)
    return coarse and any(place.precision in FINE for place in before.places)


def _described(candidate: Candidate, memory: Memory, _: Cast) -> Located | None:
    named = _description(candidate, memory)
    if named is None or named.chosen is None:
        return None
    return Located((named.chosen,), named, "the place named before, which the sentence only describes")


def _description(candidate: Candidate, memory: Memory) -> Decision[Place] | None:
    """“the liberation of the city”, "out of the town", "there": a definite description of a place named before."""
    tree = candidate.clause.tree
    verbs = dict.fromkeys(node for trigger in candidate.group.triggers for node in (trigger.token, trigger.predicate))
    for word in (child for node in verbs for child in tree.children(node, "advmod")):
        if (
            tree.word(word) == "there"
            and (found := memory.landscape.last_named(candidate.clause, word, FINE | PROVINCES)) is not None
        ):
            return found
    for word in _complements(candidate):
        areas = DESCRIBED.get(tree.lemmas[word])
        if areas is not None and any(
            tree.word(child) in {"the", "this", "that"} for child in tree.children(word, "det")
        ):
            return memory.landscape.last_named(candidate.clause, word, areas, MOST_PEOPLE.get(tree.lemmas[word]))
    return None


def _of_participant(candidate: Candidate, _: Memory, __: Cast) -> Located | None:
    """“the mayor of Apatzingán escaped an ambush”: people of a town are met there, if nothing else is said."""
    clause, tree = candidate.clause, candidate.clause.tree
    if candidate.event_type not in ON_THE_SPOT or candidate.places.unnamed:
        return None
    sides = [
        word
        for trigger in candidate.group.triggers
        for word in (*trigger.objects, *tree.subjects(trigger.token), *tree.subjects(trigger.predicate))
    ]
    for word in sides:
        for child in tree.children(word, "nmod", "nmod:poss", "compound"):
            found = clause.place_at.get(child)
            if (
                found is None
                or found.chosen is None
                or found.chosen.precision not in FINE
                or tree.lemmas[word] not in TOWNSPEOPLE
            ):
                continue
            return Located((found.chosen,), found, "the town of those whom it happened to")
    return None


TOWNSPEOPLE = frozenset(
    "mayor governor chief resident inhabitant police policeman officer councillor official prosecutor judge imam priest sheikh elder"  # noqa: SIM905 (a word list reads better so)
    " shopkeeper farmer market mosque church school hospital university prison airport port station people villager teacher".split()
)


def _whole_country(candidate: Candidate, memory: Memory, _: Cast) -> Located | None:
    """“over the country”, "across half the country": the one that the article is about."""
    tree = candidate.clause.tree
    words = [word for word in _complements(candidate) if tree.lemmas[word] in COUNTRY_WORDS]
    if not any({tree.word(child) for child in tree.children(word, "det")} & {"the", "this", "that"} for word in words):
        return None
    found = memory.landscape.country_before(candidate.clause)
    if found is not None and found.chosen is not None:
        return Located((found.chosen,), found, "the country named before, which the sentence only describes")
    main = memory.landscape.main(candidate.clause)
    if main is None or main.chosen is None:
        return None
    code = main.chosen.country
    place = country_of((main.chosen,), code, memory.countries.get(code, code))
    return Located((place,), main, "the country of the place that the article speaks of most") if place else None


def _town_of_site(candidate: Candidate, memory: Memory, _: Cast) -> Located | None:
    """“They took the citadel”: of the town that the story is about."""
    tree = candidate.clause.tree
    for word in _complements(candidate):
        if tree.lemmas[word] in SITES and any(tree.word(child) == "the" for child in tree.children(word, "det")):
            town = memory.landscape.main(candidate.clause)
            if town is not None and town.chosen is not None:
                return Located((town.chosen,), town, "a part of the town that the story is about")
    return None


def _met(candidate: Candidate, memory: Memory, people: Cast) -> Located | None:
    """What is said, agreed or refused has the place of the meeting before it, or none."""
    if candidate.event_type not in PLACELESS:
        return None
    return _same_meeting(candidate, memory, people) or NOWHERE


def _same_meeting(candidate: Candidate, memory: Memory, people: Cast) -> Located | None:
    """“They met in Juba. They signed a pledge”: where they met."""
    earlier = memory.recent_place(candidate.clause)
    if candidate.event_type not in MEETINGS or earlier is None or not earlier.place_said:
        return None
    near = 0 <= candidate.clause.order - earlier.clause.order <= 1
    if not near or earlier.group.main.event_type not in MEETINGS or not _same_parties(earlier.cast, people):
        return None
    return Located(earlier.places, None, "where they met, by the sentence before it")


def _complements(candidate: Candidate) -> Iterator[int]:
    tree = candidate.clause.tree
    for trigger in candidate.group.triggers:
        yield from trigger.objects
        for word in trigger.objects:
            yield from tree.children(word, "nmod")
        if trigger.frame == "patient":
            yield from tree.subjects(trigger.token)
        for goal in dict.fromkeys((trigger.token, trigger.predicate)):
            yield from tree.children(goal, "obl", "nmod", "obj")
            if tree.dep(goal) == "conj" and not tree.children(goal, "nsubj"):
                yield from tree.children(tree.heads[goal], "obl")  # “arrived in the town and is meeting elders”


def _unlisted(candidate: Candidate, memory: Memory, _: Cast) -> Located | None:
    """A quarter or a house that no gazetteer has, in an article that hardly speaks of another place: near that one."""
    main = memory.landscape.dominant(candidate.clause)
    if not candidate.places.unnamed or candidate.event_type is not EventType.ASSAULT:
        return None
    if main is None or main.chosen is None:
        return None
    if is_unnamed_town(candidate.clause, candidate.group):
        return None
    near = replace(main.chosen, precision=PlacePrecision.NEAR)
    return Located((near,), main, "the only place that the article speaks of; the name itself is not in the gazetteer")


def _continued(candidate: Candidate, memory: Memory, people: Cast) -> Located | None:
    """The scene goes on: the place of the sentence before, else the place that the article is about."""
    if candidate.places.unnamed:
        return None
    earlier = memory.recent_place(candidate.clause)
    if (
        earlier is not None
        and (earlier.group.main.event_type not in PLACELESS or candidate.event_type in PLACELESS)
        and candidate.clause.order - earlier.clause.order <= 2
        and _same_parties(earlier.cast, people)
    ):
        return Located(earlier.places, None, "the place of the sentence before it")
    main = memory.landscape.main(candidate.clause)
    if candidate.group.standing.status is Status.AGGREGATE:
        return None
    if candidate.event_type in ON_THE_SPOT:
        if main is not None and main.chosen is not None and _is_scene(candidate, memory, main.chosen):
            return Located((main.chosen,), main, "the place that the article speaks of most")
        if earlier is not None and earlier.place_said and candidate.clause.order - earlier.clause.order <= SAME_STORY:
            coarse = tuple(place for place in earlier.places if place.precision in PROVINCES)
            if main is None and coarse:
                return Located(coarse, None, "the province of the sentences before it")
    return _at_the_desk(candidate, memory, main)


def _at_the_desk(candidate: Candidate, memory: Memory, main: Decision[Place] | None) -> Located | None:
    """Near the town of the dateline, where the text names no other."""
    desk = memory.landscape.desk if main is None and candidate.event_type in ON_THE_SPOT else None
    if desk is not None and desk.chosen is not None and _may_be_here(candidate, memory, desk.chosen):
        near = replace(desk.chosen, precision=PlacePrecision.NEAR)
        return Located((near,), desk, "the place of the dateline, and the text names no other")
    return None


def _is_scene(candidate: Candidate, memory: Memory, main: Place) -> bool:
    """Not the capital that the reporter writes from, nor where ministers only met."""
    desk = memory.landscape.desk
    if desk is not None and desk.chosen is not None and desk.chosen.place_id == main.place_id:
        return _may_be_here(candidate, memory, main)
    kinds = {told.group.main.event_type for told in memory.told if told.place_said and main in told.places}
    return not kinds or bool(kinds - PLACELESS)


def _may_be_here(candidate: Candidate, memory: Memory, desk: Place) -> bool:
    """Capitals report on their whole country, unless the text speaks of the capital; other towns on themselves."""
    if candidate.event_type is EventType.PROTEST or desk.feature_code != "PPLC":
        return True
    return CAPITAL.search(memory.landscape.text, 0, candidate.clause.tree.sentence.span.end) is not None


def _same_parties(one: Cast, two: Cast) -> bool:
    """Nobody new acts."""
    return not one.specific() or not two.specific() or bool(one.specific() & two.specific())


def _country(candidate: Candidate, memory: Memory, people: Cast) -> Located:
    earlier = memory.recent_place(candidate.clause)
    how = "only the country follows from the context"
    if candidate.event_type is EventType.MOBILIZE and any(
        candidate.clause.tree.lemmas[word] in FRONTIER for word in _complements(candidate)
    ):
        own = [who.actor.country for who in people.participants if who.role != "target" and who.actor.country]
        if own and (found := memory.landscape.country(own[0])) is not None and found.chosen is not None:
            return Located((found.chosen,), found, "the country that moves its forces to its border")
    meeting = earlier is not None and earlier.group.main.event_type in PLACELESS
    known = earlier.places if earlier is not None and not meeting else ()
    for code in dict.fromkeys(code for code in _codes(candidate, memory, people, known) if code):
        found = memory.landscape.country(code)
        if (town := memory.landscape.province(candidate.clause, code)) is not None:
            return Located((province_of(town),), None, "every town that the article has named lies in this province")
        if found is not None and found.chosen is not None:
            return Located((found.chosen,), found, how)
        main = memory.landscape.main(candidate.clause)
        grounds = (main, memory.landscape.desk)
        near = (*known, *(item.chosen for item in grounds if item is not None and item.chosen is not None))
        if (place := country_of(near, code, memory.countries.get(code, code))) is not None:
            return Located((place,), None, how)
    return NOWHERE


def _codes(candidate: Candidate, memory: Memory, people: Cast, known: tuple[Place, ...]) -> Iterator[str]:
    """Countries in the order in which they are believed."""
    said = memory.landscape.country_before(candidate.clause) if candidate.places.unnamed else None
    for decision in (said, None):
        if decision is not None and decision.chosen is not None:
            yield decision.chosen.country
    yield from (place.country for place in known)
    main = memory.landscape.main(candidate.clause)
    if main is not None and main.chosen is not None:
        yield main.chosen.country
    yield from (who.actor.country for who in people.participants if who.role == "target")
    if candidate.event_type in AT_HOME:
        yield from (who.actor.country for who in people.participants if who.role != "target")
    if (desk := memory.landscape.desk) is not None and desk.chosen is not None:
        yield desk.chosen.country


GROUNDS: tuple[Ground, ...] = (
    _town_behind_area,
    _said,
    _referred_to,
    _described,
    _whole_country,
    _met,
    _town_of_site,
    _of_participant,
    _unlisted,
    _continued,
)


def province_of(town: Place) -> Place:
    """The province of a town as a place of its own; the coordinates are only a point in it."""
    return replace(
        town,
        place_id=PlaceId(f"province:{town.country}:{town.admin1}"),
        name=town.admin1,
        feature_code="ADM1",
        population=0,
        precision=PlacePrecision.ADM1,
        radius_km=None,
    )


def country_of(places: tuple[Place, ...], code: str, name: str) -> Place | None:
    """The country of a place as a place of its own, by its English name; the coordinates are only a point in it."""
    for place in places:
        if place.country == code:
            return replace(
                place,
                place_id=PlaceId(f"country:{code}"),
                name=name,
                admin1="",
                feature_code="PCLI",
                population=0,
                precision=PlacePrecision.COUNTRY,
                radius_km=None,
            )
    return None
