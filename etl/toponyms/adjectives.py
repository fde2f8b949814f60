"""Which adjectives are mentions of a place: "Iraqi troops" names Iraq, "Iraqis", "the Dutch" and "in English" do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.toponyms.words import FUNCTION_WORDS, NO_HEADS, NO_NOUNS, OFFICES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from etl.toponyms.names import Name, Word

_PLURAL = ("ns", "is", "ks", "es", "ts", "rs", "men", "ers")
_JOINTS = (" and ", " or ", ", ", ", and ", "-", " ")
_LONGEST = 4  # adjectives before one noun


def names_its_place(name: Name, text: str, words: Sequence[Word], starts: Mapping[int, Name]) -> bool:
    """Whether a demonym stands before the noun that it belongs to, and that noun is of a country.

    Peoples ("Syrians", "the British"), languages ("in English"), diseases, breeds and dishes ("Spanish flu") and
    adjectives inside of a name ("American Airlines") are none; an office with a capital is ("Russian President").
    """
    if name.text.endswith(_PLURAL):
        return False
    for _ in range(_LONGEST):
        after = words[name.last] if name.last < len(words) else None
        if after is None:
            return False
        gap = text[name.end : after.start]
        other = _other(name, text, starts)
        if other is not None:
            name = other
            continue
        if gap not in (" ", "-"):
            return False
        if after.low in ("and", "or") and name.last + 1 < len(words):
            after = words[name.last + 1]  # "at European and international level", "German, Irish and other immigrants"
        elif after.text[0].isupper():
            return after.low in OFFICES
        return after.low not in NO_NOUNS and after.low not in NO_HEADS and after.low not in FUNCTION_WORDS
    return False


def _other(name: Name, text: str, starts: Mapping[int, Name]) -> Name | None:
    """The adjective that is joined to this one: "British and American politicians"."""
    for joint in _JOINTS:
        other = starts.get(name.end + len(joint))
        if other is not None and other.kind == "demonym" and text[name.end : other.start] == joint:
            return other
    return None
