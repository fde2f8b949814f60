"""One file from a server, resumed where it broke off: what ``places add`` contacts GeoNames with, and nothing else does."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from tqdm import tqdm

from etl.errors import GazetteerError, InputError

if TYPE_CHECKING:
    from pathlib import Path

ATTEMPTS: Final = 3
TIMEOUT_S: Final = 30.0  # without a byte
LARGEST: Final = 2_000_000_000  # bytes; the largest country of GeoNames has a quarter of it
CHUNK: Final = 1 << 16
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Downloaded:
    """A whole file, and when its server last changed it."""

    path: Path
    dated: str


def downloaded(address: str, part: Path, *, user_agent: str) -> Downloaded:
    """The file behind an http(s) address in ``part``; what an earlier call left there is continued, not fetched again.

    A server that has another file by now, or knows no ranges, gives the whole one. A connection that breaks is taken
    up again, ``ATTEMPTS`` times. Raises GazetteerError with what to do; ``part`` then keeps what came.
    """
    if urlsplit(address).scheme not in ("http", "https"):
        raise InputError(f"{address}: is no http or https address")
    part.parent.mkdir(parents=True, exist_ok=True)
    reason = ""
    for _ in range(ATTEMPTS):
        try:
            return Downloaded(path=part, dated=_attempt(address, part, user_agent))
        except HTTPError as error:
            if error.code == 416:  # what is there is longer than the file
                forget(part)
            if error.code < 500 and error.code != 416:
                raise _refused(address, error) from error
            reason = f"HTTP status {error.code}"
        except (URLError, HTTPException, TimeoutError, ConnectionError) as error:
            reason = str(getattr(error, "reason", error)) or type(error).__name__
    have = part.stat().st_size if part.is_file() else 0
    kept = f"; the {have:,} bytes that came are kept" if have else ""
    raise GazetteerError(f"{address} broke off ({reason}){kept}, run it again to go on")


def forget(part: Path) -> None:
    """A file that is of no use, with what is known of it."""
    part.unlink(missing_ok=True)
    _tag_file(part).unlink(missing_ok=True)


def _attempt(address: str, part: Path, user_agent: str) -> str:
    have = part.stat().st_size if part.is_file() else 0
    tag = _tag(part)
    headers = {"User-Agent": user_agent}
    if have and tag:
        headers |= {"Range": f"bytes={have}-", "If-Range": tag}
    with _opener().open(Request(address, headers=headers), timeout=TIMEOUT_S) as answer:  # noqa: S310 (checked by the caller)
        start, total = _extent(answer, have)
        if total > LARGEST:
            raise GazetteerError(f"{address}: is larger than {LARGEST:,} bytes; is it a dump of GeoNames?")
        tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        if tag and not tag.startswith("W/"):
            _tag_file(part).write_text(tag, encoding="utf-8")
        else:
            _tag_file(part).unlink(missing_ok=True)
        _received(answer, part, start, total)
        return str(answer.headers.get("Last-Modified") or "")


def _extent(answer: HTTPResponse, have: int) -> tuple[int, int]:
    """Where the bytes of the answer begin, and how many the whole file has; -1 when the server does not say."""
    found = _RANGE.fullmatch(answer.headers.get("Content-Range") or "") if answer.status == 206 else None
    if found is not None and int(found[1]) == have:
        return have, int(found[2])
    if answer.status == 206:
        raise HTTPException("the server sent another part than it was asked for")
    return 0, int(answer.headers.get("Content-Length") or -1)


def _received(answer: HTTPResponse, part: Path, start: int, total: int) -> None:
    with (
        part.open("r+b" if start else "wb") as file,
        tqdm(
            total=total if total > 0 else None,
            initial=start,
            desc=part.name.removesuffix(".part"),
            unit="B",
            unit_scale=True,
            disable=None,
        ) as progress,
    ):
        at = file.seek(start)
        while chunk := answer.read(CHUNK):
            at += file.write(chunk)
            progress.update(len(chunk))
            if at > LARGEST:
                raise GazetteerError(f"{answer.url}: is larger than {LARGEST:,} bytes; is it a dump of GeoNames?")
    if total >= 0 and at != total:
        raise HTTPException(f"{at:,} of {total:,} bytes came")


def _tag_file(part: Path) -> Path:
    return part.with_name(f"{part.name}.tag")


def _tag(part: Path) -> str:
    """What the server called the version that ``part`` is the beginning of."""
    with suppress(OSError, UnicodeError):
        return _tag_file(part).read_text(encoding="utf-8")
    return ""


def _refused(address: str, error: HTTPError) -> GazetteerError:
    if error.code == 404:
        return GazetteerError(f"{address}: the server has no such file; look at its folder or name another with --from")
    return GazetteerError(f"{address}: the server answered with HTTP status {error.code}; try again later")


def _opener() -> OpenerDirector:
    """Web addresses only, redirects too: no files, no FTP."""
    opener = OpenerDirector()
    handlers = (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        HTTPDefaultErrorHandler(),
        _WebOnly(),
        HTTPErrorProcessor(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    return opener


class _WebOnly(HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> Request | None:
        if urlsplit(str(arguments[-1])).scheme not in ("http", "https"):
            raise HTTPException("the server pointed away from the web")
        return super().redirect_request(*arguments)  # type: ignore[arg-type]  # its own arguments, handed on
