"""`reportgen rule`: what a code means, why, and what to do about it."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from reportgen.cli.console import CannotRun, Paint, Voice, one_line
from reportgen.problems import did_you_mean


class Form(StrEnum):
    """How a page is written."""

    TEXT = "text"
    MARKDOWN = "markdown"


def rule(
    context: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="[CODE]", help="Such as CHART101. Without it: all codes.", show_default=False
        ),
    ] = None,
    output_format: Annotated[
        Form, typer.Option(help="How it is written; markdown is for rules only.")
    ] = Form.TEXT,
) -> int:
    """Explain a code: what it demands and why, with examples."""
    voice: Voice = context.obj
    voice.out(_text(code, output_format, voice.paint(sys.stdout)))
    return 0


def _text(code: str | None, form: Form, paint: Paint) -> str:
    from reportgen.checks.rule import Rule
    from reportgen.cli import rule_pages

    if code is None:
        if form is Form.MARKDOWN:
            return rule_pages.document().rstrip("\n")
        titles = rule_pages.titles()
        width = max(len(each) for each, _ in titles)
        return "\n".join(
            f"{paint('strong', each)}{' ' * (width - len(each))}  {title}" for each, title in titles
        )
    page = rule_pages.explained(code.upper())
    if page is None:
        known = [each for each, _ in rule_pages.titles()]
        raise CannotRun(
            f"there is no code “{one_line(code)}”",
            _nearest(code, known),
        )
    if form is Form.TEXT:
        return rule_pages.as_text(page, paint)
    if isinstance(page, Rule):
        return f"## {page.code}\n\n{rule_pages.as_markdown(page)}"
    raise CannotRun(f"{page.code} is no rule", "without --output-format its meaning is shown")


def _nearest(code: str, known: list[str]) -> str:
    near = did_you_mean(code.upper(), known)
    return near if near.startswith("did you mean") else "`reportgen rule` lists them all"
