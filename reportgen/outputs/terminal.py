"""The brief as lines of text: for a terminal, a pipe, or somebody who listens to it.

The same findings and the same words as on the page. A bar stands only where a
percent is known; a ratio is icons; what is known in words is said in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.charts.captions import measure_line
from reportgen.charts.sheet import Row, Sheet, sheet_of
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.findings import remainder
from reportgen.compute.wording import of_margin
from reportgen.language.language import Language
from reportgen.pages.prose import Setter, words_of
from reportgen.study.model import (
    Block,
    ChartKind,
    ChartPlan,
    Context,
    Disclosure,
    Precision,
    Section,
    Viewpoint,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST_BAR = 40
"""Characters that a hundred percent takes, where there is room."""
_MOST_ICONS = 20
_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and how it is set apart: strong, accent, quiet, or not at all."""

    text: str
    style: str = ""


def brief_text(findings: Findings, language: Language, width: int = 80) -> tuple[Line, ...]:
    """The whole brief, in lines of at most `width` characters (40 or more).

    Only a word longer than the line is broken.
    """
    return tuple(_Page(findings, language, max(width, 40)).lines())


def bar(point: float, length: int) -> str:
    """A bar of block characters; `point` in percent, `length` in characters for a hundred."""
    eighths = round(point / 100 * length * 8)
    whole, part = divmod(eighths, 8)
    drawn = "█" * whole + (_EIGHTHS[part] if part else "")
    # What is more than nothing shows as more than nothing.
    return drawn or ("▏" if point > 0 else "")


