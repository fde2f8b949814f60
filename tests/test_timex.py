"""Time expressions: what is found, what it means, and what is honestly left without a date.

Every sentence is this test's own. The article is of Wednesday, 4 May 2016, unless a row says otherwise.
"""

from __future__ import annotations

import datetime as dt
import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.model import Article, ArticleId, DatePrecision, Decision, Interval, Sentence, Span, TimeExpression, Token
from etl.timex import time_expressions
from etl.timex.rules import ROWS, compiled, cues

PUBLISHED = dt.date(2016, 5, 4)
ROOT = Path(__file__).resolve().parents[1]


def article(text: str, published: dt.date | None = PUBLISHED) -> Article:
    return Article(
        article_id=ArticleId("a"), title="", text=text, prose=(Span(0, len(text)),) if text else (), published=published
    )


def found(text: str, published: dt.date | None = PUBLISHED) -> list[Decision[TimeExpression]]:
    return list(time_expressions(article(text, published)))


def row(decision: Decision[TimeExpression]) -> tuple[str, str, str, str]:
    """Words, type, value and days: ("Tuesday", "DATE", "2016-05-03", "2016-05-03..2016-05-03 day")."""
    chosen = decision.chosen
    assert chosen is not None
    days = f"{chosen.interval.start}..{chosen.interval.end} {chosen.interval.precision}" if chosen.interval else ""
    return decision.mention.text, chosen.type, chosen.value, days


def day(value: str) -> str:
    return f"{value}..{value} day"


