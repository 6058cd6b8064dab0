"""The ledger: every claim of a study, what it rests on, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from reportgen.checks.claims.bound import judge_bound_share
from reportgen.checks.claims.changes import judge_change, judge_rest, judge_slip, judge_vague
from reportgen.checks.claims.claim import Claim, Entry, Judgement, Kind
from reportgen.checks.claims.comparisons import judge_comparison
from reportgen.checks.claims.counts import judge_count, judge_limit
from reportgen.checks.claims.differences import (
    judge_points,
    judge_relative,
    judge_times,
)
from reportgen.checks.claims.fields import Field, Place, field_of, fields_of
from reportgen.checks.claims.ground import can_be_computed, ground_of
from reportgen.checks.claims.ranks import judge_superlative
from reportgen.checks.claims.weights import weights_of
from reportgen.language.language import Language, load_language
from reportgen.problems import Problem, Problems, Span
from reportgen.study.model import Study
from reportgen.study.reader import Loaded
from reportgen.study.size import how_to_hold_more

Judge = Callable[[Place, Claim], Judgement | None]
JUDGES: Mapping[Kind, Judge] = MappingProxyType(
    {
        Kind.PERCENT: judge_bound_share,
        Kind.RATIO: judge_bound_share,
        Kind.RANGE: judge_bound_share,
        Kind.TERM: judge_bound_share,
        Kind.VAGUE: judge_vague,
        Kind.COUNT: judge_count,
        Kind.LIMIT: judge_limit,
        Kind.POINTS: judge_points,
        Kind.RELATIVE: judge_relative,
        Kind.TIMES: judge_times,
        Kind.COMPARISON: judge_comparison,
        Kind.SUPERLATIVE: judge_superlative,
        Kind.CHANGE: judge_change,
        Kind.REST: judge_rest,
        Kind.SLIP: judge_slip,
    }
)


@lru_cache(maxsize=8)
def ledger(loaded: Loaded) -> tuple[Entry, ...]:
    """Every claim of a study in the order of its fields, each with its judgement.

    Kept for the last few studies, so that each rule asks without looking again. Raises
    `Problems` where they are more than can be held against the results (STUDY108).
    """
    if not can_be_computed(loaded.study):
        return ()  # STAT103 says why; nothing can be held against such figures
    ground = ground_of(loaded.study, load_language(loaded.study.language))
    found: list[Entry] = []
    held = 0
    for field in fields_of(ground):
        for weight in weights_of(field):
            held += weight
            if held > loaded.limits.comparisons:
                raise Problems([_too_much(loaded, field)])
        found += entries_of(field)
    return tuple(found)


def place_of(entry: Entry, loaded: Loaded) -> Span:
    """Where in its study's file a claim stands. Most are right, and never asked for it."""
    return loaded.span_in(entry.path, entry.start, max(1, entry.end - entry.start))


def _too_much(loaded: Loaded, field: Field) -> Problem:
    most = loaded.limits.comparisons
    return Problem(
        code="STUDY108",
        message=f"the claims up to here take more than {most} comparisons with results",
        span=loaded.span_in(field.path, 0),
        remedy=how_to_hold_more("comparisons"),
    )


def judged(
    study: Study, language: Language, text: str, beside: tuple[str, ...] = ()
) -> tuple[Entry, ...]:
    """The claims of any text about a study, such as a chart's text alternative, judged.

    `beside` are the results that the text is set with.
    """
    field = field_of(ground_of(study, language), (), text)
    return tuple(entries_of(replace(field, beside=beside, figured=bool(beside))))


def entries_of(field: Field) -> Iterator[Entry]:
    """The claims of one field that claim something, judged."""
    for place in field.places:
        for claim in place.reading.claims:
            judgement = JUDGES[claim.kind](place, claim)
            if judgement is None:
                continue
            start, end = place.sentence.source(claim.start, claim.end)
            judgement = judgement._replace(
                message=_plain(judgement.message), remedy=_plain(judgement.remedy)
            )
            yield Entry(
                claim=claim,
                path=field.path,
                start=start,
                end=end,
                sentence=place.sentence.text,
                judgement=judgement,
            )


def _plain(text: str) -> str:
    """A message with common spaces: it is read in a terminal, and no line is set with it."""
    return text.replace("\u00a0", " ")
