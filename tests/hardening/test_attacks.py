"""The attack collection: large enough, over every field, and each attack tried as it is meant."""

from __future__ import annotations

from collections import Counter

import pytest
from checked import not_there

from hardening.attacks import COMMANDS, FAMILIES
from hardening.attacks.attack import BUILT
from hardening.closed_world import BY_WORKERS, SERIAL, attacks, faults, prove, strace_works
from hardening.study import free_texts, places
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


# --- Some of them under strace; `make harden` runs all ----------------------------------------


@pytest.fixture(scope="module", autouse=True)
def _with_strace() -> None:
    if not strace_works():
        not_there("strace is not installed, or may not trace")


_WEIGHTY = (
    "link-to-passwd", "link-to-secret", "brand-up", "brand-absolute", "brand-linked-passwd",
    "brand-linked-folder", "logo-entity-file", "logo-image", "logo-linked", "font-linked",
    "picture-eps", "picture-bomb-13000", "family-style", "yaml-tag-apply", "yaml-laughs", "pipe",
    "id-up", "url-javascript", "html-brief-lead", "field-publisher", "link-javascript",
)  # fmt: skip
_WEIGHTY_COMMANDS = (
    "template-img", "template-attachment", "template-font-face", "template-profile",
    "template-include-link", "settings-link", "settings-library", "extract-shell", "extract-pipe",
)  # fmt: skip


def test_attacks_reach_nothing(tmp_path) -> None:
    studies = tuple(one for one in attacks() if one.name in _WEIGHTY)
    commands = tuple(one for one in COMMANDS if one.name in _WEIGHTY_COMMANDS)
    assert (len(studies), len(commands)) == (len(_WEIGHTY), len(_WEIGHTY_COMMANDS))
    found = prove(tmp_path, studies, commands)
    assert faults(found) == []
    assert found.account.counted["read"] > 500
    kinds = {"network", "start", "birth", "signal", "unknown"}
    assert {kind: found.account.counted[kind] for kind in kinds} == dict.fromkeys(kinds, 0)


def test_nor_do_they_through_workers(tmp_path) -> None:
    studies = tuple(one for one in attacks() if one.name in _WEIGHTY[::3])
    found = prove(tmp_path, studies, way=BY_WORKERS)
    assert faults(found) == []
    assert found.account.counted["start"] == 1
    assert found.ended == {one.name: found.ended[one.name] for one in studies}
    assert SERIAL != BY_WORKERS
