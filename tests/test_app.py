"""The server: who is let in, what is answered, and that nothing that is sent to it breaks it."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import hashlib
import io
import json
import re
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import __main__ as command_line
from dashboard import cards
from dashboard.app import create_app
from dashboard.callbacks import changed
from dashboard.security import Gate, is_loopback
from dashboard.view import View
from dashboard.widgets import ALL, read, write
from etl.errors import InputError
from etl.snapshot import Snapshots, publish
from tests.made_pages import TOTAL, a_report, an_event, contents, hostile, published

HIT = "ev_page00000064"
TODAY = dt.date(2020, 2, 29)


class Page:
    """A test client that speaks Dash's callback protocol."""

    def __init__(self, folder, **options) -> None:
        self.folder = folder
        self.app = create_app(Snapshots(folder), today=lambda: TODAY, **options)
        self.client = self.app.server.test_client()

    def get(self, path, **headers):
        return self.client.get(path, headers=headers, buffered=True)

    def output(self, component: str) -> str:
        return next(
            name for name in self.app.callback_map if component in name and "callback" in self.app.callback_map[name]
        )

    def body(self, component: str, values: dict | None = None) -> dict:
        """A well-formed call of the callback that writes ``component``."""
        output = self.output(component)
        spec = self.app.callback_map[output]
        given_values = values or {}

        def filled(items):
            return [{**item, "value": given_values.get(f"{item['id']}.{item['property']}")} for item in items]

        names = output.strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
        inputs = filled(spec["inputs"])
        changed_props = [f"{inputs[0]['id']}.{inputs[0]['property']}"]
        return {
            "output": output,
            "outputs": outputs,
            "inputs": inputs,
            "state": filled(spec["state"]),
            "changedPropIds": changed_props,
        }

    def post(self, body):
        return self.client.post("/_dash-update-component", json=body)

    def call(self, component: str, values: dict | None = None) -> dict:
        answer = self.post(self.body(component, values))
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()["response"]

    def refresh(self, search: str = "", **more) -> dict:
        """What the page shows for a link."""
        view, _ = View.from_query(search)
        values = {f"{widget.component}.{widget.prop}": value for widget, value in zip(ALL, write(view), strict=True)}
        values |= {"url-in.data": {"search": search, "t": 1}, "snap.data": view.snapshot, "theme.data": "light"}
        return self.call("map-fig.data", values | more)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return Page(published(tmp_path_factory.mktemp("app") / "store"))


def text_of(component) -> str:
    """The words of a component as Dash sends it."""
    if isinstance(component, list):
        return "".join(map(text_of, component))
    if isinstance(component, dict):
        return text_of(component.get("props", {}).get("children"))
    return "" if component is None else str(component)


# ---- the gate

PATHS = (
    "/",
    "/healthz",
    "/snapshot.json",
    "/assets/app.js",
    "/basemap/dark.json",
    "/tiles/0/0/0.mvt",
    "/export.csv",
    "/nothing",
    "/_dash-layout",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_headers(site, path):
    """Also errors and fixed files: no sniffing, no framing, no referrer, and the strict policy."""
    headers = site.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' 'sha256-")
    assert "Set-Cookie" not in headers


def test_the_policy_allows_our_scripts_and_nothing_else(site):
    """Every inline script of the page is named by its hash; no eval, no inline script, no other host, no frame."""
    answer = site.get("/")
    rules = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    inline = re.findall(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", answer.get_data(as_text=True), re.DOTALL
    )
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline}
    assert set(rules.pop("script-src").split()) == {"'self'", *hashes}
    assert rules == {
        "default-src": "'none'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("localhost", 200),
        ("localhost:8050", 200),
        ("127.0.0.1:9", 200),
        ("[::1]:8050", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("evil.example:8050", 421),
        ("", 421),
    ],
)
def test_only_our_own_names_are_answered(site, host, code):
    """A page of another site whose name was pointed here is refused."""
    assert site.get("/healthz", Host=host).status_code == code


def test_colleagues_come_in_by_an_allowed_name(tmp_path):
    """--allow-host adds a name, in any case, with any port."""
    shared = Page(published(tmp_path), gate=Gate(frozenset({"lab-pc"})))
    assert [shared.get("/healthz", Host=host).status_code for host in ("LAB-PC:8050", "lab-pc", "lab-pc2")] == [
        200,
        200,
        421,
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/_reload-hash",
        "/_mcp",
        "/assets/../dashboard/app.py",
        "/assets/..%2fpyproject.toml",
        "/assets/%2e%2e/pyproject.toml",
        "/assets/..%5cpyproject.toml",
        "/assets/%00",
        "/_dash-component-suites/../../etc/passwd",
        "/_dash-component-suites/dash/../../etc/passwd",
        "/_dash-component-suites/dash/deps/none.js",
        "/_dash-component-suites/nothing/none.js",
        "/assets//app.js",
        "/tiles/0/0/0.mvt/x",
        "/tiles/99999999999/0/0.mvt",
        "/basemap/none.json",
        "/export.exe",
        "/export.jsonl",
        "/%F0%9F%92%A3",
    ],
)
def test_what_is_not_ours_is_not_found(site, path):
    """No traversal, no page for unknown paths, never a redirect."""
    answer = site.get(path)
    assert (answer.status_code, answer.headers.get("Location")) == (404, None)


