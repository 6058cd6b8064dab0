"""What the harness of poisoned studies must notice; `make harden` runs it."""

from __future__ import annotations

from pathlib import Path

from hardening.contained import codes_of, ends_badly
from hardening.near_limits import LARGE, written
from reportgen.study.reader import read_study

SAID = """\
studies/h-words.yml: BUILD102 it took longer than 30 s
studies/h-lists.yml:1:20: PDF103 “x” runs off its page
studies/h-lists.yml:1:40: PDF103 “y” runs off its page
    studies/h-tables.yml: BUILD103 is only quoted
"""


def test_a_study_that_is_neither_delivered_nor_named_is_a_fault() -> None:
    made = {"h-lists", "h-claims"}
    assert [*ends_badly(["h-words", "h-lists", "h-claims", "h-tables"], made, SAID)] == [
        "h-lists: delivered, and named",
        "h-tables: lost without a word",
    ]
    assert codes_of("h-lists", SAID) == ["PDF103"]


def test_what_is_heavy_is_sound(tmp_path: Path) -> None:
    """Else it would be refused before it weighs anything."""
    for kind, made in LARGE.items():
        path = tmp_path / f"h-{kind}.yml"
        path.write_text(written(made(f"h-{kind}")), "utf-8")
        assert read_study(path).study.id == f"h-{kind}"
