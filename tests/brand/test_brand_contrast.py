"""Contrast, sight and distance against published values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.brand.contrast import (
    BLACK,
    WHITE,
    Sight,
    contrast,
    distance,
    lightness,
    luminance,
    mix,
    oklab,
    readable,
    seen_with,
    shade,
)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (BLACK, WHITE, 21.0),
        (WHITE, WHITE, 1.0),
        ("#767676", WHITE, 4.54),  # the lightest grey that text may have on white
        ("#777777", WHITE, 4.48),
        ("#949494", WHITE, 3.03),
        ("#ff0000", WHITE, 4.00),
        ("#0000ff", WHITE, 8.59),
        ("#ffff00", WHITE, 1.07),
        ("#008000", WHITE, 5.14),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_of_the_primaries() -> None:
    assert luminance("#ff0000") == pytest.approx(0.2126)
    assert luminance("#00ff00") == pytest.approx(0.7152)
    assert luminance("#0000ff") == pytest.approx(0.0722)


def test_oklab_of_white_and_red() -> None:
    assert oklab(WHITE) == pytest.approx((1.0, 0.0, 0.0), abs=1e-4)
    assert oklab("#ff0000") == pytest.approx((0.628, 0.225, 0.126), abs=1e-3)


def test_red_and_green_come_close_only_without_their_cones() -> None:
    red, green = "#c05050", "#728a3a"
    full = distance(red, green)
    assert distance(red, green, Sight.DEUTERANOPIA) < 0.5 * full
    assert distance(red, green, Sight.TRITANOPIA) > 0.7 * full
    assert seen_with(Sight.FULL, red) == red


@pytest.mark.parametrize("sight", Sight)
def test_grey_stays_grey_for_every_sight(sight: Sight) -> None:
    assert distance("#808080", seen_with(sight, "#808080")) < 0.02


def test_mix_and_shade() -> None:
    assert mix(BLACK, WHITE, 0.5) == "#808080"
    assert mix("#ff0000", "#0000ff", 1.0) == "#ff0000"
    assert shade("#ff0000", BLACK, 2) == ("#ff0000", "#800000", "#000000")


@pytest.mark.parametrize("colour", ["#ffcc00", "#990AE3".lower(), "#808080"])
@pytest.mark.parametrize("ground", [WHITE, BLACK, "#151413"])
@pytest.mark.parametrize("ratio", [3.0, 4.5])
def test_readable_reaches_the_ratio(colour: str, ground: str, ratio: float) -> None:
    assert contrast(readable(colour, ground, ratio), ground) >= ratio


hexadecimal = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(hexadecimal, hexadecimal, st.floats(1, 21))
def test_readable_is_the_first_tone_on_the_way(colour: str, ground: str, ratio: float) -> None:
    """Found by halving, which holds only as long as a contrast that is reached is kept."""
    ways = [
        next((tone for tone in shade(colour, end) if contrast(tone, ground) >= ratio), None)
        for end in (BLACK, WHITE)
    ]
    found = readable(colour, ground, ratio)
    assert found in ways if any(ways) else found in (BLACK, WHITE)


def test_readable_leaves_alone_what_is_readable() -> None:
    assert readable("#4a0f8f", WHITE, 4.5) == "#4a0f8f"


def test_readable_gives_the_best_there_is_where_nothing_reaches() -> None:
    assert readable("#ff0000", "#777777", 10.0) == BLACK
    assert lightness(readable("#ff0000", "#222222", 20.0)) == pytest.approx(1.0)
