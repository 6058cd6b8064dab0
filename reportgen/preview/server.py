"""A small web server for this machine alone: it reads from a map in memory, and never a disk.

Each connection carries one request. Whoever is slow is cut off, and where too
many are open the oldest that waits makes room, so that nobody can keep others out.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Protocol, Self

from reportgen.preview.request import MAX_HEAD, Refused, read_request

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a client may take; times in seconds."""

    connections: int = 64
    head: float = 5.0  # until a request has come in
    body: float = 30.0  # until an answer has been taken
    linger: float = 1.0  # until the client has hung up
    heartbeat: float = 15.0  # between signs of life on a stream of news


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands at an address."""

    content: bytes
    media: str  # as Content-Type says it
    policy: str  # as Content-Security-Policy says it


class Site(Protocol):
    """What is served. Both are asked from the server's own thread."""

    def answer(self, target: str) -> Answer | None:
        """What stands at an address; None where nothing does."""

    def news(self, target: str) -> Callable[[], str] | None:
        """What tells, in one line, the state of the page whose stream of news this is."""


class Server:
    """Listens from the moment it is made; serves inside its `with` statement, on its own thread.

    Port 0 takes any that is free. Raises OSError where the port is taken.
    """

    def __init__(self, site: Site, port: int, limits: Limits | None = None) -> None:
        self._site = site
        self._limits = limits or Limits()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((LOOPBACK, port))
            self._socket.listen(128)
        except OSError:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._changed = asyncio.Event()
        # What each connection does, the oldest first, and the tasks that serve them.
        self._open: dict[asyncio.StreamWriter, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="preview", daemon=True)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://{LOOPBACK}:{self.port}/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(timeout=1)

    def tell(self) -> None:
        """Let every stream of news look again; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._ring)

    # --- On the server's thread ------------------------------------------------------

    def _ring(self) -> None:
        # Who waits holds the old bell; who comes later gets the new one.
        rung, self._changed = self._changed, asyncio.Event()
        rung.set()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._meet, sock=self._socket, limit=MAX_HEAD)
        await self._ended.wait()
        # Whom asyncio is about to take up would be forgotten, and left open, if it closed now.
        self._loop.remove_reader(self._socket)
        for _ in ("taken up", "met"):
            await asyncio.sleep(0)
        server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.gather(*self._tasks)

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take up a new connection, if need be in the place of an old one."""
        if self._ended.is_set() or not self._made_room():
            writer.transport.abort()
            return
        self._open[writer] = _WAITING
        task = self._loop.create_task(self._talk(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _made_room(self) -> bool:
        """See that one more may be open: the oldest that waits goes. False where none waits."""
        if len(self._open) < self._limits.connections:
            return True
        for kind in (_WAITING, _LISTENING):
            oldest = next((writer for writer, doing in self._open.items() if doing == kind), None)
            if oldest is not None:
                del self._open[oldest]
                oldest.transport.abort()
                return True
        return False

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # With nothing held back, whoever has drained it has sent everything.
        writer.transport.set_write_buffer_limits(high=0)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            pass  # the other side is gone, or was too slow
        finally:
            self._open.pop(writer, None)
            writer.transport.abort()

    def _now(self, writer: asyncio.StreamWriter, doing: str) -> None:
        if writer in self._open:  # else it made room, and is being closed
            self._open[writer] = doing

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b""
        try:
            head = await self._head(reader)
            request = read_request(head, self.port)
            news = self._site.news(request.target)
            if news is not None and request.method == "GET":
                self._now(writer, _LISTENING)
                await self._stream(reader, writer, news)
                return
            answer = self._site.answer(request.target)
            if answer is None:
                raise Refused(404, "There is nothing at this address.")
            sent = _sent(HTTPStatus.OK, answer, head)
        except Refused as refused:
            text = Answer(f"{refused}\n".encode(), "text/plain; charset=utf-8", _NOTHING)
            sent = _sent(HTTPStatus(refused.status), text, head)
        except (ConnectionError, TimeoutError, asyncio.IncompleteReadError):
            raise
        except Exception as error:
            said = f"This is a fault in reportgen: {type(error).__name__}: {error}\n"
            text = Answer(said.encode(), "text/plain; charset=utf-8", _NOTHING)
            sent = _sent(HTTPStatus.INTERNAL_SERVER_ERROR, text, head)
        self._now(writer, _ANSWERING)
        writer.write(sent)
        await self._taken(writer)
        writer.write_eof()
        self._now(writer, _WAITING)
        await self._hung_up(reader)

    async def _taken(self, writer: asyncio.StreamWriter) -> None:
        """Wait until the client has taken what was written, but not for ever."""
        try:
            async with asyncio.timeout(self._limits.body):
                await writer.drain()
        except TimeoutError:
            # Else the system would go on offering what is left.
            at_once = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            raise

    async def _head(self, reader: asyncio.StreamReader) -> bytes:
        async with asyncio.timeout(self._limits.head):
            try:
                return await reader.readuntil(b"\r\n\r\n")
            except asyncio.LimitOverrunError:
                raise Refused(431, "This is more than a browser asks with.") from None

    async def _hung_up(self, reader: asyncio.StreamReader) -> None:
        """Wait until the client has closed, whatever it still sends: it may be reading."""
        async with asyncio.timeout(self._limits.linger):
            while await reader.read(MAX_HEAD):
                pass

    async def _stream(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        news: Callable[[], str],
    ) -> None:
        """Tell the state of a page now and whenever it is another, until the client hangs up."""
        writer.write(_head(HTTPStatus.OK, "text/event-stream", _NOTHING) + b"retry: 500\n")
        said = ""
        gone = asyncio.ensure_future(reader.read(1))
        try:
            while not gone.done():
                # Taken before the look, so that no ring between the two is lost.
                bell = self._changed
                now = news()
                writer.write(f"data: {now}\n\n".encode() if now != said else b":\n\n")
                said = now
                await self._taken(writer)
                await self._rung(bell, gone)
        finally:
            gone.cancel()
            if gone.done() and not gone.cancelled():
                gone.exception()  # how it hung up: asyncio complains of what nobody has asked for

    async def _rung(self, bell: asyncio.Event, gone: asyncio.Future[bytes]) -> None:
        """Wait for the bell, the next sign of life, or the end."""
        ring = asyncio.ensure_future(bell.wait())
        try:
            await asyncio.wait(
                (ring, gone),
                timeout=self._limits.heartbeat,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            ring.cancel()


_WAITING, _LISTENING, _ANSWERING = "waiting", "listening", "answering"
_NOTHING = "default-src 'none'; frame-ancestors 'none'"


def _head(status: HTTPStatus, media: str, policy: str, *more: str) -> bytes:
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {media}",
        f"Content-Security-Policy: {policy}",
        "Cache-Control: no-store",
        "Connection: close",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Referrer-Policy: no-referrer",
        "X-Content-Type-Options: nosniff",
        *more,
    )
    return "\r\n".join((*lines, "", "")).encode("ascii")


def _sent(status: HTTPStatus, answer: Answer, asked: bytes) -> bytes:
    """The bytes of an answer to a request that began so."""
    more = [f"Content-Length: {len(answer.content)}"]
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        more.append("Allow: GET, HEAD")
    head = _head(status, answer.media, answer.policy, *more)
    return head if asked.startswith(b"HEAD ") else head + answer.content
