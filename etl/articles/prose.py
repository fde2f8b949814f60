"""A text's paragraphs told apart: the story, and what the page puts around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.articles import furniture
from etl.articles.datelines import Dateline, agencies, dateline, services_only
from etl.articles.dates import date_line, only_date
from etl.articles.paragraphs import paragraphs
from etl.model import Span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from etl.articles.intake import DateOrder

_HEAD = 12  # paragraphs among which a headline, a date line or a byline may stand before the story
_DATELINE_WITHIN = 4  # paragraphs of the story
_SAME = 0.8  # share of words that make two lines the same headline
_ALIKE = 0.5  # and the same caption, written once for the eye and once for the screen reader
_LONGEST_TITLE = 150
_LONGEST_HEADLINE = 20  # words
_CREDITS = frozenset({"agency", "byline", "copyright"})
_DATED = frozenset({"date", "byline", "agency"})
_KEPT_WHEN_ALONE = frozenset({"heading", "caption", "headline"})
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATIONS = "Mr Mrs Ms Dr St Lt Col Gen Maj Sgt Capt Cmdr Sen Rep Gov Rev Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec No vs"
_NOT_ABBREVIATED = "".join(rf"(?<!\b{word})" for word in _ABBREVIATIONS.split())
_SENTENCE_END = re.compile(rf"(?<!\b[A-Z]){_NOT_ABBREVIATED}[.!?](?=\s|$)")
_NUMBER = re.compile(r"\(?\d{1,2}[.)][ \t]+(?=[A-Z\"“‘'])")
_LONGEST_TAIL = 90
_TAIL_CREDIT = re.compile(
    r"(?<=[.!?\"”’])\s+(?:[-–—]{1,2}\s?(?P<credit>[\w ,/&-]{2,60})|\((?P<inside>[\w ,/&-]{2,60})\))\.?$"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``kind`` is None for the story, else what the paragraph is instead: "caption", "navigation", …"""

    span: Span
    text: str
    block: int
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What a text says about itself. ``title`` is its own headline, empty where it has none."""

    paragraphs: tuple[Paragraph, ...]
    title: str
    prose: tuple[Span, ...]
    dateline: str | None
    agencies: tuple[str, ...]
    published: dt.date | None


def layout(text: str, *, title: str | None = None, date_order: DateOrder | None = None) -> Layout:
    """Linear in the length of the text. With ``title`` given, its repetitions in the text are headlines, not story."""
    found = [
        Paragraph(span, span.of(text), block, furniture.kind_of(span.of(text))) for span, block in paragraphs(text)
    ]
    found, tail = _without_tail_credit(list(map(_without_number, found)))
    found, line = _with_datelines(_with_captions(found))
    headline = title or _own_headline(found)
    found = _never_without_story(_with_headlines(found, headline))
    named = (*(line.agencies if line else ()), *_agencies(found), *tail)
    return Layout(
        paragraphs=tuple(found),
        title=headline or _first_sentence(found),
        prose=tuple(paragraph.span for paragraph in found if paragraph.kind is None),
        dateline=line.place if line else None,
        agencies=tuple(dict.fromkeys(named)),
        published=_date_line(found, date_order) or (line.published if line else None),
    )


def _without_number(paragraph: Paragraph) -> Paragraph:
    """A point of a list without its number, where it is part of the story."""
    number = _NUMBER.match(paragraph.text) if paragraph.kind is None else None
    if not number:
        return paragraph
    span = Span(paragraph.span.start + number.end(), paragraph.span.end)
    return replace(paragraph, span=span, text=paragraph.text[number.end() :])


def _with_captions(found: list[Paragraph]) -> list[Paragraph]:
    """The words of a picture stand beside its credit: the same words again, no full stop, or in the same block."""
    blocks = bool(found) and found[-1].block > 0
    marked = list(found)
    for index, paragraph in enumerate(found):
        if paragraph.kind not in {"credit", "caption"} or not _is_credited(paragraph):
            continue
        if furniture.announces_caption(paragraph.text) and index + 1 < len(found) and found[index + 1].kind is None:
            marked[index + 1] = replace(found[index + 1], kind="caption")
            continue
        for beside in (index - 1, index + 1):
            if 0 <= beside < len(found) and found[beside].kind in {None, "heading"}:
                before = beside < index
                if _captions(found[beside], paragraph, blocks=blocks, before=before):
                    marked[beside] = replace(found[beside], kind="caption")
    return marked


def _is_credited(paragraph: Paragraph) -> bool:
    return paragraph.kind == "credit" or furniture.has_credit(paragraph.text)


def _captions(line: Paragraph, credit: Paragraph, *, blocks: bool, before: bool) -> bool:
    if furniture.words(line.text[:400]) > furniture.LONGEST_CAPTION:
        return False
    if _similarity(line.text, furniture.without_credit(credit.text)) >= _ALIKE:
        return True
    same_block = line.block == credit.block
    if furniture.is_ended(line.text):
        return blocks and same_block and before
    return same_block and before


def _with_datelines(found: list[Paragraph]) -> tuple[list[Paragraph], Dateline | None]:
    """The first dateline, on a line of its own or before the story's first words."""
    story = 0
    for index, paragraph in enumerate(found):
        if index >= _HEAD + _DATELINE_WITHIN or story >= _DATELINE_WITHIN:
            break
        story += paragraph.kind is None
        if paragraph.kind not in {None, "heading", "caption"}:
            continue
        line = dateline(paragraph.text)
        if line and (paragraph.kind is None or line.end >= len(paragraph.text)):
            return [*found[:index], _after(paragraph, line), *found[index + 1 :]], line
    return found, None


