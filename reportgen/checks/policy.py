"""What a house wants of its studies: which rules hold for them, and how much each weighs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.problems import Severity

if TYPE_CHECKING:
    from reportgen.checks.rule import Rule

OFF = "off"
WEIGHTS = (*(severity.value for severity in Severity), OFF)
"""What the weight of a rule can be."""

HOUSE = "house"
PROFILES = (HOUSE, "bpc", "esomar", "aapor")
"""The standards of disclosure: the house's own, then each published one's minimum."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that hold. It pickles, so that a worker can be given it.

    `weights` pairs codes with one of WEIGHTS where that differs from the rule's
    own severity; `disclosure` is one of PROFILES.
    """

    weights: tuple[tuple[str, str], ...] = ()
    disclosure: str = HOUSE

    def weight(self, code: str, default: Severity | None) -> Severity | None:
        """How much a breach of this code weighs; None where the rule does not hold."""
        chosen = dict(self.weights).get(code)
        if chosen is None:
            return default
        return None if chosen == OFF else Severity(chosen)

    def weight_of(self, rule: Rule) -> Severity | None:
        """The same for a rule: one of another standard holds only where it is given a weight.

        A binding one weighs what it weighs.
        """
        if rule.binding:
            return rule.severity
        holds = rule.profile in ("", self.disclosure)
        return self.weight(rule.code, rule.severity if holds else None)


USUAL = Policy()
"""Every rule as it comes."""
