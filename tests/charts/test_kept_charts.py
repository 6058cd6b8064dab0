"""Charts from the shelf are the charts that are drawn, and only what changed is drawn."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import shipped
from reportgen.brand.brand import Brand, Colour, Face
from reportgen.brand.fonts import typeface
from reportgen.brand.reader import find_brand, read_brand
from reportgen.charts import draw as drawing
from reportgen.charts.chart import Chart, Drawing
from reportgen.charts.covers import draw as covers
from reportgen.charts.kept_charts import Shelf, chart_of, cover_of, decoded, encoded
from reportgen.compute.finding import Findings
from reportgen.compute.findings import compute
from reportgen.kept import Kept
from reportgen.language.language import Language, load_language
from reportgen.study.model import Study
from reportgen.study.reader import read_study

IDS = sorted(path.stem for path in shipped.studies_folder().glob("*.yml"))


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Kept(tmp_path / "cache"), "here")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn, by its kind."""
    kinds: list[str] = []
    real, real_cover = drawing.draw_chart, covers.draw_cover

    def counted(plan, *rest):
        kinds.append(plan.kind.value)
        return real(plan, *rest)

    def counted_cover(findings, brand):
        kinds.append("cover")
        return real_cover(findings, brand)

    monkeypatch.setattr(drawing, "draw_chart", counted)
    monkeypatch.setattr(covers, "draw_cover", counted_cover)
    return kinds


def read(study_id: str) -> tuple[Study, Brand, Language]:
    folder = shipped.studies_folder()
    study = read_study(folder / f"{study_id}.yml").study
    path = find_brand(folder, study.brand, folder)
    return study, read_brand(path, "b"), load_language(study.language)


def charts(
    study: Study, brand: Brand, language: Language, shelf: Shelf | None
) -> dict[str, Chart | Drawing | None]:
    findings = compute(study)
    made: dict[str, Chart | Drawing | None] = {
        name: chart_of(plan, name, findings, brand, language, shelf)
        for name, plan in study.charts()
    }
    return {**made, "cover": cover_of(findings, brand, shelf)}


@pytest.mark.parametrize("study_id", IDS)
def test_the_shelf_gives_what_is_drawn(study_id: str, shelf: Shelf, drawn: list[str]) -> None:
    study, brand, language = read(study_id)
    findings = compute(study)
    whole = {
        name: drawing.draw_chart(plan, name, findings, brand, language)
        for name, plan in study.charts()
    }
    assert {**whole, "cover": covers.draw_cover(findings, brand)} == charts(
        study, brand, language, None
    )
    first = charts(study, brand, language, shelf)
    drawn.clear()
    assert charts(study, brand, language, shelf) == first == charts(study, brand, language, None)
    assert "cover" not in drawn[: -len(whole)] or first["cover"] is None


def changed(study: Study, result_id: str, **update: object) -> Study:
    results = [
        result.model_copy(update={"value": result.value.model_copy(update=update)})
        if result.id == result_id
        else result
        for result in study.results
    ]
    return study.model_copy(update={"results": tuple(results)})


def test_one_number_draws_what_shows_it(shelf: Shelf, drawn: list[str]) -> None:
    study, brand, language = read("se-kunden")
    charts(study, brand, language, shelf)
    for result in study.results:
        if result.value.percent is None:
            continue
        drawn.clear()
        charts(changed(study, result.id, percent=result.value.percent + 1), brand, language, shelf)
        showing = [plan.kind.value for _, plan in study.charts() if result.id in plan.results]
        on_cover = ["cover"] * (result.id == study.brief.cover.result)
        assert drawn == showing + on_cover, result.id


def test_prose_draws_nothing(shelf: Shelf, drawn: list[str]) -> None:
    study, brand, language = read("se-kunden")
    before = charts(study, brand, language, shelf)
    drawn.clear()
    name, plan = next(study.charts())
    retold = plan.model_copy(update={"title": "Another", "note": "And more"})
    chart = chart_of(retold, "elsewhere", compute(study), brand, language, shelf)
    assert drawn == []
    assert chart == replace(before[name], id="elsewhere", title="Another", note="And more")


