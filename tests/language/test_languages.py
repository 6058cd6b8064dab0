"""The data files: every language holds every key, and every pattern its placeholders."""

from __future__ import annotations

import string

import pytest

from reportgen.language.language import load_language
from reportgen.language.meaning import ANCHORS, TERMS
from reportgen.language.reading import languages, read_texts
from reportgen.study.model import (
    ChartKind,
    Direction,
    Disclosures,
    Precision,
    Term,
    Unit,
)

CODES = languages()
every_language = pytest.mark.parametrize("code", CODES)

# What only some languages tell apart; elsewhere the placeholder may go unused.
AGREEING = {"one"}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - AGREEING


def test_there_are_three_languages() -> None:
    assert CODES == ("en", "nb", "sv")


@every_language
def test_every_language_holds_every_key(code: str) -> None:
    texts, wordings = read_texts(code)
    model_texts, model_wordings = read_texts("sv")
    assert (set(texts), set(wordings)) == (set(model_texts), set(model_wordings))


@every_language
def test_every_pattern_takes_the_same_values(code: str) -> None:
    texts, _ = read_texts(code)
    model, _ = read_texts("sv")
    differing = {key for key in model if placeholders(texts[key]) != placeholders(model[key])}
    assert differing == set()


@every_language
def test_no_text_is_empty_or_has_a_stray_space(code: str) -> None:
    texts, wordings = read_texts(code)
    spaces = {"lists.comma", "numbers.group"}
    single = {key: text for key, text in texts.items() if key not in spaces}
    assert [key for key, text in single.items() if not text or text != text.strip()] == []
    assert [key for key, all_of in wordings.items() if len(set(all_of)) < len(all_of)] == []


@every_language
def test_no_text_has_a_straight_quote_or_a_hyphen_for_a_dash(code: str) -> None:
    texts, wordings = read_texts(code)
    said = [*texts.values(), *(text for all_of in wordings.values() for text in all_of)]
    assert [text for text in said if '"' in text or "'" in text or " - " in text] == []


@pytest.mark.parametrize(
    ("code", "locale", "html_lang"),
    [("sv", "sv_SE", "sv"), ("nb", "nb_NO", "nb"), ("en", "en_GB", "en")],
)
def test_codes(code: str, locale: str, html_lang: str) -> None:
    language = load_language(code)
    assert (language.code, language.locale, language.html_lang) == (code, locale, html_lang)


@every_language
def test_all_that_the_study_can_say_has_words(code: str) -> None:
    language = load_language(code)
    for term in Term:
        assert language.term(term.value)
    for direction in Direction:
        assert language.direction(direction.value)
    for unit in Unit:
        assert language.label(f"units.{unit.value}.one")
        assert language.label(f"units.{unit.value}.many")
    for precision in Precision:
        assert language.label(f"precision.{precision.value}")
    for kind in ChartKind:
        assert language.label(f"chart.{kind.value}")
    for item in Disclosures.model_fields:
        assert language.label(f"disclosure.{item}")
    for status in ("given", "partial", "not disclosed", "not applicable"):
        assert language.label(f"status.{status}")
    for kind_of_study in ("survey", "test", "commentary"):
        assert language.label(f"brief.{kind_of_study}")
        assert language.label(f"section.method.{kind_of_study}")
    for sampling in ("probability", "quota", "self-selected"):
        assert language.label(f"sampling.{sampling}")


@every_language
def test_disclosure_has_the_22_items_and_no_other(code: str) -> None:
    texts, _ = read_texts(code)
    items = {key.partition(".")[2] for key in texts if key.startswith("disclosure.")}
    assert items == set(Disclosures.model_fields)
    assert len(items) == 22


@every_language
def test_what_is_not_known_is_said_in_the_fixed_words(code: str) -> None:
    language = load_language(code)
    said = (language.label("status.not disclosed"), language.label("status.not applicable"))
    assert (
        said
        == {
            "sv": ("uppgift saknas", "ej tillämpligt"),
            "nb": ("ikke oppgitt", "ikke relevant"),
            "en": ("not disclosed", "not applicable"),
        }[code]
    )


@every_language
def test_every_term_and_every_share_has_a_meaning(code: str) -> None:
    texts, wordings = read_texts(code)
    assert {key.removeprefix("terms.") for key in wordings if key.startswith("terms.")} == set(
        TERMS
    )
    shares = {key.removeprefix("shares.") for key in texts if key.startswith("shares.")}
    assert shares == {f"{part}/{whole}" for part, whole in ANCHORS}


@every_language
def test_one_wording_means_one_thing(code: str) -> None:
    """Among set phrases, among terms and among hedges nothing stands twice."""
    _, wordings = read_texts(code)
    for room in ("fractions.", "terms.", "qualifiers."):
        said = [text for key, all_of in wordings.items() if key.startswith(room) for text in all_of]
        assert sorted(said) == sorted(set(said))
