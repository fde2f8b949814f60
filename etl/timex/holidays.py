"""Named days: fixed, moving with Easter, and of the Islamic year.

Islamic dates follow the tabular calendar; the sighting of the moon may move them by a day, so they are given with a
day more at either end.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = dt.timedelta(days=1)
ISLAMIC_EPOCH = 1948439.5  # Julian day of 1 Muharram 1
JULIAN_DAY_OF_ORDINAL_0 = 1721424.5
EID_MONTHS = {
    "ramadan": (9, 1, 30),
    "eid al-fitr": (10, 1, 3),
    "eid al-adha": (12, 10, 4),
    "muharram": (1, 1, 30),
    "ashura": (1, 10, 1),
    "arbaeen": (2, 20, 1),
    "mawlid": (3, 12, 1),
}


def islamic(year: int, month: int, day: int) -> dt.date:
    """A day of the tabular Islamic calendar.

    >>> islamic(1438, 9, 1)
    datetime.date(2017, 5, 27)
    """
    days = day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
    return dt.date.fromordinal(int(days + ISLAMIC_EPOCH - 1 - JULIAN_DAY_OF_ORDINAL_0))


def islamic_days(name: str, year: int) -> tuple[dt.date, dt.date] | None:
    """The first such days that begin in a year of our calendar, with a day more at either end."""
    month, first, length = EID_MONTHS[name]
    for islamic_year in range(int((year - 622) * 1.030684) - 1, int((year - 622) * 1.030684) + 4):
        start = islamic(islamic_year, month, first)
        if start.year == year:
            return start - DAY, start + length * DAY
    return None


def easter(year: int) -> dt.date:
    """Western Easter Sunday.

    >>> easter(2016)
    datetime.date(2016, 3, 27)
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    quarter, leap = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - quarter - shift + 15) % 30
    weekday = (32 + 2 * leap + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * DAY


def _fixed(month: int, day: int) -> Callable[[int], dt.date]:
    return lambda year: dt.date(year, month, day)


def _from_easter(days: int) -> Callable[[int], dt.date]:
    return lambda year: easter(year) + days * DAY


def orthodox_easter(year: int) -> dt.date:
    """Orthodox Easter Sunday, in the calendar of the West; from 1900 to 2099.

    >>> orthodox_easter(2016)
    datetime.date(2016, 5, 1)
    """
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return dt.date(year, month, day + 1) + 13 * DAY


def _from_orthodox_easter(days: int) -> Callable[[int], dt.date]:
    return lambda year: orthodox_easter(year) + days * DAY


def _last_monday_of_may(year: int) -> dt.date:
    last = dt.date(year, 5, 31)
    return last - last.weekday() * DAY


HOLIDAYS: tuple[tuple[str, Callable[[int], dt.date]], ...] = (
    (r"Christmas Eve", _fixed(12, 24)),
    (r"Christmas(?: Day)?", _fixed(12, 25)),
    (r"Boxing Day", _fixed(12, 26)),
    (r"New Year['’]?s?'? Eve", _fixed(12, 31)),
    (r"New Year['’]?s?(?: Day)?", _fixed(1, 1)),
    (r"Valentine['’]?s Day", _fixed(2, 14)),
    (r"International Women['’]s Day", _fixed(3, 8)),
    (r"N[ao]wruz|Newroz|Norouz", _fixed(3, 21)),
    (r"May Day", _fixed(5, 1)),
    (r"Victory Day", _fixed(5, 9)),
    (r"Bastille Day", _fixed(7, 14)),
    (r"Fourth of July|Independence Day", _fixed(7, 4)),
    (r"Halloween", _fixed(10, 31)),
    (r"All Saints['’] Day", _fixed(11, 1)),
    (r"Armistice Day|Veterans['’]? Day|Remembrance Day", _fixed(11, 11)),
    (r"Thanksgiving(?: Day)?", lambda year: nth_weekday(year, 11, 3, 4)),
    (r"Labou?r Day", lambda year: nth_weekday(year, 9, 0, 1)),
    (r"Memorial Day", _last_monday_of_may),
    (r"Martin Luther King(?: Jr\.?)? Day", lambda year: nth_weekday(year, 1, 0, 3)),
    (r"Orthodox Christmas", _fixed(1, 7)),
    (r"Timkat", _fixed(1, 19)),
    (r"Meskel", _fixed(9, 27)),
    (r"Orthodox Good Friday", _from_orthodox_easter(-2)),
    (r"Orthodox Easter(?: Sunday)?", _from_orthodox_easter(0)),
    (r"Ash Wednesday", _from_easter(-46)),
    (r"Palm Sunday", _from_easter(-7)),
    (r"Maundy Thursday", _from_easter(-3)),
    (r"Good Friday", _from_easter(-2)),
    (r"Easter Monday", _from_easter(1)),
    (r"Easter(?: Sunday)?", _from_easter(0)),
    (r"Pentecost|Whitsun", _from_easter(49)),
)
ISLAMIC = (
    (r"Ramadan|Ramadhan|Ramzan", "ramadan"),
    (r"Eid[ -]al[ -]Fitr|Eid[ -]ul[ -]Fitr", "eid al-fitr"),
    (r"Eid[ -]al[ -]Adha|Eid[ -]ul[ -]Adha|Feast of (?:the )?Sacrifice", "eid al-adha"),
    (r"Ashura|Ashoura", "ashura"),
    (r"Arba['’]?een|Arbain", "arbaeen"),
    (r"Muharram", "muharram"),
    (r"Mawlid|Mouloud|Maulid", "mawlid"),
)
EITHER_EID = r"Eid(?! (?:[Aa]l|[Uu]l)\b)(?!-)"
NAMES = "|".join((*(pattern for pattern, _ in (*HOLIDAYS, *ISLAMIC)), EITHER_EID))


def days_of(name: str, year: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of a named day in a year of our calendar; None where it has none.

    >>> days_of("Easter", 2016), days_of("Ramadan", 2017)
    ((datetime.date(2016, 3, 27), datetime.date(2016, 3, 27)), (datetime.date(2017, 5, 26), datetime.date(2017, 6, 26)))
    """
    for pattern, day in HOLIDAYS:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return day(year), day(year)
    for pattern, feast in ISLAMIC:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return islamic_days(feast, year)
    return None


def eid_near(day: dt.date, *, ahead: bool) -> tuple[dt.date, dt.date]:
    """The feast that "Eid" alone means: the last one of the two before a day, or the next one.

    >>> eid_near(dt.date(2016, 5, 4), ahead=False)
    (datetime.date(2015, 9, 23), datetime.date(2015, 9, 28))
    """
    years = range(day.year - 1, day.year + 2)
    feasts = [days for name in ("eid al-fitr", "eid al-adha") for year in years if (days := islamic_days(name, year))]
    if ahead:
        return min(days for days in feasts if days[1] >= day)
    return max(days for days in feasts if days[0] <= day)


def is_lunar(name: str) -> bool:
    return name.lower() == "eid" or any(re.fullmatch(pattern, name, re.IGNORECASE) for pattern, _ in ISLAMIC)
