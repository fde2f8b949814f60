"""Writing a file of events: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import InputError
from etl.exchange.formats import FORMATS, Citation, Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from etl.model import Event


def export(events: Iterable[Event], path: Path, *, citation: Citation | None = None) -> int:
    """Write the events in the format of the file's extension and say how many there are.

    The file is complete when it appears under its name; ``InputError`` for an extension or a folder that cannot be used.
    """
    written = 0

    def counted() -> Iterator[Event]:
        nonlocal written
        for event in events:
            written += 1
            yield event

    lines = format_of(path).lines(counted(), citation or Citation())
    write_whole(path, lines)
    return written


def format_of(path: Path) -> Format:
    """The format of a file's extension."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(sorted(FORMATS))
        raise InputError(
            f"{path}: events are not written as '{path.suffix}'; name a file that ends in {known}"
        ) from None


def encoded(text: str) -> bytes:
    """UTF-8; half of a surrogate pair, which UTF-8 cannot hold, is written as JSON would escape it."""
    return text.encode("utf-8", errors="backslashreplace")


def write_whole(path: Path, lines: Iterable[str]) -> None:
    """The lines as UTF-8 under that name, all of them or, where anything goes wrong on the way, none."""
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            temporary = Path(file.name)
            file.writelines(map(encoded, lines))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
