"""The preview's hostile clients, fewer of them than `make harden` has."""

from __future__ import annotations

import pytest

from hardening import previewed
from hardening.previewed import HARNESS, requests
from reportgen.preview import request, server


def test_nobody_reads_what_is_not_his_and_nobody_is_kept_out() -> None:
    report = HARNESS.run({"clients": 70})
    assert report.faults == []
    assert report.figures[1] == (
        "70 slow and idle clients at once, while 17 in order were served, each within 2 s"
    )


def test_every_kind_of_refusal_is_asked_for() -> None:
    asked = [*requests(4747, "study")]
    assert len(asked) >= 150
    assert {each.status for each in asked} == {400, 403, 404, 405, 414, 431}


def test_a_preview_that_answers_everybody_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "_look_at_origin", lambda *_: None)
    faults = HARNESS.run({"clients": 0}).faults
    assert len(faults) > 50
    assert faults[0].startswith("'GET / HTTP/1.1' ('Host: evil.example',): b\"HTTP/1.1 200 OK")
    assert faults[0].endswith(" instead of 403")


def test_a_preview_that_can_be_blocked_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.Server, "_made_room", lambda self: len(self._open) < 8)
    monkeypatch.setattr(previewed, "_PATIENCE", 0.5)
    monkeypatch.setattr(previewed, "requests", lambda *_: iter(()))
    faults = HARNESS.run({"clients": 30}).faults
    assert any("a client in order" in fault for fault in faults)
