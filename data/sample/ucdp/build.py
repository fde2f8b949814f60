"""Make ``ucdp_ged_syria_2016_2017.csv`` from rows of UCDP GED: facts only, no headline and no article text.

    python data/sample/ucdp/build.py GED.csv

GED.csv has UCDP's own columns; ``actors.csv`` spells out UCDP's abbreviations.
"""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
COLUMNS = (
    *("id", "date_start", "date_end", "date_precision", "event_type", "mode", "status", "place", "country", "latitude"),
    *("longitude", "place_precision", "source", "target", "count", "fatalities", "origin"),
)
DATE_PRECISIONS = {1: "day", 2: "days", 3: "week", 4: "month", 5: "year"}
PLACE_PRECISIONS = {1: "exact", 2: "near", 3: "adm2", 4: "adm1", 5: "region", 6: "country", 7: "water"}
ONE_SIDED = 3  # type_of_violence: 1 state-based, 2 between groups, 3 against civilians
SUMMED = 2  # event_clarity: known only as a sum over time or space, "in 2016 …"
COUNTRIES = {"Syria": "SY"}
_KIND_OF_PLACE = re.compile(r" (?:town|village|city)$")
_GOVERNMENT = "Government of "


def main(path: str) -> None:
    with (HERE / "actors.csv").open(encoding="utf-8", newline="") as file:
        names = {row["ucdp"]: row["name"] for row in csv.DictReader(file)}
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = sorted((_row(event, names) for event in csv.DictReader(file)), key=_order)
    with (HERE / "ucdp_ged_syria_2016_2017.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} rows, {rows[0]['date_start']} to {max(row['date_end'] for row in rows)}")


def _row(event: dict[str, str], names: dict[str, str]) -> dict[str, str | int]:
    number = int(float(event["id"]))
    precision = PLACE_PRECISIONS[int(float(event["where_prec"]))]
    sides = [list(_actors(event[side], names)) for side in ("side_a", "side_b")]
    one_sided = int(float(event["type_of_violence"])) == ONE_SIDED
    source, target = sides if one_sided else (sides[0] + sides[1], [])
    return {
        "id": f"ucdp-{number}",
        "date_start": event["date_start"],
        "date_end": event["date_end"],
        "date_precision": DATE_PRECISIONS[int(float(event["date_prec"]))],
        "event_type": "ASSAULT",
        "mode": "",
        "status": "aggregate" if int(float(event["event_clarity"])) == SUMMED else "occurred",
        "place": _KIND_OF_PLACE.sub("", " ".join(event["where_coordinates"].split())).replace(";", ","),
        "country": COUNTRIES[event["country"]],
        "latitude": "" if precision == "country" else _degrees(event["latitude"]),
        "longitude": "" if precision == "country" else _degrees(event["longitude"]),
        "place_precision": precision,
        "source": "; ".join(source),
        "target": "; ".join(target),
        "count": "",
        "fatalities": int(float(event["best"])),
        "origin": f"UCDP GED, event {number}",
    }


def _actors(side: str, names: dict[str, str]) -> Iterator[str]:
    for name in (part.strip() for part in side.split(", ")):
        yield names.get(name) or name.removeprefix(_GOVERNMENT)


def _degrees(value: str) -> str:
    return f"{float(value):.4f}"


def _order(row: dict[str, str | int]) -> tuple[str, str, int]:
    return str(row["date_start"]), str(row["date_end"]), int(str(row["id"]).removeprefix("ucdp-"))


if __name__ == "__main__":
    main(sys.argv[1])
