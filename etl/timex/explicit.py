"""Rules for dates that name a part of the calendar: days, months, years, seasons, quarters, decades."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from etl.model import DatePrecision, Interval
from etl.timex.scene import Anchor, Reading, Scene, Tense
from etl.timex.values import DAY, interval
from etl.timex.vocabulary import MONTH_NAMES, NUMBERS, ORDINALS, SEASONS, month, weekday

if TYPE_CHECKING:
    Match = re.Match[str]

IN_TEXT = ("the text names it",)
# "May" and "March" are months after these words, or beside a number
BEFORE_MONTH = re.compile(
    r"(?:^|\b(?:in|since|by|until|till|from|of|last|next|this|early|late|mid|before|after|through|and|to|during|for|or|between|"
    r"past|previous|following|throughout|as|around)[ -]|[,(–-] ?)$"
)
STRICTLY_BEFORE_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|from|of|last|next|this|early|late|mid|before|after|through|to|during|and|between)[ -]$"
)
MODIFYING = re.compile(  # "the March offensive"
    r" (?!(?:of|on|for|to|the|and|he|she|it|in|is|was|be|by|with|that|which|when|who|as)\b)[a-z]{3}"
)
MODIFYING_BEFORE = re.compile(r"\bthe $")
NOT_YEARS = re.compile(
    r" ?(?:people|troops|soldiers|men|women|children|dead|civilians|miles|km|kilomet|met(?:er|re)s|feet|ft|pounds|dollars|euros|percent|per "
    r"cent|%|million|billion|thousand|points|votes|tons|tonnes|times|homes|houses|families|refugees|copies|members|employees|"
    r"workers|jobs|acres|hectares|shares|rounds|casualties|deaths|killed|prisoners|aircraft|tanks|guns|vehicles|fighters|"
    r"students|hp|mph|yards|kg|hours|minutes|volts|hrs|GMT|UTC|migrants|villages|strikes|militants|rebels|wounded|injured|of (?:them|those|the))\b",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?:[$£€#] ?|\b(?:no\.|flight|route|highway|section|resolution|page|p\.|model|boeing|airbus|room|at|some|nearly|over|than|"
    r"least|most|about|almost|only|windows|unit|brigade|regiment|battalion|article|number|around|approximately|roughly) )$"
)
COUNTED = re.compile(r" [a-z]{3,20}s\b")
YEAR_WORDS = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|of|during|before|after|year|early|late|mid|and|to|between|circa|the|as|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)[ -]|[(,:;–-] ?)$"
)


IS_NAME = re.compile(  # "May 22 Hospital", "17 September Square"
    r" (?:Hospital|[Ss]quare|[Ss]treet|[Aa]venue|[Bb]ridge|[Mm]ovement|[Bb]rigades?|[Ss]tadium|University|Airport|School|Agreement"
    r"|[Rr]evolution|[Uu]prising|Martyrs|Front|Forces|[Aa]lliance|Palace|Camp|Mosque|Park|Division|Hall|[Cc]oalition|Battalion|Party"
    r"|Dam|Boulevard|Road)\b"
)


def _capital(words: str) -> bool:
    return words[:1].isupper()


def iso(found: Match, _: Scene) -> Reading | None:
    return Reading(f"{found['y']}-{found['mm']}-{found['dd']}", "explicit", because=IN_TEXT)


def numeric(found: Match, scene: Scene) -> Reading | None:
    """31/12/2015 either way round; 04/05/2015 as month/day with the other order rejected."""
    short = len(found["yy"]) == 2 and found["sep"] != "/"
    if short and (found["sep"] == "-" or len(found["a"]) + len(found["b"]) < 4):
        return None  # a score, a version, a section: "1.2.10"
    first, second, year = int(found["a"]), int(found["b"]), int(found["yy"])
    if year < 100:
        year += 2000 if year <= ((scene.published.year if scene.published else 2030) + 1) % 100 else 1900
    dotted = found["sep"] == "." and second <= 12
    if dotted or first > 12 >= second:
        first, second = second, first
    if not (1 <= first <= 12 and 1 <= second <= 31):
        return None
    other = (f"{year:04d}-{second:02d}-{first:02d}",) if second <= 12 and first != second else ()
    because = ("day.month.year" if dotted else "month/day/year",) if other else IN_TEXT
    return Reading(f"{year:04d}-{first:02d}-{second:02d}", "explicit", because=because, rejected=other)


def spelled_day(found: Match) -> int:
    groups = found.groupdict()
    return int(groups["d"]) if groups.get("d") else ORDINALS[groups["od"].lower()]


def day_of_month(found: Match, scene: Scene) -> Reading | None:
    """Such as "3 May", "May 3, 2016", "the third of May", "Tuesday, May 3"."""
    if not _capital(found["m"]):
        return None
    groups, number, day = found.groupdict(), month(found["m"]), spelled_day(found)
    if not groups.get("y") and IS_NAME.match(scene.after(found.end(), 14)):
        return None
    if groups.get("y"):
        return Reading(f"{int(found['y']):04d}-{number:02d}-{day:02d}", "explicit", because=IN_TEXT)
    if groups.get("od") and found["m"].lower() in ("may", "march") and not re.search(r"\bof ", found[0]):
        return None
    year, anchor, because = year_of(found, scene, number, day)
    name = groups.get("w") or groups.get("sw")
    if name and not scene.narrative:
        year = next((near for near in (year, year - 1, year + 1) if _falls_on(near, number, day, name)), year)
    return Reading(f"{year:04d}-{number:02d}-{day:02d}", anchor, because=because)


def _falls_on(year: int, number: int, day: int, name: str) -> bool:
    try:
        return dt.date(year, number, day).weekday() == weekday(name)
    except ValueError:
        return False


LOOK_AHEAD = re.compile(
    r" ?(?:,|and|or|to|through|until|till|-|–|—) ?(?:and )?(?:(?:early|mid|late|the end of)[- ])?(?:\d{1,2} )?"
    rf"(?P<m>{MONTH_NAMES})(?: \d{{1,2}}(?:st|nd|rd|th)?)?(?:, ?| )(?P<y>1[0-9]\d\d|20\d\d)(?!\d)"
)


def year_of(found: Match, scene: Scene, number: int, day: int | None) -> tuple[int, Anchor, tuple[str, ...]]:
    """The year of a month or day told without one, where it comes from, and why."""
    if ahead := LOOK_AHEAD.match(scene.text[found.end() : found.end() + 45]):
        year = int(ahead["y"]) - (number > month(ahead["m"]))
        return year, "explicit", (f"the year of {ahead['m']} {ahead['y']}, told with it",)
    tense = scene.tense(found.start(), found.end())
    if scene.narrative and scene.focus.day:
        return _narrative_year(scene, number), "previous", ("the year that the story has reached",)
    elsewhere = scene.focus.year and scene.published and scene.focus.year != scene.published.year
    if (
        elsewhere
        and scene.focus.year
        and not scene.narrative
        and not (tense.sign > 0 and scene.focus.year < scene.today.year)
    ):
        return scene.focus.year, "previous", (f"the year {scene.focus.year} is told in the same sentence",)
    return (
        _nearest_year(scene.today, number, day, tense),
        "published",
        (tense.words, "the nearest such date to the publication"),
    )


WINDOWS = {0: (-8.6, 3.4), -1: (-9.2, 2.8), 1: (-1.5, 10.5)}  # months before and after the publication
PAST_BY_ITS_VERB = (-11.9, 0.05)


def _nearest_year(today: dt.date, number: int, day: int | None, tense: Tense) -> int:
    strict = tense.sign < 0 and tense.parsed and day is None
    first, last = PAST_BY_ITS_VERB if strict else WINDOWS[tense.sign]
    if day is None and number == today.month:
        return today.year
    for year in (today.year - 1, today.year, today.year + 1):
        months = (year - today.year) * 12 + number - today.month + ((day or today.day) - today.day) / 31
        if first <= months <= last:
            return year
    return today.year if number < today.month or tense.sign > 0 else today.year - 1


def _narrative_year(scene: Scene, number: int) -> int:
    focus = scene.focus
    day = scene.anchor
    year = focus.year or day.year
    if focus.precision in ("day", "month") and focus.year == day.year and number - day.month <= -8:
        return year + 1
    return year


def day_range(found: Match, scene: Scene) -> Reading | None:
    """Such as "3-5 April 2015", "April 3 to 5": the value of the first day; the interval of all of them."""
    groups = found.groupdict()
    last_month = month(groups.get("m2") or found["m"])
    first_month = month(groups.get("m") or found["m2"])
    if groups.get("y"):
        dated: tuple[int, Anchor, tuple[str, ...]] = (int(found["y"]), "explicit", IN_TEXT)
    else:
        dated = year_of(found, scene, last_month, int(found["d2"]))
    year, anchor, because = dated
    start = dt.date(year - (first_month > last_month), first_month, int(found["d"]))
    end = dt.date(year, last_month, int(found["d2"]))
    if end <= start:
        return None
    whole = Interval(start=start, end=end, precision=DatePrecision.DAYS, value=f"{start}/{end}")
    tails = ((found.start("d2"), end.isoformat()),)
    return Reading(start.isoformat(), anchor, because=because, interval=whole, tails=tails)


def two_days(found: Match, scene: Scene) -> Reading | None:
    """Such as "14 and 15 April": two days, each its own."""
    reading = day_range(found, scene)
    return reading._replace(interval=None) if reading else None


def day_list(found: Match, scene: Scene) -> Reading | None:
    """Such as "3, 4 and 6 April", "April 3, 4 and 5": each its own day."""
    if not _capital(found["m"]):
        return None
    number, days = month(found["m"]), list(re.finditer(r"\d+", found["list"]))
    dated: tuple[int, Anchor, tuple[str, ...]] = (int(found["y"] or 0), "explicit", IN_TEXT)
    year, anchor, because = dated if found["y"] else year_of(found, scene, number, int(days[-1][0]))
    values = [dt.date(year, number, int(day[0])).isoformat() for day in days]
    offset = found.start("list")
    tails = tuple((offset + day.start(), value) for day, value in zip(days[1:], values[1:], strict=True))
    return Reading(values[0], anchor, because=because, tails=tails)


WEEKS = {"first": 0, "second": 1, "third": 2, "fourth": 3}


def week_of_month(found: Match, scene: Scene) -> Reading | None:
    """Such as "the last week of April": a length of time that lies on seven known days."""
    if not _capital(found["m"]):
        return None
    number = month(found["m"])
    dated: tuple[int, Anchor, tuple[str, ...]] = (int(found["y"] or 0), "explicit", IN_TEXT)
    year, anchor, because = dated if found["y"] else year_of(found, scene, number, None)
    whole = interval(f"{year:04d}-{number:02d}")
    if whole is None:
        return None
    week = dt.timedelta(days=7)
    nth = found["nth"].lower()
    start = whole.start + WEEKS[nth] * week if nth in WEEKS else whole.end - week + DAY
    days = Interval(
        start=start, end=start + week - DAY, precision=DatePrecision.WEEK, value=f"{start}/{start + week - DAY}"
    )
    return Reading("P1W", anchor, "DURATION", because, interval=days)


def month_year(found: Match, _: Scene) -> Reading | None:
    if not _capital(found["m"]):
        return None
    year = int(found["y"]) if found["y"] else 1900 + int(found["y2d"]) + (100 if int(found["y2d"]) < 30 else 0)
    return Reading(f"{year:04d}-{month(found['m']):02d}", "explicit", because=IN_TEXT)


def bare_month(found: Match, scene: Scene) -> Reading | None:
    name, before = found["m"], scene.before(found.start())
    shouted = name.isupper() and len(name) > 3
    if before[-3:].strip().isdigit() and IS_NAME.match(scene.after(found.end(), 14)):
        return None
    if not _capital(name) or (
        name.rstrip(".") in ("Jan", "Jun", "Jul", "Apr", "Sep", "Mar") and not name.endswith(".")
    ):
        return None
    if name.lower() in ("may", "march", "mar.") and not found["mod"]:
        follows = re.match(r" (?:of|on|for|to|against|through|Day\b|\d{2},)", scene.after(found.end(), 9))
        follows = None if LOOK_AHEAD.match(scene.after(found.end(), 45)) else follows
        expected = STRICTLY_BEFORE_MONTH if name.isupper() else BEFORE_MONTH
        if not shouted and before.endswith("the ") and MODIFYING.match(scene.after(found.end(), 8)):
            follows, expected = None, MODIFYING_BEFORE
        if not expected.search(before) or found.start() == 0 or (follows and name.lower() == "march" and not shouted):
            return None
    person = name in ("April", "June", "August", "May") and re.match(r" [A-Z][a-z]+", scene.after(found.end(), 4))
    if person and not STRICTLY_BEFORE_MONTH.search(before):
        return None
    number = month(name)
    if scene.focus.era:
        return Reading(
            f"{scene.focus.era}-{number:02d}", "previous", because=("the story tells of years before Christ",)
        )
    year, anchor, because = year_of(found, scene, number, None)
    return Reading(f"{year:04d}-{number:02d}", anchor, because=because)


RELATIVE_YEARS = {
    "this": 0,
    "last": -1,
    "next": 1,
    "the following": 1,
    "the next": 1,
    "the previous": -1,
    "that": 0,
    "the same": 0,
}


def month_of_relative_year(found: Match, scene: Scene) -> Reading | None:
    """Such as "May of last year", "March 3 the following year"."""
    if not _capital(found["m"]):
        return None
    words = found["ry"].lower().rsplit(" ", 1)[0]
    told = words.startswith("th") and words != "this"
    base, anchor = scene.told if told else (scene.today, "published")
    value = f"{base.year + RELATIVE_YEARS[words]:04d}-{month(found['m']):02d}"
    return Reading(
        value + (f"-{int(found['d']):02d}" if found["d"] else ""),
        anchor,
        because=(f"{words} year, counted from {base.year}",),
    )


def relative_month(found: Match, scene: Scene) -> Reading | None:
    """Such as "last December", "this May", "the following March"."""
    if not _capital(found["m"]):
        return None
    number, words = month(found["m"]), found["rel"].lower()
    base, anchor = scene.told if words.startswith("th") and not words.startswith("this") else scene.now
    if words in ("last", "this past", "the previous"):
        year = base.year - (number >= base.month)
    elif words in ("next", "this coming", "the following", "the next"):
        year = base.year + (number <= base.month)
    else:
        year = base.year
    value = f"{year:04d}-{number:02d}" + (f"-{int(found['d']):02d}" if found["d"] else "")
    return Reading(value, anchor, because=(f"{words} {found['m']}, counted from {base}",))


def year_range(found: Match, _: Scene) -> Reading | None:
    """Such as "2014-15", "1990 to 1995": the value of the first year; the interval of all of them."""
    first, last = int(found["y"]), found["ye"]
    end = int(last) if len(last) == 4 else int(found["y"][:2] + last)
    if not first < end <= 2100 or (len(last) == 2 and not found["dash"]):
        return None
    whole = Interval(
        start=dt.date(first, 1, 1), end=dt.date(end, 12, 31), precision=DatePrecision.YEAR, value=f"{first}/{end}"
    )
    return Reading(
        f"{first:04d}", "explicit", because=IN_TEXT, interval=whole, tails=((found.start("ye"), f"{end:04d}"),)
    )


def short_year(found: Match, scene: Scene) -> Reading | None:
    """Such as "in '43": of the century of the story."""
    near = scene.anchor.year
    year = near // 100 * 100 + int(found["yy"])
    return Reading(f"{year if year <= near + 50 else year - 100:04d}", "explicit", because=IN_TEXT)


def told_month_day(found: Match, scene: Scene) -> Reading | None:
    """Such as "the 13th": of the month that the story has reached."""
    if scene.focus.day is None or scene.focus.precision not in ("day", "month"):
        return None
    day = dt.date(scene.focus.day.year, scene.focus.day.month, int(found["d"]))
    return Reading(day.isoformat(), "previous", because=(f"of the month told before, {day:%Y-%m}",))


def era_range(found: Match, _: Scene) -> Reading | None:
    """Such as "336-323 BC"."""
    first, last = int(found["yb"]), int(found["ye"])
    if first <= last:
        return None
    return Reading(f"BC{first:04d}", "explicit", because=IN_TEXT, tails=((found.start("ye"), f"BC{last:04d}"),))


def year(found: Match, scene: Scene) -> Reading | None:
    """A number that can be a year and that nothing beside it makes a count, a price or a name."""
    number, before = int(found["y"]), scene.before(found.start())
    horizon = scene.published.year if scene.published else 2030
    edged = found["mod"] or found["word"]
    if NOT_YEARS.match(scene.after(found.end())) and not edged:
        return None
    if (
        not edged
        and NUMBERED.search(before)
        and not (re.search(r"(?:than|over) $", before) and 1900 <= number <= horizon + 2)
    ):
        return None
    if not edged and COUNTED.match(scene.after(found.end(), 24)) and not YEAR_WORDS.search(before):
        return None
    as_year = Reading(f"{number:04d}", "explicit", because=IN_TEXT)
    if 1900 <= number <= horizon + 15:
        return as_year
    if number < 1900 and (YEAR_WORDS.search(before) or edged or re.match(r" ?[-–] ?\d", scene.after(found.end(), 4))):
        return as_year
    return as_year if number > horizon and re.search(r"(?:by|in|until|year) $", before) else None


DECADES = {
    name: 192 + number
    for number, name in enumerate(
        ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
    )
}


def decade(found: Match, _: Scene) -> Reading | None:
    if found["dec"]:
        return Reading(f"{int(found['dec']) // 10:03d}", "explicit", because=IN_TEXT)
    if found["dec2"]:
        return Reading(f"{'20' if found['dec2'][0] in '01' else '19'}{found['dec2'][0]}", "explicit", because=IN_TEXT)
    return Reading(f"{DECADES[found['dec3'].lower()]:03d}", "explicit", because=IN_TEXT)


def century(found: Match, _: Scene) -> Reading | None:
    digits = re.match(r"\d+", found["c"])
    number = int(digits[0]) if digits else ORDINALS[found["c"].lower()]
    before_christ = (found["era"] or "").upper().startswith("B")
    return Reading(f"{'BC' if before_christ else ''}{number - 1:02d}", "explicit", because=IN_TEXT)


def era_year(found: Match, _: Scene) -> Reading | None:
    if found["ad"]:
        return Reading(f"{int(found['ad']):04d}", "explicit", because=IN_TEXT)
    value = f"BC{int(found['yb']):04d}"
    if found["m"]:
        value += f"-{month(found['m']):02d}"
    elif found["s"]:
        value += f"-{SEASONS[found['s'].lower()]}"
    return Reading(value, "explicit", because=IN_TEXT)


def bare_era_year(found: Match, scene: Scene) -> Reading | None:
    """Such as "in 331" in a story of years before Christ."""
    if not scene.focus.era or NOT_YEARS.match(scene.after(found.end())):
        return None
    return Reading(f"BC{int(found['yb']):04d}", "previous", because=("the story tells of years before Christ",))


def spelled_year(found: Match, _: Scene) -> Reading | None:
    """Such as "nineteen ninety-six", "the year two thousand"."""
    if not found["sy"]:
        rest = NUMBERS.get((found["sy2"] or "").lower(), 0)
        return Reading(f"{2000 + int(rest):04d}", "explicit", because=IN_TEXT)
    value = f"{1900 + int(NUMBERS[found['sy'].lower()]):04d}"
    words = (found["ms"] or "").lower().removeprefix("the ").split()
    if words and words[0] in SEASONS:
        value += f"-{SEASONS[words[0]]}"
    elif words:
        value += f"-{month(words[0]):02d}"
    return Reading(value, "explicit", because=IN_TEXT)


def exists(value: str) -> bool:
    """Whether a day value names a day of the calendar."""
    return not re.fullmatch(r"\d{4}-\d\d-\d\d", value) or interval(value) is not None
