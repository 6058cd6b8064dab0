"""Which studies are read: none that a link in the current folder leads to elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

SECRET = "token: gho_SECRET\n"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    folder.mkdir()
    (folder / "hosts.yml").write_text(SECRET, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [["build", "--untrusted"], ["check"], ["check", "hosts"]])
def test_a_link_for_the_studies_is_not_followed_out_of_the_folder(
    call: Run, tmp_path: Path, elsewhere: Path, command: list[str]
) -> None:
    (tmp_path / "studies").symlink_to(elsewhere)
    done = call(*command)
    assert done.returncode == 2
    assert done.stderr == (
        "reportgen: the folder studies is a link that leads out of the current folder;"
        " name the folder that it leads to with --studies-dir\n"
    )
    assert "SECRET" not in done.stdout


def test_a_folder_that_was_asked_for_may_be_a_link(
    call: Run, tmp_path: Path, elsewhere: Path
) -> None:
    (tmp_path / "studies").symlink_to(elsewhere)
    for more in ([], ["hosts"], ["studies/hosts.yml"]):
        done = call("check", *more, "--studies-dir", "studies")
        assert (done.returncode, "gho_SECRET" in done.stdout) == (1, True)
    done = call("check", str(tmp_path / "studies" / "hosts.yml"))
    assert (done.returncode, "gho_SECRET" in done.stdout) == (1, True)


def test_nor_is_a_link_on_the_way_to_a_study(call: Run, tmp_path: Path, elsewhere: Path) -> None:
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / "ext").symlink_to(elsewhere)
    (tmp_path / "inside").symlink_to("studies")
    done = call("check", "studies/ext/hosts.yml")
    assert (done.returncode, done.stderr) == (
        2,
        "studies/ext/hosts.yml: FILE110 a folder on its way is a link that leads out of the"
        " current folder\n"
        "    name the file that it leads to, or put a copy in its place\n",
    )
    (tmp_path / "studies" / "own.yml").write_text(SECRET, encoding="utf-8")
    done = call("check", "inside/own.yml")
    assert (done.returncode, "gho_SECRET" in done.stdout) == (1, True)
