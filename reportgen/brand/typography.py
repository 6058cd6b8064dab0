"""Which typefaces a brand sets its briefs in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from reportgen.brand import fonts
from reportgen.brand.brand import Face, Typeface
from reportgen.brand.files import FileFault, file_inside
from reportgen.brand.font_tables import FontFault
from reportgen.limits import FONT_FILES
from reportgen.problems import Problem, Span, did_you_mean
from reportgen.source import Mapping, Node, Scalar, Sequence

HEADINGS, BODY = "Source Serif Pro", "Source Sans Pro"
HEADING_WEIGHT = 700
BODY_WEIGHTS = (400, 600, 700)
WEIGHTS = {
    "thin": 100,
    "extra-light": 200,
    "ultra-light": 200,
    "light": 300,
    "normal": 400,
    "regular": 400,
    "medium": 500,
    "semi-bold": 600,
    "demi-bold": 600,
    "bold": 700,
    "extra-bold": 800,
    "ultra-bold": 800,
    "black": 900,
}
_FAMILY = re.compile(r"[^\W_][\w .+-]{0,79}")
"""What a family may be called: its name stands in style sheets and in attributes."""
SOURCES = ("file", "system", "google", "bunny")


class Typography(NamedTuple):
    """The faces of a brand."""

    headings: Typeface
    body: Typeface
    charts: Typeface
    heading_weight: int


class _Wish(NamedTuple):
    """A family that is asked for, and where; no place means that it is our default."""

    family: str
    asked: Scalar | None = None


def read_typography(
    typography: Node | None, chart_font: Node | None, folder: Path, shown_as: str
) -> tuple[Typography | None, tuple[Problem, ...]]:
    """The faces for headings, body and charts, and everything wrong with them.

    `folder` is the brand file's own: font files are relative to it and lie in
    it. There is no typography where a face could not be had.
    """
    tree = typography if isinstance(typography, Mapping) else None
    problems: list[Problem] = []
    files = _file_nodes(tree)
    if len(files) > FONT_FILES:
        return None, (_too_many(files),)
    weight = _heading_weight(tree, problems)
    shelf = _Shelf(_declared(tree), folder, shown_as, problems)
    base = _family(tree, "base")
    headings_wish = _family(tree, "headings") or base or _Wish(HEADINGS)
    body_wish = base or _Wish(BODY)
    headings = shelf.typeface(headings_wish, (weight,))
    body = shelf.typeface(body_wish, BODY_WEIGHTS)
    named = {"headings": headings_wish, "base": body_wish}
    asked = chart_font if isinstance(chart_font, Scalar) and not chart_font.is_null else None
    if asked is not None:
        wish = _Wish(named[asked.text].family if asked.text in named else asked.text, asked)
        charts = shelf.typeface(wish, BODY_WEIGHTS)
        if charts is not None and not _tabular(charts):
            problems.append(_not_tabular(charts, asked))
    else:
        fitting = [face for face in (body, headings) if face is not None and _tabular(face)]
        wish = _Wish(fitting[0].family if fitting else BODY)
        wish = next((known for known in named.values() if known.family == wish.family), wish)
        charts = shelf.typeface(wish, BODY_WEIGHTS)
    if headings is None or body is None or charts is None:
        return None, tuple(dict.fromkeys(problems))
    found = Typography(headings, body, charts, headings.face(weight).weight)
    return found, tuple(dict.fromkeys(problems))


def _tabular(typeface: Typeface) -> bool:
    return all(fonts.tabular_digits(face) for face in typeface.faces if not face.italic)


def _not_tabular(typeface: Typeface, asked: Scalar) -> Problem:
    return Problem(
        code="BRAND107",
        message=f"the digits of {typeface.family} differ in width: figures in charts would not"
        " stand under each other",
        span=asked.span,
        remedy="name a family whose default figures are tabular, such as Source Sans Pro or Lato,"
        " or leave chart-font out",
    )


def _option(tree: Mapping | None, element: str, key: str) -> Scalar | None:
    """`typography.<element>.<key>`; a plain text in the element's place is its family."""
    node = tree.get(element) if tree is not None else None
    if key == "family" and isinstance(node, Scalar):
        return None if node.is_null else node
    value = node.get(key) if isinstance(node, Mapping) else None
    return value if isinstance(value, Scalar) and not value.is_null else None


def _family(tree: Mapping | None, element: str) -> _Wish | None:
    node = _option(tree, element, "family")
    return None if node is None else _Wish(node.text, node)


def _heading_weight(tree: Mapping | None, problems: list[Problem]) -> int:
    node = _option(tree, "headings", "weight")
    weight = HEADING_WEIGHT if node is None else _weight(node.text)
    if weight is None and node is not None:
        problems.append(
            Problem(
                code="BRAND108",
                message=f"“{node.text}” is not a weight",
                span=node.span,
                remedy="a number from 100 to 900, or a name such as semi-bold or bold",
            )
        )
    return weight or HEADING_WEIGHT


def _weight(text: str) -> int | None:
    if text in WEIGHTS:
        return WEIGHTS[text]
    return int(text) if text.isdecimal() and text.isascii() and 1 <= len(text) <= 4 else None


