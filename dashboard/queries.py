"""What the page asks of a snapshot: overview, lanes, a page of rows, one event."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from dashboard import labels
from dashboard.crossfilter import crossfilter
from dashboard.timeline import timeline
from dashboard.view import View
from etl.exchange.records import record
from etl.model import DatePrecision, EventType, PlacePrecision, Status
from etl.snapshot import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dashboard.crossfilter import Selection, Selections
    from dashboard.view import Lanes
    from etl.model import Article, Decision, Event, Report, Span
    from etl.snapshot import Sets, Snapshot

PAGE_ROWS: Final = 50
MOST_MARKS: Final = 2_500  # over all lanes; above it the lanes show densities
MOST_LANES: Final = 40
TYPE_COUNT: Final = len(EventType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bubbles:
    """One bubble per distinct (point, precision) under the filters without the bbox clause; parallel arrays, largest first.

    Events of precision country and none are not here.
    """

    longitude: np.ndarray  # float64 degrees
    latitude: np.ndarray
    count: np.ndarray  # int64 events
    fatalities: np.ndarray  # int64
    event_type: np.ndarray  # index into EventType, the commonest type there
    precision: np.ndarray  # index into PlacePrecision
    radius_km: np.ndarray  # float64, NaN where unknown
    name: tuple[str, ...]
    event_id: tuple[str, ...]  # the one event's id where count == 1, else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryBadge:
    """Country-level events of one country (the filters without the bbox clause)."""

    country: str  # ISO alpha-2
    name: str
    longitude: float  # where the badge stands: GeoNames' point of the country
    latitude: float
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Expected events per bin and event type, without the time window's own clause.

    An event counts for each bin by the share of its interval that lies there; the sum over all bins is the number of dated events.
    """

    edges: tuple[dt.date, ...]  # n + 1 days: week, month or year starts by the span of the data
    unit: str  # "day", "week", "month" or "year"
    counts: np.ndarray  # float64 (n, 16), columns in EventType's order


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet with its count under every other filter."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """One refresh of the page. ``seen`` of ``total`` events pass every filter."""

    total: int
    seen: int
    without_place: int  # of the seen
    without_date: int
    first: dt.date | None  # extent of the snapshot's dated events
    last: dt.date | None
    bubbles: Bubbles
    badges: tuple[CountryBadge, ...]
    histogram: Histogram
    facets: dict[str, tuple[Option, ...]]  # keys: the View's filter fields "actors" ... "precisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event on a lane: a dot for a day, a bar from start to end for a vaguer date."""

    event_id: str
    start: dt.date
    end: dt.date
    precision: str
    event_type: str
    label: str  # "Air strikes · Ramadi · 5 Apr 2016"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The dated, seen events of one actor, country or type. Above the mark limit ``marks`` is empty and only ``density`` says how many."""

    value: str
    label: str
    count: int
    marks: tuple[Mark, ...]
    density: np.ndarray  # float64 (n,) per bin of the histogram's edges


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the list."""

    event_id: str
    date: str  # "3 May 2016", "April 2016", "since Dec 2015", "no date"
    event_type: str
    mode: str | None
    status: str
    title: str  # "Iraqi army → Islamic State" in words: who did what to whom
    place: str
    country: str
    actors: str
    fatalities: int | None
    confidence: int  # percent
    reports: int
    dataset: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of the list in the view's order; ``number`` is 1-based and within range even if the view's page is not."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """One report as the card shows it: the paragraph, and the spans to highlight, relative to the paragraph."""

    article_id: str
    title: str
    publisher: str | None
    published: dt.date | None
    url: str | None
    paragraph: str
    sentence: tuple[int, int]
    highlights: tuple[tuple[int, int, str], ...]  # start, end, kind of mention; sorted, not overlapping
    decisions: tuple[dict[str, Any], ...]  # mention, chosen, rule, because, rejected, score, kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything about one event."""

    row: Row
    record: dict[str, Any]  # the event as `export` writes it
    origin: str | None
    excerpts: tuple[Excerpt, ...]
    position: int | None  # 1-based among the seen, in the list's order; None when filtered out
    seen: int
    previous: str | None
    next: str | None


def overview(snapshot: Snapshot, view: View) -> Overview:
    """One refresh of the page: every part counted with its own filter left out."""
    return _overview(snapshot, _filters(view))


def lanes(snapshot: Snapshot, view: View, by: Lanes) -> tuple[Lane, ...]:
    """The busiest lanes, busiest first. An event of several actors or countries stands on each of their lanes."""
    return _lanes(snapshot, _filters(view), by)


