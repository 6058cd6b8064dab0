"""Noticing changes, on real files: whatever way they are saved, and nothing that is no input."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchfiles import _rust_notify

from reportgen import shipped
from reportgen.build import watching
from reportgen.build.watching import Places, Watch, absolute, places_of
from reportgen.pipeline import Order

PATIENCE = 60  # seconds until a test gives up; nothing is waited for that long


@pytest.fixture
def studies(tmp_path: Path) -> Path:
    folder = tmp_path / "studies"
    (folder / "brands" / "x" / "fonts").mkdir(parents=True)
    for name in ("a.yml", "b.yml", "brands/x/_brand.yml", "brands/x/logo.svg"):
        (folder / name).write_text(f"brand: x # {name}\n")
    return folder


def places(folder: Path) -> Places:
    orders = [Order(folder / f"{name}.yml", f"studies/{name}.yml") for name in ("a", "b")]
    return places_of(orders, [folder], [folder.parent / "reportgen.toml"], [folder / "brands/out"])


@pytest.fixture(params=["native", "polling"])
def watch(
    request: pytest.FixtureRequest, studies: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watch]:
    if request.param == "polling":
        refuse_notices(monkeypatch)
    with Watch(places(studies)) as watching_them:
        assert watching_them.native is (request.param == "native")
        yield watching_them


def refuse_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library says where the system has no more to give."""

    def refused(*_: object) -> None:
        raise OSError('OS file watch limit reached. about ["studies"]')

    monkeypatch.setattr(_rust_notify, "RustNotify", refused)


def wait(watch: Watch) -> frozenset[Path]:
    """The next change; a test that waits for one that never comes fails."""
    woken = threading.Event()
    timer = threading.Timer(PATIENCE, woken.set)
    timer.start()
    try:
        found = watch.wait(woken)
    finally:
        timer.cancel()
    assert found, "nothing was noticed"
    return found


def replaced(path: Path) -> None:
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text("by another name first\n")
    beside.replace(path)


def in_steps(path: Path) -> None:
    path.write_text("")
    path.write_text("in two steps\n")


def backed_up(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}~"))
    path.write_text("the old one stays under another name\n")


def same_size(path: Path) -> None:
    path.write_text(path.read_text().swapcase())


@pytest.mark.parametrize("save", [replaced, in_steps, backed_up, same_size, Path.unlink])
def test_however_it_is_saved(watch: Watch, studies: Path, save: Callable[[Path], None]) -> None:
    save(studies / "a.yml")
    assert wait(watch) == {studies / "a.yml"}
    assert watch.changed() == frozenset()


@pytest.mark.parametrize(
    "name",
    [
        "new.yml", "new.yaml", "brands/x/_brand.yml", "brands/x/logo.svg", "brands/x/fonts/a.ttf",
        "brands/y/_brand.yml", "../reportgen.toml", "_brand.yml",
    ],
)  # fmt: skip
def test_whatever_a_brief_is_made_of(watch: Watch, studies: Path, name: str) -> None:
    path = absolute(studies / name)
    path.parent.mkdir(exist_ok=True)
    path.write_text("new\n")
    assert wait(watch) == {path}
    path.write_text("newer\n")
    assert wait(watch) == {path}


@pytest.mark.parametrize(
    "name",
    [
        "notes.txt", ".a.yml.swp", ".#a.yml", "a.yml~", "deeper/a.yml", "brands/.DS_Store",
        "brands/x/#logo.svg#", "brands/x/logo.svg~", "brands/out/a.html", "../out/a.yml",
        "brands/.git/index", "brands/node_modules/a.svg",
    ],
)  # fmt: skip
def test_what_no_brief_is_made_of(watch: Watch, studies: Path, name: str) -> None:
    path = studies / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("new\n")
    assert watch.changed() == frozenset()
    (studies / "b.yml").write_text("so that there is something to wait for\n")
    assert wait(watch) == {studies / "b.yml"}


def test_several_at_once_are_one_change(watch: Watch, studies: Path) -> None:
    for name in ("a.yml", "b.yml"):
        replaced(studies / name)
    found = wait(watch)
    if len(found) < 2:  # a slow machine had time to look in between
        found |= wait(watch)
    assert found == {studies / "a.yml", studies / "b.yml"}


def test_what_happens_while_nobody_waits_is_not_lost(watch: Watch, studies: Path) -> None:
    (studies / "a.yml").write_text("during a build\n")
    (studies / "b.yml").unlink()
    assert wait(watch) == {studies / "a.yml", studies / "b.yml"}


def test_a_folder_that_goes_and_comes_again(watch: Watch, studies: Path) -> None:
    elsewhere = studies.with_name("elsewhere")
    studies.rename(elsewhere)
    gone = wait(watch)
    assert studies / "a.yml" in gone
    elsewhere.rename(studies)
    assert wait(watch) == gone
    (studies / "a.yml").write_text("after all that\n")
    assert wait(watch) == {studies / "a.yml"}


