"""Figures are plain dicts that Plotly accepts, the same for the same data, and no text in them is code."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.figures import Period, histogram_figure, lanes_figure, literal, period, unpacked
from dashboard.queries import Bubbles, Histogram, Lane, Mark
from dashboard.theme import FAMILIES, FAMILY_OF, PALETTES, family_colors, mantine
from dashboard.view import View
from dashboard.worldmap import bounds, map_figure, radius_km
from etl.model import EventType, PlacePrecision

PRECISIONS = list(PlacePrecision)
TYPES = list(EventType)
MONTHS = tuple(dt.date(2016, month, 1) for month in range(1, 5))
RED, BLUE = FAMILIES[0].light, FAMILIES[4].light
GHOST = PALETTES["light"].ghost


def some_bubbles(*rows: tuple[str, float, float, int, str, str, float, str]) -> Bubbles:
    """Rows of name, longitude, latitude, count, type, precision, radius, event id."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 8
    return Bubbles(
        name=tuple(columns[0]),
        longitude=np.array(columns[1], dtype=float),
        latitude=np.array(columns[2], dtype=float),
        count=np.array(columns[3], dtype=np.int64),
        fatalities=np.zeros(len(rows), dtype=np.int64),
        event_type=np.array([TYPES.index(EventType(name)) for name in columns[4]], dtype=np.int64),
        precision=np.array([PRECISIONS.index(PlacePrecision(name)) for name in columns[5]], dtype=np.int64),
        radius_km=np.array(columns[6], dtype=float),
        event_id=tuple(columns[7]),
    )


BUBBLES = some_bubbles(
    ("Ramadi", 43.3, 33.42, 10, "ASSAULT", "exact", math.nan, ""),
    ("Hīt", 42.83, 33.64, 1, "CONSULT", "near", 12.0, "ev_1"),
    ("Al Anbar", 41.8, 33.0, 4, "ASSAULT", "adm1", 150.0, ""),
)


