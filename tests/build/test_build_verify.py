"""A build is compared with a second one: the same bytes, or where they part."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"
SHARED = CHECKOUT / "templates" / "brief" / "contents.html.j2"


def build(folder: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("REPORTGEN_")}
    return subprocess.run(
        [sys.executable, "-m", "reportgen", "build", str(STUDY), *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1", **surroundings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_same_bytes_twice(tmp_path):
    ended = build(
        tmp_path, "--verify", "--to", "html", "--to", "social", USER="erika", TZ="Asia/Tokyo"
    )
    assert ended.returncode == 0, ended.stderr
    assert "Built twice: 2 files and the manifest are the same, byte for byte." in ended.stderr
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["briefs"]["liten-studie"]


def test_what_other_builds_left_in_the_folder_is_not_compared(tmp_path):
    assert build(tmp_path, "--to", "pdf").returncode == 0
    ended = build(tmp_path, "--verify", "--to", "html")
    assert (ended.returncode, "1 files" in ended.stderr) == (0, True)


@pytest.fixture
def restless(tmp_path):
    """A user's own template that comes out otherwise each time."""
    own = tmp_path / "own" / "brief"
    own.mkdir(parents=True)
    own.joinpath("contents.html.j2").write_text(
        "<nav aria-label=x>{{ range(10 ** 12) | random }}</nav>"
        + SHARED.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    return tmp_path


def test_a_difference_is_named_with_its_first_byte(restless):
    ended = build(restless, "--verify", "--to", "html", "--templates", "own")
    assert ended.returncode == 1
    html = re.search(
        r"out/liten-studie/liten-studie\.html: BUILD101 "
        r"a second build gives other bytes, from byte (\d+) on",
        ended.stderr,
    )
    assert html is not None, ended.stderr
    page = (restless / "out" / "liten-studie" / "liten-studie.html").read_bytes()
    assert abs(page.index(b"<nav aria-label=x>") + 18 - int(html[1])) < 3
    assert "out/manifest.json: BUILD101" in ended.stderr


def test_stdout_cannot_be_verified(tmp_path):
    ended = build(tmp_path, "--verify", "--to", "html", "-o", "-")
    assert ended.returncode == 2
    assert "--verify compares files, and -o - writes none" in ended.stderr
