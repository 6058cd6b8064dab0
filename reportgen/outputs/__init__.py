"""Outputs: a Brief becomes bytes, and bytes become files."""
