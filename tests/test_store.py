"""The record: what stands after any sequence of readings, who may write, and what damage says."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import codec
from etl.errors import BusyError, RejectedArticle, StoreError
from etl.model import Actor, Dataset, Decision, Event, EventId, Place, Span
from etl.store import FILE, Imported, Store, content_key, copy_key
from tests.made_events import a_report, an_article, an_event, made_events, patient


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "a store"


def put(store, article, *, at, events=(), engine="e1", source="s1"):
    return store.put(article, events, location=at, engine_key=engine, source_key=source)


def told_by(article_id, *, numbers=(1,)):
    return tuple(an_event(number, reports=(a_report(article_id),)) for number in numbers)


def state(store):
    return list(store.articles()), list(store.tellings())


class TestCodec:
    @settings(patient, max_examples=50)
    @given(made_events(most=3))
    def test_events_survive_the_round_trip(self, events):
        """What is written of an event is read back as the same event."""
        assert [codec.loads(Event, codec.dumps(event)) for event in events] == list(events)

    @patient
    @given(st.text(st.characters(codec=None)), st.floats(allow_nan=False, allow_infinity=False))
    def test_any_text_and_number_survives(self, text, number):
        """Half surrogate pairs, NUL and the smallest float are no exception."""
        place = Place(
            place_id="p",
            name=text,
            country="",
            admin1="",
            feature_code="",
            latitude=number,
            longitude=0,
            radius_km=number,
        )
        written = codec.dumps(place)
        assert written.isascii()
        assert codec.loads(Place, written) == place

    def test_equal_values_are_written_alike(self):
        """A whole number given for a float, and minus zero, change no hash."""
        one, other = (
            Place(place_id="p", name="", country="", admin1="", feature_code="", latitude=a, longitude=b)
            for a, b in ((33, 0.0), (33.0, -0.0))
        )
        assert codec.dumps(one) == codec.dumps(other)

    def test_generic_decisions(self):
        """``Decision[Place]`` reads places where ``Decision[str]`` reads texts."""
        label = a_report().decisions[0]
        place = replace(label, chosen=an_event().where[0], rejected=(an_event().where[0],))
        assert codec.loads(Decision[str], codec.dumps(label)) == label
        assert codec.loads(Decision[Place], codec.dumps(place)) == place

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            "null",
            "{}",
            '{"actor_id":"a","name":"A","kind":"planet"}',
            '{"actor_id":"a","name":1,"kind":"state"}',
            '{"actor_id":"a","name":"A","kind":"state","rank":1}',
            '{"actor_id":"a","kind":"state"}',
            "[" * 100_000,
        ],
    )
    def test_anything_else_is_refused(self, text):
        """Missing, unknown and wrongly typed fields are errors, not guesses."""
        with pytest.raises(codec.CodecError):
            codec.loads(Actor, text)


class TestPutting:
    def test_a_reading_is_stored_and_a_second_one_changes_nothing(self, folder):
        """The second run over the same sources leaves every byte of the store alone."""
        with Store.open(folder, write=True) as store:
            assert put(store, an_article("a"), at="x", events=told_by("a")) == "stored"
        before = (folder / FILE).read_bytes()
        with Store.open(folder, write=True) as store:
            assert put(store, an_article("a"), at="x", events=told_by("a")) == "unchanged"
            assert state(store) == ([an_article("a")], list(told_by("a")))
        assert (folder / FILE).read_bytes() == before

    def test_a_changed_article_replaces_its_events(self, folder):
        """A new text at the same location takes the place of the old one, under whatever id."""
        with Store.open(folder, write=True) as store:
            put(store, an_article("a"), at="x", events=told_by("a", numbers=(1, 2)))
            changed = an_article("b", title="New")
            assert put(store, changed, at="x", events=told_by("b", numbers=(3,))) == "replaced"
            assert state(store) == ([changed], list(told_by("b", numbers=(3,))))

    def test_new_events_of_an_unchanged_article_replace_the_old(self, folder):
        """A better engine codes the same article again."""
        with Store.open(folder, write=True) as store:
            put(store, an_article("a"), at="x", events=told_by("a"))
            assert put(store, an_article("a"), at="x", engine="e2", events=told_by("a", numbers=(5,))) == "replaced"
            assert list(store.tellings()) == list(told_by("a", numbers=(5,)))

    @pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
    def test_copies_stand_once_under_the_smallest_id(self, folder, order):
        """The same text, date and publisher under two ids is one article, whichever came first."""
        with Store.open(folder, write=True) as store:
            outcomes = [put(store, an_article(i), at=f"at {i}", events=told_by(i)) for i in order]
            assert outcomes == ["stored", "duplicate"]
            assert state(store) == ([an_article("a")], list(told_by("a")))

    def test_the_copy_stands_when_the_original_changes(self, folder):
        """Nothing that a copy told is lost with the article that stood for it."""
        with Store.open(folder, write=True) as store:
            put(store, an_article("a"), at="x", events=told_by("a"))
            put(store, an_article("b"), at="y", events=told_by("b"))
            put(store, an_article("a", text="Else.", prose=(Span(0, 5),)), at="x")
            assert [article.article_id for article in store.articles()] == ["a", "b"]
            assert list(store.tellings()) == list(told_by("b"))

    @pytest.mark.parametrize(
        "changes",
        [{"published": dt.date(2016, 5, 5)}, {"published": None}, {"publisher": "Other"}, {"text": "Other text"}],
    )
    def test_another_date_publisher_or_text_is_no_copy(self, changes):
        """Only what is the same in all three is a copy; titles and addresses do not matter."""
        assert copy_key(an_article("a")) == copy_key(an_article("b", title="T", url="u"))
        assert copy_key(an_article("a")) != copy_key(an_article("a", **changes))

    def test_an_id_given_twice_stands_for_the_latest_text(self, folder):
        """Two files that give one id to two texts: the later published one, in any order."""
        old, new = an_article("a", title="old"), an_article("a", text="New.", published=dt.date(2016, 6, 1))
        for order in ((old, new), (new, old)):
            shutil.rmtree(folder, ignore_errors=True)
            with Store.open(folder, write=True) as store:
                for article in order:
                    put(store, article, at=article.title)
                assert list(store.articles()) == [new]

    def test_known_says_what_need_not_be_read_again(self, folder):
        """Same bytes, same engine, same location: known; anything else must be read."""
        with Store.open(folder, write=True) as store:
            put(store, an_article("b", published=None), at="x", events=told_by("b"), source="bytes")
            put(store, an_article("a", published=None), at="y", source="bytes")
            known = store.known("bytes", "e1", location="x")
            assert (known.article_id, known.outcome, known.undated, known.events) == ("b", "duplicate", True, 1)
            assert store.known("bytes", "e1", location="y").outcome == "stored"
            assert store.known("other", "e1", location="x") is None
            assert store.known("bytes", "e2", location="x") is None
            assert store.known("bytes", "e1", location="z") is None

    def test_text_that_cannot_be_stored_is_a_rejected_article(self, folder):
        """Half a surrogate pair is the article's fault, and the others go on."""
        with Store.open(folder, write=True) as store:
            with pytest.raises(RejectedArticle, match="not valid Unicode"):
                put(store, an_article("a", title="\ud800"), at="x")
            assert put(store, an_article("b", text="NUL \0 in it"), at="y") == "stored"
            assert list(store.articles()) == [an_article("b", text="NUL \0 in it")]


