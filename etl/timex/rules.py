"""The grammar: one row a rule, with the pattern that finds it and the function that reads it.

The longest match wins; among equals the earlier row. A reading of None hands the words to the next candidate.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from etl.timex import durations, explicit, named, relative
from etl.timex.durations import REFERENCES
from etl.timex.holidays import NAMES
from etl.timex.starts import ANYTHING, LENGTH, beginnings, may_begin, plain
from etl.timex.vocabulary import (
    APPROX,
    CLOCK,
    DASH,
    DAY,
    DAY2,
    EDGE,
    M2,
    MONTH_NAMES,
    NUMBER,
    ONES,
    ORDINAL_DAY,
    ORDINALS,
    PART,
    SHORT_WEEKDAY,
    TENS,
    UNIT,
    WEEKDAY,
    YEAR,
    M,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from etl.timex.scene import Reading, Scene


class Rule(NamedTuple):
    rule_id: str
    pattern: str
    read: Callable[[re.Match[str], Scene], Reading | None]


SPELLED = "(?:" + "|".join(TENS) + ")(?:-(?:" + "|".join(ONES) + "))?"
RELATIVE = r"this past|this coming|the coming|this|last|next|past|previous|coming|the current|current|the same|that same|that very|that|the following|the next|the previous|the preceding|the past|the last|the ensuing"
SEASON_NAMES = r"(?P<s>spring|summer|autumn|fall|winter)"
NOT_SEASON = (
    r"(?! (?:of|from|in|by|apart|term|short|war|break|school|camp|olympics|games|palace|time|uniform|coat|quarters))"
)
QUARTER = r"(?P<q>first|second|third|fourth|1st|2nd|3rd|4th|final)[- ](?P<qh>quarter|half)"
DAY_LIST = r"(?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?(?:, (?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?){1,4},? and (?:[12]\d|3[01]|[1-9])(?:st|nd|rd|th)?(?!\d)"
OF_YEAR = rf"(?: of (?:the (?:fiscal |calendar )?year |fiscal(?: year)? |calendar )?(?:{YEAR}|(?P<ry>this year|last year|next year|the year)))?"

ROWS: tuple[Rule, ...] = (
    Rule(
        "iso",
        r"(?P<y>\d{4})(?P<sep>[-/])(?P<mm>0[1-9]|1[0-2])(?P=sep)(?P<dd>[0-2]\d|3[01])(?:T[\d:]{2,8}Z?)?",
        explicit.iso,
    ),
    Rule("numeric", r"(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<yy>\d{4}|\d\d)(?!\.\d)", explicit.numeric),
    Rule("day-month-dashed", rf"(?P<d>[0-2]?\d|3[01])[-/]{M}[-/](?P<y>\d{{4}})", explicit.day_of_month),
    Rule("compact", r"(?P<y>19\d\d|20\d\d)(?P<mm>0[1-9]|1[0-2])(?P<dd>[0-2]\d|3[01])", explicit.iso),
    Rule(
        "month-day",
        rf"(?:{SHORT_WEEKDAY},? (?:the )?)?{M} (?:the )?{DAY}(?:,? ?(?:of )?{YEAR})?(?:,? (?:at )?{CLOCK})?",
        explicit.day_of_month,
    ),
    Rule(
        "day-month",
        rf"(?:{SHORT_WEEKDAY},? (?:the )?)?(?:the )?{DAY} (?:day )?(?:of )?{M}(?:,? ?(?:of )?{YEAR})?",
        explicit.day_of_month,
    ),
    Rule("clock-month-day", rf"{CLOCK},? (?:on )?(?:{WEEKDAY},? )?{M} {DAY}(?:,? ?{YEAR})?", explicit.day_of_month),
    Rule("clock-day-month", rf"{CLOCK},? (?:on )?(?:{WEEKDAY},? )?{DAY} {M}(?:,? ?{YEAR})?", explicit.day_of_month),
    Rule(
        "ordinal-day-month",
        rf"(?:the )?{ORDINAL_DAY} (?:day )?(?:of )?{M}(?:,? ?(?:of )?{YEAR})?",
        explicit.day_of_month,
    ),
    Rule("month-ordinal-day", rf"{M} (?:the )?{ORDINAL_DAY}(?:,? ?{YEAR})?", explicit.day_of_month),
    Rule("month-day-range", rf"{M} {DAY}{DASH}{DAY2}(?:,? ?{YEAR})?", explicit.day_range),
    Rule("day-month-range", rf"{DAY}(?: {M})?{DASH}{DAY2} (?:of )?{M2}(?:,? ?{YEAR})?", explicit.day_range),
    Rule("day-list-month", rf"(?P<list>{DAY_LIST}) (?:of )?{M}(?:,? ?{YEAR})?", explicit.day_list),
    Rule("month-day-list", rf"{M} (?P<list>{DAY_LIST})(?:,? {YEAR})?", explicit.day_list),
    Rule("between-days", rf"(?<=between ){DAY}(?: {M})? and {DAY2} (?:of )?{M2}(?:,? ?{YEAR})?", explicit.day_range),
    Rule("two-days-month", rf"{DAY} and {DAY2} (?:of )?{M2}(?:,? ?{YEAR})?", explicit.two_days),
    Rule("month-two-days", rf"{M} {DAY} and {DAY2}(?:,? ?{YEAR})?", explicit.two_days),
    Rule(
        "week-of-month",
        rf"the (?P<nth>first|second|third|fourth|last|final) (?P<unit>week|weeks|weekend) of (?:{M}(?:,? (?:of )?{YEAR})?)",
        explicit.week_of_month,
    ),
    Rule("between-month-days", rf"(?<=between ){M} {DAY} and {DAY2}(?:,? ?{YEAR})?", explicit.day_range),
    Rule("quarter", rf"(?:the )?(?P<rel>(?:this|last|next) year['’]s )?(?:fiscal )?{QUARTER}{OF_YEAR}", named.quarter),
    Rule("month-year", rf"{EDGE}{M}(?:,| of)?(?: of)? (?:{YEAR}|['’](?P<y2d>\d\d))", explicit.month_year),
    Rule("month", rf"{EDGE}{M}", explicit.bare_month),
    Rule(
        "month-of-relative-year",
        rf"{M}(?: {DAY})?,? (?:of )?(?P<ry>this year|last year|next year|the following year|the next year|the previous year|that year|the same year)",
        explicit.month_of_relative_year,
    ),
    Rule(
        "relative-month",
        rf"{EDGE}(?P<rel>this past|this coming|this|last|next|the following|the previous|that same|that|the next) {M}(?: {DAY})?",
        explicit.relative_month,
    ),
    Rule(
        "year-range",
        rf"(?:(?<=from )|(?<=between )|(?:the )?(?:fiscal|financial) (?:year )?)?{YEAR}(?P<dash>-|–|—|/)?(?(dash)| ?(?:to|through|until|till) )(?P<ye>\d{{4}}|\d\d)(?![\d,])",
        explicit.year_range,
    ),
    Rule(
        "year",
        rf"{EDGE}(?P<word>the (?:calendar |fiscal )?year (?:of )?|fiscal(?: year)? |calendar |year )?{YEAR}",
        explicit.year,
    ),
    Rule(
        "decade",
        rf"{EDGE}(?:the )?(?:(?P<dec>1[0-9]\d0|20\d0)(?:['’]s|s)|['’](?P<dec2>\d0)s|(?:(?<=the )|(?<=early )|(?<=late ))(?P<dec3>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))",
        explicit.decade,
    ),
    Rule(
        "century",
        rf"{EDGE}(?:the )?(?P<c>\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(sorted(ORDINALS, key=len, reverse=True))})[- ]century(?: (?P<era>B\.?C\.?E?\.?|A\.?D\.?|C\.?E\.?))?",
        explicit.century,
    ),
    Rule(
        "era-range",
        r"(?P<yb>\d{1,4}) ?(?:B\.?C\.? ?)?(?:-|–|—|to|until|and) ?(?P<ye>\d{1,4}) (?:B\.C\.(?:E\.)?|BCE?)",
        explicit.era_range,
    ),
    Rule(
        "short-year",
        r"(?:(?<=in )|(?<=of )|(?<=summer )|(?<=spring )|(?<=winter )|(?<=by ))['’](?P<yy>\d\d)",
        explicit.short_year,
    ),
    Rule(
        "told-month-day",
        r"the (?P<d>[12]\d|3[01]|[1-9])(?:st|nd|rd|th)(?= (?:and|to|of the month|the|a|of that)\b|[.,;])",
        explicit.told_month_day,
    ),
    Rule("month-end", r"(?:the )?month['’]s end|month-end", relative.month_end),
    Rule(
        "era-year",
        rf"{EDGE}(?:(?P<m>{MONTH_NAMES}) |{SEASON_NAMES} (?:of )?)?(?P<yb>\d{{1,4}}) (?:B\.C\.(?:E\.)?|BCE?)|{EDGE.replace('?P<mod>', '?:')}(?:A\.?D\.? )(?P<ad>\d{{1,4}})",
        explicit.era_year,
    ),
    Rule(
        "bare-era-year",
        r"(?:(?<=in )|(?<=of )|(?<=by )|(?<=until )|(?<=since )|(?<=early )|(?<=late ))(?P<yb>[1-9]\d\d)(?![\d,.:-]\d)",
        explicit.bare_era_year,
    ),
    Rule(
        "season-of-year",
        rf"{EDGE}(?:the )?{SEASON_NAMES}(?: of|,)? {YEAR}(?:[-–/]\d\d(?:\d\d)?)?",
        named.season_of_year,
    ),
    Rule(
        "relative-season",
        rf"{EDGE}(?P<rel>this past|this coming|this|last|next|the following|the previous|that|the same|the) {SEASON_NAMES}(?:(?<=last fall)|(?<=this fall)|(?<=next fall)|{NOT_SEASON})",
        named.relative_season,
    ),
    Rule("season", rf"{EDGE}(?P<s>spring|summer|autumn|winter){NOT_SEASON}", named.bare_season),
    Rule("quarter-code", rf"Q(?P<q>[1-4]) (?:of )?{YEAR}", named.quarter),
    Rule(
        "latest-quarter",
        r"the (?:latest |most recent |current |just-ended )?(?:quarter|reporting period)|the latest (?:quarter|period)|(?:the )?quarter['’]s",
        named.latest_quarter,
    ),
    Rule(
        "reporting-period",
        r"(?:the|this) (?:reporting|review) (?:period|week)|the (?:period|week|month) under review",
        named.reporting_period,
    ),
    Rule(
        "year-ago-quarter",
        r"(?:a|the) year (?:ago|earlier|before)|(?:the )?(?:same |year-ago |year-earlier |comparable )(?:period|quarter)(?: (?:a year (?:ago|earlier|before)|last year|of last year))?|(?:the )?year-(?:ago|earlier)(?: (?:period|quarter))?",
        named.year_ago_quarter,
    ),
    Rule(
        "spelled-year",
        rf"(?:(?P<ms>(?:{MONTH_NAMES})|(?:the )?(?:spring|summer|fall|winter) of) )?(?:the year )?nineteen (?P<sy>{SPELLED})|the year two thousand(?: and (?P<sy2>\w{{3,9}}))?",
        explicit.spelled_year,
    ),
    Rule(
        "holiday",
        rf"(?P<rel>last |next |this )?(?:the holy month of )?(?P<h>{NAMES})(?:,? (?:of |in )?(?P<y>1\d\d\d|20\d\d)(?!\d)|['’]s? (?P<y3>20\d\d))?",
        named.holiday,
    ),
    Rule(
        "nine-eleven",
        r"9/11|Sept(?:ember|\.) 11(?:th)?(?:,? 2001)?(?= (?:terrorist )?(?:attacks?|terror|hijack))",
        named.famous_day,
    ),
    Rule(
        "weekday",
        rf"(?:(?P<rel>this past|this coming|this|last|next|the following|the previous|the preceding|the next|that same|that|the same) )?(?:(?:early|late)(?: on)? )?{WEEKDAY}{PART}?(?:,? (?:at |around |about )?{CLOCK})?",
        relative.weekday_date,
    ),
    Rule("weekday-of-week", rf"{WEEKDAY}{PART}? (?P<rel2>(?:of )?(?:last|next|this) week)", relative.weekday_of_week),
    Rule("clock-weekday", rf"{CLOCK},? (?:on )?(?:early |late )?{WEEKDAY}{PART}?", relative.weekday_date),
    Rule(
        "part-weekday",
        rf"(?P<pod>dawn|dusk|noon|midday|midnight|sunset|sunrise|daybreak) (?:on )?{WEEKDAY}",
        relative.weekday_date,
    ),
    Rule("weekday-ago", rf"(?P<n2>a|one|two|three) weeks? ago (?:on )?{WEEKDAY}", relative.weekday_ago),
    Rule(
        "weekdays-ago",
        r"(?P<n3>two|three|four) (?P<w>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s ago",
        relative.weekdays_ago,
    ),
    Rule(
        "night-of-days",
        rf"(?:overnight|the night) (?:from |of |between |on )?{WEEKDAY} (?:in)?(?:to|and) (?P<w2>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
        relative.night_of_days,
    ),
    Rule("night-to-day", rf"overnight (?P<to>(?:in)?to )?(?:on )?{WEEKDAY}", relative.night_to_day),
    Rule("part-of-told-day", r"(?P<x>earlier|later|early|late) in the day", relative.part_of_told_day),
    Rule(
        "eve",
        rf"(?:on )?the eve of(?= (?:the )?(?:holy month of )?(?:{NAMES}|(?:{MONTH_NAMES}) \d|\d{{1,2}} (?:{MONTH_NAMES})))",
        named.eve,
    ),
    Rule(
        "day-of-feast",
        rf"the (?P<nth>first|second|third|fourth|last|final) (?P<part>day|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) of (?:the holy month of |the (?:Muslim )?(?:feast|holiday|festival) of )?(?P<h>{NAMES})(?:,? (?P<y>20\d\d)(?!\d))?",
        named.day_of_feast,
    ),
    Rule(
        "week-of-day",
        rf"the week (?:of|beginning|starting|ending)(?: on)? (?:{M} {DAY}|(?P<d3>[12]\d|3[01]|[1-9]) (?P<m3>{MONTH_NAMES}))(?:,? {YEAR})?",
        named.week_of_day,
    ),
    Rule("today", r"today|tonight|this (?:morning|afternoon|evening|very day)", relative.today),
    Rule(
        "near-day",
        rf"(?:(?:early|late) )?(?P<x>the day before yesterday|the day after tomorrow|yesterday|tomorrow|last night|overnight|(?:(?<=in )|(?<=during ))the night(?! (?:of|from|on|to|between|before|after|he|she|they|it|that|when)\b)){PART}?",
        relative.near_day,
    ),
    Rule(
        "relative-unit",
        rf"(?:(?P<em>earlier|later|early|late|sometime|already) (?:in )?)?(?P<rel>{RELATIVE}) (?:calendar |fiscal |very )?(?P<u>weekend|week|month|quarter|year|decade|century|day|night|morning|evening|afternoon)(?!-)",
        relative.relative_unit,
    ),
    Rule(
        "edge-of-unit",
        r"(?P<mod>(?:the )?(?:very )?(?:start|beginning|end|middle|close|first half|second half)(?: of)?|early|late|mid|later|earlier)(?: in)? (?P<rel>this|last|next|the following|the previous|that|the next|the) (?P<u>week|month|quarter|year|decade|century)",
        relative.edge_of_unit,
    ),
    Rule("year-end", r"(?:the )?year['’]?s?[- ]end|the end of the year|year end", relative.year_end),
    Rule(
        "ago",
        rf"{APPROX}{NUMBER}(?:[- ](?:or so |and a half |short |long |full |whole )?){UNIT}(?P<half> and a half)? (?:ago|back(?= when))",
        relative.ago,
    ),
    Rule(
        "told-offset",
        rf"{APPROX}(?:{NUMBER}(?:[- ](?:or so |and a half |short |long |full |whole )?))?{UNIT} (?P<dir>earlier|before|beforehand|previously|prior(?: to)?|later|afterwards?|after that|after|hence|thereafter)(?! than)",
        relative.told_offset,
    ),
    Rule(
        "told-day",
        r"(?P<x>(?:on )?(?:that|the same|that same|the very same|that very) (?:day|night|morning|evening|afternoon)|(?:early |late )?the (?:following|next|previous|preceding) (?:day|night|morning|evening|afternoon)|the (?:day|night|evening) (?:before|after)(?! (?:yesterday|tomorrow))|the (?:morning after|day following|next morning))",
        relative.told_day,
    ),
    Rule("weekend", r"(?:the|(?<=at )(?:the )?|(?<=by )(?:the )?) ?weekend", relative.weekend),
    Rule(
        "recent-range",
        rf"(?:(?:the |these |this )?(?P<rel>last|past|previous|next|coming|following|first|final) (?:about |approximately )?{NUMBER}[- ]{UNIT}"
        r"|(?:the |these )?(?P<rel2>last|past|next|coming|following|first|final) (?:few )?(?P<u2>seconds|minutes|hours|days|weeks|months|years|decades|centuries))",
        relative.recent_range,
    ),
    Rule("from-now", rf"(?:in )?{NUMBER} {UNIT} from (?:now|today)", relative.from_now),
    Rule(
        "units-time",
        rf"(?<=in ){NUMBER} {UNIT}['’] ?time|(?<=in )(?:a|one) (?P<u2>day|week|month|year)['’]s time",
        relative.from_now,
    ),
    Rule("clock", rf"{CLOCK}", relative.told_clock),
    Rule(
        "part-of-day",
        r"(?:(?<=at )|(?<=before )|(?<=after )|(?<=until )|(?<=since )|(?<=around ))(?P<pod2>dawn|dusk|daybreak|sunrise|sunset)",
        relative.part_of_today,
    ),
    Rule(
        "set-adverb",
        r"(?P<s>hourly|daily|nightly|weekly|fortnightly|monthly|yearly|annually)(?!(?-i: [A-Z]))",
        durations.adverb_set,
    ),
    Rule(
        "set-every",
        rf"(?:every|each) (?:(?:other|single) )?(?:{NUMBER} )?(?P<u>(?:second|minute|hour|day|night|week|fortnight|weekend|month|quarter|year|decade|morning|afternoon|evening|century)s?)",
        durations.every,
    ),
    Rule(
        "set-per",
        r"(?:per|(?<=once )an?|(?<=twice )an?|(?<=times )an?) (?P<u>hour|day|night|week|month|year|minute)",
        durations.every,
    ),
    Rule("set-weekday", rf"(?:every|each) {WEEKDAY}", durations.every),
    Rule(
        "length",
        rf"{APPROX}{NUMBER} (?:or so |or more |full |whole |long |consecutive |straight |more )?{UNIT}(?P<half> and a half)?(?! old)",
        durations.length,
    ),
    Rule(
        "night", r"(?:(?<=at )|(?<=by ))night|nighttime|daytime|(?<=during the )(?:day|night)", relative.habitual_part
    ),
    Rule("length-hyphen", rf"{NUMBER}-{UNIT}(?:[- ](?:long|old))?", durations.hyphenated),
    Rule(
        "length-long",
        r"(?P<u>hour|day|week|month|year|decade|century)s?-long|(?P<u2>year|day|month|week)long",
        durations.hyphenated,
    ),
    Rule(
        "length-unknown",
        r"(?:(?<=for )|(?<=after )|(?<=of )|(?<=in )|(?<=within )|(?<=over )|(?<=took )|(?<=lasted )|(?<=spent )|(?<=several )|(?<=many ))(?P<u>hours|days|weeks|months|years|decades|centuries|minutes)(?= (?:of|before|after|on|to|in|and|as|with|without|now|when|the|that|by)\b|[.,;]|$)",
        durations.unknown_length,
    ),
    Rule(
        "length-whole",
        r"(?:all|the whole|the entire|a whole|an entire|the full) (?P<u>day|week|month|year|night|decade|century)(?! long)",
        durations.whole_unit,
    ),
    Rule("recent-reference", r"recent (?P<u>days|weeks|months)", relative.recent_reference),
    Rule("reference", rf"(?P<ref>{'|'.join(REFERENCES.values())})", durations.reference),
    Rule("narrator-reference", r"(?P<ref>former|current|future|recent)(?= [\w\"])", durations.narrator_reference),
)


# what a sentence must hold before a rule with such a piece is tried at all; the first piece that fits decides
CUES = (
    (">January", "month", re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)),
    ("(?P<w>Monday", "weekday", re.compile(r"day\b|day['’]|(?:mon|tues?|wed|thur?s?|fri|sat|sun)\.", re.IGNORECASE)),
    ("(?P<s>spring", "season", re.compile(r"spring|summer|autumn|fall|winter", re.IGNORECASE)),
    (
        "(?P<u>second",
        "unit",
        re.compile(r"second|minute|hour|day|night|week|month|quarter|year|decade|centur", re.IGNORECASE),
    ),
    ("(?P<clk>", "clock", re.compile(r"\d|noon|mid", re.IGNORECASE)),
    ("(?P<y>", "year", re.compile(r"\d\d\d\d")),
    (r"\d", "digit", re.compile(r"\d")),
)
MANY_CUES = frozenset(
    {
        "day-of-feast",
        "eve",
        "weekdays-ago",
        "week-of-day",
        "era-year",
        "holiday",
        "century",
        "spelled-year",
        "units-time",
        "decade",
        "nine-eleven",
        "quarter",
        "set-every",
    }
)


class Compiled(NamedTuple):
    rule: Rule
    pattern: re.Pattern[str]
    cue: str  # the name of the cue that the sentence must hold, "" for none


EDGE_BEFORE = r"(?<![\w$£€#.])(?<!\d-)"
WORD_EDGE = re.compile(EDGE_BEFORE)


@functools.cache
def compiled() -> tuple[Compiled, ...]:
    """Every rule with its pattern, which begins and ends at word edges."""
    return tuple(
        Compiled(row, re.compile(rf"{EDGE_BEFORE}(?:{row.pattern})(?!\w)", re.IGNORECASE), _cue(row)) for row in ROWS
    )


@functools.cache
def _by_beginning() -> tuple[dict[str, tuple[int, ...]], tuple[tuple[str, int], ...]]:
    """The numbers of the rules by what they begin with, and the beginnings that hold anything."""
    told: dict[str, list[int]] = {}
    loose: list[tuple[str, int]] = []
    for order, each in enumerate(compiled()):
        for beginning in sorted(beginnings(each.rule.pattern)):
            if ANYTHING in beginning:
                loose.append((beginning, order))
            else:
                told.setdefault(beginning, []).append(order)
    return {beginning: tuple(orders) for beginning, orders in told.items()}, tuple(loose)


@functools.lru_cache(maxsize=1 << 14)
def _tried(start: str) -> tuple[tuple[int, Compiled], ...]:
    """The rules whose words may begin so."""
    told, loose = _by_beginning()
    orders = {order for length in range(len(start) + 1) for order in told.get(start[:length], ())}
    orders.update(order for beginning, order in loose if may_begin(beginning, start))
    return tuple((order, compiled()[order]) for order in sorted(orders))


def matches(text: str) -> Iterator[tuple[int, Rule, re.Match[str]]]:
    """What each rule finds in a sentence, with the rule's number: what ``finditer`` of its pattern gives, not empty."""
    held, letters, ends = cues(text), plain(text), dict[int, int]()
    for edge in WORD_EDGE.finditer(text, 0, len(text) - 1) if text else ():
        at = edge.start()
        for order, each in _tried(letters[at : at + LENGTH]):
            if (
                each.cue in held
                and ends.get(order, 0) <= at
                and (match := each.pattern.match(text, at))
                and match.end() > at
            ):
                ends[order] = match.end()
                yield order, each.rule, match


def _cue(row: Rule) -> str:
    if row.rule_id in MANY_CUES:
        return ""
    return next((name for piece, name, _ in CUES if piece in row.pattern), "")


def cues(text: str) -> frozenset[str]:
    """The cues that a sentence holds, "" among them."""
    return frozenset({"", *(name for _, name, pattern in CUES if pattern.search(text))})
