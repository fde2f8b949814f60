"""Country packs: whole GeoNames dumps that a user adds to the gazetteer, a read-only file each."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import sqlite3
import tempfile
import zipfile
import zlib
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_data_path

from etl.errors import GazetteerError, InputError
from etl.gazetteer.artefact import SHIPPED, database_file
from etl.gazetteer.download import downloaded, forget
from etl.gazetteer.dump import FORMAT, Dump, new_in, write_pack
from etl.gazetteer.placefile import PlaceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES_VARIABLE: Final = "CONFLICT_TIMELINE_PLACES"
SERVER_VARIABLE: Final = "CONFLICT_TIMELINE_GEONAMES"
GEONAMES: Final = "https://download.geonames.org/export/dump"
ATTRIBUTION: Final = (
    "Places: GeoNames (https://www.geonames.org), CC BY 4.0; name it wherever you show or pass on its places."
)
LARGEST: Final = 4_000_000_000  # bytes of an unpacked dump
_FILE: Final = re.compile(r"([A-Z]{2})-[0-9a-f]{16}\.sqlite")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """An installed pack; ``sha256`` is that of the dump that it was made from, ``source`` where that was found."""

    country: str
    path: Path
    places: int
    names: int
    skipped: int
    sha256: str
    source: str
    dated: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What an ``add`` changed: the pack, what the shipped table did not have of it, and the pack that it replaced."""

    pack: Pack
    new_places: int
    new_names: int
    replaced: Pack | None = None
    unchanged: bool = False


def places_folder() -> Path:
    """Where packs are kept: ``CONFLICT_TIMELINE_PLACES``, else the platform's data folder of the user."""
    chosen = os.environ.get(PLACES_VARIABLE)
    return Path(chosen) if chosen else user_data_path("conflict-timeline") / "places"


def installed_files(folder: Path | None = None) -> tuple[Path, ...]:
    """The files of the packs, by country."""
    folder = (folder or places_folder()).absolute()
    try:
        return tuple(sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name)))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise GazetteerError(f"cannot read the packs in {folder} ({error.strerror}); set {PLACES_VARIABLE}") from error


def packs_key(folder: Path | None = None) -> str:
    """A fingerprint of the packs that are there, empty without any: events depend on them."""
    return "".join(f"+{path.stem}" for path in installed_files(folder))


def packs(folder: Path | None = None) -> tuple[Pack, ...]:
    """The packs that are there, by country. Raises GazetteerError for a damaged one."""
    return tuple(_read(path) for path in installed_files(folder))


def remove(country: str, folder: Path | None = None) -> bool:
    """Whether a pack of the country was there; it is gone now, and so is the beginning of a download."""
    folder = (folder or places_folder()).absolute()
    files = [path for path in installed_files(folder) if path.name.startswith(f"{country}-")]
    for path in files:
        path.unlink(missing_ok=True)
    forget(_part(folder, country))
    return bool(files)


def add(country: str, *, local: Path | None = None, server: str | None = None, folder: Path | None = None) -> Added:
    """The pack of a country (ISO alpha-2) from a server of GeoNames dumps, or from a ``local`` .zip or .txt.

    It replaces the one that is there, in one step: until the end, and after any error, the old one serves.
    Raises InputError for what the user gave, GazetteerError for the server and the disk.
    """
    folder = (folder or places_folder()).absolute()
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if local is not None:
            return _installed(local, Dump(country=country, sha256=_hash(local), source=local.name), folder)
        address = f"{(server or os.environ.get(SERVER_VARIABLE) or GEONAMES).rstrip('/')}/{country}.zip"
        got = downloaded(address, _part(folder, country), user_agent="conflict-timeline")
        dump = Dump(country=country, sha256=_hash(got.path), source=address, dated=got.dated)
        try:
            added = _installed(got.path, dump, folder)
        except InputError as error:
            forget(got.path)
            raise GazetteerError(f"{error}; run it again for a fresh copy") from error
        forget(got.path)
        return added


def _installed(source: Path, dump: Dump, folder: Path) -> Added:
    shipped = database_file(SHIPPED)
    target = folder / f"{dump.country}-{hashlib.sha256(f'{FORMAT}{dump.sha256}'.encode()).hexdigest()[:16]}.sqlite"
    before = [path for path in installed_files(folder) if path.name.startswith(f"{dump.country}-")]
    if target in before:
        return Added(pack=_read(target), new_places=0, new_names=0, unchanged=True)
    replaced = _readable(before)
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{dump.country}-", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        with _lines(source, dump.country) as lines:
            write_pack(lines, temporary, dump=dump, shipped=PlaceFile.open(shipped))
        places, names = new_in(temporary, shipped)
        os.replace(temporary, target)  # noqa: PTH105 (the atomic swap, named as such)
    finally:
        temporary.unlink(missing_ok=True)
    for path in before:
        path.unlink(missing_ok=True)
    return Added(pack=_read(target), new_places=places, new_names=names, replaced=replaced)


@contextmanager
def _lines(source: Path, country: str) -> Iterator[Iterator[str]]:
    """The lines of a .txt, or of the .txt in a .zip; the checksum of the zip is checked on the way."""
    if not zipfile.is_zipfile(source):
        if source.suffix.lower() in (".zip", ".part"):
            raise InputError(f"{source.name}: is damaged, or no zip file")
        with source.open(encoding="utf-8", errors="replace", newline="\n") as file:
            yield file
        return
    try:
        with zipfile.ZipFile(source) as archive:
            member = next((item for item in archive.infolist() if item.filename == f"{country}.txt"), None)
            if member is None:
                raise InputError(f"{source.name}: has no {country}.txt inside; is it a dump of another country?")
            if member.file_size > LARGEST:
                raise InputError(f"{source.name}: {member.filename} would be {member.file_size:,} bytes; is it a dump?")
            with archive.open(member) as raw, io.TextIOWrapper(raw, "utf-8", errors="replace", newline="\n") as file:
                yield file
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(f"{source.name}: is damaged ({error})") from error


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """Errors of the disk as one line that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise GazetteerError(f"cannot write the pack into {folder} ({error}); is the disk full?") from error
    except OSError as error:
        if isinstance(error, FileNotFoundError) and error.filename:
            raise InputError(f"{error.filename}: no such file") from error
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        advice = "make room" if full else f"set {PLACES_VARIABLE} to a writable folder"
        raise GazetteerError(f"cannot write into {folder} ({error.strerror or error}); {advice}") from error


def _read(path: Path) -> Pack:
    broken = f"the pack {path} is damaged or of another version; run `places remove {path.name[:2]}` and add it again"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            if database.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
                raise GazetteerError(broken)
            row = database.execute("SELECT country, places, names, skipped, sha256, source, dated FROM pack").fetchone()
    except sqlite3.Error as error:
        raise GazetteerError(broken) from error
    country, places, names, skipped, sha256, source, dated = row
    return Pack(
        country=country,
        path=path,
        places=places,
        names=names,
        skipped=skipped,
        sha256=sha256,
        source=source,
        dated=dated,
    )


def _readable(files: list[Path]) -> Pack | None:
    """The pack that is there; None for a damaged one, which is replaced all the same."""
    try:
        return _read(files[0]) if files else None
    except GazetteerError:
        return None


def _part(folder: Path, country: str) -> Path:
    return folder / f"{country}.zip.part"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
