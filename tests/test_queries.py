"""What the page shows, whole answers against the same plain frame; the list, the lanes, the receipts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import charts, labels, queries
from dashboard.queries import Excerpt, Option, Row
from dashboard.view import View
from etl.exchange import record
from etl.model import Confidence, DatePrecision, EventType, Mention, Participant, PlacePrecision, Span, Status
from etl.snapshot import Snapshots, publish
from tests.made_events import (
    ACTORS,
    COUNTRIES,
    PLACES,
    SENTENCES,
    TEXT,
    World,
    a_report,
    an_article,
    an_event,
    an_interval,
    patient,
    quick_folder,
    worlds,
)
from tests.test_crossfilter import LISTS, few_views, frame, oracle

NAMES = {actor.actor_id: actor.name for actor in ACTORS}
TYPES = list(EventType)
PRECISIONS = list(PlacePrecision)
thorough = settings(patient, max_examples=25)


def opened(folder, contents):
    return Snapshots(Path(folder)).get(publish(Path(folder), contents))


@pytest.fixture
def snapshot_of():
    with quick_folder() as folder:
        yield lambda *events, **more: opened(folder, replace(World(events).contents(), **more))


# ---- the oracle's charts


def bubbles(rows):
    found = {}
    for row in rows.itertuples():
        for point in row.points:
            events = found.setdefault(point, [])
            events.append(row.event)
    return {
        point: (
            len(events),
            sum(event.fatalities or 0 for event in events),
            max(TYPES, key=lambda kind: (sum(e.event_type is kind for e in events), -TYPES.index(kind))),
            events[0].event_id if len(events) == 1 else "",
        )
        for point, events in found.items()
    }


def shown_bubbles(overview):
    made = overview.bubbles
    keys = zip(made.longitude, made.latitude, (PRECISIONS[p].value for p in made.precision), strict=True)
    values = zip(made.count, made.fatalities, (TYPES[t] for t in made.event_type), made.event_id, strict=True)
    return dict(zip(keys, values, strict=True))


def badges(rows):
    found = {}
    for row in rows.itertuples():
        if row.event.place_precision is PlacePrecision.COUNTRY:
            for code in row.countries:
                found[code] = found.get(code, 0) + 1
    return found


def histogram(rows, edges):
    counts = np.zeros((len(edges) - 1, len(TYPES)))
    for event in (event for event in rows.get("event", ()) if event.when):
        length = (event.when.end - event.when.start).days + 1
        for number, (first, after) in enumerate(pairwise(edges)):
            inside = (min(event.when.end + dt.timedelta(days=1), after) - max(event.when.start, first)).days
            counts[number, TYPES.index(event.event_type)] += max(0, inside) / length
    return counts


def facet(everything, rows, column, label):
    values = {value for values in everything[column] for value in values} if len(everything) else set()
    counts = {value: sum(value in found for found in rows[column]) if len(rows) else 0 for value in values}
    options = [Option(value=value, label=label(value), count=count) for value, count in counts.items()]
    return tuple(sorted(options, key=lambda option: (-option.count, option.label.casefold(), option.value)))


LABELS = {
    "actors": NAMES.get,
    "coalitions": NAMES.get,
    "members": NAMES.get,
    "countries": lambda code: COUNTRIES[code][0],
    "types": lambda value: labels.kind(*(value.split(".") if "." in value else (value, None))),
    "statuses": lambda value: labels.STATUSES[Status(value)],
    "datasets": str,
    "publishers": str,
    "precisions": lambda value: labels.PLACE_PRECISIONS[PlacePrecision(value)],
}


class TestOverview:
    @thorough
    @given(worlds, st.lists(few_views, min_size=1, max_size=3))
    def test_every_chart_agrees_with_the_frame(self, world, views):
        """Map, badges, timeline, facets and totals count what the frame counts, each without its own filter."""
        rows = frame(world.events)
        with quick_folder() as folder:
            snapshot = opened(folder, world.contents())
            for view in views:
                got = queries.overview(snapshot, view)
                seen, on_map = oracle(rows, view), oracle(rows, view, leave=("bbox",))
                assert (got.total, got.seen) == (len(rows), len(seen))
                assert got.without_date == sum(event.when is None for event in seen.get("event", ()))
                assert got.without_place == sum(
                    event.place_precision is PlacePrecision.NONE for event in seen.get("event", ())
                )
                assert shown_bubbles(got) == bubbles(on_map)
                assert {badge.country: badge.count for badge in got.badges} == badges(on_map)
                assert np.allclose(
                    got.histogram.counts,
                    histogram(oracle(rows, view, leave=("window",)), got.histogram.edges)
                    if got.histogram.edges
                    else np.zeros((0, len(TYPES))),
                )
                for name in (*LISTS, "members"):
                    column = "members_wide" if name == "members" and view.wide else name
                    assert got.facets[name] == facet(rows, oracle(rows, view, leave=(name,)), column, LABELS[name])

    def test_a_bubble_says_what_most_call_it(self, snapshot_of):
        """Largest bubble first; one name a point; how wide it is where that is known."""
        near, exact, other = PLACES[1], PLACES[0], replace(PLACES[1], name="Heet")
        events = [an_event(n, where=(place,)) for n, place in enumerate((near, other, near, exact))]
        got = queries.overview(snapshot_of(*events), View()).bubbles
        assert (got.name, got.count.tolist(), got.event_id) == (("Hīt", "Hīt"), [3, 1], ("", "ev_000000000003"))
        assert (got.radius_km[0], np.isnan(got.radius_km[1])) == (25.0, True)

    def test_a_town_and_a_country_are_no_dot(self, snapshot_of):
        """An event in Hit and Carpathia as a whole counts for both countries and stands nowhere."""
        got = queries.overview(snapshot_of(an_event(1, where=(PLACES[0], PLACES[6]))), View())
        assert len(got.bubbles.count) == 0
        assert [(b.country, b.name, b.longitude, b.latitude, b.count) for b in got.badges] == [
            ("AT", "Atlantis", 20.0, 10.0, 1),
            ("CA", "Carpathia", 0.5, 0.0, 1),
        ]

    def test_an_empty_snapshot(self, snapshot_of):
        """Nothing to show is an answer."""
        snapshot = snapshot_of()
        got = queries.overview(snapshot, View(text="x", since=dt.date(2016, 1, 1)))
        assert (got.total, got.seen, got.first, got.histogram.edges, got.histogram.counts.shape) == (
            0,
            0,
            None,
            (),
            (0, 16),
        )
        assert set(got.facets) == {*LISTS, "members"}
        assert queries.page(snapshot, View(page=7)) == queries.Page(rows=(), number=1, pages=1, seen=0)
        assert [queries.lanes(snapshot, View(), by) for by in ("actor", "country", "type")] == [(), (), ()]
        assert queries.card(snapshot, View(), "ev_1") is None

    def test_paging_and_panning_count_nothing_anew(self, snapshot_of):
        """The answer is shared by all views that filter alike."""
        snapshot = snapshot_of(an_event(1))
        one = queries.overview(snapshot, View(page=2, sort="place", camera=(1.0, 2.0, 3.0), event="ev_1"))
        assert one is queries.overview(snapshot, View())


class TestTimeline:
    @pytest.mark.parametrize(
        ("first", "days", "unit", "bins", "edge"),
        [
            ("2016-05-04", 1, "day", 1, "2016-05-04"),
            ("2016-05-04", 120, "day", 120, "2016-05-04"),
            ("2016-05-04", 121, "week", 18, "2016-05-02"),
            ("2014-01-15", 1830, "week", 262, "2014-01-13"),
            ("2014-01-15", 1831, "month", 61, "2014-01-01"),
            ("1989-06-01", 14_641, "year", 41, "1989-01-01"),
            ("0001-01-01", 3_652_059, "year", 9999, "0001-01-01"),
        ],
    )
    def test_bins_by_the_span_of_the_data(self, snapshot_of, first, days, unit, bins, edge):
        """Days, weeks from Monday, months or years; the bins hold every dated event once, also at the calendar's end."""
        start = dt.date.fromisoformat(first)
        got = queries.overview(snapshot_of(an_event(1, when=an_interval(start, days))), View()).histogram
        assert (got.unit, len(got.edges) - 1, got.edges[0].isoformat()) == (unit, bins, edge)
        assert got.edges[-1] > start + dt.timedelta(days=days - 1) or got.edges[-1] == dt.date.max
        assert got.counts.sum() == pytest.approx(1.0)

    def test_a_vague_date_is_shared_out(self, snapshot_of):
        """A month counts for each week by its days there."""
        month = an_event(1, when=an_interval(dt.date(2016, 4, 1), 30), event_type=EventType.AID)
        far = an_event(2, when=an_interval(dt.date(2017, 4, 1)))
        got = queries.overview(snapshot_of(month, far), View()).histogram
        shares = got.counts[:, TYPES.index(EventType.AID)]
        assert shares[:5].round(9).tolist() == [round(days / 30, 9) for days in (3, 7, 7, 7, 6)]
        assert shares[5:].sum() == pytest.approx(0.0)


