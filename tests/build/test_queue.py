"""Orders in, results out: in order, a few at a time, and each on its own."""

from __future__ import annotations

import threading
import time
import tracemalloc
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import walks

from reportgen.build.attempt import Broken, Done, Failed, MissingLibrary, Stopped
from reportgen.build.limits import Limits
from reportgen.build.queue import in_order
from reportgen.build.serial import SerialExecutor
from reportgen.build.workers import WorkerPool
from reportgen.pipeline import Order
from reportgen.problems import Problem, Span


def orders(count: int) -> list[Order]:
    return [Order(Path(f"s{number}.yml"), f"s{number}.yml") for number in range(count)]


def names(results: Any) -> list[str]:
    return [result.outcome for result in results]


@pytest.mark.parametrize("window", [1, 7])
def test_results_come_in_order(window: int) -> None:
    wanted = [f"s{number}" for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        assert names(in_order(threads, walks.name_of, orders(40), window)) == wanted


class Waiting(Executor):
    """Does nothing by itself; notes what it was asked."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        self.futures.append(Future())
        return self.futures[-1]


def test_only_so_many_are_under_way() -> None:
    executor = Waiting()
    results = in_order(executor, walks.name_of, orders(10), 3)
    assert executor.futures == []  # nothing before the first is asked for
    taken: list[Any] = []
    reader = threading.Thread(target=lambda: taken.append(next(results)))
    reader.start()
    while len(executor.futures) < 3:
        time.sleep(0.01)
    order = orders(1)[0]
    executor.futures[0].set_result(Done(order, "first"))
    reader.join()
    assert names(taken) == ["first"]
    assert len(executor.futures) == 3
    results.close()  # type: ignore[attr-defined]
    assert [future.cancelled() for future in executor.futures[1:]] == [True, True]


class Ends(Executor):
    """Every call ends with the next of these."""

    def __init__(self, *ends: BaseException | None) -> None:
        self._ends = iter(ends)

    def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        end = next(self._ends)
        if isinstance(end, RuntimeError):
            raise end
        if end is None:
            future.set_result(fn(*args))
        elif isinstance(end, GeneratorExit):
            future.cancel()
            future.set_running_or_notify_cancel()
        else:
            future.set_exception(end)
        return future


def test_what_befalls_one_order_is_its_result() -> None:
    ends = (
        None,
        Stopped("BUILD102", "took long", "wait"),
        MemoryError(),
        GeneratorExit(),
        KeyError("x"),
        RuntimeError("no more"),
        None,
    )
    given = orders(len(ends))
    results = list(in_order(Ends(*ends), walks.name_of, given))
    assert [result.order for result in results] == given
    assert names([results[0], results[-1]]) == ["s0", "s6"]
    said = [result.found for result in results[1:4] if isinstance(result, Failed)]
    assert said == [
        (Problem(code="BUILD102", message="took long", span=Span("s1.yml"), remedy="wait"),),
        (
            Problem(
                code="BUILD103",
                message="needed more memory than there is",
                span=Span("s2.yml"),
                remedy="make the study smaller",
            ),
        ),
        (
            Problem(
                code="BUILD105",
                message="was not built: its worker let go of it",
                span=Span("s3.yml"),
                remedy="build again",
            ),
        ),
    ]
    broken = [result.error for result in results if isinstance(result, Broken)]
    assert broken == ["KeyError: 'x'", "RuntimeError: no more"]


def test_a_missing_library_and_an_interruption_end_the_run() -> None:
    for end in (MissingLibrary("libpango"), KeyboardInterrupt()):
        with pytest.raises(type(end)):
            list(in_order(Ends(end), walks.name_of, orders(1)))


def test_memory_is_flat() -> None:
    """Twenty thousand answers of 10 kB are never held together."""

    def walk(_: Order) -> bytes:
        return bytes(10_000)

    tracemalloc.start()
    try:
        with SerialExecutor() as serial:
            many = (Order(Path("s.yml"), "s.yml") for _ in range(20_000))
            assert sum(1 for _ in in_order(serial, walk, many, 32)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_the_order_that_comes_back_is_the_one_that_was_given() -> None:
    class Elsewhere(SerialExecutor):
        def submit(self, fn: Any, /, *args: Any, **_: Any) -> Future[Any]:
            walk, _order = args
            return super().submit(fn, walk, Order(Path("other/s0.yml"), "other/s0.yml"))

    (result,) = in_order(Elsewhere(), walks.name_of, orders(1))
    assert result == Done(orders(1)[0], "s0")


def test_workers_do_the_same() -> None:
    with WorkerPool(2, Limits(1, 300), loads=("walks",)) as pool:
        results = list(in_order(pool, walks.name_of, orders(60), 8))
    assert names(results) == [f"s{number}" for number in range(60)]
