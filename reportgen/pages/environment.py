"""The Jinja environment: strict, escaped, and closed to the study's text.

Templates are the program's own (or a user's own folder, which shadows any of
them). A study's text reaches them only as values.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import lru_cache
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
from reportgen.limits import TEMPLATE_SIZE
from reportgen.problems import Problem, Problems, Span


class _Loader(FileSystemLoader):
    """Templates from folders; one is taken anew where its text, or who has it first, changed.

    Jinja's own loader goes by the file's time: it misses a file that is saved twice
    at once, and one of the user's that newly shadows ours.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        if ".." in template.split("/"):
            raise TemplateNotFound(template)  # before anything outside is looked at
        for folder in self.searchpath:
            file_there = Path(folder, template.lstrip("/"))
            if not _lies_in(file_there, Path(folder)):
                raise TemplateError(f"“{template}” is a link that leads out of its folder")
            if _is_too_large(file_there):
                raise TemplateError(f"“{template}” is larger than {TEMPLATE_SIZE} bytes")
        try:
            text, file, _ = super().get_source(environment, template)
        except UnicodeDecodeError:
            raise TemplateError(f"“{template}” is not UTF-8") from None

        def is_current() -> bool:
            try:
                return (text, file) == self.get_source(environment, template)[:2]
            except TemplateNotFound:
                return False

        return text, file, is_current


def _lies_in(file: Path, folder: Path) -> bool:
    """Whether a file, where it is there, lies where it seems to, links followed."""
    return not file.exists() or file.resolve().is_relative_to(folder.resolve())


def _is_too_large(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > TEMPLATE_SIZE


def environment(own: Path | None = None) -> Environment:
    """The environment over a user's own folder, where given, and the shipped templates."""
    shipped_ones = shipped.templates_folder()
    return _over((shipped_ones,) if own is None else (own, shipped_ones))


# Compiling the templates takes longer than all else that composing a brief is: once a process.
@lru_cache(maxsize=8)
def _over(folders: tuple[Path, ...]) -> Environment:
    return Environment(
        loader=_Loader(folders),
        # Everywhere, whatever a file is called: select_autoescape goes by the file's ending.
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=True,
    )


def rendered(name: str, own: Path | None, **values: Any) -> str:
    """A template with its values; a fault in a template is a located problem."""
    try:
        return environment(own).get_template(name).render(**values)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError,
            AttributeError, RecursionError) as error:  # fmt: skip
        # What the user's own template computes may fail as any program; ours are tested.
        if own is None and not isinstance(error, TemplateError):
            raise
        raise Problems([_told(error, own)]) from error


def _told(error: Exception, own: Path | None) -> Problem:
    file, line = _place(error)
    message = str(getattr(error, "message", None) or error)
    if isinstance(error, TemplateNotFound):
        message = f"there is no template “{error.name}”"
    elif isinstance(error, RecursionError):
        message = "it is nested too deep, or includes itself"
    text = ""
    if file and Path(file).is_file():
        lines = Path(file).read_text(encoding="utf-8", errors="replace").splitlines()
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


def _place(error: Exception) -> tuple[str, int]:
    """The template's file and line: told by a syntax error, else by the last frame in one."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or "", error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if frame.filename.endswith((".j2", ".css"))]
    return (inside[-1].filename, inside[-1].lineno or 0) if inside else ("", 0)
