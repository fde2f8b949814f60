"""Text as comparable words: the same key for every spelling of one name, whatever tokenizer the parser uses."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import NamedTuple


# A dotted acronym, a word (apostrophes inside belong to it, a genitive does not), a genitive, a number, or one other character.
def word_set(text: str) -> frozenset[str]:
    """A word list written as a line of text."""
    return frozenset(text.split())


_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’ʼ‘`](?!s\b)[^\W\d_]+)*\d*|['’]s\b|\d+(?:[.,]\d+)*[^\W\d_]*|\S")
_MARKS = str.maketrans("", "", "'’ʼ‘`.")
_DASHES = "-‐‑–"
_QUOTES = "\"“”„«»'’‘`"
_JOINERS = frozenset(_DASHES + _QUOTES + "/")  # what news text writes between the words of one name
_ABBREVIATIONS = word_set("gen lt col maj brig sgt capt adm mr mrs ms dr st jr sr sen rep gov prof rev hon supt")


class Word(NamedTuple):
    """A word with the key that its spellings share.

    ``joined``: only spaces, hyphens or quotes stand before it; ``hyphen``: it is glued to the word before, "US-led".
    """

    start: int
    end: int
    text: str
    key: str
    joined: bool
    hyphen: bool
    capital: bool


@functools.lru_cache(maxsize=1 << 16)
def key_of(text: str) -> str:
    """Lower case, no diacritics, no apostrophes, no dots: "Da'esh" and "DAESH" are one key."""
    bare = text.translate(_MARKS)
    if bare.isascii():
        return bare.lower()
    folded = unicodedata.normalize("NFKD", bare)
    return "".join(char for char in folded if not unicodedata.combining(char)).lower()


def words_of(text: str, offset: int = 0) -> tuple[Word, ...]:
    """The words of a stretch of text, without punctuation; "'s" is a word of its own. Linear time."""
    found: list[Word] = []
    joined, dash_at = False, -1
    for match in _WORD.finditer(text):
        piece, start, end = match.group(), match.start() + offset, match.end() + offset
        if len(piece) == 1 and not piece.isalnum():
            abbreviated = piece == "." and found and (len(found[-1].key) == 1 or found[-1].key in _ABBREVIATIONS)
            joined = joined and (piece in _JOINERS or bool(abbreviated))
            opens = piece in _DASHES and bool(found) and found[-1].end == start
            dash_at = end if opens or (dash_at == start and piece in _QUOTES) else -1
            continue
        genitive = piece[0] in "'’"
        key = "'s" if genitive else key_of(piece)
        found.append(Word(start, end, piece, key, joined or genitive, dash_at == start, piece[0].isupper()))
        joined, dash_at = True, -1
    return tuple(found)


def keys_of(name: str) -> tuple[str, ...]:
    """A name as the keys it is looked up by.

    >>> keys_of("Jama'at al-Tawhid")
    ('jamaat', 'al', 'tawhid')
    """
    return tuple(word.key for word in words_of(name))


def slug(name: str) -> str:
    """An id made of a name: ASCII letters, digits and hyphens, never empty.

    >>> slug("Côte d'Ivoire")
    'cote-divoire'
    """
    text = re.sub(r"[^a-z0-9]+", "-", key_of(name)).strip("-")
    return text or "actor-" + "-".join(f"{ord(char):x}" for char in name[:12])


def surname_keys(name: str) -> tuple[str, ...]:
    """The words by which an article may call someone again.

    >>> surname_keys("Bashar al-Assad")
    ('assad',)
    """
    parts = [word for word in words_of(name) if word.capital and len(word.key) > 2]
    return (parts[-1].key,) if parts else ()
