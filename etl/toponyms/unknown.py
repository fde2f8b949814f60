"""Words that the text calls a town or village and the gazetteer does not know: worth telling, not worth guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.toponyms.words import ARTICLES, CALENDAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.toponyms.document import Document
    from etl.toponyms.names import Name

_HEAD = re.compile(r"\b(town|village|city|hamlet|settlement|district|neighbourhood|neighborhood)s? of $")
_LONGEST = 4  # words


@dataclass(frozen=True, slots=True)
class Unknown:
    """A range of the text and what the text calls it: "village"."""

    start: int
    end: int
    head: str


def unknown_places(doc: Document, accepted: Sequence[Name]) -> list[Unknown]:
    """Capitalised words after "town of" and the like that no accepted name covers, in reading order."""
    taken = {at for name in accepted for at in range(name.first, name.last)}
    found = []
    for at, word in enumerate(doc.words):
        if not at or doc.words[at - 1].low != "of" or at in taken or word.low in CALENDAR:
            continue
        if not (word.text[0].isupper() or word.text in ARTICLES):
            continue
        match = _HEAD.search(doc.text[max(0, word.start - 20) : word.start])
        if match is None:
            continue
        last = _last(doc, at)
        if last > at and not taken.intersection(range(at, last)):
            found.append(Unknown(word.start, doc.words[last - 1].end, match[1]))
    return found


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