KEYS = {
    "date": lambda _row, event: event.when.start if event.when else None,
    "type": lambda _row, event: labels.kind(event.event_type, event.mode),
    "place": lambda row, _event: (row.place.casefold(), row.place) if row.place else None,
    "country": lambda row, _event: (row.country.casefold(), row.country) if row.country else None,
    "confidence": lambda row, _event: row.confidence,
    "fatalities": lambda _row, event: event.fatalities,
    "reports": lambda row, _event: row.reports,
    "dataset": lambda row, _event: row.dataset,
}


class TestList:
    @thorough
    @given(worlds, few_views, st.sampled_from(sorted(KEYS)), st.booleans())
    def test_every_order(self, world, view, sort, down):
        """The seen events by their key, those without one last, equal ones by day and id."""
        with quick_folder() as folder:
            snapshot = opened(folder, world.contents())
            got = queries.page(snapshot, replace(view, sort=f"-{sort}" if down else sort))
            seen = list(oracle(frame(world.events), view).get("event", ()))
            rows = {row.event_id: row for row in got.rows}
            keyed = [(KEYS[sort](rows[event.event_id], event), event.event_id) for event in seen]
            present = sorted((item for item in keyed if item[0] is not None), key=lambda item: item[0])
            if down:
                ranks = {key: -rank for rank, key in enumerate(dict.fromkeys(key for key, _ in present))}
                present = sorted((item for item in keyed if item[0] is not None), key=lambda item: ranks[item[0]])
            expected = [item[1] for item in present] + [item[1] for item in keyed if item[0] is None]
            assert [row.event_id for row in got.rows] == expected

    def test_a_row_in_plain_words(self, snapshot_of):
        """Who did what to whom, where, when, how sure."""
        event = an_event(
            1,
            event_type=EventType.ASSAULT,
            mode="aerial",
            status=Status.AGGREGATE,
            when=replace(an_interval(dt.date(2014, 9, 1), 612), precision=DatePrecision.OPEN),
            where=(PLACES[5], PLACES[6]),
            participants=(
                Participant(actor=ACTORS[6], role="source"),
                Participant(actor=ACTORS[5], role="target"),
            ),
            count=12_000,
            fatalities=3,
        )
        (row,) = queries.page(snapshot_of(event), View()).rows
        assert row == Row(
            event_id=event.event_id,
            date="since Sep 2014",
            event_type="ASSAULT",
            mode="aerial",
            status="aggregate",
            title="League – 12,000 air strikes – Rebels",
            place="Atlantis; Carpathia",
            country="Atlantis; Carpathia",
            actors="League; Rebels",
            fatalities=3,
            confidence=75,
            reports=1,
            dataset="articles",
        )

    def test_pages_of_fifty(self, snapshot_of):
        """A page beyond the last is the last; all pages together are all rows."""
        snapshot = snapshot_of(
            *(an_event(n, when=an_interval(dt.date(2016, 1, 1) + dt.timedelta(n))) for n in range(120))
        )
        pages = [queries.page(snapshot, View(sort="date", page=number)) for number in (1, 2, 3, 9, -1)]
        assert [(page.number, page.pages, page.seen, len(page.rows)) for page in pages] == [
            (1, 3, 120, 50), (2, 3, 120, 50), (3, 3, 120, 20), (3, 3, 120, 20), (1, 3, 120, 50),
        ]  # fmt: skip
        ids = [row.event_id for page in pages[:3] for row in page.rows]
        assert ids == [f"ev_{n:012x}" for n in range(120)]
        assert queries.rows(snapshot, View(sort="date", page=2)).tolist() == list(range(120))

    def test_titles_sort_as_they_read(self, snapshot_of):
        """By doers, what they did, and to whom; an unknown column sorts by date."""
        acts = [("borduria", "AID"), ("atlantis", "CONSULT"), ("atlantis", "AID")]
        events = [
            an_event(n, event_type=EventType(kind), participants=(Participant(actor=actor, role="source"),))
            for n, (name, kind) in enumerate(acts)
            for actor in ACTORS
            if actor.actor_id == name
        ]
        snapshot = snapshot_of(*events)
        titles = [row.title for row in queries.page(snapshot, View(sort="title")).rows]
        assert titles == ["Atlantis – aid", "Atlantis – meeting", "Borduria – aid"]
        assert [row.event_id[-1] for row in queries.page(snapshot, View(sort="actors")).rows] == ["1", "2", "0"]
        assert [row.event_id[-1] for row in queries.page(snapshot, View(sort="-nonsense")).rows] == ["0", "1", "2"]


