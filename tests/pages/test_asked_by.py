"""What is wrong on paper is told with its place in a template, or with the brand's file."""

from __future__ import annotations

from pathlib import Path

from reportgen import shipped
from reportgen.brand.brand import Brand, Logo, Picture
from reportgen.brand.reader import find_brand, read_brand
from reportgen.pages.asked_by import placed_in_files
from reportgen.problems import Problem, Span


def _brand(logo: Logo | None = None) -> Brand:
    from dataclasses import replace

    studies = shipped.studies_folder()
    path = find_brand(studies, "neutral", studies)
    return replace(read_brand(path, "brands/own/_brand.yml"), logo=logo)


def _problem(message: str) -> Problem:
    return Problem(code="PDF101", message=message, span=Span("a-study"))


def test_an_address_is_found_in_the_template_that_asks_for_it(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "brief").mkdir(parents=True)
    (own / "brief" / "a.css").write_text("p{}\nh1{background:url(file:///x.png)}\n")
    (own / "brief" / "b.html.j2").write_text("<p>\n")
    (own / "leads-away").symlink_to("/etc")
    asked = _problem("the document asks for file:///x.png, which is not part of the brief")
    assert placed_in_files(asked, own, _brand()).full() == (
        "own/brief/a.css:2:19: PDF101 the document asks for file:///x.png, which is not part of"
        " the brief\n"
        "    h1{background:url(file:///x.png)}\n"
        "                      ^^^^^^^^^^^^^"
    )
    rule = _problem("WeasyPrint warns: Ignored `background:url(file:///x.png)` at 2:4, unknown.")
    assert placed_in_files(rule, own, _brand()).place == "own/brief/a.css:2:4"


def test_what_stands_nowhere_keeps_the_study(tmp_path: Path) -> None:
    for message in ("the document asks for a:b, which is not part of the brief", "x"):
        problem = _problem(message)
        assert placed_in_files(problem, tmp_path, _brand()) == problem
        assert placed_in_files(problem, None, _brand()) == problem


def test_a_logo_that_cannot_be_shown_leads_to_the_brand() -> None:
    picture = Picture("image/png", b"x", 1, 1, "x")
    failed = _problem("WeasyPrint warns: Failed to load image at 'data:image/png;base64,…': x")
    assert placed_in_files(failed, None, _brand(Logo(picture, picture))).place == (
        "brands/own/_brand.yml"
    )
    assert placed_in_files(failed, None, _brand()) == failed
