"""Sentences, tags, lemmas and dependencies; the shipped model and the scripts that made it."""

from __future__ import annotations

import importlib.util
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

from etl.errors import InputError
from etl.language import Language, fingerprint, load
from etl.language.parsing import Word
from etl.language.splitting import LONGEST_CHARACTERS, sentence_spans
from etl.language.verbs import IrregularVerbs
from etl.model import Article, ArticleId, Sentence, Span

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "language"
MODEL = DATA / "en_ud_sm"
TREEBANK = ROOT.parent / "shared" / "language"


@pytest.fixture(scope="module")
def language() -> Language:
    return load()


def article(*paragraphs: str) -> Article:
    text = "\n\n".join(paragraphs)
    spans, start = [], 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + 2
    return Article(article_id=ArticleId("a"), title="", text=text, prose=tuple(spans))


def script(name: str) -> Any:
    """A script of data/language as a module."""
    spec = importlib.util.spec_from_file_location(name, DATA / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


SPLITS = [
    "Troops took the town.|They lost ten men.",
    "Gen. Ali Hassan met Mr. Brown.|They talked.",
    "The U.S. sent planes.|The U.N. Security Council met.",
    "It was shelled by the U.S.|The army denied it.",
    "Lt. Col. J. B. Smith fled at 5 a.m. on Tuesday.|He was found.",
    "The bomb weighed 3.5 tons.|It fell at 6.30 p.m. near St. James.",
    "“We will stay,” he said.|“Nobody leaves.”|She agreed.",
    '"Why now?" Mr. Ali Hassan asked.|Nobody knew.',
    '"Why now?"|The army had no answer.',
    "Shells fell on Jan. 5 and on Feb. 6.|Ten died.",
    "He works for Acme Inc. in Basra.|The firm is small.",
    "No. 5 gate was hit.|It burned!|Who fired?|Nobody said.",
    "He said: the road is open.|Then he left ...|Nobody followed.",
    "They left the town.The army moved in.",
    "1. Leave the town.",
    "The plan has three parts:\n- a truce\n- an exchange\n- a vote",
    "Aid came from Norway, Sweden, etc.|The rest was bought.",
    "It was plan B. The army had no other.",
    "The line was broken\nby the editor, not by the writer.|It goes on.",
    "He met J. Smith.|He left.",
    "The battle began on April. 2 and went on.|It ended in May.|20 men had died.",
    "Maj. Gen. A. B. Smith, of the U.S. Army, died at 5 a.m. Monday.|It rained.",
    "No. 2 Company waited ... and left on Sept. 11, 2001.",
    "Gov. Musa, Engr. Bello and Barr. Ade met Alh. Sani in St. John's.|They prayed.",
    "Org. Gen. Demir, Uzm. Çvş. A. Kaya and Av. Can spoke.|Doç. Dr. Ak did not.",
    "Sh. Hassan Warsame met Col. Abdi and Mr Smith at 3:30 p.m.|The talks failed.",
    "Gen. Ruiz, Gral. Soto and Cnel. Paz flew to Sta. Rosa.|Brgy. San Juan was hit.",
    "He lives in Washington, D.C. and works there.|It was the No. 1 suspect, a.k.a. Abu Omar.",
]


@pytest.mark.parametrize("marked", SPLITS)
def test_sentences_are_split_as_marked(marked: str) -> None:
    """Abbreviations, initials, quotes, decimals and bullet lines: "|" marks each boundary that stands at a space."""
    text = marked.replace(".|", ". ").replace("|", " ")
    pieces = [span.of(text) for span in sentence_spans(text, Span(0, len(text)))]
    if "\n-" in marked:
        assert len(pieces) == 4
    elif ".The" in marked:
        assert pieces == ["They left the town.", "The army moved in."]
    elif marked.startswith("It was plan B"):
        assert pieces == ["It was plan B.", "The army had no other."]
    else:
        assert pieces == marked.split("|")


@settings(deadline=None)
@given(st.text(alphabet="aB .?!\"'\n5;,-", max_size=300), st.integers(0, 5))
def test_splitting_loses_nothing(text: str, lead: int) -> None:
    """Sentences are in order, inside their paragraph, trimmed, and hold every character that is not white space."""
    whole = "x" * lead + text + "y"
    if not text:
        return
    spans = sentence_spans(whole, Span(lead, lead + len(text)))
    assert "".join("".join(span.of(whole).split()) for span in spans) == "".join(text.split())
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))
    assert all(span.of(whole) == span.of(whole).strip() for span in spans)


