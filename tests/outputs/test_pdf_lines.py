"""The mend of lines that are cut too early, and the fault it is for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.brand.reader import read_brand
from reportgen.outputs.pdf_engine import the_weasyprint
from reportgen.outputs.pdf_fonts import font_configuration
from reportgen.outputs.pdf_lines import NUDGES, starved, with_nudge
from reportgen.outputs.pdf_styles import without_styles

BRAND = Path(__file__).parents[2] / "studies" / "brands" / "tele2-foretag" / "_brand.yml"
PARAGRAPH = (
    '<p><a href="#a">Sju av tio</a> slutkunder väljer en människa framför AI eller robot. Helst'
    ' söker de <a href="#a">personlig kontakt över telefon</a>, och det gäller även de yngre'
    ' åldersgrupperna. <a href="#a">45\u00a0procent</a> har telefonsamtal som sin primära'
    " kontaktväg. Vad de andra har valt redovisas inte. När det är ett företag som ska kontaktas"
    ' är viljan att använda app och chatt <a href="#a">större bland yngre</a>. Hur mycket större,'
    " och var åldersgränsen går, framgår inte.</p>"
)


STYLE = "html{font:9.8pt/14pt Lato} p{width:calc(285.082pt + var(--nudge))} :root{--nudge:0pt}"


def _document(nudge: str) -> Any:
    weasyprint = the_weasyprint()
    html, (style,) = without_styles(f"<html lang=sv><head><style>{STYLE}</style></head>{PARAGRAPH}")
    return weasyprint.HTML(string=html).render(
        stylesheets=[weasyprint.CSS(string=style), *with_nudge(nudge)],
        font_config=font_configuration(read_brand(BRAND, "tele2-foretag").faces),
    )


def test_weasyprint_still_cuts_a_line_early() -> None:
    """Where this fails, upstream has mended it: outputs/pdf_lines.py is needless then."""
    assert starved(_document(NUDGES[0])) == ("är",)


def test_a_narrower_column_is_set_rightly() -> None:
    assert starved(_document(NUDGES[1])) == ()


@pytest.mark.parametrize("end", ["<br>", ""])
def test_a_line_that_ends_itself_is_not_starved(end: str) -> None:
    document = (
        the_weasyprint().HTML(string=f"<p style='width:20em'>Kort{end} rad<br>till</p>").render()
    )
    assert starved(document) == ()
