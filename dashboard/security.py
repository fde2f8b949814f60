"""What stands in front of every request: who may ask, what may be asked, and what a browser may do with the answer."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash.exceptions import DashException
from flask import Flask, Response, abort, request
from werkzeug.exceptions import HTTPException

from etl.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_QUERY = 4096
LARGEST_BODY = 65_536
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
# A path outside of these is nothing of ours; everything else of Dash is not answered.
ROUTES = re.compile(
    r"/(?:|healthz|snapshot\.json|export\.(?:csv|geojson)|favicon\.ico|_favicon\.ico|_dash-(?:layout|dependencies|update-component)"
    r"|(?:_dash-component-suites|assets)/[\w@.\-/]+|tiles/\d{1,2}/\d{1,7}/\d{1,7}\.mvt|basemap/[a-z]+\.json)",
    re.ASCII,
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>(.*?)</script>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Gate:
    """Which host names are answered; loopback always is."""

    hosts: frozenset[str] = frozenset()

    def admits(self, host_header: str) -> bool:
        """Whether a Host header names this server: a page of another site that resolves to us does not.

        >>> Gate().admits("localhost:8050"), Gate().admits("evil.example"), Gate(frozenset({"lab.example"})).admits("LAB.example")
        (True, False, True)
        """
        name = re.sub(r":\d{1,5}$", "", host_header.strip().lower()).rstrip(".")
        return name in LOOPBACK_NAMES or name in self.hosts


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reached from this computer only."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def content_security_policy(page: str) -> str:
    """A policy under which the page's own scripts run and nothing else: no eval, no other host, no framing."""
    scripts = sorted({_hash(script) for script in INLINE_SCRIPT.findall(page)})
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *scripts]),
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
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def protect(
    server: Flask, *, gate: Gate, callbacks: Callable[[], Mapping[str, Any]], policy: Callable[[], str]
) -> None:
    """Installs the gate and the headers. ``callbacks`` is Dash's map of registered outputs."""
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @server.before_request
    def check() -> None:
        _check_request(gate)
        if request.path == "/_dash-update-component":
            _check_callback(callbacks())

    @server.after_request
    def add_headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy())
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path in {"/", "/snapshot.json"} or request.path.startswith(("/_dash-layout", "/_dash-dep")):
            response.headers["Cache-Control"] = "no-cache"
        return response

    _answer_errors(server)


def _check_request(gate: Gate) -> None:
    if not gate.admits(request.host):
        abort(421)
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if not ROUTES.fullmatch(request.path) or ".." in request.path or "//" in request.path:
        abort(404)


def _answer_errors(server: Flask) -> None:
    """One plain line for every error; what is not the asker's fault is logged."""

    @server.errorhandler(HTTPException)
    def known(error: HTTPException) -> Response:
        return _plain(error.code or 500, error.name)

    @server.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if isinstance(error, DashException) and request.path.startswith("/_dash-component-suites/"):
            return _plain(404, "Not Found")  # not one of its files
        if isinstance(error, StoreError):
            server.logger.warning("%s", error)
            return _plain(503, "Service Unavailable")
        server.logger.error("%s on %s", type(error).__name__, request.path, exc_info=error)
        return _plain(500, "Internal Server Error")


def _plain(code: int, name: str) -> Response:
    return Response(f"{code} {name}\n", status=code, mimetype="text/plain")


def _check_callback(registered: Mapping[str, Any]) -> None:
    """400 unless the body is a call of a registered callback with exactly its inputs and states."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        abort(400)
    spec = registered.get(body["output"]) if isinstance(body.get("output"), str) else None
    if spec is None or "callback" not in spec:
        abort(400)
    changed = body.get("changedPropIds", [])
    if not (isinstance(changed, list) and all(isinstance(name, str) and "." in name for name in changed)):
        abort(400)
    if not (_matches(body.get("inputs", []), spec["inputs"]) and _matches(body.get("state", []), spec["state"])):
        abort(400)
    if not _names_outputs(body.get("outputs"), body["output"]):
        abort(400)


def _matches(given: object, expected: list[dict[str, str]]) -> bool:
    if not isinstance(given, list) or len(given) != len(expected):
        return False
    return all(
        isinstance(item, dict) and item.get("id") == wanted["id"] and item.get("property") == wanted["property"]
        for item, wanted in zip(given, expected, strict=True)
    )


def _names_outputs(given: object, output: str) -> bool:
    """Whether ``outputs`` of a body spells the callback's own output ids."""
    single = isinstance(given, dict)
    items = [given] if single else given
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return False
    names = [f"{item.get('id')}.{item.get('property')}" for item in items]
    spelled = names[0] if single else f"..{'...'.join(names)}.."
    return spelled == output
