"""What a process does that is held as a stranger's, and is not root's; each says it in JSON."""

from __future__ import annotations

import ctypes
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable

from reportgen.build.limits import Limits, hold_a_stranger_to, hold_to

NOBODY = 65534
_KEEP_CAPABILITIES = 8  # PR_SET_KEEPCAPS of prctl(2)
_CAPABILITIES_OF_NOW = 0x20080522  # _LINUX_CAPABILITY_VERSION_3
_READ_ALL = 1 << 2  # CAP_DAC_READ_SEARCH


def become_nobody() -> None:
    """Be a user whom limits hold, also where root runs the tests, whose files nobody may read."""
    if os.getuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_KEEP_CAPABILITIES, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
    kept = struct.pack("6I", _READ_ALL, _READ_ALL, 0, 0, 0, 0)
    assert libc.capset(struct.pack("Ii", _CAPABILITIES_OF_NOW, 0), kept) == 0


def _held() -> None:
    become_nobody()
    hold_a_stranger_to(Limits())
    hold_to(Limits())


def _came_of(start: Callable[[], object]) -> str:
    try:
        return f"{start()}"
    except OSError as error:
        return os.strerror(error.errno or 0)


def _forked(call: Callable[[], int]) -> str:
    number = call()
    if number == 0:
        os._exit(0)
    os.waitpid(number, 0)
    return "forked"


def _in_a_thread() -> str:
    said: list[str] = []
    thread = threading.Thread(target=said.append, args=("lives",))
    thread.start()
    thread.join()
    return said[0]


def ways() -> None:
    """Whatever starts a process or another program, and a thread."""
    _held()
    program = ["/bin/true"]
    tried: dict[str, Callable[[], object]] = {
        "fork": lambda: _forked(os.fork),
        "spawn": lambda: os.posix_spawn(program[0], program, {}),
        "subprocess": lambda: subprocess.run(program, check=False),
        "thread": _in_a_thread,
        "program": lambda: os.execv(program[0], program),
    }
    json.dump({name: _came_of(start) for name, start in tried.items()}, sys.stdout)


def brief() -> None:
    """A brief as PDF, as a worker renders it that was forked after a rehearsal."""
    from reportgen import shipped
    from reportgen.build import nursery
    from reportgen.pipeline import Order, render

    nursery._load(nursery.FOR_BRIEFS)
    nursery._rehearse()
    _held()
    study = max(shipped.studies_folder().glob("*.yml"))
    (artifact,) = render(Order(study, study.name, formats=("pdf",))).artifacts
    json.dump({"begins": artifact.content[:5].decode("ascii")}, sys.stdout)
