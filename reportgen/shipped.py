"""What comes with the package: templates, example studies and their brands.

In a checkout they stand at the top level; in a wheel they lie inside the
package. Both hold the same files, and both are found the same way.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / "shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def templates_folder() -> Path:
    """The templates that every brief starts from."""
    return _folder("templates")


def studies_folder() -> Path:
    """The five example studies, with their brands in `brands/`."""
    return _folder("studies")
