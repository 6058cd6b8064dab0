"""`reportgen extract`: a brief's PDF gives back what it was made from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli import options
from reportgen.cli.console import CannotRun, Voice, one_line


def extract(
    context: typer.Context,
    brief: Annotated[Path, typer.Argument(metavar="PDF", help="A brief that reportgen made.")],
    output_dir: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the files are to lie.")
    ] = Path(),
    force: Annotated[
        bool, typer.Option("--force", help="Write over files that are already there.")
    ] = False,
) -> int:
    """Take the study, the brand and the results out of a brief's PDF."""
    from reportgen.limits import PDF_SIZE, USUAL
    from reportgen.outputs.files import locked, write_all
    from reportgen.outputs.pdf_carried import files_carried
    from reportgen.source import read_bytes

    voice: Voice = context.obj
    most = USUAL.raised(dict(options.settings_here().limits or ()))
    carried = files_carried(read_bytes(brief, str(brief), PDF_SIZE), str(brief), most)
    there = [file.place for file in carried.files if (output_dir / file.place).exists()]
    if there and not force:
        raise CannotRun(
            f"{_listed(there)} already there in {output_dir}, and nothing was changed",
            "choose another folder with --output-dir, or write over them with --force",
        )
    with locked(output_dir) as folder:
        for path in write_all(folder, carried.files):
            voice.out(one_line(str(path)))
    voice.say(f"Build it again: reportgen build {one_line(str(output_dir / carried.study))}")
    return 0


def _listed(names: list[str]) -> str:
    """The files of a list, with the verb."""
    if len(names) == 1:
        return f"{names[0]} is"
    return f"{', '.join(names[:-1])} and {names[-1]} are"
