"""What "early", "the middle of" or "the end of" leave of a month, a year, a week or a season."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.model import DatePrecision, Interval
from etl.timex.values import DAY, add_months

if TYPE_CHECKING:
    from collections.abc import Mapping

STARTS = re.compile(
    r"(?:the )?(?:very )?(?P<edge>early|mid|middle|late|end|close|start|beginning|around|about|approximately|circa|ca\.|later|earlier"
    r"|first half|second half|latter half)\b",
    re.IGNORECASE,
)
MODIFIERS = {  # TIMEX3's own names
    "early": "early",
    "first half": "early",
    "second half": "late",
    "latter half": "late",
    "start": "early",
    "beginning": "early",
    "earlier": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "end": "late",
    "close": "late",
    "later": "late",
    "around": "approx",
    "about": "approx",
    "approximately": "approx",
    "circa": "approx",
    "ca.": "approx",
}
MONTH_DAYS: Mapping[str, tuple[int, int]] = {
    "start": (1, 10),
    "beginning": (1, 10),
    "early": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (24, 31),
    "close": (24, 31),
    "first half": (1, 15),
    "second half": (16, 31),
    "latter half": (16, 31),
}
YEAR_MONTHS: Mapping[str, tuple[int, int]] = {
    "start": (1, 1),
    "beginning": (1, 1),
    "early": (1, 4),
    "mid": (5, 8),
    "middle": (5, 8),
    "late": (9, 12),
    "end": (12, 12),
    "close": (12, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "latter half": (7, 12),
}
WEEK_DAYS: Mapping[str, tuple[int, int]] = {
    "start": (1, 2),
    "beginning": (1, 2),
    "early": (1, 3),
    "mid": (2, 4),
    "middle": (2, 4),
    "late": (4, 7),
    "end": (5, 7),
    "close": (5, 7),
}
SEASON_MONTHS: Mapping[str, tuple[int, int]] = {
    "start": (0, 0),
    "beginning": (0, 0),
    "early": (0, 0),
    "mid": (1, 1),
    "middle": (1, 1),
    "late": (2, 2),
    "end": (2, 2),
}


def edge_of(words: str) -> str | None:
    """The word at the start of an expression that keeps only a part of it.

    >>> edge_of("the very end of May"), edge_of("mid-March"), edge_of("May")
    ('end', 'mid', None)
    """
    found = STARTS.match(words)
    return found["edge"].lower() if found else None


def narrowed(whole: Interval, words: str, published: dt.date | None) -> Interval:  # noqa: PLR0911 (an ordered list of cases)
    """The part that the words name: "late May" begins on the 21st; "earlier this month" ends with the publication.

    A third of a month has the precision of a week, a part of a year that of a season, a part of a week that of days.
    """
    edge = edge_of(words)
    if edge is None or "/" in whole.value:
        return whole
    if edge in ("earlier", "later"):
        return _told_from(whole, edge, published)
    if whole.precision is DatePrecision.MONTH and edge in MONTH_DAYS:
        first, last = MONTH_DAYS[edge]
        start, end = whole.start + (first - 1) * DAY, min(whole.start + (last - 1) * DAY, whole.end)
        return replace(whole, start=start, end=end, precision=DatePrecision.WEEK)
    if whole.precision is DatePrecision.YEAR and len(whole.value) == len("2016") and edge in YEAR_MONTHS:
        return _months(whole, *YEAR_MONTHS[edge])
    if whole.precision is DatePrecision.WEEK and edge in WEEK_DAYS:
        first, last = WEEK_DAYS[edge]
        start, end = whole.start + (first - 1) * DAY, whole.start + (last - 1) * DAY
        return replace(whole, start=start, end=end, precision=DatePrecision.DAYS)
    season = whole.precision is DatePrecision.SEASON and whole.value[5:] in ("SP", "SU", "FA", "WI")
    if season and edge in SEASON_MONTHS:
        first, last = (number + whole.start.month for number in SEASON_MONTHS[edge])
        return replace(_months(whole, first, last), precision=DatePrecision.MONTH)
    return whole


def _months(whole: Interval, first: int, last: int) -> Interval:
    """From the first to the last month, counted from January of the year that the interval begins in."""
    start = dt.date(*add_months(whole.start.year, 1, first - 1), 1)
    end = dt.date(*add_months(whole.start.year, 1, last), 1) - DAY
    precision = DatePrecision.MONTH if first == last else DatePrecision.SEASON
    return replace(whole, start=start, end=end, precision=precision)


def _told_from(whole: Interval, edge: str, published: dt.date | None) -> Interval:
    if published is None or not whole.start <= published < whole.end:
        return whole
    return replace(whole, end=published) if edge == "earlier" else replace(whole, start=published)
