"""Words, tags and dependencies of an article's sentences, by spaCy.

The shipped model (``data/language/en_ud_sm``) is the default; any spaCy pipeline that tags, lemmatizes and parses in
Universal Dependencies can take its place. A pipeline with other labels needs an adapter: a function from its tokens to
``Token``, given as ``Language.token``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from etl.errors import InputError
from etl.language.splitting import sentence_spans
from etl.language.verbs import IrregularVerbs, repaired
from etl.model import Sentence, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from etl.model import Article, Span

DATA = Path(__file__).resolve().parents[2] / "data"
MODEL = DATA / "language" / "en_ud_sm"
IRREGULAR_VERBS = DATA / "language" / "irregular_verbs.csv"
BATCH_SIZE = 64
SHOUTED_LETTERS = 16  # fewer in capitals may be a name or a dateline
RANKS = (
    "Lt.",
    "Col.",
    "Maj.",
    "Capt.",
    "Sgt.",
    "Brig.",
    "Cpl.",
    "Pvt.",
    "Adm.",
    "Cmdr.",
    "Supt.",
    "Gov.",
    "Sen.",
    "Rep.",
)
HAS_LETTER = re.compile(r"[^\W\d_]")
READ_AS = {  # words that the model takes for others: the normal form decides, so it gets one that the model knows
    "IS": "isil",
    "airstrike": "attack",
    "airstrikes": "attacks",
    "Airstrike": "attack",
    "Airstrikes": "attacks",
    "convene": "meet",
    "convenes": "meets",
    "convened": "met",
}


class Pipeline(Protocol):
    """What is used of a ``spacy.language.Language``."""

    def make_doc(self, text: str) -> Any: ...

    def pipe(self, texts: Iterable[Any], *, batch_size: int) -> Iterator[Any]: ...


class TokenAdapter(Protocol):
    """Turns one spaCy token into ours; ``start`` and ``end`` are its offsets in the article."""

    def __call__(self, token: Any, *, start: int, end: int, text: str) -> Token: ...


def ud_token(token: Any, *, start: int, end: int, text: str) -> Token:
    """A token of a pipeline that speaks Universal Dependencies."""
    return Token(
        start=start,
        end=end,
        text=text,
        lemma=token.lemma_ or text,
        pos=token.pos_,
        tag=token.tag_,
        dep="root" if token.head is token or token.dep_ in ("ROOT", "") else token.dep_,
        head=token.head.i,
        morph=str(token.morph),
    )


@dataclass(frozen=True, slots=True)
class Language:
    """A loaded language: sentences, tags, lemmas and dependencies."""

    pipeline: Pipeline
    irregular: IrregularVerbs
    token: TokenAdapter = ud_token

    def sentences(self, article: Article) -> tuple[Sentence, ...]:
        """Every sentence of the article's prose in reading order, each with exactly one root.

        Offsets are the article's. The time needed is linear in the text. Pieces without a letter are left out.
        """
        places = [
            (number, span)
            for number, paragraph in enumerate(article.prose)
            for span in sentence_spans(article.text, paragraph)
            if HAS_LETTER.search(article.text, span.start, span.end)
        ]
        words = [_words(article.text, span) for _, span in places]
        documents = self.pipeline.pipe([self._document(_calm(text)) for text, _ in words], batch_size=BATCH_SIZE)
        return tuple(
            Sentence(span=span, paragraph=number, tokens=self._tokens(article.text, document, offsets))
            for (number, span), (_, offsets), document in zip(places, words, documents, strict=True)
        )

    def _document(self, text: str) -> Any:
        document = self.pipeline.make_doc(text)
        for token in document[1:]:
            token.is_sent_start = False  # the rules have split already
        if not text.isupper():
            for token in document:
                if token.text in READ_AS:
                    token.norm_ = READ_AS[token.text]
        return document

    def _tokens(self, text: str, document: Any, offsets: list[int]) -> tuple[Token, ...]:
        tokens = []
        for token in document:
            start, end = offsets[token.idx], offsets[token.idx + len(token) - 1] + 1
            tokens.append(self.token(token, start=start, end=end, text=text[start:end]))
        return repaired(_with_one_root(tokens), self.irregular)


def _words(text: str, span: Span) -> tuple[str, list[int]]:
    """The sentence with single spaces, and for each of its characters the offset in the article."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset in range(span.start, span.end):
        character = text[offset]
        if not character.isspace():
            characters.append(character)
        elif characters[-1] != " ":
            characters.append(" ")
        else:
            continue
        offsets.append(offset)
    return "".join(characters), offsets


def _calm(text: str) -> str:
    """A sentence written in capitals in small letters, which parsers know: labelled attachment .81 instead of .62."""
    small = text.lower()
    letters = sum(character.isalpha() for character in text)
    capitals = sum(character.isupper() for character in text)
    shouted = letters >= SHOUTED_LETTERS and capitals > 0.85 * letters and " " in text
    return small if shouted and len(small) == len(text) else text


def _with_one_root(tokens: list[Token]) -> list[Token]:
    """Later roots hang on the first, as parataxis, so that every sentence is one tree."""
    roots = [index for index, token in enumerate(tokens) if token.head == index]
    for index in roots[1:]:
        token = tokens[index]
        tokens[index] = Token(
            token.start, token.end, token.text, token.lemma, token.pos, token.tag, "parataxis", roots[0], token.morph
        )
    return tokens


def load(path: Path | None = None) -> Language:
    """The shipped model, or the spaCy pipeline in the folder ``path``; about a second of work.

    Raises InputError when there is no model, or when it does not fit the installed spaCy.
    """
    folder = MODEL if path is None else Path(path)
    if not (folder / "config.cfg").is_file():
        raise InputError(f"no language model at {folder}: give the folder of a spaCy pipeline (it holds config.cfg)")
    import spacy  # noqa: PLC0415 (takes a second, and only parsing needs it)

    try:
        pipeline: Any = spacy.load(folder)
    except (ValueError, OSError, KeyError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"the language model at {folder} cannot be loaded: {reason}; restore or retrain it") from error
    for rank in RANKS:
        pipeline.tokenizer.add_special_case(rank, [{"ORTH": rank}])
    return Language(pipeline=pipeline, irregular=IrregularVerbs.load(IRREGULAR_VERBS))
