"""What comes in: one ``Source`` an article, or a ``Rejection`` that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime as dt

MAX_BYTES = 20_000_000  # of one file, one archive member, one line of JSONL or one answer of a server

SourceKind = Literal["text", "html", "json", "entry"]
DateOrder = Literal["DMY", "MDY"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the user said about all articles of a run.

    ``published`` dates texts that carry no date of their own; ``date_order`` says how "04/05/2016" is meant;
    ``fetch_urls`` lets JSONL lines and feed entries that have an address but no text be fetched.
    """

    published: dt.date | None = None
    date_order: DateOrder | None = None
    fetch_urls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The bytes of one article, not yet understood; cheap to send to another process.

    ``label`` is for people ("news.jsonl:12"). ``location`` is the identity under which a later version of the same
    article replaces this one: "id:<given id>", else "url:<address>", else the absolute path, with "!member" for
    a file of an archive and "#n" for the nth line or entry. ``charset`` is what a server said.
    """

    label: str
    location: str
    kind: SourceKind
    data: bytes
    options: ReadOptions
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that is no article; the reason is one line for the run's summary."""

    label: str
    reason: str


def too_large(what: str = "the file") -> str:
    return f"{what} is larger than {MAX_BYTES // 1_000_000} MB"
