"""The five pages in a real browser: on a phone, a tablet and a desk, in light and in dark."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO

import html_checkers
import pypdfium2
import pytest
from five import IDS, Five
from page_tree import text_of
from paper import squeezed
from playwright.sync_api import Browser, Page, sync_playwright

from reportgen.language.language import load_language

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

CLIPPED = """
() => [...document.querySelectorAll('p, li, h1, h2, h3, a, span, dt, dd, summary, figcaption')]
  .filter(one => one.checkVisibility() && !one.closest('.unseen, .scroll, .skip, svg'))
  .filter(one => getComputedStyle(one).display !== 'inline')
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => one.className + ': ' + one.textContent.trim().slice(0, 60))
"""

OUTSIDE_THE_DRAWING = """
() => [...document.querySelectorAll('.drawing svg')].filter(svg => svg.checkVisibility())
  .flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(text => {
      const box = text.getBoundingClientRect();
      return box.left < frame.left - 1.5 || box.right > frame.right + 1.5
          || box.top < frame.top - 1.5 || box.bottom > frame.bottom + 1.5;
    }).map(text => text.textContent);
  })
"""

OVERLAPPING = """
() => [...document.querySelectorAll('.drawing svg')].filter(svg => svg.checkVisibility())
  .flatMap(svg => {
    const texts = [...svg.querySelectorAll('text')].map(one => [one, one.getBoundingClientRect()]);
    const found = [];
    for (const [at, [one, a]] of texts.entries()) for (const [other, b] of texts.slice(at + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 0.45 * Math.min(a.height, b.height))
        found.push(one.textContent + ' | ' + other.textContent);
    }
    return found;
  })
