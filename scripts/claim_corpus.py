"""Print how well claims in prose are judged: precision and recall over the corpus.

Run it as `make corpus`. The corpus is a list of sentences in three languages with the verdicts
that they deserve and why; every third sentence is held out from the work on the checker.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from reportgen.checks.claims.measure import Case, measure, read_cases

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "checks" / "claims" / "corpus"


def table(cases: Sequence[Case]) -> str:
    """The counts by language and for the sentences that are held out."""
    parts = {
        code: [case for case in cases if case.study.language == code]
        for code in sorted({case.study.language for case in cases})
    }
    parts["held out"] = [case for case in cases if case.held_out]
    parts["all"] = list(cases)
    lines = ["corpus     sentences  rightly  wrongly  missed  precision  recall"]
    for name, chosen in parts.items():
        found = measure(chosen)
        lines.append(
            f"{name:<10} {found.cases:>9} {found.rightly:>8} {found.wrongly:>8} {found.missed:>7}"
            f" {found.precision:>10.3f} {found.recall:>7.3f}"
        )
    return "\n".join(lines)


def main() -> int:
    """Print the table; 1 where a sentence is misread."""
    cases = [case for path in sorted(CORPUS.glob("*.yml")) for case in read_cases(path)]
    print(table(cases))
    misread = measure(cases).misread
    for sentence in misread:
        print(f"misread: {sentence}")
    return 1 if misread else 0


if __name__ == "__main__":
    sys.exit(main())
