"""The table of checkers in the documents: all of them, in the versions that the tests use."""

from __future__ import annotations

import re
from importlib import metadata

import accessibility_table
import pytest
from checkers import VERAPDF
from html_checkers import AXE, NU

PINNED = {
    "axe-core": AXE.version,
    "Nu HTML checker": NU.version,
    "veraPDF": VERAPDF.version,
    "pdfua": metadata.version("pdfua"),
    "outloud": metadata.version("outloud"),
}


def rows() -> list[list[str]]:
    text = accessibility_table.PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^\| (.+) \|$", text, re.MULTILINE)[2:]
    return [row.split(" | ") for row in found]


def test_every_checker_has_its_row_and_finds_nothing():
    checks = accessibility_table.CHECKS
    assert [(row[0], row[2], row[3]) for row in rows()] == [
        (check.name, check.judges, check.looks) for check in checks
    ]
    assert [row[4] for row in rows()] == ["0"] * len(checks)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]}, {row[2]}")
def test_the_version_is_the_one_in_use(row):
    assert row[1] == PINNED.get(row[0], row[1])


def test_the_page_is_made_of_what_is_found():
    briefs = accessibility_table.Briefs((), ())
    check = accessibility_table.Check("one", lambda: "1.0", "all", "nothing", lambda _: 3)
    made = accessibility_table.table(briefs, [check])
    assert "| one | 1.0 | all | nothing | 3 |\n" in made
    text = accessibility_table.PAGE.read_text(encoding="utf-8")
    assert text.startswith(accessibility_table.HEAD)
    assert text.endswith(accessibility_table.TAIL)
