"""Orders that carry all they need: laid out elsewhere, they give the same bytes and complaints."""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.build.attempt import Done, Failed, attempt
from reportgen.build.parcel import attempt_packed, packed
from reportgen.build.serial import SerialExecutor
from reportgen.pipeline import Order, render

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"
BRAND = CHECKOUT / "tests" / "brand" / "nordlys"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with a study, a brand with files of its own, and a template; the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    folder = tmp_path / "studies"
    shutil.copytree(BRAND, folder / "brands" / "nordlys")
    text = STUDY.read_text(encoding="utf-8")
    named = next(line for line in text.splitlines() if line.startswith("brand:"))
    (folder / "liten-studie.yml").write_text(text.replace(named, "brand: nordlys"), "utf-8")
    own = tmp_path / "own" / "brief"
    own.mkdir(parents=True)
    shared = CHECKOUT / "templates" / "brief" / "contents.html.j2"
    own.joinpath("contents.html.j2").write_text("<p>Ours</p>" + shared.read_text("utf-8"), "utf-8")
    return tmp_path


ORDER = Order(
    Path("studies/liten-studie.yml"),
    "studies/liten-studie.yml",
    formats=("html",),
    templates=Path("own"),
)


def travelled(order: Order) -> object:
    return pickle.loads(pickle.dumps(packed(order)))


def test_elsewhere_the_same_bytes_come_out(here):
    order = replace(ORDER, formats=("pdf", "html"))
    local = render(order)
    assert b"<p>Ours</p>" in local.artifacts[1].content
    parcel = travelled(order)
    for folder in ("studies", "own"):
        shutil.rmtree(here / folder)
    result = attempt_packed(render, parcel)
    assert isinstance(result, Done)
    assert replace(result.outcome, made_of=()) == replace(local, made_of=())
    assert result.order == Order(Path(), "")


def test_one_folder_serves_all_briefs_of_a_brand(here):
    for _ in range(2):
        assert isinstance(attempt_packed(render, travelled(ORDER)), Done)
    assert len(list((here / "temporary").glob("reportgen-parcel-*"))) == 2  # brand, templates


def test_complaints_name_the_paths_of_here(here):
    brand = here / "studies" / "brands" / "nordlys" / "_brand.yml"
    brand.write_text(brand.read_text("utf-8") + "\nlogoo: x\n", encoding="utf-8")
    local = attempt(render, ORDER)
    assert isinstance(local, Failed)
    assert local.found[0].span.path == "studies/brands/nordlys/_brand.yml"
    result = attempt_packed(render, travelled(ORDER))
    assert isinstance(result, Failed)
    assert result.found == local.found


@pytest.mark.parametrize("text", ["brand: nosuch\n", "a: [", None])
def test_what_fails_without_any_file_is_no_parcel(here, text):
    if text is None:
        Path(ORDER.path).unlink()
    else:
        Path(ORDER.path).write_text(text, encoding="utf-8")
    assert packed(ORDER) is None
    with SerialExecutor() as serial:
        assert isinstance(serial.submit(attempt, render, ORDER).result(), Failed)


def test_the_moment_travels_too(here, monkeypatch):
    def moment(_: Order) -> str | None:
        return os.environ.get("SOURCE_DATE_EPOCH")

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    parcel = travelled(ORDER)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    result = attempt_packed(moment, parcel)
    assert isinstance(result, Done)
    assert result.outcome == "86400"
    attempt_packed(moment, replace(parcel, epoch=None))
    assert "SOURCE_DATE_EPOCH" not in os.environ