"""

FAINT = """
(least) => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const own = one => [...one.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const found = new Set();
  for (const one of document.querySelectorAll('body *')) {
    if (!own(one) || !one.checkVisibility() || one.closest('svg, .unseen, .skip')) continue;
    const [a, b] = [light(rgba(getComputedStyle(one).color)), light(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < least) found.add(one.tagName + '.' + one.className + ' ' + ratio.toFixed(2));
  }
  return [...found];
}
"""

FACES = """
() => document.fonts.ready.then(() => [...document.fonts].map(one => one.family + ' ' + one.status))
"""


def _program() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail(
            "the pages are looked at in Chromium, and there is none: install the package "
            f"chromium of your system, so that one of {', '.join(BROWSERS)} is on the path",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = _program()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program, env=html_checkers.surroundings()
        )
        yield running
        running.close()


class Visit:
    """A page opened from the disk, and what went on while it was."""

    def __init__(self, browser: Browser, five: Five, study_id: str) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page: Page = browser.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.url = five[study_id].html_path.as_uri()
        self.page.goto(self.url)

    def looks(self) -> Iterator[tuple[str, Page]]:
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                self.page.set_viewport_size({"width": width, "height": 900})
                yield f"{width} px, {scheme}", self.page


@pytest.fixture(scope="module", params=IDS)
def visit(request: pytest.FixtureRequest, browser: Browser, five: Five) -> Iterator[Visit]:
    opened = Visit(browser, five, request.param)
    yield opened
    opened.page.close()


def test_nothing_is_asked_of_the_network_and_nothing_is_complained_of(visit):
    for _ in visit.looks():
        pass
    assert [url for url in visit.asked if not url.startswith("data:")] == [visit.url]
    assert visit.said == []


def test_no_page_scrolls_sideways(visit):
    assert {look: page.evaluate(SIDEWAYS) for look, page in visit.looks()} == {
        f"{width} px, {scheme}": 0 for scheme in SCHEMES for width in WIDTHS
    }


def test_no_text_is_cut_off(visit):
    assert [(look, cut) for look, page in visit.looks() if (cut := page.evaluate(CLIPPED))] == []


def test_no_text_leaves_its_drawing(visit):
    found = [(look, out) for look, page in visit.looks()
             if (out := page.evaluate(OUTSIDE_THE_DRAWING))]  # fmt: skip
    assert found == []


def test_no_text_in_a_drawing_lies_on_another(visit):
    found = [(look, out) for look, page in visit.looks() if (out := page.evaluate(OVERLAPPING))]
    assert found == []


def test_all_text_can_be_read_in_light_and_in_dark(visit):
    found = {}
    for scheme in SCHEMES:
        visit.page.emulate_media(color_scheme=scheme)
        found[scheme] = visit.page.evaluate(FAINT, 4.5)
    assert found == {"light": [], "dark": []}


def test_the_page_is_set_in_the_faces_that_it_carries(visit):
    states = visit.page.evaluate(FACES)
    assert states
    assert [state for state in states if state.endswith("error")] == []
    assert any(state.endswith(" loaded") for state in states)


def test_a_dark_screen_gets_another_ground_and_other_charts(visit):
    def colours(scheme: str) -> list[str]:
        visit.page.emulate_media(color_scheme=scheme)
        return visit.page.evaluate(
            "() => [document.documentElement, document.querySelector('.drawing svg .f-ink')]"
            ".map((one, at) => getComputedStyle(one)[at ? 'fill' : 'backgroundColor'])"
        )

    light, dark = colours("light"), colours("dark")
    assert light[0] != dark[0]
    assert light[1] != dark[1]


def test_one_of_two_drawings_of_a_chart_shows(visit):
    shown = "() => ['wide', 'narrow'].map(w => [...document.querySelectorAll('.drawing.' + w)]"
    shown += ".filter(one => one.checkVisibility()).length)"
    charts = visit.page.locator("figure.chart").count()
    for width, expected in ((320, [0, charts]), (1280, [charts, 0])):
        visit.page.set_viewport_size({"width": width, "height": 900})
        assert visit.page.evaluate(shown) == expected


def test_a_row_of_the_table_can_be_reached_from_the_text(visit):
    link = visit.page.locator("main a.ref").first
    target = link.get_attribute("href")
    link.click()
    assert visit.page.url == f"{visit.url}{target}"
    assert visit.page.locator(target).count() == 1
    visit.page.goto(visit.url)


def test_it_prints_without_what_is_for_the_screen_alone(visit, five):
    study = five[visit.url.rpartition("/")[2].removesuffix(".html")]
    language = load_language(study.study.language)
    printed = pypdfium2.PdfDocument(BytesIO(visit.page.pdf(format="A4", print_background=True)))
    text = squeezed("".join(page.get_textpage().get_text_range() for page in printed))
    for key in ("nav.skip", "nav.show_table"):
        assert squeezed(language.label(key)) not in text
    for item in ("sponsor", "publication"):
        assert squeezed(language.label(f"disclosure.{item}")) in text
    assert squeezed(text_of(study.page.one("h1"))) in text
    assert len(printed) <= 14


BROKEN = """
<body style="background: #fff"><p style="color: #888">faint</p>
<p style="width: 4em; white-space: nowrap; overflow: hidden">cut off at the edge</p>
<div style="width: 2000px">wide</div>
<div class="drawing"><svg width="90" height="40"><text x="5" y="20">one</text>
<text x="9" y="22">two</text><text x="80" y="20">outside</text></svg></div>
"""


def test_whoever_looks_sees_what_is_wrong(browser):
    page = browser.new_page()
    page.set_content(BROKEN)
    assert page.evaluate(SIDEWAYS) > 0
    assert page.evaluate(CLIPPED) == [": cut off at the edge"]
    assert page.evaluate(OUTSIDE_THE_DRAWING) == ["outside"]
    assert page.evaluate(OVERLAPPING) == ["one | two"]
    assert page.evaluate(FAINT, 4.5) == ["P. 3.54"]
    page.close()


def test_it_works_where_scripts_are_forbidden(browser, five):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(five[IDS[0]].html_path.as_uri())
    table = page.locator("details.data table").first
    assert not table.is_visible()
    page.locator("details.data summary").first.click()
    assert table.is_visible()
    box = page.locator("details.disclosure dl")
    assert box.is_visible()
    page.locator("details.disclosure summary").click()
    assert not box.is_visible()
    context.close()


def test_the_keyboard_reaches_the_content_first(browser, five):
    page = browser.new_page()
    page.goto(five[IDS[0]].html_path.as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**#content")
    page.close()
