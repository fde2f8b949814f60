"""Every error this project raises on purpose, each with its exit code.

* ConflictTimelineError    exit 1
  x InputError             a file, an argument or a row that the user gave is wrong (exit 2)
    x RejectedArticle      one article cannot be used; the run goes on without it
  x GazetteerError         the place table or a geocoding service does not answer (exit 3)
  x StoreError             the store or a snapshot is missing, newer than this version, or damaged (exit 4)
    x BusyError            another process is writing this store (exit 75)

The message is one line: what happened, why, and what to do next.
"""

from __future__ import annotations

from typing import ClassVar


class ConflictTimelineError(Exception):
    """Something that the user can act on."""

    exit_code: ClassVar[int] = 1


class InputError(ConflictTimelineError):
    exit_code = 2


class RejectedArticle(InputError):  # noqa: N818 (an outcome that is counted, not a fault of the program)
    """The reason is counted in the run's summary, so it is short and the same for the same cause."""


class GazetteerError(ConflictTimelineError):
    exit_code = 3


class StoreError(ConflictTimelineError):
    exit_code = 4


class BusyError(StoreError):
    exit_code = 75
