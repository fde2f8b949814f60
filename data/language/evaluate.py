"""Score the language model on treebank files, from raw text, as the project uses it.

usage: python data/language/evaluate.py MODEL FILE.spacy...

Each gold sentence is parsed alone, as in the project, where rules have split the sentences before. Tags and lemmas are
counted over the words that the tokenizer found as the treebank has them; UAS and LAS leave punctuation out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from etl.language import Language, load
from etl.model import Article, ArticleId, Span

COLUMNS = ("TAG", "UPOS", "lemma", "UAS", "LAS")


def gold_sentences(path: Path) -> list[Any]:
    """The sentences of a treebank file, each as its own document."""
    import spacy  # noqa: PLC0415 (slow to import)
    from spacy.tokens import DocBin  # noqa: PLC0415

    documents = DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)
    return [sentence.as_doc() for document in documents for sentence in document.sents]


def article(texts: list[str]) -> Article:
    """The texts as the paragraphs of one article."""
    spans, start = [], 0
    for text in texts:
        spans.append(Span(start, start + len(text)))
        start += len(text) + 1
    return Article(article_id=ArticleId("evaluation"), title="", text="\n".join(texts), prose=tuple(spans))


def scores(language: Language, path: Path) -> dict[str, float]:
    """The five figures for one file, 0..1."""
    gold = gold_sentences(path)
    whole = article([sentence.text for sentence in gold])
    found = {token.start: (token, sentence) for sentence in language.sentences(whole) for token in sentence.tokens}
    right = dict.fromkeys(COLUMNS, 0)
    aligned = counted = 0
    for sentence, span in zip(gold, whole.prose, strict=True):
        for token in sentence:
            counted += token.dep_ != "punct"
            mine, tree = found.get(span.start + token.idx, (None, None))
            if mine is None or tree is None or mine.text != token.text:
                continue
            aligned += 1
            for column, is_right in zip(
                COLUMNS[:3], (mine.tag == token.tag_, mine.pos == token.pos_, mine.lemma == token.lemma_), strict=True
            ):
                right[column] += is_right
            head = tree.tokens[mine.head]
            attached = head.start == span.start + token.head.idx
            right["UAS"] += attached and token.dep_ != "punct"
            right["LAS"] += attached and token.dep_ != "punct" and mine.dep.lower() == token.dep_.lower()
    return {column: right[column] / (aligned if column in COLUMNS[:3] else counted) for column in COLUMNS}


def main(arguments: list[str]) -> None:
    if len(arguments) < 2:
        sys.exit(__doc__)
    language = load(Path(arguments[0]))
    print("file", *COLUMNS, sep="\t")
    for name in arguments[1:]:
        print(Path(name).stem, *(f"{value:.3f}" for value in scores(language, Path(name)).values()), sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