texts = st.sampled_from(("alpha", "beta", "gamma"))
readings = st.builds(
    lambda i, text, day: an_article(i, text=text, prose=(), published=day),
    st.sampled_from(("a", "b", "c")),
    texts,
    st.sampled_from((None, dt.date(2016, 1, 1), dt.date(2016, 2, 1))),
)


class TestOrder:
    @settings(patient, max_examples=40)
    @given(
        st.dictionaries(st.sampled_from("uvwxyz"), st.lists(readings, min_size=1, max_size=3)), st.integers(0, 2**32)
    )
    def test_what_stands_depends_on_the_last_readings_only(self, by_location, seed):
        """Any interleaving of the locations, and reading only each one's last state, end in the same store."""
        ends = []
        for shuffled, history in ((False, 0), (True, 0), (True, -1)):
            turns = [at for at, articles in sorted(by_location.items()) for _ in articles[history:]]
            if shuffled:
                random.Random(seed).shuffle(turns)  # noqa: S311 (a test's order)
            left = {at: iter(articles[history:]) for at, articles in by_location.items()}
            with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder), write=True) as store:
                for at in turns:
                    article = next(left[at])
                    key = EventId(f"ev_{content_key(article)[:12]}")
                    put(store, article, at=at, events=(an_event(event_id=key, reports=()),))
                ends.append(state(store))
        assert ends[0] == ends[1] == ends[2]


class TestRemoving:
    def test_text_and_events_leave_the_file(self, folder):
        """After `remove` no byte of the text is in any of the store's files."""
        with Store.open(folder, write=True) as store:
            put(store, an_article("keep", text="Innocent words."), at="x")
            put(store, an_article("drop", text="Incriminating words." * 400), at="y", events=told_by("drop"))
            put(store, an_article("drop-copy", text="Incriminating words." * 400), at="z")
            assert store.remove("drop")
            assert not store.remove("drop")
            assert state(store) == ([an_article("keep", text="Innocent words.")], [])
        assert not any(b"Incriminating" in path.read_bytes() for path in folder.iterdir())


