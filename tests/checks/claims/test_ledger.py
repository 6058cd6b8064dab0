"""The ledger of a study, and how it becomes problems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.checks.claims.claim import Kind, Verdict
from reportgen.checks.claims.ledger import judged, ledger, place_of
from reportgen.checks.policy import Policy
from reportgen.checks.registry import check_study
from reportgen.language.language import load_language
from reportgen.problems import Severity
from reportgen.study.reader import Loaded, read_study

SMALL = Path(__file__).parents[2] / "study" / "liten-studie.yml"
LEAD = "    och {R2} av kollegorna. Skillnaden är {R1,R2|points}."


@pytest.fixture
def read_lead() -> Callable[[str], Loaded]:
    """Read the small study with another second line of its lead."""
    small = SMALL.read_text(encoding="utf-8")

    def read(text: str) -> Loaded:
        assert small.count(LEAD) == 1
        return read_study(Path("liten-studie.yml"), text=small.replace(LEAD, f"    {text}"))

    return read


def test_every_claim_stands_in_the_ledger_with_what_it_rests_on() -> None:
    told = [(each.claim.text, each.judgement.results) for each in ledger(read_study(SMALL))
            if each.path == ("brief", "lead")]  # fmt: skip
    assert told == [
        ("Drygt fyra av tio", ("R1",)),
        ("38\u00a0procent", ("R2",)),
        ("3\u00a0procentenheter", ("R1", "R2")),
    ]


def test_an_entry_says_what_the_words_allow_and_what_the_figure_bears() -> None:
    loaded = read_study(SMALL)
    entries = [each for each in ledger(loaded) if each.claim.kind is Kind.RATIO]
    first = entries[0]
    assert first.path == ("title",)
    assert (first.judgement.allowed, first.judgement.bears) == ((37.5, 42.5), "41\u00a0procent")
    assert first.judgement.verdict is Verdict.PASS
    place = place_of(first, loaded)
    assert (place.line, place.column) == (5, 8)


def test_the_ledger_is_kept_for_a_study() -> None:
    loaded = read_study(SMALL)
    assert ledger(loaded) is ledger(loaded)


def test_one_ledger_serves_all_rules() -> None:
    before = ledger.cache_info()
    check_study(read_study(SMALL))
    after = ledger.cache_info()
    assert after.misses == before.misses + 1
    assert after.hits > before.hits + 10


def test_a_stretch_is_a_warning_and_a_breach_an_error(read_lead: Callable[[str], Loaded]) -> None:
    (bent,) = check_study(
        read_lead("och {R2}. En tredjedel av kollegorna vill ha svar på kvällen.")
    )
    assert (bent.code, bent.severity) == ("CLAIM102", Severity.WARNING)
    broken = read_lead("och {R2}. Hälften av kollegorna vill ha svar på kvällen.")
    (found,) = check_study(broken)
    assert (found.code, found.severity) == ("CLAIM102", Severity.ERROR)
    (found,) = check_study(broken, Policy(weights=(("CLAIM102", "warning"),)))
    assert found.severity is Severity.WARNING


def test_one_place_may_be_allowed_with_a_reason(read_lead: Callable[[str], Loaded]) -> None:
    loaded = read_lead("och {R2}. 63 procent har läst boken.")
    text = loaded.text.replace(
        "\nbrief:\n",
        "\nallow:\n  - {code: CLAIM101, words: 63 procent har läst, reason: a figure of speech}\n"
        "\nbrief:\n",
    )
    assert [each.code for each in check_study(loaded)] == ["CLAIM101"]
    assert check_study(read_study(Path("liten-studie.yml"), text=text)) == ()


def test_what_cannot_be_computed_has_no_claims() -> None:
    small = SMALL.read_text(encoding="utf-8").replace("{count: 60}", "{count: 160}")
    assert ledger(read_study(Path("liten-studie.yml"), text=small)) == ()


def test_any_text_can_be_judged_beside_its_results() -> None:
    """As for the text alternative of a chart."""
    study, language = read_study(SMALL).study, load_language("sv")
    right = judged(study, language, "Stapeldiagram. Kväll: 41 procent bland chefer.", ("R1",))
    wrong = judged(study, language, "Stapeldiagram. Kväll: 47 procent bland chefer.", ("R1",))
    assert [each.judgement.code for each in right] == [""]
    assert [each.judgement.code for each in wrong] == ["CLAIM102"]


WORDS = """åtta av tio hälften 41 procent procentenheter chefer kollegor ärenden högre än fler
    mest högst inte resten egen beräkning har ökat en majoritet de flesta få många var tredje
    dubbelt så många mellan och från till tio minuter dag , . ; ( ) ” – % 1 088 0 100 {R1} {R3}
    {R4} {R5} {R9} {R10} {R11} {R1,R2|points} [högre](#R2) [mest](#R9) enligt om"""


@settings(max_examples=150, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS.split()), max_size=16),
    code=st.sampled_from(["sv", "nb", "en"]),
)
def test_no_words_bring_it_down(words: list[str], code: str) -> None:
    study, text = read_study(SMALL).study, " ".join(words)
    for entry in judged(study, load_language(code), text):
        assert 0 <= entry.start < entry.end <= len(text)
        assert bool(entry.judgement.code) is (entry.judgement.verdict is not Verdict.PASS)
        assert bool(entry.judgement.message) is bool(entry.judgement.code)


@pytest.mark.parametrize("count", range(1, 90, 8))
def test_what_the_brief_prints_of_two_counts_is_what_the_checker_allows(count: int) -> None:
    """60 of 146 and 27 of 91 lie 11.4255 points apart, and are printed as 11.4."""
    small = SMALL.read_text(encoding="utf-8")
    for old, new in (
        ("kollegor: {label: kollegor, n: not disclosed}", "kollegor: {label: kollegor, n: 91}"),
        ("value: {percent: 41}", "value: {count: 60}"),
        ("value: {percent: 38}", f"value: {{count: {count}}}"),
    ):
        assert small.count(old) == 1
        small = small.replace(old, new)
    loaded = read_study(Path("liten-studie.yml"), text=small)
    (points,) = (each for each in ledger(loaded) if each.claim.kind is Kind.POINTS)
    assert points.judgement.verdict is not Verdict.FAIL, points.judgement.message


def test_a_difference_of_counts_that_is_not_theirs_is_still_refused(
    read_lead: Callable[[str], Loaded],
) -> None:
    loaded = read_lead("och {R2} av kollegorna. Skillnaden är 5 procentenheter.")
    (points,) = (each for each in ledger(loaded) if each.claim.kind is Kind.POINTS)
    assert points.judgement.verdict is Verdict.FAIL
