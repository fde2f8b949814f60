"""What one telling of an event commits to, read once from its answers and its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from etl.merging.sameness import FINE_DATES, GENERIC_KINDS, POINTS, is_inferred

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.model import Actor, ArticleId, Event, Interval, Place, Report, Role, Span

Reference = Literal["the", "another", "new"]

DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "such", "both", "its", "their", "his"})
FRESH: Final = frozenset(
    "another second separate further fresh similar third fourth fifth new other more".split()  # noqa: SIM905 (a word list reads better so)
)
DETERMINERS: Final[tuple[tuple[frozenset[str], Reference], ...]] = (
    (FRESH, "another"),
    (DEFINITE, "the"),
    (frozenset({"a", "an"}), "new"),
)
SAME_EVENT_RULE: Final = (
    "coding.same-event"  # a decision of this rule names, in ``chosen``, the event that a mention repeats
)
JOINED_RULE: Final = (
    "merging.joined"  # a decision of this rule says why a telling was joined to the event in ``chosen``
)
REFERRING: Final = frozenset({SAME_EVENT_RULE, JOINED_RULE, "merging.sum"})
WORDS_BEFORE: Final = 4  # of a trigger that may hold its determiner: "the deadly car bomb attack"
PRESENT: Final = "coding.time.news-present"
LOOKED_AT: Final = 60  # characters before a trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """``day`` is None where no day or few days are said; ``sources`` and ``targets`` are the actors that sentences name."""

    event: Event
    sentences: frozenset[tuple[ArticleId, Span]]
    when: Interval | None
    when_said: bool
    is_present: bool  # dated only as news of the day
    where_said: bool
    points: tuple[Place, ...]
    sources: frozenset[str]
    targets: frozenset[str]
    others: frozenset[str]  # actors that were taken over from elsewhere
    victims: frozenset[str]  # kinds of people
    words: frozenset[str]  # of the triggers
    reference: Reference
    shingles: frozenset[str] = frozenset()  # of its sentences, where copies are looked for

    @property
    def day(self) -> Interval | None:
        return self.when if self.when_said and self.when is not None and self.when.precision in FINE_DATES else None

    @property
    def named(self) -> frozenset[str]:
        return self.sources | self.targets


def telling(event: Event, sentences: frozenset[tuple[ArticleId, Span]] = frozenset()) -> Telling:
    """The telling of an event; ``sentences`` are the last ones that told it, which it may no longer hold."""
    return Telling(
        event=event,
        sentences=sentences | {(report.article_id, report.span) for report in event.reports},
        when=event.when,
        when_said=event.when is not None and not is_inferred(event, "time"),
        is_present=any(
            decision.rule == PRESENT and decision.mention.kind == "time"
            for report in event.reports
            for decision in report.decisions
        ),
        where_said=bool(event.where) and not is_inferred(event, "place"),
        points=tuple(place for place in event.where if place.precision in POINTS),
        sources=_ids(event, "source", "participant", said=True),
        targets=_ids(event, "target", said=True),
        others=_ids(event, "source", "participant", "target", said=False),
        victims=frozenset(
            who.actor.actor_id
            for who in event.participants
            if who.mention is not None and who.actor.kind in GENERIC_KINDS
        ),
        words=frozenset(_words(event)),
        reference=_reference(event.reports[0]),
    )


def _ids(event: Event, *roles: Role, said: bool) -> frozenset[str]:
    """Specific actors, and the states and groups that they act for."""
    return frozenset(
        name
        for who in event.participants
        if who.role in roles and (who.mention is not None) is said and who.actor.kind not in GENERIC_KINDS
        for name in names(who.actor)
    )


def names(actor: Actor) -> tuple[str, ...]:
    """The id of an actor and of whom it acts for."""
    return (actor.actor_id,) if actor.acts_for is None else (actor.actor_id, actor.acts_for)


def _words(event: Event) -> Iterator[str]:
    for report in event.reports:
        for decision in report.decisions:
            if decision.mention.kind == "trigger" and decision.rule not in REFERRING:
                yield decision.rule.rpartition(".")[2].partition("-")[0]


def _reference(report: Report) -> Reference:
    """Whether the words before the trigger say that it is known or one more: "the attack", "a second attack"."""
    triggers = [decision for decision in report.decisions if decision.mention.kind == "trigger"]
    if not triggers:
        return "new"
    trigger = triggers[0]
    at = max(0, trigger.mention.span.start - report.span.start)
    words = report.quote[max(0, at - LOOKED_AT) : at].casefold().split()[-WORDS_BEFORE:]
    if trigger.rule.startswith("coding.verb."):
        return "another" if words and words[-1] == "also" else "new"
    return next((meant for word in reversed(words) for known, meant in DETERMINERS if word in known), "new")