def test_somebody_may_wake_it(watch: Watch) -> None:
    woken = threading.Event()
    waiting = threading.Timer(0.05, woken.set)
    waiting.start()
    assert watch.wait(woken) == frozenset()
    waiting.join()


def test_waiting_may_end(watch: Watch) -> None:
    assert watch.wait(seconds=0.05) == frozenset()


def test_places_may_move(watch: Watch, studies: Path, tmp_path: Path) -> None:
    other = tmp_path / "templates"
    other.mkdir()
    (other / "cover.html.j2").write_text("old\n")
    order = Order(studies / "a.yml", "studies/a.yml", templates=other)
    (studies / "a.yml").write_text("before the move\n")
    watch.move_to(places_of([order]))
    # What was there counts as seen, and what had changed before does not.
    assert wait(watch) == {studies / "a.yml"}
    (other / "cover.html.j2").write_text("new\n")
    assert wait(watch) == {other / "cover.html.j2"}


def test_polling_says_why(monkeypatch: pytest.MonkeyPatch, studies: Path) -> None:
    refuse_notices(monkeypatch)
    with Watch(places(studies)) as watch:
        assert (watch.native, watch.reason) == (
            False,
            'OS file watch limit reached. about ["studies"]',
        )


def test_a_disk_that_notifies_nobody(monkeypatch: pytest.MonkeyPatch, studies: Path) -> None:
    class Deaf:
        def __init__(self, *_: object) -> None:
            pass

        def watch(self, *_: object) -> str:
            time.sleep(0.01)
            return "timeout"

        def close(self) -> None:
            pass

    monkeypatch.setattr(_rust_notify, "RustNotify", Deaf)
    with Watch(places(studies)) as watch:
        saving = threading.Timer(0.1, (studies / "a.yml").write_text, ["from another machine\n"])
        saving.start()
        assert wait(watch) == {studies / "a.yml"}
        saving.join()


def test_a_signal_goes_through(studies: Path) -> None:
    with Watch(places(studies)) as watch:
        interrupt = threading.Timer(0.1, os.kill, [os.getpid(), 2])
        interrupt.start()
        with pytest.raises(KeyboardInterrupt):
            wait(watch)
        interrupt.join()


# --- What there is to watch -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "file", "tree"),
    [
        ("brand: ../house/_brand.yml", "house/_brand.yml", "house"),
        ("brand: '../house'  # ours", "house/_brand.yml", "house"),
        ("brand: auto", "_brand.yml", "."),
        ("title: without a brand", "_brand.yml", "."),
        ("brand: ../new/_brand.yml", "new/_brand.yml", "new/_brand.yml"),
    ],
)
def test_a_brand_that_lies_elsewhere(
    tmp_path: Path, studies: Path, said: str, file: str, tree: str
) -> None:
    (tmp_path / "house").mkdir()
    for folder in (tmp_path, tmp_path / "house"):
        (folder / "_brand.yml").write_text("meta: {name: x}\n")
    (studies / "a.yml").write_text(f"id: a\n{said}\n")
    found = places_of([Order(studies / "a.yml", "a.yml")])
    assert found.files == (tmp_path / file,)
    assert (tmp_path / tree).resolve() in found.trees


def test_templates_and_brands_that_come_along_are_watched(studies: Path) -> None:
    found = places(studies)
    assert {shipped.templates_folder(), shipped.studies_folder() / "brands"} <= {*found.trees}


def test_a_tree_is_searched_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "MOST_FOLDERS", 3)
    for name in ("a", "b", "b/deeper"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "logo.svg").write_text("x")
    with Watch(Places((), trees=(tmp_path,))) as watch:
        (tmp_path / "b" / "deeper" / "logo.svg").write_text("too deep\n")
        assert watch.changed() == frozenset()
        (tmp_path / "b" / "logo.svg").write_text("near enough\n")
        assert wait(watch) == {tmp_path / "b" / "logo.svg"}


@pytest.mark.parametrize("way", ["native", "polling"])
def test_a_brand_behind_a_link(
    tmp_path: Path, studies: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """As several folders of studies share a brand."""
    if way == "polling":
        refuse_notices(monkeypatch)
    common = tmp_path / "common" / "shared"
    (common / "fonts").mkdir(parents=True)
    (common / "_brand.yml").write_text("meta: {name: x}\n")
    (studies / "brands" / "shared").symlink_to("../../common/shared")
    for name in ("a", "b"):
        (studies / f"{name}.yml").write_text("brand: shared\n")
    with Watch(places(studies)) as watch:
        for name in ("_brand.yml", "fonts/own.ttf"):
            (common / name).write_text("meta: {name: another}\n")
            assert wait(watch) == {(common / name).resolve()}
