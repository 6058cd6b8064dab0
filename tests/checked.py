"""A checker that is not on the machine: said by name, and a failure where it has to be there."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def not_there(reason: str) -> NoReturn:
    """Pass a test over because of a missing checker; where CI=true, fail it instead."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
