"""Finds the time expressions of an article and dates them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from etl.model import DatePrecision, Decision, Interval, Mention, Span, TimeExpression
from etl.timex.clauses import clauses
from etl.timex.edges import MODIFIERS, edge_of, narrowed
from etl.timex.explicit import exists
from etl.timex.pairs import Found, joined
from etl.timex.relative import clock, with_part_of_day
from etl.timex.rules import Rule, matches
from etl.timex.scene import Focus, Reading, Scene, Tenses, UndatedError
from etl.timex.values import interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Article, Sentence

# a cheap look before the grammar: no expression is without one of these
TRIGGER = re.compile(
    r"\d|day\b|days\b|week|month|year|night|decade|centur|quarter|hour|minute|morning|evening|afternoon|tomorrow|toda|Januar|Februar"
    r"|March|April|May\b|June|July|August|Septem|Octob|Novem|Decem|spring|summer|autumn|\bfall\b|winter|Christmas|Easter|nine|eight"
    r"|sevent|sixt|fift|fort|thirt|twent|Thanksg|New Year|Hallow|noon|ago\b|Sept\.|Oct\.|Nov\.|Dec\.|Jan\.|Feb\.|Aug\.|now\b|daily"
    r"|annual|current|recent|soon|future|past\b|previously|former|present|Ramadan|Eid\b|Eid[ -]|Ashura|Arba|Arbain|Muharram|Mawlid|Maulid|Mouloud|Timkat|Meskel|N[ao]wruz|dawn|dusk|sunrise|sunset"
    r"|Friday|Pentecost|Ramadhan|Ramzan|Norouz|Newroz|weekly|monthly|lately|long ago|moment|time|to date|Whitsun|daybreak|due course"
    r"|Remembrance|Ashoura|Feast|o.clock|twice a|once a|point",
    re.IGNORECASE,
)
DUMMY = dt.date(2001, 6, 15)  # only to shape the value of an expression of an undated article; its digits are masked
UNSURE_OF_TENSE = 0.15
SCORES = {"explicit": 0.97, "published": 0.88, "previous": 0.75, "none": 0.8}


class Candidate(NamedTuple):
    start: int
    end: int
    order: int
    rule: Rule
    match: re.Match[str]


def time_expressions(article: Article, sentences: Sequence[Sentence] = ()) -> tuple[Decision[TimeExpression], ...]:
    """Every time expression of the article's text in reading order, non-overlapping, as TIMEX3 has them.

    * ``chosen.interval`` are the days meant; None where no date is known: a length of time, a habit, a vague reference,
      a year before Christ, or a relative date in an article without ``published`` ("because" says which).
    * "since December" is the expression "December" with modifier "since" and an open interval until the publication.
    * Of a range ("from March to May 2015", "3-5 April") the first expression's interval covers the whole range and its
      interval's value is "start/end"; its own value stays that of its own words.
    * A length of time that ends with the publication ("the past three months") has that open interval.
    * ``sentences``, when given, tell the tense that decides whether "on Friday" lies ahead.

    Time is linear in the text.
    """
    found = joined(_found(article, Tenses(sentences)), article.text)
    return tuple(_decision(article, each) for each in found)


YEARS = re.compile(r"(?<![\d$£€,.])(?:1[5-9]\d\d|20[0-4]\d)(?![\d,]|\.\d)")
BEFORE_CHRIST = re.compile(r"\d B\.?C\b")
DEICTIC = re.compile(
    r"\b(?:[Yy]esterday|[Tt]omorrow|[Tt]onight|(?:last|this|next) (?:week|month|year)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!,? (?:the )?(?:\d|[A-Z][a-z]+ \d)))\b"
)


def is_narrative(article: Article) -> bool:
    """Whether dates count from the story instead of the publication: most years named lie well before it."""
    if article.published is None:
        return True
    text, before = article.text, article.published.year - 1
    years = [int(year) for year in YEARS.findall(text)]
    past = sum(year < before for year in years)
    if len(BEFORE_CHRIST.findall(text)) >= 3:
        return True
    if past >= 5 and past > 0.65 * len(years) and len(DEICTIC.findall(text)) * 5 <= past:
        return True
    return _looks_back(text, article.published.year)


MONTH_OF_YEAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December),? (?:\d{1,2},? )?(?:1[5-9]\d\d|20[0-4]\d)\b"
)
HEAD = 600  # characters in which a text that looks back names its year
PRESENT_DAYS = re.compile(r"\b(?:today|this (?:morning|afternoon|evening|week|month|year)|so far)\b", re.IGNORECASE)


def _looks_back(text: str, year: int) -> bool:
    """A short history: a month of a past year at its head, no year but past ones, and no word of the present."""
    years = [int(found) for found in YEARS.findall(text)]
    if not years or max(years) >= year or not MONTH_OF_YEAR.search(text, 0, HEAD):
        return False
    return not (DEICTIC.search(text) or PRESENT_DAYS.search(text))


def _found(article: Article, tenses: Tenses) -> list[Found]:
    focus, narrative = Focus(), is_narrative(article)
    found: list[Found] = []
    paragraph = -1
    for clause in clauses(article.text):
        if clause.paragraph != paragraph:
            paragraph = clause.paragraph
        if not TRIGGER.search(clause.text):
            continue
        if not narrative:
            focus.year = None
        scene = Scene(
            text=clause.text,
            published=article.published,
            narrative=narrative,
            focus=focus,
            tenses=tenses,
            offsets=clause.offsets,
        )
        found += _read_clause(scene)
    return found


def _read_clause(scene: Scene) -> list[Found]:
    found: list[Found] = []
    read_to = 0
    for candidate in _accepted(scene):
        reading = _read(candidate, scene)
        if reading is None:
            continue
        _refocus(scene.focus, reading, candidate, scene)
        start = candidate.start
        part = PART_OF.search(scene.text, max(read_to, start - 24), start)
        if part and re.fullmatch(r"\d{4}-\d\d-\d\d", reading.value):  # "the night of 2 May"
            timed = with_part_of_day(reading.value, part[1])
            start, reading = part.start(), reading._replace(value=timed.value, type="TIME", tails=())
        found += _placed(candidate, start, reading, scene)
        read_to = candidate.end
    return found


PART_OF = re.compile(
    r"\b(?:the )?(?:early |late )?(morning|afternoon|evening|night|dawn|midnight|noon)(?: hours)? (?:of |on )(?:the )?$",
    re.IGNORECASE,
)
RANGE_WORDS = re.compile(r"(?: ?(?:-|–|—|/) ?|,? (?:to|through|until|till|and) (?:the )?|, )$")


def _placed(candidate: Candidate, start: int, reading: Reading, scene: Scene) -> list[Found]:
    """The expression, or those of a range or list."""
    end = candidate.end
    rule_id = f"timex.{candidate.rule.rule_id}"
    starts = [start, *(first for first, _ in reading.tails)]
    ends = [first + len(RANGE_WORDS.sub("", scene.text[first:last])) for first, last in pairwise(starts)]
    rest = [
        Reading(value, reading.anchor, because=("told together with the one before",)) for _, value in reading.tails
    ]
    pieces = list(zip(starts, [*ends, end], [reading, *rest], strict=True))
    return [
        Found(
            Span(scene.offsets[first], scene.offsets[last - 1] + 1),
            rule_id,
            part,
            scene.before(first, 24),
            scene.after(last, 8),
        )
        for first, last, part in pieces
    ]


def _accepted(scene: Scene) -> list[Candidate]:
    """The longest readable candidates that do not overlap, in reading order."""
    candidates = [
        Candidate(match.start(), match.end(), order, rule, match) for order, rule, match in matches(scene.text)
    ]
    candidates.sort(key=lambda each: (each.start - each.end, each.start, each.order))
    taken = bytearray(len(scene.text))
    accepted = []
    for candidate in candidates:
        if any(taken[candidate.start : candidate.end]) or _read(candidate, scene) is None:
            continue
        taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
        accepted.append(candidate)
    return sorted(accepted, key=lambda each: each.start)


def _read(candidate: Candidate, scene: Scene) -> Reading | None:
    try:
        reading = candidate.rule.read(candidate.match, scene)
    except UndatedError:
        return _undated(candidate, scene)
    except (ValueError, OverflowError):
        return None  # 31 June, or a year outside of the calendar
    if reading is None or not exists(reading.value):
        return None
    at = clock(candidate.match["clk"] or "") if "clk" in candidate.match.groupdict() else None
    if at and len(reading.value) == len("2016-05-04"):
        return reading._replace(value=f"{reading.value}T{at}", type="TIME")
    return reading


def _undated(candidate: Candidate, scene: Scene) -> Reading | None:
    """The value with its unknown digits masked, and no date."""
    stand_in = replace(scene, published=DUMMY)
    try:
        reading = candidate.rule.read(candidate.match, stand_in)
    except (ValueError, OverflowError):
        return None
    if reading is None:
        return None
    value = reading.value
    if reading.anchor == "published" and reading.type != "DURATION":
        kept = r"(?<=^XXXX)-\d\d(?:-\d\d)?" if candidate.rule.rule_id in NAMED_PARTS else ""
        value = _masked(value, keep_month=bool(kept))
    reason = "the article has no date, so these words cannot be placed"
    return Reading(value, "none", reading.type, (reason,), reading.modifier)


NAMED_PARTS = frozenset(
    {
        "month-day",
        "day-month",
        "ordinal-day-month",
        "month-ordinal-day",
        "month",
        "month-day-range",
        "day-month-range",
        "clock-month-day",
        "clock-day-month",
    }
)


def _masked(value: str, *, keep_month: bool) -> str:
    """The value with the digits that only a publication date could tell as X.

    >>> _masked("2001-05-03", keep_month=True), _masked("2001-W23", keep_month=False)
    ('XXXX-05-03', 'XXXX-WXX')
    """
    if keep_month:
        return "XXXX" + value[4:]
    head, mark, clock = value.partition("T")
    return re.sub(r"\d", "X", head) + mark + clock


def _refocus(focus: Focus, reading: Reading, candidate: Candidate, scene: Scene) -> None:
    """The story moves on to the date just told."""
    narrative, published = scene.narrative, scene.published
    value = reading.value
    if value.startswith("BC"):
        focus.era = value[:6] if len(value) > 5 else focus.era
        return
    if re.match(r"\d{4}", value) and reading.anchor == "explicit":
        focus.era = ""
    if quarter := re.fullmatch(r"\d{4}-Q(\d)", value):
        focus.quarter = int(quarter[1])
    told = interval(value)
    if narrative and told and _in_passing(focus, told, candidate):
        return
    if told is None or reading.type == "DURATION" or candidate.rule.rule_id == "holiday":
        return
    focus.exact = _exact(told, published) or focus.exact
    if focus.period is None and reading.tails:
        focus.period = reading.interval
    if reading.anchor == "explicit" or narrative or told.precision is DatePrecision.DAY:
        focus.day, focus.precision = told.start, str(told.precision)
    if reading.anchor == "explicit" or narrative:
        focus.year = told.start.year
    elif reading.anchor == "published":
        focus.year = None


def _exact(told: Interval, published: dt.date | None) -> dt.date | None:
    """A single day that does not lie ahead."""
    ahead = published is not None and told.start > published
    return told.start if told.precision is DatePrecision.DAY and not ahead else None


LEADING = re.compile(
    r"\W*(?:(?:in|by|during|since|from|until|after|early|late|as|throughout|between|and|then|but)\W+){0,4}"
    r"(?:(?:the )?(?:spring|summer|autumn|fall|winter|year|end|start|beginning) (?:of )?)?",
    re.IGNORECASE,
)
BARE = frozenset({"year", "year-range", "decade", "century"})


def _in_passing(focus: Focus, told: Interval, candidate: Candidate) -> bool:
    """Whether a bare year inside a sentence only looks back or ahead, so that the story stays where it is."""
    if candidate.rule.rule_id not in BARE or focus.day is None:
        return False
    before = candidate.match.string[: candidate.start]
    inside = before.count("(") > before.count(")")
    far = not -1 <= told.start.year - focus.day.year <= 3
    return inside or candidate.rule.rule_id in ("decade", "century") or (far and not LEADING.fullmatch(before))


SINCE = (
    (
        re.compile(
            r"\b(?:ever )?since (?:the |late |early |mid-?|around |about |at least |the (?:start|beginning|end) of )?$"
        ),
        "since",
    ),
    (re.compile(r"\b(?:until|till|up to) (?:the |late |early |mid-?|around |about |at least )?$"), "until"),
    (re.compile(r"\b(?:before|prior to|by|no later than|ahead of) (?:the )?$"), "before"),
    (re.compile(r"\b(?:after|following|from) (?:the )?$"), "after"),
    (re.compile(r"\b(?:around|about|circa|approximately|roughly) $"), "approx"),
)


def modifier(found: Found, text: str) -> str | None:
    """What the words before or at the start of the expression do to its date."""
    whole = found.reading.interval
    starts_range = whole is not None and "/" in whole.value and found.reading.type != "DURATION"
    for pattern, name in () if starts_range else SINCE:
        if pattern.search(found.context):
            return name
    if found.reading.modifier:
        return found.reading.modifier
    edge = edge_of(found.span.of(text))
    return MODIFIERS[edge] if edge else None


def _decision(article: Article, found: Found) -> Decision[TimeExpression]:
    reading = found.reading
    role = modifier(found, article.text)
    whole = reading.interval or (None if reading.type in ("DURATION", "SET") else interval(reading.value))
    because = reading.because
    if reading.anchor == "none" and reading.type in ("DATE", "TIME"):
        whole = None
    if whole is not None and reading.interval is None:
        whole = narrowed(whole, found.span.of(article.text), article.published)
    if (
        role == "since"
        and whole
        and article.published
        and reading.type != "DURATION"
        and whole.start <= article.published
    ):
        whole = Interval(
            start=whole.start,
            end=article.published,
            precision=DatePrecision.OPEN,
            value=f"{whole.start}/{article.published}",
        )
        because = (*because, "since then, until the publication")
    if whole is None and reading.value.startswith("BC"):
        because = (*because, "before Christ, outside of the calendar used here")
    chosen = TimeExpression(
        type=reading.type, value=reading.value, interval=whole, anchor=reading.anchor, modifier=role
    )
    rejected = tuple(replace(chosen, value=value, interval=interval(value)) for value in reading.rejected)
    mention = Mention(article_id=article.article_id, kind="time", span=found.span, text=found.span.of(article.text))
    return Decision(
        mention=mention,
        chosen=chosen,
        score=SCORES[reading.anchor] - (UNSURE_OF_TENSE if "no tense" in " ".join(because) else 0),
        rule=found.rule_id,
        because=because,
        rejected=rejected,
    )
