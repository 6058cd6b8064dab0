"""No text of a chart touches another or leaves the sheet, whatever the labels and values are."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from reportgen.charts.faces import measure_text
from reportgen.study.model import ChartKind

LETTERS = "aåäöøæéiJgWM 0123–-/’”»"
labels = some.one_of(
    some.sampled_from(["A", "Å", "Övriga chefer", "e-post/telefon"]),
    some.text(LETTERS, min_size=1, max_size=120).filter(str.strip),
    some.sampled_from(
        [
            "Kundtjänstmedarbetarutbildningssamordningsansvarigas",
            "Väljer bort företag därför att svaret på ett mejl kommer för sent eller inte alls, "
            "trots att de har skrivit flera gånger",
        ]
    ),
)
shares = some.one_of(
    some.sampled_from([0, 1, 3, 38, 41, 49, 50, 51, 97, 99, 100]), some.integers(0, 100)
)
terms = some.sampled_from(["very_few", "overwhelming_majority", "most", "many_times"])


def _rows(values, *, least=1, most=6, base="customers"):
    """Results of one group with drawn labels."""
    drawn = some.lists(some.tuples(labels, values), min_size=least, max_size=most)
    return drawn.map(
        lambda rows: [
            {"id": f"r{at}", "base": base, "label": label, "value": value}
            for at, (label, value) in enumerate(rows)
        ]
    )


percents = shares.map(lambda share: {"percent": str(share)})
counts = some.integers(0, 146).map(lambda count: {"count": str(count)})


@some.composite
def pairs(draw):
    """One to four questions to two groups."""
    rows = []
    for at in range(draw(some.integers(1, 4))):
        label = f"{draw(labels)} {at}"
        rows += [
            {"id": f"{base}{at}", "base": base, "label": label, "value": draw(percents)}
            for base in ("it", "others")
        ]
    return rows


@some.composite
def parts(draw):
    """Parts of one or two wholes that together are no more than 100 %."""
    rows = []
    for base in draw(some.sampled_from([("customers",), ("it", "customers")])):
        left = 100
        for at in range(draw(some.integers(1, 4))):
            share = draw(some.integers(0, left))
            left -= share
            value = {"percent": str(share)}
            rows.append({"id": f"{base}{at}", "base": base, "label": draw(labels), "value": value})
    return rows


ratios = some.tuples(some.integers(0, 12), some.integers(1, 25)).map(
    lambda pair: {"ratio": f"{min(pair)}/{max(*pair, 1)}"}
)
bounds = some.tuples(some.sampled_from(["over", "under"]), shares).map(
    lambda pair: {pair[0]: str(pair[1])}
)
rankings = some.fixed_dictionaries(
    {
        "ranking": some.lists(labels, min_size=1, max_size=4),
        "behind": some.lists(labels, max_size=2),
        "ordered": some.sampled_from(["true", "false"]),
        "end": some.sampled_from(["top", "bottom"]),
    }
)
limits = some.tuples(
    some.sampled_from([1, 2, 7, 10, 24, 45, 500]), some.sampled_from(["minutes", "hours", "days"])
).map(lambda pair: {"at": str(pair[0]), "unit": pair[1]})
thresholds = some.one_of(
    limits.map(lambda limit: {"limit": limit}),
    some.tuples(limits, terms).map(lambda pair: {"limit": pair[0], "term": pair[1]}),
)
lists = some.lists(labels, min_size=1, max_size=9).flatmap(
    lambda items: some.integers(len(items), len(items) + 20).map(
        lambda whole: {"items": items, "of": str(whole)}
    )
)

RESULTS = {
    ChartKind.BARS: some.one_of(_rows(percents, most=12), _rows(counts, base="it"), pairs()),
    ChartKind.GROUPED: pairs(),
    ChartKind.STACKED: parts(),
    ChartKind.ICONS: _rows(ratios, most=4),
    ChartKind.DUMBBELL: pairs(),
    ChartKind.BOUND: _rows(bounds, most=4),
    ChartKind.WORD: _rows(terms.map(lambda term: {"term": term})),
    ChartKind.RANKING: _rows(rankings, most=4),
    ChartKind.THRESHOLD: _rows(thresholds, most=4),
    ChartKind.LIST: _rows(lists, most=2),
    ChartKind.INTERVAL: _rows(counts, base="it"),
}
HAIR = 0.6  # px that two boxes may share: less than the eye sees


def _boxes(svg, brand):
    """Each text's box: left, top, right, foot, and the text."""
    for text in ElementTree.fromstring(svg):
        if not text.tag.endswith("text"):
            continue
        size, weight = float(text.get("font-size")), int(text.get("font-weight", "400"))
        width = measure_text(str(brand.charts.face(weight).path), text.text or "", size)
        anchor = {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0.0)
        left, base = float(text.get("x")) - anchor, float(text.get("y"))
        yield left, base - 0.74 * size, left + width, base + 0.22 * size, text.text


def _faults(drawing, brand):
    boxes = list(_boxes(drawing.svg, brand))
    for left, top, right, foot, text in boxes:
        inside = left >= -HAIR and right <= drawing.width + HAIR
        if not (inside and top >= -HAIR and foot <= drawing.height + HAIR):
            yield f"“{text}” leaves the sheet: {left:.1f} {top:.1f} {right:.1f} {foot:.1f}"
    for one, other in combinations(boxes, 2):
        beside = one[2] <= other[0] + HAIR or other[2] <= one[0] + HAIR
        if not beside and one[3] > other[1] + HAIR and other[3] > one[1] + HAIR:
            yield f"“{one[4]}” touches “{other[4]}”"


@pytest.mark.parametrize("kind", list(ChartKind))
def test_texts_keep_apart_and_on_the_sheet(kind, draw_all, brand):
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(RESULTS[kind], some.booleans(), some.booleans())
    def check(answers, random, first):
        highlight = (answers[0]["id"],) if first else ()
        chart = draw_all(kind.value, answers, highlight=highlight, random=random)
        faults = [*_faults(chart.wide, brand), *_faults(chart.narrow, brand)]
        assert faults == []

    check()
