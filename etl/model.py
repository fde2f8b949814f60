"""The vocabulary of the whole project: frozen values, standard library only.

Every stage takes these values and returns these values. Names are the field's:
PLOVER (event types), UCDP (precisions), GeoNames (places), TIMEX3 (times).
Offsets are half-open character ranges into ``Article.text`` exactly as it was given.
"""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, Literal, NewType, TypeVar

if TYPE_CHECKING:
    import datetime as dt

ArticleId = NewType("ArticleId", str)
EventId = NewType("EventId", str)
PlaceId = NewType("PlaceId", str)
ActorId = NewType("ActorId", str)
T = TypeVar("T")

MentionKind = Literal["trigger", "actor", "place", "time", "toll"]
Role = Literal["source", "target", "participant"]
ActorKind = Literal["state", "organ", "group", "coalition", "organization", "person", "civilians", "unidentified"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


class EventType(enum.StrEnum):
    """PLOVER's sixteen event types."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


MODES: Final[dict[EventType, frozenset[str]]] = {  # PLOVER's words for how, by what
    EventType.AGREE: frozenset(),
    EventType.CONSULT: frozenset({"visit", "third-party", "multilateral", "phone"}),
    EventType.SUPPORT: frozenset(),
    EventType.CONCEDE: frozenset(),
    EventType.COOPERATE: frozenset(),
    EventType.AID: frozenset(),
    EventType.RETREAT: frozenset({"withdraw", "release", "disarm", "ceasefire", "access", "resign"}),
    EventType.REQUEST: frozenset({"assist", "change", "yield", "meet"}),
    EventType.ACCUSE: frozenset({"disapprove", "investigate", "allege"}),
    EventType.REJECT: frozenset({"assist", "change", "yield", "meet"}),
    EventType.THREATEN: frozenset({"restrict", "arrest", "relations", "expel", "territory", "violence"}),
    EventType.PROTEST: frozenset({"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"}),
    EventType.SANCTION: frozenset({"convict", "expel", "withdraw", "discontinue"}),
    EventType.MOBILIZE: frozenset({"troops", "weapons", "police", "militia"}),
    EventType.COERCE: frozenset(
        {
            "seize",
            "restrict",
            "censor",
            "curfew",
            "martial-law",
            "arrest",
            "deport",
            "withhold",
            "misinformation",
            "cyber",
        }
    ),
    EventType.ASSAULT: frozenset(
        {
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        }
    ),
}


class Status(enum.StrEnum):
    """Whether the text says that the event happened."""

    OCCURRED = "occurred"
    ONGOING = "ongoing"
    PLANNED = "planned"
    PROPOSED = "proposed"
    CLAIMED = "claimed"
    DENIED = "denied"
    AGGREGATE = "aggregate"  # a count or sum over many acts: "12,000 air strikes since September 2014"


class DatePrecision(enum.StrEnum):
    """How much of the calendar a date commits to, finest first."""

    DAY = "day"
    DAYS = "days"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    OPEN = "open"  # from a start until the publication: "since December"
    UNKNOWN = "unknown"


class PlacePrecision(enum.StrEnum):
    """How much of the map a location commits to, finest first."""

    EXACT = "exact"  # the named town or site
    NEAR = "near"  # near, around or the region of a named town
    ADM2 = "adm2"
    ADM1 = "adm1"
    REGION = "region"  # a river valley, a border area, several provinces
    COUNTRY = "country"
    WATER = "water"
    NONE = "none"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open, non-empty character range.

    >>> Span(3, 6).of("in Hit today")
    'Hit'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span is non-empty and ordered, got {self.start}:{self.end}")

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news text as published: the anchor of every offset and every relative date.

    ``prose`` are the paragraphs that tell the story, in order; navigation, captions, credits and
    datelines lie outside of them and give no events. ``dateline`` is the place in "BAGHDAD, May 4 (Reuters) -".
    """

    article_id: ArticleId
    title: str
    text: str
    prose: tuple[Span, ...]
    published: dt.date | None = None
    publisher: str | None = None
    agencies: tuple[str, ...] = ()  # wire services credited: ("AFP", "Reuters")
    url: str | None = None
    dateline: str | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence in Universal Dependencies terms; ``head`` is an index into the sentence, its own for the root."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str  # UPOS
    tag: str  # Penn Treebank XPOS
    dep: str  # UD relation, "nsubj:pass"
    head: int
    morph: str  # UD features, "Number=Sing|Tense=Past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of a prose paragraph, parsed; ``paragraph`` is an index into ``Article.prose``."""

    span: Span
    paragraph: int
    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of an article that name a place, a time, an actor or an action."""

    article_id: ArticleId
    kind: MentionKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer entry, or a point moved from one ("10 km south of Hit"), in GeoNames terms.

    WGS84 degrees; for an area the coordinates are a representative point. ``country`` is ISO 3166 alpha-2, empty for
    a place of several countries (a sea, a river basin).
    """

    place_id: PlaceId  # "geonames:98822", "curated:euphrates", "airport:LTAG"
    name: str
    country: str
    admin1: str
    feature_code: str
    latitude: float
    longitude: float
    population: int = 0
    precision: PlacePrecision = PlacePrecision.EXACT
    radius_km: float | None = None  # how far from the point the place may lie, when known


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Both ends inclusive; ``value`` is the TIMEX3 form: ``2016-05-03``, ``2016-04``, ``2016-SU``."""

    start: dt.date
    end: dt.date
    precision: DatePrecision
    value: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"an interval ends after it starts, got {self.start}..{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """A TIMEX3 annotation. ``interval`` is None for durations, sets and references that no date is known for."""

    type: TimexType
    value: str
    interval: Interval | None = None
    anchor: Literal["explicit", "published", "previous", "none"] = "none"
    modifier: str | None = None  # "since", "until", "before", "after", "early", "mid", "late", "approx"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who acts: a state, its organ, an armed group, a coalition, an organization, a person, or a kind of people."""

    actor_id: ActorId  # "islamic-state", "iraqi-army", "united-kingdom"
    name: str  # the English display name
    kind: ActorKind
    country: str = ""  # ISO alpha-2 of the state that it is or belongs to; empty for groups across borders
    acts_for: ActorId | None = None  # an organ's state, a wing's group


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A member of a coalition from ``joined`` (inclusive) until ``left`` (exclusive); None means still a member."""

    coalition: ActorId
    member: ActorId
    joined: dt.date
    left: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Generic[T]):
    """What a stage chose, how sure it is and why, so that a reader can audit it.

    ``chosen`` is None where the stage does not know, with the reason in ``because``. ``score`` is 0..1.
    ``rule`` is a stable id ("timex.weekday-past"); ``because`` are short phrases that read like a colleague's;
    ``rejected`` are the runners-up, best first.
    """

    mention: Mention
    chosen: T | None
    score: float
    rule: str
    because: tuple[str, ...] = ()
    rejected: tuple[T, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """Everything that the mention stages found in one article, each in reading order."""

    times: tuple[Decision[TimeExpression], ...] = ()
    places: tuple[Decision[Place], ...] = ()
    actors: tuple[Decision[Actor], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One side of an event; ``mention`` is the text's own words for the actor, None when it was not named there."""

    actor: Actor
    role: Role
    mention: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How likely each answer is right, 0..1."""

    who: float
    what: float
    where: float
    when: float
    overall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One telling of an event: the sentence, and for each answer the words and the rule that gave it.

    ``decisions`` hold labels instead of values (``chosen="Hit, Anbar, Iraq"``); ``mention.kind`` says which answer.
    """

    article_id: ArticleId
    span: Span
    quote: str
    decisions: tuple[Decision[str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom, where and when, according to which sentences.

    ``when`` None: no date is known. ``where`` empty: no place is known; several places where the text names several.
    ``reports`` is empty for rows of imported datasets, which say in ``origin`` where they come from.
    """

    event_id: EventId
    dataset: str  # "articles", or the name of an import: "ucdp-ged"
    event_type: EventType
    mode: str | None
    status: Status
    when: Interval | None
    where: tuple[Place, ...]
    participants: tuple[Participant, ...]
    fatalities: int | None
    count: int | None  # acts told at once: 12000 for "12,000 air strikes"
    confidence: Confidence
    reports: tuple[Report, ...] = ()
    origin: str | None = None  # "UCDP GED 17.1, row 214797"
    wounded: int | None = None
    captured: int | None = None  # arrested, abducted, taken prisoner
    sources: int = 1  # independent ones: the copies of one wire report count once

    @property
    def place_precision(self) -> PlacePrecision:
        """The coarsest of its places: an event "in Ramadi and Syria" is not a dot.

        >>> list(PlacePrecision).index(PlacePrecision.EXACT)
        0
        """
        order = list(PlacePrecision)
        return max((place.precision for place in self.where), key=order.index, default=PlacePrecision.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Where events come from and how to cite it; ``name`` is what ``Event.dataset`` says."""

    name: str  # "articles", "ucdp-ged"
    label: str  # "UCDP GED 17.1"
    citation: str = ""
    licence: str = ""  # "CC BY 4.0"
    url: str = ""


def event_id(article_id: str, span: Span, event_type: EventType) -> EventId:
    """The same for the same trigger and type on every machine, so that links survive a rebuild.

    ``span`` is the trigger's, not the sentence's: one sentence may tell two attacks.

    >>> event_id("a", Span(0, 4), EventType.ASSAULT)
    'ev_2d6326b99340'
    """
    key = f"{article_id}|{span.start}:{span.end}|{event_type}"
    return EventId("ev_" + hashlib.sha256(key.encode()).hexdigest()[:12])
