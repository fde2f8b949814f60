"""The words of a sentence that tell an event, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from etl.coding.lexicon import Frame, NounRow, Tier
    from etl.coding.syntax import Tree
    from etl.model import EventType, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The words that tell an event. ``token`` carries the meaning, ``verb`` governs it ("conducted 12,000 strikes")."""

    token: int
    verb: int | None
    objects: tuple[int, ...]
    passive: bool
    event_type: EventType
    mode: str | None
    frame: Frame | Literal["noun"]
    tier: Tier
    rule: str
    noun: NounRow | None = None
    light: str | None = None  # what a light verb does with the noun: do, undergo, exist, end

    @property
    def predicate(self) -> int:
        """The word whose subject, tense and modality count."""
        return self.token if self.verb is None else self.verb

    def span(self, tree: Tree) -> Span:
        return tree.span(self.token)
