"""Rules for dates that count from another: from the publication in news, from the date that the story has reached."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from etl.model import DatePrecision, Interval
from etl.timex.scene import Anchor, Reading, Scene
from etl.timex.values import DAY, duration, interval, shifted, week
from etl.timex.vocabulary import NUMBERS, PARTS_OF_DAY, number, unit, weekday

if TYPE_CHECKING:
    Match = re.Match[str]

STEPS = {
    "this": 0,
    "current": 0,
    "the current": 0,
    "that": 0,
    "the same": 0,
    "that same": 0,
    "that very": 0,
    "last": -1,
    "past": -1,
    "this past": -1,
    "previous": -1,
    "the previous": -1,
    "the preceding": -1,
    "the last": -1,
    "next": 1,
    "coming": 1,
    "the coming": 1,
    "this coming": 1,
    "the following": 1,
    "the next": 1,
    "the ensuing": 1,
}
TOLD = frozenset(
    {
        "that",
        "the same",
        "that same",
        "that very",
        "the previous",
        "the preceding",
        "the following",
        "the next",
        "the ensuing",
    }
)


def with_part_of_day(value: str, part: str | None) -> Reading:
    """A day, or a part of it ("2016-05-03TMO")."""
    if not part:
        return Reading(value)
    code = PARTS_OF_DAY[part.lower()]
    return Reading(value + (code if code.startswith(("T1", "T2")) else f"T{code}"), type="TIME")


def clock(words: str) -> str | None:
    """The time of day of a clock time, "17:00"; None for a number that is none.

    >>> clock("5 a.m."), clock("5:30 pm"), clock("noon"), clock("0630"), clock("12 a.m.")
    ('05:00', '17:30', '12:00', '06:30', '00:00')
    """
    text = words.lower().replace(".m", "m").replace("m.", "m")
    if named := re.match(r"noon|midday|midnight", text):
        return "24:00" if named[0] == "midnight" else "12:00"
    digits = re.match(r"(\d{1,2})(?:[:.h]?(\d\d))?(?::\d\d)? ?(am|pm|o.clock)?", text)
    if not digits:
        return None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    if digits[3] in ("am", "pm"):
        hour = hour % 12 + (12 if digits[3] == "pm" else 0)
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def weekday_date(found: Match, scene: Scene) -> Reading | None:
    """Such as "Tuesday", "last Friday", "on Monday morning", "the following Sunday"."""
    if not found["w"][0].isupper():
        return None  # "in the sun."
    groups = found.groupdict()
    target, words = weekday(found["w"]), (groups.get("rel") or "").lower()
    if words in TOLD:
        base, anchor = scene.told
        day = _told_weekday(base, target, words)
        because: tuple[str, ...] = (f"{words} {found['w']}, counted from {base}",)
    else:
        base, anchor = scene.now
        day, why = _weekday_near(found, scene, base, target, words)
        because = (f"{found['w']} {why} {base}",)
    other = day + (7 if day <= base else -7) * DAY
    reading = with_part_of_day(day.isoformat(), groups.get("pod"))
    at = clock(groups["clk"]) if groups.get("clk") else None
    if at:
        reading = Reading(f"{day}T{at}", type="TIME")
    return reading._replace(anchor=anchor, because=because, rejected=(other.isoformat(),))


def _told_weekday(base: dt.date, target: int, words: str) -> dt.date:
    if words in ("the previous", "the preceding"):
        return base - ((base.weekday() - target - 1) % 7 + 1) * DAY
    if words.startswith("that") or words == "the same":
        return base - ((base.weekday() - target) % 7) * DAY
    return base + ((target - base.weekday() - 1) % 7 + 1) * DAY


PUT_OFF = re.compile(  # "postponed until Tuesday", "gave them until Monday", "as soon as Friday"
    r"\b(?:(?:postpon|delay|extend|adjourn|prolong|renew|defer|reschedul|put off|put back|given|gave|give|has|have|deadline)\w* (?:[\w-]+ ){0,6}(?:until|till|to)"
    r"|as (?:soon|early) as|no later than|at the earliest on)(?: [\d.:]+ ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?)? ?$",
    re.IGNORECASE,
)
DEADLINE = re.compile(r"\b(?:until|till|as soon as|as early as|no later than|deadline|by|starting|from) (?:\d.{0,8})?$")


def _weekday_near(  # noqa: PLR0911 (an ordered list of cases)
    found: Match, scene: Scene, base: dt.date, target: int, words: str
) -> tuple[dt.date, str]:
    back, ahead = (base.weekday() - target) % 7, (target - base.weekday()) % 7
    if words in ("next", "this coming", "coming"):
        return base + (ahead or 7) * DAY, "after"
    if words == "this" and not scene.narrative:
        return base + (target - base.weekday()) * DAY, "of the week of"
    if words in ("last", "this past", "past"):
        return base - (back or 7) * DAY, "before"
    if re.match(r"['’]s\b", scene.after(found.end(), 3)):
        return base - back * DAY, "on or before"
    tense = scene.tense(found.start(), found.end())
    if back and not scene.narrative and PUT_OFF.search(scene.text[max(0, found.start() - 60) : found.start()]):
        return base + ahead * DAY, "(a day that is still to come) after"
    ahead_told = DEADLINE.search(scene.before(found.start(), 24)) and not (
        tense.sign < 0 and scene.before(found.start(), 5) == "from "
    )
    if back and not scene.narrative and (tense.sign > 0 or (ahead_told and tense.sign >= 0)):
        return base + ahead * DAY, f"({tense.words}) after"
    return base - back * DAY, f"({tense.words}) on or before"


def weekday_of_week(found: Match, scene: Scene) -> Reading | None:
    """Such as "Monday of last week", "Thursday this week"."""
    if not found["w"][0].isupper():
        return None
    step = STEPS[found["rel2"].lower().removeprefix("of ").split()[0]]
    monday = scene.today - scene.today.weekday() * DAY
    day = monday + (7 * step + weekday(found["w"])) * DAY
    return Reading(day.isoformat(), "published", because=(f"the week of {monday + 7 * step * DAY}",))


def weekday_ago(found: Match, scene: Scene) -> Reading | None:
    """Such as "a week ago Tuesday", "two weeks ago on Friday"."""
    back = (scene.today.weekday() - weekday(found["w"])) % 7
    day = scene.today - (back + 7 * int(NUMBERS[found["n2"].lower()])) * DAY
    return Reading(day.isoformat(), "published", because=(f"counted from {scene.today}",))


def weekdays_ago(found: Match, scene: Scene) -> Reading | None:
    """Such as "two Mondays ago": the last Monday is one Monday ago."""
    back = (scene.today.weekday() - weekday(found["w"]) - 1) % 7 + 1
    day = scene.today - (back + 7 * (int(NUMBERS[found["n3"].lower()]) - 1)) * DAY
    return Reading(day.isoformat(), "published", because=(f"counted from {scene.today}",))


def _night(first: dt.date, anchor: Anchor) -> Reading:
    """The night that begins on this day."""
    whole = Interval(start=first, end=first + DAY, precision=DatePrecision.DAYS, value=f"{first}/{first + DAY}")
    return Reading(f"{first}TNI", anchor, "TIME", (f"the night from {first}",), interval=whole)


def night_of_days(found: Match, scene: Scene) -> Reading | None:
    """Such as "overnight from Saturday to Sunday", "the night of Tuesday to Wednesday"."""
    first, second = weekday(found["w"]), weekday(found["w2"])
    if not found["w"][0].isupper() or (second - first) % 7 != 1:
        return None
    base, anchor = scene.now
    day, _ = _weekday_near(found, scene, base, first, "")
    return _night(day - 7 * DAY if day == base and scene.tense(found.start(), found.end()).sign < 0 else day, anchor)


def night_to_day(found: Match, scene: Scene) -> Reading | None:
    """Such as "overnight to Thursday", "overnight Monday": a night that ends on the day, or begins with it."""
    if not found["w"][0].isupper():
        return None
    base, anchor = scene.now
    day, _ = _weekday_near(found, scene, base, weekday(found["w"]), "")
    ends = bool(found["to"]) or day == base
    return _night(day - DAY if ends else day, anchor)


def part_of_told_day(found: Match, scene: Scene) -> Reading | None:
    """Such as "later in the day": the day told before, else the day of the publication."""
    day = scene.exact or scene.today
    late = "late" in found["x"].lower()
    modifier = "late" if late else "early"
    return Reading(
        day.isoformat(), "previous" if scene.exact else "published", because=(f"on {day}",), modifier=modifier
    )


TODAY = {"tonight": "NI", "this morning": "MO", "this afternoon": "AF", "this evening": "EV", "this very day": ""}
TODAY_VAGUELY = re.compile(
    r"['’]s (?:world|society|standards|youth|generation|market|technology|\w{1,20} (?:computers|standards))"
)


def today(found: Match, scene: Scene) -> Reading | None:
    if scene.narrative:
        return Reading("PRESENT_REF", because=("the present of the writer",))
    if TODAY_VAGUELY.match(scene.after(found.end(), 32)):
        return Reading("PRESENT_REF", because=("today in general",))
    part = TODAY.get(found[0].lower(), "")
    because = (f"the day of the publication, {scene.today}",)
    value = scene.today.isoformat() + (f"T{part}" if part else "")
    return Reading(value, "published", "TIME" if part else "DATE", because)


NEAR_DAYS = {
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
    "last night": -1,
}


def near_day(found: Match, scene: Scene) -> Reading | None:
    """Such as "yesterday", "tomorrow morning", "last night"."""
    words = found["x"].lower()
    if words == "overnight" and scene.narrative:
        return Reading("XXXX-XX-XXTNI", type="TIME", because=("a night of the story",))
    if words in ("overnight", "the night"):
        before = scene.today - DAY
        night = Interval(start=before, end=scene.today, precision=DatePrecision.DAYS, value=f"{before}/{scene.today}")
        return Reading(f"{before}TNI", "published", "TIME", ("the night before the publication",), interval=night)
    day = (scene.now[0] if scene.narrative else scene.today) + NEAR_DAYS[words] * DAY
    reading = with_part_of_day(day.isoformat(), "night" if words == "last night" else found["pod"])
    return reading._replace(anchor="published", because=(f"counted from the publication, {scene.today}",))


def relative_unit(found: Match, scene: Scene) -> Reading | None:
    """Such as "last week", "this month", "next year", "the following day", "earlier this year"."""
    words, name = found["rel"].lower(), unit(found["u"])
    if (part := name) in ("morning", "afternoon", "evening", "night"):
        return _part_of_told_day(words, part, scene)
    if words in ("past", "the past", "the last"):
        return _past_unit(found, name, scene)
    told = words in TOLD
    if words == "the next" and not scene.narrative and name in ("year", "month", "week", "decade"):
        return Reading(duration(name, 1), type="DURATION", because=("the time ahead",))
    if name == "day" and not told:
        return None
    base, anchor = scene.told if told else scene.now
    if told and name == "day" and scene.exact:
        base = scene.exact
    step = STEPS[words]
    value = shifted(base, name, step)
    modifier = {"earlier": "early", "early": "early", "later": "late", "late": "late"}.get((found["em"] or "").lower())
    because = (f"{words} {name}, counted from {base}",)
    return Reading(value, anchor, because=because, modifier=modifier)


def _part_of_told_day(words: str, part: str, scene: Scene) -> Reading | None:
    if words not in TOLD and words != "previous":
        return None
    base = scene.exact or scene.anchor
    value = base + STEPS[words] * DAY
    because = (f"counted from {base}",)
    return with_part_of_day(value.isoformat(), part)._replace(anchor="previous", because=because)


def _past_unit(found: Match, name: str, scene: Scene) -> Reading | None:
    """Such as "the past year": the time up to the publication."""
    if name in ("morning", "afternoon", "evening"):
        return None
    if scene.after(found.end(), 4) == " of ":
        return Reading(duration(name, 1), type="DURATION", because=("a length of time",))
    return Reading(
        duration(name, 1), "published", "DURATION", ("up to the publication",), interval=_up_to(scene, name, 1)
    )


def _up_to(scene: Scene, name: str, amount: float | None) -> Interval | None:
    """The time from so long ago until the publication, in news."""
    if amount is None or scene.published is None or scene.narrative:
        return None
    start = _whole(shifted(scene.published, name, -amount), scene.published)
    if name in ("hour", "minute", "second"):
        start = scene.published - max(1, round(amount / 24) if name == "hour" else 0) * DAY
    if name == "week":
        start = scene.published - round(7 * amount) * DAY
    if start is None or start > scene.published:
        return None
    return Interval(start=start, end=scene.published, precision=DatePrecision.OPEN, value=f"{start}/{scene.published}")


def _whole(value: str, today: dt.date) -> dt.date | None:
    """The day so long ago: the first of the unit, moved to the day of the month of the publication where it exists."""
    found = interval(value)
    if found is None:
        return None
    if found.precision is DatePrecision.MONTH:
        return min(found.start + (today.day - 1) * DAY, found.end)
    if found.precision is DatePrecision.YEAR and len(value) == 4:
        return min(dt.date(found.start.year, today.month, 1) + (today.day - 1) * DAY, found.end)
    return found.start


RECENT = {"day": 6, "week": 4, "month": 5}  # how far "recent weeks" and "the past several days" reach back


def recent_reference(found: Match, scene: Scene) -> Reading | None:
    """Such as "recent days": a vague reference that reaches up to the publication."""
    name = unit(found["u"])
    whole = _up_to(scene, name, RECENT.get(name))
    if whole is not None:
        precision = {"day": DatePrecision.WEEK, "week": DatePrecision.MONTH}.get(name, DatePrecision.SEASON)
        whole = Interval(start=whole.start, end=whole.end, precision=precision, value=whole.value)
    anchor: Anchor = "published" if whole else "none"
    return Reading("PAST_REF", anchor, because=("a vague time up to the publication",), interval=whole)


def recent_range(found: Match, scene: Scene) -> Reading | None:
    """Such as "the past three months", "the last 24 hours", "the next two weeks", "the first ten days"."""
    words, name = (found["rel"] or found["rel2"]).lower(), unit(found["u"] or found["u2"])
    amount = number(found["n"]) if found["n"] else None
    of_something = scene.after(found.end(), 4) == " of "
    if words in ("last", "past", "previous") and not of_something and not (words == "previous" and scene.narrative):
        whole = _up_to(scene, name, amount if found["n"] and amount else RECENT.get(name))
        because = ("up to the publication",) if whole else ("a time up to the moment told of",)
        return Reading(duration(name, amount), "published" if whole else "none", "DURATION", because, interval=whole)
    ahead = None if of_something or scene.narrative or words not in ("next", "coming") else _ahead(scene, name, amount)
    return Reading(duration(name, amount), type="DURATION", because=("a length of time",), interval=ahead)


def _ahead(scene: Scene, name: str, amount: float | None) -> Interval | None:
    """Such as "the coming weeks", "the next 48 hours": from the publication on."""
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}.get(name)
    number = amount or RECENT.get(name)
    if days is None or number is None or scene.published is None:
        return None
    end = scene.published + max(1, round(days * number)) * DAY
    precision = DatePrecision.DAYS if (end - scene.published).days <= 6 else DatePrecision.MONTH
    return Interval(start=scene.published, end=end, precision=precision, value=f"{scene.published}/{end}")


def ago(found: Match, scene: Scene) -> Reading | None:
    """Such as "two weeks ago", "a year ago", "a few days ago"."""
    amount, name = number(found["n"]), unit(found["u"])
    if amount is None:
        whole = None if scene.narrative else _around(scene.today, name, -1)
        return Reading("PAST_REF", "published", because=("a time before the publication",), interval=whole)
    if found["half"]:
        amount += 0.5
    value = shifted(scene.today, name, -amount)
    if value.startswith("-"):
        return None
    because = (f"{amount:g} {name}(s) before {scene.today}",)
    whole = None if scene.narrative else _give_or_take(scene.today, name, -amount, value)
    return Reading(value, "published", because=because, modifier=_approx(found), interval=whole)


FEW_DAYS = {"day": (2, 7), "week": (14, 35), "month": (60, 180)}  # what "a few days ago" may mean


def _around(base: dt.date, name: str, sign: int) -> Interval | None:
    """The time that "a few weeks ago" or "days later" lies in."""
    if name not in FEW_DAYS:
        return None
    near, far = FEW_DAYS[name]
    start, end = sorted((base + sign * near * DAY, base + sign * far * DAY))
    precision = {"day": DatePrecision.WEEK, "week": DatePrecision.MONTH}.get(name, DatePrecision.SEASON)
    return Interval(start=start, end=end, precision=precision, value=f"{start}/{end}")


def _give_or_take(base: dt.date, name: str, amount: float, value: str) -> Interval | None:
    """Around the day so many weeks off, or a month off; None where the value's own interval says it."""
    slack = {("week", True): 2, ("week", False): 3, ("month", True): 3}.get(
        (name, abs(amount) <= (2 if name == "week" else 1))
    )
    slack = 2 if name == "fortnight" and abs(amount) == 1 else slack
    if slack is None or amount != int(amount):
        return None
    middle = _whole(value, base) if name == "month" else base + round(amount * (14 if name == "fortnight" else 7)) * DAY
    if middle is None:
        return None
    precision = DatePrecision.DAYS if slack == 2 else DatePrecision.WEEK
    return Interval(start=middle - slack * DAY, end=middle + slack * DAY, precision=precision, value=value)


