"""Event data from CSV files: each row an event, or a reason why not."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import gzip
import hashlib
import lzma
import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO, TypeVar, cast

from etl.errors import InputError
from etl.exchange.cells import unguarded
from etl.model import (
    MODES,
    Actor,
    Confidence,
    DatePrecision,
    Event,
    EventId,
    EventType,
    Interval,
    Participant,
    Place,
    PlaceId,
    PlacePrecision,
    Role,
    Status,
)

if TYPE_CHECKING:
    import _csv
    import enum
    from collections.abc import Callable, Iterator, Sequence

    Geocode = Callable[[str, str], Place | None]
    FindActor = Callable[[str], Actor]
    E = TypeVar("E", bound=enum.StrEnum)

COLUMNS: Final = (
    *("id", "date", "date_start", "date_end", "date_precision", "event_type", "mode", "status"),
    *("place", "country", "latitude", "longitude", "place_precision", "source", "target", "participants"),
    *("fatalities", "wounded", "captured", "count", "confidence", "origin"),
)
ROLES: Final[tuple[tuple[str, Role], ...]] = (
    ("source", "source"),
    ("target", "target"),
    ("participants", "participant"),
)
OPENERS: Final[dict[str, Callable[..., Any]]] = {".csv": open, ".gz": gzip.open, ".xz": lzma.open}
ALIASES: Final = {"event_id": "id", "confidence_overall": "confidence"}  # what our own CSV files call them
_EMPTY: Final = dict.fromkeys(COLUMNS, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that is no event. ``reason`` is the same for the same cause; ``value`` is what stood there."""

    line: int
    reason: str
    value: str = ""


class _Unusable(Exception):  # noqa: N818 (becomes a BadRow, is never raised to a caller)
    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


def import_csv(file: Path | TextIO, *, dataset: str, geocode: Geocode, actor: FindActor) -> Iterator[Event | BadRow]:
    """Columns, in any order, others are ignored; only event_type is required:

    event_type (PLOVER: ASSAULT, CONSULT …), mode, status (occurred if empty);
    date (2016-05-04, 2016-05 or 2016), or date_start and date_end, both inclusive, and date_precision
    (day, days, week, month, season, year, open); without a date the event is undated;
    latitude and longitude in degrees, or a place (several: "Ramadi; Hit") that the gazetteer finds, with its country
    (ISO alpha-2: IQ); place_precision (exact, near, adm2, adm1, region, country, water, none);
    source, target, participants (actors: "Iraq; United States"); fatalities, wounded, captured (people); count (acts that the row tells);
    confidence (0 to 1); id (the row's own, so that a changed row replaces itself); origin (where the row comes from).
    Files: .csv, .csv.gz or .csv.xz in UTF-8, separated by commas, the first line names the columns.
    """
    with _opened(file) as lines:
        yield from _Importer(dataset, geocode, actor).events(lines, name=str(getattr(file, "name", file)))


def importable(file: Path) -> None:
    """``InputError`` for what is no CSV file, before anything is made for its rows."""
    if file.suffix.lower() not in OPENERS:
        raise InputError(f"{file}: only .csv, .csv.gz and .csv.xz can be imported")
    if not file.is_file():
        raise InputError(f"{file}: no such file")


class _opened:  # noqa: N801 (used as a function)
    """A text stream from a path, or the stream itself, which stays open."""

    def __init__(self, file: Path | TextIO) -> None:
        self._file = file

    def __enter__(self) -> TextIO:
        if not isinstance(self._file, Path):
            return self._file
        importable(self._file)
        try:
            opener = OPENERS[self._file.suffix.lower()]
            self._stream = cast("TextIO", opener(self._file, "rt", encoding="utf-8-sig", newline=""))
        except OSError as error:
            raise InputError(f"{self._file}: cannot be read: {error.strerror or error}") from error
        return self._stream

    def __exit__(self, *_: object) -> None:
        if isinstance(self._file, Path):
            self._stream.close()


