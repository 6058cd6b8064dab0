"""The corpus: sentences in three languages, judged as its author judges them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reportgen.checks.claims.claim import Verdict
from reportgen.checks.claims.measure import Case, Counts, measure, read_cases
from reportgen.checks.registry import RULES

CORPUS = Path(__file__).parent / "corpus"
LEAST = {"sv": 110, "nb": 100, "en": 90}


def cases(code: str) -> tuple[Case, ...]:
    return tuple(read_cases(CORPUS / f"{code}.yml"))


@pytest.mark.parametrize("code", LEAST)
def test_precision_and_recall(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for held_out in (False, True):
        counts = measure(case for case in cases(code) if case.held_out is held_out)
        kind = "held out" if held_out else "seen"
        told.append(f"{code}, {kind}: {counts.cases} sentences, precision {counts.precision:.3f},"
                    f" recall {counts.recall:.3f}, misread {len(counts.misread)}")  # fmt: skip
        assert counts.precision >= 0.97, counts.misread
        assert counts.recall >= 0.95, counts.misread
    with capsys.disabled():
        print("\n" + "\n".join(told))


@pytest.mark.parametrize("code", LEAST)
def test_the_corpus_is_large_and_has_both_kinds(code: str) -> None:
    found = cases(code)
    assert len(found) >= LEAST[code]
    assert 0.4 <= sum(bool(case.expected) for case in found) / len(found) <= 0.6
    assert all(case.why for case in found)


def test_every_rule_on_claims_is_in_the_corpus() -> None:
    expected = {code for name in LEAST for case in cases(name) for code, _ in case.expected}
    assert expected == {rule.code for rule in RULES if rule.code.startswith("CLAIM")}


def test_what_is_counted(tmp_path: Path) -> None:
    corpus = yaml.load((CORPUS / "sv.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    corpus["sentences"] = [
        {
            "on": ["nojda"],
            "say": "78 procent av kunderna är nöjda.",
            "why": "a",
            "rests": ["nojda"],
        },
        {"on": ["nojda"], "say": "90 procent av kunderna är nöjda.", "why": "b"},
        {"on": ["nojda"], "say": "Hej.", "why": "c", "expect": ["CLAIM101"]},
    ]
    path = tmp_path / "corpus.yml"
    path.write_text(yaml.safe_dump(corpus, allow_unicode=True), encoding="utf-8")
    found = tuple(read_cases(path))
    assert [case.held_out for case in found] == [False, False, True]
    assert found[2].expected == {("CLAIM101", Verdict.FAIL)}
    counts = measure(found)
    assert counts == Counts(3, 0, 1, 1, ("90 procent av kunderna är nöjda. (b)", "Hej. (c)"))
    assert (counts.precision, counts.recall) == (0.0, 0.0)
