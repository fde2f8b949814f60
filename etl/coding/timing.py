"""When an event happened: its own time expression, an event it is counted from, the story's day, or nothing."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from etl.coding.counts import acts, opens_with_a_place
from etl.coding.stretches import When, bounded, closed, counted_from, lasting, since_clause, words_before
from etl.coding.syntax import CLAUSAL
from etl.coding.tenses import SPEECH, tense
from etl.model import DatePrecision, Interval, Span, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Decision, TimeExpression

WEEKDAY = re.compile(
    r"^(?:(?:on|early|late|last|this|next)\s+)*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
NEAR_ENOUGH_TO_SPEAK = 4.5
NEAR_THE_VERB = 4  # words between "said" and its day
FAR = 8.5  # a time expression further off in the tree than this belongs to something else
FRESH = frozenset({DatePrecision.DAY, DatePrecision.DAYS})


def stated(clause: Clause, group: Group, others: Iterable[int], published: dt.date | None) -> When | None:
    """The date that the event's own sentence gives it, None where it gives none."""
    offset = counted_from(clause, published)
    if offset is not None and any(trigger.token == offset[0] for trigger in group.triggers):
        return offset[1]
    if (since := since_clause(clause, group, published)) is not None:
        return since
    return _nearest(clause, group, others, published) or lasting(clause, group, published)


def _nearest(clause: Clause, group: Group, others: Iterable[int], published: dt.date | None) -> When | None:
    """The time expression that stands nearest to the event in the tree."""
    tree = clause.tree
    foreign = frozenset(others)
    ranked: list[tuple[float, int, Decision[TimeExpression]]] = []
    for order, decision in enumerate(clause.times):
        if (
            decision.chosen is None
            or decision.chosen.interval is None
            or _is_ahead(clause, group, decision.chosen.interval, published)
            or _is_yardstick(clause, decision)
            or _is_counted_from(clause, order)
        ):
            continue
        cost = min(
            (
                found
                for trigger in group.triggers
                for goal in {trigger.token, trigger.predicate}
                if (found := _cost(tree, decision, goal, foreign)) is not None
            ),
            default=None,
        )
        if cost is not None and cost <= (NEAR_ENOUGH_TO_SPEAK if group.main.event_type in SPEECH else FAR):
            ranked.append((cost, order, decision))
    if not ranked:
        return None
    ranked.sort(key=lambda item: item[:2])
    cost, _, best = ranked[0]
    expression = best.chosen
    if expression is None or expression.interval is None:
        return None
    interval = _in_step(_with_next(clause, best, expression.interval), best.mention.text, group, published)
    if _is_when_clause(tree, best, group):
        interval = closed(interval, expression.value)
    interval = bounded(interval, words_before(clause, best), group, published)
    return When(
        interval=interval,
        evidence=best.mention.span,
        rule="coding.time.nearest",
        because=(f"“{best.mention.text}” stands nearest to it in the sentence", *best.because),
        score=round(max(0.55, 0.95 - cost / 25), 2) * (0.9 if best.score < 0.5 else 1.0),
        rejected=tuple(
            f"{item.mention.text} ({item.chosen.value})" for _, _, item in ranked[1:] if item.chosen is not None
        ),
    )


def _with_next(clause: Clause, best: Decision[TimeExpression], interval: Interval) -> Interval:
    """“on Saturday and Sunday”, "on November 29 and 30": both days."""
    start = clause.tree[0].start
    days = [item for item in clause.times if item.chosen is not None and item.chosen.interval is not None]
    for first, second in pairwise(days):
        gap = clause.text[first.mention.span.end - start : second.mention.span.start - start].strip()
        one, two = (item.chosen.interval if item.chosen is not None else None for item in (first, second))
        if best not in (first, second) or gap != "and" or one is None or two is None:
            continue
        single = one.precision is two.precision is DatePrecision.DAY
        if single and 0 < (two.start - one.start).days <= 2:
            return Interval(
                start=one.start, end=two.end, precision=DatePrecision.DAYS, value=f"{one.value}/{two.value}"
            )
    return interval


def _is_ahead(clause: Clause, group: Group, interval: Interval, published: dt.date | None) -> bool:
    """What has happened did not happen after it was printed (a weekday may be misread, see ``_in_step``)."""
    happened = group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.AGGREGATE} and tense(
        clause.tree, group
    ) in {"perfect", "pluperfect"}
    return happened and published is not None and (interval.start - published).days > 0


def _in_step(interval: Interval, text: str, group: Group, published: dt.date | None) -> Interval:
    """A bare weekday of a plan lies ahead, one of a report behind, whatever a reading without the verb says."""
    happened = group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.ONGOING, Status.AGGREGATE}
    if published is not None and happened and interval.start < published < interval.end:
        return Interval(start=interval.start, end=published, precision=interval.precision, value=interval.value)
    if published is None or interval.precision is not DatePrecision.DAY or not WEEKDAY.search(text):
        return interval
    distance = (interval.start - published).days
    week = dt.timedelta(days=7)
    if group.standing.status in {Status.PLANNED, Status.PROPOSED} and -7 <= distance < 0:
        moved = interval.start + week
    elif group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.ONGOING} and 0 < distance < 7:
        moved = interval.start - week
    else:
        return interval
    return Interval(start=moved, end=moved, precision=DatePrecision.DAY, value=moved.isoformat())


YARDSTICK = re.compile(
    r"\b(?:first|second|third|latest|only|most|worst|record|(?:bigg|larg|high|low|strong|great|fierc|long|small|dead|[a-z]{3,9}i)est)\b[^.;:]{0,70}\bsince(?: \w+){0,2}$"
)