ONE = [
    # days named in full
    ("The town fell on 3 May 2016.", "3 May 2016", "DATE", "2016-05-03", day("2016-05-03")),
    ("The town fell on May 3, 2016, officials said.", "May 3, 2016", "DATE", "2016-05-03", day("2016-05-03")),
    ("The town fell on the 3rd of May 2016.", "the 3rd of May 2016", "DATE", "2016-05-03", day("2016-05-03")),
    ("The report of 2016/03/09 counts nine dead.", "2016/03/09", "DATE", "2016-03-09", day("2016-03-09")),
    ("The report of 09-Mar-2016 counts nine dead.", "09-Mar-2016", "DATE", "2016-03-09", day("2016-03-09")),
    ("The report of 2016-03-09 counts nine dead.", "2016-03-09", "DATE", "2016-03-09", day("2016-03-09")),
    ("Logged 31/12/2015 by the post.", "31/12/2015", "DATE", "2015-12-31", day("2015-12-31")),
    ("Logged 31.12.15 by the post.", "31.12.15", "DATE", "2015-12-31", day("2015-12-31")),
    ("Logged 04.05.2015 by the post.", "04.05.2015", "DATE", "2015-05-04", day("2015-05-04")),
    ("Logged 04/05/2015 by the post.", "04/05/2015", "DATE", "2015-04-05", day("2015-04-05")),
    ("He died on Sept. 9, 2015 in Homs.", "Sept. 9, 2015", "DATE", "2015-09-09", day("2015-09-09")),
    ("They met on Tuesday, May 3, 2016.", "Tuesday, May 3, 2016", "DATE", "2016-05-03", day("2016-05-03")),
    ("On the third of May the bridge was blown up.", "the third of May", "DATE", "2016-05-03", day("2016-05-03")),
    ("ON 3 MAY 1990 GUERRILLAS ATTACKED THE BASE.", "3 MAY 1990", "DATE", "1990-05-03", day("1990-05-03")),
    # days without a year
    ("The convoy was hit on 28 April.", "28 April", "DATE", "2016-04-28", day("2016-04-28")),
    ("The convoy was hit on December 28.", "December 28", "DATE", "2015-12-28", day("2015-12-28")),
    ("The court will rule on June 14.", "June 14", "DATE", "2016-06-14", day("2016-06-14")),
    ("Elections will be held on 12 January.", "12 January", "DATE", "2017-01-12", day("2017-01-12")),
    ("They met on Monday, April 25.", "Monday, April 25", "DATE", "2016-04-25", day("2016-04-25")),
    # months and years
    ("The siege began in September 2014.", "September 2014", "DATE", "2014-09", "2014-09-01..2014-09-30 month"),
    ("The siege began in April.", "April", "DATE", "2016-04", "2016-04-01..2016-04-30 month"),
    ("The siege began in November.", "November", "DATE", "2015-11", "2015-11-01..2015-11-30 month"),
    ("Troops will leave in October.", "October", "DATE", "2016-10", "2016-10-01..2016-10-31 month"),
    ("It was shelled last December.", "last December", "DATE", "2015-12", "2015-12-01..2015-12-31 month"),
    ("Talks were broken off in March last year.", "March last year", "DATE", "2015-03", "2015-03-01..2015-03-31 month"),
    ("The war began in 2011.", "2011", "DATE", "2011", "2011-01-01..2011-12-31 year"),
    ("The village was rebuilt in the 1990s.", "the 1990s", "DATE", "199", "1990-01-01..1999-12-31 year"),
    ("It was a road of the 19th century.", "the 19th century", "DATE", "18", "1800-01-01..1899-12-31 year"),
    ("The city was founded in 331 BC.", "331 BC", "DATE", "BC0331", ""),
    # weeks, months and years that count from the publication
    ("The town fell on Tuesday.", "Tuesday", "DATE", "2016-05-03", day("2016-05-03")),
    ("The town fell on Wednesday.", "Wednesday", "DATE", "2016-05-04", day("2016-05-04")),
    ("The town fell on Thursday.", "Thursday", "DATE", "2016-04-28", day("2016-04-28")),
    ("Envoys will meet on Friday.", "Friday", "DATE", "2016-05-06", day("2016-05-06")),
    ("The town fell last Friday.", "last Friday", "DATE", "2016-04-29", day("2016-04-29")),
    ("Envoys meet next Monday.", "next Monday", "DATE", "2016-05-09", day("2016-05-09")),
    ("Envoys meet this Friday.", "this Friday", "DATE", "2016-05-06", day("2016-05-06")),
    ("Envoys met this Monday.", "this Monday", "DATE", "2016-05-02", day("2016-05-02")),
    ("Envoys met Monday of last week.", "Monday of last week", "DATE", "2016-04-25", day("2016-04-25")),
    ("The truce holds until Saturday.", "Saturday", "DATE", "2016-05-07", day("2016-05-07")),
    ("Shells fell today.", "today", "DATE", "2016-05-04", day("2016-05-04")),
    ("Shells fell yesterday.", "yesterday", "DATE", "2016-05-03", day("2016-05-03")),
    ("A vote is due tomorrow.", "tomorrow", "DATE", "2016-05-05", day("2016-05-05")),
    ("Shells fell the day before yesterday.", "the day before yesterday", "DATE", "2016-05-02", day("2016-05-02")),
    ("Shells fell last week.", "last week", "DATE", "2016-W17", "2016-04-25..2016-05-01 week"),
    ("Shells fell this week.", "this week", "DATE", "2016-W18", "2016-05-02..2016-05-08 week"),
    ("A vote is due next week.", "next week", "DATE", "2016-W19", "2016-05-09..2016-05-15 week"),
    ("Shells fell over the weekend.", "the weekend", "DATE", "2016-W17-WE", "2016-04-30..2016-05-01 days"),
    ("Last month troops retook Hit.", "Last month", "DATE", "2016-04", "2016-04-01..2016-04-30 month"),
    ("A vote is due next month.", "next month", "DATE", "2016-06", "2016-06-01..2016-06-30 month"),
    ("Shells fell earlier this month.", "earlier this month", "DATE", "2016-05", "2016-05-01..2016-05-04 month"),
    ("The port was mined last year.", "last year", "DATE", "2015", "2015-01-01..2015-12-31 year"),
    ("Troops leave early next year.", "early next year", "DATE", "2017", "2017-01-01..2017-04-30 season"),
    ("It was the worst month this decade.", "this decade", "DATE", "201", "2010-01-01..2019-12-31 year"),
    ("The base closes at the end of the year.", "the end of the year", "DATE", "2016", "2016-12-01..2016-12-31 month"),
    (
        "A vote is due by the end of this month.",
        "the end of this month",
        "DATE",
        "2016-05",
        "2016-05-24..2016-05-31 week",
    ),
    # so long ago, so long from now
    ("The mayor was shot two weeks ago.", "two weeks ago", "DATE", "2016-W16", "2016-04-18..2016-04-22 days"),
    ("The mayor was shot three days ago.", "three days ago", "DATE", "2016-05-01", day("2016-05-01")),
    ("The mayor was shot a week ago.", "a week ago", "DATE", "2016-W17", "2016-04-25..2016-04-29 days"),
    ("The mayor was shot a month ago.", "a month ago", "DATE", "2016-04", "2016-04-01..2016-04-07 week"),
    ("The mayor was shot about five years ago.", "about five years ago", "DATE", "2011", "2011-01-01..2011-12-31 year"),
    ("The mayor was shot a few days ago.", "a few days ago", "DATE", "PAST_REF", "2016-04-27..2016-05-02 week"),
    ("The mayor was shot two Mondays ago.", "two Mondays ago", "DATE", "2016-04-25", day("2016-04-25")),
    ("Raids went on in recent weeks.", "recent weeks", "DATE", "PAST_REF", "2016-04-06..2016-05-04 month"),
    ("Raids went on in recent days.", "recent days", "DATE", "PAST_REF", "2016-04-28..2016-05-04 week"),
    (
        "Raids went on over the past several days.",
        "the past several days",
        "DURATION",
        "PXD",
        "2016-04-28..2016-05-04 open",
    ),
    ("A vote is due in the coming weeks.", "the coming weeks", "DURATION", "PXW", "2016-05-04..2016-06-01 month"),
    ("Troops leave three weeks from now.", "three weeks from now", "DATE", "2016-W21", "2016-05-23..2016-05-29 week"),
    # seasons
    ("A meeting is planned this summer.", "this summer", "DATE", "2016-SU", "2016-06-01..2016-08-31 season"),
    ("The dam was taken last summer.", "last summer", "DATE", "2015-SU", "2015-06-01..2015-08-31 season"),
    (
        "The dam was taken in the spring of 2015.",
        "the spring of 2015",
        "DATE",
        "2015-SP",
        "2015-03-01..2015-05-31 season",
    ),
    ("They froze last winter.", "last winter", "DATE", "2015-WI", "2015-12-01..2016-02-29 season"),
    ("The town was cut off in autumn.", "autumn", "DATE", "2015-FA", "2015-09-01..2015-11-30 season"),
    # quarters and halves
    (
        "Output fell in the first quarter of 2016.",
        "the first quarter of 2016",
        "DATE",
        "2016-Q1",
        "2016-01-01..2016-03-31 season",
    ),
    (
        "Attacks doubled in the first half of 2015.",
        "the first half of 2015",
        "DATE",
        "2015-H1",
        "2015-01-01..2015-06-30 season",
    ),
    ("Sales fell in the third quarter.", "the third quarter", "DATE", "2015-Q3", "2015-07-01..2015-09-30 season"),
    ("Q2 2015 was quiet.", "Q2 2015", "DATE", "2015-Q2", "2015-04-01..2015-06-30 season"),
    ("The budget of fiscal 2015 was spent.", "fiscal 2015", "DATE", "2015", "2015-01-01..2015-12-31 year"),
    # feasts
    ("The truce began at Christmas.", "Christmas", "DATE", "2015-12-25", day("2015-12-25")),
    ("A bomb exploded on New Year's Eve.", "New Year's Eve", "DATE", "2015-12-31", day("2015-12-31")),
    ("A bomb exploded on Easter Sunday.", "Easter Sunday", "DATE", "2016-03-27", day("2016-03-27")),
    ("A bomb exploded on Good Friday.", "Good Friday", "DATE", "2016-03-25", day("2016-03-25")),
    ("Crowds gathered for Nowruz.", "Nowruz", "DATE", "2016-03-21", day("2016-03-21")),
    ("The market was bombed in Ramadan 2015.", "Ramadan 2015", "DATE", "2015-07", "2015-06-17..2015-07-18 days"),
    (
        "Fighting paused for Eid al-Fitr in 2015.",
        "Eid al-Fitr in 2015",
        "DATE",
        "2015-07-18",
        "2015-07-17..2015-07-21 days",
    ),
    ("Guns fell silent on Arbaeen.", "Arbaeen", "DATE", "2015-12-03", "2015-12-02..2015-12-04 days"),
    ("The dam broke on Orthodox Easter.", "Orthodox Easter", "DATE", "2016-05-01", day("2016-05-01")),
    ("A mosque was bombed on Eid.", "Eid", "DATE", "2015-09-24", "2015-09-23..2015-09-28 days"),
    ("Guards were doubled on 9/11.", "9/11", "DATE", "2001-09-11", day("2001-09-11")),
    # parts of a day and hours
    (
        "Jets struck overnight to Tuesday.",
        "overnight to Tuesday",
        "TIME",
        "2016-05-02TNI",
        "2016-05-02..2016-05-03 days",
    ),
    (
        "Jets struck overnight from Saturday to Sunday.",
        "overnight from Saturday to Sunday",
        "TIME",
        "2016-04-30TNI",
        "2016-04-30..2016-05-01 days",
    ),
    ("Drones struck in the night.", "the night", "TIME", "2016-05-03TNI", "2016-05-03..2016-05-04 days"),
    ("The mayor was shot Tues May 3.", "Tues May 3", "DATE", "2016-05-03", day("2016-05-03")),
    ("The talks were put off until Monday.", "Monday", "DATE", "2016-05-09", day("2016-05-09")),
    ("The week of March 7 was quiet.", "The week of March 7", "DATE", "2016-W10", "2016-03-07..2016-03-13 week"),
    ("The March offensive failed.", "March", "DATE", "2016-03", "2016-03-01..2016-03-31 month"),
    ("Shells fell on Tuesday morning.", "Tuesday morning", "TIME", "2016-05-03TMO", day("2016-05-03")),
    ("Shells fell last night.", "last night", "TIME", "2016-05-03TNI", day("2016-05-03")),
    ("Shells fell this morning.", "this morning", "TIME", "2016-05-04TMO", day("2016-05-04")),
    ("Jets struck overnight.", "overnight", "TIME", "2016-05-03TNI", "2016-05-03..2016-05-04 days"),
    ("Jets struck at 5 a.m. on Tuesday.", "5 a.m. on Tuesday", "TIME", "2016-05-03T05:00", day("2016-05-03")),
    ("Jets struck on Tuesday at 17:30.", "Tuesday at 17:30", "TIME", "2016-05-03T17:30", day("2016-05-03")),
    ("The curfew begins at midnight.", "midnight", "TIME", "2016-05-04T24:00", day("2016-05-04")),
    ("Troops moved in at dawn.", "dawn", "TIME", "2016-05-04TMO", day("2016-05-04")),
    ("Jets struck at 0630 GMT.", "0630 GMT", "TIME", "2016-05-04T06:30", day("2016-05-04")),
    ("He fled on the night of 2 May 2016.", "the night of 2 May 2016", "TIME", "2016-05-02TNI", day("2016-05-02")),
    # lengths of time
    ("The siege lasted three months.", "three months", "DURATION", "P3M", ""),
    ("The siege lasted 10 days.", "10 days", "DURATION", "P10D", ""),
    ("A two-week truce was signed.", "two-week", "DURATION", "P2W", ""),
    ("The five-year war left ruins.", "five-year", "DURATION", "P5Y", ""),
    ("They held out for several weeks.", "several weeks", "DURATION", "PXW", ""),
    ("They held out for more than two years.", "more than two years", "DURATION", "P2Y", ""),
    ("It took two and a half hours.", "two and a half hours", "DURATION", "PT2.5H", ""),
    ("They fought for twenty-four hours.", "twenty-four hours", "DURATION", "PT24H", ""),
    ("They held out for weeks.", "weeks", "DURATION", "PXW", ""),
    ("They were held for a fortnight and freed.", "a fortnight", "DURATION", "P2W", ""),
    ("Nine died in the last 24 hours.", "the last 24 hours", "DURATION", "PT24H", "2016-05-03..2016-05-04 open"),
    ("Nine died in the past three months.", "the past three months", "DURATION", "P3M", "2016-02-04..2016-05-04 open"),
    ("Nine died in the past two weeks.", "the past two weeks", "DURATION", "P2W", "2016-04-20..2016-05-04 open"),
    ("Nine died over the past year.", "the past year", "DURATION", "P1Y", "2015-05-04..2016-05-04 open"),
    ("Rain is expected in the next two days.", "the next two days", "DURATION", "P2D", "2016-05-04..2016-05-06 days"),
    ("Elections will be held in three weeks.", "three weeks", "DURATION", "P3W", "2016-05-23..2016-05-29 week"),
    ("The town was taken in three weeks.", "three weeks", "DURATION", "P3W", ""),
    ("Ten died in the last week of April.", "the last week of April", "DURATION", "P1W", "2016-04-24..2016-04-30 week"),
    ("They marched all day.", "all day", "DURATION", "P1D", ""),
    ("Reinforcements came a week after the town fell.", "a week after", "DURATION", "P1W", ""),
    # habits
    ("The daily flights ended.", "daily", "SET", "P1D", ""),
    ("Convoys leave every week.", "every week", "SET", "P1W", ""),
    ("Convoys leave every two weeks.", "every two weeks", "SET", "P2W", ""),
    ("Guards change twice a day.", "a day", "SET", "P1D", ""),
    ("They march every Friday.", "every Friday", "SET", "XXXX-WXX-5", ""),
    ("Fees are paid monthly.", "monthly", "SET", "P1M", ""),
    ("They move at night.", "night", "TIME", "XXXX-XX-XXTNI", ""),
    # references without a date
    ("The town is now empty.", "now", "DATE", "PRESENT_REF", ""),
    ("The town is currently empty.", "currently", "DATE", "PRESENT_REF", ""),
    ("The mayor was recently freed.", "recently", "DATE", "PAST_REF", ""),
    ("Nobody knows the future.", "the future", "DATE", "FUTURE_REF", ""),
]


