"""Brand files: the five that are shipped, foreign ones, and faulty ones."""

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from reportgen import shipped
from reportgen.brand import fonts
from reportgen.brand.brand import ROLES, Brand
from reportgen.brand.contrast import Sight, contrast, distance, lightness
from reportgen.brand.reader import find_brand, read_brand
from reportgen.brand.roles import APART, SHAPE, SHAPE_ON, TEXT, TEXT_ON, clashes
from reportgen.problems import Problems, Span

FIVE = ("aastra", "kalix-tele24", "neutral", "tele2-foretag", "telia")
MODES = ("light", "dark")


def _shipped(name: str) -> Brand:
    return read_brand(find_brand(Path("nowhere"), name, shipped.studies_folder()), name)


def _written(folder: Path, text: str) -> Path:
    path = folder / "_brand.yml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def _complaints(folder: Path, text: str) -> str:
    with pytest.raises(Problems) as raised:
        read_brand(_written(folder, text), "_brand.yml")
    return "\n".join(problem.full() for problem in raised.value.found)


# --- The five -----------------------------------------------------------------------


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("mode", MODES)
def test_shipped_brands_keep_every_rule(name: str, mode: str) -> None:
    colours = {role: getattr(colour, mode) for role, colour in _shipped(name).colours.items()}
    assert tuple(colours) == ROLES
    assert not list(clashes(colours))
    for role, ground in TEXT_ON:
        assert contrast(colours[role], colours[ground]) >= TEXT, (role, ground)
    for role, ground in SHAPE_ON:
        assert contrast(colours[role], colours[ground]) >= SHAPE, (role, ground)


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sight", Sight)
def test_accent_and_second_differ_for_every_reader(name: str, mode: str, sight: Sight) -> None:
    colours = _shipped(name).colours
    accent, second = getattr(colours["accent"], mode), getattr(colours["second"], mode)
    assert distance(accent, second, sight) >= APART
    assert abs(lightness(accent) - lightness(second)) >= APART


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("mode", MODES)
def test_the_accent_does_not_print_as_the_grey_of_the_rest(name: str, mode: str) -> None:
    colours = _shipped(name).colours
    accent, rest = getattr(colours["accent"], mode), getattr(colours["rest"], mode)
    assert abs(lightness(accent) - lightness(rest)) >= 0.06


def test_one_tells_the_five_apart_with_the_title_covered() -> None:
    brands = [_shipped(name) for name in FIVE]
    assert len({brand.cover for brand in brands}) == 5
    assert len({brand.motif for brand in brands}) == 5
    assert len({(brand.headings.family, brand.body.family) for brand in brands}) == 5
    for index, brand in enumerate(brands):
        for other in brands[index + 1 :]:
            for role in ("cover", "accent"):
                apart = distance(brand.colours[role].light, other.colours[role].light)
                assert apart > 0.08, (brand.name, other.name, role)


def test_telia_in_full() -> None:
    brand = _shipped("telia")
    assert (brand.name, brand.path, brand.wordmark) == ("Telia", "telia", "telia")
    assert (brand.cover, brand.motif, brand.heading_weight) == ("bars", "rule", 800)
    families = (brand.headings.family, brand.body.family, brand.charts.family)
    assert families == ("Red Hat Display", "Source Sans Pro", "Source Sans Pro")
    assert brand.measure == pytest.approx(28.2, abs=0.05)
    assert all(face.path.is_file() for face in brand.faces)


@pytest.mark.parametrize("name", FIVE)
def test_figures_in_charts_are_tabular(name: str) -> None:
    assert all(fonts.tabular_digits(face) for face in _shipped(name).charts.faces)


# --- Brands that others wrote ---------------------------------------------------------

FOREIGN = Path(__file__).parent / "nordlys" / "_brand.yml"


def test_a_foreign_brand_works_unchanged() -> None:
    brand = read_brand(FOREIGN, "_brand.yml")
    assert (brand.name, brand.wordmark) == ("Nordlys", "Nordlys")
    assert (brand.cover, brand.motif) == ("plain", "rule")
    assert (brand.headings.family, brand.heading_weight) == ("Manrope", 600)
    assert (brand.body.family, brand.charts.family) == ("Lato", "Lato")
    light = {role: colour.light for role, colour in brand.colours.items()}
    assert light["accent"] == light["cover"] == light["heading"] == "#006992"
    assert light["ink"] == "#2d2d2d"  # its alpha laid on the white page
    assert brand.logo is not None
    assert (brand.logo.light.media, brand.logo.light.alt) == ("image/svg+xml", "Nordlys")
    assert brand.logo.dark.content != brand.logo.light.content
    for mode in MODES:
        finished = {role: getattr(colour, mode) for role, colour in brand.colours.items()}
        assert not list(clashes(finished))


