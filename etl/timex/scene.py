"""What a rule may know about the words around it: the sentence, the publication date, the dates told before, the tense."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from etl.model import Interval, Sentence, TimexType, Token

Anchor = Literal["explicit", "published", "previous", "none"]


class UndatedError(Exception):
    """The article has no publication date, and this expression needs one. Never leaves the package."""


class Reading(NamedTuple):
    """What a rule made of its words; ``undated`` is the value where no date is known ("XXXX-05-03")."""

    value: str
    anchor: Anchor = "none"
    type: TimexType = "DATE"
    because: tuple[str, ...] = ()
    modifier: str | None = None
    interval: Interval | None = None  # where it is not simply the value's
    rejected: tuple[str, ...] = ()  # other values that were considered
    tails: tuple[tuple[int, str], ...] = ()  # of a range or list: where its other expressions begin, and their values


class Tense(NamedTuple):
    """+1 the future, -1 the past, 0 unknown; ``cue`` is the word that says so."""

    sign: int
    cue: str = ""
    parsed: bool = False  # by the verb above the words, not by a word near them

    @property
    def words(self) -> str:
        name = {1: "future", -1: "past"}.get(self.sign, "no")
        return f"{name} tense: {self.cue}" if self.cue else f"{name} tense"


FUTURE = re.compile(
    r"\b(?:will|won't|'ll|’ll|shall|would|could|(?-i:may)|might|can|must|should|to be|going to"
    r"|(?:is|are|was|were|been|be) (?:expected|scheduled|due|set|slated|planned|supposed|likely|poised|ready|about|to)"
    r"|expects?|plans?|planned|scheduled|intends?|hopes?|aims?|proposed|upcoming|ahead of|deadline|forthcoming|payable"
    r"|next|expires?|beginning|starting|effective|vows?|vowed|pledged?)\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"(?<!\bbe )\b(?:was|were|had|did|has|have|been|said|told|came|went|took|began|met|made|held|saw|got|left|won|lost|fell|rose|hit"
    r"|shot|put|sent|struck|found|gave|ran|became|broke|fought|led|fled|drove|sank|spoke|wrote|since|ago|last|(?-i:[a-z]{2,20}ed))\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Focus:
    """The date that the story has reached."""

    day: dt.date | None = None
    precision: str = "day"
    year: int | None = None  # the last year named
    quarter: int | None = None  # the quarter that figures are told for
    era: str = ""  # "BC0334" while the story tells of years before Christ
    paragraph: int = 0
    exact: dt.date | None = None  # the last single day told that does not lie ahead of the publication
    period: Interval | None = None  # the first stretch of days named in full: what a report is about


@dataclass(slots=True)
class Scene:
    """One sentence as the rules see it; ``text`` has single spaces."""

    text: str
    published: dt.date | None
    narrative: bool
    focus: Focus
    tenses: Tenses
    offsets: Sequence[int]
    _cues: list[tuple[int, int, int, str]] | None = field(default=None)

    @property
    def today(self) -> dt.date:
        if self.published is None:
            raise UndatedError
        return self.published

    @property
    def anchor(self) -> dt.date:
        """The date that the story has reached, or the publication."""
        return self.focus.day or self.today

    @property
    def exact(self) -> dt.date | None:
        """The single day that the story has reached, None where it has reached none."""
        return self.focus.day if self.narrative else self.focus.exact

    @property
    def told(self) -> tuple[dt.date, Anchor]:
        """What "the next day" counts from."""
        return self.anchor, "previous"

    @property
    def now(self) -> tuple[dt.date, Anchor]:
        """What "Tuesday" counts from: in news the publication, in a narrative the date that the story has reached."""
        if self.narrative and self.focus.day:
            return self.focus.day, "previous"
        return self.today, "published"

    def before(self, start: int, length: int = 14) -> str:
        return self.text[max(0, start - length) : start].lower()

    def after(self, end: int, length: int = 16) -> str:
        return self.text[end : end + length]

    def tense(self, start: int, end: int) -> Tense:
        """By the verb that governs the words where the sentence was parsed, else by the nearest cue."""
        parsed = self.tenses.at(self.offsets[start], self.offsets[end - 1] + 1)
        return parsed._replace(parsed=True) if parsed and parsed.sign else self._cued(start, end)

    def _cued(self, start: int, end: int) -> Tense:
        if self._cues is None:
            self._cues = [
                (match.start(), match.end(), sign, match[0])
                for pattern, sign in ((FUTURE, 1), (PAST, -1))
                for match in pattern.finditer(self.text)
            ]
        best = (10_000, 0, "")
        for cue_start, cue_end, sign, words in self._cues:
            if cue_start < end and cue_end > start:
                continue
            distance = start - cue_end if cue_end <= start else cue_start - end + 15
            if distance < best[0]:
                best = (distance, sign, words)
        return Tense(best[1], best[2])


MODALS = frozenset({"will", "wo", "'ll", "’ll", "shall"})
PLANS = frozenset(
    [
        "expect",
        "schedule",
        "plan",
        "set",
        "due",
        "slate",
        "intend",
        "hope",
        "aim",
        "propose",
        "vow",
        "pledge",
        "promise",
        "agree",
        "prepare",
        "ready",
        "poise",
        "want",
        "seek",
        "likely",
        "about",
        "go",
        "decide",
        "order",
    ]
)
AIMLESS = frozenset({"set", "go", "order"})  # plans only with what is planned: "set to leave", not "set on fire"
VERBAL = frozenset({"VERB", "AUX"})


class Tenses:
    """The tense that governs a place of the article, by its parsed sentences."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sorted(sentences, key=lambda sentence: sentence.span.start)
        self._starts = [sentence.span.start for sentence in self._sentences]

    def at(self, start: int, end: int) -> Tense | None:
        """The tense of the nearest verb above the words; None where they were not parsed."""
        place = bisect_right(self._starts, start) - 1
        if place < 0 or self._sentences[place].span.end <= start:
            return None
        tokens = self._sentences[place].tokens
        inside = {index for index, token in enumerate(tokens) if token.start < end and start < token.end}
        top = next((index for index in sorted(inside) if tokens[index].head not in inside), None)
        if top is None:
            return None
        return _tense_above(tokens, tokens[top].head if tokens[top].head != top else top)


