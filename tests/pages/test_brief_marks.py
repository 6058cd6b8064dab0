"""What is marked for a screen alone: not on paper, and the marks themselves on no page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from reportgen.outputs.html import html_bytes
from reportgen.pages.brief import Brief, on_paper, on_screen

START, END = "<!--screen-->", "<!--/screen-->"
# What a study says in its own words; everything else of it is chosen from a list, or a number.
WORDS = {
    "title", "subtitle", "publisher", "keywords", "sponsor", "text", "missing", "label", "says",
    "note", "place", "name", "role", "organisation", "origin", "lead", "measure", "method",
    "unknown",
}  # fmt: skip


def test_what_is_between_the_marks_is_not_on_paper() -> None:
    document = f"<p>a</p>{START}<p>b</p>\n<p>c</p>{END}<p>d</p>{START}e{END}"
    assert on_paper(document) == "<p>a</p><p>d</p>"


def test_a_screen_shows_it_and_no_mark() -> None:
    document = f"<p>a</p>{START}<p>b</p>\n<p>c</p>{END}<p>d</p>{START}e{END}"
    assert on_screen(document) == "<p>a</p><p>b</p>\n<p>c</p><p>d</p>e"


def test_every_mark_of_a_brief_has_its_fellow(brief: Callable[..., Brief]) -> None:
    """None stands within another's reach, so that nothing else goes with it."""
    marks = re.findall(r"<!--/?screen-->", brief().document)
    assert marks == [START, END] * (len(marks) // 2)
    assert len(marks) >= 8


def test_paper_has_no_menus_tables_or_drawings_of_a_phone(brief: Callable[..., Brief]) -> None:
    document = on_paper(brief().document)
    body = document.partition("</head>")[2]
    for part in ('class="skip"', "<nav", 'class="drawing narrow"', '<details class="data"'):
        assert part in brief().document
        assert part not in body
    for part in ('class="drawing wide"', 'id="results"', "<figcaption>", 'class="disclosure'):
        assert part in body
    assert "application/ld+json" not in document


def test_a_page_has_no_marks(brief: Callable[..., Brief]) -> None:
    page = html_bytes(brief()).decode()
    assert "screen-->" not in page
    assert "<nav" in page


def _forging(mark: str) -> Callable[[dict[str, Any]], None]:
    def say(node: Any, key: str = "") -> Any:
        if isinstance(node, dict):
            return {name: say(value, name) for name, value in node.items()}
        if isinstance(node, list):
            return [say(value, key) for value in node]
        is_reference = key == "text" and node == "pm"
        return f"{node} {mark}" if key in WORDS and not is_reference else node

    def change(content: dict[str, Any]) -> None:
        content.update(say(content))

    return change


@pytest.mark.parametrize("mark", [START, END, f"{END}{START}", "<!--screen", "--><!--/screen-->"])
def test_no_text_of_a_study_forges_a_mark(brief: Callable[..., Brief], mark: str) -> None:
    plain, forged = brief().document, brief(_forging(mark)).document
    for one in (START, END):
        assert forged.count(one) == plain.count(one)
    assert forged.count("screen") > plain.count("screen") + 40  # every text, escaped
    cut = on_paper(forged)
    assert cut.count("<section") == on_paper(plain).count("<section")
    assert "screen-->" not in cut.replace("--&gt;", "")
    assert on_screen(forged).count("&lt;!--") == forged.count("&lt;!--")