@pytest.mark.parametrize(
    "color",
    [
        "{}",
        "{primary: black}",
        "{primary: white, background: white}",
        "{primary: '#ffee00', secondary: '#ffdd00'}",
        "{primary: '#ff0000', secondary: '#00aa00'}",
        "{primary: '#808080', secondary: '#808080', tertiary: '#808080'}",
        "{foreground: '#eeeeee', background: '#101010', primary: '#ff00ff'}",
        "{foreground: {light: '#111', dark: '#eee'}, background: {light: '#fff', dark: '#222'}}",
        "{foreground: '#767676', background: white, primary: '#ffee00'}",
        "{link: '#ffff00', primary: {dark: '#88ccff'}}",
    ],
)
def test_any_theme_is_derived_until_it_keeps_the_rules(tmp_path: Path, color: str) -> None:
    brand = read_brand(_written(tmp_path, f"color: {color}\nmeta: {{name: X}}\n"), "b")
    for mode in MODES:
        finished = {role: getattr(colour, mode) for role, colour in brand.colours.items()}
        assert not list(clashes(finished))
    paper = brand.colours["paper"]
    assert lightness(paper.light) > 0.9
    assert lightness(paper.dark) < 0.3


def test_a_brand_without_fonts_gets_ours(tmp_path: Path) -> None:
    brand = read_brand(_written(tmp_path, "meta: {name: Bare}\n"), "_brand.yml")
    families = (brand.headings.family, brand.body.family, brand.charts.family)
    assert families == ("Source Serif Pro", "Source Sans Pro", "Source Sans Pro")
    assert brand.heading_weight == 700


@pytest.mark.parametrize(
    ("base", "headings", "charts"),
    [
        ("Manrope", "Lato", "Lato"),
        ("Manrope", "Red Hat Display", "Source Sans Pro"),
        ("Caladea", "Lato", "Caladea"),
    ],
)
def test_charts_take_the_first_face_with_tabular_figures(
    tmp_path: Path, base: str, headings: str, charts: str
) -> None:
    text = f"typography: {{base: {base}, headings: {headings}}}\n"
    assert read_brand(_written(tmp_path, text), "_brand.yml").charts.family == charts


def test_the_base_family_also_sets_headings_where_they_name_none(tmp_path: Path) -> None:
    brand = read_brand(_written(tmp_path, "typography: {base: Lato}\n"), "_brand.yml")
    assert (brand.headings.family, brand.heading_weight) == ("Lato", 700)


def test_the_name_is_that_of_the_folder_where_none_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    assert read_brand(_written(folder, "color: {primary: navy}\n"), "acme").name == "acme"


