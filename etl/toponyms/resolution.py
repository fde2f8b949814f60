"""Which of the places with this name? The bare name's prior, then what else the article tells of."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from etl.model import PlacePrecision
from etl.toponyms.chains import places_of, said_inside, said_owner
from etl.toponyms.senses import Group, Kind, Others, Ranked, Votes, in_order, pointlike
from etl.toponyms.words import AREA_HEADS, PROVINCE_HEADS, TOWN_HEADS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.model import Place, PlaceId
    from etl.toponyms.document import Document
    from etl.toponyms.names import CandidateLike, Name

PLAINLY = 4.0  # a country that the text names after a comma, twice as much for a province
LOOSELY = 2.0  # one that it names with "in" or "of"
PLURALS = frozenset(
    [
        "provinces",
        "governorates",
        "regions",
        "districts",
        "counties",
        "states",
        "oblasts",
        "cities",
        "towns",
        "villages",
    ]
)

CONSIDERED = 60  # candidates of one name
PASSES = 3  # each starts from the guesses of the one before
NEIGHBOURS = 40  # other names that distance is measured to


def ranked(names: Sequence[Name], doc: Document) -> dict[str, tuple[Ranked, ...]]:
    """For each name of the article its candidates, best first: one sense for the whole article."""
    groups = _groups(names, doc)
    likelihoods = {group.key: group.likelihoods() for group in groups}
    votes = {group.key: _vote(group) for group in groups}
    orders: dict[str, tuple[Ranked, ...]] = {}
    guesses: dict[str, Place] = {}
    nearby: list[tuple[str, Place]] = []
    for _ in range(PASSES):
        total, before = _sum(votes), guesses
        for group in groups:
            if group.given is None:
                others = [place for key, place in nearby if key != group.key]
                said = Others(total, votes[group.key], others, _elsewhere(group, orders))
                orders[group.key] = in_order(likelihoods[group.key], group, said)
        guesses = {group.key: group.given or orders[group.key][0].place for group in groups}
        if guesses == before:
            break
        votes = {key: _counted(place, 1.0) for key, place in guesses.items()}
        nearby = [(key, place) for key, place in guesses.items() if pointlike(place)][:NEIGHBOURS]
    return orders


def _elsewhere(group: Group, orders: Mapping[str, tuple[Ranked, ...]]) -> PlaceId | None:
    if group.kind:
        return None
    told = next(
        (orders[f"{group.key}/{kind}"] for kind in ("outer", "listed") if f"{group.key}/{kind}" in orders), None
    )
    return told[0].place.place_id if told else None


def _groups(names: Sequence[Name], doc: Document) -> list[Group]:
    mentions: dict[tuple[str, Kind], list[Name]] = {}
    for name in names:
        mentions.setdefault((name.key, told_as(name, doc)), []).append(name)
    return [
        Group(
            key=f"{key}/{kind}" if kind else key,
            spelled=key,
            candidates=same[0].candidates[:CONSIDERED],
            parents=tuple(_parents(same, doc)),
            children=_children(same, doc) if kind == "outer" else (),
            level=doc.chains[same[0].start].level if kind == "listed" else None,
            kind=kind,
            given=same[0].place,
        )
        for (key, kind), same in mentions.items()
    ]


def told_as(name: Name, doc: Document) -> Kind:
    """What the words around a name call it: "Raqqa province" is an area, "Raqqa city" a town."""
    chain = doc.chains.get(name.start)
    kind = _head_after(name, doc) or _head_before(name, doc)
    if kind or chain is None:
        return kind
    if shared := _head_after(chain.last, doc, PLURALS) or _head_before(chain.first, doc, PLURALS):
        return shared
    if chain.level is not None:
        return "listed"
    return "outer" if doc.contained(doc.before_comma(name), name) else ""


def _head_after(name: Name, doc: Document, heads: frozenset[str] | None = None) -> Kind:
    after = doc.words[name.last] if name.last < len(doc.words) else None
    if after is None or doc.text[name.end : after.start] != " " or (heads is not None and after.low not in heads):
        return ""
    if after.low in ("region", "regions"):
        return "region"
    return "area" if after.low in AREA_HEADS else "town" if after.low in TOWN_HEADS else ""


def _head_before(name: Name, doc: Document, heads: frozenset[str] | None = None) -> Kind:
    before = [word.low for word in doc.words[max(0, name.first - 3) : name.first]]
    before = before[:-1] if before and before[-1] == "the" else before[-2:]
    head = before[0] if len(before) == 2 and before[1] == "of" else ""
    if heads is not None and head not in heads:
        return ""
    return "area" if head in PROVINCE_HEADS else "town" if head in TOWN_HEADS else ""


def sense_key(name: Name, doc: Document) -> str:
    """Where ``ranked`` keeps the candidates of a mention."""
    kind = told_as(name, doc)
    return f"{name.key}/{kind}" if kind else name.key


def _parents(mentions: Sequence[Name], doc: Document) -> list[tuple[Place, float]]:
    """What the text says that the name lies in: "Paris, Texas" plainly, "a district of Baghdad" less so."""
    found: dict[str, tuple[Place, float]] = {}
    for name in mentions:
        after, before = doc.after(name), doc.before(name)
        if after is not None and doc.text[name.end : after.start] in (", ", ",  ", " (") and not _in_list(name, doc):
            found |= {place.place_id: (place, PLAINLY) for place in places_of(after)}
        elif after is not None and said_inside(doc.text[name.end : after.start]):
            found = {place.place_id: (place, LOOSELY) for place in places_of(after)} | found
        if before is not None and said_owner(doc.text[before.end : name.start]):
            found = {place.place_id: (place, LOOSELY) for place in places_of(before)} | found
    return list(found.values())


def _children(mentions: Sequence[Name], doc: Document) -> tuple[CandidateLike, ...]:
    inner = (doc.before_comma(name) for name in mentions)
    unique = {name.key: name.candidates for name in inner if name is not None}
    return tuple(candidate for candidates in unique.values() for candidate in candidates)[:CONSIDERED]


def _in_list(name: Name, doc: Document) -> bool:
    chain = doc.chains.get(name.start)
    return chain is not None and chain.level is not None


def _vote(group: Group) -> Votes:
    """A name that can hardly mean anything else votes for its country and province."""
    if group.given is not None:
        return _counted(group.given, 1.0)
    for candidate in group.candidates:
        if candidate.place.precision is PlacePrecision.COUNTRY and candidate.kind != "derived":
            return _counted(candidate.place, 1.0)
    best = group.candidates[0].place
    if best.feature_code == "ADM1":
        return _counted(best, 1.0)
    return _counted(best, 0.5) if best.population > 100_000 and len(group.candidates) <= 3 else _counted(best, 0.0)


def _counted(place: Place, weight: float) -> Votes:
    inside = bool(place.admin1) and place.precision is not PlacePrecision.COUNTRY and weight > 0
    return Votes(
        Counter({place.country: weight} if place.country and weight else {}),
        Counter({(place.country, place.admin1): weight} if inside else {}),
    )


def _sum(votes: Mapping[str, Votes]) -> Votes:
    total = Votes(Counter(), Counter())
    for vote in votes.values():
        total.countries.update(vote.countries)
        total.provinces.update(vote.provinces)
    return total
