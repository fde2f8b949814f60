"""The text cut into sentences for the rules: cheaply, over everything, prose or not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 1500
LINE = re.compile(r"[^\n]*\n?")
STOP = re.compile(r"[.!?][\"”’')\]]{0,2}\s(?=\s{0,8}[\"“‘'(\[]?[A-Z0-9])")
NOT_LAST = re.compile(
    r"\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Maj|Gov|Sen|Rep|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs"
    r"|ca?|[Ff]l|Inc|Corp|Co|Ltd|[a-z]\.[a-z]|U\.S|U\.N|U\.K|a\.m|p\.m|B\.C|A\.D)\.$"
)
MONTH_BEFORE = re.compile(r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\.$")
WRAPPED = range(45, 130)  # how long a line is that was broken for its length


class Clause(NamedTuple):
    """A sentence with single spaces; ``offsets[i]`` is where its i-th character stands in the article."""

    text: str
    offsets: Sequence[int]
    paragraph: int


def clauses(text: str) -> Iterator[Clause]:
    """The sentences of a text in order; linear in its length."""
    for number, (start, end) in enumerate(_blocks(text)):
        for first, last in _sentences(text, start, end):
            words, offsets = _single_spaced(text, first, last)
            if words:
                yield Clause(words, offsets, number)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: lines that belong together because they were only wrapped."""
    start = position = 0
    for line in LINE.finditer(text):
        position = line.end()
        content = line[0].strip()
        wrapped = content and line.end() - line.start() in WRAPPED and content[-1] not in '.!?:"”'
        if not wrapped and position > start:
            yield start, position
            start = position
    if position > start:
        yield start, position


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in STOP.finditer(text, start, end):
        if stop[0][0] == "." and NOT_LAST.search(text, max(start, stop.start() - 6), stop.start() + 1):
            continue
        if MONTH_BEFORE.search(text, max(start, stop.start() - 10), stop.start() + 1) and text[stop.end()].isdigit():
            continue
        yield from _short(text, start, stop.end())
        start = stop.end()
    yield from _short(text, start, end)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST) + 1 or start + LONGEST
        yield start, cut
        start = cut
    if end > start:
        yield start, end


def _single_spaced(text: str, start: int, end: int) -> tuple[str, Sequence[int]]:
    part = text[start:end]
    words = " ".join(part.split())
    if not words:
        return "", ()
    lead = len(part) - len(part.lstrip())
    if part[lead : lead + len(words)].replace("\n", " ").replace("\t", " ").replace("\xa0", " ") == words:
        return words, range(start + lead, start + lead + len(words))
    offsets: list[int] = []
    spaced = True
    for place in range(start, end):
        if not text[place].isspace():
            offsets.append(place)
            spaced = False
        elif not spaced:
            offsets.append(place)
            spaced = True
    return words, offsets[: len(words)]
