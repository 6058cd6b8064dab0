"""What a cover draws: so many of so many."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.compute.finding import Finding
from reportgen.study.model import Unit


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` marks are filled; `names` are those of a list, where there are any."""

    part: int
    whole: int
    unit: Unit | None = None
    names: tuple[str, ...] = ()


def share_of(finding: Finding) -> Share | None:
    """The marks that a result fills; None where it is known only in words."""
    value = finding.result.value
    if finding.fraction is not None and value.percent is None:
        return Share(*finding.fraction, finding.unit)
    if finding.point is not None:
        # What is more than nothing, or less than all, shows as such.
        least, most = int(finding.point > 0), 100 - int(finding.point < 100)
        return Share(min(max(round(finding.point), least), most), 100, finding.unit)
    if value.items is not None and value.of is not None:
        return Share(len(value.items), value.of, finding.unit, value.items)
    return None