def test_what_no_chart_shows_draws_nothing(shelf: Shelf, drawn: list[str]) -> None:
    study, brand, language = read("it-chefer-om-kundservice")
    charts(study, brand, language, shelf)
    drawn.clear()
    dark = {role: Colour(each.light, "#123456") for role, each in brand.colours.items()}
    other = replace(brand, name="x", wordmark="x", motif="dot", heading_weight=900, colours=dark)
    charts(study.model_copy(update={"title": "x", "publisher": "x"}), other, language, shelf)
    assert drawn == []


@pytest.mark.parametrize("what", ["colour", "language", "surroundings"])
def test_what_all_charts_show_draws_all(what: str, shelf: Shelf, drawn: list[str]) -> None:
    study, brand, language = read("it-chefer-om-kundservice")
    charts(study, brand, language, shelf)
    drawn.clear()
    if what == "colour":
        colours = {**brand.colours, "accent": Colour("#123456", "#123456")}
        brand = replace(brand, colours=colours)
    elif what == "language":
        language = replace(language, state="another")
    else:
        shelf = replace(shelf, surroundings="elsewhere")
    charts(study, brand, language, shelf)
    assert len([kind for kind in drawn if kind != "cover"]) == len(list(study.charts()))


def test_a_chart_cannot_look_beyond_its_key() -> None:
    from reportgen.charts.kept_charts import seen_by_chart

    study, _, _ = read("se-kunden")
    _, plan = next(study.charts())
    seen = seen_by_chart(plan, compute(study))
    assert isinstance(seen, Findings)
    assert seen.by_id.keys() == set(plan.results)
    for hidden in ("brief", "title", "disclosure", "publisher"):
        with pytest.raises(AttributeError):
            getattr(seen.study, hidden)


def test_a_chart_is_the_same_after_json() -> None:
    study, brand, language = read("darligere-kundeservice")
    for drawn in charts(study, brand, language, None).values():
        if drawn is not None:
            assert decoded(encoded(drawn)) == drawn


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"3", b'{"svg": 1, "width": 1, "height": 1}', b"\xff"],
)
def test_what_is_no_chart_is_drawn_anew(
    content: bytes, shelf: Shelf, drawn: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    study, brand, language = read("darligere-kundeservice")
    first = charts(study, brand, language, shelf)
    monkeypatch.setattr(Kept, "get", lambda *_: content)
    drawn.clear()
    assert charts(study, brand, language, shelf) == first
    assert len(drawn) >= len(list(study.charts()))


def test_a_field_too_many_or_of_another_kind_is_no_chart() -> None:
    study, brand, language = read("darligere-kundeservice")
    name, plan = next(study.charts())
    told = json.loads(encoded(chart_of(plan, name, compute(study), brand, language)))
    for wrong in ({"more": 1}, {"alt": 3}, {"kind": "pie"}, {"table": {}}, {"wide": {"svg": ""}}):
        with pytest.raises((ValueError, TypeError, KeyError)):
            decoded(json.dumps({**told, **wrong}).encode())


def test_a_font_that_is_replaced_while_a_chart_is_drawn(
    shelf: Shelf, drawn: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows which of the two it shows, so that it is drawn again."""
    study, brand, language = read("se-kunden")
    own = tmp_path / "own.ttf"

    def use(family: str) -> None:
        shutil.copy(typeface(family).face(400).path, tmp_path / "new")
        (tmp_path / "new").replace(own)

    faces = tuple(Face("Own", weight, False, own) for weight in (400, 700))
    brand = replace(brand, charts=replace(brand.charts, family="Own", faces=faces))
    name, plan = next(study.charts())
    real = drawing.draw_chart

    def replacing(*given):
        use("Source Serif Pro")
        return real(*given)

    use("Lato")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(drawing, "draw_chart", replacing)
        chart_of(plan, name, compute(study), brand, language, shelf)
    right = {}
    for family in ("Lato", "Source Serif Pro"):
        use(family)
        right[family] = chart_of(plan, name, compute(study), brand, language, shelf)
        assert right[family] == chart_of(plan, name, compute(study), brand, language)
    assert right["Lato"] != right["Source Serif Pro"]
