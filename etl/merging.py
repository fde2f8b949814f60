"""One happening told twice becomes one event with every report; sums, parts and answers to an action stay apart."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from etl.model import Confidence, DatePrecision, EventType, PlacePrecision, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from etl.model import Actor, Article, ArticleId, Decision, Event, Interval, MentionKind, Participant, Place

ARTICLES: Final = "articles"
SAME_EVENT_RULE: Final = (
    "coding.same-event"  # a decision of this rule names, in ``chosen``, the event that a mention repeats
)
INFERRED: Final = "inferred"  # the first word of the reason for a value that the sentence does not say
SAME_PLACE_KM: Final = 30.0
WINDOW: Final = 60  # tellings of one type in one article that a new one is compared with
POINTS = frozenset({PlacePrecision.EXACT, PlacePrecision.NEAR, PlacePrecision.ADM2})
FINE_DATES = frozenset({DatePrecision.DAY, DatePrecision.DAYS})
VERBAL = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
GENERIC_KINDS = frozenset({"civilians", "unidentified"})
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.CLAIMED})
EXPECTED = frozenset({Status.PLANNED, Status.PROPOSED})
BATTLE = frozenset({"firearms", "heavy-weapons", "explosives", "targeted", "aerial", "suicide-attack"})
KINDRED_MODES = (
    frozenset({"explosives", "suicide-attack", "targeted"}),
    frozenset({"firearms", "heavy-weapons", "targeted"}),
    frozenset({"aerial", "drone", "heavy-weapons"}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """What merging needs to know of an article."""

    article_id: ArticleId
    published: dt.date | None = None
    publisher: str | None = None
    agencies: tuple[str, ...] = ()


def head(article: Article) -> ArticleHead:
    """The head of an article."""
    return ArticleHead(
        article_id=article.article_id,
        published=article.published,
        publisher=article.publisher,
        agencies=article.agencies,
    )


def merge(events: Iterable[Event], articles: Mapping[ArticleId, ArticleHead]) -> tuple[Event, ...]:
    """The same events with repeated tellings joined, by first report (earliest published, then article, then place in it).

    The result does not depend on the order of ``events``, and merging it again changes nothing. Events of imported
    datasets pass through untouched, behind the others.
    """
    by_article: dict[ArticleId, list[Event]] = defaultdict(list)
    loose: list[Event] = []
    imported: list[Event] = []
    for event in events:
        if event.dataset != ARTICLES or not event.reports:
            imported.append(event)
        elif len({report.article_id for report in event.reports}) == 1:
            by_article[event.reports[0].article_id].append(event)
        else:
            loose.append(event)
    order = Order(articles)
    for article in sorted(by_article):
        loose.extend(_told_in_one_article(by_article[article], order))
    joined = _told_in_several(loose, order) if len({event.reports[0].article_id for event in loose}) > 1 else loose
    return (*sorted(joined, key=order.key), *sorted(imported, key=lambda event: (event.dataset, event.event_id)))


@dataclass(frozen=True, slots=True)
class Order:
    """Reports by publication, then article, then position; undated articles come last."""

    articles: Mapping[ArticleId, ArticleHead]

    def published(self, article: ArticleId) -> dt.date:
        known = self.articles.get(article)
        return known.published if known is not None and known.published is not None else dt.date.max

    def key(self, event: Event) -> tuple[dt.date, str, int, int, str]:
        first = min(
            event.reports, key=lambda report: (self.published(report.article_id), report.article_id, report.span)
        )
        return self.published(first.article_id), first.article_id, first.span.start, _position(event), event.event_id


def _position(event: Event) -> int:
    return min(
        (
            decision.mention.span.start
            for report in event.reports
            for decision in report.decisions
            if decision.mention.kind == "trigger"
        ),
        default=0,
    )


def _told_in_one_article(events: Iterable[Event], order: Order) -> list[Event]:
    clusters: list[Event] = []
    owner: dict[str, int] = {}
    recent: dict[EventType, list[int]] = defaultdict(list)
    for event in sorted(events, key=order.key):
        home = _named_home(event, owner)
        if home is None:
            home = next(
                (
                    index
                    for index in reversed(recent[event.event_type][-WINDOW:])
                    if same_telling(clusters[index], event)
                ),
                None,
            )
        if home is None:
            home = len(clusters)
            clusters.append(event)
            recent[event.event_type].append(home)
        else:
            clusters[home] = joined(clusters[home], event, order)
        owner[event.event_id] = home
    return clusters


def _named_home(event: Event, owner: Mapping[str, int]) -> int | None:
    for report in event.reports:
        for decision in report.decisions:
            if decision.rule == SAME_EVENT_RULE and decision.chosen is not None and decision.chosen in owner:
                return owner[decision.chosen]
    return None


def _told_in_several(events: Iterable[Event], order: Order) -> list[Event]:
    clusters: list[Event] = []
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for event in sorted(events, key=order.key):
        keys = sorted(set(_block_keys(event)), key=repr)
        near = sorted({index for key in keys for index in blocks[key]})
        home = next((index for index in near if same_happening(clusters[index], event)), None)
        if home is None:
            home = len(clusters)
            clusters.append(event)
        else:
            clusters[home] = joined(clusters[home], event, order)
        for key in keys:
            if home not in blocks[key]:
                blocks[key].append(home)
    return clusters


def _block_keys(event: Event) -> Iterator[tuple[object, ...]]:
    """Type, day and a cell of about a degree with its neighbours; nothing for events too vague to be matched."""
    if event.when is None or event.when.precision not in FINE_DATES:
        return
    days = [
        event.when.start + dt.timedelta(days=number) for number in range((event.when.end - event.when.start).days + 1)
    ]
    cells = {
        (round(place.latitude) + south, round(place.longitude) + east)
        for place in event.where
        if place.precision in POINTS
        for south in (-1, 0, 1)
        for east in (-1, 0, 1)
    }
    for day in days:
        for cell in sorted(cells):
            yield event.event_type, day, cell


def same_telling(one: Event, two: Event) -> bool:
    """Whether two tellings of one article are about one happening: nothing contradicts, and something specific agrees."""
    if one.event_type is not two.event_type or not _compatible_status(one, two):
        return False
    if not (_compatible_times(one, two) and _compatible_places(one, two) and _compatible_modes(one, two)):
        return False
    if not (_compatible_actors(one, two) and _compatible_numbers(one, two)):
        return False
    return _shared_evidence(one, two)


def same_happening(one: Event, two: Event) -> bool:
    """Whether events of different articles are one: explicit fine dates that overlap, one place, actors that agree."""
    if one.event_type is not two.event_type or one.status not in HAPPENED or two.status not in HAPPENED:
        return False
    if {report.article_id for report in one.reports} & {report.article_id for report in two.reports}:
        return False
    if (
        one.when is None
        or two.when is None
        or not {one.when.precision, two.when.precision} <= FINE_DATES
        or not _overlap(one.when, two.when)
    ):
        return False
    points = [[place for place in event.where if place.precision in POINTS] for event in (one, two)]
    if not all(points) or not any(
        kilometres(here, there) <= SAME_PLACE_KM for here in points[0] for there in points[1]
    ):
        return False
    if not (
        _compatible_modes(one, two) and _compatible_actors(one, two) and _compatible_numbers(one, two, tolerance=0.5)
    ):
        return False
    return bool(_specific(one) & _specific(two)) or not (_specific(one) and _specific(two))


def _compatible_status(one: Event, two: Event) -> bool:
    if {one.status, two.status} <= HAPPENED or {one.status, two.status} <= EXPECTED:
        return True
    return one.status is two.status


def _compatible_times(one: Event, two: Event) -> bool:
    if one.when is None or two.when is None:
        return one.when is two.when
    if one.status is Status.AGGREGATE:
        return one.when.start == two.when.start
    if (
        not (is_inferred(one, "time") or is_inferred(two, "time"))
        and one.when.precision not in FINE_DATES
        and two.when.precision not in FINE_DATES
    ):
        return (one.when.start, one.when.end) == (two.when.start, two.when.end)
    return _overlap(one.when, two.when) and not _coarse_and_fine(one, two)


def _coarse_and_fine(one: Event, two: Event) -> bool:
    """A month or an open stretch is not the day in it, when both are said."""
    fine = [event.when is not None and event.when.precision in FINE_DATES for event in (one, two)]
    return fine[0] != fine[1] and not (is_inferred(one, "time") or is_inferred(two, "time"))


def _overlap(one: Interval, two: Interval) -> bool:
    return one.start <= two.end and two.start <= one.end


def _compatible_places(one: Event, two: Event) -> bool:
    if not one.where or not two.where:
        return True
    return any(_same_or_inside(here, there) for here in one.where for there in two.where)


def _same_or_inside(one: Place, two: Place) -> bool:
    if one.precision in POINTS and two.precision in POINTS:
        return kilometres(one, two) <= SAME_PLACE_KM
    if one.country and two.country and one.country != two.country:
        return False
    if PlacePrecision.ADM1 in {one.precision, two.precision} and PlacePrecision.COUNTRY not in {
        one.precision,
        two.precision,
    }:
        return not one.admin1 or not two.admin1 or one.admin1 == two.admin1
    return True


def _compatible_modes(one: Event, two: Event) -> bool:
    if one.mode is None or two.mode is None or one.mode == two.mode:
        return True
    return any({one.mode, two.mode} <= kindred for kindred in KINDRED_MODES)


def _compatible_actors(one: Event, two: Event) -> bool:
    """No role is filled by others, and who attacks in one is not who is attacked in the other."""
    sources, targets = (
        [_in_role(event, "source", "participant") for event in (one, two)],
        [_in_role(event, "target") for event in (one, two)],
    )
    if sources[0] & targets[1] and sources[1] & targets[0]:
        return False
    if one.event_type is EventType.CONSULT and sources[0] and sources[1]:
        return sources[0] <= sources[1] or sources[1] <= sources[0] or len(sources[0] & sources[1]) > 1
    everyone = [sources[0] | targets[0], sources[1] | targets[1]]
    if not everyone[0] or not everyone[1]:
        return True
    if sources[0] and sources[1] and not sources[0] & sources[1]:
        return False
    return bool(everyone[0] & everyone[1]) or not (sources[0] and sources[1])


def _in_role(event: Event, *roles: str) -> frozenset[str]:
    """Actor ids, and those of the states and groups that they act for; kinds of people do not tell events apart."""
    return frozenset(
        name
        for who in event.participants
        if who.role in roles and who.actor.kind not in GENERIC_KINDS
        for name in _names(who.actor)
    )


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.actor_id,) if actor.acts_for is None else (actor.actor_id, actor.acts_for)


def _specific(event: Event) -> frozenset[str]:
    return _in_role(event, "source", "target", "participant")


def _named(event: Event) -> frozenset[str]:
    """The specific actors that the event's own sentences name."""
    return frozenset(
        name
        for who in event.participants
        if who.mention is not None and who.actor.kind not in GENERIC_KINDS
        for name in _names(who.actor)
    )


