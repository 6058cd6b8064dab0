"""From a `_brand.yml` to a `Brand`: everything wrong with it is reported together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain, islice
from os.path import normpath, realpath
from pathlib import Path
from typing import NamedTuple

from reportgen.brand.brand import ROLES, Brand, Colour, Face, Logo
from reportgen.brand.contrast import BLACK, WHITE
from reportgen.brand.files import FileFault, file_inside
from reportgen.brand.fonts import average_em
from reportgen.brand.format import COVERS, MOTIFS, faults
from reportgen.brand.palette import Mode, Palette, read_palette
from reportgen.brand.roles import Clash, clashes, derive
from reportgen.brand.typography import Typography, font_files, read_typography
from reportgen.limits import WORDMARK
from reportgen.problems import Problem, Problems, Span, did_you_mean
from reportgen.source import Mapping, Node, Scalar, parse_yaml, read_text

FILE_NAMES = ("_brand.yml", "_brand.yaml")
FOLDERS = ("", "brand", "_brand")
_ENDINGS = (".yml", ".yaml")
_NAMED = ("brand.yml", "brand.yaml")
"""How the name of a file ends that a study may name: problems show lines of it."""
_OPEN = ("", "auto")
"""What a study says that leaves its brand open."""
VARIABLE = "BRAND_YML_PATH"
"""Names the brand file, or its folder, of studies that leave their brand open."""
LETTERS_PER_LINE = 68
_MOST_FAULTS = 100
"""A file that is wrong throughout is not explained to its end: nobody reads that far."""

# Where a role that is not set itself takes its colour from.
_ORIGIN = {
    "paper": "background",
    "ink": "foreground",
    "heading": "headings",
    "link": "link",
    "accent": "primary",
    "second": "secondary",
    "cover": "primary",
}


# --- Finding the file ---------------------------------------------------------------


def find_brand(study_folder: Path, name: str, shipped: Path, span: Span | None = None) -> Path:
    """The brand file that a study means.

    `name` is a folder in `brands/` beside the study or, failing that, in the
    shipped studies' `brands/`; or a path, relative to the study, of a brand
    file or its folder. `auto` (or nothing) is the file that BRAND_YML_PATH
    names, else the nearest one in the study's folder or above it. `span` is
    where the study names its brand. Raises `Problems` (BRAND100).
    """
    places = list(_places(study_folder, name, shipped))
    # Before anything is looked at: what is there is not for a study to find out.
    astray = not all(_may_be_named(place, study_folder, name, shipped) for place, _ in places)
    found = None
    if not astray:
        found = next((hit for place, ends in places if (hit := _at(place, ends))), None)
        astray = found is not None and _leads_astray(found, study_folder, name, shipped)
    if found is not None and not astray:
        return found
    if astray and name in _OPEN:
        remedy = f"put a copy in its place, or set {VARIABLE} to where it lies"
        message = "the _brand.yml of this study is behind a link that leads out of its folder"
    elif astray:
        remedy = "a brand lies below the folder above the study's, or below the one you are in"
        message = f"the brand “{name}” lies outside the project"
        if any(part.strip(".") and part.startswith(".") for part in Path(name).parts):
            remedy = "nothing is read there: put it in a folder whose name begins with no dot"
            message = f"the brand “{name}” lies in a hidden folder"
    elif name in _OPEN:
        remedy = "set BRAND_YML_PATH, or write a _brand.yml beside the study"
        message = "there is no _brand.yml in the study's folder or above it"
    elif _is_path(name):
        remedy = "the path is relative to the study's folder"
        if not name.endswith(_NAMED):
            remedy += "; a brand file is called _brand.yml, or something that ends in brand.yml"
        message = f"there is no brand file at “{name}”"
    else:
        # Not what is in a folder that is a link to elsewhere.
        folders = (place.parent for place, _ in places)
        listed = (
            folder
            for folder in folders
            if _may_be_named(Path(realpath(folder)), study_folder, name, shipped)
        )
        known = (brand for folder in listed for brand in _brands_in(folder))
        remedy = did_you_mean(name, known)
        message = f"there is no brand called “{name}”"
    where = span or Span(name or "auto")
    raise Problems([Problem(code="BRAND100", message=message, span=where, remedy=remedy)])


def _may_be_named(place: Path, study_folder: Path, name: str, shipped: Path) -> bool:
    """Whether a study may choose a place; what a user chose is not asked.

    It goes by the path alone: links are followed by whoever asks. What is hidden,
    such as .git or .config, holds what is nobody else's to read.
    """
    if name in _OPEN:
        return True
    folders = {_plainly(study_folder), Path(realpath(study_folder))}
    roots = {*folders, shipped, Path(realpath(shipped))}
    # A study, or a user, right below the top of a disk does not open all of it.
    above = {*(folder.parent for folder in folders), Path.cwd()}
    roots |= {root for root in above if root != Path(root.anchor)}
    return any(_shows(_plainly(place), root) for root in roots)


def _leads_astray(found: Path, study_folder: Path, name: str, shipped: Path) -> bool:
    """Whether links lead what was found to where a study may choose nothing."""
    real = Path(realpath(found))
    if name not in _OPEN:
        return not _may_be_named(real, study_folder, name, shipped)
    given = os.environ.get(VARIABLE, "")
    if given and found.is_relative_to(given):
        return False  # a user's own choice
    home = found.parent
    return not real.is_relative_to(home.parent if home.name in FOLDERS else home)


def _shows(place: Path, root: Path) -> bool:
    """Whether a place lies below a root, and nothing on the way to it is hidden."""
    return place.is_relative_to(root) and not any(
        part.startswith(".") for part in place.relative_to(root).parts
    )


def _plainly(path: Path) -> Path:
    """Absolute and without `..`; nothing is looked at."""
    return Path(normpath(Path.cwd() / path))


def looked_at(study_folder: Path, name: str, shipped: Path) -> Iterator[Path]:
    """Every path whose being there, or not, decides what `find_brand` finds, in its order.

    The last ones are those of the brand that is found.
    """
    for place, ends in _places(study_folder, name, shipped):
        yield place
        for file in FILE_NAMES:
            yield place / file
        if _at(place, ends) is not None:
            return


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith(_ENDINGS)


def _places(study_folder: Path, name: str, shipped: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Where a brand file may lie, the first place first, and how a file's name there may end.

    Where it may not end in anything, the place is a folder or nothing.
    """
    if name in _OPEN:
        if given := os.environ.get(VARIABLE, ""):
            yield Path(given), _ENDINGS
        above = study_folder.resolve()
        yield from ((place / sub, ()) for place in (above, *above.parents) for sub in FOLDERS)
    elif _is_path(name):
        yield study_folder / name, _NAMED
    else:
        yield from ((folder / "brands" / name, ()) for folder in (study_folder, shipped))


