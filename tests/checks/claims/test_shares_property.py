"""Whatever the language writes of a share passes the checker: the two hold each other."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.checks.claims.claim import Kind, Verdict
from reportgen.checks.claims.grammar import claims_in
from reportgen.checks.claims.ledger import judged
from reportgen.checks.claims.shares import judge_share
from reportgen.compute.finding import Finding
from reportgen.language.language import Language, load_language
from reportgen.study.model import Group, Result, Study, Value

CODES = ("sv", "nb", "en")
OF_WHOM = {"sv": "av kunderna", "nb": "av kundene", "en": "of the customers"}
CUSTOMERS = {"sv": "kunder", "nb": "kunder", "en": "customers"}
SAYS = {
    "sv": "är nöjda med servicen",
    "nb": "er fornøyd med servicen",
    "en": "are content with the service",
}
TEMPLATES = {
    "sv": (
        "{{{0}}} av kunderna är nöjda med servicen.",
        "Bland kunderna är {{{0}}} nöjda med servicen.",
        "Att servicen är bra säger {{{0}}}, enligt oss.",
    ),
    "nb": (
        "{{{0}}} av kundene er fornøyd med servicen.",
        "Blant kundene er {{{0}}} fornøyd med servicen.",
        "At servicen er bra, sier {{{0}}}, etter vårt syn.",
    ),
    "en": (
        "{{{0}}} of the customers are content with the service.",
        "Among customers, {{{0}}} are content with the service.",
        "That the service is good is said by {{{0}}}, we read.",
    ),
}
SOURCE = {"text": "pm", "place": "1"}


def study_of(code: str, value: dict[str, object], n: int | None = 1000) -> Study:
    """A study of one result."""
    brief = {"title": "t", "content": [{"text": "x"}]}
    return Study.model_validate(
        {
            "id": "s",
            "kind": "survey",
            "language": code,
            "brand": "b",
            "title": "t",
            "subtitle": "s",
            "publisher": "p",
            "published": datetime.date(2026, 1, 1),
            "sources": {"pm": {"title": "t"}},
            "disclosure": {},
            "groups": {"g": {"label": CUSTOMERS[code], "n": n or "not disclosed"}},
            "results": [
                {"id": "r", "says": SAYS[code], "value": value, "base": "g", "source": SOURCE}
            ],
            "brief": {
                "cover": {"result": "r", "text": "x"},
                "lead": "x",
                "key_figures": [{"result": "r", "text": "x"}],
                "sections": [brief],
                "implications": brief,
                "method": "m",
                "unknown": "u",
            },
        }
    )


def verdicts(language: Language, said: str, finding: Finding, study: Study) -> list[str]:
    """What becomes of the claims of some words of a share; empty if all pass."""
    found = [
        claim
        for claim in claims_in(f"{said} {OF_WHOM[language.code]}.", language)
        if claim.kind in (Kind.PERCENT, Kind.RATIO, Kind.TERM)
    ]
    assert found, said
    judgements = [judge_share(claim, finding, study, language) for claim in found]
    return [each.message for each in judgements if each.verdict is not Verdict.PASS]


@pytest.mark.parametrize("code", CODES)
def test_every_tenth_of_a_percent_is_worded_so_that_it_passes(code: str) -> None:
    language, study = load_language(code), study_of(code, {"percent": 50.0})
    group = Group(label=CUSTOMERS[code], n=1000)
    failing = []
    for tenths in range(1001):
        share = tenths / 10
        result = study.results[0].model_copy(update={"value": Value(percent=share)})
        finding = Finding(result, group, None, share, None, None)
        for said in (language.in_words(share), language.percent(share),
                     language.percent_short(share)):  # fmt: skip
            failing += [(share, said, why) for why in verdicts(language, said, finding, study)]
    assert failing == []


@settings(max_examples=100, deadline=None)
@given(code=st.sampled_from(CODES), base=st.integers(1, 100_000), part=st.floats(0, 1))
def test_every_count_passes(code: str, base: int, part: float) -> None:
    language, count = load_language(code), round(part * base)
    study = study_of(code, {"count": count}, base)
    point = 100 * count / base
    finding = Finding(study.results[0], study.groups["g"], None, point, None, None)
    said = (language.count(count, base), language.percent(point), language.in_words(point),
            language.ratio_short(count, base) if base > 1 else language.percent(point))  # fmt: skip
    assert [verdicts(language, words, finding, study) for words in said] == [[], [], [], []]


VALUES = st.one_of(
    st.integers(0, 100).map(lambda share: {"percent": share}),
    st.integers(0, 1000).map(lambda share: {"percent": share / 10}),
    st.integers(2, 12).flatmap(
        lambda whole: st.integers(0, whole).map(lambda part: {"ratio": f"{part}/{whole}"})
    ),
    st.integers(1, 99).map(lambda share: {"over": share}),
    st.integers(1, 99).map(lambda share: {"under": share}),
    st.integers(0, 1000).map(lambda count: {"count": count}),
    st.sampled_from(
        ["almost_all", "overwhelming_majority", "predominant_majority", "majority", "most", "many",
         "minority", "few", "very_few"]
    ).map(lambda term: {"term": term}),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    code=st.sampled_from(CODES),
    value=VALUES,
    form=st.sampled_from(["", "|in_words", "|short"]),
    template=st.integers(0, 2),
)
def test_whatever_a_reference_prints_passes_in_a_sentence(
    code: str, value: dict[str, object], form: str, template: int
) -> None:
    study = study_of(code, value)
    text = TEMPLATES[code][template].format(f"r{form}")
    found = judged(study, load_language(code), text)
    assert [each.judgement.message for each in found if each.judgement.code] == []


@settings(max_examples=200, deadline=None)
@given(
    code=st.sampled_from(CODES), share=st.integers(0, 1000), template=st.integers(0, 2),
    form=st.sampled_from(["in_words", "percent", "percent_short"]),
)  # fmt: skip
def test_the_words_pass_without_a_reference(
    code: str, share: int, template: int, form: str
) -> None:
    """Bound by the match of value and words alone."""
    language, study = load_language(code), study_of(code, {"percent": share / 10})
    said = getattr(language, form)(share / 10)
    text = TEMPLATES[code][template].replace("{{{0}}}", said)
    found = judged(study, language, language.sentence(text))
    assert [each.judgement.message for each in found if each.judgement.code] == []


def test_a_finding_far_off_fails() -> None:
    """The property is not kept by passing everything."""
    language, study = load_language("sv"), study_of("sv", {"percent": 50.0})
    finding = Finding(
        Result.model_validate(
            {"id": "r", "says": "x", "value": {"percent": 20}, "base": "g", "source": SOURCE}
        ),
        study.groups["g"], None, 20.0, None, None,
    )  # fmt: skip
    far = replace(finding, point=20.0)
    assert verdicts(language, language.in_words(50.0), far, study) == [
        "“hälften” is not borne by “r”: “20\u00a0procent”"
    ]
