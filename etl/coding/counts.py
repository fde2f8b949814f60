"""Numerals, and how many acts one sentence tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.coding.triggers import Trigger

WORDS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()  # noqa: SIM905 (a word list reads better so)
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
}
SCALES = {"thousand": 1_000, "million": 1_000_000, "hundred": 100}
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,7}")
VAGUE = frozenset("dozens hundreds thousands scores several many numerous tens series wave string spate".split())  # noqa: SIM905 (a word list reads better so)
PLACE_OPENERS = frozenset({"near", "in", "at", "around", "east", "west", "north", "south", "over"})


def number(tree: Tree, index: int) -> int | None:
    """The value of a numeral: "12,000", "six", "twenty-one", "1.2 million" → None (no whole number is written)."""
    word = tree.word(index)
    if (match := DIGITS.fullmatch(word)) is not None:
        value = int(match.group().replace(",", ""))
        scale = next(
            (SCALES[tree.word(child)] for child in (index + 1,) if child < len(tree) and tree.word(child) in SCALES), 1
        )
        return value * scale
    tens, _, unit = word.partition("-")
    if unit and tens in WORDS and unit in WORDS:
        return WORDS[tens] + WORDS[unit]
    return WORDS.get(word)


def counted(tree: Tree, index: int) -> int | None:
    """How many of a noun there are: its numeral, 1 with "a", "an", None if not said."""
    if tree[index].pos == "NUM" or tree.word(index) in WORDS:
        return number(tree, index)
    for child in tree.children(index, "nummod"):
        if (value := number(tree, child)) is not None:
            return value
    for child in tree.children(index, "amod", "det"):
        if tree.word(child) in {"a", "an", "another"}:
            return 1
    return None


def acts(clause: Clause, trigger: Trigger) -> int | None:
    """The number of acts: 12000 for "conducted some 12,000 airstrikes", 1 for "one strike"; None where none is said."""
    tree = clause.tree
    if trigger.noun is None:
        return None
    for child in tree.children(trigger.token, "nummod"):
        if child not in clause.time_at:
            return number(tree, child)
    alone = tree.children(trigger.token, "det") and tree.word(tree.children(trigger.token, "det")[0]) in {"a", "an"}
    return 1 if alone and opens_with_a_place(tree) else None


def opens_with_a_place(tree: Tree) -> bool:
    """Like a line of an official list: "Near Hit, an airstrike struck a tunnel"."""
    first = next((index for index in range(len(tree)) if tree[index].pos != "PUNCT"), 0)
    return tree.word(first) in PLACE_OPENERS


def is_vague_plural(tree: Tree, trigger: Trigger) -> bool:
    """“a series of attacks”, "dozens of strikes", "several raids"."""
    head = tree.heads[trigger.token]
    if trigger.noun is None:
        return False
    if tree.case(trigger.token) == "of" and tree.word(head) in VAGUE:
        return True
    return any(tree.word(child) in VAGUE for child in tree.children(trigger.token, "amod", "det", "nummod"))
