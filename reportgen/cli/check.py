"""`reportgen check`: every finding in the studies, without building them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli import options
from reportgen.cli.console import Voice, internal_error, safe, unpainted
from reportgen.cli.exits import COULD_NOT_RUN, FINDINGS, INTERNAL_ERROR
from reportgen.cli.formats import WRITERS, github
from reportgen.cli.formats.report import Format, Report

if TYPE_CHECKING:
    from reportgen.build.attempt import Broken
    from reportgen.pipeline import Order
    from reportgen.problems import Problem


def check(
    context: typer.Context,
    studies: options.Studies = None,
    output_format: Annotated[
        Format, typer.Option(help="How the findings are written.")
    ] = Format.TEXT,
    output_file: options.OutputFile = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Print every claim, the result behind it, and the verdict."),
    ] = False,
    strict: options.Strict = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")
    ] = False,
    studies_dir: options.StudiesDir = None,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """Find what is wrong in studies, without building them."""
    from reportgen.cli.studies import resolve

    voice: Voice = context.obj
    settings = options.settings_here().over(studies_dir=studies_dir, strict=strict)
    orders = resolve(studies or (), settings, voice, stdin_filename)
    if explain:
        return _explain(orders, output_format, voice)
    found, unread, broken = _check(orders)
    shown = tuple(order.shown_as for order in orders)
    report = Report(shown, found, strict=bool(settings.strict))
    _write(report, output_format, output_file, voice)
    for failure in broken:
        voice.complain(f"{failure.order.shown_as}: {internal_error(failure.error, False)}")
    voice.say(report.summary())
    if broken:
        return INTERNAL_ERROR
    if unread == len(orders):
        return COULD_NOT_RUN
    failing = report.found if settings.strict else report.errors
    return FINDINGS if failing and not exit_zero else 0


def _explain(orders: tuple[Order, ...], form: Format, voice: Voice) -> int:
    """Print the ledgers; a study that cannot be read raises its `Problems`."""
    from reportgen.cli.explain import ledger_json, ledger_text
    from reportgen.pipeline import explain

    ledgers = {order.shown_as: explain(order) for order in orders}
    if form is Format.JSON:
        voice.out(ledger_json(ledgers))
    else:
        voice.out("\n\n".join(ledger_text(shown, each) for shown, each in ledgers.items()))
    return 0


def _check(orders: tuple[Order, ...]) -> tuple[tuple[Problem, ...], int, list[Broken]]:
    """Everything found, how many studies had no text to read, and faults of our own."""
    from reportgen.build.attempt import Broken, Failed, attempt, could_not_run
    from reportgen.pipeline import find_problems

    found: list[Problem] = []
    unread = 0
    broken = []
    for order in orders:
        result = attempt(find_problems, order)
        if isinstance(result, Broken):
            broken.append(result)
        elif isinstance(result, Failed):
            found += result.found
            unread += all(map(could_not_run, result.found))
        else:
            found += result.outcome
    # A brand that several studies share is wrong once.
    return tuple(dict.fromkeys(found)), unread, broken


def _write(report: Report, form: Format, to: Path | None, voice: Voice) -> None:
    if to is not None:
        from reportgen.cli.schema import write_file

        text = WRITERS[form](report, unpainted)
        write_file(to, f"{text}\n" if text else "")
    elif form is Format.GITHUB:
        voice.out_exactly(WRITERS[form](report, unpainted))
    else:
        voice.out(WRITERS[form](report, voice.paint(sys.stdout)))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if form is Format.GITHUB and summary:
        with Path(summary).open("a", encoding="utf-8") as stream:
            stream.write(safe(github.summary(report)) + "\n")
