"""What the measurements were made with: versions and machine."""

from __future__ import annotations

import os
import platform
import re
from importlib import metadata
from pathlib import Path

import reportgen


def versions() -> str:
    """`Python 3.13.1, reportgen 0.1.0, WeasyPrint 70.0, …`."""
    names = {"weasyprint": "WeasyPrint", "matplotlib": "matplotlib"}
    ours = [f"Python {platform.python_version()}", f"reportgen {reportgen.__version__}"]
    libraries = [f"{shown} {metadata.version(name)}" for name, shown in names.items()]
    return ", ".join([*ours, *libraries, f"Pango {_pango()}"])


def machine() -> str:
    """`Linux 6.18, AMD EPYC, 2 cores`: what it is, and nothing of whose it is."""
    release = re.match(r"\d+(?:\.\d+)?", platform.release())
    system = f"{platform.system()} {release[0] if release else ''}".strip()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return ", ".join(filter(None, [system, _processor(), f"{cores} cores"]))


def _pango() -> str:
    from weasyprint.text.ffi import pango

    packed = pango.pango_version()
    return f"{packed // 10_000}.{packed // 100 % 100}.{packed % 100}"


def _processor() -> str:
    """The model as the kernel names it, '' where it does not."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor()
    found = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return found[1] if found else platform.processor()
