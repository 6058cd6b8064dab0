"""Which kind of chart is honest for which precision.

The table stands here, below both rooms that need it: checks refuses a chart
that does not fit, charts draws one that does.
"""

from __future__ import annotations

from types import MappingProxyType

from reportgen.study.model import ChartKind, Precision, Value

MEASURED = frozenset({Precision.COUNT, Precision.PERCENT, Precision.RATIO_PERCENT})
"""Known in percent: may stand on a percent axis."""

FITS = MappingProxyType(
    {
        ChartKind.BARS: MEASURED,
        ChartKind.GROUPED: MEASURED,
        ChartKind.STACKED: MEASURED,
        ChartKind.ICONS: frozenset({Precision.RATIO}),
        ChartKind.DUMBBELL: MEASURED,
        ChartKind.BOUND: frozenset({Precision.BOUND}),
        ChartKind.WORD: frozenset({Precision.TERM, Precision.CHANGE, Precision.STATEMENT}),
        ChartKind.RANKING: frozenset({Precision.RANK, Precision.PERCENT}),
        ChartKind.THRESHOLD: frozenset({Precision.THRESHOLD, Precision.TERM, Precision.RATIO}),
        ChartKind.LIST: frozenset({Precision.LIST, Precision.TERM}),
        ChartKind.INTERVAL: MEASURED,
    }
)

_NEEDS = MappingProxyType(
    {ChartKind.RANKING: "ranking", ChartKind.THRESHOLD: "limit", ChartKind.LIST: "items"}
)
"""What a value must hold beside its precision, to be drawn so."""


def fits(kind: ChartKind, value: Value) -> bool:
    """Whether a value may be drawn as this kind of chart."""
    key = _NEEDS.get(kind)
    return value.precision in FITS[kind] and (key is None or getattr(value, key) is not None)
