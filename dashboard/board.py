"""Which snapshot a page shows, and what its values are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import labels
from etl.errors import StoreError
from etl.model import EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.queries import Overview
    from etl.snapshot import Snapshot, Snapshots


@dataclass(frozen=True, slots=True)
class Shown:
    """The snapshot on the page and how it relates to the one that the link asked for."""

    snapshot: Snapshot
    asked: str | None  # the snapshot that the link was made on
    current: str | None

    @property
    def is_missing(self) -> bool:
        """The link's snapshot is not here: another one stands in for it."""
        return self.asked is not None and self.asked != self.snapshot.snapshot_id

    @property
    def is_earlier(self) -> bool:
        return not self.is_missing and self.asked is not None and self.asked != self.current


class Board:
    """The snapshots of one store, as the page asks for them."""

    def __init__(self, snapshots: Snapshots) -> None:
        self._snapshots = snapshots

    def shown(self, asked: object) -> Shown:
        """The snapshot that a link names, or the current one where it names none or one that is not here."""
        wanted = asked if isinstance(asked, str) and asked else None
        current = self._snapshots.current()
        if wanted:
            try:
                return Shown(self._snapshots.get(wanted), wanted, current)
            except StoreError:
                pass
        return Shown(self._snapshots.get(), wanted, current)

    @property
    def current(self) -> str | None:
        return self._snapshots.current()

    @staticmethod
    def names(snapshot: Snapshot, overview: Overview) -> Callable[[str, str], str]:
        """What a value of a filter is called: ``names("countries", "IQ") == "Iraq"``."""
        told = {(field, option.value): option.label for field, options in overview.facets.items() for option in options}

        def name(field: str, value: str) -> str:
            if field in {"actors", "coalitions", "members"} and value in snapshot.actors:
                return snapshot.actors[value].name  # type: ignore[index]  # any text may be asked for
            if field == "countries" and value in snapshot.countries:
                return snapshot.countries[value].name
            return told.get((field, value)) or plain(field, value)

        return name

    def plural_names(self, snapshot: Snapshot, overview: Overview) -> Callable[[str, str], str]:
        """The same with event types in the plural, for a sentence: "Air strikes by Australia in Iraq"."""
        return plural(self.names(snapshot, overview))


def plain(field: str, value: str) -> str:
    """A value's own words, without a snapshot.

    >>> plain("types", "ASSAULT.aerial"), plain("statuses", "planned"), plain("publishers", "AFP")
    ('Air strike', 'Planned', 'AFP')
    """
    general, _, mode = value.partition(".")
    if field == "types" and general in EventType.__members__:
        return labels.kind(general, mode)
    if field == "statuses" and value in set(Status):
        return labels.STATUSES[Status(value)]
    if field == "precisions" and value in set(PlacePrecision):
        return labels.PLACE_PRECISIONS[PlacePrecision(value)]
    return value


def plural(name: Callable[[str, str], str]) -> Callable[[str, str], str]:
    """The same names with event types in the plural, for a sentence: "Air strikes by Australia in Iraq".

    >>> plural(plain)("types", "ASSAULT.aerial")
    'Air strikes'
    """

    def named(field: str, value: str) -> str:
        if field != "types":
            return name(field, value)
        words = labels.acts(name(field, value), 2).removeprefix("2 ")
        return words[:1].upper() + words[1:]

    return named
