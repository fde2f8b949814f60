"""Is this name a place here? A table of cues with points; the cues that hold are the reasons that a reader sees."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.model import PlacePrecision
from etl.toponyms.chains import places_of
from etl.toponyms.document import Document, Facts, facts_of
from etl.toponyms.words import (
    BARE,
    CALENDAR,
    CAPTURES,
    DIRECTIONS,
    DISEASES,
    DISHES,
    ENTERPRISES,
    FUNCTION_WORDS,
    GENERICS,
    HEADS_AFTER,
    KIND_NAMES,
    LOCATIVES,
    OF_HEADS,
    ORGANISATION_HEADS,
    ORGANISATIONS,
    PARTICLES,
    PUBLICATIONS,
    REPORTING,
    SHORT_TITLES,
    SURE_CAPTURES,
    TITLES,
    TOWNSFOLK,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from etl.toponyms.names import Name

THRESHOLD = 1.2
SURE = SURE_CAPTURES | {"near", "outside"}
"""Words after which a capital inside of a sentence is a place without further evidence."""

_SENTENCE_END = re.compile(r"""[.!?:]["”’')]*\s*$|\n\s*$|^\s*$|[“"]\s*$""")
_JOINTS = frozenset((", ", " and ", ", and "))
_PROVINCE = re.compile(r" (?:province|district|state|region|county|governorate)(?:, | of | in )(?:the )?")
LONGEST_GAP = 24
_COMMA = re.compile(r",\s+")
_DATELINE = re.compile(r"\s*(?:,[^.\n]{0,40})?(?:\(|—|–|--|- )")


@dataclass(frozen=True, slots=True)
class Cue:
    """One observation: its points for or against a place, and how a colleague would say it."""

    points: float
    phrase: str
    holds: Callable[[Context], bool]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A name with its points and the cues that gave them."""

    name: Name
    points: float
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """One name with what stands around it."""

    name: Name
    facts: Facts
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
    before_given: bool
    exact: bool
    listed: bool
    in_organisation: bool
    slashed: bool  # "A/California/7/2009"
    account: bool  # "@Gillette"
    misplaced: bool  # "Nyanza province, Kenya", known in Rwanda alone

    @property
    def single(self) -> bool:
        return self.name.last - self.name.first == 1

    @property
    def locative(self) -> bool:
        return self.before in LOCATIVES or self.before in DIRECTIONS or self.of_head or self.before in CAPTURES

    @property
    def rare(self) -> bool:
        return (
            self.facts.main
            and len(self.name.candidates) <= 3
            and not (self.facts.common or self.facts.given or self.facts.family)
        )

    @property
    def of_head(self) -> bool:
        return self.before == "of" and self.second_before in OF_HEADS

    @property
    def loud(self) -> bool:
        """Capitals prove nothing here: a sentence start, a headline, a word in capitals."""
        return self.sentence_start or self.capitals > 0.6 or self.name.text.isupper()

    @property
    def foreign(self) -> bool:
        """Far from everything that the article tells of, and neither famous nor a town told as one."""
        famous = self.facts.famous and (self.facts.main or self.locative)
        known = famous or (self.facts.large and self.rare and self.locative)
        return self.facts.foreign and not known and not self.inside_of

    @property
    def given_before_name(self) -> bool:
        return self.facts.given and self.after_capital and self.after_gap == " " and self.after not in HEADS_AFTER

    @property
    def after_particle(self) -> bool:
        return self.before in PARTICLES and self.before_joined and self.second_before not in LOCATIVES

    @property
    def stray(self) -> bool:
        """Two letters that nothing calls a town: "So, France"."""
        return len(self.name.text) <= 2 and not (self.of_head or self.inside_of)

    @property
    def before_name(self) -> bool:
        return self.after_capital and self.after_joined and self.after not in KIND_NAMES

    @property
    def organisation(self) -> bool:
        return self.after_joined and self.after_capital and self.after in ORGANISATIONS

    @property
    def mid_capital(self) -> bool:
        """A dictionary word with a capital inside of a sentence, and no capitalised neighbour."""
        return (
            self.facts.common
            and not self.loud
            and not self.before_capital
            and not (self.after_capital and self.after_joined)
        )


