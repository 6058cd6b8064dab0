"""An executor that does the work itself, one order after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")


class SerialExecutor(Executor):
    """The interface of process pools and clusters, without either."""

    def submit(
        self,
        fn: Callable[Arguments, Returned],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Returned]:
        """Do it now; the future that comes back is already settled."""
        future: Future[Returned] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def map(
        self,
        fn: Callable[..., Returned],
        *iterables: Iterable[Any],
        **_: Any,  # timeout and chunksize mean nothing here
    ) -> Iterator[Returned]:
        """Results in order, each worked out when it is asked for.

        So at most one brief is in memory, and progress shows while it happens.
        """
        return map(fn, *iterables)