def some_histogram(*rows: dict[str, float]) -> Histogram:
    counts = np.zeros((len(rows), len(TYPES)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            counts[i, TYPES.index(EventType(name))] = value
    return Histogram(edges=MONTHS[: len(rows) + 1], unit="month", counts=counts)


HISTOGRAM = some_histogram({"ASSAULT": 2.0}, {"ASSAULT": 0.5, "CONSULT": 1.0}, {})
LANES = (
    Lane(
        value="a",
        label="Iraqi army",
        count=2,
        marks=(
            Mark(
                event_id="ev_1",
                start=dt.date(2016, 1, 5),
                end=dt.date(2016, 1, 5),
                precision="day",
                event_type="ASSAULT",
                label="Air strike · Hit",
            ),
            Mark(
                event_id="ev_2",
                start=dt.date(2016, 2, 1),
                end=dt.date(2016, 2, 29),
                precision="month",
                event_type="ASSAULT",
                label="Attack",
            ),
        ),
        density=np.array([1.0, 1.0, 0.0]),
    ),
)


def named(figure, name):
    return next(trace for trace in figure["data"] if trace.get("name") == name)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "figure",
    [
        pytest.param(lambda scheme: map_figure(BUBBLES, scheme), id="map"),
        pytest.param(lambda scheme: map_figure(some_bubbles(), scheme), id="empty map"),
        pytest.param(lambda scheme: histogram_figure(HISTOGRAM, View(since=MONTHS[1]), scheme), id="histogram"),
        pytest.param(
            lambda scheme: histogram_figure(Histogram(edges=(), unit="day", counts=np.zeros((0, 16))), View(), scheme),
            id="empty histogram",
        ),
        pytest.param(lambda scheme: lanes_figure(LANES, HISTOGRAM, View(), scheme), id="lanes"),
        pytest.param(lambda scheme: lanes_figure((), HISTOGRAM, View(), scheme), id="no lanes"),
        pytest.param(
            lambda scheme: lanes_figure(
                [Lane(value="a", label="A", count=9, marks=(), density=np.array([4.0, 0, 5.0]))],
                HISTOGRAM,
                View(),
                scheme,
            ),
            id="density",
        ),
    ],
)
def test_plotly_accepts_every_figure(figure, scheme):
    """Each dict is a valid figure, and drawing it twice gives the same."""
    made = figure(scheme)
    go.Figure(made)
    assert made == figure(scheme)


def test_each_precision_has_its_own_symbol():
    """A place is drawn once: solid where exact, in a ring where near, pale in a dashed circle where vaguer."""
    figure = map_figure(BUBBLES, "light")
    drawn = {trace["name"]: unpacked(trace["lon"]) for trace in figure["data"][3:]}
    assert drawn == {"vague": [41.8], "ring": [42.83], "halo": [43.3, 42.83], "exact": [43.3], "near": [42.83]}
    assert named(figure, "vague")["marker"]["opacity"] < 0.5 < named(figure, "exact")["marker"]["opacity"]
    assert unpacked(named(figure, "ring")["marker"]["size"])[0] > unpacked(named(figure, "near")["marker"]["size"])[0]


def test_a_bubble_says_what_it_is_and_what_it_opens():
    """Name, count, type and precision on hover; one event opens its card, several open the list of their place."""
    figure = map_figure(BUBBLES, "light")
    assert named(figure, "exact")["customdata"] == [
        ["Ramadi", "10 events", "attacks", "", "at:33.42000,43.30000,exact", "ASSAULT"]
    ]
    assert named(figure, "near")["customdata"] == [
        ["Hīt", "1 event", "talks and agreements", "<br><i>near this place, not in it</i>", "ev_1", "CONSULT"]
    ]
    assert named(figure, "exact")["marker"]["color"] == [RED]
    assert named(figure, "near")["marker"]["color"] == [BLUE]


def test_the_circle_of_a_vague_place_has_its_radius():
    """Every point of the outline lies as far from the place as the place may be wrong."""
    figure = map_figure(BUBBLES, "light")
    outline = list(zip(unpacked(named(figure, "area")["lon"]), unpacked(named(figure, "area")["lat"]), strict=True))[
        :-1
    ]
    distances = [
        math.hypot((lon - 41.8) * 111.32 * math.cos(math.radians(33.0)), (lat - 33.0) * 111.32) for lon, lat in outline
    ]
    assert distances == pytest.approx([150.0] * len(outline), abs=0.01)


def test_a_place_without_a_known_radius_has_its_precisions_one():
    """A province is drawn wider than a district; a known radius wins."""
    assert radius_km(PlacePrecision.ADM1, math.nan) > radius_km(PlacePrecision.ADM2, math.nan) > 0
    assert radius_km(PlacePrecision.ADM1, 3.0) == 3.0


def test_the_camera_is_not_pulled_away_by_one_far_place():
    """The first view holds nearly all events, not the whole globe for a single one."""
    far = some_bubbles(
        ("A", 43.0, 33.0, 60, "ASSAULT", "exact", 0, ""),
        ("B", 44.0, 34.0, 60, "ASSAULT", "exact", 0, ""),
        ("Lima", -77.0, -12.0, 1, "ASSAULT", "exact", 0, "e"),
    )
    assert bounds(far) == [43.0, 33.0, 44.0, 34.0]
    assert bounds(some_bubbles()) is None


def test_the_histogram_stacks_families_and_greys_what_is_outside():
    """Whole values: bars of each family, their colours under the window, the window's edges, the period."""
    figure = histogram_figure(HISTOGRAM, View(since=dt.date(2016, 2, 1), until=dt.date(2016, 2, 29)), "light")
    attacks, talks, hover = figure["data"]
    assert [attacks["name"], unpacked(attacks["y"]), attacks["marker"]["color"]] == [
        "Attacks",
        [2.0, 0.5, 0.0],
        [GHOST, RED, GHOST],
    ]
    assert [talks["name"], unpacked(talks["y"]), talks["marker"]["color"]] == [
        "Talks and agreements",
        [0.0, 1.0, 0.0],
        [GHOST, BLUE, GHOST],
    ]
    assert hover["customdata"] == [
        "<b>January 2016</b><br>Attacks: 2",
        "<b>February 2016</b><br>Attacks: 0.5<br>Talks and agreements: 1",
        "<b>March 2016</b><br>no events",
    ]
    band, *_ = figure["layout"]["shapes"]
    assert (band["x0"], band["x1"]) == ("2016-02-01", "2016-03-01")
    assert figure["layout"]["meta"] == {"first": "2016-01-01", "last": "2016-03-31"}


def test_a_handful_of_old_events_does_not_squeeze_the_rest():
    """The axis spans nearly all events and says how many it leaves out; a window among those widens it."""
    edges = tuple(dt.date(1970 + year, 1, 1) for year in range(41))
    counts = np.zeros((40, len(TYPES)))
    counts[0, 0], counts[38:, 0] = 3, 1000
    old = Histogram(edges=edges, unit="year", counts=counts)
    assert period(old, View()) == Period(dt.date(2008, 1, 1), dt.date(2010, 1, 1), 3.0, 0.0)
    assert period(old, View(since=dt.date(1969, 1, 1))) == Period(dt.date(1970, 1, 1), dt.date(2010, 1, 1))
    assert [note["text"] for note in histogram_figure(old, View(), "light")["layout"]["annotations"]] == ["← 3 earlier"]
    assert period(HISTOGRAM, View()) == Period(MONTHS[0], MONTHS[3])


def test_a_vague_date_is_a_bar_and_a_day_is_a_dot():
    """The bar lasts as long as the date may; its mark is a diamond, a day's a circle."""
    bars, points = lanes_figure(LANES, HISTOGRAM, View(), "light")["data"]
    assert (bars["mode"], bars["x"]) == ("lines", ["2016-02-01", "2016-03-01", None])
    assert points["marker"]["symbol"] == ["circle", "diamond"]
    assert points["x"] == ["2016-01-05T12:00", "2016-02-15T12:00"]
    assert points["customdata"] == [
        ["ev_1", "Air strike · Hit", ""],
        ["ev_2", "Attack", "<br><i>known to the month</i>"],
    ]


def test_marks_close_in_time_do_not_hide_each_other():
    """Four events of one day stand in four sub-rows."""
    day = dt.date(2016, 1, 5)
    marks = tuple(
        Mark(event_id=f"ev_{n}", start=day, end=day, precision="day", event_type="ASSAULT", label="x") for n in range(4)
    )
    lane = Lane(value="a", label="A", count=4, marks=marks, density=np.zeros(3))
    (points,) = lanes_figure([lane], HISTOGRAM, View(), "light")["data"]
    assert sorted(points["y"]) == [-0.285, -0.095, 0.095, 0.285]


@given(st.text())
def test_no_text_of_data_is_markup(text):
    """What passes the one gate has no tag, no entity of its own and no character that turns the line around."""
    shown = literal(text)
    assert "<" not in shown
    assert ">" not in shown
    assert not set(shown) & set("\u202e\u2066\x00\x1b")
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == kept


HOSTILE = '<a href="https://evil.example">x</a>%{customdata}'


def test_hostile_names_are_literal_in_every_figure():
    """Names of places, lanes and marks reach a figure only through the gate."""
    safe = '&lt;a href="https://evil.example"&gt;x&lt;/a&gt;%{customdata}'
    place = map_figure(some_bubbles((HOSTILE, 1.0, 1.0, 2, "ASSAULT", "exact", 0, "")), "light")
    assert named(place, "exact")["customdata"][0][0] == safe
    mark = Mark(event_id="e", start=MONTHS[0], end=MONTHS[0], precision="day", event_type="ASSAULT", label=HOSTILE)
    lanes = lanes_figure(
        [Lane(value="x", label=HOSTILE, count=1, marks=(mark,), density=np.zeros(3))], HISTOGRAM, View(), "light"
    )
    assert lanes["data"][0]["customdata"][0][1] == safe
    assert "<" not in lanes["layout"]["yaxis"]["ticktext"][0]


def test_every_event_type_has_one_family():
    """Sixteen types, seven colours, none forgotten; the two schemes have as many."""
    assert sorted(FAMILY_OF, key=TYPES.index) == TYPES
    assert len(set(family_colors("light"))) == len(set(family_colors("dark"))) == len(FAMILIES)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_figures_on_dots_can_be_read():
    """The count on a solid dot has a contrast of at least 4.5 in every colour of both schemes."""
    for name, palette in PALETTES.items():
        for color in family_colors(name):
            high, low = sorted((_luminance(color), _luminance(palette.on_dot)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, (name, color)


def test_the_component_theme_is_complete():
    """Ten shades of each colour that the components are told of."""
    assert {name: len(shades) for name, shades in mantine()["colors"].items()} == {"steel": 10, "dark": 10}
