"""Online geocoding against a local server that fails in every way that servers fail."""

from __future__ import annotations

import json
import socket
import struct
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from etl.errors import GazetteerError, InputError
from etl.gazetteer import FallbackGeocoder, Gazetteer, OfflineGeocoder, online
from etl.gazetteer.online import GIVE_UP_AFTER, Clock
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RAMADI = [
    {
        "lat": "33.4206",
        "lon": "43.3078",
        "display_name": "Ramadi, Al Anbar, Iraq",
        "name": "Ramadi",
        "osm_id": 7,
        "addresstype": "city",
        "address": {"country_code": "iq", "state": "Al Anbar"},
    }
]
FEATURES = {
    "type": "FeatureCollection",
    "features": [
        {
            "geometry": {"type": "Point", "coordinates": [43.3078, 33.4206]},
            "properties": {
                "name": "Ramadi",
                "label": "Ramadi, Iraq",
                "country": "Iraq",
                "countrycode": "IQ",
                "osm_id": 7,
            },
        }
    ],
}
BODIES = {
    "garbage": b"<html>captive portal</html>",
    "nolat": b'[{"display_name": "x"}]',
    "latstr": b'[{"lat": "abc", "lon": "1", "display_name": "x"}]',
    "latnan": b'[{"lat": "nan", "lon": "inf", "display_name": "x"}]',
    "lat999": b'[{"lat": "999", "lon": "999", "display_name": "x"}]',
    "zero": b'[{"lat": "0", "lon": "0.0", "display_name": "x"}]',
    "obj": b'{"error": "Unable to geocode"}',
    "null": b"null",
    "deep": b"[" * 100_000,
    "latin": b'[{"lat": "1", "lon": "1", "display_name": "\xff\xfe"}]',
}


class Server(BaseHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query)
        query = (asked.get("q") or asked.get("text") or [""])[0]
        self.server.requests.append(query)
        self.server.agents.add(self.headers["User-Agent"])
        if query in BODIES:
            self.answer(200, BODIES[query])
        elif query.isdigit():
            self.answer(int(query), b"error")
        else:
            getattr(self, f"do_{query}", self.found)(parts.path)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def found(self, path: str) -> None:
        self.answer(200, json.dumps(RAMADI if path == "/search" else FEATURES).encode())

    def do_empty(self, path: str) -> None:
        self.answer(200, b"[]" if path == "/search" else b'{"features": []}')

    def do_busy(self, _path: str) -> None:
        if self.server.requests.count("busy") == 1:
            self.answer(429, b"{}", Retry_After="3")
        else:
            self.found("/search")

    def do_busy_for_long(self, _path: str) -> None:
        self.answer(429, b"{}", Retry_After="3600")

    def do_slow(self, _path: str) -> None:
        self.server.release.wait(60)

    def do_drip(self, _path: str) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            while not self.server.release.wait(0.02):
                self.wfile.write(b" ")
                self.wfile.flush()

    def do_drip_headers(self, _path: str) -> None:
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
            while not self.server.release.wait(0.02):
                self.wfile.write(b"x")
                self.wfile.flush()

    def do_huge(self, _path: str) -> None:
        self.send_response(200)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(b'[{"lat": "1", "lon": "1", "display_name": "')
            for _ in range(40):
                self.wfile.write(b"A" * 100_000)

    def do_reset(self, _path: str) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def do_redirfile(self, _path: str) -> None:
        self.answer(302, b"", Location="file:///etc/hostname")

    def do_cut(self, _path: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b'[{"lat": "1"')


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A client that hangs up is what these tests are about."""


@pytest.fixture
def server() -> Iterator[QuietServer]:
    running = QuietServer(("127.0.0.1", 0), Server)
    running.requests, running.agents, running.release = [], set(), threading.Event()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.release.set()
    running.shutdown()
    running.server_close()
    thread.join()


class FakeTime:
    """A clock whose sleeps take no time and are counted."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds

    def clock(self) -> Clock:
        return Clock(wall=lambda: self.now, steady=lambda: self.now, sleep=self.sleep)


def geocoder(server: QuietServer, folder: Path, **more: object):
    settings = {"service": "nominatim", "min_delay_s": 0, "deadline_s": 5, **more}
    return online(
        settings.pop("service"),
        domain=f"http://127.0.0.1:{server.server_port}",
        user_agent="conflict-timeline tests",
        cache_path=folder / "answers.sqlite",
        **settings,
    )


@pytest.mark.parametrize("service", ["nominatim", "photon", "pelias"])
def test_every_service_answers_with_a_place(server, tmp_path, service):
    """The same call and the same Place, whichever service answers; it is told who asks."""
    place = geocoder(server, tmp_path, service=service).place("Ramadi")
    assert (place.place_id, place.name, place.country) == (f"{service}:7", "Ramadi", "IQ")
    assert (place.latitude, place.longitude, place.precision) == (33.4206, 43.3078, PlacePrecision.EXACT)
    assert server.agents == {"conflict-timeline tests"}


@pytest.mark.parametrize("service", ["nominatim", "photon", "pelias"])
def test_an_unknown_place_is_none(server, tmp_path, service):
    """That there is no such place is an answer, not an error, and it is remembered."""
    asking = geocoder(server, tmp_path, service=service)
    assert [asking.geocode("empty"), asking.geocode("empty")] == [None, None]
    assert server.requests == ["empty"]


