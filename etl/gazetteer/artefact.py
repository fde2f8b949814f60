"""The gazetteer on disk: compressed in the repository, unpacked once into the user's cache."""

from __future__ import annotations

import hashlib
import lzma
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_cache_path

from etl.errors import GazetteerError
from etl.gazetteer.romanisation import ROMANISED, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data" / "gazetteer" / "gazetteer.sqlite.xz"
CACHE_VARIABLE: Final = "CONFLICT_TIMELINE_CACHE"
INDEXES: Final = 3  # counts up when ``index`` makes something else, so that files of before are not taken
DERIVED: Final = 2  # the kind of a name that was made from another one


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
    target = folder / f"gazetteer-{hashlib.sha256(blob).hexdigest()[:16]}-{INDEXES}.sqlite"
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
        with closing(sqlite3.connect(temporary)) as database, database:
            database.execute("PRAGMA journal_mode = OFF")
            index(database)
        os.replace(temporary, target)  # noqa: PTH105 (the atomic swap, named as such)
    finally:
        temporary.unlink(missing_ok=True)


def index(database: sqlite3.Connection) -> None:
    """What compresses badly and is quick to make: places by latitude, romanised names by skeleton."""
    database.execute("CREATE INDEX place_latitude ON place(latitude)")
    database.execute(
        "CREATE TABLE skeleton(key TEXT, country TEXT, number INT, name TEXT,"
        " PRIMARY KEY(key, country, number, name)) WITHOUT ROWID"
    )
    countries = {
        number: country
        for number, country in database.execute("SELECT number, country FROM place WHERE feature_code NOT LIKE 'PCL%'")
        if country in ROMANISED
    }
    rows = (
        (bones, countries[number], number, name)
        for name, blob in database.execute("SELECT key, places FROM name")
        for number, kind in unpacked(blob)
        if number in countries and kind < DERIVED and (bones := skeleton(name))
    )
    database.executemany("INSERT INTO skeleton VALUES(?,?,?,?)", sorted(rows))


def packed(pairs: Iterable[tuple[int, int]]) -> bytes:
    """Row numbers and kinds as ascending varint differences.

    >>> unpacked(packed([(300, 1), (7, 0)]))
    [(7, 0), (300, 1)]
    """
    out, last = bytearray(), 0
    for value in sorted(number << 2 | kind for number, kind in pairs):
        step, last = value - last, value
        while step > 127:
            out.append(step & 127 | 128)
            step >>= 7
        out.append(step)
    return bytes(out)


def unpacked(blob: bytes) -> list[tuple[int, int]]:
    """Row numbers and kinds as ``packed`` wrote them."""
    pairs = []
    value = step = shift = 0
    for byte in blob:
        step |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            value += step
            pairs.append((value >> 2, value & 3))
            step = shift = 0
    return pairs
