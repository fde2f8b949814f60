"""``python -m dashboard``: serves a store's snapshots as a page."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import sys
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import ConflictTimelineError, InputError
from etl.snapshot import Snapshots

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

EXAMPLE = """examples:
  python -m dashboard                                        the store ./store on this computer
  python -m dashboard --store data/sample/store --no-browser
  python -m dashboard --host 0.0.0.0 --allow-host lab-pc     colleagues open http://lab-pc:8050
"""
PORT = 8050
TRIES = 50  # ports tried when the wished one is busy
ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 (compared with, not bound)


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="python -m dashboard",
        description="Show a store's events on a map and a timeline.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "--store", type=Path, default=Path("store"), metavar="DIR", help="the store to show (default: ./store)"
    )
    made.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1, this computer only)"
    )
    made.add_argument("--port", type=_port, default=PORT, help=f"port, or the next free one (default: {PORT})")
    made.add_argument("--no-browser", action="store_true", help="do not open a browser")
    made.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a name that colleagues call this computer by; may be repeated",
    )
    return made


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65535")
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serves until it is stopped; the exit code."""
    options = parser().parse_args(arguments)
    try:
        run(options)
    except ConflictTimelineError as error:
        sys.stderr.write(f"error: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
    return 0


def run(options: argparse.Namespace) -> None:
    from dashboard.app import create_app  # noqa: PLC0415 (half a second: --help and errors do not wait for it)
    from dashboard.security import Gate  # noqa: PLC0415

    snapshots = Snapshots(options.store)
    snapshots.get()
    listener = listen(options.host, options.port)
    port = listener.getsockname()[1]
    if port != options.port:
        _say(f"Port {options.port} is in use; using {port}.")
    hosts = {name.lower() for name in options.allow_host} | ({options.host.lower()} - ANYWHERE)
    app = create_app(snapshots, gate=Gate(frozenset(hosts)))
    address = f"http://{_name(options)}:{port}/"
    _say(f"Conflict Timeline is at {address}")
    if options.host in ANYWHERE and not options.allow_host:
        _say("Colleagues are not let in yet: add --allow-host NAME, NAME being what they call this computer.")
    _say("Stop it with Ctrl+C.")
    if not options.no_browser and has_display():
        threading.Timer(0.7, webbrowser.open, [address]).start()
    serve(app.server, listener)


def _name(options: argparse.Namespace) -> str:
    if options.allow_host:
        return str(options.allow_host[0])
    if options.host in ANYWHERE:
        return "127.0.0.1"
    return f"[{options.host}]" if ":" in options.host else str(options.host)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on the port, or on the next free one; ``InputError`` for an address that is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + TRIES, 65536)):
        made = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, candidate))
            made.listen(1024)
        except OSError as error:
            made.close()
            if not _is_busy(error):
                raise InputError(
                    f"cannot listen on {host}:{candidate}: {error.strerror or error}; choose another --host or --port"
                ) from error
        else:
            return made
    raise InputError(f"no free port from {port} to {port + TRIES - 1}; choose another --port")


def _is_busy(error: OSError) -> bool:
    return error.errno in {48, 98, 10013, 10048} or getattr(error, "winerror", None) in {10013, 10048}


def serve(server: Flask, listener: socket.socket) -> None:
    """Answers until interrupted. The limits keep slow or greedy clients from starving the others."""
    import waitress  # noqa: PLC0415 (only where something is served)

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(
        server,
        sockets=[listener],
        threads=8,
        connection_limit=2000,
        channel_timeout=20,
        max_request_body_size=65_536,
        max_request_header_size=16_384,
        ident=None,
    )


def has_display() -> bool:
    """Whether a browser that is opened here would be seen by someone."""
    if sys.platform in {"win32", "darwin"}:
        return not os.environ.get("SSH_CONNECTION")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
