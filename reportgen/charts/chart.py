"""A chart as it leaves the drawing room."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.study.model import ChartKind


@dataclass(frozen=True, slots=True)
class Table:
    """The chart's data for those who cannot see it: texts, ready to print.

    The first cell of a row is its header; `numeric` says which columns (by
    position) are numbers and align right.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG of a given width, in CSS px (1 px = 1 user unit)."""

    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, drawn for a page and for a narrow screen.

    `title` and `note` are still the study's prose (references included) and
    are set by the pages room; `measure` and `source` are plain text.
    """

    id: str
    kind: ChartKind
    title: str
    measure: str  # what is measured, unit, base
    note: str | None
    source: str
    alt: str
    table: Table
    wide: Drawing
    narrow: Drawing
    results: tuple[str, ...]
