"""No text makes a stage quadratic: twice as much of it takes about twice the work."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from etl import language, pipeline, timex, toponyms
from etl.language.splitting import LONGEST_CHARACTERS, LONGEST_WORDS, sentence_spans
from etl.model import Article, ArticleId, Span

LONG = 200_000
ROUNDS = 2
MOST = 3.5  # times the CPU time for twice the text: 2 when linear, 4 when quadratic
FLOOR_S = 0.02  # less than this is noise

KINDS = {
    "one token": "x",
    "no sentence ends": "word ",
    "only newlines": "\n",
    "only quotes": '"',
    "only digits": "7",
    "commas": ",",
    "spaced commas": "a , ",
    "capitals": "THE ARMY TOOK A TOWN ",
    "opened brackets": "(",
    "closed brackets": ")",
    "places": "Aleppo, Homs and Mosul; ",
    "dates": "3 May 2016, on Monday, last week; ",
    "actors": "the Syrian army, Hezbollah and rebels; ",
    "verbs": "attacked shelled killed bombed ",
    "right to left": "جيش مدينة حلب ",
    "emoji": "😀👍🏽",
    "combining marks": "a\u0301\u0302",
    "dots": ".",
    "hyphens": "a-",
    "addresses": "a/b.c@d ",
    "abbreviations": "U.S. Lt. Gen. ",
    "initials": "A. B. ",
    "bullets": "\n- a",
}


def text_of(kind: str, size: int) -> str:
    piece = KINDS[kind]
    return "a" + piece * (size // len(piece)) + "b"


def article(text: str) -> Article:
    return Article(
        article_id=ArticleId("a"), title="", text=text, prose=(Span(0, len(text)),), published=dt.date(2016, 5, 4)
    )


def seconds(work, text: str) -> float:
    """CPU time, the least of a few rounds."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work(article(text))
        spent.append(time.process_time() - started)
    return min(spent)


def grows_linearly(work, kind: str, size: int) -> None:
    less, more = (max(FLOOR_S, seconds(work, text_of(kind, length))) for length in (size, 2 * size))
    assert more / less < MOST, (kind, less, more)


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text_is_split_into_short_pieces(kind: str) -> None:
    """Whatever the text, no piece is longer than a parser should see, and nothing is lost."""
    text = text_of(kind, LONG)
    spans = sentence_spans(text, Span(0, len(text)))
    assert max(span.end - span.start for span in spans) <= LONGEST_CHARACTERS
    assert sum(len(span.of(text).split()) for span in spans[:50]) <= 50 * (LONGEST_WORDS + 1)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_found_in_linear_time(kind: str) -> None:
    """The rules that split."""
    grows_linearly(lambda made: sentence_spans(made.text, made.prose[0]), kind, 30_000)


@pytest.mark.parametrize("kind", KINDS)
def test_dates_and_places_are_found_in_linear_time(kind: str, engine: pipeline.Engine) -> None:
    """The stages that read the text itself, without a parser."""
    grows_linearly(timex.time_expressions, kind, 8_000)
    grows_linearly(lambda made: toponyms.toponyms(made, engine.gazetteer), kind, 8_000)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_events_are_coded_in_linear_time(kind: str, engine: pipeline.Engine) -> None:
    """The parser, the actors and all that comes after."""
    grows_linearly(engine.code, kind, 5_000)


def test_a_long_token_costs_the_parser_little(engine: pipeline.Engine) -> None:
    """A token of 200,000 letters and a text without spaces are pieces of bounded length before any parser sees them."""
    parsed: list[int] = []
    known = engine.language

    class Counting:
        def make_doc(self, text: str):
            parsed.append(len(text))
            return known.pipeline.make_doc(text)

        def pipe(self, documents, *, batch_size: int):
            return known.pipeline.pipe(documents, batch_size=batch_size)

    counting = language.Language(pipeline=Counting(), irregular=known.irregular)
    assert sum(len(sentence.tokens) for sentence in counting.sentences(article("x" * 200_000))) == len(parsed)
    assert max(parsed) <= LONGEST_CHARACTERS
    assert sum(parsed) == 200_000
