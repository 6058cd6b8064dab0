"""The studies that benchmarks build: valid, varied, and the same every time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader

from benchmarks import many, subjects
from benchmarks.long_study import TOPICS, long_study
from benchmarks.many import BRANDS, LANGUAGES, study, write_studies
from benchmarks.rows.long_document import LONG, SETTINGS, SHORT
from benchmarks.subjects import Edited
from reportgen.checks.registry import check_study
from reportgen.cli.settings import read_settings
from reportgen.limits import USUAL
from reportgen.pipeline import Order, find_problems
from reportgen.problems import Problem
from reportgen.shipped import studies_folder
from reportgen.source import parse_yaml, plain
from reportgen.study.reader import read_study

CHECKOUT = Path(__file__).resolve().parents[2]


def _found(text: str, name: str) -> tuple[Problem, ...]:
    return find_problems(Order(Path(f"{name}.yml"), f"{name}.yml", text=text))


@pytest.mark.parametrize("start", range(1, 46, 15))
def test_every_generated_study_is_without_fault(start):
    for number in range(start, start + 15):
        study_id, text = study(number, seed=number)
        assert _found(text, study_id) == (), study_id


def test_studies_differ_in_language_brand_and_numbers():
    contents = [yaml.safe_load(study(number)[1]) for number in range(1, 46)]
    assert {(each["language"], each["brand"]) for each in contents} == {
        (language, brand) for language in LANGUAGES for brand in BRANDS
    }
    assert len({each["id"] for each in contents}) == len(contents)
    values = {str([row["value"] for row in each["results"]]) for each in contents}
    assert len(values) == len(contents)
    assert all(len(_kinds(each)) == 8 for each in contents)


def _kinds(content: dict) -> list[str]:
    charts = [block["chart"] for block in _blocks(content) if "chart" in block]
    return [chart["kind"] for chart in [content["brief"]["summary_chart"], *charts]]


def test_brands_are_those_that_come_along():
    assert set(BRANDS) == {path.parent.name for path in studies_folder().glob("brands/*/*.yml")}


def test_a_study_is_the_same_whatever_else_is_made(tmp_path):
    alone = write_studies(tmp_path / "alone", 1, first=7)
    among = write_studies(tmp_path / "among", 9)
    assert alone[0].name == among[6].name == "shop-00007.yml"
    assert alone[0].read_bytes() == among[6].read_bytes()
    assert study(7, seed=2) != study(7)


def test_another_process_makes_the_same_studies(tmp_path, capsys):
    assert many.main([str(tmp_path / "here"), "--count", "3", "--seed", "5"]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'here'}: 3 studies\n"
    asked = [tmp_path / "there", "--count", "3", "--seed", "5"]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.many", *asked],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONHASHSEED": "4711", "LC_ALL": "C"},
        check=True,
        capture_output=True,
    )
    for path in (tmp_path / "here").iterdir():
        assert path.read_bytes() == (tmp_path / "there" / path.name).read_bytes()


@pytest.mark.parametrize("topics", [SHORT, 2 * len(TOPICS) + 1])
def test_a_long_study_is_without_fault(topics):
    study_id, text = long_study(topics)
    assert study_id == f"long-{topics}"
    assert _found(text, study_id) == ()
    assert long_study(topics) == (study_id, text)


def test_the_longest_study_is_within_what_its_settings_allow(tmp_path):
    shutil.copy(SETTINGS, tmp_path)
    limits = USUAL.raised(dict(read_settings(tmp_path, {}).limits))
    study_id, text = long_study(LONG)
    content = plain(parse_yaml(text, f"{study_id}.yml", limits))
    loaded = read_study(tmp_path / f"{study_id}.yml", text=text, limits=limits)
    assert check_study(loaded) == ()
    assert isinstance(content, dict)
    assert len(content["brief"]["sections"]) == 8
    kinds = {block["chart"]["kind"] for block in _blocks(content) if "chart" in block}
    assert kinds == {"grouped", "interval", "stacked", "icons", "ranking", "bound", "dumbbell"}


def _blocks(content: dict) -> list[dict]:
    return [block for section in content["brief"]["sections"] for block in section["content"]]


def test_every_edit_of_the_study_is_another_valid_one(tmp_path):
    edited = Edited.copied(tmp_path)
    texts = {edited.path.read_text(encoding="utf-8")}
    for number in range(Edited.MOST):
        edited.save(number)
        text = edited.path.read_text(encoding="utf-8")
        assert text not in texts
        assert _found(text, edited.path.stem) == ()
        texts.add(text)


def test_the_plain_script_makes_the_brief_that_is_the_unit(tmp_path):
    cost = subjects.plain_script(subjects.STUDY, tmp_path)
    assert (cost.cpu > 0, cost.wall > 0, cost.memory > 0) == (True, True, True)
    html = (tmp_path / "plain.html").read_text(encoding="utf-8")
    assert html.count("<svg") == 8
    # Five with the typeface that it asks for; another one is a little wider or narrower.
    assert len(PdfReader(tmp_path / "plain.pdf").pages) in (4, 5, 6)
