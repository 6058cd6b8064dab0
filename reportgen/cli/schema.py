"""`reportgen schema`: what an editor needs to complete and underline a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.console import Voice


def schema_text() -> str:
    """The JSON Schema of a study file, as text."""
    import json

    from reportgen.study.schema import study_schema

    return json.dumps(study_schema(), ensure_ascii=False, indent=2) + "\n"


def schema(
    context: typer.Context,
    output_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to this file instead of stdout.")
    ] = None,
) -> int:
    """Print the JSON Schema of a study file."""
    voice: Voice = context.obj
    text = schema_text()
    if output_file is None:
        voice.out(text.rstrip("\n"))
    else:
        write_file(output_file, text)
    return 0


def write_file(path: Path, text: str) -> None:
    """Write a text file whole; raises `Problems` where that cannot be done."""
    from reportgen.outputs.artifact import Artifact
    from reportgen.outputs.files import write_artifact

    write_artifact(path.parent, Artifact(path.name, text.encode()))
