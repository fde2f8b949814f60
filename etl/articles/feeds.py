"""RSS and Atom: a feed's entries as the fields of articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from etl.errors import RejectedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_FEED = 5_000_000  # bytes; a feed is parsed whole
_MAX_ENTRIES = 2_000
_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf|[a-z0-9]{1,20}:feed)[\s>]", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)


def is_feed(data: bytes) -> bool:
    """Whether XML is RSS or Atom, by its first element."""
    return _ROOT.search(data, 0, 4096) is not None


def entries(data: bytes) -> Iterator[dict[str, str | None]]:
    """Each entry's fields: id, url, title, published, publisher, text (HTML).

    Raises RejectedArticle for what is no feed, for entity declarations (they can blow up a parser) and for an empty feed.
    """
    if len(data) > _MAX_FEED:
        raise RejectedArticle(f"the feed is larger than {_MAX_FEED // 1_000_000} MB")
    if not is_feed(data):
        raise RejectedArticle("not a feed: save the page as .html, or the text as .txt")
    if _ENTITIES.search(data):
        raise RejectedArticle("the feed declares entities: remove its <!DOCTYPE> first")
    import feedparser  # noqa: PLC0415 (only feeds need it)

    feed = feedparser.parse(data)
    if not feed.entries:
        raise RejectedArticle("the feed has no entries")
    publisher = feed.feed.get("title")
    for entry in feed.entries[:_MAX_ENTRIES]:
        yield _fields(entry, publisher)


def _fields(entry: Any, publisher: str | None) -> dict[str, str | None]:
    contents = [content.get("value") or "" for content in entry.get("content", ())]
    source = entry.get("source") or {}
    return {
        "url": entry.get("link") or None,
        "title": entry.get("title") or None,
        "published": entry.get("published") or entry.get("updated") or None,
        "publisher": source.get("title") or publisher or None,
        "text": max([*contents, entry.get("summary") or ""], key=len) or None,
    }
