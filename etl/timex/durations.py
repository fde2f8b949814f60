"""Rules for lengths of time, repeated times and references that name no date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from etl.timex.scene import Reading, Scene
from etl.timex.values import duration, interval, shifted
from etl.timex.vocabulary import number, unit, weekday

if TYPE_CHECKING:
    Match = re.Match[str]

SET_VALUES = {
    "hourly": "PT1H",
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "fortnightly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
    "annually": "P1Y",
    "annual": "P1Y",
}
SET_CODES = {
    "day": "P1D",
    "night": "P1D",
    "week": "P1W",
    "month": "P1M",
    "year": "P1Y",
    "hour": "PT1H",
    "minute": "PT1M",
    "decade": "P1DE",
    "weekend": "P1WE",
    "quarter": "P1Q",
    "morning": "P1D",
    "afternoon": "P1D",
    "evening": "P1D",
    "second": "PT1S",
    "fortnight": "P2W",
    "century": "P1CE",
}


def length(found: Match, scene: Scene) -> Reading | None:
    """Such as "two weeks", "a 10-day siege", "several months", "more than three years"."""
    words, name = found["n"].lower(), unit(found["u"])
    amount = number(words)
    if words in ("a", "an") and re.match(r" (?:later|earlier|before|after|ago)\b", scene.after(found.end())):
        return None
    if words in ("a", "an", "one") and name in ("second", "minute", "day", "night") and words != "one":
        return None  # "a day", "a minute": too often no length
    if name == "quarter" and (amount is None or amount < 2):
        return None
    if words in ("some", "many") and name not in ("years", "year", "month", "week", "day", "hour", "decade", "century"):
        return None
    if found["half"] and amount is not None:
        amount += 0.5
    reading = Reading(duration(name, amount), type="DURATION", because=("a length of time",), modifier=_about(found))
    ahead = amount is not None and not scene.narrative and scene.before(found.start()).endswith(" in ")
    if not ahead or amount is None or scene.published is None or scene.tense(found.start(), found.end()).sign <= 0:
        return reading
    because = (f"{amount:g} {name}(s) after {scene.published}",)
    return reading._replace(
        interval=interval(shifted(scene.published, name, amount)), anchor="published", because=because
    )


def _about(found: Match) -> str | None:
    return (
        "approx"
        if (found["ap"] or "").lower() in ("about", "around", "nearly", "almost", "roughly", "approximately")
        else None
    )


def hyphenated(found: Match, _: Scene) -> Reading | None:
    """Such as "a 10-day siege", "five-year plan", "month-long"."""
    if found[0].lower().endswith("-old"):
        return None  # an age
    groups = found.groupdict()
    name = found["u"] or groups["u2"]
    return Reading(duration(unit(name), number(groups.get("n") or "a")), type="DURATION", because=("a length of time",))


def unknown_length(found: Match, _: Scene) -> Reading | None:
    """Such as "for weeks", "hours of fighting", "recent months"."""
    return Reading(duration(unit(found["u"]), None), type="DURATION", because=("a length of time",))


def whole_unit(found: Match, _: Scene) -> Reading | None:
    """Such as "all day", "the whole week"."""
    return Reading(duration(unit(found["u"]), 1), type="DURATION", because=("a length of time",))


def adverb_set(found: Match, _: Scene) -> Reading | None:
    return Reading(SET_VALUES[found["s"].lower()], type="SET", because=("a repeated time",))


def every(found: Match, _: Scene) -> Reading | None:
    """Such as "every day", "each week", "every two weeks", "twice a year"."""
    groups = found.groupdict()
    if groups.get("w"):
        return Reading(f"XXXX-WXX-{weekday(found['w']) + 1}", type="SET", because=("a repeated time",))
    name = found["u"].lower().removesuffix("s")
    amount = number(groups["n"]) if groups.get("n") else 1
    if amount is not None and amount != 1:
        name = "day" if name in ("morning", "afternoon", "evening") else name
        return Reading(duration(unit(name), amount), type="SET", because=("a repeated time",))
    return Reading(SET_CODES[unit(name)], type="SET", because=("a repeated time",))


REFERENCES = {
    "PRESENT_REF": r"now|right now|currently|at present|at the moment|presently|nowadays|these days|at this time|to date|to this day|the present(?: day)?|modern day",
    "PAST_REF": r"recently|the past|the recent past|recent years|long ago|not long ago|lately|earlier days",
    "FUTURE_REF": r"the future|the near future|the foreseeable future|the coming (?:days|weeks|months|years|hours)|coming (?:days|weeks|months|years)|in due course|one day|some day",
}


def reference(found: Match, _: Scene) -> Reading | None:
    value = next(name for name, words in REFERENCES.items() if re.fullmatch(words, found["ref"], re.IGNORECASE))
    return Reading(value, because=("a time that no date is told for",))


def narrator_reference(found: Match, scene: Scene) -> Reading | None:
    """Such as "former", "current", "future": references in a history, plain adjectives in the news."""
    if not scene.narrative:
        return None
    value = {
        "former": "PAST_REF",
        "recent": "PAST_REF",
        "current": "PRESENT_REF",
        "future": "FUTURE_REF",
        "present": "PRESENT_REF",
    }
    return Reading(value[found["ref"].lower()], because=("a time that no date is told for",))
