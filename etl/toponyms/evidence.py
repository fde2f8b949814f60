"""Is this name a place here? A table of cues with points; the cues that hold are the reasons that a reader sees."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.model import PlacePrecision
from etl.toponyms.geometry import contains, distance_km
from etl.toponyms.words import (
    BARE,
    CALENDAR,
    CAPTURES,
    DIRECTIONS,
    DISEASES,
    FUNCTION_WORDS,
    HEADS_AFTER,
    LOCATIVES,
    OF_HEADS,
    ORGANISATION_HEADS,
    ORGANISATIONS,
    PARTICLES,
    PUBLICATIONS,
    REPORTING,
    TITLES,
    Lexicon,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from etl.model import Place
    from etl.toponyms.names import CandidateLike, Name, Word

THRESHOLD = 1.2
LONGEST_HEADLINE = 20  # words
SURE = CAPTURES - {"take", "took", "taken", "taking", "hold", "holding"} | {"near", "outside"}
"""Words after which a capital inside of a sentence is a place without further evidence."""

_SENTENCE_END = re.compile(r"""[.!?:]["”’')]*\s*$|\n\s*$|^\s*$|[“"]\s*$""")
_JOINTS = frozenset((", ", " and ", ", and "))
_COMMA = re.compile(r",\s+")
_DATELINE = re.compile(r"\s*(?:,[^.\n]{0,40})?(?:\(|—|–|--|- )")


@dataclass(frozen=True, slots=True)
class Cue:
    """One observation: its points for or against a place, and how a colleague would say it."""

    points: float
    phrase: str
    holds: Callable[[Context], bool]


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
    countries: Counter[str]
    shares: dict[str, float]
    anchors: tuple[tuple[str, Place], ...]
    starts: dict[int, Name]
    ends: dict[int, Name]
    inside: frozenset[int]  # word indexes inside of an organisation's name
    headlines: frozenset[int]  # word indexes of lines in which every word has a capital


@dataclass(frozen=True, slots=True)
class Context:
    """One name with what stands around it."""

    name: Name
    before: str
    before_capital: bool
    before_joined: bool
    second_before: str
    after: str
    after_capital: bool
    after_joined: bool
    after_gap: str
    sentence_start: bool
    capitals: float
    possessive: bool
    dateline: bool
    inside_of: int
    parent_of: int
    common: bool
    given: bool
    family: bool
    before_given: bool
    after_family: bool
    person: bool
    lower_too: bool
    count: int
    strong: bool
    prior: float
    largest: float
    main: bool
    exact: bool
    sites_only: bool
    named_country: bool
    share: float
    nearest_km: float
    listed: bool
    in_organisation: bool

    @property
    def single(self) -> bool:
        return self.name.last - self.name.first == 1

    @property
    def locative(self) -> bool:
        return self.before in LOCATIVES or self.before in DIRECTIONS or self.of_head or self.before in CAPTURES

    @property
    def famous(self) -> bool:
        return self.strong or self.prior > 7.0

    @property
    def rare(self) -> bool:
        return self.main and len(self.name.candidates) <= 3 and not (self.common or self.given or self.family)

    @property
    def of_head(self) -> bool:
        return self.before == "of" and self.second_before in OF_HEADS

    @property
    def loud(self) -> bool:
        """Capitals prove nothing here: a sentence start, a headline, a word in capitals."""
        return self.sentence_start or self.capitals > 0.6 or self.name.text.isupper()

    @property
    def organisation(self) -> bool:
        return self.after_joined and self.after_capital and self.after in ORGANISATIONS

    @property
    def mid_capital(self) -> bool:
        """A dictionary word with a capital inside of a sentence, and no capitalised neighbour."""
        return (
            self.common and not self.loud and not self.before_capital and not (self.after_capital and self.after_joined)
        )


CUES: tuple[Cue, ...] = (
    Cue(0.7, "is the name of a country or province", lambda c: c.strong),
    Cue(0.5, "is spelled as in the gazetteer", lambda c: c.exact),
    Cue(-1.2, "is only another spelling of a place", lambda c: not c.main),
    Cue(1.0, "after a word of place", lambda c: c.before in LOCATIVES and not c.before_capital),
    Cue(0.6, "after a word of direction", lambda c: c.before in DIRECTIONS or c.before == "from"),
    Cue(0.8, 'after "… of" as with a place', lambda c: c.of_head),
    Cue(0.5, "after a verb of capture or movement", lambda c: c.before in CAPTURES),
    Cue(1.6, "followed by the country or province it lies in", lambda c: c.inside_of > 0),
    Cue(0.9, "after a place that lies in it", lambda c: c.parent_of > 0),
    Cue(0.4, "before a word for a kind of place", lambda c: c.after in HEADS_AFTER and c.after_joined),
    Cue(0.5, "its country is named in the article", lambda c: c.named_country),
    Cue(0.5, "a name of several words", lambda c: not c.single),
    Cue(0.2, "named more than once", lambda c: c.count > 1),
    Cue(1.2, "stands in the dateline", lambda c: c.dateline),
    Cue(1.0, "close to another place of the article", lambda c: c.nearest_km < 200),
    Cue(-1.0, "is a landscape or site", lambda c: c.sites_only and c.single),
    Cue(-2.5, "is an everyday word where capitals prove nothing", lambda c: c.common and c.loud),
    Cue(-2.0, "is an everyday word", lambda c: c.common and not c.loud),
    Cue(-1.0, "is used in lower case too", lambda c: c.common and c.lower_too),
    Cue(
        2.0,
        "a capital inside of a sentence, where a place would stand",
        lambda c: c.mid_capital and c.locative and (c.share > 0.2 or c.of_head or c.before in SURE),
    ),
    Cue(-1.3, "is a given name", lambda c: c.given and not c.famous),
    Cue(-0.6, "is a given name", lambda c: c.given and c.famous),
    Cue(-0.9, "is a family name", lambda c: c.family and not c.famous),
    Cue(-1.5, "is named for a saint", lambda c: c.possessive and c.name.key.startswith("st")),
    Cue(-2.0, "is part of a longer name", lambda c: c.before_capital and not c.strong),
    Cue(-1.5, "is part of a longer name", lambda c: c.before_capital and c.strong),
    Cue(-1.0, "is after a given name", lambda c: c.before_given),
    Cue(-1.0, "is after a title", lambda c: c.before in TITLES and c.before_joined),
    Cue(-2.5, "is the name of a person of the article", lambda c: c.person and not c.strong),
    Cue(-1.2, "is the name of a person of the article", lambda c: c.person and c.strong),
    Cue(-1.4, "is before another name", lambda c: c.after_capital and c.after_joined and not c.strong),
    Cue(-1.4, "is before another name", lambda c: c.after_capital and c.after_joined and c.strong),
    Cue(-0.8, "is part of an organisation's name", lambda c: c.organisation),
    Cue(-1.2, "is part of a paper's or school's name", lambda c: c.organisation and c.after in PUBLICATIONS),
    Cue(-9.0, "is part of an organisation's name", lambda c: c.in_organisation),
    Cue(0.5, "most of the article is about its country", lambda c: c.share > 0.5),
    Cue(0.5, "a name that hardly any other place has", lambda c: c.rare),
    Cue(0.7, "told together with other places", lambda c: c.listed),
    Cue(
        -2.5, "is part of an organisation's name", lambda c: c.before == "of" and c.second_before in ORGANISATION_HEADS
    ),
    Cue(-1.0, "is a given name before a family name", lambda c: c.given and c.after_family),
    Cue(-1.0, "speaks like a person", lambda c: not c.strong and (c.after in REPORTING or c.before in REPORTING)),
    Cue(-3.0, "is a point of the compass", lambda c: c.single and c.name.key in BARE and not c.inside_of),
    Cue(-2.0, "names a disease", lambda c: c.after in DISEASES and c.after_joined),
    Cue(-2.0, "is part of a person's name", lambda c: c.before in PARTICLES and c.second_before not in LOCATIVES),
)


def verdict(context: Context) -> tuple[float, tuple[Cue, ...]]:
    """The points of a name, THRESHOLD or more for a place, and the cues behind them."""
    name = context.name
    if name.kind != "name":
        return 2.0, ()
    if name.key in CALENDAR:
        return -9.0, ()
    held = tuple(cue for cue in CUES if cue.holds(context))
    return 0.7 * (context.largest - 3.5) + sum(cue.points for cue in held), held


def document(text: str, words: Sequence[Word], names: Sequence[Name], lexicon: Lexicon) -> Document:
    """One pass over the article: who is a person, which countries are told of, which names are surely places."""
    countries = Counter(code for name in names for code in _country_evidence(name))
    anchors = tuple((name.key, place) for name in names for place in _anchor(name, lexicon))
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
        countries=countries,
        shares=shares,
        anchors=tuple({(key, place.place_id): (key, place) for key, place in anchors}.values()),
        starts={name.start: name for name in names},
        ends={name.end: name for name in names},
        inside=_inside_organisations(words, lexicon),
        headlines=_headlines(text, words),
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
    if name.key in lexicon.common or name.key in lexicon.given or name.key in lexicon.family:
        return ()
    place = name.candidates[0].place
    large = place.precision is PlacePrecision.COUNTRY or place.feature_code in ("CONT", "OCN")
    return () if large or (place.feature_code != "ADM1" and place.population < 30_000) else (place,)


def _people(text: str, words: Sequence[Word], lexicon: Lexicon) -> frozenset[str]:
    """Lower-case words that follow a given name or a title somewhere in the article: "Ashton Carter" → carter."""
    found = set()
    for at, first in enumerate(words[:-1]):
        if not first.text[0].isupper() or not (first.low in lexicon.given or first.low in TITLES):
            continue
        second = words[at + 1]
        if text[first.end : second.start] not in (" ", ". "):
            continue
        if len(second.text) == 1 and at + 2 < len(words) and text[second.end : words[at + 2].start] == ". ":
            second = words[at + 2]
        if second.text[0].isupper():
            found.add(second.low)
    return frozenset(found)


def context(name: Name, doc: Document) -> Context:
    """Everything that the cues ask about one name."""
    text, words = doc.text, doc.words
    before = words[name.first - 1] if name.first else None
    after = words[name.last] if name.last < len(words) else None
    gap_before = text[before.end : name.start] if before else ""
    gap_after = text[name.end : after.start] if after else ""
    before_low = before.low if before else ""
    joined = before is not None and (gap_before == " " or (gap_before == ". " and before_low in TITLES))
    around = [*words[max(0, name.first - 6) : name.first], *words[name.last : name.last + 6]]
    headline = name.first in doc.headlines
    named = joined and before is not None and before.text[0].isupper() and before_low not in FUNCTION_WORDS
    if headline and before_low not in doc.lexicon.given and before_low not in TITLES:
        named = False
    sentence_start = before is None or bool(_SENTENCE_END.search(text[max(0, name.start - 6) : name.start]))
    places = [c.place for c in name.candidates]
    single = name.last - name.first == 1
    return Context(
        name=name,
        before=before_low,
        before_capital=named,
        before_joined=joined,
        second_before=words[name.first - 2].low if name.first > 1 else "",
        after=after.low if after else "",
        after_capital=after is not None and after.text[0].isupper() and not headline,
        after_joined=gap_after in (" ", "-"),
        after_gap=gap_after,
        sentence_start=sentence_start,
        capitals=sum(w.text[0].isupper() for w in around) / max(1, len(around)),
        possessive=text[name.end : name.end + 2] in ("'s", "’s"),
        dateline=name.start < 60 and bool(_DATELINE.match(text, name.end, name.end + 60)),
        inside_of=_containment(name, _next(name, doc)),
        parent_of=_containment(_previous(name, doc), name),
        common=single and name.key in doc.lexicon.common,
        given=single and name.key in doc.lexicon.given,
        family=single and name.key in doc.lexicon.family,
        before_given=named and before_low in doc.lexicon.given,
        after_family=after is not None
        and after.text[0].isupper()
        and gap_after == " "
        and after.low in doc.lexicon.family,
        person=single and name.key in doc.people,
        lower_too=single and name.key in doc.lower,
        count=doc.counts[name.key],
        strong=any(_strong(c) for c in name.candidates),
        prior=max((c.prior for c in name.candidates), default=0.0),
        largest=max((math.log10(_inhabitants(p)) for p in places), default=0.0),
        main=any(c.kind == "main" for c in name.candidates),
        exact=any(p.name == name.text for p in places),
        sites_only=bool(places) and not any(p.feature_code.startswith(("PPL", "ADM", "PCL")) for p in places),
        named_country=any(doc.countries[p.country] for p in places if p.precision is not PlacePrecision.COUNTRY),
        share=max(
            (doc.shares.get(p.country, 0.0) for p in places if p.precision is not PlacePrecision.COUNTRY), default=0.0
        ),
        nearest_km=_nearest(name, places[:12], doc),
        listed=_listed(name, doc),
        in_organisation=name.first in doc.inside,
    )


def _headlines(text: str, words: Sequence[Word]) -> frozenset[int]:
    """The words of short lines in which most words have capitals: there a neighbour's capital says nothing."""
    found: set[int] = set()
    line: list[int] = []
    for at, word in enumerate(words):
        if at and "\n" in text[words[at - 1].end : word.start]:
            found.update(_capitalised(line, words))
            line = []
        line.append(at)
    return frozenset(found.union(_capitalised(line, words)))


