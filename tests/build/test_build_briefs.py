"""From orders to files, with a stand-in for the rendering."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from reportgen.build import manifest
from reportgen.build.attempt import Broken, Done, Failed, MissingLibrary, attempt, could_not_run
from reportgen.build.briefs import Delivered, Written, build_briefs
from reportgen.build.interruption import Terminated
from reportgen.build.names import collisions, folded
from reportgen.build.serial import SerialExecutor
from reportgen.outputs import files
from reportgen.outputs.artifact import Artifact
from reportgen.pipeline import Order, Rendering
from reportgen.problems import Problem, Problems, Span

FAULT = Problem(code="STUDY103", message="wrong", span=Span("b.yml", 1, 1))


def order(name: str) -> Order:
    return Order(Path(f"{name}.yml"), f"{name}.yml")


def rendering(name: str, content: bytes = b"page", *, pdf: bytes | None = None) -> Rendering:
    artifacts = [Artifact(f"{name}/{name}.html", content)]
    if pdf is not None:
        artifacts.append(Artifact(f"{name}/{name}.pdf", pdf, pages=2))
    return Rendering(name, f"Title of {name}", tuple(artifacts), ((f"{name}.yml", "ab"),), ())


class Given(SerialExecutor):
    """Brings back what it was given, whatever is asked of it."""

    def __init__(self, *results: Any) -> None:
        self._results = iter(results)

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(next(self._results))
        return future


def build(folder: Path, *results: Any) -> list[Any]:
    return list(build_briefs([result.order for result in results], folder, Given(*results)))


def done(name: str, content: bytes = b"page", *, pdf: bytes | None = None) -> Done[Rendering]:
    return Done(order(name), rendering(name, content, pdf=pdf))


def listed(folder: Path) -> list[str]:
    return sorted(manifest.kept(folder))


def test_what_fails_stays_with_its_order(tmp_path: Path) -> None:
    failed = Failed(order("b"), (FAULT,))
    broken = Broken(order("c"), "KeyError: 'x'", "…")
    results = build(tmp_path, done("a", pdf=b"%PDF"), failed, broken, done("d"))
    assert results == [
        Done(
            order("a"),
            Delivered(
                "a",
                "Title of a",
                (
                    Written(tmp_path / "a/a.html", 4, None),
                    Written(tmp_path / "a/a.pdf", 4, 2),
                ),
                (),
            ),
        ),
        failed,
        broken,
        Done(
            order("d"),
            Delivered("d", "Title of d", (Written(tmp_path / "d/d.html", 4, None),), ()),
        ),
    ]
    assert listed(tmp_path) == ["a", "d"]


def test_two_studies_with_one_id(tmp_path: Path) -> None:
    second = Done(Order(Path("x.txt"), "x.txt"), rendering("a", b"other"))
    results = build(tmp_path, done("a", b"first"), second)
    assert results[1] == Failed(
        second.order,
        (
            Problem(
                code="FILE206",
                message="“a” is the same id as in a.yml: one brief would overwrite the other",
                span=Span("x.txt"),
                remedy="give one of the two studies another id",
            ),
        ),
    )
    assert (tmp_path / "a/a.html").read_bytes() == b"first"


def test_a_full_disk_fails_that_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, done("a", b"old"))
    real = os.write

    def full(descriptor: int, content: bytes) -> int:
        if bytes(content) == b"too much":
            raise OSError(errno.ENOSPC, "full")
        return real(descriptor, content)

    monkeypatch.setattr(files.os, "write", full)
    failed, delivered = build(tmp_path, done("a", b"too much"), done("b"))
    assert isinstance(failed, Failed) and failed.found[0].code == "FILE201"
    assert isinstance(delivered, Done)
    assert (tmp_path / "a/a.html").read_bytes() == b"old"
    assert listed(tmp_path) == ["a", "b"]


def test_the_manifest_is_the_same_whatever_came_first(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    build(one, done("a"), done("b"))
    build(other, done("b"))
    build(other, done("a"))
    assert (one / "manifest.json").read_bytes() == (other / "manifest.json").read_bytes()


def test_the_manifest_keeps_what_is_still_true(tmp_path: Path) -> None:
    build(tmp_path, done("a"), done("b"), done("c"))
    (tmp_path / "a/a.html").write_bytes(b"pagE")
    (tmp_path / "b/b.html").unlink()
    build(tmp_path, done("d"))
    assert listed(tmp_path) == ["c", "d"]


@pytest.mark.parametrize("place", ["a/a.html", "manifest.json"])
def test_a_disk_that_fails_drops_nothing_from_the_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    build(tmp_path, done("a"), done("b"))
    before = (tmp_path / "manifest.json").read_bytes()
    failing, look = tmp_path / place, Path.stat

    def stat(path: Path, **given: Any) -> os.stat_result:
        if path == failing:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        return look(path, **given)

    def read_text(path: Path, **_: Any) -> str:
        stat(path)
        return path.read_bytes().decode()

    with monkeypatch.context() as disk:
        disk.setattr(Path, "stat", stat)
        disk.setattr(Path, "read_text", read_text)
        with pytest.raises(Problems) as raised:
            build(tmp_path, done("c"))
    (problem,) = raised.value.found
    assert problem.full() == (
        f"{failing}: FILE107 the file cannot be read\n    is its disk or network drive in order?"
    )
    assert (tmp_path / "manifest.json").read_bytes() == before
    build(tmp_path, done("c"))
    assert listed(tmp_path) == ["a", "b", "c"]


def test_formats_built_apart_stand_together(tmp_path: Path) -> None:
    build(tmp_path, done("a", pdf=b"%PDF"))
    build(tmp_path, done("a"))
    assert sorted(manifest.kept(tmp_path)["a"]["outputs"]) == ["a/a.html", "a/a.pdf"]
    changed = Rendering("a", "T", (Artifact("a/a.html", b"new"),), (("a.yml", "cd"),), ())
    build(tmp_path, Done(order("a"), changed))
    assert sorted(manifest.kept(tmp_path)["a"]["outputs"]) == ["a/a.html"]


def test_a_file_of_an_earlier_text_is_told(tmp_path: Path) -> None:
    build(tmp_path, done("a", pdf=b"%PDF"))
    (tmp_path / "a" / "notes.pdf").write_bytes(b"of somebody's own")
    (same,) = build(tmp_path, done("a"))
    assert same.outcome.warnings == ()
    changed = Rendering("a", "T", (Artifact("a/a.html", b"new"),), (("a.yml", "cd"),), ())
    for _ in range(2):  # for as long as it lies there
        (result,) = build(tmp_path, Done(order("a"), changed))
        assert [each.full() for each in result.outcome.warnings] == [
            "a.yml: BUILD108 a.pdf beside the new files is of an earlier text\n"
            "    build it too, with --to pdf, or remove it"
        ]
    (tmp_path / "a" / "a.pdf").unlink()
    (result,) = build(tmp_path, Done(order("a"), changed))
    assert result.outcome.warnings == ()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"form": 99}', b'{"form": 1}', b"\xff"])
def test_a_manifest_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    build(tmp_path, done("a"))
    assert listed(tmp_path) == ["a"]


def test_an_interrupted_build_accounts_for_what_it_wrote(tmp_path: Path) -> None:
    class Interrupted(Given):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            try:
                return super().submit()
            except StopIteration:
                raise KeyboardInterrupt from None

    with pytest.raises(KeyboardInterrupt):
        list(build_briefs([order("a"), order("b")], tmp_path, Interrupted(done("a"))))
    assert listed(tmp_path) == ["a"]


def test_a_signal_never_parts_the_files_of_a_brief(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def signalled(*arguments: Any, **places: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        real(*arguments, **places)

    monkeypatch.setattr(files.os, "replace", signalled)
    with pytest.raises(Terminated):
        build(tmp_path, done("a", pdf=b"%PDF"), done("b"))
    assert (tmp_path / "a/a.html").read_bytes() == b"page"
    assert (tmp_path / "a/a.pdf").read_bytes() == b"%PDF"
    assert listed(tmp_path) == ["a"]
    monkeypatch.undo()
    build(tmp_path, done("b"))  # the folder is free again
    assert listed(tmp_path) == ["a", "b"]


def test_a_brief_in_which_a_signal_was_swallowed_is_not_written(tmp_path: Path) -> None:
    class Swallows(Given):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            with contextlib.suppress(BaseException):
                os.kill(os.getpid(), signal.SIGINT)
            return super().submit()

    with pytest.raises(KeyboardInterrupt):
        list(build_briefs([order("a")], tmp_path, Swallows(done("a"))))
    assert list(tmp_path.iterdir()) == []


def test_parts_of_a_build_come_to_the_manifest_of_the_whole(tmp_path: Path) -> None:
    """What docs/publishing.md does with jq: the briefs of all manifests in one."""
    whole, *parts = (tmp_path / name for name in ("whole", "1", "2"))
    build(whole, done("a"), done("\u00f6"), done("c"))
    build(parts[0], done("a"), done("c"))
    build(parts[1], done("\u00f6"))
    read = [json.loads((part / "manifest.json").read_text("utf-8")) for part in parts]
    briefs = {name: entry for each in read for name, entry in each["briefs"].items()}
    assert manifest.as_artifact(briefs).content == (whole / "manifest.json").read_bytes()
    assert {each["form"] for each in read} == {manifest.FORM}


def test_paths_that_say_nothing_about_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert manifest.portable("studies/./a.yml") == "studies/a.yml"
    assert manifest.portable(str(tmp_path / "studies" / "a.yml")) == "studies/a.yml"
    assert manifest.portable("/home/anna/a.yml") == "a.yml"
    assert manifest.portable("../anna/a.yml") == "a.yml"
    assert manifest.portable("brand:neutral") == "brand:neutral"


# --- Attempts and executors -----------------------------------------------------------------


def _walk(order: Order) -> str:
    if order.shown_as == "b.yml":
        raise Problems([FAULT])
    if order.shown_as == "c.yml":
        raise KeyError("x")
    return order.shown_as


def test_attempts() -> None:
    assert attempt(_walk, order("a")) == Done(order("a"), "a.yml")
    assert attempt(_walk, order("b")) == Failed(order("b"), (FAULT,))
    broken = attempt(_walk, order("c"))
    assert isinstance(broken, Broken)
    assert broken.error == "KeyError: 'x'"
    assert broken.trace.startswith("Traceback")


def test_a_missing_library_ends_the_run() -> None:
    def walk(_: Order) -> None:
        raise OSError("cannot load library 'libpango-1.0-0': …")

    with pytest.raises(MissingLibrary, match="libpango"):
        attempt(walk, order("a"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("FILE101", True),
        ("FILE206", True),
        ("SET101", True),
        ("FILE201", False),
        ("YAML101", False),
    ],
)
def test_what_could_not_run(code: str, expected: bool) -> None:
    assert could_not_run(Problem(code=code, message="", span=Span("x"))) is expected


def test_the_serial_executor_is_like_the_others() -> None:
    with SerialExecutor() as serial, ThreadPoolExecutor(1) as threads:
        for executor in (serial, threads):
            assert list(executor.map(abs, [-1, 2])) == [1, 2]
            assert executor.submit(divmod, 7, 2).result() == (3, 1)
            failing = executor.submit(divmod, 7, 0)
            assert isinstance(failing.exception(), ZeroDivisionError)


def test_the_serial_executor_works_when_it_is_asked() -> None:
    worked: list[int] = []
    results = SerialExecutor().map(worked.append, [1, 2])
    assert worked == []
    next(results)
    assert worked == [1]


def test_names_that_are_one_file_on_some_disk() -> None:
    assert folded("Ö-A") == folded("o\u0308-a") == folded("ö-a")
    found = collisions([("1.yml", "ö"), ("2.yml", "a"), ("3.yml", "O\u0308"), ("3.yml", "O\u0308")])
    assert [problem.message for problem in found] == [
        "“O\u0308” is too like “ö”, the id in 1.yml: one brief would overwrite the other"
    ] * 2
