"""The panel beside the map: one event with its receipts, or the events of one place or country."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dash import html

from dashboard import labels, queries
from dashboard.answers import ROLES, answer
from dashboard.layout import attrs, dot, icon
from dashboard.listing import opens, type_words
from dashboard.theme import FAMILY_OF, PRECISION_WORDS
from dashboard.view import day_in_words
from etl.model import EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dashboard.queries import Card, Excerpt, Row
    from dashboard.view import View
    from etl.snapshot import Snapshot

AT = re.compile(r"at:(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),([a-z0-9]+)(?:,(\d{1,5}))?", re.ASCII)
IN = re.compile(r"in:([A-Z]{2})(?:,(\d{1,5}))?", re.ASCII)
TOLLS = (("fatalities", "Killed"), ("wounded", "Wounded"), ("captured", "Taken"))
HAIR = 2e-5  # degrees: the corners around a point
KINDS = {"actor": "who", "trigger": "what", "place": "where", "time": "when", "toll": "toll"}


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel shows; ``ring`` is where the map marks it."""

    title: Any
    body: Any
    ring: dict[str, Any] | None = None


def panel(snapshot: Snapshot, view: View, selected: str) -> Panel:
    """The panel for a selection: an event id, ``at:latitude,longitude,precision`` or ``in:COUNTRY``."""
    at = AT.fullmatch(selected)
    if at and abs(float(at[1])) <= 90 and abs(float(at[2])) <= 180:
        return _place(snapshot, view, at)
    if within := IN.fullmatch(selected):
        return _country(snapshot, view, within)
    card = queries.card(snapshot, view, selected)
    if card is None:
        return _absent()
    known = {dataset.name: dataset.label for dataset in snapshot.datasets}
    countries = {code: country.name for code, country in snapshot.countries.items()}
    return _event(card, known.get(card.row.dataset, card.row.dataset), countries)


def _absent() -> Panel:
    words = [
        html.P("This event is not in the snapshot that you see.", className="empty-head"),
        html.P("A later build may have merged it with another event or removed its article.", className="hint"),
    ]
    return Panel("Event", html.Div(words))


# --- several events ----------------------------------------------------------------------------------------------


def _place(snapshot: Snapshot, view: View, at: re.Match[str]) -> Panel:
    latitude, longitude = float(at[1]), float(at[2])
    precision = at[3] if at[3] in set(PlacePrecision) else PlacePrecision.EXACT
    box = (longitude - HAIR, latitude - HAIR, longitude + HAIR, latitude + HAIR)
    there = replace(view, bbox=box, precisions=(precision,), page=int(at[4] or 1))
    page = queries.page(snapshot, there)
    name = page.rows[0].place if page.rows else "This place"
    words = PRECISION_WORDS[PlacePrecision(precision)]
    ring = {"lat": latitude, "lon": longitude, "count": page.seen}
    return Panel(*_events(name, words, page, f"at:{at[1]},{at[2]},{at[3]}"), ring)


def _country(snapshot: Snapshot, view: View, within: re.Match[str]) -> Panel:
    code = within[1]
    there = replace(view, countries=(code,), precisions=("country",), bbox=None, page=int(within[2] or 1))
    page = queries.page(snapshot, there)
    name = snapshot.countries[code].name if code in snapshot.countries else code
    return Panel(*_events(name, PRECISION_WORDS[PlacePrecision.COUNTRY].partition(":")[0], page, f"in:{code}"))


def _events(name: str, words: str, page: queries.Page, key: str) -> tuple[Any, Any]:
    title = [html.B(name), html.Span(f" · {page.seen:,} event{'s' if page.seen != 1 else ''}", className="mute")]
    if not page.rows:
        return title, html.P("No events here under the filters.", className="hint")
    rows = [_short_row(row) for row in page.rows]
    turns = html.Div(
        [
            opens(f"{key},{page.number - 1}", "‹ Previous", className="btn quiet", disabled=page.number <= 1),
            html.Span(f"{page.number} of {page.pages}"),
            opens(f"{key},{page.number + 1}", "Next ›", className="btn quiet", disabled=page.number >= page.pages),
        ],
        className="pager",
        hidden=page.pages < 2,
    )
    return title, html.Div(
        [html.P(words[:1].upper() + words[1:], className="hint"), html.Div(rows, className="rows"), turns]
    )


def _short_row(row: Row) -> html.Button:
    told = f"{row.date} · {type_words(row)}" + (f" · {status_words(row)}" if row.status != "occurred" else "")
    return opens(
        row.event_id,
        dot(FAMILY_OF[EventType(row.event_type)]),
        html.Span([html.Span(row.title, className="row-title"), html.Small(told)]),
        className="row",
    )


