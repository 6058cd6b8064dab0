"""A brand's roles as CSS custom properties: the one way colour and type reach a page."""

from __future__ import annotations

from reportgen.brand.brand import Brand
from reportgen.language.language import Language


def brand_variables(brand: Brand) -> str:
    """The rule that sets every role and face, as on paper."""
    return f":root{{{_declarations(brand, dark=False)};{_type(brand)}}}"


def screen_rules(brand: Brand) -> str:
    """Rules for a screen alone: the roles on a dark ground, and drawings that follow them."""
    dark = _declarations(brand, dark=True)
    followed = "".join(
        f".f-{role}{{fill:var(--{role})}}.s-{role}{{stroke:var(--{role})}}"
        for role in brand.colours
    )
    return (
        f":root{{color-scheme:light dark}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        + followed
    )


def _declarations(brand: Brand, *, dark: bool) -> str:
    return ";".join(
        f"--{role}:{colour.dark if dark else colour.light}"
        for role, colour in brand.colours.items()
    )


def _type(brand: Brand) -> str:
    return (
        f"--headings:'{brand.headings.family}';--body:'{brand.body.family}';"
        f"--charts:'{brand.charts.family}';--heading-weight:{brand.heading_weight};"
        f"--measure:{brand.measure:.2f}em"
    )


def page_labels(publisher: str, title: str, kind: str, language: Language) -> str:
    """The texts of running heads and feet, in the study's language.

    `kind` is what the brief is of: survey, test or commentary.
    """
    # Numbers that no page has stand for the counters, which CSS fills in: digits, so that the
    # spaces beside them are tied as those beside a page's number are.
    before, rest = language.label("nav.page", page="90001", pages="90002").split("90001")
    between, after = rest.split("90002")
    number = f"{_string(before)} counter(page) {_string(between)} counter(pages)"
    number += f" {_string(after)}" if after else ""
    return (
        f"@page{{@top-left{{content:{_string(title)}}}"
        f"@top-right{{content:{_string(language.label(f'brief.{kind}'))}}}"
        f"@bottom-left{{content:{_string(publisher)}}}@bottom-right{{content:{number}}}}}"
    )


def _string(text: str) -> str:
    """A CSS string: nothing in it can end the string, the rule or the style element."""
    return '"' + "".join(c if c.isalnum() or c in " .,-–" else f"\\{ord(c):x} " for c in text) + '"'
