"""From where to where a place name goes in the text: "Idlib Province", "North Dallas", but "Cairo" of "Cairo airport"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.toponyms.words import BUILDINGS, COMPASS, KIND_NAMES, LANDSCAPES

if TYPE_CHECKING:
    from etl.toponyms.document import Document
    from etl.toponyms.names import Name

_SAID_APART = frozenset(("airport",))
_AREAS = ("Local Government Area", "LGA")
_LONGEST = 4  # words of a building's name after the town's
_STATE = " State"
_REPUBLICS = ("People's ", "People’s ", "Islamic ", "Arab ", "Federal ", "Democratic ")


def extent(name: Name, doc: Document) -> tuple[int, int]:
    """Start and end of the mention: the words that are part of the name because they have a capital too."""
    return _start(name, doc), _end(name, doc)


def kind_after(name: Name, doc: Document) -> str:
    """The word with a capital that ends the name and says what it is, in lower case: "valley"; empty for none."""
    after = doc.words[name.last] if name.last < len(doc.words) else None
    if after is None or doc.text[name.end : after.start] != " " or not after.text[0].isupper():
        return ""
    return after.low if after.low in KIND_NAMES and not _state_organ(name, doc) else ""


def landscape(name: Name, doc: Document) -> bool:
    """Whether the words name a river, a valley or an island after a town: it lies there and is no town."""
    return kind_after(name, doc) in LANDSCAPES


def _start(name: Name, doc: Document) -> int:
    for words in _REPUBLICS:
        if name.text.startswith("Republic of ") and doc.text.endswith(words, 0, name.start):
            return name.start - len(words)
    before = doc.words[name.first - 1] if name.first else None
    if before is None or before.low not in COMPASS or not before.text[0].isupper():
        return name.start
    inside = (
        doc.text[before.end : name.start] == " " and doc.text[max(0, before.start - 2) : before.start].strip().isalpha()
    )
    return before.start if inside else name.start


def _end(name: Name, doc: Document) -> int:
    last = doc.words[name.last - 1]
    if last.text in _SAID_APART and name.last - name.first > 1:
        return doc.words[name.last - 2].end
    if name.text.endswith(_STATE) and _american(name):
        return _building(name, doc) or name.end - len(_STATE)
    for words in _AREAS:
        if doc.text.startswith(f" {words}", name.end):
            return name.end + 1 + len(words)
    return _building(name, doc) or (doc.words[name.last].end if kind_after(name, doc) else name.end)


def _building(name: Name, doc: Document) -> int | None:
    """The end of the building's name that the town's name begins, if it does: "Kunduz Trauma Hospital"."""
    end = None
    for at in range(name.last, min(len(doc.words), name.last + _LONGEST)):
        word = doc.words[at]
        if doc.text[doc.words[at - 1].end : word.start] != " " or not word.text[0].isupper():
            break
        end = word.end if word.low in BUILDINGS else None  # "School District", "University Police" are offices
    return end


def _state_organ(name: Name, doc: Document) -> bool:
    """Whether "State" or "District" belongs to what follows: "Ohio State Police", "Concord District Court"."""
    following = doc.words[name.last + 1] if name.last + 1 < len(doc.words) else None
    after = doc.words[name.last]
    return (
        after.low in ("state", "district")
        and following is not None
        and following.text[0].isupper()
        and doc.text[after.end : following.start] == " "
    )


def _american(name: Name) -> bool:
    return bool(name.candidates) and name.candidates[0].place.country == "US"
