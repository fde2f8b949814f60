"""Rules for named parts of the year: seasons, quarters, feasts."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from etl.model import DatePrecision, Interval
from etl.timex import holidays
from etl.timex.explicit import year_of
from etl.timex.scene import Anchor, Reading, Scene
from etl.timex.values import DAY, add_months, season, week
from etl.timex.vocabulary import SEASON_MONTH, SEASONS, month, weekday

if TYPE_CHECKING:
    Match = re.Match[str]

IN_TEXT = ("the text names it",)


def season_of_year(found: Match, _: Scene) -> Reading | None:
    return Reading(f"{int(found['y']):04d}-{SEASONS[found['s'].lower()]}", "explicit", because=IN_TEXT)


def relative_season(found: Match, scene: Scene) -> Reading | None:
    """Such as "this summer", "last fall", "the following spring", "in the winter"."""
    code, words = SEASONS[found["s"].lower()], found["rel"].lower()
    if scene.focus.era:
        return Reading(f"{scene.focus.era}-{code}", "previous", because=("the story tells of years before Christ",))
    if (
        words == "the"
        and not scene.narrative
        and not re.search(r"\b(?:in|since|by|until|during|of|after|before|for|over) $", scene.before(found.start()))
    ):
        return None
    if words == "the" and found["s"].lower() == "fall":
        return None  # "the fall of Mosul", "since the fall"
    base, anchor = scene.told if words in ("that", "the same", "the following") else scene.now
    current, first_month = season(base), SEASON_MONTH[code]
    if words in ("last", "this past", "the previous"):
        year = base.year - (code == "WI" or first_month + 2 >= base.month)
    elif words in ("next", "this coming", "the following"):
        year = base.year + (first_month <= base.month)
    elif words == "the" and not scene.narrative:
        year = base.year - (first_month > base.month and scene.tense(found.start(), found.end()).sign <= 0)
    else:
        named_by_month = code == "WI" and not (scene.narrative and scene.focus.precision == "year")
        year = current[1] if named_by_month else base.year
    return Reading(f"{year:04d}-{code}", anchor, because=(f"{words} {found['s']}, counted from {base}",))


def bare_season(found: Match, scene: Scene) -> Reading | None:
    """Such as "in summer", "by spring"; "fall" alone is too often a verb."""
    before = scene.before(found.start())
    if (
        not scene.narrative
        and not found["mod"]
        and not re.search(r"\b(?:in|since|by|until|during|after|before|through|into) (?:the )?$", before)
    ):
        return None
    code = SEASONS[found["s"].lower()]
    if scene.focus.era:
        return Reading(f"{scene.focus.era}-{code}", "previous", because=("the story tells of years before Christ",))
    base, anchor = scene.now
    year = base.year
    if not scene.narrative and SEASON_MONTH[code] > base.month and scene.tense(found.start(), found.end()).sign <= 0:
        year -= 1
    return Reading(f"{year:04d}-{code}", anchor, because=(f"the {found['s']} nearest to {base}",))


QUARTERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "final": 4}


def quarter(found: Match, scene: Scene) -> Reading | None:
    """Such as "the third quarter", "first half of 2015", "Q2 2016", "fiscal fourth-quarter"."""
    groups = found.groupdict()
    number = QUARTERS.get(found["q"].lower()) or int(found["q"])
    half = (groups.get("qh") or "").lower() == "half"
    named = (groups.get("ry") or groups.get("rel") or "").lower()
    if half and not (groups.get("y") or named):
        return None
    letter, number = ("H", min(number, 2)) if half else ("Q", number)
    if groups.get("y"):
        return Reading(f"{int(found['y']):04d}-{letter}{number}", "explicit", because=IN_TEXT)
    base, anchor = scene.now
    year = base.year + (-1 if named.startswith("last") else 1 if named.startswith("next") else 0)
    if not named and number > (base.month - 1) // 3 + 1 and scene.tense(found.start(), found.end()).sign <= 0:
        year -= 1
    return Reading(f"{year:04d}-{letter}{number}", anchor, because=(f"the quarter nearest to {base}",))


def latest_quarter(found: Match, scene: Scene) -> Reading | None:
    """Such as "the quarter", "the latest period" where figures are told: the quarter in focus, else the one before the publication."""
    if "reporting" in found[0].lower() and not scene.focus.quarter:
        return None
    year, month_number = add_months(scene.today.year, scene.today.month, -3)
    number = (month_number - 1) // 3 + 1
    if scene.focus.quarter:
        number = scene.focus.quarter
        year = scene.today.year - (number > (scene.today.month - 1) // 3 + 1)
    return Reading(f"{year:04d}-Q{number}", "published", because=("the quarter that the figures are for",))


def reporting_period(_: Match, scene: Scene) -> Reading | None:
    """Such as "the reporting period": the days that the head of the report names."""
    whole = scene.focus.period
    if whole is None:
        return None
    days = (whole.end - whole.start).days + 1
    return Reading(
        f"P{days}D", "previous", "DURATION", (f"the period that the text names, {whole.value}",), interval=whole
    )


def eve(_: Match, __: Scene) -> Reading | None:
    """Such as "the eve of Ramadan": the day before the one that is named behind it, see ``pairs``."""
    return Reading("XXXX-XX-XX", because=("the day before a day that is not known",))


def week_of_day(found: Match, scene: Scene) -> Reading | None:
    """Such as "the week of March 6"."""
    number, day = month(found["m"] or found["m3"]), int(found["d"] or found["d3"])
    dated: tuple[int, Anchor, tuple[str, ...]] = (int(found["y"] or 0), "explicit", IN_TEXT)
    year, anchor, because = dated if found["y"] else year_of(found, scene, number, day)
    return Reading(week(dt.date(year, number, day)), anchor, because=because)


NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def day_of_feast(found: Match, scene: Scene) -> Reading | None:
    """Such as "the first Friday of Ramadan", "the second day of Eid al-Adha"."""
    whole = holiday(found, scene)
    if whole is None or whole.interval is None:
        return None
    slack = DAY if holidays.is_lunar(found["h"]) else 0 * DAY
    first, last, nth = whole.interval.start + slack, whole.interval.end - slack, NTH.get(found["nth"].lower())
    if found["part"].lower() == "day":
        day = last if nth is None else first + nth * DAY
    else:
        target = weekday(found["part"])
        ahead = first + ((target - first.weekday()) % 7) * DAY
        day = last - ((last.weekday() - target) % 7) * DAY if nth is None else ahead + 7 * nth * DAY
    if not first <= day <= last:
        return None
    around = Interval(start=day - slack, end=day + slack, precision=DatePrecision.DAYS, value=day.isoformat())
    exact = found["part"].lower() != "day" or not slack
    return Reading(day.isoformat(), whole.anchor, because=whole.because, interval=None if exact else around)


def year_ago_quarter(_: Match, scene: Scene) -> Reading | None:
    """Such as "a year earlier" where a quarter's figures are told."""
    if not scene.focus.quarter:
        return None
    number = scene.focus.quarter
    year = scene.today.year - 1 - (number > (scene.today.month - 1) // 3 + 1)
    return Reading(f"{year:04d}-Q{number}", "previous", because=("the same quarter of the year before",))


def holiday(found: Match, scene: Scene) -> Reading | None:
    """A named day or feast of the year told with it, else of the year nearest to the publication."""
    base: dt.date | None = None
    anchor: Anchor = "explicit"
    groups = found.groupdict()
    named, relative = groups.get("y") or groups.get("y3"), (groups.get("rel") or "").strip().lower()
    if named:
        number = int(named)
    else:
        base, anchor = scene.now
        number = base.year + {"last": -1, "next": 1}.get(relative, 0)
    either = base and not relative and found["h"].lower() == "eid"
    days = holidays.eid_near(base, ahead=scene.tense(found.start(), found.end()).sign > 0) if either and base else None
    days = days or holidays.days_of(found["h"], number)
    if days is None:
        return None
    if base and not scene.narrative and not relative and not either:
        days = _nearest_days(found, scene, base, days)
    if base and relative == "last" and base > (this := holidays.days_of(found["h"], base.year) or days)[1]:
        days = this
    start, end = days
    because = (
        (*(IN_TEXT if named else (f"the {found['h']} nearest to {base}",)), "moon-dependent, give or take a day")
        if holidays.is_lunar(found["h"])
        else (IN_TEXT if named else (f"the {found['h']} nearest to {base}",))
    )
    if start == end:
        return Reading(start.isoformat(), anchor, because=because)
    whole = Interval(start=start, end=end, precision=DatePrecision.DAYS, value=f"{start}/{end}")
    middle = start + (end - start) / 2
    value = (
        f"{middle.year:04d}-{middle.month:02d}"
        if (end - start).days > 10
        else (start + dt.timedelta(days=1)).isoformat()
    )
    return Reading(value, anchor, because=because, interval=whole)


def _nearest_days(found: Match, scene: Scene, base: dt.date, days: tuple[dt.date, dt.date]) -> tuple[dt.date, dt.date]:
    tense = scene.tense(found.start(), found.end()).sign
    if days[0] > base and tense <= 0 and (tense < 0 or (days[0] - base).days > 30):
        return holidays.days_of(found["h"], base.year - 1) or days
    if tense > 0 and days[1] < base:
        return holidays.days_of(found["h"], base.year + 1) or days
    return days


def famous_day(_: Match, __: Scene) -> Reading | None:
    return Reading("2001-09-11", "explicit", because=("the attacks of 11 September 2001",))
