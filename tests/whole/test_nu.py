"""The five pages are sound HTML and CSS, as the Nu HTML checker judges it."""

from __future__ import annotations

import html_checkers
from checked import not_there
from checkers import Missing
from five import IDS


def messages(paths):
    try:
        return html_checkers.nu_messages(paths)
    except Missing as missing:
        not_there(str(missing))


def test_it_has_nothing_to_say_of_the_pages(five):
    found = messages([five[study_id].html_path for study_id in IDS])
    assert found == {f"{study_id}.html": [] for study_id in IDS}


BROKEN = """<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>t</title></head>
<body><p id="a">x</p><p id="a">y</p><ul><p>z</p></ul><p style="colour: red">v</p></body></html>"""


def test_it_sees_what_is_wrong(tmp_path):
    path = tmp_path / "broken.html"
    path.write_text(BROKEN, encoding="utf-8")
    told = " | ".join(messages([path])["broken.html"])
    for part in ("Duplicate ID", "not allowed as child of element", "colour"):
        assert part in told
