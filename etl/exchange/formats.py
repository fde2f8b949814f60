"""The formats events leave in: JSON Lines, CSV and GeoJSON, each a stream of lines from a stream of events."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from etl.exchange.cells import guarded
from etl.exchange.records import points, record

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from etl.model import Dataset, Event

CONFIDENCES: Final = ("who", "what", "where", "when", "overall")
CSV_COLUMNS: Final = (
    *("event_id", "dataset", "event_type", "mode", "status", "date_start", "date_end", "date_precision"),
    *("place", "country", "latitude", "longitude", "place_precision", "source", "target", "participants"),
    *(
        "fatalities",
        "wounded",
        "captured",
        "count",
        *(f"confidence_{name}" for name in CONFIDENCES),
        "quote",
        "reports",
        "sources",
        "origin",
    ),
    *("link", "date", "citation", "snapshot"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a file says about itself: how to cite it, the view it is of, the day it was made, and on what terms."""

    line: str = ""
    link: str = ""
    date: str = ""  # ISO
    snapshot: str = ""
    terms: str = ""

    @classmethod
    def of(cls, what: str, sources: Sequence[Dataset], *, snapshot: str, today: dt.date, link: str = "") -> Citation:
        """A file of ``what`` ("Air strikes in Iraq. 12 events"), and the datasets that its events come from."""
        cited = (f"{source.citation or source.label}." for source in sources)
        return cls(
            line=" ".join((f"Conflict Timeline: {what}.", *cited)),
            link=link,
            date=today.isoformat(),
            snapshot=snapshot,
            terms="; ".join(dict.fromkeys(f"{source.label}: {source.licence}" for source in sources if source.licence)),
        )


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats."""

    suffix: str
    label: str
    media_type: str
    lines: Callable[[Iterable[Event], Citation], Iterator[str]]


def jsonl_lines(events: Iterable[Event], _citation: Citation) -> Iterator[str]:
    """A record a line; what it is cited as stands in the other formats."""
    for event in events:
        yield json.dumps(record(event), ensure_ascii=False, allow_nan=False) + "\n"


# ---- CSV


def csv_lines(events: Iterable[Event], citation: Citation) -> Iterator[str]:
    """The header, then one line an event; text cells are safe to open in a spreadsheet, numbers are left as they are."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    about = " ".join(part for part in (citation.line, citation.terms) if part)
    source = {"link": citation.link, "date": citation.date, "citation": about, "snapshot": citation.snapshot}
    for event in events:
        cells = _cells(event) | source
        writer.writerow([_cell(cells[name]) for name in CSV_COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cells(event: Event) -> dict[str, Any]:
    cells = record(event)
    country, confidence = cells["country"], cells["confidence"]
    cells["country"] = "; ".join(country) if isinstance(country, list) else country
    for column, role in (("source", "source"), ("target", "target"), ("participants", "participant")):
        cells[column] = "; ".join(part["name"] for part in cells["actors"] if part["role"] == role)
    cells |= {f"confidence_{name}": confidence[name] for name in CONFIDENCES}
    cells["reports"] = "; ".join(f"{r['article_id']}:{r['start']}-{r['end']}" for r in cells["reports"])
    cells["origin"] = event.origin
    return cells


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value


# ---- GeoJSON


def geojson_lines(events: Iterable[Event], citation: Citation) -> Iterator[str]:
    """An RFC 7946 feature collection, a feature a line; an event without a point has the geometry null."""
    about = {
        "type": "FeatureCollection",
        "citation": citation.line,
        "terms": citation.terms,
        "link": citation.link,
        "date": citation.date,
        "snapshot": citation.snapshot,
    }
    yield json.dumps(about, ensure_ascii=False)[:-1] + ', "features": ['
    separator = "\n"
    for event in events:
        feature = {"type": "Feature", "id": event.event_id, "geometry": _geometry(event), "properties": record(event)}
        yield separator + json.dumps(feature, ensure_ascii=False, allow_nan=False)
        separator = ",\n"
    yield "\n]}\n"


def _geometry(event: Event) -> dict[str, Any] | None:
    coordinates = list(dict.fromkeys((place.longitude, place.latitude) for place in points(event)))
    if len(coordinates) > 1:
        return {"type": "MultiPoint", "coordinates": coordinates}
    return {"type": "Point", "coordinates": coordinates[0]} if coordinates else None


FORMATS: Final = {
    made.suffix: made
    for made in (
        Format(".csv", "CSV", "text/csv; charset=utf-8", csv_lines),
        Format(".geojson", "GeoJSON", "application/geo+json", geojson_lines),
        Format(".jsonl", "JSON Lines", "application/x-ndjson", jsonl_lines),
    )
}
