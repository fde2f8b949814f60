"""Datelines and wire credits: "BAGHDAD, May 4 (Reuters) -", "jbh/sms (AFP, Reuters, dpa)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.articles.dates import short_date

if TYPE_CHECKING:
    import datetime as dt

# Wire services: the name that we use, then every other way that credits write it.
_SERVICES = {
    "AFP": ("Agence France-Presse", "Agence France Presse"),
    "AP": ("The Associated Press", "Associated Press"),
    "Reuters": ("Thomson Reuters",),
    "dpa": ("Deutsche Presse-Agentur",),
    "AAP": ("Australian Associated Press",),
    "ACAN-EFE": (),
    "Agerpres": (),
    "Anadolu Agency": ("Anadolu", "AA"),
    "ANI": (),
    "ANSA": (),
    "APA": (),
    "Belga": (),
    "Bloomberg": ("Bloomberg News",),
    "BNS": (),
    "BTA": (),
    "Canadian Press": ("The Canadian Press",),
    "CTK": ("ČTK",),
    "EFE": (),
    "epd": (),
    "Europa Press": (),
    "Fars": ("Fars News Agency", "FNA"),
    "IANS": (),
    "INA": ("Iraqi News Agency",),
    "Interfax": (),
    "IRNA": (),
    "ITAR-TASS": ("Itar-Tass",),
    "JTA": (),
    "KNA": (),
    "KUNA": (),
    "Kyodo": ("Kyodo News",),
    "MENA": (),
    "NAN": (),
    "NNA": (),
    "Notimex": (),
    "NTB": (),
    "PA": ("Press Association", "The Press Association", "PA Media"),
    "PAP": (),
    "Petra": ("Jordan News Agency",),
    "Prensa Latina": (),
    "PTI": ("Press Trust of India",),
    "RIA Novosti": ("RIA",),
    "Rudaw": (),
    "SANA": (),
    "SPA": ("Saudi Press Agency",),
    "TASS": (),
    "Ukrinform": (),
    "UNI": (),
    "UPI": ("United Press International",),
    "WAM": (),
    "Xinhua": ("Xinhua News Agency",),
    "Yonhap": ("Yonhap News Agency",),
}
_CANONICAL = {alias: name for name, others in _SERVICES.items() for alias in (name, *others)}
_SERVICE = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(alias) for alias in sorted(_CANONICAL, key=len, reverse=True)) + r")(?![\w-])"
)

_BETWEEN = re.compile(r"[,/&;]|\band\b")

_DASH = r"(?P<dash>--+|[-–—−_\u0097]|:(?=\s))"
_CAPITALS = r"[A-ZÀ-ÖØ-ÞŠŽČĆ][A-ZÀ-ÖØ-ÞŠŽČĆ'’.]*"
_CITY = rf"(?P<city>{_CAPITALS}(?:[ -]{{1,2}}{_CAPITALS}){{0,4}})"
_MIXED = r"(?P<city>[A-ZÀ-ÖØ-Þ][\w'’.]*(?:[ -][A-ZÀ-ÖØ-Þa-z][\w'’.]*){0,3})"
_REGION = (
    r"(?:,[ \n]{0,2}(?P<region>[A-Z][\w'’.]*(?:[ -][A-Z][\w'’.]*){0,3})"
    r"|[ \n]\((?P<country>[A-Z][A-Za-z .-]{2,30})\)(?=,[ \n]\d|[ ]\())?"
)
_OTHER_CITIES = rf"(?:[ ]?/[ ]?{_CAPITALS}(?:[ -]{_CAPITALS}){{0,3}}){{0,3}}"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DATE = rf"(?:[,.]?[ \n]{{1,2}}(?i:(?P<month1>{_MONTH})\s(?P<day1>\d{{1,2}})|(?P<day2>\d{{1,2}})\s(?P<month2>{_MONTH}))(?:,?\s(?P<year>\d{{4}}|\d{{2}})(?!\d))?)"
_CREDIT = r"(?:,?[ \n]{1,2}\((?P<credit>[^()\n]{2,60})\)\.?)"
_TAGS = r"(?:\s{0,3}\[[^\[\]]{1,80}\]){0,4}"
_STOP = r"(?=\s|$)\s*"

_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_CITY}{_OTHER_CITIES}{_REGION}{_DATE}?{_CREDIT}?\s{{0,3}}{_DASH}{_STOP}{_TAGS}\s*",
        rf"{_CITY}{_OTHER_CITIES}{_REGION}{_DATE}?{_CREDIT}\s{{1,3}}(?=[A-Z\"“])",
        rf"{_MIXED}{_REGION}(?:{_DATE}|(?=,?[ \n]{{1,2}}\()){_CREDIT}?\s{{0,3}}{_DASH}?{_STOP}",
        rf"{_MIXED}{_REGION}{_DATE}?,[ ](?P<credit>[A-Za-z-]{{2,12}})\s{{0,2}}{_DASH}{_STOP}",
        rf"{_CITY}{_REGION}{_DATE}?[.,]?\s/(?P<credit>[A-Z-]{{3,12}})/[.:]?(?:\s{{0,2}}{_DASH})?{_STOP}",
        rf"\((?P<credit>[A-Z][^()\n]{{1,60}})\)\s{{0,3}}{_DASH}{_STOP}",
    )
)
_LONGEST = 200
# What else stands in capitals before a colon or a dash, or before a date.
_OTHERS = (
    "ADVISORY ALERT ANALYSIS BREAKING COMMENT CORRECTION DEVELOPING EDITORIAL EXCLUSIVE EXPLAINER FACTBOX FEATURE FLASH FOCUS GRAPHIC "
    "HIGHLIGHTS INSIGHT INTERVIEW JUST LATEST LEAD LIVE MORE NEWS NOTE OPINION PHOTOS PICTURES PROFILE QUESTION ANSWER REPORT RELATED "
    "REVIEW SPECIAL SUMMARY TIMELINE UPDATE URGENT VIDEO WARNING WATCH WITNESS WRAPUP READ SEE ALSO BACKGROUND TOPLINE Q A I THE "
    "IS ISIS ISIL DAESH NATO UN US U.S. USA UK U.K. EU PKK YPG SDF FSA RSF SAF IDF IRGC PMF KRG PUK KDP OSCE CENTCOM UNHCR MSF WHO HRW "
    "ON IN AT BY SINCE UNTIL FROM BEFORE AFTER OF LAST EARLY LATE UNDATED CLANDESTINE DATED SIGNED"
)
_NOT_CITIES = frozenset(_OTHERS.split())


@dataclass(frozen=True, slots=True)
class Dateline:
    """``end`` is where the story starts after it; ``published`` where it names a year."""

    place: str | None
    end: int
    agencies: tuple[str, ...]
    published: dt.date | None


def dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph opens with.

    >>> dateline("BAGHDAD, May 4 (Reuters) - The army said")
    Dateline(place='BAGHDAD', end=27, agencies=('Reuters',), published=None)
    """
    head = paragraph[:_LONGEST]
    for form in _FORMS:
        match = form.match(head)
        if match and (found := _dateline(match, paragraph)):
            return found
    return None


