"""No other process from this one on, while threads go on living (Linux).

RLIMIT_NPROC will not do: Linux counts threads by it, which Pango needs, all of a
user's together, and none of root's. So the kernel itself refuses what starts a
process or another program, by a filter of system calls (seccomp(2)) that whatever
runs here can no longer take off.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from dataclasses import dataclass

_SET_FILTER, _BY_PROGRAM = 22, 2  # PR_SET_SECCOMP of prctl(2), SECCOMP_MODE_FILTER
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO, with its number
_A_THREAD = 0x00010000  # CLONE_THREAD of clone(2)
_NUMBER, _MACHINE, _FLAGS = 0, 4, 16  # where they lie in seccomp_data: the call, its first argument
_FOREIGN = 0x40000000  # from here on, numbers are those of x32 on x86-64, and nobody's elsewhere

# Instructions of the classic Berkeley filter; jumps are given as (where true, where false).
_LOAD, _IS, _FROM, _HAS, _END = 0x20, 0x15, 0x35, 0x45, 0x06


@dataclass(frozen=True, slots=True)
class _Calls:
    """The numbers of system calls on a kind of machine, which the kernel calls `machine`."""

    machine: int
    clone: int
    starts: tuple[int, ...]  # fork, vfork, execve, execveat
    clone3: int = 435


_CALLS = {
    "x86_64": _Calls(0xC000003E, 56, (57, 58, 59, 322)),
    "aarch64": _Calls(0xC00000B7, 220, (221, 281)),
}


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def refuse_processes() -> bool:
    """Have the kernel refuse every new process and program from here on, for good.

    Returns whether it does: it knows filters on Linux, and we the numbers of x86-64
    and ARM64. It wants PR_SET_NO_NEW_PRIVS first, and holds this thread and those
    that it starts.
    """
    calls = _CALLS.get(os.uname().machine)
    if os.uname().sysname != "Linux" or calls is None or ctypes.sizeof(ctypes.c_void_p) != 8:
        return False
    program = _program(calls)
    given = _Filter(len(program) // 8, program)
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_SET_FILTER, _BY_PROGRAM, ctypes.byref(given), 0, 0) == 0)


def _program(calls: _Calls) -> bytes:
    """The filter: what each call comes to."""
    refused, unknown = _REFUSE | errno.EPERM, _REFUSE | errno.ENOSYS
    steps = [
        (_LOAD, _MACHINE, 0, 0),
        (_IS, calls.machine, 1, 0),
        (_END, refused, 0, 0),
        (_LOAD, _NUMBER, 0, 0),
        (_FROM, _FOREIGN, 0, 1),
        (_END, refused, 0, 0),
        # Its flags lie where a filter cannot look. Told that it is unknown, libc takes clone.
        (_IS, calls.clone3, 0, 1),
        (_END, unknown, 0, 0),
    ]
    for number in calls.starts:
        steps += [(_IS, number, 0, 1), (_END, refused, 0, 0)]
    steps += [
        (_IS, calls.clone, 0, 3),
        (_LOAD, _FLAGS, 0, 0),
        (_HAS, _A_THREAD, 1, 0),
        (_END, refused, 0, 0),
        (_END, _ALLOW, 0, 0),
    ]
    return b"".join(struct.pack("=HBBI", code, yes, no, value) for code, value, yes, no in steps)
