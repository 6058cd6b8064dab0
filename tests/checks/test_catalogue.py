"""Every code that the program can say is explained: by a rule's page or by the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import reportgen
from reportgen.checks.catalogue import MEANINGS
from reportgen.checks.registry import RULES

PACKAGE = Path(reportgen.__file__).parent


def _codes_in_use() -> set[str]:
    """Every code that stands by itself in quotes, as codes do where problems are made."""
    texts = (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    return {code for text in texts for code in re.findall(r'"([A-Z]{3,8}[0-9]{3})"', text)}


def test_every_code_is_explained_and_every_explanation_needed() -> None:
    explained = [rule.code for rule in RULES] + [meaning.code for meaning in MEANINGS]
    assert len(explained) == len(set(explained))
    assert set(explained) == _codes_in_use()


def test_meanings_are_lines() -> None:
    for meaning in MEANINGS:
        for text in (meaning.means, meaning.remedy):
            assert text == text.strip() and "\n" not in text and not text.endswith(".")