class TestLanes:
    @thorough
    @given(worlds, few_views)
    def test_lanes_hold_the_dated_seen_events(self, world, view):
        """One mark for each on each of its lanes, the busiest lane first."""
        rows = oracle(frame(world.events), view)
        dated = rows[rows["start"].notna()] if len(rows) else rows
        with quick_folder() as folder:
            snapshot = opened(folder, world.contents())
            for by, column in (("actor", "actors"), ("country", "countries")):
                got = queries.lanes(snapshot, view, by)
                values = {value for values in dated.get(column, ()) for value in values}
                on_lane = {
                    value: [row.event_id for row in dated.itertuples() if value in getattr(row, column)]
                    for value in values
                }
                assert {lane.value: [mark.event_id for mark in lane.marks] for lane in got} == on_lane
                assert all(lane.count == len(on_lane[lane.value]) for lane in got)
                assert all(lane.density.sum() == pytest.approx(lane.count) for lane in got)
                assert [(-lane.count, lane.label) for lane in got] == sorted((-lane.count, lane.label) for lane in got)
            kinds = queries.lanes(snapshot, view, "type")
            assert sum(lane.count for lane in kinds) == len(dated)

    def test_a_mark(self, snapshot_of):
        """A bar from the first to the last day, with words."""
        event = an_event(
            1, mode="aerial", when=replace(an_interval(dt.date(2016, 4, 1), 30), precision=DatePrecision.MONTH)
        )
        (lane,) = queries.lanes(snapshot_of(event), View(), "type")
        (mark,) = lane.marks
        assert (lane.value, lane.label, mark) == (
            "ASSAULT",
            "Armed attack",
            queries.Mark(
                event_id=event.event_id,
                start=dt.date(2016, 4, 1),
                end=dt.date(2016, 4, 30),
                precision="month",
                event_type="ASSAULT",
                label="Air strike · Hīt · April 2016",
            ),
        )

    def test_too_many_marks_are_a_density(self, snapshot_of, monkeypatch):
        """Above the limit no lane has marks, and each says how many events lie in each bin."""
        monkeypatch.setattr(charts, "MOST_MARKS", 3)
        events = [an_event(n, when=an_interval(dt.date(2016, 1, 1 + n))) for n in range(4)]
        (lane,) = queries.lanes(snapshot_of(*events), View(), "type")
        assert (lane.marks, lane.count, lane.density.tolist()) == ((), 4, [1.0, 1.0, 1.0, 1.0])


