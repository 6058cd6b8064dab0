"""Nothing passes unseen: whatever a library says, or leaves out in silence, fails the brief."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from five import listening as hearing

from reportgen import shipped
from reportgen.brand import reader
from reportgen.brand.brand import Logo, Picture
from reportgen.outputs import pdf
from reportgen.outputs.pdf_world import listening
from reportgen.pipeline import Order, render
from reportgen.problems import Problems

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"
RESULTS = (shipped.templates_folder() / "brief" / "results.html.j2").read_text(encoding="utf-8")


@pytest.fixture
def complaints(tmp_path: Path) -> Callable[[str], list[str]]:
    """What is complained of in a brief whose template holds something more."""

    def build(more: str) -> list[str]:
        own = tmp_path / "own" / "brief"
        own.mkdir(parents=True)
        (own / "results.html.j2").write_text(RESULTS + more, encoding="utf-8")
        order = Order(SMALL, SMALL.name, formats=("pdf",), templates=tmp_path / "own")
        with pytest.raises(Problems) as failed, hearing():
            render(order)
        assert {problem.code for problem in failed.value.found} == {"PDF101"}
        return [problem.concise() for problem in failed.value.found]

    return build


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('<img src="file:///x" alt="x">', "asks for file:///x, which"),
        ('<p style="background:url(http://x/)">x</p>', "asks for http://x/, which"),
        ("<style>@import 'http://x/';</style>", "asks for http://x/, which"),
        ("<style>@color-profile --x{src:url(http://x/)}</style>", "asks for http://x/, which"),
        ('<link rel="attachment" href="file:///x">', "asks for file:///x, which"),
        ('<img src="x.png" alt="x">', "Relative URI reference without a base URI"),
        ('<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">', "asks for data:image/png"),
        ("<style>p{colour:red}</style>", "Ignored `colour:red`"),
        ("<style>p:hovered{color:red}</style>", "Invalid or unsupported selector"),
        ("<style>p{width:calc(1px*)}</style>", "Ignored `width:calc(1px*)`"),
        ('<a href="#nowhere">x</a>', "No anchor #nowhere for internal URI reference"),
        (
            '<svg viewBox="0 0 9 9" width="9" role="img" aria-label="x">'
            '<image href="file:///x" width="9" height="9"/></svg>',
            "asks for file:///x, which",
        ),
    ],
)
def test_what_a_template_of_ones_own_gets_wrong_is_named_with_its_place(complaints, more, said):
    found = complaints(more)
    assert any(said in each for each in found), found
    if any(each in said for each in ("asks for", "Ignored")):
        line = RESULTS.count("\n") + 1
        assert all(each.startswith(f"own/brief/results.html.j2:{line}:") for each in found), found


def test_a_drawing_that_fails_within_weasyprint_fails_the_brief(complaints, monkeypatch):
    """WeasyPrint leaves such a drawing out, and says no more than that."""
    from weasyprint.svg import SVG

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(SVG, "draw", fail)
    drawing = (
        '<svg viewBox="0 0 9 9" width="9" role="img" aria-label="x"><g><path d="M0 0"/></g></svg>'
    )
    (found,) = complaints(drawing)
    assert "PDF101 WeasyPrint warns: Failed to render SVG image" in found


def _say(call: Callable[[], object]) -> Callable[..., object]:
    """The layout, and a library that says something meanwhile."""
    laid_out = pdf._laid_out

    def layout(*given: object) -> object:
        call()
        return laid_out(*given)

    return layout


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: logging.getLogger("weasyprint").error("a fault"), "a fault"),
        (lambda: logging.getLogger("fontTools.subset").warning("a table"), "a table"),
        (lambda: logging.getLogger("PIL.PngImagePlugin").warning("a chunk"), "a chunk"),
        (lambda: warnings.warn("a bomb", UserWarning, stacklevel=2), "a bomb"),
        (lambda: warnings.warn("an overflow", RuntimeWarning, stacklevel=2), "an overflow"),
    ],
)
def test_what_a_library_says_fails_the_brief(monkeypatch, call, said):
    monkeypatch.setattr(pdf, "_laid_out", _say(call))
    with pytest.raises(Problems) as failed, hearing():
        render(Order(SMALL, SMALL.name, formats=("pdf",)))
    (problem,) = failed.value.found
    assert problem.concise() == f"{SMALL.name}: PDF101 WeasyPrint warns: {said}"


def test_what_python_keeps_for_developers_is_left_to_them():
    said: list[str] = []
    with warnings.catch_warnings(record=True) as outer:
        warnings.simplefilter("ignore")
        with listening(said):
            warnings.warn("old", DeprecationWarning, stacklevel=1)
    assert (said, outer) == ([], [])


@pytest.mark.parametrize("media", ["image/png", "image/svg+xml"])
def test_a_logo_that_cannot_be_decoded_fails_the_brief_with_the_brand(monkeypatch, media):
    """Intake makes each logo anew, so that this cannot be; if it were, it would be seen."""
    broken = Picture(media, b"\x89PNG\r\n\x1a\nbroken", 10, 10, "x")
    read = reader.read_brand

    def with_broken_logo(path: Path, shown_as: str):
        return replace(read(path, shown_as), logo=Logo(broken, broken))

    monkeypatch.setattr(reader, "read_brand", with_broken_logo)
    with pytest.raises(Problems) as failed, hearing():
        render(Order(SMALL, SMALL.name, formats=("pdf",)))
    (problem,) = failed.value.found
    assert problem.code == "PDF101"
    assert problem.span.path == "neutral"
    assert "Failed to load image at 'data:image/" in problem.message
