"""A fault of the machine is told as one, whatever a library makes of it."""

from __future__ import annotations

import errno
import importlib
import os
from pathlib import Path

import pytest

import reportgen
from reportgen.build.attempt import Broken, Failed, attempt
from reportgen.build.machine import of_the_machine
from reportgen.build.queue import in_order
from reportgen.build.serial import SerialExecutor
from reportgen.build.workers import CannotFork
from reportgen.pipeline import Order


def _refusal(number: int, name: str | None = None) -> OSError:
    return OSError(number, os.strerror(number), name)


def _wrapped(error: Exception) -> Exception:
    try:
        try:
            raise error
        except Exception as cause:
            raise ValueError("a font cannot be read") from cause
    except ValueError as outer:
        return outer


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (_refusal(errno.EIO, "/me/page.css"), "the machine refused: Input/output error (page.css)"),
        (_refusal(errno.EMFILE), "the machine refused: Too many open files"),
        (_wrapped(_refusal(errno.ENOSPC)), "the machine refused: No space left on device"),
        (
            ModuleNotFoundError("No module named 'babel'"),
            "a part of the program cannot be loaded: No module named 'babel'",
        ),
        (
            ImportError("libc.so.6: cannot open shared object file", path="x/_imaging.so"),
            "a part of the program cannot be loaded: libc.so.6: cannot open shared object file",
        ),
        (
            ImportError("cannot import name 'a' from 'yaml'", name="yaml"),
            "a part of the program cannot be loaded: cannot import name 'a' from 'yaml'",
        ),
        (ImportError("cannot import name 'a'", name="reportgen.source"), None),
        (ImportError("cannot import name 'a' from 'reportgen'"), None),
        (_refusal(errno.ENOENT, "x"), None),
        (ValueError("ours"), None),
    ],
)  # fmt: skip
def test_what_the_machine_refused(error: Exception, told: str | None) -> None:
    assert of_the_machine(error) == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("halfway", "a part of the program cannot be loaded: module 'os' has no attribute 'gone'"),
        ("reportgen.halfway", None),
    ],
)
def test_a_module_that_comes_to_a_stop_while_it_is_loaded(
    name: str, told: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "halfway.py").write_text("import os\nos.gone\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(reportgen, "__path__", [*reportgen.__path__, str(tmp_path)])
    with pytest.raises(AttributeError) as raised:
        importlib.import_module(name)
    assert of_the_machine(raised.value) == told


ORDER = Order(Path("a.yml"), "a.yml")


def _failing(error: Exception) -> object:
    def walk(_: Order) -> None:
        raise error

    return attempt(walk, ORDER)


def test_a_brief_that_the_machine_failed() -> None:
    result = _failing(_refusal(errno.EIO, "/me/page.css"))
    assert isinstance(result, Failed)
    assert result.found[0].full() == (
        "a.yml: BUILD107 could not be built: the machine refused: Input/output error (page.css)\n"
        "    see that reportgen is wholly installed, that disks are sound, and that there is room"
        " on them, memory and open files enough; then build again"
    )
    assert isinstance(_failing(ValueError("ours")), Broken)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (_refusal(errno.EAGAIN), "the machine refused: Resource temporarily unavailable"),
        (CannotFork("a worker could not be forked"), "a worker could not be forked"),
    ],
)
def test_workers_that_cannot_be_had(error: Exception, told: str) -> None:
    class NoWorkers(SerialExecutor):
        def submit(self, *_: object, **__: object) -> object:  # type: ignore[override]
            raise error

    (result,) = in_order(NoWorkers(), lambda order: order, [ORDER])
    assert isinstance(result, Failed)
    assert (result.found[0].code, result.found[0].message) == (
        "BUILD107",
        f"could not be built: {told}",
    )
