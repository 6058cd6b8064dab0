"""`reportgen build`: studies become briefs in the output folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reportgen.cli import options
from reportgen.cli.console import CannotRun, Voice, internal_error, one_line
from reportgen.cli.exits import COULD_NOT_RUN, FINDINGS, INTERNAL_ERROR

if TYPE_CHECKING:
    from reportgen.build.briefs import Delivered, Result
    from reportgen.cli.progress import Progress
    from reportgen.cli.settings import Settings
    from reportgen.pipeline import Order

OUT = Path("out")


def build(
    context: typer.Context,
    studies: options.Studies = None,
    to: options.Formats = None,
    output_dir: options.OutputDir = None,
    output: options.Output = None,
    templates: options.Templates = None,
    base_url: options.BaseUrl = None,
    annex: options.Annexes = None,
    verify: options.Verify = False,
    strict: options.Strict = None,
    studies_dir: options.StudiesDir = None,
    stdin_filename: options.StdinFilename = None,
) -> int:
    """Build briefs.

    Writes out/ID/ID.pdf, out/ID/ID.html and out/manifest.json.
    """
    from reportgen.cli.settings import web_folder
    from reportgen.cli.studies import resolve

    voice: Voice = context.obj
    settings = options.settings_here().over(
        to=tuple(form.value for form in to or ()),
        output_dir=output_dir,
        templates=templates,
        base_url=web_folder(base_url, "--base-url") if base_url else None,
        strict=strict,
        studies_dir=studies_dir,
    )
    if settings.file:
        voice.explain(f"Settings: {settings.file}")
    annexes = tuple(dict.fromkeys(each.value for each in annex or ()))
    orders = tuple(
        replace(order, annexes=annexes)
        for order in resolve(studies or (), settings, voice, stdin_filename)
    )
    if output is not None:
        if verify:
            raise CannotRun(
                "--verify compares files, and -o - writes none", "leave one of them out"
            )
        return _to_stdout(output, orders, voice, bool(settings.strict))
    return _to_folder(orders, settings, voice, verify)


def _to_folder(orders: tuple[Order, ...], settings: Settings, voice: Voice, verify: bool) -> int:
    from reportgen.build.briefs import build_briefs
    from reportgen.build.serial import SerialExecutor
    from reportgen.cli.progress import progress

    results: list[Result] = []
    with SerialExecutor() as executor, progress(voice, len(orders)) as shown:
        for result in build_briefs(orders, settings.output_dir or OUT, executor):
            _tell(result, shown)
            results.append(result)
    ended = _close(results, voice, bool(settings.strict))
    if verify and not _same_again(results, settings.output_dir or OUT, voice):
        return max(ended, FINDINGS)
    return ended


def _same_again(results: list[Result], folder: Path, voice: Voice) -> bool:
    """Whether a second build gives the same bytes; says how it went."""
    from reportgen.build.attempt import Done
    from reportgen.build.verify import differences

    done = [result for result in results if isinstance(result, Done)]
    if not done:
        return True
    delivered = [result.outcome for result in done]
    found = differences([result.order for result in done], delivered, folder)
    for problem in found:
        voice.problem(problem)
    if not found:
        files = sum(len(brief.files) for brief in delivered)
        voice.say(f"Built twice: {files} files and the manifest are the same, byte for byte.")
    return not found


def _tell(result: Result, shown: Progress) -> None:
    from reportgen.build.attempt import Broken, Failed

    name = result.order.shown_as
    if isinstance(result, Broken):
        shown.complain(f"{name}: {internal_error(result.error, False)}")
        shown.step(f"failed: {name}")
        return
    for problem in result.found if isinstance(result, Failed) else result.outcome.warnings:
        shown.problem(problem)
    if isinstance(result, Failed):
        shown.step(f"failed: {name}")
    else:
        shown.step(f"built: {name}")


def _close(results: list[Result], voice: Voice, strict: bool) -> int:
    """The last lines: where each brief lies, and how the build ended. Returns the exit code."""
    from reportgen.build.attempt import Broken, Done, Failed, could_not_run

    delivered = [result.outcome for result in results if isinstance(result, Done)]
    for brief in delivered:
        voice.out(_line(brief))
    failed = [result for result in results if isinstance(result, Failed)]
    broken = [result for result in results if isinstance(result, Broken)]
    if failed or broken:
        names = [result.order.shown_as for result in results if not isinstance(result, Done)]
        voice.complain(
            f"{len(delivered)} of {len(results)} built; these failed: "
            + ", ".join(map(one_line, names))
        )
    if broken:
        return INTERNAL_ERROR
    if failed and len(failed) == len(results):
        found = [problem for each in failed for problem in each.found]
        return COULD_NOT_RUN if all(map(could_not_run, found)) else FINDINGS
    warned = sum(bool(brief.warnings) for brief in delivered)
    if warned and strict:
        voice.complain(f"--strict: {warned} of {len(results)} built with warnings")
    return FINDINGS if failed or (strict and warned) else 0


def _line(brief: Delivered) -> str:
    """`Title: out/id/id.pdf (6 pages, 412 kB), out/id/id.html (820 kB)`."""
    files = []
    for file in brief.files:
        size = f"{max(1, round(file.size / 1000))} kB"
        pages = "" if file.pages is None else f"{file.pages} page{'s'[: file.pages != 1]}, "
        files.append(f"{one_line(str(file.path))} ({pages}{size})")
    return f"{one_line(brief.title)}: {', '.join(files)}"


# --- To stdout -----------------------------------------------------------------------


def _to_stdout(output: str, orders: Iterable[Order], voice: Voice, strict: bool) -> int:
    from reportgen.build.attempt import Broken, Failed, attempt
    from reportgen.pipeline import render

    result = attempt(render, _only_order(output, tuple(orders)))
    if isinstance(result, Broken):
        voice.complain(internal_error(result.error, False))
        return INTERNAL_ERROR
    for problem in result.found if isinstance(result, Failed) else result.outcome.warnings:
        voice.problem(problem)
    if isinstance(result, Failed):
        from reportgen.cli.console import exit_code_of

        return exit_code_of(result.found)
    sys.stdout.buffer.write(result.outcome.artifacts[0].content)
    sys.stdout.buffer.flush()
    return FINDINGS if strict and result.outcome.warnings else 0


def _only_order(output: str, orders: tuple[Order, ...]) -> Order:
    if output != "-":
        raise CannotRun(
            f"-o takes only - (stdout), not “{one_line(output)}”",
            "--output-dir names the folder for files",
        )
    if len(orders) != 1:
        raise CannotRun(f"-o - writes one study, and these are {len(orders)}", "name one of them")
    order = orders[0]
    if len(order.formats) != 1:
        raise CannotRun("-o - writes one format", "add --to pdf or --to html")
    if order.formats in (("pdf",), ("social",)) and sys.stdout.isatty():
        what, name = ("PDF", "brief.pdf") if order.formats == ("pdf",) else ("picture", "brief.png")
        raise CannotRun(f"a {what} is no text for a terminal", f"send it to a file: … > {name}")
    return order
