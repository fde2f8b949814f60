from __future__ import annotations

import os
import time

import pytest

from etl.errors import ConflictTimelineError, RejectedArticle
from etl.workers import BoundedPool, Limits


def start():
    return work


def work(task):
    match task:
        case "sleep":
            time.sleep(60)
        case "grow":
            held = []
            while True:
                held.append(bytearray(2**24))
                held[-1][::4096] = b"x" * len(held[-1][::4096])
                time.sleep(0.01)
        case "die":
            os._exit(9)
        case "reject":
            raise RejectedArticle("language: Arabic")
        case "bug":
            raise ZeroDivisionError("by zero")
    return task * 2


def unable():
    raise ConflictTimelineError("no gazetteer; run setup again")


def died():
    os._exit(3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_has_an_outcome_and_one_bad_task_costs_only_itself(jobs):
    """Deadline, memory, death, rejection and our own bugs each reject one task; the others get their results."""
    tasks = ["sleep", 1, "grow", 2, "die", 3, "reject", "bug", 4]
    with BoundedPool(start, jobs=jobs, limits=Limits(seconds=2, megabytes=100)) as pool:
        outcomes = {str(outcome.task): outcome.failed or outcome.result for outcome in pool.outcomes(tasks)}
    assert outcomes == {
        "sleep": "takes more than 2 s",
        "grow": "takes more than 100 MB",
        "die": "the process that read it died",
        "reject": "language: Arabic",
        "bug": "internal error: ZeroDivisionError: by zero",
        "1": 2,
        "2": 4,
        "3": 6,
        "4": 8,
    }


def test_a_pool_that_cannot_start_says_why():
    """The message of the error that `start` raised reaches the caller."""
    with BoundedPool(unable) as pool, pytest.raises(ConflictTimelineError, match="no gazetteer; run setup again"):
        list(pool.outcomes([1]))


def test_a_pool_whose_processes_die_at_start_says_so():
    """No endless restarts."""
    with BoundedPool(died) as pool, pytest.raises(ConflictTimelineError, match="could not start"):
        list(pool.outcomes([1, 2]))


def test_no_tasks_no_outcomes():
    """An empty iterable ends at once."""
    with BoundedPool(start) as pool:
        assert list(pool.outcomes([])) == []
