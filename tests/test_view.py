"""Links: a view is one short address and back, mangled ones open, and the keys are a contract."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.board import plain, plural
from dashboard.view import FILTER_KEYS, KEYS, SORTS, View, window_in_words
from etl.model import EventType, PlacePrecision, Status

printable = st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters=" ")
names = (
    st.text(printable, min_size=1, max_size=30).map(str.strip).filter(lambda text: text.isprintable() and text != "")
)
degrees = st.integers(-17999, 17999).map(lambda n: n / 100)
latitudes = st.integers(-8999, 8999).map(lambda n: n / 100)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=4).map(tuple)


boxes = st.tuples(degrees, latitudes, degrees, latitudes).filter(lambda box: box[0] != box[2] and box[1] < box[3])
cameras = st.tuples(
    st.integers(-85_000, 85_000).map(lambda n: n / 1000),
    st.integers(-180_000, 180_000).map(lambda n: n / 1000),
    st.integers(0, 22_000).map(lambda n: n / 1000),
)
days = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
windows = st.tuples(st.none() | days, st.none() | days).map(
    lambda pair: tuple(sorted(pair)) if all(pair) else pair,
)


@st.composite
def views(draw: st.DrawFn) -> View:
    since, until = draw(windows)
    types = st.sampled_from([*EventType, "ASSAULT.aerial", "CONSULT.third-party"]).map(str)
    return View(
        actors=draw(several(names)),
        countries=draw(several(st.sampled_from(["IQ", "SY", "TR"]))),
        coalitions=draw(several(names)),
        members=draw(several(names)),
        wide=draw(st.booleans()),
        types=draw(several(types)),
        statuses=draw(several(st.sampled_from([str(status) for status in Status]))),
        datasets=draw(several(names)),
        publishers=draw(several(names)),
        precisions=draw(several(st.sampled_from([str(precision) for precision in PlacePrecision]))),
        since=since,
        until=until,
        undated=draw(st.booleans()),
        confidence=draw(st.integers(0, 100)),
        text=draw(st.just("") | names),
        bbox=draw(st.none() | boxes),
        lanes=draw(st.sampled_from(["actor", "country", "type", "list"])),
        sort=draw(st.sampled_from([*SORTS, *(f"-{column}" for column in SORTS)])),
        page=draw(st.integers(1, 9999)),
        camera=draw(st.none() | cameras),
        event=draw(st.none() | names),
        snapshot=draw(st.none() | names),
    )


@given(views())
def test_a_view_survives_its_address(view):
    """Reading what was written gives the same view and drops nothing."""
    assert View.from_query(view.query) == (view, ())


@given(st.text(max_size=300))
@example("?actor=%")
@example("?actor=%zz&from=9999-99-99&to=0000-00-00&bbox=nan,nan,nan,nan&view=1e999,1,1")
@example("?actor=%00&actor=%ff%fe&q=\ud800&__proto__=1&constructor=2")
@example("?" + "actor=a&" * 5000)
@example("?conf=١٢&page=²&sort=-")
def test_any_address_opens(search):
    """Nothing raises, and what was read is canonical: written and read again it stays the same."""
    view, _ = View.from_query(search)
    assert View.from_query(view.query) == (view, ())


@given(st.text(st.sampled_from("actorfmq=&%+0123456789.,-TABCviewbxpnsd"), max_size=200))
def test_almost_addresses_open(search):
    """The same for texts that look like addresses."""
    view, _ = View.from_query(search)
    assert View.from_query(view.query) == (view, ())


def test_the_keys_are_a_contract():
    """Links that people have sent to each other must open: this list only ever grows."""
    assert KEYS == (
        "actor",
        "country",
        "coalition",
        "member",
        "wide",
        "type",
        "status",
        "dataset",
        "publisher",
        "precision",
        "from",
        "to",
        "undated",
        "conf",
        "q",
        "bbox",
        "lanes",
        "sort",
        "page",
        "view",
        "event",
        "snap",
    )
    assert len(KEYS) == len(fields(View))


def test_a_link_of_the_first_version_means_what_it_meant():
    """Every key at once, as it was written when links were first shared."""
    link = (
        "?actor=australia&actor=islamic-state&country=IQ&coalition=global-coalition&member=jordan&wide=0&type=ASSAULT.aerial&type=CONSULT"
        "&status=occurred&dataset=articles&publisher=Example+News&precision=exact&from=2015-09-01&to=2016-03-31&undated=1&conf=60&q=air+strikes"
        "&bbox=38.5,30,48,37.25&lanes=country&sort=fatalities&page=2&view=33.5,43,6.25&event=ev_0123456789ab&snap=0123456789abcdef"
    )
    view = View(
        actors=("australia", "islamic-state"),
        countries=("IQ",),
        coalitions=("global-coalition",),
        members=("jordan",),
        wide=False,
        types=("ASSAULT.aerial", "CONSULT"),
        statuses=("occurred",),
        datasets=("articles",),
        publishers=("Example News",),
        precisions=("exact",),
        since=dt.date(2015, 9, 1),
        until=dt.date(2016, 3, 31),
        undated=True,
        confidence=60,
        text="air strikes",
        bbox=(38.5, 30.0, 48.0, 37.25),
        lanes="country",
        sort="fatalities",
        page=2,
        camera=(33.5, 43.0, 6.25),
        event="ev_0123456789ab",
        snapshot="0123456789abcdef",
    )
    assert View.from_query(link) == (view, ())
    assert "?" + view.query == link
    assert len(link) < 2000


@pytest.mark.parametrize(
    ("search", "query", "dropped"),
    [
        pytest.param("", "", (), id="nothing"),
        pytest.param("?actor=&country=", "", (), id="empty values ask for nothing"),
        pytest.param(
            "?from=2016-05-04&to=2015-01-01",
            "from=2015-01-01&to=2016-05-04",
            ("the order of from and to (the dates were swapped)",),
            id="turned window",
        ),
        pytest.param("?from=2016-02-30", "", ("from=2016-02-30",), id="no such day"),
        pytest.param("?from=0001-01-01", "", ("from=0001-01-01",), id="not a day of any event"),
        pytest.param("?country=iq&country=IQ", "country=IQ", (), id="case and repetition"),
        pytest.param("?country=Iraq&type=WAR", "", ("country=Iraq", "type=WAR"), id="unknown values"),
        pytest.param("?utm_source=mail", "", ("utm_source=mail",), id="unknown key"),
        pytest.param("?conf=40&conf=60", "conf=40", ("conf=60",), id="a single value twice"),
        pytest.param("?bbox=10,20,10,30", "", ("bbox=10,20,10,30",), id="flat box"),
        pytest.param("?q=a%00b", "", ("q=a�b",), id="control character"),
        pytest.param("?q=%F0%9F%87%AE%F0%9F%87%B6", "q=%F0%9F%87%AE%F0%9F%87%B6", (), id="a flag"),
        pytest.param("?bbox=170,-10,-170,10", "bbox=170,-10,-170,10", (), id="across the date line"),
    ],
)
def test_what_cannot_be_used_is_named(search, query, dropped):
    """A mangled link gives what could be read, and says what was left out."""
    view, left = View.from_query(search)
    assert (view.query, left) == (query, dropped)


def test_an_endless_link_is_read_as_far_as_it_is_sensible():
    """Forty values of a filter at most, and no more than 4,096 characters."""
    view, dropped = View.from_query("?" + "&".join(f"actor=a{number}" for number in range(10_000)))
    assert len(view.actors) == 40
    assert dropped[0] == "everything after the first 4,096 characters"


def test_equal_views_have_equal_addresses():
    """The order in which filters were chosen does not matter."""
    assert View(actors=("b", "a", "b")) == View(actors=("a", "b"))


def test_only_filters_decide_what_is_seen():
    """The part of a view that figures depend on."""
    view = View(countries=("IQ",), lanes="list", sort="place", page=3, camera=(1, 2, 3), event="e", snapshot="s")
    assert view.filters == View(countries=("IQ",))
    assert [View().is_filtered, view.is_filtered, View(event="e").is_filtered] == [False, True, False]


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        pytest.param(View(), "All events", id="everything"),
        pytest.param(
            View(
                types=("ASSAULT.aerial",),
                members=("Australia",),
                countries=("Iraq",),
                since=dt.date(2015, 9, 1),
                until=dt.date(2016, 3, 31),
            ),
            "Air strikes by Australia in Iraq, September 2015 to March 2016",
            id="the sentence of the design",
        ),
        pytest.param(View(actors=("A", "B", "C")), "Events by A, B or C", id="several"),
        pytest.param(View(types=("ASSAULT",), undated=True), "Armed attacks, without a date", id="undated"),
        pytest.param(
            View(coalitions=("League",), wide=False), "Events of the League (acting by name)", id="not coalition-wide"
        ),
        pytest.param(
            View(statuses=("planned",), confidence=60, text="tank", since=dt.date(2016, 1, 2)),
            "Events containing “tank”, since 2 January 2016, planned, confidence at least 60%",
            id="the rest",
        ),
    ],
)
def test_a_view_in_words(view, sentence):
    """What is seen, as a colleague would say it."""
    assert view.sentence(plural(plain)) == sentence


def test_a_window_in_words():
    """Whole months are months, days are days."""
    day = dt.date
    assert [
        window_in_words(day(2016, 5, 1), day(2016, 5, 31)),
        window_in_words(day(2016, 5, 4), day(2016, 5, 4)),
        window_in_words(day(2016, 5, 4), day(2016, 6, 1)),
        window_in_words(None, day(2016, 5, 4)),
        window_in_words(None, None),
    ] == ["May 2016", "4 May 2016", "4 May 2016 to 1 June 2016", "until 4 May 2016", ""]


def test_every_filter_has_a_key():
    """No field of the view is lost on the way into a link."""
    assert set(FILTER_KEYS) <= {field.name for field in fields(View)}
    assert set(FILTER_KEYS.values()) <= set(KEYS)