FAULTS = [*BODIES, "400", "403", "404", "429", "500", "503", "busy_for_long", "huge", "reset", "redirfile", "cut"]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_clear_error_and_is_never_stored(server, tmp_path, fault):
    """Whatever a server does, the caller sees one line, and the next call asks again."""
    asking = geocoder(server, tmp_path)
    for _ in range(2):
        with pytest.raises(
            GazetteerError, match=r"^nominatim did not answer for '\w+' \(.+\); go on without it"
        ) as seen:
            asking.geocode(fault)
        assert "\n" not in str(seen.value)
    assert server.requests.count(fault) == 2


@pytest.mark.parametrize("fault", ["slow", "drip", "drip_headers"])
def test_a_deadline_bounds_the_whole_call(server, tmp_path, fault):
    """A server that sends a byte now and then is left at the deadline like one that sends nothing."""
    asking = geocoder(server, tmp_path, deadline_s=0.3)
    with pytest.raises(GazetteerError, match=r"no answer within 0\.3 s"):
        asking.geocode(fault)
    assert not server.release.is_set(), "the server is still at it"


def test_nobody_there(tmp_path):
    """A refused connection is the same clear error."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    asking = online(
        "nominatim", domain=f"http://127.0.0.1:{port}", user_agent="tests", cache_path=tmp_path / "a.sqlite"
    )
    with pytest.raises(GazetteerError, match="nominatim did not answer"):
        asking.geocode("Ramadi")


def test_answers_are_kept_on_disk(server, tmp_path):
    """Five equal questions are one request, also after a restart."""
    for _ in range(5):
        assert geocoder(server, tmp_path).geocode("Ramadi").address == "Ramadi, Al Anbar, Iraq"
    assert server.requests == ["Ramadi"]


def test_answers_age(server, tmp_path):
    """An answer is asked for again after half a year, "no such place" after a week."""
    faked = FakeTime()
    asking = geocoder(server, tmp_path, clock=faked.clock())
    for query in ("Ramadi", "empty"):
        asking.geocode(query)
    faked.now += 8 * 86_400
    for query in ("Ramadi", "empty"):
        asking.geocode(query)
    faked.now += 180 * 86_400
    asking.geocode("Ramadi")
    assert server.requests == ["Ramadi", "empty", "empty", "Ramadi"]


def test_one_request_a_second_over_all_processes(server, tmp_path):
    """Two geocoders on one cache, as two processes have, take turns a second apart."""
    faked = FakeTime()
    first, second = (geocoder(server, tmp_path, min_delay_s=1, clock=faked.clock()) for _ in range(2))
    for asking, query in ((first, "Ramadi"), (second, "Hit"), (first, "Mosul"), (second, "Ramadi")):
        asking.geocode(query)
    assert faked.slept == [1, 1]


def test_a_busy_server_is_asked_again_when_it_says_so(server, tmp_path):
    """A wish to wait three seconds (HTTP 429, Retry-After) within the deadline costs three seconds, not the answer."""
    faked = FakeTime()
    assert geocoder(server, tmp_path, clock=faked.clock()).geocode("busy").latitude == 33.4206
    assert (server.requests, faked.slept) == (["busy", "busy"], [3])


def test_a_failing_service_is_left_alone(server, tmp_path):
    """After three failures in a row a long run does not wait for the service any more; a success starts anew."""
    asking = geocoder(server, tmp_path)
    for _ in range(GIVE_UP_AFTER - 1):
        with pytest.raises(GazetteerError):
            asking.geocode("500")
    assert asking.geocode("Ramadi") is not None
    for _ in range(GIVE_UP_AFTER):
        with pytest.raises(GazetteerError):
            asking.geocode("500")
    asked = len(server.requests)
    with pytest.raises(GazetteerError, match="failed 3 times in a row and is not asked again"):
        asking.geocode("Mosul")
    assert len(server.requests) == asked


def test_only_names_that_the_gazetteer_does_not_know_are_asked(server, tmp_path):
    """The service hears nothing of a name that is known offline."""
    both = FallbackGeocoder(OfflineGeocoder(Gazetteer.open()), geocoder(server, tmp_path))
    assert both.geocode("Hit, Iraq").address == "Hit, Anbar, Iraq"
    assert both.geocode("Qwzrtyville").address == "Ramadi, Al Anbar, Iraq"
    assert server.requests == ["Qwzrtyville"]


def test_a_name_of_the_service_is_text(server, tmp_path):
    """Whatever stands in a name is a name: escaping is the page's work, and nothing here runs it."""
    assert geocoder(server, tmp_path).geocode("<img src=x>").address == "Ramadi, Al Anbar, Iraq"


@pytest.mark.parametrize(
    ("service", "more", "reason"),
    [
        ("google", {}, "no geocoding service 'google'"),
        ("nominatim", {"user_agent": " "}, "wants to know who asks"),
        ("pelias", {}, "Pelias has no public server"),
    ],
)
def test_settings_are_checked_before_anything_is_asked(tmp_path, service, more, reason):
    """A wrong setting is told at once, with what to do."""
    with pytest.raises(InputError, match=reason):
        online(service, **{"user_agent": "tests", "cache_path": tmp_path / "a.sqlite", **more})


def test_an_unusable_cache_is_told(tmp_path):
    """A cache file that is none says so, with its name."""
    (tmp_path / "broken.sqlite").write_bytes(b"no database " * 100)
    with pytest.raises(GazetteerError, match=r"broken\.sqlite"):
        online("photon", user_agent="tests", cache_path=tmp_path / "broken.sqlite")
