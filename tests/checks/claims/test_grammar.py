"""What sentences claim, whatever a study holds."""

from __future__ import annotations

import pytest

from reportgen.checks.claims.claim import Claim
from reportgen.checks.claims.grammar import claims_in
from reportgen.language.language import load_language
from reportgen.language.reading import languages


def found(code: str, text: str) -> list[str]:
    return [
        " ".join(filter(None, (each.kind, each.qualifier, each.meaning, each.text)))
        for each in claims_in(text, load_language(code))
    ]


@pytest.mark.parametrize(
    ("code", "text", "claims"),
    [
        ("sv", "Nästan 78,5 procent", ["percent below Nästan 78,5 procent"]),
        ("sv", "45% och 1 av 5 kunder", ["percent 45%", "ratio 1 av 5"]),
        ("sv", "mellan 40 och 45 procent", ["range mellan 40 och 45 procent"]),
        ("sv", "30 respektive 21 procent", ["percent 30", "percent 21 procent"]),
        ("sv", "en knapp tredjedel, nio tiondelar", ["ratio below en knapp tredjedel",
                                                     "ratio nio tiondelar"]),
        ("sv", "vartannat ärende, var femte kund", ["ratio vartannat", "ratio var femte"]),
        ("sv", "högst tre av tio kunder", ["ratio at_most högst tre av tio"]),
        ("sv", "13 procent fler, 13 procentenheter", ["relative more 13 procent fler",
                                                      "points 13 procentenheter"]),
        ("sv", "mer än dubbelt så många kunder", ["times over mer än dubbelt så många"]),
        ("sv", "De flesta kunder, få kunder", ["term most De flesta", "term few få"]),
        ("sv", "inom 24 timmar", ["limit 24 timmar"]),
        ("sv", "minst 1 088 svarande kunder", ["count at_least minst 1 088 svarande"]),
        ("nb", "snaut halvparten, annenhver kunde", ["ratio below snaut halvparten",
                                                     "ratio annenhver"]),
        ("nb", "bare en fire nordmenn", ["slip lost en fire"]),
        ("nb", "stadig flere kunder", ["change rise stadig flere"]),
        ("nb", "tre av fire saker", ["ratio tre av fire"]),
        ("en", "one customer in four", ["ratio one customer in four"]),
        ("en", "well over two-thirds; two thirds", ["ratio well_above well over two-thirds",
                                                    "ratio two thirds"]),
        ("en", "a third of customers", ["ratio a third"]),
        ("en", "sixty-four per cent, 1,088 customers", ["percent sixty-four per cent",
                                                        "count 1,088 customers"]),
        ("en", "the most common channel", ["superlative top most common"]),
        ("en", "customers are happier than before", ["comparison more happier than"]),
    ],
)  # fmt: skip
def test_what_is_claimed(code: str, text: str, claims: list[str]) -> None:
    assert found(code, text) == claims


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sv", "Kalix Tele24, Ipsos F24 och Tele2 den 22–31 mars 2005, sidan 4, 2005-03-22."),
        ("sv", "över hela landet, under tiden, varannan vecka, 1:a plats, öppet 08–17"),
        ("sv", "vill få svar, att få hjälp, en av de viktigaste frågorna, som högst"),
        ("sv", "de två grupperna, tre besked på tre ställen, någon enstaka gång"),
        ("sv", "Orden ”många” och ”de flesta” är skribentens."),
        ("nb", "den 2. februar 2012, hver tredje uke, over hele landet, for det meste"),
        ("nb", "få svar, en av de beste, TV2 og P4, side 14"),
        ("en", "over the years, a third party, half an hour, at its best, 24/7, page 3"),
        ("en", "a few shops, one of the most important things, last but not least"),
    ],
)
def test_what_is_no_claim(code: str, text: str) -> None:
    assert found(code, text) == []


def test_a_claim_knows_its_place_and_its_meaning() -> None:
    (claim,) = claims_in("Ja, drygt åtta av tio svarar.", load_language("sv"))
    assert claim == Claim(
        kind=claim.kind, text="drygt åtta av tio", start=4, end=21, first=2, last=6,
        amount=80.0, qualifier="above", fraction=(8, 10),
    )  # fmt: skip


@pytest.mark.parametrize("code", languages())
def test_every_term_and_fraction_of_the_language_is_read(code: str) -> None:
    language = load_language(code)
    noun = {"sv": "kunder", "nb": "kunder", "en": "customers"}[code]
    of = {"sv": "av kunderna", "nb": "av kundene", "en": "of customers"}[code]
    rooms = ("terms.", "fractions.")
    unread = [
        wording
        for key, wordings in language.wordings.items()
        if key.startswith(rooms) and key not in ("terms.plurality", "terms.very_low",
                                                 "terms.fairly_common", "terms.many_times")
        for wording in wordings
        if not claims_in(f"{wording} {noun}", language)
        and not claims_in(f"{wording} {of}", language)
    ]  # fmt: skip
    assert unread == []


@pytest.mark.parametrize("code", languages())
def test_every_list_of_the_grammar_is_used_by_name(code: str) -> None:
    """The languages hold the same lists, and none holds a pattern twice."""
    lists = {key: value for key, value in load_language(code).wordings.items()
             if key.startswith("claims.")}  # fmt: skip
    assert all(len(set(words)) == len(words) for words in lists.values())
