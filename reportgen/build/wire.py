"""Messages between a pool and its workers: a length of eight bytes, then that many bytes.

Each worker has a socket of its own, so that one that dies in the midst of an
answer spoils nobody else's.
"""

from __future__ import annotations

import socket
import struct
import time

_LENGTH = struct.Struct("!Q")
LONGEST = 512_000_000
"""Bytes of a message: far above what any brief comes to, and no more than a machine has."""


class Gone(Exception):  # noqa: N818 - a state of the other side
    """The other side has closed the socket, or died."""


class TooLong(Exception):  # noqa: N818 - what the other side wants to say
    """The other side announces a message longer than `LONGEST`."""


def send(line: socket.socket, content: bytes) -> None:
    """Send one message; raises Gone."""
    try:
        line.sendall(_LENGTH.pack(len(content)))
        line.sendall(content)
    except TimeoutError:
        raise
    except OSError as error:
        raise Gone from error


def receive(line: socket.socket, deadline: float | None = None) -> bytes:
    """The next message. Raises Gone, TooLong, and TimeoutError at `deadline` (of time.monotonic).

    After TooLong there is nothing more to be had from the other side.
    """
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size, deadline))
    if length > LONGEST:
        raise TooLong
    return bytes(_exactly(line, length, deadline))


def _exactly(line: socket.socket, length: int, deadline: float | None) -> bytearray:
    content = bytearray(length)
    view, at = memoryview(content), 0
    while at < length:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            line.settimeout(left)
        try:
            came = line.recv_into(view[at:])
        except TimeoutError:
            raise
        except OSError as error:
            raise Gone from error
        if not came:
            raise Gone
        at += came
    return content
