"""Files, folders, archives, feeds and addresses to sources, in a fixed order and without understanding them."""

from __future__ import annotations

import io
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal, cast
from urllib.parse import urlsplit

from etl.articles import archives, feeds
from etl.articles.intake import MAX_BYTES, ReadOptions, Rejection, Source, SourceKind, too_large
from etl.articles.records import front_matter_fields, identity, json_object
from etl.articles.web import Fetcher, is_url
from etl.errors import InputError, RejectedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Shape = Literal["text", "html", "jsonl", "feed", "zip", "tar", "tar.gz", "gz"]

_ARCHIVES = frozenset({"zip", "tar", "tar.gz", "gz"})
_NESTED = "an archive inside an archive: unpack it first"
# Longest suffix first where one ends in another.
_SHAPES: dict[str, Shape] = {
    ".tar.gz": "tar.gz",
    ".tgz": "tar.gz",
    ".tar": "tar",
    ".zip": "zip",
    ".gz": "gz",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}
_INSTEAD = {
    suffix: advice
    for suffixes, advice in {
        ".docx .doc .odt .rtf .pages .epub": "save it as .txt or .html first",
        ".pdf .ps .djvu": "save its text as .txt first",
        ".json": "write one article a line and name it .jsonl",
        ".csv .tsv .xlsx .xls .ods .parquet": "rows of events come in with `import csv`; articles as .jsonl, one a line",
        ".mhtml .mht .webarchive .warc .wacz .maff": "save the page as .html first",
        ".eml .msg .mbox": "save the message as .txt or .html first",
        ".7z .rar .bz2 .xz .zst .lz .tbz2 .txz": "unpack it first, or pack it as .zip",
        ".jpg .jpeg .png .gif .webp .svg .tif .tiff .heic .mp3 .mp4 .mov .wav": "pictures and recordings are not read; give the text as .txt",
    }.items()
    for suffix in suffixes.split()
}
_KNOWN = "known are .txt .md .html .jsonl .rss .atom .xml, and .zip .tar .tar.gz .gz of them"
_STORE = "store.sqlite"
_SERVED_AS: dict[str, Shape] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where bytes come from: for people, for identity, and the name that tells their type."""

    label: str
    location: str
    name: str

    def inside(self, member: str) -> _Place:
        return _Place(
            label=archives.member_label(self.label, member),
            location=archives.member_label(self.location, member),
            name=member,
        )


@dataclass(frozen=True, slots=True)
class _Walk:
    """One run over the user's arguments."""

    options: ReadOptions
    fetcher: Fetcher = field(default_factory=Fetcher)

    def argument(self, path: str) -> Iterator[Source | Rejection]:
        if is_url(path):
            yield from self.fetched(path)
        elif Path(path).is_dir():
            yield from self.folder(path)
        else:
            yield from self.file(path)

    def folder(self, path: str) -> Iterator[Source | Rejection]:
        for name in _files(path):
            if isinstance(name, Rejection):
                yield name
            else:
                yield from self.file(name)

    def file(self, path: str) -> Iterator[Source | Rejection]:
        place = _Place(
            label=_printable(path), location=_printable(str(Path(path).absolute())), name=_printable(Path(path).name)
        )
        shape = _shape(place.name)
        if shape is None:
            yield Rejection(place.label, _unknown(place.name))
            return
        try:
            state = Path(path).stat()
            if not stat.S_ISREG(state.st_mode):
                yield Rejection(place.label, "not a file")
                return
            with Path(path).open("rb") as file:
                yield from self.opened(place, shape, file, state.st_size)
        except OSError as error:
            yield Rejection(place.label, f"cannot read it: {error.strerror or error}")

    def opened(self, place: _Place, shape: Shape, file: IO[bytes], size: int) -> Iterator[Source | Rejection]:
        if shape == "zip":
            yield from self.members(place, archives.zip_members(place.label, file))
        elif shape in {"tar", "tar.gz"}:
            yield from self.members(place, archives.tar_members(place.label, file, size, packed=shape == "tar.gz"))
        elif shape == "gz":
            yield from self.unpacked(place, file, size)
        elif shape == "jsonl":
            yield from self.lines(place, file)
        elif size > MAX_BYTES:
            yield Rejection(place.label, too_large())
        else:
            yield from self.whole(place, shape, _read(file))

    def members(self, place: _Place, members: Iterator[archives.Member | Rejection]) -> Iterator[Source | Rejection]:
        for member in members:
            if isinstance(member, Rejection):
                yield Rejection(_printable(member.label), member.reason)
            elif not _is_hidden(member.name):
                yield from self.member(place.inside(_printable(member.name)), member.data)

    def member(self, place: _Place, data: bytes) -> Iterator[Source | Rejection]:
        shape = _shape(place.name)
        if shape is None:
            yield Rejection(place.label, _unknown(place.name))
        elif shape in _ARCHIVES:
            yield Rejection(place.label, _NESTED)
        elif shape == "jsonl":
            yield from self.lines(place, io.BytesIO(data))
        else:
            yield from self.whole(place, shape, data)

    def unpacked(self, place: _Place, file: IO[bytes], size: int) -> Iterator[Source | Rejection]:
        inner = _Place(label=place.label, location=place.location, name=place.name[: -len(".gz")])
        shape = _shape(inner.name)
        if shape is None or shape in _ARCHIVES:
            yield Rejection(place.label, _NESTED if shape else _unknown(inner.name))
            return
        stream = io.BufferedReader(archives.Unpacked(file, size))
        if shape == "jsonl":
            yield from self.lines(inner, stream)
        else:
            yield from self.whole(inner, shape, _read(stream))

    def whole(
        self, place: _Place, shape: Shape, data: bytes, charset: str | None = None
    ) -> Iterator[Source | Rejection]:
        if len(data) > MAX_BYTES:
            yield Rejection(place.label, too_large())
        elif shape == "feed":
            yield from self.entries(place, data)
        else:
            fields = front_matter_fields(data) if shape == "text" else {}
            yield self.source(place, cast("SourceKind", shape), identity(fields, place.location), data, charset)

    def entries(self, place: _Place, data: bytes) -> Iterator[Source | Rejection]:
        try:
            for number, entry in enumerate(feeds.entries(data), start=1):
                yield from self.record(_numbered(place, number), "entry", entry, json.dumps(entry).encode())
        except RejectedArticle as error:
            yield Rejection(place.label, str(error))

    def lines(self, place: _Place, file: IO[bytes]) -> Iterator[Source | Rejection]:
        """One source a line; a damaged archive ends them with a rejection."""
        for number, line in enumerate(iter(lambda: file.readline(MAX_BYTES + 1), b""), start=1):
            if number == 1 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                yield Rejection(place.label, "UTF-16: save it as UTF-8 first")
                return
            if not line.isspace():
                yield from self.line(_numbered(place, number), line)
            if len(line) > MAX_BYTES:
                _skip_line(file, line)

    def line(self, place: _Place, line: bytes) -> Iterator[Source | Rejection]:
        if len(line) > MAX_BYTES:
            yield Rejection(place.label, too_large("the line"))
            return
        try:
            yield from self.record(place, "json", json_object(line), line)
        except RejectedArticle as error:
            yield Rejection(place.label, str(error))

    def record(
        self, place: _Place, kind: SourceKind, fields: Mapping[str, object], data: bytes
    ) -> Iterator[Source | Rejection]:
        url = fields.get("url")
        if self.options.fetch_urls and not fields.get("text") and isinstance(url, str) and is_url(url):
            yield from self.fetched(url)
        else:
            yield self.source(place, kind, identity(fields, place.location), data)

    def fetched(self, url: str) -> Iterator[Source | Rejection]:
        url = url.strip()
        try:
            page = self.fetcher.page(url)
        except RejectedArticle as error:
            yield Rejection(url, str(error))
            return
        place = _Place(label=url, location=f"url:{page.url}", name=url)
        shape = _served_shape(page.content_type, page.url, page.data)
        if shape is None:
            yield Rejection(url, f"fetch: the server sent {page.content_type}, which is no article")
        elif shape == "jsonl":
            yield from self.lines(place, io.BytesIO(page.data))
        else:
            yield from self.whole(place, shape, page.data, page.charset)

    def source(self, place: _Place, kind: SourceKind, location: str, data: bytes, charset: str | None = None) -> Source:
        return Source(label=place.label, location=location, kind=kind, data=data, options=self.options, charset=charset)


