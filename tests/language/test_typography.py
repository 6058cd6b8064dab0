"""What an editor types, and what is printed. ~ stands for a no-break space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.language.language import load_language
from reportgen.language.reading import languages
from reportgen.language.typography import typeset


def printed(text: str, code: str = "sv", before: str = "") -> str:
    return typeset(text, load_language(code).texts, before).replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("code", "typed", "expected"),
    [
        ("sv", '"Se kunden"', "”Se kunden”"),
        ("nb", '"Se kunden"', "«Se kunden»"),
        ("en", '"Se kunden"', "“Se kunden”"),
        ("sv", "\"ord 'i' ord\"", "”ord ’i’ ord”"),
        ("en", "\"ord 'i' ord\"", "“ord ‘i’ ord”"),
        ("en", "it's the '90s", "it’s the ’90s"),
        ("sv", '("ja")', "(”ja”)"),
        ("sv", "45 %", "45~%"),
        ("sv", "45%", "45~%"),
        ("en", "45 %", "45%"),
        ("nb", "45 prosent", "45~prosent"),
        ("en", "45 per cent", "45~per cent"),
        ("sv", "8 av 10", "8~av~10"),
        ("en", "8 of 10", "8~of~10"),
        ("sv", "1 088 svar, 12 345 678 kronor", "1~088 svar, 12~345~678 kronor"),
        ("sv", "n = 146", "n~=~146"),
        ("sv", "22-31 mars 2005-2011", "22–31 mars 2005–2011"),
        ("sv", "-5 procent", "−5~procent"),
        ("sv", "svar - men få", "svar – men få"),
        ("sv", "och så...", "och så…"),
        # What only looks like it.
        ("sv", "2012-02-02", "2012-02-02"),
        ("sv", "2005-11", "2005-11"),
        ("sv", "001-06 och 000-14", "001-06 och 000-14"),
        ("sv", "08-123 45 67", "08-123 45 67"),
        ("sv", "IT-chef, e-post", "IT-chef, e-post"),
        ("sv", "år 2005 av tio", "år 2005 av tio"),
        ("sv", 'https://example.org/1-2?a="b"', 'https://example.org/1-2?a="b"'),
        ("sv", "i 2,5 - 3 timmar", "i 2,5 – 3 timmar"),
    ],
)
def test_printed(code, typed, expected):
    assert printed(typed, code) == expected


@pytest.mark.parametrize(
    ("before", "typed", "expected"),
    [
        ("", '"', "”"),
        (" ", '"yes', "“yes"),
        ("s", '"', "”"),
        ("3", " of 4", "~of~4"),
        ("2", "-3", "–3"),
    ],
)
def test_what_stands_before_counts(before, typed, expected):
    assert printed(typed, "en", before) == expected


@given(st.text(alphabet="ab \"'-–−%0123456789.,()n=\u00a0"), st.sampled_from(languages()))
def test_what_is_set_stays_as_it_is(text, code):
    texts = load_language(code).texts
    once = typeset(text, texts)
    assert typeset(once, texts) == once
    assert '"' not in once
    assert "'" not in once
    assert [char for char in once if char.isalnum()] == [char for char in text if char.isalnum()]
