"""reportgen turns one YAML file per study into a branded brief, as PDF and HTML."""

__version__ = "0.1.0"