def test_a_query_has_a_limit(site):
    """4,096 bytes and no more."""
    assert site.get("/?q=" + "a" * 4000).status_code == 200
    assert site.get("/?q=" + "a" * 4100).status_code == 414


def test_a_body_has_a_limit(site):
    """64 kB: no list of filters needs more."""
    assert site.post({"output": "x" * 70_000}).status_code in {400, 413}


def test_health(site):
    """What a monitor asks."""
    answer = site.get("/healthz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "OK")


# ---- callbacks

odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["search", "t", "do", "field", "value", "q", "sort", "page"]) | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
COMPONENTS = ("expect.data", "map-fig.data", "lanes-fig.data", "card-body.children", "bbox.data@")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_odd_values_never_break_a_callback(site, data):
    """Well-formed calls with any JSON in them are answered or refused, never with 500."""
    component = data.draw(st.sampled_from(COMPONENTS[:4]))
    body = site.body(component)
    for item in (*body["inputs"], *body["state"]):
        item["value"] = data.draw(odd)
    assert site.post(body).status_code in {200, 204, 400}


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_malformed_callbacks_are_refused(site, data):
    """A call that is not exactly one of ours is 400."""
    body = site.body(data.draw(st.sampled_from(COMPONENTS[:4])))
    key = data.draw(st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"]))
    replacement = data.draw(odd.filter(lambda value: value != body[key]))
    if key == "changedPropIds" and isinstance(replacement, list):
        replacement = [1]
    assert site.post({**body, key: replacement}).status_code == 400


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}", b'{"output":"sink-url.data"}', b'{"output": {"id": 1}}'],
)
def test_bodies_that_are_no_calls_are_refused(site, raw):
    """Not JSON, not an object, not one of the server's callbacks."""
    answer = site.client.post("/_dash-update-component", data=raw, content_type="application/json")
    assert answer.status_code == 400


def test_widgets_hold_a_view_both_ways():
    """Every filter of a view has a widget, and nothing is lost between them."""
    view, _ = View.from_query(
        "?actor=a&country=IQ&coalition=c&member=m&wide=0&type=ASSAULT&type=ASSAULT.aerial&status=planned&dataset=d&publisher=p&precision=adm1"
        "&from=2015-01-01&to=2015-02-01&undated=1&conf=40&q=tank&bbox=1,2,3,4"
    )
    assert read(write(view)) == view


@pytest.mark.parametrize(
    ("order", "query"),
    [
        (("clear", "countries", "IQ"), "from=2015-01-01&bbox=1,2,3,4"),
        (("clear", "window", ""), "country=IQ&bbox=1,2,3,4"),
        (("whole", "", ""), "country=IQ&bbox=1,2,3,4"),
        (("only", "precisions", "none"), "country=IQ&precision=none&from=2015-01-01"),
        (("undated", "", ""), "country=IQ&undated=1&bbox=1,2,3,4"),
        (("reset", "", ""), ""),
        (("explode", "x", "y"), "country=IQ&from=2015-01-01&bbox=1,2,3,4"),
    ],
)
def test_buttons_change_filters(order, query):
    """Chips, counts and reset: each changes what it says and nothing else."""
    view, _ = View.from_query("?country=IQ&from=2015-01-01&bbox=1,2,3,4")
    assert changed(view, *order).query == query


# ---- what is shown


def test_the_parts_agree(site):
    """Counts, bubbles, badges and facets of one answer tell of the same events."""
    shown = site.refresh("?country=IQ")
    assert text_of(shown["count"]["children"]) == f"Seeing 19 of {TOTAL}"
    assert shown["q"]["data"] == "country=IQ"
    assert shown["sentence"]["children"] == "Events in Iraq"
    bubbles = [row for trace in shown["map-fig"]["data"]["data"] for row in trace.get("customdata", ())]
    assert [row[:2] for row in bubbles] == [
        ["Al Anbar", "1 event"],
        ["Ramadi", "10 events"],
        ["Mosul", "6 events"],
        ["Hīt", "1 event"],
    ]
    assert [text_of(badge) for badge in shown["badges"]["children"]] == ["Iraq1", "Syria1"]
    countries = {option["value"]: option["count"] for option in shown["f-countries"]["data"]}
    assert countries == {"IQ": "19", "SY": "6", "DE": "1"}