CUES: tuple[Cue, ...] = (
    Cue(0.7, "is the name of a country or province", lambda c: c.facts.strong),
    Cue(0.5, "is spelled as in the gazetteer", lambda c: c.exact),
    Cue(-1.2, "is only another spelling of a place", lambda c: not c.facts.main),
    Cue(-1.5, "is only a former name of a place", lambda c: c.facts.former and c.single),
    Cue(1.0, "after a word of place", lambda c: c.before in LOCATIVES and not c.before_capital),
    Cue(0.6, "after a word of direction", lambda c: c.before in DIRECTIONS or c.before == "from"),
    Cue(0.8, 'after "… of" as with a place', lambda c: c.of_head),
    Cue(0.5, "after a verb of capture or movement", lambda c: c.before in CAPTURES),
    Cue(1.6, "followed by the country or province it lies in", lambda c: c.inside_of > 0),
    Cue(0.9, "after a place that lies in it", lambda c: c.parent_of > 0),
    Cue(0.4, "before a word for a kind of place", lambda c: c.after in HEADS_AFTER and c.after_joined),
    Cue(0.5, "its country is named in the article", lambda c: c.facts.named_country),
    Cue(0.5, "a name of several words", lambda c: not c.single),
    Cue(0.2, "named more than once", lambda c: c.facts.count > 1),
    Cue(1.2, "stands in the dateline", lambda c: c.dateline),
    Cue(1.0, "close to another place of the article", lambda c: c.facts.close),
    Cue(-1.0, "is a landscape or site", lambda c: c.facts.sites_only and c.single),
    Cue(-2.5, "is an everyday word where capitals prove nothing", lambda c: c.facts.common and c.loud),
    Cue(-2.0, "is an everyday word", lambda c: c.facts.common and not c.loud),
    Cue(-1.0, "is used in lower case too", lambda c: c.facts.common and c.facts.lower_too),
    Cue(
        2.0,
        "a capital inside of a sentence, where a place would stand",
        lambda c: c.mid_capital and c.locative and (c.facts.share > 0.2 or c.of_head or c.before in SURE),
    ),
    Cue(-1.3, "is a given name", lambda c: c.facts.given and not c.facts.famous),
    Cue(-0.6, "is a given name", lambda c: c.facts.given and c.facts.famous),
    Cue(-0.9, "is a family name", lambda c: c.facts.family and not c.facts.famous),
    Cue(-3.0, "is named for a saint", lambda c: c.possessive and c.name.key.startswith(("st ", "st. "))),
    Cue(-2.0, "is part of a longer name", lambda c: c.before_capital and not c.facts.strong),
    Cue(-1.5, "is part of a longer name", lambda c: c.before_capital and c.facts.strong),
    Cue(-1.0, "is after a given name", lambda c: c.before_given),
    Cue(-1.0, "is after a title", lambda c: c.before in TITLES and c.before_joined),
    Cue(-2.5, "is the name of a person of the article", lambda c: c.facts.person and not c.facts.strong),
    Cue(-1.2, "is the name of a person of the article", lambda c: c.facts.person and c.facts.strong),
    Cue(-1.4, "is before another name", lambda c: c.before_name and not c.facts.strong),
    Cue(-1.4, "is before another name", lambda c: c.before_name and c.facts.strong),
    Cue(-0.8, "is part of an organisation's name", lambda c: c.organisation),
    Cue(-1.2, "is part of a paper's, school's or unit's name", lambda c: c.organisation and c.after in PUBLICATIONS),
    Cue(-9.0, "is part of an organisation's name", lambda c: c.in_organisation),
    Cue(0.5, "most of the article is about its country", lambda c: c.facts.share > 0.5),
    Cue(-1.8, "lies in a country that the article does not tell of", lambda c: c.foreign),
    Cue(0.5, "a name that hardly any other place has", lambda c: c.rare),
    Cue(1.1, "told together with other places", lambda c: c.listed),
    Cue(-5.0, "names an organisation", lambda c: c.before == "of" and c.second_before in ORGANISATION_HEADS),
    Cue(-1.8, "is a given name before another name", lambda c: c.given_before_name),
    Cue(-1.0, "speaks like a person", lambda c: not c.facts.strong and (c.after in REPORTING or c.before in REPORTING)),
    Cue(1.5, "after an age, as the home of somebody", lambda c: c.before == "of" and c.second_before.isdigit()),
    Cue(0.9, "before a word for its people or its offices", lambda c: c.after in TOWNSFOLK and c.after_gap == " "),
    Cue(-2.0, "is the name of a people", lambda c: c.facts.people and not c.locative and c.after not in HEADS_AFTER),
    Cue(-1.2, "is somebody's family name in the article", lambda c: c.facts.surname and not c.facts.strong),
    Cue(-2.0, "is a name with an origin", lambda c: (c.facts.given or c.facts.family) and c.after == "of"),
    Cue(-9.0, "is a word of two letters", lambda c: c.stray),
    Cue(-4.0, "names a dish", lambda c: c.after in DISHES and c.after_gap == " " and not c.locative),
    Cue(-4.0, "the text puts it in a country that has none of this name", lambda c: c.misplaced),
    Cue(-9.0, "is an account of a network", lambda c: c.account),
    Cue(-9.0, "begins a longer name", lambda c: c.name.key in GENERICS and c.after_capital and c.after_joined),
    Cue(-9.0, "names a strain or a file", lambda c: c.slashed),
    Cue(-1.5, "names a company, a station or a club", lambda c: c.before in ENTERPRISES and c.before_joined),
    Cue(0.9, "names a site", lambda c: c.facts.sites_only and not c.single),
    Cue(-3.0, "is a point of the compass", lambda c: c.single and c.name.key in BARE and not c.inside_of),
    Cue(-2.0, "names a disease", lambda c: c.after in DISEASES and c.after_joined),
    Cue(-2.0, "is part of a person's name", lambda c: c.after_particle),
)


