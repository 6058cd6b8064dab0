"""What a preview serves: from memory alone, escaped, and the last good files while one is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportgen.outputs.artifact import Artifact
from reportgen.pipeline import Order, Rendering
from reportgen.preview import site
from reportgen.preview.pages import Complaint, complaint
from reportgen.preview.site import Preview
from reportgen.problems import Problem, Severity, Span

FAULT = Problem(
    code="STUDY103",
    message="“kind” cannot be “survay”",
    span=Span("studies/a.yml", 20, 7, 6, "kind: survay"),
    remedy="did you mean “survey”?",
)
WARNING = Problem(
    code="TEXT202",
    message="a long title",
    span=Span("studies/a.yml"),
    severity=Severity.WARNING,
)


def order(name: str, *formats: str) -> Order:
    return Order(Path(f"studies/{name}.yml"), f"studies/{name}.yml", formats or ("pdf", "html"))


def rendering(name: str, *files: tuple[str, bytes], title: str = "") -> Rendering:
    artifacts = tuple(Artifact(f"{name}/{name}.{ending}", content) for ending, content in files)
    return Rendering(name, title or f"Title of {name}", artifacts, (), ())


def deliver(preview: Preview, name: str, page: bytes = b"<p>page") -> None:
    """Both walks of a study that is due."""
    preview.delivered(name, rendering(name, ("html", page)), ())
    preview.delivered(name, rendering(name, ("pdf", b"%PDF " + page)), ())


def shown(*names: str) -> Preview:
    preview = Preview()
    orders = [order(name) for name in names]
    preview.show(orders, orders)
    return preview


def page(preview: Preview, target: str) -> str:
    answer = preview.answer(target)
    assert answer is not None
    assert answer.media == "text/html; charset=utf-8"
    return answer.content.decode()


def state(preview: Preview, target: str) -> str:
    return re.findall(r'<p class="state (\w+)"[^>]*>', page(preview, target))[0]


def news(preview: Preview, target: str) -> dict[str, str]:
    told = preview.news(target)
    assert told is not None
    versions: dict[str, str] = json.loads(told())
    return versions


# --- What is served ------------------------------------------------------------------------


def test_a_brief_is_served_as_it_was_rendered() -> None:
    preview = shown("a")
    deliver(preview, "a", "<p>åäö".encode())
    html, pdf = preview.answer("/a/a.html"), preview.answer("/a/a.pdf")
    assert html is not None
    assert pdf is not None
    assert (html.content, html.media) == ("<p>åäö".encode(), "text/html; charset=utf-8")
    assert (pdf.content, pdf.media) == ("%PDF <p>åäö".encode(), "application/pdf")
    assert html.policy == (
        "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:;"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )


@pytest.mark.parametrize(
    "target",
    [
        "/a", "/a/b", "/a/a", "/a/a.png", "/a/html", "/a/.html", "/a/a.html/", "/a/a.html?x",
        "//a/a.html", "/./a/a.html", "/a/../a/a.html", "/%61/a.html", "/a%2fa.html", "/a//a.html",
        "/..", "/../etc/passwd", "/..%2f..%2fetc/passwd", "/etc/passwd", "/studies/a.yml",
        "/a/a.yml", "/preview.html.j2", "/preview/preview.js", "/favicon.ico", "/b/", "/b/b.html",
        "http://127.0.0.1/a/a.html", "*", "", "\0", "/a/a.html\0", "/" + "a/" * 500,
    ],
)  # fmt: skip
def test_nothing_else_is_there(target: str) -> None:
    preview = shown("a")
    deliver(preview, "a")
    assert preview.answer(target) is None
    assert preview.news(target) is None


def test_no_request_reaches_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    preview = shown("a", "b")
    deliver(preview, "a")
    preview.failed("b", [complaint(FAULT)])

    def refused(*arguments: object, **_: object) -> None:
        raise AssertionError(f"the disk was asked for {arguments}")

    with monkeypatch.context() as closed:
        for name in ("builtins.open", "io.open", "os.open", "os.stat", "os.scandir", "os.listdir"):
            closed.setattr(name, refused)
        answers = [
            preview.answer(target)
            for target in ("/", "/a/", "/b/", "/a/a.html", "/preview.js", "/../x", "/nothing/")
        ]
    assert [answer is not None for answer in answers] == [True] * 5 + [False] * 2


def test_what_the_pages_load_is_there() -> None:
    preview = shown("a", "b")
    deliver(preview, "a")
    for target in ("/", "/a/"):
        loaded = re.findall(r'(?:href|src)="(/preview\.[^"]+)"', page(preview, target))
        assert loaded == ["/preview.css", "/preview.js"]
    style, script = preview.answer("/preview.css"), preview.answer("/preview.js")
    assert style is not None
    assert script is not None
    assert (style.media, script.media) == (
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
    )


def test_a_page_of_ours_holds_no_script_and_no_style_of_its_own() -> None:
    preview = shown("a", "b")
    preview.failed("a", [complaint(FAULT)])
    for target in ("/", "/a/"):
        text = page(preview, target)
        assert re.findall(r"<script(?![^>]* src=)|<style|\son\w+=|\sstyle=", text) == []


def test_one_study_is_the_first_page_and_several_are_a_list() -> None:
    preview = shown("a")
    assert 'data-page="study"' in page(preview, "/")
    assert "All studies" not in page(preview, "/a/")
    assert news(preview, "/news") == news(preview, "/a/news")
    both = [order("a"), order("b")]
    preview.show(both, [])
    text = page(preview, "/")
    assert 'data-page="index"' in text
    assert re.findall(r'<a href="(/\w+/)">', text) == ["/a/", "/b/"]
    assert '<a class="all" href="/">All studies</a>' in page(preview, "/a/")


def test_a_name_that_addresses_have_no_letters_for() -> None:
    name = "kund & <b>år"
    preview = Preview()
    preview.show([order(name)], [])
    due = preview.next_due()
    assert due is not None
    quoted = "kund%20%26%20%3Cb%3E%C3%A5r"
    assert due[0] == quoted
    deliver(preview, quoted)
    assert preview.answer(f"/{quoted}/{quoted}.html") is not None
    assert "<b>" not in page(preview, f"/{quoted}/")


# --- What is wrong --------------------------------------------------------------------------


def test_errors_stand_as_in_the_terminal() -> None:
    preview = shown("a")
    preview.failed("a", [complaint(FAULT)])
    text = page(preview, "/a/")
    assert "<h2>1 error</h2>" in text
    assert (
        '<p class="what"><span class="place">studies/a.yml:20:7</span>'
        ' <span class="code">STUDY103</span> “kind” cannot be “survay”</p>\n'
        '<pre tabindex="0">kind: survay\n      ^^^^^^</pre>\n'
        '<p class="remedy">did you mean “survey”?</p>\n'
    ) in text
    assert "There is no page yet: the errors above come first." in text


def test_a_complaint_has_the_parts_that_the_problem_has() -> None:
    assert complaint(WARNING) == Complaint(
        "warning", "studies/a.yml", "TEXT202", "a long title", "", ""
    )


def test_text_of_a_study_is_never_markup() -> None:
    hostile = "</pre><script>alert(1)</script>\"'&"
    fault = Problem(
        code="STUDY101",
        message=hostile,
        span=Span(hostile, 1, 1, 1, hostile),
        remedy=hostile,
    )
    preview = shown("a", "b")
    preview.delivered("a", rendering("a", ("html", b""), title=hostile), ())
    preview.failed("a", [complaint(fault)])
    preview.complain([complaint(fault)])
    for target in ("/", "/a/"):
        text = page(preview, target)
        assert "<script>" not in text
        assert "</pre><" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_the_last_good_files_stay_while_something_is_wrong() -> None:
    preview = shown("a")
    deliver(preview, "a")
    good = news(preview, "/a/news")
    preview.show([order("a")], [order("a")])
    preview.failed("a", [complaint(FAULT)])
    bad = news(preview, "/a/news")
    assert (bad["html"], bad["pdf"]) == (good["html"], good["pdf"])
    assert bad["state"] != good["state"]
    assert state(preview, "/a/") == "failed"
    assert "<h2>1 error; below stands the last version without any</h2>" in page(preview, "/a/")
    preview.show([order("a")], [order("a")])
    assert state(preview, "/a/") == "building"
    assert "<h2>1 error; below" in page(preview, "/a/")
    deliver(preview, "a")
    assert news(preview, "/a/news") == good


def test_warnings_do_not_hide_the_brief() -> None:
    preview = shown("a")
    preview.delivered("a", rendering("a", ("html", b"")), [complaint(WARNING)])
    preview.delivered("a", rendering("a", ("pdf", b"")), [complaint(WARNING)])
    assert state(preview, "/a/") == "warned"
    assert '<details class="notes" open>\n<summary>1 warning</summary>' in page(preview, "/a/")


def test_what_keeps_studies_from_being_known_stands_on_every_page() -> None:
    preview = shown("a", "b")
    preview.complain([complaint(FAULT)])
    for target in ("/", "/a/", "/b/"):
        assert "STUDY103" in page(preview, target)
    preview.show([order("a"), order("b")], [])
    assert "STUDY103" not in page(preview, "/a/")


# --- What is due ------------------------------------------------------------------------------


def test_the_page_comes_before_the_pdf() -> None:
    preview = shown("a")
    assert preview.next_due() == ("a", order("a", "html"))
    assert state(preview, "/a/") == "building"
    preview.delivered("a", rendering("a", ("html", b"page")), ())
    assert preview.answer("/a/a.html") is not None
    assert preview.answer("/a/a.pdf") is None
    assert preview.next_due() == ("a", order("a", "pdf"))
    preview.delivered("a", rendering("a", ("pdf", b"%PDF")), ())
    assert preview.next_due() is None
    assert state(preview, "/a/") == "sound"


def test_an_image_for_links_comes_with_the_page_that_names_it() -> None:
    preview = Preview()
    preview.show([order("a", "html", "social")], [])
    assert preview.next_due() == ("a", order("a", "html", "social"))
    preview.delivered("a", rendering("a", ("html", b""), ("png", b"\x89PNG")), ())
    image = preview.answer("/a/a.png")
    assert image is not None
    assert image.media == "image/png"
    assert 'href="/a/a.png"' in page(preview, "/a/")


def test_what_is_looked_at_comes_first() -> None:
    preview = shown("a", "b", "c")
    due = preview.next_due()
    assert due is not None
    assert due[0] == "a"
    page(preview, "/c/")
    page(preview, "/b/")
    assert preview.asked.is_set()
    for name in ("b", "c", "a"):
        due = preview.next_due()
        assert due is not None
        assert due[0] == name
        deliver(preview, name)
    assert not preview.asked.is_set()
    page(preview, "/a/")
    assert not preview.asked.is_set()


def test_many_studies_are_rendered_when_they_are_opened() -> None:
    names = [f"s{number:02}" for number in range(site.EAGER + 2)]
    preview = shown(*names)
    for name in names[: site.EAGER]:
        due = preview.next_due()
        assert due is not None
        assert due[0] == name
        deliver(preview, name)
    assert preview.next_due() is None
    assert page(preview, "/").count("Built when you open it") == 2
    assert state(preview, f"/{names[-1]}/") == "building"
    assert preview.asked.is_set()


def test_memory_holds_a_bounded_number_of_briefs() -> None:
    names = [f"s{number:02}" for number in range(site.KEPT + 1)]
    preview = shown(*names)
    for name in names:
        page(preview, f"/{name}/")
        deliver(preview, name)
    held = [name for name in names if preview.answer(f"/{name}/{name}.html") is not None]
    assert held == names[1:]
    assert preview.next_due() is None
    page(preview, f"/{names[0]}/")
    due = preview.next_due()
    assert due is not None
    assert due[0] == names[0]


def test_a_new_study_and_one_that_is_gone() -> None:
    preview = shown("a", "b")
    before = news(preview, "/news")
    preview.show([order("b"), order("c")], [order("c")])
    assert news(preview, "/news") != before
    assert preview.answer("/a/") is None
    assert re.findall(r'<a href="/(\w+)/">', page(preview, "/")) == ["b", "c"]


def test_who_listens_hears_that_a_study_is_gone() -> None:
    preview = shown("a", "b")
    told = preview.news("/a/news")
    assert told is not None
    preview.show([order("b")], [])
    assert json.loads(told()) == {"state": "gone"}