def test_a_country_level_event_is_never_a_dot(site):
    """It stands in a badge; no bubble lies on the country's point."""
    shown = site.refresh("?precision=country")
    assert all("customdata" not in trace or not trace["customdata"] for trace in shown["map-fig"]["data"]["data"])
    assert [text_of(badge) for badge in shown["badges"]["children"]] == ["Syria2", "Iraq1"]


def test_a_chosen_value_stays_choosable_when_nothing_is_left_of_it(site):
    """Its box keeps its name and says 0."""
    shown = site.refresh("?actor=australia&q=zeppelin")
    assert {"value": "australia", "label": "Australia", "count": "0"} in shown["f-actors"]["data"]
    assert text_of(shown["map-empty"]["children"]).startswith("No events match these filters")


def test_a_mangled_link_says_so(site):
    """In one notice, in words."""
    shown = site.call("expect.data", {"url-in.data": {"search": "?from=never&country=IQ", "t": 7}})
    assert text_of(shown["notice-link"]["children"]) == "This link could be read only in part. Left out: from=never.×"
    assert shown["expect"]["data"] == {"q": "country=IQ", "t": 7}


def test_a_card_tells_position_and_neighbours(site):
    """Where the event stands in the list, and the buttons to the ones beside it."""
    shown = site.call(
        "card-body.children",
        {"sel.data": HIT, "q.data": "country=IQ", "table.data": {"sort": "date", "page": 1, "q": "country=IQ"}},
    )
    assert text_of(shown["card-title"]["children"]) == "Event 19 of 19"
    assert shown["card"]["className"] == "panel open"
    assert shown["ring"]["data"] == {"lat": 33.64, "lon": 42.83, "count": 1}


@pytest.mark.parametrize(
    ("number", "sources", "told"),
    [
        (1, 1, []),
        (2, 2, ["2 reports"]),
        (3, 2, ["3 reports from 2 independent sources"]),
        (2, 1, ["2 reports from one source"]),
    ],
)
def test_a_card_tells_how_many_reports_and_sources(tmp_path, number, sources, told):
    """Copies are told apart from sources; one report needs no words."""
    report = a_report("Ministers met in Stuttgart on Wednesday.")
    event = an_event(400, reports=(report,) * number, sources=sources, origin=None)
    site = Page(published(tmp_path))
    publish(tmp_path, contents((event,)))
    shown = site.call("card-body.children", {"sel.data": "ev_page00000190", "q.data": ""})
    tags = text_of(shown["card-body"]["children"])
    assert re.findall(r"\d reports?(?: from (?:\d|one) (?:independent )?sources?)?", tags)[:1] == told


@pytest.mark.parametrize(
    ("selected", "title"),
    [
        ("at:33.42000,43.30000,exact", "Ramadi · 10 events"),
        ("in:SY", "Syria · 2 events"),
        ("at:1.0,1.0,exact", "This place · 0 events"),
        ("at:99.0,999.0,nonsense", "Event"),
        ("ev_unknown", "Event"),
        ("<script>", "Event"),
    ],
)
def test_a_selection_opens_its_panel(site, selected, title):
    """An event, a place, a country, or a word that there is no such event."""
    shown = site.call("card-body.children", {"sel.data": selected, "q.data": ""})
    assert text_of(shown["card-title"]["children"]) == title


def test_links_of_articles_lead_to_the_web_only(tmp_path):
    """A javascript: address is shown as text and is no link; the paragraph is there letter by letter."""
    site = Page(published(tmp_path, hostile()))
    shown = site.call("card-body.children", {"sel.data": "ev_page000000c8", "q.data": ""})
    told = json.dumps(shown)
    assert "javascript:" not in told
    assert '<a href="https://evil.example/">Ramadi</a>' in text_of(shown["card-body"]["children"])
    assert [
        cards.is_web_address(url)
        for url in ("https://a.example/?x=1", "http://a.example", "ftp://a", "data:text/html,x", "https://a b", "")
    ] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


# ---- snapshots


def test_a_new_snapshot_is_seen_without_a_restart(tmp_path):
    """The page asks a small address and is told the new id; a link to the earlier one still opens, and says so."""
    site = Page(published(tmp_path))
    first = site.get("/snapshot.json").get_json()["snapshot"]
    second = publish(tmp_path, contents((an_event(300),)))
    assert site.get("/snapshot.json").get_json() == {"snapshot": second}
    assert text_of(site.refresh("")["count"]["children"]).endswith(
        f"of {TOTAL + 1} · 1 without a place · 2 without a date"
    )
    earlier = site.refresh(f"?snap={first}")
    assert f"of {TOTAL} " in text_of(earlier["count"]["children"])
    assert "earlier snapshot" in text_of(earlier["notice-snap"]["children"])
    missing = site.refresh("?snap=0123456789abcdef")
    assert "made on snapshot 0123456789abcdef, which is not here" in text_of(missing["notice-snap"]["children"])


