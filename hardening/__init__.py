"""The long harnesses: what a stranger's study could try, and the proof that it comes to nothing.

`python -m hardening.run` runs them and writes their figures into docs/security.md.
"""
