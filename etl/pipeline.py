"""The only module that calls every stage: articles → mentions → events → store → snapshot."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tqdm import tqdm

from etl import (
    actors,
    answers,
    articles,
    calibration,
    coding,
    evaluation,
    exchange,
    gazetteer,
    language,
    merging,
    snapshot,
    timex,
    toponyms,
)
from etl.articles import Source
from etl.errors import GazetteerError, InputError, RejectedArticle
from etl.model import Actor, ActorId, Dataset, Mentions, PlacePrecision
from etl.workers import BoundedPool, Limits, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from etl.articles import ReadOptions
    from etl.model import Article, Event, Place, Sentence
    from etl.store import Known, Store

    Geocode = Callable[[str, str], Place | None]

V = TypeVar("V")

ROOT: Final = Path(__file__).resolve().parent.parent
WITH_SERVICE_S: Final = 120.0  # for an article whose unknown names are asked for, one a second
SHOWN: Final = 3  # articles that a line of the summary names
NOT_ENGINE: Final = ("sample", "basemap")
UNNAMED: Final = Actor(actor_id=ActorId("unidentified"), name="unidentified", kind="unidentified")
USER_AGENT: Final = "conflict-timeline/0.1"
ARTICLES: Final = Dataset(name=merging.ARTICLES, label="Articles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Online:
    """An online geocoding service that the user named, on their own server or the public one."""

    service: gazetteer.Service
    domain: str | None = None

    def geocoder(self) -> gazetteer.OnlineGeocoder:
        return gazetteer.online(
            self.service,
            domain=self.domain,
            user_agent=USER_AGENT,
            cache_path=gazetteer.cache_folder() / "geocoding.sqlite",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user wants in place of what comes along."""

    online: Online | None = None
    language_model: str | None = None  # the name or the folder of a spaCy pipeline

    def key(self) -> str:
        """Tells choices apart, for work that must be done again; InputError where the model is not there."""
        return f"{self.online or ''}{language.fingerprint(self.language_model)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Everything that turns an article into events; loading takes a second or two."""

    language: language.Language
    gazetteer: gazetteer.Gazetteer
    actors: actors.ActorLexicon
    events: coding.EventLexicon
    calibration: calibration.Calibration
    elsewhere: Callable[[str], Place | None] | None = (
        None  # an online service, for towns that the gazetteer does not know
    )

    @classmethod
    def load(cls, choices: Choices = Choices()) -> Engine:
        return cls(
            elsewhere=choices.online.geocoder().place if choices.online else None,
            language=language.load(choices.language_model),
            gazetteer=gazetteer.Gazetteer.open(),
            actors=actors.ActorLexicon.load(),
            events=coding.EventLexicon.load(),
            calibration=calibration.Calibration.load(),
        )

    def mentions(self, article: Article) -> Mentions:
        return self._parsed(article)[1]

    def code(self, article: Article) -> tuple[Event, ...]:
        """The article's events, each told once or several times in it."""
        sentences, mentions = self._parsed(article)
        told = coding.events(article, sentences, mentions, lexicon=self.events, actors=self.actors)
        return self.calibration.calibrated(merging.merge(told, {article.article_id: merging.head(article)}))

    def _parsed(self, article: Article) -> tuple[tuple[Sentence, ...], Mentions]:
        sentences = self.language.sentences(article)
        places = toponyms.toponyms(article, self.gazetteer, elsewhere=self.elsewhere)
        return sentences, Mentions(
            times=timex.time_expressions(article, sentences),
            places=places,
            actors=actors.actor_mentions(article, sentences, self.actors, places),
        )


