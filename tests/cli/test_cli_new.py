"""`new`: a study that checks and builds as it stands, in each language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import STARTERS, Run

from reportgen.study.model import Disclosures


def test_from_an_empty_folder_to_a_brief(call: Run, tmp_path: Path) -> None:
    done = call("new", "var-undersokning")
    assert (done.returncode, done.stdout) == (
        0,
        "studies/var-undersokning.yml\nstudies/study.schema.json\n",
    )
    assert done.stderr == (
        "Edit it, then: reportgen check var-undersokning, reportgen build var-undersokning\n"
    )
    text = (tmp_path / "studies" / "var-undersokning.yml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=study.schema.json\n")
    assert "\nid: var-undersokning\n" in text
    schema = (tmp_path / "studies" / "study.schema.json").read_text(encoding="utf-8")
    assert json.loads(schema)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    done = call("check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 study, no findings\n")
    done = call("build", "--strict")
    assert done.returncode == 0
    pdf = tmp_path / "out" / "var-undersokning" / "var-undersokning.pdf"
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert pdf.with_suffix(".html").is_file()


def test_nothing_is_overwritten(call: Run, tmp_path: Path) -> None:
    call("new", "min", "--dir", "mapp")
    path = tmp_path / "mapp" / "min.yml"
    path.write_text("mine", encoding="utf-8")
    done = call("new", "min", "--dir", "mapp")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "reportgen: mapp/min.yml is already there, and nothing was changed; choose another id,"
        " or move it\n"
    )
    assert path.read_text(encoding="utf-8") == "mine"


def test_an_id_that_cannot_be(call: Run, tmp_path: Path) -> None:
    for wrong, near in (("Vår studie", "var-studie"), ("../x", "x"), ("Småøy", "smaoy")):
        done = call("new", wrong)
        assert (done.returncode, done.stderr) == (
            2,
            f"reportgen: “{wrong}” cannot be a study's id; it may hold a-z, 0-9 and hyphens,"
            f" such as {near}\n",
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_other_languages(call: Run, language: str) -> None:
    call("new", "ny", "--language", language)
    done = call("check", "--strict")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 study, no findings\n")


def test_every_disclosure_item_stands_in_every_starter() -> None:
    items = list(Disclosures.model_fields)
    assert len(items) == 22
    for path in STARTERS.glob("*.yml"):
        lines = path.read_text(encoding="utf-8").splitlines()
        begin = lines.index("disclosure:")
        end = next(at for at in range(begin, len(lines)) if lines[at].startswith("# --- "))
        keys = [
            line.strip().partition(":")[0]
            for line in lines[begin + 1 : end]
            if line.startswith("  ") and not line.strip().startswith("#")
        ]
        assert keys == items, path.name
