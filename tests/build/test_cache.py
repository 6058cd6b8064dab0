"""Briefs that are kept: what is looked up, what is written again, and what is no record."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen import ingredients
from reportgen.build import cache as module
from reportgen.build.attempt import Done, Failed
from reportgen.build.briefs import build_briefs
from reportgen.build.cache import BriefCache, Record
from reportgen.build.serial import SerialExecutor
from reportgen.checks.policy import Policy
from reportgen.ingredients import Ingredient
from reportgen.pipeline import Order
from reportgen.problems import Problem, Severity, Span

CHECKOUT = Path(__file__).resolve().parents[2]
STUDY = CHECKOUT / "tests" / "study" / "liten-studie.yml"


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Order:
    """A study in the current folder, and where its brief is kept."""
    monkeypatch.chdir(tmp_path)
    Path("liten-studie.yml").write_bytes(STUDY.read_bytes())
    return Order(
        Path("liten-studie.yml"), "liten-studie.yml", formats=("html",), cache=tmp_path / "cache"
    )


def came(*orders: Order) -> list[str]:
    with SerialExecutor() as executor:
        results = list(build_briefs(orders, Path("out"), executor))
    return [
        result.outcome.came if isinstance(result, Done) else type(result).__name__
        for result in results
    ]


PAGE = Path("out/liten-studie/liten-studie.html")


def test_what_lies_there_is_not_touched(order: Order) -> None:
    assert came(order) == ["built"]
    before = PAGE.stat(), Path("out/manifest.json").stat(), PAGE.read_bytes()
    assert came(order) == ["unchanged"]
    assert before == (PAGE.stat(), Path("out/manifest.json").stat(), PAGE.read_bytes())


def test_what_is_missing_or_changed_is_written_again(order: Order) -> None:
    came(order)
    content, manifest = PAGE.read_bytes(), Path("out/manifest.json").read_bytes()
    PAGE.unlink()
    Path("out/manifest.json").unlink()
    assert came(order) == ["restored"]
    PAGE.write_text("another")
    assert came(order) == ["restored"]
    assert (PAGE.read_bytes(), Path("out/manifest.json").read_bytes()) == (content, manifest)


def test_in_another_checkout_it_is_known_as_well(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(order)
    page = PAGE.read_bytes()
    (tmp_path / "elsewhere").mkdir()
    Path("liten-studie.yml").rename("elsewhere/liten-studie.yml")
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert came(order) == ["restored"]
    assert PAGE.read_bytes() == page


@pytest.mark.parametrize("kind", ["brief", "file"])
def test_what_is_damaged_is_built_anew(order: Order, kind: str) -> None:
    came(order)
    page = PAGE.read_bytes()
    for entry in Path("cache", kind).rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    PAGE.unlink()
    assert came(order) == ["built"]
    assert PAGE.read_bytes() == page
    PAGE.unlink()
    assert came(order) == ["restored"]


def test_a_folder_that_cannot_be_written_keeps_nothing(order: Order) -> None:
    Path("file").touch()
    order = dataclasses.replace(order, cache=Path("file/cache"))
    assert came(order) == came(order) == ["built"]


def test_what_fails_is_not_kept(order: Order) -> None:
    text = order.path.read_text(encoding="utf-8")
    order.path.write_text(text.replace("kind: survey", "kind: survay"), encoding="utf-8")
    assert came(order) == came(order) == [Failed.__name__]
    assert not Path("cache/brief").exists()


def test_a_study_from_stdin_is_known_by_its_text(order: Order) -> None:
    text = order.path.read_text(encoding="utf-8")
    piped = dataclasses.replace(order, path=Path("liten-studie.yml"), text=text)
    order.path.unlink()
    assert came(piped) == ["built"]
    assert came(piped) == ["unchanged"]
    assert came(dataclasses.replace(piped, text=text + "# more\n")) == ["built"]


def test_a_study_that_changes_meanwhile_is_not_kept(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.BriefCache.found

    def found_and_changed(self: BriefCache, order: Order, folder: Path) -> Record | None:
        record = real(self, order, folder)
        with order.path.open("a", encoding="utf-8") as study:
            study.write("# saved again\n")
        return record

    with monkeypatch.context() as here:
        here.setattr(module.BriefCache, "found", found_and_changed)
        assert came(order) == ["built"]
    assert came(order) == ["built"]
    assert came(order) == ["unchanged"]


def test_a_template_chosen_by_a_value_is_never_kept(order: Order) -> None:
    own = Path("own/brief")
    own.mkdir(parents=True)
    shared = (CHECKOUT / "templates" / "brief" / "contents.html.j2").read_text(encoding="utf-8")
    chosen = "{% set name = 'brief/css/social.css' %}{% include name %}"
    (own / "contents.html.j2").write_text(chosen + shared, encoding="utf-8")
    order = dataclasses.replace(order, templates=Path("own"))
    assert came(order) == came(order) == ["built"]


def test_more_briefs_than_the_cache_may_hold_are_unchanged_all_the_same(tmp_path: Path) -> None:
    orders = []
    for name in ("a", "b", "c"):
        path = tmp_path / f"{name}.yml"
        path.write_text(STUDY.read_text("utf-8").replace("id: liten-studie", f"id: {name}", 1))
        orders.append(Order(path, path.name, formats=("html",), cache=tmp_path / "cache"))
    for expected in ("built", "unchanged"):
        cache = BriefCache(tmp_path / "cache", limit=30_000)  # a record, and no file
        with SerialExecutor() as executor:
            results = [*build_briefs(orders, tmp_path / "out", executor, cache=cache)]
        assert [result.outcome.came for result in results] == [expected] * 3


def test_a_link_that_leads_nowhere_is_not_one_that_leads_away(order: Order) -> None:
    away = Path("elsewhere/away.yml").absolute()
    away.parent.mkdir()
    Path("_brand.yml").write_text("meta: {name: Outer}\ncolor: {primary: '#7b241c'}\n")
    inner = Path("studies/liten-studie.yml")
    inner.parent.mkdir()
    inner.write_text(order.path.read_text("utf-8").replace("brand: neutral", "brand: auto"))
    (inner.parent / "_brand.yml").symlink_to(away)
    order = dataclasses.replace(order, path=inner, shown_as=str(inner))
    assert came(order) == ["built"]
    assert came(order) == ["unchanged"]
    away.write_text("color: {primary: '#145a32'}\n")
    assert came(order) == ["Failed"]


def test_a_program_that_was_replaced_meanwhile_keeps_under_no_name_of_the_new_one(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingredients, "loaded_state", lambda: "an older program")
    ingredients.kept_with_surroundings.cache_clear()
    try:
        assert came(order) == ["built"]
        monkeypatch.undo()
        monkeypatch.chdir(order.cache.parent)
        ingredients.kept_with_surroundings.cache_clear()
        assert came(order) == ["built"]
    finally:
        ingredients.kept_with_surroundings.cache_clear()


def test_a_brand_by_a_link_that_comes_to_lead_elsewhere(order: Order) -> None:
    for name, colour in (("one", "#7b241c"), ("two", "#145a32")):
        brand = Path("houses", name, "_brand.yml")
        brand.parent.mkdir(parents=True)
        brand.write_text(f'meta: {{name: {name}}}\ncolor: {{primary: "{colour}"}}\n')
    Path("brands").mkdir()
    link = Path("brands/neutral")
    link.symlink_to("../houses/one")
    assert came(order) == ["built"]
    link.unlink()
    link.symlink_to("../houses/two")
    assert came(order) == ["built"]
    assert came(order) == ["unchanged"]


@pytest.mark.parametrize(
    "change",
    [
        {"formats": ("html", "social")},
        {"base_url": "https://example.org/"},
        {"annexes": ("ledger",)},
        {"policy": Policy(disclosure="bpc")},
        {"shown_as": "./liten-studie.yml"},
        {"templates": Path("own")},
    ],
)
def test_every_option_counts(order: Order, change: dict[str, object]) -> None:
    Path("own").mkdir()
    cache = BriefCache(Path("cache"))
    keys = {cache._keyed(each) for each in (order, dataclasses.replace(order, **change))}
    assert len(keys) == 2


def test_a_date_counts_where_a_pdf_bears_it(order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = BriefCache(Path("cache"))
    printed = dataclasses.replace(order, formats=("pdf",))
    keys = set()
    for moment in ("", "1700000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        keys |= {cache._keyed(order), cache._keyed(printed)}
    assert len(keys) == 3


def test_a_pdf_of_another_date_is_another_one(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = dataclasses.replace(order, formats=("pdf",))
    made = set()
    for moment, how in (("", "built"), ("1700000000", "built"), ("", "restored")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        assert came(order) == [how]
        made.add(PAGE.with_suffix(".pdf").read_bytes())
    assert len(made) == 2


RECORD = Record(
    id="a",
    title="“A”",
    inputs=(("a.yml", "ab"),),
    warnings=(
        Problem(
            code="TEXT202",
            message="so",
            span=Span("a\udc80.yml", 3, 4, 5, "the line"),
            remedy="else",
            severity=Severity.WARNING,
        ),
    ),
    versions={"babel": "2"},
    outputs=(module.Output("a/a.pdf", "cd", 12, 3), module.Output("a/a.html", "ef", 9, None)),
    made_of=(Ingredient("study", "a.yml", "ab"), Ingredient("", "/b", "absent")),
)


def test_a_record_is_the_same_after_json() -> None:
    read = module._decoded(module._encoded(RECORD))
    assert read == RECORD
    assert read is not None
    assert read.warnings[0].full() == RECORD.warnings[0].full()
    assert read.warnings[0].span.text == "the line"


@pytest.mark.parametrize("key", ["id", "title", "inputs", "warnings", "outputs", "made_of"])
def test_a_record_of_another_form_is_none(key: str) -> None:
    told = json.loads(module._encoded(RECORD))
    del told[key]
    assert module._decoded(json.dumps(told).encode()) is None
    for wrong in (b"", b"[]", b"null", b"\xff", b"{"):
        assert module._decoded(wrong) is None


def test_to_look_a_brief_up_loads_no_library(order: Order) -> None:
    came(order)
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from reportgen.pipeline import Order\n"
        "from reportgen.build.briefs import build_briefs\n"
        "from reportgen.build.serial import SerialExecutor\n"
        "order = Order(Path('liten-studie.yml'), 'liten-studie.yml', formats=('html',),"
        f" cache=Path({str(order.cache)!r}))\n"
        "(done,) = build_briefs([order], Path('out'), SerialExecutor())\n"
        "heavy = {'pydantic', 'yaml', 'jinja2', 'matplotlib', 'weasyprint', 'babel', 'numpy'}\n"
        "print(done.outcome.came, heavy & set(sys.modules))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "unchanged set()\n", ended.stderr


def test_with_all_charts_kept_matplotlib_is_not_loaded(order: Order) -> None:
    came(order)
    with order.path.open("a", encoding="utf-8") as study:
        study.write("# a comment\n")
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from reportgen.pipeline import Order, render\n"
        "order = Order(Path('liten-studie.yml'), 'liten-studie.yml', formats=('html',),"
        f" cache=Path({str(order.cache)!r}))\n"
        "print(len(render(order).artifacts), {'matplotlib', 'numpy'} & set(sys.modules))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "1 set()\n", ended.stderr
