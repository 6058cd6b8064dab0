"""What runs on a Dask worker: a pool of our own, and the calls that go through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from distributed import WorkerPlugin, get_worker

from reportgen.build.attempt import Stopped
from reportgen.build.limits import Limits
from reportgen.build.parcel import Parcel, attempt_packed
from reportgen.build.workers import WorkerPool


class Pool(WorkerPlugin):
    """Processes beside Dask's worker, as many as it has threads.

    WeasyPrint is not made for threads, and only a process can be stopped.
    """

    def __init__(self, limits: Limits, versions: Mapping[str, str]) -> None:
        self.limits = limits
        self.versions = versions

    def setup(self, worker: Any) -> None:
        """Called by Dask, also for workers that join later."""
        from reportgen.build.cluster import told_apart, versions

        self.apart = told_apart(self.versions, versions())
        self.pool = WorkerPool(worker.state.nthreads, self.limits)

    def teardown(self, worker: Any) -> None:  # noqa: ARG002
        """Called by Dask when the client lets go, or the worker ends."""
        self.pool.end()


def on_worker(name: str, walk: Callable[[Any], Any], parcel: Parcel) -> object:
    """Attempt a walk in the pool of this name."""
    plugin = get_worker().plugins[name]
    assert isinstance(plugin, Pool)
    if plugin.apart:
        raise Stopped(
            "BUILD106",
            f"came to a worker that would make other bytes: it has {plugin.apart}",
            "install the same versions on all workers",
        )
    return plugin.pool.submit(attempt_packed, walk, parcel).result()
