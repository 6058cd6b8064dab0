"""The text alternatives that are made from data claim no more than the data bear."""

from __future__ import annotations

import pytest

from reportgen import shipped
from reportgen.charts.draw import sheet_of
from reportgen.charts.registry import KINDS
from reportgen.checks.claims.claim import NUMBERS, Verdict
from reportgen.checks.claims.ledger import judged
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.study.reader import read_study

STUDIES = sorted(shipped.studies_folder().glob("*.yml"))


@pytest.mark.parametrize("path", STUDIES, ids=[path.stem for path in STUDIES])
def test_no_text_alternative_claims_more_than_its_figures_bear(path):
    study = read_study(path).study
    language = load_language(study.language)
    findings = compute(study)
    claims = 0
    for _, plan in study.charts():
        alt = KINDS[plan.kind].describe(sheet_of(plan, findings, language))
        entries = judged(study, language, alt, tuple(plan.results))
        claims += len(entries)
        # Words are set here as labels, “answer: value”; it is the numbers that claim.
        failed = [
            entry
            for entry in entries
            if entry.claim.kind in NUMBERS and entry.judgement.verdict is Verdict.FAIL
        ]
        assert [(entry.claim.text, entry.judgement.message) for entry in failed] == []
    assert claims > 0
