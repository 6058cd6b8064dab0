"""`reportgen list`: which studies there are."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli import options
from reportgen.cli.console import Voice, as_json, internal_error, one_line, painted
from reportgen.cli.exits import COULD_NOT_RUN, FINDINGS, INTERNAL_ERROR

if TYPE_CHECKING:
    from reportgen.pipeline import Order


class Form(StrEnum):
    """How the list is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Listed:
    """One study in the list."""

    id: str
    title: str
    kind: str
    language: str
    sponsor: str | None  # who commissioned it; None where that is not disclosed
    publisher: str
    results: int


def list_studies(
    context: typer.Context,
    output_format: Annotated[Form, typer.Option(help="How the list is written.")] = Form.TEXT,
    studies_dir: options.StudiesDir = None,
) -> int:
    """List the studies.

    Id, title, kind, language, sponsor and number of results: a table on a
    terminal, tab-separated lines without a head elsewhere.
    """
    from reportgen.build.attempt import Broken, Failed, attempt, could_not_run
    from reportgen.cli.studies import resolve

    voice: Voice = context.obj
    settings = options.settings_here().over(studies_dir=studies_dir)
    results = [attempt(_listed, order) for order in resolve((), settings, voice)]
    failed = [result for result in results if isinstance(result, Failed)]
    broken = [result for result in results if isinstance(result, Broken)]
    listed = [result.outcome for result in results if not isinstance(result, Failed | Broken)]
    for failure in failed:
        for problem in failure.found:
            voice.problem(problem)
    for fault in broken:
        voice.complain(f"{fault.order.shown_as}: {internal_error(fault.error, False)}")
    _write(listed, output_format, voice)
    if broken:
        return INTERNAL_ERROR
    unreadable = all(could_not_run(problem) for each in failed for problem in each.found)
    if failed and not listed and unreadable:
        return COULD_NOT_RUN
    return FINDINGS if failed else 0


def _listed(order: Order) -> Listed:
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.pages.prose import Setter
    from reportgen.study.reader import read_study

    study = read_study(order.path, order.shown_as, order.text, order.limits).study
    title = Setter(compute(study), load_language(study.language)).plain(study.title)
    return Listed(
        id=study.id,
        title=one_line(title),
        kind=study.kind,
        language=study.language,
        sponsor=study.disclosure.sponsor.text and one_line(study.disclosure.sponsor.text),
        publisher=one_line(study.publisher),
        results=len(study.results),
    )


def _write(listed: list[Listed], form: Form, voice: Voice) -> None:
    if form is Form.JSON:
        voice.out(as_json([asdict(each) for each in listed]))
    elif sys.stdout.isatty():
        _write_table(listed, voice)
    else:
        voice.out("\n".join("\t".join(_cells(each)) for each in listed))


def _cells(study: Listed) -> tuple[str, ...]:
    who = study.sponsor or study.publisher
    cells = (study.id, study.title, study.kind, study.language, who, str(study.results))
    return tuple(cell.replace("\t", " ") for cell in cells)


def _write_table(listed: list[Listed], voice: Voice) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for head in ("Study", "Kind", "Language", "Sponsor"):
        table.add_column(head)
    table.add_column("Results", justify="right")
    for study in listed:
        name, title, *others = _cells(study)
        # Text, not markup: a title may hold [square brackets]. It stands below the id,
        # because beside it neither would have room.
        table.add_row(Text(f"{name}\n{title}"), *map(Text, others))
    plain = voice.paint(sys.stdout) is not painted
    console = Console(
        markup=False, highlight=False, emoji=False, no_color=plain, force_terminal=not plain
    )
    console.print(table)
