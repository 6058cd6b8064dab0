"""When unused objects are looked for: never in the middle of a brief, always before the next."""

from __future__ import annotations

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from reportgen.build.attempt import Broken, Done, Failed, attempt
from reportgen.build.collecting import collector_resting, set_apart
from reportgen.outputs import pdf
from reportgen.pipeline import Order, render
from reportgen.problems import Problem, Problems, Span

ORDER = Order(Path("a.yml"), "a.yml")
CHECKOUT = Path(__file__).parents[2]
SMALL = CHECKOUT / "tests" / "study" / "liten-studie.yml"


class Leaf:
    """Something that only the collector can free: it hangs on itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """The rest of the tests go on with the collector as it was."""
    was_on, frozen = gc.isenabled(), gc.get_freeze_count()
    yield
    if frozen == 0:
        gc.unfreeze()
        set_apart.cache_clear()
    (gc.enable if was_on else gc.disable)()


@pytest.fixture
def a_later_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has made a PDF before."""
    monkeypatch.setitem(sys.modules, "weasyprint", ModuleType("weasyprint"))
    gc.unfreeze()
    set_apart.cache_clear()


@pytest.fixture
def a_first_brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_rests_meanwhile_and_is_as_before_afterwards(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    with collector_resting():
        assert not gc.isenabled()
    assert gc.isenabled() is was_on


@pytest.mark.parametrize("was_on", [True, False])
def test_it_is_as_before_after_an_exception(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    with pytest.raises(KeyError), collector_resting():
        raise KeyError("x")
    assert gc.isenabled() is was_on


def test_one_within_another_leaves_it_resting() -> None:
    gc.enable()
    with collector_resting():
        with collector_resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def _resting(_: Order) -> bool:
    return not gc.isenabled()


def _failing(_: Order) -> bool:
    raise Problems([Problem(code="X1", message="no", span=Span("a.yml"))])


def _breaking(_: Order) -> bool:
    raise ZeroDivisionError


def test_every_walk_goes_with_the_collector_resting() -> None:
    gc.enable()
    result = attempt(_resting, ORDER)
    assert isinstance(result, Done)
    assert result.outcome is True
    assert gc.isenabled()


@pytest.mark.parametrize(("walk", "kind"), [(_failing, Failed), (_breaking, Broken)])
def test_a_walk_that_fails_leaves_it_as_before(walk, kind) -> None:
    gc.enable()
    assert isinstance(attempt(walk, ORDER), kind)
    assert gc.isenabled()


@pytest.mark.usefixtures("a_later_brief")
def test_what_one_brief_leaves_is_gone_once_the_next_began() -> None:
    left: list[weakref.ref[Leaf]] = []
    for _ in range(4):
        with collector_resting():
            assert [one for one in left if one() is not None] == []
            leaf = Leaf()
            left.append(weakref.ref(leaf))
            del leaf
            assert left[-1]() is not None  # nothing frees it meanwhile


@pytest.mark.usefixtures("a_later_brief")
def test_what_stays_is_set_apart_once() -> None:
    assert gc.get_freeze_count() == 0
    with collector_resting():
        frozen = gc.get_freeze_count()
        kept = [Leaf() for _ in range(1000)]
    assert frozen > 1000
    with collector_resting():
        # Set apart would be what is in use, and that would never be freed.
        assert gc.get_freeze_count() <= frozen
        assert kept


@pytest.mark.usefixtures("a_first_brief")
def test_the_first_brief_of_a_process_looks_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to find yet, and to look takes a twentieth of a second."""
    asked = []
    monkeypatch.setattr(gc, "collect", lambda: asked.append(True))
    with collector_resting():
        pass
    assert asked == []


def _after(code: str) -> str:
    """What a new process says at its end."""
    told = "import gc; print(gc.isenabled(), gc.get_freeze_count() > 10_000)"
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}; {told}"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout.splitlines()[-1]


def test_a_command_is_not_looked_through_at_its_end(tmp_path: Path) -> None:
    """What it still holds goes back to the system as a whole: no collection ends the process."""
    run = "from reportgen.cli.main import main; main"
    build = ["build", str(SMALL), "--no-cache", "--to", "html", "--output-dir", str(tmp_path)]
    assert _after(f"{run}({build})") == "False True"
    assert _after(f"{run}(['check', {str(SMALL)!r}])") == "True True"


def test_nothing_holds_on_to_what_a_brief_was_laid_out_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Boxes, styles and elements, some 100 MB of a long brief: a worker's memory stays level."""
    documents: list[weakref.ref[object]] = []
    laid_out = pdf._laid_out

    def remembered(*given: object) -> object:
        assert [one for one in documents if one() is not None] == []
        document = laid_out(*given)
        documents.append(weakref.ref(document))
        documents.append(weakref.ref(document._html.etree_element))
        return document

    monkeypatch.setattr(pdf, "_laid_out", remembered)
    for _ in range(3):
        done = attempt(render, Order(SMALL, SMALL.name, formats=("pdf",)))
        assert isinstance(done, Done)
    assert len(documents) == 6
