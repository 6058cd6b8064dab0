"""Puts the bill of materials into the wheel, where PEP 770 has installers keep it.

Run by hatchling (pyproject.toml), which loads it by its path: so the bill is written by a process
of its own, with scripts/sbom.py as it stands.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SbomInWheel(BuildHookInterface[Any]):
    """Writes the bill before the wheel is packed, and removes it afterwards."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before a build; `version` is "editable" where a checkout is only linked."""
        if version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        command = [sys.executable, str(Path(self.root) / "scripts" / "sbom.py"), self._folder.name]
        written = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        build_data["sbom_files"].append(written.stdout.strip())

    def finalize(self, version: str, *_built: object) -> None:
        """Called after a build, with what was built and where."""
        if version != "editable":
            self._folder.cleanup()
