"""The five briefs, rendered once for a whole run however many processes share the tests."""

from __future__ import annotations

import fcntl
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from page_tree import Page
from paper import Paper

from reportgen import shipped
from reportgen.pipeline import Order, render
from reportgen.study.model import Study
from reportgen.study.reader import read_study

IDS = (
    "it-chefer-om-kundservice",
    "se-kunden",
    "darligere-kundeservice",
    "e-handel-och-kundtjanst",
    "kundtjanster-behover-forbattras",
)
TOOLS = ("weasyprint", "fontTools", "matplotlib", "PIL")


@dataclass(frozen=True)
class Made:
    """One study with its two files, and what the tools said while they were made."""

    study: Study
    pdf_path: Path
    html_path: Path
    said: tuple[str, ...]

    @cached_property
    def paper(self) -> Paper:
        return Paper(self.pdf_path.read_bytes())

    @cached_property
    def page(self) -> Page:
        return Page(self.html_path.read_text(encoding="utf-8"))


class Five:
    """Every brief on demand; `folder` is shared by the processes of one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Made] = {}

    def __getitem__(self, study_id: str) -> Made:
        if study_id not in self._made:
            self._made[study_id] = self._read(study_id)
        return self._made[study_id]

    def _read(self, study_id: str) -> Made:
        source = shipped.studies_folder() / f"{study_id}.yml"
        folder = self._folder / study_id
        folder.mkdir(parents=True, exist_ok=True)
        said = folder / "said.json"
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not said.exists():
                if (folder / "failed").exists():  # once is enough to know
                    pytest.fail((folder / "failed").read_text(encoding="utf-8"), pytrace=False)
                try:
                    said.write_text(json.dumps(_render(source, folder)), encoding="utf-8")
                except Exception as error:
                    (folder / "failed").write_text(f"{study_id} did not render: {error!r}")
                    raise
        return Made(
            study=read_study(source).study,
            pdf_path=folder / f"{study_id}.pdf",
            html_path=folder / f"{study_id}.html",
            said=tuple(json.loads(said.read_text(encoding="utf-8"))),
        )


def _render(source: Path, folder: Path) -> list[str]:
    with listening() as said:
        rendering = render(Order(source, source.name))
    for artifact in rendering.artifacts:
        (folder / Path(artifact.place).name).write_bytes(artifact.content)
    return said + [warning.concise() for warning in rendering.warnings]


@contextmanager
def listening() -> Iterator[list[str]]:
    """Everything that is warned of, by Python's warnings and by the tools' loggers."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"{record.name}: {record.getMessage()}")

    ear = Ear(logging.WARNING)
    for name in TOOLS:
        logging.getLogger(name).addHandler(ear)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            yield said
        finally:
            for name in TOOLS:
                logging.getLogger(name).removeHandler(ear)
            said += [f"{warning.category.__name__}: {warning.message}" for warning in warned]
