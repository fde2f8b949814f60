"""Extracted events against coded ones: found (the sentence and the type's kind), and right (type, date, place and actors)."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final

from geopy.distance import great_circle

if TYPE_CHECKING:
    from pathlib import Path

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
POINTS: Final = ("exact", "near", "adm2")
FIELDS: Final = ("type", "date", "place", "actors", "status")
Record = dict[str, Any]


def rows(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def marks(coded: Record, event: Record) -> dict[str, bool]:
    """Which of the event's answers are right."""
    return {
        "type": event["event_type"] in {coded["event_type"], *coded.get("also_ok", [])},
        "date": _date_right(coded, event),
        "place": _place_right(coded, event),
        "actors": _actors_right(coded, event),
        "status": event["status"] == coded["status"],
    }


def matches(coded: list[Record], events: list[Record], text: str) -> list[tuple[Record, Record, dict[str, bool]]]:
    """Each coded event with at most one event whose sentence holds its anchor, the best pairs first."""
    pairs = []
    for c, row in enumerate(coded):
        spans = [
            (at, at + len(words))
            for words in (row["anchor"], *row.get("other_anchors", []))
            if (at := text.find(words)) >= 0
        ]
        for e, event in enumerate(events):
            told = any(r["start"] < end and start < r["end"] for start, end in spans for r in event["reports"])
            same_kind = KINDS[row["event_type"]] == KINDS[event["event_type"]]
            found = marks(row, event)
            if told and (same_kind or found["type"]):
                pairs.append((2 * found["type"] + sum(found.values()) + 0.5 * (row["tier"] == "core"), -c, -e, found))
    taken_c, taken_e, out = set(), set(), []
    for _, c, e, found in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if c not in taken_c and e not in taken_e:
            taken_c.add(c)
            taken_e.add(e)
            out.append((coded[-c], events[-e], found))
    return out


def is_right(found: dict[str, bool]) -> bool:
    return all(found[name] for name in FIELDS[:4])


def score(coded: dict[str, list[Record]], events: dict[str, list[Record]], texts: dict[str, str]) -> dict[str, float]:
    """Precision counts a coded event of any tier, recall the core ones; a field is the share of the core events
    that are found with it right.
    """
    pairs = [pair for doc, text in texts.items() for pair in matches(coded[doc], events[doc], text)]
    core = [found for row, _, found in pairs if row["tier"] == "core"]
    wanted = sum(row["tier"] == "core" for doc in texts for row in coded[doc])
    told = sum(len(events[doc]) for doc in texts)
    right = [found for found in core if is_right(found)]
    return {
        "found": _f1(len(pairs) / max(1, told), len(core) / max(1, wanted)),
        "right": _f1(sum(is_right(found) for *_, found in pairs) / max(1, told), len(right) / max(1, wanted)),
        **{name: sum(found[name] for found in core) / max(1, wanted) for name in FIELDS},
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _date_right(coded: Record, event: Record) -> bool:
    a, b, c, d = (_day(row[key]) for row in (coded, event) for key in ("date_start", "date_end"))
    if a is None or b is None or c is None or d is None:
        return a == c
    if coded["date_precision"] == "open":
        return abs((a - c).days) <= 31 and d > c
    if abs((a - c).days) <= 1 and abs((b - d).days) <= 1:
        return True
    return ((min(b, d) - max(a, c)).days + 1) / ((max(b, d) - min(a, c)).days + 1) >= 0.5


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
    if coded["latitude"] is None or coded.get("coord_conf") == "low":
        return shared
    if event["latitude"] is None:
        return False
    apart = great_circle((coded["latitude"], coded["longitude"]), (event["latitude"], event["longitude"])).km
    return apart <= (50 if coded["place_precision"] in POINTS else 150)


def _plain(name: str) -> str:
    return re.sub(r"^(the|so-called)\s+", "", re.sub(r"[^\w ]+", "", name.lower())).strip()


def _actors_right(coded: Record, event: Record) -> bool:
    """At least half of the names on both sides, by F1."""
    aliases = coded.get("actor_aliases") or {}
    want = [{_plain(name), *map(_plain, aliases.get(name, []))} for name in (*coded["source"], *coded["target"])]
    have = [{_plain(actor[key]) for key in ("name", "mention") if actor[key]} for actor in event["actors"]]
    if not want:
        return True
    if not have:
        return False
    precision = sum(any(names & w for w in want) for names in have) / len(have)
    return _f1(precision, sum(any(names & h for h in have) for names in want) / len(want)) >= 0.5
