"""Whatever changes, an incremental build gives what a full one gives, and does no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cache_world import LOGO, PLAIN, World, small_font
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ETT, TO, TRE = "ett", "to", "tre"
ALL = (ETT, TO, TRE)


@dataclass(frozen=True)
class Input:
    """Something that briefs are made of, and how it is changed: to 0, as it was, or to 1.

    `briefs` are made anew where it changes, the charts of `charts` drawn anew.
    `told` is what a brief's key holds: each value is kept for itself.
    """

    change: Callable[[World, int], None]
    briefs: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    told: bool = False


def _text(path: Callable[[World], Path], old: str, new: str) -> Callable[[World, int], None]:
    def change(world: World, value: int) -> None:
        text = path(world).read_text(encoding="utf-8")
        before, after = (old, new) if value else (new, old)
        assert before in text or after in text
        path(world).write_text(text.replace(before, after, 1), encoding="utf-8")

    return change


def _there(path: Callable[[World], Path], content: str) -> Callable[[World, int], None]:
    def change(world: World, value: int) -> None:
        path(world).parent.mkdir(parents=True, exist_ok=True)
        if value:
            path(world).write_text(content, encoding="utf-8")
        else:
            path(world).unlink(missing_ok=True)

    return change


def _other_font(path: Callable[[World], Path]) -> Callable[[World, int], None]:
    return lambda world, value: _write(path(world), small_font("Bold" if value else "Regular"))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _option(name: str, given: object, other: object) -> Callable[[World, int], None]:
    return lambda world, value: world.options.update({name: other if value else given})


def _variable(name: str, text: str) -> Callable[[World, int], None]:
    def change(world: World, value: int) -> None:
        world.environ[name] = text if value else ""

    return change


def _language(code: str) -> Callable[[World], Path]:
    return lambda world: world.site / "reportgen" / "language" / "data" / f"{code}.yml"


CONTENTS = "<nav aria-label=x></nav>\n"
VERSION = "Metadata-Version: 2.1\nName: Jinja2\nVersion: 99.0\n"


def _another_version(world: World, value: int) -> None:
    folder = world.site / "jinja2-99.0.dist-info"
    if value:
        folder.mkdir()
        (folder / "METADATA").write_text(VERSION, encoding="utf-8")
    else:
        shutil.rmtree(folder)


INPUTS = {
    "a number": Input(
        _text(lambda world: world.study(ETT), "value: {ratio: 7/10}", "value: {ratio: 8/10}"),
        (ETT,),
        told=True,
    ),
    "a comment": Input(
        _text(lambda world: world.study(TO), "id: to", "# a comment\nid: to"), (TO,), told=True
    ),
    "a brand's colour": Input(
        _text(lambda world: world.house / "_brand.yml", "#1a5276", "#145a32"), (ETT,), (ETT,)
    ),
    "a brand's name": Input(
        _text(lambda world: world.house / "_brand.yml", "name: Huset", "name: Gården"), (ETT,)
    ),
    "a logo": Input(
        lambda world, value: _write(world.house / "logo.svg", LOGO.format(9 - value).encode()),
        (ETT,),
    ),
    "a font of one's own": Input(
        _other_font(lambda world: world.house / "eget.ttf"), (ETT,), (ETT,)
    ),
    "a font of a package": Input(
        _other_font(lambda world: world.lato / "files" / "Lato-Regular.ttf"), ALL, (TO, TRE)
    ),
    "a nearer brand": Input(
        _there(lambda world: world.studies / "_brand.yml", PLAIN.format("Intill")), (TO,)
    ),
    "a brand of the same name": Input(
        _there(
            lambda world: world.studies / "brands" / "neutral" / "_brand.yml",
            PLAIN.format("Egen").replace("#7b241c", "#0e6251"),
        ),
        (TRE,),
        (TRE,),
    ),
    "a brand in the environment": Input(_variable("BRAND_YML_PATH", "other.yml"), (TO,)),
    "a template": Input(
        _text(
            lambda world: world.site / "templates" / "brief" / "contents.html.j2",
            "<nav",
            "<nav class=x",
        ),
        ALL,
    ),
    "a style sheet": Input(
        _text(
            lambda world: world.site / "templates" / "brief" / "css" / "screen.css",
            "letter-spacing: normal",
            "letter-spacing: 0",
        ),
        ALL,
    ),
    "a template of the user": Input(
        _there(lambda world: world.project / "own" / "brief" / "method.html.j2", CONTENTS), ALL
    ),
    "a template that nothing names": Input(
        _there(lambda world: world.project / "own" / "brief" / "other.html.j2", "x")
    ),
    "words of Swedish": Input(
        _text(_language("sv"), 'source_is: "Källa: ', 'source_is: "Källor: '),
        (ETT, TRE),
        (ETT, TRE),
    ),
    "words of Norwegian": Input(
        _text(_language("nb"), 'source_is: "Kilde: ', 'source_is: "Kilder: '), (TO,), (TO,)
    ),
    "an option": Input(_option("base_url", None, "https://example.org/"), ALL, told=True),
    "an annex": Input(_option("annexes", [], ["ledger"]), ALL, told=True),
    "a version": Input(
        _another_version,
        ALL,
        ALL,
        told=True,
    ),
    "the program": Input(
        _there(lambda world: world.site / "reportgen" / "compute" / "more.py", "ONE = 1\n"),
        ALL,
        ALL,
        told=True,
    ),
    "a date that no page bears": Input(_variable("SOURCE_DATE_EPOCH", "1700000000")),
    "a file of somebody else": Input(_there(lambda world: world.studies / "notes.txt", "x")),
}
CHARTS = {ETT: 3, TO: 3, TRE: 3}


@dataclass
class Expected:
    """What a build has to do, by what earlier ones did."""

    values: dict[str, int] = field(default_factory=lambda: dict.fromkeys(INPUTS, 0))
    _records: dict[tuple[object, ...], tuple[int, ...]] = field(default_factory=dict)
    _charts: set[tuple[object, ...]] = field(default_factory=set)

    def build(self) -> tuple[set[str], int]:
        """The briefs that are made anew, and how many charts are drawn for it."""
        anew, before = set(), len(self._charts)
        for brief in ALL:
            key = (brief, *self._of(brief, told=True))
            parts = self._of(brief, told=False)
            if self._records.get(key) != parts:
                anew.add(brief)
                self._records[key] = parts
                self._charts |= set(self._charts_of(brief))
        return anew, len(self._charts) - before

    def _of(self, brief: str, *, told: bool) -> tuple[int, ...]:
        return tuple(
            self.values[name]
            for name, each in INPUTS.items()
            if brief in each.briefs and each.told is told
        )

    def _charts_of(self, brief: str) -> Iterator[tuple[object, ...]]:
        shared = tuple(self.values[name] for name, each in INPUTS.items() if brief in each.charts)
        for at in range(CHARTS[brief]):
            shown = self.values["a number"] if (brief, at) == (ETT, 1) else 0
            yield brief, at, shared, shown
        if brief == ETT:  # its brand alone has a cover with a drawing on it, which says no word
            yield (
                brief,
                "cover",
                tuple(
                    self.values[name]
                    for name, each in INPUTS.items()
                    if brief in each.charts and not name.startswith("words")
                ),
            )


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Expected]]:
    with World(tmp_path_factory.mktemp("world")) as made:
        expected = Expected()
        built = made.built_like_new()
        assert (built.anew, built.drawn) == expected.build()
        yield made, expected


@pytest.mark.parametrize("name", INPUTS)
def test_one_input_changes(world: tuple[World, Expected], name: str) -> None:
    made, expected = world
    for value in (1, 0):
        INPUTS[name].change(made, value)
        expected.values[name] = value
        built = made.built_like_new() if value else made.build()
        assert (built.anew, built.drawn) == expected.build(), (name, value)


@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(sorted(INPUTS)), min_size=2, max_size=5, unique=True))
def test_several_inputs_change(world: tuple[World, Expected], names: list[str]) -> None:
    made, expected = world
    for name in names:
        expected.values[name] = 1 - expected.values[name]
        INPUTS[name].change(made, expected.values[name])
    built = made.built_like_new()
    assert (built.anew, built.drawn) == expected.build(), expected.values