def decision(kind, words, chosen="x", article="one"):
    start = TEXT.index(words)
    mention = Mention(article_id=article, kind=kind, span=Span(start, start + len(words)), text=words)
    return replace(a_report().decisions[0], mention=mention, chosen=chosen)


class TestCard:
    def test_the_receipt(self, snapshot_of):
        """The paragraph of the sentence, the words in it, and for each how it was resolved."""
        told = (
            decision("actor", "The army"),
            decision("trigger", "took"),
            decision("place", "Hit"),
            decision("time", "last month", chosen=None),
            decision("place", "took Hit"),
            decision("time", "summer"),
        )
        event = an_event(1, reports=(replace(a_report(), decisions=told), a_report("three", 2)))
        got = queries.card(snapshot_of(event), View(), event.event_id)
        paragraph = "The army took Hit last month. It then left."
        assert got.record == record(event)
        assert got.excerpts[0] == Excerpt(
            article_id="one",
            title="Story one",
            publisher="Wire",
            published=dt.date(2016, 5, 4),
            url="https://example.org/one",
            paragraph=paragraph,
            sentence=(0, 29),
            highlights=((0, 8, "actor"), (9, 17, "place")),
            decisions=tuple(
                {
                    "kind": item.mention.kind,
                    "mention": item.mention.text,
                    "chosen": item.chosen,
                    "rule": "made.rule",
                    "because": ["because"],
                    "rejected": [],
                    "score": 0.75,
                }
                for item in told
            ),
        )
        assert (got.excerpts[1].paragraph, got.excerpts[1].publisher) == ("Ministers will meet in summer.", None)

    def test_an_imported_event(self, snapshot_of):
        """No excerpt; it says where it comes from."""
        event = an_event(1, dataset="facts", reports=(), origin="Facts, row 1")
        got = queries.card(snapshot_of(event), View(), event.event_id)
        assert (got.origin, got.excerpts, got.row.reports, got.record["quote"]) == ("Facts, row 1", (), 0, None)

    def test_a_sentence_outside_the_prose(self, snapshot_of):
        """The sentence itself is the paragraph; an article that is not there gives no excerpt."""
        bare = an_article("one", prose=())
        event = an_event(1, reports=(a_report(), a_report("gone")))
        (excerpt,) = queries.card(snapshot_of(event, articles=(bare,)), View(), event.event_id).excerpts
        assert (excerpt.paragraph, excerpt.sentence) == (SENTENCES[0].of(TEXT), (0, len(SENTENCES[0].of(TEXT))))

    def test_next_and_previous_follow_the_list(self, snapshot_of):
        """The keys j and k walk the list in its order; a hidden event has no neighbours but opens."""
        events = [an_event(n, when=an_interval(dt.date(2016, 1, 1 + n)), fatalities=n % 2) for n in range(3)]
        snapshot = snapshot_of(*events)
        ids = [event.event_id for event in events]
        got = [queries.card(snapshot, View(), event_id) for event_id in ids]
        assert [(card.position, card.previous, card.next) for card in got] == [
            (3, ids[1], None), (2, ids[2], ids[0]), (1, None, ids[1]),
        ]  # fmt: skip
        hidden = queries.card(snapshot, View(since=dt.date(2016, 1, 2)), ids[0])
        assert (hidden.position, hidden.seen, hidden.previous, hidden.next) == (None, 2, None, None)
        assert queries.card(snapshot, View(), "ev_unknown") is None

    def test_other_articles_words_are_not_highlighted(self, snapshot_of):
        """A mention counts in the article it stands in."""
        report = replace(a_report(), decisions=(decision("place", "Hit", article="two"),))
        (excerpt,) = queries.card(snapshot_of(an_event(1, reports=(report,))), View(), "ev_000000000001").excerpts
        assert excerpt.highlights == ()


