"""The hallway: the only file that knows the order of the rooms.

read → check → compute → draw → compose → write
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import ingredients, shipped
from reportgen.checks.policy import USUAL, Policy
from reportgen.ingredients import Ingredient
from reportgen.limits import USUAL as USUAL_LIMITS
from reportgen.limits import Limits
from reportgen.outputs.artifact import Artifact
from reportgen.problems import Problem, Problems, Severity, Span

if TYPE_CHECKING:
    from reportgen.brand.brand import Brand
    from reportgen.charts.kept_charts import Shelf
    from reportgen.checks.claims.claim import Entry
    from reportgen.language.language import Language
    from reportgen.pages.brief import Brief
    from reportgen.study.reader import Loaded

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
    brand: tuple[Path, str] | None = None  # where its brand lies, and is said to lie, where known
    cache: Path | None = None  # where drawn charts are kept; changes nothing of the brief
    limits: Limits = USUAL_LIMITS  # what the study may hold at most


@dataclass(frozen=True, slots=True)
class Rendering:
    """A brief as files in memory, and the warnings that did not stop it."""

    id: str
    title: str
    artifacts: tuple[Artifact, ...]
    inputs: tuple[tuple[str, str], ...]  # (shown path, sha256), sorted
    warnings: tuple[Problem, ...]
    made_of: tuple[Ingredient, ...] = ()  # empty where that is not certain


def read_and_check(order: Order) -> tuple[Loaded, tuple[Problem, ...]]:
    """Read a study and apply every rule that its order wants to it.

    Returns the study and its warnings; raises `Problems` with everything found
    where there is an error among it.
    """
    from reportgen.checks.registry import check_study
    from reportgen.study.reader import read_study

    loaded = read_study(order.path, order.shown_as, order.text, order.limits)
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
    from reportgen.checks.letters import unset_letters
    from reportgen.checks.registry import check_study
    from reportgen.study.reader import read_study

    loaded = read_study(order.path, order.shown_as, order.text, order.limits)
    found = check_study(loaded, order.policy)
    try:
        path, shown_as = brand_of(order, loaded.study.brand, loaded.span("brand"))
        faces, faults = check_brand(path, shown_as)
        return (*found, *faults, *(unset_letters(loaded, faces) if faces else ()))
    except Problems as missing:
        return (*found, *missing.found)


def explain(order: Order) -> tuple[tuple[Entry, Span], ...]:
    """A study's ledger: every claim, what it rests on, the verdict, and where it stands.

    Raises `Problems` where the study cannot be read.
    """
    from reportgen.checks.claims.ledger import ledger, place_of
    from reportgen.study.reader import read_study

    loaded = read_study(order.path, order.shown_as, order.text, order.limits)
    return tuple((entry, place_of(entry, loaded)) for entry in ledger(loaded))


def brand_of(order: Order, name: str, named_at: Span | None = None) -> tuple[Path, str]:
    """Where the study's brand lies, and what problems call it: its path, or one of ours by name.

    `named_at` is where the study names it. Raises `Problems` (BRAND100) where there is none.
    """
    from reportgen.brand.reader import find_brand

    if order.brand is not None:
        return order.brand
    folder = order.path.parent
    path = find_brand(folder, name, shipped.studies_folder(), named_at)
    if path.is_relative_to(folder):
        return path, str(Path(order.shown_as).parent / path.relative_to(folder))
    return path, name if path.is_relative_to(shipped.studies_folder()) else str(path)


def render(order: Order) -> Rendering:
    """The whole walk for one study; raises `Problems`, writes nothing."""
    from dataclasses import replace

    from reportgen.brand.reader import read_brand
    from reportgen.charts.heights import too_high
    from reportgen.charts.kept_charts import chart_of, cover_of
    from reportgen.checks.claims.ledger import ledger
    from reportgen.checks.letters import unset_letters
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.outputs.data import carried_by
    from reportgen.pages.compose import compose
    from reportgen.pages.metadata import Address
    from reportgen.study.typesetting import typeset_study

    began = time.time_ns()
    loaded, warnings = read_and_check(order)
    study, shelf = loaded.study, _shelf(order)
    brand_path, brand_shown = brand_of(order, study.brand, loaded.span("brand"))
    brand = read_brand(brand_path, brand_shown)
    _stop_at(unset_letters(loaded, brand.faces))
    language = load_language(study.language)
    findings = compute(typeset_study(study, language.texts))
    charts = {
        chart_id: chart_of(plan, chart_id, findings, brand, language, shelf)
        for chart_id, plan in study.charts()
    }
    _stop_at(too_high(charts, loaded))
    cover = cover_of(findings, brand, shelf)
    address = Address(order.base_url, has_image="social" in order.formats)
    entries = ledger(loaded) if "ledger" in order.annexes else ()
    brief = compose(findings, charts, cover, brand, language, order.templates, address, entries)
    # What it carries is data: as the editor wrote it.
    carried = carried_by(loaded.text, brand_path.read_bytes(), brand, compute(study), language)
    brief = replace(brief, attachments=carried)
    return Rendering(
        id=study.id,
        title=brief.title,
        artifacts=_artifacts(brief, order, loaded),
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
        made_of=_made_of(order, study.brand, (brand_path, brand), language, began),
    )


def _stop_at(found: Iterable[Problem]) -> None:
    if problems := tuple(found):
        raise Problems(problems)


def _artifacts(brief: Brief, order: Order, loaded: Loaded) -> tuple[Artifact, ...]:
    """The brief in each format; what is wrong with its layout is told of the study's lines."""
    from reportgen.outputs.render import artifacts
    from reportgen.pages.asked_by import placed_in_files
    from reportgen.study.quoted import placed

    try:
        return artifacts(brief, order.formats)
    except Problems as problems:
        found = [placed(each, loaded) for each in problems.found]
        # A headline that is too long is so on every page: once is enough.
        once = {(each.code, each.span if each.span.line else each): each for each in found[::-1]}
        raise Problems(
            placed_in_files(each, order.templates, brief.brand) for each in once.values()
        ) from problems


