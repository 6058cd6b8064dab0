"""A language as a value: its data file, and the ways to write numbers in it.

A language is an argument, never a global. Everything that is said in a brief
and not written in the study comes from `data/<code>.yml`, which holds every
key that `sv.yml` holds.
"""