def test_fonts_from_files_beside_the_brand(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    source = fonts.CATALOGUE["Lato"].location
    assert source is not None
    for file in ("Lato-Regular.ttf", "Lato-Bold.ttf"):
        shutil.copy(source / file, tmp_path / "fonts" / file)
    text = """\
        typography:
          fonts:
            - family: House
              source: file
              files:
                - fonts/Lato-Regular.ttf
                - {path: fonts/Lato-Bold.ttf, weight: bold, style: normal}
          base: House
        """
    brand = read_brand(_written(tmp_path, text), "_brand.yml")
    assert [(face.family, face.weight) for face in brand.body.faces] == [
        ("House", 400),
        ("House", 700),
    ]
    assert brand.charts.family == "House"


def test_a_role_that_is_given_by_day_keeps_its_hue_by_night(tmp_path: Path) -> None:
    text = "defaults: {reportgen: {roles: {accent: '#8b0000'}}}\n"
    accent = read_brand(_written(tmp_path, text), "_brand.yml").colours["accent"]
    assert accent.light == "#8b0000"
    assert distance(accent.dark, "#e98080") < 0.12


# --- What can be wrong -------------------------------------------------------------------


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    text = """\
        color:
          palette:
            red: "#d00"
            a: b
            b: a
            half: "#12345"
          primary: rod
          secundary: red
        typography:
          base: Source Sans 3
          headings: {weight: heavy}
        defaults:
          reportgen:
            cover: klock
            motif: [dot]
            chart-font: Manrope
            roles: {accnt: red}
        """
    assert _complaints(tmp_path, text) == dedent(
        """\
        _brand.yml:4:8: BRAND103 this colour refers to itself: a → b → a
                a: b
                   ^
            give one of these names a colour such as a hex value
        _brand.yml:6:11: BRAND102 “#12345” is not a colour
                half: "#12345"
                      ^^^^^^^^
            a colour is a hex value such as #336699, a CSS name, rgb(…), hsl(…), or a name from\
 color.palette
        _brand.yml:7:12: BRAND103 there is no colour called “rod”
              primary: rod
                       ^^^
            did you mean “red”?
        _brand.yml:8:3: BRAND101 “color” has no key “secundary”
              secundary: red
              ^^^^^^^^^
            did you mean “secondary”?
        _brand.yml:10:9: BRAND104 the font Source Sans 3 is not available
              base: Source Sans 3
                    ^^^^^^^^^^^^^
            did you mean “Source Sans Pro”; or give its files in typography.fonts with source: file
        _brand.yml:11:22: BRAND108 “heavy” is not a weight
              headings: {weight: heavy}
                                 ^^^^^
            a number from 100 to 900, or a name such as semi-bold or bold
        _brand.yml:14:12: BRAND108 there is no cover called “klock”
                cover: klock
                       ^^^^^
            did you mean “clock”?
        _brand.yml:15:12: BRAND108 “motif” must be a text
                motif: [dot]
                       ^^^^^
        _brand.yml:16:17: BRAND107 the digits of Manrope differ in width: figures in charts would\
 not stand under each other
                chart-font: Manrope
                            ^^^^^^^
            name a family whose default figures are tabular, such as Source Sans Pro or Lato, or\
 leave chart-font out
        _brand.yml:17:13: BRAND101 “roles” has no key “accnt”
                roles: {accnt: red}
                        ^^^^^
            did you mean “accent”?"""
    )


def test_colours_that_fail_are_named_with_one_that_passes(tmp_path: Path) -> None:
    text = """\
        color: {foreground: "#888888", background: white}
        defaults:
          reportgen:
            roles:
              accent: "#e08080"
              second: {light: "#808080", dark: "#101010"}
              panel: white
        """
    assert _complaints(tmp_path, text) == dedent(
        """\
        _brand.yml:1:21: BRAND105 the contrast of “ink” on “paper” is 3.54:1; text needs 4.5:1\
 (on a light page)
            color: {foreground: "#888888", background: white}
                                ^^^^^^^^^
            for “ink”, #767676 would do
        _brand.yml:5:15: BRAND105 the contrast of “accent” on “paper” is 2.77:1; shapes need 3.0:1\
 (on a light page)
                  accent: "#e08080"
                          ^^^^^^^^^
            for “accent”, #d57a7a would do
        _brand.yml:6:23: BRAND105 “second” and “accent” differ by 0.104 in lightness; 0.15 is\
 needed to tell them apart in grey (on a light page)
                  second: {light: "#808080", dark: "#101010"}
                                  ^^^^^^^^^
            for “second”, #616161 would do
        _brand.yml:6:40: BRAND105 the contrast of “second” on “paper” is 1.03:1; shapes need 3.0:1\
 (on a dark page)
                  second: {light: "#808080", dark: "#101010"}
                                                   ^^^^^^^^^
            for “second”, #646464 would do"""
    )


def test_a_font_that_is_only_optional_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda _name: None)
    fonts._module_folder.cache_clear()
    try:
        complaints = _complaints(tmp_path, "typography: {base: Open Sans, headings: Open Sans}\n")
    finally:
        fonts._module_folder.cache_clear()
    assert (
        "_brand.yml:1:20: BRAND104 the font Open Sans is not available\n"
        "    typography: {base: Open Sans, headings: Open Sans}\n"
        "                       ^^^^^^^^^\n"
        '    pip install "reportgen[fonts]" brings it; or give its files in typography.fonts'
        " with source: file" in complaints
    )


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("../Lato.ttf", "it lies outside the brand's folder"),
        ("/etc/hostname", "it lies outside the brand's folder"),
        ("https://example.org/a.ttf", "it lies on the web, and nothing is fetched"),
        ("missing.ttf", "there is no such file"),
        ("_brand.yml", "it is not a TTF or OTF font"),
    ],
)
def test_a_font_file_that_cannot_be_used(tmp_path: Path, file: str, why: str) -> None:
    text = f"""\
        typography:
          fonts:
            - family: House
              files: [{file}]
          base: House
        """
    caret = "^" * len(file)
    assert _complaints(tmp_path, text) == (
        f"_brand.yml:4:15: BRAND106 “{file}” cannot be used for House: {why}\n"
        f"          files: [{file}]\n"
        f"                  {caret}\n"
        "    a static TTF or OTF file beside the brand file or in a folder below it"
    )


