"""What is looked up is what would be found by looking through everything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as some

from reportgen.checks.claims.ground import ground_of
from reportgen.checks.claims.stems import alike, shared
from reportgen.checks.claims.subjects import _tree_of, subjects_of
from reportgen.language.language import load_language
from reportgen.study.reader import read_study

STUDIES = sorted((Path(__file__).parents[3] / "studies").glob("*.yml"))
STEMS = some.text("ab", min_size=1, max_size=9)
"""Of two letters, so that many begin others."""


@given(some.frozensets(STEMS, max_size=8), some.frozensets(STEMS, max_size=8))
def test_shared_stems_are_those_with_a_like(stems, others):
    assert shared(stems, others) == sum(any(alike(one, two) for two in others) for one in stems)


@given(
    some.dictionaries(some.text("rst", min_size=1, max_size=2), some.frozensets(STEMS, max_size=6)),
    some.frozensets(STEMS, max_size=8),
)
def test_a_text_shares_as_many_words_with_each_result_as_have_a_like(topics, content):
    spoken_of: dict[str, list[str]] = {}
    for result_id, topic in topics.items():
        for stem in topic:
            spoken_of.setdefault(stem, []).append(result_id)
    study = read_study(STUDIES[0]).study
    subjects = subjects_of(study, load_language(study.language))
    subjects = replace(
        subjects, topics=topics, spoken_of=spoken_of, ordered=tuple(sorted(spoken_of))
    )
    counts = {
        result_id: sum(any(alike(own, word) for word in content) for own in topic)
        for result_id, topic in topics.items()
    }
    expected = {result_id: count for result_id, count in counts.items() if count}
    assert subjects.shared_with(content) == expected


@given(
    some.dictionaries(
        some.text("gh", min_size=1, max_size=3), some.lists(some.sampled_from("xyz"), min_size=1)
    ),
    some.lists(some.sampled_from("xyz"), max_size=6),
)
def test_the_longest_label_is_found_with_all_groups_that_have_it(labels, said):
    root = _tree_of({group: tuple(label) for group, label in labels.items()})
    for at in range(len(said)):
        standing = [label for label in labels.values() if said[at : at + len(label)] == label]
        longest = max(standing, key=len, default=None)
        found = root.longest(tuple(said), at)
        if longest is None:
            assert found is None
        else:
            groups = {group for group, label in labels.items() if label == longest}
            assert found == (frozenset(groups), at + len(longest))


def test_findings_are_looked_up_in_the_order_of_the_study():
    for path in STUDIES:
        study = read_study(path).study
        ground = ground_of(study, load_language(study.language))
        all_of_them = [*ground.findings.by_id.values()]
        ids = [each.id for each in all_of_them]
        assert ground.among(reversed([*ids, "nothing"])) == all_of_them
        for one in all_of_them:
            together = [
                other
                for other in all_of_them
                if other is not one
                and (
                    (
                        one.result.question is not None
                        and one.result.question == other.result.question
                    )
                    or other.id == one.result.compared_with
                    or one.id == other.result.compared_with
                )
            ]
            assert ground.beside(one) == together
