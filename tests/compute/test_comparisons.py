"""Two groups' difference: what may be said of it, by what is known of their bases."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.compute.comparisons import Comparison, Verdict, compare
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.findings import compute
from reportgen.compute.wording import of_base, of_difference, of_margin, short
from reportgen.language.language import load_language
from reportgen.study.model import Group
from reportgen.study.reader import read_study

STUDIES = Path(__file__).parents[2] / "studies"
SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"
N_A = "chefer: {label: chefer, n: 146, row: M1}"
N_B = "kollegor: {label: kollegor, n: not disclosed}"
RANDOM = "sampling: {type: probability, text: Obundet slumpmässigt urval}"


def _small(*changes: tuple[str, str]) -> Findings:
    text = SMALL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return compute(read_study(SMALL, "liten-studie.yml", text).study)


def _only(findings: Findings) -> Comparison:
    (comparison,) = compare(findings)
    return comparison


@pytest.mark.parametrize(
    ("study", "pair", "verdict", "needed", "said"),
    [
        (
            "it-chefer-om-kundservice",
            ("000-07", "000-08"),
            Verdict.NEVER,
            None,
            "Skillnaden är inte statistiskt säkerställd, hur många övriga chefer som än har"
            " svarat.",
        ),
        (
            "it-chefer-om-kundservice",
            ("000-14", "000-15"),
            Verdict.NEEDS,
            89,
            "Skillnaden är statistiskt säkerställd bara om minst 89 övriga chefer har svarat; hur"
            " många de är redovisas inte. Gäller bara om urvalet är slumpmässigt, vilket inte är"
            " redovisat.",
        ),
        (
            "darligere-kundeservice",
            ("002-12", "002-13"),
            Verdict.UNKNOWN,
            362,
            "Forskjellen kan ikke prøves statistisk, for antall svar er ikke oppgitt. Er gruppene"
            " like store, trengs det minst 362 svar til sammen.",
        ),
    ],
)
def test_what_the_real_studies_bear(
    study: str, pair: tuple[str, str], verdict: Verdict, needed: int | None, said: str
) -> None:
    findings = compute(read_study(STUDIES / f"{study}.yml").study)
    found = next(each for each in compare(findings) if each.ids == frozenset(pair))
    assert (found.verdict, found.needed) == (verdict, needed)
    assert of_difference(found, load_language(findings.study.language)) == said


def test_two_known_bases_of_a_random_sample() -> None:
    same = _only(_small((N_B, N_B.replace("not disclosed", "200"))))
    assert (same.verdict, same.assumes_random) == (Verdict.NOT_SIGNIFICANT, False)
    apart = _only(
        _small((N_B, N_B.replace("not disclosed", "900")), ("percent: 38", "percent: 15"))
    )
    assert apart.verdict is Verdict.SIGNIFICANT
    assert of_difference(apart, load_language("sv")) == "Skillnaden är statistiskt säkerställd."


def test_a_sample_that_is_not_random_is_not_tested() -> None:
    quota = RANDOM.replace("probability", "quota")
    found = _only(_small((N_B, N_B.replace("not disclosed", "900")), (RANDOM, quota)))
    assert found.verdict is Verdict.NOT_RANDOM
    assert of_difference(found, load_language("en")) == (
        "The sample is not random, and the difference can therefore not be tested."
    )


def test_a_sample_of_unknown_kind_makes_the_verdict_conditional() -> None:
    found = _only(
        _small((N_B, N_B.replace("not disclosed", "900")), (RANDOM, "sampling: not disclosed"))
    )
    assert found.assumes_random
    assert of_difference(found, load_language("nb")).endswith(
        "Gjelder bare hvis utvalget er tilfeldig trukket, og det er ikke oppgitt."
    )


def _first(findings: Findings) -> Finding:
    return findings["R1"]


def test_few_answers_are_not_shown() -> None:
    finding = _first(_small((N_A, N_A.replace("146", "29")), ("count: 60", "count: 6")))
    assert finding.suppressed
    assert (finding.point, finding.interval) == (None, None)
    assert short(finding, load_language("sv")) == "För få svar för att redovisas"
    assert compare(_small((N_A, N_A.replace("146", "29")), ("count: 60", "count: 6"))) == ()


def test_a_small_base_is_marked() -> None:
    sv = load_language("sv")
    assert of_base(Group(label="chefer", n=30), sv) == "n\u00a0=\u00a030 (liten bas)"
    assert of_base(Group(label="chefer", n=49), sv) == "n\u00a0=\u00a049 (liten bas)"
    assert of_base(Group(label="chefer", n=50), sv) == "n\u00a0=\u00a050"
    assert of_base(Group(label="chefer", n=None), sv) == "uppgift om antal saknas"


@pytest.mark.parametrize(
    ("sampling", "said"),
    [
        (
            RANDOM,
            "Urvalet är slumpmässigt. Osäkerheten anges som 95\u00a0procents konfidensintervall.",
        ),
        (
            "sampling: {type: quota, text: Kvoter efter kön}",
            "Urvalet är inte slumpmässigt, och därför anges ingen felmarginal.",
        ),
        (
            "sampling: {type: self-selected, text: En webbpanel}",
            "Urvalet är inte slumpmässigt, och därför anges ingen felmarginal.",
        ),
        (
            "sampling: Chefer i ett register",
            "Urvalet anges inte vara slumpmässigt, och därför anges ingen felmarginal.",
        ),
        (
            "sampling: not disclosed",
            "Hur urvalet gjordes är inte redovisat, och därför anges ingen felmarginal.",
        ),
    ],
)
def test_whether_a_margin_is_given_and_why_not(sampling: str, said: str) -> None:
    findings = _small((RANDOM, sampling))
    assert of_margin(findings, load_language("sv")) == said
    given = [finding for finding in findings.by_id.values() if finding.interval]
    assert bool(given) == (sampling == RANDOM)


def test_a_commentary_has_no_sample_and_no_margin_to_speak_of() -> None:
    findings = _small(("kind: survey", "kind: commentary"))
    assert of_margin(findings, load_language("sv")) is None


COUNTED = ("value: {percent: 41}", "value: {count: 60}")


def test_exact_counts_are_tested_as_counts() -> None:
    """60 of 146 is no printed percent: nothing is left open by rounding."""
    known = (N_B, N_B.replace("not disclosed", "200"))
    found = _only(_small(known, COUNTED, ("value: {percent: 38}", "value: {count: 76}")))
    assert found.first.spread == (100 * 60 / 146, 100 * 60 / 146)
    assert found.verdict is Verdict.NOT_SIGNIFICANT
    clear = _only(_small(known, COUNTED, ("value: {percent: 38}", "value: {count: 20}")))
    assert clear.verdict is Verdict.SIGNIFICANT


@pytest.mark.parametrize("known", ["900", "not disclosed"])
@pytest.mark.parametrize("first", ["percent: 41", "percent: 41.5", "count: 60"])
@pytest.mark.parametrize("second", ["percent: 38", "percent: 38.25"])
def test_every_pairing_of_precisions_has_a_verdict(known: str, first: str, second: str) -> None:
    found = _only(
        _small(
            (N_B, N_B.replace("not disclosed", known)),
            ("value: {percent: 41}", f"value: {{{first}}}"),
            ("value: {percent: 38}", f"value: {{{second}}}"),
        )
    )
    assert isinstance(found.verdict, Verdict)


def test_a_part_is_not_set_against_its_own_whole() -> None:
    """The test is for groups that share no respondent."""
    part = N_B.replace("not disclosed", "60, part_of: chefer")
    assert compare(_small((N_B, part))) == ()
    through = "kollegor: {label: kollegor, n: 20, part_of: missnojda}"
    assert compare(_small((N_B, through))) == ()


def test_answers_without_a_label_are_alike_by_their_words() -> None:
    bare = ("    compared_with: R1\n", "")
    unlabelled = ("    label: Kväll\n", "")
    assert len(compare(_small(bare, unlabelled))) == 1
    other = (
        "says: vill ha svar på kvällen\n    value: {percent: 38}",
        "says: vill ha svar på natten\n    value: {percent: 38}",
    )
    assert compare(_small(bare, unlabelled, other)) == ()
