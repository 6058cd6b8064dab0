"""Dask: a real scheduler and real workers on loopback, one of them killed in the midst."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import walks

from reportgen.build import cluster
from reportgen.build.attempt import Done, Failed, Stopped
from reportgen.build.cluster import CannotReach, ClusterExecutor, connected, told_apart, versions
from reportgen.build.limits import Limits
from reportgen.build.queue import in_order
from reportgen.build.serial import SerialExecutor
from reportgen.pipeline import Order, render

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"
LIMITS = Limits(60, 2000)


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


def _started(folder: Path, module: str, *arguments: str) -> subprocess.Popen[bytes]:
    tests = str(Path(__file__).parent)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("PYTEST")},
        "PYTHONPATH": os.pathsep.join([str(CHECKOUT), tests]),
        "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "5s",
    }
    with (folder / f"{module}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, in a folder that holds no study."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    scheduler = _started(
        folder,
        "dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--scheduler-file",
        str(file),
    )
    workers = [
        _started(
            folder, "dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny",
            "--host", "127.0.0.1",
        )
        for _ in range(2)
    ]  # fmt: skip
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    import json

    yield Cluster(json.loads(file.read_text())["address"], workers)
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def quiet_asyncio(recwarn: pytest.WarningsRecorder) -> None:
    """Dask's own sockets are closed by its own loop, when it pleases."""


def studies(folder: Path, count: int) -> list[Order]:
    folder.mkdir()
    text = STUDY.read_text(encoding="utf-8")
    orders = []
    for number in range(count):
        path = folder / f"studie-{number}.yml"
        path.write_text(text.replace("id: liten-studie", f"id: studie-{number}"), encoding="utf-8")
        orders.append(Order(path, f"studier/{path.name}", formats=("html",)))
    return orders


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_makes_the_same_bytes_and_survives_a_worker(
    loopback: Cluster, tmp_path: Path
) -> None:
    orders = studies(tmp_path / "studier", 6)
    orders[1] = replace(orders[1], formats=("pdf", "html"))
    broken = Order(tmp_path / "studier" / "fel.yml", "studier/fel.yml", formats=("html",))
    broken.path.write_text("id: [", encoding="utf-8")
    given = [*orders[:3], broken, *orders[3:]]
    with SerialExecutor() as serial:
        local = list(in_order(serial, render, given))
    results: list[Any] = []
    with connected(loopback.address, LIMITS) as executor:
        assert executor.workers == 2
        # What a brief needs travels with it: the studies are gone before they are rendered.
        arrived = in_order(executor, render, given, window=len(given))
        results.append(next(arrived))
        shutil.rmtree(tmp_path / "studier")
        loopback.workers[0].send_signal(signal.SIGKILL)
        results += arrived
    assert [result.order for result in results] == given
    assert [type(result) for result in results] == [type(result) for result in local]
    for ours, theirs in zip(local, results, strict=True):
        if isinstance(ours, Failed):
            assert theirs == ours
        else:
            assert theirs.outcome == replace(ours.outcome, made_of=())


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_poison_is_contained_on_a_cluster_too(loopback: Cluster, tmp_path: Path) -> None:
    (tmp_path / "s.yml").write_text("brand: neutral\n", encoding="utf-8")
    names = ["ok-1", "crash-1", "loop-1", "ok-2"]
    given = [Order(Path(f"{name}.yml"), f"{name}.yml", text="brand: neutral\n") for name in names]
    with connected(loopback.address, Limits(4, 2000)) as executor:
        results = list(in_order(executor, walks.render_or_worse, given, 4))
    assert [isinstance(result, Done) for result in results] == [True, False, False, True]
    found = [result.found[0] for result in results if isinstance(result, Failed)]
    assert [problem.concise() for problem in found] == [
        "crash-1.yml: BUILD104 its worker was ended by signal 11 (SIGSEGV)",
        "loop-1.yml: BUILD102 took longer than 4 s and was stopped",
    ]


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_workers_with_other_versions_are_refused_by_name(
    loopback: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster.reportgen, "__version__", "9.9")
    with pytest.raises(CannotReach) as caught, connected(loopback.address, LIMITS):
        pass
    message, remedy = caught.value.args
    assert message.startswith(
        "workers differ from this machine, and so would their briefs: tcp://127.0.0.1:"
    )
    assert message.endswith(" has reportgen 0.1.0 instead of 9.9")
    assert remedy == "install the same versions everywhere"


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(CannotReach) as caught, connected("tcp://127.0.0.1:1", LIMITS):
        pass
    assert caught.value.args == (
        "there is no Dask scheduler at tcp://127.0.0.1:1: nobody answers",
        "see that it runs there",
    )


def test_dask_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CannotReach) as caught, connected("tcp://127.0.0.1:1", LIMITS):
        pass
    assert caught.value.args == ("Dask is not installed", "pip install reportgen[dask]")


def test_versions_are_told_apart() -> None:
    here = {"reportgen": "0.1.0", "zlib": "1.3"}
    assert told_apart(here, here) == ""
    assert told_apart(here, {"reportgen": "0.2.0", "uharfbuzz": "1"}) == (
        "reportgen 0.2.0 instead of 0.1.0, zlib missing instead of 1.3, uharfbuzz 1 instead of none"
    )
    assert versions()["weasyprint"]


def test_a_brief_that_the_cluster_gives_up_is_told_as_such() -> None:
    class KilledWorker(Exception):  # noqa: N818 - Dask's name for it
        __module__ = "distributed.scheduler"

    inner: Future[Any] = Future()

    class Through(SerialExecutor):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return inner

    class Client:
        id = "client-1"

        def get_executor(self, **_: Any) -> Through:
            return Through()

    outer = ClusterExecutor(Client(), 2).submit(
        divmod, render, Order(Path("a.yml"), "a.yml", text="brand: neutral\n")
    )
    threading.Thread(target=inner.set_exception, args=(KilledWorker("x", 1),)).start()
    error = outer.exception(10)
    assert isinstance(error, Stopped)
    assert error.args[:2] == ("BUILD105", "was given up by the cluster (KilledWorker)")