class TestWords:
    @pytest.mark.parametrize(
        ("start", "end", "precision", "words"),
        [
            ("2016-05-03", "2016-05-03", "day", "3 May 2016"),
            ("2016-05-03", "2016-05-05", "days", "3–5 May 2016"),
            ("2016-04-30", "2016-05-01", "days", "30 April – 1 May 2016"),
            ("2015-12-30", "2016-01-02", "days", "30 December 2015 – 2 January 2016"),
            ("2016-04-01", "2016-04-30", "month", "April 2016"),
            ("2016-02-01", "2016-02-29", "month", "February 2016"),
            ("2016-04-01", "2016-06-30", "unknown", "April – June 2016"),
            ("2015-11-01", "2016-01-31", "unknown", "November 2015 – January 2016"),
            ("2016-06-01", "2016-08-31", "season", "summer 2016"),
            ("2015-12-01", "2016-02-29", "season", "winter 2015–16"),
            ("2016-06-15", "2016-08-31", "season", "15 June – 31 August 2016"),
            ("2016-01-01", "2016-12-31", "year", "2016"),
            ("2014-01-01", "2016-12-31", "year", "2014–2016"),
            ("2015-12-01", "2016-05-04", "open", "since Dec 2015"),
            ("2015-12-13", "2016-05-04", "open", "since 13 Dec 2015"),
            ("2015-01-01", "2016-05-04", "open", "since 2015"),
            ("9999-12-01", "9999-12-31", "month", "December 9999"),
        ],
    )
    def test_dates(self, start, end, precision, words):
        """A date says no more than is known."""
        assert labels.date(dt.date.fromisoformat(start), dt.date.fromisoformat(end), precision) == words

    def test_every_mode_has_its_own_label(self):
        """No two kinds of event look alike, and every type and status has words."""
        assert len(set(labels.MODES.values())) == len(labels.MODES)
        assert (set(labels.TYPES), set(labels.STATUSES)) == (set(EventType), set(Status))
        assert set(labels.PLACE_PRECISIONS) == set(PlacePrecision)

    def test_many_participants(self):
        """A meeting of eleven names three of them; without a doer the act comes first."""
        states = tuple(
            Participant(actor=replace(ACTORS[0], actor_id=f"s{n}", name=f"State {n}"), role="participant")
            for n in range(11)
        )
        event = an_event(1, event_type=EventType.CONSULT, mode="multilateral", participants=states)
        assert labels.title(event) == "Multilateral meeting – State 0, State 1, State 2 and 8 more"
        assert labels.title(replace(event, participants=())) == "Multilateral meeting"

    def test_the_texts_own_word(self):
        """An attack without a mode is told in the word that told it; others have labels of their own."""
        took = replace(a_report(), decisions=(decision("place", "Hit"), decision("trigger", "took")))
        event = an_event(1, reports=(took,), participants=(Participant(actor=ACTORS[5], role="target"),))
        assert labels.title(event) == "Armed attack (“took”) – Rebels"
        assert labels.title(replace(event, mode="aerial", count=2)) == "2 air strikes – Rebels"
        assert labels.title(replace(event, event_type=EventType.AID)) == "Aid – Rebels"

    def test_confidence_is_a_whole_percent(self, snapshot_of):
        """Half a percent is rounded up."""
        low = Confidence(who=0, what=0, where=0, when=0, overall=0.005)
        assert queries.page(snapshot_of(an_event(1, confidence=low)), View()).rows[0].confidence == 1


def test_contents_are_enough(snapshot_of):
    """A snapshot of events alone, without names of countries or articles, still answers everything."""
    snapshot = snapshot_of(an_event(1, participants=()), articles=(), actors=(), memberships=(), countries={})
    assert queries.overview(snapshot, View()).facets["countries"] == (Option(value="AT", label="AT", count=1),)
    assert queries.card(snapshot, View(), "ev_000000000001").excerpts == ()
