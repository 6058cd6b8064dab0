"""Several comparisons at once: the more one looks, the more chance finds."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """The p-values of one family of tests, adjusted by Holm's step-down, in the order given.

    Each may be held against the usual limit (0.05 at 95 % confidence); the risk of one or more
    false differences in the whole family then stays below it, however the tests depend on each
    other. Values are probabilities (0-1); an empty family gives an empty tuple. Raises
    ValueError for a value that is no probability.

    Source: S. Holm (1979), "A simple sequentially rejective multiple test procedure",
    Scandinavian Journal of Statistics 6:65-70.
    """
    for p in p_values:
        if not 0 <= p <= 1:
            raise ValueError(f"no probability of {p}")
    adjusted = [0.0] * len(p_values)
    reached = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        # A test cannot pass more easily than one that was clearer before it.
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = reached
    return tuple(adjusted)
