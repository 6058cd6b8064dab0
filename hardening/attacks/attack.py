"""One attack: the files that a stranger would send, and how it has to end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hardening.study import Place, spoiled

BUILT = "built"
"""The end of an attack that comes to nothing: the brief is built, and holds what was written."""


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link in a file's place."""

    to: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe in a file's place: whoever opens it waits."""


Content = str | bytes | Link | Pipe


@dataclass(frozen=True, slots=True)
class Attack:
    """A study, and what stands beside it in the folder of studies.

    `ends` is the code that refuses it, or `BUILT`.
    """

    name: str  # of the study's file, without .yml
    tries: str
    ends: str
    study: Content
    beside: Mapping[str, Content] = field(default_factory=dict)  # by path in the folder

    @property
    def files(self) -> dict[str, Content]:
        """Every file by its path in the folder of studies."""
        return {f"{self.name}.yml": self.study, **self.beside}


def write(files: Mapping[str, Content], folder: Path) -> None:
    """Lay files out in a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content.to)
        elif isinstance(content, Pipe):
            os.mkfifo(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)


def with_text(name: str, tries: str, text: str, places: Iterable[Place], ends: str) -> Attack:
    """A study that holds a text at some places."""
    return Attack(name, tries, ends, spoiled(name, dict.fromkeys(places, text)))


def with_brand(
    name: str, tries: str, ends: str, brand: Content, beside: Mapping[str, Content] | None = None
) -> Attack:
    """A sound study with a brand of its own; `beside` lies in the brand's folder."""
    folder = f"brands/{name}"
    files = {f"{folder}/{path}": content for path, content in (beside or {}).items()}
    study = spoiled(name, {("brand",): name})
    return Attack(name, tries, ends, study, {f"{folder}/_brand.yml": brand, **files})
