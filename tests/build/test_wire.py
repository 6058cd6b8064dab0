"""Messages that arrive whole, late, or not at all."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from reportgen.build import wire


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_messages_of_any_size_keep_their_bounds(ends):
    ours, theirs = ends
    messages = [b"", b"a", bytes(3_000_000), b"z" * 70_000]
    sending = threading.Thread(target=lambda: [wire.send(ours, each) for each in messages])
    sending.start()
    assert [wire.receive(theirs) for _ in messages] == messages
    sending.join()


def test_who_dies_in_the_midst_of_a_message_is_gone(ends):
    ours, theirs = ends
    ours.sendall((100).to_bytes(8, "big") + b"only this")
    ours.close()
    with pytest.raises(wire.Gone):
        wire.receive(theirs)
    with pytest.raises(wire.Gone):
        wire.send(theirs, b"x")


def test_who_stops_in_the_midst_of_a_message_is_not_awaited(ends):
    ours, theirs = ends
    ours.sendall((100).to_bytes(8, "big") + b"only this")
    with pytest.raises(TimeoutError):
        wire.receive(theirs, time.monotonic() + 0.1)


@pytest.mark.parametrize("length", [wire.LONGEST + 1, 2**64 - 1])
def test_no_room_is_made_for_what_is_only_announced(ends, length):
    ours, theirs = ends
    ours.sendall(length.to_bytes(8, "big"))
    with pytest.raises(wire.TooLong):
        wire.receive(theirs, time.monotonic() + 5)
