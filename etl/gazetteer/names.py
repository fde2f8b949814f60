"""How a place name is folded before it is looked up: the build script and the lookup share this one rule."""

from __future__ import annotations

import unicodedata

ARTICLES = frozenset(
    ("al", "el", "ar", "as", "ash", "at", "ath", "ad", "adh", "an", "az", "ed", "es", "er", "en", "et", "ez")
)
"""The Arabic article in its assimilated forms: "Ar Raqqah", "Ash Shaddadi", "Deir ez-Zor"."""

ARABIC = frozenset(
    (
        *("IQ", "SY", "JO", "LB", "PS", "SA", "YE", "OM", "AE", "QA", "BH", "KW", "EG", "LY", "TN", "DZ", "MA", "SD"),
        *("MR", "EH", "SO", "DJ", "TD", "ER", "IR", "IL", "TR", "ML"),
    )
)
"""Countries where a name may be told with the article or without it."""

_LETTERS = {
    **dict.fromkeys("ʻʼʾʿ‘’'`´′ʹʺ", ""),
    **dict.fromkeys('-–—‐‑.,/()"“”_', " "),
    "ł": "l",
    "Ł": "l",
    "ø": "o",
    "Ø": "o",
    "ı": "i",
    "İ": "i",
    "ß": "ss",
    "æ": "ae",
    "Æ": "ae",
    "œ": "oe",
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "þ": "th",
    "ə": "a",
    "Ə": "a",
    "ħ": "h",
    "Ħ": "h",
    "&": " and ",
}
_TABLE = str.maketrans(_LETTERS)
_SHORT = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


def folded(name: str) -> str:
    """The lookup key of a name: lower case, no diacritics, hyphens and points as spaces, "saint" as "st".

    >>> folded("Deir ez-Zor"), folded("Tall Abyaḑ"), folded("Ba'shiqah")
    ('deir ez zor', 'tall abyad', 'bashiqah')
    """
    plain = name.translate(_TABLE)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_TABLE)
    return " ".join(_SHORT.get(word, word) for word in plain.lower().split())


def spellings(key: str) -> tuple[str, ...]:
    """Other keys for the same Arabic name, with and without its article, likeliest first.

    >>> spellings("ar raqqah")
    ('raqqah', 'al raqqah', 'el raqqah')
    >>> spellings("raqqah")
    ('al raqqah',)
    """
    first, _, rest = key.partition(" ")
    if first in ARTICLES and len(rest) > 2:
        return tuple(other for other in (rest, f"al {rest}", f"el {rest}") if other != key)
    return (f"al {key}",) if key else ()
