"""What a standard demands that a survey discloses; each standard is a rule of its own.

Commentaries and tests are no surveys: nobody was asked, so the standards say
nothing about them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reportgen.checks.rule import Breach
from reportgen.study.model import NOT_APPLICABLE, Disclosure
from reportgen.study.reader import Loaded

_MAY_NOT_APPLY = frozenset({"funding", "order", "weighting", "precision"})
"""Items of which a survey can say that they do not apply: nobody else paid, nothing is weighted."""


class Demand(NamedTuple):
    """An item that a standard wants given: our key for it, and its name.

    `number` is the standard's own for it, where the standard counts.
    """

    item: str
    name: str
    number: str = ""


def not_disclosed(loaded: Loaded, standard: str, demands: tuple[Demand, ...]) -> Iterator[Breach]:
    """A breach for each item that a survey leaves out, wholly or in part."""
    if loaded.study.kind != "survey":
        return
    for demand in demands:
        lacks = _lacks(demand.item, getattr(loaded.study.disclosure, demand.item))
        if lacks:
            by = f"{standard} {demand.number}" if demand.number else standard
            yield Breach(
                f"{by} wants {demand.name}: {lacks}",
                loaded.span("disclosure", demand.item, key=True),
                f"ask the source for it, and write it under disclosure, {demand.item}",
            )


def _lacks(key: str, item: Disclosure) -> str:
    """How an item falls short; empty where it does not."""
    if item.missing:
        return f"disclosed in part only; missing: {item.missing.rstrip('.')}"
    if item.status == NOT_APPLICABLE:
        return "" if key in _MAY_NOT_APPLY else "this applies to every survey"
    return "not disclosed" if item.text is None else ""
