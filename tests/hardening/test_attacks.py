"""The attack collection: large enough, over every field, and each attack tried as it is meant."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from checked import not_there

from hardening import closed_world
from hardening.attacks import COMMANDS, FAMILIES
from hardening.attacks.attack import BUILT
from hardening.closed_world import (
    BY_WORKERS,
    CANARY,
    SERIAL,
    attacks,
    faults,
    lures,
    prove,
    strace_works,
)
from hardening.study import free_texts, places
from reportgen.brand.fonts import read_face
from reportgen.brand.reader import read_brand
from reportgen.checks.catalogue import MEANINGS


def test_there_are_more_than_five_hundred_in_every_family() -> None:
    assert len(attacks()) + len(COMMANDS) >= 500
    assert all(len(family) >= 30 for family in FAMILIES.values())


def test_each_has_its_own_name() -> None:
    names = [one.name for one in (*attacks(), *COMMANDS)]
    assert [name for name, times in Counter(names).items() if times > 1] == []
    assert [one.name for one in attacks() if one.name[0] in "_." or "/" in one.name] == []


def test_every_field_of_the_model_that_takes_text_is_tried() -> None:
    """A new field belongs into hardening/every_field.yml."""
    assert [pattern for pattern in free_texts() if not places(pattern)] == []


def test_the_ends_are_codes_that_there_are() -> None:
    ends = {one.ends for one in attacks()} - {BUILT}
    assert len(ends) >= 20
    assert sorted(ends - {meaning.code for meaning in MEANINGS}) == []


def test_lures_lie_outside_of_all_that_is_given(tmp_path: Path) -> None:
    """Else to read one would be allowed; and an attack that reaches for none proves nothing."""
    places = closed_world._laid_out(tmp_path, attacks(), COMMANDS)
    given = (*places.inputs, *places.outputs, places.cache, places.home, places.temporary)
    for lure in lures(tmp_path):
        assert not [one for one in given if one is not None and lure.is_relative_to(one)]
    reached = {
        os.path.normpath(path.parent / path.readlink())
        for path in tmp_path.rglob("*")
        if path.is_symlink() and "outside" in str(path.readlink())
    }
    brands = tmp_path / "many" / "studies" / "brands"
    reached |= {
        os.path.normpath(brands / "x" / named)
        for brand in brands.rglob("_brand.yml")
        if brand.is_file() and not brand.is_symlink()
        for named in re.findall(r"[./]+/outside/[\w.]+", brand.read_text("utf-8", "replace"))
    }
    assert len(reached) >= 8
    assert [path for path in reached if not Path(path).exists()] == []
    all_lures = lures(tmp_path)
    assert all(any(Path(path).is_relative_to(lure) for lure in all_lures) for path in reached)


def test_what_a_lure_holds_would_be_used(tmp_path: Path) -> None:
    """A lure that is refused for what it is would hide that it was read."""
    closed_world._lure(tmp_path)
    brand = (tmp_path / "_brand.yml").read_text("utf-8")
    shown = {"logo": "secret.png", "shape": "secret.svg"}
    for name, logo in shown.items():
        path = tmp_path / f"{name}_brand.yml"
        path.write_text(f"{brand}logo: {logo}\n", "utf-8")
        assert read_brand(path, "_brand.yml").name == CANARY
    assert read_face(tmp_path / "secret.ttf", "A", None, None)


# --- Some of them under strace; `make harden` runs all ----------------------------------------


@pytest.fixture(scope="module")
def with_strace() -> None:
    if not strace_works():
        not_there("strace is not installed, or may not trace")


_WEIGHTY = (
    "link-to-passwd", "link-to-secret", "brand-up", "brand-absolute", "brand-linked-passwd",
    "brand-linked-folder", "logo-entity-file", "logo-image", "logo-linked", "font-linked",
    "logo-up", "font-up",
    "picture-linked",
    "picture-eps", "picture-bomb-13000", "family-style", "yaml-tag-apply", "yaml-laughs", "pipe",
    "id-up", "url-javascript", "html-brief-lead", "field-publisher", "link-javascript",
)  # fmt: skip
_WEIGHTY_COMMANDS = (
    "template-img", "template-attachment", "template-font-face", "template-profile",
    "template-include-link", "settings-link", "settings-library", "extract-shell", "extract-pipe",
    "brand-auto-linked-folder", "brand-auto-linked-above", "brand-brands-linked",
)  # fmt: skip


@pytest.mark.usefixtures("with_strace")
def test_attacks_reach_nothing(tmp_path) -> None:
    studies = tuple(one for one in attacks() if one.name in _WEIGHTY)
    commands = tuple(one for one in COMMANDS if one.name in _WEIGHTY_COMMANDS)
    assert (len(studies), len(commands)) == (len(_WEIGHTY), len(_WEIGHTY_COMMANDS))
    found = prove(tmp_path, studies, commands)
    assert faults(found) == []
    assert found.account.counted["read"] > 500
    kinds = {"network", "start", "birth", "signal", "unknown"}
    assert {kind: found.account.counted[kind] for kind in kinds} == dict.fromkeys(kinds, 0)


@pytest.mark.usefixtures("with_strace")
def test_nor_do_they_through_workers(tmp_path) -> None:
    studies = tuple(one for one in attacks() if one.name in _WEIGHTY[::3])
    found = prove(tmp_path, studies, way=BY_WORKERS)
    assert faults(found) == []
    assert found.account.counted["start"] == 1
    assert found.ended == {one.name: found.ended[one.name] for one in studies}
    assert SERIAL != BY_WORKERS
