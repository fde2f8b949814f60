"""Snapshots: the same content is the same id, what is published stays as it was, and half of one is never seen."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from etl.errors import StoreError
from etl.model import Dataset, Participant
from etl.snapshot import Contents, Snapshot, Snapshots, current, percent, publish
from etl.snapshot.reading import search_expression
from tests.made_events import (
    ACTORS,
    ARTICLES,
    COUNTRIES,
    MEMBERSHIPS,
    World,
    a_report,
    an_article,
    an_event,
    patient,
    quick_folder,
    worlds,
)

EVENTS = (
    an_event(1),
    an_event(2, when=None, where=()),
    an_event(3, dataset="facts", reports=(), origin="Facts, row 3"),
    an_event(4, reports=(a_report("two", 2), a_report("three", 1))),
)
WORLD = World(EVENTS)


@pytest.fixture
def folder():
    with quick_folder() as made:
        yield Path(made) / "a store"


def published(folder, contents=None, **options):
    return Snapshots(folder).get(publish(folder, contents or WORLD.contents(), **options))


class TestIdentity:
    @settings(patient, max_examples=15)
    @given(worlds)
    def test_the_same_content_in_any_order_has_the_same_id(self, world):
        """Whatever comes first, the folder's name and every column in it are the same."""
        with quick_folder() as one, quick_folder() as other:
            first, second = published(Path(one), world.contents()), published(Path(other), world.contents(reverse=True))
            assert first.snapshot_id == second.snapshot_id
            assert {name: array.tobytes() for name, array in first.columns.items()} == {
                name: array.tobytes() for name, array in second.columns.items()
            }
            assert first.texts == second.texts
            assert first.verified()

    def test_hash_seed_time_zone_and_locale_do_not_matter(self, folder):
        """Another process on another kind of machine publishes under the same id."""
        program = (
            "import sys; from pathlib import Path; sys.path.insert(0, '.')\n"
            "from tests import test_snapshot as t; print(t.publish(Path(sys.argv[1]), t.WORLD.contents()))"
        )
        call = [sys.executable, "-c", program, str(folder / "elsewhere")]
        about = os.environ | {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8"}
        elsewhere = subprocess.run(call, env=about, capture_output=True, text=True, check=True).stdout.strip()
        assert elsewhere == publish(folder, WORLD.contents())

    @pytest.mark.parametrize(
        "changed",
        [
            {"events": (*EVENTS, an_event(9))},
            {"events": (replace(EVENTS[0], fatalities=1), *EVENTS[1:])},
            {"articles": (an_article("one", publisher="Wire", url="https://example.org/two"), *ARTICLES[1:])},
            {"memberships": MEMBERSHIPS[1:]},
            {"countries": COUNTRIES | {"AT": ("Atlantis", 10.0, 20.5)}},
            {"datasets": (Dataset(name="facts", label="Facts", licence="CC0"),)},
        ],
        ids=lambda changed: next(iter(changed)),
    )
    def test_any_other_content_has_another_id(self, folder, changed):
        """A fatality, a membership, a licence: a link made before says that something has changed."""
        contents = WORLD.contents()
        assert publish(folder, contents) != publish(folder, replace(contents, **changed))

    def test_what_no_event_needs_is_left_out(self, folder):
        """Idle articles, actors, countries and datasets change nothing, not even the id."""
        idle = replace(
            WORLD.contents(),
            articles=(*ARTICLES, an_article("idle")),
            countries=COUNTRIES | {"ZZ": ("Nowhere", 0.0, 0.0)},
            datasets=(Dataset(name="other", label="Other"),),
        )
        snapshot = published(folder, idle)
        assert snapshot.snapshot_id == publish(folder, WORLD.contents())
        assert {article.article_id for article in snapshot.articles()} == {"one", "two", "three"}
        assert set(snapshot.countries) == {"AT"}


class TestReading:
    def test_everything_is_read_back(self, folder):
        """Events by first day and id, undated ones last; articles, actors, memberships and sources whole."""
        facts = Dataset(
            name="facts", label="Facts", citation="The Facts, 2016", licence="CC BY 4.0", url="https://f.example"
        )
        snapshot = published(folder, replace(WORLD.contents(), datasets=(facts,)))
        assert list(snapshot.events()) == [EVENTS[0], EVENTS[2], EVENTS[3], EVENTS[1]]
        assert list(snapshot.events([3, 0])) == [EVENTS[1], EVENTS[0]]
        assert snapshot.event(EVENTS[3].event_id) == EVENTS[3]
        assert (snapshot.row(EVENTS[1].event_id), snapshot.event_id(3)) == (3, EVENTS[1].event_id)
        assert (snapshot.event("ev_none"), snapshot.row("\ud800"), snapshot.article("none")) == (None, None, None)
        assert snapshot.article("two") == ARTICLES[1]
        assert snapshot.datasets == (Dataset(name="articles", label="articles"), facts)
        assert set(snapshot.memberships) == set(MEMBERSHIPS)
        assert set(snapshot.actors.values()) == {ACTORS[0], ACTORS[1], ACTORS[3], ACTORS[6], ACTORS[7]}
        assert (snapshot.size, snapshot.dated, snapshot.first, snapshot.last) == (
            4, 3, dt.date(2016, 4, 5), dt.date(2016, 4, 5),
        )  # fmt: skip

    def test_an_empty_one(self, folder):
        """A store without events has a snapshot too."""
        snapshot = published(folder, Contents(events=()))
        assert (snapshot.size, snapshot.first, list(snapshot.events()), list(snapshot.search("x"))) == (0, None, [], [])

    def test_actors_as_the_lexicon_names_them_now(self, folder):
        """An actor's name in the list of actors goes before the one that an event was coded with."""
        old = replace(ACTORS[5], name="Old name")
        event = an_event(1, participants=(Participant(actor=old, role="source"),))
        snapshot = published(folder, replace(WORLD.contents(), events=(event,)))
        assert snapshot.actors["rebels"] == ACTORS[5]

    @pytest.mark.parametrize(
        ("asked", "rows"),
        [
            ("", [0, 1, 2, 3]),
            ("hit", [0, 1, 2, 3]),
            ("HÎT", [0, 1, 2, 3]),
            ("army hit", [0, 1, 2, 3]),
            ("minist summer", [2]),
            ('"will meet"', [2]),
            ('"meet will"', []),
            ('"will meet', [2]),
            ("sum", [2]),
            ("su", []),
            ("gazette", [2]),
            ("Facts", [1]),
            ("story three", [2]),
            ("it's", []),
            ("-hit", [0, 1, 2, 3]),
            ('" OR "', []),
            ("hit) OR (army", []),
            ("words:hit", []),
            ("*", []),
            ("\0hit", [0, 1, 2, 3]),
            ("hit" * 1000, []),
        ],
    )
    def test_search(self, folder, asked, rows):
        """Every word must be there, from three letters on its beginning is enough, quotes hold a phrase; nothing is syntax."""
        assert published(folder).search(asked).tolist() == rows

    def test_a_search_for_anything_is_an_answer(self, folder):
        """No text that a person can type is an error."""
        snapshot = published(folder)
        for asked in ("'", '"', '"""', "a*b", "NEAR(a b)", "^a", "a AND", "(", "\ud800", "़", "🇮🇶", "{a}", "a+b", "%"):
            assert snapshot.search(asked).dtype == np.int64

    def test_a_long_search(self, folder):
        """Words beyond the first thirty-two are not asked for."""
        assert published(folder).search("hit " * 2000).tolist() == [0, 1, 2, 3]

    def test_a_country_that_nobody_knows(self, folder):
        """It is called by its code and lies amid its places, never at zero degrees."""
        snapshot = published(folder, replace(WORLD.contents(), countries={"AT": ("AT", 0.0, 0.0)}))
        assert snapshot.countries == {"AT": ("AT", 10.5, 20.5)}

    def test_expressions(self):
        """What is asked of the index."""
        assert search_expression('kobani  "air  strikes" IS') == '"kobani" * AND "air  strikes" AND "IS"'

    def test_percent_rounds_half_up(self):
        """The page shows and filters the same whole number."""
        assert [percent(share) for share in (0.0, 0.004, 0.005, 0.745, 0.995, 1.0, -0.1, 2.0)] == [0, 0, 1, 75, 100, 100, 0, 100]  # fmt: skip


class TestPublishing:
    def test_publishing_again_touches_nothing(self, folder):
        """The second run leaves the folder, the pointer and their times alone."""
        publish(folder, WORLD.contents())
        before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        assert publish(folder, WORLD.contents()) == current(folder)
        after = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        after = {path: time for path, time in after.items() if path.name != "publishing.lock"}
        assert after == {path: time for path, time in before.items() if path.name != "publishing.lock"}

    def test_the_latest_stay_openable(self, folder):
        """``keep`` counts the current one; the next drops out, and a reader that has it open reads on."""
        ids = [publish(folder, World(EVENTS[:n]).contents(), keep=2) for n in (1, 2)]
        oldest = Snapshots(folder).get(ids[0])
        ids.append(publish(folder, World(EVENTS[:3]).contents(), keep=2))
        assert Snapshots(folder).ids() == (ids[2], ids[1])
        with pytest.raises(StoreError, match="no snapshot here"):
            Snapshots(folder).get(ids[0])
        assert oldest.columns["start"].tolist() == [dt.date(2016, 4, 5).toordinal()]

    def test_going_back_makes_an_earlier_one_current(self, folder):
        """The pointer lists each snapshot once, the current first."""
        one, other = (World(EVENTS[:n]).contents() for n in (1, 2))
        first, second = publish(folder, one), publish(folder, other)
        publish(folder, one)
        assert Snapshots(folder).ids() == (first, second)
        assert current(folder) == first

    def test_a_copied_folder_opens_under_its_id(self, folder, tmp_path):
        """A colleague's snapshot, copied beside one's own, opens by its id and is never dropped."""
        theirs = published(tmp_path / "theirs", World(EVENTS[:2]).contents())
        mine = publish(folder, WORLD.contents(), keep=1)
        shutil.copytree(theirs.path, folder / "snapshots" / theirs.snapshot_id)
        publish(folder, World(EVENTS[:1]).contents(), keep=1)
        assert mine not in Snapshots(folder).ids()
        opened = Snapshots(folder).get(theirs.snapshot_id)
        assert list(opened.events()) == list(theirs.events())
        assert Snapshot.open(theirs.path).snapshot_id == theirs.snapshot_id

    def test_a_running_dashboard_sees_the_new_one(self, folder):
        """The same ``Snapshots`` answers with the new id at once, and still opens the old."""
        first = publish(folder, World(EVENTS[:1]).contents())
        snapshots = Snapshots(folder)
        assert snapshots.current() == first
        second = publish(folder, WORLD.contents())
        assert snapshots.current() == second
        assert (snapshots.get(first).size, snapshots.get().size) == (1, 4)
        assert snapshots.get(first) is snapshots.get(first)

    def test_only_the_last_few_stay_open(self, folder):
        """Opened snapshots are let go, the least used first."""
        ids = [publish(folder, World(EVENTS[:n]).contents()) for n in (1, 2, 3)]
        snapshots = Snapshots(folder, opened=2)
        first = snapshots.get(ids[0])
        for snapshot_id in ids:
            snapshots.get(snapshot_id)
        assert snapshots.get(ids[0]) is not first


class TestRefusing:
    def test_nothing_was_published(self, folder):
        """An empty store says what to run."""
        assert current(folder) is None
        with pytest.raises(StoreError, match=r"was published yet; run `python -m etl build"):
            Snapshots(folder).get()

    @pytest.mark.parametrize(
        "name", ["..", "../../etc", "", "current", "0123456789abcdeG", "0" * 17, "\0", "ｆ" * 16, "0" * 16]
    )
    def test_ids_from_links_reach_no_other_folder(self, folder, name):
        """An id is sixteen hexadecimal digits; nothing else is looked up."""
        publish(folder, WORLD.contents())
        snapshots = Snapshots(folder)
        if name:
            with pytest.raises(StoreError):
                snapshots.get(name)
        else:
            assert snapshots.get(name).snapshot_id == snapshots.current()

    def test_a_newer_format(self, folder):
        """A snapshot of a later version says to update."""
        path = published(folder).path
        manifest = json.loads((path / "manifest.json").read_text())
        (path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
        with pytest.raises(StoreError, match="newer version"):
            Snapshot.open(path)

    @pytest.mark.parametrize("name", ["manifest.json", "texts.json", "records.sqlite", "start.npy", "points.value.npy"])
    def test_a_damaged_copy(self, folder, name):
        """A file that is cut short or missing is noticed when the snapshot is opened, and publishing mends it."""
        path = published(folder).path
        for damage in (lambda file: file.write_bytes(file.read_bytes()[:-9]), Path.unlink):
            damage(path / name)
            with pytest.raises(StoreError, match=r"damaged|no snapshot here"):
                Snapshot.open(path)
            publish(folder, WORLD.contents())
            assert Snapshot.open(path).verified()

    def test_records_that_are_not_records(self, folder):
        """Damage inside of a file of the right size is an error that says what to do, not a traceback."""
        path = published(folder).path
        size = (path / "records.sqlite").stat().st_size
        (path / "records.sqlite").write_bytes(b"x" * size)
        with pytest.raises(StoreError, match="build it again or copy it again"):
            list(Snapshot.open(path).events())

    def test_a_folder_that_cannot_be_written(self, tmp_path):
        """A file in the way is one clear line."""
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="could not be written"):
            publish(tmp_path / "file", WORLD.contents())
