"""Each filter's values with how many events each has under every other filter."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dashboard import labels
from dashboard.tables import Option
from etl.model import PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dashboard.crossfilter import Selection, Selections
    from dashboard.view import View
    from etl.snapshot import Sets, Snapshot


def facets(snapshot: Snapshot, view: View, selections: Selections) -> dict[str, tuple[Option, ...]]:
    facets = {
        facet: _set_options(snapshot, _column(facet, view), selections(facet))
        for facet in ("actors", "countries", "coalitions", "members", "publishers")
    }
    facets["types"] = _type_options(snapshot, selections("types"))
    facets["statuses"] = _coded_options(
        snapshot, "status", selections("statuses"), {s.value: labels.STATUSES[s] for s in Status}
    )
    datasets = {dataset.name: dataset.label for dataset in snapshot.datasets}
    by_rank = {name: datasets.get(name, name) for name in snapshot.texts["dataset"]}
    facets["datasets"] = _coded_options(snapshot, "dataset", selections("datasets"), by_rank)
    precisions = {p.value: labels.PLACE_PRECISIONS[p] for p in PlacePrecision}
    facets["precisions"] = _coded_options(snapshot, "place_precision", selections("precisions"), precisions)
    return facets


def _column(facet: str, view: View) -> str:
    return "members_wide" if facet == "members" and view.wide else facet


def _set_options(snapshot: Snapshot, column: str, selection: Selection) -> tuple[Option, ...]:
    sets = snapshot.sets[column]
    return _ranked(_set_labels(snapshot, column), by_value(sets, selection.of(sets.number)))


@functools.lru_cache(maxsize=32)
def _set_labels(snapshot: Snapshot, column: str) -> Labels:
    named: dict[str, str] = {}
    if column == "countries":
        named = {code: country.name for code, country in snapshot.countries.items()}
    elif column != "publishers":
        named = {str(actor_id): actor.name for actor_id, actor in snapshot.actors.items()}
    return Labels.of([(value, named.get(value, value)) for value in snapshot.sets[column].names])


def _coded_options(snapshot: Snapshot, column: str, selection: Selection, names: dict[str, str]) -> tuple[Option, ...]:
    counts = np.bincount(selection.of(snapshot.columns[column]), minlength=len(names))
    present = _present(snapshot, column)
    told = zip(names.items(), counts, strict=True)
    return _sorted(
        Option(value=value, label=label, count=int(count))
        for number, ((value, label), count) in enumerate(told)
        if number in present
    )


@functools.lru_cache(maxsize=64)
def _present(snapshot: Snapshot, column: str) -> frozenset[int]:
    return frozenset(np.unique(snapshot.columns[column]).tolist())


def _type_options(snapshot: Snapshot, selection: Selection) -> tuple[Option, ...]:
    """Each event type, and each of its modes as TYPE.mode."""
    kinds: list[list[str]] = snapshot.texts["kind"]
    counts = np.bincount(selection.of(snapshot.columns["kind"]), minlength=len(kinds))
    totals: dict[str, int] = {}
    options = []
    for (event_type, mode), count in zip(kinds, counts, strict=True):
        totals[event_type] = totals.get(event_type, 0) + int(count)
        if mode:
            options.append(Option(value=f"{event_type}.{mode}", label=labels.kind(event_type, mode), count=int(count)))
    options += [Option(value=name, label=labels.kind(name, None), count=count) for name, count in totals.items()]
    return _sorted(options)


@dataclass(frozen=True, slots=True)
class Labels:
    """A facet's values in the order of their labels, each with the option that nothing counts for."""

    order: np.ndarray  # numbers of the values
    none: tuple[Option, ...]  # in that order

    @classmethod
    def of(cls, told: Sequence[tuple[str, str]]) -> Labels:
        order = sorted(range(len(told)), key=lambda number: (told[number][1].casefold(), told[number][0]))
        none = tuple(Option(value=told[number][0], label=told[number][1], count=0) for number in order)
        return cls(np.array(order, dtype=np.int64), none)


def _ranked(known: Labels, counts: np.ndarray) -> tuple[Option, ...]:
    """Largest count first, then by label; options without a count are not made anew."""
    counted = counts.take(known.order)
    ranks = np.argsort(-counted, kind="stable")
    some = ranks[: np.count_nonzero(counted)].tolist()
    found = [Option(value=known.none[at].value, label=known.none[at].label, count=int(counted[at])) for at in some]
    return (*found, *(known.none[at] for at in ranks[len(some) :].tolist()))


def _sorted(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: (-option.count, option.label.casefold(), option.value)))


def by_value(sets: Sets, numbers: np.ndarray) -> np.ndarray:
    """How many rows hold each value, given the rows' sets."""
    if sets.sets == 1:
        return sets.spread(np.array([len(numbers)]))
    return sets.spread(np.bincount(numbers, minlength=sets.sets))
