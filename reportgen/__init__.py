"""reportgen turns one YAML file per study into a branded brief, as PDF and HTML."""

import os

__version__ = "0.1.0"

# What else happens to be installed has no say in what a study is; and pydantic, which Typer and the
# model are made with, would open every package's folder to look for plugins of its own.
os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
