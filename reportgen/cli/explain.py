"""A study's ledger in the terminal: every claim, what it rests on, what its words hold for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportgen.cli.console import as_json

if TYPE_CHECKING:
    from reportgen.checks.claims.claim import Entry
    from reportgen.problems import Span

    Ledger = tuple[tuple[Entry, Span], ...]


def ledger_text(shown_as: str, entries: Ledger) -> str:
    """The ledger for reading: one claim a line, under the name of its study."""
    return "\n".join([shown_as, *(f"  {line}" for line in _lines(entries))])


def ledger_json(ledgers: dict[str, Ledger]) -> str:
    """The ledgers of several studies as JSON, for programs."""
    told = {shown_as: [_fields(*entry) for entry in each] for shown_as, each in ledgers.items()}
    return as_json(told, sort_keys=True)


def _lines(entries: Ledger) -> Iterator[str]:
    for entry, span in entries:
        judgement = entry.judgement
        parts = [f"“{entry.claim.text}”"]
        if judgement.results:
            parts.append(f"rests on {', '.join(judgement.results)}")
        if judgement.bears:
            parts.append(f"the source says {judgement.bears}")
        if judgement.allowed:
            parts.append("the words hold for {:.1f}–{:.1f} %".format(*judgement.allowed))
        if judgement.code:
            parts.append(f"{judgement.code} {judgement.message}")
        place = f"{span.line}:{span.column}"
        line = f"{place:>8}  {judgement.verdict.name.lower():4}  {'; '.join(parts)}"
        yield line.replace("\u00a0", " ")
    if not entries:
        yield "no claims"


def _fields(entry: Entry, span: Span) -> dict[str, object]:
    judgement = entry.judgement
    return {
        "claim": entry.claim.text,
        "kind": entry.claim.kind.value,
        "sentence": entry.sentence,
        "line": span.line,
        "column": span.column,
        "results": list(judgement.results),
        "bears": judgement.bears,
        "allowed": list(judgement.allowed) if judgement.allowed else None,
        "verdict": judgement.verdict.name.lower(),
        "code": judgement.code or None,
    }
