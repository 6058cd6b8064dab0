"""Markdown with references: what is set, what is bound, what is refused."""

from __future__ import annotations

import pytest

from reportgen.language.language import load_language
from reportgen.pages.prose import Setter


@pytest.fixture
def setter(findings):
    return Setter(findings(), load_language("sv"))


def link(row: str, text: str) -> str:
    return f'<a class="ref" href="#row-{row}">{text}</a>'


PIECES = [
    ("{R1} svarade", link("R1", "41\u00a0procent") + " svarade"),
    ("av {R2}", "av " + link("R2", "åtta av tio")),
    ("{R2} svarade. {R2} ville.", f"{link('R2', 'Åtta av tio')} svarade. "
     f"{link('R2', 'Åtta av tio')} ville."),
    ("**{R2}** svarade", f"<strong>{link('R2', 'Åtta av tio')}</strong> svarade"),
    ("{R1|short}", link("R1", "41\u00a0%")),
    ("{R3|limit}", link("R3", "24\u00a0timmar")),
    ("{chefer} chefer", "146 chefer"),
    ("{kollegor|n}", "Uppgift saknas"),
    ("[ord](#R4)", '<a href="#row-R4" class="ref">ord</a>'),
    ("[ord](https://example.org/)", '<a href="https://example.org/">ord</a>'),
    (r"\{R1\}", "{R1}"),
    ("<b>fet</b>", "&lt;b&gt;fet&lt;/b&gt;"),
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
    ("N&#105;nety 9&#57;&shy; n&#x202E;x", "N&amp;#105;nety 9&amp;#57;&amp;shy; n&amp;#x202E;x"),
    ("a&#27;]0;b&#7; `&#105;`", "a&amp;#27;]0;b&amp;#7; <code>&amp;#105;</code>"),
    ("{{ 7*7 }}", "{{ 7*7 }}"),
    ("{% raw %}", "{% raw %}"),
    ("a\nb", "a b"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "set_"), PIECES)
def test_one_line(setter, text, set_):
    assert str(setter.line(text)) == set_


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "vbscript:x", "file:///x",
     "//example.org", "mailto:a@b.se", "tel:123", "java&#115;cript:alert(1)", "../x"],
)  # fmt: skip
def test_a_link_leads_to_a_row_or_to_the_web_and_nowhere_else(setter, target):
    assert "href" not in setter.line(f"[ord]({target})")
    assert "href" not in setter.line(f"<{target}>")


@pytest.mark.parametrize("text", ["![bild](https://example.org/a.png)", "![bild](data:x)"])
def test_a_picture_is_not_loaded(setter, text):
    assert "<img" not in setter.line(text)


TIES = [
    ("8 av 10", "8~av~10"), ("45 procent", "45~procent"), ("45 %", "45~%"),
    ("1 088 svar", "1~088 svar"), ("år 2005 av tio", "år 2005 av tio"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tied"), TIES)
def test_a_number_and_its_unit_stay_on_one_line(setter, text, tied):
    assert str(setter.line(text)).replace("\u00a0", "~") == tied


QUOTES = [
    ("sv", "”ord” och ”ord ’i’ ord”"),
    ("nb", "«ord» och «ord ‘i’ ord»"),
    ("en", "“ord” och “ord ‘i’ ord”"),
]


@pytest.mark.parametrize(("code", "quoted"), QUOTES)
def test_quotation_marks_are_the_languages_own(findings, code, quoted):
    setter = Setter(findings(), load_language(code))
    assert str(setter.line('"ord" och "ord \'i\' ord"')) == quoted


def test_paragraphs_lists_and_tables(setter):
    percent = "41\u00a0procent"
    made = setter.paragraphs("Ett\n\n- {R2}\n- två\n\n| a | b |\n|---|---|\n| {R1} | d |\n")
    assert f"<li>{link('R2', 'Åtta av tio')}</li>" in made
    assert "<p>Ett</p>" in made
    assert "<th>a</th>" in made
    assert f"<td>{link('R1', percent)}</td>" in made


def test_what_looks_like_an_address_apart_is_printed(setter):
    made = setter.paragraphs("[1]: https://example.org/a\n\n[1]")
    assert made == "<p>[1]: https://example.org/a</p>\n<p>[1]</p>\n"


def test_plain_words_are_words_alone(setter):
    assert setter.plain("a&#27;]0;b &#x202e;c") == "a&#27;]0;b &#x202e;c"
    assert setter.plain("**{R2}** har [höjt](#R2)\nsina *krav* `x`") == (
        "Åtta av tio har höjt sina krav x"
    )
    assert setter.plain("a <b> & c") == "a <b> & c"


def test_words_in_another_language_are_marked(setter):
    made = setter.line("De kallar det *en: customer journey* och *sv-FI: kundresa*.")
    assert made == (
        'De kallar det <span lang="en">customer journey</span> och '
        '<span lang="sv-FI">kundresa</span>.'
    )
    assert setter.plain("Det är *en: customer journey*") == "Det är customer journey"
    both = setter.line("*en: the **whole** journey*")
    assert both == '<span lang="en">the <strong>whole</strong> journey</span>'


@pytest.mark.parametrize(
    "text",
    ["*not: recommended*", "*inte: alls*", "*för: lite*", "*no: never*", "*to: av tre*",
     "*ti: av tolv*", "*nr: 5*", "*se: bilagan*", "*xx: ord*", "*xx-SE: ord*"],
)  # fmt: skip
def test_words_before_a_colon_are_no_language(setter, text):
    assert setter.line(text) == f"<em>{text.strip('*')}</em>"
    assert setter.plain(text) == text.strip("*")


@pytest.mark.parametrize("code", ["de", "nb", "nn", "sme", "fkv", "yid", "se-NO", "no-NO", "en-GB"])
def test_languages_by_their_codes(setter, code):
    assert setter.line(f"*{code}: ord*") == f'<span lang="{code}">ord</span>'


def test_a_reference_in_a_table_has_its_bar_behind_a_backslash(setter):
    short = link("R1", "41\u00a0%")
    assert f"<td>{short}</td>" in setter.paragraphs("| a |\n|---|\n| {R1\\|short} |")
    assert setter.line(r"{R1\|short}") == short


@pytest.mark.parametrize("text", ["*betonat*", "*Obs: ord*", "*en:ord*", "*bara en: ord*"])
def test_other_emphasis_is_emphasis(setter, text):
    assert setter.line(text) == f"<em>{text.strip('*')}</em>"