def _after(paragraph: Paragraph, line: Dateline) -> Paragraph:
    """The rest of a paragraph behind its dateline."""
    if line.end >= len(paragraph.text):
        return replace(paragraph, kind="dateline")
    span = Span(paragraph.span.start + line.end, paragraph.span.end)
    return replace(paragraph, span=span, text=paragraph.text[line.end :])


def _own_headline(found: Sequence[Paragraph]) -> str:
    """The first line above the story that is a headline; empty where the story begins at once."""
    heads: list[str] = []
    for paragraph in found[:_HEAD]:
        if paragraph.kind is None and (furniture.is_ended(paragraph.text) or heads):
            break
        if paragraph.kind in {None, "heading"} and furniture.words(paragraph.text[:400]) <= _LONGEST_HEADLINE:
            heads.append(paragraph.text)
        elif paragraph.kind is None:
            break
    story = any(paragraph.kind is None and paragraph.text not in heads for paragraph in found)
    if not heads or not story:
        return ""
    return " ".join(next((head for head in heads if furniture.words(head) > 2), heads[0]).split())


def _with_headlines(found: list[Paragraph], headline: str) -> list[Paragraph]:
    return [
        replace(paragraph, kind="headline")
        if index < _HEAD
        and paragraph.kind in {None, "heading", "caption"}
        and len(paragraph.text) < 3 * len(headline) + 40
        and _similarity(paragraph.text, headline) >= _SAME
        else paragraph
        for index, paragraph in enumerate(found)
    ]


def _never_without_story(found: list[Paragraph]) -> list[Paragraph]:
    """A text of headings only, or of one line, tells its story in them."""
    if any(paragraph.kind is None for paragraph in found):
        return found
    spare = [index for index, paragraph in enumerate(found) if paragraph.kind in _KEPT_WHEN_ALONE]
    kept = {index for index in spare if furniture.words(found[index].text) > 3} or set(spare)
    return [replace(paragraph, kind=None) if index in kept else paragraph for index, paragraph in enumerate(found)]


def _without_tail_credit(found: list[Paragraph]) -> tuple[list[Paragraph], tuple[str, ...]]:
    """The credit that closes the story's last paragraph: "… the army said. (AFP)". Above that, such a line is a caption."""
    last = max((index for index, paragraph in enumerate(found) if paragraph.kind in {None, "caption"}), default=None)
    if last is None:
        return found, ()
    paragraph = found[last]
    match = _TAIL_CREDIT.search(paragraph.text, max(0, len(paragraph.text) - _LONGEST_TAIL))
    services = services_only(match["credit"] or match["inside"]) if match else ()
    if not match or not services:
        return found, ()
    span = Span(paragraph.span.start, paragraph.span.start + match.start())
    shortened = Paragraph(span, paragraph.text[: match.start()], paragraph.block)
    return [*found[:last], shortened, *found[last + 1 :]], services


def _agencies(found: Sequence[Paragraph]) -> tuple[str, ...]:
    return tuple(name for paragraph in found if paragraph.kind in _CREDITS for name in agencies(paragraph.text))


def _date_line(found: Sequence[Paragraph], order: DateOrder | None) -> dt.date | None:
    """The day of a date line above or below the headline, else the one that a byline or a credit there names."""
    head = [paragraph for paragraph in found[:_HEAD] if paragraph.kind in _DATED]
    days = [date_line(paragraph.text, order) for paragraph in head] + [only_date(paragraph.text) for paragraph in head]
    return next((day for day in days if day), None)


def _first_sentence(found: Sequence[Paragraph]) -> str:
    """A title for a text that has none: the story's first sentence, cut at a word."""
    first = next((paragraph.text for paragraph in found if paragraph.kind is None), "")
    line = " ".join(first[: 4 * _LONGEST_TITLE].split())
    if match := _SENTENCE_END.search(line, 12, _LONGEST_TITLE + 1):
        return line[: match.start() + 1].rstrip(".")
    if len(line) <= _LONGEST_TITLE:
        return line.rstrip(".")
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _similarity(one: str, other: str) -> float:
    """The share of words that two lines have in common."""
    a, b = set(_WORD.findall(one[:400].lower())), set(_WORD.findall(other[:400].lower()))
    return len(a & b) / len(a | b) if a and b else 0.0