def _share_a_point(one: Event, two: Event) -> bool:
    points = [[place for place in event.where if place.precision in POINTS] for event in (one, two)]
    return any(kilometres(here, there) <= SAME_PLACE_KM for here in points[0] for there in points[1])


def _compatible_numbers(one: Event, two: Event, *, tolerance: float = 0.0) -> bool:
    if tolerance == 0 and one.count is not None and two.count is not None and not _share_a_point(one, two):
        return False  # acts that are counted one by one are told one by one
    for first, second in ((one.fatalities, two.fatalities), (one.count, two.count)):
        if first is not None and second is not None and abs(first - second) > tolerance * max(first, second):
            return False
    return True


def _shared_evidence(one: Event, two: Event) -> bool:
    """Something that the text says of both: a point, a toll, two actors; a country or a guess is not enough."""
    if one.fatalities is not None and one.fatalities == two.fatalities and one.fatalities > 0:
        return True
    shared = _named(one) & _named(two)
    if one.event_type in VERBAL:
        return bool(shared) and len(shared) == min(len(_specific(one)), len(_specific(two)))
    same_point = _share_a_point(one, two)
    if is_inferred(one, "place") and is_inferred(two, "place"):
        same_point = False
    if one.event_type in {EventType.CONSULT, EventType.AGREE}:
        return len(shared) > 1 or (same_point and bool(shared))
    return (same_point and (bool(shared) or not _specific(one) or not _specific(two))) or len(shared) > 1


