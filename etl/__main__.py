"""The command line: build, import, export, mentions, explain, evaluate, places, remove."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import re
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from etl.errors import ConflictTimelineError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from etl.pipeline import Online

    Commands = argparse._SubParsersAction["Parser"]  # noqa: SLF001 (argparse has no public name for it)

SERVICES: Final = ("nominatim", "photon", "pelias")
# What a text could do to a terminal: move its cursor, hide or turn round what is printed.
UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Parser(argparse.ArgumentParser):
    """A wrong argument is one line, like every other error."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog.removeprefix('python -m ')}: {message}; --help shows an example\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; an expected error is one line on stderr and its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names in letters that the terminal does not have
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except ConflictTimelineError as error:
        print(printable(f"etl {options.command}: {error}"), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"etl {options.command}: {error.filename or 'the disk'}: {error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"etl {options.command}: stopped; what was stored stays, run it again to go on", file=sys.stderr)
        return 130


def say(lines: Iterable[str]) -> None:
    """Lines for people on stdout."""
    for line in lines:
        print(printable(line))


def printable(line: str) -> str:
    r"""Words of others as they can be shown: what steers a terminal is written out.

    >>> printable("Hit\x1b[2J")
    'Hit\\x1b[2J'
    """
    return UNPRINTABLE.sub(lambda match: match[0].encode("unicode_escape").decode(), line)


def parser() -> argparse.ArgumentParser:
    top = Parser(prog="python -m etl", description="Articles in, audited conflict events out.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    add_build(commands)
    add_import(commands)
    add_export(commands)
    add_mentions(commands)
    add_explain(commands)
    add_evaluate(commands)
    add_places(commands)
    add_remove(commands)
    return top


def command(commands: Commands, name: str, promise: str, example: str) -> Parser:
    made: Parser = commands.add_parser(
        name,
        help=promise.split(". ", maxsplit=1)[0],
        description=promise,
        epilog="example:\n" + textwrap.indent(textwrap.dedent(example).strip(), "  "),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def with_store(made: argparse.ArgumentParser) -> argparse.ArgumentParser:
    made.add_argument("--store", type=Path, default=Path("store"), metavar="DIR", help="the store (default: ./store)")
    return made


def add_build(commands: Commands) -> None:
    made = with_store(
        command(
            commands,
            "build",
            "Turn articles into events and publish a snapshot. Sources are files, folders and archives of .txt .md .html "
            ".jsonl and RSS/Atom, and http(s) URLs, which are fetched because you name them.",
            """
            python -m etl build my_articles/ report.html export.jsonl --jobs 2
            python -m etl build https://example.org/feed.xml --store feed
            """,
        )
    )
    made.add_argument("sources", nargs="+", metavar="SOURCE")
    with_jobs(made)
    with_reading(made)
    with_language_model(made)
    with_geocoder(made)
    with_keep(made)
    made.set_defaults(run=build)


def with_jobs(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="worker processes (default: all cores)"
    )


def with_reading(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--published", type=day, metavar="YYYY-MM-DD", help="publication date of texts that do not say it themselves"
    )
    made.add_argument("--date-order", choices=("DMY", "MDY"), help="how to read dates like 04/05/2016")


def with_language_model(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--language-model",
        metavar="NAME_OR_PATH",
        help="parse with this installed spaCy pipeline, such as en_core_web_trf (default: the one that comes along)",
    )


def with_keep(made: argparse.ArgumentParser) -> None:
    made.add_argument("--keep", type=int, default=5, metavar="N", help="snapshots that stay openable (default: 5)")


def day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not a date like 2016-05-04") from None


def build(options: argparse.Namespace) -> int:
    from etl import articles, pipeline  # noqa: PLC0415 (the stages take seconds to import; --help does not need them)
    from etl.store import Store  # noqa: PLC0415

    reading = articles.ReadOptions(published=options.published, date_order=options.date_order)
    articles.sources(options.sources, options=reading)  # a path that is not there is an error before a store is made
    with Store.open(options.store, write=True) as store:
        summary = pipeline.build(
            options.sources,
            store,
            options=reading,
            jobs=max(1, options.jobs),
            choices=pipeline.Choices(online=online(options), language_model=options.language_model),
        )
        published = pipeline.publish(store, keep=options.keep)
    say(summary.lines())
    print(f"Snapshot {published.snapshot_id}: {published.events:,} events in {options.store}")
    return 0 if summary.stored or summary.duplicate or not summary.rejected else 2


def add_import(commands: Commands) -> None:
    from etl.exchange import import_csv  # noqa: PLC0415

    made = command(
        commands,
        "import",
        "Add event data to the store and publish a snapshot. " + (import_csv.__doc__ or ""),
        "python -m etl import csv strikes.csv --dataset strikes",
    )
    made.add_argument("format", choices=("csv",))
    made.add_argument("files", nargs="+", metavar="FILE", type=Path)
    made.add_argument("--dataset", help="its short name (default: the file's)")
    made.add_argument("--label", default="", help="the name that people see (default: the short name)")
    made.add_argument("--citation", default="", help="how to cite it; goes with every export")
    made.add_argument("--licence", default="", help="on what terms it may be used; goes with every export")
    made.add_argument("--url", default="", help="where it is from")
    with_geocoder(with_store(made))
    with_keep(made)
    made.set_defaults(run=import_)


def with_geocoder(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--geocoder",
        choices=SERVICES,
        help="ask this online service for names that the offline gazetteer does not know: the names leave this computer",
    )
    made.add_argument(
        "--geocoder-domain", metavar="HOST", help="your own server of that service, such as http://localhost:8080"
    )


def online(options: argparse.Namespace) -> Online | None:
    from etl import pipeline  # noqa: PLC0415

    if options.geocoder is None:
        return None
    return pipeline.Online(service=options.geocoder, domain=options.geocoder_domain)


def import_(options: argparse.Namespace) -> int:
    from etl import exchange, pipeline  # noqa: PLC0415
    from etl.model import Dataset  # noqa: PLC0415
    from etl.store import Store  # noqa: PLC0415

    for path in options.files:
        exchange.importable(path)
    geocode = pipeline.geocoder(online(options))
    name = options.dataset or options.files[0].name.split(".")[0]
    dataset = Dataset(
        name=name,
        label=options.label or name,
        citation=options.citation,
        licence=options.licence,
        url=options.url,
    )
    with Store.open(options.store, write=True) as store:
        for path in options.files:
            done = pipeline.import_csv(path, store, dataset=dataset, geocode=geocode)
            say(done.lines())
        published = pipeline.publish(store, keep=options.keep)
    print(f"Snapshot {published.snapshot_id}: {published.events:,} events in {options.store}")
    return 0


def add_export(commands: Commands) -> None:
    made = with_store(
        command(
            commands,
            "export",
            "Write every event of the store's current snapshot to FILE: .jsonl, .csv or .geojson.",
            "python -m etl export events.geojson",
        )
    )
    made.add_argument("file", type=Path, metavar="FILE")
    made.set_defaults(run=export)


def export(options: argparse.Namespace) -> int:
    from etl import answers, exchange, pipeline  # noqa: PLC0415

    opened = pipeline.current(options.store)
    today = dt.datetime.now(dt.UTC).date()
    written = exchange.export(opened.events(), options.file, citation=answers.citation(opened, today=today))
    print(f"{written:,} events written to {options.file}")
    return 0


def add_mentions(commands: Commands) -> None:
    made = command(
        commands,
        "mentions",
        "Write the toponyms, time expressions and actors of each document, one JSON line each, in order, nothing left out.",
        "python -m etl mentions articles.jsonl mentions.jsonl",
    )
    made.add_argument("source", metavar="SOURCE")
    made.add_argument("out", type=Path, metavar="OUT.jsonl")
    with_jobs(made)
    with_reading(made)
    with_language_model(made)
    made.set_defaults(run=mentions)


def mentions(options: argparse.Namespace) -> int:
    from etl import articles, pipeline  # noqa: PLC0415

    reading = articles.ReadOptions(published=options.published, date_order=options.date_order)
    documents, unread = pipeline.write_mentions(
        options.source,
        options.out,
        options=reading,
        jobs=options.jobs,
        choices=pipeline.Choices(language_model=options.language_model),
    )
    for rejection in unread:
        print(printable(f"  not read: {rejection.label}: {rejection.reason}"), file=sys.stderr)
    print(f"{documents:,} documents written to {options.out}, {len(unread):,} of them not read")
    return 0


def add_explain(commands: Commands) -> None:
    made = with_store(
        command(
            commands,
            "explain",
            "Show an event's receipts: the sentence, and for each answer the words, the rule, the evidence and what was rejected.",
            "python -m etl explain ev_2d6326b99340",
        )
    )
    made.add_argument("event_id", metavar="EVENT_ID")
    made.set_defaults(run=explain)


def explain(options: argparse.Namespace) -> int:
    from etl import answers, pipeline  # noqa: PLC0415

    opened = pipeline.current(options.store)
    event = opened.event(options.event_id)
    if event is None:
        raise InputError(f"no event {options.event_id} in the current snapshot of {options.store}; `export` lists them")
    articles = {str(report.article_id): opened.article(report.article_id) for report in event.reports}
    say(answers.explanation(event, articles))
    return 0


def add_evaluate(commands: Commands) -> None:
    from etl import evaluation  # noqa: PLC0415

    made = command(
        commands,
        "evaluate",
        "Score the engine on articles that you coded by hand: found and right, each answer, how far its confidences can "
        "be trusted, and every error. " + textwrap.dedent(evaluation.read.__doc__ or "").replace("``", ""),
        """
        python -m etl evaluate articles.jsonl coded.jsonl
        python -m etl evaluate my_articles/ coded.jsonl --errors all
        """,
    )
    made.add_argument("documents", metavar="DOCS", nargs="+", help="the articles, as for build")
    made.add_argument("coded", metavar="GOLD", type=Path, help="the coded events, JSONL")
    made.add_argument(
        "--errors",
        type=number_or_all,
        default=10,
        metavar="N",
        help="errors of each kind to list, or all (default: 10)",
    )
    made.add_argument(
        "--only-coded",
        action="store_true",
        help="leave out articles without coded events (else theirs are false alarms)",
    )
    with_jobs(made)
    with_reading(made)
    with_language_model(made)
    made.set_defaults(run=evaluate)


def number_or_all(text: str) -> int | None:
    if text == "all":
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is neither a number nor 'all'")


def evaluate(options: argparse.Namespace) -> int:
    from etl import articles, evaluation, pipeline  # noqa: PLC0415

    reading = articles.ReadOptions(published=options.published, date_order=options.date_order)
    done, left_out = pipeline.evaluate(
        options.documents,
        options.coded,
        options=reading,
        jobs=max(1, options.jobs),
        only_coded=options.only_coded,
        choices=pipeline.Choices(language_model=options.language_model),
    )
    say(evaluation.lines(done, errors=options.errors))
    for line in left_out:
        print(printable(f"  left out: {line}"), file=sys.stderr)
    return 0


def add_places(commands: Commands) -> None:
    made = command(
        commands,
        "places",
        "Ask the gazetteer what a name resolves to, and why; add whole countries to it.",
        """
        python -m etl places find "Hit, Iraq"
        python -m etl places add IQ SY
        """,
    )
    actions: Commands = made.add_subparsers(dest="action", required=True, metavar="ACTION")
    find = command(
        actions,
        "find",
        "Show what a name resolves to, and why.",
        'python -m etl places find "Hit, Iraq"',
    )
    find.add_argument("name", metavar="NAME")
    with_geocoder(find)
    find.set_defaults(run=find_place)
    add = command(
        actions,
        "add",
        "Add every place of a country to the gazetteer. This is the only command that contacts GeoNames: it downloads the "
        "country's whole dump (0.1 to 300 MB), goes on where an earlier download broke off, and keeps it in your data "
        "folder (CONFLICT_TIMELINE_PLACES). CC=FILE takes a .zip or .txt that you have. Places: GeoNames, CC BY 4.0.",
        """
        python -m etl places add IQ SY
        python -m etl places add SD=downloads/SD.zip
        """,
    )
    add.add_argument("countries", nargs="+", type=pack_source, metavar="CC[=FILE]")
    add.add_argument(
        "--from",
        dest="server",
        metavar="URL",
        help="the folder of another server with GeoNames dumps (default: CONFLICT_TIMELINE_GEONAMES, else geonames.org)",
    )
    add.set_defaults(run=add_packs)
    remove = command(actions, "remove", "Take a country's pack out of the gazetteer.", "python -m etl places remove SY")
    remove.add_argument("countries", nargs="+", type=str.upper, metavar="CC")
    remove.set_defaults(run=remove_packs)
    listed = command(actions, "list", "Show the packs that are there, and where from.", "python -m etl places list")
    listed.set_defaults(run=list_packs)


def pack_source(text: str) -> tuple[str, Path | None]:
    """A country code, and the user's own file where one is named: "SY", "SY=downloads/SY.zip"."""
    code, named, file = text.partition("=")
    if not re.fullmatch("[A-Za-z]{2}", code) or (named and not file):
        raise argparse.ArgumentTypeError(f"'{text}' is no country code such as SY, nor SY=FILE")
    return code.upper(), Path(file) if file else None


def find_place(options: argparse.Namespace) -> int:
    from etl import answers, pipeline  # noqa: PLC0415

    if not options.name.strip():
        raise InputError('a name is needed, such as "Hit, Iraq"')
    found = pipeline.place_answers(options.name, online(options))
    say(answers.places(options.name, found))
    return 0 if found else 1


def add_packs(options: argparse.Namespace) -> int:
    from etl import answers, gazetteer, pipeline  # noqa: PLC0415

    changed = False
    for change in pipeline.add_places(options.countries, server=options.server):
        say(answers.added(change))
        changed = changed or not change.unchanged
    print(gazetteer.ATTRIBUTION)
    if changed:
        print("The next `build` codes its articles again with these places.")
    return 0


def remove_packs(options: argparse.Namespace) -> int:
    from etl import gazetteer  # noqa: PLC0415

    missing = [code for code in options.countries if not gazetteer.remove_pack(code)]
    for code in options.countries:
        if code not in missing:
            print(f"{code}: removed; the next `build` codes its articles again without it")
    if missing:
        raise InputError(f"no pack of {', '.join(missing)}; `places list` shows those that are there")
    return 0


def list_packs(_: argparse.Namespace) -> int:
    from etl import answers, gazetteer  # noqa: PLC0415

    installed = gazetteer.packs()
    say(answers.packs(installed))
    if installed:
        print(gazetteer.ATTRIBUTION)
    return 0


def add_remove(commands: Commands) -> None:
    made = with_store(
        command(
            commands,
            "remove",
            "Delete an article's text and events from the store and from every snapshot.",
            "python -m etl remove art_5f0c2a9b81d3e764",
        )
    )
    made.add_argument("article_id", metavar="ARTICLE_ID")
    made.set_defaults(run=remove)


def remove(options: argparse.Namespace) -> int:
    from etl import pipeline  # noqa: PLC0415
    from etl.store import Store  # noqa: PLC0415

    with Store.open(options.store, write=True, new=False) as store:
        if not store.remove(options.article_id):
            raise InputError(
                f"no article {options.article_id} in {options.store}; `explain EVENT_ID` names an event's articles"
            )
        published = pipeline.publish(store, keep=1)
    print(f"Removed {options.article_id} with its events, and the earlier snapshots, which held its text.")
    print(f"Snapshot {published.snapshot_id}: {published.events:,} events in {options.store}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
