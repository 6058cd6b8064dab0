"""What a worker does that a study has taken over: answers that are none."""

from __future__ import annotations

import os
import pickle
import socket
import struct
from pathlib import Path


class Runs:
    """Unpickled, it writes a file."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> object:
        return exec, (f"open({str(self.place)!r}, 'w').write('taken over')",)


def returned(place: Path) -> Runs:
    return Runs(place)


def said(content: bytes) -> None:
    """Send these bytes as the answer, past everything that would be sent."""
    _line().sendall(struct.pack("!Q", len(content)) + content)
    os._exit(0)


def announced(length: int) -> None:
    """Announce an answer of so many bytes, and wait."""
    _line().sendall(struct.pack("!Q", length))
    while True:
        pass


def _line() -> socket.socket:
    """The socket to the pool, as any code in this process can find it."""
    for descriptor in range(3, 64):
        try:
            line = socket.socket(fileno=os.dup(descriptor))
        except OSError:
            continue
        # The pool's own is connected, and of the nursery's none is left in a worker.
        if line.family == socket.AF_UNIX:
            return line
    raise AssertionError("there is no line")


def pickled(*opcodes: bytes) -> bytes:
    """A pickle of these opcodes."""
    return pickle.PROTO + b"\x04" + b"".join(opcodes) + pickle.STOP
