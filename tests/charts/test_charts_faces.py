"""Text is measured in the brand's own face; one that cannot be drawn is said to be so."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.charts.faces import measure_text
from reportgen.problems import Problems


def test_a_font_that_cannot_be_drawn_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "own.ttf"
    path.write_bytes(b"\0\1\0\0")
    with pytest.raises(Problems) as raised:
        measure_text(str(path), "a", 10)
    (problem,) = raised.value.found
    assert problem.full() == (
        "own.ttf: BRAND106 “own.ttf” cannot be drawn: its outlines are broken\n"
        "    name a font that is whole in typography.fonts of the brand"
    )
