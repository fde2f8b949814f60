"""Saved web pages: the text of the story, and what the page says about itself."""

from __future__ import annotations

import logging
from html import escape
from typing import Any, Final

from etl.articles.dates import FIRST_YEAR, LAST_YEAR
from etl.articles.records import Record
from etl.errors import RejectedArticle

_SHORTEST_STORY = 40  # characters; below, trafilatura takes the page's whole text in one piece
# Only the page's own metadata and markup, and no limit that moves with today's date.
_DATES: Final = {
    "original_date": True,
    "extensive_search": False,
    "min_date": f"{FIRST_YEAR}-01-01",
    "max_date": f"{LAST_YEAR}-12-31",
}


def from_html(html: str, *, url: str | None = None) -> Record:
    """The story of a page, a line a paragraph. Raises RejectedArticle where there is none.

    May take long on hostile pages: the caller sets the deadline.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 (a second to load)
    from trafilatura.settings import use_config  # noqa: PLC0415

    settings = use_config()
    settings.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST_STORY))

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # a page without a story is our rejection, not their warning
    document: Any = bare_extraction(
        html,
        url=url,
        fast=True,
        include_comments=False,
        include_tables=False,
        config=settings,
        with_metadata=True,
        date_extraction_params=dict(_DATES),
    )
    if document is None or not (document.text or "").strip():
        raise RejectedArticle("no text: the page holds no story")
    return Record(
        text=document.text,
        title=document.title,
        published=document.date,
        publisher=document.sitename or document.hostname,
        url=url or document.url,
    )


def fragment_text(html: str) -> str:
    """The text of a feed's entry: markup taken away, a line a block."""
    if "<" not in html:
        return html
    try:
        return from_html(f"<html><body><article>{html}</article></body></html>").text
    except RejectedArticle:
        return _bare_text(html)


def _bare_text(html: str) -> str:
    from lxml import etree  # noqa: PLC0415
    from lxml.html import fromstring  # noqa: PLC0415

    try:
        tree = fromstring(f"<div>{html}</div>")
    except (etree.ParserError, ValueError):
        return escape(html)
    return "\n".join(line for line in (" ".join(part.split()) for part in tree.itertext()) if line)
