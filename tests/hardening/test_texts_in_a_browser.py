"""Hostile texts in a real browser: nothing runs, nothing is fetched, and all of it is read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import html_checkers
import pytest
from checked import not_there
from playwright.sync_api import Browser, sync_playwright

from hardening.study import spoiled
from hardening.whole_texts import bare, every_rule_off, mark, mix, written
from reportgen.pipeline import Order, render

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        not_there("no Chromium on the path")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program, env=html_checkers.surroundings()
        )
        yield running
        running.close()


@pytest.mark.parametrize("turn", [3, 44])
def test_a_page_runs_and_fetches_nothing(browser: Browser, tmp_path: Path, turn: int) -> None:
    texts = mix(turn)
    study = tmp_path / "texts.yml"
    study.write_text(spoiled("texts", written(texts)), encoding="utf-8")
    order = Order(study, "texts.yml", formats=("html",), policy=every_rule_off())
    page_file = tmp_path / "page.html"
    page_file.write_bytes(render(order).artifacts[0].content)

    page = browser.new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: happened.append(dialog.message) or dialog.dismiss())
    page.on("pageerror", lambda error: happened.append(str(error)))
    page.on("console", lambda message: happened.append(message.text))
    page.on("request", lambda request: happened.append(request.url[:400]))
    page.goto(page_file.as_uri())
    page.wait_for_timeout(200)
    assert [each for each in happened if not each.startswith(("data:", "file://"))] == []
    assert [each for each in happened if each.startswith("file://")] == [page_file.as_uri()]

    read = bare(page.evaluate("document.body.textContent"))
    shown = [place for place in texts if bare(mark(place)) in read]
    assert len(shown) > 70
    assert [place for place in shown if bare(f"{texts[place]} {mark(place)}") not in read] == []
    # Scripting is on, and the page has none: what would run shows here.
    assert page.evaluate("[...document.scripts].map(one => one.type)") == ["application/ld+json"]
    page.close()
