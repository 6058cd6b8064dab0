"""Which folder serves as cache, and how much it may hold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.cli.console import CannotRun, one_line
from reportgen.cli.settings import Settings
from reportgen.kept import Kept, usual_folder

if TYPE_CHECKING:
    from reportgen.build.cache import BriefCache
    from reportgen.pipeline import Order


def cache_folder(settings: Settings) -> Path | None:
    """The folder of the cache; None where there is no home for one.

    Raises CannotRun where the folder that was asked for is somebody else's.
    """
    chosen = settings.cache_dir or usual_folder(os.environ)
    if chosen is None:
        return None
    if settings.cache_dir is not None and Kept(chosen).foreign:
        raise CannotRun(
            f"the folder {one_line(str(chosen))} holds something else than a cache of reportgen",
            "name an empty or a new folder with --cache-dir",
        )
    return Path.cwd() / chosen


def keep_to_limit(settings: Settings) -> None:
    """Bring the cache to its limit, for what keeps charts and builds no files."""
    folder = cache_folder(settings)
    if folder is not None:
        Kept(folder).prune(_limit(settings))


def _limit(settings: Settings) -> int:
    from reportgen.build.cache import USUAL_LIMIT

    return USUAL_LIMIT if settings.cache_limit is None else 1_000_000 * settings.cache_limit


def brief_cache(orders: Sequence[Order], settings: Settings) -> BriefCache | None:
    """The briefs that are kept, for one run; None where nothing is."""
    from reportgen.build.cache import BriefCache

    folder = orders[0].cache if orders else None
    if folder is None:
        return None
    return BriefCache(folder, _limit(settings))
