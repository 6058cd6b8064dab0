"""An order with everything that it needs, for a worker that has none of our files.

The study travels as text; its brand, the files that the brand names and the
user's own templates as bytes. The worker lays them out in its temporary folder.
Problems are told of the same paths as here, and the bytes are the same.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from reportgen.brand.files import FileFault, file_inside
from reportgen.build.attempt import Done, attempt
from reportgen.pipeline import Order, Rendering, brand_of
from reportgen.problems import Problems
from reportgen.source import Mapping, Node, Scalar, parse_yaml, read_text

Outcome = TypeVar("Outcome")

_LARGEST = 20_000_000  # bytes; what a brand may name is smaller
_EPOCH = "SOURCE_DATE_EPOCH"

Files = tuple[tuple[str, bytes], ...]
"""(place in its folder, content), sorted."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent to a worker elsewhere."""

    order: Order  # its text and its brand filled in
    brand: Files  # the brand file first
    templates: Files
    epoch: str | None  # the moment that the PDF is to name, where it was set here


def packed(order: Order) -> Parcel | None:
    """The order as a parcel; None where it fails before anything but its text is needed.

    Then whoever asked does it himself: nobody has more to say of it.
    """
    try:
        text = order.text
        if text is None:
            text = read_text(order.path, order.shown_as, order.limits)
        name = parse_yaml(text, order.shown_as, order.limits).get("brand")
        brand, shown = brand_of(order, name.text if isinstance(name, Scalar) else "auto")
        return Parcel(
            replace(order, text=text, brand=(brand, shown), cache=None),
            _files_of(brand),
            _folder(order.templates) if order.templates is not None else (),
            os.environ.get(_EPOCH),
        )
    except (Problems, OSError):
        return None


def _files_of(brand: Path) -> Files:
    """The brand file, and every file that it names anywhere in it."""
    content = brand.read_bytes()
    try:
        root = parse_yaml(read_text(brand, str(brand)), str(brand))
    except Problems:  # which the worker will find too
        return ((brand.name, content),)
    named = {}
    for text in _texts(root):
        try:
            path = file_inside(brand.parent, text)
        except FileFault:
            continue
        if path.is_file() and path.stat().st_size <= _LARGEST:
            named[path.relative_to(brand.parent.resolve()).as_posix()] = path.read_bytes()
    named.pop(brand.name, None)
    return ((brand.name, content), *sorted(named.items()))


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Mapping):
        for _, value in node.pairs:
            yield from _texts(value)
    else:
        for item in node.items:
            yield from _texts(item)


def _folder(folder: Path) -> Files:
    return tuple(
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not _is_hidden(path.relative_to(folder))
    )


def _is_hidden(path: Path) -> bool:
    """Whether it is no template, but what an editor or a version control has put there."""
    return any(name.startswith(".") for name in path.parts)


# --- On the worker -------------------------------------------------------------------


def attempt_packed(walk: Callable[[Order], Outcome], parcel: Parcel) -> object:
    """Lay a parcel's files out and attempt the walk; what comes back names nothing of this place.

    Raises what `attempt` raises.
    """
    order = parcel.order
    assert order.brand is not None
    own, shown = order.brand
    at = _laid_out(parcel.brand, own.parent.name)
    templates = order.templates
    if templates is not None:
        templates = _laid_out(parcel.templates, templates.name)
    here = replace(order, brand=(at / own.name, shown), templates=templates)
    if parcel.epoch is None:
        os.environ.pop(_EPOCH, None)
    else:
        os.environ[_EPOCH] = parcel.epoch
    result = attempt(walk, here)
    # Its order is known to whoever asked; sent back, it would only weigh.
    result = replace(result, order=Order(Path(), ""))
    if isinstance(result, Done) and isinstance(result.outcome, Rendering):
        # What it was made of lies here, and means nothing there.
        return replace(result, outcome=replace(result.outcome, made_of=()))
    return result


def _laid_out(files: Files, name: str) -> Path:
    """A folder of this name that holds the files; one for all parcels that hold the same.

    So that what a worker keeps of a brand, by its path, serves its next brief too.
    """
    digest = hashlib.sha256()
    for place, content in files:
        digest.update(f"{place}\0{len(content)}\0".encode())
        digest.update(content)
    shelf = Path(tempfile.gettempdir()) / f"reportgen-parcel-{digest.hexdigest()}"
    folder = shelf / (name or "folder")
    if folder.is_dir():
        return folder
    making = Path(tempfile.mkdtemp(prefix="reportgen-parcel-"))
    for place, content in files:
        path = making / folder.name / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (making / folder.name).mkdir(exist_ok=True)
    try:
        making.rename(shelf)
    except OSError:  # somebody else was quicker
        shutil.rmtree(making, ignore_errors=True)
    return folder
