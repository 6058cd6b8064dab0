"""Findings for people: the place, what is wrong, the line with a caret, the remedy."""

from __future__ import annotations

from reportgen.cli.console import Paint, told
from reportgen.cli.formats.report import Report


def write(report: Report, paint: Paint) -> str:
    """One finding after the other."""
    return "\n".join(told(problem, paint) for problem in report.found)
