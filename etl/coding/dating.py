"""When it happened, if the sentence gives no date: the event it refers back to, the story's day, or the news' present."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from etl.coding import counts, tenses, timing
from etl.coding.candidate import VERBAL
from etl.coding.stretches import When
from etl.model import Status

if TYPE_CHECKING:
    import datetime as dt

    from etl.coding.candidate import Candidate
    from etl.coding.discourse import Memory
    from etl.coding.groups import Group
    from etl.coding.participants import Cast
    from etl.model import Interval

STORY_TENSES = frozenset({"past", "none", "present", "pluperfect"})
EXPECTED = frozenset({Status.PLANNED, Status.PROPOSED})
MANY_ACTS = 20
HAPPENED = frozenset({Status.OCCURRED, Status.ONGOING, Status.CLAIMED})
MANY_DAYS = 20


def dated(candidate: Candidate, memory: Memory, people: Cast) -> When:
    """An inferred date, flagged so, or none with the reason."""
    published = memory.scene.article.published
    return (
        _of_antecedent(candidate)
        or _also(candidate, memory, people)
        or _undatable(candidate, memory, published)
        or _of_the_story(candidate, memory)
        or _present(candidate, published)
    )


def _taken_over(when: When, rule: str, reason: str, factor: float) -> When:
    because = (f"inferred: {reason}", *when.because)
    return replace(when, inferred=True, rule=rule, because=because, score=round(when.score * factor, 2))


def _of_antecedent(candidate: Candidate) -> When | None:
    if candidate.before is None:
        return None
    return _taken_over(
        candidate.before.when, "coding.time.antecedent", "the date of the event that it refers back to", 0.9
    )


def _also(candidate: Candidate, memory: Memory, people: Cast) -> When | None:
    tree = candidate.clause.tree
    words = [tree.word(index) for index in range(len(tree))]
    if "also" not in words and "at the same time" not in " ".join(words):
        return None
    earlier = memory.same_breath(candidate.clause)
    if earlier is None or earlier.when.interval is None or not earlier.cast.specific() & people.specific():
        return None
    return _taken_over(earlier.when, "coding.time.also", "added with “also” to the sentence before", 0.8)


def _undatable(candidate: Candidate, memory: Memory, published: dt.date | None) -> When | None:
    evidence = candidate.main.span(candidate.clause.tree)
    if published is None:
        return When(None, evidence, "coding.time.unknown", ("inferred: the article has no date",), 0.3, inferred=True)
    opens = not memory.told and tenses.tense(candidate.clause.tree, candidate.group) == "pluperfect"
    if opens or tenses.is_background(candidate.clause, candidate.group):
        because = ("inferred: told as background, without a date",)
        return When(None, evidence, "coding.time.background", because, 0.5, inferred=True)
    if (reason := _timeless(candidate)) is not None:
        return When(None, evidence, "coding.time.no-day", (f"inferred: {reason}",), 0.5, inferred=True)
    return None


def _timeless(candidate: Candidate) -> str | None:
    """Why an undated event of the text's present has no day."""
    clause, tree = candidate.clause, candidate.clause.tree
    if clause.order == 0:
        return None
    if candidate.group.standing.status in EXPECTED and not _is_announced(candidate):
        return "a plan without a date"
    tense = tenses.tense(tree, candidate.group)
    if tense == "present" and candidate.event_type in VERBAL:
        return "a standing position"
    if _is_balance(candidate):
        return "a balance of what has been done so far"
    return None


def _is_balance(candidate: Candidate) -> bool:
    """“we have supported the liberation of …”, "has flown over 870 missions"."""
    tree = candidate.clause.tree
    above = (candidate.main.predicate, *tree.ancestors(candidate.main.predicate))
    verbs = [
        node for node in above if {tree.word(aux) for aux in tree.children(node, "aux")} & {"have", "has", "'ve", "’ve"}
    ]
    if not verbs:
        return False
    subjects = {tree.word(word) for node in (*above, *verbs) for word in tree.children(node, "nsubj")}
    counted = any(
        (number := counts.acts(candidate.clause, trigger)) is not None and number >= MANY_ACTS
        for trigger in candidate.group.triggers
    )
    return (
        counted
        or "we" in subjects
        or any(tree.word(word) == "already" for node in verbs for word in tree.children(node, "advmod"))
    )


def _is_announced(candidate: Candidate) -> bool:
    """“announced that 475 troops would go”: the plan has the day of its announcement."""
    tree, verb = candidate.clause.tree, candidate.main.predicate
    return any(
        tree.dep(node) == "ccomp" and tree[tree.heads[node]].tag in {"VBD", "VBN"}
        for node in (verb, *tree.ancestors(verb))
    )


def _of_the_story(candidate: Candidate, memory: Memory) -> When | None:
    """The day that the story is on; for a line of a report that has none, the day of the report."""
    clause, published = candidate.clause, memory.scene.article.published
    day = memory.narrative_day()
    if day is None:
        if published is None or not timing.is_report_line(clause, candidate.group):
            return None
        because = ("inferred: a line of a report of the day",)
        evidence = candidate.main.span(clause.tree)
        return When(timing.day(published), evidence, "coding.time.report-line", because, 0.7, inferred=True)
    expected = candidate.group.standing.status in EXPECTED and not _is_announced(candidate)
    if expected or candidate.event_type in VERBAL or timing.said_on(clause) is not None:
        return None
    if tenses.tense(clause.tree, candidate.group) not in STORY_TENSES:
        return None
    return _taken_over(day.when, "coding.time.narrative", "the story is still on the day told before", 0.7)


def _present(candidate: Candidate, published: dt.date | None) -> When:
    said = timing.said_on(candidate.clause)
    base = said[0].end if said is not None else published
    evidence = said[1] if said is not None else candidate.main.span(candidate.clause.tree)
    because = ("inferred: undated news of the present happened the day before it was told, or that day",)
    interval: Interval | None = timing.news_present(base) if base is not None else None
    return When(interval, evidence, "coding.time.news-present", because, 0.6, inferred=True)


def aggregated(group: Group, when: When, number: int) -> Group:
    """A sum over a long stretch of time is an aggregate: "12,000 air strikes since September 2014"."""
    interval = when.interval
    if interval is None or when.inferred or (interval.end - interval.start).days <= MANY_DAYS or number < 2:
        return group
    if group.standing.status not in HAPPENED:
        return group
    return replace(
        group, standing=replace(group.standing, status=Status.AGGREGATE, because=("a sum over a stretch of time",))
    )
