"""Make ``strikes.csv`` from the daily strike releases of US Central Command: facts only, never a sentence.

    python data/sample/strikes/build.py RELEASES.jsonl

Each line of RELEASES.jsonl is one line of a release: {"date": "2015-12-31", "text": "- Near Hit, one strike …",
"events": [{"country": "Iraq", "n_strikes": 1}]}. The place is read from the text as printed and looked up in ``places.csv``.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = (
    *("id", "date_start", "date_end", "date_precision", "event_type", "mode", "status", "place", "country", "latitude"),
    *("longitude", "place_precision", "source", "target", "count", "fatalities", "origin"),
)
LONGEST_GAP_DAYS = (
    4  # a release on Monday or after a holiday tells the days since the last one; longer gaps are missing releases
)
_PLACE = re.compile(r"[-•*–.\s]*(?:Near|In)?\s*(?P<name>.+?)\*?\s*(?:,|\s(?:an|a|one|two|three)\s+air)")


@dataclass(frozen=True)
class Line:
    """One line of a release: so many strikes near one place."""

    released: dt.date
    printed: str
    text: str
    count: int


def main(path: str) -> None:
    lines = _without_copies([_line(json.loads(row)) for row in Path(path).read_text(encoding="utf-8").splitlines()])
    with (HERE / "places.csv").open(encoding="utf-8", newline="") as file:
        places = {row["printed"]: row for row in csv.DictReader(file)}
    unknown = sorted({line.printed for line in lines} - set(places))
    if unknown:
        raise SystemExit(f"not in places.csv: {', '.join(unknown)}")
    rows = list(_rows(lines, places))
    with (HERE / "strikes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(
        f"{len(rows)} rows, {sum(line.count for line in lines)} strikes, {rows[0]['date_start']} to {rows[-1]['date_end']}"
    )


def _line(row: dict) -> Line:
    text = " ".join(row["text"].split())
    printed = _PLACE.match(text)["name"].strip()
    printed = printed[0].upper() + printed[1:]
    return Line(dt.date.fromisoformat(row["date"]), printed, text, row["events"][0]["n_strikes"])


def _without_copies(lines: list[Line]) -> list[Line]:
    """Each line of a release once, and each release once: three stand there again, word for word, under a later date."""
    by_day: dict[dt.date, dict[str, Line]] = defaultdict(dict)
    for line in lines:
        by_day[line.released].setdefault(line.text, line)
    kept, seen = [], set()
    for _, told in sorted(by_day.items()):
        if frozenset(told) not in seen:
            kept += [told[text] for text in sorted(told, key=lambda text: (told[text].printed, text))]
        seen.add(frozenset(told))
    return kept


def _rows(lines: list[Line], places: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    days = sorted({line.released for line in lines})
    before = dict(zip(days[1:], days, strict=False))
    numbers: Counter[str] = Counter()
    rows = []
    for line in lines:
        place = places[line.printed]
        key = f"{line.released}-{re.sub('[^a-z]+', '-', place['name'].lower()).strip('-')}"
        numbers[key] += 1
        rows.append(
            {
                "id": key if numbers[key] == 1 else f"{key}-{numbers[key]}",
                "date_start": _first_day(line.released, before.get(line.released)),
                "date_end": line.released,
                "date_precision": "days",
                "event_type": "ASSAULT",
                "mode": "aerial",
                "status": "occurred",
                "place": place["name"],
                "country": place["country"],
                "latitude": place["latitude"],
                "longitude": place["longitude"],
                "place_precision": place["precision"],
                "source": "Global Coalition against Daesh",
                "target": "Islamic State",
                "count": line.count,
                "fatalities": "",
                "origin": f"US Central Command, release of {line.released}",
            }
        )
    return rows


def _first_day(released: dt.date, before: dt.date | None) -> dt.date:
    """A release tells the strikes since the one before: the day before, or the days of a weekend."""
    if before and (released - before).days <= LONGEST_GAP_DAYS:
        return before
    return released - dt.timedelta(days=1)


if __name__ == "__main__":
    main(sys.argv[1])
