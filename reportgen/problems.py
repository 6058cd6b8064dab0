"""What can be wrong, where it is, and what to do about it.

A room never prints and never exits: it returns values, or raises `Problems`
with everything it found. Only the command line shows them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum


class Severity(Enum):
    """How much a problem weighs: an error stops the brief, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a text file. Lines and columns count characters from 1.

    `line == 0` means the file as a whole (it is missing, empty or not text).
    `text` is the source line as it stands, `width` the number of characters
    that the caret underlines (at least 1).
    """

    path: str
    line: int = 0
    column: int = 0
    width: int = 1
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One complaint: a stable code, a place, the reason and the remedy."""

    code: str
    message: str
    span: Span
    remedy: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        # What is quoted may be as long as a text in a study may be.
        for part in ("message", "remedy"):
            text: str = getattr(self, part)
            if len(text) > _LONGEST:
                object.__setattr__(self, part, f"{text[:_HEAD]}…{text[-_TAIL:]}")

    @property
    def place(self) -> str:
        """`file:line:col`, or just the file where the whole file is meant."""
        if not self.span.line:
            return self.span.path
        return f"{self.span.path}:{self.span.line}:{self.span.column}"

    def concise(self) -> str:
        """The one-line form that editors and CI logs parse."""
        return f"{self.place}: {self.code} {self.message}"

    def full(self) -> str:
        """The concise line, then the source line with a caret, then the remedy."""
        lines = [self.concise()]
        if self.span.line and self.span.text.strip():
            text, start = _around(self.span)
            # Tabs stay tabs so that the caret stands under its character.
            pad = "".join("\t" if char == "\t" else " " for char in text[:start])
            width = max(1, min(self.span.width, len(text) - start))
            lines += [f"    {text}", f"    {pad}{'^' * width}"]
        if self.remedy:
            lines.append(f"    {self.remedy}")
        return "\n".join(lines)


_LONGEST, _HEAD, _TAIL = 600, 300, 200
"""Characters of a message or a remedy, and what is shown of a longer one."""
_WIDEST, _BEFORE = 160, 60
"""Characters of a source line that are shown, and how many of them before the place."""


def _around(span: Span) -> tuple[str, int]:
    """The part of a source line that is shown, and where the place begins in it."""
    start = span.column - 1
    if len(span.text) <= _WIDEST:
        return span.text, start
    first = max(0, min(start - _BEFORE, len(span.text) - _WIDEST))
    shown = span.text[first : first + _WIDEST]
    if first:
        shown = f"…{shown[1:]}"
    if first + _WIDEST < len(span.text):
        shown = f"{shown[:-1]}…"
    return shown, start - first


class Problems(Exception):  # noqa: N818 - it is a collection of findings, raised as one
    """Everything that a room found wrong, sorted by place."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found: tuple[Problem, ...] = tuple(
            sorted(found, key=lambda problem: (problem.span, problem.code, problem.message))
        )
        super().__init__("\n".join(problem.concise() for problem in self.found))


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A remedy naming the nearest known word, or all of them where none is near."""
    from difflib import get_close_matches

    names = sorted(set(known))
    near = get_close_matches(wrong, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean “{near[0]}”?"
    shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"known here: {shown}" if names else ""