@pytest.mark.parametrize(
    "text", ["(" * 20_000, "word " * 20_000, "a;" * 20_000, "." * 20_000, " " * 20_000 + "x", "a. " * 9_000]
)
def test_no_piece_is_longer_than_a_parser_should_see(text: str) -> None:
    """However long a "sentence", its pieces stay short."""
    spans = sentence_spans(text, Span(0, len(text)))
    assert max(span.end - span.start for span in spans) <= LONGEST_CHARACTERS


def words(sentence: Sentence) -> str:
    return " ".join(f"{token.text}/{token.lemma}/{token.pos}/{token.dep}" for token in sentence.tokens)


def test_a_sentence_is_parsed_in_universal_dependencies(language: Language) -> None:
    """Words, lemmas, parts of speech, relations and heads of a plain sentence."""
    (sentence,) = language.sentences(article("Iraqi forces attacked the town."))
    assert words(sentence) == (
        "Iraqi/Iraqi/ADJ/amod forces/force/NOUN/nsubj attacked/attack/VERB/root the/the/DET/det town/town/NOUN/obj "
        "././PUNCT/punct"
    )
    assert [token.head for token in sentence.tokens] == [1, 2, 2, 4, 2, 2]
    assert sentence.tokens[2].tag == "VBD"
    assert "Tense=Past" in sentence.tokens[2].morph


def test_offsets_are_the_articles(language: Language) -> None:
    """Tokens are cut out of the article exactly, whatever white space stands between them; paragraphs are counted."""
    text = article("  The army\n retook  Hit.\u00a0It was empty. ", "“Go,” he said…", "-- 12 --")
    sentences = language.sentences(text)
    assert [(sentence.paragraph, sentence.span.of(text.text)) for sentence in sentences] == [
        (0, "The army\n retook  Hit."),
        (0, "It was empty."),
        (1, "“Go,” he said…"),
    ]
    for token in itertools.chain.from_iterable(sentence.tokens for sentence in sentences):
        assert token.text == text.text[token.start : token.end]
        assert token.text == token.text.strip() != ""


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("The army retook Hit.", "retook", "retake"),
        ("The group overran a base.", "overran", "overrun"),
        ("The coalition comprises eleven states.", "comprises", "comprise"),
        ("Rebels fought the army and fled.", "fled", "flee"),
        ("Protesters overthrew the president.", "overthrew", "overthrow"),
        ("The rebels struck the port.", "struck", "strike"),
        ("Parliament upheld the law.", "upheld", "uphold"),
        ("The city fell.", "fell", "fall"),
        ("Guards shot a boy.", "shot", "shoot"),
    ],
)
def test_verbs_that_models_miss_are_repaired(language: Language, text: str, verb: str, lemma: str) -> None:
    """A rare or irregular verb form is a verb with the right lemma."""
    (sentence,) = language.sentences(article(text))
    (token,) = [token for token in sentence.tokens if token.text == verb]
    assert (token.pos, token.lemma) == ("VERB", lemma)


def test_a_sentence_in_capitals_is_parsed_like_any_other(language: Language) -> None:
    """Wire copy of old was all capitals: the words stay as they are, tags and lemmas are those of the calm sentence."""
    (sentence,) = language.sentences(article("GUERRILLAS ATTACKED THE TOWN OF EL PARAISO YESTERDAY."))
    assert words(sentence).startswith(
        "GUERRILLAS/guerrilla/NOUN/nsubj ATTACKED/attack/VERB/root THE/the/DET/det TOWN/town/NOUN/obj"
    )


