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

_DASH = r"(?:--+|[-–—−_\u0097]|:(?=\s))"
_CAPITALS = r"[A-ZÀ-ÖØ-ÞŠŽČĆ][A-ZÀ-ÖØ-ÞŠŽČĆ'’.]*"
_CITY = rf"(?P<city>{_CAPITALS}(?:[ -]{{1,2}}{_CAPITALS}){{0,4}})"
_MIXED = r"(?P<city>[A-ZÀ-ÖØ-Þ][\w'’.]*(?:[ -][A-ZÀ-ÖØ-Þa-z][\w'’.]*){0,3})"
_REGION = r"(?:,[ \n]{0,2}(?P<region>(?:[A-Z][\w'’.]*)(?:[ -][A-Z][\w'’.]*){0,3}))?"
_OTHER_CITIES = rf"(?:[ ]?/[ ]?{_CAPITALS}(?:[ -]{_CAPITALS}){{0,3}}){{0,3}}"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
_DATE = rf"(?:,?[ \n]{{1,2}}(?i:(?P<month1>{_MONTH})\s(?P<day1>\d{{1,2}})|(?P<day2>\d{{1,2}})\s(?P<month2>{_MONTH}))(?:,?\s(?P<year>\d{{4}}|\d{{2}})(?!\d))?)"
_CREDIT = r"(?:[ \n]{1,2}\((?P<credit>[^()\n]{2,60})\))"
_TAGS = r"(?:\s{0,3}\[[^\[\]]{1,80}\]){0,4}"
_STOP = r"(?=\s|$)\s*"

# Most telling first. A mixed-case place is believed only with a date or a wire service behind it.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_CITY}{_OTHER_CITIES}{_REGION}{_DATE}?{_CREDIT}?\s{{0,3}}{_DASH}{_STOP}{_TAGS}\s*",
        rf"{_CITY}{_OTHER_CITIES}{_REGION}{_DATE}?{_CREDIT}\s{{1,3}}(?=[A-Z\"“])",
        rf"{_MIXED}{_REGION}(?:{_DATE}|(?=[ \n]{{1,2}}\()){_CREDIT}?\s{{0,3}}{_DASH}?{_STOP}",
        rf"\((?P<credit>[^()\n]{{2,60}})\)\s{{0,3}}{_DASH}{_STOP}",
    )
)
_LONGEST = 200
# What else stands in capitals before a colon or a dash.
_LABEL_WORDS = (
    "ADVISORY ALERT ANALYSIS BREAKING COMMENT CORRECTION DEVELOPING EDITORIAL EXCLUSIVE EXPLAINER FACTBOX FEATURE FLASH FOCUS GRAPHIC "
    "HIGHLIGHTS INSIGHT INTERVIEW JUST LATEST LEAD LIVE MORE NEWS NOTE OPINION PHOTOS PICTURES PROFILE QUESTION ANSWER REPORT RELATED "
    "REVIEW SPECIAL SUMMARY TIMELINE UPDATE URGENT VIDEO WARNING WATCH WITNESS WRAPUP READ SEE ALSO BACKGROUND TOPLINE Q A I THE"
)
_LABELS = frozenset(_LABEL_WORDS.split())


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


def _dateline(match: re.Match[str], paragraph: str) -> Dateline | None:
    groups = match.groupdict()
    services = agencies(groups["credit"] or "")
    city = groups.get("city")
    if city is None:
        return Dateline(None, match.end(), services, None) if services else None
    dated = bool(groups["month1"] or groups["month2"])
    capitals = city.isupper()
    if not capitals and not services and not dated:
        return None
    if not _names_a_place(city, believed=bool(services) or dated, shouting=paragraph[match.end() :].isupper()):
        return None
    place = f"{city}, {' '.join(groups['region'].split())}" if groups["region"] else city
    return Dateline(place, match.end(), services, _published(groups))


def _names_a_place(city: str, *, believed: bool, shouting: bool) -> bool:
    """An all-capitals text needs more than capitals to show where its dateline ends."""
    words = re.split(r"[\s-]+", city)
    if _LABELS.intersection(words) and not (believed and not _LABELS.issuperset(words)):
        return False
    return believed or (not shouting and len(city.strip(".")) > 2)


def _published(groups: dict[str, str | None]) -> dt.date | None:
    day, month, year = groups["day1"] or groups["day2"], groups["month1"] or groups["month2"], groups["year"]
    return short_date(day, month.rstrip("."), year) if day and month and year else None
