"""Who "both sides", "the two countries", "the warring parties" are: the two that the text set against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from etl.actors.entries import Entry, Said
    from etl.actors.reading import Found
    from etl.model import Actor

_SIDES = frozenset({"state", "organ", "group", "coalition"})
_NEAR, _REACH = 3, 8  # sentences back


def pair(found: Found, said: Said, before: Sequence[Entry], as_state: Callable[[Entry], Entry]) -> Found:
    """The two that the nearest sentence names together, else the two named most; no actor where there are not two.

    With "countries", "leaders", "governments" only states count, and an organ as its state.
    """
    states = found.bare is not None and found.bare.classes["pair"] == "states"
    entries = [as_state(entry) if states else entry for entry in before]
    fit = [entry for entry in entries if entry.actor.kind in (("state",) if states else _SIDES)]
    two = _together(fit, said.sentence, _NEAR) or _most(fit) or _together(fit, said.sentence, _REACH)
    if len(two) != 2:
        return replace(
            found, rule="actor.unknown", score=0.1, because=(f"“{said.text}”: no two sides are named before",)
        )
    because = f"“{said.text}” are {two[0].name} and {two[1].name}"
    return replace(found, actor=two[0], also=two[1], rule="actor.pair", score=0.6, because=(because,))


def _together(entries: Sequence[Entry], sentence: int, reach: int) -> tuple[Actor, ...]:
    for number in range(sentence, max(-1, sentence - reach), -1):
        here = tuple(dict.fromkeys(entry.actor for entry in entries if entry.sentence == number))
        sides = tuple(actor for actor in here if not any(other.acts_for == actor.actor_id for other in here))
        if len(sides) > 1:
            counted = Counter(entry.actor for entry in entries)
            return tuple(sorted(sides, key=lambda actor: -counted[actor])[:2])
    return ()


def _most(entries: Sequence[Entry]) -> tuple[Actor, ...]:
    counted = Counter(entry.actor for entry in entries).most_common(2)
    return tuple(actor for actor, count in counted if count > 1)
