"""The Jinja environment: strict, escaped, and closed to the study's text.

Templates are the program's own (or a user's own folder, which shadows any of
them). A study's text reaches them only as values.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reportgen import shipped


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