def test_a_font_file_behind_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "brand"
    folder.mkdir()
    source = fonts.CATALOGUE["Lato"].location
    assert source is not None
    (folder / "face.ttf").symlink_to(source / "Lato-Regular.ttf")
    text = "typography: {fonts: [{family: House, files: face.ttf}], base: House}\n"
    assert "it lies outside the brand's folder" in _complaints(folder, text)


# --- Finding a brand ------------------------------------------------------------------------


def test_a_brand_beside_the_study_goes_before_a_shipped_one(tmp_path: Path) -> None:
    shipped_brand = find_brand(tmp_path, "telia", shipped.studies_folder())
    assert shipped_brand == shipped.studies_folder() / "brands" / "telia" / "_brand.yml"
    own = tmp_path / "brands" / "telia"
    own.mkdir(parents=True)
    path = _written(own, "meta: {name: Own}\n")
    assert find_brand(tmp_path, "telia", shipped.studies_folder()) == path
    assert find_brand(tmp_path, "brands/telia", shipped.studies_folder()) == path
    assert find_brand(tmp_path, "brands/telia/_brand.yml", shipped.studies_folder()) == path


@pytest.mark.parametrize(
    "place", ["_brand.yml", "_brand.yaml", "brand/_brand.yml", "_brand/_brand.yml"]
)
def test_auto_looks_upwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.delenv("BRAND_YML_PATH", raising=False)
    below = tmp_path / "studies" / "2026"
    below.mkdir(parents=True)
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("meta: {name: Found}\n", encoding="utf-8")
    assert find_brand(below, "auto", shipped.studies_folder()) == path.resolve()


def test_the_environment_counts_only_where_no_brand_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path, "meta: {name: Environment}\n")
    monkeypatch.setenv("BRAND_YML_PATH", str(path))
    assert find_brand(Path("nowhere"), "auto", shipped.studies_folder()) == path
    assert find_brand(Path("nowhere"), "telia", shipped.studies_folder()) != path


def test_an_unknown_brand_is_located_in_the_study(tmp_path: Path) -> None:
    where = Span("study.yml", 4, 8, 6, "brand: tellia")
    with pytest.raises(Problems) as raised:
        find_brand(tmp_path, "tellia", shipped.studies_folder(), where)
    assert [problem.full() for problem in raised.value.found] == [
        "study.yml:4:8: BRAND100 there is no brand called “tellia”\n"
        "    brand: tellia\n"
        "           ^^^^^^\n"
        "    did you mean “telia”?"
    ]


