"""Words, tags and dependencies of an article's sentences, by a spaCy pipeline.

What a pipeline says is read by a ``Reader``: one for pipelines that speak Universal Dependencies, as the shipped model
does, and one for the labels of spaCy's own English pipelines (``clear.py``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from etl.language.splitting import sentence_spans
from etl.language.verbs import IrregularVerbs, repaired
from etl.model import Sentence, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from etl.model import Article, Span

BATCH_SIZE: Final = 256
SHOUTED_LETTERS: Final = 16  # fewer in capitals may be a name or a dateline
HAS_LETTER: Final = re.compile(r"[^\W\d_]")
SMALL_LETTERS: Final = re.compile(r"[a-z]+")
UNEVEN_SPACE: Final = re.compile(r"[^\S ]|\s\s")
READ_AS: Final = {  # words that the model takes for others: the normal form decides, so it gets one that the model knows
    "IS": "isil",
    "airstrike": "attack",
    "airstrikes": "attacks",
    "Airstrike": "attack",
    "Airstrikes": "attacks",
    "convene": "meet",
    "convenes": "meets",
    "convened": "met",
}
READ_ANEW: Final = re.compile("|".join(READ_AS))
NOT_A_START: Final = 2**64 - 1  # -1 in spaCy's unsigned columns


class Pipeline(Protocol):
    """What is used of a ``spacy.language.Language``."""

    def make_doc(self, text: str) -> Any: ...

    def pipe(self, texts: Iterable[Any], *, batch_size: int) -> Iterator[Any]: ...


class Word(NamedTuple):
    """What a pipeline says of one token, in Universal Dependencies terms; a root's ``head`` is its own index."""

    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    morph: str


class Reader(Protocol):
    """Turns a parsed ``spacy.tokens.Doc`` into our words, one for each of its tokens."""

    def __call__(self, document: Any) -> Sequence[Word]: ...


def universal(document: Any) -> list[Word]:
    """The words of a pipeline that speaks Universal Dependencies."""
    strings = document.vocab.strings
    columns = document.to_array(("LEMMA", "POS", "TAG", "DEP", "MORPH", "HEAD"))
    heads = columns[:, 5].astype("int64").tolist()  # counted from the token itself
    names = ([strings[key] for key in row] for row in columns[:, :5].tolist())
    return [
        Word(lemma, pos, tag, "root" if not head or dep == "ROOT" else dep, index + head, "" if morph == "_" else morph)
        for index, ((lemma, pos, tag, dep, morph), head) in enumerate(zip(names, heads, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class Language:
    """A loaded language: sentences, tags, lemmas and dependencies."""

    pipeline: Pipeline
    irregular: IrregularVerbs
    words: Reader = universal

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
        spaced = [_evenly_spaced(article.text, span) for _, span in places]
        documents = self.pipeline.pipe([self._document(_calm(text)) for text, _ in spaced], batch_size=BATCH_SIZE)
        return tuple(
            Sentence(span=span, paragraph=number, tokens=self._tokens(article.text, document, offsets))
            for (number, span), (_, offsets), document in zip(places, spaced, documents, strict=True)
        )

    def _document(self, text: str) -> Any:
        document = self.pipeline.make_doc(text)
        starts = document.to_array("SENT_START")
        starts[1:] = NOT_A_START  # the rules have split already
        document.from_array(["SENT_START"], starts)
        if READ_ANEW.search(text) and not text.isupper():
            for token in document:
                if token.text in READ_AS:
                    token.norm_ = READ_AS[token.text]
        return document

    def _tokens(self, text: str, document: Any, offsets: Sequence[int]) -> tuple[Token, ...]:
        tokens = []
        ends = document.to_array(("IDX", "LENGTH")).tolist()
        for (begin, length), word in zip(ends, self.words(document), strict=True):
            start, end = offsets[begin], offsets[begin + length - 1] + 1
            form = text[start:end]
            lemma, pos, tag, dep, head, morph = word
            tokens.append(Token(start, end, form, lemma or form, pos, tag, dep, head, morph))
        return repaired(_with_one_root(tokens), self.irregular)


def _evenly_spaced(text: str, span: Span) -> tuple[str, Sequence[int]]:
    """The sentence with single spaces, and for each of its characters the offset in the article."""
    if not UNEVEN_SPACE.search(text, span.start, span.end):
        return text[span.start : span.end], range(span.start, span.end)
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
    if sum(map(len, SMALL_LETTERS.findall(text))) > 0.2 * len(text):
        return text
    small = text.lower()
    letters = sum(character.isalpha() for character in text)
    capitals = sum(character.isupper() for character in text)
    shouted = letters >= SHOUTED_LETTERS and capitals > 0.85 * letters and " " in text
    return small if shouted and len(small) == len(text) else text


def _with_one_root(tokens: list[Token]) -> list[Token]:
    """Later roots hang on the first, as parataxis, so that every sentence is one tree."""
    roots = [index for index, token in enumerate(tokens) if token.head == index]
    for index in roots[1:]:
        tokens[index] = replace(tokens[index], dep="parataxis", head=roots[0])
    return tokens
