"""STAT103: no count is larger than its base."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    for index, result in enumerate(loaded.study.results):
        size = loaded.study.groups[result.base].n if result.base else None
        count = result.value.count
        if count is not None and size is not None and count > size:
            yield Breach(
                f"“{result.id}” counts {count}, but its base “{result.base}” holds {size}",
                loaded.span("results", index, "value", "count"),
                f"correct the count, or n of “{result.base}”",
            )


RULE = Rule(
    code="STAT103",
    title="a count is at most its base",
    reason="A count is a part of the base that was asked: 150 of 146 is a slip of the pen.",
    check=_check,
    binding=True,
    bad="""\
groups:
  chefer: {n: 146}
results:
  - id: R8
    value: {count: 160}
    base: chefer
""",
    good="""\
groups:
  chefer: {n: 146}
results:
  - id: R8
    value: {count: 60}
    base: chefer
""",
    says="“R8” counts 160, but its base “chefer” holds 146",
)
