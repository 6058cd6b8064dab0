"""Where words that are printed stand in the study's file.

What lays a page out knows no lines of the study. It quotes the words that it
complains of, and here they are found again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportgen.problems import Problem, Span
from reportgen.source import scalars
from reportgen.study.reader import Loaded

_QUOTE = re.compile(r"“(.+?)”")
_WORDS, _FEWEST = 4, 8
"""So many words in a row are looked for, of so many letters: between them may stand a number
that a reference printed."""


def placed(problem: Problem, loaded: Loaded) -> Problem:
    """The problem with the place of the words that it quotes, where it has none of its own."""
    if problem.span.line or problem.span.path != loaded.study.id:
        return problem
    quote = _QUOTE.search(problem.message)
    found = place_of_words(quote[1], loaded) if quote else None
    return replace(problem, span=found or Span(loaded.path))


def place_of_words(words: str, loaded: Loaded) -> Span | None:
    """Where some of these words stand in the study; None where they do not.

    Typesetting changes spaces, quotes and dashes: only letters and digits count.
    """
    texts = [(each, "".join(filter(str.isalnum, each.text))) for each in scalars(loaded.root)]
    for run in _runs(words):
        for scalar, letters in texts:
            start = letters.find(run)
            if start >= 0:
                offsets = [at for at, char in enumerate(scalar.text) if char.isalnum()]
                first, last = offsets[start], offsets[start + len(run) - 1]
                return scalar.span_at(first, last - first + 1)
    return None


def _runs(words: str) -> Iterator[str]:
    """The letters of some words in a row, from the first word on; of all where they are few."""
    each = ["".join(filter(str.isalnum, word)) for word in words.split()]
    for start in range(max(1, len(each) - _WORDS + 1)):
        run = "".join(each[start : start + _WORDS])
        if len(run) >= _FEWEST:
            yield run
