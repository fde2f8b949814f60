"""Files inside .zip, .tar and .gz, read in memory within limits; nothing is ever unpacked to disk."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from etl.articles.intake import MAX_BYTES, Rejection, too_large

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_MEMBERS = 10_000
_MAX_TOTAL = 2_000_000_000  # bytes of all members together
_MAX_RATIO = 100  # of unpacked to packed; text reaches ten
_FREE = 1_000_000  # bytes that may unpack at any ratio
_UNREADABLE = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)
_DAMAGED = "the archive is damaged or cut off"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; ``name`` is its path inside."""

    name: str
    data: bytes


class _BombError(Exception):
    """An archive that unpacks to far more than it is."""


def zip_members(label: str, file: IO[bytes]) -> Iterator[Member | Rejection]:
    """The files of a .zip in the order of their names."""
    try:
        with zipfile.ZipFile(file) as archive:
            infos = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
            if len(infos) > MAX_MEMBERS:
                yield Rejection(
                    label, f"the archive has more than {MAX_MEMBERS:,} files: unpack it and give the folder"
                )
                return
            if sum(info.file_size for info in infos) > _MAX_TOTAL:
                yield Rejection(label, f"the archive unpacks to more than {_MAX_TOTAL // 1_000_000:,} MB")
                return
            for info in infos:
                yield _zip_member(label, archive, info)
    except _UNREADABLE:
        yield Rejection(label, _DAMAGED)


def tar_members(label: str, file: IO[bytes], size: int, *, packed: bool) -> Iterator[Member | Rejection]:
    """The files of a .tar or .tar.gz in the order in which they stand there; ``size`` is the file's own."""
    plain = cast("IO[bytes]", gzip.GzipFile(fileobj=file)) if packed else file
    limit = min(_MAX_TOTAL, _MAX_RATIO * size + _FREE) if packed else size
    try:
        with tarfile.open(fileobj=_Limited(plain, limit), mode="r:") as archive:
            count = 0
            for info in archive:
                if info.isdir():
                    continue
                count += 1
                if count > MAX_MEMBERS:
                    yield Rejection(
                        label, f"the archive has more than {MAX_MEMBERS:,} files: unpack it and give the folder"
                    )
                    return
                yield _tar_member(label, archive, info)
    except _BombError:
        yield Rejection(label, "the archive unpacks to far more than its size: not read")
    except _UNREADABLE:
        yield Rejection(label, _DAMAGED)


class Unpacked(io.RawIOBase):
    """The content of a .gz as a stream that stops a bomb. Raises OSError with one clear line where it is damaged."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = gzip.GzipFile(fileobj=file)
        self._limit = _MAX_RATIO * size + _FREE

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any writable buffer, as typeshed says
        try:
            data = self._file.read(len(buffer))
            place = self._file.tell()
        except (EOFError, zlib.error, OSError):
            raise OSError(_DAMAGED) from None
        if place > self._limit:
            raise OSError("the archive unpacks to far more than its size: not read")
        buffer[: len(data)] = data
        return len(data)


class _Limited(io.RawIOBase):
    """A file that no header can make read or skip more than the limit."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file = file
        self._limit = limit

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or offset > self._limit:
            raise _BombError
        return self._file.seek(offset)

    def read(self, size: int | None = -1) -> bytes:
        if (
            size is None
            or size < 0
            or size > MAX_BYTES + tarfile.RECORDSIZE
            or self._file.tell() + size > self._limit + tarfile.RECORDSIZE
        ):
            raise _BombError
        return self._file.read(size)


def _zip_member(label: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member | Rejection:
    label = member_label(label, info.filename)
    if reason := _zip_refusal(info):
        return Rejection(label, reason)
    try:
        with archive.open(info) as file:
            data = file.read(MAX_BYTES + 1)
    except _UNREADABLE:
        return Rejection(label, "damaged inside the archive")
    return Member(info.filename, data)


def _zip_refusal(info: zipfile.ZipInfo) -> str | None:
    """What is wrong with a file by its own declaration; zipfile never reads more than is declared."""
    refusals = (
        (_escapes(info.filename), "the name leads out of the archive: not read"),
        (stat.S_ISLNK(info.external_attr >> 16), "a link: not followed"),
        (bool(info.flag_bits & 1), "encrypted: unpack it first"),
        (info.file_size > MAX_BYTES, too_large()),
        (info.file_size > max(_FREE, _MAX_RATIO * info.compress_size), "unpacks to far more than its size: not read"),
    )
    return next((reason for refused, reason in refusals if refused), None)


def _tar_member(label: str, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member | Rejection:
    label = member_label(label, info.name)
    if info.issym() or info.islnk():
        return Rejection(label, "a link: not followed")
    if not info.isreg() or info.issparse():
        return Rejection(label, "not a file")
    if _escapes(info.name):
        return Rejection(label, "the name leads out of the archive: not read")
    if info.size > MAX_BYTES:
        return Rejection(label, too_large())
    file = archive.extractfile(info)
    data = file.read(info.size) if file else b""
    if len(data) < info.size:
        raise tarfile.ReadError(_DAMAGED)
    return Member(info.name, data)


def member_label(label: str, name: str) -> str:
    return f"{label}!{name}"


def _escapes(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\0" in name
