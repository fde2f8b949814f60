"""Every filter, and every combination with one left out, against a plain pandas frame of the same events."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.crossfilter import Crossfilter, clauses
from dashboard.view import View
from etl.model import EventId, Participant, PlacePrecision, Status
from etl.snapshot import Contents, Snapshots, percent, publish
from tests.made_events import (
    ACTORS,
    ARTICLES,
    COUNTRIES,
    KINDS,
    MEMBERSHIPS,
    PLACES,
    World,
    an_event,
    an_interval,
    edges,
    patient,
    quick_folder,
    worlds,
)

ACTOR_BY_ID = {actor.actor_id: actor for actor in ACTORS}
PUBLISHERS = {article.article_id: article.publisher for article in ARTICLES}
HEADLINES = {article.article_id: f"{article.title} {article.publisher or ''}" for article in ARTICLES}


# ---- the oracle: one frame, one function a filter, no index, no cache


def acting(event):
    """Who takes part, and whom they act for."""
    for participant in event.participants:
        actor = participant.actor
        while actor is not None:
            yield actor.actor_id
            actor = ACTOR_BY_ID.get(actor.acts_for)


def on_the_day(membership, event):
    if event.when is None:
        return True
    return event.when.end >= membership.joined and (membership.left is None or event.when.start < membership.left)


def coalitions(event):
    whole = {actor for actor in acting(event) if ACTOR_BY_ID[actor].kind == "coalition"}
    return whole | {
        m.coalition for m in MEMBERSHIPS for actor in acting(event) if m.member == actor and on_the_day(m, event)
    }


def members(event, *, wide):
    taking_part = set(acting(event))
    return {
        m.member
        for m in MEMBERSHIPS
        if on_the_day(m, event) and (m.member in taking_part or (wide and m.coalition in taking_part))
    }


def plain_words(text):
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)).lower()
    return re.findall(r"[^\W_]+", bare)


def told_words(event):
    texts = [participant.actor.name for participant in event.participants]
    texts += [participant.mention or "" for participant in event.participants]
    texts += [place.name for place in event.where]
    texts += [COUNTRIES[place.country][0] for place in event.where if place.country]
    texts += [f"{report.quote} {HEADLINES[report.article_id]}" for report in event.reports]
    texts += [f"{event.event_type} {event.mode or ''} {event.origin or ''}"]
    return plain_words(" ".join(texts))


def frame(events):
    """One row an event, in the snapshot's order."""
    ordered = sorted(events, key=lambda event: (event.when.start if event.when else dt.date.max, event.event_id))
    rows = [
        {
            "event": event,
            "event_id": event.event_id,
            "actors": {participant.actor.actor_id for participant in event.participants},
            "countries": {place.country for place in event.where} - {""},
            "coalitions": coalitions(event),
            "members": members(event, wide=False),
            "members_wide": members(event, wide=True),
            "types": {event.event_type.value, f"{event.event_type}.{event.mode}"} - {f"{event.event_type}.None"},
            "statuses": {event.status.value},
            "datasets": {event.dataset},
            "publishers": {PUBLISHERS[report.article_id] for report in event.reports} - {None},
            "precisions": {event.place_precision.value},
            "start": event.when.start if event.when else None,
            "end": event.when.end if event.when else None,
            "confidence": int(event.confidence.overall * 100 + 0.5),
            "points": drawn(event),
            "words": told_words(event),
        }
        for event in ordered
    ]
    return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["event_id"])


def drawn(event):
    if not event.where or event.place_precision in {PlacePrecision.COUNTRY, PlacePrecision.NONE}:
        return set()
    return {(place.longitude, place.latitude, place.precision.value) for place in event.where}


def any_of(column, asked):
    return column.map(lambda values: bool(values & set(asked)))


def in_window(rows, since, until):
    def overlaps(row):
        if pd.isna(row.start):
            return False
        return (since is None or row.end >= since) and (until is None or row.start <= until)

    return rows.apply(overlaps, axis=1)


def in_box(points, box):
    west, south, east, north = box

    def inside(longitude, latitude):
        across = west <= longitude <= east if west <= east else longitude >= west or longitude <= east
        return across and south <= latitude <= north

    return points.map(lambda found: any(inside(longitude, latitude) for longitude, latitude, _ in found))


def with_words(words, text):
    def found(there):
        return all(
            any(w.startswith(asked) if len(asked) > 2 else w == asked for w in there) for asked in plain_words(text)
        )

    return words.map(found)


