"""Worker processes that one hostile article cannot hold up: each task has a deadline and a memory limit."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing as mp
import os
import time
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import psutil

from etl.errors import ConflictTimelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from types import TracebackType

Task = TypeVar("Task")
Result = TypeVar("Result")
TICK_S: Final = 0.05
ONE_THREAD: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one task may take; memory is counted above the size of the idle worker."""

    seconds: float = 10.0
    megabytes: float = 512.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Task, Result]):
    """Either a result, or the reason why there is none."""

    task: Task
    result: Result | None = None
    failed: str | None = None


class BoundedPool(Generic[Task, Result]):
    """Runs a picklable ``start() -> work(task) -> result`` in ``jobs`` processes.

    ``start`` runs once per process and may be slow. An expected error (ConflictTimelineError) of ``work`` is that
    task's outcome, and so is a process that is over a limit or dies; a new process takes its place.
    """

    def __init__(
        self, start: Callable[[], Callable[[Task], Result]], *, jobs: int = 1, limits: Limits | None = None
    ) -> None:
        self._start = start
        self._limits = limits or Limits()
        self._workers = [_Worker(start) for _ in range(max(1, jobs))]

    def __enter__(self) -> BoundedPool[Task, Result]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()

    def outcomes(self, tasks: Iterable[Task]) -> Iterator[Outcome[Task, Result]]:
        """One outcome per task, as they come; tasks are taken from the iterable one by one as processes become free."""
        waiting = iter(tasks)
        for worker in self._workers:
            self._feed(worker, waiting)
        while busy := [worker for worker in self._workers if worker.task is not None]:
            ready = set(wait([worker.connection for worker in busy], timeout=TICK_S))
            for worker in busy:
                failed = None if worker.connection in ready else worker.over(self._limits)
                if worker.connection in ready:
                    outcome = worker.receive()
                    if outcome is None:
                        continue
                elif failed:
                    outcome = Outcome(task=worker.task, failed=failed)
                else:
                    continue
                if not worker.alive or failed:
                    worker = self._replace(worker)  # noqa: PLW2901 (the freed place is fed below)
                self._feed(worker, waiting)
                yield outcome

    def _feed(self, worker: _Worker, waiting: Iterator[Task]) -> None:
        worker.task = None
        for task in waiting:
            worker.send(task)
            return

    def _replace(self, worker: _Worker) -> _Worker:
        worker.end()
        fresh = _Worker(self._start)
        self._workers[self._workers.index(worker)] = fresh
        return fresh


class _Worker:
    """One process, its pipe and the task it is at."""

    def __init__(self, start: Callable[[], Callable[[Any], Any]]) -> None:
        for library in ONE_THREAD:  # a process per core is enough; read when NumPy is loaded in the new process
            os.environ.setdefault(library, "1")
        context = mp.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, start), daemon=True)
        self._process.start()
        theirs.close()
        self.task: Any = None
        self._since: float | None = None  # None until the process said that it is ready
        self._idle_bytes = 0

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def send(self, task: Any) -> None:
        self.task = task
        if self._since is not None:
            self._since = time.monotonic()
        with contextlib.suppress(OSError):  # a process that is gone shows as an end of file when its answer is read
            self.connection.send(task)

    def receive(self) -> Outcome[Any, Any] | None:
        """The outcome of the task; None when the process only said that it is ready."""
        try:
            kind, value = self.connection.recv()
        except (EOFError, OSError):
            self._process.join(1)
            if self._since is None:
                raise ConflictTimelineError("a worker process could not start; is there enough memory?") from None
            return Outcome(task=self.task, failed="the process that read it died")
        if kind == "ready":
            self._since, self._idle_bytes = time.monotonic(), self._resident()
            return None
        if kind == "unable":
            raise ConflictTimelineError(value)
        return Outcome(task=self.task, result=value) if kind == "result" else Outcome(task=self.task, failed=value)

    def over(self, limits: Limits) -> str | None:
        if self._since is None:
            return None
        if time.monotonic() - self._since > limits.seconds:
            return f"takes more than {limits.seconds:g} s"
        if self._resident() - self._idle_bytes > limits.megabytes * 2**20:
            return f"takes more than {limits.megabytes:g} MB"
        return None

    def _resident(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _serve(connection: Connection, start: Callable[[], Callable[[Any], Any]]) -> None:
    try:
        work = start()
    except ConflictTimelineError as error:
        connection.send(("unable", str(error)))
        return
    gc.collect()
    gc.freeze()  # what was loaded stays: no collection looks at it again
    connection.send(("ready", None))
    while True:
        try:
            task = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        connection.send(_attempt(work, task))


def _attempt(work: Callable[[Any], Any], task: Any) -> tuple[str, Any]:
    try:
        return "result", work(task)
    except ConflictTimelineError as error:
        return "failed", str(error)
    except KeyboardInterrupt:
        return "failed", "interrupted"
    except Exception as error:  # noqa: BLE001 (one bad article never stops a run; the summary tells)
        return "failed", f"internal error: {type(error).__name__}: {error}"