def is_inferred(event: Event, kind: MentionKind) -> bool:
    """Whether no report says the answer in its own sentence."""
    found = [decision for report in event.reports for decision in report.decisions if decision.mention.kind == kind]
    return not any(_is_said(decision) for decision in found)


def _is_said(decision: Decision[str]) -> bool:
    return decision.chosen is not None and not (decision.because and decision.because[0].startswith(INFERRED))


def joined(one: Event, two: Event, order: Order) -> Event:
    """One event with the reports of both; ``one`` comes first and gives the id, each answer is the better founded one."""
    first, second = sorted((one, two), key=order.key)
    reports = {(report.article_id, report.span): report for report in reversed((*first.reports, *second.reports))}
    merged = replace(
        first,
        mode=first.mode or second.mode,
        status=_status(first, second),
        when=_when(first, second),
        where=_where(first, second),
        participants=_participants(first, second),
        fatalities=max((event.fatalities for event in (first, second) if event.fatalities is not None), default=None),
        count=first.count if first.count is not None else second.count,
        reports=tuple(
            sorted(
                reports.values(),
                key=lambda report: (order.published(report.article_id), report.article_id, report.span),
            )
        ),
    )
    return replace(merged, confidence=_confidence(first, second))


def _status(first: Event, second: Event) -> Status:
    if first.status is second.status:
        return first.status
    ranking = (
        Status.OCCURRED,
        Status.ONGOING,
        Status.CLAIMED,
        Status.PLANNED,
        Status.PROPOSED,
        Status.AGGREGATE,
        Status.DENIED,
    )
    return min((first.status, second.status), key=ranking.index)


