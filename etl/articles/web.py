"""One page or feed from the web, for addresses that the user named. Nothing else in the project contacts a host.

A redirect may not lead from the web to this computer or its network: the address that was connected to is checked
before anything is sent.
"""

from __future__ import annotations

import http.client
import ipaddress
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from etl.articles.intake import MAX_BYTES, too_large
from etl.errors import RejectedArticle

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

_TIMEOUT_SECONDS = 20.0
_DEADLINE_SECONDS = 60.0
_PAUSE_SECONDS = 1.0  # between two requests to one host
_CHUNK = 65_536
_SCHEMES = frozenset({"http", "https"})


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered; ``url`` is where the redirects ended."""

    url: str
    content_type: str
    charset: str | None
    data: bytes


class _ForbiddenError(Exception):
    """A redirect to where it may not lead."""


@dataclass(slots=True)
class Fetcher:
    """Gets pages, at most one a second from each host. The clock and the pause are given, for tests."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _last: MutableMapping[str, float] = field(default_factory=dict)

    def page(self, url: str) -> Page:
        """Raises RejectedArticle with one line where there is no answer that can be used."""
        host = _host(url)
        self._wait_for(host)
        opener = urllib.request.build_opener(_Redirects, _Http(host), _Https(host))
        request = urllib.request.Request(  # noqa: S310 (the scheme was checked)
            url, headers={"User-Agent": "conflict-timeline", "Accept-Encoding": "identity"}
        )
        try:
            with opener.open(request, timeout=_TIMEOUT_SECONDS) as answer:
                return Page(
                    url=answer.url,
                    content_type=answer.headers.get_content_type(),
                    charset=answer.headers.get_content_charset(),
                    data=self._body(answer),
                )
        except _ForbiddenError as error:
            raise RejectedArticle(f"fetch: {error}") from None
        except urllib.error.HTTPError as error:
            error.close()
            raise RejectedArticle(f"fetch: {_answered(error.code)}") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            raise RejectedArticle(f"fetch: {' '.join(str(reason).split())[:120] or type(error).__name__}") from None

    def _wait_for(self, host: str) -> None:
        last = self._last.get(host)
        if last is not None and (rest := last + _PAUSE_SECONDS - self.clock()) > 0:
            self.sleep(rest)
        self._last[host] = self.clock()

    def _body(self, answer: Any) -> bytes:
        """The whole body, however slowly it comes, within the size and the deadline."""
        start, chunks, size = self.clock(), [], 0
        while chunk := answer.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > MAX_BYTES:
                raise RejectedArticle(f"fetch: {too_large('the answer')}")
            if self.clock() - start > _DEADLINE_SECONDS:
                raise RejectedArticle(f"fetch: slower than {_DEADLINE_SECONDS:.0f} seconds")
        return b"".join(chunks)


def _answered(code: int) -> str:
    """A redirect is an error only where it is not followed: in circles, or away from the web."""
    return (
        "redirected in circles, or to what is not http or https" if 300 <= code < 400 else f"the server answered {code}"
    )


def is_url(text: str) -> bool:
    """Whether an argument is an address and not a path."""
    return "://" in text


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
        raise RejectedArticle("fetch: only http and https addresses can be fetched; give a file by its path")
    return parts.hostname


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme.lower() not in _SCHEMES:  # urllib itself would follow to ftp
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Http(urllib.request.HTTPHandler):
    """Connections that know which host the user named."""

    def __init__(self, named: str) -> None:
        super().__init__()
        self._named = named

    def http_open(self, req: Any) -> Any:
        return self.do_open(_guarded(http.client.HTTPConnection, self._named, req), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, named: str) -> None:
        super().__init__()
        self._named = named

    def https_open(self, req: Any) -> Any:
        return self.do_open(_guarded(http.client.HTTPSConnection, self._named, req), req)


def _guarded(base: Any, named: str, request: Any) -> Any:
    """A connection class for one request. The host that the user named may lie anywhere; so may a proxy of the user's."""
    direct = urlsplit(request.full_url).hostname

    class Guarded(base):  # type: ignore[misc]  # one of two classes, chosen at run time
        def connect(self) -> None:
            super().connect()
            if self.host == direct and direct != named and not _is_loopback_name(named) and _is_private(self.sock):
                self.close()
                raise _ForbiddenError("redirected to an address of this computer or its network")

    return Guarded


def _is_private(connection: Any) -> bool:
    address = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global


def _is_loopback_name(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
