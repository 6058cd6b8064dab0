"""A study's results as files: CSV for a spreadsheet, JSON for a program.

Both say the same of each result: the value, how exactly it is known, of whom
or of what, and where it stands in the source. Keys are English and stay the
same in every language; what is told is in the study's own.
"""

from __future__ import annotations

import csv
import io
import json
import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reportgen.brand.brand import Brand
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.wording import in_full, short
from reportgen.language.language import Language, rounded_share
from reportgen.pages.brief import Attachment
from reportgen.study.model import NOT_DISCLOSED

BRAND_FILE = "_brand.yml"
COLUMNS = (
    "id", "says", "told", "percent", "ratio", "precision", "low", "high",
    "unit", "base", "n", "question", "period", "source", "place", "derived_from", "note",
)  # fmt: skip
"""The columns of results.csv; `low` and `high` are the ends of a 95 % confidence interval."""
_FORMULA = re.compile(r"['\t\r\n]|[\s\"]*[=+@＝＋－＠-]")
_ANEW = r"([;|\t\r\n][;|\s\"]*)"
"""Where a cell begins for those who part cells otherwise: at ; in much of Europe, at tabs."""
_FORMULA_ANEW = re.compile(f"{_ANEW}(?=['=+@＝＋－＠-])")
_MARKED_ANEW = re.compile(f"{_ANEW}'")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def carried_by(
    text: str, brand_file: bytes, brand: Brand, findings: Findings, language: Language
) -> tuple[Attachment, ...]:
    """What a brief carries: the study and brand that it was made from, and its results.

    `text` is the study as it was read. A brand's logo is carried as it was made
    anew; fonts that the brand brings itself are not: their licences seldom let
    a whole font be handed on.
    """
    study = findings.study
    results = language.label("section.results")
    about_brand = f"reportgen: {study.brand}"
    logos = {flat(picture.path): picture for picture in brand.pictures}.values()
    return (
        Attachment(
            f"{study.id}.yml", text.encode(), "application/yaml", f"reportgen: {study.id}", "Source"
        ),
        Attachment(BRAND_FILE, brand_file, "application/yaml", about_brand, "Source"),
        *(
            Attachment(flat(one.path), one.content, one.media, about_brand, "Source")
            for one in logos
        ),
        Attachment("results.csv", csv_of(findings, language), "text/csv", results, "Data"),
        Attachment(
            "results.json", json_of(findings, language), "application/json", results, "Data"
        ),
    )


def flat(path: str) -> str:
    """A file's path as a name without folders, for a list of attachments."""
    return posixpath.normpath(path).replace("/", "-")


def csv_of(findings: Findings, language: Language) -> bytes:
    """The results as CSV after RFC 4180, UTF-8: `COLUMNS`, a row for each result.

    A spreadsheet takes a cell that begins with = + - or @ for a formula, so such a
    text gets an apostrophe before it; so does one that begins with an apostrophe, so
    that the first one of a cell can always be taken away again. The same holds after
    a semicolon, a bar, a tab and a line's end, where some let a new cell begin.
    """
    records = (dict(_record(finding, findings, language)) for finding in findings.by_id.values())
    return _sheet([COLUMNS, *([_cell(one[column]) for column in COLUMNS] for one in records)])


def is_csv_of_ours(content: bytes) -> bool:
    """Whether `csv_of` may have written it: its columns, its form, and no formula in it."""
    try:
        text = content.decode("utf-8")
        rows = [*csv.reader(io.StringIO(text, newline=""), strict=True)]
    except (UnicodeDecodeError, csv.Error):
        return False
    if not rows or tuple(rows[0]) != COLUMNS or _sheet(rows) != content:
        return False
    cells = (cell for row in rows[1:] for cell in row)
    return all(_NUMBER.fullmatch(cell) or _cell(_unmarked(cell)) == cell for cell in cells)


def _sheet(rows: Iterable[Sequence[str]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerows(rows)
    return sheet.getvalue().encode()


def json_of(findings: Findings, language: Language) -> bytes:
    """The results as JSON, UTF-8, keys sorted: the study, its sources, and `results`."""
    study = findings.study
    records = [
        {**dict(_record(finding, findings, language)), "value": _given(finding)}
        for finding in findings.by_id.values()
    ]
    content = {
        "study": study.id,
        "language": study.language,
        "publisher": study.publisher,
        "published": study.published.isoformat(),
        "sources": {
            key: source.model_dump(mode="json", exclude_none=True)
            for key, source in study.sources.items()
        },
        "results": records,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _record(finding: Finding, findings: Findings, language: Language) -> Iterator[tuple[str, Any]]:
    """What both files say of a result, by column. None is: there is no such thing."""
    result, group, interval = finding.result, finding.group, finding.interval
    questions = findings.study.questions
    yield "id", result.id
    yield "says", result.says
    yield "told", _told(finding, language)
    yield "percent", _number(finding.point)
    yield "ratio", None if finding.suppressed else result.value.ratio
    yield "precision", finding.precision.value
    yield "low", _number(interval.low if interval else None)
    yield "high", _number(interval.high if interval else None)
    yield "unit", finding.unit.value if finding.unit else None
    yield "base", group.label if group else None
    yield "n", (NOT_DISCLOSED if group.n is None else group.n) if group else None
    yield "question", questions[result.question].label if result.question else None
    yield "period", result.period
    yield "source", result.source.text if result.source else None
    yield "place", result.source.place if result.source else None
    yield "derived_from", " ".join(result.derived_from) or None
    yield "note", result.note


def _told(finding: Finding, language: Language) -> str | None:
    """The value in words. A share of too few answers is as little told here as in the brief."""
    if finding.suppressed:
        return None
    said = short if finding.point is not None else in_full
    return said(finding, language).replace("\u00a0", " ")


def _number(value: float | None) -> float | int | None:
    """At most two decimals, or as many as keep it from 0 or 100; a whole number without any."""
    if value is None:
        return None
    rounded = rounded_share(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _given(finding: Finding) -> dict[str, Any]:
    """The value as the study gives it; nothing where it is suppressed."""
    if finding.suppressed:
        return {}
    value = finding.result.value.model_dump(mode="json", exclude_defaults=True)
    return {key: _as_given(one) if isinstance(one, float) else one for key, one in value.items()}


def _as_given(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _cell(value: Any) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = _FORMULA_ANEW.sub(r"\1'", value)
    return f"'{text}" if _FORMULA.match(text) else text


def _unmarked(cell: str) -> str:
    """A text as it was before `_cell` marked it."""
    return _MARKED_ANEW.sub(r"\1", cell).removeprefix("'")