@pytest.mark.parametrize(("text", "words", "kind", "value", "days"), ONE, ids=[row[0] for row in ONE])
def test_one_expression(text: str, words: str, kind: str, value: str, days: str) -> None:
    """Each sentence holds exactly this expression, with this type, value and interval."""
    assert [row(decision) for decision in found(text)] == [(words, kind, value, days)]


NONE = [
    "Troops may march on the town.",
    "The march against the ministry drew a second crowd.",
    "May Ali rest; April Jones spoke.",
    "The sun rose over the ruins and the sat phone died.",
    "The fall of the city was near.",
    "They spring from the same clan and fall silent.",
    "He paid $2,015 for 1950 sacks and 2000 rounds.",
    "A 12-year-old boy and a man 40 years old were hurt.",
    "The 101st brigade took hill 2012.5 with 1,999 men.",
    "The May 22 Hospital and 17 September Square were shelled.",
    "Highway 2014 and flight 1990 are closed.",
    "In good company, a mon. and a wed. of no meaning.",
    "The ratio was 9/11 of 12/13.",
    "Resolution 2015 was read out.",
    "Version 1.2.10 runs at 10.0.0.12 and the match ended 3-2-10.",
]


@pytest.mark.parametrize("text", NONE)
def test_words_that_are_no_dates(text: str) -> None:
    """Verbs, names, counts, prices and ages are no time expressions."""
    assert [row(decision) for decision in found(text) if "9/11" not in decision.mention.text] == []


