"""The process that workers are born from: it loads everything once, and forks.

It stands between the pool and its workers, has one thread, and does nothing but
fork, end and bury them, so that each worker is warm from its first brief and the
pool itself never forks. When the pool's process ends, in whatever way, the line
to it closes: the nursery then ends its workers, clears their temporary files
away and ends too. When the nursery itself is killed, the kernel ends the workers.

It is started as `python -c`, by `reportgen.build.workers`.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import select
import shutil
import signal
import socket
import struct
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.build import wire
from reportgen.build.collecting import collect_between_briefs_alone, collect_what_is_left
from reportgen.build.limits import Limits, cut_off, die_with, hold_a_stranger_to, hold_to
from reportgen.ingredients import loaded_state

FORK, KILL = b"F", b"K"
ORDER = struct.Struct("!cq")
"""What the pool asks for: FORK (with a worker's two ends), or KILL and a process id."""
BORN = struct.Struct("!q?")
"""What is told of a new worker: its process id, and whether it is cut off from the network."""
ENDED = struct.Struct("!qq")
"""What is told of its end: the status as of wait(2), and the most memory it used, in bytes."""

# What a brief needs. What is missing is told by the first brief that needs it.
FOR_BRIEFS = (
    "babel.dates",
    "babel.numbers",
    "uharfbuzz",
    "reportgen.pipeline",
    "reportgen.brand.reader",
    "reportgen.charts.draw",
    "reportgen.charts.heights",
    "reportgen.charts.kept_charts",
    "reportgen.charts.covers.draw",
    "reportgen.checks.letters",
    "reportgen.checks.registry",
    "reportgen.checks.claims.ledger",
    "reportgen.compute.findings",
    "reportgen.outputs.data",
    "reportgen.outputs.html",
    "reportgen.outputs.pdf",
    "reportgen.outputs.render",
    "reportgen.pages.asked_by",
    "reportgen.pages.compose",
    "reportgen.pages.templates_used",
    "reportgen.study.quoted",
    "reportgen.study.typesetting",
    "weasyprint",
)
_THREADS_END_WITHIN = 1.0  # seconds after what they served has gone
_MAXRSS_UNIT = 1024 if os.uname().sysname == "Linux" else 1


@dataclass(frozen=True, slots=True)
class Upbringing:
    """How workers are to be: what the pool tells its nursery when it starts it."""

    limits: Limits
    untrusted: bool = False
    loads: tuple[str, ...] = FOR_BRIEFS  # the modules that workers find loaded
    rehearses: bool = False  # whether an example is rendered first: worth it where workers are many


@dataclass(slots=True)
class _Born:
    """A worker that has not been buried."""

    telling: int  # where its end is told
    folder: Path  # its temporary files


@dataclass(slots=True)
class _Nursery:
    line: socket.socket
    upbringing: Upbringing
    cut_off: bool = False
    folder: Path = field(default_factory=lambda: Path(tempfile.gettempdir()))  # its own
    living: dict[int, _Born] = field(default_factory=dict)
    woken: int = -1

    def run(self) -> socket.socket | None:
        """Serve until the pool is gone: then None; in a forked worker, its socket."""
        self.woken, telling = os.pipe()
        os.set_blocking(telling, False)
        os.set_blocking(self.woken, False)
        signal.set_wakeup_fd(telling, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            ready, _, _ = select.select([self.line.fileno(), self.woken], [], [])
            if self.woken in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self.woken, 4096)
                self._bury()
            if self.line.fileno() in ready:
                asked, ends = self._next()
                if not asked:
                    return None
                what, number = ORDER.unpack(asked)
                if what == KILL:
                    self._kill(number)
                elif (line := self._fork(*ends)) is not None:
                    return line

    def _next(self) -> tuple[bytes, list[int]]:
        try:
            asked, ends, _, _ = socket.recv_fds(self.line, ORDER.size, 2)
        except OSError:
            return b"", []
        return asked, ends

    def _fork(self, line: int, telling: int) -> socket.socket | None:
        """A new worker; returns its socket in the worker, None in the nursery.

        Where the system gives none, the pool finds its ends closed; those that live go on.
        """
        nursery, folder = os.getpid(), None
        try:
            folder = Path(tempfile.mkdtemp(dir=self.folder))
            number = os.fork()
        except OSError:
            os.close(line)
            os.close(telling)
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            return None
        if number == 0:
            return self._grown(line, telling, folder, nursery)
        os.close(line)
        self.living[number] = _Born(telling, folder)
        return None

    def _grown(self, line: int, telling: int, folder: Path, nursery: int) -> socket.socket:
        """What makes a forked process a worker."""
        die_with(nursery)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.line.close()
        for other in self.living.values():
            os.close(other.telling)
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        if self.upbringing.untrusted:
            hold_a_stranger_to(self.upbringing.limits)
        hold_to(self.upbringing.limits)
        os.write(telling, BORN.pack(os.getpid(), self.cut_off))
        os.close(telling)
        return socket.socket(fileno=line)

    def _kill(self, number: int) -> None:
        # Only what has not been buried: no other process can have its number.
        if number in self.living:
            os.kill(number, signal.SIGKILL)

    def _bury(self) -> None:
        while self.living:
            number, status, used = os.wait4(-1, os.WNOHANG)
            if not number:
                return
            self._told(number, status, used.ru_maxrss * _MAXRSS_UNIT)

    def _told(self, number: int, status: int, most: int) -> None:
        born = self.living.pop(number)
        with contextlib.suppress(OSError):  # the pool no longer listens
            os.write(born.telling, ENDED.pack(status, most))
        os.close(born.telling)
        shutil.rmtree(born.folder, ignore_errors=True)

    def close(self) -> None:
        """End and bury all workers, and leave nothing behind."""
        for number in tuple(self.living):
            self._kill(number)
        while self.living:
            number, status, used = os.wait4(-1, 0)
            self._told(number, status, used.ru_maxrss * _MAXRSS_UNIT)
        shutil.rmtree(self.folder, ignore_errors=True)


def serve(descriptor: int) -> None:
    """What the nursery's process does: be told its upbringing, load, and serve."""
    # Ctrl-C is the pool's affair; it tells the nursery by closing the line.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    line = socket.socket(fileno=descriptor)
    try:
        upbringing: Upbringing = pickle.loads(wire.receive(line))
    except wire.Gone:
        return
    # Once for all workers, who are born into it: a namespace each takes 150 ms.
    alone = upbringing.untrusted and cut_off()
    loaded_state()
    _load(upbringing.loads)
    if upbringing.rehearses:
        _rehearse()
    # What is there now is never looked through again, so that workers go on sharing its pages.
    collect_what_is_left()
    collect_between_briefs_alone()
    _wait_for_threads()
    nursery = _Nursery(line, upbringing, alone)
    own = nursery.run()
    if own is None:
        nursery.close()
    else:
        work(own)


def _load(names: tuple[str, ...]) -> None:
    for name in names:
        with contextlib.suppress(Exception):
            if name == "weasyprint":
                _load_weasyprint()
            else:
                importlib.import_module(name)


def _rehearse() -> None:
    """Render one of our examples, so that what is read or worked out once is there.

    A worker that renders one brief only takes half as long after it.
    """
    from reportgen import shipped
    from reportgen.outputs import pdf_fonts
    from reportgen.pipeline import Order, render

    with contextlib.suppress(Exception):
        example = min(shipped.studies_folder().glob("*.yml"))
        render(Order(example, example.name))
    pdf_fonts.forget()


def _wait_for_threads() -> None:
    """Wait until there is one thread again: no forked process would have the others.

    Those of Pango end soon after the fonts that they served have gone.
    """
    until = time.monotonic() + _THREADS_END_WITHIN
    while _threads() > 1 and time.monotonic() < until:
        time.sleep(0.01)


def _threads() -> int:
    """How many this process has; 1 where the system does not say."""
    try:
        return len([*Path("/proc/self/task").iterdir()])
    except OSError:
        return 1


def _load_weasyprint() -> None:
    from reportgen.outputs.pdf_engine import the_weasyprint

    the_weasyprint()  # with our own fonts, and no others


def work(line: socket.socket) -> None:
    """What a worker does: one call after the other, until the line closes."""
    while True:
        try:
            asked = wire.receive(line)
        except wire.Gone:
            return
        with contextlib.suppress(wire.Gone):
            wire.send(line, _answer(asked))


def _answer(asked: bytes) -> bytes:
    """(True, what came back) or (False, the exception), pickled."""
    try:
        function, arguments, keywords = pickle.loads(asked)
        return pickle.dumps((True, function(*arguments, **keywords)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps((False, MemoryError()))
    except Exception as error:
        return _as_bytes(error)


def _as_bytes(error: Exception) -> bytes:
    try:
        content = pickle.dumps((False, error))
        pickle.loads(content)
    except Exception:  # an exception that cannot travel is told in words
        told: Any = RuntimeError(f"{type(error).__name__}: {error}")
        content = pickle.dumps((False, told))
    return content
