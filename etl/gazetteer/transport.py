"""How an online service is reached: geopy's urllib adapter under a deadline, with checked answers in a disk cache."""

from __future__ import annotations

import json
import math
import sqlite3
import threading
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import AdapterHTTPError, URLLibAdapter
from geopy.exc import GeocoderParseError, GeocoderQuotaExceeded, GeocoderServiceError, GeocoderTimedOut

from etl.errors import GazetteerError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from etl.gazetteer.online import Clock

LARGEST_ANSWER: Final = 2_000_000  # bytes
KEPT_S: Final = 180 * 86_400.0
KEPT_UNKNOWN_S: Final = 7 * 86_400.0
_SECRETS: Final = frozenset(("key", "api_key", "apikey", "access_token", "token"))

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS answer(query TEXT PRIMARY KEY, body TEXT, asked_at REAL, empty INT);
CREATE TABLE IF NOT EXISTS turn(host TEXT PRIMARY KEY, next_at REAL);
"""


class AnswerCache:
    """Answers by request, and whose turn it is to ask, in one SQLite file that several processes share."""

    def __init__(self, path: Path, *, wall: Callable[[], float]) -> None:
        self._path = path
        self._wall = wall
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open()) as database, database:
                database.executescript(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise GazetteerError(f"cannot use {path} as a cache of answers ({error}); name another file") from error

    def get(self, query: str) -> str | None:
        with closing(self._open()) as database:
            row = database.execute("SELECT body, asked_at, empty FROM answer WHERE query = ?", (query,)).fetchone()
        if row is None or self._wall() - row[1] > (KEPT_UNKNOWN_S if row[2] else KEPT_S):
            return None
        return str(row[0])

    def put(self, query: str, body: str, *, empty: bool) -> None:
        with closing(self._open()) as database, database:
            database.execute("REPLACE INTO answer VALUES(?,?,?,?)", (query, body, self._wall(), int(empty)))

    def turn(self, host: str, min_delay_s: float) -> float:
        """Seconds to wait until this process may ask ``host``; the turn is taken with the answer."""
        with closing(self._open()) as database:
            database.isolation_level = None
            database.execute("BEGIN IMMEDIATE")
            row = database.execute("SELECT next_at FROM turn WHERE host = ?", (host,)).fetchone()
            now = self._wall()
            mine = min(max(now, row[0]), now + 60 * min_delay_s) if row else now
            database.execute("REPLACE INTO turn VALUES(?,?)", (host, mine + min_delay_s))
            database.execute("COMMIT")
        return mine - now

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=30)


class CheckedAdapter(URLLibAdapter):  # type: ignore[misc]  # geopy is untyped
    """geopy's urllib adapter; ``until`` is the steady-clock time at which the current call must be over."""

    def __init__(
        self,
        *,
        proxies: dict[str, str] | None,
        ssl_context: ssl.SSLContext | None,
        cache: AnswerCache,
        clock: Clock,
        min_delay_s: float,
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self.until = math.inf
        self._cache, self._clock, self._min_delay_s = cache, clock, min_delay_s
        self._watch = _Watch()
        handlers = _WatchedHTTP(self._watch), _WatchedHTTPS(self._watch, ssl_context)
        self.urlopen = build_opener(ProxyHandler(proxies), *handlers, _WebRedirects).open

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The body of a checked answer. Raises geopy's errors; nothing but a checked answer is stored."""
        query = _cache_key(url)
        stored = self._cache.get(query)
        if stored is not None:
            return stored
        body = self._fetched(url, timeout, headers)
        empty = _checked(body)
        self._cache.put(query, body, empty=empty)
        return body

    def _fetched(self, url: str, timeout: float, headers: Mapping[str, str]) -> str:
        self._wait(self._cache.turn(urlsplit(url).netloc, self._min_delay_s))
        try:
            return self._once(url, timeout, headers)
        except AdapterHTTPError as error:
            pause = _retry_after(error)
            if pause is None or pause > self._left():
                raise _plain(error) from error
        self._wait(max(pause, self._cache.turn(urlsplit(url).netloc, self._min_delay_s)))
        try:
            return self._once(url, timeout, headers)
        except AdapterHTTPError as error:
            raise _plain(error) from error

    def _left(self) -> float:
        return self.until - self._clock.steady()

    def _wait(self, seconds: float) -> None:
        if seconds > self._left():
            raise GeocoderTimedOut("no turn before the deadline")
        if seconds > 0:
            self._clock.sleep(seconds)

    def _once(self, url: str, timeout: float, headers: Mapping[str, str]) -> str:
        left = min(timeout, self._left())
        if left <= 0:
            raise GeocoderTimedOut("the deadline has passed")
        with self._watch.over(left):
            try:
                body = str(super().get_text(url, timeout=left, headers=headers))
            except (GeocoderServiceError, OSError, HTTPException, ValueError) as error:
                if self._watch.fired:
                    raise GeocoderTimedOut("the deadline has passed") from error
                raise
            if self._watch.fired:
                raise GeocoderTimedOut("the deadline has passed")
            return body

    def _decode_page(self, page: Any) -> str:
        """Read at most LARGEST_ANSWER bytes; called by geopy for answers and for error pages."""
        with page:
            try:
                body = page.read(LARGEST_ANSWER + 1)
            except (OSError, HTTPException, ValueError) as error:
                raise GeocoderServiceError("the connection broke") from error
        if len(body) > LARGEST_ANSWER:
            raise GeocoderParseError("the answer is too large")
        try:
            return str(body, encoding=page.headers.get_content_charset() or "utf-8")
        except (ValueError, LookupError) as error:
            raise GeocoderParseError("the answer is not text") from error


class _Watch:
    """Shuts the sockets of a call when its time is over: a server that sends a byte a second ends too."""

    def __init__(self) -> None:
        self.fired = False
        self._sockets: list[Any] = []
        self._timer: threading.Timer | None = None

    def over(self, seconds: float) -> _Watch:
        self.fired = False
        self._timer = threading.Timer(seconds, self._fire)
        self._timer.daemon = True
        return self

    def add(self, socket: Any) -> None:
        self._sockets.append(socket)

    def __enter__(self) -> None:
        if self._timer is not None:
            self._timer.start()

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._sockets.clear()

    def _fire(self) -> None:
        self.fired = True
        for socket in list(self._sockets):
            with suppress(OSError):
                socket.shutdown(SHUT_RDWR)


class _WatchedHTTP(HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: Request) -> Any:
        return self.do_open(_watched(HTTPConnection, self._watch), req)


class _WatchedHTTPS(HTTPSHandler):
    def __init__(self, watch: _Watch, context: ssl.SSLContext | None) -> None:
        super().__init__(context=context)
        self._tls, self._watch = context, watch

    def https_open(self, req: Request) -> Any:
        return self.do_open(_watched(HTTPSConnection, self._watch), req, context=self._tls)


def _watched(kind: type[HTTPConnection], watch: _Watch) -> Any:
    class Watched(kind):  # type: ignore[misc, valid-type]  # one body for both schemes
        def connect(self) -> None:
            super().connect()
            watch.add(self.sock)

    return Watched


class _WebRedirects(HTTPRedirectHandler):
    """Follows redirects to web addresses only: no files, no FTP."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise GeocoderServiceError("a redirect away from the web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _cache_key(url: str) -> str:
    parts = urlsplit(url)
    asked = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k.lower() not in _SECRETS)
    return f"{parts.netloc}{parts.path}?{urlencode(asked)}"


def _checked(body: str) -> bool:
    """Whether a well-formed answer is "no such place". Raises GeocoderParseError for everything else that is no answer."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise GeocoderParseError("the answer is not JSON") from error
    if isinstance(data, list):
        points = [(_field(item, "lat"), _field(item, "lon")) for item in data]
    elif isinstance(data, dict) and isinstance(data.get("features"), list):
        points = [_coordinates(item) for item in data["features"]]
    else:
        raise GeocoderParseError("the answer has no list of places")
    for latitude, longitude in points:
        _check_point(latitude, longitude)
    return not points


def _field(item: object, name: str) -> object:
    return item.get(name) if isinstance(item, dict) else None


def _coordinates(feature: object) -> tuple[object, object]:
    pair = _field(_field(feature, "geometry"), "coordinates")
    return (pair[1], pair[0]) if isinstance(pair, list) and len(pair) >= 2 else (None, None)


def _check_point(latitude: object, longitude: object) -> None:
    try:
        north, east = float(str(latitude)), float(str(longitude))
    except ValueError as error:
        raise GeocoderParseError("a place of the answer has no coordinates") from error
    if not (abs(north) <= 90 and abs(east) <= 180):  # also false for NaN
        raise GeocoderParseError("a place of the answer lies off the map")
    if north == 0 and east == 0:
        raise GeocoderParseError("a place of the answer lies at 0, 0")


def _retry_after(error: AdapterHTTPError) -> float | None:
    """How long a busy server asks us to wait; None when it does not, or for other errors."""
    if error.status_code not in (429, 503):
        return None
    wish = str((error.headers or {}).get("retry-after", ""))
    return float(wish) if wish.isdigit() else None


def _plain(error: AdapterHTTPError) -> GeocoderServiceError:
    kind = GeocoderQuotaExceeded if error.status_code in (402, 429) else GeocoderServiceError
    return kind(f"HTTP status {error.status_code}")
