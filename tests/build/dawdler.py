"""A module that takes too long to load."""

from __future__ import annotations

import time

time.sleep(60)
