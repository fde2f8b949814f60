"""TIMEX3 values: written from dates, and read back as intervals."""

from __future__ import annotations

import datetime as dt
import re

from etl.model import DatePrecision, Interval
from etl.timex.vocabulary import SEASON_MONTH, UNIT_CODES

DAY = dt.timedelta(days=1)


def add_months(year: int, month: int, months: int) -> tuple[int, int]:
    """The year and month so many months later.

    >>> add_months(2016, 1, -1)
    (2015, 12)
    """
    total = year * 12 + month - 1 + months
    return total // 12, total % 12 + 1


def week(day: dt.date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def season(day: dt.date) -> tuple[str, int]:
    """The season of a day and the year it is named by: January 2016 lies in the winter of 2015."""
    code = next((code for code in ("FA", "SU", "SP") if SEASON_MONTH[code] <= day.month < SEASON_MONTH[code] + 3), "WI")
    return code, day.year - 1 if day.month < 3 else day.year


def shifted(day: dt.date, unit: str, amount: float) -> str:
    """The value so many units from ``day``, at the unit's own grain.

    >>> shifted(dt.date(2016, 5, 4), "month", -1), shifted(dt.date(2016, 5, 4), "week", 1)
    ('2016-04', '2016-W19')
    """
    if unit in ("day", "night"):
        return (day + round(amount) * DAY).isoformat()
    if unit in ("second", "minute", "hour"):
        return (day + round(amount / 24 if unit == "hour" else 0) * DAY).isoformat()
    if unit in ("week", "fortnight", "weekend"):
        value = week(day + round(amount * (14 if unit == "fortnight" else 7)) * DAY)
        return value + "-WE" if unit == "weekend" else value
    if unit == "month" or (unit == "year" and amount != int(amount)):
        year, month = add_months(day.year, day.month, round(amount * (1 if unit == "month" else 12)))
        return f"{year:04d}-{month:02d}"
    if unit == "quarter":
        year, month = add_months(day.year, day.month, round(3 * amount))
        return f"{year:04d}-Q{(month - 1) // 3 + 1}"
    year = day.year + round(amount * {"year": 1, "decade": 10, "century": 100}[unit])
    return {"year": f"{year:04d}", "decade": f"{year // 10:03d}", "century": f"{year // 100:02d}"}[unit]


def duration(unit: str, amount: float | None) -> str:
    """The TIMEX3 duration; an unknown amount is X.

    >>> duration("week", 2), duration("hour", 24), duration("year", None), duration("day", 1.5)
    ('P2W', 'PT24H', 'PXY', 'P1.5D')
    """
    if amount is not None and unit == "fortnight":
        amount *= 2
    written = "X" if amount is None else f"{amount:g}"
    code = UNIT_CODES[unit]
    return f"PT{written}{code[1]}" if code[0] == "T" else f"P{written}{code}"


def _month_days(year: int, month: int, months: int = 1) -> tuple[dt.date, dt.date]:
    following = add_months(year, month, months)
    last = dt.date(*following, 1) - DAY if following[0] < 10000 else dt.date.max
    return dt.date(year, month, 1), last


def _week_days(year: int, number: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date.fromisocalendar(year, number, first), dt.date.fromisocalendar(year, number, last)


def _days(year: int, month: int, day: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, day), dt.date(year, month, day)


def _years(first: int, count: int) -> tuple[dt.date, dt.date]:
    return dt.date(max(first, 1), 1, 1), dt.date(first + count - 1, 12, 31)


FORMS = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T[\w:]+)?"), DatePrecision.DAY, _days),
    (re.compile(r"(\d{4})-(\d\d)"), DatePrecision.MONTH, _month_days),
    (re.compile(r"(\d{4})"), DatePrecision.YEAR, lambda year: _years(year, 1)),
    (re.compile(r"(\d{4})-W(\d\d)"), DatePrecision.WEEK, lambda year, number: _week_days(year, number, 1, 7)),
    (re.compile(r"(\d{4})-W(\d\d)-WE"), DatePrecision.DAYS, lambda year, number: _week_days(year, number, 6, 7)),
    (re.compile(r"(\d{4})-Q(\d)"), DatePrecision.SEASON, lambda year, part: _month_days(year, part * 3 - 2, 3)),
    (re.compile(r"(\d{4})-H(\d)"), DatePrecision.SEASON, lambda year, part: _month_days(year, part * 6 - 5, 6)),
    (re.compile(r"(\d{3})"), DatePrecision.YEAR, lambda decade: _years(decade * 10, 10)),
    (re.compile(r"(\d{2})"), DatePrecision.YEAR, lambda century: _years(century * 100, 100)),
)
SEASON_FORM = re.compile(r"(\d{4})-(SP|SU|FA|WI)")


def interval(value: str) -> Interval | None:
    """The days that a TIMEX3 value names; None where it names none (references, durations, years before Christ).

    Quarters and half years have the precision of a season; decades and centuries that of a year, with their whole span.

    >>> interval("2016-04").end, interval("2016-SU").start, interval("PAST_REF")
    (datetime.date(2016, 4, 30), datetime.date(2016, 6, 1), None)
    """
    try:
        if match := SEASON_FORM.fullmatch(value):
            start, end = _month_days(int(match[1]), SEASON_MONTH[match[2]], 3)
            return Interval(start=start, end=end, precision=DatePrecision.SEASON, value=value)
        for form, precision, days in FORMS:
            if match := form.fullmatch(value):
                start, end = days(*(int(part) for part in match.groups()))
                return Interval(start=start, end=end, precision=precision, value=value)
    except ValueError:
        return None  # 30 February, week 54, year 0
    return None
