"""One wrong study beside everything that is said about it: `refused.txt`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.problems import Problems
from reportgen.study.reader import Loaded

CASES = re.findall(
    r"^=== ([^\n]*)\n(.*?)\n^--- with\n(.*?)\n^--- says\n(.*?)\n(?=^=== |\Z)",
    (Path(__file__).parent / "refused.txt").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


@pytest.mark.parametrize(
    ("old", "new", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_every_complaint_in_full(
    old: str, new: str, expected: str, read_changed: Callable[[str, str], Loaded]
) -> None:
    with pytest.raises(Problems) as caught:
        read_changed(old, new)
    assert "\n".join(problem.full() for problem in caught.value.found) == expected


def test_every_code_of_the_reader_is_among_them() -> None:
    codes = {word for case in CASES for word in re.findall(r"\b(?:STUDY|TEXT)1\d\d\b", case[3])}
    expected = {f"STUDY10{number}" for number in range(1, 8)}
    assert codes == expected | {f"TEXT10{number}" for number in range(1, 6)}
