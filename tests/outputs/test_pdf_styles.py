"""Style sheets that are taken out and read once: what holds for paper, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from five import listening
from leaf import leaf
from paper import Paper, squeezed

from reportgen.outputs.pdf import pdf_bytes
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_styles import sheet_of, without_styles
from reportgen.pipeline import Order, render
from reportgen.problems import Problems

SMALL = Path(__file__).parents[1] / "study" / "liten-studie.yml"


# --- Which sheets are taken ---


@pytest.mark.parametrize(
    "start",
    [
        "<style>",
        '<style media="print">',
        '<style media="all">',
        '<style media="">',
        '<style media="screen, print">',
        "<style media='print'>",
        '<style type="text/css">',
        '<style id="own" type="text/css" media="print">',
    ],
)
def test_a_sheet_for_paper_is_taken_out(start: str) -> None:
    assert without_styles(f"<p>a</p>{start}p{{color:red}}</style><p>b</p>") == (
        "<p>a</p><p>b</p>",
        ("p{color:red}",),
    )


@pytest.mark.parametrize(
    "start",
    [
        '<style media="screen">',
        '<style media="print and (min-width: 0)">',
        '<style type="text/plain">',
    ],
)
def test_a_sheet_for_anything_else_is_dropped(start: str) -> None:
    assert without_styles(f"<p>a</p>{start}p{{color:red}}</style>") == ("<p>a</p>", ())


@pytest.mark.parametrize(
    "text",
    [
        "<svg><style>path{fill:red}</style></svg>",
        "<!-- <style>p{color:red}</style> -->",
        '<script type="application/ld+json">"<style>p{color:red}</style>"</script>',
        "<p>&lt;style&gt;p{color:red}&lt;/style&gt;</p>",
    ],
)
def test_what_is_no_sheet_of_the_document_stays_where_it_is(text: str) -> None:
    html = f"{text}<style>b{{}}</style>{text}"
    assert without_styles(html) == (text + text, ("b{}",))


@pytest.mark.parametrize(
    "rule",
    [
        "@font-face{font-family:Eget;src:url(data:,)}",
        "@counter-style egen{system:cyclic;symbols:'→'}",
        "@import 'annat.css';",
        "@layer grund{p{color:red}}",
        "@color-profile --eget{src:url(data:,)}",
    ],
)
def test_a_document_with_rules_beyond_their_sheet_keeps_its_sheets(rule: str) -> None:
    html = f"<style>p{{color:blue}}</style><style>{rule}</style><p>a</p>"
    assert without_styles(html) == (html, ())


# --- Custom properties ---


def _sheets(*texts: str, body: str = "") -> tuple[str, ...]:
    return without_styles("".join(f"<style>{text}</style>" for text in texts) + body)[1]


def test_a_property_with_one_value_is_put_in_its_place() -> None:
    found = _sheets(":root{--ink:#123;--far : 2mm}", "p{color:var(--ink);margin:0 var(--far)}")
    assert found[1] == "p{color:#123;margin:0 2mm}"


def test_a_property_may_be_made_of_others() -> None:
    found = _sheets(":root{--u:2mm;--wide:calc(2 * var(--u))}", "p{width:var(--wide)}")
    assert found[1] == "p{width:calc(2 * 2mm)}"


@pytest.mark.parametrize(
    ("sheets", "body"),
    [
        ((":root{--x:1mm}", "h1{--x:2mm}"), ""),
        ((":root{--x:1mm;}", "@media print{:root{--x:2mm}}"), ""),
        ((":root{--x:1mm}",), '<p style="--x:3mm">a</p>'),
        (("h1{--x:1mm}",), ""),
        ((":root{--x:1mm !important}",), ""),
        ((":root{--x:}",), ""),
        ((":root{--nudge:0pt}",), ""),
        ((), ""),
    ],
)
def test_a_property_that_is_not_the_same_for_all_is_left_to_weasyprint(
    sheets: tuple[str, ...], body: str
) -> None:
    name = "--nudge" if "nudge" in "".join(sheets) else "--x"
    use = f"p{{width:var({name})}}"
    assert _sheets(*sheets, use, body=body)[-1] == use


def test_a_fallback_is_left_to_weasyprint() -> None:
    assert _sheets(":root{--x:1mm}", "p{width:var(--x, 2mm)}")[1] == "p{width:var(--x, 2mm)}"


def test_properties_that_lead_back_to_themselves_come_to_an_end() -> None:
    html, sheets = without_styles(
        "<style>:root{--a:var(--b);--b:var(--c);--c:var(--a);--d:var(--d)}"
        "p{width:var(--a);height:var(--d)}</style><p>Slut</p>"
    )
    read = [sheet_of(sheet).css for sheet in sheets]
    with listening():
        assert len(the_weasyprint().HTML(string=html).render(stylesheets=read).pages) == 1


def test_a_sheet_of_screens_alone_says_nothing_of_a_property() -> None:
    html = (
        "<style>:root{--x:1mm}</style><style media='screen'>:root{--x:2mm}</style>"
        "<style>p{width:var(--x)}</style>"
    )
    assert without_styles(html)[1][1] == "p{width:1mm}"


# --- Reading a sheet once ---


def test_a_sheet_is_read_once() -> None:
    text = "p{color:#010203}"
    assert sheet_of(text) is sheet_of(text)
    assert (sheet_of(text).refused, sheet_of(text).said) == ((), ())


def test_a_sheet_keeps_what_there_was_to_complain_of() -> None:
    with listening():
        found = sheet_of("p{colour:#010203}b{width:2lm}")
    assert found.said == (
        "Ignored `colour:#010203` at 1:3, unknown property.",
        "Ignored `width:2lm` at 1:20, invalid value.",
    )


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (
            "<style>p{colour:red}</style>",
            "WeasyPrint warns: Ignored `colour:red` at 1:3, unknown property.",
        ),
        (
            "<style>@import 'https://example.org/a.css';</style>",
            "the document asks for https://example.org/a.css, which is not part of the brief",
        ),
        (
            "<style>@font-face{font-family:Eget;src:url(https://example.org/a.ttf)}</style>",
            "the document asks for https://example.org/a.ttf, which is not part of the brief",
        ),
        (
            "<style>body{background:url(https://example.org/a.png)}</style>",
            "the document asks for https://example.org/a.png, which is not part of the brief",
        ),
    ],
)
def test_what_is_wrong_with_a_sheet_fails_every_brief(contents: str, message: str) -> None:
    """Also the second one, for which the sheet is not read again; each is told the same."""
    told = []
    for _ in range(2):
        with pytest.raises(Problems) as failed, listening():
            pdf_bytes(leaf(contents))
        assert {problem.code for problem in failed.value.found} == {"PDF101"}
        told.append([problem.message for problem in failed.value.found])
    assert message in told[0]
    assert told[0].count(message) == 1
    assert told[0] == told[1]


# --- A user's own template ---


def _text(content: bytes) -> str:
    return squeezed(" ".join(line.text for page in Paper(content).lines for line in page))


def test_a_users_own_sheets_hold_for_paper(tmp_path: Path) -> None:
    templates = tmp_path / "templates" / "brief"
    templates.mkdir(parents=True)
    (templates / "contents.html.j2").write_text(
        "<style>.own::before{content:'Framför, '}.own{--sign:'!'}</style>"
        "<p class='own'>mitt <b>innehåll</b></p>"
        "<style media='screen'>.own{display:none}</style>"
        "<style type='text/css'>.own::after{content:var(--sign)}</style>",
        encoding="utf-8",
    )
    order = Order(SMALL, SMALL.name, formats=("pdf",), templates=tmp_path / "templates")
    (pdf,) = render(order).artifacts
    assert "Framför,mittinnehåll!" in _text(pdf.content)


def test_counters_of_a_documents_own_hold_for_paper() -> None:
    content, _ = pdf_bytes(
        leaf(
            "<style>@counter-style egen{system:cyclic;symbols:'§§';suffix:' '}"
            "ol{list-style:egen inside}</style><ol><li>Punkten</li></ol>"
        )
    )
    assert _text(content) == "§§Punkten"


def test_a_drawing_of_a_users_own_keeps_its_own_sheet() -> None:
    content, _ = pdf_bytes(
        leaf(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="90">'
            "<title>Ruta</title><style>.own{fill:#ff0000}</style>"
            "<rect class='own' width='9' height='9'/></svg>"
        )
    )
    page = pypdfium2.PdfDocument(content)[0].render(scale=0.5).to_numpy().reshape(-1, 3)
    assert int((page == (0, 0, 255)).all(axis=1).sum()) > 500  # blue, green, red
