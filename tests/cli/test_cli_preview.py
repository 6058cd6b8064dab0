"""`preview`: a real process, its real sockets, real files and a real browser."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import html_checkers
import pytest
from checked import not_there
from conftest import Run, starter
from playwright.sync_api import Browser, expect, sync_playwright
from running import PATIENCE, Running

BRIEF = ".pane.page iframe:not(.coming)"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def save(studies: Path, name: str, *changes: tuple[str, str]) -> None:
    """As an editor does: beside it first, then in its place."""
    beside = studies / f".{name}.yml.new"
    beside.write_text(starter(name, *changes), encoding="utf-8")
    beside.replace(studies / f"{name}.yml")


class Previewed(Running):
    """A preview and what a client sees of it."""

    def __init__(self, studies: Path, *arguments: str, **environment: str) -> None:
        super().__init__(studies.parent, "preview", "--port", "0", *arguments, **environment)
        self.address = self.out()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/", self.address)
        assert match is not None
        self.port = int(match[1])

    def ask(
        self, target: str, method: str = "GET", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, target, headers=headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content

    @contextmanager
    def news(self, target: str) -> Iterator[Iterator[dict[str, str]]]:
        """The versions of a page as they are told, one after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", target)
        answer = connection.getresponse()
        yield (
            json.loads(line.removeprefix(b"data: "))
            for line in answer
            if line.startswith(b"data: ")
        )
        connection.close()

    def ready(self, name: str) -> None:
        """Wait until both files of a study are there."""
        with self.news(f"/{name}/news") as news:
            for versions in news:
                if {"html", "pdf"} <= versions.keys():
                    return


@pytest.fixture
def one(sound: Path) -> Path:
    (sound / "andra.yml").unlink()
    return sound


def test_the_brief_is_the_one_that_build_makes(one: Path, run: Run) -> None:
    (one.parent / "reportgen.toml").write_text(
        'to = ["html", "pdf", "social"]\nbase-url = "https://example.org/"\n'
    )
    with Previewed(one) as preview:
        assert preview.said() == "Open this address in a browser; Ctrl-C ends it."
        preview.ready("forsta")
        served = {
            ending: preview.ask(f"/forsta/forsta.{ending}")[2] for ending in ("html", "pdf", "png")
        }
        # Nothing was written but what the cache keeps.
        made = sorted(path.name for path in one.parent.iterdir())
        assert made == [".cache", "reportgen.toml", "studies"]
        assert [path.name for path in one.iterdir()] == ["forsta.yml"]
    done = run("build", "--no-cache")
    assert done.returncode == 0, done.stderr
    for ending, content in served.items():
        assert content == (one.parent / "out/forsta" / f"forsta.{ending}").read_bytes()


def test_saving_and_an_error_and_saving_again(one: Path) -> None:
    with Previewed(one, "forsta") as preview:
        preview.ready("forsta")
        with preview.news("/forsta/news") as news:
            first = next(news)
            save(one, "forsta", ("value: {percent: 62}", "value: {percent: 63}"))
            second = next(now for now in news if now["html"] != first["html"])
            second = next(now for now in news if now["pdf"] != first["pdf"])
            assert "63\u00a0procent" in preview.ask("/forsta/forsta.html")[2].decode()
            save(one, "forsta", ("kind: survey", "kind: survay"))
            page = ""
            while "1 error" not in page:
                third = next(news)
                page = preview.ask("/forsta/")[2].decode()
            assert (third["html"], third["pdf"]) == (second["html"], second["pdf"])
            assert '<pre tabindex="0">kind: survay\n      ^^^^^^</pre>' in page
            save(one, "forsta")
            while next(news) != first:
                pass
        said = preview.until("    did you mean")[-4:]
        assert said == [
            "studies/forsta.yml:20:7: STUDY103 “kind” cannot be “survay”",
            "    kind: survay",
            "          ^^^^^^",
            "    did you mean “survey”?",
        ]


