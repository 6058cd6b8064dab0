"""What workers send back: everything that briefs are made of passes, and nothing that acts."""

from __future__ import annotations

import copyreg
import pickle
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import takeovers

from reportgen.build import answers
from reportgen.build.answers import NoAnswer, read_answer
from reportgen.build.attempt import Broken, Done, Failed, MissingLibrary, attempt
from reportgen.checks.policy import Policy
from reportgen.pipeline import Order, Rendering, render
from reportgen.problems import Problem, Problems, Severity, Span

CHECKOUT = Path(__file__).resolve().parents[2]
ORDER = Order(
    CHECKOUT / "tests" / "study" / "liten-studie.yml",
    "liten-studie.yml",
    policy=Policy((("TEXT202", "off"),)),
    annexes=("ledger",),
)


def sent(value: object, came_back: bool = True) -> bytes:
    return pickle.dumps((came_back, value), pickle.HIGHEST_PROTOCOL)


def refused(content: bytes) -> str:
    with pytest.raises(NoAnswer) as why:
        read_answer(content)
    return str(why.value)


def test_a_real_walk_comes_back_as_it_was() -> None:
    done = attempt(render, ORDER)
    assert isinstance(done, Done)
    assert isinstance(done.outcome, Rendering)
    assert done.outcome.made_of
    assert read_answer(sent(done)) == (True, done)


def test_so_do_all_other_ends() -> None:
    def full(_: Order) -> object:
        raise OSError(28, "No space left on device", "/x")

    def wrong(_: Order) -> object:
        raise KeyError("x")

    def warned(_: Order) -> object:
        raise Problems(
            Problem(code="A101", message="m", span=Span("f", 1, 2, 3, "t"), severity=weight)
            for weight in Severity
        )

    ends = [attempt(walk, ORDER) for walk in (full, wrong, warned)]
    ends.append(attempt(render, replace(ORDER, path=Path("nowhere.yml"))))
    assert [type(end) for end in ends] == [Failed, Broken, Failed, Failed]
    assert [read_answer(sent(end)) for end in ends] == [(True, end) for end in ends]
    plain = [None, True, 7, 1.5, "a", b"b", (1,), [2], {"c": 3}, {4}, frozenset({5})]
    assert read_answer(sent(plain)) == (True, plain)


@pytest.mark.parametrize(
    "error",
    [MemoryError(), MissingLibrary("cannot load library"), ZeroDivisionError("x"), OSError(2, "y")],
)
def test_exceptions_come_back(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    # Dask, which no worker loads, and another test may have, teaches them to travel in its own way.
    for kind in [kind for kind in copyreg.dispatch_table if issubclass(kind, BaseException)]:
        monkeypatch.delitem(copyreg.dispatch_table, kind)
    came_back, value = read_answer(pickle.dumps((False, error)))
    assert (came_back, type(value), value.args) == (False, type(error), error.args)


def test_the_lists_name_what_there_is() -> None:
    for module, name in answers._ITS_CLASSES | answers._CALLED:
        if module != "pathlib._local":
            assert isinstance(getattr(import_module(module), name), type)


# --- What is no answer -------------------------------------------------------------------------


def named(module: str, name: str) -> bytes:
    return pickle.GLOBAL + f"{module}\n{name}\n".encode()


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("builtins", "exec"),
        ("builtins", "eval"),
        ("builtins", "getattr"),
        ("builtins", "type"),
        ("builtins", "KeyboardInterrupt"),
        ("builtins", "SystemExit"),
        ("os", "system"),
        ("posix", "system"),
        ("pathlib", "Path.write_bytes"),
        ("reportgen.pipeline", "render"),
        ("reportgen.pipeline", "os.system"),
        ("reportgen.problems", "Problem.__init__.__globals__"),
        ("walks", "go_wrong"),
    ],
)
def test_nothing_else_can_be_named(module: str, name: str) -> None:
    long_name = pickle.SHORT_BINUNICODE + bytes([len(module)]) + module.encode()
    long_name += pickle.SHORT_BINUNICODE + bytes([len(name)]) + name.encode()
    for way in (named(module, name), long_name + pickle.STACK_GLOBAL):
        assert refused(takeovers.pickled(way)) == f"it names {module}.{name}"


def test_what_acts_does_not_act(tmp_path: Path) -> None:
    for value in (takeovers.Runs(tmp_path / "a"), [{"x": takeovers.Runs(tmp_path / "a")}]):
        assert refused(sent(value)) == "it names builtins.exec"
    assert [*tmp_path.iterdir()] == []


def test_no_class_is_changed() -> None:
    """With BUILD a pickle gives attributes to whatever it has, be it a class."""
    attribute = pickle.dumps((None, {"full": 1}), 2)[2:-1]
    for module, name in (("reportgen.problems", "Problem"), ("builtins", "OSError")):
        changing = takeovers.pickled(named(module, name), attribute, pickle.BUILD)
        assert refused(changing) == "it changes a class"
    for module, name in (("reportgen.problems", "Severity"), ("pathlib", "PosixPath")):
        refused(takeovers.pickled(named(module, name), attribute, pickle.BUILD))
    assert callable(Problem.full)
    assert not hasattr(Severity, "full")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it cannot be read"),
        (b"nonsense", "it cannot be read"),
        (pickle.dumps(7), "it is neither a result nor an exception"),
        (pickle.dumps((1, 2, 3)), "it is neither a result nor an exception"),
        (pickle.dumps(("yes", 2)), "it is neither a result nor an exception"),
        (pickle.dumps((False, "no exception")), "it is neither a result nor an exception"),
        (takeovers.pickled(pickle.PERSID, b"x\n"), "it cannot be read"),
    ],
)
def test_other_bytes(content: bytes, why: str) -> None:
    assert refused(content) == why


def test_marks_and_lengths_take_no_memory() -> None:
    import tracemalloc

    put: Any = pickle.NONE + pickle.LONG_BINPUT + b"\xff\xff\xff\xff"
    tracemalloc.start()
    refused(takeovers.pickled(put))
    refused(takeovers.pickled(pickle.BINBYTES8 + (1 << 40).to_bytes(8, "little")))
    refused(takeovers.pickled(pickle.BYTEARRAY8 + (1 << 60).to_bytes(8, "little")))
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
