"""Whatever builds a wheel or runs a linter over the whole house takes its turn last."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
HOUSE = HERE.parent / "test_house.py"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A fault in one room shows before the slow tests of the whole begin."""
    items.sort(key=lambda item: item.path == HOUSE or HERE in item.path.parents)
