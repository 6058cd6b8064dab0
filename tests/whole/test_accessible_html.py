"""The five pages for everyone: WCAG 2.2 AA, with a keyboard, at 400 %, in forced colours, on paper.

axe-core looks at what a machine can judge; the rest is tried out in the browser.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

import html_checkers
import pypdfium2
import pytest
from checked import not_there
from checkers import Missing
from five import IDS
from playwright.sync_api import Browser, Page, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.fail(f"there is no Chromium: none of {', '.join(BROWSERS)}", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program, env=html_checkers.surroundings()
        )
        yield running
        running.close()


@pytest.fixture
def opened(browser, five):
    """Open one of the five with a way of looking; closed at the end."""
    contexts = []

    def open_(study_id: str, width: int = 1280, **look) -> Page:
        context = browser.new_context(
            bypass_csp=True, viewport={"width": width, "height": 900}, **look
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(five[study_id].html_path.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()


def violations(page: Page) -> list[str]:
    try:
        return html_checkers.violations(page)
    except Missing as missing:
        not_there(str(missing))


@pytest.mark.parametrize("study_id", IDS)
def test_axe_core_finds_nothing(opened, study_id):
    found = {}
    for scheme in SCHEMES:
        page = opened(study_id, color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[f"{width} px, {scheme}"] = violations(page)
        # And with every table unfolded, as somebody reads it.
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found[f"unfolded, {scheme}"] = violations(page)
    assert found == {look: [] for look in found}
    assert len(found) == 8


BROKEN = """<!DOCTYPE html><html><head><title>t</title></head><body><main><h1>a</h1><h4>b</h4>
<p style="color: #999">faint</p><a href="#x" style="display:inline-block;width:9px;height:9px">1</a>
<a href="#y" style="display:inline-block;width:9px;height:9px">2</a>
<svg role="img" width="9" height="9"></svg></main></body></html>"""


def test_axe_core_sees_what_is_wrong(browser):
    page = browser.new_page(bypass_csp=True)
    page.set_content(BROKEN)
    rules = {one.partition(":")[0] for one in violations(page)}
    page.close()
    assert rules >= {"html-has-lang", "color-contrast", "heading-order", "target-size",
                     "svg-img-alt"}  # fmt: skip


# --- Drawings ---


@pytest.mark.parametrize("study_id", IDS)
def test_every_drawing_has_a_title_and_a_description(opened, study_id):
    page = opened(study_id)
    drawings = page.locator("figure.chart svg[role=img]")
    assert drawings.count() == 2 * page.locator("figure.chart").count() > 0
    told = drawings.evaluate_all(
        "all => all.map(one => ['title', 'desc'].map(tag => "
        "one.querySelector(':scope > ' + tag)?.textContent ?? ''))"
    )
    for title, description in told:
        assert len(title) > 20
        assert len(description) > 40
        assert title != description
    # What the browser hands to a screen reader is the title, and it tells the finding.
    heard = page.locator("figure.chart .drawing.wide svg").first.aria_snapshot()
    assert told[0][0].replace("\u00a0", " ")[:25] in heard.replace("\u00a0", " ")


# --- The keyboard ---


@pytest.mark.parametrize("study_id", IDS)
def test_the_keyboard_reaches_every_table_and_shows_where_it_is(opened, study_id):
    page = opened(study_id, reduced_motion="reduce")  # so that it is there at once
    reached, unseen = set(), []
    for _ in range(400):
        page.keyboard.press("Tab")
        at = page.evaluate(
            "() => { const at = document.activeElement, look = getComputedStyle(at);"
            " return [at.tagName, at.className, at.closest('figure')?.id ?? '',"
            " parseFloat(look.outlineWidth) >= 2 && look.outlineStyle !== 'none',"
            " at.getBoundingClientRect().top < innerHeight] }"
        )
        if at[0] == "BODY":
            break
        if not at[3] or not at[4]:
            unseen.append(at)
        if at[0] == "SUMMARY" and at[2]:
            reached.add(at[2])
            page.keyboard.press("Enter")
            assert page.locator(f"#{at[2]} details.data table").is_visible()
            page.keyboard.press("Tab")  # the table can be scrolled by keys
            assert page.evaluate("document.activeElement.className") == "scroll"
    assert unseen == []
    charts = page.locator("figure.chart").evaluate_all("all => all.map(one => one.id)")
    assert reached == set(charts)


def test_landmarks_and_headings(opened):
    page = opened(IDS[0])
    for selector, many in (("header", 1), ("nav[aria-label]", 1), ("main", 1), ("footer", 1)):
        assert page.locator(f"body > {selector}, body > .frame > {selector}").count() == many
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_rows_and_columns_are_heard_on_a_phone_too(opened):
    """Where the table of results is set as a list, it still is a table to those who listen."""
    heard = opened(IDS[0], width=320).locator("#results table").aria_snapshot()
    for role in ("table", "row ", "rowheader ", "cell "):
        assert role in heard


# --- Zoom, spacing, motion, colours ---


@pytest.mark.parametrize("study_id", IDS)
def test_at_400_percent_nothing_scrolls_sideways(opened, study_id):
    page = opened(study_id, width=320, device_scale_factor=4)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0


SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
LOST = """
() => {
  // Less than the gap between two columns lies on nothing and is not cut.
  const cut = [...document.querySelectorAll('p, li, h1, h2, h3, a, span, dt, dd, td, th, summary')]
    .filter(one => one.checkVisibility() && !one.closest('.unseen, .scroll, .skip, svg'))
    .filter(one => getComputedStyle(one).display !== 'inline')
    .filter(one => one.scrollWidth > one.clientWidth + 24)
    .map(one => one.textContent.trim().slice(0, 60));
  const out = [...document.querySelectorAll('.drawing svg')].filter(svg => svg.checkVisibility())
    .flatMap(svg => { const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].filter(text => {
        const box = text.getBoundingClientRect();
        return box.left < frame.left - 2 || box.right > frame.right + 2;
      }).map(text => text.textContent); });
  return [...cut, ...out];
}
"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("study_id", IDS)
def test_wider_spacing_loses_nothing(opened, study_id, width):
    page = opened(study_id, width=width)
    page.add_style_tag(content=SPACING)
    assert page.evaluate(LOST) == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0


