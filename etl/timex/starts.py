"""What a match of a pattern can begin with, so that a pattern is tried only where it can match.

Python's regular expressions try a pattern that ignores case at every character of a text, though most rules begin with
one of a few words. Beginnings are compared in a plain alphabet: small letters, "0" for every digit, "?" for what is
beyond ASCII.
"""

from __future__ import annotations

import functools
import importlib
import re
from typing import Any, Final

_parser: Final[Any] = importlib.import_module("re._parser")  # the parse tree of a pattern has no public name
LENGTH: Final = 3  # a fourth character names too many
ANYTHING: Final = "\0"  # in a beginning: whatever stands here
ZERO_WIDTH: Final = frozenset({"AT", "ASSERT", "ASSERT_NOT"})
REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
WIDEST: Final = 12  # different characters of a class; a wider one is anything
NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")
DIGIT: Final = re.compile(r"[0-9]")
NOTHING: Final = frozenset({""})

Beginnings = frozenset[str]


def plain(text: str) -> str:
    """The text in the alphabet of beginnings.

    >>> plain("5 Août")
    '0 ao?t'
    """
    return DIGIT.sub("0", NOT_ASCII.sub("?", text)).lower()


@functools.cache
def beginnings(pattern: str) -> Beginnings:
    """What the first ``LENGTH`` characters of a match can be; shorter ones may be followed by anything.

    More may be named than can begin a match, never fewer.

    >>> sorted(beginnings("(?<!x)(?:the )?(?:[Mm]ay|june)|42"))
    ['00', 'jun', 'may', 'the']
    """
    return _of_sequence(_parser.parse(pattern), LENGTH)


def may_begin(beginning: str, text: str) -> bool:
    """Whether a text that starts with ``text``, in plain letters, may start with the beginning."""
    return len(beginning) <= len(text) and all(
        mine in (ANYTHING, theirs) for mine, theirs in zip(beginning, text, strict=False)
    )


def _of_sequence(items: Any, length: int) -> Beginnings:
    found = NOTHING
    for kind, value in items:
        shortest = min(map(len, found))
        if shortest == length:
            break
        item = _of(str(kind), value, length - shortest)
        found = frozenset((before + after)[:length] for before in found for after in item)
    return found


def _of(kind: str, value: Any, length: int) -> Beginnings:
    if kind in ZERO_WIDTH:
        return NOTHING
    if kind in ("LITERAL", "IN"):
        return _of_class(value if kind == "IN" else [(kind, value)])
    if kind == "SUBPATTERN":
        return _of_sequence(value[-1], length)
    if kind == "BRANCH":
        return frozenset().union(*(_of_sequence(choice, length) for choice in value[1]))
    if kind in REPEATS:
        least, most, items = value
        counts = range(min(int(least), length), min(int(most), length) + 1)
        return frozenset().union(*(_of_sequence(list(items) * count, length) for count in counts))
    return frozenset({ANYTHING * number for number in range(length + 1)})  # a reference, a condition


def _of_class(items: Any) -> Beginnings:
    found: set[str] = set()
    for kind, value in items:
        if str(kind) == "LITERAL":
            found.add(plain(chr(value)))
        elif str(kind) == "RANGE" and value[1] - value[0] <= WIDEST:
            found |= {plain(chr(code)) for code in range(value[0], value[1] + 1)}
        elif str(kind) == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            found |= {"0", "?"}
        else:
            return frozenset({ANYTHING})
    return frozenset(found)