class _Importer:
    def __init__(self, dataset: str, geocode: Geocode, actor: FindActor) -> None:
        self._dataset = dataset
        self._geocode = functools.cache(geocode)
        self._actor = functools.cache(actor)
        self._ids: Counter[str] = Counter()

    def events(self, lines: TextIO, *, name: str) -> Iterator[Event | BadRow]:
        rows = csv.reader(lines)
        try:
            header = [ALIASES.get(name, name) for name in (cell.strip().lower() for cell in next(rows, []))]
            if {"citation", "snapshot"} <= set(header):  # a file of ours, whose "date" is the day it was made
                header = ["" if name == "date" else name for name in header]
            if "event_type" not in header:
                raise InputError(
                    f"{name}: the first line names no column event_type; the columns are {', '.join(COLUMNS)}, separated by commas"
                )
            yield from self._rows(rows, header)
        except (UnicodeDecodeError, csv.Error, EOFError, lzma.LZMAError, OSError) as error:
            raise InputError(f"{name}: line {rows.line_num + 1} cannot be read: {error}") from error

    def _rows(self, rows: _csv.Reader, header: list[str]) -> Iterator[Event | BadRow]:
        while True:
            try:
                cells = next(rows)
                if any(cells):
                    yield self._event(_named_cells(cells, header), rows.line_num)
            except StopIteration:
                return
            except _Unusable as bad:
                yield BadRow(line=rows.line_num, reason=bad.reason, value=bad.value)
            except csv.Error as error:
                yield BadRow(line=rows.line_num, reason="the row cannot be read", value=str(error))

    def _event(self, row: dict[str, str], line: int) -> Event:
        event_type = _choice(EventType, row["event_type"].upper(), "event_type is not one of PLOVER's")
        where = self._where(row)
        overall = _share(row["confidence"])
        return Event(
            event_id=self._event_id(row),
            dataset=self._dataset,
            event_type=event_type,
            mode=_mode(row["mode"].lower(), event_type),
            status=_choice(Status, row["status"] or "occurred", "unknown status"),
            when=_when(row),
            where=where,
            participants=self._participants(row),
            fatalities=_number(row["fatalities"], "fatalities is not a whole number"),
            wounded=_number(row["wounded"], "wounded is not a whole number"),
            captured=_number(row["captured"], "captured is not a whole number"),
            count=_number(row["count"], "count is not a whole number"),
            confidence=Confidence(who=overall, what=overall, where=overall, when=overall, overall=overall),
            origin=row["origin"] or f"{self._dataset}, {'row ' + row['id'] if row['id'] else f'line {line}'}",
        )

    def _event_id(self, row: dict[str, str]) -> EventId:
        """From the row's own id; without one from its content, equal rows being told apart by their number."""
        key = f"id|{row['id']}" if row["id"] else "|".join(("row", *(row[name] for name in COLUMNS)))
        repeated = self._ids[key]
        if row["id"] and repeated:
            raise _Unusable("the id stands in an earlier row", row["id"])
        self._ids[key] += 1
        digest = hashlib.sha256(f"{self._dataset}|{key}|{repeated}".encode(errors="replace")).hexdigest()
        return EventId("ev_" + digest[:12])

    def _participants(self, row: dict[str, str]) -> tuple[Participant, ...]:
        return tuple(
            Participant(actor=self._actor(name), role=role) for column, role in ROLES for name in _several(row[column])
        )

    def _where(self, row: dict[str, str]) -> tuple[Place, ...]:
        told = row["place_precision"].lower()
        precision = _choice(PlacePrecision, told, "unknown place_precision") if told else None
        countries = _several(row["country"].upper())
        if not all(re.fullmatch("[A-Z]{2}", code) for code in countries):
            raise _Unusable("country is not an ISO code like IQ", row["country"])
        unknown = next((code for code in countries if self._geocode("", code) is None), None)
        if unknown:
            raise _Unusable("no country has this ISO code", unknown)
        if precision is PlacePrecision.NONE:
            return ()
        if row["latitude"] or row["longitude"]:
            return (_point(row, countries, precision or PlacePrecision.EXACT),)
        return tuple(self._found(name, code, precision) for name, code in _named(_several(row["place"]), countries))

    def _found(self, name: str, country: str, precision: PlacePrecision | None) -> Place:
        place = self._geocode(name, country)
        if place is None:
            raise _Unusable("place not found", ", ".join(part for part in (name, country) if part))
        return replace(place, precision=precision) if precision else place


def _named_cells(cells: Sequence[str], header: Sequence[str]) -> dict[str, str]:
    if len(cells) > len(header):
        raise _Unusable("more cells than columns")
    told = {name: unguarded(cell).strip() for name, cell in zip(header, cells, strict=False) if cell and name in _EMPTY}
    return _EMPTY | told


