"""`reportgen show`: a brief in the terminal."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import typer

from reportgen.cli import options
from reportgen.cli.console import Voice, safe

if TYPE_CHECKING:
    from reportgen.pipeline import Order

NARROWEST, WIDEST, PIPED = 40, 100, 80


def show(
    context: typer.Context,
    study: options.OneStudy,
    studies_dir: options.StudiesDir = None,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """Show a brief in the terminal; plain text where it is piped."""
    from reportgen.cli.studies import resolve

    voice: Voice = context.obj
    settings = options.settings_here().over(studies_dir=studies_dir)
    (order,) = resolve((study,), settings, voice, stdin_filename)
    voice.out(_text(order, voice))
    return 0


def _text(order: Order, voice: Voice) -> str:
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.outputs.terminal import brief_text
    from reportgen.pipeline import read_and_check
    from reportgen.study.typesetting import typeset_study

    loaded, warnings = read_and_check(order)
    for problem in warnings:
        voice.problem(problem)
    language = load_language(loaded.study.language)
    study = typeset_study(loaded.study, language.texts)
    text = brief_text(compute(study), language, _width())
    paint = voice.paint(sys.stdout)
    return "\n".join(
        paint(line.style, safe(line.text)) if line.style else safe(line.text) for line in text
    )


def _width() -> int:
    if not sys.stdout.isatty():
        return PIPED
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size().columns))