def _approx(found: Match) -> str | None:
    return (
        "approx"
        if (found.groupdict().get("ap") or "").lower()
        in ("about", "around", "nearly", "almost", "some", "roughly", "approximately")
        else None
    )


BACKWARDS = frozenset({"earlier", "before", "previously", "prior", "beforehand"})


def told_offset(found: Match, scene: Scene) -> Reading | None:
    """Such as "two days later", "a week earlier", "a day after": counted from the date that the story has reached.

    "A week after Obama urged ..." counts from an event; when that event's date is known, the coding stage knows better.
    """
    amount, name = number(found["n"]) if found["n"] else None, unit(found["u"])
    sign = -1 if found["dir"].lower().split()[0] in BACKWARDS else 1
    told_from = found["dir"].lower() not in ("hence", "prior to")
    same_day = scene.exact if name in ("second", "minute", "hour") and told_from else None
    same = interval(same_day.isoformat()) if same_day else None
    followed = found["dir"].lower() in ("before", "after") and re.match(r" \w", scene.after(found.end(), 3))
    if name in ("second", "minute", "hour") and amount is not None:
        because = (f"on {same_day}, told before",) if same and not followed else ("a length of time",)
        whole = same if same and not followed else None
        return Reading(duration(name, amount), "previous" if whole else "none", "DURATION", because, interval=whole)
    if found["dir"].lower() in ("before", "after", "prior to") and re.match(r" \w", scene.after(found.end(), 3)):
        return _event_offset(found, amount, name)
    base = scene.exact or scene.anchor
    if amount is None:
        whole = same or (None if sign > 0 and _is_adrift(found, scene) else _around(base, name, sign))
        why = ("an unknown time from the one told before",)
        return Reading(
            "PAST_REF" if sign < 0 else "FUTURE_REF", "previous" if whole else "none", because=why, interval=whole
        )
    base = base if name in ("day", "night", "week", "fortnight") else scene.anchor
    if sign > 0 and _is_adrift(found, scene):
        return Reading(shifted(base, name, amount), because=("a day that no date is told for",))
    value = shifted(base, name, sign * amount)
    because = (f"{amount:g} {name}(s) {found['dir']} than {base}",)
    exact = scene.focus.precision == "day" and not scene.narrative
    whole = _give_or_take(base, name, sign * amount, value) if exact else None
    return Reading(value, "previous", because=because, modifier=_approx(found), interval=whole)


