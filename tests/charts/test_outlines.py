"""The four outlines of our own beside matplotlib's patches, and what drawing one loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.patches import BoxStyle, Circle, FancyBboxPatch, Rectangle
from matplotlib.path import Path as Outline

from reportgen.charts.outlines import circle, line, rectangle, rounded

CHECKOUT = Path(__file__).parents[2]
places = some.floats(-500, 500)
lengths = some.floats(0.5, 900)
quickly = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def _same_ground(ours: Outline, theirs: Outline, at: np.ndarray) -> bool:
    """Whether both cover the same of these points, but for a hair at the edge."""
    hair = 0.02
    inside = theirs.contains_points(at, radius=hair), theirs.contains_points(at, radius=-hair)
    sure = inside[0] == inside[1]
    return bool((ours.contains_points(at)[sure] == inside[0][sure]).all())


def _around(outline: Outline) -> np.ndarray:
    """A grid of points over an outline and a little beyond it."""
    (left, top), (right, foot) = outline.get_extents().get_points()
    wide, high = right - left, foot - top
    xs = np.linspace(left - 0.1 * wide, right + 0.1 * wide, 41)
    ys = np.linspace(top - 0.1 * high, foot + 0.1 * high, 41)
    return np.array([(x, y) for x in xs for y in ys])


@quickly
@given(places, places, lengths, lengths)
def test_a_rectangle_is_matplotlibs(x: float, y: float, width: float, height: float) -> None:
    patch = Rectangle((x, y), width, height)
    theirs = patch.get_transform().transform_path(patch.get_path())
    ours = rectangle(x, y, width, height)
    assert np.allclose(ours.vertices[:4], theirs.vertices[:4])
    assert ours.codes.tolist() == theirs.codes.tolist()


@quickly
@given(places, places, lengths, lengths, some.floats(0.05, 0.5))
def test_a_rounded_box_is_matplotlibs(
    x: float, y: float, width: float, height: float, roundness: float
) -> None:
    radius = roundness * min(width, height)
    style = BoxStyle("round", pad=0, rounding_size=radius)
    theirs = FancyBboxPatch((x, y), width, height, boxstyle=style).get_path()
    ours = rounded(x, y, width, height, radius)
    assert np.allclose(ours.vertices[:-1], theirs.vertices[:-1])
    assert ours.codes.tolist() == theirs.codes.tolist()
    assert _same_ground(ours, theirs, _around(theirs))


@quickly
@given(places, places, lengths)
def test_a_circle_is_matplotlibs(x: float, y: float, radius: float) -> None:
    patch = Circle((x, y), radius)
    theirs = patch.get_transform().transform_path(patch.get_path())
    ours = circle(x, y, radius)
    assert np.allclose(ours.vertices, theirs.vertices)
    assert ours.codes.tolist() == theirs.codes.tolist()
    reach = np.hypot(*(_around(ours) - (x, y)).T)
    near = abs(reach - radius) < 0.01 * radius
    assert (ours.contains_points(_around(ours))[~near] == (reach < radius)[~near]).all()


@quickly
@given(places, places, places, places)
def test_a_line_leads_from_one_place_to_the_other(
    x1: float, y1: float, x2: float, y2: float
) -> None:
    ours = line(x1, y1, x2, y2)
    assert ours.vertices.tolist() == [[x1, y1], [x2, y2]]
    assert ours.codes.tolist() == [Outline.MOVETO, Outline.LINETO]


# --- What it costs ---

DRAWING = """
import json, os, sys
from pathlib import Path
from reportgen.brand.reader import read_brand
from reportgen.charts.covers.draw import draw_cover
from reportgen.charts.draw import draw_chart
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.study.reader import read_study
study = read_study(Path("studies/se-kunden.yml")).study
brand = read_brand(Path(f"studies/brands/{study.brand}/_brand.yml"), study.brand)
findings, language = compute(study), load_language(study.language)
for name, plan in study.charts():
    assert "<path" in draw_chart(plan, name, findings, brand, language).wide.svg
draw_cover(findings, brand)
threads = Path("/proc/self/task")
print(json.dumps({
    "loaded": sorted(name for name in sys.modules if name.startswith("matplotlib")),
    "numpy": "numpy" in sys.modules,
    "threads": len(list(threads.iterdir())) if threads.exists() else 1,
    "asked for": os.environ["OPENBLAS_NUM_THREADS"],
}))
"""


def _drawn(**environment: str) -> dict[str, object]:
    ended = subprocess.run(
        [sys.executable, "-c", DRAWING],
        capture_output=True, text=True, check=False, cwd=CHECKOUT,
        env={"PYTHONPATH": str(CHECKOUT), **environment},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    told: dict[str, object] = json.loads(ended.stdout)
    return told


@pytest.fixture(scope="module")
def drawn() -> dict[str, object]:
    return _drawn()


@pytest.mark.parametrize(
    "name", ["backend_bases", "figure", "font_manager", "patches", "pyplot", "text"]
)
def test_drawing_loads_no_more_of_matplotlib_than_its_outlines_and_fonts(
    drawn: dict[str, object], name: str
) -> None:
    """Its figures and backends would be two thirds of what importing matplotlib costs."""
    loaded = drawn["loaded"]
    assert isinstance(loaded, list)
    assert "matplotlib.path" in loaded
    assert "matplotlib.ft2font" in loaded
    assert f"matplotlib.{name}" not in loaded


def test_drawing_starts_no_threads(drawn: dict[str, object]) -> None:
    assert drawn["numpy"]
    assert (drawn["threads"], drawn["asked for"]) == (1, "1")


def test_whoever_wants_threads_keeps_them() -> None:
    assert _drawn(OPENBLAS_NUM_THREADS="2")["asked for"] == "2"
