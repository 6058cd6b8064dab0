"""Files that a brand names: they lie in its own folder, and nothing is fetched."""

from __future__ import annotations

from os.path import normpath
from pathlib import Path


class FileFault(ValueError):  # noqa: N818 - a fault found in a file, not a mistake of ours
    """A file that a brand may not name; the text says why."""


def on_the_web(text: str) -> bool:
    """Whether a path is an address."""
    return text.partition(":")[0].strip().lower() in ("http", "https")


def file_inside(folder: Path, text: str) -> Path:
    """Where a path of a brand file leads, links followed; `folder` is the brand file's own.

    Raises FileFault for an address and for what lies outside the folder. Of what its own words
    lead outside, nothing is looked at.
    """
    if on_the_web(text):
        raise FileFault("it lies on the web, and nothing is fetched")
    try:
        home = folder.resolve()
        outside = not Path(normpath(home / text)).is_relative_to(home)
        if not outside:
            path = (home / text).resolve()
            outside = not path.is_relative_to(home)
            path.is_file()  # a name that no file can have
    except (OSError, ValueError, RuntimeError):
        raise FileFault("there is no such file") from None
    if outside:
        raise FileFault("it lies outside the brand's folder")
    return path


def content_of(path: Path, most: int) -> bytes:
    """A file that a brand names, of at most so many bytes; raises FileFault."""
    if not path.is_file():
        raise FileFault("there is no such file")
    try:
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError:
        raise FileFault("it cannot be opened") from None
    if len(content) > most:
        raise FileFault(f"it is larger than {most // 1_000_000} MB")
    return content
