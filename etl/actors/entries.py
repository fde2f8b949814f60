"""What an article has said before: one entry a resolved phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.actors.sites import NOWHERE, Setting

if TYPE_CHECKING:
    from etl.model import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One resolved phrase: who, in which sentence, said how."""

    actor: Actor
    sentence: int
    text: str
    gives: str
    subject: bool
    plural: bool
    person: bool
    why: str = ""
    active: bool = False  # the subject of a verb that is not passive
    armed: bool = False  # said with its jets, guns or air strikes
    plays: frozenset[str] = frozenset()  # the countries of the places in its sentence


@dataclass(frozen=True, slots=True)
class Said:
    """How and where a phrase stands in the text."""

    text: str
    sentence: int
    definite: bool
    subject: bool
    where: Setting = NOWHERE
    ahead: frozenset[str] = frozenset()  # actors named later in the sentence
    indefinite: bool = False  # with "a", "an"
