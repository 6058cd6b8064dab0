"""The attack collection: one family a file, one line each here."""

from __future__ import annotations

from hardening.attacks import (
    brands,
    commands,
    fields,
    fonts,
    links,
    logos,
    names,
    pictures,
    yaml_tricks,
)
from hardening.attacks.attack import Attack

FAMILIES: dict[str, tuple[Attack, ...]] = {
    "YAML": yaml_tricks.ATTACKS,
    "text in every field": fields.ATTACKS,
    "links": links.ATTACKS,
    "names and ids": names.ATTACKS,
    "brands": brands.ATTACKS,
    "logos of shapes": logos.ATTACKS,
    "pictures": pictures.ATTACKS,
    "fonts": fonts.ATTACKS,
}
"""Studies with what lies beside them: all are built by one command."""

COMMANDS = commands.ATTACKS
"""What stands outside a study: templates, settings and files given to `extract`."""
