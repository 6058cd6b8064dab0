"""Which template files count: those that Jinja reads, and those that it would read first."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta

from reportgen import shipped
from reportgen.pages.templates_used import STARTS, templates_used


def test_every_template_that_comes_along_is_used() -> None:
    folder = shipped.templates_folder() / "brief"
    every = {path for path in folder.rglob("*") if path.suffix in (".j2", ".css")}
    assert set(templates_used(None) or ()) == every


def test_they_are_what_jinja_finds() -> None:
    environment = Environment(loader=FileSystemLoader(shipped.templates_folder()), autoescape=True)
    waiting = list(STARTS)
    for name in waiting:
        assert environment.loader is not None
        text = environment.loader.get_source(environment, name)[0]
        for named in meta.find_referenced_templates(environment.parse(text)):
            assert named is not None
            waiting += [named] if named not in waiting else []
    names = {
        path.relative_to(shipped.templates_folder()).as_posix()
        for path in templates_used(None) or ()
    }
    assert names == set(waiting)


def own(folder: Path, text: str) -> set[str] | None:
    (folder / "brief").mkdir(exist_ok=True)
    (folder / "brief" / "brief.html.j2").write_text(text, encoding="utf-8")
    looked = templates_used(folder)
    if looked is None:
        return None
    return {path.relative_to(folder).as_posix() for path in looked if path.is_relative_to(folder)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", set()),
        ("{% include 'a' %}", {"a"}),
        ('{%- extends "a" -%}', {"a"}),
        ("{% import 'a' as b with context %}{% from 'c' import d as e %}", {"a", "c"}),
        ("{% include ['a', 'b'] ignore missing %}", {"a", "b"}),
        ("{% include\n 'a' without context %}", {"a"}),
    ],
)
def test_names_are_read_from_the_text(tmp_path: Path, text: str, names: set[str]) -> None:
    always = {"brief/brief.html.j2", "brief/social.html.j2", "brief/css/social.css"}
    assert own(tmp_path, text) == always | names


@pytest.mark.parametrize("text", ["{% include name %}", "{% include 'a' if b else 'c' %}"])
def test_a_name_that_is_a_value_cannot_be_followed(tmp_path: Path, text: str) -> None:
    assert own(tmp_path, text) is None


def test_ones_own_comes_first(tmp_path: Path) -> None:
    looked = templates_used(tmp_path) or ()
    for name in STARTS:
        first, second = tmp_path / name, shipped.templates_folder() / name
        assert looked.index(second) == looked.index(first) + 1
