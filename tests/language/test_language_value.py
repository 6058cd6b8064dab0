"""What a language writes, as exact strings. `~` stands for a no-break space."""

from __future__ import annotations

import datetime
import pickle
import subprocess
import sys
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from reportgen.language.language import Language, load_language, rounded_share
from reportgen.language.meaning import ANCHORS, TERMS, tolerance

CODES = ("sv", "nb", "en")
Write = Callable[[Language], str]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


WRITTEN: list[tuple[Write, str, str, str]] = [
    (lambda to: to.number(1088), "1~088", "1~088", "1,088"),
    (lambda to: to.number(1234567), "1~234~567", "1~234~567", "1,234,567"),
    (lambda to: to.number(-3.5), "−3,5", "−3,5", "−3.5"),
    (lambda to: to.number(-0.0004), "0", "0", "0"),
    (lambda to: to.number(0.5, 0), "1", "1", "1"),
    (lambda to: to.number(2.5, 0), "3", "3", "3"),
    (lambda to: to.number(41, 1), "41,0", "41,0", "41.0"),
    (lambda to: to.number(0.1 + 0.2), "0,3", "0,3", "0.3"),
    (lambda to: to.percent(34), "34~procent", "34~prosent", "34~per cent"),
    (lambda to: to.percent(34.0), "34~procent", "34~prosent", "34~per cent"),
    (lambda to: to.percent(40.25), "40,3~procent", "40,3~prosent", "40.3~per cent"),
    (lambda to: to.percent(40.25, 0), "40~procent", "40~prosent", "40~per cent"),
    (lambda to: to.percent(0.04), "0,04~procent", "0,04~prosent", "0.04~per cent"),
    (lambda to: to.percent(99.96), "99,96~procent", "99,96~prosent", "99.96~per cent"),
    (lambda to: to.percent(0.05), "0,1~procent", "0,1~prosent", "0.1~per cent"),
    (lambda to: to.percent(0.000047), "0,00005~procent", "0,00005~prosent", "0.00005~per cent"),
    (lambda to: to.percent(1e-14), "0~procent", "0~prosent", "0~per cent"),
    (lambda to: to.percent(100 - 1e-13), "100~procent", "100~prosent", "100~per cent"),
    (lambda to: to.percent_short(0.4, 0), "0,4~%", "0,4~%", "0.4%"),
    (lambda to: to.percent_short(99.5, 0), "99,5~%", "99,5~%", "99.5%"),
    (lambda to: to.percent_number(0.04, 0), "0,04", "0,04", "0.04"),
    (lambda to: to.percent_short(34), "34~%", "34~%", "34%"),
    (lambda to: to.percent_number(40.25), "40,3", "40,3", "40.3"),
    (lambda to: to.points(13), "13~procentenheter", "13~prosentpoeng", "13~percentage points"),
    (lambda to: to.points(1), "1~procentenhet", "1~prosentpoeng", "1~percentage point"),
    (lambda to: to.points(-1), "−1~procentenhet", "−1~prosentpoeng", "−1~percentage point"),
    (lambda to: to.points(0.04), "0,04~procentenheter", "0,04~prosentpoeng",
     "0.04~percentage points"),
    (lambda to: to.points(-1e-13), "0~procentenheter", "0~prosentpoeng", "0~percentage points"),
    (lambda to: to.points(0), "0~procentenheter", "0~prosentpoeng", "0~percentage points"),
    (lambda to: to.count(60, 146), "41~% (60~av~146)", "41~% (60~av~146)", "41% (60~of~146)"),
    (lambda to: to.count(1, 1000), "0,1~% (1~av~1~000)", "0,1~% (1~av~1~000)", "0.1% (1~of~1,000)"),
    (lambda to: to.count(299, 300), "99,7~% (299~av~300)", "99,7~% (299~av~300)",
     "99.7% (299~of~300)"),
    (lambda to: to.count(0, 300), "0~% (0~av~300)", "0~% (0~av~300)", "0% (0~of~300)"),
    (lambda to: to.count(1, 8), "13~% (1~av~8)", "13~% (1~av~8)", "13% (1~of~8)"),
    (lambda to: to.counted(146, "people"), "146~personer", "146~personer", "146~people"),
    (lambda to: to.counted(8, "organisations"), *("åtta verksamheter", "åtte virksomheter"),
     "eight organisations"),
    (lambda to: to.counted(1, "cases"), "ett ärende", "en sak", "one case"),
    (lambda to: to.sample(146), "n~=~146", "n~=~146", "n~=~146"),
    (lambda to: to.sample(1088), "n~=~1~088", "n~=~1~088", "n~=~1,088"),
    (lambda to: to.sample(None), "uppgift om antal saknas", "antall ikke oppgitt",
     "number not disclosed"),
    (lambda to: to.ratio(8, 10), "åtta av tio", "åtte av ti", "eight in ten"),
    (lambda to: to.ratio(1, 4), "en av fyra", "en av fire", "one in four"),
    (lambda to: to.ratio(2, 3), "två av tre", "to av tre", "two in three"),
    (lambda to: to.ratio(1, 2), "hälften", "halvparten", "half"),
    (lambda to: to.ratio(5, 10), "fem av tio", "fem av ti", "five in ten"),
    (lambda to: to.ratio(11, 12), "elva av tolv", "elleve av tolv", "eleven in twelve"),
    (lambda to: to.ratio(3, 13), "3~av~13", "3~av~13", "3~of~13"),
    (lambda to: to.ratio(0, 10), "ingen av tio", "ingen av ti", "none of ten"),
    (lambda to: to.ratio(10, 10), "alla tio", "alle ti", "all ten"),
    (lambda to: to.ratio(2, 2), "två av två", "to av to", "two in two"),
    (lambda to: to.ratio(1, 10, "cases"), "ett av tio", "en av ti", "one in ten"),
    (lambda to: to.ratio(0, 10, "cases"), "inget av tio", "ingen av ti", "none of ten"),
    (lambda to: to.ratio_short(8, 10), "8~av~10", "8~av~10", "8~of~10"),
    (lambda to: to.qualified("nearly", to.ratio(4, 5)), "nästan fyra av fem",
     "nesten fire av fem", "nearly four in five"),
    (lambda to: to.qualified("just_over", "x"), "drygt x", "drøyt x", "just over x"),
    (lambda to: to.qualified("about", "x"), "omkring x", "omtrent x", "about x"),
    (lambda to: to.in_words(0), "ingen", "ingen", "none"),
    (lambda to: to.in_words(0.1), "ytterst få", "svært få", "very few"),
    (lambda to: to.in_words(3), "nästan en av tjugo", "nesten en av tjue", "nearly one in twenty"),
    (lambda to: to.in_words(10), "en av tio", "en av ti", "one in ten"),
    (lambda to: to.in_words(10, "cases"), "ett av tio", "en av ti", "one in ten"),
    (lambda to: to.in_words(15), "drygt en av tio", "drøyt en av ti", "just over one in ten"),
    (lambda to: to.in_words(25), "en fjärdedel", "en firedel", "a quarter"),
    (lambda to: to.in_words(33), "en tredjedel", "en tredjedel", "a third"),
    (lambda to: to.in_words(34), "drygt en tredjedel", "drøyt en tredjedel", "just over a third"),
    (lambda to: to.in_words(41), "drygt fyra av tio", "drøyt fire av ti", "just over four in ten"),
    (lambda to: to.in_words(49), "nästan hälften", "nesten halvparten", "nearly half"),
    (lambda to: to.in_words(50), "hälften", "halvparten", "half"),
    (lambda to: to.in_words(50.5), "hälften", "halvparten", "half"),
    (lambda to: to.in_words(78), "nästan åtta av tio", "nesten åtte av ti",
     "nearly eight in ten"),
    (lambda to: to.in_words(95), "drygt nio av tio", "drøyt ni av ti", "just over nine in ten"),
    (lambda to: to.in_words(99.9), "nästan alla", "nesten alle", "almost all"),
    (lambda to: to.in_words(100), "alla", "alle", "all"),
    (lambda to: to.over(50), "över hälften", "over halvparten", "more than half"),
    (lambda to: to.over(60), "över 60~procent", "over 60~prosent", "more than 60~per cent"),
    (lambda to: to.under(50), "under hälften", "under halvparten", "less than half"),
    (lambda to: to.under(40), "under 40~procent", "under 40~prosent", "less than 40~per cent"),
    (lambda to: to.over(49.96), "över 49,96~procent", "over 49,96~prosent",
     "more than 49.96~per cent"),
    (lambda to: to.under(0.04), "under 0,04~procent", "under 0,04~prosent",
     "less than 0.04~per cent"),
    (lambda to: " ".join(to.ends(33.4, 49.5)), "33 50", "33 50", "33 50"),
    (lambda to: " ".join(to.ends(0, 0.35)), "0 0,4", "0 0,4", "0 0.4"),
    (lambda to: " ".join(to.ends(99.65, 100)), "99,7 100", "99,7 100", "99.7 100"),
    (lambda to: " ".join(to.ends(0.3, 99.7)), "0 100", "0 100", "0 100"),
    (lambda to: to.bound_short(50.04), "50,04~%", "50,04~%", "50.04%"),
    (lambda to: to.term("very_few"), "ytterst få", "svært få", "very few"),
    (lambda to: to.term("overwhelming_majority"), "en överväldigande majoritet",
     "et overveldende flertall", "an overwhelming majority"),
    (lambda to: to.direction("considerably_higher"), "betydligt högre", "betydelig høyere",
     "considerably higher"),
    (lambda to: to.direction("named"), "nämns utan siffra", "nevnt uten tall",
     "named without a figure"),
    (lambda to: to.limit(10, "minutes"), "tio minuter", "ti minutter", "ten minutes"),
    (lambda to: to.limit(24, "hours"), "24~timmar", "24~timer", "24~hours"),
    (lambda to: to.limit(1.5, "hours"), "1,5~timmar", "1,5~timer", "1.5~hours"),
    (lambda to: to.limit(1, "days"), "en dag", "en dag", "one day"),
    (lambda to: to.limit(1, "minutes"), "en minut", "ett minutt", "one minute"),
    (lambda to: to.limit_short(10, "minutes"), "10~min", "10~min", "10~min"),
    (lambda to: to.limit_short(24, "hours"), "24~tim", "24~timer", "24~hrs"),
    (lambda to: to.limit_short(1, "days"), "1~dag", "1~dag", "1~day"),
    (lambda to: to.items(["a", "b", "c"]), "a, b och c", "a, b og c", "a, b and c"),
    (lambda to: to.items(["a", "b"]), "a och b", "a og b", "a and b"),
    (lambda to: to.items(["a"]), "a", "a", "a"),
    (lambda to: to.items([]), "", "", ""),
    (lambda to: to.date(day("2026-11-21")), "21 november 2026", "21. november 2026",
     "21 November 2026"),
    (lambda to: to.month(day("2026-05-01")), "maj 2026", "mai 2026", "May 2026"),
    (lambda to: to.date_range(day("2005-03-22"), day("2005-03-31")), "22–31 mars 2005",
     "22.–31. mars 2005", "22–31 March 2005"),
    (lambda to: to.date_range(day("2005-03-22"), day("2005-04-03")), "22 mars–3 april 2005",
     "22. mars–3. april 2005", "22 March – 3 April 2005"),
    (lambda to: to.date_range(day("2005-12-22"), day("2006-12-23")),
     "22 december 2005–23 december 2006", "22. desember 2005–23. desember 2006",
     "22 December 2005 – 23 December 2006"),
    (lambda to: to.date_range(day("2005-03-22"), day("2005-03-22")), "22 mars 2005",
     "22. mars 2005", "22 March 2005"),
    (lambda to: to.quote("ja"), "”ja”", "«ja»", "“ja”"),
    (lambda to: to.quote(f"a {to.quote('b')}"), "”a ’b’”", "«a ‘b’»", "“a ‘b’”"),
    (lambda to: to.sentence(to.ratio(8, 10)), "Åtta av tio", "Åtte av ti", "Eight in ten"),
    (lambda to: to.sentence("ærlig øl"), "Ærlig øl", "Ærlig øl", "Ærlig øl"),
    (lambda to: to.sentence("«äpple»"), "«Äpple»", "«Äpple»", "«Äpple»"),
    (lambda to: to.sentence("8 av tio"), "8 av tio", "8 av tio", "8 av tio"),
    (lambda to: to.sentence(""), "", "", ""),
    (lambda to: to.label("nav.page", page=3, pages=1200), "Sida 3~av~1~200", "Side 3~av~1~200",
     "Page 3~of~1,200"),
    (lambda to: to.label("names.some_named", named=5, whole=8), "5~av~8 namngivna",
     "5~av~8 navngitt", "5~of~8 named"),
    (lambda to: to.label("figure.source_is", source="{page}"), "Källa: {page}", "Kilde: {page}",
     "Source: {page}"),
]  # fmt: skip