def _is_adrift(found: Match, scene: Scene) -> bool:
    """“a day later”, told as past, where no day was told before: it counts from an event that the coding stage may know."""
    lost = scene.exact is None or scene.exact >= scene.today
    return not scene.narrative and lost and scene.tense(found.start(), found.end()).sign <= 0


def _event_offset(found: Match, amount: float | None, name: str) -> Reading:
    """Reads "a week after ...": a length of time from something told; the date is the coding stage's to find."""
    role = "before" if found["dir"].lower() in BACKWARDS or found["dir"].lower() == "prior to" else "after"
    return Reading(duration(name, amount), type="DURATION", modifier=role, because=("counted from an event",))


def told_day(found: Match, scene: Scene) -> Reading | None:
    """Such as "the day before", "that same night", "the morning after"."""
    words = found["x"].lower().removeprefix("on ")
    step = (
        1 if re.search(r"following|next|after", words) else -1 if re.search(r"previous|preceding|before", words) else 0
    )
    part = next((part for part in ("morning", "afternoon", "evening", "night") if part in words), None)
    base = scene.exact or scene.anchor
    adrift = step > 0 and _is_adrift(found, scene)
    if adrift:
        value = with_part_of_day((base + step * DAY).isoformat(), part)
        return value._replace(because=("a day that no date is told for",))
    because = (f"counted from {base}",)
    return with_part_of_day((base + step * DAY).isoformat(), part)._replace(anchor="previous", because=because)


