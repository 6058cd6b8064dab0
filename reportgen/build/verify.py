"""Whether a build gives the same bytes elsewhere and later.

The briefs are built a second time by another process, with another hash seed,
time zone, locale, home and working folder, and every file is compared.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportgen.build import manifest
from reportgen.build.briefs import Delivered
from reportgen.pipeline import Order
from reportgen.problems import Problem, Span

CODE = "BUILD101"
_AGAIN = f"import sys; from {__name__} import again; sys.exit(again(sys.stdin.buffer))"
_SEEDS = ("1", "4711")
_ZONES = ("Pacific/Kiritimati", "America/Anchorage")


def differences(
    orders: Sequence[Order], delivered: Sequence[Delivered], folder: Path
) -> tuple[Problem, ...]:
    """Build the orders again and name every file in `folder` that comes out otherwise.

    `orders` are those whose briefs were delivered. A problem's place is the
    file; its message says at which byte, counted from 0, the two part.
    """
    with tempfile.TemporaryDirectory(prefix="reportgen-") as other:
        said = _build_again(orders, Path(other))
        if said:
            return (_problem(str(folder), f"could not be built a second time: {said}"),)
        return tuple(_compared(delivered, folder, Path(other) / "out"))


def again(stream: Any) -> str | None:
    """What the other process does: read orders and a folder, and build.

    Returns what went wrong with the first brief that failed; None where none did.
    """
    from reportgen.build.attempt import Broken, Failed
    from reportgen.build.briefs import build_briefs
    from reportgen.build.serial import SerialExecutor

    orders, folder = pickle.load(stream)
    with SerialExecutor() as executor:
        for result in build_briefs(orders, folder, executor):
            if isinstance(result, Failed):
                return f"{result.order.shown_as}: {result.found[0].message}"
            if isinstance(result, Broken):
                return f"{result.order.shown_as}: {result.error}"
    return None


def _build_again(orders: Sequence[Order], other: Path) -> str:
    """Build into `other`/out; what the process complained of, '' where it did not."""
    placed = [
        replace(
            order,
            path=order.path.absolute(),
            shown_as=manifest.portable(order.shown_as),
            templates=order.templates.absolute() if order.templates else None,
            cache=None,  # or it would not be built
        )
        for order in orders
    ]
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            _AGAIN,
        ],
        input=pickle.dumps((placed, other / "out")),
        cwd=other,
        env=_elsewhere(other),
        capture_output=True,
        check=False,
    )
    if ended.returncode == 0:
        return ""
    lines = ended.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"the process ended with {ended.returncode}"


def _elsewhere(other: Path) -> dict[str, str]:
    """The environment of another user in another place; only SOURCE_DATE_EPOCH is as here."""
    own = Path(__file__).resolve().parents[2]
    here = [str(own), *(str(Path(place).absolute()) for place in sys.path if place)]
    seed = next(seed for seed in _SEEDS if seed != os.environ.get("PYTHONHASHSEED"))
    zone = next(zone for zone in _ZONES if zone != os.environ.get("TZ"))
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(here)),
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "LC_ALL": "C.UTF-8",
        "HOME": str(other),
        "USER": "somebody-else",
    }


def _compared(delivered: Iterable[Delivered], folder: Path, other: Path) -> Iterator[Problem]:
    briefs = list(delivered)
    for brief in briefs:
        for file in brief.files:
            twin = other / file.path.relative_to(folder)
            yield from _parted(str(file.path), file.path.read_bytes(), twin.read_bytes())
    first, second = manifest.kept(folder), manifest.kept(other)
    # The folder may hold briefs, and formats of them, that this build did not make.
    same = {
        name: {
            **first.get(name, {}),
            "outputs": {
                place: said
                for place, said in first.get(name, {}).get("outputs", {}).items()
                if place in second[name]["outputs"]
            },
        }
        for name in second
    }
    written, rewritten = (manifest.as_artifact(one).content for one in (same, second))
    yield from _parted(str(folder / manifest.NAME), written, rewritten)


def _parted(shown: str, first: bytes, second: bytes) -> Iterator[Problem]:
    if first == second:
        return
    shorter = min(len(first), len(second))
    at = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    yield _problem(shown, f"a second build gives other bytes, from byte {at} on")


def _problem(shown: str, message: str) -> Problem:
    return Problem(
        code=CODE,
        message=message,
        span=Span(shown),
        remedy="a brief must not depend on when, where or by whom it is built",
    )