def sources(paths: Sequence[str], *, options: ReadOptions) -> Iterator[Source | Rejection]:
    """One source an article, in the order given and by name inside folders; everything that is none is a rejection.

    Cheap enough for the parent process: JSONL is streamed, archives are read within limits, nothing is parsed but
    feeds and the heads of records. http(s) addresses are fetched, because they were named. Hidden files and the
    folders that browsers save beside a page ("Page_files") are passed over.
    Raises InputError at once where a path does not exist.
    """
    for path in paths:
        if not is_url(path) and not os.path.lexists(path):
            raise InputError(
                f"{_printable(path)}: no such file or folder; give files, folders, archives or http(s) addresses"
            )
    walk = _Walk(options)
    return (item for path in paths for item in walk.argument(path))


def _files(folder: str) -> Iterator[str | Rejection]:
    failed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=failed.append):
        if _STORE in names:  # our own store inside of the folder of articles: `build .`
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not _is_hidden(name) and not _is_saved_beside(name, names))
        yield from (os.path.join(parent, name) for name in sorted(names) if not _is_hidden(name))  # noqa: PTH118 (names may be no text)
        while failed:
            error = failed.pop()
            yield Rejection(_printable(str(error.filename)), f"cannot read it: {error.strerror}")


def _is_hidden(name: str) -> bool:
    return any(
        (part.startswith(".") and part not in {".", ".."}) or part == "__MACOSX"
        for part in name.replace("\\", "/").split("/")
    )


