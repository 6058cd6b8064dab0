"""`reportgen clean`: the cache is removed."""

from __future__ import annotations

import typer

from reportgen.cli import options
from reportgen.cli.console import CannotRun, Voice, one_line


def clean(context: typer.Context, cache_dir: options.CacheDir = None) -> int:
    """Remove the cache.

    Only what reportgen put there itself; briefs are not touched.
    """
    from reportgen.cli.caches import cache_folder
    from reportgen.kept import Kept

    voice: Voice = context.obj
    folder = cache_folder(options.settings_here().over(cache_dir=cache_dir))
    if folder is None:
        raise CannotRun(
            "there is no cache: neither HOME nor XDG_CACHE_HOME says where one would be",
            "name its folder with --cache-dir",
        )
    kept = Kept(folder)
    shown = one_line(str(folder))
    if not kept.ours:
        voice.say(f"There is no cache in {shown}.")
        return 0
    gone = kept.clear()
    if kept.ours:
        raise CannotRun(f"the cache in {shown} cannot be removed", "you may not write there")
    voice.say(f"Removed {_size(gone)} from {shown}.")
    return 0


def _size(number: int) -> str:
    return f"{number / 1_000_000:.1f} MB" if number >= 100_000 else f"{max(1, number // 1000)} kB"
