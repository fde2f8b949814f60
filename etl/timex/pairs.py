"""Expressions that stand beside another: ranges, one day told twice, and lengths of time that count from a date."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.model import DatePrecision, Interval
from etl.timex.values import DAY, interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.model import Span
    from etl.timex.scene import Reading

NEAR = 32  # characters between two expressions that may belong together
JOINT = re.compile(r"\s*(?:-|–|—|to|through|until|till)\s*(?:the |early |late |mid-?)?")
AND = re.compile(r"\s+and\s+(?:the |early |late )?")
BRACKET = re.compile(r"\s*(?:\(|,)\s*")
COUNTED = re.compile(r"\s+(?:the |its |their |a |an )?(?:[a-z]{2,14} (?:of|on) )?(?:the )?")
LENGTH = re.compile(r"P(\d+)([DWM])")
BARE = re.compile(r"(?:the )?(?:week|month) (?:before|after)$")  # "in the week before the vote of 27 December"
LENGTH_DAYS = {"D": 1, "W": 7, "M": 30}
LONGEST_OFFSET_DAYS = 60
STEPS = {"day before": -1, "night before": -1, "day after": 1}


@dataclass(frozen=True, slots=True)
class Found:
    """A reading and where it stands in the article."""

    span: Span
    rule_id: str
    reading: Reading
    context: str  # the words right before it, in lower case
    gap_after: str  # and right after it


def joined(found: Iterable[Found], text: str) -> list[Found]:
    """Every expression with what its neighbour adds: the whole of a range, the day in brackets, the day counted from."""
    result = list(found)
    for place in range(len(result) - 1):
        first, second = result[place], result[place + 1]
        if second.span.start - first.span.end >= NEAR:
            continue
        gap = text[first.span.end : second.span.start]
        between = first.context.endswith(("between ", "between the ")) and AND.fullmatch(gap)
        if JOINT.fullmatch(gap) or between:
            result[place] = _with_whole(first, second)
        elif BRACKET.fullmatch(gap):
            result[place] = _same_day(first, second)
        elif COUNTED.fullmatch(gap):
            result[place] = _counted(first, second, first.span.of(text).lower())
    return result


def _with_whole(first: Found, second: Found) -> Found:
    start, end = interval(first.reading.value), interval(second.reading.value)
    weekdays = first.rule_id == second.rule_id == "timex.weekday"
    if weekdays and start and end and end.end < start.start:  # "Monday through Thursday", told on a Wednesday
        start = interval((start.start - dt.timedelta(days=7)).isoformat())
        if start:
            first = replace(first, reading=first.reading._replace(value=start.value))
    if (
        start is None
        or end is None
        or "DURATION" in (first.reading.type, second.reading.type)
        or end.end <= start.start
    ):
        return first
    if first.reading.anchor == "none" or second.reading.anchor == "none" or (end.end - start.start).days > 36600:
        return first
    order = list(DatePrecision)
    coarser = max(start.precision, end.precision, key=order.index)
    precision = DatePrecision.DAYS if coarser is DatePrecision.DAY else coarser
    whole = Interval(start=start.start, end=end.end, precision=precision, value=f"{start.value}/{end.value}")
    because = (*first.reading.because, "the start of a range")
    return replace(first, reading=first.reading._replace(interval=whole, because=because))


def _same_day(first: Found, second: Found) -> Found:
    """Such as "Friday (15 March)": the day that is named in full."""
    one, two = interval(first.reading.value), interval(second.reading.value)
    if one is None or two is None or first.rule_id != "timex.weekday" or second.rule_id == "timex.weekday":
        return first
    if two.precision is not DatePrecision.DAY or one.start.weekday() != two.start.weekday():
        return first
    value = two.start.isoformat() + first.reading.value[len("2016-05-04") :]
    because = (f"the day that is named beside it, {two.start}",)
    return replace(first, reading=first.reading._replace(value=value, because=because, interval=None, rejected=()))


def _counted(first: Found, second: Found, words: str) -> Found:
    """Such as "three days before Christmas", "the week before the vote of 7 May": counted from the date behind it."""
    base = second.reading.interval or interval(second.reading.value)
    reading = first.reading
    if base is None or base.precision not in (DatePrecision.DAY, DatePrecision.DAYS) or second.reading.anchor == "none":
        return first
    because = (f"counted from {second.reading.value}",)
    if first.rule_id == "timex.eve":
        day = base.start - DAY
        return replace(first, reading=reading._replace(value=day.isoformat(), anchor="previous", because=because))
    step = STEPS.get(words.removeprefix("the "))
    if first.rule_id == "timex.told-day" and step is not None:
        day = base.start + step * DAY
        value = day.isoformat() + reading.value[len("2016-05-04") :]
        return replace(first, reading=reading._replace(value=value, because=because))
    length = LENGTH.fullmatch(reading.value.replace("PX", "P1") if BARE.match(words) else reading.value)
    if first.rule_id != "timex.told-offset" or reading.modifier not in ("before", "after") or not length:
        return first
    days = int(length[1]) * LENGTH_DAYS[length[2]] * (-1 if reading.modifier == "before" else 1)
    if abs(days) > LONGEST_OFFSET_DAYS:
        return first
    exact = length[2] == "D"
    ends = (base.start + days * DAY,) * 2 if exact else tuple(sorted((base.start, base.start + days * DAY)))
    precision = DatePrecision.DAY if exact else DatePrecision.WEEK if length[2] == "W" else DatePrecision.MONTH
    value = ends[0].isoformat() if exact else f"{ends[0]}/{ends[1]}"
    whole = Interval(start=ends[0], end=ends[1], precision=precision, value=value)
    return replace(first, reading=reading._replace(interval=whole, anchor="previous", because=because))
