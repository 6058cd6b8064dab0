"""The preview against pages of others, and against clients that are slow, idle and many.

A real one of a shipped study is asked by real sockets. What must be refused has to come
back with its status and nothing of the brief; whoever is in order is served meanwhile.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from hardening.harness import Harness, Report
from reportgen import shipped
from reportgen.pipeline import Order, render
from reportgen.preview.request import MAX_HEAD, MAX_HEADERS, MAX_TARGET
from reportgen.preview.server import Limits, Server
from reportgen.preview.site import Preview

_PATIENCE = 20.0  # seconds until a client that should have an answer gives up
_AT_ONCE = 2.0  # seconds within which a good client is served, whoever else is there
_QUICK = Limits(head=1.0, body=1.0, linger=0.5)
"""How long the server bears with the slow here; in earnest it is some seconds more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and the status that it has to come back with."""

    line: str
    headers: tuple[str, ...]
    status: int


def requests(port: int, name: str) -> Iterator[Asked]:
    """Everything that must be refused, of a preview at a port that shows one study."""
    own = f"Host: 127.0.0.1:{port}"
    for host in (
        "evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", "127.0.0.1",
        f"127.0.0.1:{port + 1}", f"0.0.0.0:{port}", f"[::1]:{port}", f"2130706433:{port}",
        f"127.1:{port}", f"evil@127.0.0.1:{port}", f"127.0.0.1:{port}.", f"localhost.:{port}", "",
    ):  # fmt: skip
        for target in ("/", f"/{name}/", f"/{name}/{name}.html", f"/{name}/news"):
            yield Asked(f"GET {target} HTTP/1.1", (f"Host: {host}",), 403)
    yield Asked("GET / HTTP/1.1", (), 403)
    yield Asked("GET / HTTP/1.1", (own, "Host: evil.example"), 400)
    for header in (
        "Origin: https://evil.example", "Origin: null", "Origin:", f"Origin: https://127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port + 1}", f"Origin: http://127.0.0.1:{port}.evil.example",
        "Origin: file://", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site",
    ):  # fmt: skip
        for target in ("/", f"/{name}/{name}.html", f"/{name}/news"):
            yield Asked(f"GET {target} HTTP/1.1", (own, header), 403)
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
        yield Asked(f"{method} / HTTP/1.1", (own,), 405)
    for target in _elsewhere(name):
        yield Asked(f"GET {target} HTTP/1.1", (own,), 404)
    for line in ("", "nonsense", "GET /", "GET / HTTP/2.0", "get / HTTP/1.1", "GET /a b HTTP/1.1"):
        yield Asked(line, (own,), 400)
    for header in ("X : y", " folded", "nothing", "X: \0", "Host : evil.example"):
        yield Asked("GET / HTTP/1.1", (own, header), 400)
    yield Asked(f"GET /{'a' * MAX_TARGET} HTTP/1.1", (own,), 414)
    yield Asked("GET / HTTP/1.1", (own, *["X: y"] * MAX_HEADERS), 431)
    yield Asked("GET / HTTP/1.1", (own, f"X: {'y' * MAX_HEAD}"), 431)


def _elsewhere(name: str) -> Iterator[str]:
    """Addresses outside the map: files of the machine, of the project, and near the brief."""
    files = ("etc/passwd", f"studies/{name}.yml", "reportgen.toml", ".git/config", ".env")
    for file in files:
        for way in ("/", "//", "/../", "/../../../../", "/./", "/%2e%2e/", "/..%2f", "/..\\"):
            yield f"{way}{file}"
            yield f"/{name}{way}{file}"
    own = f"{name}.html"
    near = (f"{name}.yml", f"{own}/", f"{own}?x", f"{own}%00", f"./{own}", f"../{name}/{own}")
    yield from (f"/{name}/{each}" for each in near)
    yield from ("/index.html", f"/{name}", f"//{name}/", f"/{name.upper()}/", "*", "/%2e", "/\xe5")
    yield from (f"http://127.0.0.1/{name}/", "file:///etc/passwd", "/_brand.yml", "/static/../x")


# --- Asking ------------------------------------------------------------------------------------


def _ask(server: Server, asked: Asked) -> bytes:
    """What comes back, whole; of a stream of news, which has no end, what comes first."""
    with _connected(server) as client:
        client.sendall("\r\n".join((asked.line, *asked.headers, "", "")).encode("latin-1"))
        received = b""
        while piece := client.recv(1 << 16):
            received += piece
            if b"\r\nContent-Type: text/event-stream" in received:
                break
        return received


def _connected(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=_PATIENCE)


def _good(server: Server, name: str) -> Asked:
    return Asked(f"GET /{name}/{name}.html HTTP/1.1", (f"Host: 127.0.0.1:{server.port}",), 200)


def _served(server: Server, name: str, page: bytes) -> str | None:
    """What is wrong with how a client in order is served; None where nothing is."""
    began = time.monotonic()
    try:
        answer = _ask(server, _good(server, name))
    except OSError as error:
        return f"a client in order was not served: {error}"
    taken = time.monotonic() - began
    if not answer.startswith(b"HTTP/1.1 200 ") or not answer.endswith(page):
        return f"a client in order got {answer[:100]!r}"
    return f"a client in order waited {taken:.1f} s" if taken > _AT_ONCE else None


def _answered_wrongly(server: Server, asked: Asked, page: bytes) -> str | None:
    try:
        answer = _ask(server, asked)
    except OSError as error:
        return f"{asked.line[:200]!r} {asked.headers[:2]}: no answer: {error}"
    refused = answer.startswith(f"HTTP/1.1 {asked.status} ".encode())
    if refused and page[:200] not in answer and b"root:x:0" not in answer:
        return None
    return f"{asked.line[:200]!r} {asked.headers[:2]}: {answer[:100]!r} instead of {asked.status}"


# --- Clients that are a burden -----------------------------------------------------------------


def _burdens(server: Server, name: str, number: int) -> Iterator[socket.socket]:
    """Clients that hang on: silent, half a request, no taking of the answer, streams of news."""
    host = f"Host: 127.0.0.1:{server.port}"
    said = (
        b"",
        b"GET / HTTP/1.1\r\nHost:",
        f"GET /{name}/{name}.html HTTP/1.1\r\n{host}\r\n\r\n".encode(),
        f"GET /{name}/news HTTP/1.1\r\n{host}\r\n\r\n".encode(),
        f"POST / HTTP/1.1\r\n{host}\r\nContent-Length: 99999999\r\n\r\n".encode(),
    )
    for at in range(number):
        client = _connected(server)
        client.sendall(said[at % len(said)])
        yield client


def _dripped(clients: list[socket.socket]) -> None:
    """One byte more of those that are slow to ask."""
    for client in clients[1::5]:
        try:
            client.sendall(b"x")
        except OSError:
            continue  # it has been cut off


def _run(given: Mapping[str, int]) -> Report:
    report = Report()
    study = min(shipped.studies_folder().glob("*.yml"))
    name = study.stem
    order = Order(study, study.name, formats=("html",))
    rendering = render(order)
    page = rendering.artifacts[0].content
    site = Preview()
    site.show((order,), (order,))
    site.delivered(name, rendering, ())
    with Server(site, 0, _QUICK) as server, ExitStack() as stack:
        asked = [*requests(server.port, name)]
        wrong = [_answered_wrongly(server, each, page) for each in asked]
        number = given["clients"]
        burdens = []
        for client in _burdens(server, name, number):
            burdens.append(stack.enter_context(client))
            if len(burdens) % 10 == 0:
                _dripped(burdens)
                wrong.append(_served(server, name, page))
        for _ in range(10):
            time.sleep(_QUICK.head / 5)
            _dripped(burdens)
            wrong.append(_served(server, name, page))
    served = number // 10 + 10
    report.faults += [each for each in wrong if each is not None]
    report.figures.append(
        f"{len(asked)} requests of foreign hosts and origins, other methods, addresses outside the"
        " map and broken heads, each refused with its status"
    )
    report.figures.append(
        f"{number} slow and idle clients at once, while {served} in order were served, each within"
        f" {_AT_ONCE:g} s"
    )
    return report


HARNESS = Harness(
    name="preview",
    proves="pages of others read nothing of it, and no client keeps another out",
    run=_run,
    options={"clients": 300},
)