def _at(path: Path, ends: tuple[str, ...]) -> Path | None:
    """A brand file at this path, where its name ends so, or in the folder at this path."""
    try:
        if path.is_dir():
            return next((path / name for name in FILE_NAMES if (path / name).is_file()), None)
        return path if path.name.endswith(ends) and path.exists() else None
    except OSError:  # a name that no file can have
        return None


def _brands_in(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from sorted(child.name for child in folder.iterdir() if _at(child, ()))


# --- Reading it -----------------------------------------------------------------------


class _Sheet(NamedTuple):
    """The parts of a brand file, as authored."""

    name: str
    logo: Node | None
    palette: Palette
    typography: Node | None
    ours: Mapping | None
    roles: dict[str, Node]

    def role_nodes(self) -> dict[str, Node]:
        """Every colour that we make use of, by what it is for."""
        return {**self.theme_nodes(), **self.roles}

    def theme_nodes(self) -> dict[str, Node]:
        """The theme, with the colours that typography gives headings and links."""
        found = dict(self.palette.theme)
        for element, name in (("headings", "headings"), ("link", "link")):
            node = _under(self.typography, element, "color")
            if node is not None:
                found[name] = node
        return found


class _Resolved(NamedTuple):
    """What a brand file comes to; a part is None where faults keep it from being known."""

    sheet: _Sheet
    colours: dict[str, Colour] | None
    type_: Typography | None
    cover: str
    motif: str
    logo: Logo | None


def read_brand(path: Path, shown_as: str) -> Brand:
    """The brand in a file of the brand.yml format; `shown_as` is what problems call it.

    Raises `Problems`: FILE and YAML codes for a file that cannot be read at
    all; BRAND101 to BRAND109 for what it says.
    """
    made, found = _resolved(path, shown_as)
    type_, sheet = made.type_, made.sheet
    if found or made.colours is None or type_ is None:
        raise Problems(found)
    return Brand(
        name=sheet.name,
        path=shown_as,
        wordmark=_text(sheet.ours, "wordmark") or sheet.name,
        colours=made.colours,
        headings=type_.headings,
        body=type_.body,
        charts=type_.charts,
        heading_weight=type_.heading_weight,
        cover=made.cover,
        motif=made.motif,
        measure=round(LETTERS_PER_LINE * average_em(type_.body.face()), 2),
        logo=made.logo,
        files=tuple(_files(made, path.parent)),
    )


def _files(made: _Resolved, folder: Path) -> Iterator[Path]:
    """Every file beside the brand file that was opened on the way."""
    logo = made.logo
    pictures = () if logo is None else (logo.light.path, logo.dark.path)
    for text in dict.fromkeys((*pictures, *font_files(made.sheet.typography))):
        try:
            file_inside(folder, text)
            yield folder / text  # with its links, which may come to lead elsewhere
        except FileFault:  # of a family that no text is set in: nobody opened it
            continue


def check_brand(path: Path, shown_as: str) -> tuple[tuple[Face, ...], tuple[Problem, ...]]:
    """The typefaces that a brand sets its briefs in, and everything that `read_brand` would raise.

    No typefaces where these are not known; letters are not measured for the page.
    """
    try:
        made, found = _resolved(path, shown_as)
    except Problems as problems:
        return (), problems.found
    type_ = made.type_
    faces = () if type_ is None else (type_.body, type_.headings, type_.charts)
    return tuple(face for each in faces for face in each.faces), Problems(found).found


def _resolved(path: Path, shown_as: str) -> tuple[_Resolved, tuple[Problem, ...]]:
    """All that the file says, and everything wrong with it, once each.

    Raises `Problems` for a file that cannot be read at all.
    """
    root = parse_yaml(read_text(path, shown_as), shown_as)
    sheet = _sheet(root, path.resolve().parent.name)
    found = [*islice(chain(faults(root), _colour_faults(sheet)), _MOST_FAULTS)]
    colours = None if found else _colours(sheet)
    if colours is not None:
        found += _clash_problems(colours, sheet, shown_as)
    found += _long_wordmark(sheet, root)
    cover = _choice(sheet.ours, "cover", COVERS, "plain", found)
    motif = _choice(sheet.ours, "motif", MOTIFS, "rule", found)
    chart_font = sheet.ours.get("chart-font") if sheet.ours else None
    type_, type_problems = read_typography(sheet.typography, chart_font, path.parent, shown_as)
    logo = None
    found += type_problems
    if sheet.logo is not None:
        # Few brands have one, and what reads it loads an XML parser.
        from reportgen.brand.logo import read_logo

        logo, logo_problems = read_logo(sheet.logo, path.parent, sheet.name)
        found += logo_problems
    return _Resolved(sheet, colours, type_, cover, motif, logo), tuple(dict.fromkeys(found))


def _sheet(root: Mapping, folder: str) -> _Sheet:
    ours = _under(root, "defaults", "reportgen")
    roles = _under(ours, "roles")
    return _Sheet(
        name=_name(root.get("meta")) or folder,
        logo=root.get("logo"),
        palette=read_palette(root.get("color")),
        typography=root.get("typography"),
        ours=ours if isinstance(ours, Mapping) else None,
        roles={
            key.text: value
            for key, value in (roles.pairs if isinstance(roles, Mapping) else ())
            if key.text in ROLES and not _is_null(value)
        },
    )


def _under(node: Node | None, *keys: str) -> Node | None:
    for key in keys:
        node = node.get(key) if isinstance(node, Mapping) else None
    return None if node is None or _is_null(node) else node


def _is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _text(node: Node | None, key: str) -> str:
    value = _under(node, key)
    return value.text.strip() if isinstance(value, Scalar) else ""


def _name(meta: Node | None) -> str:
    return (
        _text(meta, "name")
        or _text(_under(meta, "name"), "short")
        or _text(_under(meta, "name"), "full")
    )


def _long_wordmark(sheet: _Sheet, root: Mapping) -> Iterator[Problem]:
    mark = _text(sheet.ours, "wordmark") or sheet.name
    node = _under(sheet.ours, "wordmark") or root.get("meta")
    if len(mark) > WORDMARK and node is not None:
        yield Problem(
            code="BRAND110",
            message=f"the wordmark has {len(mark)} characters, more than {WORDMARK}",
            span=node.span,
            remedy="it stands in one line on the cover: shorten it",
        )


def _choice(
    ours: Mapping | None, key: str, known: tuple[str, ...], default: str, found: list[Problem]
) -> str:
    node = _under(ours, key)
    if not isinstance(node, Scalar):
        return default
    if node.text not in known:
        found.append(
            Problem(
                code="BRAND108",
                message=f"there is no {key} called “{node.text}”",
                span=node.span,
                remedy=did_you_mean(node.text, known),
            )
        )
    return node.text


# --- Colours ----------------------------------------------------------------------------


def _colour_faults(sheet: _Sheet) -> Iterator[Problem]:
    yield from sheet.palette.all_faults()
    for element in ("base", "headings", "link", "monospace", "monospace-inline", "monospace-block"):
        for key in ("color", "background-color"):
            node = _under(sheet.typography, element, key)
            if node is not None:
                yield from sheet.palette.faults(node)
    for node in sheet.roles.values():
        yield from sheet.palette.faults(node)


def _colours(sheet: _Sheet) -> dict[str, Colour]:
    """Every role, light and dark. What is authored stands; the rest is derived."""
    theme = sheet.theme_nodes()
    by_day, wishes = _painted(sheet, sheet.roles, "light"), _painted(sheet, theme, "light")
    light = derive(by_day, wishes)
    by_night, night_wishes = _painted(sheet, sheet.roles, "dark"), _painted(sheet, theme, "dark")
    # Where a brand names its dark page and text, these are not wishes but facts.
    stated = {
        role: night_wishes[name]
        for role, name in (("paper", "background"), ("ink", "foreground"))
        if name in night_wishes
    }
    kept = {role: colour for role, colour in by_day.items() if role not in night_wishes}
    for role, name in (("heading", "headings"), ("link", "link"), ("accent", "primary")):
        if name in night_wishes:
            kept.pop(role, None)
    dark = derive({**stated, **by_night}, {**wishes, **night_wishes}, by_day=kept)
    return {role: Colour(light[role], dark[role]) for role in ROLES}


def _painted(sheet: _Sheet, nodes: dict[str, Node], mode: Mode) -> dict[str, str]:
    """The opaque colours of these nodes in a mode; those not given for it are left out."""
    paints = {
        name: paint
        for name, node in nodes.items()
        if (paint := sheet.palette.paint(node, mode)) is not None
    }
    last = WHITE if mode == "light" else BLACK
    ground = next(
        (paints[name].on(last) for name in ("paper", "background") if name in paints), last
    )
    return {name: paint.on(ground) for name, paint in paints.items()}


def _clash_problems(colours: dict[str, Colour], sheet: _Sheet, shown_as: str) -> Iterator[Problem]:
    modes: tuple[Mode, Mode] = ("light", "dark")
    for mode in modes:
        finished = {role: getattr(colour, mode) for role, colour in colours.items()}
        for clash in clashes(finished):
            passing = f"{clash.passing} would do" if clash.passing else "choose other colours"
            yield Problem(
                code="BRAND105",
                message=f"{clash.sentence} (on a {mode} page)",
                span=_place(clash, sheet, mode, shown_as),
                remedy=f"for “{clash.role}”, {passing}",
            )


def _place(clash: Clash, sheet: _Sheet, mode: Mode, shown_as: str) -> Span:
    """Where one of the two colours is authored: the role itself, its ground, their origin."""
    theme = sheet.theme_nodes()
    roles = (clash.role, clash.ground)
    places = [sheet.roles.get(role) for role in roles]
    places += [theme.get(_ORIGIN.get(role, "")) for role in roles]
    node = next((node for node in places if node is not None), None)
    if isinstance(node, Mapping):
        node = node.get(mode) or node
    return node.span if node is not None else Span(shown_as)
