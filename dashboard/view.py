"""What the reader is looking at: one frozen value, one URL, both ways."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Lanes = Literal["actor", "country", "type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that a shared link carries, and nothing else; the field order is the order of the URL's keys.

    Filters: several values of one filter mean any of them; several filters mean all of them.
    """

    actors: tuple[str, ...] = ()  # actor=   actor ids
    countries: tuple[str, ...] = ()  # country=  ISO alpha-2 of the event's place
    coalitions: tuple[str, ...] = ()  # coalition=  actor ids of coalitions
    members: tuple[str, ...] = ()  # member=  actor ids of states, taking part while members of a coalition
    wide: bool = True  # wide=0: events of the coalition as a whole do not count for its members
    types: tuple[str, ...] = ()  # type=  PLOVER event types, or type.mode: "ASSAULT", "ASSAULT.aerial"
    statuses: tuple[str, ...] = ()  # status=
    datasets: tuple[str, ...] = ()  # dataset=
    publishers: tuple[str, ...] = ()  # publisher=
    precisions: tuple[str, ...] = ()  # precision=  place precisions; "none" = without a place
    since: dt.date | None = None  # from=  overlap with the event's interval
    until: dt.date | None = None  # to=
    undated: bool = False  # undated=1: only events without a date
    confidence: int = 0  # conf=  least overall confidence, percent
    text: str = ""  # q=
    bbox: tuple[float, float, float, float] | None = None  # bbox=west,south,east,north: only what the map shows
    lanes: Lanes = "actor"  # lanes=
    sort: str = "-date"  # sort=  a column of the list, "-" before it: descending
    page: int = 1  # page=
    camera: tuple[float, float, float] | None = None  # view=latitude,longitude,zoom
    event: str | None = None  # event=  the selected event
    snapshot: str | None = None  # snap=  the snapshot that the link was made on