def agencies(credit: str) -> tuple[str, ...]:
    """The wire services that a credit names, by their usual names, each once, in reading order.

    >>> agencies("jbh/sms (AFP, Reuters, Deutsche Presse-Agentur)")
    ('AFP', 'Reuters', 'dpa')
    """
    return tuple(dict.fromkeys(_CANONICAL[match[0]] for match in _SERVICE.finditer(credit[:2000])))


def services_only(credit: str) -> tuple[str, ...]:
    """The wire services of a credit that names nothing else; empty where it does.

    >>> services_only("Agence France-Presse and AP"), services_only("HAVANA (AP)")
    (('AFP', 'AP'), ())
    """
    names = [name.strip() for name in _BETWEEN.split(credit[:200])]
    return tuple(dict.fromkeys(_CANONICAL[name] for name in names)) if _CANONICAL.keys() >= set(names) else ()


def _dateline(match: re.Match[str], paragraph: str) -> Dateline | None:
    groups = match.groupdict()
    services = agencies(groups["credit"] or "")
    city = groups.get("city")
    if city is None:
        return Dateline(None, match.end(), services, None)
    dashed = groups.get("dash") is not None
    dated = groups["month1"] is not None or groups["month2"] is not None
    bracketed = groups["credit"] is not None and f"({groups['credit']})" in match[0]
    believed = bool(services) or (dashed and (dated or bracketed))
    if not believed and not (dashed and _stands_alone(city, paragraph[match.end() :])):
        return None
    named = not _NOT_CITIES.issuperset(re.split(r"[\s-]+", city.upper()))
    if not named and not (dated and city.isupper()):
        return None
    if city.find(".") == len(city) - 1 > 2:  # "MOSCOW. May 4"; not "WASHINGTON, D.C."
        city = city[:-1]
    parts = (city if named else "", groups["region"] or groups["country"] or "")
    place = ", ".join(" ".join(part.split()) for part in parts if part)
    return Dateline(place or None, match.end(), services, _published(groups))


def _stands_alone(city: str, story: str) -> bool:
    """Whether capitals and a dash are enough: "KABUL - Two people", but not "ISIS - also known as Daesh -" or "UPDATE: …"."""
    words = re.split(r"[\s-]+", city)
    return (
        city.isupper()
        and len(city) > 2
        and not story.isupper()
        and not story[:1].islower()
        and _NOT_CITIES.isdisjoint(words)
    )


def _published(groups: dict[str, str | None]) -> dt.date | None:
    day, month, year = groups["day1"] or groups["day2"], groups["month1"] or groups["month2"], groups["year"]
    return short_date(day, month.rstrip("."), year) if day and month and year else None
