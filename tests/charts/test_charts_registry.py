"""What may be drawn how."""

from __future__ import annotations

import pytest

from reportgen.charts.registry import KINDS
from reportgen.study.fits import FITS, fits
from reportgen.study.model import ChartKind, Precision, Value


def test_every_kind_says_what_it_fits():
    assert set(FITS) == set(ChartKind)
    assert all(kind.kind is name and kind.fits == FITS[name] for name, kind in KINDS.items())


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.GROUPED, ChartKind.STACKED,
                                  ChartKind.DUMBBELL, ChartKind.INTERVAL])  # fmt: skip
def test_a_ratio_in_words_stands_on_no_percent_axis(kind):
    assert not fits(kind, Value(ratio="8/10"))
    assert fits(kind, Value(ratio="4/5", percent=78, qualifier="nearly"))


@pytest.mark.parametrize(
    ("kind", "value", "fitting"),
    [
        (ChartKind.THRESHOLD, {"term": "majority"}, False),
        (ChartKind.THRESHOLD, {"term": "majority", "limit": {"at": 10, "unit": "minutes"}}, True),
        (ChartKind.RANKING, {"percent": 45}, False),
        (ChartKind.RANKING, {"percent": 45, "ranking": ["telefon"]}, True),
        (ChartKind.LIST, {"term": "predominant_part"}, False),
        (ChartKind.LIST, {"items": ["SJ"], "of": 8}, True),
        (ChartKind.ICONS, {"percent": 80}, False),
        (ChartKind.WORD, {"change": "worse"}, True),
    ],
)
def test_a_kind_needs_what_it_draws(kind, value, fitting):
    assert fits(kind, Value.model_validate(value)) is fitting


def test_every_precision_can_be_drawn():
    assert set().union(*FITS.values()) == set(Precision)
