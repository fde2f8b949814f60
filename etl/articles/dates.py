"""The publication date, in the forms that feeds, pages and datelines write it. Never a guess, never today.

A date is taken as it stands, in the zone it was given in: ``2016-05-04T23:30-05:00`` is the 4th.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.articles.intake import DateOrder

FIRST_YEAR, LAST_YEAR = 1800, 2100  # outside of them a "date" is a misprint or a placeholder such as 0001-01-01
_PIVOT = 69  # two-digit years as POSIX reads them: 69 is 1969, 68 is 2068
_LONGEST = 80  # characters of any date with its weekday, time and zone

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_ZONE = r"(?:\s*(?:z|utc|gmt|[a-z]{2,5}|(?:gmt|utc)?\s*[+-]\d{1,2}:?(?:\d{2})?(?:\s*\([a-z ]{2,30}\))?))?"
_CLOCK = r"\d{1,2}(?:[:.h]\d{2}){1,2}(?:[.,]\d{1,9})?\s*(?:[ap]\.?m\.?)?" + _ZONE
_TIME = r"(?:\s*(?:[,|•·–—-]|at)?\s*" + _CLOCK + r")?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"

# The order matters only for reading speed: no two of these accept the same text with different dates.
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:(?:\s*t\s*|\s+){_CLOCK})?",
        rf"{_YEAR}/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_TIME}",
        rf"{_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?:t\d{{4,6}}{_ZONE})?",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_DAY}\s+{_MONTH}\s+(?P<year>\d{{2}})\s+{_CLOCK}",
        rf"(?:{_CLOCK}\s*[,|•·–—-]?\s*(?:on\s+)?){_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"(?:{_CLOCK}\s*[,|•·–—-]?\s*(?:on\s+)?){_WEEKDAY}{_DAY}\s+{_MONTH},?\s+{_YEAR}",
        # `date` and Java's Date.toString: "Wed May 4 16:58:01 GMT 2016"
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+\d{{2}}:\d{{2}}:\d{{2}}\s+(?:[a-z]{{2,5}}\s+|[+-]\d{{4}}\s+)?{_YEAR}",
    )
)
_WITHIN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}\s+{_MONTH},?\s+{_YEAR}(?!\d)",
    )
)
_NUMERIC = re.compile(rf"(?P<first>\d{{1,2}})(?P<sep>[/.-])(?P<second>\d{{1,2}})(?P=sep){_YEAR}{_TIME}", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:first\s+|originally\s+)?(?:published|posted|updated|last\s+updated|last\s+modified|modified|created|issued|released|date)"
    r"(?:\s+(?:on|at))?\s*:?\s*|on\s+)",
    re.IGNORECASE,
)
_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")


def publication_date(value: str, order: DateOrder | None = None) -> dt.date | None:
    """The calendar day that ``value`` names, or None where it names none, two, or an absurd one.

    >>> publication_date("Wed Nov 23, 2016 | 4:58pm EST")
    datetime.date(2016, 11, 23)
    >>> publication_date("04/05/2016") is None
    True
    >>> publication_date("04/05/2016", "DMY")
    datetime.date(2016, 5, 4)
    """
    value = " ".join(value[: _LONGEST * 2].split())
    if not value or len(value) > _LONGEST:
        return None
    for form in _FORMS:
        if match := form.fullmatch(value):
            return _day(match["year"], match["month"], match["day"])
    if match := _NUMERIC.fullmatch(value):
        return _numeric(match["first"], match["second"], match["year"], order)
    return None


def date_line(line: str, order: DateOrder | None = None) -> dt.date | None:
    """The day of a line that says nothing but a date: "May 4, 2016", "Published: 4 May 2016, 10:15 GMT".

    >>> date_line("Updated on 4 May 2016")
    datetime.date(2016, 5, 4)
    >>> date_line("The truce of 4 May 2016") is None
    True
    """
    line = line.strip(" \t\r\n-–—|•()[]*_#")
    if len(line) > _LONGEST:
        return None
    label = _LABEL.match(line)
    return publication_date(line[label.end() :] if label else line, order)


def only_date(line: str) -> dt.date | None:
    """The one full date somewhere in a line that is no sentence: "By Ann Lee, CNN | Updated 1453 GMT May 4, 2016".

    >>> only_date("Source: Wire, 2016-05-04 10:15")
    datetime.date(2016, 5, 4)
    """
    days = {
        _day(match["year"], match["month"], match["day"]) for form in _WITHIN for match in form.finditer(line[:300])
    } - {None}
    return days.pop() if len(days) == 1 else None


def date_in_name(name: str) -> dt.date | None:
    """The day in a file's name, ``2016-05-04-hit.txt`` or ``dw_20160504.html``; None where there are none or several.

    >>> date_in_name("afp-20160504.txt")
    datetime.date(2016, 5, 4)
    """
    days = {_day(year, month, day) for year, _, month, day in _IN_NAME.findall(name[-300:])} - {None}
    return days.pop() if len(days) == 1 else None


def short_date(day: str, month: str, year: str) -> dt.date | None:
    """A dateline's day, with a year of two or four digits: "3 JAN 90".

    >>> short_date("3", "JAN", "90")
    datetime.date(1990, 1, 3)
    """
    return _day(year, month, day)


def _numeric(first: str, second: str, year: str, order: DateOrder | None) -> dt.date | None:
    """Both readings where no order is given; the date only if there is but one."""
    readings = {"DMY": _day(year, second, first), "MDY": _day(year, first, second)}
    if order:
        return readings[order]
    days = set(readings.values()) - {None}
    return days.pop() if len(days) == 1 else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _PIVOT else 2000
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return dt.date(number, int(month) if month.isdecimal() else _MONTHS[month.lower()], int(day))
    except ValueError:
        return None
