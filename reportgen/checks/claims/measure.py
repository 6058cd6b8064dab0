"""How well the checker does on a corpus of sentences with known verdicts.

A corpus is a YAML file of one language: groups, questions and results, and
sentences that say which of the results their study holds (`on`), the rules that
they break (`expect`) or stretch (`warns`), the results that their claims rest on
(`rests`), and how many claims they make where that matters (`claims`). Every
third sentence is held out: it is measured and not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reportgen.checks.claims.claim import Entry, Verdict
from reportgen.checks.claims.ledger import judged
from reportgen.language.language import load_language
from reportgen.study.model import Study

_HELD_OUT = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence, the study it stands in, and what should be found."""

    text: str
    study: Study
    expected: frozenset[tuple[str, Verdict]]
    rests: frozenset[str]
    claims: int | None
    why: str
    held_out: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found of what should be: breaches found rightly, wrongly, and missed.

    `misread` are the sentences with another verdict, another number of claims, or a
    claim bound to another result, than the corpus says.
    """

    cases: int
    rightly: int
    wrongly: int
    missed: int
    misread: tuple[str, ...]

    @property
    def precision(self) -> float:
        """How many of the breaches reported are breaches, 0 to 1."""
        return self.rightly / max(1, self.rightly + self.wrongly)

    @property
    def recall(self) -> float:
        """How many of the breaches there are were reported, 0 to 1."""
        return self.rightly / max(1, self.rightly + self.missed)


def read_cases(path: Path) -> Iterator[Case]:
    """The sentences of one corpus file, in their order."""
    corpus = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    for number, sentence in enumerate(corpus["sentences"]):
        yield Case(
            text=sentence["say"],
            study=_study(corpus, sentence),
            expected=frozenset(_expected(sentence)),
            rests=frozenset(sentence.get("rests", ())),
            claims=int(sentence["claims"]) if "claims" in sentence else None,
            why=sentence["why"],
            held_out=number % _HELD_OUT == _HELD_OUT - 1,
        )


def measure(cases: Iterable[Case]) -> Counts:
    """Judge every sentence and count."""
    total = rightly = wrongly = missed = 0
    misread: list[str] = []
    for case in cases:
        found = judged(case.study, load_language(case.study.language), case.text)
        broken = {(each.judgement.code, each.judgement.verdict) for each in found} - _NOTHING
        total += 1
        rightly += len(broken & case.expected)
        wrongly += len(broken - case.expected)
        missed += len(case.expected - broken)
        if broken != case.expected or not _as_read(case, found):
            misread.append(f"{case.text} ({case.why})")
    return Counts(total, rightly, wrongly, missed, tuple(misread))


_NOTHING = {("", Verdict.PASS)}


def _as_read(case: Case, found: tuple[Entry, ...]) -> bool:
    """Whether a sentence has the claims it should have, bound as they should be."""
    bound = {name for each in found for name in each.judgement.results}
    right_number = case.claims is None or len(found) == case.claims
    return right_number and (bool(case.expected) or case.rests <= bound)


def _expected(sentence: Mapping[str, Any]) -> Iterator[tuple[str, Verdict]]:
    yield from ((code, Verdict.FAIL) for code in sentence.get("expect", ()))
    yield from ((code, Verdict.WARN) for code in sentence.get("warns", ()))


def _study(corpus: Mapping[str, Any], sentence: Mapping[str, Any]) -> Study:
    """A study that holds the results which a sentence may rest on, and no others."""
    chosen = list(sentence["on"])
    section = {"title": "t", "content": [{"text": "t"}]}
    random = {"sampling": {"type": "probability", "text": "t"}}
    return Study.model_validate(
        {
            "id": "corpus",
            "kind": "survey",
            "language": corpus["language"],
            "brand": "neutral",
            "title": "t",
            "subtitle": "t",
            "publisher": "t",
            "published": "2026-01-01",
            "sources": {"s": {"title": "t"}},
            "disclosure": random if sentence.get("sample") == "probability" else {},
            "groups": corpus["groups"],
            "questions": corpus["questions"],
            "results": [_result(corpus, name, chosen) for name in chosen],
            "brief": {
                "cover": {"result": chosen[0], "text": "t"},
                "lead": sentence["say"],
                "key_figures": [{"result": chosen[0], "text": "t"}],
                "sections": [section],
                "implications": section,
                "method": "t",
                "unknown": "t",
            },
        }
    )


def _result(corpus: Mapping[str, Any], name: str, chosen: list[str]) -> dict[str, Any]:
    result = {"id": name, "source": {"text": "s", "place": "t"}, **corpus["results"][name]}
    if result.get("compared_with") not in (*chosen, *corpus["groups"]):
        result.pop("compared_with", None)
    return result
