"""What a kind of chart is: how it draws, what it says, what its table holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportgen.charts.canvas import Canvas
from reportgen.charts.chart import Table
from reportgen.charts.sheet import Sheet
from reportgen.study.fits import FITS
from reportgen.study.model import ChartKind, Precision


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of chart; `kinds/<kind>.py` holds it as KIND."""

    kind: ChartKind
    draw: Callable[[Canvas, Sheet], None]
    describe: Callable[[Sheet], str]
    table: Callable[[Sheet], Table]

    @property
    def fits(self) -> frozenset[Precision]:
        """The precisions that may be drawn so."""
        return FITS[self.kind]
