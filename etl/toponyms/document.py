"""What the whole text says about its names: countries, people, headlines, and which names are surely places."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.model import PlacePrecision
from etl.toponyms.chains import Chain, chains, places_of
from etl.toponyms.geometry import ENGLISH, close, contains
from etl.toponyms.words import FUNCTION_WORDS, KIND_NAMES, SHORT_TITLES, TITLES, Lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Place
    from etl.toponyms.names import CandidateLike, Name, Word

LONGEST_HEADLINE = 20  # words
KINDS = KIND_NAMES | {"airport", "airbase", "base", "camp", "dam", "crossing"}
"""Last words of a name that say what it is: "Idlib Province" is no mere spelling of "Idlib"."""
LARGE = 30_000  # inhabitants of a town that can hardly be anything else
KNOWN = 3.5  # prior of a place that people have heard of
CLOSE_KM = 200.0
ANCHORS = 60  # places that distances are measured to


@dataclass(frozen=True, slots=True)
class Document:
    """What the whole text says about its names."""

    text: str
    words: Sequence[Word]
    names: Sequence[Name]
    lexicon: Lexicon
    counts: Counter[str]
    lower: frozenset[str]
    people: frozenset[str]
    surnames: frozenset[str]
    countries: Counter[str]
    told: dict[str, set[str]]  # the names that speak of a country
    shares: dict[str, float]
    anchors: tuple[tuple[str, Place], ...]
    starts: dict[int, Name]
    ends: dict[int, Name]
    inside: frozenset[int]  # word indexes inside of an organisation's name
    headlines: frozenset[int]  # word indexes of lines in which every word has a capital
    containments: dict[tuple[str, str], int]  # what was found out about two names: "Paris", "Texas"
    chains: dict[int, Chain]  # by a name's start
    positions: dict[int, int]  # of a name, by its start, in ``names``

    def after(self, name: Name) -> Name | None:
        """The next name of the text."""
        at = self.positions.get(name.start, len(self.names)) + 1
        return self.names[at] if at < len(self.names) else None

    def before(self, name: Name) -> Name | None:
        """The name before it."""
        at = self.positions.get(name.start, 0) - 1
        return self.names[at] if at >= 0 else None

    def before_comma(self, name: Name) -> Name | None:
        """The name before it, where nothing but a comma stands between."""
        before = self.before(name)
        return before if before is not None and self.text[before.end : name.start] in (", ", ",  ") else None

    def contained(self, inner: Name | None, outer: Name | None) -> int:
        """2 when a place of this name lies in a province of that name, 1 for a country, 0 for neither."""
        if inner is None or outer is None:
            return 0
        pair = inner.key, outer.key
        if pair not in self.containments:
            found = (contains(c, place) for c in inner.candidates for place in places_of(outer))
            self.containments[pair] = max(found, default=0)
        return self.containments[pair]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the places of a name have in common, the same for each of its mentions."""

    common: bool
    given: bool
    family: bool
    people: bool  # the name of a people
    person: bool
    surname: bool  # a family name that follows another capital somewhere
    lower_too: bool
    count: int
    strong: bool
    prior: float
    largest: float
    main: bool
    large: bool
    former: bool  # only another name of places in countries where that is a former name
    sites_only: bool
    named_country: bool
    share: float
    foreign: bool
    close: bool  # to another place of the article

    @property
    def famous(self) -> bool:
        return self.strong or self.prior > 7.0