@functools.cache
def engine_key() -> str:
    """A fingerprint of the code and the data that events depend on: when it changes, articles are coded again."""
    digest = hashlib.sha256()
    for folder in (ROOT / "etl", ROOT / "data"):
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(ROOT).parts
            if path.is_file() and inside[1] not in NOT_ENGINE and "__pycache__" not in inside:
                digest.update(f"{inside}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(slots=True, kw_only=True)
class Summary:
    """What became of every article that came in: ``arrived == stored + duplicate + len(rejected)``."""

    stored: int = 0
    unchanged: int = 0  # of the stored
    duplicate: int = 0
    undated: int = 0  # of the stored
    rejected: list[articles.Rejection] = field(default_factory=list)
    events: int = 0
    seconds: float = 0.0

    @property
    def arrived(self) -> int:
        return self.stored + self.duplicate + len(self.rejected)

    def count(self, outcome: str, *, unchanged: bool, undated: bool, events: int) -> None:
        stored = outcome == "stored"
        self.duplicate += not stored
        self.stored += stored
        self.unchanged += stored and unchanged
        self.undated += stored and undated
        self.events += events if stored else 0

    def record(self) -> dict[str, Any]:
        """The summary for the store's log of runs."""
        return {
            "arrived": self.arrived,
            "stored": self.stored,
            "duplicate": self.duplicate,
            "rejected": dict(grouped((r.reason, r.label) for r in self.rejected)),
            "events": self.events,
        }

    def lines(self) -> Iterator[str]:
        """The summary for people."""
        yield (
            f"Articles: {self.arrived:,} in = {self.stored:,} stored ({self.unchanged:,} unchanged, {self.undated:,} undated)"
            f" + {self.duplicate:,} duplicate + {len(self.rejected):,} rejected"
        )
        for _, items in grouped((alike(item.reason), item) for item in self.rejected):
            more = " and the like" if len({item.reason for item in items}) > 1 else ""
            shown = ", ".join([*(item.label for item in items[:SHOWN]), *(["…"] if len(items) > SHOWN else [])])
            yield f"  rejected {len(items):,}: {items[0].reason}{more} ({shown})"
        yield f"Events: {self.events:,} coded from these articles"
        yield f"Time: {self.seconds:.1f} s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """What a worker process gives back for one source."""

    article: Article
    events: tuple[Event, ...]


def worker(choices: Choices = Choices()) -> Callable[[Source], Coded]:
    """What each worker process runs: the engine is loaded once."""
    engine = Engine.load(choices)

    def code(source: Source) -> Coded:
        article = articles.read(source)
        return Coded(article=article, events=engine.code(article))

    return code


def build(
    paths: Sequence[str],
    store: Store,
    *,
    options: ReadOptions,
    jobs: int,
    choices: Choices = Choices(),
    limits: Limits | None = None,
) -> Summary:
    """Code every new or changed article of the sources into the store; a bad one is counted and the run goes on."""
    started, summary, engine = time.monotonic(), Summary(), f"{engine_key()}{gazetteer.packs_key()}{choices.key()}"
    unchanged: list[tuple[str, str, Known]] = []
    limits = limits or (Limits(seconds=WITH_SERVICE_S) if choices.online else Limits())
    with tqdm(desc="Articles", unit=" articles", disable=None, total=expected(paths, options)) as progress:

        def fresh() -> Iterator[Source]:
            for item in articles.sources(paths, options=options):
                if isinstance(item, articles.Rejection):
                    summary.rejected.append(item)
                elif known := store.known(source_key(item), engine, location=item.location):
                    unchanged.append((source_key(item), item.location, known))
                else:
                    yield item
                    continue
                progress.update()

        start = functools.partial(worker, choices)
        with BoundedPool[articles.Source, Coded](start, jobs=jobs, limits=limits) as pool:
            for outcome in pool.outcomes(fresh()):
                keep(outcome, store, summary, engine)
                progress.update()
    for key, location, before in unchanged:  # whether it is a copy may have changed with the others
        known = store.known(key, engine, location=location) or before
        summary.count(known.outcome, unchanged=True, undated=known.undated, events=known.events)
    summary.seconds = time.monotonic() - started
    store.record_run(summary.record())
    return summary


def expected(paths: Sequence[str], options: ReadOptions) -> int | None:
    """How many items will come, for the progress bar; None where finding out would fetch something twice."""
    if any("://" in path for path in paths) or options.fetch_urls:
        return None
    return sum(1 for _ in articles.sources(paths, options=options))


def source_key(source: Source) -> str:
    """Equal for the same bytes read in the same way."""
    read_as = f"{source.kind}|{source.charset}|{source.options.published}|{source.options.date_order}|{source.label}|"
    return hashlib.sha256(read_as.encode(errors="replace") + source.data).hexdigest()[:32]


def keep(outcome: Outcome[Source, Coded], store: Store, summary: Summary, engine: str) -> None:
    """Store one article with its events in one transaction, or count why not."""
    source, coded = outcome.task, outcome.result
    if coded is None:
        summary.rejected.append(articles.Rejection(label=source.label, reason=outcome.failed or "not read"))
        return
    try:
        became = store.put(
            coded.article,
            coded.events,
            location=source.location,
            engine_key=engine,
            source_key=source_key(source),
        )
    except RejectedArticle as reason:
        summary.rejected.append(articles.Rejection(label=source.label, reason=str(reason)))
        return
    summary.count(
        "duplicate" if became == "duplicate" else "stored",
        unchanged=became == "unchanged",
        undated=coded.article.published is None,
        events=len(coded.events),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a command ends with."""

    snapshot_id: snapshot.SnapshotId
    events: int


def publish(store: Store, *, keep: int) -> Published:
    """Merge what the articles tell, and make it, with the imported events, the store's current snapshot."""
    texts = tuple(store.articles())
    heads = {article.article_id: merging.head(article) for article in texts}
    events = merging.merge(store.events(), heads)
    names = gazetteer.Gazetteer.open()
    lexicon = actors.ActorLexicon.load()
    codes = sorted({place.country for event in events for place in event.where if place.country})
    contents = snapshot.Contents(
        events=events,
        articles=texts,
        actors=tuple(lexicon.actors.values()),
        memberships=lexicon.memberships,
        countries={code: country(names, code) for code in codes},
        datasets=(ARTICLES, *store.datasets()),
    )
    return Published(snapshot_id=snapshot.publish(store.path, contents, keep=keep), events=len(events))


def country(names: gazetteer.Gazetteer, code: str) -> tuple[str, float, float]:
    """Its name and point; an import may bring a code that the gazetteer does not know."""
    place = known_country(names, code)
    return (place.name, place.latitude, place.longitude) if place else (code, 0.0, 0.0)


def known_country(names: gazetteer.Gazetteer, code: str) -> Place | None:
    try:
        return names.country(code)
    except GazetteerError:
        return None


def current(store: Path) -> snapshot.Snapshot:
    """The store's current snapshot; StoreError where there is none."""
    return snapshot.Snapshots(store).get()


def geocoder(online: Online | None = None) -> Geocode:
    """A place for a name and a country code, either may be empty: the gazetteer's, else the online service's."""
    names = gazetteer.Gazetteer.open()
    elsewhere = online.geocoder() if online else None

    def place(name: str, code: str) -> Place | None:
        if not name:
            return known_country(names, code)
        found = gazetteer.explain(names, name, country_codes=(code,) if code else ())
        if found:
            return found[0].place
        within = f", {country(names, code)[0]}" if code else ""
        told = [
            answer.place for answer in phrase_answers(names, name + within) if not code or answer.place.country == code
        ]
        if told:
            return told[0]
        return elsewhere.place(name + within) if elsewhere else None

    return place


def place_answers(name: str, online: Online | None = None) -> tuple[gazetteer.Answer, ...]:
    """What a name may mean, best first: by the gazetteer, else by the online service."""
    names = gazetteer.Gazetteer.open()
    found = gazetteer.explain(names, name) or phrase_answers(names, name)
    if found or online is None or (place := online.geocoder().place(name)) is None:
        return found
    because = (f"answered by {online.service}",)
    return (gazetteer.Answer(place=place, label=place.name, match=online.service, score=0.0, because=because),)


def phrase_answers(names: gazetteer.Gazetteer, phrase: str) -> tuple[gazetteer.Answer, ...]:
    """The point that a phrase tells by another place: "3 NM northwest of Ar Raqqah"; empty where it moves none."""
    places = toponyms.toponyms(articles.article_from_text(phrase), names)
    return tuple(
        gazetteer.Answer(
            place=told.chosen,
            label=names.label(told.chosen),
            match="phrase",
            score=told.score,
            because=told.because,
        )
        for told in places
        if told.chosen is not None and told.chosen.precision is PlacePrecision.NEAR
    )


def add_places(wanted: Sequence[tuple[str, Path | None]], *, server: str | None = None) -> Iterator[gazetteer.Added]:
    """Country packs from GeoNames, or from a local file each, one after the other; codes are checked before the first."""
    shipped = gazetteer.Gazetteer.open(gazetteer.SHIPPED)
    for code, _ in wanted:
        shipped.country(code)
    for code, local in wanted:
        yield gazetteer.add_pack(code, local=local, server=server)


def import_csv(path: Path, store: Store, *, dataset: Dataset, geocode: Geocode) -> Imported:
    """Rows of event data into the store, all good ones in one transaction; bad ones are counted with their reasons."""
    lexicon = actors.ActorLexicon.load()
    bad: list[exchange.BadRow] = []

    def named(name: str) -> Actor:
        return lexicon.find(name) or UNNAMED

    def good(rows: Iterable[Event | exchange.BadRow]) -> Iterator[Event]:
        for row in tqdm(rows, desc=path.name, unit=" rows", disable=None):
            if isinstance(row, exchange.BadRow):
                bad.append(row)
            else:
                yield row

    rows = exchange.import_csv(path, dataset=dataset.name, geocode=geocode, actor=named)
    done = store.put_imported(dataset, good(rows))
    return Imported(path=path, new=done.new, replaced=done.replaced, unchanged=done.unchanged, bad=tuple(bad))


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of every row."""

    path: Path
    new: int
    replaced: int
    unchanged: int
    bad: tuple[exchange.BadRow, ...]

    def lines(self) -> Iterator[str]:
        good = self.new + self.replaced + self.unchanged
        yield (
            f"{self.path.name}: {good + len(self.bad):,} rows = {self.new:,} new + {self.replaced:,} replaced"
            f" + {self.unchanged:,} unchanged + {len(self.bad):,} bad"
        )
        for reason, rows in grouped((row.reason, row) for row in self.bad):
            value = f": {rows[0].value}" if rows[0].value else ""
            yield f"  bad {len(rows):,}: {reason} (line {rows[0].line}{value}{', …' if len(rows) > 1 else ''})"


def write_mentions(
    source: str,
    out: Path,
    *,
    options: ReadOptions,
    jobs: int = 1,
    choices: Choices = Choices(),
    limits: Limits | None = None,
) -> tuple[int, list[articles.Rejection]]:
    """A line of mentions per input document, in order; one that cannot be read has a line with empty lists.

    The file is complete when it appears under its name. ``InputError`` where it is the source itself.
    """
    unread, written = list[articles.Rejection](), 0
    items = articles.sources([source], options=options)
    if "://" not in source and Path(source).resolve() in (out.resolve(), *out.resolve().parents):
        raise InputError(f"{out}: is the source or lies inside of it; name a file elsewhere to write to")

    def lines() -> Iterator[str]:
        nonlocal written
        for item, found in tqdm(documents, desc="Documents", disable=None):
            if isinstance(found, articles.Rejection):
                unread.append(found)
            written += 1
            empty = answers.mentions_record(document_id(item), Mentions())
            yield json.dumps(empty if isinstance(found, articles.Rejection) else found, ensure_ascii=False) + "\n"

    choices.key()  # a model that is not there is an error before anything is begun
    start = functools.partial(mentions_worker, choices)
    with BoundedPool[tuple[int, Source], dict[str, Any]](start, jobs=jobs, limits=limits) as pool:
        documents = in_order(items, pool)
        exchange.write_whole(out, lines())
    return written, unread


def mentions_worker(choices: Choices = Choices()) -> Callable[[tuple[int, Source]], dict[str, Any]]:
    """What each worker process of ``mentions`` runs."""
    engine = Engine.load(choices)
    return lambda task: read_mentions(task[1], engine)


def evaluate(
    documents: Sequence[str],
    coded: Path,
    *,
    options: ReadOptions,
    jobs: int = 1,
    only_coded: bool = False,
    choices: Choices = Choices(),
) -> tuple[evaluation.Evaluation, list[str]]:
    """Code the documents and score what comes out against their coded events; with what had to be left out, in words.

    A document that cannot be read counts as one without events; one without coded events has only false alarms, unless
    ``only_coded`` leaves it out. ``InputError`` where nothing fits together.
    """
    wanted = evaluation.read(coded)
    items = list(articles.sources(documents, options=options))
    texts: dict[str, str] = {}
    events: dict[str, list[evaluation.Record]] = {}
    left_out: list[str] = []
    choices.key()  # a model that is not there is an error before anything is begun
    start = functools.partial(evaluation_worker, choices)
    with BoundedPool[tuple[int, Source], Coded](start, jobs=jobs) as pool:
        for item, done in tqdm(in_order(items, pool), desc="Documents", total=len(items), disable=None):
            if isinstance(done, articles.Rejection):
                left_out.append(f"{done.label} was not read: {done.reason}")
                texts[document_id(item)], events[document_id(item)] = "", []
            else:
                texts[done.article.article_id] = done.article.text
                events[done.article.article_id] = [exchange.record(event) for event in done.events]
    strangers = sorted(set(wanted) - set(texts))
    if only_coded:
        texts = {document: text for document, text in texts.items() if document in wanted}
    if len(strangers) == len(wanted):
        raise InputError(f"{coded}: none of its documents ({strangers[0]}, …) is among the articles; 'doc' is their id")
    if strangers:
        left_out.append(
            f"coded events of {len(strangers):,} documents that are not here: {', '.join(strangers[:SHOWN])}"
        )
    for document, text in texts.items():
        unmatched = [row["anchor"] for row in wanted.get(document, []) if row["anchor"] not in text]
        left_out += [f"{document}: the text does not have the anchor '{anchor[:60]}'" for anchor in unmatched]
    return evaluation.evaluated(wanted, events, texts), left_out


def evaluation_worker(choices: Choices = Choices()) -> Callable[[tuple[int, Source]], Coded]:
    """What each worker process of ``evaluate`` runs."""
    code = worker(choices)
    return lambda task: code(task[1])


def in_order(
    items: Iterable[Source | articles.Rejection], pool: BoundedPool[tuple[int, Source], V]
) -> Iterator[tuple[Source | articles.Rejection, V | articles.Rejection]]:
    """Each item with its result, or the reason why there is none, in the order in which they came."""
    ready: dict[int, tuple[Source | articles.Rejection, V | articles.Rejection]] = {}
    following = 0

    def tasks() -> Iterator[tuple[int, Source]]:
        for number, item in enumerate(items):
            if isinstance(item, articles.Rejection):
                ready[number] = (item, item)
            else:
                yield number, item

    def done() -> Iterator[tuple[Source | articles.Rejection, V | articles.Rejection]]:
        nonlocal following
        while following in ready:
            yield ready.pop(following)
            following += 1

    for outcome in pool.outcomes(tasks()):
        number, source = outcome.task
        failed = articles.Rejection(label=source.label, reason=outcome.failed or "not read")
        ready[number] = (source, failed if outcome.result is None else outcome.result)
        yield from done()
    yield from done()


def read_mentions(source: Source, engine: Engine) -> dict[str, Any]:
    article = articles.read(source)
    found = engine.mentions(article)
    named = (
        *found.places,
        *toponyms.demonyms(article, engine.gazetteer),
    )  # "Iraqi" names a place too, if none of events
    places = tuple(sorted(named, key=lambda decision: decision.mention.span))
    return answers.mentions_record(article.article_id, replace(found, places=places))


def document_id(item: Source | articles.Rejection) -> str:
    """The given id of a document that could not be read, else its label."""
    location = getattr(item, "location", "")
    return location.removeprefix("id:") if location.startswith("id:") else item.label


def alike(reason: str) -> str:
    """Equal for reasons that differ only in what stood there or where.

    >>> alike("published: cannot read '31/31/2016'") == alike("published: cannot read 'soon'")
    True
    """
    return re.sub(r"'.*'|\d+", "", reason, flags=re.DOTALL)


def grouped(pairs: Iterable[tuple[str, V]]) -> list[tuple[str, list[V]]]:
    """The values of each reason, the commonest reason first."""
    groups: dict[str, list[V]] = {}
    for reason, value in pairs:
        groups.setdefault(reason, []).append(value)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
