"""What many have today: a plain script of PyYAML, matplotlib, Jinja2 and WeasyPrint.

It makes one brief of a study, as an untagged PDF and as HTML, the way the libraries' own
introductions show it. It is the unit that the benchmarks count in.

    python benchmarks/plain_script.py STUDY FOLDER
"""

import io
import re
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import yaml
from jinja2 import Environment, FileSystemLoader, select_autoescape
from weasyprint import HTML

mpl.use("svg")
from matplotlib import pyplot as plt

mpl.rcParams.update({"font.family": "DejaVu Sans", "font.size": 9})


def worded(value: dict[str, Any], n: object) -> str:
    """A reported value as a script's author would print it."""
    if "percent" in value:
        return f"{value['percent']} %"
    if "count" in value:
        return f"{value['count']}/{n}"
    return ", ".join(value["ranking"]) if "ranking" in value else str(next(iter(value.values())))


def length(words: str) -> float:
    """The same as a length in percent, 50 where it has none."""
    ratio = re.match(r"(\d+)/(\d+)$", words)
    percent = re.match(r"([\d.]+) %$", words)
    return 100 * int(ratio[1]) / int(ratio[2]) if ratio else float(percent[1]) if percent else 50


def draw(title: str, rows: list[dict[str, Any]], said: dict[str, str]) -> str:
    """One chart as SVG: bars with their values."""
    words = [said[row["id"]] for row in rows]
    figure, axes = plt.subplots(figsize=(6.7, 0.9 + 0.45 * len(rows)))
    bars = axes.barh([row["says"][:48] for row in rows], [length(each) for each in words])
    axes.bar_label(bars, labels=[each[:40] for each in words], padding=3)
    axes.set(xlim=(0, 100), title=title[:70])
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    file = io.StringIO()
    figure.savefig(file, format="svg")
    plt.close(figure)
    return file.getvalue()[file.getvalue().index("<svg") :]


def main(study_path: str, folder: str) -> None:
    """Read, draw, compose, write."""
    study = yaml.safe_load(Path(study_path).read_text(encoding="utf-8"))
    rows = {row["id"]: row for row in study["results"]}
    sizes = {name: group["n"] for name, group in study["groups"].items()}
    said = {name: str(size) for name, size in sizes.items()}
    said |= {name: worded(row["value"], sizes.get(row.get("base"))) for name, row in rows.items()}

    def filled(text: str | None) -> str:
        return re.sub(r"\{([\w-]+)[^}]*\}", lambda reference: said[reference[1]], text or "")

    def chart(title: str, names: list[str]) -> str:
        return draw(filled(title), [rows[name] for name in names], said)

    templates = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=templates, autoescape=select_autoescape())
    environment.filters["filled"] = filled
    page = environment.get_template("plain_script.html")
    html = page.render(study=study, said=said, chart=chart)
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "plain.html").write_text(html, encoding="utf-8")
    HTML(string=html).write_pdf(Path(folder) / "plain.pdf")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
