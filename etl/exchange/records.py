"""An event as one flat record, the same for every format: what `export` writes and the event card shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from etl.model import DatePrecision, PlacePrecision

if TYPE_CHECKING:
    from etl.model import Event, Place

NO_POINT: Final = frozenset({PlacePrecision.COUNTRY, PlacePrecision.NONE})


def record(event: Event) -> dict[str, Any]:
    """Every key in every record, in this order; what is not known is None.

    Dates are ISO, both ends inclusive. ``place`` joins the names of several places with "; ", ``country`` is a list where
    there are several; the point is that of the first place (``points`` has them all).
    """
    when, point = event.when, next(iter(points(event)), None)
    return {
        "event_id": event.event_id,
        "dataset": event.dataset,
        "event_type": event.event_type.value,
        "mode": event.mode,
        "status": event.status.value,
        "date_start": when.start.isoformat() if when else None,
        "date_end": when.end.isoformat() if when else None,
        "date_precision": (when.precision if when else DatePrecision.UNKNOWN).value,
        "place": "; ".join(dict.fromkeys(place.name for place in event.where)) or None,
        "country": _countries(event),
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "place_precision": event.place_precision.value,
        "fatalities": event.fatalities,
        "wounded": event.wounded,
        "captured": event.captured,
        "count": event.count,
        "actors": [
            {"actor_id": part.actor.actor_id, "name": part.actor.name, "role": part.role, "mention": part.mention}
            for part in event.participants
        ],
        "confidence": {
            name: round(float(getattr(event.confidence, name)), 3)
            for name in ("who", "what", "where", "when", "overall")
        },
        "quote": event.reports[0].quote if event.reports else None,
        "reports": [
            {"article_id": report.article_id, "start": report.span.start, "end": report.span.end}
            for report in event.reports
        ],
        "sources": event.sources,
    }


def points(event: Event) -> tuple[Place, ...]:
    """The places that stand for the event on a map: none if any of them is a whole country."""
    return () if event.place_precision in NO_POINT else event.where


def _countries(event: Event) -> str | list[str] | None:
    codes = list(dict.fromkeys(place.country for place in event.where if place.country))
    return codes if len(codes) > 1 else next(iter(codes), None)
