"""When an event happened: its own time expression, an event it is counted from, the story's day, or nothing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.coding.counts import WORDS, acts, opens_with_a_place
from etl.coding.syntax import CLAUSAL
from etl.model import DatePrecision, EventType, Interval, Span, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from etl.coding.groups import Group
    from etl.coding.scene import Clause
    from etl.coding.syntax import Tree
    from etl.model import Decision, TimeExpression

OFFSET = re.compile(
    r"\b(?P<number>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,3}) (?P<unit>day|week|month|year)s? (?P<way>after|before)\b",
    re.IGNORECASE,
)
UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
SLACK_DAYS = {"day": 0, "week": 3, "month": 15, "year": 180}
SLACK_PRECISION = {
    "day": DatePrecision.DAY,
    "week": DatePrecision.WEEK,
    "month": DatePrecision.MONTH,
    "year": DatePrecision.YEAR,
}
WEEKDAY = re.compile(
    r"^(?:(?:on|early|late|last|this|next)\s+)*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
NEAR_ENOUGH_TO_SPEAK = 4.5
SPEECH = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.SUPPORT})
NEAR_THE_VERB = 4  # words between "said" and its day
FAR = 8.5  # a time expression further off in the tree than this belongs to something else
FRESH = frozenset({DatePrecision.DAY, DatePrecision.DAYS})
BACKGROUND = frozenset(
    {
        "recent",
        "previous",
        "earlier",
        "past",
        "former",
        "long-running",
        "years-long",
        "decades-long",
        "ongoing-x",
        "similar",
        "latest-x",
        "civil",
    }
)
TIMELESS = re.compile(
    r"\b(?:for (?:decades|years|months|centuries|generations)|in recent (?:years|months|memory|history)|regularly|often|frequently|over the years|historically)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class When:
    """An interval with the words it rests on; ``inferred`` when no time expression of the event says it."""

    interval: Interval | None
    evidence: Span | None
    rule: str
    because: tuple[str, ...]
    score: float
    inferred: bool = False
    rejected: tuple[str, ...] = ()


def stated(clause: Clause, group: Group, others: Iterable[int], published: dt.date | None) -> When | None:
    """The date that the event's own sentence gives it, None where it gives none."""
    offset = _counted_from(clause, published)
    if offset is not None and any(trigger.token == offset[0] for trigger in group.triggers):
        return offset[1]
    if (since := _since_clause(clause, group, published)) is not None:
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
    interval = _in_step(expression.interval, best.mention.text, group, published)
    if _is_when_clause(tree, best, group):
        interval = closed(interval, expression.value)
    interval = bounded(interval, _words_before(clause, best), group, published)
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


LIMIT = re.compile(
    r"\b(?P<word>by|before|until|till|up to|no later than|ahead of)(?: (?:the|late|early|about|around|next|this))*$"
)


def _words_before(clause: Clause, decision: Decision[TimeExpression]) -> str:
    text, start = clause.text, clause.tree[0].start
    return text[max(0, decision.mention.span.start - start - 24) : decision.mention.span.start - start].rstrip().lower()


def bounded(interval: Interval, before: str, group: Group, published: dt.date | None) -> Interval:
    """“by Thursday”, "before the weekend": a plan lies between the publication and then, what is done shortly before."""
    limit = LIMIT.search(before)
    if limit is None or interval.precision is DatePrecision.OPEN:
        return interval
    day = dt.timedelta(days=1)
    end = interval.start - day if limit["word"] in {"before", "ahead of"} else interval.end
    if group.standing.status in {Status.PLANNED, Status.PROPOSED}:
        if published is None or not published < end <= published + 120 * day:
            return interval
        precision = DatePrecision.DAYS if (end - published).days <= 6 else DatePrecision.MONTH
        return Interval(start=published, end=end, precision=precision, value=interval.value)
    if interval.precision is not DatePrecision.DAY:
        return interval
    return Interval(start=end - day, end=end, precision=DatePrecision.DAYS, value=interval.value)


SPANS = re.compile(
    r"\b(?:in|over|during|within)(?: (?:just|only|about|some|nearly|almost|over|the|around|less than|more than))*$"
)
NTH_TIME = re.compile(
    r"\b(?:time|first|second|third|\w+th)\b(?: [\w-]+){0,3} (?:in|within)$"
)  # "for the fourth time in five days"
LENGTH = re.compile(r"P(?P<time>T)?(?P<number>\d+)(?P<unit>[HDWMY])")
UNIT_LENGTHS = {"H": 1 / 24, "D": 1, "W": 7, "M": 30.4, "Y": 365.25}
LONGEST_SPAN_DAYS = 1100


