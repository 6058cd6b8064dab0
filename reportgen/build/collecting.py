"""When Python looks for unused objects: between briefs, not a hundred times in one.

A brief is a million short-lived objects that hang together until it is written; looking
through them while they are made frees nothing and takes a quarter of its time.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

_MANY = 200_000


def collect_seldom() -> None:
    """Let unused objects be looked for where many have come, rather than at every 700 new ones.

    Starting makes a hundred thousand objects that all stay, and a study's findings as many:
    to look through them again and again is a tenth of `check`.
    """
    gc.set_threshold(_MANY, 10, 10)


def collect_between_briefs_alone() -> None:
    """Let unused objects be looked for before each brief, and at no other time.

    For a process that makes one brief after the other, or only one: looking through what the
    last brief has left, while its files are written, is a twentieth of a build.
    """
    gc.disable()


def collect_what_is_left() -> None:
    """Free what the last brief has left. What stays is set apart the first time.

    The libraries never become garbage, and are no more looked through.
    """
    gc.collect()
    set_apart()


@cache
def set_apart() -> None:
    """Let what is there now never be looked through again: once in a process and its children.

    Whether it is done is remembered here, for Python counts what is set apart one by one.
    """
    gc.freeze()


def leave_the_rest() -> None:
    """Spare what the process still holds a last look: the system takes it back at once.

    A tenth of a build: a million objects hang together.
    """
    gc.freeze()


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let nothing be collected meanwhile; what an earlier brief left is collected first.

    So a worker's memory stays level.
    """
    if "weasyprint" in sys.modules:
        collect_what_is_left()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
