"""The five briefs on a screen: one file each, that needs nothing and nobody."""

from __future__ import annotations

import re
from datetime import date
from html import escape
from itertools import pairwise

from page_tree import text_of

from reportgen import shipped
from reportgen.brand.reader import find_brand, read_brand
from reportgen.language.language import load_language
from reportgen.outputs.html import html_bytes
from reportgen.pages.brief import FACES, Brief

LARGEST = 400_000  # bytes
LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping"}


def test_a_page_is_one_file_that_loads_nothing(made):
    page = made.page
    asked = [
        (element.tag, name, value)
        for element in page.all()
        for name, value in element.attrib.items()
        if name.rpartition("}")[2] in LOADING
    ]
    assert asked == []
    assert page.all("link") + page.all("iframe") + page.all("object") + page.all("embed") == []
    styles = " ".join("".join(style.itertext()) for style in page.all("style"))
    assert "@import" not in styles
    assert {url[:5] for url in re.findall(r"url\(['\"]?([^)]*)", styles)} <= {"data:"}


def test_no_script_is_needed_or_there(made):
    page = made.page
    # JSON for search engines is a data block: nothing in it runs.
    assert {script.get("type") for script in page.all("script")} == {"application/ld+json"}
    assert [
        name for element in page.all() for name in element.attrib if name.startswith("on")
    ] == []
    assert [a.get("href") for a in page.all("a") if "javascript:" in a.get("href", "")] == []


def test_links_outside_go_to_sources_alone(made):
    outside = {
        link.get("href") for link in made.page.all("a") if not link.get("href", "#").startswith("#")
    }
    assert outside <= {source.url for source in made.study.sources.values()}


def test_a_page_forbids_what_it_does_not_need(made):
    (policy,) = [meta.get("content") for meta in made.page.all("meta")
                 if meta.get("http-equiv") == "Content-Security-Policy"]  # fmt: skip
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "font-src": "data:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_a_page_is_light(made):
    assert made.html_path.stat().st_size < LARGEST


def test_a_page_says_what_it_is(made):
    page = made.page
    language = load_language(made.study.language)
    assert page.root.get("lang") == language.html_lang
    assert text_of(page.one("head").find("title")) == text_of(page.one("h1"))
    told = {meta.get("name"): meta.get("content") for meta in page.all("meta") if meta.get("name")}
    assert told["author"] == made.study.publisher
    assert told["keywords"] == ", ".join(made.study.keywords)
    assert told["dcterms.created"] == made.study.published.isoformat()
    assert told["viewport"] == "width=device-width, initial-scale=1"
    assert made.page.source.startswith("<!DOCTYPE html>")


def test_a_text_that_looks_like_the_mark_of_the_faces_is_left_alone():
    """A publisher called like the mark must not get the style sheet into its name."""
    said = f'<meta name="author" content="{escape(FACES)}">'
    studies = shipped.studies_folder()
    brand = read_brand(find_brand(studies, "aastra", studies), "aastra")
    brief = Brief(
        id="x",
        document=f"{said}{FACES}",
        title="x",
        subtitle="x",
        author=FACES,
        language="sv",
        published=date(2026, 11, 21),
        keywords=(),
        brand=brand,
    )
    made = html_bytes(brief).decode()
    assert said in made
    assert "<style>@font-face" in made


def test_headings_go_down_one_step_at_a_time(made):
    levels = [int(head.tag[1]) for head in made.page.all() if re.fullmatch(r"h[1-6]", head.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []


def test_every_chart_is_also_a_text_and_a_table(made):
    for figure in made.page.figures():
        for width in ("wide", "narrow"):
            drawing = made.page.one("svg", within=made.page.one("div", width, figure))
            assert drawing.get("role") == "img"
            assert len(text_of(made.page.one("title", within=drawing))) > 20
        table = made.page.one("table", within=made.page.one("details", "data", figure))
        heads = [text_of(cell) for cell in table.find("thead/tr")]
        assert all(heads)
        rows = table.findall("tbody/tr")
        assert rows
        for row in rows:
            assert [cell.tag for cell in row] == ["th"] + ["td"] * (len(heads) - 1)
            assert all(text_of(cell) for cell in row)


def test_the_22_items_stand_in_a_box_that_is_open_in_print_and_folds_on_a_screen(made):
    box = made.page.one("details", "disclosure")
    assert "open" in box.attrib
    assert len(made.page.all("dt", within=box)) == len(made.page.all("dd", within=box)) == 22


def test_the_contents_name_every_section(made):
    links = made.page.all("a", within=made.page.one("nav", "contents"))
    heads = [text_of(head) for head in made.page.all("h2")]
    assert [text_of(link) for link in links] == heads
