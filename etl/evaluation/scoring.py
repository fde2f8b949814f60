"""When an extracted event is a coded one, and which of its answers are right."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from etl.geodesy import distance_km
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.evaluation.coded import Record

KINDS: Final = {
    name: kind
    for kind, names in enumerate(
        (
            "AGREE CONSULT SUPPORT CONCEDE",
            "COOPERATE AID RETREAT",
            "REQUEST ACCUSE REJECT THREATEN",
            "PROTEST SANCTION MOBILIZE COERCE ASSAULT",
        )
    )
    for name in names.split()
}
POINTS: Final = (PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADM2)
NEAR_KM, AREA_KM = 50, 150
LONGEST_REPORT: Final = 600  # a "sentence" of more characters tells nothing in particular
ENOUGH_ACTORS: Final = 0.5
OPEN_SLACK_DAYS: Final = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Which of an event's answers are right; ``actors`` is the F1 of the names on both sides."""

    type: bool
    date: bool
    place: bool
    actors: float
    status: bool

    @property
    def right(self) -> bool:
        """Type, date, place and at least half of the actors."""
        return self.type and self.date and self.place and self.actors >= ENOUGH_ACTORS


def marks(coded: Record, event: Record) -> Marks:
    return Marks(
        type=event["event_type"] in {coded["event_type"], *coded["also_ok"]},
        date=_date_right(coded, event),
        place=_place_right(coded, event),
        actors=_actors_f1(coded, event),
        status=event["status"] == coded["status"],
    )


def matches(coded: list[Record], events: list[Record], text: str) -> list[tuple[int, int, Marks]]:
    """Each coded event of an article with at most one event whose report covers one of its anchors, the best pairs first.

    Pairs are of the same kind of action (one of PLOVER's four), and are given as indices into the two lists.
    """
    pairs = []
    for c, row in enumerate(coded):
        spans = tuple(anchors(row, text))
        for e, event in enumerate(events):
            if not _told(spans, event):
                continue
            found = marks(row, event)
            if found.type or KINDS[row["event_type"]] == KINDS[event["event_type"]]:
                good = 2 * found.type + found.date + found.place + found.actors + 0.5 * (row["tier"] == "core")
                pairs.append((good, c, e, found))
    taken: tuple[set[int], set[int]] = (set(), set())
    chosen = []
    for _, c, e, found in sorted(pairs, key=lambda pair: -pair[0]):
        if c not in taken[0] and e not in taken[1]:
            taken[0].add(c)
            taken[1].add(e)
            chosen.append((c, e, found))
    return chosen


def anchors(coded: Record, text: str) -> Iterator[tuple[int, int]]:
    """Where the text has the words that tell the event."""
    for words in (coded["anchor"], *coded["other_anchors"]):
        if (at := text.find(words)) >= 0:
            yield at, at + len(words)


def _told(spans: tuple[tuple[int, int], ...], event: Record) -> bool:
    reports = [r for r in event["reports"] if r["end"] - r["start"] <= LONGEST_REPORT]
    return any(r["start"] < end and start < r["end"] for start, end in spans for r in reports)


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _date_right(coded: Record, event: Record) -> bool:
    a, b, c, d = (_day(row[key]) for row in (coded, event) for key in ("date_start", "date_end"))
    if a is None or b is None:
        return c is None
    if c is None:
        return False
    d = d or c
    if coded["date_precision"] == "open":
        return abs((a - c).days) <= OPEN_SLACK_DAYS and d > c
    if abs((a - c).days) <= 1 and abs((b - d).days) <= 1:
        return True
    shared, spanned = (min(b, d) - max(a, c)).days + 1, (max(b, d) - min(a, c)).days + 1
    return shared > 0 and shared / spanned >= 0.5


def _countries(row: Record) -> set[str]:
    told = row["country"] or []
    return set(told) if isinstance(told, list) else {told}


def _place_right(coded: Record, event: Record) -> bool:
    dot = event["latitude"] is not None and event["place_precision"] in POINTS
    shared = bool(_countries(coded) & _countries(event))
    match coded["place_precision"]:
        case "none":
            return not dot
        case "country":
            return shared and not dot
    if coded["latitude"] is None or coded["coord_conf"] == "low":
        return shared
    if event["latitude"] is None:
        return False
    apart = distance_km((coded["latitude"], coded["longitude"]), (event["latitude"], event["longitude"]))
    return apart <= (NEAR_KM if coded["place_precision"] in POINTS else AREA_KM)


def _plain(name: str) -> str:
    return re.sub(r"^(the|so-called)\s+", "", re.sub(r"[^\w ]+", "", name.lower())).strip()


def _actors_f1(coded: Record, event: Record) -> float:
    """An actor counts by its name or by the text's own words for it."""
    aliases = coded["actor_aliases"]
    want = [{_plain(name), *map(_plain, aliases.get(name, []))} for name in (*coded["source"], *coded["target"])]
    have = [{_plain(actor[key]) for key in ("name", "mention") if actor[key]} for actor in event["actors"]]
    if not want:
        return 0.5 if have else 1.0
    if not have:
        return 0.0
    precision = sum(any(names & w for w in want) for names in have) / len(have)
    return f1(precision, sum(any(names & h for h in have) for names in want) / len(want))


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
