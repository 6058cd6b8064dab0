"""Who does the work of a build: this process, workers of its own, or a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.cli.console import CannotRun, Voice

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from reportgen.build.limits import Limits
    from reportgen.cli.settings import Settings

_AHEAD = 16
"""Briefs under way or waiting to be written, for each worker: so much memory, and no more."""
_AHEAD_ON_A_CLUSTER = 256


class Kind(StrEnum):
    """Who may do the work."""

    AUTO = "auto"
    SERIAL = "serial"
    PROCESSES = "processes"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Work:
    """How a build is to be done, as far as it does not change a byte of it."""

    kind: Kind = Kind.AUTO
    scheduler: str | None = None  # a Dask scheduler's address
    untrusted: bool = False


def work(kind: Kind, scheduler: str | None, untrusted: bool) -> Work:
    """What was asked for; raises CannotRun where it does not fit together."""
    if scheduler is not None and kind is Kind.AUTO:
        kind = Kind.DASK
    if kind is Kind.DASK and scheduler is None:
        raise CannotRun(
            "--executor dask needs to know where the scheduler is",
            "add --scheduler tcp://HOST:8786",
        )
    if scheduler is not None and kind is not Kind.DASK:
        raise CannotRun(f"--scheduler is for Dask, not for “{kind.value}”", "leave one of them out")
    if untrusted and kind in (Kind.SERIAL, Kind.DASK):
        raise CannotRun(
            f"--untrusted needs processes of its own, not “{kind.value}”", "leave --executor out"
        )
    return Work(kind, scheduler, untrusted)


@contextmanager
def executor_for(
    work: Work, settings: Settings, briefs: int, voice: Voice
) -> Iterator[tuple[Executor, int]]:
    """An executor for so many briefs, and how many of them it may have at once.

    Leaving it with an exception ends what is under way.
    """
    if work.kind is Kind.DASK:
        with _cluster(work, settings, voice) as cluster:
            yield cluster, _AHEAD_ON_A_CLUSTER
        return
    if _alone(work, settings, briefs):
        from reportgen.build.collecting import collect_between_briefs_alone
        from reportgen.build.serial import SerialExecutor

        collect_between_briefs_alone()
        with SerialExecutor() as serial:
            yield serial, 1
        return
    from reportgen.build.workers import WorkerPool, usable_cores

    jobs = max(1, min(settings.jobs or usable_cores(), briefs))
    pool = WorkerPool(
        jobs,
        _limits(settings),
        untrusted=work.untrusted,
        # Each brief has a worker of its own then: from two on, it is worth it.
        rehearses=work.untrusted and briefs > 1,
        on_no_cut_off=lambda: voice.complain(
            "The network is not cut off: this system gives no namespace. What a study may name is"
            " denied all the same."
        ),
    )
    with pool:
        voice.explain(f"Workers: {jobs}")
        yield pool, _AHEAD * jobs


def _alone(work: Work, settings: Settings, briefs: int) -> bool:
    if work.kind is not Kind.AUTO or work.untrusted:
        return work.kind is Kind.SERIAL
    # Only another process can be stopped.
    limited = settings.time_limit is not None or settings.memory_limit is not None
    return briefs <= 1 and not limited


def _limits(settings: Settings) -> Limits:
    from reportgen.build.limits import MEGABYTES, SECONDS, Limits

    return Limits(settings.time_limit or SECONDS, settings.memory_limit or MEGABYTES)


@contextmanager
def _cluster(work: Work, settings: Settings, voice: Voice) -> Iterator[Executor]:
    from reportgen.build.cluster import CannotReach, connected

    try:
        with connected(work.scheduler or "", _limits(settings)) as cluster:
            voice.explain(f"Scheduler: {work.scheduler}, {cluster.workers} workers")
            yield cluster
    except CannotReach as error:
        raise CannotRun(*error.args) from None
