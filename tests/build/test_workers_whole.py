"""Ten poisoned studies among a thousand: the rest is delivered, and the ten are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import walks

from reportgen.build import briefs
from reportgen.cli.main import main

POISONED = {
    "crash-1": "BUILD104 its worker was ended by signal 11 (SIGSEGV)",
    "crash-2": "BUILD104 its worker was ended by signal 11 (SIGSEGV)",
    "crash-3": "BUILD104 its worker was ended by signal 11 (SIGSEGV)",
    "exit-1": "BUILD104 its worker was ended with status 7",
    "exit-2": "BUILD104 its worker was ended with status 7",
    "hoard-1": "BUILD103 needed more than 400 MB of memory and was stopped",
    "hoard-2": "BUILD103 needed more than 400 MB of memory and was stopped",
    "hoard-3": "BUILD103 needed more than 400 MB of memory and was stopped",
    "loop-1": "BUILD102 took longer than 4 s and was stopped",
    "sleep-1": "BUILD102 took longer than 4 s and was stopped",
}


def test_ten_poisoned_among_a_thousand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # The walk stands in for a library that fails; everything else is as it always is.
    monkeypatch.setattr(briefs, "render", walks.render_or_worse)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "studies").mkdir()
    sound = [f"sound-{number:03}" for number in range(990)]
    for name in (*sound, *POISONED):
        (tmp_path / "studies" / f"{name}.yml").touch()
    limits = ("--jobs", "2", "--time-limit", "4", "--memory-limit", "400")
    assert main(["build", "--no-cache", *limits]) == 1
    delivered = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["briefs"]
    assert sorted(delivered) == sound
    assert sorted(path.name for path in (tmp_path / "out").glob("*/*")) == [
        f"{name}.html" for name in sound
    ]
    said = capfd.readouterr().err
    for name, why in POISONED.items():
        assert f"studies/{name}.yml: {why}\n" in said
    names = ", ".join(f"studies/{name}.yml" for name in sorted(POISONED))
    assert said.endswith(f"990 of 1000 built; these failed: {names}\n")
    # Of so many, not each has a line; those that failed have.
    assert sum(line.startswith("[") for line in said.splitlines()) < 30