def weekend(found: Match, scene: Scene) -> Reading | None:
    """Such as "over the weekend": the last one, or the coming one after a future verb."""
    base, anchor = scene.now
    limit = re.search(r"\b(?:before|by) (?:the )?$", scene.before(found.start()))
    ahead = bool(limit) or scene.tense(found.start(), found.end()).sign > 0 or base.weekday() >= 5
    value = week(base if ahead else base - (base.weekday() + 1) * DAY) + "-WE"
    return Reading(value, anchor, because=(f"the weekend nearest to {base}",))


EDGES = {
    "end": "late",
    "close": "late",
    "beginning": "early",
    "start": "early",
    "middle": "mid",
    "early": "early",
    "late": "late",
    "later": "late",
    "earlier": "early",
    "mid": "mid",
}


def edge_of_unit(found: Match, scene: Scene) -> Reading | None:
    """Such as "the end of the month", "early next year", "mid last week"."""
    words, name = (found["rel"] or "the").lower(), unit(found["u"])
    edge = next((value for key, value in EDGES.items() if key in found["mod"].lower()), None)
    base, anchor = scene.told if words in TOLD else scene.now
    value = shifted(base, name, STEPS.get(words, 0))
    return Reading(value, anchor, because=(f"{words} {name}, counted from {base}",), modifier=edge)


