"""What claims weigh bounds how often they are held against results."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from hardening.many_claims import studies
from reportgen.checks.claims import bound, changes, comparisons, pairs
from reportgen.checks.claims.fields import fields_of
from reportgen.checks.claims.ground import ground_of
from reportgen.checks.claims.ledger import entries_of, ledger
from reportgen.checks.claims.weights import weights_of
from reportgen.language.language import load_language
from reportgen.limits import USUAL
from reportgen.problems import Problems
from reportgen.study.reader import Loaded, read_study

FEW = {name: text for name, text in studies() if name.endswith("-20")}
ALL = USUAL._replace(comparisons=10**9)


def _loaded(name: str, text: str) -> Loaded:
    return read_study(Path(f"{name}.yml"), text=text, limits=ALL)


@pytest.mark.parametrize("name", FEW)
def test_no_claim_is_held_against_more_results_than_it_weighs(name, monkeypatch):
    held: Counter[str] = Counter()

    def counted(kind, function):
        def call(*arguments):
            held[kind] += 1
            return function(*arguments)

        return call

    monkeypatch.setattr(bound, "verdict_on", counted("share", bound.verdict_on))
    monkeypatch.setattr(changes, "verdict_on", counted("share", changes.verdict_on))
    monkeypatch.setattr(comparisons, "_by_pair", counted("pair", comparisons._by_pair))
    monkeypatch.setattr(pairs, "_rank", counted("pair", pairs._rank))
    loaded = _loaded(name, FEW[name])
    ground = ground_of(loaded.study, load_language(loaded.study.language))
    for field in fields_of(ground):
        before = sum(held.values())
        weight = sum(weights_of(field))
        for _ in entries_of(field):
            pass
        # A pair is ranked where it is found, and where the likeliest are chosen.
        assert sum(held.values()) - before <= 2 * weight


def test_a_longer_study_of_the_same_weighs_as_much_more():
    """What a claim weighs does not depend on what stands elsewhere in the study."""
    loaded = _loaded("many-more-20", FEW["many-more-20"])
    ground = ground_of(loaded.study, load_language(loaded.study.language))
    section = [field for field in fields_of(ground) if "sections" in field.path]
    weights = [*chain.from_iterable(map(weights_of, section))]
    assert len(set(weights)) <= 2
    assert len(weights) > 300


def test_what_is_beyond_is_told_with_its_place():
    name = "many-more-100"
    text = dict(studies())[name]
    loaded = read_study(Path(f"{name}.yml"), text=text)
    with pytest.raises(Problems) as refused:
        ledger(loaded)
    (problem,) = refused.value.found
    assert problem.full().splitlines()[0] == (
        f"{name}.yml:1:{problem.span.column}: STUDY108 the claims up to here take more than 15000"
        " comparisons with results"
    )
    assert problem.remedy == (
        "divide it into several studies, or raise “comparisons” under [limits] in the settings"
    )
    assert text[problem.span.column - 1 :].startswith("More customers than others got help")
