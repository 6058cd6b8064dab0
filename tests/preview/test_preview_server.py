"""The server by real sockets: what it says, whom it refuses, and that nobody keeps others out."""

from __future__ import annotations

import gc
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from reportgen.preview.request import MAX_HEAD
from reportgen.preview.server import Answer, Limits, Server

PATIENCE = 60  # seconds until a test gives up; nothing is waited for that long


@dataclass
class Given:
    """A site of two addresses, one of them large, and news that a test decides."""

    said: str = "first"
    asked: list[str] = field(default_factory=list)

    def answer(self, target: str) -> Answer | None:
        self.asked.append(target)
        if target == "/fault":
            raise KeyError("x")
        if target == "/":
            return Answer("<p>åäö".encode(), "text/html; charset=utf-8", "default-src 'none'")
        if target == "/large":
            return Answer(b"x" * 50_000_000, "application/pdf", "frame-ancestors 'self'")
        return None

    def news(self, target: str) -> Callable[[], str] | None:
        return (lambda: self.said) if target == "/news" else None


@pytest.fixture
def site() -> Given:
    return Given()


@pytest.fixture
def server(site: Given) -> Iterator[Server]:
    with Server(site, 0) as running:
        yield running


def connect(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def asking(server: Server, line: str, *headers: str) -> bytes:
    return "\r\n".join((line, f"Host: 127.0.0.1:{server.port}", *headers, "", "")).encode()


def ask(server: Server, line: str = "GET / HTTP/1.1", *headers: str) -> bytes:
    """Everything that comes back to a request, until the server hangs up."""
    with connect(server) as client:
        client.sendall(asking(server, line, *headers))
        return rest_of(client)


def rest_of(client: socket.socket) -> bytes:
    received = bytearray()
    while chunk := client.recv(1 << 16):
        received += chunk
    return bytes(received)


def came_by(client: socket.socket) -> int:
    """How many bytes came before the connection was cut."""
    received = 0
    try:
        while chunk := client.recv(1 << 16):
            received += len(chunk)
    except ConnectionError:
        pass
    return received


def is_closed(client: socket.socket) -> bool:
    """Whether the server hangs up, or has done so."""
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True


HEAD = (
    "HTTP/1.1 {status}\r\n"
    "Content-Type: {media}\r\n"
    "Content-Security-Policy: {policy}\r\n"
    "Cache-Control: no-store\r\n"
    "Connection: close\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "X-Content-Type-Options: nosniff\r\n"
)


def test_an_answer_is_this_and_nothing_else(server: Server) -> None:
    head = HEAD.format(
        status="200 OK", media="text/html; charset=utf-8", policy="default-src 'none'"
    )
    body = "<p>åäö".encode()
    whole = f"{head}Content-Length: {len(body)}\r\n\r\n".encode()
    assert ask(server) == whole + body
    assert ask(server, "HEAD / HTTP/1.1") == whole


@pytest.mark.parametrize(
    ("line", "headers", "status", "said"),
    [
        ("GET /nothing HTTP/1.1", (), "404 Not Found", "There is nothing at this address.\n"),
        ("PUT / HTTP/1.1", (), "405 Method Not Allowed", "A preview is only for reading.\n"),
        (
            "GET / HTTP/1.1",
            ("Origin: https://evil.example",),
            "403 Forbidden",
            "Pages from elsewhere may not read the preview.\n",
        ),
        ("nonsense", (), "400 Bad Request", "This is no request that a browser sends.\n"),
        (
            "GET / HTTP/1.1",
            (f"X: {'y' * MAX_HEAD}",),
            "431 Request Header Fields Too Large",
            "This is more than a browser asks with.\n",
        ),
    ],
)
def test_a_refusal_says_why(
    server: Server, line: str, headers: tuple[str, ...], status: str, said: str
) -> None:
    head = HEAD.format(
        status=status,
        media="text/plain; charset=utf-8",
        policy="default-src 'none'; frame-ancestors 'none'",
    )
    allow = "Allow: GET, HEAD\r\n" if status.startswith("405") else ""
    expected = f"{head}Content-Length: {len(said)}\r\n{allow}\r\n{said}"
    assert ask(server, line, *headers).decode() == expected


def test_a_refusal_without_a_body_for_head(server: Server) -> None:
    refused = ask(server, "HEAD /nothing HTTP/1.1")
    assert refused.startswith(b"HTTP/1.1 404 ")
    assert refused.endswith(b"\r\n\r\n")


def test_a_fault_of_ours_is_said_and_the_rest_goes_on(server: Server) -> None:
    faulty = ask(server, "GET /fault HTTP/1.1")
    assert faulty.startswith(b"HTTP/1.1 500 Internal Server Error\r\n")
    assert faulty.endswith(b"\r\n\r\nThis is a fault in reportgen: KeyError: 'x'\n")
    assert ask(server).startswith(b"HTTP/1.1 200 ")


def test_a_body_that_nobody_reads_does_not_lose_the_answer(server: Server) -> None:
    with connect(server) as client:
        client.sendall(asking(server, "POST / HTTP/1.1", "Content-Length: 300000") + b"x" * 300_000)
        assert rest_of(client).startswith(b"HTTP/1.1 405 ")


def test_no_other_address_of_this_machine(server: Server) -> None:
    assert server.address == f"http://127.0.0.1:{server.port}/"
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", server.port), timeout=PATIENCE)
    with pytest.raises(OSError):
        socket.create_connection(("::1", server.port), timeout=PATIENCE)


def test_a_taken_port(server: Server, site: Given) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(site, server.port)


# --- Slow clients and many ---------------------------------------------------------------


def test_whoever_is_slow_to_ask_is_cut_off(site: Given) -> None:
    with Server(site, 0, Limits(head=0.2)) as server, connect(server) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost:")
        assert is_closed(slow)
        assert site.asked == []
        assert ask(server).startswith(b"HTTP/1.1 200 ")


def test_whoever_does_not_take_an_answer_is_cut_off(site: Given) -> None:
    with Server(site, 0, Limits(body=0.2)) as server, connect(server) as slow:
        slow.sendall(asking(server, "GET /large HTTP/1.1"))
        assert ask(server).startswith(b"HTTP/1.1 200 ")
        ended = select.poll()
        ended.register(slow, 0)  # an end in error is told in any case
        assert ended.poll(PATIENCE * 1000) != []
        assert came_by(slow) < 50_000_000


def test_a_large_file_comes_whole(server: Server) -> None:
    _, _, body = ask(server, "GET /large HTTP/1.1").partition(b"\r\n\r\n")
    assert len(body) == 50_000_000


def test_a_hundred_idle_clients_keep_nobody_out(site: Given) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(Server(site, 0, Limits(head=PATIENCE)))
        idle = [stack.enter_context(connect(server)) for _ in range(100)]
        assert ask(server).startswith(b"HTTP/1.1 200 ")
        # The oldest made room; the youngest still may ask.
        assert all(is_closed(client) for client in idle[:30])
        idle[-1].sendall(asking(server, "GET / HTTP/1.1"))
        assert rest_of(idle[-1]).startswith(b"HTTP/1.1 200 ")


def test_streams_are_counted_and_make_room_last(site: Given) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(Server(site, 0, Limits(connections=3, head=PATIENCE)))
        streams = [stack.enter_context(listen(server)) for _ in range(3)]
        assert all(told(stream) == "first" for stream in streams)
        assert ask(server).startswith(b"HTTP/1.1 200 ")
        assert is_closed(streams[0].client)
        site.said = "second"
        server.tell()
        assert [told(stream) for stream in streams[1:]] == ["second", "second"]


# --- News ----------------------------------------------------------------------------------


class Stream:
    """A stream of news as a browser reads it."""

    def __init__(self, server: Server) -> None:
        self.client = connect(server)
        self.client.sendall(asking(server, "GET /news HTTP/1.1"))
        self.lines = self.client.makefile("rb")

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.lines.close()
        self.client.close()


def listen(server: Server) -> Stream:
    return Stream(server)


def told(stream: Stream) -> str:
    """The next thing told, whatever signs of life come before it."""
    for line in stream.lines:
        if line.startswith(b"data: "):
            return line.removeprefix(b"data: ").decode().rstrip("\n")
    raise AssertionError("the stream has ended")


def test_news_are_told_at_once_and_when_they_change(server: Server, site: Given) -> None:
    with listen(server) as stream:
        assert stream.lines.readline() == b"HTTP/1.1 200 OK\r\n"
        assert stream.lines.readline() == b"Content-Type: text/event-stream\r\n"
        assert told(stream) == "first"
        for number in range(20):
            site.said = f"number {number}"
            server.tell()
            assert told(stream) == f"number {number}"


def test_a_stream_gives_signs_of_life(site: Given) -> None:
    with Server(site, 0, Limits(heartbeat=0.05)) as server, listen(server) as stream:
        assert told(stream) == "first"
        assert [stream.lines.readline() for _ in range(3)] == [b"\n", b":\n", b"\n"]


def test_the_end_closes_everything(site: Given) -> None:
    with ExitStack() as stack:
        with Server(site, 0) as server:
            stream = stack.enter_context(listen(server))
            waiting = stack.enter_context(connect(server))
            assert told(stream) == "first"
        assert is_closed(waiting)
        assert stream.lines.read() in (b"", b"\n")
    assert not [thread for thread in threading.enumerate() if thread.name == "preview"]
    with Server(site, server.port) as again:
        assert ask(again).startswith(b"HTTP/1.1 200 ")


def test_who_hangs_up_on_the_news_with_a_bang_is_not_complained_of(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        with listen(server) as stream:
            assert told(stream) == "first"
            at_once = struct.pack("ii", 1, 0)
            stream.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    until = time.monotonic() + PATIENCE
    while server._open and time.monotonic() < until:
        time.sleep(0.01)
    gc.collect()
    assert (server._open, caplog.messages) == ({}, [])