def oracle(rows, view, *, leave=()):
    """The rows of the frame that pass every filter of the view but those left out."""
    if rows.empty:
        return rows
    masks = {name: any_of(rows[name], getattr(view, name)) for name in LISTS if getattr(view, name)}
    if view.members:
        masks["members"] = any_of(rows["members_wide" if view.wide else "members"], view.members)
    if view.since or view.until:
        masks["window"] = in_window(rows, view.since, view.until)
    if view.undated:
        masks["undated"] = rows["start"].isna()
    if view.confidence:
        masks["confidence"] = rows["confidence"] >= view.confidence
    if view.text:
        masks["text"] = with_words(rows["words"], view.text)
    if view.bbox:
        masks["bbox"] = in_box(rows["points"], view.bbox)
    for name, mask in masks.items():
        if name not in leave:
            rows = rows[mask.reindex(rows.index)]
    return rows


LISTS = ("actors", "countries", "coalitions", "types", "statuses", "datasets", "publishers", "precisions")


# ---- views as people and links make them


def some(values):
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple))


kinds = sorted({k.value for k, _ in KINDS} | {f"{k}.{mode}" for k, mode in KINDS if mode} | {"ASSAULT.none", "nothing"})
actor_ids = [*(actor.actor_id for actor in ACTORS), "nobody"]
boxes = st.tuples(
    st.sampled_from((-180.0, 19.0, 20.5, 170.0)),
    st.sampled_from((-90.0, -4.0, 0.0)),
    st.sampled_from((-178.0, 20.5, 40.0, 180.0)),
    st.sampled_from((3.0, 10.5, 90.0)),
)
views = st.builds(
    View,
    actors=some(actor_ids),
    countries=some(("AT", "BO", "CA", "ZZ")),
    coalitions=some(("league", "alliance", "nobody")),
    members=some(("atlantis", "borduria", "league")),
    wide=st.booleans(),
    types=some(kinds),
    statuses=some([status.value for status in Status]),
    datasets=some(("articles", "facts", "other")),
    publishers=some(("Wire", "Gazette", "Nobody's Post")),
    precisions=some([precision.value for precision in PlacePrecision]),
    since=st.none() | edges,
    until=st.none() | edges,
    undated=st.sampled_from((False, False, False, True)),
    confidence=st.sampled_from((0, 0, 0, 1, 50, 75, 100)),
    text=st.sampled_from(
        ("", "", "", "hit", "ARMY", "troops left", "szohod", "ha", "row 7", "atl", "nothing-there", "wire")
    ),
    bbox=st.none() | st.none() | boxes,
)


FILTERS = (*LISTS, "members", "window", "undated", "confidence", "text", "bbox")


def few(view, keep):
    """The view with only some of its filters: all of them at once select nothing."""
    plain = View(wide=view.wide)
    kept = {name for kept in keep for name in (("since", "until") if kept == "window" else (kept,))}
    return replace(plain, **{name: getattr(view, name) for name in sorted(kept)})


few_views = st.builds(few, views, st.lists(st.sampled_from(("window", "bbox", *FILTERS)), max_size=3))
thorough = settings(patient, max_examples=30)


def opened(folder, world):
    return Snapshots(Path(folder)).get(publish(Path(folder), world.contents()))


class TestAgainstTheOracle:
    @thorough
    @given(worlds, st.lists(few_views, min_size=1, max_size=5), views)
    def test_the_same_events_pass(self, world, some_views, full_view):
        """Each view selects the events that the frame selects, under all its filters and with each one left out."""
        rows = frame(world.events)
        with quick_folder() as folder:
            snapshot = opened(folder, world)
            filters = Crossfilter(snapshot)
            for view in (*some_views, full_view):
                selections = filters.selections(view)
                for leave in ((), *((clause.name,) for clause in clauses(view))):
                    got = [snapshot.event_id(row) for row in selections(*leave).rows]
                    assert got == list(oracle(rows, view, leave=leave)["event_id"])


def mask_of(events, view, memberships=MEMBERSHIPS):
    contents = Contents(events=events, actors=ACTORS, memberships=memberships, countries=COUNTRIES)
    with quick_folder() as folder:
        snapshot = Snapshots(Path(folder)).get(publish(Path(folder), contents))
        rows = Crossfilter(snapshot).selections(view)().rows
        return {snapshot.event_id(row) for row in rows}


