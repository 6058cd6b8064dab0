"""Findings as annotations of GitHub Actions, and as a table for its step summary.

Workflow commands: a line `::error file=…,line=…,col=…,title=…::message`, in
which `%`, line breaks and, in properties, `:` and `,` are escaped. GitHub shows
ten errors and ten warnings of a step: of more, the rest stands in the log as
plain lines, and all of them in the summary.
"""

from __future__ import annotations

import re
from collections import Counter

from reportgen.cli.console import Paint, cleaned, without_commands
from reportgen.cli.formats.places import repository_path
from reportgen.cli.formats.report import Report, counted
from reportgen.problems import Problem, Severity

MOST_SHOWN = 10
"""How many annotations of a kind GitHub shows of one step."""


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """A workflow command per finding, up to ten of a kind, then what could not be annotated."""
    commands: list[str] = []
    others: list[str] = []
    shown: Counter[Severity] = Counter()
    for problem in map(cleaned, report.found):
        shown[problem.severity] += 1
        if shown[problem.severity] <= MOST_SHOWN:
            commands.append(_command(problem))
        else:
            others.append(without_commands(problem.concise()))
    if others:
        more = counted(len(others), "more finding", "more findings")
        notice = f"{more} than GitHub annotates: see the log and the summary of this step"
        others.append(f"::notice title=reportgen check::{notice}")
    return "\n".join([*commands, *others])


def _command(problem: Problem) -> str:
    span = problem.span
    properties = {"file": repository_path(span.path), "title": problem.code}
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
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    escaped = re.sub(r"([\\`*_{}\[\]()#+!|~>])", r"\\\1", escaped)
    # GitHub looks for these once more when the rest is done: a space without width parts them.
    escaped = re.sub(r"(?i)(?<=www)(?=\.)|(?<=#)(?=[0-9])|(?<=\bGH-)(?=[0-9])", _NO_SPACE, escaped)
    return escaped.replace("@", f"&#64;{_NO_SPACE}").replace("://", f"&#58;{_NO_SPACE}//")


_NO_SPACE = "&#8203;"
