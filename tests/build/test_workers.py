"""Workers: what happens to one stays with what it was at, and none is left behind."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import Any

import pytest
import takeovers
import walks
from living import MARK, all_gone, marked

from reportgen.build import workers
from reportgen.build.attempt import Stopped
from reportgen.build.limits import Limits
from reportgen.build.nursery import FOR_BRIEFS
from reportgen.build.workers import WorkerPool, usable_cores
from reportgen.pipeline import Order, render

CHECKOUT = Path(__file__).resolve().parents[2]
QUICK = Limits(seconds=4.0, megabytes=300)
FEW = ("walks",)  # what these workers find loaded


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, QUICK, loads=FEW) as made:
        yield made


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    made = uuid.uuid4().hex
    monkeypatch.setenv(MARK, made)
    return made


def told(future: Future[Any]) -> tuple[str, str]:
    error = future.exception(20)
    assert isinstance(error, Stopped), error
    return error.args[0], error.args[1]


def test_a_poisoned_call_fails_alone(pool: WorkerPool) -> None:
    poisons = ["crash", "exit", "hoard", "abort", "loop"]
    bad = [pool.submit(walks.go_wrong, how) for how in poisons]
    good = [pool.submit(abs, -number) for number in range(50)]
    assert [each.result(20) for each in good] == list(range(50))
    assert [told(each) for each in bad] == [
        ("BUILD104", "its worker was ended by signal 11 (SIGSEGV)"),
        ("BUILD104", "its worker was ended with status 7"),
        ("BUILD103", "needed more than 300 MB of memory and was stopped"),
        ("BUILD103", "needed more than 300 MB of memory and was stopped"),
        ("BUILD102", "took longer than 4 s and was stopped"),
    ]


def test_what_a_call_raises_comes_back(pool: WorkerPool) -> None:
    assert isinstance(pool.submit(divmod, 1, 0).exception(20), ZeroDivisionError)
    untold = pool.submit(walks.raise_untold).exception(20)
    assert (type(untold), str(untold)) == (RuntimeError, "Untold: not told")


def test_large_answers_do_not_meet(pool: WorkerPool) -> None:
    sizes = [3_000_000, 5, 2_000_000, 1_000_001, 0, 4_000_000]
    futures = [pool.submit(walks.large, size) for size in sizes]
    assert [len(future.result(20)) for future in futures] == sizes


def test_a_worker_killed_while_idle_costs_one_call_at_most(pool: WorkerPool) -> None:
    (first,) = {pool.submit(walks.who, 1).result(20)}
    os.kill(first, signal.SIGKILL)
    results = [pool.submit(walks.who, 1) for _ in range(4)]
    assert sum(result.exception(20) is not None for result in results) <= 1


def test_the_death_of_the_nursery_costs_nothing(pool: WorkerPool) -> None:
    before = pool.submit(walks.who, 1).result(20)
    nursery = pool._nursery
    assert nursery is not None
    nursery.started_as.kill()
    nursery.started_as.wait()
    assert pool.submit(walks.who, 1).result(20) != before


def test_workers_are_recycled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "RECYCLED_AFTER", 3)
    with WorkerPool(1, QUICK, loads=FEW) as pool:
        numbers = [pool.submit(walks.who, 1).result(20) for _ in range(7)]
    assert [numbers.count(number) for number in dict.fromkeys(numbers)] == [3, 3, 1]


def test_no_more_workers_than_calls_and_jobs() -> None:
    with WorkerPool(3, QUICK, loads=FEW) as pool:
        assert pool._nursery is None  # nothing is started before the first call
        assert len({pool.submit(walks.who, 1).result(20) for _ in range(5)}) == 1
        at_once = [pool.submit(walks.slowly, 0.2) for _ in range(9)]
        assert len({future.result(20) for future in at_once}) == 3


def test_temporary_files_go_with_their_worker(pool: WorkerPool) -> None:
    left = pool.submit(walks.temporary).result(20)
    ours = left.parents[1]
    assert ours.parent == Path(tempfile.gettempdir())
    pool.shutdown()
    assert not ours.exists()


def test_a_worker_is_warm() -> None:
    """It finds loaded what its first brief needs, and nothing besides."""
    study = CHECKOUT / "tests" / "study" / "liten-studie.yml"
    order = Order(study, "liten-studie.yml")
    with WorkerPool(1, Limits(), loads=FEW) as pool:
        pool.submit(render, order).result(60)
        assert set(FOR_BRIEFS) <= pool.submit(walks.loaded).result(60)
    with WorkerPool(1, Limits()) as pool:
        before = pool.submit(walks.loaded).result(60)
        pool.submit(render, order).result(60)
        came = pool.submit(walks.loaded).result(60) - before
    ours = {name for name in came if name.startswith("reportgen")}
    packages = {name.partition(".")[0] for name in came} - {
        name.partition(".")[0] for name in before
    }
    assert (ours, packages) == (set(), set())


def test_after_a_rehearsal_nothing_is_left_to_load() -> None:
    study = CHECKOUT / "tests" / "study" / "liten-studie.yml"
    order = Order(study, "liten-studie.yml", formats=("html",))
    with WorkerPool(1, Limits(), rehearses=True) as pool:
        before = pool.submit(walks.loaded).result(60)
        pool.submit(render, order).result(60)
        assert len(pool.submit(walks.loaded).result(60) - before) <= 3  # a font's rare tables


def test_a_nursery_forks_as_one_thread_and_leaves_no_fonts_open() -> None:
    """A set of fonts has a thread in newer versions of Pango, for which a fork waits in vain."""
    with WorkerPool(1, Limits(), rehearses=True) as pool:
        assert pool.submit(walks.of_the_nursery).result(60) == (1, 0)


def test_a_nursery_that_comes_to_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_BORN_WITHIN", 0.5)
    with WorkerPool(1, QUICK, loads=("dawdler",), rehearses=True) as pool:
        begun = time.monotonic()
        why = told(pool.submit(abs, -1))
        assert why == ("BUILD107", "could not be built: no worker was there after 0.5 s")
        assert time.monotonic() - begun < 20
        assert not pool._upbringing.rehearses  # it may have been that


def test_where_no_more_can_be_forked_those_that_live_go_on(pool: WorkerPool) -> None:
    first = pool.submit(walks.who, 1).result(20)
    nursery = pool._nursery
    assert nursery is not None
    shutil.rmtree(nursery.folder)  # where each worker has a folder of its own
    at_once = [pool.submit(walks.slowly, 0.1) for _ in range(5)]
    assert {future.result(20) for future in at_once} == {first}
    os.kill(first, signal.SIGKILL)
    assert told(pool.submit(abs, -1))[0] == "BUILD104"
    assert told(pool.submit(abs, -1)) == (
        "BUILD107",
        "could not be built: a worker could not be forked",
    )
    nursery.folder.mkdir()
    assert pool.submit(abs, -1).result(20) == 1
    assert pool._nursery is nursery


def test_where_no_more_threads_can_be_started_those_that_live_go_on(
    pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        with pytest.raises(RuntimeError, match="can't start new thread"):
            pool.submit(abs, -1)
    first = pool.submit(walks.slowly, 0.2)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refused)
        more = [pool.submit(walks.who, 1) for _ in range(3)]
    assert {future.result(20) for future in more} == {first.result(20)}
    pool.shutdown()  # nobody is waited for that never was


def test_a_closed_pool_takes_no_more(pool: WorkerPool) -> None:
    waiting = [pool.submit(walks.slowly, 0.3) for _ in range(6)]
    pool.shutdown(cancel_futures=True)
    ends = [future.exception(0) if not future.cancelled() else None for future in waiting]
    assert ends == [None] * 6
    assert sum(future.cancelled() for future in waiting) >= 3
    with pytest.raises(RuntimeError, match="the pool is closed"):
        pool.submit(abs, 1)


def test_left_with_an_exception_it_ends_what_is_under_way(mark: str) -> None:
    with pytest.raises(KeyboardInterrupt), WorkerPool(2, Limits(60, 300), loads=FEW) as pool:
        futures = [pool.submit(walks.go_wrong, "loop") for _ in range(5)]
        while len(marked(mark)) < 3:
            time.sleep(0.02)
        begun = time.monotonic()
        raise KeyboardInterrupt
    assert time.monotonic() - begun < 2
    assert all_gone(mark, within=0.5)
    for future in futures:
        with pytest.raises((CancelledError, Stopped)):
            future.result(0)


KILLED = """
import sys
sys.path.insert(0, {tests!r})
import takeovers
import walks
from reportgen.build.limits import Limits
from reportgen.build.nursery import FOR_BRIEFS
from reportgen.build.workers import WorkerPool
with WorkerPool(2, Limits(60, 300), loads=("walks",)) as pool:
    for _ in range(4):
        pool.submit(walks.go_wrong, "loop")
    print("begun", flush=True)
