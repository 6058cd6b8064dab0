"""What one brief may take, and how a worker is held to it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys
from dataclasses import dataclass

from reportgen.build.processes import refuse_processes

SECONDS = 120.0
MEGABYTES = 2000

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # CLONE_NEWUSER, CLONE_NEWNET of unshare(2)
_LARGEST_FILE = 64_000_000  # bytes; a brief's fonts, laid out for fontconfig, are some 3 MB
_OPEN_FILES = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """What one brief may take before it is stopped."""

    seconds: float = SECONDS  # of the wall clock
    megabytes: int = MEGABYTES  # of a worker's own memory


def die_with(parent: int) -> None:
    """End this process when the one that forked it ends, however that happens (Linux).

    Elsewhere a worker ends when it next looks at its socket.
    """
    if sys.platform != "linux":
        return
    _libc().prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel was told
        os.kill(os.getpid(), signal.SIGKILL)


def hold_to(limits: Limits) -> None:
    """Memory that this process may allocate; more is a MemoryError, or ends it."""
    _at_most(resource.RLIMIT_DATA, limits.megabytes * 1_000_000)
    _at_most(resource.RLIMIT_CORE, 0)


def hold_a_stranger_to(limits: Limits) -> None:
    """All that a brief of somebody unknown may take: time, files, processes, address space."""
    _at_most(resource.RLIMIT_AS, (limits.megabytes + MEGABYTES) * 1_000_000)
    _at_most(resource.RLIMIT_CPU, int(limits.seconds) + 1)
    _at_most(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _at_most(resource.RLIMIT_NOFILE, _OPEN_FILES)
    if sys.platform == "linux":
        _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        refuse_processes()  # there a limit counts threads, too, and fonts need some
    else:
        _at_most(resource.RLIMIT_NPROC, 0)


def cut_off() -> bool:
    """Move this process into a network namespace of its own, which has no network.

    Returns whether the system allows it. This process must have one thread only.
    """
    if sys.platform != "linux":
        return False
    libc = _libc()
    # As root a container may allow the second where it forbids user namespaces.
    return any(libc.unshare(flags) == 0 for flags in (_NEW_USER | _NEW_NETWORK, _NEW_NETWORK))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _at_most(which: int, wanted: int) -> None:
    _, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(OSError, ValueError):  # a system that does not know this limit
        resource.setrlimit(which, (value, value))
