"""The hallway: the only file that knows the order of the rooms.

read → check → compute → draw → compose → write
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import shipped
from reportgen.checks.policy import USUAL, Policy
from reportgen.outputs.artifact import Artifact
from reportgen.problems import Problem, Problems, Severity
from reportgen.study.reader import Loaded, read_study

if TYPE_CHECKING:
    from reportgen.checks.claims.claim import Entry

ANNEXES = ("ledger",)
"""What a brief may carry at its end: every claim with what it rests on."""
FORMATS = ("pdf", "html")
"""What is made where nothing else is asked for; `social` is the image for links."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to render: a study file and how. Everything a worker needs, and it pickles."""

    path: Path
    shown_as: str  # the path as the user typed it: what messages and the manifest say
    formats: tuple[str, ...] = FORMATS
    templates: Path | None = None  # a user's own folder, which shadows the shipped templates
    base_url: str | None = None  # where the output folder will lie on the web, with a slash
    text: str | None = None  # the study's text where it does not come from the file
    policy: Policy = USUAL  # which rules hold, and how much they weigh
    annexes: tuple[str, ...] = ()  # what the brief carries at its end, of ANNEXES


@dataclass(frozen=True, slots=True)
class Rendering:
    """A brief as files in memory, and the warnings that did not stop it."""

    id: str
    title: str
    artifacts: tuple[Artifact, ...]
    inputs: tuple[tuple[str, str], ...]  # (shown path, sha256), sorted
    warnings: tuple[Problem, ...]


def read_and_check(order: Order) -> tuple[Loaded, tuple[Problem, ...]]:
    """Read a study and apply every rule that its order wants to it.

    Returns the study and its warnings; raises `Problems` with everything found
    where there is an error among it.
    """
    from reportgen.checks.registry import check_study

    loaded = read_study(order.path, order.shown_as, order.text)
    found = check_study(loaded, order.policy)
    if any(problem.severity is Severity.ERROR for problem in found):
        raise Problems(found)
    return loaded, found


def find_problems(order: Order) -> tuple[Problem, ...]:
    """Everything that would stop a study's brief or warn of it, as far as reading tells.

    The study by every rule, and its brand besides; nothing is drawn. Raises
    `Problems` where the study cannot be read.
    """
    from reportgen.brand.reader import check_brand
    from reportgen.checks.registry import check_study

    loaded = read_study(order.path, order.shown_as, order.text)
    found = check_study(loaded, order.policy)
    try:
        path, shown_as = _brand_of(order, loaded)
        return (*found, *check_brand(path, shown_as))
    except Problems as missing:
        return (*found, *missing.found)


def explain(order: Order) -> tuple[Entry, ...]:
    """A study's ledger: every claim, what it rests on, and the verdict. Raises `Problems`."""
    from reportgen.checks.claims.ledger import ledger

    return ledger(read_study(order.path, order.shown_as, order.text))


def _brand_of(order: Order, loaded: Loaded) -> tuple[Path, str]:
    """Where the study's brand lies, and what problems call it: its path, or one of ours by name.

    Raises `Problems` (BRAND100) where there is none.
    """
    from reportgen.brand.reader import find_brand

    folder, name = order.path.parent, loaded.study.brand
    path = find_brand(folder, name, shipped.studies_folder(), loaded.span("brand"))
    if path.is_relative_to(folder):
        return path, str(Path(order.shown_as).parent / path.relative_to(folder))
    return path, name if path.is_relative_to(shipped.studies_folder()) else str(path)


def render(order: Order) -> Rendering:
    """The whole walk for one study; raises `Problems`, writes nothing."""
    from dataclasses import replace

    from reportgen.brand.reader import read_brand
    from reportgen.charts.covers.draw import draw_cover
    from reportgen.charts.draw import draw_chart
    from reportgen.checks.claims.ledger import ledger
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.outputs.data import carried_by
    from reportgen.outputs.render import artifacts
    from reportgen.pages.compose import compose
    from reportgen.pages.metadata import Address
    from reportgen.study.typesetting import typeset_study

    loaded, warnings = read_and_check(order)
    study = loaded.study
    brand_path, brand_shown = _brand_of(order, loaded)
    brand = read_brand(brand_path, brand_shown)
    language = load_language(study.language)
    findings = compute(typeset_study(study, language.texts))
    charts = {
        chart_id: draw_chart(plan, chart_id, findings, brand, language)
        for chart_id, plan in study.charts()
    }
    cover = draw_cover(findings, brand)
    address = Address(order.base_url, has_image="social" in order.formats)
    entries = ledger(loaded) if "ledger" in order.annexes else ()
    brief = compose(findings, charts, cover, brand, language, order.templates, address, entries)
    # What it carries is data: as the editor wrote it.
    carried = carried_by(loaded.text, brand_path.read_bytes(), brand, compute(study), language)
    brief = replace(brief, attachments=carried)
    return Rendering(
        id=study.id,
        title=brief.title,
        artifacts=artifacts(brief, order.formats),
        inputs=tuple(
            sorted(
                (
                    (order.shown_as, _digest(loaded.text.encode())),
                    (f"brand:{study.brand}", _digest(brand_path.read_bytes())),
                    *(
                        (f"brand:{study.brand}:logo-{number}", _digest(picture.content))
                        for number, picture in enumerate(brand.pictures, start=1)
                    ),
                )
            )
        ),
        warnings=warnings,
    )


def _digest(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()
