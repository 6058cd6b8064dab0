"""The brief in a terminal: the page's words, and marks no more exact than the figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import cli, shipped
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.outputs.terminal import Line, bar, brief_text
from reportgen.study.model import Disclosures
from reportgen.study.reader import read_study

STARTER = (Path(cli.__file__).parent / "starter" / "sv.yml").read_text(encoding="utf-8")
EXAMPLES = sorted(shipped.studies_folder().glob("*.yml"))


ICONS = 'kind: icons\n            title: "{r4} talar helst med en människa"'


def lines(text: str, width: int = 80) -> tuple[Line, ...]:
    study = read_study(Path("-"), "<test>", text).study
    return brief_text(compute(study), load_language(study.language), width)


def shown(*changes: tuple[str, str], width: int = 80) -> str:
    text = STARTER
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return "\n".join(line.text for line in lines(text, width))


def chart(kind: str, value: str, note: str = "") -> str:
    """The starter's chart of icons as another kind, and its result with another value."""
    page = shown(
        ("value: {ratio: 7/10}", f"value: {value}"),
        (ICONS, f"kind: {kind}\n            title: X"),
        (
            "            measure: Andel som helst talar med en människa\n",
            f"            measure: Andel\n{note}",
        ),
    )
    block = page[page.index("\nX\n") + 1 :]
    return block[: block.index("\n\n")].split("\n", 2)[2]


def test_the_whole_page_in_order() -> None:
    page = shown()
    assert page.startswith(
        "62 procent fick hjälp vid första kontakten\n"
        "Ett påhittat exempel: Exempelbolaget har låtit fråga sina kunder om\n"
        "kundtjänsten, januari 2026.\n"
        "Exempelbolaget, 2 februari 2026\n"
        "\n"
        "I korthet\n"
        "─────────\n"
    )
    parts = [
        "Nyckeltal\n─────────\n62 %\n  av kunderna fick hjälp vid första kontakten (kunder,"
        " n = 400)\n",
        "Trogna kunder får hjälp snabbare än nya\n",
        "Det skiljer 20 procentenheter mellan grupperna.",
        "Nya kunder     ███████████████████▎ 48 %\n"
        "Trogna kunder  ███████████████████████████▎ 68 %\n",
        "│ Nya kunder behöver mer stöd i början, menar Exempelsson.\n"
        "│ – Kim Exempelsson, kundtjänstchef, Exempelbolaget (uttalande, inte ett\n"
        "│ undersökningsresultat)\n",
        "Talar helst med en människa  ●●●●●●●○○○  7 av 10\n",
        "Helst  1. telefon  2. mejl  3. chatt\n",
        "│ – Exempelbolaget om sig självt (från annan källa)\n",
        "• Börja med de nya kunderna. Där är andelen som får hjälp direkt lägst.\n",
        "Så gjordes undersökningen\n",
        "Det här vet vi inte\n",
        "┌─ ",
        "│ Uppdragsgivare: Exempelbolaget ",
        "│ Svarsfrekvens och bortfall: uppgift saknas ",
        "┘",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_headings_are_strong_and_asides_quiet() -> None:
    styles = {line.text: line.style for line in lines(STARTER)}
    assert styles["62 procent fick hjälp vid första kontakten"] == "strong"
    assert styles["Telefonen kommer först"] == "strong"
    assert styles["62 %"] == "accent"
    assert styles["Exempelbolaget, 2 februari 2026"] == "quiet"


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (
            "bars",
            "{percent: 41}",
            "Talar helst med en människa  ████████████████▍ 41 %",
        ),
        ("icons", "{ratio: 2/3}", "Talar helst med en människa  ●●○  2 av 3"),
        ("word", "{term: majority}", "Talar helst med en människa  en majoritet"),
        ("bound", "{over: 50}", "Talar helst med en människa  över hälften"),
        (
            "ranking",
            "{ranking: [telefon, mejl], ordered: false, behind: [chatt]}",
            "Talar helst med en människa  telefon och mejl (utan inbördes ordning); längre\n"
            "                             ner: chatt",
        ),
        (
            "ranking",
            "{ranking: [chattbot, mejl], end: bottom}",
            "Talar helst med en människa  sist: chattbot, mejl",
        ),
        (
            "threshold",
            "{term: majority, limit: {at: 10, unit: minutes}}",
            "Talar helst med en människa  10 min: en majoritet",
        ),
        (
            "threshold",
            "{limit: {at: 24, unit: hours}}",
            "Talar helst med en människa  24 tim",
        ),
        (
            "list",
            "{items: [SJ, CSN], of: 8}",
            "Talar helst med en människa  2 av 8 namngivna: SJ och CSN",
        ),
        (
            "stacked",
            "{percent: 78}",
            "Talar helst med en människa  ███████████████████████████████▎ 78 %\n"
            "Redovisas ej                 ░░░░░░░░░ 22 %",
        ),
    ],
)
def test_each_precision_has_its_mark(kind: str, value: str, said: str) -> None:
    assert chart(kind, value) == said


