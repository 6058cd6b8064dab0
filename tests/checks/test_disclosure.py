"""The standards of disclosure: what each demands, of whom, and where it says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.checks import disclosure_aapor, disclosure_bpc, disclosure_esomar
from reportgen.checks.policy import PROFILES, Policy
from reportgen.checks.registry import RULES, check_study
from reportgen.problems import Severity
from reportgen.study.model import Disclosures
from reportgen.study.reader import Loaded, read_study

STUDIES = Path(__file__).resolve().parents[2] / "studies"
Read = Callable[[str, str], Loaded]


def test_each_published_standard_is_one_rule() -> None:
    profiles = {rule.profile: rule.code for rule in RULES if rule.profile}
    assert profiles == {"bpc": "DISC102", "esomar": "DISC103", "aapor": "DISC104"}
    assert ("house", *profiles) == PROFILES


def test_all_demands_are_items_of_a_study() -> None:
    for standard in (disclosure_aapor, disclosure_bpc, disclosure_esomar):
        items = [demand.item for demand in standard._DEMANDS]
        assert set(items) <= Disclosures.model_fields.keys()
        assert len(items) == len(set(items))


def test_aapor_has_eleven_items() -> None:
    numbers = [demand.number for demand in disclosure_aapor._DEMANDS]
    assert sorted(set(numbers), key=lambda text: int(text[5:])) == [
        f"item {number}" for number in range(1, 12)
    ]


def test_what_is_missing_is_said_at_its_place(read_changed: Read) -> None:
    loaded = read_changed("mode: {text: Telefon, missing: vem som ringde}", "mode: not applicable")
    found = check_study(loaded, Policy(disclosure="esomar"))
    assert "\n".join(problem.full() for problem in found) == (
        "liten-studie.yml:18:1: DISC103 ESOMAR/WAPOR wants the company that made the survey:"
        " not disclosed\n"
        "    disclosure:\n"
        "    ^^^^^^^^^^\n"
        "    ask the source for it, and write it under disclosure, conductor\n"
        "liten-studie.yml:18:1: DISC103 ESOMAR/WAPOR wants the dates of fieldwork: not disclosed\n"
        "    disclosure:\n"
        "    ^^^^^^^^^^\n"
        "    ask the source for it, and write it under disclosure, fieldwork\n"
        "liten-studie.yml:23:3: DISC103 ESOMAR/WAPOR wants the method of collection: this applies"
        " to every survey\n"
        "      mode: not applicable\n"
        "      ^^^^\n"
        "    ask the source for it, and write it under disclosure, mode"
    )


def test_what_is_given_in_part_is_not_given(read_changed: Read) -> None:
    found = check_study(read_changed("id: R1\n", "id: R1\n"), Policy(disclosure="aapor"))
    said = [problem.message for problem in found if problem.span.line == 23]
    assert said == [
        "AAPOR item 6 wants the mode of data collection: disclosed in part only;"
        " missing: vem som ringde"
    ]
    # The small study is not weighted, and nobody else paid for it that we know of.
    told = "\n".join(problem.message for problem in found)
    assert "item 9" not in told and "AAPOR item 2 wants who paid for it, if not" in told


@pytest.mark.parametrize("kind", ["test", "commentary"])
def test_what_is_no_survey_owes_no_standard(read_changed: Read, kind: str) -> None:
    loaded = read_changed("kind: survey", f"kind: {kind}")
    for profile in PROFILES:
        assert check_study(loaded, Policy(disclosure=profile)) == ()


@pytest.mark.parametrize("path", sorted(STUDIES.glob("*.yml")), ids=lambda path: path.stem)
def test_the_five_satisfy_the_house_and_no_other_standard(path: Path) -> None:
    loaded = read_study(path)
    assert check_study(loaded) == ()
    for profile in PROFILES[1:]:
        found = check_study(loaded, Policy(disclosure=profile))
        assert bool(found) is (loaded.study.kind == "survey")
        assert all(problem.code.startswith("DISC") for problem in found)


def test_a_standard_can_be_weighed_without_being_chosen(read_changed: Read) -> None:
    loaded = read_changed("id: R1\n", "id: R1\n")
    found = check_study(loaded, Policy(weights=(("DISC103", "warning"),)))
    assert {(problem.code, problem.severity) for problem in found} == {
        ("DISC103", Severity.WARNING)
    }
    off = Policy(weights=(("DISC103", "off"),), disclosure="esomar")
    assert check_study(loaded, off) == ()