def _capitalised(line: Sequence[int], words: Sequence[Word]) -> Sequence[int]:
    if len(line) > LONGEST_HEADLINE:
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


def _listed(name: Name, doc: Document) -> bool:
    """Whether "and" or a comma joins it to another name that is hardly anything but a place."""
    after, before = _following(name, doc), _preceding(name, doc)
    return (after is not None and doc.text[name.end : after.start] in _JOINTS and _sure(after, doc)) or (
        before is not None and doc.text[before.end : name.start] in _JOINTS and _sure(before, doc)
    )


def _following(name: Name, doc: Document) -> Name | None:
    return next((doc.starts[name.end + n] for n in (2, 5, 6) if name.end + n in doc.starts), None)


def _preceding(name: Name, doc: Document) -> Name | None:
    return next((doc.ends[name.start - n] for n in (2, 5, 6) if name.start - n in doc.ends), None)


def _sure(name: Name, doc: Document) -> bool:
    words = doc.lexicon.common, doc.lexicon.given, doc.lexicon.family
    if name.kind == "demonym" or any(name.key in some for some in words):
        return False
    return name.kind == "short" or name.candidates[0].prior > 3.5 if name.candidates else name.kind == "short"


def _next(name: Name, doc: Document) -> Name | None:
    comma = _COMMA.match(doc.text, name.end, name.end + 4)
    return doc.starts.get(comma.end()) if comma else None


def _previous(name: Name, doc: Document) -> Name | None:
    for width in (2, 3):
        if doc.text[name.start - width : name.start].strip() == "," and name.start >= width:
            return doc.ends.get(name.start - width)
    return None


def _containment(inner: Name | None, outer: Name | None) -> int:
    """2 when a place of this name lies in a province of that name, 1 for a country, 0 for neither."""
    if inner is None or outer is None:
        return 0
    outers = [outer.place] if outer.place else [c.place for c in outer.candidates]
    return max((contains(c, place) for c in inner.candidates for place in outers), default=0)


def _nearest(name: Name, places: Sequence[Place], doc: Document) -> float:
    points = [(p.latitude, p.longitude) for key, p in doc.anchors[:60] if key != name.key]
    return min((distance_km((p.latitude, p.longitude), point) for p in places for point in points), default=20_000.0)