def test_an_interval_only_for_a_probability_sample() -> None:
    interval = (ICONS, "kind: interval\n            title: X")
    value = ("value: {ratio: 7/10}", "value: {percent: 41}")
    assert "  ████████████████▍ 41 %\n" in shown(interval, value)
    random = shown(interval, value, ("type: quota", "type: probability"))
    assert "  ████████████▎ 41 % (36–46 procent)\n" in random


def test_long_labels_stand_above_their_bars() -> None:
    long = "Talar allra helst med en människa och inte med en maskin av något slag"
    page = shown(("label: Talar helst med en människa", f"label: {long}"), width=60)
    assert (
        "Talar allra helst med en människa och inte med en maskin av\n"
        "något slag\n"
        "  ●●●●●●●○○○  7 av 10\n"
    ) in page


def test_bars_are_true_to_their_numbers() -> None:
    assert bar(0, 40) == ""
    assert bar(0.1, 40) == "▏"
    assert bar(50, 40) == "█" * 20
    assert bar(100, 40) == "█" * 40
    assert bar(51, 40) == "█" * 20 + "▍"
    lengths = [sum(8 if char == "█" else 4 for char in bar(point, 40)) for point in range(101)]
    assert lengths == sorted(lengths)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [40, 80, 100])
def test_the_examples_fit_every_width(path: Path, width: int) -> None:
    study = read_study(path).study
    language = load_language(study.language)
    page = brief_text(compute(study), language, width)
    assert [line.text for line in page if len(line.text) > width] == []
    text = "\n".join(line.text for line in page)
    assert not {"\x1b", "\u00a0", "{", "}"} & set(text)
    for item in Disclosures.model_fields:
        assert language.label(f"disclosure.{item}")[:20] in text
    # A ratio in words never gets a percent, and never a bar.
    for line in text.splitlines():
        assert not ("●" in line and ("%" in line or "█" in line))


def test_lists_tables_and_headings_in_prose() -> None:
    block = (
        "        - text: Byt ut det här avsnittet mot ert eget, eller ta bort det.\n",
        "        - text: |\n"
        "            Först *så*.\n\n"
        "            ### Och\n\n"
        "            1. ett\n"
        "            2. {r1}\n\n"
        "            | a | b |\n"
        "            | - | - |\n"
        "            | c | **d** |\n",
    )
    assert "\nFörst så.\n\nOch\n\n1. ett\n2. 62 procent\n\na │ b\nc │ d\n" in shown(block)


PROSE = """\
1. ett
   rad två
2. {r1}
   - inre
   - *två*
3. > citat
   > mer

- a och
  2012. b
- c

Text
2005. Det började

a | b
--|--
{r1\\|short} | d \\| e

---

    kod  a
      b

1. - x
   - y
2.

1) ett

2) två"""
SHOWN = """\
1. ett rad två
2. 62 procent
   • inre
   • två

3. > citat mer

• a och 2012. b
• c

Text 2005. Det började

a │ b
62 % │ d | e

───

kod  a
  b

1. • x
   • y
2.

1) ett

2) två
"""


def test_numbers_and_words_of_lists_tables_and_code_stand_as_they_are_written() -> None:
    indented = "".join(f"            {line}".rstrip() + "\n" for line in PROSE.splitlines())
    old = "        - text: Byt ut det här avsnittet mot ert eget, eller ta bort det.\n"
    assert f"\n{SHOWN}\n" in shown((old, f"        - text: |\n{indented}"))