def test_every_sentence_is_one_tree(language: Language) -> None:
    """One root, relation "root", head itself; every other token reaches it; relations are in lower case."""
    text = 'Aleppo, Syria: a list of towns; Hit, Ramadi, no verb here\nThe end. Is it? Yes -- (no) "maybe" 5 km.'
    for sentence in language.sentences(article(text, "Hit. Ramadi fell. " * 30)):
        roots = [index for index, token in enumerate(sentence.tokens) if token.head == index]
        assert [sentence.tokens[index].dep for index in roots] == ["root"]
        assert [token.dep for token in sentence.tokens].count("root") == 1
        reached = set(roots)
        for _ in sentence.tokens:
            reached |= {index for index, token in enumerate(sentence.tokens) if token.head in reached}
        assert len(reached) == len(sentence.tokens)


def test_the_same_article_gives_the_same_parse(language: Language) -> None:
    """Nothing is left over from one article to the next."""
    first = article("The army retook Hit. The rebels fled to Ramadi, officials said.")
    before = language.sentences(first)
    language.sentences(article("Something else was said in Berlin. " * 20))
    assert language.sentences(first) == before


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_parsed(text: str) -> None:
    """No text, however odd, crashes the parser or moves an offset."""
    if not text:
        return
    whole = article(text)
    for sentence in LOADED[0].sentences(whole):
        for token in sentence.tokens:
            assert token.text == whole.text[token.start : token.end]


LOADED: list[Language] = []


@pytest.fixture(autouse=True)
def _shared(language: Language) -> None:
    LOADED[:] = [language]


def test_another_pipeline_can_take_its_place(language: Language) -> None:
    """Whatever has ``make_doc`` and ``pipe`` may parse, with a function that reads what it says."""

    def plain(document: Any) -> list[Word]:
        return [Word(token.lower_, "X", "XX", "dep" if token.i else "root", 0, "") for token in document]

    other = Language(pipeline=spacy.blank("en"), irregular=language.irregular, words=plain)
    (sentence,) = other.sentences(article("Shells fell."))
    assert words(sentence) == "Shells/shells/X/root fell/fell/X/dep ././X/dep"


def test_a_missing_model_is_one_clear_line(tmp_path: Path) -> None:
    """A folder without a model, one with a damaged model, a pipeline that is not installed and one that does not parse."""
    with pytest.raises(InputError, match=r"no language model at .*give the folder of a spaCy pipeline"):
        load(tmp_path)
    (tmp_path / "meta.json").write_text("{}", encoding="utf-8")
    (tmp_path / "config.cfg").write_text("[nlp]\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be loaded"):
        load(tmp_path)
    with pytest.raises(InputError, match=r"en_none_sm is not installed: python -m spacy download en_none_sm$"):
        load("en_none_sm")
    with pytest.raises(InputError, match=r"no language model at json"):
        load("json")
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(InputError, match="does not parse dependencies"):
        load(tmp_path / "blank")


def test_models_are_told_apart(tmp_path: Path) -> None:
    """The shipped model changes with the program only; another has its own fingerprint, which changes with it."""
    with pytest.raises(InputError, match="is not installed"):
        fingerprint("en_none_sm")
    pipeline = spacy.blank("en")
    pipeline.to_disk(tmp_path / "one")
    pipeline.meta["version"] = "9.9.9"
    pipeline.to_disk(tmp_path / "two")
    found = [fingerprint(None), *(fingerprint(str(tmp_path / name)) for name in ("one", "two", "one"))]
    assert found[0] == ""
    assert found[1] == found[3]
    assert len(set(found)) == 3


