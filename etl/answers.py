"""What the command line answers with: mentions as records, and an event's receipts in words."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Final

from etl.exchange import Citation
from etl.merging import JOINED_RULE, SAME_EVENT_RULE

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from etl.gazetteer import Added, Answer, Pack
    from etl.model import Article, Decision, Event, Mentions, Report
    from etl.snapshot import Snapshot

ANSWERS: Final = (("trigger", "what"), ("actor", "who"), ("place", "where"), ("time", "when"), ("toll", "toll"))
WIDTH: Final = 100
RUNNERS_UP: Final = 5


def mentions_record(article_id: str, found: Mentions) -> dict[str, Any]:
    """The JSONL line of one document: every key, offsets into its text, degrees WGS84."""
    return {
        "id": article_id,
        "toponyms": [
            {
                "start": decision.mention.span.start,
                "end": decision.mention.span.end,
                "name": decision.mention.text,
                "lat": decision.chosen.latitude,
                "lon": decision.chosen.longitude,
                "geonameid": geoname(decision.chosen.place_id),
                "score": round(decision.score, 3),
            }
            for decision in found.places
            if decision.chosen
        ],
        "timexes": [
            {
                "start": decision.mention.span.start,
                "end": decision.mention.span.end,
                "text": decision.mention.text,
                "type": decision.chosen.type,
                "value": decision.chosen.value,
            }
            for decision in found.times
            if decision.chosen
        ],
        "actors": [
            {
                "start": decision.mention.span.start,
                "end": decision.mention.span.end,
                "name": decision.mention.text,
                "actor_id": decision.chosen.actor_id,
                "actor": decision.chosen.name,
                "score": round(decision.score, 3),
            }
            for decision in found.actors
            if decision.chosen
        ],
    }


def geoname(place_id: str) -> int | None:
    source, _, number = place_id.partition(":")
    return int(number) if source == "geonames" and number.isdecimal() else None


def explanation(event: Event, articles: Mapping[str, Article | None]) -> Iterator[str]:
    """An event with its receipts: what was decided, from which words, by which rule, and what else was considered."""
    yield f"{event.event_id}  {event.event_type}{f'.{event.mode}' if event.mode else ''}, {event.status}"
    when = (
        f"{event.when.start} to {event.when.end}, precision {event.when.precision}"
        if event.when
        else "no date is known"
    )
    where = "; ".join(place.name for place in event.where) or "no place is known"
    yield f"  when   {when}"
    yield f"  where  {where}, precision {event.place_precision}"
    for part in event.participants:
        yield f"  who    {part.actor.name} ({part.role})" + (f', told as "{part.mention}"' if part.mention else "")
    told = (
        ("dead", event.fatalities),
        ("hurt", event.wounded),
        ("taken", event.captured),
        ("acts", event.count),
    )
    yield from (f"  {name:<6} {number:,}" for name, number in told if number is not None)
    sure = event.confidence
    yield f"  sure   {sure.overall:.0%} (who {sure.who:.0%}, what {sure.what:.0%}, where {sure.where:.0%}, when {sure.when:.0%})"
    if len(event.reports) > 1:
        yield f"  told   {len(event.reports):,} times, by {event.sources:,} independent source{'s' if event.sources > 1 else ''}"
    if event.origin:
        yield f"  from   {event.origin} ({event.dataset})"
    for number, report in enumerate(event.reports, 1):
        yield ""
        yield from receipt(number, report, articles.get(report.article_id))


def receipt(number: int, report: Report, article: Article | None) -> Iterator[str]:
    """One telling: the article, the sentence, and each decision."""
    source = ", ".join(str(part) for part in (article and article.publisher, article and article.published) if part)
    yield f"Report {number}: {article.title if article else report.article_id}" + (f" ({source})" if source else "")
    yield f"  article {report.article_id}, characters {report.span.start}-{report.span.end}"
    quote = " ".join(report.quote.split())
    yield from textwrap.wrap(f'"{quote}"', WIDTH, initial_indent="  ", subsequent_indent="   ")
    for kind, name in ANSWERS:
        for decision in report.decisions:
            if decision.mention.kind == kind:
                yield from reasons(name, decision)


def reasons(name: str, decision: Decision[str]) -> Iterator[str]:
    chosen = decision.chosen if decision.chosen is not None else "not known"
    if decision.rule in {SAME_EVENT_RULE, JOINED_RULE}:
        name, chosen = "again", "told before"
    words = " ".join(decision.mention.text.split())
    yield f'  {name:<6} "{words}" -> {chosen}  [{decision.rule}, {decision.score:.0%}]'
    yield from aside("because", decision.because)
    yield from aside("not", decision.rejected)


def aside(word: str, phrases: Sequence[str]) -> list[str]:
    """Phrases as one paragraph under what they are about; no line where there are none."""
    lead = f"         {word:<7} "
    return textwrap.wrap("; ".join(phrases), WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead))


def places(name: str, found: Sequence[Answer]) -> Iterator[str]:
    """What the gazetteer answers, with why, and the runners-up."""
    if not found:
        yield f"{name}: not known; check the spelling, or ask an online service with --geocoder"
        return
    best, *others = found
    yield best.label
    yield f"  {best.place.latitude:.4f}, {best.place.longitude:.4f}  {best.place.place_id}, precision {best.place.precision}"
    yield f"  because {'; '.join(best.because)}"
    for answer in others[:RUNNERS_UP]:
        yield f"  not {answer.label}: {', '.join(answer.because)}"
    if len(others) > RUNNERS_UP:
        yield f"  and {len(others) - RUNNERS_UP:,} more"


def added(change: Added) -> Iterator[str]:
    """What a pack changed in the gazetteer."""
    pack = change.pack
    if change.unchanged:
        yield f"{pack.country}: this dump is there already, nothing changed"
        return
    yield (
        f"{pack.country}: {pack.places:,} places under {pack.names:,} names;"
        f" new to the gazetteer {change.new_places:,} places, {change.new_names:,} names"
    )
    if pack.skipped:
        yield f"  {pack.skipped:,} lines were left out: no places of {pack.country}, or none with a name in Latin letters"
    if change.replaced:
        yield f"  replaces {change.replaced.places:,} places{_as_of(change.replaced)}"
    yield f"  from {pack.source}{_as_of(pack)}, SHA-256 {pack.sha256}"


def packs(installed: Sequence[Pack]) -> Iterator[str]:
    """The packs that are there, a line each."""
    if not installed:
        yield "No country packs; `places add IQ SY` downloads the places of Iraq and Syria from GeoNames"
    for pack in installed:
        size = pack.path.stat().st_size / 1e6
        yield (
            f"{pack.country}  {pack.places:>9,} places  {pack.names:>9,} names  {size:6.1f} MB"
            f"  {pack.source}{_as_of(pack)}, SHA-256 {pack.sha256[:16]}…"
        )


def _as_of(pack: Pack) -> str:
    return f" of {pack.dated}" if pack.dated else ""


def citation(snapshot: Snapshot, *, today: dt.date) -> Citation:
    """How a file of all of a snapshot's events says what it is and on what terms."""
    what = f"{snapshot.size:,} events"
    return Citation.of(what, snapshot.datasets, snapshot=snapshot.snapshot_id, today=today)
