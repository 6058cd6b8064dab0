"""What running processes use, read from /proc; nothing is known where there is none."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def held_by(process: int) -> int:
    """Bytes of memory that a process holds now (its resident set); 0 where that is not known."""
    try:
        status = (PROC / str(process) / "status").read_text()
    except OSError:
        return 0
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(sizes[0]) * 1024 if sizes else 0


def parents() -> dict[int, int]:
    """Of every process that runs now, its parent."""
    found = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            # The name in parentheses may hold anything; what follows it does not.
            after = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        found[int(folder.name)] = int(after[1])
    return found


def workers_of(process: int, family: dict[int, int]) -> list[int]:
    """The youngest generation below a process: its descendants that have no children."""
    below: set[int] = set()
    generation = {process}
    while generation:
        generation = {child for child, parent in family.items() if parent in generation}
        below |= generation
    return sorted(below - set(family.values()))
