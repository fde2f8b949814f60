"""One name in the many ways in which English writes Arabic and its neighbours: a skeleton to find, a closeness to rank."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from etl.gazetteer.names import ARABIC, ARTICLES

ROMANISED: Final = ARABIC | frozenset(("AF", "PK", "NE", "NG", "BF", "ET", "SS", "KM", "TJ", "AZ"))
"""Countries whose names reach English through a script, or a French or English ear, of no fixed spelling."""

LONGEST: Final = 60  # letters; no name of a place is longer
_HEADS: Final = frozenset(
    (
        *("village", "town", "city", "district", "neighbourhood", "neighborhood", "camp", "area", "region", "suburb"),
        *("subdistrict", "province", "governorate", "nahiyat", "qaryat", "madinat", "hayy", "mahallat"),
    )
)
"""Words that say what a place is, not which: "Hit city", "Madinat as Sadr"."""

_WORDS: Final = {"albu": "abu", "bu": "abu", "abou": "abu", "bou": "abu", "bin": "ibn", "ben": "ibn", "deir": "dayr"}
_CLASSES: Final = tuple(
    tuple(pair.split(":"))
    for pair in (
        *("sch:s", "tch:s", "sh:s", "ch:s", "kh:k", "gh:k", "ck:k", "q:k", "dj:j", "ge:j", "gi:j", "g:k", "th:t"),
        *("dh:d", "zh:d", "z:d", "ph:f", "v:f", "p:b", "c:k", "x:ks"),
    )
)
"""Letters that stand for one another in a skeleton, the longer ones first."""

_SOUNDS: Final = (
    (re.compile("sch|tch|sh|ch"), "$"),
    (re.compile("kh"), "x"),
    (re.compile("ou|oo|uw(?![aeiou])"), "u"),
    (re.compile("ee|iy(?![aeiou])"), "i"),
    (re.compile("ei|ai|[ae]y(?![aeiou])"), "e"),
    (re.compile("au|[ao]w(?![aeiou])"), "o"),
    (re.compile("[qc]"), "k"),
)
_VOWELS: Final = frozenset("aeiouwy")
_NEAR_VOWELS: Final = ({"e", "i"}, {"o", "u"}, {"i", "y"}, {"u", "w"}, {"a", "e"})
_DOUBLED: Final = re.compile(r"(.)\1+")
_SILENT: Final = dict.fromkeys(map(ord, "aeiouwy"))


def _words(key: str) -> list[str]:
    """The words of a folded name that carry it, without articles; all of them where nothing else is there."""
    told = key[:LONGEST].split()
    kept = [_WORDS.get(word, word) for word in told if word not in ARTICLES and word not in _HEADS]
    return kept or told


def skeleton(key: str) -> str:
    """The consonants of a folded name, alike for its romanisations; empty where too few are left to tell names apart.

    >>> {skeleton(key) for key in ("tall jubbin", "tal jibbin", "tel jebin")}
    {'tljbn'}
    >>> skeleton("deir al zour") == skeleton("dayr az zawr"), skeleton("al hawija") == skeleton("huwayjah")
    (True, True)
    >>> skeleton("hit")
    'ht'
    """
    bones = "".join(_bones(word, first=at == 0) for at, word in enumerate(_words(key)))
    return bones if len(bones) > 1 else ""


@lru_cache(maxsize=4096)
def _bones(word: str, *, first: bool) -> str:
    for letters, letter in _CLASSES:
        word = word.replace(letters, letter)
    word = _DOUBLED.sub(r"\1", word)
    begin = ("w" if word[0] == "w" else "a") if word[0] in _VOWELS else word[0]
    rest = word[1:].translate(_SILENT)
    if begin == "a" and not first:
        begin = ""
    bones = begin + rest
    return bones[:-1] if len(bones) > 2 and bones.endswith("h") else bones


@lru_cache(maxsize=4096)
def sounded(key: str) -> str:
    """A folded name in one letter a sound, without spaces: what ``closeness`` compares."""
    sounds = " ".join(_words(key))
    for pattern, letter in _SOUNDS:
        sounds = pattern.sub(letter, sounds)
    return _DOUBLED.sub(r"\1", re.sub(r"(?<=[aeiou])h\b", "", sounds).replace(" ", ""))


def closeness(one: str, other: str) -> float:
    """How alike two folded names of one skeleton sound, 0..1; vowels weigh less than consonants.

    >>> closeness("tal jibbin", "tall jubbin") > closeness("tal jibbin", "tall jabban") > closeness("tal jibbin", "atil joban")
    True
    """
    left, right = sounded(one), sounded(other)
    longest = max(len(left), len(right), 1)
    return 1 - _distance(left, right) / longest


def _distance(left: str, right: str) -> float:
    row = [0.0]
    for letter in right:
        row.append(row[-1] + _cost(letter))
    for letter in left:
        corner, row[0] = row[0], row[0] + _cost(letter)
        for at, other in enumerate(right, 1):
            change = 0.0 if letter == other else _change(letter, other)
            best = min(row[at] + _cost(letter), row[at - 1] + _cost(other), corner + change)
            corner, row[at] = row[at], best
    return row[-1]


def _cost(letter: str) -> float:
    return 0.5 if letter in _VOWELS else 1.0


def _change(one: str, other: str) -> float:
    if one in _VOWELS and other in _VOWELS:
        return 0.2 if {one, other} in _NEAR_VOWELS else 0.4
    return 1.0 if one in _VOWELS or other in _VOWELS else 0.6
