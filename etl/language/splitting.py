"""Sentences of a paragraph by rules, before any parser sees them.

A boundary is a full stop, question or exclamation mark, closing quotes included, before white space and a word that can
begin a sentence. Whether an abbreviation may end one is a table. Time is linear in the text, and no piece is longer
than ``LONGEST_WORDS`` words or ``LONGEST_CHARACTERS`` characters, so that no text makes a parser slow.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from etl.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WORDS = 110
LONGEST_CHARACTERS = 900

STOP = re.compile(r"[.!?…]{1,9}['\"”’»)\]]{0,3}(?=\s|$)")
GLUED = re.compile(
    r"(?<=[a-z]{3})[.!?](?=(?:The|A|An|In|On|At|But|He|She|It|They|We|This|That|These|There|And|As|If)\s)"
)
LINE_ITEM = re.compile(r"\n[^\S\n]*(?=[-*•▪●◦–—]\s|\d{1,2}[.)]\s|\n)")
WORD_BEFORE = re.compile(r"[\w.&'’-]{1,24}$")
ON_MONTH = re.compile(  # "on April. 2": a month that was never shortened; "in April. 20 men" are two sentences
    r"\b[Oo]n (?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
WORD_AFTER = re.compile(r"[\s\"'“‘«(\[]{0,6}([\w’'-]{1,24})")
OPENING = "\"'“‘«(["
QUOTE_END = re.compile(r"[?!…]['\"”’]{1,2}$")
SPEAKER = re.compile(
    r"\s+(?:[A-Z][\w.’'-]{0,20}\s+){1,4}(?:said|says|asked|told|added|wrote|wondered|shouted|replied|tweeted|warned|declared|cried|exclaimed|demanded|insisted|explained)\b"
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# never the last word of a sentence
TITLES = _words(
    "mr mrs ms dr prof gen lt col maj capt cpl sgt pvt brig adm cmdr cdr sen rep gov pres rev hon fr msgr supt insp det "
    "ltgen majgen vs v fig figs st mt ft messrs mme mlle sra sr dr eng hrh ayat vol pp cf eg ie viz approx al-haj "
    "cpt spc pfc pte barr alh engr brgy gral cnel tte sto sta sh "
    "korg tümg tuğg alb yb bnb yzb ütğm tğm asb uzm çvş org doç av bşk"  # Turkish ranks, lawyers, chairmen
)
# the last word of a sentence only before a word that often begins one
MAYBE_LAST = _words(
    "inc corp co ltd llc plc jr bros etc al dept univ assn ave blvd rd jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun calif fla mass mich minn pa tex va wash ariz ill ind conn mo est km sq"
)
BEFORE_NUMBER = _words("no nos art sec ch par p pp jan feb mar apr jun jul aug sep sept oct nov dec")
STARTERS = _words(
    "the a an this that these those it its he his she her they their we our i you your there here in on at by for from to "
    "with after before since during until while when where why how what who if although though as but and or so yet however "
    "meanwhile also both all some many most more several two three four dozens hundreds thousands another other each every "
    "no not none nearly about more under over earlier later now then today tomorrow yesterday last next one according despite "
    "officials police troops officers"
)
INITIALISM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?|[A-HJ-Z]")


class Paragraph(NamedTuple):
    text: str  # the whole article's, so that offsets stay its own
    start: int
    end: int


def sentence_spans(text: str, paragraph: Span) -> tuple[Span, ...]:
    """The sentences of one paragraph of ``text`` in reading order, without surrounding white space.

    Together they hold every character of the paragraph that is not white space.

    >>> words = "Gen. Ali left Hit. The U.S. stayed."
    >>> [span.of(words) for span in sentence_spans(words, Span(0, len(words)))]
    ['Gen. Ali left Hit.', 'The U.S. stayed.']
    """
    cuts = [paragraph.start, *_boundaries(Paragraph(text, paragraph.start, paragraph.end)), paragraph.end]
    pieces: list[Span] = []
    for start, end in itertools.pairwise(cuts):
        pieces += _pieces(text, start, end)
    return tuple(pieces)


def _boundaries(paragraph: Paragraph) -> list[int]:
    text, start, end = paragraph
    found = {match.start() + 1 for match in LINE_ITEM.finditer(text, start, end)}
    found |= {match.end() for match in GLUED.finditer(text, start, end)}
    found |= {match.end() for match in STOP.finditer(text, start, end) if _ends_sentence(paragraph, match)}
    return sorted(cut for cut in found if start < cut < end)


def _ends_sentence(paragraph: Paragraph, stop: re.Match[str]) -> bool:
    text, start, end = paragraph
    following = WORD_AFTER.match(text, stop.end(), end)
    if following is None:
        return True
    first = following[1]
    if first[0].islower() or (QUOTE_END.search(stop[0]) and SPEAKER.match(text, stop.end(), end)):
        return False
    if stop[0][0] != "." or stop[0].startswith(".."):
        return True
    if first[0].isdigit() and ON_MONTH.search(text, max(start, stop.start() - 16), stop.start()):
        return False
    before = WORD_BEFORE.search(text, max(start, stop.start() - 24), stop.start())
    quoted = len(stop[0]) > 1 or any(mark in OPENING for mark in text[stop.end() : following.start(1)])
    return before is None or _may_be_last(before[0], first, at_start=before.start() == start, quoted=quoted)


def _may_be_last(word: str, following: str, *, at_start: bool, quoted: bool) -> bool:
    """Whether ``word`` and its full stop may end a sentence before ``following``."""
    plain = word.lower().rstrip(".")
    if plain in BEFORE_NUMBER and following[0].isdigit():
        return False
    if at_start and plain.isdigit() and len(plain) < 3:
        return False  # "2. Withdraw the troops"
    if plain in TITLES:
        return False
    if plain in MAYBE_LAST and word[0].isupper() | (plain in {"etc", "al", "est", "km", "sq"}):
        return quoted or following.lower() in STARTERS
    if INITIALISM.fullmatch(word):
        return quoted or following.lower() in STARTERS
    return True


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """The trimmed range, cut where it is longer than a parser should see."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        limit = _limit(text, start, end)
        cut = end if limit >= end else _cut(text, start, limit)
        last = cut
        while last > start and text[last - 1].isspace():
            last -= 1
        if last > start:
            yield Span(start, last)
        start = cut


WORD = re.compile(r"\w{1,40}|[^\w\s]")


def _limit(text: str, start: int, end: int) -> int:
    """Where the piece must end at the latest."""
    limit = min(end, start + LONGEST_CHARACTERS)
    for number, word in enumerate(WORD.finditer(text, start, limit)):
        if number == LONGEST_WORDS:
            return word.start()
    return limit


CUTS = tuple(
    re.compile(pattern)
    for pattern in (r"[;:]\s", r"\n", r"\s[–—-]{1,2}\s", r",\s(?=(?:and|but|or|while|which)\s)", r",\s", r"\s")
)


def _cut(text: str, start: int, limit: int) -> int:
    """The last good place to cut in the second half before ``limit``: a clause's end rather than a word's."""
    half = start + (limit - start) // 2
    for pattern in CUTS:
        places = [match.end() for match in pattern.finditer(text, half, limit)]
        if places:
            return places[-1]
    return limit