@pytest.mark.parametrize(("write", "sv", "nb", "en"), WRITTEN)
def test_written(write: Write, sv: str, nb: str, en: str) -> None:
    written = [write(load_language(code)) for code in CODES]
    assert written == [text.replace("~", "\u00a0") for text in (sv, nb, en)]


def test_a_pattern_without_values_stands_as_it_is() -> None:
    assert load_language("sv").label("nav.page") == "Sida {page} av {pages}"


def test_a_missing_label_is_named_with_its_language() -> None:
    with pytest.raises(KeyError) as caught:
        load_language("nb").label("nav.up")
    assert caught.value.args == ("the language nb has no text “nav.up”",)


def test_a_missing_value_is_named() -> None:
    with pytest.raises(KeyError) as caught:
        load_language("sv").label("nav.page", page=1)
    assert caught.value.args == (
        "the text “nav.page” of the language sv needs a value for 'pages'",
    )


def test_a_missing_wording_or_qualifier_is_named() -> None:
    language = load_language("en")
    with pytest.raises(KeyError) as caught:
        language.term("lots")
    assert caught.value.args == ("the language en has no wordings “terms.lots”",)
    with pytest.raises(KeyError) as caught:
        language.qualified("exactly", "half")
    assert caught.value.args == ("the language en has no qualifier “exactly”",)


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda to: to.ratio(3, 2), "3 of 2 is not a share of a whole"),
        (lambda to: to.ratio_short(0, 0), "0 of 0 is not a share of a whole"),
        (lambda to: to.count(-1, 5), "-1 of 5 is not a share of a whole"),
        (lambda to: to.in_words(100.1), "a share is from 0 to 100 percent, not 100.1"),
        (lambda to: to.in_words(float("nan")), "a share is from 0 to 100 percent, not nan"),
        (lambda to: to.number(float("inf")), "inf cannot be written as a number"),
        (lambda to: to.percent(float("nan")), "nan cannot be written as a number"),
        (
            lambda to: to.date_range(day("2005-03-31"), day("2005-03-22")),
            "a period cannot end (2005-03-22) before it starts (2005-03-31)",
        ),
    ],
)
def test_what_cannot_be_said_is_refused(write: Write, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        write(load_language("sv"))
    assert str(caught.value) == message


def test_a_share_as_a_number_is_rounded_as_it_is_in_words() -> None:
    shares = (0.0, 0.04, 0.004, 40.25, 99.96, 100 - 1e-13, 1e-13, 100.0)
    assert [rounded_share(share, 1) for share in shares] == [
        0.0, 0.04, 0.004, 40.3, 99.96, 100.0, 0.0, 100.0,
    ]  # fmt: skip
    assert rounded_share(41.256, 2) == 41.26


@pytest.mark.parametrize("code", CODES)
@given(tenths=st.integers(min_value=0, max_value=1000))
def test_a_share_in_words_is_hedged_on_the_true_side(code: str, tenths: int) -> None:
    language = load_language(code)
    percent = tenths / 10
    said = language.in_words(percent)
    anchors = {
        language.label(f"shares.{part}/{whole}", one=language.label("numbers.one.common")): (
            100 * part / whole
        )
        for part, whole in ANCHORS
    }
    terms = {language.term(term): TERMS[term].holds for term in TERMS}
    nearly, just_over = (language.qualified(word, "") for word in ("nearly", "just_over"))
    if said in terms:
        low, high = terms[said] or (101, 101)
        assert low <= percent <= high
    elif said in anchors:
        assert abs(percent - anchors[said]) <= min(0.5, tolerance(anchors[said]))
    elif said.startswith(nearly):
        anchor = anchors[said.removeprefix(nearly)]
        assert anchor - 5 <= percent < anchor
    else:
        anchor = anchors[said.removeprefix(just_over)]
        assert anchor < percent <= anchor + 5


def test_a_bare_share_bears_no_more_than_its_neighbourhood() -> None:
    assert [tolerance(percent) for percent in (0, 4, 10, 50, 80, 96, 100)] == [
        0.0, 1.0, 2.5, 2.0, 2.5, 1.0, 0.0,
    ]  # fmt: skip


@given(st.sampled_from(CODES), st.floats(-1e12, 1e12) | st.integers(-(10**15), 10**15))
def test_numbers_are_written_as_babel_writes_them(code: str, value: float) -> None:
    language = load_language(code)
    rounded = Decimal(str(value)).quantize(Decimal("0.001"), ROUND_HALF_UP) + 0
    expected = format_decimal(rounded, format="#,##0.###", locale=language.locale)
    assert language.number(value) == expected.replace("-", "−")


def test_a_language_is_loaded_once_and_travels_between_processes() -> None:
    language = load_language("sv")
    assert load_language("sv") is language
    there = pickle.loads(pickle.dumps(language))
    assert (there.code, there.texts, there.wordings) == (
        language.code,
        language.texts,
        language.wordings,
    )


def test_a_language_is_loaded_without_babel() -> None:
    """Babel costs more than all the rest: only who writes a date pays for it."""
    program = (
        "import sys; from reportgen.language.language import load_language;"
        "load_language('nb').number(1234.5); print('babel' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout == "False\n"
