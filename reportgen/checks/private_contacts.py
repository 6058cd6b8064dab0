"""TEXT201: no e-mail address and no phone number goes out with a brief."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.source import scalars
from reportgen.study.reader import Loaded

# Begins only where a word does: otherwise each letter of a long one is tried.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB_ADDRESS = re.compile(r"https?://\S+")
_GAP = r"[ \u00a0/–-]{0,2}"
_PHONE = re.compile(
    rf"""(?<![\w+.,:-])(?:
        (?:\+|00)[1-9]\d{{0,2}}{_GAP}(?:\(0\){_GAP})?(?:\d{_GAP}){{6,11}}\d  # +46 (0)8-123 45 67
      | 0\d{{1,3}}{_GAP}(?:\d{{2,4}}{_GAP}){{1,3}}\d{{2,4}}                  # 08-123 45 67
      | \d\d(?:[ \u00a0]\d\d){{3}}                                          # 22 33 44 55
      | \d{{3}}[ \u00a0]\d\d[ \u00a0]\d{{3}}                                # 912 34 567
    )(?![\w-])""",
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS, _MOST_DIGITS = 8, 15


def _check(loaded: Loaded) -> Iterator[Breach]:
    for scalar in scalars(loaded.root):
        for match in _EMAIL.finditer(scalar.text) if "@" in scalar.text else ():
            span = scalar.span_at(match.start(), len(match[0]))
            yield Breach("an e-mail address would be published", span, "delete it")
        if len(_DIGIT.findall(scalar.text)) < _FEWEST_DIGITS:
            continue  # as most texts do: the pattern below is slow to say so
        # The digits of a web address are no phone number.
        text = _WEB_ADDRESS.sub(lambda found: "x" * len(found[0]), scalar.text)
        for match in _PHONE.finditer(text):
            digits = sum(char.isdigit() for char in match[0])
            if _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
                span = scalar.span_at(match.start(), len(match[0]))
                yield Breach("a phone number would be published", span, "delete it")


RULE = Rule(
    code="TEXT201",
    title="no private contact details",
    reason=(
        "Press releases end with somebody's number and address. A brief outlives them, and is"
        " read by machines that collect them."
    ),
    check=_check,
    bad="""\
viewpoints:
  - id: V1
    text: Kim Ek, 08-123 45 67, menar att kraven har ökat.
""",
    good="""\
viewpoints:
  - id: V1
    text: Kim Ek menar att kraven har ökat.
""",
    says="a phone number would be published",
)
