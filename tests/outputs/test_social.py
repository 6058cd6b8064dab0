"""The social image: its size, its colours, and nothing of the day in it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from reportgen.pipeline import Order, render
from reportgen.problems import Problems

STUDY = Path(__file__).resolve().parents[1] / "study" / "liten-studie.yml"


@pytest.fixture(scope="module")
def card() -> bytes:
    (artifact,) = render(Order(STUDY, STUDY.name, formats=("social",))).artifacts
    assert artifact.place == f"{STUDY.stem}/{STUDY.stem}.png"
    return artifact.content


def chunks(png: bytes) -> dict[bytes, bytes]:
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found[png[at + 4 : at + 8]] = png[at + 8 : at + 8 + length]
        at += 12 + length
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "title: Fyra av tio chefer vill ha svar på kvällen",
            "title: " + "Ett ovanligt långt påstående om svar " * 7,
        ),
        (
            "cover: {result: R1, text: av cheferna vill ha svar på kvällen",
            "cover: {result: R1, text: " + "av alla som har väntat länge " * 20,
        ),
    ],
)
def test_what_does_not_fit_on_it_is_refused(old, new):
    text = STUDY.read_text("utf-8")
    assert text.count(old) == 1
    text = text.replace(old, new.strip())
    with pytest.raises(Problems) as raised:
        render(Order(STUDY, STUDY.name, text=text, formats=("social",)))
    assert {problem.code for problem in raised.value.found} == {"PDF103"}
    assert all(problem.message.endswith(" the social image") for problem in raised.value.found)


def test_it_is_a_picture_of_1200_by_630(card):
    assert card.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", chunks(card)[b"IHDR"][:8]) == (1200, 630)
    assert len(card) < 300_000


def test_there_is_nothing_in_it_but_the_picture(card):
    assert set(chunks(card)) == {b"IHDR", b"IDAT", b"IEND"}


def test_it_has_the_covers_ground_and_something_on_it(card):
    from io import BytesIO

    from PIL import Image

    picture = Image.open(BytesIO(card)).convert("RGB")
    ground = picture.getpixel((3, 3))
    assert {picture.getpixel(corner) for corner in ((1196, 3), (3, 626), (1196, 626))} == {ground}
    other = sum(many for many, colour in picture.getcolors(10**6) if colour != ground)
    assert other > 0.04 * 1200 * 630
    # Nothing is cut off at the edges.
    for box in ((0, 0, 1200, 20), (0, 610, 1200, 630), (0, 0, 20, 630), (1180, 0, 1200, 630)):
        assert picture.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), ground)]
    assert zlib.crc32(card)
