"""A study as the judges of claims see it: its findings, and what they look up in them.

All that depends on the study alone is found here once. A sentence asks for the findings that it
may be about, and never looks through all of them: a long study has thousands of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from reportgen.checks.claims.numerals import numerals_of
from reportgen.checks.claims.phrases import tokens_of
from reportgen.checks.claims.shares import has_point
from reportgen.checks.claims.stems import shared
from reportgen.checks.claims.subjects import Subjects, subjects_of
from reportgen.compute.finding import Finding, Findings
from reportgen.compute.findings import compute
from reportgen.compute.wording import word
from reportgen.language.language import Language
from reportgen.study.model import Result, Study, Unit
from reportgen.study.prose import Reference


@dataclass(frozen=True, eq=False)
class Ground:
    """A study as the judges see it."""

    study: Study
    findings: Findings
    language: Language
    subjects: Subjects

    def say(self, reference: Reference, begins: bool) -> str:
        """What a reference prints; a dash where it asks for what is not known (TEXT203)."""
        known = [self.findings.by_id.get(name) for name in reference.ids]
        if reference.form == "points" and any(not each or each.point is None for each in known):
            return "–"
        return word(
            reference.ids, reference.form, self.findings, self.language, sentence_start=begins
        )

    def among(self, ids: Iterable[str]) -> list[Finding]:
        """The findings of some results, in the study's order; what is no result is passed over."""
        known = {name for name in ids if name in self._order}
        return [self.findings[name] for name in sorted(known, key=self._order.__getitem__)]

    @cached_property
    def _order(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.findings.by_id)}

    @cached_property
    def answers(self) -> dict[tuple[str, str, str], tuple[Finding, ...]]:
        """The findings of one question, base and period together."""
        found: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in self.findings.by_id.values():
            result = finding.result
            if result.question and result.base:
                key = (result.question, result.base, result.period or "")
                found.setdefault(key, []).append(finding)
        return {key: tuple(all_of) for key, all_of in found.items()}

    def beside(self, finding: Finding) -> list[Finding]:
        """The findings that one can be set against: on its question, or compared with it."""
        result = finding.result
        asked = self._asked[result.question] if result.question is not None else ()
        compared = self._compared[finding.id]
        if not compared:
            return [each for each in asked if each is not finding]
        return [
            each
            for each in self.among({*compared, *(other.id for other in asked)})
            if each is not finding
        ]

    def breadth(self, result_id: str) -> int:
        """How much there is to read where a result is set against each of those, and itself."""
        if result_id not in self._breadths:
            others = len(self.beside(self.findings[result_id]))
            self._breadths[result_id] = self.subjects.matter[result_id] * (1 + others)
        return self._breadths[result_id]

    @cached_property
    def _breadths(self) -> dict[str, int]:
        return {}

    def alike(self, finding: Finding) -> tuple[Finding, ...]:
        """Those of them that answer alike: two groups the same, or one group variously."""
        if finding.id not in self._alike:
            found = [each for each in self.beside(finding) if has_point(each)]
            self._alike[finding.id] = tuple(
                each for each in found if self._answer_alike(finding.result, each.result)
            )
        return self._alike[finding.id]

    @cached_property
    def _alike(self) -> dict[str, tuple[Finding, ...]]:
        return {}

    def _answer_alike(self, one: Result, other: Result) -> bool:
        if other.id == one.compared_with or one.id == other.compared_with:
            return True
        topics = self.subjects.topics
        common = shared(topics[one.id], topics[other.id])
        return one.base == other.base or 2 * common >= len(topics[one.id])

    @cached_property
    def _asked(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings.by_id.values():
            if finding.result.question is not None:
                found[finding.result.question].append(finding)
        return found

    @cached_property
    def _compared(self) -> dict[str, set[str]]:
        """Results of which one names the other as what it is compared with."""
        found: dict[str, set[str]] = defaultdict(set)
        for finding in self.findings.by_id.values():
            other = finding.result.compared_with
            if other is not None and other in self.findings.by_id:
                found[finding.id].add(other)
                found[other].add(finding.id)
        return found

    @cached_property
    def rankings(self) -> tuple[Finding, ...]:
        """The findings that rank something."""
        ranked = self.findings.by_id.values()
        return tuple(each for each in ranked if each.result.value.ranking is not None)

    @cached_property
    def limited(self) -> dict[tuple[float, str], list[str]]:
        """The results that hold within a time, by that limit."""
        found: dict[tuple[float, str], list[str]] = defaultdict(list)
        for finding in self.findings.by_id.values():
            limit = finding.result.value.limit
            if limit:
                found[limit.at, limit.unit].append(finding.id)
        return found

    @cached_property
    def disclosed(self) -> frozenset[float]:
        """The numbers that the disclosure gives, a response rate or the like."""
        numerals = numerals_of(self.language)
        items = self.study.disclosure
        texts = [getattr(items, name).text or "" for name in type(items).model_fields]
        numbers = [numerals.read(token) for text in texts for token in tokens_of(text)]
        return frozenset(number.value for number in numbers if number is not None)

    def units_of(self, groups: frozenset[str]) -> frozenset[Unit]:
        """What some groups count."""
        if groups not in self._units:
            self._units[groups] = frozenset(self.study.groups[group].unit for group in groups)
        return self._units[groups]

    @cached_property
    def _units(self) -> dict[frozenset[str], frozenset[Unit]]:
        return {}

    @cached_property
    def speakers(self) -> frozenset[str]:
        """The last names of those whose viewpoints the study has, in small letters."""
        return frozenset(
            part.lower()
            for viewpoint in self.study.viewpoints
            for part in viewpoint.name.split()[-1:]
        )


def can_be_computed(study: Study) -> bool:
    """Whether no count exceeds its base: else there are no findings to hold claims against."""
    sizes = {name: group.n for name, group in study.groups.items()}
    counted = [(each.value.count, sizes.get(each.base or "")) for each in study.results]
    return all(count is None or size is None or count <= size for count, size in counted)


def ground_of(study: Study, language: Language) -> Ground:
    """Compute and index a study once, for all its fields."""
    return Ground(study, compute(study), language, subjects_of(study, language))
