"""TEXT201: no e-mail address and no phone number goes out with a brief."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checks.rule import Breach, Rule
from reportgen.problems import Span
from reportgen.source import Mapping, Node, Scalar, scalars
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
# Marks of Markdown, of which nothing is printed. Within a word an underscore is none.
_MARK = re.compile(r"\\(?=[!-/:-@\[-`{-~])|[*`]+|(?<!\w)_{1,2}|_{1,2}(?!\w)")
_DATE = re.compile(r"\d{4}-(?:0\d|1[0-2])-[0-3]\d")
_FEWEST_DIGITS, _MOST_DIGITS = 8, 15


def _check(loaded: Loaded) -> Iterator[Breach]:
    dates = {id(each) for each in _dates(loaded.root)}
    for scalar in scalars(loaded.root):
        has_digits = (
            len(scalar.text) >= _FEWEST_DIGITS
            and len(_DIGIT.findall(scalar.text)) >= _FEWEST_DIGITS
            and id(scalar) not in dates
        )
        if not has_digits and "@" not in scalar.text:
            continue  # as most texts do: the patterns below are slow to say so
        text, places = _as_printed(scalar.text)
        for match in _EMAIL.finditer(text) if "@" in text else ():
            span = _span(scalar, match, places)
            yield Breach("an e-mail address would be published", span, "delete it")
        # The digits of a web address are no phone number.
        text = _WEB_ADDRESS.sub(lambda found: "x" * len(found[0]), text)
        for match in _PHONE.finditer(text) if has_digits else ():
            digits = sum(char.isdigit() for char in match[0])
            if _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
                span = _span(scalar, match, places)
                yield Breach("a phone number would be published", span, "delete it")


def _dates(root: Mapping) -> Iterator[Node]:
    """What stands where the model has a date, and is one."""
    sources = root.get("sources")
    texts = [text for _, text in sources.pairs] if isinstance(sources, Mapping) else []
    fields = [
        root.get("published"),
        *(one.get("date") for one in texts if isinstance(one, Mapping)),
    ]
    for field in fields:
        if isinstance(field, Scalar) and _DATE.fullmatch(field.text):
            yield field


def _as_printed(text: str) -> tuple[str, list[int]]:
    """A text without marks of Markdown, and where each of its letters was written."""
    marks = {at for found in _MARK.finditer(text) for at in range(*found.span())}
    places = [at for at in range(len(text)) if at not in marks]
    return "".join(text[at] for at in places), places


def _span(scalar: Scalar, match: re.Match[str], places: list[int]) -> Span:
    start, last = places[match.start()], places[match.end() - 1]
    return scalar.span_at(start, last + 1 - start)


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