def by(actor_id, day, number=0, days=1):
    part = Participant(actor=ACTOR_BY_ID[actor_id], role="source")
    when = an_interval(dt.date.fromisoformat(day), days) if day else None
    return an_event(number, participants=(part,), when=when, reports=())


class TestMembership:
    """Atlantis was in the league from 2015-03-01 until 2016-02-01; its army and its first division act for it."""

    @pytest.mark.parametrize(
        ("event", "counts"),
        [
            (by("atlantis", "2015-02-28"), False),
            (by("atlantis", "2015-03-01"), True),
            (by("atlantis", "2016-01-31"), True),
            (by("atlantis", "2016-02-01"), False),
            (by("atlantis", "2015-02-01", days=28), False),
            (by("atlantis", "2015-02-01", days=29), True),
            (by("atlantis", "2016-01-31", days=60), True),
            (by("first-division", "2015-06-01"), True),
            (by("first-division", "2014-06-01"), False),
            (by("atlantis", None), True),
            (by("borduria", "2015-09-14"), False),
            (by("carpathia", "2015-09-14"), False),
            (by("carpathia", None), False),
            (by("league", "2010-01-01"), True),
        ],
    )
    def test_member_on_the_day(self, event, counts):
        """A coalition's events are those of who was a member on any of their days, and of the coalition itself."""
        assert bool(mask_of([event], View(coalitions=("league",)))) is counts

    def test_the_coalition_as_a_whole(self):
        """It counts for its members of that day, and only while the switch is on."""
        event = by("league", "2015-03-01")
        assert mask_of([event], View(members=("atlantis",))) == {event.event_id}
        assert mask_of([event], View(members=("atlantis",), wide=False)) == set()
        assert mask_of([event], View(members=("borduria",))) == set()

    def test_a_member_must_be_one(self):
        """Filtering by member leaves out what a state did before it joined anything."""
        before, after = by("borduria", "2015-01-01", 1), by("borduria", "2016-01-01", 2)
        assert mask_of([before, after], View(members=("borduria",))) == {after.event_id}
        assert mask_of([before, after], View(actors=("borduria",))) == {before.event_id, after.event_id}

    def test_actors_that_act_for_each_other(self):
        """A circle in the lexicon is not an endless loop."""
        circle = [
            ACTORS[0].__class__(actor_id=a, name=a, kind="organ", acts_for=b) for a, b in (("x", "y"), ("y", "x"))
        ]
        event = an_event(1, participants=(Participant(actor=circle[0], role="source"),), reports=())
        contents = Contents(events=[event], actors=circle)
        with quick_folder() as folder:
            assert Snapshots(Path(folder)).get(publish(Path(folder), contents)).size == 1


class TestMasks:
    def test_equal_filters_share_a_mask(self):
        """The order of a filter's values does not matter; the cache is bounded."""
        with quick_folder() as folder:
            filters = Crossfilter(opened(folder, World((an_event(1), an_event(2)))))
            one, other = (clauses(View(actors=names))[0] for names in (("rebels", "league"), ("league", "rebels")))
            assert filters.mask(one) is filters.mask(other)
            for least in range(1, 200):
                filters.mask(clauses(View(confidence=least))[0])
            assert filters.mask(one) is not None
            assert len(filters._masks) <= 48

    def test_what_only_presents_is_no_filter(self):
        """Sorting, paging, the map's position and the selected event select nothing."""
        view = View(lanes="type", sort="place", page=3, camera=(1, 2, 3), event="ev_1", snapshot="0" * 16, wide=False)
        assert clauses(view) == ()

    def test_round_the_back_of_the_globe(self):
        """A box whose west lies east of its east holds the two sides of the date line."""
        events = [an_event(n, where=(place,)) for n, place in enumerate(PLACES[:5])]
        assert mask_of(events, View(bbox=(170.0, -90.0, -170.0, 90.0))) == {EventId(f"ev_{n:012x}") for n in (3, 4)}

    def test_percent_is_what_is_compared(self):
        """An event shown with 75 % passes "at least 75 %"."""
        event = an_event(1)
        assert percent(event.confidence.overall) == 75
        assert mask_of([event], View(confidence=75)) == {event.event_id}
        assert mask_of([event], View(confidence=76)) == set()

    def test_a_mask_says_nothing_of_other_rows(self):
        """One flag a row, also where nothing has a date."""
        with quick_folder() as folder:
            filters = Crossfilter(opened(folder, World((an_event(1, when=None),))))
            window = filters.mask(clauses(View(since=dt.date(2016, 1, 1)))[0])
            assert np.array_equal(window, [False])
