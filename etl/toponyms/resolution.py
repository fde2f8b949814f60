"""Which of the places with this name? The bare name's prior, then what else the article tells of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from etl.geodesy import distance_km
from etl.model import PlacePrecision
from etl.toponyms.geometry import contains
from etl.toponyms.words import AREA_HEADS, PROVINCE_HEADS, TOWN_HEADS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.model import Place
    from etl.toponyms.document import Document
    from etl.toponyms.names import CandidateLike, Name

Kind = Literal["", "area", "region", "town"]

_KIND_POINTS = {("area", "PPL"): -3.0, ("area", "ADM"): 1.5, ("region", "ADM"): 1.0, ("town", "ADM"): -3.0}

CONSIDERED = 60  # candidates of one name
PASSES = 3  # each starts from the guesses of the one before
NEIGHBOURS = 40  # other names that distance is measured to


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the reasons that lifted it."""

    place: Place
    score: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """All mentions of one name: they share one sense."""

    key: str
    candidates: tuple[CandidateLike, ...]
    parents: tuple[Place, ...]  # named right after it: "Paris, Texas"
    kind: Kind  # "area" where "province" or the like follows, "town" where "city" does
    given: Place | None  # the only meaning: an abbreviation, a demonym


@dataclass(frozen=True, slots=True)
class Votes:
    """What names say about countries and provinces."""

    countries: Counter[str]
    provinces: Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Others:
    """What the other names of the article say to one of them."""

    all: Votes
    own: Votes
    places: Sequence[Place]

    def country(self, place: Place) -> float:
        return self.all.countries[place.country] - self.own.countries[place.country]

    def province(self, place: Place) -> float:
        key = (place.country, place.admin1)
        return self.all.provinces[key] - self.own.provinces[key]


def ranked(names: Sequence[Name], doc: Document) -> dict[str, tuple[Ranked, ...]]:
    """For each name of the article its candidates, best first: one sense for the whole article."""
    groups = _groups(names, doc)
    votes = {group.key: _vote(group) for group in groups}
    orders: dict[str, tuple[Ranked, ...]] = {}
    nearby: list[tuple[str, Place]] = []
    for _ in range(PASSES):
        total = _sum(votes)
        for group in groups:
            if group.given is None:
                places = [place for key, place in nearby if key != group.key]
                orders[group.key] = _order(group, Others(total, votes[group.key], places))
        guesses = {group.key: group.given or orders[group.key][0].place for group in groups}
        votes = {key: _counted(place, 1.0) for key, place in guesses.items()}
        nearby = [(key, place) for key, place in guesses.items() if _pointlike(place)][:NEIGHBOURS]
    return orders


def _groups(names: Sequence[Name], doc: Document) -> list[Group]:
    mentions: dict[tuple[str, Kind], list[Name]] = {}
    for name in names:
        mentions.setdefault((name.key, told_as(name, doc)), []).append(name)
    return [
        Group(
            key=f"{key}/{kind}" if kind else key,
            candidates=same[0].candidates[:CONSIDERED],
            parents=tuple(_parents(same, doc)),
            kind=kind,
            given=same[0].place,
        )
        for (key, kind), same in mentions.items()
    ]


def told_as(name: Name, doc: Document) -> Kind:
    """What the words around a name call it: "Raqqa province" is an area, "Raqqa city" a town."""
    after = doc.words[name.last] if name.last < len(doc.words) else None
    low = after.low if after is not None and doc.text[name.end : after.start] == " " else ""
    before = [word.low for word in doc.words[max(0, name.first - 2) : name.first]]
    head = before[0] if len(before) == 2 and before[1] == "of" else ""
    if low in ("region", "regions"):
        return "region"
    if low in AREA_HEADS or head in PROVINCE_HEADS:
        return "area"
    return "town" if low in TOWN_HEADS or head in TOWN_HEADS else ""


def sense_key(name: Name, doc: Document) -> str:
    """Where ``ranked`` keeps the candidates of a mention."""
    kind = told_as(name, doc)
    return f"{name.key}/{kind}" if kind else name.key


def _parents(mentions: Sequence[Name], doc: Document) -> list[Place]:
    found: dict[str, Place] = {}
    for name in mentions:
        for width in (2, 3):
            if doc.text[name.end : name.end + width] in (", ", ",  ", " ("):
                following = doc.starts.get(name.end + width)
                if following is not None:
                    places = [following.place] if following.place else [c.place for c in following.candidates]
                    found |= {place.place_id: place for place in places}
    return list(found.values())


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


def _pointlike(place: Place) -> bool:
    return place.precision is not PlacePrecision.COUNTRY and place.feature_code not in ("CONT", "OCN")


def _order(group: Group, others: Others) -> tuple[Ranked, ...]:
    town = max((c.prior for c in group.candidates if c.place.feature_code.startswith("PPL")), default=0.0)
    scored = [_scored(candidate, group, others, town) for candidate in group.candidates]
    return tuple(sorted(scored, key=lambda r: (-r.score, r.place.place_id)))


def _scored(candidate: CandidateLike, group: Group, others: Others, town: float) -> Ranked:
    place, score, because = candidate.place, candidate.prior, []
    if told := others.country(place):
        score += 3.0 * min(1.0, told / 4)
        because.append("other names of the article lie in its country")
    if told := others.province(place):
        score += 4.5 * min(1.0, told / 4)
        because.append("other names of the article lie in its province")
    if inside := max((contains(candidate, parent) for parent in group.parents), default=0):
        score += 4.0 * inside
        because.append("the text names what it lies in")
    if others.places and _pointlike(place):
        here = (place.latitude, place.longitude)
        if min(distance_km(here, (other.latitude, other.longitude)) for other in others.places) < 100:
            score += 2.0 * min(1.0, len(others.places) / 3)
            because.append("near other places of the article")
    if place.feature_code == "ADM1" and group.kind in ("", "town") and town > candidate.prior - 2.5:
        score -= 2.0
    return Ranked(place, score + _KIND_POINTS.get((group.kind, place.feature_code[:3]), 0.0), tuple(because))
