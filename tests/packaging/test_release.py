"""A release is the same bytes whoever builds it, and carries its bill of materials."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest
import release
import sbom


def test_built_twice_in_two_places_it_is_the_same_bytes_with_its_bill_beside_it(tmp_path, capsys):
    assert release.main([str(tmp_path / "dist")]) == 0
    said = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    files = sorted((tmp_path / "dist").iterdir())
    assert [re.sub(r"\d[\d.]*\d", "N", path.name) for path in files] == [
        "reportgen-N-py3-none-any.whl",
        "reportgen-N.cdx.json",
        "reportgen-N.tar.gz",
    ]
    assert said == [[hashlib.sha256(path.read_bytes()).hexdigest(), path.name] for path in files]
    with zipfile.ZipFile(files[0]) as wheel:
        (inside,) = [name for name in wheel.namelist() if "/sboms/" in name]
        assert wheel.read(inside) == files[1].read_bytes()
    assert re.fullmatch(r"reportgen-[\d.]+\.dist-info/sboms/reportgen-[\d.]+\.cdx\.json", inside)
    assert files[1].read_bytes() == sbom.write(tmp_path / "bill").read_bytes()


def _files(folder: Path, **texts: str) -> list[Path]:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text)
    return sorted(folder.iterdir())


def test_two_builds_that_differ_are_named(tmp_path):
    one = _files(tmp_path / "one", wheel="a", archive="b", left="c")
    other = _files(tmp_path / "other", wheel="a", archive="B", right="c")
    with pytest.raises(
        release.Different, match=r"^built twice, and not the same: archive, left, right$"
    ):
        release.compared(one, other)
    release.compared(one, one)


def test_where_they_differ_nothing_is_released(tmp_path, capsys, monkeypatch):
    def a_different_one_each_time(source: Path, into: Path, **_: object) -> list[Path]:
        into.mkdir()
        (into / "reportgen.tar.gz").write_text(into.name)
        return list(into.iterdir())

    monkeypatch.setattr(release, "built", a_different_one_each_time)
    monkeypatch.setattr(release, "unpacked", lambda _archive, into: into)
    assert release.main([str(tmp_path / "dist")]) == 1
    assert capsys.readouterr().err == "built twice, and not the same: reportgen.tar.gz\n"
    assert not (tmp_path / "dist").exists()


def test_a_checkout_that_cannot_be_built_is_told_with_what_the_builder_said(tmp_path):
    with pytest.raises(RuntimeError, match="could not be built:\n"):
        release.release(tmp_path, tmp_path / "dist")


def test_a_wrong_call_of_the_release_says_how_it_is_called(capsys):
    assert release.main([]) == 2
    assert capsys.readouterr().err == "usage: release.py FOLDER\n"
