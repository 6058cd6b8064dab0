"""STAT101: what is derived follows from what it is derived from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isclose

from reportgen.checks.rule import Breach, Rule
from reportgen.study.model import Result, Study
from reportgen.study.reader import Loaded


def _check(loaded: Loaded) -> Iterator[Breach]:
    for index, result in enumerate(loaded.study.results):
        if result.derived_from:
            complaint = _complaint(result, loaded.study)
            if complaint:
                message, remedy = complaint
                yield Breach(message, loaded.span("results", index, "value"), remedy)


def _complaint(result: Result, study: Study) -> tuple[str, str] | None:
    origins = [study.result(name) for name in result.derived_from]
    if result.id in result.derived_from:
        return f"“{result.id}” is derived from itself", "name the results it is computed from"
    units = sorted({str(study.unit_of(each) or "nothing") for each in (*origins, result)})
    if len(units) > 1:
        message = f"“{result.id}” is computed across unlike units: {', '.join(units)}"
        return message, "shares of unlike units can be neither added nor subtracted"
    for read, word in ((_percent, "percent"), (_ratio, "ratio"), (_count, "count")):
        value = read(result, study)
        if value is not None and (word != "percent" or result.value.percent is not None):
            parts = [read(each, study) for each in origins]
            return _compare(result, value, parts, word, study)
    message = f"“{result.id}” is derived, but a {result.value.precision} cannot be computed"
    return message, "only percent, count and the complement of a ratio can be derived"


def _compare(
    result: Result, value: Fraction, parts: list[Fraction | None], word: str, study: Study
) -> tuple[str, str] | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        lacking = result.derived_from[parts.index(None)]
        message = f"“{result.id}” is a {word}, but “{lacking}”, which it is derived from, is none"
        return message, f"derive it from results that are known as {word}"
    # Parts of different bases make no whole; only their difference has a meaning.
    one_base = len({study.result(name).base for name in result.derived_from} | {result.base}) == 1
    whole = {"percent": Fraction(100), "ratio": Fraction(1), "count": _base(result, study)}[word]
    ways = _ways(known, whole if one_base else None, word)
    if any(isclose(value, outcome, abs_tol=1e-6) for _, outcome in ways):
        return None
    follows = ", ".join(f"{_shown(outcome, word)} ({way})" for way, outcome in ways)
    message = (
        f"“{result.id}” is {_shown(value, word)}, which does not follow from"
        f" {' and '.join(result.derived_from)}"
    )
    return message, f"from these follows {follows or 'nothing: their bases differ'}"


def _ways(parts: list[Fraction], whole: Fraction | None, word: str) -> list[tuple[str, Fraction]]:
    """What can be computed honestly; two ratios in words have no difference.

    `whole` is None where the parts do not belong to one whole.
    """
    ways = []
    if whole is not None and sum(parts) <= whole:
        ways.append(("the rest", whole - sum(parts)))
    if word != "ratio" and len(parts) == 2:
        ways.append(("the difference", abs(parts[0] - parts[1])))
    if whole is not None and len(parts) > 1:
        ways.append(("the sum", Fraction(sum(parts))))
    return ways


def _shown(value: Fraction, word: str) -> str:
    return str(value) if word == "ratio" else f"{float(value):g}"


def _percent(result: Result, study: Study) -> Fraction | None:
    if result.value.percent is not None:
        # As printed in the file: 33.3 is 333/10, not its binary neighbour.
        return Fraction(str(result.value.percent))
    base, count = _base(result, study), result.value.count
    return 100 * Fraction(count) / base if base and count is not None else None


def _ratio(result: Result, _study: Study) -> Fraction | None:
    fraction = result.value.fraction
    return Fraction(*fraction) if fraction else None


def _count(result: Result, _study: Study) -> Fraction | None:
    return Fraction(result.value.count) if result.value.count is not None else None


def _base(result: Result, study: Study) -> Fraction | None:
    size = study.groups[result.base].n if result.base else None
    return Fraction(size) if size else None


RULE = Rule(
    code="STAT101",
    title="a derived result follows from its origins",
    reason=(
        "A figure that the source does not print can be traced only by doing the sum again:"
        " the rest to the whole, the difference, or the sum of the parts."
    ),
    check=_check,
    bad="""\
results:
  - id: R1
    value: {percent: 41}
  - id: R7
    value: {percent: 60}
    derived_from: [R1]
""",
    good="""\
results:
  - id: R1
    value: {percent: 41}
  - id: R7
    value: {percent: 59}
    derived_from: [R1]
""",
    says="“R7” is 60, which does not follow from R1",
)
