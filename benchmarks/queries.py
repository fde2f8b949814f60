"""One refresh of the page (map, badges, timeline, nine facets, totals, fifty rows' order) beside pandas, in one process.

    python benchmarks/queries.py [EVENTS …]      default: 100000 1000000

Made events: conflicts with their own places, actors and periods, as in real event data. Forty filter states of a made
session, each asked of both; CPU time, caches of whole answers emptied before every state. The pandas side is typed codes
in one frame and counts less: totals, places, months by type (a vague date in its first), countries, types, actors, the
page. Both must agree on what they count. Ratios are what matters: the machine is not yours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from dashboard import charts, queries
from dashboard.crossfilter import crossfilter
from dashboard.rows import list_order
from dashboard.view import View
from etl.model import EventType
from etl.snapshot import Snapshot
from etl.snapshot.reading import SETS

if TYPE_CHECKING:
    from collections.abc import Callable

CONFLICTS, PLACES, COUNTRIES, ACTORS, TYPES, STATES = 400, 20_000, 200, 2_000, len(EventType), 40
FIRST, LAST = dt.date(1989, 1, 1).toordinal(), dt.date(2026, 11, 1).toordinal()


def zipf(number: int, power: float) -> np.ndarray:
    weights = np.arange(1, number + 1) ** -power
    return weights / weights.sum()


def made(size: int) -> Snapshot:
    """A snapshot in memory, without records: what the counts need."""
    chance = np.random.default_rng(7)
    conflict = chance.choice(CONFLICTS, size, p=zipf(CONFLICTS, 0.9))
    begin = FIRST + ((LAST - FIRST) * chance.beta(2.2, 1.1, CONFLICTS) * 0.95).astype(int)
    lasting = np.minimum(chance.exponential(2200, CONFLICTS).astype(int) + 60, LAST - begin)
    start = (begin[conflict] + chance.random(size) * lasting[conflict]).astype(np.int32)
    order = np.argsort(start, kind="stable")
    conflict, start = conflict[order], start[order]
    vague = chance.random(size) < 0.15
    end = start + np.where(vague, chance.integers(1, 60, size), 0).astype(np.int32)
    places = chance.integers(0, PLACES, (CONFLICTS, 300))
    place = places[conflict, np.minimum(chance.pareto(0.9, size) * 2, 299).astype(int)].astype(np.uint32)
    pairs = chance.choice(ACTORS, (CONFLICTS, 60, 2), p=zipf(ACTORS, 0.6))
    pair = np.minimum(chance.pareto(1.1, size) * 1.5, 59).astype(int)
    actor_sets, actor_set = np.unique(np.sort(pairs[conflict, pair], axis=1), axis=0, return_inverse=True)
    kind = ((conflict * 7 + chance.choice(TYPES, size, p=zipf(TYPES, 1.1))) % TYPES).astype(np.uint8)
    names = [f"actor {number:04}" for number in range(ACTORS)]
    codes = [f"{chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(COUNTRIES)]
    arrays = {
        "start": start,
        "end": end.astype(np.int32),
        "date_precision": vague.astype(np.uint8),
        "type": kind,
        "kind": kind.astype(np.uint16),
        "status": np.zeros(size, np.uint8),
        "place_precision": np.zeros(size, np.uint8),
        "dataset": np.ones(size, np.uint32),
        "confidence": chance.integers(1, 101, size).astype(np.uint8),
        "fatalities": np.minimum(chance.pareto(1.3, size) * 1.2, 5000).astype(np.int32),
        "reports": np.zeros(size, np.uint16),
        "event_id": np.char.add(b"ev_", np.arange(size).astype("S12")),
        "point.latitude": chance.uniform(-40, 60, PLACES),
        "point.longitude": chance.uniform(-120, 140, PLACES),
        "point.precision": np.zeros(PLACES, np.uint8),
        "point.radius_km": np.full(PLACES, np.nan),
    }
    arrays |= {name: np.zeros(size, np.uint32) for name in ("place", "country", "doers", "targets")}
    country = np.sort(chance.choice(COUNTRIES, PLACES, p=zipf(COUNTRIES, 0.8)))[place]
    for name in SETS:
        numbers, offset, value = np.zeros(size, np.uint32), np.array([0, 0]), np.zeros(0, np.uint32)
        if name == "actors":
            numbers, offset, value = actor_set.ravel(), np.arange(len(actor_sets) + 1) * 2, actor_sets.ravel()
        elif name in {"countries", "points"}:
            numbers, many = (country, COUNTRIES) if name == "countries" else (place, PLACES)
            offset, value = np.arange(many + 1), np.arange(many)
        arrays[f"{name}.set"], arrays[f"{name}.offset"] = numbers.astype(np.uint32), offset.astype(np.int64)
        arrays[f"{name}.value"] = value.astype(np.uint32)
    first, last = dt.date.fromordinal(int(start.min())), dt.date.fromordinal(int(end.max()))
    manifest = {
        "snapshot": f"{size:016}", "events": size, "dated": size, "datasets": [{"name": "made", "label": "Made"}],
        "first": first.isoformat(), "last": last.isoformat(),
    }  # fmt: skip
    kinds = [[event_type.value, ""] for event_type in EventType]
    columns: dict[str, Any] = {"kind": kinds, "dataset": ["", "made"], "point": [f"place {n}" for n in range(PLACES)]}
    texts = {
        "columns": columns | {"actors": names, "countries": codes},
        "actors": [{"actor_id": name, "name": name, "kind": "group"} for name in names],
        "memberships": [],
        "countries": {code: [code, 0.0, 0.0] for code in codes},
    }
    return Snapshot(Path(), manifest, arrays, texts)


def session(snapshot: Snapshot) -> list[View]:
    """Filter states as a person makes them, around events that there are."""
    chance = np.random.default_rng(3)
    columns, sets = snapshot.columns, snapshot.sets
    views = [View()]
    while len(views) < STATES:
        row = int(chance.integers(snapshot.size))
        wanted = chance.random(5)
        told: dict[str, Any] = {}
        number = sets["actors"].number[row]
        if wanted[0] < 0.3:
            told["actors"] = tuple(sets["actors"].names[:30])
        elif wanted[0] < 0.6:
            told["actors"] = tuple(sets["actors"].names[value] for value in actors_of(snapshot, number))
        if wanted[1] < 0.35:
            told["countries"] = (sets["countries"].names[sets["countries"].number[row]],)
        if wanted[2] < 0.3:
            told["types"] = tuple(
                list(EventType)[t].value for t in chance.choice(TYPES, chance.integers(1, 6), replace=False)
            )
        if wanted[3] < 0.6:
            since = dt.date(int(chance.integers(1995, 2026)), int(chance.integers(1, 13)), 1)
            told |= {"since": since, "until": since + dt.timedelta(days=int(chance.choice([31, 92, 366, 1830])))}
        if wanted[4] < 0.4:
            point, half = sets["points"].number[row], float(chance.choice([2, 5, 15]))
            east, north = float(columns["point.longitude"][point]), float(columns["point.latitude"][point])
            told["bbox"] = (east - half, north - half, east + half, north + half)
        views.append(View(**told))
    return views


def actors_of(snapshot: Snapshot, number: int) -> list[int]:
    sets = snapshot.sets["actors"]
    return sets.value[sets.offset[number] : sets.offset[number + 1]].tolist()


# ---- the other side


@dataclass(slots=True)
class Frame:
    """The same events in pandas, and the same counts."""

    rows: pd.DataFrame
    links: pd.DataFrame  # (actor set, actor)
    longitude: np.ndarray
    latitude: np.ndarray

    @classmethod
    def of(cls, snapshot: Snapshot) -> Frame:
        columns, sets = snapshot.columns, snapshot.sets
        months = pd.to_datetime(columns["start"].astype("i8") - dt.date(1970, 1, 1).toordinal(), unit="D")
        rows = pd.DataFrame(
            {
                "start": columns["start"],
                "end": columns["end"],
                "month": (months.year * 12 + months.month).to_numpy("i4"),
                "type": columns["type"],
                "fatalities": columns["fatalities"],
                "country": sets["countries"].number,
                "place": sets["points"].number,
                "actor_set": sets["actors"].number,
            }
        )
        lengths = np.diff(sets["actors"].offset)
        links = pd.DataFrame({"actor_set": np.repeat(np.arange(len(lengths)), lengths), "actor": sets["actors"].value})
        return cls(rows, links, columns["point.longitude"], columns["point.latitude"])

    def masks(self, view: View, snapshot: Snapshot) -> dict[str, np.ndarray]:
        masks: dict[str, Any] = {}
        if view.actors:
            chosen = self.links[self.links["actor"].isin(numbers(snapshot, "actors", view.actors))][
                "actor_set"
            ].unique()
            masks["actors"] = self.rows["actor_set"].isin(chosen)
        if view.countries:
            masks["countries"] = self.rows["country"].isin(numbers(snapshot, "countries", view.countries))
        if view.types:
            masks["types"] = self.rows["type"].isin([list(EventType).index(EventType(name)) for name in view.types])
        if view.since and view.until:
            masks["window"] = (self.rows["start"] <= view.until.toordinal()) & (
                self.rows["end"] >= view.since.toordinal()
            )
        if view.bbox:
            west, south, east, north = view.bbox
            inside = (
                (self.longitude >= west)
                & (self.longitude <= east)
                & (self.latitude >= south)
                & (self.latitude <= north)
            )
            masks["bbox"] = self.rows["place"].isin(np.flatnonzero(inside))
        return masks

    def refresh(self, view: View, snapshot: Snapshot) -> tuple[int, int, int, int]:
        """Seen events, and how many places, countries and actors have any."""
        masks = self.masks(view, snapshot)

        def rows(*left_out: str) -> pd.DataFrame:
            used = [mask for name, mask in masks.items() if name not in left_out]
            return self.rows[np.logical_and.reduce(used)] if used else self.rows

        seen = rows()
        places = rows("bbox").groupby("place").agg(count=("start", "size"), killed=("fatalities", "sum"))
        rows("window").groupby(["month", "type"]).size()
        rows("types")["type"].value_counts()
        countries = rows("countries")["country"].value_counts()
        actors = (
            rows("actors")["actor_set"]
            .value_counts()
            .rename("n")
            .reset_index()
            .merge(self.links)
            .groupby("actor")["n"]
            .sum()
        )
        seen.sort_values("start", ascending=False, kind="stable").head(queries.PAGE_ROWS)
        return len(seen), len(places), len(countries), len(actors)


def numbers(snapshot: Snapshot, name: str, names: tuple[str, ...]) -> np.ndarray:
    return np.flatnonzero(snapshot.sets[name].flags(names))


def ours(snapshot: Snapshot, view: View) -> tuple[int, int, int, int]:
    shown = queries.overview(snapshot, view)
    _ = queries.rows(snapshot, view)[: queries.PAGE_ROWS]
    present = (sum(option.count > 0 for option in shown.facets[name]) for name in ("countries", "actors"))
    return shown.seen, len(shown.bubbles.count), *present  # type: ignore[return-value]  # two of them


def forget() -> None:
    """What a running server would have cached of an earlier view of the same session."""
    charts.overview.cache_clear()
    list_order.cache_clear()


def cold(snapshot: Snapshot, view: View) -> tuple[int, int, int, int]:
    forget()
    crossfilter(snapshot)._masks.clear()  # noqa: SLF001
    return ours(snapshot, view)


def warm(snapshot: Snapshot, view: View) -> tuple[int, int, int, int]:
    forget()
    return ours(snapshot, view)


def cpu_ms(call: Callable[[], Any]) -> tuple[float, Any]:
    """The least of three."""
    best, answer = float("inf"), None
    for _ in range(3):
        started = time.process_time()
        answer = call()
        best = min(best, time.process_time() - started)
    return best * 1e3, answer


def compared(snapshot: Snapshot) -> dict[str, list[float]]:
    """CPU milliseconds of every state; the program ends if the two sides count differently."""
    frame = Frame.of(snapshot)
    ours(snapshot, View())
    times: dict[str, list[float]] = {"cold": [], "masks kept": [], "pandas": []}
    for view in session(snapshot):
        first, mine = cpu_ms(functools.partial(cold, snapshot, view))
        again, _ = cpu_ms(functools.partial(warm, snapshot, view))
        theirs, other = cpu_ms(functools.partial(frame.refresh, view, snapshot))
        if mine != other:
            raise SystemExit(f"different answers: {mine} and {other} for {view}")
        for name, value in zip(times, (first, again, theirs), strict=True):
            times[name].append(value)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="*", type=int, default=[100_000, 1_000_000])
    for size in parser.parse_args().events:
        snapshot = made(size)
        times = compared(snapshot)
        print(f"{size:,} events, {len(snapshot.texts['point']):,} places, {snapshot.sets['actors'].sets:,} actor sets")
        for name, values in times.items():
            half, most = np.percentile(values, [50, 95])
            ratio = np.median(times["pandas"]) / half
            print(f"  {name:<11} p50 {half:8.1f} ms   p95 {most:8.1f} ms   pandas takes {ratio:5.1f} times as long")


if __name__ == "__main__":
    main()