# ---- where


def _named(names: Sequence[str], countries: Sequence[str]) -> list[tuple[str, str]]:
    """Each name with its country: one for all, or one for each; countries alone stand for themselves."""
    if not names:
        return [("", code) for code in countries]
    if len(countries) == len(names):
        return list(zip(names, countries, strict=True))
    return [(name, countries[0] if len(countries) == 1 else "") for name in names]


def _point(row: dict[str, str], countries: Sequence[str], precision: PlacePrecision) -> Place:
    latitude, longitude = _degrees(row["latitude"], 90), _degrees(row["longitude"], 180)
    return Place(
        place_id=PlaceId(f"point:{latitude:.5f},{longitude:.5f}"),
        name=row["place"] or f"{latitude:.3f}, {longitude:.3f}",
        country=countries[0] if len(countries) == 1 else "",
        admin1="",
        feature_code="",
        latitude=latitude,
        longitude=longitude,
        precision=precision,
    )


# ---- one cell


def _several(cell: str) -> tuple[str, ...]:
    if ";" not in cell:
        return (cell,) if cell else ()
    return tuple(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))


def _choice(kind: type[E], value: str, reason: str) -> E:
    try:
        return kind(value.upper() if kind is EventType else value.lower())
    except ValueError:
        raise _Unusable(reason, value) from None


def _mode(value: str, event_type: EventType) -> str | None:
    if value and value not in MODES[event_type]:
        raise _Unusable(f"mode is not one of PLOVER's for {event_type}", value)
    return value or None


def _degrees(cell: str, most: int) -> float:
    try:
        degrees = float(cell)
    except ValueError:
        raise _Unusable("latitude and longitude are not both numbers", cell) from None
    if not (math.isfinite(degrees) and abs(degrees) <= most):
        raise _Unusable("latitude or longitude is out of range", cell)
    return degrees


def _number(cell: str, reason: str) -> int | None:
    if not cell:
        return None
    try:
        number = float(cell)
    except ValueError:
        raise _Unusable(reason, cell) from None
    if not (0 <= number < 2**53 and number.is_integer()):
        raise _Unusable(reason, cell)
    return int(number)


def _share(cell: str) -> float:
    try:
        share = float(cell or 1)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise _Unusable("confidence is not between 0 and 1", cell)
    return share


# ---- when

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ]00:00:00(?:\.0+)?)?", re.ASCII)
_LENGTHS: Final = ((1, DatePrecision.DAY), (6, DatePrecision.DAYS), (7, DatePrecision.WEEK), (31, DatePrecision.MONTH))


def _when(row: dict[str, str]) -> Interval | None:
    first, last = row["date_start"] or row["date"], row["date_end"] or row["date_start"] or row["date"]
    told = row["date_precision"].lower()
    precision = _choice(DatePrecision, told, "unknown date_precision") if told else None
    if not first and not last:
        return None
    if not first:
        raise _Unusable("date_end without date_start", last)
    (start, value), (end, _) = _period(first, at_end=False), _period(last, at_end=True)
    if end < start:
        raise _Unusable("date_end is before date_start", last)
    length = (end - start).days + 1
    found = precision or next((kind for most, kind in _LENGTHS if length <= most), DatePrecision.YEAR)
    return Interval(start=start, end=end, precision=found, value=value if first == last else f"{start}/{end}")


@functools.lru_cache(maxsize=4096)
def _period(cell: str, *, at_end: bool) -> tuple[dt.date, str]:
    """The first or last day of a year, a month or a day, and its TIMEX3 value."""
    match = _DATE.fullmatch(cell)
    if match is None:
        raise _Unusable("a date is not like 2016-05-04", cell)
    year, month, day = (int(part) if part else None for part in match.groups())
    value = "-".join(part for part in match.groups() if part)
    try:
        start = dt.date(year or 0, month or 1, day or 1)
        if not at_end or day:
            return start, value
        after = dt.date(start.year + 1, 1, 1) if not month else (start + dt.timedelta(days=31)).replace(day=1)
        return after - dt.timedelta(days=1), value
    except (ValueError, OverflowError):
        raise _Unusable("a date is not in the calendar", cell) from None