def test_whoever_wants_no_motion_gets_none(opened):
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert opened(IDS[0], reduced_motion="reduce").evaluate(behaviour) == "auto"
    assert opened(IDS[0]).evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("scheme", SCHEMES)
def test_forced_colours_leave_charts_their_ground_and_boxes_their_edge(opened, scheme):
    page = opened(IDS[1], forced_colors="active", color_scheme=scheme)
    look = page.evaluate(
        "() => { const of = name => getComputedStyle(document.querySelector(name));"
        " return {chart: of('.drawing.wide svg').backgroundColor,"
        " letters: of('.drawing.wide svg .f-ink').fill, box: of('.disclosure').borderTopStyle,"
        " paper: of('body').color} }"
    )
    assert look["box"] == "solid"
    assert look["chart"] not in ("rgba(0, 0, 0, 0)", look["letters"])
    assert violations(page) == []


# --- Paper ---


@pytest.mark.parametrize("study_id", IDS)
def test_a_browser_prints_it_as_the_pdf_is(opened, five, study_id):
    page = opened(study_id, color_scheme="dark")
    page.locator("details.disclosure > summary").click()  # folded away, and printed all the same
    # Without "background graphics", as most people print.
    printed = pypdfium2.PdfDocument(BytesIO(page.pdf(format="A4", print_background=False)))
    assert abs(len(printed) - len(five[study_id].paper)) <= 1
    cover = printed[0].render(scale=0.1).to_pil().convert("RGB")
    assert cover.getpixel((2, 2)) == pytest.approx(_cover_of_pdf(five, study_id), abs=6)
    texts = [one.get_textpage().get_text_range() for one in printed]
    inside = [one.strip() for one in texts if one.strip()]
    assert len(inside) == len(printed)  # no empty page
    told = "".join(texts)
    last = five[study_id].page.all("dt")[-1]
    assert "".join(last.itertext()).split()[0] in told
    figures = len(five[study_id].page.all("figure", "chart"))
    label = {"sv": "Figur", "nb": "Figur", "en": "Figure"}[five[study_id].study.language]
    assert all(f"{label} {number}" in told for number in range(1, figures + 1))


def _cover_of_pdf(five, study_id) -> tuple[int, ...]:
    first = pypdfium2.PdfDocument(five[study_id].pdf_path)[0]
    return first.render(scale=0.1).to_pil().convert("RGB").getpixel((2, 2))
