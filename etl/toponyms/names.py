"""Names in a text that the gazetteer knows: the longest n-gram from each capitalised word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from etl.toponyms.words import ARTICLES, SHORTENED, TRAILING, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from etl.model import Place

LONGEST = 6  # words of a name

_POINTED = re.compile(r"[A-Z]\.(?: ?[A-Z]\.){1,3}|[A-Z]\. ?[A-Z][a-z]{1,3}\.|[A-Z]\.[A-Z]\b")  # U.S., W.Va., U.S
_ELIDED = re.compile(r"[a-z]{1,2}['’ʼ][A-Z]")  # "Côte d'Ivoire"
_GAPS = frozenset((" ", "-", "\u00a0", "–"))

NameKind = Literal["name", "short", "abbreviation", "demonym"]


class CandidateLike(Protocol):
    """What this stage reads of ``etl.gazetteer.Candidate``."""

    @property
    def place(self) -> Place: ...
    @property
    def kind(self) -> str: ...
    @property
    def prominence(self) -> int: ...
    @property
    def admin2(self) -> str: ...
    @property
    def prior(self) -> float: ...
    @property
    def likeness(self) -> float: ...
    @property
    def spelling(self) -> str: ...


class GazetteerLike(Protocol):
    """What this stage asks of ``etl.gazetteer.Gazetteer``."""

    def candidates(self, name: str) -> tuple[CandidateLike, ...]: ...
    def transliterations(self, name: str, countries: Iterable[str]) -> tuple[CandidateLike, ...]: ...
    def begins(self, word: str) -> bool: ...
    def country(self, code: str) -> Place: ...
    def word(self, text: str) -> tuple[str, Place] | None: ...
    def label(self, place: Place) -> str: ...


class Word(NamedTuple):
    """A word of the text; ``low`` is it in lower case."""

    start: int
    end: int
    text: str
    low: str


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A run of words that the gazetteer knows; ``first``..``last`` are word indexes, ``last`` excluded.

    ``place`` is set where the words can mean one place only: an abbreviation or a demonym.
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    key: str
    kind: NameKind
    candidates: tuple[CandidateLike, ...] = ()
    place: Place | None = None


def words_of(text: str) -> list[Word]:
    """Runs of letters and digits; "Syria's" is "Syria", "Ba'quba" one word."""
    return [Word(m.start(), m.end(), m.group(), m.group().lower()) for m in WORD.finditer(text)]


def names_of(text: str, words: Sequence[Word], gazetteer: GazetteerLike) -> list[Name]:
    """Every longest known name that starts with a capital or an Arabic article, left to right, none overlapping."""
    names: list[Name] = []
    at = 0
    while at < len(words):
        starts = words[at].text[0].isupper() or (words[at].text in ARTICLES and _may_start(text, words, at))
        name = _name_at(text, words, at, gazetteer) if starts else None
        if name is not None and words[at].low == "the" and not _is_full_name(name):
            name = _name_at(text, words, at + 1, gazetteer) or name
        if name is not None:
            names.append(name)
        at = max(at + 1, name.last if name else 0)
    return names


def _is_full_name(name: Name) -> bool:
    """Whether "The" belongs to it: "The Hague" is a name, "The Gambia" is Gambia."""
    return any(c.place.name == name.text for c in name.candidates)


def _may_start(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether an Arabic article in lower case begins a name."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or not following.text[0].isupper():
        return False
    return text[word.end : following.start] == "-" or (
        word.text in ("al", "el") and text[word.end : following.start] == " "
    )


def _name_at(text: str, words: Sequence[Word], at: int, gazetteer: GazetteerLike) -> Name | None:
    pointed = _pointed(text, words, at, gazetteer)
    if pointed is not None or not gazetteer.begins(words[at].text):
        return pointed
    reach = _reach(text, words, at)
    for last in range(reach, at, -1):
        ending = words[last - 1]
        capital = ending.text[0].isupper() or ending.text[0].isdigit() or _ELIDED.match(ending.text) is not None
        if not capital and not (last - at > 1 and ending.text in TRAILING):
            continue
        name = _exact_word(text, words, at, last, gazetteer) or _plain(text, words, at, last, gazetteer)
        if name is not None:
            return name
    return None


def _reach(text: str, words: Sequence[Word], at: int) -> int:
    """The word index after the last word that the name at ``at`` could include."""
    last = at + 1
    while last < min(len(words), at + LONGEST):
        gap = text[words[last - 1].end : words[last].start]
        if gap not in _GAPS and not (gap == ". " and words[last - 1].low in SHORTENED):
            break
        last += 1
    return last


def _plain(text: str, words: Sequence[Word], at: int, last: int, gazetteer: GazetteerLike) -> Name | None:
    start, end = words[at].start, words[last - 1].end
    found, single = text[start:end], last - at == 1
    if single and len(found) <= 2 and not (found[-1].islower() and _told_as_town(text, start, end)):
        return None
    candidates = gazetteer.candidates(found)
    if single and len(found) <= 4 and found.isupper():
        candidates = tuple(c for c in candidates if _stands_in_capitals(c))
    if not candidates:
        return None
    return Name(start, end, at, last, found, " ".join(found.lower().split()), "name", candidates)


def _told_as_town(text: str, start: int, end: int) -> bool:
    """Whether a word of two letters may be one: "the town of Bo", "Of, Turkey"."""
    return text[end : end + 2] == ", " or text[max(0, start - 4) : start] == " of "


def _stands_in_capitals(candidate: CandidateLike) -> bool:
    """Four capitals are an acronym ("NATO") unless the place is well known ("IRAQ", "HOMS")."""
    place = candidate.place
    return candidate.kind == "main" and place.feature_code in ("PCLI", "PPLC", "ADM1", "PPLA", "RGN", "PPLA2")


def _exact_word(text: str, words: Sequence[Word], at: int, last: int, gazetteer: GazetteerLike) -> Name | None:
    """Words of the gazetteer's own list: "Iraqi", "Calif.", ", TX", "US"."""
    start, end = words[at].start, words[last - 1].end
    found = text[start:end]
    known = gazetteer.word(found)
    if (
        known is None
        or "$" in (text[end : end + 1], text[start - 1 : start])
        or (found == "BC" and at and words[at - 1].text.isdigit())
    ):
        return None
    kind, place = known
    if kind in ("abbreviation", "postal"):
        after_comma = text[max(0, start - 2) : start] == ", "
        pointed = text[end : end + 1] == "."
        if not after_comma and not (kind == "abbreviation" and pointed and found not in _AMBIGUOUS):
            return None
        if kind == "abbreviation" and not pointed:
            return None
        end += pointed and kind == "abbreviation"
        return Name(start, end, at, last, text[start:end], found.lower(), "abbreviation", place=place)
    named: NameKind = "demonym" if kind == "demonym" else "short"
    return Name(start, end, at, last, found, found.lower(), named, place=place)


