"""The small study that the tests of this room change by a letter at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.study.reader import Loaded, read_study

SMALL = Path(__file__).parent.parent / "study" / "liten-studie.yml"


@pytest.fixture(scope="session")
def small() -> str:
    return SMALL.read_text(encoding="utf-8")


@pytest.fixture
def read_changed(small: str) -> Callable[[str, str], Loaded]:
    """Read the small study with one place in it changed."""

    def read(old: str, new: str) -> Loaded:
        assert small.count(old) == 1, old
        return read_study(Path("liten-studie.yml"), text=small.replace(old, new))

    return read