def _is_counted_from(clause: Clause, order: int) -> bool:
    """Christmas, in "three days before Christmas"."""
    before = clause.times[order - 1] if order else None
    if before is None or before.chosen is None or before.chosen.interval is None:
        return False
    gap = clause.times[order].mention.span.start - before.mention.span.end
    return before.chosen.modifier in {"before", "after"} and before.chosen.type == "DURATION" and gap <= COUNTED_WITHIN


COUNTED_WITHIN = 32  # characters, as in ``timex.pairs``


def _is_yardstick(clause: Clause, decision: Decision[TimeExpression]) -> bool:
    """“the first such attack since 2016”: then it was otherwise."""
    since = decision.chosen is not None and decision.chosen.modifier == "since"
    if not since:
        return False
    start = clause.tree[0].start
    return YARDSTICK.search(clause.text[: decision.mention.span.start - start].rstrip().lower()) is not None


def _cost(tree: Tree, decision: Decision[TimeExpression], goal: int, foreign: frozenset[int]) -> float | None:
    head = tree.head_at(decision.mention.span)
    met = None if head is None else tree.distance(head, goal)
    if head is None:
        return None
    if met is None:
        return 6.0 + abs(head - goal) / 10
    up, down, passed = met
    chain = [head, *tree.ancestors(head)][: up + 1]
    if is_reporting_time(tree, chain, goal):
        return None
    cost = (
        up
        + 2.5 * down
        + abs(head - goal) / 50
        + 6.0 * any(_is_before_or_after(tree, node) for node in passed)
        + 4.0 * any(tree[node].dep == "acl:relcl" for node in passed)
    )
    cost += 4.0 * any(tree[node].dep == "acl:relcl" for node in chain[:-1]) * (goal not in chain)
    cost += 6.0 * any(_is_aside(tree, node) and tree.heads[node] != goal for node in chain[:-1]) * (goal in chain)
    cost += 4.0 * (not _is_topic(tree, decision) and _is_across(tree, min(head, goal), max(head, goal)))
    cost += 5.0 * sum(node in foreign for node in chain[:-1]) + 1.5 * (down == 0) * any(
        tree.dep(node) in CLAUSAL for node in chain[:-1]
    )
    return cost - (1.0 if _is_topic(tree, decision) else 0.0)


def _is_aside(tree: Tree, node: int) -> bool:
    """“the insurgents, whose advance started on Friday, also entered the town”."""
    first = min(tree.subtree(node))
    return tree[node].dep == "acl:relcl" and first > 0 and tree.word(first - 1) == ","


def _is_across(tree: Tree, first: int, last: int) -> bool:
    """Between them ends a clause with a semicolon or colon; "16 May: a convoy was hit" is only a heading."""
    for index in range(first + 1, last):
        if tree.word(index) == ";":
            return True
        if tree.word(index) == ":" and any(tree[before].pos in {"VERB", "AUX"} for before in range(index)):
            return True
    return False


def _is_before_or_after(tree: Tree, node: int) -> bool:
    """The clause "after seizing the area" does not happen at the time of the clause that it comes before."""
    return tree.dep(node) == "advcl" and any(
        tree.word(mark) in {"after", "since"} for mark in tree.children(node, "mark")
    )


def _is_topic(tree: Tree, decision: Decision[TimeExpression]) -> bool:
    """Opens the sentence: "On Jan. 8, …", "Last month, …"."""
    return bool(decision.mention.span.start - tree[0].start <= 4)


def is_reporting_time(tree: Tree, chain: list[int], goal: int) -> bool:
    """The time of the saying, not of the doing: "…, officials said Wednesday"."""
    governor = next((node for node in chain[1:] if tree[node].pos == "VERB"), None)
    if governor is None or governor == goal or chain[0] == governor:
        return False
    if tree.lexicon.effect("report", tree.lemmas[governor]) is None or abs(chain[0] - governor) > NEAR_THE_VERB:
        return False
    return chain[0] > governor or any(subject < chain[0] for subject in tree.children(governor, "nsubj"))


def _is_when_clause(tree: Tree, decision: Decision[TimeExpression], group: Group) -> bool:
    """“since December, when the army retook the town”: the town was retaken in December, not ever since."""
    words = tree.at(decision.mention.span)
    return any(up in words for up in tree.ancestors(group.main.predicate)) or any(
        tree.word(index) == "when" and words and 0 < index - words[-1] <= 2 and index < group.main.predicate
        for index in range(len(tree))
    )


SAID_WITHIN = frozenset({DatePrecision.DAY})


def said_on(clause: Clause) -> tuple[Interval, Span] | None:
    """The day on which a source speaks: "authorities said Wednesday"."""
    tree = clause.tree
    for decision in clause.times:
        head = tree.head_at(decision.mention.span)
        if (
            head is None
            or decision.chosen is None
            or decision.chosen.interval is None
            or decision.chosen.interval.precision not in SAID_WITHIN
        ):
            continue
        if is_reporting_time(tree, [head, *tree.ancestors(head)], -1):
            return decision.chosen.interval, decision.mention.span
    return None


def news_present(published: dt.date) -> Interval:
    """News of no date happened the day before it was printed, or that day."""
    return Interval(
        start=published - dt.timedelta(days=1), end=published, precision=DatePrecision.DAYS, value=published.isoformat()
    )


def is_report_line(clause: Clause, group: Group) -> bool:
    """A line of an official list, "Near Hit, two strikes destroyed a tunnel": it reports the day it is dated."""
    counted = any(acts(clause, trigger) is not None for trigger in group.triggers)
    return counted and opens_with_a_place(clause.tree)


def day(date: dt.date) -> Interval:
    return Interval(start=date, end=date, precision=DatePrecision.DAY, value=date.isoformat())