# --- one event ---------------------------------------------------------------------------------------------------


def _event(card: Card, dataset: str, countries: Mapping[str, str]) -> Panel:
    row, record = card.row, card.record
    parts = [
        _tags(card, dataset),
        html.H2(row.title, className="card-name"),
        _facts(card),
        *[_excerpt(excerpt, i, len(card.excerpts), countries) for i, excerpt in enumerate(card.excerpts)],
        _origin(card),
        html.P([html.Kbd("j"), html.Kbd("k"), " next and previous event"], className="hint keys-hint"),
    ]
    ring = None
    if record.get("latitude") is not None and record.get("place_precision") not in {"country", "none"}:
        ring = {"lat": record["latitude"], "lon": record["longitude"], "count": 1}
    return Panel(_event_title(card), html.Div([part for part in parts if part is not None], className="event"), ring)


def _event_title(card: Card) -> html.Div:
    place = f"Event {card.position:,} of {card.seen:,}" if card.position else "Event outside of the filters"

    def step(name: str, event_id: str | None, title: str) -> html.Button:
        return opens(
            event_id or "",
            icon(name),
            id=f"card-{name}",
            className="btn square",
            disabled=event_id is None,
            title=title,
            **attrs(aria_label=title),
        )

    return html.Div(
        [
            step("previous", card.previous, "Previous event (k)"),
            step("next", card.next, "Next event (j)"),
            html.Span(place),
        ],
        className="steps",
        **attrs(data_at_page=str(-(-card.position // queries.PAGE_ROWS)) if card.position else None),
    )


def status_words(row: Row) -> str:
    return labels.STATUSES[Status(row.status)].lower()


def _tags(card: Card, dataset: str) -> html.Div:
    row = card.row
    tags = [html.Span([dot(FAMILY_OF[EventType(row.event_type)]), type_words(row)], className="tag")]
    tags.append(html.Span(status_words(row), className=f"tag status-{row.status}"))
    count = card.record.get("count")
    if count and count > 1:
        tags.append(html.Span(f"{count:,} acts told as one", className="tag"))
    if row.reports > 1:
        told = labels.reports(row.reports, card.record.get("sources") or 1)
        tags.append(html.Span(told, className="tag quiet"))
    tags.append(html.Span(dataset, className="tag quiet"))
    return html.Div(tags, className="tags")


DATE_WORDS = {
    "day": "the day is known",
    "days": "some day of these",
    "week": "some day of this week",
    "month": "known to the month",
    "season": "known to the season",
    "year": "known to the year",
    "open": "from then until the report",
    "unknown": "no date is known",
}


def _facts(card: Card) -> html.Dl:
    row, record = card.row, card.record
    confidence: dict[str, float] = record.get("confidence") or {}
    rows: list[Any] = []

    def fact(key: str, term: str, value: Any, detail: str | None) -> None:
        small = [html.Small(detail)] if detail else []
        rows.extend([html.Dt(term, className=f"k-{key}"), html.Dd([value, *small, _meter(key, confidence.get(key))])])

    fact("when", "When", row.date, DATE_WORDS.get(str(record.get("date_precision") or "unknown")))
    fact("where", "Where", _where(card), _where_detail(record))
    fact("who", "Who", _who(record), None)
    fact("what", "What", type_words(row), None)
    for key, term in TOLLS:
        if record.get(key) is not None:
            fact("toll", term, f"{record[key]:,}", "as reported")
    return html.Dl(rows, className="facts")


def _where(card: Card) -> str:
    row = card.row
    if not row.place:
        return "No place is named"
    return f"{row.place}, {row.country}" if row.country and row.country not in row.place else row.place


def _where_detail(record: dict[str, Any]) -> str:
    precision = PlacePrecision(record.get("place_precision") or "none")
    words = PRECISION_WORDS[precision]
    if record.get("latitude") is None or precision in {PlacePrecision.COUNTRY, PlacePrecision.NONE}:
        return words
    return f"{words} · {record['latitude']:.3f}, {record['longitude']:.3f}"


def _who(record: dict[str, Any]) -> Any:
    actors: Sequence[dict[str, Any]] = record.get("actors") or ()
    if not actors:
        return html.Span("Nobody is named", className="mute")
    return html.Ul(
        [html.Li([html.Span(str(actor.get("name"))), html.Small(_actor_detail(actor))]) for actor in actors],
        className="actors",
    )


def _actor_detail(actor: dict[str, Any]) -> str:
    role = ROLES.get(str(actor.get("role")), "")
    mention = actor.get("mention")
    return f"{role}, as “{mention}”" if mention and mention != actor.get("name") else role


def _meter(key: str, share: float | None) -> html.Span | None:
    if share is None:
        return None
    percent = round(100 * share)
    bar = html.Span(className="bar", style={"--share": f"{percent}%"}, **attrs(aria_hidden="true"))
    return html.Span([bar, f"{percent}%"], className=f"meter m-{key}", title=f"How sure the reading is: {percent}%")


def _excerpt(excerpt: Excerpt, index: int, reports: int, countries: Mapping[str, str]) -> html.Section:
    head = html.H3(f"Report {index + 1} of {reports}" if reports > 1 else "The report", className="report-head")
    quote = html.Figure(
        [html.Blockquote(list(marked(excerpt)), className="paragraph"), html.Figcaption(_source(excerpt))],
        className="quote",
    )
    return html.Section([head, quote, _decisions(excerpt, countries, opened=index == 0)], className="report")


def marked(excerpt: Excerpt) -> Iterator[Any]:
    """The paragraph character for character, its sentence set off, who, what, where and when in their colours."""
    start, end = excerpt.sentence
    pieces: list[tuple[int, int, str | None]] = []
    at = 0
    for first, last, kind in excerpt.highlights:
        pieces += [(at, first, None), (first, last, kind)]
        at = last
    pieces.append((at, len(excerpt.paragraph), None))
    for first, last, name in pieces:
        for low, high, told in (
            (first, min(last, start), False),
            (max(first, start), min(last, end), True),
            (max(first, end), last, False),
        ):
            if low < high:
                yield _piece(excerpt.paragraph[low:high], name, told=told)


def _piece(text: str, kind: str | None, *, told: bool) -> Any:
    if kind in KINDS:
        return html.Mark(text, className=f"m-{KINDS[kind]}" + ("" if told else " around"), title=KINDS[kind])
    return html.Span(text, className="told" if told else "around")


def _source(excerpt: Excerpt) -> list[Any]:
    title = excerpt.title or excerpt.article_id
    link = is_web_address(excerpt.url)
    shown: Any = (
        html.A(title, href=excerpt.url, target="_blank", rel="noopener noreferrer") if link else html.Span(title)
    )
    published = day_in_words(excerpt.published) if excerpt.published else "undated"
    return [shown, html.Small(" · ".join(part for part in (excerpt.publisher, published) if part))]


def is_web_address(url: str | None) -> bool:
    """Whether a link of an article may be followed: the web and nothing else.

    >>> is_web_address("https://example.org/a"), is_web_address("javascript:alert(1)"), is_web_address(None)
    (True, False, False)
    """
    return bool(url and re.fullmatch(r"https?://[^\s\x00-\x1f\"'<>\\]{1,2000}", url, re.IGNORECASE))


def _decisions(excerpt: Excerpt, countries: Mapping[str, str], *, opened: bool) -> html.Details | None:
    if not excerpt.decisions:
        return None
    items = [_decision(decision, countries) for decision in excerpt.decisions]
    return html.Details(
        [html.Summary("How it was read"), html.Ul(items, className="decisions")], open=opened, className="more"
    )


def _decision(decision: dict[str, Any], countries: Mapping[str, str]) -> html.Li:
    told = str(decision.get("kind"))
    kind = KINDS.get(told, "what")
    chosen = decision.get("chosen")
    head: list[Any] = [
        html.Mark(str(decision.get("mention") or ""), className=f"m-{kind}"),
        " → ",
        html.B(answer(told, str(chosen), countries)) if chosen else html.Span("not known", className="mute"),
    ]
    because = "; ".join(str(reason) for reason in decision.get("because") or ())
    rejected = ", ".join(answer(told, str(other), countries) for other in (decision.get("rejected") or ())[:3])
    score = decision.get("score")
    details = [
        html.Small(because) if because else None,
        html.Small(f"Not: {rejected}") if rejected else None,
        html.Small(
            [
                html.Code(str(decision.get("rule") or "")),
                f" · {round(100 * score)}% sure" if isinstance(score, int | float) else "",
            ]
        ),
    ]
    return html.Li([html.Div(head), *[detail for detail in details if detail is not None]])


def _origin(card: Card) -> html.P | None:
    if card.origin:
        return html.P(
            ["From ", html.B(card.origin), ". Imported as a record: there is no article text to show."],
            className="hint",
        )
    return None
