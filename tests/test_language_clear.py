"""Pipelines that speak the labels of spaCy's own English models: the same trees and the same events."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import spacy

from etl.language import Language
from etl.language.clear import LABELS, clear, converted
from etl.language.loading import reader
from etl.language.parsing import Word, universal
from etl.model import Article, ArticleId, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from etl import pipeline

# sentence: lemma/UPOS/tag/relation/head of each word, as en_core_web_* says it
PARSES = {
    "The army shelled the town of Hit in Anbar on Monday.": (
        "the/DET/DT/det/1 army/NOUN/NN/nsubj/2 shell/VERB/VBD/ROOT/2 the/DET/DT/det/4 town/NOUN/NN/dobj/2 of/ADP/IN/prep/4 "
        "Hit/PROPN/NNP/pobj/5 in/ADP/IN/prep/2 Anbar/PROPN/NNP/pobj/7 on/ADP/IN/prep/2 Monday/PROPN/NNP/pobj/9 ./PUNCT/./punct/2"
    ),
    "Three soldiers were killed by rebels in Aleppo.": (
        "three/NUM/CD/nummod/1 soldier/NOUN/NNS/nsubjpass/3 be/AUX/VBD/auxpass/3 kill/VERB/VBN/ROOT/3 by/ADP/IN/agent/3 "
        "rebel/NOUN/NNS/pobj/4 in/ADP/IN/prep/3 Aleppo/PROPN/NNP/pobj/6 ./PUNCT/./punct/3"
    ),
    "Russia and Turkey will send troops, tanks and aircraft to Syria.": (
        "Russia/PROPN/NNP/nsubj/4 and/CCONJ/CC/cc/0 Turkey/PROPN/NNP/conj/0 will/AUX/MD/aux/4 send/VERB/VB/ROOT/4 "
        "troop/NOUN/NNS/dobj/4 ,/PUNCT/,/punct/5 tank/NOUN/NNS/conj/5 and/CCONJ/CC/cc/7 aircraft/NOUN/NN/conj/7 "
        "to/ADP/IN/prep/4 Syria/PROPN/NNP/pobj/10 ./PUNCT/./punct/4"
    ),
    "Protests broke out in Ankara after police arrested the mayor.": (
        "protest/NOUN/NNS/nsubj/1 break/VERB/VBD/ROOT/1 out/ADP/RP/prt/1 in/ADP/IN/prep/1 Ankara/PROPN/NNP/pobj/3 "
        "after/SCONJ/IN/mark/7 police/NOUN/NNS/nsubj/7 arrest/VERB/VBD/advcl/1 the/DET/DT/det/9 mayor/NOUN/NN/dobj/7 "
        "./PUNCT/./punct/1"
    ),
    "The president is a critic of Iran, which he accused of arming the rebels.": (
        "the/DET/DT/det/1 president/NOUN/NN/nsubj/2 be/AUX/VBZ/ROOT/2 a/DET/DT/det/4 critic/NOUN/NN/attr/2 of/ADP/IN/prep/4 "
        "Iran/PROPN/NNP/pobj/5 ,/PUNCT/,/punct/6 which/PRON/WDT/dobj/10 he/PRON/PRP/nsubj/10 accuse/VERB/VBD/relcl/6 "
        "of/ADP/IN/prep/10 arm/VERB/VBG/pcomp/11 the/DET/DT/det/14 rebel/NOUN/NNS/dobj/12 ./PUNCT/./punct/2"
    ),
    "There was an air strike by Saudi Arabia on Sanaa in 2016.": (
        "there/PRON/EX/expl/1 be/VERB/VBD/ROOT/1 an/DET/DT/det/4 air/NOUN/NN/compound/4 strike/NOUN/NN/attr/1 by/ADP/IN/prep/4 "
        "Saudi/PROPN/NNP/compound/7 Arabia/PROPN/NNP/pobj/5 on/ADP/IN/prep/4 Sanaa/PROPN/NNP/pobj/8 in/ADP/IN/prep/1 "
        "2016/NUM/CD/pobj/10 ./PUNCT/./punct/1"
    ),
    "Militants fled out of Mosul and into Syria.": (
        "militant/NOUN/NNS/nsubj/1 flee/VERB/VBD/ROOT/1 out/ADP/IN/prep/1 of/ADP/IN/prep/2 Mosul/PROPN/NNP/pobj/3 "
        "and/CCONJ/CC/cc/2 into/ADP/IN/conj/2 Syria/PROPN/NNP/pobj/6 ./PUNCT/./punct/1"
    ),
}
# the same words in Universal Dependencies: relation and head's form
TREES = {
    "The army shelled the town of Hit in Anbar on Monday.": (
        "det<army nsubj<shelled root<shelled det<town obj<shelled case<Hit nmod<town case<Anbar obl<shelled case<Monday "
        "obl<shelled punct<shelled"
    ),
    "Three soldiers were killed by rebels in Aleppo.": (
        "nummod<soldiers nsubj:pass<killed aux:pass<killed root<killed case<rebels obl:agent<killed case<Aleppo obl<killed "
        "punct<killed"
    ),
    "Russia and Turkey will send troops, tanks and aircraft to Syria.": (
        "nsubj<send cc<Turkey conj<Russia aux<send root<send obj<send punct<tanks conj<troops cc<aircraft conj<troops "
        "case<Syria obl<send punct<send"
    ),
    "Protests broke out in Ankara after police arrested the mayor.": (
        "nsubj<broke root<broke compound:prt<broke case<Ankara obl<broke mark<arrested nsubj<arrested advcl<broke det<mayor "
        "obj<arrested punct<broke"
    ),
    "The president is a critic of Iran, which he accused of arming the rebels.": (
        "det<president nsubj<critic cop<critic det<critic root<critic case<Iran nmod<critic punct<Iran obj<accused "
        "nsubj<accused acl:relcl<Iran mark<arming advcl<accused det<rebels obj<arming punct<critic"
    ),
    "There was an air strike by Saudi Arabia on Sanaa in 2016.": (
        "expl<was root<was det<strike compound<strike nsubj<was case<Arabia compound<Arabia nmod<strike case<Sanaa "
        "nmod<strike case<2016 obl<was punct<was"
    ),
    "Militants fled out of Mosul and into Syria.": (
        "nsubj<fled root<fled case<Mosul case<Mosul obl<fled cc<Syria case<Syria conj<Mosul punct<fled"
    ),
}


def annotated(document: Doc) -> Doc:
    """A component that knows the sentences above by heart, in the other scheme."""
    for token, said in zip(document, PARSES[document.text].split(), strict=True):
        lemma, pos, tag, relation, head = said.rsplit("/", 4)
        token.lemma_, token.pos_, token.tag_, token.dep_ = lemma, pos, tag, relation
        token.head = document[int(head)]
    return document


class Stub:
    """A spaCy pipeline whose parser has learnt nothing but the sentences above."""

    def __init__(self) -> None:
        self._blank = spacy.blank("en")

    def make_doc(self, text: str) -> Doc:
        return self._blank.make_doc(text)

    def pipe(self, documents: list[Doc], *, batch_size: int) -> Any:
        assert batch_size
        return map(annotated, documents)


@pytest.mark.parametrize("text", PARSES)
def test_trees_are_turned_into_universal_dependencies(text: str) -> None:
    """Prepositions and "is" go below, conjuncts below the first, names change; every word keeps its place."""
    document = annotated(spacy.blank("en").make_doc(text))
    forms = [token.text for token in document]
    assert " ".join(f"{word.dep}<{forms[word.head]}" for word in clear(document)) == TREES[text]


def test_the_reader_is_chosen_by_the_labels() -> None:
    """One label that only the other scheme has is enough; the shipped model's labels hold none."""

    class Parser:
        def __init__(self, *labels: str) -> None:
            self.labels = labels

    class Loaded:
        def __init__(self, *labels: str) -> None:
            self.pipeline = [("parser", Parser(*labels))]

        def __call__(self, _: str) -> list[Any]:
            return []

    assert reader(Loaded("nsubj", "dobj"), name="x") is clear
    assert reader(Loaded("nsubj", "obj"), name="x") is universal
    assert not LABELS & {"nsubj", "obj", "obl", "nmod", "case", "cop", "advmod", "det", "appos", "acl", "agent:x"}


@pytest.mark.parametrize("text", PARSES)
def test_the_same_events_come_out(text: str, engine: pipeline.Engine) -> None:
    """Whichever scheme the pipeline speaks."""
    other = replace(engine, language=Language(pipeline=Stub(), irregular=engine.language.irregular, words=clear))
    article = Article(
        article_id=ArticleId("a"), title="", text=text, prose=(Span(0, len(text)),), published=dt.date(2016, 5, 4)
    )
    assert other.code(article) == engine.code(article) != ()


def test_any_labels_give_one_tree() -> None:
    """A parse without sense loses no word and makes no circle: chains of prepositions, conjuncts and copulas."""
    for relations in ("prep", "conj", "attr", "prep pobj", "conj prep pobj cc", "attr prep pcomp acomp"):
        names = relations.split()
        words = [
            Word("be" if "attr" in names else "in", "ADP", "IN", names[index % len(names)], max(0, index - 1), "")
            for index in range(60)
        ]
        words[0] = words[0]._replace(dep="root")
        made = converted(words)
        for index in range(len(made)):
            steps, at = 0, index
            while made[at].head != at:
                at, steps = made[at].head, steps + 1
                assert steps <= len(made)
