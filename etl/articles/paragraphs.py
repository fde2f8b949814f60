"""Where the paragraphs of a text lie, however its lines are broken.

Three habits are told apart: blank lines between paragraphs, one line a paragraph, and lines wrapped at a fixed width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from etl.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_BULLET = re.compile(r"(?:[-–—*•·▪●‣►]|\.[ \t]{2,}|\(?\d{1,2}[.)]|o[ \t]{2,})[ \t]*(?=\S)")
_MARK = re.compile(r"(?:[*•·▪●‣►][ \t]*|(?:[-–—][ \t]+){1,3}|\.[ \t]{2,}|o[ \t]{2,})(?=\S)")
_NEW_LINE = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]*(?:\[\d{1,3}\])*$")
_OPENS_LOWER = re.compile(r"[a-z]")

_NARROWEST, _WIDEST = 40, 130  # columns at which people and programs wrap text
_FILLED = 0.85  # a wrapped line and the next line's first word fill at least this much of the width
_MOST = 0.75  # of the lines that end in mid-sentence are filled in a text that is wrapped
_LOWER = 0.4  # of them go on with a small letter; a list of names or headings does not


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its surrounding blanks; ``indent`` counts them as columns, ``block`` counts blank lines above it."""

    span: Span
    indent: int
    block: int


def lines(text: str) -> tuple[Line, ...]:
    r"""The lines that are not blank.

    >>> [line.block for line in lines("one\ntwo\n\nthree")]
    [0, 0, 1]
    """
    found: list[Line] = []
    block, end = 0, 0
    for match in _LINE.finditer(text):
        content = match[0].strip()
        if not content:
            continue
        start = match.start() + match[0].index(content)
        breaks = sum(1 for _ in _NEW_LINE.finditer(text, end, match.start())) if found else 0
        block += breaks > 1
        found.append(Line(Span(start, start + len(content)), start - match.start(), block))
        end = match.end()
    return tuple(found)


def paragraphs(text: str) -> tuple[tuple[Span, int], ...]:
    r"""Each paragraph's span and block, in order; paragraphs of one block have no blank line between them.

    >>> [span.of("A b.\nC d.") for span, _ in paragraphs("A b.\nC d.")]
    ['A b.', 'C d.']
    """
    found = lines(text)
    width = _wrap_width(text, found)
    return tuple((_span(text, run), run[0].block) for run in _runs(text, found, width))


def _span(text: str, run: Sequence[Line]) -> Span:
    """Without the bullet; a number stays, menus are known by it."""
    first, last = run[0].span, run[-1].span
    bullet = _MARK.match(text, first.start, first.end)
    return Span(bullet.end() if bullet else first.start, last.end)


def _runs(text: str, found: Sequence[Line], width: int | None) -> Iterator[list[Line]]:
    if not found:
        return
    blocks = found[-1].block > 0
    run = [found[0]]
    for before, line in pairwise(found):
        if before.block == line.block and _continues(text, before, line, width, blocks=blocks):
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


def _continues(text: str, before: Line, line: Line, width: int | None, *, blocks: bool) -> bool:
    """Whether the line break before ``line`` is only the end of the paper."""
    words = line.span.of(text)
    ended = _ends_sentence(text, before.span)
    filled = width is not None and _is_filled(before, words, width)
    if _BULLET.match(words):
        return filled and not ended and words[0] in "-–—0123456789"  # a dash or a number in the middle of a sentence
    if not ended and _OPENS_LOWER.match(words):
        return True
    return filled and (blocks or not ended)


def _is_filled(before: Line, following: str, width: int) -> bool:
    first_word = following[:_WIDEST].split(maxsplit=1)[0]
    return before.indent + before.span.end - before.span.start + 1 + len(first_word) >= _FILLED * width


def _wrap_width(text: str, found: Sequence[Line]) -> int | None:
    """The column at which this text is wrapped, None where its lines are as long as its paragraphs."""
    lengths = sorted(line.indent + line.span.end - line.span.start for line in found)
    if len(lengths) < 2:
        return None
    width = lengths[-1 - len(lengths) // 50]  # one line in fifty may be an address or a table
    if not _NARROWEST <= width <= _WIDEST:
        return None
    opened = [pair for pair in pairwise(found) if _is_open(text, *pair)]
    filled = sum(_is_filled(before, line.span.of(text), width) for before, line in opened)
    lower = sum(_OPENS_LOWER.match(text, line.span.start) is not None for _, line in opened)
    if len(opened) < 2 or filled < _MOST * len(opened) or (lower < _LOWER * len(opened) and not text.isupper()):
        return None
    return width


def _is_open(text: str, before: Line, line: Line) -> bool:
    """A line break that stands in the middle of a sentence."""
    return before.block == line.block and not _ends_sentence(text, before.span)


def _ends_sentence(text: str, span: Span) -> bool:
    return _ENDS_SENTENCE.search(text, max(span.start, span.end - 16), span.end) is not None
