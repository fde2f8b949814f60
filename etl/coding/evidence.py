"""The event as a value, and for each answer the words and the rule that gave it, readable by people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from etl.coding.groups import mode
from etl.model import Confidence, Decision, Event, Mention, PlacePrecision, Report, event_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.coding.groups import Group
    from etl.coding.lexicon import TollKind
    from etl.coding.participants import Cast
    from etl.coding.scene import Clause
    from etl.coding.stretches import When
    from etl.coding.tolls import Toll
    from etl.coding.whereabouts import Located
    from etl.model import Article, EventId, MentionKind, Participant, Place, Span

DATASET = "articles"
SAME_EVENT_RULE = "coding.same-event"
WHO = {"said": 0.88, "nearest": 0.75, "inherited": 0.7, "state": 0.75, "host": 0.75, "adversary": 0.7}
INFERRED = {"adversary": "inferred: the {role} whom the other side fights in this article"}
INFERRED_PLACE = 0.45
TOLL = 0.85
OVERALL_EXPONENT = 0.75  # the answers of one event are right or wrong together more often than apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who, where, when and how many, each with what it rests on. ``repeats`` names the event that the mention refers back to."""

    people: Cast
    where: Located
    when: When
    tolls: tuple[Toll, ...]
    count: int | None
    repeats: EventId | None

    def people_of(self, kind: TollKind) -> int | None:
        return next((toll.people for toll in self.tolls if toll.kind == kind), None)


def event_of(article: Article, clause: Clause, group: Group, answer: Answer) -> Event:
    """The event with one report: its sentence, quoted, and the decisions."""
    trigger = group.main
    where = answer.where.places
    return Event(
        event_id=event_id(article.article_id, trigger.span(clause.tree), trigger.event_type),
        dataset=DATASET,
        event_type=trigger.event_type,
        mode=mode(clause.tree, group),
        status=group.standing.status,
        when=answer.when.interval,
        where=where,
        participants=answer.people.participants,
        fatalities=answer.people_of("killed"),
        wounded=answer.people_of("wounded"),
        captured=answer.people_of("captured"),
        count=answer.count,
        confidence=confidence(group, answer),
        reports=(
            Report(
                article_id=article.article_id,
                span=clause.tree.sentence.span,
                quote=clause.tree.sentence.span.of(article.text),
                decisions=tuple(_decisions(article, clause, group, answer)),
            ),
        ),
    )


def confidence(group: Group, answer: Answer) -> Confidence:
    """Products of plain evidence: said or inferred, one reading or several."""
    who = max((WHO[how] for _, _, how in answer.people.people), default=0.2)
    what = 0.9 if group.main.noun is None or group.main.verb is not None else 0.8
    if group.standing.because:
        what -= 0.05
    places, decision, how = answer.where.places, answer.where.decision, answer.where.how
    where = 0.55
    if places:
        where = (0.55 + 0.4 * decision.score if decision is not None else 0.6) if how == "said" else INFERRED_PLACE
    slots = {"who": who, "what": what, "where": where, "when": answer.when.score}
    overall = who * what * where * answer.when.score
    return Confidence(**{name: round(value, 3) for name, value in slots.items()}, overall=round(overall**0.5, 3))


def label(place: Place) -> str:
    """A place in words: "Hit, Anbar, IQ (near)"."""
    parts = dict.fromkeys(part for part in (place.name, place.admin1, place.country) if part)
    return ", ".join(parts) + ("" if place.precision is PlacePrecision.EXACT else f" ({place.precision.value})")