def _declared(tree: Mapping | None) -> dict[str, tuple[Mapping, ...]]:
    """The entries of `typography.fonts` by family."""
    listed = tree.get("fonts") if tree is not None else None
    found: dict[str, list[Mapping]] = {}
    for entry in listed.items if isinstance(listed, Sequence) else ():
        family = entry.get("family") if isinstance(entry, Mapping) else None
        if isinstance(entry, Mapping) and isinstance(family, Scalar):
            found.setdefault(family.text, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}


def font_files(typography: Node | None) -> tuple[str, ...]:
    """The paths of all font files that a brand names, as it writes them."""
    nodes = _file_nodes(typography if isinstance(typography, Mapping) else None)
    paths = (node.get("path") if isinstance(node, Mapping) else node for node in nodes)
    return tuple(path.text for path in paths if isinstance(path, Scalar))


def _file_nodes(tree: Mapping | None) -> list[Node]:
    return [
        node
        for entries in _declared(tree).values()
        for entry in entries
        if isinstance(files := entry.get("files"), Sequence | Scalar)
        for node in (files.items if isinstance(files, Sequence) else (files,))
    ]


def _too_many(files: list[Node]) -> Problem:
    return Problem(
        code="BRAND110",
        message=f"the brand names {len(files)} font files, more than {FONT_FILES}",
        span=files[FONT_FILES].span,
        remedy="keep those that the brand uses",
    )


class _Shelf:
    """Where faces are taken from: the brand's own files first, then the package's.

    `source: google`, `bunny` and `system` all mean the same here: the family
    comes with reportgen or is not available, and nothing is ever fetched.
    """

    def __init__(
        self,
        declared: dict[str, tuple[Mapping, ...]],
        folder: Path,
        shown_as: str,
        problems: list[Problem],
    ) -> None:
        self.declared = declared
        self.folder = folder
        self.shown_as = shown_as
        self.problems = problems
        self._named = fonts.Named()
        self._own: dict[str, list[Face]] = {}  # read once, whatever they are asked for

    def typeface(self, wish: _Wish, weights: tuple[int, ...]) -> Typeface | None:
        """The family with cuts near these weights; None, with a problem, where it is missing."""
        nodes = [
            node
            for entry in self.declared.get(wish.family, ())
            if isinstance(files := entry.get("files"), Sequence | Scalar)
            for node in (files.items if isinstance(files, Sequence) else (files,))
        ]
        if nodes and not _FAMILY.fullmatch(wish.family):
            self.problems.append(self._misnamed(wish))
            return None
        if nodes:
            return self._from_files(wish.family, nodes, weights)
        try:
            return fonts.typeface(wish.family, weights)
        except LookupError:
            self.problems.append(self._missing(wish))
        except FileNotFoundError as error:
            self.problems.append(self._damaged(wish, error))
        return None

    def _from_files(
        self, family: str, nodes: list[Node], weights: tuple[int, ...]
    ) -> Typeface | None:
        if family not in self._own:
            read = (self._face(family, node) for node in nodes)
            self._own[family] = [face for face in read if face is not None]
        faces = self._own[family]
        if len(faces) < len(nodes):
            return None
        chosen = Typeface(family, tuple(faces))
        cuts = {chosen.face(weight, italic) for weight in weights for italic in (False, True)}
        cuts.add(chosen.face(400))
        return Typeface(family, tuple(sorted(cuts, key=lambda cut: (cut.weight, cut.italic))))

    def _face(self, family: str, node: Node) -> Face | None:
        path = node.get("path") if isinstance(node, Mapping) else node
        if not isinstance(path, Scalar):
            return None
        weight = node.get("weight") if isinstance(node, Mapping) else None
        style = node.get("style") if isinstance(node, Mapping) else None
        given = _weight(weight.text) if isinstance(weight, Scalar) else None
        italic = style.text == "italic" if isinstance(style, Scalar) else None
        try:
            file = file_inside(self.folder, path.text)
            return fonts.read_face(file, family, given, italic, self._named)
        except (FileFault, FontFault) as fault:
            self.problems.append(
                Problem(
                    code="BRAND106",
                    message=f"“{path.text}” cannot be used for {family}: {fault}",
                    span=path.span,
                    remedy="a static TTF or OTF file beside the brand file or in a folder below it",
                )
            )
            return None

    def _misnamed(self, wish: _Wish) -> Problem:
        return Problem(
            code="BRAND108",
            message=f"a family of fonts cannot be called “{wish.family}”",
            span=self._span(wish),
            remedy="letters, digits, spaces and . + - _, at most 80 of them",
        )

    def _missing(self, wish: _Wish) -> Problem:
        if wish.family in fonts.CATALOGUE:
            remedy = 'pip install "reportgen[fonts]" brings it; or '
        else:
            remedy = f"{did_you_mean(wish.family, fonts.families()).rstrip('?')}; or "
        remedy += "give its files in typography.fonts with source: file"
        return Problem(
            code="BRAND104",
            message=f"the font {wish.family} is not available",
            span=self._span(wish),
            remedy=remedy,
        )

    def _damaged(self, wish: _Wish, error: FileNotFoundError) -> Problem:
        module = fonts.CATALOGUE[wish.family].module.replace("_", "-")
        return Problem(
            code="BRAND104",
            message=f"the font {wish.family} is not complete: {error} is missing",
            span=self._span(wish),
            remedy=f"pip install --force-reinstall {module}",
        )

    def _span(self, wish: _Wish) -> Span:
        return wish.asked.span if wish.asked is not None else Span(self.shown_as)