"""


def test_killed_outright_it_leaves_no_orphan(mark: str, tmp_path: Path) -> None:
    code = KILLED.format(tests=str(Path(__file__).parent))
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        while len(marked(mark)) < 4:  # the program, the nursery, two workers
            time.sleep(0.02)
        program.kill()
    assert all_gone(mark, within=2)
    assert list(tmp_path.iterdir()) == []


def test_killed_nursery_takes_its_workers_along(mark: str) -> None:
    with WorkerPool(2, Limits(60, 300), loads=FEW) as pool:
        future = pool.submit(walks.go_wrong, "loop")
        while len(marked(mark)) < 2:
            time.sleep(0.02)
        nursery = pool._nursery
        assert nursery is not None
        old = set(marked(mark))
        nursery.started_as.kill()
        # It was no fault of the call: that is tried once more, in a new worker.
        while not (new := set(marked(mark)) - old) or len(new) < 2:
            time.sleep(0.02)
        assert not old & set(marked(mark))
        assert not future.done()
        pool.end()


# --- A brief of somebody unknown -------------------------------------------------------------


@pytest.fixture
def strict() -> Iterator[WorkerPool]:
    with WorkerPool(2, QUICK, untrusted=True, loads=FEW) as made:
        yield made


def test_each_call_of_a_stranger_has_a_process_of_its_own(strict: WorkerPool) -> None:
    numbers = [strict.submit(walks.who, 1).result(20) for _ in range(4)]
    assert len(set(numbers)) == 4


def test_a_stranger_is_held_to_limits(strict: WorkerPool) -> None:
    found = strict.submit(walks.limits).result(20)
    assert found == {
        "AS": 2_300_000_000,
        "DATA": 300_000_000,
        "CPU": 5,
        "FSIZE": 64_000_000,
        "NOFILE": 256,
        "CORE": 0,
    }


def test_a_stranger_has_no_network_or_that_is_said() -> None:
    said: list[str] = []
    with WorkerPool(
        1, QUICK, untrusted=True, loads=FEW, on_no_cut_off=lambda: said.append("no")
    ) as pool:
        came_of_it = [pool.submit(walks.network).result(20) for _ in range(2)]
    if said:
        assert said == ["no"]  # once
    else:
        assert came_of_it == [os.strerror(errno.ENETUNREACH)] * 2


def test_where_no_namespace_is_given_that_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    born = workers._Nursery.worker

    def not_cut_off(nursery: Any) -> Any:
        worker = born(nursery)
        worker.cut_off = False
        return worker

    monkeypatch.setattr(workers._Nursery, "worker", not_cut_off)
    said: list[str] = []
    with WorkerPool(
        1, QUICK, untrusted=True, loads=FEW, on_no_cut_off=lambda: said.append("no")
    ) as pool:
        assert [pool.submit(abs, -1).result(20) for _ in range(3)] == [1, 1, 1]
    assert said == ["no"]


def test_cores_are_counted() -> None:
    assert 1 <= usable_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize("untrusted", [False, True])
def test_what_a_worker_says_is_not_run(tmp_path: Path, untrusted: bool) -> None:
    """Whoever finds a fault in a library says what the worker says."""
    place = tmp_path / "taken-over"
    executed = pickle.dumps((True, takeovers.Runs(place)))
    with WorkerPool(1, QUICK, untrusted=untrusted, loads=("takeovers",)) as pool:
        bad = [
            pool.submit(takeovers.returned, place),
            pool.submit(takeovers.said, executed),
            pool.submit(takeovers.said, b"nonsense"),
            pool.submit(takeovers.announced, 2**63),
        ]
        assert [told(each) for each in bad] == [
            ("BUILD104", f"its worker was ended for its answer: {why}")
            for why in (
                "it names builtins.exec",
                "it names builtins.exec",
                "it cannot be read",
                "it has more than 512 MB",
            )
        ]
        assert pool.submit(abs, -1).result(20) == 1
    assert [*tmp_path.iterdir()] == []
