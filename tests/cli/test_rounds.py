"""Rounds of building: what a change brings with it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.cli.console import Voice
from reportgen.cli.rounds import Round, Rounds
from reportgen.cli.settings import Settings
from reportgen.pipeline import Order


@pytest.fixture
def studies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brands" / "x").mkdir(parents=True)
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.yml").write_text("brand: x\n")
    return tmp_path


def rounds_of(studies: Path) -> Rounds:
    def planned(_: Voice) -> tuple[Settings, tuple[Order, ...]]:
        paths = sorted(studies.glob("*.yml"))
        return Settings(), tuple(Order(path, path.name) for path in paths)

    return Rounds(planned, Voice(), in_folder=True, output=studies / "out")


@pytest.mark.parametrize(
    ("name", "content", "font"),
    [
        ("own.ttf", b"", True),  # it was one
        ("own.OTF", b"", True),
        ("own", b"\x00\x01\x00\x00 and so on", True),
        ("own.bin", b"OTTO and so on", True),
        ("own.dfont", b"true and so on", True),
        ("logo.svg", b"<svg>", False),
        ("a pipe", None, False),
    ],
)
def test_a_font_is_known_by_its_name_and_its_content(
    studies: Path, name: str, content: bytes | None, font: bool
) -> None:
    path = studies / "brands" / "x" / name
    with rounds_of(studies) as rounds:
        if content is None:
            os.mkfifo(path)
        else:
            path.write_bytes(content)
        this = rounds.next(seconds=60)
        assert this is not None
        assert (this.fonts, len(this.due)) == (font, 3)


def test_waiting_for_a_change_may_end(studies: Path) -> None:
    with rounds_of(studies) as rounds:
        assert rounds.next(seconds=0) is None
        assert rounds.next(seconds=0.05) is None


def test_what_is_left_of_an_earlier_round_is_due_with_the_next(studies: Path) -> None:
    def due(this: Round | None) -> list[str]:
        assert this is not None
        return [order.shown_as for order in this.due]

    with rounds_of(studies) as rounds:
        for name in ("a", "c"):
            (studies / f"{name}.yml").write_text("brand: x # changed\n")
        first = rounds.next(seconds=60)
        assert first is not None
        assert due(first) == ["a.yml", "c.yml"]
        (studies / "c.yml").unlink()
        (studies / "b.yml").write_text("brand: x # changed\n")
        second = rounds.next(seconds=60)
        assert second is not None
        assert due(second) == ["b.yml"]
        assert due(second.and_left(first)) == ["a.yml", "b.yml"]
