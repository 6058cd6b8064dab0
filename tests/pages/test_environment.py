"""Templates are strict, escaped, and a user's own stand before the shipped ones."""

from __future__ import annotations

import os

import pytest
from jinja2 import TemplateError, TemplateNotFound, UndefinedError
from page_tree import Page, text_of

from reportgen.pages.environment import environment, rendered
from reportgen.problems import Problems


@pytest.fixture
def own(tmp_path):
    def write(name: str, text: str):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize("name", ["a.html.j2", "a.css", "a.txt", "a"])
def test_everything_is_escaped_whatever_a_file_is_called(own, name):
    folder = own(name, "{{ text }}")
    made = environment(folder).get_template(name).render(text="<b>&'\"")
    assert made == "&lt;b&gt;&amp;&#39;&#34;"


@pytest.mark.parametrize(
    "text", ["{{ missing }}", "{{ study.missing }}", "{% if missing %}{% endif %}"]
)
def test_what_is_not_there_is_an_error(own, text):
    folder = own("a.j2", text)
    with pytest.raises(UndefinedError):
        environment(folder).get_template("a.j2").render(study={})


def test_what_a_study_says_is_not_run(own):
    folder = own("a.j2", "{{ text }}")
    assert environment(folder).get_template("a.j2").render(text="{{ 7*7 }}") == "{{ 7*7 }}"


def test_an_own_template_stands_before_the_shipped_one(own, brief):
    folder = own("brief/cover.html.j2", "<header><h1>Vår egen: {{ title }}</h1></header>")
    made = Page(brief(templates=folder).document)
    assert text_of(made.one("h1")) == "Vår egen: Fyra av tio vill ha svar på kvällen"
    assert made.one("section", "summary") is not None


def test_a_template_cannot_leave_its_folders(own):
    folder = own("inner/a.j2", "x")
    with pytest.raises(TemplateNotFound):
        environment(folder / "inner").get_template("../inner/a.j2")


@pytest.mark.parametrize("to", ["outside.txt", "outside"])
def test_a_link_does_not_leave_them_either(own, tmp_path, to):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.j2").write_text("secret")
    (tmp_path / "outside.txt").write_text("secret")
    folder = own("own/b.j2", "x").joinpath("own")
    (folder / "in").symlink_to(tmp_path / to)
    name = "in" if to.endswith(".txt") else "in/a.j2"
    for given in (folder, tmp_path / "own" / ".." / "own"):
        with pytest.raises(TemplateError) as failed:
            environment(given).get_template(name)
        assert failed.value.message == f"“{name}” is a link that leads out of its folder"
    (folder / "c.j2").symlink_to(folder / "b.j2")
    assert environment(folder).get_template("c.j2").render() == "x"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("<p>\n  {{ missing.x }}\n</p>", 2, "'missing' is undefined"),
        ("<p>\n{% if %}\n</p>", 2, "Expected an expression, got 'end of statement block'"),
    ],
)
def test_a_mistake_in_an_own_template_is_located(own, text, line, message):
    folder = own("brief/a.html.j2", text)
    with pytest.raises(Problems) as caught:
        rendered("brief/a.html.j2", folder)
    (problem,) = caught.value.found
    assert problem.code == "TEMPLATE101"
    assert problem.message == message
    assert problem.span.line == line
    assert problem.span.path == f"{folder.name}/brief/a.html.j2"
    assert problem.span.text == text.splitlines()[line - 1]


def test_a_template_that_is_not_there_is_named(own):
    folder = own("brief/a.html.j2", "{% include 'brief/none.html.j2' %}")
    with pytest.raises(Problems) as caught:
        rendered("brief/a.html.j2", folder)
    assert caught.value.found[0].message == "there is no template “brief/none.html.j2”"


# --- Compiled once, and never stale -------------------------------------------------------


def test_a_template_is_compiled_once_as_long_as_it_stays(own):
    folder = own("a.j2", "one")
    assert environment(folder).get_template("a.j2") is environment(folder).get_template("a.j2")


def test_a_template_saved_twice_at_the_same_moment_is_taken_anew(own):
    folder = own("a.j2", "one")
    times = (folder / "a.j2").stat()
    assert rendered("a.j2", folder) == "one"
    own("a.j2", "two")
    os.utime(folder / "a.j2", ns=(times.st_atime_ns, times.st_mtime_ns))
    assert rendered("a.j2", folder) == "two"


def test_an_included_template_is_taken_anew_too(own):
    own("inner.j2", "one")
    folder = own("a.j2", "{% include 'inner.j2' %}")
    assert rendered("a.j2", folder) == "one"
    own("inner.j2", "two")
    assert rendered("a.j2", folder) == "two"


def test_an_own_template_counts_from_when_it_comes_until_it_goes(tmp_path, own):
    shipped = rendered("brief/css/social.css", tmp_path)
    own("brief/css/social.css", "p{}")
    assert rendered("brief/css/social.css", tmp_path) == "p{}"
    (tmp_path / "brief/css/social.css").unlink()
    assert rendered("brief/css/social.css", tmp_path) == shipped