def test_irregular_verbs_are_a_clean_table() -> None:
    """Each verb once, three forms each, every ambiguous form one of its own."""
    lines = (ROOT / "data" / "lexicons" / "irregular_verbs.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines][1:]
    assert len({row[0] for row in rows}) == len(rows) > 200
    for lemma, past, participle, ambiguous in rows:
        assert lemma.isalpha()
        assert past
        assert participle
        assert set(filter(None, ambiguous.split("/"))) <= {lemma, *past.split("/"), *participle.split("/")}


def test_a_missing_verb_table_is_one_clear_line(tmp_path: Path) -> None:
    """The message names the file."""
    with pytest.raises(InputError, match="no table of irregular verbs"):
        IrregularVerbs.load(tmp_path / "none.csv")


def test_the_model_says_what_it_is_and_carries_no_private_strings() -> None:
    """Name, version, licence and sources stand in meta.json; no e-mail, phone or link is in the vocabulary."""
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    assert (meta["lang"], meta["name"], meta["license"]) == ("en", "ud_sm", "CC BY-SA 4.0")
    assert re.fullmatch(r"\d+\.\d+\.\d+", meta["version"])
    assert [source["name"].split(":")[0] for source in meta["sources"]] == ["UD_English-EWT", "GUM"]
    strings = json.loads((MODEL / "vocab" / "strings.json").read_text(encoding="utf-8"))
    is_private = script("prune").is_private
    assert [text for text in strings if is_private(text)] == []
    assert (DATA / "ATTRIBUTION.md").is_file()


def test_conllu_becomes_documents() -> None:
    """Multi-word tokens are split as printed, empty nodes left out, documents kept apart, heads counted through."""
    first, second = script("conllu").documents([ROOT / "tests/fixtures/language/towns.conllu"], spacy.blank("en").vocab)
    assert (first.text, second.text) == ("The army retook Hit. They don't know the mayor's name. ", "Shells fell. ")
    assert [sentence.text for sentence in first.sents] == ["The army retook Hit.", "They don't know the mayor's name."]
    assert [(token.text, token.lemma_, token.tag_, token.dep_, token.head.text) for token in first[5:9]] == [
        ("They", "they", "PRP", "nsubj", "know"),
        ("do", "do", "VBP", "aux", "know"),
        ("n't", "not", "RB", "advmod", "know"),
        ("know", "know", "VB", "ROOT", "know"),
    ]


@pytest.mark.slow
def test_a_model_can_be_converted_trained_and_evaluated(tmp_path: Path) -> None:
    """The scripts run end to end and give a pipeline that loads; rare relations are not learnt, so the treebank is repeated."""
    fixture = ROOT / "tests/fixtures/language/towns.conllu"
    corpus, model = tmp_path / "towns.spacy", tmp_path / "model"

    def run(*arguments: object) -> str:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, cwd=tmp_path).stdout

    assert run(DATA / "train.py", "convert", corpus, *[fixture] * 40).startswith("80 documents")
    run(DATA / "train.py", "train", corpus, corpus, model, "--steps", "2")
    assert run(DATA / "evaluate.py", model, corpus).splitlines()[0].split("\t") == [
        "file",
        "TAG",
        "UPOS",
        "lemma",
        "UAS",
        "LAS",
    ]


@pytest.mark.slow
def test_pruning_changed_no_prediction() -> None:
    """On the first documents of a test treebank the shipped model says what the unpruned one says."""
    if not TREEBANK.is_dir():
        pytest.skip(f"{TREEBANK} is not present")
    documents = DocBin().from_disk(TREEBANK / "treebank" / "gum_news_test.spacy").get_docs(spacy.blank("en").vocab)
    texts = [document.text for document in itertools.islice(documents, 10)]

    def said(path: Path) -> list[tuple[str, str, str, int]]:
        pipeline = spacy.load(path)
        return [(token.tag_, token.lemma_, token.dep_, token.head.i) for doc in pipeline.pipe(texts) for token in doc]

    assert said(MODEL) == said(TREEBANK / "en_ud_sm")
