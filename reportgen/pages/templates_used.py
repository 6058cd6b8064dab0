"""Which template files a page is made of, also those that are not there and would come first.

Told from the templates' own text, as Jinja would follow it: whether a template
is read anew or was kept compiled makes no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reportgen import shipped

STARTS = ("brief/brief.html.j2", "brief/social.html.j2")
"""The templates that `compose` asks for."""

_NAMING = re.compile(r"\{%[-+]?\s*(?:include|import|from|extends)\s+(.*?)[-+]?%\}", re.DOTALL)
_AFTER_NAMES = re.compile(r"\s(?:as|import|ignore|with|without)\s")
_NAME = re.compile(r"\"([^\"]*)\"|'([^']*)'")


def templates_used(own: Path | None) -> tuple[Path, ...] | None:
    """Every path at which Jinja looks for a template of the brief; `own` comes first.

    None where a template names another one by a value: which one that is shows
    only when it is set.
    """
    looked: dict[Path, None] = {}
    waiting = list(STARTS)
    for name in waiting:
        for path in _places(name, own):
            looked[path] = None
            if path.is_file():
                named = _named(path.read_text(encoding="utf-8"))
                if named is None:
                    return None
                waiting += [each for each in named if each not in waiting]
                break
    return tuple(looked)


def _places(name: str, own: Path | None) -> Iterator[Path]:
    for folder in (own, shipped.templates_folder()):
        if folder is not None:
            yield folder / name


def _named(text: str) -> list[str] | None:
    """The templates that one names; None where it names one by a value."""
    found: list[str] = []
    for naming in _NAMING.findall(text):
        names = _AFTER_NAMES.split(f"{naming} ", maxsplit=1)[0]
        if _NAME.sub("", names).strip(" \t\r\n,[]()"):
            return None
        quoted = (first or second for first, second in _NAME.findall(names))
        # Jinja looks nowhere for a name that leads upward.
        found += [name for name in quoted if ".." not in name.split("/")]
    return found