def _is_saved_beside(folder: str, names: Sequence[str]) -> bool:
    stem = folder.removesuffix("_files")
    return stem != folder and any(f"{stem}{suffix}" in names for suffix in (".html", ".htm", ".xhtml"))


def _shape(name: str) -> Shape | None:
    lowered = name.lower()
    return next((shape for suffix, shape in _SHAPES.items() if lowered.endswith(suffix)), None)


def _served_shape(content_type: str, url: str, data: bytes) -> Shape | None:
    """What a server's answer is; many serve feeds as HTML or text, and some files as nothing in particular."""
    vague = content_type.startswith(("text/", "application/x-")) or content_type == "application/octet-stream"
    shape = _SERVED_AS.get(content_type) or (_shape(urlsplit(url).path) if vague else None)
    if (vague or shape in {"html", "feed"}) and feeds.is_feed(data):
        return "feed"
    return shape if shape in {"html", "text", "feed", "jsonl"} else None


def _unknown(name: str) -> str:
    suffix = Path(name).suffix.lower()
    if not suffix:
        return f"no file type in the name: {_KNOWN}"
    return f"{suffix}: {_INSTEAD.get(suffix, f'unknown type; {_KNOWN}')}"


def _numbered(place: _Place, number: int) -> _Place:
    return _Place(label=f"{place.label}:{number}", location=f"{place.location}#{number}", name=place.name)


def _read(file: IO[bytes]) -> bytes:
    return file.read(MAX_BYTES + 1)


def _skip_line(file: IO[bytes], start: bytes) -> None:
    while start and not start.endswith(b"\n"):
        start = file.readline(MAX_BYTES)


def _printable(path: str) -> str:
    """A path as text: bytes that are no UTF-8 are written out, so that it can be stored."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")
