"""What the sources, or a hasty editor, overclaim: put back into its study, it is caught."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen import shipped
from reportgen.checks.claims.ledger import ledger
from reportgen.study.prose import Path as FieldPath
from reportgen.study.reader import read_study

TITLE: FieldPath = ("title",)
LEAD: FieldPath = ("brief", "lead")
IT, SE, NB, EH, KT = (
    "it-chefer-om-kundservice",
    "se-kunden",
    "darligere-kundeservice",
    "e-handel-och-kundtjanst",
    "kundtjanster-behover-forbattras",
)


def told(study_id: str, field: FieldPath, text: str) -> list[str]:
    """What is found in a shipped study when one field of it says something else."""
    path = shipped.studies_folder() / f"{study_id}.yml"
    loaded = read_study(path)
    node = loaded.node(*field)
    changed = (
        loaded.text[: node.start]
        + json.dumps(text, ensure_ascii=False)
        + "\n"
        + loaded.text[node.end :].lstrip("\n")
    )
    again = read_study(Path(f"{study_id}.yml"), text=changed)
    return [each.judgement.code for each in ledger(again)
            if each.path == field and each.judgement.code]  # fmt: skip


@pytest.mark.parametrize(
    ("study_id", "field", "text", "code"),
    [
        # 1: one merged group is all that the IT managers were set against.
        (IT, TITLE, "IT-chefer ställer högst krav på kundservice", "CLAIM106"),
        (IT, LEAD, "IT-chefer är de som ställer [högst krav](#000-01).", "CLAIM106"),
        # 2: 41 and 38 percent do not differ, whatever the other base is.
        (IT, TITLE, "Fler IT-chefer än övriga chefer vill nå företag dygnet runt", "CLAIM108"),
        (
            IT,
            ("brief", "sections", 1, "content", 1, "chart", "title"),
            "IT-chefer vill oftare än övriga chefer nå företag dygnet runt",
            "CLAIM108",
        ),
        # 3: three different things are said to be valued highest.
        (SE, LEAD, "Personlig service värderas högst av slutkunderna.", "CLAIM106"),
        (SE, LEAD, "Slutkunderna sätter {001-09} främst.", "CLAIM106"),
        # 4: ten minutes hold for a majority, not for everyone.
        (SE, LEAD, "Slutkunderna vill inte vänta längre än tio minuter i telefonkö.", "CLAIM114"),
        (SE, LEAD, "Slutkundernas gräns för väntan i telefon går vid {001-27}.", "CLAIM114"),
        # 5: people are not cases.
        (
            SE,
            LEAD,
            "Fler slutkunder känner något positivt än det finns ärenden med negativa känslor:"
            " {001-06} mot {001-22}.",
            "CLAIM110",
        ),
        (SE, LEAD, "40 procent av slutkunderna fick negativa känslor väckta.", "CLAIM110"),
        (SE, LEAD, "{001-22} av slutkunderna fick negativa känslor.", "CLAIM110"),
        (SE, LEAD, "Sex av tio slutkunder fick ärendet löst inom en dag.", "CLAIM110"),
        # 6: same or worse is not worse.
        (NB, TITLE, "Kundeservicen er blitt dårligere", "CLAIM116"),
        (NB, LEAD, "Kundeservicen er [blitt dårligere](#002-03).", "CLAIM116"),
        (NB, LEAD, "{002-02} nordmenn mener at kundeservicen er blitt dårligere.", "CLAIM112"),
        # 7: svenskar, nätkonsumenter and kontakter are three bases.
        (EH, LEAD, "{003-13} av svenskarna vill nå kundtjänsten utanför kontorstid.", "CLAIM117"),
        (EH, LEAD, "78 procent av svenskarna vill nå kundtjänsten utanför kontorstid.", "CLAIM117"),
        (EH, LEAD, "{003-07} konsumenter hör av sig före köpet.", "CLAIM110"),
        # 8: seven percent are unaccounted for.
        (EH, LEAD, "{003-13} vill nå kundtjänsten utanför kontorstid, och resten nöjer sig med"
         " kontorstid.", "CLAIM115"),
        (EH, LEAD, "22 procent av nätkonsumenterna nöjer sig med kontorstid.", "CLAIM115"),
        (EH, LEAD, "{003-15} av nätkonsumenterna har inget svar.", "CLAIM115"),
        # 9: no survey stands behind any quantifier.
        (KT, LEAD, "De flesta blir frustrerade av telefonköer och skjuter upp samtalet.",
         "CLAIM116"),
        (KT, TITLE, "Få företag lever upp till sina egna mål", "CLAIM116"),
        (KT, LEAD, "Att kundtjänster är dåliga är [ganska vanligt](#004-08).", "CLAIM116"),
        # Rows of the table with a warning of their own.
        (IT, LEAD, "Det skiljer tio procentenheter: {000-04} mot {000-05}.", "CLAIM108"),
        (IT, LEAD, "80 procent av IT-cheferna säger att de har höjt sina krav.", "CLAIM105"),
        (NB, LEAD, "Bare en fire nordmenn mener at kundeservicen er blitt bedre.", "CLAIM111"),
        (SE, LEAD, "Fyra av tio slutkunder tycker att det tog för lång tid innan ärendet var"
         " löst.", "CLAIM117"),
        (EH, LEAD, "20 procent av kontakterna tas före köpet.", "CLAIM105"),
        (IT, LEAD, "Allt fler IT-chefer har upprepade gånger valt bort företag.", "CLAIM107"),
    ],
)  # fmt: skip
def test_every_overclaim_is_caught(study_id: str, field: FieldPath, text: str, code: str) -> None:
    assert told(study_id, field, text) == [code]


@pytest.mark.parametrize("study_id", [IT, SE, NB, EH, KT])
def test_the_finished_studies_claim_nothing_false(study_id: str) -> None:
    found = ledger(read_study(shipped.studies_folder() / f"{study_id}.yml"))
    assert [each.judgement.message for each in found if each.judgement.code] == []
    assert found
