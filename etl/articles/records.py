"""Articles that come with their fields: front matter and lines of JSONL."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.errors import RejectedArticle

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADER_BYTES = 16_384
_MAX_ID = 500
_FRONT_MATTER = re.compile(r"\s{0,3}---[ \t]*\r?\n(?P<head>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"[ \t]{0,3}(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*))?")
# The names under which each field is accepted, the first that has a value counts.
_NAMES = {
    "article_id": ("id",),
    "title": ("title",),
    "published": ("published", "date", "dct"),
    "publisher": ("publisher", "source"),
    "url": ("url",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One article's fields as written; None where missing. ``published`` is not yet understood."""

    text: str
    article_id: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


def from_front_matter(text: str) -> Record:
    r"""A text file; its text is what follows the ``---`` block, exactly as it stands, or all of it where there is none.

    >>> from_front_matter("---\ntitle: Hit retaken\n---\nThe army retook Hit.")
    Record(text='The army retook Hit.', article_id=None, title='Hit retaken', published=None, publisher=None, url=None)
    """
    head = text[:_HEADER_BYTES]
    match = _FRONT_MATTER.match(head)
    fields = _fields(match["head"]) if match else {}
    if not match or not fields:
        return Record(text=text)
    return _record(fields, text[match.end() :])


def from_json(line: bytes | str) -> Record:
    """One line of JSONL. Raises RejectedArticle where it is no object or has no text."""
    return _record(fields := json_object(line), _text(fields))


def json_object(line: bytes | str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RejectedArticle(f"not JSON: {str(error)[:80]}") from None
    if not isinstance(value, dict):
        raise RejectedArticle('not an article: a line is an object like {"title": …, "published": …, "text": …}')
    return value


def identity(fields: Mapping[str, object], otherwise: str) -> str:
    """``Source.location``: by the given id, else by address, else by where it was found."""
    for prefix, key in (("id", "id"), ("url", "url")):
        value = fields.get(key)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return f"{prefix}:{value}" if _is_text(str(value)) else otherwise
    return otherwise


def _is_text(value: str) -> bool:
    """Whether it can be stored: JSON can name half of a surrogate pair, which is no character."""
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def front_matter_fields(data: bytes) -> dict[str, str]:
    """The fields at the head of a file, read without decoding the rest."""
    head = data[:_HEADER_BYTES].decode("utf-8-sig", errors="replace")
    match = _FRONT_MATTER.match(head)
    return _fields(match["head"]) if match else {}


def _fields(head: str) -> dict[str, str]:
    found = {}
    for line in head.splitlines():
        if (match := _FIELD.fullmatch(line)) and (value := _unquoted((match["value"] or "").strip())):
            found[match["key"].lower()] = value
    return found


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"') if value[0] == '"' else value[1:-1].replace("''", "'")
    return value


def _text(fields: Mapping[str, object]) -> str:
    text = fields.get("text")
    if text is None or text == "":
        raise RejectedArticle("no text")
    if not isinstance(text, str):
        raise RejectedArticle("text: not a string")
    return text


def _record(fields: Mapping[str, object], text: str) -> Record:
    values = {field: _first(fields, names) for field, names in _NAMES.items()}
    if len(values["article_id"] or "") > _MAX_ID:
        raise RejectedArticle(f"id: longer than {_MAX_ID} characters")
    return Record(text=text, **values)


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise RejectedArticle(f"{name}: not a string")
        return value if isinstance(value, str) else str(value)
    return None
