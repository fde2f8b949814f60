"""Fit the curves of calibration.csv on the texts that were coded for this project.

    python data/calibration/calibrate.py

Run it after a change of the engine that moves its scores; the development articles and the public corpora take no part,
they only measure (`python -m etl evaluate` prints the table).
"""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

from etl import articles, calibration, evaluation, exchange, pipeline  # noqa: E402

SUITES = ROOT / "tests" / "fixtures" / "suites.json"
SMALLEST = 15


def judged() -> list[evaluation.Judged]:
    """Every event of the coded texts with the scores as the stages give them."""
    engine = replace(pipeline.Engine.load(), calibration=calibration.Calibration({}))
    found: list[evaluation.Judged] = []
    for documents, gold in json.loads(SUITES.read_text(encoding="utf-8")).values():
        wanted = evaluation.read(ROOT / gold)
        texts, events = {}, {}
        for source in articles.sources([str(ROOT / documents)], options=articles.ReadOptions()):
            article = articles.read(source) if isinstance(source, articles.Source) else None
            if article is not None and article.article_id in wanted:
                texts[article.article_id] = article.text
                events[article.article_id] = [exchange.record(event) for event in engine.code(article)]
        found += evaluation.evaluated(wanted, events, texts).judged
    return found


def main() -> None:
    events = judged()
    with (HERE / "calibration.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(("slot", "score", "right"))
        for slot in calibration.SLOTS:
            for score, share in calibration.fitted(evaluation.answers(events, slot), smallest=SMALLEST):
                writer.writerow((slot, score, share))


if __name__ == "__main__":
    main()
