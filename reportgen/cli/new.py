"""`reportgen new`: a commented study to start from, which builds at once."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.console import CannotRun, Voice, one_line

_STARTER = Path(__file__).parent / "starter"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_ID_LINE = re.compile(r"^id: .*$", re.MULTILINE)
SCHEMA = "study.schema.json"


class StudyLanguage(StrEnum):
    """A language that briefs are written in."""

    SV = "sv"
    NB = "nb"
    EN = "en"


def new(
    context: typer.Context,
    study_id: Annotated[
        str, typer.Argument(metavar="ID", help="The new study's id: a-z, 0-9 and hyphens.")
    ],
    language: Annotated[
        StudyLanguage, typer.Option(help="The language of the brief.")
    ] = StudyLanguage.SV,
    folder: Annotated[
        Path, typer.Option("--dir", metavar="DIR", help="Where the study is to lie.")
    ] = Path("studies"),
) -> int:
    """Write a commented study to start from."""
    voice: Voice = context.obj
    _refuse_wrong_id(study_id)
    path = folder / f"{study_id}.yml"
    text = (_STARTER / f"{language.value}.yml").read_text(encoding="utf-8")
    _make(folder)
    # The study comes last: where it is, everything is.
    _refuse_taken(path)
    schema = _write_schema(folder / SCHEMA)
    _write_new(path, _ID_LINE.sub(f"id: {study_id}", text, count=1))
    for written in (path, *schema):
        voice.out(one_line(str(written)))
    where = "" if folder == Path("studies") else f" --studies-dir {folder}"
    voice.say(
        f"Edit it, then: reportgen check{where} {study_id}, reportgen build{where} {study_id}"
    )
    return 0


def _refuse_wrong_id(study_id: str) -> None:
    if _ID.fullmatch(study_id):
        return
    near = re.sub(r"[^a-z0-9]+", "-", _unaccented(study_id).lower()).strip("-")[:80]
    remedy = f"it may hold a-z, 0-9 and hyphens{f', such as {near}' if near else ''}"
    raise CannotRun(f"“{one_line(study_id)}” cannot be a study's id", remedy)


def _unaccented(text: str) -> str:
    import unicodedata

    decomposed = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("æ", "ae"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _make(folder: Path) -> None:
    from reportgen.outputs.files import clear_unfinished

    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_unfinished(folder)
    except OSError as error:
        raise CannotRun(
            f"the folder {folder} cannot be made ({error.strerror})", "choose another with --dir"
        ) from None


def _refuse_taken(path: Path) -> None:
    if os.path.lexists(path):
        raise CannotRun(
            f"{path} is already there, and nothing was changed", "choose another id, or move it"
        )


def _write_new(path: Path, text: str) -> None:
    from reportgen.outputs.artifact import Artifact
    from reportgen.outputs.files import write_new

    try:
        write_new(path.parent, Artifact(path.name, text.encode()))
    except FileExistsError:  # made by somebody else in this moment
        _refuse_taken(path)


def _write_schema(path: Path) -> tuple[Path, ...]:
    """The schema beside the studies, brought up to date: it is ours, nobody edits it.

    Returns the path of what was written.
    """
    from reportgen.cli.schema import schema_text, write_file

    text = schema_text()
    if path.is_file() and path.read_bytes() == text.encode():
        return ()
    write_file(path, text)
    return (path,)
