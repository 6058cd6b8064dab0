"""Places that a study allows, with a reason, although a rule is broken there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from reportgen.problems import Problem, Severity
from reportgen.study.reader import Loaded

UNUSED = "ALLOW101"
"""An allowance that fits no problem: it was mended, or the words have changed."""
BINDING = "ALLOW102"
"""An allowance of what cannot be drawn or said at all."""


def without_allowed(
    loaded: Loaded,
    found: Iterable[Problem],
    idle: Severity | None = Severity.WARNING,
    not_looked_for: Collection[str] = (),
) -> Iterator[Problem]:
    """The problems that the study does not allow, and a warning for each idle allowance.

    An allowance fits a problem of its code whose line, or the lines of whose
    place, hold its words. `idle` is how much an idle one weighs, None for
    nothing; one for a code that was `not_looked_for` fits nothing, and is never
    called idle.
    """
    allowed = {
        index: allowance
        for index, allowance in enumerate(loaded.study.allow)
        if allowance.code not in not_looked_for
    }
    unused = dict(allowed)
    for problem in found:
        fits = [
            index
            for index, allowance in allowed.items()
            if allowance.code == problem.code and allowance.words in problem.span.text
        ]
        for index in fits:
            unused.pop(index, None)
        if not fits:
            yield problem
    for index, allowance in unused.items() if idle is not None else ():
        yield Problem(
            code=UNUSED,
            message=f"nothing here breaks {allowance.code} at “{allowance.words}”",
            span=loaded.span("allow", index),
            remedy="take the allowance out, or correct its words",
            severity=idle or Severity.WARNING,
        )


def refused_allowances(loaded: Loaded, binding: Collection[str]) -> Iterator[Problem]:
    """A problem for each allowance of a code that binds in any case."""
    for index, allowance in enumerate(loaded.study.allow):
        if allowance.code in binding:
            yield Problem(
                code=BINDING,
                message=f"{allowance.code} cannot be allowed: what breaks it cannot be printed",
                span=loaded.span("allow", index, "code"),
                remedy="take the allowance out, and mend what the rule finds",
            )
