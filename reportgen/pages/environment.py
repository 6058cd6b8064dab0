"""The Jinja environment: strict, escaped, and closed to the study's text.

Templates are the program's own (or a user's own folder, which shadows any of
them). A study's text reaches them only as values.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)

from reportgen import shipped
from reportgen.problems import Problem, Problems, Span


def environment(own: Path | None = None) -> Environment:
    """The environment over a user's own folder, where given, and the shipped templates."""
    folders = [folder for folder in (own, shipped.templates_folder()) if folder is not None]
    return Environment(
        loader=FileSystemLoader(folders),
        # Everywhere, whatever a file is called: select_autoescape goes by the file's ending.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )


def rendered(name: str, own: Path | None, **values: Any) -> str:
    """A template with its values; a fault in a template is a located problem."""
    try:
        return environment(own).get_template(name).render(**values)
    except TemplateError as error:
        raise Problems([_told(error, own)]) from error


def _told(error: TemplateError, own: Path | None) -> Problem:
    file, line = _place(error)
    message = str(error.message or error)
    if isinstance(error, TemplateNotFound):
        message = f"there is no template “{error.name}”"
    text = ""
    if file and Path(file).is_file():
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        text = lines[line - 1] if 0 < line <= len(lines) else ""
    shown = str(own) if own else "templates"
    for folder in (own, shipped.templates_folder()):
        if folder is not None and file and Path(file).is_relative_to(folder):
            shown = f"{folder.name}/{Path(file).relative_to(folder).as_posix()}"
            break
    indent = len(text) - len(text.lstrip())
    return Problem(
        code="TEMPLATE101",
        message=message,
        span=Span(shown, line, indent + 1 if line else 0, max(1, len(text.strip())), text),
        remedy="compare with the template of the same name that comes with reportgen",
    )


def _place(error: TemplateError) -> tuple[str, int]:
    """The template's file and line: told by a syntax error, else by the last frame in one."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or "", error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith((".j2", ".css"))]
    return (inside[-1].filename, inside[-1].lineno or 0) if inside else ("", 0)