class TestImporting:
    FACTS = Dataset(name="facts", label="Facts", citation="The Facts, 2016", licence="CC BY 4.0")

    def test_a_repeated_import_changes_nothing(self, folder):
        """Rows are keyed by dataset and id: the same again is unchanged, a changed row replaces itself."""
        rows = [an_event(n, dataset="facts", reports=(), origin=f"row {n}") for n in range(3)]
        with Store.open(folder, write=True) as store:
            assert store.put_imported(self.FACTS, rows) == Imported(new=3)
        before = (folder / FILE).read_bytes()
        with Store.open(folder, write=True) as store:
            assert store.put_imported(self.FACTS, reversed(rows)) == Imported(unchanged=3)
        assert (folder / FILE).read_bytes() == before
        changed = replace(rows[1], fatalities=9)
        with Store.open(folder, write=True) as store:
            assert store.put_imported(self.FACTS, [changed]) == Imported(replaced=1)
            assert list(store.events()) == [rows[0], changed, rows[2]]
            assert store.datasets() == (self.FACTS,)
            assert store.remove_dataset("facts")
            assert (list(store.events()), store.datasets()) == ([], ())

    def test_an_import_that_fails_half_way_leaves_nothing(self, folder):
        """One import is one transaction."""

        def rows():
            yield an_event(1, dataset="facts")
            raise KeyboardInterrupt

        with Store.open(folder, write=True) as store:
            with pytest.raises(KeyboardInterrupt):
                store.put_imported(self.FACTS, rows())
            assert (list(store.events()), store.datasets()) == ([], ())


class TestOpening:
    def test_one_writer_and_readers_beside_it(self, folder):
        """A second writer is told who writes; a reader sees what was committed, without waiting."""
        with Store.open(folder, write=True) as store:
            put(store, an_article("a"), at="x")
            with pytest.raises(BusyError, match=r"already running \(pid \d+\)"), Store.open(folder, write=True):
                pass
            with Store.open(folder, write=False) as reader:
                assert list(reader.articles()) == [an_article("a")]
        with Store.open(folder, write=True):
            pass

    def test_no_store_yet(self, folder):
        """Reading what was never built says what to run."""
        with (
            pytest.raises(StoreError, match=r"no store here; run `python -m etl build"),
            Store.open(folder, write=False),
        ):
            pass
        assert not folder.exists()

    @pytest.mark.parametrize("write", [True, False])
    def test_a_newer_store_is_refused(self, folder, write):
        """A version that this program does not know is left alone."""
        with Store.open(folder, write=True):
            pass
        with sqlite3.connect(folder / FILE) as db:
            db.execute("pragma user_version = 99")
        db.close()
        with pytest.raises(StoreError, match=r"newer version.*update the program"), Store.open(folder, write=write):
            pass

    @pytest.mark.parametrize("write", [True, False])
    @pytest.mark.parametrize(
        "content", [b"not a database at all, but long enough to look like one" * 20, b"SQLite format 3\0"]
    )
    def test_another_file_is_refused(self, folder, write, content):
        """A file that is no store is named as such and not touched."""
        folder.mkdir()
        (folder / FILE).write_bytes(content)
        with pytest.raises(StoreError, match="build it again"), Store.open(folder, write=write):
            pass
        assert (folder / FILE).read_bytes() == content

    def test_somebody_elses_database_is_refused(self, folder):
        """A SQLite file of another program is not built into."""
        folder.mkdir()
        with sqlite3.connect(folder / FILE) as db:
            db.execute("create table diary (entry)")
        db.close()
        with pytest.raises(StoreError, match="not a store of this program"), Store.open(folder, write=True):
            pass

    def test_a_folder_that_cannot_be_made(self, tmp_path):
        """A file in the way is one clear line."""
        (tmp_path / "file").write_text("")
        with pytest.raises(StoreError, match="cannot be written"), Store.open(tmp_path / "file" / "store", write=True):
            pass

    def test_runs_are_kept(self, folder):
        """What a run counted is there for the next."""
        with Store.open(folder, write=True) as store:
            assert [store.record_run({"stored": 1}), store.record_run({"stored": 2, "why": {"language": 1}})] == [1, 2]
        with Store.open(folder, write=False) as store:
            assert store.runs() == ({"stored": 1}, {"stored": 2, "why": {"language": 1}})


def test_flipped_bytes_never_pass_unnoticed(tmp_path):
    """Whatever byte of the file is changed: the content is the same, or the error says to build again."""
    folder = tmp_path / "store"
    articles = [an_article(f"a{n}", text=f"Text number {n}. " * 30, prose=()) for n in range(6)]
    with Store.open(folder, write=True) as store:
        for number, article in enumerate(articles):
            put(store, article, at=str(number), events=told_by(article.article_id, numbers=(number,)))
        whole = state(store)
    sound = (folder / FILE).read_bytes()
    chance = random.Random(7)  # noqa: S311 (the same damage each time)
    complaints = []
    for _ in range(150):
        flipped = bytearray(sound)
        flipped[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        (folder / FILE).write_bytes(flipped)
        try:
            with Store.open(folder, write=False) as store:
                assert state(store) == whole
        except StoreError as error:
            complaints.append(str(error))
    assert len(complaints) > 10
    assert [line for line in complaints if "build it again" not in line and "newer version" not in line] == []