def _when(first: Event, second: Event) -> Interval | None:
    dated = [event for event in (first, second) if event.when is not None]
    if not dated:
        return None
    precisions = list(DatePrecision)
    best = min(
        dated,
        key=lambda event: (is_inferred(event, "time"), precisions.index(event.when.precision) if event.when else 0),
    )
    return best.when


def _where(first: Event, second: Event) -> tuple[Place, ...]:
    placed = [event for event in (first, second) if event.where]
    if not placed:
        return ()
    precisions = list(PlacePrecision)
    return min(
        placed, key=lambda event: (is_inferred(event, "place"), max(1, precisions.index(event.place_precision)))
    ).where


def _participants(first: Event, second: Event) -> tuple[Participant, ...]:
    """Everybody whom the texts name; a guess only where no text names anybody for that role."""
    said = [[who for who in event.participants if who.mention is not None] for event in (first, second)]
    found: dict[str, Participant] = {}
    for who in (*said[0], *said[1]):
        found.setdefault(who.actor.actor_id, who)
    roles = {who.role for who in found.values() if who.actor.kind not in GENERIC_KINDS}
    for who in (*first.participants, *second.participants):
        if (
            who.mention is None
            and who.role not in roles
            and not ("participant" in roles or (who.role == "participant" and roles))
        ):
            found.setdefault(who.actor.actor_id, who)
    specific = {who.role for who in found.values() if who.actor.kind not in GENERIC_KINDS}
    return tuple(who for who in found.values() if who.actor.kind != "unidentified" or who.role not in specific)


def _confidence(first: Event, second: Event) -> Confidence:
    """The better founded of the two answers, a little surer when another article tells the same."""
    independent = {report.article_id for report in first.reports} != {report.article_id for report in second.reports}
    slots = {
        name: min(0.97, max(getattr(first.confidence, name), getattr(second.confidence, name)) + 0.03 * independent)
        for name in ("who", "what", "where", "when")
    }
    overall = math.prod(slots.values()) ** 0.5
    return Confidence(**slots, overall=round(overall, 3))


def kilometres(one: Place, two: Place) -> float:
    """The great-circle distance between two places."""
    south, north = math.radians(one.latitude), math.radians(two.latitude)
    east = math.radians(two.longitude - one.longitude)
    half = math.sin((north - south) / 2) ** 2 + math.cos(south) * math.cos(north) * math.sin(east / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