SEVERAL = [
    (
        "Fighting raged between 3 and 5 April.",
        [
            ("3", "DATE", "2016-04-03", "2016-04-03..2016-04-05 days"),
            ("5 April", "DATE", "2016-04-05", day("2016-04-05")),
        ],
    ),
    (
        "Fighting raged from March to May 2015.",
        [
            ("March", "DATE", "2015-03", "2015-03-01..2015-05-31 month"),
            ("May 2015", "DATE", "2015-05", "2015-05-01..2015-05-31 month"),
        ],
    ),
    (
        "Fighting raged on 3-5 April 2015.",
        [
            ("3", "DATE", "2015-04-03", "2015-04-03..2015-04-05 days"),
            ("5 April 2015", "DATE", "2015-04-05", day("2015-04-05")),
        ],
    ),
    (
        "Shells fell on 14 and 15 April.",
        [("14", "DATE", "2016-04-14", day("2016-04-14")), ("15 April", "DATE", "2016-04-15", day("2016-04-15"))],
    ),
    (
        "Shells fell on 3, 4 and 6 April.",
        [
            ("3", "DATE", "2016-04-03", day("2016-04-03")),
            ("4", "DATE", "2016-04-04", day("2016-04-04")),
            ("6 April", "DATE", "2016-04-06", day("2016-04-06")),
        ],
    ),
    (
        "Shells fell on April 3, 4 and 6.",
        [
            ("April 3", "DATE", "2016-04-03", day("2016-04-03")),
            ("4", "DATE", "2016-04-04", day("2016-04-04")),
            ("6", "DATE", "2016-04-06", day("2016-04-06")),
        ],
    ),
    (
        "Gunmen struck on Friday (22 April).",
        [("Friday", "DATE", "2016-04-22", day("2016-04-22")), ("22 April", "DATE", "2016-04-22", day("2016-04-22"))],
    ),
    (
        "Gunmen struck three days before Christmas.",
        [
            ("three days before", "DURATION", "P3D", day("2015-12-22")),
            ("Christmas", "DATE", "2015-12-25", day("2015-12-25")),
        ],
    ),
    (
        "They were flown in during the week before the vote of 27 March.",
        [
            ("week before", "DURATION", "PXW", "2016-03-20..2016-03-27 week"),
            ("27 March", "DATE", "2016-03-27", day("2016-03-27")),
        ],
    ),
    (
        "Gunmen struck on the eve of New Year's Day.",
        [
            ("on the eve of", "DATE", "2015-12-31", day("2015-12-31")),
            ("New Year's Day", "DATE", "2016-01-01", day("2016-01-01")),
        ],
    ),
    (
        "Period: 11 to 17 April 2016. During the reporting period 40 people fled.",
        [
            ("11", "DATE", "2016-04-11", "2016-04-11..2016-04-17 days"),
            ("17 April 2016", "DATE", "2016-04-17", day("2016-04-17")),
            ("the reporting period", "DURATION", "P7D", "2016-04-11..2016-04-17 days"),
        ],
    ),
    (
        "Rebels took the post on Monday. Hours later they left.",
        [("Monday", "DATE", "2016-05-02", day("2016-05-02")), ("Hours later", "DATE", "FUTURE_REF", day("2016-05-02"))],
    ),
    (
        "Rebels took the post. A day later they left.",
        [("A day later", "DATE", "2016-05-05", "")],
    ),
    (
        "In April 2013 rebels took the post. The army came back on 5 June. The following March it fell again.",
        [
            ("April 2013", "DATE", "2013-04", "2013-04-01..2013-04-30 month"),
            ("5 June", "DATE", "2013-06-05", day("2013-06-05")),
            ("The following March", "DATE", "2014-03", "2014-03-01..2014-03-31 month"),
        ],
    ),
    (
        "Curfews held Monday through Thursday.",
        [
            ("Monday", "DATE", "2016-04-25", "2016-04-25..2016-04-28 days"),
            ("Thursday", "DATE", "2016-04-28", day("2016-04-28")),
        ],
    ),
    (
        "Fighting raged from 28 February to 2 March 2015.",
        [
            ("28 February", "DATE", "2015-02-28", "2015-02-28..2015-03-02 days"),
            ("2 March 2015", "DATE", "2015-03-02", day("2015-03-02")),
        ],
    ),
    (
        "Fighting raged between April 3 and 5.",
        [
            ("April 3", "DATE", "2016-04-03", "2016-04-03..2016-04-05 days"),
            ("5", "DATE", "2016-04-05", day("2016-04-05")),
        ],
    ),
    (
        "The first war was fought from 1990 to 1994.",
        [
            ("1990", "DATE", "1990", "1990-01-01..1994-12-31 year"),
            ("1994", "DATE", "1994", "1994-01-01..1994-12-31 year"),
        ],
    ),
    (
        "The first war (1990-94) was short.",
        [
            ("1990", "DATE", "1990", "1990-01-01..1994-12-31 year"),
            ("94", "DATE", "1994", "1994-01-01..1994-12-31 year"),
        ],
    ),
    (
        "It was shelled from Monday to Tuesday.",
        [
            ("Monday", "DATE", "2016-05-02", "2016-05-02..2016-05-03 days"),
            ("Tuesday", "DATE", "2016-05-03", day("2016-05-03")),
        ],
    ),
    (
        "Rebels took the post on 28 April 2016. The next day they left.",
        [
            ("28 April 2016", "DATE", "2016-04-28", day("2016-04-28")),
            ("The next day", "DATE", "2016-04-29", day("2016-04-29")),
        ],
    ),
    (
        "Rebels took the post on 28 April 2016. They left two days later.",
        [
            ("28 April 2016", "DATE", "2016-04-28", day("2016-04-28")),
            ("two days later", "DATE", "2016-04-30", day("2016-04-30")),
        ],
    ),
    (
        "Rebels took the post on 7 March 2016. The following week they left.",
        [
            ("7 March 2016", "DATE", "2016-03-07", day("2016-03-07")),
            ("The following week", "DATE", "2016-W11", "2016-03-14..2016-03-20 week"),
        ],
    ),
    (
        "Rebels took the post on 28 April 2016. Days earlier they had fled.",
        [
            ("28 April 2016", "DATE", "2016-04-28", day("2016-04-28")),
            ("Days earlier", "DATE", "PAST_REF", "2016-04-21..2016-04-26 week"),
        ],
    ),
    (
        "Rebels took the post on 28 April 2016 and at 6 p.m. they left.",
        [
            ("28 April 2016", "DATE", "2016-04-28", day("2016-04-28")),
            ("6 p.m.", "TIME", "2016-04-28T18:00", day("2016-04-28")),
        ],
    ),
    (
        "In May 2015 and in June the town was shelled.",
        [
            ("May 2015", "DATE", "2015-05", "2015-05-01..2015-05-31 month"),
            ("June", "DATE", "2015-06", "2015-06-01..2015-06-30 month"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "rows"), SEVERAL, ids=[each[0] for each in SEVERAL])
def test_several_expressions(text: str, rows: list[tuple[str, str, str, str]]) -> None:
    """Ranges are two expressions of which the first holds the whole; a told day is what "the next day" counts from."""
    assert [row(decision) for decision in found(text)] == rows


@pytest.mark.parametrize("text", [each[0] for each in (*ONE, *SEVERAL)])
def test_no_rule_is_skipped_where_it_could_match(text: str) -> None:
    """The cheap look before a rule never hides a match of that rule."""
    held = cues(text)
    skipped = [rule.rule_id for rule, pattern, cue in compiled() if cue not in held and pattern.search(text)]
    assert skipped == []


def test_rules_have_names_of_their_own() -> None:
    """A rule id names one row of the grammar."""
    names = [rule.rule_id for rule in ROWS]
    assert sorted(set(names)) == sorted(names)


MODIFIERS = [
    ("The town has been cut off since December.", "December", "since", "2015-12", "2015-12-01..2016-05-04 open"),
    (
        "They have flown 12,000 sorties since September 2014.",
        "September 2014",
        "since",
        "2014-09",
        "2014-09-01..2016-05-04 open",
    ),
    (
        "The town has been cut off since last Friday.",
        "last Friday",
        "since",
        "2016-04-29",
        "2016-04-29..2016-05-04 open",
    ),
    ("The truce held until April.", "April", "until", "2016-04", "2016-04-01..2016-04-30 month"),
    ("The bridge was cut before 2014.", "2014", "before", "2014", "2014-01-01..2014-12-31 year"),
    ("The bridge was cut after March 2015.", "March 2015", "after", "2015-03", "2015-03-01..2015-03-31 month"),
    ("The bridge was cut in early April.", "early April", "early", "2016-04", "2016-04-01..2016-04-10 week"),
    ("The bridge was cut in mid-March.", "mid-March", "mid", "2016-03", "2016-03-11..2016-03-20 week"),
    ("The bridge was cut in late April.", "late April", "late", "2016-04", "2016-04-21..2016-04-30 week"),
    ("The bridge was cut at the end of April.", "the end of April", "late", "2016-04", "2016-04-24..2016-04-30 week"),
    (
        "The bridge was cut at the start of the week.",
        "the start of the week",
        "early",
        "2016-W18",
        "2016-05-02..2016-05-03 days",
    ),
    (
        "Envoys will meet at the end of this week.",
        "the end of this week",
        "late",
        "2016-W18",
        "2016-05-06..2016-05-08 days",
    ),
    ("The bridge was cut in late summer 2015.", "late summer 2015", "late", "2015-SU", "2015-08-01..2015-08-31 month"),
    ("The town has been cut off since late April.", "late April", "since", "2016-04", "2016-04-21..2016-05-04 open"),
    ("The bridge was cut in late 2015.", "late 2015", "late", "2015", "2015-09-01..2015-12-31 season"),
    ("The bridge was cut at the end of 2015.", "the end of 2015", "late", "2015", "2015-12-01..2015-12-31 month"),
    ("The bridge was cut around 2010.", "around 2010", "approx", "2010", "2010-01-01..2010-12-31 year"),
]


@pytest.mark.parametrize(("text", "words", "modifier", "value", "days"), MODIFIERS, ids=[each[0] for each in MODIFIERS])
def test_modifiers(text: str, words: str, modifier: str, value: str, days: str) -> None:
    """What stands before or at the start of a date is kept with it; "since" opens the interval until the publication."""
    (decision,) = found(text)
    assert decision.chosen is not None
    assert (*row(decision), decision.chosen.modifier) == (words, "DATE", value, days, modifier)


UNDATED = [
    ("The town fell on Tuesday.", "XXXX-XX-XX"),
    ("The town fell last month.", "XXXX-XX"),
    ("The town fell yesterday.", "XXXX-XX-XX"),
    ("The town fell in March.", "XXXX-03"),
    ("The town fell on 3 May.", "XXXX-05-03"),
    ("A meeting is planned this summer.", "XXXX-SU"),
    ("The town fell last week.", "XXXX-WXX"),
    ("The town fell two years ago.", "XXXX"),
]


@pytest.mark.parametrize(("text", "value"), UNDATED, ids=[each[0] for each in UNDATED])
def test_relative_dates_of_an_undated_article_have_no_days(text: str, value: str) -> None:
    """Without a publication date a relative date keeps what its words say, has no interval, and says why."""
    (decision,) = found(text, published=None)
    assert decision.chosen is not None
    assert (decision.chosen.value, decision.chosen.interval, decision.chosen.anchor) == (value, None, "none")
    assert "the article has no date" in decision.because[0]


def test_explicit_dates_of_an_undated_article() -> None:
    """An explicit date needs no publication; what follows counts from it; "since" stays without an end."""
    text = "The post fell on 28 April 2016. The next day it was retaken. It has been quiet since May 2016."
    assert [row(decision) for decision in found(text, published=None)] == [
        ("28 April 2016", "DATE", "2016-04-28", day("2016-04-28")),
        ("The next day", "DATE", "2016-04-29", day("2016-04-29")),
        ("May 2016", "DATE", "2016-05", "2016-05-01..2016-05-31 month"),
    ]


HISTORY = (
    "The war began in 1990. In March 1991 the army crossed the river. The port fell on 3 May. In November the army stopped. "
    "In January it moved again. By the summer of 1992 it held the coast. The treaty of 1856 was forgotten. In October a truce "
    "was signed. The next day it was broken. In 1993 the army left."
)


def test_a_history_counts_from_its_own_dates() -> None:
    """Where most years lie far back, a month belongs to the year that the story has reached, not to the publication."""
    values = {decision.mention.text: decision.chosen.value for decision in found(HISTORY) if decision.chosen}
    assert values == {
        "1990": "1990",
        "March 1991": "1991-03",
        "3 May": "1991-05-03",
        "November": "1991-11",
        "January": "1992-01",
        "the summer of 1992": "1992-SU",
        "1856": "1856",
        "October": "1992-10",
        "The next day": "1992-10-02",
        "1993": "1993",
    }


def parsed(text: str, *words: tuple[str, str, str, str, int]) -> Sentence:
    """A sentence of (text, lemma, tag, relation, head) rows, in order of the text."""
    tokens, start = [], 0
    for form, lemma, tag, relation, head in words:
        start = text.index(form, start)
        pos = "AUX" if relation == "aux" else "VERB" if tag.startswith("V") else "NOUN"
        tokens.append(Token(start, start + len(form), form, lemma, pos, tag, relation, head, ""))
        start += len(form)
    return Sentence(span=Span(0, len(text)), paragraph=0, tokens=tuple(tokens))


@pytest.mark.parametrize(("verb", "tag", "value"), [("resume", "VBP", "2016-05-06"), ("resumed", "VBD", "2016-04-29")])
def test_a_parsed_verb_says_where_a_weekday_lies(verb: str, tag: str, value: str) -> None:
    """As in "Talks resume on Friday" lies ahead of the publication; "resumed" lies behind."""
    text = f"Talks {verb} on Friday."
    rows = [("Talks", "talk", "NNS", "nsubj", 1), (verb, "resume", tag, "root", 1)]
    rows += [("on", "on", "IN", "case", 3), ("Friday", "Friday", "NNP", "obl", 1)]
    (decision,) = time_expressions(article(text), (parsed(text, *rows),))
    assert row(decision)[2] == value
    assert f"tense: {verb}" in decision.because[0]


def test_a_decision_tells_its_rule_evidence_and_runner_up() -> None:
    """A reader can audit a weekday: the rule, the tense, the date it counts from, and the date that was not taken."""
    (decision,) = found("The town fell on Tuesday.")
    assert decision.rule == "timex.weekday"
    assert decision.because == ("Tuesday (past tense: fell) on or before 2016-05-04",)
    assert [each.value for each in decision.rejected] == ["2016-05-10"]
    assert decision.chosen == TimeExpression(
        type="DATE",
        value="2016-05-03",
        interval=Interval(
            start=dt.date(2016, 5, 3), end=dt.date(2016, 5, 3), precision=DatePrecision.DAY, value="2016-05-03"
        ),
        anchor="published",
    )


def test_line_breaks_and_odd_spaces_keep_offsets() -> None:
    """A date that is broken over a line or holds a hard space is found, and its words are the article's own."""
    text = "The long column that left the base had reached the river by the 3\nMay\u00a02016 and\tthen  stopped."
    (decision,) = found(text)
    assert decision.mention.text == decision.mention.span.of(text) == "the 3\nMay\u00a02016"
    assert decision.chosen is not None
    assert decision.chosen.value == "2016-05-03"


def test_impossible_dates_are_not_invented() -> None:
    """31 June and 30 February are no days: nothing is rounded to a neighbour."""
    decisions = found("It fell on 31 June 2015, or 30/02/2015, or 0000-13-41.")
    days = [decision.chosen.interval for decision in decisions if decision.chosen and decision.chosen.interval]
    assert [interval for interval in days if interval.precision is DatePrecision.DAY] == []


WORD_LIST = """
    last next this past the Tuesday Friday May March April week month year summer 2014 2016 3 12 at 5 a.m. p.m. of in on
    since until two three days hours ago later earlier between and to from early late mid end 1990s century Ramadan Easter
    Q2 half quarter fell will said . , - ( ) ' BC night morning every daily now 31 30 29 February 0 9999 00 the first third
    Christmas 9/11 14:30 '90 nineteen minutes seconds weekend
fortnight decade decades centuries nights mornings each per twice a an few several dozen hundred half couple whole all next
spring winter season coming previous following day days weekend evening dusk today yesterday tomorrow tonight after before
september Sept. 2015/16 12/31/15 3.5 1,000 BCE AD 's -long -old and/or 24 60 NEWLINE BLANK
"""
WORDS = st.sampled_from(WORD_LIST.split())
PUBLICATIONS = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))


