"""Where the sentences of an article play: the country of the place names in and before them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.actors.words import keys_of, word_set
from etl.model import PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from etl.actors.line import Line
    from etl.model import Decision, Place, Span

_LOCATING = word_set(
    "in near inside across throughout at outside around within northern southern eastern western central northeastern "
    "northwestern southeastern southwestern"
)
_BESIDE = word_set("in of at from for near")
_LEAD = 48  # characters looked at before a name
_CARRIED = 600  # characters after which a place no longer says where the next sentence plays


@dataclass(frozen=True, slots=True)
class Site:
    """A place name with its country; ``seat``: the country itself or its capital, ``locating``: said with "in", "near", "northern" ..."""

    start: int
    end: int
    country: str
    seat: bool
    locating: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a phrase stands: the countries of the place beside it, of one that opens its sentence ("In Gao, …"), of the
    nearest in its sentence, and of the last before; "" for none.
    """

    beside: str = ""
    fronted: str = ""
    sentence: str = ""
    before: str = ""

    @property
    def country(self) -> str:
        return self.beside or self.fronted or self.sentence or self.before


NOWHERE = Setting()


@dataclass(frozen=True, slots=True)
class Sites:
    """The places of one article in reading order."""

    sites: tuple[Site, ...] = ()
    starts: tuple[int, ...] = ()

    @classmethod
    def of(cls, text: str, places: Iterable[Decision[Place]], seats: Container[tuple[str, ...]] = ()) -> Sites:
        """Of the places that the text names and that have a country; ``seats`` are names that also stand for a government."""
        found = sorted(
            (_site(text, one.mention.span, one.chosen, seats) for one in places if one.chosen is not None),
            key=lambda site: site.start,
        )
        known = tuple(site for site in found if site.country)
        return cls(known, tuple(site.start for site in known))

    def at(self, start: int) -> Site | None:
        """The place whose name starts at this character."""
        index = bisect_left(self.starts, start)
        return self.sites[index] if index < len(self.sites) and self.starts[index] == start else None

    def setting(self, line: Line, start: int, end: int) -> Setting:
        """Of the words start..end of a sentence."""
        if not self.sites:
            return NOWHERE
        span, at = line.sentence.span, line.words[start].start
        here = self.within(span)
        opens = bool(here) and here[0].start < at and (line.keys[0] in _LOCATING or here[0].start == span.start)
        return Setting(
            beside=self._attached(line, start, end),
            fronted=here[0].country if opens and line.key(start - 1) not in _LOCATING else "",
            sentence=min(here, key=lambda site: (abs(site.start - at), site.start)).country if here else "",
            before=self._carried(at),
        )

    def _attached(self, line: Line, start: int, end: int) -> str:
        """The country of the place beside the words: "police in Goma", "the mayor of Gao", "Mosul's governor"."""
        at = end
        if line.key(at) in _BESIDE:
            at += 2 if line.key(at + 1) == "the" else 1
            if line.joined(at) and (site := self.at(line.words[at].start)) is not None:
                return site.country
        before = start - (2 if line.key(start - 1) == "'s" else 1)
        if before < 0 or not line.joined(start):
            return ""
        index = bisect_left(self.starts, line.words[before].end) - 1
        owner = index >= 0 and self.sites[index].end == line.words[before].end
        return self.sites[index].country if owner else ""

    def inside(self, start: int) -> bool:
        """Whether a place name that began before this character goes on behind it."""
        index = bisect_left(self.starts, start) - 1
        return index >= 0 and self.sites[index].end > start

    def within(self, span: Span) -> Sequence[Site]:
        """Those that say where a stretch of text plays."""
        here = self.sites[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]
        return [site for site in here if site.locating or not site.seat]

    def _carried(self, before: int) -> str:
        """The country of the last place named before this character and not far from it; "" for none."""
        for site in reversed(
            self.sites[max(0, bisect_left(self.starts, before) - 6) : bisect_left(self.starts, before)]
        ):
            if before - site.start <= _CARRIED and (site.locating or not site.seat):
                return site.country
        return ""


def _site(text: str, span: Span, place: Place, seats: Container[tuple[str, ...]]) -> Site:
    before = text[max(0, span.start - _LEAD) : span.start].split()[-2:]
    locating = bool(_LOCATING.intersection(word.lower() for word in before))
    seat = place.precision is PlacePrecision.COUNTRY or keys_of(span.of(text)) in seats
    return Site(span.start, span.end, place.country, seat, locating)
