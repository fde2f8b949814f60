"""Dates that are no day of their own: limits, lengths of time up to now, days counted from another, open stretches."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.counts import WORDS
from etl.coding.tenses import tense
from etl.model import DatePrecision, Interval, Span, Status

if TYPE_CHECKING:
    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.model import Decision, TimeExpression

OFFSET = re.compile(
    r"\b(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}) (?P<unit>day|week|month|year)s? (?P<way>after|before)\b",
    re.IGNORECASE,
)
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
SLACK_DAYS = {"day": 0, "week": 3, "month": 15, "year": 180}
SLACK_PRECISION = {
    "day": DatePrecision.DAY,
    "week": DatePrecision.WEEK,
    "month": DatePrecision.MONTH,
    "year": DatePrecision.YEAR,
}
LIMIT = re.compile(
    r"\b(?P<word>by|before|until|till|up to|no later than|ahead of)(?: (?:the|late|early|about|around|next|this))*$"
)
SPANS = re.compile(
    r"\b(?:in|over|during|within)(?: (?:just|only|about|some|nearly|almost|over|the|around|less than|more than))*$"
)
NTH_TIME = re.compile(
    r"\b(?:time|first|second|third|\w+th)\b(?: [\w-]+){0,3} (?:in|within)$"
)  # "for the fourth time in five days"
LENGTH = re.compile(r"P(?P<time>T)?(?P<number>\d+)(?P<unit>[HDWMY])")
UNIT_LENGTHS = {"H": 1 / 24, "D": 1, "W": 7, "M": 30.4, "Y": 365.25}
LONGEST_SPAN_DAYS = 1100
DAYS_AT_MOST, WEEK_AT_MOST = 6, 10


@dataclass(frozen=True, slots=True)
class When:
    """An interval with the words it rests on; ``inferred`` when no time expression of the event says it."""

    interval: Interval | None
    evidence: Span | None
    rule: str
    because: tuple[str, ...]
    score: float
    inferred: bool = False
    rejected: tuple[str, ...] = ()


def words_before(clause: Clause, decision: Decision[TimeExpression]) -> str:
    text, start = clause.text, clause.tree[0].start
    return text[max(0, decision.mention.span.start - start - 24) : decision.mention.span.start - start].rstrip().lower()


def bounded(interval: Interval, before: str, group: Group, published: dt.date | None) -> Interval:
    """“by Thursday”, "before the weekend": a plan lies between the publication and then, what is done shortly before."""
    limit = LIMIT.search(before)
    if limit is None or interval.precision is DatePrecision.OPEN:
        return interval
    day = dt.timedelta(days=1)
    end = interval.start - day if limit["word"] in {"before", "ahead of"} else interval.end
    if group.standing.status in {Status.PLANNED, Status.PROPOSED}:
        if published is None or not published < end <= published + 120 * day:
            return interval
        precision = DatePrecision.DAYS if (end - published).days <= 6 else DatePrecision.MONTH
        return Interval(start=published, end=end, precision=precision, value=interval.value)
    if interval.precision is not DatePrecision.DAY:
        return interval
    return Interval(start=end - day, end=end, precision=DatePrecision.DAYS, value=interval.value)


def lasting(clause: Clause, group: Group, published: dt.date | None) -> When | None:
    """“19 strikes in 72 hours”, "have fled in ten days": the time of this length that ends with the publication."""
    happened = group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.ONGOING, Status.AGGREGATE}
    if published is None or not happened or tense(clause.tree, group) not in {"past", "perfect", "none"}:
        return None
    for decision in clause.times:
        chosen = decision.chosen
        length = LENGTH.fullmatch(chosen.value) if chosen is not None and chosen.interval is None else None
        if length is None or bool(length["time"]) is not (length["unit"] == "H"):
            continue
        days = round(int(length["number"]) * UNIT_LENGTHS[length["unit"]])
        before = words_before(clause, decision)
        if not 2 <= days <= LONGEST_SPAN_DAYS or not SPANS.search(before) or "first" in decision.mention.text.lower():
            continue
        if NTH_TIME.search(before):
            continue
        precision = (
            DatePrecision.DAYS
            if days <= DAYS_AT_MOST
            else DatePrecision.WEEK
            if days <= WEEK_AT_MOST
            else DatePrecision.OPEN
        )
        start = published - dt.timedelta(days=days)
        interval = Interval(start=start, end=published, precision=precision, value=f"{start}/{published}")
        because = (f"“{decision.mention.text}” up to the publication",)
        return When(interval, decision.mention.span, "coding.time.lasting", because, 0.65)
    return None


def since_clause(clause: Clause, group: Group, published: dt.date | None) -> When | None:
    """“have cleared a fifth of the city since the assault began on Oct. 17”: open from that day."""
    tree = clause.tree
    for verb in {trigger.predicate for trigger in group.triggers}:
        for child in tree.children(verb, "advcl"):
            if not any(tree.word(mark) == "since" for mark in tree.children(child, "mark")):
                continue
            inside = set(tree.subtree(child))
            for decision in clause.times:
                interval = decision.chosen.interval if decision.chosen is not None else None
                if (
                    interval is None
                    or published is None
                    or interval.start > published
                    or tree.head_at(decision.mention.span) not in inside
                ):
                    continue
                return When(
                    interval=Interval(
                        start=interval.start, end=published, precision=DatePrecision.OPEN, value=interval.value
                    ),
                    evidence=decision.mention.span,
                    rule="coding.time.since-clause",
                    because=(f"since what happened on “{decision.mention.text}”",),
                    score=0.75,
                )
    return None


def closed(interval: Interval, value: str) -> Interval:
    """The day, month or year that an open stretch starts with."""
    year, month, day = interval.start.year, interval.start.month, interval.start.day
    if interval.precision is not DatePrecision.OPEN:
        return interval
    if len(value) == 7 and value[5:].isdigit():
        end = (dt.date(year + month // 12, month % 12 + 1, 1)) - dt.timedelta(days=1)
        return Interval(start=interval.start, end=end, precision=DatePrecision.MONTH, value=value)
    if len(value) == 4:
        return Interval(start=interval.start, end=dt.date(year, 12, 31), precision=DatePrecision.YEAR, value=value)
    return Interval(
        start=interval.start,
        end=dt.date(year, month, day),
        precision=DatePrecision.DAY,
        value=interval.start.isoformat(),
    )


def counted_from(clause: Clause, published: dt.date | None) -> tuple[int, When] | None:
    """“It comes a week after X happened”: X is dated by counting back; the token is X's trigger."""
    tree = clause.tree
    text = clause.text
    match = OFFSET.search(text)
    start = tree[0].start
    if match is None or _is_dated(clause, start + match.start(), start + match.end()):
        return None
    words = [index for index in range(len(tree)) if tree[index].start >= start + match.end()]
    base = next(
        (
            item.chosen.interval
            for item in clause.times
            if item.mention.span.end <= start + match.start()
            and item.chosen is not None
            and item.chosen.interval is not None
            and item.chosen.interval.precision is DatePrecision.DAY
        ),
        None,
    )
    anchor = base.start if base is not None else None if _opens_a_story(clause, match) else published
    token = next(
        (
            index
            for index in words
            if (tree.lemmas[index] in tree.lexicon.verbs and tree[index].pos == "VERB")
            or tree.lemmas[index] in tree.lexicon.nouns
        ),
        None,
    )
    if anchor is None or token is None:
        return None
    unit = match["unit"].lower()
    count = int(match["number"]) if match["number"].isdigit() else WORDS.get(match["number"].lower(), 1)
    days = dt.timedelta(days=UNIT_DAYS[unit] * count * (-1 if match["way"].lower() == "after" else 1))
    middle, slack = anchor + days, dt.timedelta(days=SLACK_DAYS[unit])
    interval = Interval(
        start=middle - slack, end=middle + slack, precision=SLACK_PRECISION[unit], value=_value(middle, unit)
    )
    when = When(
        interval=interval,
        evidence=Span(start + match.start(), start + match.end()),
        rule="coding.time.counted-from",
        because=(f"“{match.group()}” counts from {anchor.isoformat()}",),
        score=0.75,
    )
    return token, when


def _opens_a_story(clause: Clause, match: re.Match[str]) -> bool:
    """“Five days after the school was attacked, vigilantes freed …”: counted from there on, not from the publication."""
    tree = clause.tree
    root = next((index for index in range(len(tree)) if tree.heads[index] == index), 0)
    return match.start() <= OPENING and tree[root].tag == "VBD"


OPENING = 4  # characters before the words that open a sentence


def _is_dated(clause: Clause, start: int, end: int) -> bool:
    """The words count from a date behind them, "three days before Christmas"."""
    return any(
        decision.chosen is not None
        and decision.chosen.interval is not None
        and decision.mention.span.overlaps(Span(start, end))
        for decision in clause.times
    )


def _value(day: dt.date, unit: str) -> str:
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return {"day": day.isoformat(), "month": day.isoformat()[:7], "year": day.isoformat()[:4]}[unit]