_AMBIGUOUS = frozenset(
    [
        "Wash",
        "Miss",
        "Del",
        "Mass",
        "Mo",
        "Me",
        "La",
        "Pa",
        "Va",
        "Md",
        "Ind",
        "Ore",
        "Ill",
        "Ga",
        "Ark",
        "Ala",
        "Penn",
        "Tex",
        "Man",
        "Wis",
        "Minn",
        "Kan",
        "Ky",
    ]
)
"""Abbreviations that are also words or parts of names: only after a comma."""


def _pointed(text: str, words: Sequence[Word], at: int, gazetteer: GazetteerLike) -> Name | None:
    start = words[at].start
    if text[start + 1 : start + 2] != ".":
        return None
    match = _POINTED.match(text, start, start + 12)
    if match is None:
        return None
    found = match.group()
    known = gazetteer.word(found.replace(" ", "").rstrip("."))
    years = found.replace(" ", "").rstrip(".") == "B.C" and at > 0 and words[at - 1].text.isdigit()
    if known is None or known[0] == "demonym" or years:
        return None
    last = at
    while last < len(words) and words[last].start < match.end():
        last += 1
    kind: NameKind = "short" if known[0] == "short" else "abbreviation"
    key = found.replace(" ", "").rstrip(".").lower()
    return Name(start, match.end(), at, last, found, key, kind, place=known[1])
