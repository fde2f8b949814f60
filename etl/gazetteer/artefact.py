"""The gazetteer on disk: compressed in the repository, unpacked once into the user's cache."""

from __future__ import annotations

import hashlib
import lzma
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from etl.errors import GazetteerError

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data" / "gazetteer" / "gazetteer.sqlite.xz"
CACHE_VARIABLE: Final = "CONFLICT_TIMELINE_CACHE"


def cache_folder() -> Path:
    """Where unpacked files go: ``CONFLICT_TIMELINE_CACHE``, else the platform's cache folder of the user."""
    chosen = os.environ.get(CACHE_VARIABLE)
    return Path(chosen) if chosen else user_cache_path("conflict-timeline")


def database_file(source: Path, cache: Path | None = None) -> Path:
    """A plain SQLite file with the content of ``source``; unpacked under a name made of its hash if need be.

    Two processes may do this at once: each writes its own temporary file and moves it into place.
    """
    try:
        blob = source.read_bytes() if source.suffix == ".xz" else None
    except OSError as error:
        raise GazetteerError(f"no gazetteer at {source} ({error.strerror}); restore it from the repository") from error
    if blob is None:
        if not source.is_file():
            raise GazetteerError(f"no gazetteer at {source}; restore it from the repository")
        return source.resolve()
    folder = (cache or cache_folder()).absolute()
    target = folder / f"gazetteer-{hashlib.sha256(blob).hexdigest()[:16]}.sqlite"
    if not target.is_file():
        try:
            _unpack(blob, target)
        except (lzma.LZMAError, EOFError, sqlite3.Error) as error:
            raise GazetteerError(f"{source} is damaged ({error}); restore it from the repository") from error
        except OSError as error:
            raise GazetteerError(
                f"cannot unpack the gazetteer into {folder} ({error.strerror}); set {CACHE_VARIABLE} to a writable folder"
            ) from error
    return target


def _unpack(blob: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".gazetteer-", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(lzma.decompress(blob))
            file.flush()
            os.fsync(file.fileno())
        _index(temporary)
        os.replace(temporary, target)  # noqa: PTH105 (the atomic swap, named as such)
    finally:
        temporary.unlink(missing_ok=True)


def _index(file: Path) -> None:
    """The latitude index is made here: it compresses badly, and making it takes a quarter of a second."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("CREATE INDEX place_latitude ON place(latitude)")