# --- What a brief is made of ----------------------------------------------------------------


def roots_of(order: Order) -> dict[str, str]:
    """The folders from which an order's ingredients are placed, by name."""
    roots = {
        "study": order.path.parent,
        "own": order.templates,
        "templates": shipped.templates_folder(),
        "studies": shipped.studies_folder(),
        "package": ingredients.PACKAGE,
        "real": order.path.parent.resolve(),
    }
    return {name: str(Path.cwd() / folder) for name, folder in roots.items() if folder is not None}


def _shelf(order: Order) -> Shelf | None:
    """Where the order's charts are kept; None where nothing is to be kept."""
    if order.cache is None:
        return None
    from reportgen.charts.kept_charts import Shelf

    return Shelf(*ingredients.kept_with_surroundings(str(order.cache)))


def _made_of(
    order: Order, brand_name: str, found: tuple[Path, Brand], language: Language, began: int
) -> tuple[Ingredient, ...]:
    """Every file that the brief was made of, or that would have changed it by being there.

    Nothing where that is not certain: the brand was found elsewhere, a template
    chooses another one by a value, or a file came, went or was changed after
    `began`, in nanoseconds since 1970.
    """
    from reportgen.brand.reader import VARIABLE, looked_at
    from reportgen.pages.templates_used import templates_used

    templates = templates_used(order.templates) if order.brand is None else None
    brands = [*looked_at(order.path.parent, brand_name, shipped.studies_folder())]
    read = [found[0], *found[1].files, *([order.path] if order.text is None else [])]
    fonts = [face.path for face in found[1].faces]
    if templates is None or not ingredients.settled(
        began, read, fonts, [*brands, *templates, *(path.parent for path in templates)]
    ):
        return ()
    roots = roots_of(order)
    made_of = [
        Ingredient(*ingredients.placed(str(path), roots), ingredients.state_of(str(path)))
        for path in dict.fromkeys((*read, *fonts, *brands, *templates))
    ]
    made_of.append(Ingredient("package", f"language/data/{language.code}.yml", language.state))
    made_of.append(Ingredient("keys", "language/data/sv.yml", language.keys))
    if brand_name in ("", "auto"):
        made_of.append(Ingredient("environment", VARIABLE, os.environ.get(VARIABLE, "")))
    return tuple(made_of)


def _digest(content: bytes) -> str:
    return ingredients.digest(content)
