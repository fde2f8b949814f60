"""The words of English time expressions, and the pieces of pattern that the rules are made of.

Every piece is bounded: no unbounded repetition stands inside another, so that matching is linear in the text.
Sentences come with single spaces, so one space is enough.
"""

from __future__ import annotations

FIRST_HALF = ("january", "february", "march", "april", "may", "june")
SECOND_HALF = ("july", "august", "september", "october", "november", "december")
MONTHS = {name: number for number, name in enumerate((*FIRST_HALF, *SECOND_HALF), start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}

WEEKDAYS = {"mon": 0, "tues": 1, "tue": 1, "wed": 2, "thurs": 3, "thur": 3, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
WEEKDAYS |= {
    name: number
    for number, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
}
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first month of each, on the northern half of the earth

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS: dict[str, float] = {
    **{word: number for number, word in enumerate((*ONES, *TEENS), start=1)},
    **{word: number * 10 for number, word in enumerate(TENS, start=2)},
    **{
        f"{ten}{dash}{one}": (t + 2) * 10 + o + 1
        for t, ten in enumerate(TENS)
        for o, one in enumerate(ONES)
        for dash in "- "
    },
    "a": 1,
    "an": 1,
    "a single": 1,
    "another": 1,
    "half a": 0.5,
    "half an": 0.5,
    "a couple of": 2,
    "a dozen": 12,
    "hundred": 100,
    "a hundred": 100,
    "one hundred": 100,
    "a thousand": 1000,
    "the": 1,
    "one and a half": 1.5,
    "two and a half": 2.5,
    "three and a half": 3.5,
}
FIRST_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
TEEN_ORDINALS = ("tenth", "eleventh", "twelfth", *(f"{teen}th" for teen in TEENS[3:]))
LAST_ORDINALS = ("twentieth", *(f"twenty-{one}" for one in FIRST_ORDINALS), "thirtieth", "thirty-first")
ORDINALS = {word: number for number, word in enumerate((*FIRST_ORDINALS, *TEEN_ORDINALS, *LAST_ORDINALS), start=1)}
UNIT_CODES = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
PARTS_OF_DAY = {
    "morning": "MO",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "dusk": "EV",
    "sunset": "EV",
    "night": "NI",
    "midday": "T12:00",
    "noon": "T12:00",
    "midnight": "T24:00",
}

MONTH_NAMES = (
    r"January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:January|February|March|April|June|July|August|September|October|November|December)\.(?= \d)"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept\.?|Sep\.?|Oct\.?|Nov\.?|Dec\.?"
)
M = rf"(?P<m>{MONTH_NAMES})"
M2 = rf"(?P<m2>{MONTH_NAMES})"
WEEKDAY = (
    r"(?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Mon\.|Tues?\.|Wed\.|Thur?s?\.|Fri\.|Sat\.|Sun\.)"
)
SHORT_WEEKDAY = rf"(?:{WEEKDAY}|(?-i:(?P<sw>Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b))"  # "Tues May 3", beside a date only
DAY = r"(?P<d>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d|:\d|[.,]\d)"
DAY2 = DAY.replace("?P<d>", "?P<d2>")
YEAR = r"(?P<y>1[0-9]\d\d|20\d\d)(?!\d|,\d{3}|\.\d)"
ORDINAL_DAY = r"(?P<od>" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + r")"
UNIT = r"(?P<u>seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|weekends?|months?|quarters?|years?|decades?|centur(?:y|ies))"
SMALL = "|".join((*TEENS[::-1], *ONES))
NUMBER = (
    r"(?P<n>\d{1,3}(?:\.\d{1,2})?|half an?|a single|an?|a couple of|couple of|several|(?:a|the) few|few|many|some|one and a half|two and a half"
    r"|three and a half|(?:"
    + "|".join(TENS)
    + r")(?:[- ](?:"
    + "|".join(ONES)
    + r"))?|"
    + SMALL
    + r"|a dozen|a hundred|one hundred|hundred|a thousand|another)"
)
EDGE = (
    r"(?:(?P<mod>(?:very )?early|mid|middle|late|(?:the )?(?:very )?(?:start|beginning|end|middle|middle part|first half"
    r"|second half|close|eve|early part|latter part|latter half|early days|final days) of|around|about|approximately|circa|ca\.|c\.)"
    r"(?:[- ](?:in )?)(?:the )?)?"
)
DASH = r" ?(?:-|–|—|to|through|until|till) ?"
PART = r"(?: (?P<pod>morning|afternoon|evening|night|midnight|noon|midday|dawn|dusk))"
ZONE = r"(?: ?(?:GMT|UTC|EST|EDT|ET|PST|PDT|CET|CEST|BST|local time|local|Eastern(?: time)?|\([^)]{2,12}\)|hours|hrs))"
CLOCK = (
    r"(?P<clk>\d{1,2}(?:[:.][0-5]\d)?(?::\d\d)? ?(?:a\.?m\.?|p\.?m\.?|o'clock|o’clock)|(?:[01]?\d|2[0-4])(?::|h)[0-5]\d"
    r"|[0-2]\d[0-5]\d ?(?=GMT|UTC|hours|hrs|local)|noon|midday|midnight)" + ZONE + r"{0,2}"
)
APPROX = (
    r"(?:(?P<ap>about|around|approximately|roughly|nearly|almost|over|more than|less than|fewer than|under|some|just over"
    r"|just under|just|at least|at most|up to|only|barely|well over|well under) )?"
)


def number(words: str) -> float | None:
    """How many, None for an unknown number ("several").

    >>> number("twenty-four"), number("a"), number("2.5"), number("several")
    (24, 1, 2.5, None)
    """
    words = words.lower()
    if words in NUMBERS:
        return NUMBERS[words]
    if words == "couple of":
        return 2
    try:
        return float(words) if "." in words else int(words)
    except ValueError:
        return None


def month(words: str) -> int:
    return MONTHS[words.lower().rstrip(".")]


def weekday(words: str) -> int:
    return WEEKDAYS[words.lower().rstrip(".")]


def unit(words: str) -> str:
    """The unit in the singular.

    >>> unit("weeks"), unit("Centuries"), unit("day")
    ('week', 'century', 'day')
    """
    words = words.lower()
    return "century" if words.startswith("centur") else words.removesuffix("s")
