"""Text is measured in the brand's own face; one that cannot be drawn is said to be so."""

from __future__ import annotations

import os
import shutil
import string
from pathlib import Path

import font_hanken_grotesk
import pytest

from reportgen.charts import faces
from reportgen.charts.faces import measure_text
from reportgen.problems import Problems

FONT = Path(font_hanken_grotesk.__file__).parent / "files" / "HankenGrotesk-Regular.otf"


def _measured(times: int) -> str:
    """The width of each letter, measured so many times, or what went wrong."""
    found = set()
    for _ in range(times):
        faces._ems.cache_clear()
        found.add(repr([measure_text(str(FONT), letter, 10) for letter in string.ascii_letters]))
    return "\n".join(sorted(found))


def test_processes_that_are_forked_from_one_measure_alike(tmp_path: Path) -> None:
    """Workers are: a font that their parent had open would be read by all of them at once."""
    measure_text(str(FONT), " ", 10)
    forks = []
    for name in "abcd":
        forks.append(os.fork())
        if forks[-1] == 0:
            try:
                (tmp_path / name).write_text(_measured(20), "utf-8")
            finally:
                os._exit(0)
    for fork in forks:
        os.waitpid(fork, 0)
    assert {path.read_text("utf-8") for path in tmp_path.iterdir()} == {_measured(1)}
    assert len(list(tmp_path.iterdir())) == 4


def test_no_font_stays_open() -> None:
    faces._font.cache_clear()
    faces._ems.cache_clear()
    measure_text(str(FONT), "a", 10)
    opened = [path for path in Path("/dev/fd").iterdir() if path.exists()]
    assert [path for path in opened if path.samefile(FONT)] == []


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


def test_a_font_that_was_replaced_is_measured_anew(tmp_path: Path) -> None:
    path = tmp_path / "own.otf"
    widths = []
    for cut in ("Regular", "Bold", "Regular"):
        shutil.copy(FONT.with_name(f"HankenGrotesk-{cut}.otf"), tmp_path / "new")
        (tmp_path / "new").replace(path)
        widths.append(measure_text(str(path), "mmm", 10))
    assert widths[0] == widths[2] == measure_text(str(FONT), "mmm", 10)
    assert widths[1] != widths[0]