def verdicts(doc: Document) -> list[Verdict]:
    """Every name but the demonyms with its points, THRESHOLD or more for a place, and the cues behind them."""
    facts = facts_of(doc)
    return [_verdict(name, doc, facts) for name in doc.names if name.kind != "demonym"]


def _verdict(name: Name, doc: Document, facts: Mapping[str, Facts]) -> Verdict:
    if name.kind != "name":
        return Verdict(name, THRESHOLD + 1, ())
    if name.key in CALENDAR:
        return Verdict(name, THRESHOLD - 9, ())
    seen = context(name, doc, facts[name.key])
    held = tuple(cue for cue in CUES if cue.holds(seen))
    size = 0.7 * (seen.facts.largest - 3.5)
    return Verdict(name, size + sum(cue.points for cue in held), held)


def context(name: Name, doc: Document, facts: Facts) -> Context:
    """Everything that the cues ask about one name."""
    text, words = doc.text, doc.words
    before = words[name.first - 1] if name.first else None
    after = words[name.last] if name.last < len(words) else None
    gap_before = text[before.end : name.start] if before else ""
    gap_after = text[name.end : after.start] if after else ""
    before_low = before.low if before else ""
    joined = gap_before == " " or (gap_before == ". " and before_low in SHORT_TITLES)
    around = [*words[max(0, name.first - 6) : name.first], *words[name.last : name.last + 6]]
    headline = name.first in doc.headlines
    named = joined and before is not None and before.text[0].isupper() and before_low not in FUNCTION_WORDS
    if headline and before_low not in doc.lexicon.given and before_low not in TITLES:
        named = False
    sentence_start = before is None or bool(_SENTENCE_END.search(text[max(0, name.start - 6) : name.start]))
    return Context(
        name=name,
        facts=facts,
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
        inside_of=doc.contained(name, _next(name, doc)),
        parent_of=doc.contained(doc.before_comma(name), name),
        before_given=named and before_low in doc.lexicon.given,
        exact=any(c.place.name == name.text for c in name.candidates),
        listed=_listed(name, doc),
        in_organisation=name.first in doc.inside,
        misplaced=_misplaced(name, doc),
        account=text[name.start - 1 : name.start] == "@",
        slashed=text[name.start - 1 : name.start] == "/" == text[name.end : name.end + 1],
    )


def _misplaced(name: Name, doc: Document) -> bool:
    """Whether "province" or the like and a country follow that none of its places lies in."""
    outer = doc.after(name)
    if (
        outer is None
        or outer.start - name.end > LONGEST_GAP
        or not _PROVINCE.fullmatch(doc.text[name.end : outer.start])
    ):
        return False
    first = places_of(outer)[0]
    return first.precision is PlacePrecision.COUNTRY and not doc.contained(name, outer)


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
