"""What several kinds of chart lay out alike: sizes, label columns, keys, scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.canvas import LEADING, Canvas
from reportgen.charts.sheet import Row

# The one scale of type in a chart, in label sizes.
SMALL = 0.88
LARGE = 1.35
HUGE = 1.95

STRONG = 600
HEAVY = 700

NARROW = 480
"""Below this width in px a chart is laid out for a phone: labels above, rows below each other."""

LABEL_SHARE = 0.42
"""A column of labels takes no more than this part of the width."""


def narrow(canvas: Canvas) -> bool:
    """Whether this canvas is a phone's."""
    return canvas.width < NARROW


def middle(y: float, size: float) -> float:
    """The baseline of a line whose capitals are centred on y."""
    return y + size * 0.34


def balanced(
    canvas: Canvas, text: str, width: float, size: float | None = None, weight: int = 400
) -> list[str]:
    """Wrap a text, then draw its lines together so that none is left with one short word."""
    lines = canvas.wrap(text, width, size, weight)
    if len(lines) == 1:
        return lines
    low, high = width / len(lines), width
    while high - low > 2:
        trial = (low + high) / 2
        if len(canvas.wrap(text, trial, size, weight)) <= len(lines):
            high = trial
        else:
            low = trial
    best = canvas.wrap(text, high, size, weight)
    # A narrower measure must not break a word that the whole width would hold.
    return best if _words(best) <= _words(lines) else lines


def _words(lines: list[str]) -> int:
    return sum(line.endswith("-") for line in lines)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of label, then quieter lines of what stands under it."""

    lines: tuple[str, ...]
    under: tuple[str, ...]
    weight: int
    size: float
    width: float

    @property
    def height(self) -> float:
        """From the top of the first line's box to the foot of the last one's."""
        return (len(self.lines) + len(self.under) * SMALL) * self.size * LEADING

    def draw(self, canvas: Canvas, x: float, top: float) -> float:
        """Set the block with its left top corner at (x, top); returns its foot."""
        y = top + self.size
        y = canvas.lines(x, y, list(self.lines), size=self.size, weight=self.weight)
        small = self.size * SMALL
        y -= self.size - small
        canvas.lines(x, y, list(self.under), size=small, role="muted")
        return top + self.height


def block(
    canvas: Canvas,
    label: str,
    under: str | None,
    width: float,
    *,
    size: float | None = None,
    weight: int = 400,
) -> Block:
    """A label wrapped to a width, with an optional quiet text under it."""
    size = size or canvas.size
    lines = balanced(canvas, label, width, size, weight)
    quiet = balanced(canvas, under, width, size * SMALL) if under else []
    widest = max(
        [canvas.measure(line, size, weight) for line in lines]
        + [canvas.measure(line, size * SMALL) for line in quiet]
    )
    return Block(tuple(lines), tuple(quiet), weight, size, widest)


def label_blocks(canvas: Canvas, rows: Sequence[Row]) -> list[Block]:
    """The labels of rows: a column of its own beside bars, or lines above them on a phone."""
    width = canvas.width if narrow(canvas) else canvas.width * LABEL_SHARE
    return [
        block(canvas, row.label, row.under, width, weight=STRONG if row.strong else 400)
        for row in rows
    ]


def column(blocks: Sequence[Block]) -> float:
    """How wide a column these blocks need, with the gap to what stands beside it."""
    widest = max((each.width for each in blocks), default=0.0)
    return widest + 14 if widest else 0.0


def key(canvas: Canvas, top: float, entries: Sequence[tuple[str, str]]) -> float:
    """Swatches with their texts, in as many lines as they need; returns the foot.

    An entry is (role, text); the role `missing` is hatched.
    """
    swatch, gap = canvas.size * 0.8, canvas.size * 1.5
    line = canvas.size * LEADING
    x, y = 0.0, top
    for role, text in entries:
        lines = balanced(canvas, text, canvas.width - swatch - 6)
        width = swatch + 6 + max(canvas.measure(each) for each in lines)
        if x and x + width > canvas.width:
            x, y = 0.0, y + line * 1.1
        mark(canvas, x, y + canvas.size * 0.66 - swatch / 2, swatch, role)
        canvas.lines(x + swatch + 6, y + canvas.size, lines)
        if len(lines) > 1:
            x, y = 0.0, y + line * (len(lines) - 1) + line * 1.1
        else:
            x += width + gap
    return y + (line if x else 0.0)


def mark(canvas: Canvas, x: float, y: float, side: float, role: str) -> None:
    """A swatch, its left top corner at (x, y)."""
    if role == "missing":
        canvas.hatch(x, y, side, side, role)
    else:
        canvas.rect(x, y, side, side, role)


def ceiling(values: Sequence[float]) -> float:
    """Where a percent axis ends: the first of 20, 40, 60, 80 and 100 that holds all values."""
    highest = max(values, default=0.0)
    return next(end for end in (20.0, 40.0, 60.0, 80.0, 100.0) if highest <= end)


def percent_axis(
    canvas: Canvas, left: float, width: float, top: float, foot: float, end: float, unit: str
) -> float:
    """Hairlines at five equal steps with their numbers under them; returns the foot.

    The last number carries the unit, once: `unit` is "{} %" filled in by the language.
    """
    small = canvas.size * SMALL
    steps = [end / 4 * step for step in range(5)] if end != 60 else [0, 20, 40, 60]
    for step in steps:
        x = left + width * step / end
        canvas.line(x, top, x, foot, "axis" if step == 0 else "rule", width=1.0)
        text = unit if step == end else f"{step:g}"
        # The last number is centred on its line by its digits; the sign hangs over.
        start = x - canvas.measure(f"{step:g}", small) / 2
        start = max(0.0, min(start, canvas.width - canvas.measure(text, small)))
        canvas.text(start, foot + small * 1.25, text, size=small, role="muted")
    return foot + small * 1.6


def spread(
    lefts: Sequence[float], widths: Sequence[float], room: float, gap: float
) -> list[float] | None:
    """Move things on a line just so far that none overlaps the next or leaves the line.

    Takes their wished left edges, in rising order. They give way to the left,
    and to the right only where the line's beginning stops them; None where
    they do not fit at all.
    """
    placed: list[float] = []
    limit = room
    for left, width in zip(reversed(lefts), reversed(widths), strict=True):
        placed.append(min(left, limit - width))
        limit = placed[-1] - gap
    placed.reverse()
    free = 0.0
    for at, width in enumerate(widths):
        placed[at] = max(placed[at], free)
        free = placed[at] + width + gap
    return placed if free - gap <= room + 0.01 else None
