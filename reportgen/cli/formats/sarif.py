"""Findings as SARIF 2.1.0, which code-scanning services and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from reportgen.cli.console import Paint, as_json, cleaned
from reportgen.cli.formats.places import fingerprints, repository_path
from reportgen.cli.formats.report import Report
from reportgen.problems import Problem, Severity, Span

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
# In a SARIF text {0} is a placeholder, and [words](target) a link.
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")


def write(report: Report, paint: Paint) -> str:  # noqa: ARG001 - for programs, never painted
    """One JSON object with one run."""
    import reportgen

    found = [cleaned(problem) for problem in report.found]
    codes = sorted({problem.code for problem in found})
    driver = {
        "name": "reportgen",
        "semanticVersion": reportgen.__version__,
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": _results(found, codes),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json(log)


def _rule(code: str) -> dict[str, Any]:
    from reportgen.checks.catalogue import IDLE_ALLOWANCE
    from reportgen.checks.rule import Rule
    from reportgen.cli import rule_pages

    page = rule_pages.explained(code)
    if isinstance(page, Rule):
        return {
            "id": code,
            "shortDescription": {"text": page.title},
            "fullDescription": {"text": page.reason},
            "help": {"text": rule_pages.as_text(page), "markdown": rule_pages.as_markdown(page)},
            "defaultConfiguration": {"level": page.severity.value},
        }
    if page is None:
        return {"id": code}
    level = Severity.WARNING if page is IDLE_ALLOWANCE else Severity.ERROR
    return {
        "id": code,
        "shortDescription": {"text": page.means},
        "help": {"text": rule_pages.as_text(page)},
        "defaultConfiguration": {"level": level.value},
    }


def _results(found: Sequence[Problem], codes: list[str]) -> list[dict[str, Any]]:
    return [
        {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": problem.severity.value,
            "message": {"text": _literal(_said(problem))},
            "locations": [{"physicalLocation": _location(problem.span)}],
            "partialFingerprints": {"reportgen/v1": fingerprint},
        }
        for problem, fingerprint in zip(found, fingerprints(found), strict=True)
    ]


def _said(problem: Problem) -> str:
    return f"{problem.message}\n{problem.remedy}" if problem.remedy else problem.message


def _literal(text: str) -> str:
    return _LINK.sub(r"\\[", _PLACEHOLDER.sub(r"{{\1}}", text))


def _location(span: Span) -> dict[str, Any]:
    from urllib.parse import quote

    path = repository_path(span.path)
    artifact = {"uri": quote(path)}
    if path.startswith("/"):
        artifact["uri"] = f"file://{artifact['uri']}"
    else:
        artifact["uriBaseId"] = "%SRCROOT%"
    location: dict[str, Any] = {"artifactLocation": artifact}
    if span.line:
        room = max(1, len(span.text) - span.column + 1)
        end = span.column + min(span.width, room)
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endColumn": end,
            "snippet": {"text": span.text[span.column - 1 : end - 1]},
        }
        location["contextRegion"] = {"startLine": span.line, "snippet": {"text": span.text}}
    return location
