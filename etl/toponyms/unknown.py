"""Words that stand where a place would and that the gazetteer does not know as they are spelled.

What another romanisation of a name in the article's countries explains is that place, and says so. What the text calls a
town or village and nothing explains is told without a place: worth telling, not worth guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.toponyms.names import Name
from etl.toponyms.words import ARTICLES, CALENDAR, FUNCTION_WORDS, SURE_CAPTURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from etl.toponyms.document import Document
    from etl.toponyms.names import CandidateLike, GazetteerLike

ALIKE = 0.88  # of a transliteration, 0..1
SHORTEST = 5  # letters of a name that may be a transliteration

_KINDS = (
    "town|village|city|hamlet|settlement|district|neighbourhood|neighborhood|suburb|locality|camp|quarter|sub-?district"
)
_HEAD = re.compile(rf"\b({_KINDS})s? of $")
_BEFORE = re.compile(r"\b(?:in|near|outside|around|inside|into|towards?) (?:the )?(?:nearby )?$")
_AFTER = re.compile(rf" (?:refugee |displacement |IDP )?({_KINDS}|area)\b")
_LONGEST = 4  # words
_NO_NAMES = (
    CALENDAR
    | FUNCTION_WORDS
    | {
        "old",
        "new",
        "the",
        "this",
        "that",
        "business",
        "home",
        "north",
        "south",
        "east",
        "west",
        "central",
    }
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that the gazetteer does not have; what the text calls it, "village" or nothing; what it may be."""

    name: Name
    head: str

    @property
    def start(self) -> int:
        return self.name.start

    @property
    def end(self) -> int:
        return self.name.end


def unknown_places(doc: Document, accepted: Sequence[Name], gazetteer: GazetteerLike) -> Iterator[Unknown]:
    """Capitalised words where a place would stand that no accepted name covers, in reading order."""
    taken = {at for name in accepted for at in range(name.first, name.last)}
    at = 0
    while at < len(doc.words):
        last = _last(doc, at) if _may_begin(doc, at) else at
        if last > at and not taken.intersection(range(at, last)):
            found = _unknown(doc, at, last, gazetteer)
            if found is not None:
                yield found
        at = max(at + 1, last)


def _unknown(doc: Document, first: int, last: int, gazetteer: GazetteerLike) -> Unknown | None:
    start, end = doc.words[first].start, doc.words[last - 1].end
    before = doc.text[max(0, start - 24) : start]
    head = _HEAD.search(before) or _AFTER.match(doc.text, end, end + 40)
    called = head[1] if head is not None and head[1] != "area" else ""
    taken_by_force = first > 0 and doc.words[first - 1].low in SURE_CAPTURES
    if head is None and not taken_by_force and _BEFORE.search(before) is None:
        return None
    text = doc.text[start:end]
    key = " ".join(text.lower().split())
    candidates: tuple[CandidateLike, ...] = ()
    if len(text) >= SHORTEST and not _everyday(doc, first, last):
        countries = frozenset(code for code, keys in doc.told.items() if code and keys - {key})
        alike = gazetteer.transliterations(text, countries)
        candidates = tuple(candidate for candidate in alike if candidate.likeness >= ALIKE)
    if not candidates and (not called or (_HEAD.search(before) is None and _everyday(doc, first, last))):
        return None
    return Unknown(Name(start, end, first, last, text, key, "name", candidates), called)


def _may_begin(doc: Document, at: int) -> bool:
    word = doc.words[at]
    return (word.text[0].isupper() or word.text in ARTICLES) and word.low not in _NO_NAMES


def _everyday(doc: Document, first: int, last: int) -> bool:
    """Whether a word of it is an everyday one or part of the name of an organisation or a person."""
    words = doc.words[first:last]
    lexicon = doc.lexicon
    if any(at in doc.inside for at in range(first, last)):
        return True
    if last - first == 1:
        low = words[0].low
        return low in lexicon.common or low in lexicon.given or low in doc.people or low in doc.lower
    return all(word.low in lexicon.common or word.low in lexicon.given for word in words)


def _last(doc: Document, at: int) -> int:
    """The word index after the run of capitalised words that starts here; ``at`` itself when there is none."""
    last = at
    for here in range(at, min(len(doc.words), at + _LONGEST)):
        word = doc.words[here]
        if here > at and doc.text[doc.words[here - 1].end : word.start] not in (" ", "-"):
            break
        if word.text[0].isupper():
            last = here + 1
        elif word.text not in ARTICLES:
            break
    return last
