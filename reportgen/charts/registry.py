"""Every kind of chart that can be drawn: one line a kind."""

from __future__ import annotations

from types import MappingProxyType

from reportgen.charts.kind import Kind
from reportgen.charts.kinds import (
    bars,
    bound,
    dumbbell,
    grouped,
    icons,
    interval,
    names,
    ranking,
    stacked,
    threshold,
    word,
)
from reportgen.study.model import ChartKind

KINDS: MappingProxyType[ChartKind, Kind] = MappingProxyType(
    {
        ChartKind.BARS: bars.KIND,
        ChartKind.GROUPED: grouped.KIND,
        ChartKind.STACKED: stacked.KIND,
        ChartKind.ICONS: icons.KIND,
        ChartKind.DUMBBELL: dumbbell.KIND,
        ChartKind.BOUND: bound.KIND,
        ChartKind.WORD: word.KIND,
        ChartKind.RANKING: ranking.KIND,
        ChartKind.THRESHOLD: threshold.KIND,
        ChartKind.LIST: names.KIND,
        ChartKind.INTERVAL: interval.KIND,
    }
)
