"""How well articles are read, measured: writes docs/accuracy.md.

    python benchmarks/accuracy.py
    python benchmarks/accuracy.py --coded "News 2016-2024" docs.jsonl events.jsonl --corpora DIR

Without arguments it measures the texts that were written and coded for this project. ``--coded`` adds articles coded by
hand (as for ``python -m etl evaluate``); ``--corpora`` a folder with public corpora in JSONL (toponyms: geowebnews.jsonl,
lgl.jsonl, geovirus.jsonl; time expressions: wikiwars-timex3.jsonl, wikiwars-timex2.jsonl, timebank.jsonl, aquaint.jsonl)
and the scorer ``score.py``, which prints the metrics that the literature uses.
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from etl import articles, evaluation, pipeline  # noqa: E402
from etl.evaluation.reliability import RIGHT, gap  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SUITES: Final = ROOT / "tests" / "fixtures" / "suites.json"
LOG: Final = ROOT / "docs" / "accuracy-log.md"
TARGET: Final = ROOT / "docs" / "accuracy.md"
KNOWN_ERRORS: Final = "## Known errors, by class"
CORPORA: Final = (
    (
        "toponyms",
        "geowebnews",
        "End-to-end F1@161 km",
        "end-to-end F1@161",
        "best published off the shelf .598 (Edinburgh)",
    ),
    (
        "toponyms",
        "geovirus",
        "End-to-end F1@161 km",
        "end-to-end F1@161",
        "best published off the shelf .667 (CamCoder)",
    ),
    ("toponyms", "lgl", "End-to-end F1@161 km", "end-to-end F1@161", "best published off the shelf .469 (CamCoder)"),
    ("timexes", "wikiwars-timex3", "Value F1", "value F1", "HeidelTime .827 on all 22 texts"),
    ("timexes", "wikiwars-timex2", "Value F1", "value F1", "HeidelTime .827 on all 22 texts"),
    ("timexes", "aquaint", "Value F1", "value F1", "HeidelTime .731"),
    ("timexes", "timebank", "Value F1", "value F1", ""),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    name: str
    documents: str
    gold: Path

    def run(self) -> evaluation.Evaluation:
        return pipeline.evaluate(
            [self.documents], self.gold, options=articles.ReadOptions(), jobs=os.cpu_count() or 1, only_coded=True
        )[0]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--coded", nargs=3, action="append", default=[], metavar=("NAME", "DOCS", "GOLD"))
    asked.add_argument("--corpora", type=Path)
    options = asked.parse_args()
    own = [
        Suite(name=name, documents=str(ROOT / d), gold=ROOT / g)
        for name, (d, g) in json.loads(SUITES.read_text()).items()
    ]
    given = [Suite(name=name, documents=d, gold=Path(g)) for name, d, g in options.coded]
    TARGET.write_text("\n".join(document([*own, *given], options.corpora)) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)} written")


def document(suites: Sequence[Suite], corpora: Path | None) -> Iterator[str]:
    yield "# How well articles are read"
    yield ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    today = dt.datetime.now(dt.UTC).date()
    yield f"Written by `benchmarks/accuracy.py` on {today} ({machine}); engine `{pipeline.engine_key()}`. Do not edit."
    yield from EVENTS.splitlines()
    runs = [(suite, suite.run()) for suite in suites]
    yield from events(runs)
    yield from reliabilities(runs)
    yield from failures(runs)
    if corpora is not None:
        yield from mentions(corpora)
    yield from ("", "## What fails, and why", "")
    yield LOG.read_text(encoding="utf-8").partition(KNOWN_ERRORS)[2].partition("\n## ")[0].strip()


EVENTS = """
## Events

A coded event is *found* by an extracted one of its kind (one of PLOVER's four) whose sentence covers its anchor; it is *right*
when also the type, the date, the place (within 50 km, or 150 km for an area) and at least half of the actors are.
Precision counts optional events as good, recall counts core events only.
"""


def events(runs: Sequence[tuple[Suite, evaluation.Evaluation]]) -> Iterator[str]:
    yield ""
    yield "| suite | articles | core events | found P / R / F1 | right P / R / F1 | type | date | place | actors | status |"
    yield "|---|--:|--:|---|---|--:|--:|--:|--:|--:|"
    for suite, done in runs:
        rates = (f"{r.precision:.3f} / {r.recall:.3f} / **{r.f1:.3f}**" for r in (done.found, done.right))
        fields = " | ".join(f"{done.fields[name]:.3f}" for name in evaluation.FIELDS)
        yield f"| {suite.name} | {done.articles} | {done.core} | {' | '.join(rates)} | {fields} |"
    yield ""
    yield "The last five columns are shares of the found core events."


def reliabilities(runs: Sequence[tuple[Suite, evaluation.Evaluation]]) -> Iterator[str]:
    yield ""
    yield "## How far a confidence can be trusted"
    yield ""
    yield "Mean confidence → share right (number of answers), by range of confidence. The curves are fitted on this project's own"
    yield "texts (`data/calibration/`), so their rows are not a test; those of other articles are."
    for suite, done in runs:
        yield from ("", f"### {suite.name}", "", "| answer | said → right (n) | off by, on average |", "|---|---|--:|")
        for slot in RIGHT:
            bins = evaluation.reliability(done.judged, slot)
            told = ", ".join(f"{item.said:.2f} → {item.right:.2f} ({item.number})" for item in bins)
            yield f"| {slot} | {told} | {gap(bins):.2f} |"


def failures(runs: Sequence[tuple[Suite, evaluation.Evaluation]]) -> Iterator[str]:
    """Which types are missed and wrongly told, and which answers are wrong."""
    yield from (
        "",
        "## Errors by kind",
        "",
        "| suite | missed core events | false alarms | wrong answers of found events |",
        "|---|---|---|---|",
    )
    for suite, done in runs:
        missed = by_number(item.coded["event_type"] for item in done.missed if item.coded)
        alarms = by_number(item.event["event_type"] for item in done.false_alarms if item.event)
        wrong = by_number(
            name
            for item in done.matched
            for name in evaluation.FIELDS
            if item.marks is not None and getattr(item.marks, name) < 0.5
        )
        yield f"| {suite.name} | {missed} | {alarms} | {wrong} |"


def by_number(names: Iterator[str]) -> str:
    counted = collections.Counter(names)
    return (
        ", ".join(f"{name} {number}" for name, number in sorted(counted.items(), key=lambda kv: (-kv[1], kv[0])))
        or "none"
    )


def mentions(corpora: Path) -> Iterator[str]:
    yield from (
        "",
        "## Toponyms and time expressions in public corpora",
        "",
        "| corpus | metric | here | for comparison |",
        "|---|---|--:|---|",
    )
    with tempfile.TemporaryDirectory() as folder:
        for kind, name, metric, key, other in CORPORA:
            gold = corpora / f"{name}.jsonl"
            if gold.is_file():
                out = Path(folder) / f"{name}.jsonl"
                pipeline.write_mentions(str(gold), out, options=articles.ReadOptions(), jobs=os.cpu_count() or 1)
                yield f"| {name} | {metric} | {scored(corpora / 'score.py', kind, gold, out, key)} | {other} |"


def scored(scorer: Path, kind: str, gold: Path, out: Path, key: str) -> str:
    told = subprocess.run([sys.executable, scorer, kind, gold, out], check=True, capture_output=True, text=True).stdout
    return f"{json.loads(told)[key]:.3f}"


if __name__ == "__main__":
    main()