def year_end(_: Match, scene: Scene) -> Reading | None:
    base, anchor = scene.now
    return Reading(f"{base.year:04d}-12-31", anchor, because=(f"the end of {base.year}",))


def from_now(found: Match, scene: Scene) -> Reading | None:
    """Such as "three weeks from now", "in two days' time"."""
    groups = found.groupdict()
    amount, name = number(groups["n"] or "a"), unit(groups["u"] or groups["u2"])
    if amount is None:
        return Reading("FUTURE_REF", because=("a time after the publication",))
    value = shifted(scene.today, name, amount)
    return Reading(value, "published", because=(f"{amount:g} {name}(s) after {scene.today}",))


def told_clock(found: Match, scene: Scene) -> Reading | None:
    """A clock time: of the day told before, else of the publication."""
    at = clock(found["clk"])
    if at is None or re.match(r" (?:prayers?|call|meal)\b", scene.after(found.end(), 9)):
        return None
    words = found["clk"].lower()
    if (
        not re.search(r"[ap]\.?m|:|h\d|clock", words)
        and not re.search(r"gmt|utc|hours|hrs|local", found[0].lower())
        and not re.search(r"\b(?:at|by|until|since|around|from|before|after|about) $", scene.before(found.start()))
    ):
        return None
    told = scene.focus.day is not None and scene.focus.precision == "day"
    anchor: Anchor = "previous" if told else "published"
    day = scene.focus.day if told and scene.focus.day else scene.today
    return Reading(
        f"{day}T{at}",
        anchor,
        "TIME",
        because=(f"on {day}, the day told before" if told else f"on {day}, the publication",),
    )


def habitual_part(found: Match, _: Scene) -> Reading | None:
    """Such as "at night": no night in particular."""
    return Reading(
        "XXXX-XX-XXT" + ("NI" if "night" in found[0].lower() else "DT"), type="TIME", because=("no day in particular",)
    )


def month_end(_: Match, scene: Scene) -> Reading | None:
    base, anchor = scene.now
    return Reading(f"{base:%Y-%m}", anchor, because=("the end of the month told before",), modifier="late")


def part_of_today(found: Match, scene: Scene) -> Reading | None:
    """Such as "at dawn", "in the morning", "at night": of the day told before, else of the publication."""
    part = found["pod2"].lower()
    told = scene.focus.day is not None and scene.focus.precision == "day"
    day = scene.focus.day if told and scene.focus.day else scene.today
    reading = with_part_of_day(day.isoformat(), part)
    return reading._replace(anchor="previous" if told else "published", because=(f"on {day}",))
