"""Plain words for what the data says: event types, modes, statuses, precisions, dates, who did what to whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from etl.model import DatePrecision, EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.model import Event, Participant

TYPES: Final = {
    EventType.AGREE: "Agreement",
    EventType.CONSULT: "Meeting",
    EventType.SUPPORT: "Statement of support",
    EventType.CONCEDE: "Concession",
    EventType.COOPERATE: "Cooperation",
    EventType.AID: "Aid",
    EventType.RETREAT: "Retreat",
    EventType.REQUEST: "Request",
    EventType.ACCUSE: "Accusation",
    EventType.REJECT: "Refusal",
    EventType.THREATEN: "Threat",
    EventType.PROTEST: "Protest",
    EventType.SANCTION: "Sanction",
    EventType.MOBILIZE: "Mobilization",
    EventType.COERCE: "Coercion",
    EventType.ASSAULT: "Armed attack",
}

MODES: Final = {
    ("CONSULT", "visit"): "Visit",
    ("CONSULT", "third-party"): "Mediation",
    ("CONSULT", "multilateral"): "Multilateral meeting",
    ("CONSULT", "phone"): "Phone call",
    ("RETREAT", "withdraw"): "Withdrawal",
    ("RETREAT", "release"): "Release of captives",
    ("RETREAT", "disarm"): "Disarmament",
    ("RETREAT", "ceasefire"): "Ceasefire",
    ("RETREAT", "access"): "Access granted",
    ("RETREAT", "resign"): "Resignation",
    ("REQUEST", "assist"): "Request for help",
    ("REQUEST", "change"): "Demand for change",
    ("REQUEST", "yield"): "Demand to give way",
    ("REQUEST", "meet"): "Request to meet",
    ("ACCUSE", "disapprove"): "Criticism",
    ("ACCUSE", "investigate"): "Investigation",
    ("ACCUSE", "allege"): "Allegation",
    ("REJECT", "assist"): "Refusal to help",
    ("REJECT", "change"): "Refusal to change",
    ("REJECT", "yield"): "Refusal to give way",
    ("REJECT", "meet"): "Refusal to meet",
    ("THREATEN", "restrict"): "Threat of restrictions",
    ("THREATEN", "arrest"): "Threat of arrest",
    ("THREATEN", "relations"): "Threat to cut relations",
    ("THREATEN", "expel"): "Threat of expulsion",
    ("THREATEN", "territory"): "Threat to take territory",
    ("THREATEN", "violence"): "Threat of violence",
    ("PROTEST", "demo"): "Demonstration",
    ("PROTEST", "riot"): "Riot",
    ("PROTEST", "strike"): "Labour strike",
    ("PROTEST", "hunger"): "Hunger strike",
    ("PROTEST", "boycott"): "Boycott",
    ("PROTEST", "obstruct"): "Obstruction",
    ("PROTEST", "vandalize"): "Vandalism",
    ("SANCTION", "convict"): "Conviction",
    ("SANCTION", "expel"): "Expulsion",
    ("SANCTION", "withdraw"): "Withdrawal from an agreement",
    ("SANCTION", "discontinue"): "Relations or aid cut",
    ("MOBILIZE", "troops"): "Troop deployment",
    ("MOBILIZE", "weapons"): "Weapons deployment",
    ("MOBILIZE", "police"): "Police deployment",
    ("MOBILIZE", "militia"): "Militia mobilization",
    ("COERCE", "seize"): "Seizure",
    ("COERCE", "restrict"): "Restriction",
    ("COERCE", "censor"): "Censorship",
    ("COERCE", "curfew"): "Curfew",
    ("COERCE", "martial-law"): "Martial law",
    ("COERCE", "arrest"): "Arrest",
    ("COERCE", "deport"): "Deportation",
    ("COERCE", "withhold"): "Withholding",
    ("COERCE", "misinformation"): "Misinformation",
    ("COERCE", "cyber"): "Cyber attack",
    ("ASSAULT", "abduct"): "Abduction",
    ("ASSAULT", "beat"): "Beating",
    ("ASSAULT", "torture"): "Torture",
    ("ASSAULT", "sexual"): "Sexual violence",
    ("ASSAULT", "targeted"): "Targeted killing",
    ("ASSAULT", "destroy"): "Destruction",
    ("ASSAULT", "primitive"): "Attack with simple weapons",
    ("ASSAULT", "firearms"): "Shooting",
    ("ASSAULT", "explosives"): "Bombing",
    ("ASSAULT", "suicide-attack"): "Suicide attack",
    ("ASSAULT", "aerial"): "Air strike",
    ("ASSAULT", "drone"): "Drone strike",
    ("ASSAULT", "heavy-weapons"): "Shelling or heavy weapons",
    ("ASSAULT", "crowd-control"): "Crowd control",
    ("ASSAULT", "unconventional"): "Chemical or other unconventional attack",
    ("ASSAULT", "seize"): "Capture of territory",
}

PLURALS: Final = {
    "Access granted": "grants of access",
    "Aid": "deliveries of aid",
    "Bombing": "bombings",
    "Capture of territory": "captures of territory",
    "Censorship": "acts of censorship",
    "Coercion": "acts of coercion",
    "Cooperation": "acts of cooperation",
    "Crowd control": "acts of crowd control",
    "Demand for change": "demands for change",
    "Demand to give way": "demands to give way",
    "Destruction": "acts of destruction",
    "Martial law": "declarations of martial law",
    "Misinformation": "acts of misinformation",
    "Refusal to change": "refusals to change",
    "Refusal to give way": "refusals to give way",
    "Refusal to help": "refusals to help",
    "Refusal to meet": "refusals to meet",
    "Relations or aid cut": "cuts of relations or aid",
    "Release of captives": "releases of captives",
    "Request for help": "requests for help",
    "Request to meet": "requests to meet",
    "Seizure": "seizures",
    "Sexual violence": "acts of sexual violence",
    "Shelling or heavy weapons": "attacks with heavy weapons",
    "Statement of support": "statements of support",
    "Threat of arrest": "threats of arrest",
    "Threat of expulsion": "threats of expulsion",
    "Threat of restrictions": "threats of restrictions",
    "Threat of violence": "threats of violence",
    "Threat to cut relations": "threats to cut relations",
    "Threat to take territory": "threats to take territory",
    "Torture": "acts of torture",
    "Vandalism": "acts of vandalism",
    "Withdrawal from an agreement": "withdrawals from agreements",
    "Withholding": "acts of withholding",
    "Attack with simple weapons": "attacks with simple weapons",
}

STATUSES: Final = {
    Status.OCCURRED: "Occurred",
    Status.ONGOING: "Ongoing",
    Status.PLANNED: "Planned",
    Status.PROPOSED: "Proposed",
    Status.CLAIMED: "Claimed",
    Status.DENIED: "Denied",
    Status.AGGREGATE: "Sum over many acts",
}

PLACE_PRECISIONS: Final = {
    PlacePrecision.EXACT: "Exact place",
    PlacePrecision.NEAR: "Near a place",
    PlacePrecision.ADM2: "District",
    PlacePrecision.ADM1: "Province",
    PlacePrecision.REGION: "Region",
    PlacePrecision.COUNTRY: "Country only",
    PlacePrecision.WATER: "At sea",
    PlacePrecision.NONE: "No place",
}

NO_DATE: Final = "no date"
MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 (readable)
)
SEASONS: Final = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
GENERAL: Final = frozenset({EventType.ASSAULT, EventType.COERCE})  # whose labels say little without a mode
LONGEST_WORD: Final = 24  # characters of the text's own word for the act
NAMED: Final = 3  # parties of a side that a title names before "and 8 more"


def kind(event_type: str, mode: str | None) -> str:
    """What happened: the mode's own label where it has one.

    >>> kind("ASSAULT", "aerial"), kind("ASSAULT", None), kind("CONSULT", "seance")
    ('Air strike', 'Armed attack', 'Meeting (seance)')
    """
    general = TYPES[EventType(event_type)]
    if not mode:
        return general
    return MODES.get((str(event_type), mode), f"{general} ({mode.replace('-', ' ')})")


def acts(label: str, count: int | None) -> str:
    """The label in the middle of a line, with how many acts are told.

    >>> acts("Air strike", 12000), acts("Air strike", None), acts("Request to meet", 2)
    ('12,000 air strikes', 'air strike', '2 requests to meet')
    """
    if count is None or count == 1:
        return lower(label)
    return f"{count:,} {PLURALS.get(label, _plural(lower(label)))}"


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def lower(label: str) -> str:
    return label[:1].lower() + label[1:]


def names(found: Sequence[str]) -> str:
    """A side's names, at most three of them.

    >>> names(["Australia", "France", "Germany", "Italy", "Norway"])
    'Australia, France, Germany and 2 more'
    """
    shown = list(dict.fromkeys(found))
    if len(shown) > NAMED + 1:
        return f"{', '.join(shown[:NAMED])} and {len(shown) - NAMED} more"
    return ", ".join(shown)


def title(event: Event) -> str:
    """Who did what to whom: "Iraqi army – armed attack (“retook”) – Islamic State", "Meeting – Australia, France".

    Where the act has no mode of its own, an attack or a coercion is told in the text's own word.
    """
    doers, targets, together = (_names(event.participants, role) for role in ("source", "target", "participant"))
    parts = (doers, acts(kind(event.event_type, event.mode), event.count) + _own_word(event), targets, together)
    line = " – ".join(part for part in parts if part)
    return line if doers else line[:1].upper() + line[1:]


def _own_word(event: Event) -> str:
    if event.mode is not None or event.event_type not in GENERAL:
        return ""
    decisions = (decision for report in event.reports for decision in report.decisions)
    words = next((decision.mention.text for decision in decisions if decision.mention.kind == "trigger"), "")
    return f" (“{' '.join(words.split())}”)" if 0 < len(words) <= LONGEST_WORD else ""


def _names(participants: Sequence[Participant], role: str) -> str:
    return names([part.actor.name for part in participants if part.role == role])


def reports(number: int, sources: int) -> str:
    """How often it is told; copies of one text and sentences of one article are one source.

    >>> reports(1, 1), reports(3, 3)
    ('1 report', '3 reports')
    >>> reports(3, 2), reports(2, 1)
    ('3 reports from 2 independent sources', '2 reports from one source')
    """
    told = f"{number:,} report{'s' if number != 1 else ''}"
    if number == sources:
        return told
    return f"{told} from {f'{sources:,} independent sources' if sources > 1 else 'one source'}"


def date(start: dt.date | None, end: dt.date | None, precision: str) -> str:
    """A date as precise as it is known.

    >>> day = dt.date
    >>> date(day(2016, 5, 3), day(2016, 5, 3), "day")
    '3 May 2016'
    >>> date(day(2016, 4, 1), day(2016, 4, 30), "month")
    'April 2016'
    >>> date(day(2015, 12, 1), day(2016, 5, 4), "open")
    'since Dec 2015'
    >>> date(day(2016, 4, 30), day(2016, 5, 1), "days")
    '30 April – 1 May 2016'
    >>> date(day(2016, 6, 1), day(2016, 8, 31), "season")
    'summer 2016'
    >>> date(None, None, "unknown")
    'no date'
    """
    if start is None or end is None:
        return NO_DATE
    if precision == DatePrecision.OPEN:
        return f"since {_short(start)}"
    if (
        precision == DatePrecision.SEASON
        and start.day == 1
        and start.month in SEASONS
        and 85 <= (end - start).days <= 95
    ):
        return f"{SEASONS[start.month]} {_years(start, end)}"
    return _range(start, end)


def _short(start: dt.date) -> str:
    month = f"{MONTHS[start.month - 1][:3]} {start.year}"
    if start.day != 1:
        return f"{start.day} {month}"
    return month if start.month != 1 else str(start.year)


def _years(start: dt.date, end: dt.date) -> str:
    return str(start.year) if start.year == end.year else f"{start.year}–{end.year % 100:02}"


def _range(start: dt.date, end: dt.date) -> str:
    months = _whole_months(start, end)
    if months and (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if months and (start.year, start.month) == (end.year, end.month):
        return f"{MONTHS[end.month - 1]} {end.year}"
    if start == end:
        return _day(end)
    first = f"{start.day}" if not months else ""
    if (start.year, start.month) == (end.year, end.month):
        return f"{first}–{_day(end)}"
    first = f"{first} {MONTHS[start.month - 1]}".strip()
    if start.year != end.year:
        first = f"{first} {start.year}"
    return f"{first} – {MONTHS[end.month - 1]} {end.year}" if months else f"{first} – {_day(end)}"


def _whole_months(start: dt.date, end: dt.date) -> bool:
    return start.day == 1 and (end == dt.date.max or (end + dt.timedelta(days=1)).day == 1)


def _day(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