def _tense_above(tokens: Sequence[Token], index: int) -> Tense | None:
    for _ in range(12):
        if tokens[index].pos in VERBAL:
            tense = _clause_tense(tokens, index)
            if tense.sign:
                return tense
        if tokens[index].dep == "root" or tokens[index].head == index:
            return None
        index = tokens[index].head
    return None


HAVE = frozenset({"has", "have", "'ve", "’ve", "been"})
TO_BE = frozenset({"is", "are", "was", "were"})  # "were to be moved on Friday"
PRESENT = frozenset({"VBZ", "VBP"})


def _clause_tense(tokens: Sequence[Token], index: int) -> Tense:
    """The tense of one clause by its verb and auxiliaries; the first row that holds decides."""
    verb = tokens[index]
    helpers = [
        token
        for place, token in enumerate(tokens)
        if token.head == index and place != index and token.dep.startswith(("aux", "cop"))
    ]
    words = {token.text.lower() for token in helpers}
    tags = {token.tag for token in helpers}
    below = [token for place, token in enumerate(tokens) if token.head == index and place != index]
    has_subject = any(token.dep.startswith("nsubj") for token in below)
    present = has_subject and (verb.tag in PRESENT or (verb.tag == "VBG" and bool(tags & PRESENT)))
    to_be = bool(words & TO_BE) and any(token.text.lower() == "to" for token in below) and "have" not in words
    aims = verb.lemma.lower() not in AIMLESS or any(token.dep.startswith("xcomp") for token in below)
    plan = (
        verb.lemma.lower() in PLANS and verb.tag in ("VBN", "VBZ", "VBP", "VB", "VBG") and "had" not in words and aims
    )
    goal = (
        verb.tag == "VB" and verb.head != index and tokens[verb.head].lemma.lower() in PLANS
    )  # "planned to leave on Friday"
    rows = (
        (bool(words & MODALS) or plan or to_be or goal, 1),
        ("VBD" in tags or bool(words & HAVE), -1),
        ("MD" in tags, 0),
        (verb.tag == "VBD", -1),
        (present, 1),
    )
    sign = next((sign for holds, sign in rows if holds), 0)
    return Tense(sign, " ".join([*(token.text for token in helpers), verb.text]) if sign else "")