@dataclass(frozen=True)
class _Page:
    """One brief at one width."""

    findings: Findings
    language: Language
    width: int

    @property
    def setter(self) -> Setter:
        return Setter(self.findings, self.language)

    def lines(self) -> Iterator[Line]:
        study = self.findings.study
        brief = study.brief
        yield from self.wrapped(self.setter.plain(study.title), "strong")
        yield from self.wrapped(self.setter.plain(study.subtitle), "quiet")
        published = self.language.date(study.published)
        yield from self.wrapped(f"{study.publisher}, {published}", "quiet")
        yield from self.heading("section.summary")
        yield from self.prose(brief.lead)
        yield from self.heading("section.key_figures")
        yield from self.key_figures()
        if brief.summary_chart is not None:
            yield Line("")
            yield from self.chart(brief.summary_chart)
        for section in (*brief.sections, brief.implications):
            yield from self.section(section)
        yield from self.heading(f"section.method.{study.kind}")
        yield from self.prose(brief.method)
        yield from self.heading("section.unknown")
        yield from self.prose(brief.unknown)
        yield Line("")
        yield from self.method_box()

    # --- Text ---

    def wrapped(
        self, text: str, style: str = "", first: str = "", rest: str = ""
    ) -> Iterator[Line]:
        """A paragraph in lines; `first` and `rest` stand before the first and the others."""
        broken = textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_on_hyphens=False,
        )
        # The no-break space has done its work; a search finds the plain one.
        yield from (Line(line.replace("\u00a0", " "), style) for line in broken)

    def heading(self, key: str) -> Iterator[Line]:
        yield from self.headline(self.language.label(key))

    def headline(self, text: str) -> Iterator[Line]:
        yield Line("")
        lines = list(self.wrapped(text, "strong"))
        yield from lines
        yield Line("─" * max(len(line.text) for line in lines), "quiet")

    def prose(self, markdown: str, margin: str = "") -> Iterator[Line]:
        """Paragraphs, lists and tables, an empty line between them; `margin` before each line."""
        for number, piece in enumerate(_Walk().pieces(self.setter.blocks(markdown))):
            if number and piece.apart:
                yield Line(margin.rstrip())
            first, rest = f"{margin}{piece.first}", f"{margin}{piece.rest}"
            for text in piece.text.splitlines() or [""]:
                lines = list(self.wrapped(text, piece.style, first, rest))
                yield from lines or [Line(first.rstrip())]
                first = rest

    # --- Figures ---

    def key_figures(self) -> Iterator[Line]:
        shown = [
            (_sheet_of_one(self, figure.result), self.setter.plain(figure.text))
            for figure in self.findings.study.brief.key_figures
        ]
        for sheet, text in shown:
            (finding,) = sheet.findings
            yield from self.wrapped(sheet.short(finding), "accent")
            group = finding.group
            base = f"{group.label}, {sheet.sample(finding)}" if group else ""
            yield from self.wrapped(f"{text} ({base})" if base else text, "", "  ", "  ")

    def chart(self, plan: ChartPlan) -> Iterator[Line]:
        sheet = sheet_of(plan, self.findings, self.language)
        yield from self.wrapped(self.setter.plain(plan.title), "strong")
        yield from self.wrapped(measure_line(plan, sheet), "quiet")
        entries = [entry for row in sheet.rows() for entry in self.entries(row, sheet, plan.kind)]
        if plan.kind is ChartKind.STACKED and (rest := remainder(sheet.findings)) >= 0.5:
            label = self.language.sentence(self.language.label("value.not_reported"))
            entries.append(_Entry(label, "░", rest, self.language.percent_short(rest)))
        yield from self.aligned(entries)
        if plan.note:
            yield from self.wrapped(self.setter.plain(plan.note), "quiet")

    def entries(self, row: Row, sheet: Sheet, kind: ChartKind) -> Iterator[_Entry]:
        """One finding as rows of a chart: a bar, icons, a word or the items of a list."""
        finding, value = row.finding, row.finding.result.value
        label = f"{row.label} ({row.under})" if row.under else row.label
        ranked = finding.precision is Precision.RANK or kind is ChartKind.RANKING
        if ranked and value.ranking is not None:
            yield _Entry(label, "", None, self.ranking(finding))
        elif kind is ChartKind.LIST and value.items is not None:
            said = sheet.full(finding)
            items = self.language.items(list(value.items))
            yield _Entry(label, "", None, f"{said}: {items}" if value.of or value.term else items)
        elif kind is ChartKind.THRESHOLD and value.limit is not None:
            limit = self.language.limit_short(value.limit.at, value.limit.unit)
            share = "" if finding.precision is Precision.THRESHOLD else sheet.full(finding)
            yield _Entry(label, "", None, f"{limit}: {share}" if share else limit)
        elif finding.point is not None:
            said = sheet.short(finding)
            if kind is ChartKind.INTERVAL and finding.interval is not None:
                low, high = self.language.ends(finding.interval.low, finding.interval.high)
                spread = self.language.label("numbers.spread", low=low, high=high)
                said = f"{said} ({spread})"
            yield _Entry(label, "█", finding.point, said)
        elif finding.fraction is not None and finding.fraction[1] <= _MOST_ICONS:
            part, whole = finding.fraction
            icons = "●" * part + "○" * (whole - part)
            yield _Entry(label, "", None, f"{icons}  {sheet.short(finding)}")
        else:
            yield _Entry(label, "", None, sheet.full(finding))

    def ranking(self, finding: Finding) -> str:
        """Names in their order: numbered where the order is known, a list where it is not."""
        value = finding.result.value
        assert value.ranking is not None
        if not value.ordered:
            together = self.language.label("ranking.together")
            said = f"{self.language.items(list(value.ranking))} ({together})"
        elif value.end == "bottom":
            said = f"{self.language.label('ranking.last')}: {', '.join(value.ranking)}"
        else:
            said = "  ".join(f"{at}. {name}" for at, name in enumerate(value.ranking, start=1))
        if value.behind:
            behind = self.language.label("ranking.behind")
            said = f"{said}; {behind}: {self.language.items(list(value.behind))}"
        return said

    def aligned(self, entries: list[_Entry]) -> Iterator[Line]:
        """Labels in a column, bars from one line, values at the end of the bars."""
        longest = max(len(entry.label) for entry in entries)
        value = max((len(entry.said) for entry in entries if entry.point is not None), default=0)
        beside = longest <= self.width * 2 // 5
        left = longest + 2 if beside else 2
        length = max(10, min(LONGEST_BAR, self.width - left - value - 1))
        for entry in entries:
            label = entry.label.ljust(longest) + "  "
            if not beside:
                yield from self.wrapped(entry.label)
                label = "  "
            if entry.point is None:
                yield from self.wrapped(entry.said, "", label, " " * left)
                continue
            drawn = bar(entry.point, length)
            if entry.block != "█":
                drawn = entry.block * max(1, round(entry.point / 100 * length))
            yield Line(f"{label}{drawn} {entry.said}".replace("\u00a0", " "))

    # --- Sections ---

    def section(self, section: Section) -> Iterator[Line]:
        yield from self.headline(self.setter.plain(section.title))
        for number, block in enumerate(section.content):
            if number:
                yield Line("")
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[Line]:
        study = self.findings.study
        if block.text is not None:
            yield from self.prose(block.text)
        elif block.chart is not None:
            yield from self.chart(block.chart)
        elif block.note is not None:
            yield from self.prose(block.note, "  ")
        elif block.viewpoint is not None:
            said = {viewpoint.id: viewpoint for viewpoint in study.viewpoints}
            yield from self.viewpoint(said[block.viewpoint])
        elif block.context is not None:
            facts = {fact.id: fact for fact in study.context}
            yield from self.context(facts[block.context])

    def viewpoint(self, said: Viewpoint) -> Iterator[Line]:
        yield from self.prose(said.text, "│ ")
        who = ", ".join(part for part in (said.name, said.role, said.organisation) if part)
        label = self.language.label("card.viewpoint")
        yield from self.wrapped(f"– {who} ({label})", "quiet", "│ ", "│ ")

    def context(self, fact: Context) -> Iterator[Line]:
        yield from self.prose(fact.text, "│ ")
        label = self.language.label("card.context")
        yield from self.wrapped(f"– {fact.origin} ({label})", "quiet", "│ ", "│ ")

    # --- Method ---

    def method_box(self) -> Iterator[Line]:
        """The 22 items in a frame, and whether a margin of error is given."""
        title = self.language.label("section.disclosure")
        inner = _Page(self.findings, self.language, self.width - 4)
        yield Line(f"┌─ {title} {'─' * (self.width - len(title) - 5)}┐")
        disclosure = self.findings.study.disclosure
        items = [
            f"{self.language.label(f'disclosure.{key}')}: {self.disclosed(key)}"
            for key in type(disclosure).model_fields
        ]
        margin = of_margin(self.findings, self.language)
        for said in [*items, *([margin] if margin else [])]:
            for line in inner.wrapped(said, "", "", "  "):
                yield Line(f"│ {line.text.ljust(self.width - 4)} │")
        yield Line(f"└{'─' * (self.width - 2)}┘")

    def disclosed(self, key: str) -> str:
        item: Disclosure = getattr(self.findings.study.disclosure, key)
        if item.text is None:
            return self.language.label(f"status.{item.status}")
        said = self.setter.plain(item.text)
        if not item.missing:
            return said
        stop = "" if said.endswith((".", "!", "?", "…")) else "."
        return f"{said}{stop} {self.language.label('status.missing', missing=item.missing)}"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One row of a chart: `point` in percent where there is a bar to draw."""

    label: str
    block: str
    point: float | None
    said: str


@dataclass(frozen=True, slots=True)
class _Piece:
    """A paragraph, a row of a table or a block of code; `apart` from what stands before it."""

    text: str
    first: str
    rest: str
    style: str
    apart: bool


class _Walk:
    """Where a walk through Markdown's blocks has come: in which lists, and at which item."""

    def __init__(self) -> None:
        self.margins: list[str] = []  # of the lists and quotations around
        self.counts: list[int | None] = []  # of the lists around; None where there are no numbers
        self.mark = ""  # of items of which nothing has been printed yet
        self.cells: list[str] = []  # of the row
        self.follows = False  # on something of the same list or table, with no empty line between

    def pieces(self, tokens: list[Token]) -> Iterator[_Piece]:
        """The blocks as they stand under each other."""
        tight, style = False, ""
        for token in tokens:
            self._enter(token)
            if token.type == "paragraph_open":
                tight = token.hidden
            elif token.type == "heading_open":
                tight, style = False, "strong"
            elif token.type == "inline" and self.cells:
                self.cells.append(words_of(token))
            elif token.type == "inline":
                yield self._piece(words_of(token), style, tight=tight)
                style = ""
            elif token.type == "tr_close":
                yield self._piece(" │ ".join(self.cells[1:]), tight=True, hanging="  ")
            elif token.type in ("fence", "code_block"):
                yield self._piece(token.content.rstrip("\n"))
            elif token.type == "hr":
                yield self._piece("───")
            elif token.type == "list_item_close" and self.mark:
                yield self._piece("", tight=True)
            self._leave(token)

    def _piece(
        self, text: str, style: str = "", *, tight: bool = False, hanging: str = ""
    ) -> _Piece:
        """What stands here; `hanging` begins its other lines."""
        margin = "".join(self.margins)
        first = margin[: len(margin) - len(self.mark)] + self.mark
        apart = not (tight and self.follows)
        self.mark, self.follows = "", True
        return _Piece(text, first, margin + hanging, style, apart)

    def _enter(self, token: Token) -> None:
        if token.type == "list_item_open":
            number = self.counts[-1]
            mark = "• " if number is None else f"{number}{token.markup} "
            self.counts[-1] = None if number is None else number + 1
            self.margins.append(" " * len(mark))
            self.mark += mark
        elif token.type == "blockquote_open":
            self.margins.append("> ")
            self.mark += "> " if self.mark else ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self.follows = self.follows and bool(self.counts)
            numbered = token.type == "ordered_list_open"
            self.counts.append(int(token.attrGet("start") or 1) if numbered else None)
        elif token.type == "table_open":
            self.follows = False
        elif token.type == "tr_open":
            self.cells = [""]  # so that a row is known by it

    def _leave(self, token: Token) -> None:
        if token.type in ("list_item_close", "blockquote_close"):
            self.margins.pop()
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self.counts.pop()
        elif token.type == "tr_close":
            self.cells = []


def _sheet_of_one(page: _Page, result_id: str) -> Sheet:
    return Sheet(
        findings=(page.findings[result_id],),
        highlight=frozenset(),
        study=page.findings.study,
        language=page.language,
        measure="",
    )