def document(text: str, words: Sequence[Word], names: Sequence[Name], lexicon: Lexicon) -> Document:
    """One pass over the article: who is a person, which countries are told of, which names are surely places."""
    countries = Counter(code for name in names for code in _country_evidence(name))
    anchors = tuple((name.key, place) for name in names for place in _anchor(name, lexicon))
    told: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        for code in _country_evidence(name):
            told[code].add(name.key)
    for key, place in anchors:
        told[place.country].add(key)
    towns = Counter(place.country for _, place in anchors)
    total = sum(countries.values()) + 0.5 * sum(towns.values())
    shares = (
        {code: (countries[code] + 0.5 * towns[code]) / total for code in countries.keys() | towns.keys()}
        if total
        else {}
    )
    return Document(
        text=text,
        words=words,
        names=names,
        lexicon=lexicon,
        counts=Counter(name.key for name in names),
        lower=frozenset(word.text for word in words if word.text.islower()),
        people=_people(text, words, lexicon),
        surnames=_surnames(text, words, names, lexicon),
        countries=countries,
        told=dict(told),
        shares=shares,
        anchors=tuple({(key, place.place_id): (key, place) for key, place in anchors}.values()),
        starts={name.start: name for name in names},
        ends={name.end: name for name in names},
        inside=_inside_organisations(words, lexicon),
        headlines=_headlines(text, words),
        containments={},
        chains=chains(names, text),
        positions={name.start: at for at, name in enumerate(names)},
    )


def _inside_organisations(words: Sequence[Word], lexicon: Lexicon) -> frozenset[int]:
    """The words of names that contain a place name and are none: "Islamic State of Iraq and the Levant"."""
    beginnings: dict[str, list[tuple[str, ...]]] = {}
    for longer in sorted(lexicon.organisations, key=lambda longer: (-len(longer), longer)):
        beginnings.setdefault(longer[0], []).append(longer)
    inside: set[int] = set()
    for at, word in enumerate(words):
        for longer in beginnings.get(word.low, ()):
            if at not in inside and tuple(w.low for w in words[at : at + len(longer)]) == longer:
                inside.update(range(at, at + len(longer)))
    return frozenset(inside)


def _country_evidence(name: Name) -> tuple[str, ...]:
    if name.place is not None:
        return (name.place.country,) if name.place.country else ()
    codes = (
        c.place.country for c in name.candidates if c.place.precision is PlacePrecision.COUNTRY and c.kind == "main"
    )
    return tuple(codes)[:1]


def _anchor(name: Name, lexicon: Lexicon) -> tuple[Place, ...]:
    """The likeliest place of a name that can hardly be anything else."""
    if name.place is not None or not name.candidates:
        return ()
    place = name.candidates[0].place
    surname = name.key in lexicon.family and place.feature_code != "ADM1"
    if surname or name.key in lexicon.common or name.key in lexicon.given:
        return ()
    large = place.precision is PlacePrecision.COUNTRY or place.feature_code in ("CONT", "OCN")
    return () if large or (place.feature_code != "ADM1" and place.population < LARGE) else (place,)


def _people(text: str, words: Sequence[Word], lexicon: Lexicon) -> frozenset[str]:
    """Lower-case words that follow a given name or a title somewhere in the article: "Ashton Carter" → carter."""
    found = set()
    for at, first in enumerate(words[:-1]):
        if not first.text[0].isupper() or not (first.low in lexicon.given or first.low in TITLES):
            continue
        second = words[at + 1]
        gap = text[first.end : second.start]
        if gap != " " and not (gap == ". " and first.low in SHORT_TITLES):
            continue
        if len(second.text) == 1 and at + 2 < len(words) and text[second.end : words[at + 2].start] == ". ":
            second = words[at + 2]
        if second.text[0].isupper():
            found.add(second.low)
    return frozenset(found)


def _surnames(text: str, words: Sequence[Word], names: Sequence[Name], lexicon: Lexicon) -> frozenset[str]:
    """Family names that follow a capitalised word that is no name of a place, inside of a sentence: "Che Adams"."""
    known = {
        at
        for name in names
        if name.kind != "name" or not _personal(name, lexicon)
        for at in range(name.first, name.last)
    }
    found = set()
    for at in range(1, len(words) - 1):
        first, second = words[at], words[at + 1]
        if second.low not in lexicon.family or not (first.text[0].isupper() and second.text[0].isupper()):
            continue
        alone = at not in known and at + 1 not in known and first.low not in FUNCTION_WORDS and not first.text.isupper()
        inside = words[at - 1].text.islower() and text[words[at - 1].end : first.start] == " "
        if alone and inside and text[first.end : second.start] == " ":
            found.add(second.low)
    return frozenset(found)


