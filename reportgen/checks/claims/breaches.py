"""From the ledger to the breaches of one rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reportgen.checks.claims.claim import Verdict
from reportgen.checks.claims.ledger import ledger, place_of
from reportgen.checks.rule import Breach
from reportgen.study.reader import Loaded


def breaches_of(code: str) -> Callable[[Loaded], Iterator[Breach]]:
    """The check of a rule: every claim of a study that the ledger finds to break it."""

    def check(loaded: Loaded) -> Iterator[Breach]:
        for entry in ledger(loaded):
            found = entry.judgement
            if found.code == code:
                stretched = found.verdict is Verdict.WARN
                yield Breach(found.message, place_of(entry, loaded), found.remedy, stretched)

    return check
