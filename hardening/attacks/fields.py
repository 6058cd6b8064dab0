"""HTML, CSS and commands through every text field of the study, as the model has them."""

from __future__ import annotations

from hardening.attacks.attack import BUILT, Attack, with_text
from hardening.study import Place, free_texts, is_prose, places, text_places

FOR_HTML = (
    "</title></style></script><script>fetch('http://127.0.0.1:9/')</script>"
    "<img src=x onerror=alert(1)><link rel=attachment href=file:///etc/passwd>"
    "<link rel=stylesheet href=http://127.0.0.1:9/a.css><base href=file:///etc/>"
    "<style>@import url(file:///etc/passwd);*{background:url(http://127.0.0.1:9/)}</style>"
    "<svg><image href='file:///etc/passwd'/><use href='file:///etc/passwd#a'/></svg>"
    "<object data=file:///etc/passwd></object><iframe src=file:///etc/passwd></iframe>"
    "<!--screen--><meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><!--/screen-->"
)
# HTML is refused in prose; what is no tag of HTML has to come out as text.
FOR_PROSE = (
    "<!--screen--> --> ]]> <!-- <?php system('id') ?> <![CDATA[x]]> &lt;script&gt; &#60;img&#62; "
    "[y][r] [z][s] <javascript:alert(1)> <data:text/html,x> <file:///etc/passwd> `a<b`"
    "\n\n[r]: <\n\n> file:///etc/passwd"
)


# What Markdown would print otherwise than it is written, or not at all.
_PRINTED_OTHERWISE = {
    "number": "2005. It began.",
    "number-between": "1. First\n7. Second",
    "number-deep": "- > 9) Third",
    "number-in-paragraph": "Of the customers\n75) per cent got help.",
    "product": "It was 2*3, and then 4*5.",
    "cell": "| a | b |\n|---|---|\n| 1 | 2 | three |",
    "cell-parted": "| a | b |\n|---|---|\n| {r1|short} |",
    "code": "`{r1}` of them",
    "code-block": "Text\n\n    {r1} of them",
    "code-language": "``` sixty-two per cent\nx\n```",
    "heading-under": "Title \n===",
    "heading-quoted": "> # Title",
    "heading-in-list": "10. Title\n    ===",
}


def _named(place: Place) -> str:
    return "-".join(str(step) for step in place).replace("_", "-")


_BLOCKS: Place = ("brief", "sections", 0, "content", 0, "text")
_TOO_LONG_FOR_THE_COVER: Place = ("title",)
_TOO_LONG_AMONG_OTHERS: Place = ("publisher",)


def _one(place: Place) -> Attack:
    text = FOR_PROSE if is_prose(place) else FOR_HTML
    ends = "PDF103" if place == _TOO_LONG_FOR_THE_COVER else BUILT
    return with_text(f"field-{_named(place)}", "to be more than text", text, (place,), ends)


def _html_in_prose(place: Place) -> Attack:
    return with_text(f"html-{_named(place)}", "to be HTML in prose", FOR_HTML, (place,), "TEXT105")


# A field that stands in the study more than once is tried where it stands first.
_FIRST = tuple(found[0] for pattern in free_texts() if (found := places(pattern)))
_PLAIN = tuple(
    place for place in text_places() if not is_prose(place) and place != _TOO_LONG_AMONG_OTHERS
)

ATTACKS = (
    *(_one(place) for place in _FIRST),
    *(_html_in_prose(place) for place in _FIRST if is_prose(place) and "disclosure" not in place),
    *(
        with_text(f"otherwise-{name}", "to be printed otherwise", text, (_BLOCKS,), "TEXT105")
        for name, text in _PRINTED_OTHERWISE.items()
    ),
    with_text(
        "otherwise-language",
        "to have a word for a language",
        "It is *not: recommended*.",
        (_BLOCKS,),
        BUILT,
    ),
    with_text("field-all", "to be more than text, everywhere at once", FOR_HTML, _PLAIN, BUILT),
)