def lasting(clause: Clause, group: Group, published: dt.date | None) -> When | None:
    """“19 strikes in 72 hours”, "have fled in ten days": the time of this length that ends with the publication."""
    happened = group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.ONGOING, Status.AGGREGATE}
    if published is None or not happened or tense(clause.tree, group) not in {"past", "perfect", "none"}:
        return None
    for decision in clause.times:
        chosen = decision.chosen
        length = LENGTH.fullmatch(chosen.value) if chosen is not None and chosen.interval is None else None
        if length is None or bool(length["time"]) is not (length["unit"] == "H"):
            continue
        days = round(int(length["number"]) * UNIT_LENGTHS[length["unit"]])
        before = _words_before(clause, decision)
        if not 2 <= days <= LONGEST_SPAN_DAYS or not SPANS.search(before) or "first" in decision.mention.text.lower():
            continue
        if NTH_TIME.search(before):
            continue
        precision = (
            DatePrecision.DAYS
            if days <= DAYS_AT_MOST
            else DatePrecision.WEEK
            if days <= WEEK_AT_MOST
            else DatePrecision.OPEN
        )
        start = published - dt.timedelta(days=days)
        interval = Interval(start=start, end=published, precision=precision, value=f"{start}/{published}")
        because = (f"“{decision.mention.text}” up to the publication",)
        return When(interval, decision.mention.span, "coding.time.lasting", because, 0.65)
    return None


DAYS_AT_MOST, WEEK_AT_MOST = 6, 10


def _since_clause(clause: Clause, group: Group, published: dt.date | None) -> When | None:
    """“have cleared a fifth of the city since the assault began on Oct. 17”: open from that day."""
    tree = clause.tree
    for verb in {trigger.predicate for trigger in group.triggers}:
        for child in tree.children(verb, "advcl"):
            if not any(tree.word(mark) == "since" for mark in tree.children(child, "mark")):
                continue
            inside = set(tree.subtree(child))
            for decision in clause.times:
                interval = decision.chosen.interval if decision.chosen is not None else None
                if (
                    interval is None
                    or published is None
                    or interval.start > published
                    or tree.head_at(decision.mention.span) not in inside
                ):
                    continue
                return When(
                    interval=Interval(
                        start=interval.start, end=published, precision=DatePrecision.OPEN, value=interval.value
                    ),
                    evidence=decision.mention.span,
                    rule="coding.time.since-clause",
                    because=(f"since what happened on “{decision.mention.text}”",),
                    score=0.75,
                )
    return None


def _is_ahead(clause: Clause, group: Group, interval: Interval, published: dt.date | None) -> bool:
    """What has happened did not happen after it was printed (a weekday may be misread, see ``_in_step``)."""
    happened = group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.AGGREGATE} and tense(
        clause.tree, group
    ) in {"perfect", "pluperfect"}
    return happened and published is not None and (interval.start - published).days > 0


def _in_step(interval: Interval, text: str, group: Group, published: dt.date | None) -> Interval:
    """A bare weekday of a plan lies ahead, one of a report behind, whatever a reading without the verb says."""
    happened = group.standing.status in {Status.OCCURRED, Status.CLAIMED, Status.ONGOING, Status.AGGREGATE}
    if published is not None and happened and interval.start <= published < interval.end:
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


