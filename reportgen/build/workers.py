"""Worker processes behind the interface of `concurrent.futures`.

What happens to one worker stays with the one call that it was at: a crash, an
endless loop, exhausted memory. The library `pebble` promises the same, but its
workers share one pipe for answers: in a trial with 5.2.3 a worker killed in the
midst of an answer took the answers of all others along, and one killed while idle
ended the pool. So each worker has a socket of its own here, and a thread that
sits at its other end. Workers are forked from a warm process (nursery.py).
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from reportgen.build import wire
from reportgen.build.answers import NoAnswer, read_answer
from reportgen.build.attempt import Stopped, refused
from reportgen.build.limits import Limits
from reportgen.build.nursery import BORN, ENDED, FOR_BRIEFS, FORK, KILL, ORDER, Upbringing

Arguments = ParamSpec("Arguments")
Returned = TypeVar("Returned")

RECYCLED_AFTER = 200  # briefs: what a worker has gathered by then goes with it
_NEAR_THE_LIMIT = 0.8  # of its memory: a worker that dies so full died of that
_PATIENCE = 1.0  # seconds that the nursery has to end everything
_BORN_WITHIN = 120.0  # seconds, its own start and rehearsal included: tens of times what it takes
_ASKED_AGAIN = 0.2  # seconds until the system is asked for one more process

_REPORT_IT = (
    "build it alone; if that fails too, this is a fault in reportgen or a library: report it with"
    " the study"
)
_START = (
    "import sys; sys.path[:] = {path!r}\n"
    "from reportgen.build.nursery import serve\n"
    "serve({descriptor})\n"
)


def usable_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class CannotFork(Stopped):
    """The process that workers are forked from could not be started, or has died."""

    def __init__(self, what: str) -> None:
        super().__init__(*refused(what).args)


class NoMoreWorkers(CannotFork):
    """The system gives no further process just now; those that are there go on."""

    def __init__(self) -> None:
        super().__init__("a worker could not be forked")


@dataclass(slots=True)
class _Worker:
    number: int
    line: socket.socket
    told: socket.socket  # where the nursery tells its end
    cut_off: bool  # from the network
    calls: int = 0

    def close(self) -> None:
        self.line.close()
        self.told.close()


@dataclass(frozen=True, slots=True)
class _Call:
    future: Future[Any]
    content: bytes


class WorkerPool(Executor):
    """Calls in processes of their own, each held to its limits.

    `untrusted` gives each call a fresh process with further limits and, where
    the system allows, without a network; `on_no_cut_off` is called once where it
    does not. A call that exceeds a limit or takes its worker along fails with
    `Stopped`. Nothing is started before the first call. Left with an exception,
    it does not wait for calls under way: it ends them.
    """

    def __init__(
        self,
        jobs: int,
        limits: Limits | None = None,
        *,
        untrusted: bool = False,
        loads: tuple[str, ...] = FOR_BRIEFS,
        rehearses: bool = False,
        on_no_cut_off: Callable[[], None] = lambda: None,
    ) -> None:
        self._limits = limits or Limits()
        self._jobs = jobs
        self._untrusted = untrusted
        self._upbringing = Upbringing(self._limits, untrusted, loads, rehearses)
        self._on_no_cut_off = on_no_cut_off
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)  # workers rest, or are gone
        self._resting: list[_Worker] = []
        self._living = 0  # workers, and those on their way
        self._nursery: _Nursery | None = None
        self._closed = False
        self._ending = False

    @property
    def recycled_after(self) -> int:
        """How many calls a worker does."""
        return 1 if self._untrusted else RECYCLED_AFTER

    def submit(
        self,
        fn: Callable[Arguments, Returned],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Future[Returned]:
        """Have it done by the next worker that is free."""
        future: Future[Returned] = Future()
        content = pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)
        with self._lock:
            if self._closed:
                raise RuntimeError("the pool is closed")
            if self._idle < 1 and len(self._threads) < self._jobs:
                self._begin_thread()
            self._calls.put(_Call(future, content))
            self._idle -= 1
        return future

    def _begin_thread(self) -> None:
        """One more thread; where the system gives none, those that are there will do."""
        thread = threading.Thread(target=self._tend, name="reportgen-worker", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            if not self._threads:
                raise
        else:
            self._threads.append(thread)
            self._idle += 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; those taken are finished unless they are cancelled."""
        with self._lock:
            first, self._closed = not self._closed, True
        if cancel_futures:
            self._drop_calls()
        if first:
            for _ in self._threads:
                self._calls.put(None)
        if wait:
            for thread in self._threads:
                thread.join()
            self._end_nursery()

    def end(self) -> None:
        """End every worker where it stands."""
        self._ending = True
        with self._lock:
            self._closed = True
        self._drop_calls()
        for _ in self._threads:
            self._calls.put(None)
        self._end_nursery()
        for thread in self._threads:
            thread.join(_PATIENCE)

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        if kind is None:
            self.shutdown(wait=True)
        else:
            self.end()

    def _drop_calls(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                call = self._calls.get_nowait()
                if call is not None:
                    call.future.cancel()
                    call.future.set_running_or_notify_cancel()

    # --- A thread for each worker ----------------------------------------------------

    def _tend(self) -> None:
        while (call := self._calls.get()) is not None:
            if call.future.set_running_or_notify_cancel():
                self._settle(call)
            with self._lock:
                self._idle += 1
        with self._lock:
            worker = self._resting.pop() if self._resting else None
        if worker is not None:
            self._retire(worker)

    def _settle(self, call: _Call) -> None:
        worker, anew = None, False
        for tries_left in (1, 0):
            try:
                worker = self._worker(anew=anew)
                came_back, value = self._done(worker, call.content)
                break
            except Exception as error:
                anew = worker is not None  # others that rest may have died with it
                if worker is not None:
                    self._retire(worker)
                    worker = None
                # The nursery's death is no fault of the call.
                if not (tries_left and isinstance(error, CannotFork)):
                    call.future.set_exception(error)
                    return
        assert worker is not None
        worker.calls += 1
        if worker.calls >= self.recycled_after or isinstance(value, MemoryError):
            self._retire(worker)
        else:
            with self._changed:
                self._resting.append(worker)
                self._changed.notify()
        if came_back:
            call.future.set_result(value)
        else:
            call.future.set_exception(self._explained(value))

    def _worker(self, *, anew: bool) -> _Worker:
        """One that rests, unless it is to be `anew`, or a new one.

        Where the system gives none, the next that is free; raises CannotFork where
        there is none to wait for.
        """
        while True:
            with self._lock:
                if self._resting and not anew:
                    return self._resting.pop()
                self._living += 1
            try:
                return self._new_worker()
            except BaseException as error:
                with self._changed:
                    self._living -= 1
                    self._changed.notify_all()
                    others = self._living > 0 and not self._ending
                    if not (isinstance(error, NoMoreWorkers) and others):
                        raise
                    anew = False
                    if not self._resting:
                        self._changed.wait(_ASKED_AGAIN)

    def _done(self, worker: _Worker, content: bytes) -> tuple[bool, Any]:
        deadline = time.monotonic() + self._limits.seconds
        worker.line.settimeout(self._limits.seconds)
        try:
            wire.send(worker.line, content)
            return read_answer(wire.receive(worker.line, deadline))
        except TimeoutError:
            raise Stopped(
                "BUILD102",
                f"took longer than {self._limits.seconds:g} s and was stopped",
                "make the study smaller, or allow more with --time-limit",
            ) from None
        except wire.Gone:
            raise self._cause(worker) from None
        except wire.TooLong:
            raise _unheard(f"it has more than {wire.LONGEST // 1_000_000} MB") from None
        except NoAnswer as why:
            raise _unheard(f"{why}") from None

    def _explained(self, error: BaseException) -> BaseException:
        return self._no_memory() if isinstance(error, MemoryError) else error

    def _no_memory(self) -> Stopped:
        return Stopped(
            "BUILD103",
            f"needed more than {self._limits.megabytes} MB of memory and was stopped",
            "make the study smaller, or allow more with --memory-limit",
        )

    def _cause(self, worker: _Worker) -> Exception:
        """Why a worker died, as the nursery tells it."""
        if self._ending:
            return Stopped("BUILD105", "was not finished: the build was stopped", "build again")
        told = _read(worker.told, ENDED.size, _PATIENCE)
        if len(told) < ENDED.size:
            return CannotFork("the process that workers are forked from has died")
        status, most = ENDED.unpack(told)
        code = os.waitstatus_to_exitcode(status)
        if code == -signal.SIGXCPU:
            return Stopped(
                "BUILD102",
                f"took longer than {self._limits.seconds:g} s and was stopped",
                "make the study smaller, or allow more with --time-limit",
            )
        if most >= _NEAR_THE_LIMIT * self._limits.megabytes * 1_000_000:
            return self._no_memory()
        how = f"by signal {-code} ({_signal_name(-code)})" if code < 0 else f"with status {code}"
        return Stopped("BUILD104", f"its worker was ended {how}", _REPORT_IT)

    # --- The nursery -------------------------------------------------------------------

    def _new_worker(self) -> _Worker:
        with self._lock:
            if self._ending:
                raise Stopped("BUILD105", "was not built: the build was stopped", "build again")
            if self._nursery is not None and not self._nursery.alive:
                self._nursery.end()
                self._nursery = None
                # It may have died of that, or been at it for too long.
                self._upbringing = replace(self._upbringing, rehearses=False)
            if self._nursery is None:
                self._nursery = _Nursery.started(self._upbringing)
            nursery = self._nursery
        worker = nursery.worker()
        if self._untrusted and not worker.cut_off:
            with self._lock:
                say, self._on_no_cut_off = self._on_no_cut_off, lambda: None
            say()
        return worker

    def _retire(self, worker: _Worker) -> None:
        if self._nursery is not None:
            self._nursery.kill(worker.number)
        worker.close()
        with self._changed:
            self._living -= 1
            self._changed.notify_all()

    def _end_nursery(self) -> None:
        with self._lock:
            nursery, self._nursery = self._nursery, None
            resting, self._resting = self._resting, []
        for worker in resting:
            worker.close()
        if nursery is not None:
            nursery.end()


@dataclass(slots=True)
class _Nursery:
    """The pool's side of the process that forks."""

    started_as: subprocess.Popen[bytes]
    line: socket.socket
    folder: Path  # its temporary files, and those of its workers
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def started(cls, upbringing: Upbringing) -> _Nursery:
        ours, theirs = socket.socketpair()
        folder = Path(tempfile.mkdtemp(prefix="reportgen-"))
        with theirs:
            path = [place for place in sys.path if place] or sys.path
            started_as = subprocess.Popen(
                [
                    sys.executable,
                    *(("-X", "utf8") if sys.flags.utf8_mode else ()),
                    "-c",
                    _START.format(path=path, descriptor=theirs.fileno()),
                ],
                stdin=subprocess.DEVNULL,
                # Libraries in C write there what they please, a study's text among it.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # One thread, so that forking is safe; and no worker needs more.
                env={
                    **os.environ,
                    "OPENBLAS_NUM_THREADS": "1",
                    "OMP_NUM_THREADS": "1",
                    "TMPDIR": str(folder),
                },
                # A Ctrl-C in the terminal reaches the pool alone.
                start_new_session=True,
            )
        with contextlib.suppress(wire.Gone):  # found out when a worker is asked for
            wire.send(ours, pickle.dumps(upbringing))
        return cls(started_as, ours, folder)

    @property
    def alive(self) -> bool:
        return self.started_as.poll() is None

    def worker(self) -> _Worker:
        """A new worker, as soon as it is there; raises CannotFork."""
        ours, theirs = socket.socketpair()
        listens, tells = socket.socketpair()
        with theirs, tells:
            try:
                with self.lock:
                    asked = ORDER.pack(FORK, 0)
                    socket.send_fds(self.line, [asked], [theirs.fileno(), tells.fileno()])
            except OSError:
                ours.close()
                listens.close()
                raise CannotFork("the process that workers are forked from has died") from None
        begun = time.monotonic()
        born = _read(listens, BORN.size, _BORN_WITHIN)
        if len(born) < BORN.size:
            ours.close()
            listens.close()
            if time.monotonic() - begun >= _BORN_WITHIN:
                self.started_as.kill()
                self.started_as.wait()
                raise CannotFork(f"no worker was there after {_BORN_WITHIN:g} s")
            raise NoMoreWorkers
        number, alone = BORN.unpack(born)
        return _Worker(number, ours, listens, alone)

    def kill(self, number: int) -> None:
        with contextlib.suppress(OSError), self.lock:
            self.line.sendall(ORDER.pack(KILL, number))

    def end(self) -> None:
        """Have it end its workers and itself; where it takes too long, end it."""
        with contextlib.suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)
        self.line.close()
        try:
            self.started_as.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.started_as.kill()
            self.started_as.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _read(line: socket.socket, length: int, patience: float | None) -> bytes:
    line.settimeout(patience)
    content = b""
    with contextlib.suppress(OSError):
        while len(content) < length and (more := line.recv(length - len(content))):
            content += more
    return content


def _unheard(why: str) -> Stopped:
    """A worker said what is no answer, as one does that a study has taken over."""
    return Stopped("BUILD104", f"its worker was ended for its answer: {why}", _REPORT_IT)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"
