"""Which of the places with this name? The bare name's prior, then what else the article tells of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.model import PlacePrecision
from etl.toponyms.geometry import contains
from etl.toponyms.words import AREA_HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Place
    from etl.toponyms.evidence import Document
    from etl.toponyms.names import CandidateLike, Name

CONSIDERED = 60  # candidates of one name


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and the reasons that lifted it."""

    place: Place
    score: float
    because: tuple[str, ...]


def ranked(names: Sequence[Name], doc: Document) -> dict[str, tuple[Ranked, ...]]:
    """For each name of the article its candidates, best first: one sense for the whole article."""
    groups: dict[str, list[Name]] = {}
    for name in names:
        if name.kind == "name":
            groups.setdefault(name.key, []).append(name)
    countries, provinces = _context(names)
    parents = {key: _parents(group, doc) for key, group in groups.items()}
    result = {}
    for key, group in groups.items():
        result[key] = _ranked(group, parents[key], countries, provinces, doc)
    return result


def _context(names: Sequence[Name]) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Votes for countries and provinces, from names that are hardly ambiguous."""
    countries: Counter[str] = Counter()
    provinces: Counter[tuple[str, str]] = Counter()
    for name in names:
        place, weight = _vote(name)
        if place is None:
            continue
        if place.country:
            countries[place.country] += weight
        if place.admin1 and place.precision is not PlacePrecision.COUNTRY:
            provinces[place.country, place.admin1] += weight
    return countries, provinces


def _vote(name: Name) -> tuple[Place | None, float]:
    if name.place is not None:
        return name.place, 1.0
    for candidate in name.candidates:
        if candidate.place.precision is PlacePrecision.COUNTRY and candidate.kind != "derived":
            return candidate.place, 1.0
    best = name.candidates[0].place
    if best.feature_code == "ADM1":
        return best, 1.0
    if best.population > 100_000 and len(name.candidates) <= 3:
        return best, 0.5
    return None, 0.0


def _parents(group: Sequence[Name], doc: Document) -> list[Place]:
    """The places named right after the name: "Paris, Texas"."""
    found = []
    for name in group:
        for width in (2, 3):
            if doc.text[name.end : name.end + width] in (", ", ",  ", " ("):
                following = doc.starts.get(name.end + width)
                if following is not None:
                    found += [following.place] if following.place else [c.place for c in following.candidates]
    return found


def _ranked(
    group: Sequence[Name],
    parents: list[Place],
    countries: Counter[str],
    provinces: Counter[tuple[str, str]],
    doc: Document,
) -> tuple[Ranked, ...]:
    candidates = group[0].candidates[:CONSIDERED]
    area = any(name.last < len(doc.words) and doc.words[name.last].low in AREA_HEADS for name in group)
    town = max((c.prior for c in candidates if c.place.feature_code.startswith("PPL")), default=0.0)
    scored = []
    for candidate in candidates:
        place, score, because = candidate.place, candidate.prior, []
        if votes := countries[place.country]:
            score += 2.5 * min(1.0, votes / 3)
            because.append("its country is told of")
        if place.feature_code != "ADM1" and (votes := provinces[place.country, place.admin1]):
            score += 2.0 * min(1.0, votes / 2)
            because.append("its province is told of")
        if inside := max((contains(candidate, parent) for parent in parents), default=0):
            score += 4.0 * inside
            because.append("the text names what it lies in")
        if place.feature_code == "ADM1" and not area and town > candidate.prior - 2.5:
            score -= 2.5
        scored.append(Ranked(place, score, tuple(because)))
    return tuple(sorted(scored, key=lambda r: (-r.score, r.place.place_id)))