def closed(interval: Interval, value: str) -> Interval:
    """The day, month or year that an open stretch starts with."""
    year, month, day = interval.start.year, interval.start.month, interval.start.day
    if interval.precision is not DatePrecision.OPEN:
        return interval
    if len(value) == 7 and value[5:].isdigit():
        end = (dt.date(year + month // 12, month % 12 + 1, 1)) - dt.timedelta(days=1)
        return Interval(start=interval.start, end=end, precision=DatePrecision.MONTH, value=value)
    if len(value) == 4:
        return Interval(start=interval.start, end=dt.date(year, 12, 31), precision=DatePrecision.YEAR, value=value)
    return Interval(
        start=interval.start,
        end=dt.date(year, month, day),
        precision=DatePrecision.DAY,
        value=interval.start.isoformat(),
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


def _counted_from(clause: Clause, published: dt.date | None) -> tuple[int, When] | None:
    """“It comes a week after X happened”: X is dated by counting back; the token is X's trigger."""
    tree = clause.tree
    text = clause.text
    match = OFFSET.search(text)
    start = tree[0].start
    if match is None or _is_dated(clause, start + match.start(), start + match.end()):
        return None
    words = [index for index in range(len(tree)) if tree[index].start >= start + match.end()]
    base = next(
        (
            item.chosen.interval
            for item in clause.times
            if item.mention.span.end <= start + match.start()
            and item.chosen is not None
            and item.chosen.interval is not None
            and item.chosen.interval.precision is DatePrecision.DAY
        ),
        None,
    )
    anchor = base.start if base is not None else published
    token = next(
        (
            index
            for index in words
            if (tree.lemmas[index] in tree.lexicon.verbs and tree[index].pos == "VERB")
            or tree.lemmas[index] in tree.lexicon.nouns
        ),
        None,
    )
    if anchor is None or token is None:
        return None
    unit = match["unit"].lower()
    count = int(match["number"]) if match["number"].isdigit() else WORDS.get(match["number"].lower(), 1)
    days = dt.timedelta(days=UNIT_DAYS[unit] * count * (-1 if match["way"].lower() == "after" else 1))
    middle, slack = anchor + days, dt.timedelta(days=SLACK_DAYS[unit])
    interval = Interval(
        start=middle - slack, end=middle + slack, precision=SLACK_PRECISION[unit], value=_value(middle, unit)
    )
    when = When(
        interval=interval,
        evidence=Span(start + match.start(), start + match.end()),
        rule="coding.time.counted-from",
        because=(f"“{match.group()}” counts from {anchor.isoformat()}",),
        score=0.75,
    )
    return token, when


def _is_dated(clause: Clause, start: int, end: int) -> bool:
    """The words count from a date behind them, "three days before Christmas"."""
    return any(
        decision.chosen is not None
        and decision.chosen.interval is not None
        and decision.mention.span.overlaps(Span(start, end))
        for decision in clause.times
    )


def _value(day: dt.date, unit: str) -> str:
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return {"day": day.isoformat(), "month": day.isoformat()[:7], "year": day.isoformat()[:4]}[unit]


def tense(tree: Tree, group: Group) -> str:  # noqa: PLR0911 (an ordered list of cases)
    """“past”, "perfect", "pluperfect", "present" or "none" for a noun without a verb."""
    verb = group.main.predicate
    if group.main.noun is not None and group.main.verb is None:
        verb = next((node for node in tree.ancestors(group.main.token) if tree[node].pos in {"VERB", "AUX"}), verb)
        if tree.lexicon.effect("report", tree.lemmas[verb]):
            return "none"
    auxiliaries = {tree.word(child) for child in tree.children(verb, "aux", "cop", "aux:pass")}
    if "had" in auxiliaries:
        told = tree.dep(verb) == "ccomp" and tree.lexicon.effect("report", tree.lemmas[tree.heads[verb]]) is not None
        return "past" if told else "pluperfect"
    if auxiliaries & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if auxiliaries & {"was", "were", "did"} or tree[verb].tag == "VBD":
        return "past"
    if (
        tree[verb].tag in {"VBG", "VBN"}
        and tree.dep(verb) in {"advcl", "conj", "xcomp", "ccomp", "acl"}
        and tree.heads[verb] != verb
    ):
        head = tree.heads[verb]
        outer = {tree.word(child) for child in tree.children(head, "aux")}
        return "pluperfect" if "had" in outer else "perfect" if outer & {"has", "have"} else "past"
    if tree[verb].tag in {"VBZ", "VBP"} or auxiliaries & {"is", "are"}:
        return "present"
    return "past" if tree[verb].tag in {"VBN", "NN", "NNS"} else "none"


def is_background(clause: Clause, group: Group) -> bool:
    """Told as history or as a general state, so that no date follows from the day of publication."""
    tree = clause.tree
    if tree[group.main.predicate].dep == "acl:relcl" and tense(tree, group) == "perfect" and clause.order > 3:
        return True
    if TIMELESS.search(clause.text):
        return True
    noun = group.main.token
    if group.main.noun is not None:
        modifiers = {tree.word(child) for child in tree.children(noun, "amod", "compound")}
        if modifiers & BACKGROUND or group.main.noun.lemma in {
            "war",
            "insurgency",
            "conflict",
            "rebellion",
            "uprising",
        }:
            return True
    if tense(tree, group) == "pluperfect":
        return _is_long_past(clause, group)
    return group.standing.status is Status.AGGREGATE


LONG_PAST = frozenset(
    {"earlier", "previously", "once", "long", "before", "already", "repeatedly", "always", "never", "originally"}
)
RETOLD_CLAUSES = 8


def _is_long_past(clause: Clause, group: Group) -> bool:
    """A past perfect of the day's news only steps back a few hours; a habit, a saying or a far one is background."""
    tree = clause.tree
    words = {tree.word(child) for child in tree.children(group.main.predicate, "advmod")}
    progressive = tree[group.main.predicate].tag == "VBG"
    said = group.main.event_type in SPEECH
    return progressive or said or bool(words & LONG_PAST) or clause.order > RETOLD_CLAUSES


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
