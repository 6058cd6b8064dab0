"""Which runs may be answered at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from reportgen.build import runs
from reportgen.build.runs import Looked, repeatable, repeated
from reportgen.ingredients import state_of
from reportgen.kept import Kept

YES = [
    ["build"],
    ["-q", "build"],
    ["build", "a", "b/c.yml"],
    ["build", "--to", "html", "--to=pdf", "--jobs", "2", "--strict"],
    ["build", "-j", "2", "-j2"],
]
NO = [
    [],
    ["check"],
    ["build", "-"],
    ["build", "--verify"],
    ["build", "--watch"],
    ["build", "-o", "-"],
    ["build", "--no-cache"],
    ["build", "--debug"],
    ["-v", "build"],
    ["build", "--shard", "1/2"],
    ["build", "--help"],
    ["build", "--to="],
    ["build", "-jx"],
    ["build", "--", "a"],
]


@pytest.mark.parametrize("given", YES)
def test_a_plain_build_may_be_repeated(given: list[str]) -> None:
    assert repeatable(given)


@pytest.mark.parametrize("given", NO)
def test_anything_else_may_not(given: list[str]) -> None:
    assert not repeatable(given)
    assert repeated(given) is None


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTGEN_CACHE_DIR", str(tmp_path / "cache"))
    for folder in ("studies", "out"):
        Path(folder).mkdir()
    Path("out/a.html").write_text("a")
    return Kept(tmp_path / "cache")


def keep(kept: Kept, given: list[str], paths: Iterable[Path] = ()) -> None:
    looked = Looked(given)
    for path in paths:
        looked.path(str(path))
    looked.folder("studies")
    files = {str(Path("studies/a.yml").absolute()): "absent"}
    written = ("out", {"a.html": state_of("out/a.html")})
    looked.keep(kept, files, written, ("a: out/a.html\n", "[1/1] unchanged: a\n"))


def test_a_run_is_repeated_word_by_word(kept: Kept) -> None:
    keep(kept, ["build"])
    assert repeated(["build"]) == ("a: out/a.html\n", "[1/1] unchanged: a\n")
    assert repeated(["build", "a"]) is None


def test_without_a_folder_of_studies_others_are_used_and_that_is_said(kept: Kept) -> None:
    Path("studies").rmdir()
    keep(kept, ["build"])
    assert repeated(["build"]) is None


def test_the_settings_of_folders_above_count(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    below = tmp_path / "a" / "b"
    (below / "studies").mkdir(parents=True)
    (below / "out").mkdir()
    (below / "out" / "a.html").write_text("a")
    monkeypatch.chdir(below)
    keep(kept, ["build"])
    assert repeated(["build"]) is not None
    (tmp_path / "a" / "reportgen.toml").touch()
    assert repeated(["build"]) is None


def test_a_folder_that_is_gone_counts(kept: Kept, tmp_path: Path) -> None:
    templates = tmp_path / "own"
    templates.mkdir()
    keep(kept, ["build"], paths=[templates])
    assert repeated(["build"]) is not None
    templates.rmdir()
    assert repeated(["build"]) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b'{"form": 1}', b"\xff"])
def test_a_record_of_another_form_is_none(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    keep(kept, ["build"])
    monkeypatch.setattr(Kept, "get", lambda *_: content)
    assert repeated(["build"]) is None


def test_another_program_is_another_run(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(kept, ["build"])
    monkeypatch.setattr(runs.ingredients, "loaded_state", lambda: "newer")
    assert repeated(["build"]) is None


def test_the_cache_that_an_argument_names(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for given in (["build", "--cache-dir", "other"], ["build", "--cache-dir=other"]):
        keep(Kept(tmp_path / "other"), given)
        assert repeated(given) is not None
    assert repeated(["build", "--cache-dir"]) is None


def test_what_is_set_for_libraries_meanwhile_is_not_of_the_run(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = Looked(["build"])
    looked.folder("studies")
    with monkeypatch.context() as meanwhile:
        meanwhile.setenv("FONTCONFIG_FILE", "our own")
        looked.keep(kept, {}, ("out", {}), ("said", ""))
    assert repeated(["build"]) == ("said", "")


@pytest.mark.parametrize("name", ["GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"])
def test_whose_log_it_is_counts(kept: Kept, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What a service takes for a command is disarmed there alone."""
    monkeypatch.delenv(name, raising=False)
    keep(kept, ["build"])
    monkeypatch.setenv(name, "1")
    assert repeated(["build"]) is None