def _decisions(article: Article, clause: Clause, group: Group, answer: Answer) -> Iterator[Decision[str]]:
    tree, trigger = clause.tree, group.main

    def mention(kind: MentionKind, span: Span) -> Mention:
        return Mention(article_id=article.article_id, kind=kind, span=span, text=span.of(article.text))

    here = trigger.span(tree)
    what = " · ".join(
        part for part in (trigger.event_type.value, mode(tree, group), group.standing.status.value) if part
    )
    because = (f"“{here.of(article.text)}” tells it", *group.standing.because)
    yield Decision(mention=mention("trigger", here), chosen=what, score=0.9, rule=trigger.rule, because=because)
    for other in group.others:
        span = other.span(tree)
        yield Decision(
            mention=mention("trigger", span),
            chosen=what,
            score=0.8,
            rule=other.rule,
            because=("says more about the same happening",),
        )
    if answer.repeats is not None:
        yield Decision(
            mention=mention("trigger", here),
            chosen=answer.repeats,
            score=0.7,
            rule=SAME_EVENT_RULE,
            because=("refers back to an event told before",),
        )
    yield from _who(article, here, answer)
    places, place, how = answer.where.places, answer.where.decision, answer.where.how
    span = place.mention.span if place is not None else here
    reasons = (*(place.because if place is not None else ()),) if how == "said" else (f"inferred: {how}",)
    chosen = "; ".join(label(item) for item in places) or None
    runners = tuple(label(item) for item in place.rejected) if place is not None else ()
    rule = "coding.place." + ("said" if how == "said" else "inferred")
    yield Decision(
        mention=mention("place", span),
        chosen=chosen,
        score=0.8 if how == "said" else 0.5,
        rule=rule,
        because=reasons,
        rejected=runners,
    )
    when = answer.when
    text = None if when.interval is None else when.interval.value
    yield Decision(
        mention=mention("time", when.evidence or here),
        chosen=text,
        score=round(when.score, 2),
        rule=when.rule,
        because=when.because,
        rejected=when.rejected,
    )
    for toll in answer.tolls:
        yield Decision(
            mention=mention("toll", tree.span(*toll.words)),
            chosen=f"{toll.people:,} {toll.kind}",
            score=TOLL,
            rule=f"coding.toll.{toll.kind}",
            because=(
                f"“{tree[toll.verdict].text}” says what became of them",
                *(("the least number that the text gives",) if toll.least else ()),
            ),
        )


def _who(article: Article, here: Span, answer: Answer) -> Iterator[Decision[str]]:
    for who, decision, how in answer.people.people:
        span = decision.mention.span if decision is not None else here
        because = {
            "said": (
                f"fills the role of {who.role}",
                *(decision.because if decision is not None else (f"“{who.mention}”",)),
            ),
            "nearest": (f"inferred: the nearest actor before the action, as {who.role}",),
            "state": ("inferred: what nobody is named for is done by the state in whose country it is",),
            "host": ("inferred: the state that is visited",),
            "inherited": (f"inferred: {who.role} of an event told before",),
        }[how]
        yield Decision(
            mention=Mention(article_id=article.article_id, kind="actor", span=span, text=span.of(article.text)),
            chosen=f"{who.actor.name} ({who.role})",
            score=WHO[how],
            rule=f"coding.actor.{how}",
            because=because,
            rejected=tuple(actor.name for actor in decision.rejected) if decision is not None else (),
        )


def with_people(event: Event, more: tuple[Participant, ...], how: str) -> Event:
    """The event with more participants, flagged as inferred."""
    report = event.reports[0]
    here = report.decisions[0].mention
    decisions = tuple(
        Decision(
            mention=Mention(article_id=here.article_id, kind="actor", span=here.span, text=here.text),
            chosen=f"{who.actor.name} ({who.role})",
            score=WHO[how],
            rule=f"coding.actor.{how}",
            because=(INFERRED[how].format(role=who.role),),
        )
        for who in more
    )
    slots = event.confidence if event.participants else replace(event.confidence, who=WHO[how])
    overall = round((slots.who * slots.what * slots.where * slots.when) ** OVERALL_EXPONENT, 3)
    return replace(
        event,
        participants=(*event.participants, *more),
        confidence=replace(slots, overall=overall),
        reports=(replace(report, decisions=(*report.decisions, *decisions)),),
    )
