"""What a kind of chart gets to draw: its findings in order, their labels and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.compute.finding import Finding, Findings
from reportgen.compute.wording import decimals_of, in_full, of_base, short
from reportgen.language.language import Language
from reportgen.study.model import ChartPlan, Group, Precision, Study

_COMPARING = frozenset({Precision.STATEMENT, Precision.CHANGE})


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as it stands in a chart."""

    finding: Finding
    label: str
    under: str | None  # what must stand beside the label: the group, or a count
    role: str
    strong: bool  # the title speaks of it, and not of all

    @property
    def point(self) -> float:
        """The share in percent; only for findings that are known in percent."""
        point = self.finding.point
        assert point is not None, f"{self.finding.id} is not known in percent"
        return point


@dataclass(frozen=True, slots=True)
class Sheet:
    """The findings of one chart, in the plan's order, and how they are called.

    `highlight` holds the ids that the title is about; empty means all of them.
    """

    findings: tuple[Finding, ...]
    highlight: frozenset[str]
    study: Study
    language: Language
    measure: str

    # --- what the findings share ---

    @property
    def groups(self) -> tuple[Group, ...]:
        """The bases in order of appearance, each once."""
        bases = dict.fromkeys(each.result.base for each in self.findings if each.result.base)
        return tuple(self.study.groups[base] for base in bases)

    @property
    def _several_groups(self) -> bool:
        return len({each.result.base or each.result.voice for each in self.findings}) > 1

    @property
    def compares_groups(self) -> bool:
        """Whether all findings answer one question, each of another group."""
        bases = [each.result.base for each in self.findings]
        return (
            len(self.findings) > 1
            and None not in bases
            and len(set(bases)) == len(bases)
            and len({self.topic(each) for each in self.findings}) == 1
        )

    def topic(self, finding: Finding) -> str:
        """What sets apart one group of bars: the question, and the answer where it has a name."""
        result = finding.result
        if result.label is not None:
            return f"{result.question or ''}/{result.label}"
        return result.question or result.says

    # --- labels ---

    def answer(self, finding: Finding) -> str:
        """What the share is a share of having said or done, as a label."""
        return self.language.sentence(finding.result.label or finding.result.says)

    def group(self, finding: Finding) -> str:
        """Whom the finding is about: its group, or that it is a statement, as a label."""
        if finding.group is not None:
            return self.language.sentence(finding.group.label)
        return self.language.sentence(self.language.label(self._voice(finding)))

    def _voice(self, finding: Finding) -> str:
        spoken = any(each.id == finding.result.voice for each in self.study.viewpoints)
        return "charts.statement" if spoken else "charts.own_text"

    def sample(self, finding: Finding) -> str:
        """`n = 146`, or that the number is not known; for a statement, a dash."""
        if finding.group is None:
            return "–"
        return of_base(finding.group, self.language)

    def label(self, finding: Finding) -> str:
        """The finding's label: the group where groups are compared, else the answer."""
        return self.group(finding) if self.compares_groups else self.answer(finding)

    def beside(self, finding: Finding) -> tuple[str, ...]:
        """What must stand beside the label, in running text: the group, then the remarks.

        The group stands there where the chart has several and the label does not say which.
        """
        if not self._several_groups or self.compares_groups or self._comparison(finding):
            return self.remarks(finding)
        group = finding.group
        return (group.label if group else self.group(finding), *self.remarks(finding))

    def remarks(self, finding: Finding) -> tuple[str, ...]:
        """The other side of a comparison in words; that a figure is derived."""
        derived = self.say("value.derived") if finding.result.derived_from else ""
        return tuple(each for each in (self._comparison(finding), derived) if each)

    def _comparison(self, finding: Finding) -> str:
        other, group = self._compared_with(finding), finding.group
        if other is None or group is None or finding.precision not in _COMPARING:
            return ""
        return self.say("charts.compared", group=group.label, other=other.label)

    def under(self, finding: Finding) -> str | None:
        """The same as a label's quiet second line."""
        return " · ".join(self.language.sentence(each) for each in self.beside(finding)) or None

    def _compared_with(self, finding: Finding) -> Group | None:
        """The group that a finding is set against, where it is another than its own."""
        other = finding.result.compared_with
        if other is None:
            return None
        bases = {result.id: result.base for result in self.study.results}
        base = other if other in self.study.groups else bases.get(other)
        return self.study.groups[base] if base and base != finding.result.base else None

    # --- rows ---

    def role(self, finding: Finding) -> str:
        """Accent for what the title is about, the second colour for a second group."""
        if self.highlight:
            return "accent" if finding.id in self.highlight else "rest"
        if self.compares_groups and len(self.findings) == 2:
            return "accent" if finding is self.findings[0] else "second"
        return "accent"

    def rows(self) -> tuple[Row, ...]:
        """The findings in the plan's order, labelled."""
        return tuple(
            Row(
                finding=each,
                label=self.label(each),
                under=self.under(each),
                role=self.role(each),
                strong=each.id in self.highlight,
            )
            for each in self.findings
        )

    def sorted_rows(self) -> tuple[Row, ...]:
        """The rows by falling value; in the plan's order where groups are compared."""
        rows = self.rows()
        return rows if self.compares_groups else tuple(sorted(rows, key=lambda row: -row.point))

    # --- values ---

    def full(self, finding: Finding) -> str:
        """The value in words, as exact as it is known."""
        return in_full(finding, self.language)

    def short(self, finding: Finding) -> str:
        """The value as it stands in a table."""
        return short(finding, self.language)

    def percents(self, rows: Sequence[Row]) -> list[str]:
        """Values for the ends of bars: the percent sign stands once, on the first."""
        return [self.percent(row) if at == 0 else self.number(row) for at, row in enumerate(rows)]

    def percent(self, row: Row) -> str:
        """A share with its sign; a count's share is a whole percent, as its base bears no more."""
        return self.language.percent_short(row.point, decimals_of(row.finding))

    def number(self, row: Row) -> str:
        """The same without the sign, where the sign or the word stands elsewhere."""
        return self.language.percent_number(row.point, decimals_of(row.finding))

    def say(self, key: str, **values: str | int) -> str:
        """A label of the language, filled in."""
        return self.language.label(key, **values)

    def headline(self, key: str, **values: str | int) -> str:
        """The same with a capital letter, as it stands alone."""
        return self.language.sentence(self.say(key, **values))


def sheet_of(plan: ChartPlan, findings: Findings, language: Language) -> Sheet:
    """The findings that a plan names, in its order."""
    return Sheet(
        findings=tuple(findings[result_id] for result_id in plan.results),
        highlight=frozenset(plan.highlight),
        study=findings.study,
        language=language,
        measure=plan.measure.rstrip("."),
    )
