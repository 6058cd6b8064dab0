"""`reportgen clean`, and which folder is the cache."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run


@pytest.fixture
def built(call: Run, sound: Path, tmp_path: Path) -> Path:
    """A project that was built with its cache in `cache`."""
    done = call("build", "forsta", "--to", "html", "--cache-dir", "cache")
    assert done.returncode == 0, done.stderr
    return tmp_path


def entries(folder: Path, kind: str) -> int:
    return len([path for path in (folder / kind).rglob("*") if path.is_file()])


def test_the_cache_goes_and_the_briefs_stay(call: Run, built: Path) -> None:
    assert entries(built / "cache", "brief") == entries(built / "cache", "file") == 1
    done = call("clean", "--cache-dir", "cache")
    assert done.returncode == 0
    assert done.stderr.startswith("Removed ")
    assert done.stderr.endswith(f" kB from {built / 'cache'}.\n") or " MB from" in done.stderr
    assert not (built / "cache").exists()
    assert (built / "out" / "forsta" / "forsta.html").is_file()
    done = call("clean", "--cache-dir", "cache")
    assert (done.returncode, done.stderr) == (0, f"There is no cache in {built / 'cache'}.\n")


@pytest.mark.parametrize("command", ["clean", "build"])
def test_somebody_elses_folder_is_refused(call: Run, sound: Path, command: str) -> None:
    done = call(command, "--cache-dir", "studies")
    assert done.returncode == 2
    assert done.stderr == (
        "reportgen: the folder studies holds something else than a cache of reportgen;"
        " name an empty or a new folder with --cache-dir\n"
    )
    assert sorted(path.name for path in sound.iterdir()) == ["andra.yml", "forsta.yml"]


def test_without_a_home_there_is_none(
    call: Run, sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert call("build", "forsta", "--to", "html").returncode == 0
    done = call("clean")
    assert (done.returncode, done.stderr) == (
        2,
        "reportgen: there is no cache: neither HOME nor XDG_CACHE_HOME says where one would be;"
        " name its folder with --cache-dir\n",
    )


def test_nothing_is_read_or_written_without_a_cache(call: Run, built: Path) -> None:
    def seen() -> list[tuple[Path, int]]:
        return sorted((path, path.stat().st_mtime_ns) for path in (built / "cache").rglob("*"))

    before = seen()
    done = call("build", "forsta", "--to", "html", "--cache-dir", "cache", "--no-cache")
    assert "built: studies/forsta.yml" in done.stderr
    assert seen() == before


@pytest.mark.parametrize("where", ["flag", "environment", "file"])
def test_where_the_cache_is_to_be(call: Run, sound: Path, tmp_path: Path, where: str) -> None:
    flags, environ = [], {}
    if where == "flag":
        flags = ["--cache-dir", "kept"]
    elif where == "environment":
        environ = {"REPORTGEN_CACHE_DIR": "kept"}
    else:
        (tmp_path / "reportgen.toml").write_text('cache-dir = "kept"\n')
    assert call("build", "forsta", "--to", "html", *flags, env=environ).returncode == 0
    assert entries(tmp_path / "kept", "brief") == 1


def test_the_cache_holds_no_more_than_it_may(call: Run, sound: Path, tmp_path: Path) -> None:
    arguments = ("build", "forsta", "--to", "html", "--cache-dir", "cache")
    assert call(*arguments, env={"REPORTGEN_CACHE_LIMIT": "0"}).returncode == 0
    assert sum(entries(tmp_path / "cache", kind) for kind in ("brief", "chart", "file")) == 0
    (tmp_path / "reportgen.toml").write_text("cache-limit = -1\n")
    done = call(*arguments)
    assert "write whole megabytes, such as 500" in done.stderr


def test_verify_builds_a_second_time(call: Run, built: Path) -> None:
    """A brief that was kept is held to one that is built now."""
    page = built / "out" / "forsta" / "forsta.html"
    done = call("build", "forsta", "--to", "html", "--cache-dir", "cache", "--verify")
    assert "unchanged: studies/forsta.yml" in done.stderr
    assert "Built twice: 1 files and the manifest are the same, byte for byte." in done.stderr
    assert page.is_file()
