"""A Dask cluster behind the interface of `concurrent.futures`.

Orders travel as parcels, with all their files; what comes back is bytes. On each
of Dask's workers a pool of our own does the work, so that a brief is held to the
same limits there, and each has a process to itself.
"""

from __future__ import annotations

import contextlib
import logging
import platform
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import reportgen
from reportgen import ingredients
from reportgen.build import manifest
from reportgen.build.attempt import Stopped
from reportgen.build.limits import Limits
from reportgen.build.parcel import packed
from reportgen.build.serial import SerialExecutor
from reportgen.pipeline import Order

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")

PATIENCE = 10  # seconds for a scheduler to answer, and for its first worker to be there


class CannotReach(Exception):  # noqa: N818 - says what to do, rather than what broke
    """The cluster cannot be used: a sentence, and a remedy."""


def versions() -> dict[str, str]:
    """Of reportgen and of whatever else decides about a brief's bytes, here."""
    return {
        "reportgen": reportgen.__version__,
        "python": ".".join(platform.python_version_tuple()[:2]),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{str(name): f"of {size} bytes" for name, size in ingredients.native()},
        **manifest.versions(),
    }


def told_apart(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What differs, in words; '' where nothing does."""
    names = [name for name in here if here[name] != there.get(name)]
    names += [name for name in there if name not in here]
    return ", ".join(
        f"{name} {there.get(name, 'missing')} instead of {here.get(name, 'none')}" for name in names
    )


class ClusterExecutor(Executor):
    """Attempts at orders, done by a cluster's workers."""

    def __init__(self, client: Any, workers: int) -> None:
        self._through: Executor = client.get_executor(pure=False)
        self._name: str = client.id
        self._here = SerialExecutor()
        self.workers = workers

    def submit(
        self,
        fn: Callable[Arguments, Returned],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Returned]:
        """Have a walk attempted: `submit(attempt, walk, order)`.

        What needs nothing of a cluster, such as an order whose brand is not
        there, is done here.
        """
        from reportgen.build.cluster_worker import on_worker

        walk: Any = args[0] if len(args) == 2 else None
        order = args[-1] if args else None
        parcel = packed(order) if isinstance(order, Order) else None
        if parcel is None:
            return self._here.submit(fn, *args, **kwargs)
        outer: Future[Returned] = Future()
        inner: Future[Any] = self._through.submit(on_worker, self._name, walk, parcel)

        def settle(done: Future[Any]) -> None:
            if done.cancelled() or not outer.set_running_or_notify_cancel():
                outer.cancel()
                return
            error = done.exception()
            if error is None:
                outer.set_result(done.result())
            else:
                outer.set_exception(_explained(error))

        inner.add_done_callback(settle)
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the cluster; what is under way there is finished, or cancelled."""
        # Dask's has no such argument: not to wait is to cancel.
        self._through.shutdown(wait=wait and not cancel_futures)


def _explained(error: BaseException) -> BaseException:
    """What Dask says of a brief that it gave up, as a problem of that brief."""
    kind = type(error)
    if not kind.__module__.startswith(("distributed", "dask")):
        return error
    return Stopped(
        "BUILD105",
        f"was given up by the cluster ({kind.__name__})",
        "look into the workers' logs, or build it on this machine",
    )


@contextmanager
def connected(address: str, limits: Limits) -> Iterator[ClusterExecutor]:
    """The cluster whose scheduler is at this address; raises CannotReach."""
    try:
        import distributed
    except ImportError:
        raise CannotReach("Dask is not installed", "pip install reportgen[dask]") from None
    # Its logs would tell the user of every worker that comes or goes.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    dask: Any = distributed
    try:
        client = dask.Client(address, timeout=PATIENCE, set_as_default=False, name="reportgen")
    except (OSError, ValueError, TypeError) as error:
        reason = "nobody answers" if isinstance(error, OSError) else str(error)
        raise CannotReach(
            f"there is no Dask scheduler at {address}: {reason}", "see that it runs there"
        ) from None
    with client:
        workers = _looked_over(client, address)
        from reportgen.build.cluster_worker import Pool

        client.register_plugin(Pool(limits, versions()), name=client.id)
        executor = ClusterExecutor(client, workers)
        try:
            yield executor
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
            with contextlib.suppress(Exception):  # a cluster that is gone has let go already
                client.unregister_worker_plugin(client.id)


def _looked_over(client: Any, address: str) -> int:
    """How many workers there are, each able to make the same bytes; raises CannotReach."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise CannotReach(
            f"the scheduler at {address} has no workers", f"start some: dask worker {address}"
        ) from None
    here = versions()
    differing = []
    found: Mapping[str, Any] = client.run(versions, on_error="return")
    for worker, there in sorted(found.items()):
        if not isinstance(there, Mapping):
            differing.append(f"{worker} has no reportgen {here['reportgen']}")
        elif apart := told_apart(here, there):
            differing.append(f"{worker} has {apart}")
    if differing:
        raise CannotReach(
            "workers differ from this machine, and so would their briefs: " + "; ".join(differing),
            "install the same versions everywhere",
        )
    return len(found)
