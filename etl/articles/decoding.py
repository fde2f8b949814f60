"""Bytes of unknown origin to text."""

from __future__ import annotations

import codecs
import re

from etl.errors import RejectedArticle

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([a-zA-Z0-9_:.-]{2,40})""", re.IGNORECASE
)
_READ_AS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
_SAMPLE = 200_000  # bytes that the detector looks at
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1f\x7f]")
_MOSTLY_ASCII = 0.03  # English in a Windows code page has a few quotes and dashes beyond ASCII
_MOST_CONTROLS = 0.01  # of all characters; more is a picture or a program, not a text


def text_of(data: bytes, charset: str | None = None) -> str:
    """The text of a file, without its byte-order mark: as marked, else UTF-8, else as declared, else as detected.

    Line ends stay as they are. Raises RejectedArticle for empty and for binary data.
    """
    if not data.strip():
        raise RejectedArticle("empty: there is no text")
    text = _decoded(data, charset)
    if "\0" in text:
        raise RejectedArticle("binary: not a text file")
    controls = sum(1 for _ in _CONTROLS.finditer(text, 0, _SAMPLE))
    if controls > _MOST_CONTROLS * min(len(text), _SAMPLE):
        raise RejectedArticle("binary: not a text file")
    return text


def _decoded(data: bytes, charset: str | None) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if unmarked := _unmarked_utf16(data[:2000]):
        return data.decode(unmarked, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = charset or _declared(data)
    if declared and (known := _as_declared(data, declared)) is not None:
        return known
    if (damaged := _damaged_utf8(data)) is not None:
        return damaged
    return data.decode(_detected(data), errors="replace")


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes: cut in the middle of a letter, or glued from two sources."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(map(len, re.findall("[^\x00-\x7f]+", text)))
    return text if beyond_ascii - broken > 10 * broken else None


def _unmarked_utf16(head: bytes) -> str | None:
    """Latin text in UTF-16 has a NUL in every second byte and none in the others."""
    half = len(head) // 2
    even, odd = head[: half * 2 : 2].count(0), head[1 : half * 2 : 2].count(0)
    if half >= 2 and odd > 0.7 * half and even <= 0.02 * half:
        return "utf-16-le"
    if half >= 2 and even > 0.7 * half and odd <= 0.02 * half:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, 4096)
    return match[1].decode("ascii") if match else None


def _as_declared(data: bytes, name: str) -> str | None:
    name = name.lower()
    if name in {"utf-8", "utf8"}:
        return data.decode("utf-8", errors="replace")  # a page that is cut or glued together
    try:
        codec = codecs.lookup(_READ_AS.get(name, name))
        return data.decode(codec.name)
    except (LookupError, UnicodeError):
        return None


def _detected(data: bytes) -> str:
    if sum(map(len, re.findall(rb"[\x80-\xff]+", data))) < _MOSTLY_ASCII * len(data):
        return "cp1252"
    from charset_normalizer import from_bytes  # noqa: PLC0415 (rarely needed and slow to load)

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else "cp1252"