def joined(words: list[str]) -> str:
    return " ".join(words).replace("NEWLINE", "\n").replace("BLANK", "\n\n")


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map(joined), st.one_of(st.none(), PUBLICATIONS))
def test_whatever_the_text(text: str, published: dt.date | None) -> None:
    """Spans are the article's words, in order, without overlap; intervals are ordered; nothing crashes."""
    decisions = found(text, published)
    spans = [decision.mention.span for decision in decisions]
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    for decision in decisions:
        assert decision.mention.text == decision.mention.span.of(text)
        assert decision.chosen is not None
        assert decision.chosen.value
        if decision.chosen.interval:
            assert decision.chosen.interval.start <= decision.chosen.interval.end


PAST_WORDS = st.sampled_from(
    ["last week", "last month", "last year", "yesterday", "two days ago", "last Friday", "last December", "last summer"]
)


@settings(deadline=None)
@given(PAST_WORDS, PUBLICATIONS)
def test_the_past_is_never_after_the_publication(words: str, published: dt.date) -> None:
    """Words such as "last" and "ago" end on or before the day of the publication."""
    (decision,) = found(f"The town fell {words}.", published)
    assert decision.chosen is not None
    assert decision.chosen.interval is not None
    assert decision.chosen.interval.end <= published


NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@settings(deadline=None)
@given(st.sampled_from(range(7)), PUBLICATIONS)
def test_a_weekday_in_the_past_is_within_the_last_week(number: int, published: dt.date) -> None:
    """As in "fell on Tuesday" is the last such day, the publication's own included."""
    (decision,) = found(f"The town fell on {NAMES[number]}.", published)
    assert decision.chosen is not None
    assert decision.chosen.interval is not None
    start = decision.chosen.interval.start
    assert (0 <= (published - start).days < 7, start.weekday()) == (True, number)


HOSTILE = [
    " " * 1_000_000,
    "\n" * 100_000,
    "9" * 200_000,
    "." * 200_000,
    "(" * 200_000 + "2014",
    "1 " * 20_000,
    "12:" * 10_000,
    "-1990" * 10_000,
    "last " * 20_000,
    "May " * 10_000,
    "the end of " * 10_000,
    "between 3 and " * 5_000,
    "twenty-" * 10_000,
    "Monday, " * 3_000,
    "a\n \n" * 30_000,
]


def test_hostile_repetition_ends() -> None:
    """No pattern explodes on a long repetition: all of these together end within a generous limit."""
    program = "import test_timex\nfor text in test_timex.HOSTILE: test_timex.found(text)"
    folder = str(Path(__file__).parent)
    environment = {"PYTHONPATH": f"{ROOT}:{folder}", "PATH": ""}
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, timeout=300)