@pytest.mark.parametrize(
    "name",
    ["../../outside", "../../outside/_brand.yml", "/etc/missing.yml", "linked", "in/_brand.yml"],
)
def test_a_study_names_no_brand_from_outside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A study may come from anybody, and complaints show lines of what is read."""
    studies, outside = tmp_path / "project" / "studies", tmp_path / "outside"
    for folder in (studies / "brands", outside):
        folder.mkdir(parents=True)
    _written(outside, "meta: {name: Secret}\n")
    (studies / "brands" / "linked").symlink_to(outside)
    (studies / "in").symlink_to(outside)
    monkeypatch.chdir(tmp_path / "project")
    with pytest.raises(Problems) as failed:
        find_brand(studies, name, shipped.studies_folder(), Span("s.yml", 4, 8))
    (problem,) = failed.value.found
    assert problem.concise() == f"s.yml:4:8: BRAND100 the brand “{name}” lies outside the project"
    assert problem.remedy == (
        "a brand lies below the folder above the study's, or below the one you are in"
    )


def test_an_open_brand_behind_a_link_is_a_users_to_choose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studies, outside = tmp_path / "project" / "studies", tmp_path / "outside"
    for folder in (studies, outside):
        folder.mkdir(parents=True)
    _written(outside, "meta: {name: Secret}\n")
    (studies / "_brand").symlink_to(outside)
    with pytest.raises(Problems) as failed:
        find_brand(studies, "auto", shipped.studies_folder(), Span("s.yml", 4, 8))
    (problem,) = failed.value.found
    assert problem.full() == (
        "s.yml:4:8: BRAND100 the _brand.yml of this study is behind a link that leads out of its"
        " folder\n    put a copy in its place, or set BRAND_YML_PATH to where it lies"
    )
    chosen = studies / "_brand" / "_brand.yml"
    monkeypatch.setenv("BRAND_YML_PATH", str(chosen))
    assert find_brand(studies, "auto", shipped.studies_folder()) == chosen


def test_names_behind_a_link_are_not_suggested(tmp_path: Path) -> None:
    studies, outside = tmp_path / "project" / "studies", tmp_path / "outside"
    for folder in (studies, outside / "secret-client"):
        folder.mkdir(parents=True)
    _written(outside / "secret-client", "meta: {name: Secret}\n")
    (studies / "brands").symlink_to(outside)
    with pytest.raises(Problems) as failed:
        find_brand(studies, "secret-clint", shipped.studies_folder(), Span("s.yml", 4, 8))
    (problem,) = failed.value.found
    assert problem.message == "there is no brand called “secret-clint”"
    assert "secret-client" not in problem.remedy


def test_a_brand_beside_the_studies_or_below_the_current_folder_may_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "a" / "b" / "studies"
    far.mkdir(parents=True)
    for folder in (tmp_path / "a" / "b" / "house", tmp_path / "house"):
        folder.mkdir()
        _written(folder, "meta: {name: House}\n")
    shipped_ones = shipped.studies_folder()
    monkeypatch.chdir(far)
    assert find_brand(far, "../house", shipped_ones).is_file()
    with pytest.raises(Problems):
        find_brand(far, "../../../house", shipped_ones)
    monkeypatch.chdir(tmp_path)
    assert find_brand(far, "../../../house", shipped_ones).is_file()


@pytest.mark.parametrize(
    "family", ["x'}</style>", 'x"', "x, y", "x\\\\", "<!--screen-->", "var(--paper)", "x" * 81]
)
def test_a_family_is_called_by_letters(tmp_path: Path, family: str) -> None:
    """Its name stands in style sheets and in attributes."""
    shutil.copyfile(fonts.typeface("Lato").face().path, tmp_path / "own.ttf")
    written = family.replace('"', '\\"')
    told = _complaints(
        tmp_path,
        f"""\
        typography:
          fonts: [{{family: "{written}", source: file, files: [{{path: own.ttf}}]}}]
          base: {{family: "{written}"}}
        """,
    )
    shown = family.replace("\\\\", "\\")
    assert f"BRAND108 a family of fonts cannot be called “{shown}”" in told
    assert "letters, digits, spaces and . + - _, at most 80 of them" in told


# --- What a study may name ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("../conf/secrets.yml", "there is no brand file at “../conf/secrets.yml”",
         "the path is relative to the study's folder; a brand file is called _brand.yml, or"
         " something that ends in brand.yml"),
        ("../.config", "the brand “../.config” lies in a hidden folder",
         "nothing is read there: put it in a folder whose name begins with no dot"),
        ("../.config/_brand.yml", "the brand “../.config/_brand.yml” lies in a hidden folder",
         "nothing is read there: put it in a folder whose name begins with no dot"),
        ("seen", "the brand “seen” lies outside the project",
         "a brand lies below the folder above the study's, or below the one you are in"),
    ],
)  # fmt: skip
def test_a_study_names_no_file_that_is_not_called_a_brand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str, remedy: str
) -> None:
    """Complaints show lines of what is read."""
    studies = tmp_path / "studies"
    for folder in (studies / "brands", tmp_path / "conf", tmp_path / ".config"):
        folder.mkdir(parents=True)
        _written(folder, "AWS_SECRET: AKIA123456\n")
    (tmp_path / "conf" / "secrets.yml").write_text("AWS_SECRET: AKIA123456\n", encoding="utf-8")
    (studies / "brands" / "seen").symlink_to(tmp_path / ".config")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Problems) as failed:
        find_brand(studies, name, shipped.studies_folder(), Span("s.yml", 4, 8))
    (problem,) = failed.value.found
    assert (problem.code, problem.message, problem.remedy) == ("BRAND100", message, remedy)


@pytest.mark.parametrize("file", ["_brand.yml", "brand.yml", "brand.yaml", "house-brand.yml"])
def test_a_file_that_is_called_a_brand_may_be_named(tmp_path: Path, file: str) -> None:
    studies = tmp_path / ".hidden" / "studies"  # above the roots, what is hidden hides nothing
    studies.mkdir(parents=True)
    path = tmp_path / ".hidden" / file
    path.write_text("meta: {name: House}\n", encoding="utf-8")
    found = find_brand(studies, f"../{file}", shipped.studies_folder())
    assert found.resolve() == path.resolve()
