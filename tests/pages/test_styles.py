"""A brand's roles and a study's words in CSS: nothing gets out of its string."""

from __future__ import annotations

import pytest
import tinycss2

from reportgen.brand.brand import ROLES
from reportgen.language.language import load_language
from reportgen.pages.styles import brand_variables, page_labels, screen_rules

HOSTILE = (
    "</style><script>alert(1)</script>", '"}*{display:none}', "'", "\\", '\\"', "\\0 x", "\\a",
    "a\nb", "/* */", "<!-- -->", "url(https://example.org)", "]]>", "{{ 7*7 }}",
    "\u2028", "😀", "@import",
)  # fmt: skip


def strings(css: str) -> list[str]:
    """The CSS strings of the page labels, one for each box, as a browser reads them."""
    (page,) = tinycss2.parse_stylesheet(css)
    boxes = tinycss2.parse_blocks_contents(page.content)
    assert [box.at_keyword for box in boxes] == [
        "top-left",
        "top-right",
        "bottom-left",
        "bottom-right",
    ]
    found = []
    for box in boxes:
        (content,) = tinycss2.parse_blocks_contents(box.content)
        assert content.name == "content"
        found.append("".join(token.value for token in content.value if token.type == "string"))
        assert {token.type for token in content.value} <= {"string", "function", "whitespace"}
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_ends_its_css_string(text):
    css = page_labels(text, f"{text} slut", "survey", load_language("sv"))
    assert strings(css) == [
        f"{text} slut",
        "Undersökning i korthet",
        text,
        "Sida \u00a0av\u00a0",
    ]
    assert "</" not in css
    assert "\n" not in css


def test_every_role_is_a_variable_in_light_and_dark(brand):
    light, dark = brand_variables(brand), screen_rules(brand)
    for role in ROLES:
        assert f"--{role}:#101010" in light
        assert f"--{role}:#f0f0f0" in dark
        assert f".f-{role}{{fill:var(--{role})}}" in dark
        assert f".s-{role}{{stroke:var(--{role})}}" in dark
    assert "color-scheme:light dark" in dark
    assert "--measure:30.00em" in light
    assert "--headings:'Source Sans Pro'" in light
