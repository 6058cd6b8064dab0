"""Some of the hostile texts through every field and format; `make harden` takes them all."""

from __future__ import annotations

import re
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from hardening import readings
from hardening.messages import through_every_message
from hardening.study import is_prose, spoiled, text_places
from hardening.texts import TEXTS, WHOLE
from hardening.whole_texts import bare, broken, mark, mix, through_every_format
from reportgen.compute.findings import compute
from reportgen.language.language import load_language
from reportgen.pages.prose import Setter
from reportgen.preview.pages import Complaint, Pages, View
from reportgen.problems import Problems
from reportgen.study.prose import Known, prose_faults
from reportgen.study.reader import read_study


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 90
    assert len({each.name for each in TEXTS}) == len({each.text for each in TEXTS}) == len(TEXTS)


# Prime to how many texts there are, so that each comes to other fields.
@pytest.mark.parametrize("turn", [0, 17, 39, 63])
def test_texts_come_out_as_they_were_written(tmp_path: Path, turn: int) -> None:
    outcome = through_every_format(mix(turn), tmp_path)
    assert outcome.faults == []
    assert {*outcome.seen} == {"HTML", "JSON-LD", "PDF", "JSON", "CSV", "terminal"}


def test_what_comes_out_changed_would_be_noticed() -> None:
    places = text_places()
    texts = {places[0]: "<b>x</b>", places[1]: "y"}
    assert list(broken(("h1", f"<b>x</b> {mark(places[0])}"), texts)) == []
    ((place, _),) = broken(("h1", f"<b>x {mark(places[0])}"), texts)
    assert place == places[0]


def test_a_page_that_acts_would_be_noticed() -> None:
    acting = readings.page(
        "<p onclick=x><script>x</script><a href='javascript:x'>x</a><iframe></iframe>"
        "<img src='file:///x'><a href='#x' style='x'>x</a><!-- x --><b>x</b>"
        "<link rel=stylesheet href=x><?x ?>"
    ).acting
    assert acting == [
        "p has onclick",
        "a script that runs",
        "a leads to javascript:x",
        "<iframe>",
        "img leads to file:///x",
        "a has a style",
        "a comment:  x ",
        "<b>",
        "a link to x",
        "an instruction: x ?",
    ]


@pytest.mark.parametrize("hostile", [one for one in TEXTS if one.refused], ids=lambda one: one.name)
def test_what_no_text_may_hold_is_refused_with_its_place(hostile) -> None:
    with pytest.raises(Problems) as failed:
        read_study(Path("texts.yml"), text=spoiled("texts", {("publisher",): hostile.text}))
    assert {problem.code for problem in failed.value.found} == {hostile.refused}
    assert all(problem.span.line > 0 for problem in failed.value.found)
    assert hostile.text not in str(failed.value)


@pytest.mark.parametrize(
    "name",
    ["script", "workflow command", "workflow command of old", "azure", "teamcity", "gitlab",
     "percent escapes", "escape", "terminal link", "cdata", "json", "rich", "line feed", "table",
     "override", "entities", "link"],
)  # fmt: skip
def test_complaints_order_nothing(tmp_path: Path, name: str) -> None:
    (hostile,) = (one for one in TEXTS if one.name == name)
    assert through_every_message(hostile, tmp_path) == []


# --- Prose as it comes: Markdown may be anything -----------------------------------------------

_PIECES = st.one_of(
    st.sampled_from([one.text for one in WHOLE if len(one.text) < 200]),
    st.sampled_from(
        ["\n\n", "\n", " ", "[", "](", ")", "](#r1)", "[x]: ", "<", ">", "*", "`", "|", "\\"]
    ),
    st.text(alphabet="ab[]()<>*_`!#&;:/\\\"'{}|-=+ \n", max_size=12),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(_PIECES, min_size=1, max_size=6).map("".join))
def test_no_prose_becomes_more_than_its_markdown(prose: str) -> None:
    assume(not list(prose_faults(prose, _KNOWN)))
    setter = _setter()
    for html in (str(setter.paragraphs(prose)), str(setter.line(prose))):
        page = readings.page(html)
        assert page.acting == []
        assert "<!--screen-->" not in html
        assert not re.search(r"<(?!/?(?:p|a|em|strong|code|pre|ul|ol|li|h[1-6]|hr|br|blockquote|"
                             r"table|thead|tbody|tr|th|td|span)\b)", html)  # fmt: skip
    assert "<" not in setter.plain(prose) or "<" in prose or "&" in prose


_KNOWN = Known(frozenset({"r1", "r2", "r3", "r4"}), frozenset({"customers"}), frozenset())


@cache
def _setter() -> Setter:
    study = read_study(Path("texts.yml"), text=spoiled("texts")).study
    return Setter(compute(study), load_language("en"))


# A build each: what fails is not made smaller, for minutes, but shown as it is.
@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.lists(st.sampled_from(WHOLE), min_size=2, max_size=2, unique=True))
def test_texts_joined_stay_texts(pair) -> None:
    joined = " ".join(one.text for one in pair)
    places = [place for place in text_places() if not is_prose(place) and place[0] != "allow"]
    with tempfile.TemporaryDirectory() as folder:
        outcome = through_every_format(
            {**mix(1), **dict.fromkeys(places[::9], joined)}, Path(folder)
        )
    assert outcome.faults == []


# --- The preview's own pages --------------------------------------------------------------------


def _view(text: str) -> View:
    complaint = Complaint("error", text, text, text, text, text)
    return View(
        address="/study/", name=text, title=text, state="failed", said=text,
        complaints=(complaint,), errors=text,
    )  # fmt: skip


def test_the_previews_pages_hold_texts_as_texts() -> None:
    pages, plain = Pages(), _view("a plain text")
    for hostile in WHOLE:
        view = _view(hostile.text)
        for made, sound in (
            (
                pages.study(view, several=True, trouble=view.complaints),
                pages.study(plain, several=True, trouble=plain.complaints),
            ),
            (
                pages.index([view], "1", view.complaints),
                pages.index([plain], "1", plain.complaints),
            ),
        ):
            page = readings.page(made.content.decode("utf-8"))
            assert page.shape == readings.page(sound.content.decode("utf-8")).shape, hostile.name
            whole = bare("".join(text for _, text in page.texts))
            assert bare(hostile.text) in whole, hostile.name
