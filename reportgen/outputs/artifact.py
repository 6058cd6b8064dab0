"""A file that a build writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """The bytes of one file and its place under the output folder, as `<id>/<id>.pdf`."""

    place: str
    content: bytes
    pages: int | None = None  # of a PDF
