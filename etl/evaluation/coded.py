"""Hand-coded events, one JSON line each, as a coder wrote them down."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from etl.errors import InputError
from etl.model import DatePrecision, EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from pathlib import Path

Record = dict[str, Any]

TIERS: Final = ("core", "optional")
CHOICES: Final = {
    "event_type": {item.value for item in EventType},
    "tier": set(TIERS),
    "status": {item.value for item in Status},
    "date_precision": {item.value for item in DatePrecision},
    "place_precision": {item.value for item in PlacePrecision},
}
MISSING: Final[Record] = {
    "also_ok": [],
    "other_anchors": [],
    "tier": "core",
    "date_start": None,
    "date_end": None,
    "date_precision": DatePrecision.UNKNOWN.value,
    "country": None,
    "latitude": None,
    "longitude": None,
    "coord_conf": "high",
    "place_precision": PlacePrecision.NONE.value,
    "source": [],
    "target": [],
    "actor_aliases": {},
}


def read(path: Path) -> dict[str, list[Record]]:
    """The coded events of each document, every key in every record.

    A line needs ``doc`` (the article's id), ``anchor`` (the text's own words that tell the event), ``event_type`` and
    ``status``; ``date_start date_end date_precision place_precision country latitude longitude source target
    actor_aliases also_ok other_anchors tier coord_conf`` say more. ``InputError`` names the line that cannot be used.
    """
    by_document: dict[str, list[Record]] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text; coded events are JSON lines") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            row = _row(line, f"{path}, line {number}")
            by_document.setdefault(str(row["doc"]), []).append(row)
    if not by_document:
        raise InputError(f"{path}: no coded events in it; one JSON object a line is needed")
    return by_document


def _row(line: str, where: str) -> Record:
    try:
        given = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        raise InputError(f"{where}: is not JSON") from None
    if not isinstance(given, dict):
        raise InputError(f"{where}: is not a JSON object")
    row = {**MISSING, **{key: value for key, value in given.items() if value is not None}}
    for key in ("doc", "anchor", "event_type", "status"):
        if key not in row:
            raise InputError(f"{where}: has no '{key}'")
    for key, allowed in CHOICES.items():
        if row[key] not in allowed:
            raise InputError(f"{where}: {key} is '{row[key]}'; it can be {', '.join(sorted(allowed))}")
    for key in ("date_start", "date_end"):
        _check_day(row[key], f"{where}: {key}")
    return row


def _check_day(value: object, where: str) -> None:
    if value is None:
        return
    try:
        dt.date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"{where} is '{value}', not a date like 2016-05-04") from None
