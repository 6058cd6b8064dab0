"""Findings as annotations of GitHub Actions, and as a table for its step summary.

Workflow commands: a line `::error file=…,line=…,col=…,title=…::message`, in
which `%`, line breaks and, in properties, `:` and `,` are escaped. GitHub shows
ten errors and ten warnings of a step; the summary has them all.
"""

from __future__ import annotations

import re

from reportgen.cli.console import Paint, cleaned
from reportgen.cli.formats.report import Report
from reportgen.problems import Problem


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """A workflow command per finding."""
    return "\n".join(_command(cleaned(problem)) for problem in report.found)


def _command(problem: Problem) -> str:
    span = problem.span
    properties = {"file": span.path, "title": problem.code}
    if span.line:
        properties |= {
            "line": str(span.line),
            "col": str(span.column),
            "endColumn": str(span.column + span.width),
        }
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    message = f"{problem.message}\n{problem.remedy}" if problem.remedy else problem.message
    return f"::{problem.severity.value} {listed}::{_escaped(message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def summary(report: Report) -> str:
    """All findings as Markdown, for the file that GITHUB_STEP_SUMMARY names."""
    lines = [f"### reportgen check: {report.summary()}", ""]
    if report.found:
        lines += ["| Place | Code | What | Remedy |", "| --- | --- | --- | --- |"]
    for problem in map(cleaned, report.found):
        cells = (problem.place, problem.code, problem.message, problem.remedy)
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    """Plain text in a Markdown table: nothing in it is a link, a picture, HTML or a mention."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    return re.sub(r"([\\`*_{}\[\]()#+!|~>])", r"\\\1", escaped).replace("://", "&#58;//")
