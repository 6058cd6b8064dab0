"""Orders to an executor, results back in order, and only so many under way at once."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from reportgen.build.attempt import (
    Broken,
    Done,
    Failed,
    MissingLibrary,
    Stopped,
    attempt,
    refused,
)
from reportgen.build.machine import of_the_machine

if TYPE_CHECKING:
    from reportgen.pipeline import Order

Outcome = TypeVar("Outcome")


def in_order(
    executor: Executor,
    walk: Callable[[Order], Outcome],
    orders: Iterable[Order],
    window: int = 1,
) -> Iterator[Done[Outcome] | Failed | Broken]:
    """One result per order, in their order, of a walk that the executor does.

    At most `window` orders are submitted and not yet yielded, so that memory does
    not grow with their number. What befalls one order (its worker dies, it takes
    too long, the cluster lets go of it) is that order's result. Raises only
    MissingLibrary and what interrupts the program; orders that have not begun
    are then cancelled.
    """
    left = iter(orders)
    waiting: deque[tuple[Order, Future[Done[Outcome] | Failed | Broken]]] = deque()
    try:
        while True:
            while len(waiting) < window and (order := next(left, None)) is not None:
                waiting.append((order, _submitted(executor, walk, order)))
            if not waiting:
                return
            order, future = waiting.popleft()
            yield _result(order, future)
    finally:
        for _, future in waiting:
            future.cancel()


def _submitted(
    executor: Executor, walk: Callable[[Order], Outcome], order: Order
) -> Future[Done[Outcome] | Failed | Broken]:
    try:
        return executor.submit(attempt, walk, order)
    except Exception as error:
        settled: Future[Done[Outcome] | Failed | Broken] = Future()
        settled.set_exception(error)
        return settled


def _result(
    order: Order, future: Future[Done[Outcome] | Failed | Broken]
) -> Done[Outcome] | Failed | Broken:
    try:
        # The order that comes back may be one made for a worker elsewhere.
        return replace(future.result(), order=order)
    except MissingLibrary:
        raise
    except Stopped as stopped:
        return Failed(order, (stopped.problem(order),))
    except CancelledError:
        lost = Stopped("BUILD105", "was not built: its worker let go of it", "build again")
        return Failed(order, (lost.problem(order),))
    except MemoryError:
        full = Stopped("BUILD103", "needed more memory than there is", "make the study smaller")
        return Failed(order, (full.problem(order),))
    except Exception as error:
        if (failed := of_the_machine(error)) is not None:
            return Failed(order, (refused(failed).problem(order),))
        trace = "".join(traceback.format_exception(error))
        return Broken(order, f"{type(error).__name__}: {error}", trace)
