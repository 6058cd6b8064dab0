"""Commands of reportgen in forks of this process, which has loaded everything already.

So a run takes a tenth of a second, and what strace counts is the work itself, not the start
of Python. A fork is a session of its own; with `injected`, strace is attached to it before
it begins.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CHANGING = (
    "openat,write,pwrite64,writev,fsync,fdatasync,close,rename,renameat,renameat2,mkdir,mkdirat,"
    "unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,ftruncate,flock,utimensat,chmod,fchmod"
)
"""The calls that make, fill, move, lock and remove files."""
ASKING = "newfstatat,statx,read,pread64,getdents64,readlink"
"""The calls by which a build learns what is there."""

PATIENCE = 120.0  # seconds until a run counts as hanging
_OUTLIVING = 15.0  # seconds in which its other processes are to end after it
_ALLOW_ANY_TRACER = (0x59616D61, ctypes.c_ulong(-1).value)  # PR_SET_PTRACER of prctl(2)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, or minus the signal; and what it said."""

    code: int
    out: str
    err: str
    seconds: float = 0.0
    failed: int = 0  # calls that were made to fail, in all its processes
    killed: int = 0  # processes that strace killed
    orphans: bool = False  # processes of it lived on


def warm() -> None:
    """Load everything that commands load, so that forks find it, and be one thread."""
    os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", PYTHONUTF8="1")
    for name in [name for name in os.environ if name.startswith(("REPORTGEN_", "GITHUB_"))]:
        del os.environ[name]
    from reportgen.build import nursery

    nursery._load(nursery.FOR_BRIEFS)
    for name in ("main", "app", "build", "check", "clean", "extract", "new", "schema", "studies"):
        __import__(f"reportgen.cli.{name}")
    for name in ("briefs", "runs", "workers", "serial", "verify"):
        __import__(f"reportgen.build.{name}")


def run(
    arguments: Sequence[str],
    folder: Path,
    *,
    injected: Sequence[str] = (),
    log: Path | None = None,
    before: Callable[[], None] = lambda: None,
) -> Ended:
    """Run a command in a folder; `injected` are strace's options, as `write:error=EIO:when=7`.

    `before` is called in the fork. Where it hangs, it is killed, and that is its end.
    """
    with started(arguments, folder, injected=injected, log=log, before=before) as one:
        return one.ended()


@dataclass(slots=True)
class Fork:
    """A command under way."""

    number: int
    said: Path
    tracer: subprocess.Popen[bytes] | None
    begun: float
    status: int | None = None
    log: Path | None = None  # what its tracer wrote

    def ended(self, patience: float = PATIENCE) -> Ended:
        """Wait for it."""
        deadline = time.monotonic() + patience
        while self.status is None:
            number, status = os.waitpid(self.number, os.WNOHANG)
            if number:
                self.status = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                self.signal(signal.SIGKILL)
                deadline = float("inf")
            else:
                time.sleep(0.002)
        seconds = time.monotonic() - self.begun
        out, err = ((self.said / name).read_text("utf-8", "replace") for name in ("out", "err"))
        return Ended(self.status, out, err, seconds, *self._hit())

    def _hit(self) -> tuple[int, int, bool]:
        """What strace did to it: calls failed, processes killed; and whether any live on."""
        if self.tracer is None or self.log is None:
            return 0, 0, False
        orphans = False
        try:
            self.tracer.wait(_OUTLIVING)  # it ends with the last of those that it watches
        except subprocess.TimeoutExpired:
            orphans = True
            for number in _watched_by(self.tracer.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self.tracer.wait()
        told = self.log.read_text("utf-8", "replace") if self.log.is_file() else ""
        return told.count("(INJECTED)"), told.count("+++ killed by SIGKILL"), orphans

    def signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.number, number)


@contextlib.contextmanager
def started(
    arguments: Sequence[str],
    folder: Path,
    *,
    injected: Sequence[str] = (),
    log: Path | None = None,
    before: Callable[[], None] = lambda: None,
) -> Iterator[Fork]:
    """The same, as soon as it has begun; nothing of it is left afterwards."""
    said = Path(tempfile.mkdtemp(prefix="said-", dir=folder.parent))
    ours, its = socket.socketpair()
    begun = time.monotonic()
    number = os.fork()
    if number == 0:
        ours.close()
        _be_the_command(arguments, folder, said, its, before)
    its.close()
    with ours:
        # What it does before it is the command is the harness's own, and neither watched nor hit.
        there = ours.recv(1)
        hits = log or said / "strace"
        tracer = _traced(number, injected, log, hits) if there and (injected or log) else None
        with contextlib.suppress(BrokenPipeError):
            ours.sendall(b"!")
    fork = Fork(number, said, tracer, begun, log=hits)
    try:
        yield fork
    finally:
        if fork.status is None:
            fork.signal(signal.SIGKILL)
            fork.ended()
        if tracer is not None:
            tracer.wait()
        shutil.rmtree(said)


def _be_the_command(
    arguments: Sequence[str],
    folder: Path,
    said: Path,
    line: socket.socket,
    before: Callable[[], None],
) -> None:
    code = 99
    try:
        os.setsid()
        ctypes.CDLL(None).prctl(*_ALLOW_ANY_TRACER)
        os.chdir(folder)
        _put(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "out"), (2, "err")):
            _put(os.open(said / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666), number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives on
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        before()
        from reportgen.cli.main import main

        line.sendall(b"!")
        line.recv(1)
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # main lets nothing through: this is a find
        import traceback

        traceback.print_exc()
    finally:
        os._exit(code)


def _put(descriptor: int, number: int) -> None:
    os.dup2(descriptor, number)
    os.close(descriptor)


def _traced(
    number: int, injected: Sequence[str], log: Path | None, hits: Path
) -> subprocess.Popen[bytes]:
    calls = f"{CHANGING},{ASKING}" if log else ",".join(each.partition(":")[0] for each in injected)
    tracer = subprocess.Popen(
        [
            "strace", "--follow-forks", f"--attach={number}", f"--trace={calls}",
            *(f"--inject={each}" for each in injected), f"--output={hits}",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    assert tracer.stderr is not None
    first = tracer.stderr.readline()
    if b"attached" not in first:
        raise RuntimeError(f"strace cannot watch: {first.decode('utf-8', 'replace').strip()}")
    return tracer


def _watched_by(tracer: int) -> Iterator[int]:
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with contextlib.suppress(OSError):
                if f"TracerPid:\t{tracer}\n" in (path / "status").read_text("utf-8"):
                    yield int(path.name)


def calls_made(log: Path) -> list[str]:
    """The calls in a log that its first process made, in order: the command's own."""
    lines = log.read_text("utf-8", "replace").splitlines()
    parted = [line.split(" ", 1) for line in lines if " " in line]
    first = [rest.strip() for number, rest in parted if number == parted[0][0]]
    return [call for call in first if not call.startswith(("+++", "---", "<..."))]
