"""What all rooms' tests share: golden files that show the difference, and the five briefs."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from five import IDS, Five, Made


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what the tests make into the golden files instead of comparing",
    )


@pytest.fixture(scope="session", autouse=True)
def _a_cache_of_this_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What fixtures of modules build stays out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _a_cache_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test finds what another one has built, today or last week."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with a golden file, or write it there with --update-goldens."""

    def compare(path: Path, made: str) -> None:
        if request.config.getoption("--update-goldens"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made, encoding="utf-8")
            return
        if not path.exists():
            pytest.fail(f"there is no {path.name} yet: run pytest --update-goldens")
        kept = path.read_text(encoding="utf-8")
        if made != kept:
            difference = difflib.unified_diff(
                kept.splitlines(), made.splitlines(), f"golden {path.name}", "made now", lineterm=""
            )
            pytest.fail("\n".join(difference), pytrace=False)

    return compare


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Five:
    """The five briefs, each rendered once in a run: the processes of xdist share a folder."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    return Five(shared / "five-briefs")


@pytest.fixture(params=IDS)
def made(request: pytest.FixtureRequest, five: Five) -> Made:
    """Each of the five briefs in turn."""
    return five[request.param]