def test_several_studies_and_settings_that_are_wrong(studies: Path) -> None:
    with Previewed(studies) as preview:
        for name in ("andra", "forsta"):
            preview.ready(name)
        index = preview.ask("/")[2].decode()
        states = re.findall(r'<a href="/(\w+)/">.*\n<p class="state (\w+)">', index)
        assert states == [("andra", "sound"), ("fel", "failed"), ("forsta", "sound")]
        with preview.news("/news") as news:
            next(news)
            (studies.parent / "reportgen.toml").write_text("stric = true\n")
            next(news)
            assert "there is no setting “stric”" in preview.ask("/")[2].decode()
            (studies.parent / "reportgen.toml").unlink()
            (studies / "fel.yml").unlink()
            while "fel" in preview.ask("/")[2].decode():
                next(news)
        assert preview.ask("/fel/")[0] == 404


def test_it_answers_nobody_else(one: Path) -> None:
    with Previewed(one, "forsta") as preview:
        for headers in (
            {"Host": f"evil.example:{preview.port}"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
        ):
            for target in ("/", "/forsta/forsta.html", "/forsta/news", "/preview.js"):
                status, _, content = preview.ask(target, **headers)
                assert status == 403
                assert b"<" not in content
        assert preview.ask("/", "POST")[0] == 405
        for target in ("/../reportgen.toml", "/studies/forsta.yml", "//etc/passwd", "/%2e%2e/"):
            assert preview.ask(target)[0] == 404
        status, headers, content = preview.ask("/", "HEAD")
        assert (status, content, headers["Server"]) == (200, b"", None)


def test_idle_clients_keep_nobody_out(one: Path) -> None:
    with Previewed(one, "forsta") as preview, ExitStack() as stack:
        for _ in range(100):
            idle = socket.create_connection(("127.0.0.1", preview.port), timeout=PATIENCE)
            stack.enter_context(idle)
            idle.sendall(b"GET / HTTP/1.1\r\n")
        assert preview.ask("/")[0] == 200


def test_ctrl_c_ends_it_with_settings_that_are_wrong(one: Path) -> None:
    with Previewed(one) as preview:
        preview.ready("forsta")
        (one.parent / "reportgen.toml").write_text("stric = true\n")
        preview.until("    did you mean")
        code, _, rest = preview.interrupted()
        assert (code, rest) == (0, ["Stopped."])


def test_ctrl_c_ends_it_with_pages_open(one: Path) -> None:
    with Previewed(one, "forsta") as preview, preview.news("/forsta/news") as news:
        next(news)
        code, seconds, rest = preview.interrupted()
        assert (code, rest[-1]) == (0, "Stopped.")
        assert seconds < 30  # two, on a machine that has time
        assert not [line for line in rest if "Traceback" in line]


def test_the_browser_is_opened_on_request(one: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    opened = tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.new\nmv {opened}.new {opened}\n')
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    with Previewed(one, "--open", BROWSER=str(browser)) as preview:
        preview.ready("forsta")
        assert opened.read_text() == f"{preview.address}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-",), "a preview follows files, and stdin is none; name a study's file"),
        (("frosta",), "there is no study “frosta” in studies; did you mean “forsta”?"),
    ],
)
def test_what_cannot_be_shown(call: Run, one: Path, arguments: tuple[str, ...], said: str) -> None:
    done = call("preview", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"reportgen: {said}\n")


def test_a_port_that_is_taken(call: Run, one: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = call("preview", "--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"reportgen: nothing can listen on port {port} (address already in use): another"
        " preview may be running; end that one, or take any free port with --port 0\n"
    )


# --- In a browser -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    executable = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    assert executable is not None, f"there is none of {', '.join(BROWSERS)}"
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox"],
            env=html_checkers.surroundings(),
        )
        yield running
        running.close()