def page(snapshot: Snapshot, view: View) -> Page:
    """The page of the list that the view asks for, or the nearest there is."""
    order = _order(snapshot, _filters(view), view.sort)
    pages = max(1, -(-len(order) // PAGE_ROWS))
    number = min(max(1, view.page), pages)
    rows = order[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    return Page(
        rows=tuple(_row(snapshot, event) for event in snapshot.events(rows)),
        number=number,
        pages=pages,
        seen=len(order),
    )


def card(snapshot: Snapshot, view: View, event_id: str) -> Card | None:
    """Everything about one event, also when the filters hide it; None if the snapshot does not have it."""
    row = snapshot.row(event_id)
    event = snapshot.event(event_id)
    if row is None or event is None:
        return None
    order = _order(snapshot, _filters(view), view.sort)
    found = np.flatnonzero(order == row)
    at = int(found[0]) if len(found) else None
    return Card(
        row=_row(snapshot, event),
        record=record(event),
        origin=event.origin,
        excerpts=tuple(_excerpts(snapshot, event)),
        position=None if at is None else at + 1,
        seen=len(order),
        previous=snapshot.event_id(order[at - 1]) if at else None,
        next=snapshot.event_id(order[at + 1]) if at is not None and at + 1 < len(order) else None,
    )


def rows(snapshot: Snapshot, view: View) -> np.ndarray:
    """The numbers of all seen rows in the list's order, for exports: ``snapshot.events(rows(snapshot, view))``."""
    return _order(snapshot, _filters(view), view.sort)


def _filters(view: View) -> View:
    """The part of a view that decides what is seen, so that paging and panning count nothing anew."""
    plain = View()
    return replace(
        view,
        lanes=plain.lanes,
        sort=plain.sort,
        page=plain.page,
        camera=plain.camera,
        event=plain.event,
        snapshot=plain.snapshot,
    )


# ---- overview


@functools.lru_cache(maxsize=64)
def _overview(snapshot: Snapshot, view: View) -> Overview:
    selections = crossfilter(snapshot).selections(view)
    seen = selections()
    on_map = selections("bbox")
    bins = timeline(snapshot)
    none = list(PlacePrecision).index(PlacePrecision.NONE)
    return Overview(
        total=snapshot.size,
        seen=len(seen),
        without_place=int(np.count_nonzero(seen.of(snapshot.columns["place_precision"]) == none)),
        without_date=len(seen) - int(np.searchsorted(seen.rows, snapshot.dated)),
        first=snapshot.first,
        last=snapshot.last,
        bubbles=_bubbles(snapshot, on_map),
        badges=_badges(snapshot, on_map),
        histogram=Histogram(edges=bins.days, unit=bins.unit, counts=bins.by_type(selections("window"))),
        facets=_facets(snapshot, view, selections),
    )


def _bubbles(snapshot: Snapshot, selection: Selection) -> Bubbles:
    columns, points = snapshot.columns, snapshot.sets["points"]
    number = selection.of(points.number)
    per_set = np.bincount(number, minlength=points.sets)
    filled = np.flatnonzero(per_set)
    cells = number.astype(np.int64) * TYPE_COUNT + selection.of(columns["type"])
    by_type = np.bincount(cells, minlength=points.sets * TYPE_COUNT).reshape(-1, TYPE_COUNT)
    fatalities = np.maximum(selection.of(columns["fatalities"]), 0)
    count = points.spread(per_set, filled)
    shown = np.flatnonzero(count)
    shown = shown[np.argsort(-count[shown], kind="stable")]
    return Bubbles(
        longitude=columns["point.longitude"].take(shown),
        latitude=columns["point.latitude"].take(shown),
        count=count.take(shown),
        fatalities=points.spread(np.bincount(number, fatalities, points.sets), filled).take(shown).astype(np.int64),
        event_type=points.spread(by_type, filled).argmax(axis=1).take(shown),
        precision=columns["point.precision"].take(shown),
        radius_km=columns["point.radius_km"].take(shown),
        name=tuple(_point_names(snapshot).take(shown).tolist()),
        event_id=_only_ids(
            snapshot,
            count.take(shown),
            points.spread(np.bincount(number, selection.rows, points.sets), filled).take(shown),
        ),
    )


@functools.lru_cache(maxsize=4)
def _point_names(snapshot: Snapshot) -> np.ndarray:
    return np.array(snapshot.texts["point"], dtype=object)


def _only_ids(snapshot: Snapshot, count: np.ndarray, rows: np.ndarray) -> tuple[str, ...]:
    """The event's id where there is one, given the sum of the rows."""
    ids = [""] * len(count)
    for at in np.flatnonzero(count == 1).tolist():
        ids[at] = snapshot.event_id(int(rows[at]))
    return tuple(ids)


def _badges(snapshot: Snapshot, selection: Selection) -> tuple[CountryBadge, ...]:
    level = list(PlacePrecision).index(PlacePrecision.COUNTRY)
    whole = selection.of(snapshot.columns["place_precision"]) == level
    sets = snapshot.sets["countries"]
    counts = _counts(sets, selection.of(sets.number)[whole])
    badges = [
        CountryBadge(
            country=code, name=place.name, longitude=place.longitude, latitude=place.latitude, count=int(count)
        )
        for code, count in zip(sets.names, counts, strict=True)
        if count and (place := snapshot.countries[code])
    ]
    return tuple(sorted(badges, key=lambda badge: (-badge.count, badge.country)))


def _counts(sets: Sets, numbers: np.ndarray) -> np.ndarray:
    """How many rows hold each value, given the rows' sets."""
    if sets.sets == 1:
        return sets.spread(np.array([len(numbers)]))
    return sets.spread(np.bincount(numbers, minlength=sets.sets))


# ---- facets


def _facets(snapshot: Snapshot, view: View, selections: Selections) -> dict[str, tuple[Option, ...]]:
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
    return _ranked(_set_labels(snapshot, column), _counts(sets, selection.of(sets.number)))


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


# ---- lanes


@functools.lru_cache(maxsize=32)
def _lanes(snapshot: Snapshot, view: View, by: Lanes) -> tuple[Lane, ...]:
    seen = crossfilter(snapshot).selections(view)()
    rows = seen.rows[: np.searchsorted(seen.rows, snapshot.dated)]
    if by == "type":
        number, names = snapshot.columns["type"][rows], {e.value: labels.TYPES[e] for e in EventType}
        members = [(value, label, rows[number == index]) for index, (value, label) in enumerate(names.items())]
    else:
        members = list(_set_lanes(snapshot, rows, by))
    found = sorted((lane for lane in members if len(lane[2])), key=lambda lane: (-len(lane[2]), lane[1], lane[0]))[
        :MOST_LANES
    ]
    marked = sum(len(on_lane) for _, _, on_lane in found) <= MOST_MARKS
    return tuple(
        Lane(
            value=value,
            label=label,
            count=len(on_lane),
            marks=tuple(_mark(snapshot, row) for row in on_lane.tolist()) if marked else (),
            density=timeline(snapshot).density(on_lane),
        )
        for value, label, on_lane in found
    )


def _set_lanes(snapshot: Snapshot, rows: np.ndarray, by: Lanes) -> Iterator[tuple[str, str, np.ndarray]]:
    sets = snapshot.sets["actors" if by == "actor" else "countries"]
    number = sets.number[rows]
    counts = _counts(sets, number)
    for value in np.argsort(-counts, kind="stable")[:MOST_LANES].tolist():
        name = sets.names[value]
        label = snapshot.actors[name].name if by == "actor" else snapshot.countries[name].name
        wanted = np.arange(len(sets.names)) == value
        yield name, label, rows[sets.any_of(wanted)[number]]


def _mark(snapshot: Snapshot, row: int) -> Mark:
    columns, texts = snapshot.columns, snapshot.texts
    start, end = (dt.date.fromordinal(int(columns[name][row])) for name in ("start", "end"))
    event_type, mode = texts["kind"][columns["kind"][row]]
    precision = list(DatePrecision)[columns["date_precision"][row]].value
    told = (labels.kind(event_type, mode), texts["place"][columns["place"][row]], labels.date(start, end, precision))
    return Mark(
        event_id=snapshot.event_id(row),
        start=start,
        end=end,
        precision=precision,
        event_type=event_type,
        label=" · ".join(part for part in told if part),
    )


# ---- the list


@functools.lru_cache(maxsize=16)
def _order(snapshot: Snapshot, view: View, sort: str) -> np.ndarray:
    """The seen rows in the list's order: those without a value last, equal ones by first day and id."""
    rows = crossfilter(snapshot).selections(view)().rows
    if sort == "-date":
        ordered = _newest_first(rows, snapshot)
    else:
        keys, missing = _sort_keys(snapshot, sort.removeprefix("-"), rows)
        if sort.startswith("-"):
            keys = [-key.astype(np.int64) for key in keys]
        ordered = rows[np.lexsort([*reversed(keys), missing])]
    ordered.flags.writeable = False
    return ordered


def _newest_first(rows: np.ndarray, snapshot: Snapshot) -> np.ndarray:
    """Rows are sorted by day already: the days are put the other way round, each day as it is."""
    dated = rows[: np.searchsorted(rows, snapshot.dated)]
    if not len(dated):
        return rows.copy()
    day = snapshot.columns["start"].take(dated)
    first = np.concatenate([[0], np.flatnonzero(day[1:] != day[:-1]) + 1])[::-1]
    length = np.concatenate([[len(dated)], first[:-1]]) - first
    taken = np.repeat(first - (np.cumsum(length) - length), length) + np.arange(len(dated))
    return np.concatenate([dated.take(taken), rows[len(dated) :]])


def _sort_keys(snapshot: Snapshot, sort: str, rows: np.ndarray) -> tuple[list[np.ndarray], np.ndarray]:
    """What to sort by, first key first, and which rows have no value."""
    columns = {
        "title": ("doers", "label", "targets"),
        "actors": ("doers", "targets"),
        "type": ("label",),
        "date": ("start",),
    }
    keys = [
        _label_ranks(snapshot)[snapshot.columns["kind"][rows]] if name == "label" else snapshot.columns[name][rows]
        for name in columns.get(sort, (sort if sort in snapshot.columns else "start",))
    ]
    if keys[0].dtype == np.int32 and sort == "fatalities":
        return keys, keys[0] < 0
    if sort in {"place", "country"}:
        return keys, keys[0] == 0
    return keys, rows >= snapshot.dated if sort == "date" else np.zeros(len(rows), dtype=bool)


@functools.lru_cache(maxsize=4)
def _label_ranks(snapshot: Snapshot) -> np.ndarray:
    told = [labels.kind(event_type, mode) for event_type, mode in snapshot.texts["kind"]]
    ranked = {label: rank for rank, label in enumerate(sorted(set(told)))}
    return np.array([ranked[label] for label in told], dtype=np.int64)


def _row(snapshot: Snapshot, event: Event) -> Row:
    when = event.when
    codes = dict.fromkeys(place.country for place in event.where if place.country)
    return Row(
        event_id=event.event_id,
        date=labels.date(when.start, when.end, when.precision) if when else labels.NO_DATE,
        event_type=event.event_type.value,
        mode=event.mode,
        status=event.status.value,
        title=labels.title(event),
        place="; ".join(dict.fromkeys(place.name for place in event.where)),
        country="; ".join(snapshot.countries[code].name for code in codes),
        actors="; ".join(dict.fromkeys(part.actor.name for part in event.participants)),
        fatalities=event.fatalities,
        confidence=percent(event.confidence.overall),
        reports=len(event.reports),
        dataset=event.dataset,
    )


# ---- receipts


def _excerpts(snapshot: Snapshot, event: Event) -> Iterator[Excerpt]:
    for report in event.reports:
        article = snapshot.article(report.article_id)
        if article is not None:
            yield _excerpt(article, report)


def _excerpt(article: Article, report: Report) -> Excerpt:
    start, end = _paragraph(article, report.span)
    decisions = [decision for decision in report.decisions if decision.mention.article_id == report.article_id]
    return Excerpt(
        article_id=report.article_id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        paragraph=article.text[start:end],
        sentence=(max(report.span.start, start) - start, min(report.span.end, end) - start),
        highlights=tuple(_highlights(decisions, start, end)),
        decisions=tuple(_decision(decision) for decision in report.decisions),
    )


def _paragraph(article: Article, sentence: Span) -> tuple[int, int]:
    """The prose paragraph that holds the sentence, or the sentence itself."""
    for paragraph in article.prose:
        if paragraph.covers(sentence):
            return paragraph.start, paragraph.end
    touched = [paragraph for paragraph in article.prose if paragraph.overlaps(sentence)]
    spans = [sentence, *touched]
    return min(span.start for span in spans), max(span.end for span in spans)


def _highlights(decisions: Sequence[Decision[str]], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The words that gave the answers, in order; of those that overlap, the first and longest."""
    spans = {(d.mention.span.start, -d.mention.span.end, d.mention.kind) for d in decisions if d.chosen is not None}
    reached = start
    for first, minus_last, kind in sorted(spans):
        if first >= reached and -minus_last <= end:
            reached = -minus_last
            yield first - start, reached - start, kind


def _decision(decision: Decision[str]) -> dict[str, Any]:
    return {
        "kind": decision.mention.kind,
        "mention": decision.mention.text,
        "chosen": decision.chosen,
        "rule": decision.rule,
        "because": list(decision.because),
        "rejected": list(decision.rejected),
        "score": round(decision.score, 3),
    }
