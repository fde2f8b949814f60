"""Universal Dependencies treebanks (CoNLL-U) as spaCy training documents.

A multi-word token ("don't", "al-Assad's") is split where its words' letters meet, so that the text stays as it was
printed. A document holds up to ``SENTENCES`` sentences of one source document, so that a parser sees sentence starts.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SENTENCES = 8


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; ``head`` is an index into the sentence, its own for the root."""

    form: str
    space_after: bool
    lemma: str
    upos: str
    xpos: str
    features: str
    head: int
    relation: str


@dataclass(slots=True)
class Lines:
    """The rows of one sentence as they stand in the file."""

    document: str
    rows: list[list[str]] = field(default_factory=list)


def blocks(lines: Iterable[str]) -> Iterator[Lines]:
    """The sentences of a file; ``document`` is the id of the last "# newdoc" line."""
    document = ""
    block = Lines(document)
    for line in itertools.chain(lines, [""]):
        text = line.rstrip("\n")
        if text.startswith("# newdoc"):
            document = text.partition("=")[2].strip()
        elif text and not text.startswith("#"):
            block.rows.append(text.split("\t"))
        elif not text and block.rows:
            yield block
        if not block.rows:
            block.document = document
        if not text:
            block = Lines(document)


def split_form(form: str, parts: list[str]) -> list[str] | None:
    """The printed form divided among its words; None where there are fewer letters than words.

    >>> split_form("don't", ["do", "n't"]), split_form("cannot", ["can", "not"]), split_form("du", ["de", "le"])
    (['do', "n't"], ['can', 'not'], ['d', 'u'])
    """
    if "".join(parts) == form:
        return parts
    if len(form) < len(parts):
        return None
    pieces: list[str] = []
    for number, part in enumerate(parts[:-1]):
        left = len(parts) - number - 1
        size = max(1, min(len(part), len(form) - sum(map(len, pieces)) - left))
        start = sum(map(len, pieces))
        pieces.append(form[start : start + size])
    return [*pieces, form[sum(map(len, pieces)) :]]


def words(rows: list[list[str]]) -> list[Word] | None:
    """The words of one sentence; None where it cannot be printed word by word."""
    printed: list[tuple[str, bool, list[str]]] = []
    rows = [row for row in rows if "." not in row[0]]
    index = 0
    while index < len(rows):
        row = rows[index]
        space = "SpaceAfter=No" not in row[9]
        size = 1
        if "-" in row[0]:
            first, last = (int(part) for part in row[0].split("-"))
            size = last - first + 1
            parts = rows[index + 1 : index + 1 + size]
            forms = split_form(row[1], [part[1] for part in parts])
            if forms is None:
                return None
            ends = [False] * (size - 1) + [space]
            printed += list(zip(forms, ends, parts, strict=True))
            index += 1
        else:
            printed.append((row[1], space, row))
        index += size
    place = {row[0]: number for number, (_, _, row) in enumerate(printed)}
    if any(not form or " " in form for form, _, _ in printed):
        return None
    return [
        _word(form, row, space=space, number=number, place=place) for number, (form, space, row) in enumerate(printed)
    ]


def _word(form: str, row: list[str], *, space: bool, number: int, place: dict[str, int]) -> Word:
    return Word(
        form=form,
        space_after=space,
        lemma=row[2],
        upos=row[3],
        xpos=row[4],
        features="" if row[5] == "_" else row[5],
        head=place.get(row[6], number),
        relation="ROOT" if row[6] == "0" else row[7],
    )


def document(sentences: list[list[Word]], vocab: Any) -> Any:
    """One spaCy ``Doc`` of the sentences."""
    from spacy.tokens import Doc  # noqa: PLC0415 (slow to import)

    starts = list(itertools.accumulate((len(sentence) for sentence in sentences), initial=0))
    flat = [(word, start) for sentence, start in zip(sentences, starts, strict=False) for word in sentence]
    return Doc(
        vocab,
        words=[word.form for word, _ in flat],
        spaces=[word.space_after for word, _ in flat],
        tags=[word.xpos for word, _ in flat],
        pos=[word.upos for word, _ in flat],
        morphs=[word.features for word, _ in flat],
        lemmas=[word.lemma for word, _ in flat],
        heads=[word.head + start for word, start in flat],
        deps=[word.relation for word, _ in flat],
    )


def documents(paths: Iterable[Path], vocab: Any) -> Iterator[Any]:
    """The documents of the files, in order; sentences that cannot be printed word by word are left out."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for _, group in itertools.groupby(blocks(lines), key=lambda block: block.document):
                parsed = [sentence for block in group if (sentence := words(block.rows)) is not None]
                for start in range(0, len(parsed), SENTENCES):
                    yield document(parsed[start : start + SENTENCES], vocab)
