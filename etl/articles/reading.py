"""One source to one article: its text, its fields, its date, its story."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from etl.articles.dates import date_in_name, publication_date
from etl.articles.decoding import text_of
from etl.articles.english import foreign_language
from etl.articles.pages import fragment_text, from_html
from etl.articles.prose import layout
from etl.articles.records import Record, from_front_matter, from_json, json_object
from etl.errors import RejectedArticle
from etl.model import Article, ArticleId

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from etl.articles.intake import DateOrder, Source
    from etl.articles.prose import Layout

MAX_TEXT, MAX_LINES = 1_000_000, 20_000  # a longer text is a book or a dump, and takes longer than an article may
_LETTER = re.compile(r"[^\W_]")
_HTML = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--.{0,2000}?-->\s{0,20})?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(source: Source) -> Article:
    """The article in a source. Raises RejectedArticle with a short reason; offsets refer to its text as given."""
    record = _RECORDS[source.kind](source)
    _check(record)
    if language := foreign_language(record.text):
        raise RejectedArticle(f"language: {language}")
    options = source.options
    page = layout(record.text, title=record.title, date_order=options.date_order)
    if source.kind == "html" and not page.prose:
        raise RejectedArticle("no text: the page holds no story")
    published = _published(record, options.date_order) or page.published
    if published is None and source.kind != "json":
        published = date_in_name(_file_name(source.label))
    return _article(record, page, published or options.published)


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    published: dt.date | None = None,
    publisher: str | None = None,
    url: str | None = None,
    article_id: str | None = None,
) -> Article:
    """An article from its fields, as ``read`` makes it, but never rejected and never dated from its text."""
    record = Record(text=text, title=title, publisher=publisher, url=url, article_id=article_id)
    return _article(record, layout(text, title=title), published)


def article_id(title: str, published: dt.date | None, publisher: str | None, text: str) -> ArticleId:
    """The same for the same words, date and publisher on every machine.

    >>> article_id("", None, None, "The army retook Hit.")
    'art_f692be23740ae0e8'
    """
    fields = [title, published.isoformat() if published else None, publisher, text]
    digest = hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return ArticleId("art_" + digest.hexdigest()[:16])


def _text_record(source: Source) -> Record:
    text = text_of(source.data, source.charset)
    if _HTML.match(text):
        return from_html(text, url=_url(source))
    record = from_front_matter(text)
    return record if record.url else replace(record, url=_url(source))


def _html_record(source: Source) -> Record:
    return from_html(text_of(source.data, source.charset), url=_url(source))


def _json_record(source: Source) -> Record:
    return from_json(source.data)


def _entry_record(source: Source) -> Record:
    fields = json_object(source.data)
    return from_json(json.dumps({**fields, "text": fragment_text(str(fields.get("text") or ""))}))


_RECORDS: dict[str, Callable[[Source], Record]] = {
    "text": _text_record,
    "html": _html_record,
    "json": _json_record,
    "entry": _entry_record,
}


def _url(source: Source) -> str | None:
    kind, _, address = source.location.partition(":")
    return address if kind == "url" else None


def _check(record: Record) -> None:
    text = record.text
    if not text.strip():
        raise RejectedArticle("no text")
    if not _LETTER.search(text):
        raise RejectedArticle("no text: there are no words")
    if len(text) > MAX_TEXT:
        raise RejectedArticle(f"text: longer than {MAX_TEXT:,} characters")
    if len(text.splitlines()) > MAX_LINES:
        raise RejectedArticle(f"text: more than {MAX_LINES:,} lines")
    for name in ("text", "article_id", "title", "publisher", "url"):
        value = getattr(record, name) or ""
        if "\0" in value:
            raise RejectedArticle(f"{name.removeprefix('article_')}: holds NUL characters")
        if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
            raise RejectedArticle(f"{name.removeprefix('article_')}: holds half characters (lone surrogates)")


def _published(record: Record, order: DateOrder | None) -> dt.date | None:
    """The given date. One that cannot be read is an error, never a missing one."""
    if record.published is None:
        return None
    if day := publication_date(record.published, order):
        return day
    shown = " ".join(record.published.split())
    if order is None and publication_date(record.published, "DMY"):
        raise RejectedArticle(f"published: '{shown}' may be two days; say which with --date-order DMY or MDY")
    raise RejectedArticle(f"published: cannot read '{shown if len(shown) <= 40 else shown[:39] + '…'}'")


def _file_name(label: str) -> str:
    return "" if "://" in label else PurePosixPath(label.replace("\\", "/")).name


def _article(record: Record, page: Layout, published: dt.date | None) -> Article:
    title = " ".join(page.title.split())
    given = record.article_id
    return Article(
        article_id=ArticleId(given) if given else article_id(title, published, record.publisher, record.text),
        title=title,
        text=record.text,
        prose=page.prose,
        published=published,
        publisher=record.publisher,
        agencies=page.agencies,
        url=record.url,
        dateline=page.dateline,
    )
