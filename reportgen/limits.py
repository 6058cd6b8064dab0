"""What a study, a brand and their files may hold at most: one line a limit.

Whoever writes a study meets none of these by chance. They keep a file that was
made to do harm, or a mistake, from costing minutes or gigabytes: what is beyond
is refused, with its place, before anything is made of it. docs/limits.md holds
the same list, each with the error that it gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Limits(NamedTuple):
    """The limits that a project may raise, in its settings under `[limits]`."""

    file_size: int = 500_000  # bytes
    values: int = 25_000
    text: int = 20_000  # characters
    prose: int = 25_000  # characters
    comparisons: int = 15_000
    results: int = 500
    charts: int = 300
    structure_size: int = 1_000_000  # bytes of a PDF's tables and objects: of some sixty pages

    def raised(self, by_key: Mapping[str, int]) -> Limits:
        """These limits with others in their place, by the keys of `LIMITS`."""
        return self._replace(**{key.replace("-", "_"): most for key, most in by_key.items()})


USUAL = Limits()

# --- Those that stay as they are ------------------------------------------------------------

DEPTH = 32  # levels of a YAML file: reading them is recursive
SENTENCE = 1_000  # characters: each claim in it is held against each other
WORD = 500  # characters: breaking one into lines costs the square of its length
TABLE_ROWS, TABLE_COLUMNS = 200, 20  # of a table in prose
NESTING = 6  # lists and quotations in one another; Markdown's reader would drop what lies deeper
LIST = 100  # entries in one list of a result, a chart or the study
COMPARED = 300  # groups with one answer to one question: each is tested against each other
PICTURES = 100  # of a ratio, drawn one by one: nobody counts more
SECTIONS, KEY_FIGURES = 8, 5

PALETTE = 100  # colours with a name: each may refer to the next
FONT_FILES = 24  # of one brand
FONT_LETTERS = 300_000  # that its fonts name together; four cuts for Chinese name 260,000
FONT_SIZE = 20_000_000  # bytes; one for Latin text is well under one megabyte
LOGO_SIZE = 1_000_000  # bytes
PIXELS, LONGEST_SIDE = 4_000_000, 10_000
WORDMARK = 80  # characters: it stands in one line on the cover
SIDES = 100  # how many times longer one side of an SVG may be than the other
SHAPES_SIZE = 200_000  # bytes of an SVG
SHAPES, SHAPES_DEPTH = 2_000, 24  # its elements, and how many in one another
TEMPLATE_SIZE = 1_000_000  # bytes
SETTINGS_SIZE = 100_000  # bytes of reportgen.toml or pyproject.toml
PDF_SIZE = 16_000_000  # bytes that `extract` reads
CARRIED_SIZE, CARRIED_TOTAL = 8_000_000, 16_000_000  # bytes of its attachments, unpacked


class Limit(NamedTuple):
    """One limit: what it counts, the code of its error, and how far a project may raise it."""

    key: str
    most: int
    of: str
    code: str
    highest: int = 0  # 0: it stays as it is


LIMITS: tuple[Limit, ...] = (
    Limit("file-size", USUAL.file_size, "bytes of a study", "FILE103",
          50_000_000),
    Limit("values", USUAL.values, "keys, texts, lists and mappings in a study", "YAML104",
          2_000_000),
    Limit("text", USUAL.text, "characters of one text", "YAML104", 200_000),
    Limit("prose", USUAL.prose, "characters of all prose in a study", "STUDY108", 4_000_000),
    Limit("comparisons", USUAL.comparisons, "comparisons of its claims with its results",
          "STUDY108", 10_000_000),
    Limit("results", USUAL.results, "results of a study; also groups, questions, viewpoints, facts",
          "STUDY108", 20_000),
    Limit("charts", USUAL.charts, "charts of a study", "STUDY108", 20_000),
    Limit("depth", DEPTH, "levels of lists and mappings in one another", "YAML104"),
    Limit("list", LIST, "entries in one list of a result, a chart or the study", "STUDY108"),
    Limit("compared", COMPARED, "groups whose shares of one answer are compared", "STUDY108"),
    Limit("pictures", PICTURES, "pictures of a ratio in a chart of icons", "CHART101"),
    Limit("sections", SECTIONS, "sections of a brief", "STUDY103"),
    Limit("key-figures", KEY_FIGURES, "key figures of a brief", "STUDY103"),
    Limit("sentence", SENTENCE, "characters of one sentence", "TEXT106"),
    Limit("word", WORD, "characters of one word", "TEXT106"),
    Limit("table-rows", TABLE_ROWS, "rows of a table in prose", "TEXT106"),
    Limit("table-columns", TABLE_COLUMNS, "columns of a table in prose", "TEXT106"),
    Limit("nesting", NESTING, "lists and quotations in one another, in prose", "TEXT106"),
    Limit("palette", PALETTE, "named colours of a brand", "BRAND110"),
    Limit("wordmark", WORDMARK, "characters of a brand's wordmark", "BRAND110"),
    Limit("font-files", FONT_FILES, "font files of a brand", "BRAND110"),
    Limit("font-letters", FONT_LETTERS, "letters that the fonts of a brand name together",
          "BRAND106"),
    Limit("font-size", FONT_SIZE, "bytes of a font file", "BRAND106"),
    Limit("logo-size", LOGO_SIZE, "bytes of a logo's file", "BRAND109"),
    Limit("pixels", PIXELS, "pixels of a logo", "BRAND109"),
    Limit("longest-side", LONGEST_SIDE, "pixels of a logo's longer side", "BRAND109"),
    Limit("sides", SIDES, "how many times longer one side of an SVG is than the other", "BRAND109"),
    Limit("shapes-size", SHAPES_SIZE, "bytes of a logo that is an SVG", "BRAND109"),
    Limit("shapes", SHAPES, "elements of an SVG", "BRAND109"),
    Limit("shapes-depth", SHAPES_DEPTH, "elements of an SVG in one another", "BRAND109"),
    Limit("settings-size", SETTINGS_SIZE, "bytes of a settings file", "FILE103"),
    Limit("template-size", TEMPLATE_SIZE, "bytes of a template", "TEMPLATE101"),
    Limit("pdf-size", PDF_SIZE, "bytes of a PDF that `extract` reads", "FILE103"),
    Limit("structure-size", USUAL.structure_size, "bytes of that PDF's structure, unpacked",
          "FILE108", 20_000_000),
    Limit("carried-size", CARRIED_SIZE, "bytes of a logo or of results in that PDF, unpacked",
          "FILE109"),
    Limit("carried-total", CARRIED_TOTAL, "bytes of all files in that PDF, unpacked", "FILE109"),
)  # fmt: skip

RAISABLE: Mapping[str, Limit] = {limit.key: limit for limit in LIMITS if limit.highest}
"""The limits that the settings may raise, by key: the fields of `Limits`."""
