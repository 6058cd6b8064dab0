"""A request as text, and whether it may be answered.

Any page in a browser can send requests to a port of this machine. Only those of
the preview's own pages, and of whoever types its address, are let through: the
host has to be this machine by number or as `localhost` (a name of somebody
else's that leads here is refused), and a page of another origin is no reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

MAX_HEAD = 16 * 1024
"""Bytes of a request's line and headers together."""
MAX_TARGET = 2048
MAX_HEADERS = 100

_LINE = re.compile(r"([A-Z]{1,20}) (\S+) HTTP/1\.[01]")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*")
_DECIDING = ("host", "origin", "sec-fetch-site")
_OURS = ("same-origin", "none")  # a page of ours, or nobody's page: typed, or from a terminal


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; the target is compared as it stands, never taken apart."""

    method: str
    target: str


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not answered: a status of HTTP, and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def read_request(head: bytes, port: int) -> Request:
    """The request in the bytes up to the empty line; raises Refused."""
    line, *rest = head.removesuffix(b"\r\n\r\n").decode("latin-1").split("\r\n")
    asked = _LINE.fullmatch(line)
    if asked is None:
        raise Refused(400, "This is no request that a browser sends.")
    method, target = asked.groups()
    if len(target) > MAX_TARGET:
        raise Refused(414, "The address is too long.")
    _look_at_origin(_headers(rest), port)
    if method not in ("GET", "HEAD"):
        raise Refused(405, "A preview is only for reading.")
    return Request(method, target)


def _headers(lines: list[str]) -> Mapping[str, str]:
    """The headers that decide; each may stand once."""
    if len(lines) > MAX_HEADERS:
        raise Refused(431, "These are too many headers.")
    found: dict[str, str] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:
            raise Refused(400, "A header cannot be read.")
        name = header[1].lower()
        if name in found and name in _DECIDING:
            raise Refused(400, f"The header {name} stands twice.")
        found[name] = header[2].lower()
    return found


def _look_at_origin(headers: Mapping[str, str], port: int) -> None:
    hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
    if headers.get("host") not in hosts:
        raise Refused(403, f"The preview is at http://{hosts[0]}/ and at no other address.")
    origin = headers.get("origin")
    if origin is not None and origin not in [f"http://{host}" for host in hosts]:
        raise Refused(403, "Pages from elsewhere may not read the preview.")
    if headers.get("sec-fetch-site", "none") not in _OURS:
        raise Refused(403, "Pages from elsewhere may not lead here: type the address yourself.")
