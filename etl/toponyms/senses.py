"""How well a place fits a name of the article: the bare name's prior, and a table of signs with points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from etl.model import PlacePrecision
from etl.toponyms.chains import TOWN_FIRST, Level, level_of
from etl.toponyms.geometry import ENGLISH, close, contains

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from etl.model import Place, PlaceId
    from etl.toponyms.names import CandidateLike

Kind = Literal["", "area", "region", "town", "listed", "outer"]
"""What the text calls a name: "listed" among countries or provinces, "outer" after a place that lies in it."""

RIVAL = 5.0  # prior of a town after which a country's other name is its former one: the Gold Coast is in Australia
FORMER = 7.0
NEAR_KM = 100.0

_KIND_POINTS: Final = {("area", "PPL"): -3.0, ("area", "ADM"): 1.5, ("region", "ADM"): 1.0, ("town", "ADM"): -3.0}


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
    spelled: str  # the name, in lower case
    candidates: tuple[CandidateLike, ...]
    parents: tuple[tuple[Place, float], ...]  # what the text says it lies in, and how plainly: "Paris, Texas"
    children: tuple[CandidateLike, ...]  # what the text says lies in it
    level: Level | None  # of the list that it is told in
    kind: Kind  # "area" where "province" or the like follows, "town" where "city" does
    given: Place | None  # the only meaning: an abbreviation, a demonym

    def likelihoods(self) -> tuple[tuple[CandidateLike, float], ...]:
        """Each candidate with what the bare name and the words around it say, before the rest of the article."""
        priors = [candidate.prior for candidate in self.candidates]
        towns = (p for c, p in zip(self.candidates, priors, strict=True) if c.place.feature_code.startswith("PPL"))
        town = max(towns, default=0.0)
        told = zip(self.candidates, priors, strict=True)
        return tuple((candidate, prior - _doubts(candidate, prior, self, town)) for candidate, prior in told)


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
    elsewhere: PlaceId | None = None  # what the name means where the text says more about it

    def country(self, place: Place) -> float:
        return self.all.countries[place.country] - self.own.countries[place.country]

    def province(self, place: Place) -> float:
        key = (place.country, place.admin1)
        return self.all.provinces[key] - self.own.provinces[key]


Points = Callable[["CandidateLike", Group, Others], float]


@dataclass(frozen=True, slots=True)
class Sign:
    """One observation about a candidate: its points, and how a colleague would say it."""

    phrase: str
    points: Points


SIGNS: Final = (
    Sign("other names of the article lie in its country", lambda c, _, o: 3.0 * min(1.0, o.country(c.place) / 4)),
    Sign("other names of the article lie in its province", lambda c, _, o: 4.5 * min(1.0, o.province(c.place) / 4)),
    Sign("the text names what it lies in", lambda c, g, _: max((w * contains(c, p) for p, w in g.parents), default=0)),
    Sign("the place before the comma lies in it", lambda c, g, _: 3.0 * _holds(c, g)),
    Sign("told in a list of its like", lambda c, g, _: 3.5 * (g.level is not None and level_of(c.place) == g.level)),
    Sign("the text means it elsewhere", lambda c, _, o: 2.0 * (c.place.place_id == o.elsewhere)),
    Sign("near other places of the article", lambda c, _, o: 2.0 * min(1.0, len(o.places) / 3) * _near(c, o)),
)


def in_order(likelihoods: Sequence[tuple[CandidateLike, float]], group: Group, others: Others) -> tuple[Ranked, ...]:
    """The candidates of a group, best first."""
    scored = [_scored(candidate, likelihood, group, others) for candidate, likelihood in likelihoods]
    return tuple(sorted(scored, key=lambda r: (-r.score, r.place.place_id)))


def pointlike(place: Place) -> bool:
    """Whether distance to it says anything: not for countries and continents."""
    return place.precision is not PlacePrecision.COUNTRY and place.feature_code not in ("CONT", "OCN")


def _scored(candidate: CandidateLike, likelihood: float, group: Group, others: Others) -> Ranked:
    told = [(points, sign.phrase) for sign in SIGNS if (points := sign.points(candidate, group, others)) > 0]
    return Ranked(candidate.place, likelihood + sum(points for points, _ in told), tuple(phrase for _, phrase in told))


def _doubts(candidate: CandidateLike, prior: float, group: Group, town: float) -> float:
    """Points against a province that is named after its town, a country's former name, and the like."""
    place = candidate.place
    doubts = -_KIND_POINTS.get((group.kind, place.feature_code[:3]), 0.0)
    if town > RIVAL and place.precision is PlacePrecision.COUNTRY and place.name.lower() != group.spelled:
        doubts += FORMER
    if candidate.kind == "alternate" and place.country in ENGLISH and place.feature_code.startswith("PPL"):
        doubts += 2.0
    if place.feature_code == "ADM1" and group.kind in ("", "town") and town > prior - TOWN_FIRST:
        doubts += 2.0
    return doubts


def _near(candidate: CandidateLike, others: Others) -> bool:
    return pointlike(candidate.place) and close(candidate.place, others.places, NEAR_KM)


def _holds(candidate: CandidateLike, group: Group) -> int:
    return max((contains(child, candidate.place) for child in group.children), default=0)