def _personal(name: Name, lexicon: Lexicon) -> bool:
    """Whether it may be a name of somebody, or is hardly one of a place."""
    rare = name.kind == "name" and (name.candidates[0].kind != "main" or name.candidates[0].prior < KNOWN)
    return rare or name.key in lexicon.family or name.key in lexicon.given


def facts_of(doc: Document) -> dict[str, Facts]:
    """The facts of each name of the article, by its key."""
    first = {name.key: name for name in reversed(doc.names) if name.kind == "name"}
    return {key: _facts(name, doc) for key, name in first.items()}


def _facts(name: Name, doc: Document) -> Facts:
    single = name.last - name.first == 1
    places = [c.place for c in name.candidates]
    small = [p for p in places if p.precision is not PlacePrecision.COUNTRY]
    return Facts(
        common=single and name.key in doc.lexicon.common,
        given=single and name.key in doc.lexicon.given,
        family=single and name.key in doc.lexicon.family,
        people=single and name.key in doc.lexicon.peoples,
        person=single and name.key in doc.people,
        surname=single and name.key in doc.surnames,
        lower_too=single and name.key in doc.lower,
        count=doc.counts[name.key],
        strong=any(
            _strong(c) and (name.key not in doc.people or c.place.name.lower() == name.key) for c in name.candidates
        ),
        prior=max((c.prior for c in name.candidates), default=0.0),
        largest=max((math.log10(_inhabitants(p)) for p in places), default=0.0),
        main=any(c.kind == "main" for c in name.candidates) or doc.words[name.last - 1].low in KINDS,
        large=any(p.population >= LARGE for p in places),
        former=all(c.kind == "alternate" and c.place.country in ENGLISH for c in name.candidates[:3]),
        sites_only=bool(places) and not any(p.feature_code.startswith(("PPL", "ADM", "PCL")) for p in places),
        named_country=any(doc.countries[p.country] for p in small),
        share=max((doc.shares.get(p.country, 0.0) for p in small), default=0.0),
        foreign=len(doc.countries) > 0
        and all(p.country and not doc.told.get(p.country, set()) - {name.key} for p in places),
        close=_close(name, places[:12], doc),
    )


def _headlines(text: str, words: Sequence[Word]) -> frozenset[int]:
    """The words of short lines in which most words have capitals: there a neighbour's capital says nothing."""
    found: set[int] = set()
    line: list[int] = []
    if "\n" not in text:
        return frozenset(_capitalised(range(len(words)), words, text))
    for at, word in enumerate(words):
        if at and word.start - words[at - 1].end and "\n" in text[words[at - 1].end : word.start]:
            found.update(_capitalised(line, words, text))
            line = []
        line.append(at)
    return frozenset(found.union(_capitalised(line, words, text)))


def _capitalised(line: Sequence[int], words: Sequence[Word], text: str) -> Sequence[int]:
    if not line or len(line) > LONGEST_HEADLINE or text[words[line[-1]].end : words[line[-1]].end + 1] == ".":
        return ()
    content = [words[at] for at in line if words[at].low not in FUNCTION_WORDS]
    return line if len(content) > 1 and sum(w.text[0].isupper() for w in content) / len(content) > 0.75 else ()


def _inhabitants(place: Place) -> int:
    """The population; where the gazetteer has none, what a seat or a village of its kind has."""
    if place.population:
        return place.population
    if place.precision is PlacePrecision.REGION:
        return 200_000
    return 20_000 if place.feature_code.startswith("PPLA") else 1_000


def _strong(candidate: CandidateLike) -> bool:
    code = candidate.place.feature_code
    large = code == "ADM1" and candidate.place.population > 200_000
    return candidate.kind != "derived" and (large or candidate.place.precision is PlacePrecision.COUNTRY)


def _close(name: Name, places: Sequence[Place], doc: Document) -> bool:
    others = [place for key, place in doc.anchors[:ANCHORS] if key != name.key]
    return any(close(place, others, CLOSE_KM) for place in places)
