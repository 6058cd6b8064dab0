"""The five briefs, page and PDF: no mark and no space that a typewriter would set."""

from __future__ import annotations

import re

import pypdfium2
import pytest

# What must not be found. Dates (2012-02-02) and numbers of rows (000-14) are names, not ranges.
FAULTS = {
    "straight quote": re.compile(r"\"|(?<=\w)'|'(?=\w)"),
    "hyphen in a range": re.compile(r"(?<![\w-])[1-9]\d{0,3}-[1-9]\d{0,3}(?![\w-])"),
    "hyphen for a minus": re.compile(r"(?<![\w\d)\]–-])-\d"),
    "hyphen for a dash": re.compile(r"\w -{1,2} \w"),
    "breaking space in a number": re.compile(r"(?<![\d\u00a0])\d{1,3} \d{3}(?!\d)"),
    "breaking space before a unit": re.compile(r"\d (?:%|procent|prosent|per cent)"),
    "no space before %": re.compile(r"\d%"),
    "breaking space in a ratio": re.compile(r"\d av \d|\d\u00a0av \d|\d av\u00a0\d"),
    "breaking space in a sample": re.compile(r"\bn =|\bn\u00a0= "),
    "three full stops": re.compile(r"\.\.\."),
}
NOT_READ = {"script", "style"}
SAID = ("alt", "aria-label", "content", "data-label")


def faults(text: str) -> list[tuple[str, str]]:
    return [
        (name, text[max(0, found.start() - 25) : found.end() + 25])
        for name, pattern in FAULTS.items()
        for found in pattern.finditer(text)
    ]


def texts_of_page(made) -> list[str]:
    """Every block's text, and every attribute that is read out or shown elsewhere."""
    page = made.page
    blocks = (
        "p",
        "li",
        "th",
        "td",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "title",
        "desc",
        "text",
        "summary",
    )
    # With no-break spaces kept, which is what this is about.
    texts = [re.sub(r"[ \n]+", " ", "".join(one.itertext())).strip(" ")
             for tag in blocks for one in page.all(tag)]  # fmt: skip
    for one in page.all():
        texts += [value for name, value in one.attrib.items() if name in SAID and "=" not in value]
    return texts


def test_the_page(made):
    texts = texts_of_page(made)
    assert len(texts) > 200
    found = [fault for text in texts for fault in faults(text)
             if not re.match(r"width=|default-src|\d{4}-\d{2}-\d{2}$", text)]  # fmt: skip
    assert found == []


def test_the_pdf(made):
    """Letters as they are set; a no-break space comes out of a PDF as any space."""
    spaces = {name for name in FAULTS if "space" in name}
    document = pypdfium2.PdfDocument(made.pdf_path)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    # A word parted at the end of a line ends in a hyphen of its own kind.
    found = [fault for fault in faults(text.replace("\ufffe", "")) if fault[0] not in spaces]
    assert len(text) > 5000
    assert found == []
    assert re.search(r"\d\n(?:%|procent\b|prosent\b)", text.replace("\r", "")) is None
    assert re.search(r"\d\nav \d|\d av\n\d", text.replace("\r", "")) is None


WRONG = [
    ("straight quote", 'han sa "ja"'),
    ("hyphen in a range", "22-31 mars"),
    ("hyphen for a minus", "en förändring på -5"),
    ("hyphen for a dash", "svar - men få"),
    ("breaking space in a number", "1 088 svar"),
    ("breaking space before a unit", "45 procent"),
    ("no space before %", "45%"),
    ("breaking space in a ratio", "8 av 10"),
    ("breaking space in a sample", "n = 146"),
    ("three full stops", "och så..."),
]


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_whoever_looks_sees_what_is_wrong(name, text):
    assert {fault for fault, _ in faults(text)} == {name}