def test_the_page_follows_the_study(one: Path, browser: Browser) -> None:
    with Previewed(one, "forsta") as preview:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(preview.address)
        brief = page.frame_locator(BRIEF)
        expect(brief.locator("h1")).to_have_text("62 procent fick hjälp vid första kontakten")
        expect(page.locator(".state")).to_have_text("Up to date")
        page.frames[1].evaluate("scrollTo({top: 400, behavior: 'instant'})")
        save(one, "forsta", ("value: {percent: 62}", "value: {percent: 63}"))
        expect(brief.locator("h1")).to_have_text("63 procent fick hjälp vid första kontakten")
        expect(page.locator(".pane.page iframe")).to_have_count(1)
        assert page.frames[-1].evaluate("scrollY") == 400

        save(one, "forsta", ("kind: survey", "kind: survay"))
        expect(page.locator(".state")).to_have_text("1 error")
        expect(page.locator(".complaints .place")).to_have_text("studies/forsta.yml:20:7")
        expect(page.locator(".complaints pre")).to_have_text("kind: survay\n      ^^^^^^")
        expect(brief.locator("h1")).to_have_text("63 procent fick hjälp vid första kontakten")

        save(one, "forsta", ("value: {percent: 62}", "value: {percent: 64}"))
        expect(brief.locator("h1")).to_have_text("64 procent fick hjälp vid första kontakten")
        expect(page.locator(".complaints")).to_have_count(0)
        page.click("text=Both")
        expect(page.locator(".pane.pdf iframe")).to_be_visible()
        assert complaints == []
        page.close()


def test_the_page_starts_before_there_is_a_brief(one: Path, browser: Browser) -> None:
    save(one, "forsta", ("kind: survey", "kind: survay"))
    with Previewed(one, "forsta") as preview:
        page = browser.new_page(viewport={"width": 320, "height": 640})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(preview.address)
        expect(page.locator(".state")).to_have_text("1 error")
        assert _sideways(page) == 0
        save(one, "forsta")
        brief = page.frame_locator(BRIEF)
        expect(brief.locator("h1")).to_have_text("62 procent fick hjälp vid första kontakten")
        assert _sideways(page) == 0
        page.close()


def _sideways(page: Any) -> int:
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_own_pages_are_accessible(studies: Path, browser: Browser, scheme: Any) -> None:
    with Previewed(studies) as preview:
        preview.ready("forsta")
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        for target, awaited in (
            ("", "Up to date"),
            ("fel/", "2 errors"),
            ("forsta/", "Up to date"),
        ):
            page.goto(preview.address + target)
            expect(page.locator(".state").last).to_have_text(awaited)
            try:
                found = html_checkers.violations(page)
            except html_checkers.Missing as missing:
                not_there(str(missing))
            assert [each["id"] for each in found] == []
        context.close()


def test_a_brief_runs_nothing_in_the_preview_and_leads_out_of_it(
    one: Path, browser: Browser
) -> None:
    own = one.parent / "mine" / "brief"
    own.mkdir(parents=True)
    (own / "cover.html.j2").write_text(
        '<p id="said">nothing</p><script>document.title = "ran"</script>'
        "<img src=x onerror=\"document.getElementById('said').textContent = 'ran'\">"
        '<h1 id="titel">A title</h1><a id="out" href="https://example.org/x">out</a>'
    )
    with Previewed(one, "forsta", "--templates", "mine") as preview:
        context = browser.new_context()
        context.route("https://example.org/*", lambda route: route.fulfill(body="elsewhere"))
        page = context.new_page()
        page.goto(preview.address)
        brief = page.frame_locator(BRIEF)
        expect(brief.locator("#said")).to_have_text("nothing")
        with context.expect_page() as opened:
            brief.locator("#out").click()
        assert opened.value.url == "https://example.org/x"
        assert opened.value.evaluate("[opener, document.referrer]") == [None, ""]
        assert page.url == preview.address
        context.close()