def test_without_a_snapshot_the_page_says_what_to_do(tmp_path):
    """One plain page that tries again by itself; callbacks are told that there is nothing yet."""
    site = Page(tmp_path)
    answer = site.get("/")
    assert answer.status_code == 200
    assert "python -m etl build" in answer.get_data(as_text=True)
    assert site.get("/snapshot.json").get_json() == {"snapshot": None}
    assert site.get("/export.csv").status_code == 503
    assert site.post(site.body("expect.data")).status_code == 503


# ---- downloads


def test_csv_holds_every_seen_event_and_its_source(site):
    """A header, a line an event, and in the last columns the link to the same view, the day, the citation, the snapshot."""
    answer = site.get("/export.csv?country=IQ&view=1,2,3&event=x")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    snapshot = site.get("/snapshot.json").get_json()["snapshot"]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="conflict-events-{snapshot[:8]}.csv"'
    assert len(rows) == 19
    assert list(rows[0])[-4:] == ["link", "date", "citation", "snapshot"]
    assert {row["link"] for row in rows} == {f"http://localhost/?country=IQ&snap={snapshot}"}
    assert {(row["date"], row["snapshot"]) for row in rows} == {("2020-02-29", snapshot)}
    assert "Events in Iraq. 19 events. " in rows[0]["citation"]
    assert "Made strike reports, 2016" in rows[0]["citation"]


def test_geojson_holds_events_without_a_point_too(site):
    """A feature an event; those of a country or of nowhere have no geometry."""
    answer = site.get("/export.geojson")
    collection = json.loads(answer.get_data(as_text=True))
    snapshot = site.get("/snapshot.json").get_json()["snapshot"]
    assert answer.headers["Content-Type"] == "application/geo+json"
    assert len(collection["features"]) == TOTAL
    assert sum(feature["geometry"] is None for feature in collection["features"]) == 3
    assert (collection["snapshot"], collection["date"]) == (snapshot, "2020-02-29")
    assert collection["link"] == f"http://localhost/?snap={snapshot}"


# ---- the base map


def test_the_base_map_is_ours(site):
    """Tiles are there, and no address in the style is anybody else's."""
    tile = site.get("/tiles/4/9/6.mvt")
    assert (tile.status_code, tile.headers["Content-Encoding"]) == (200, "gzip")
    assert site.get("/tiles/4/99/6.mvt").status_code == 204
    assert site.get("/tiles/7/1/1.mvt").status_code == 204
    style = site.get("/basemap/light.json").get_json()
    assert re.findall(r"https?://[^/\"]+", json.dumps(style)) == ["http://localhost"]
    assert "glyphs" not in style
    assert "sprite" not in style


def test_the_page_names_no_other_host(site):
    """Neither the page nor its own script and style."""
    for path in ("/", "/assets/app.js", "/assets/early.js", "/assets/style.css"):
        found = re.findall(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", site.get(path).get_data(as_text=True))
        assert {address for address in found if "www.w3.org" not in address} == set(), path


# ---- the command line


def test_a_missing_store_is_one_line(tmp_path, capsys):
    """What is missing and what to do, and the exit code of stores."""
    assert command_line.main(["--store", str(tmp_path / "none"), "--no-browser"]) == 4
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "python -m etl build" in captured.err


def test_a_busy_port_gives_the_next_free_one():
    """No error for a port in use."""
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen(1)
        taken = busy.getsockname()[1]
        listener = command_line.listen("127.0.0.1", taken)
        assert taken < listener.getsockname()[1] < taken + command_line.TRIES
        listener.close()


def test_an_address_that_is_not_ours_is_an_error():
    """One line that says what to change."""
    with pytest.raises(InputError, match=r"cannot listen on 192\.0\.2\.1:8050.*choose another"):
        command_line.listen("192.0.2.1", 8050)


@pytest.mark.parametrize("port", ["0", "70000", "x", "-1"])
def test_a_port_is_a_port(port, capsys):
    """Anything else is refused with a word."""
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["--port", port])
    assert stopped.value.code == 2
    assert "is not a port" in capsys.readouterr().err or port == "-1"


def test_loopback_is_recognised():
    """By address and by name."""
    hosts = ("127.0.0.1", "127.1.2.3", "::1", "localhost", "192.0.2.1", "lab-pc")
    assert [is_loopback(host) for host in hosts] == [True] * 4 + [False] * 2
