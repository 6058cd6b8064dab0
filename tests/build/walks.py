"""Walks that workers are given in tests: tiny ones, and ones that go wrong as their order says."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

from reportgen.outputs.artifact import Artifact
from reportgen.pipeline import Order, Rendering


def name_of(order: Order) -> str:
    return order.path.stem


def render_or_worse(order: Order) -> Rendering:
    """A brief of a few bytes; or what the first word of the study's name says."""
    name = name_of(order)
    go_wrong(name.partition("-")[0])
    page = Artifact(f"{name}/{name}.html", f"page of {name}".encode())
    return Rendering(name, f"Title of {name}", (page,), ((order.shown_as, "ab"),), ())


def go_wrong(how: str) -> None:
    if how == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    while how == "loop":
        pass
    if how == "sleep":
        time.sleep(60)
    hoard: list[bytearray] = []
    while how == "hoard":
        hoard.append(bytearray(10_000_000))
    if how == "abort":  # as libraries in C do where memory runs out
        hoard.append(bytearray(os.urandom(1) * 280_000_000))
        os.abort()
    if how == "exit":
        os._exit(7)


def who(_: object) -> int:
    return os.getpid()


def slowly(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def temporary() -> Path:
    import tempfile

    with tempfile.NamedTemporaryFile(delete=False) as file:
        file.write(b"left behind")
    return Path(file.name)


class Untold(Exception):  # noqa: N818 - named for what cannot be done with it
    """An exception that cannot be unpickled."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def raise_untold() -> None:
    raise Untold("not", "told")


def large(count: int) -> bytes:
    return bytes(count)


def network() -> str:
    """What a connection to a port of this machine comes to."""
    with socket.socket() as line:
        try:
            line.connect(("127.0.0.1", 9))
        except OSError as error:
            return os.strerror(error.errno or 0)
    return "connected"


def limits() -> dict[str, int]:
    import resource

    names = ("AS", "DATA", "CPU", "FSIZE", "NOFILE", "CORE")
    return {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in names}


def loaded() -> frozenset[str]:
    import sys

    return frozenset(sys.modules)


def of_the_nursery() -> tuple[int, int]:
    """How many threads the process has that forked this one, and how many sets of fonts it left."""
    from reportgen.outputs import pdf_fonts

    threads = Path(f"/proc/{os.getppid()}/task")
    count = len(list(threads.iterdir())) if threads.is_dir() else 1
    return count, pdf_fonts._registered.cache_info().currsize
