"""Every row, in the order of the table. A new one is a file beside this one and a line here."""

from __future__ import annotations

from benchmarks.rows import (
    check,
    further_brief,
    growth,
    long_document,
    nothing_changed,
    one_brief,
    one_number,
    protection,
    two_workers,
    watch,
)
from benchmarks.rows.row import Row

ROWS: tuple[Row, ...] = (
    one_brief.ROW,
    one_number.ROW,
    nothing_changed.ROW,
    further_brief.ROW,
    watch.ROW,
    check.ROW,
    protection.ROW,
    two_workers.ROW,
    growth.ROW,
    long_document.ROW,
)
