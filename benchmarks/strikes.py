"""Official strike reports, a line each: are day, country, place and number of strikes read right?

    python benchmarks/strikes.py LINES.jsonl [--misses N] [--floor SHARE]

A row has "id", "date", "text" and "events": [{"date", "country", "place", "n_strikes"}], one event each; US Central
Command's daily releases are such lines. Each line is coded alone, as an article of its date. The place is right when
the event lies within 25 km of a place that the gazetteer knows under the row's name in the row's country; where the row
says several places, or a country that is none, what is told is compared as far as it goes. Rows of one text with
different answers show what no reader of the line alone could know; they are counted apart.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from etl import articles
from etl.geodesy import distance_km
from etl.model import EventType
from etl.pipeline import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.gazetteer import Gazetteer
    from etl.model import Event, Place

FIELDS = ("event", "date", "country", "place", "number")
NEAR_KM = 25.0


def main() -> int:
    options = arguments()
    rows = [json.loads(line) for line in options.lines.read_text(encoding="utf-8").splitlines() if line.strip()]
    engine = Engine.load()
    right, misses = Counter[str](), defaultdict[str, list[str]](list)
    for row, events in zip(rows, coded(options.lines, engine), strict=True):
        answers = judged(events, row["events"][0], engine.gazetteer)
        wrong = [field for field in FIELDS if not answers[field]]
        right.update(field for field in FIELDS if answers[field])
        right["all"] += not wrong
        if wrong:
            misses[" ".join(wrong)].append(f"{row['id']} {told(events)} for {row['events'][0]}: {row['text'][:110]}")
    for field in (*FIELDS, "all"):
        print(f"{field:8} {right[field]:6,} of {len(rows):,}  {right[field] / len(rows):.3f}")
    for kind, lines in sorted(misses.items(), key=lambda item: -len(item[1])):
        print(f"\nwrong {kind}: {len(lines):,}")
        print("\n".join(f"  {line}" for line in lines[: options.misses]))
    return int(right["all"] < options.floor * len(rows))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path)
    parser.add_argument("--misses", type=int, default=5, help="misses shown of each class")
    parser.add_argument("--floor", type=float, default=0.97, help="the least share of lines with everything right")
    return parser.parse_args()


def coded(path: Path, engine: Engine) -> Iterator[tuple[Event, ...]]:
    """The strikes of each line, in order."""
    for source in articles.sources([str(path)], options=articles.ReadOptions()):
        assert isinstance(source, articles.Source), source
        yield tuple(e for e in engine.code(articles.read(source)) if e.event_type is EventType.ASSAULT)


def judged(events: tuple[Event, ...], gold: dict[str, Any], gazetteer: Gazetteer) -> dict[str, bool]:
    """For each field whether what was read is right; a line is one strike or one number of strikes."""
    places = [place for event in events for place in event.where]
    countries = {place.country for place in places}
    wanted = country(gold["country"], gazetteer)
    numbers = [event.count for event in events]
    return {
        "event": bool(events),
        "date": bool(events) and all(_day(event) == gold["date"] for event in events),
        "country": countries == {wanted},
        "place": bool(places) and all(_known(place, gold["place"], wanted, gazetteer) for place in places),
        "number": bool(numbers) and sum(number or 0 for number in numbers) == gold["n_strikes"],
    }


def _day(event: Event) -> str:
    when = event.when
    return str(when.end) if when is not None and (when.end - when.start).days <= 1 else ""


def country(name: str, gazetteer: Gazetteer) -> str:
    """The code of a country's name, also of "Tikrit, Iraq"."""
    return gazetteer.candidates(name.rsplit(", ", 1)[-1])[0].place.country


def _known(place: Place, names: str, inside: str, gazetteer: Gazetteer) -> bool:
    """Whether the place is one of those named: within 25 km of one that the gazetteer knows under the name there."""
    here = (place.latitude, place.longitude)
    known = (c for name in names.split(" and ") for c in gazetteer.candidates(name))
    return any(
        c.place.country == inside and distance_km(here, (c.place.latitude, c.place.longitude)) <= NEAR_KM for c in known
    )


def told(events: tuple[Event, ...]) -> list[tuple[str, str, str, int | None]]:
    return [
        (", ".join(p.name for p in e.where), ",".join(p.country for p in e.where), _day(e), e.count) for e in events
    ]


if __name__ == "__main__":
    sys.exit(main())
