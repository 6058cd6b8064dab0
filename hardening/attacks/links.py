"""Addresses that are none of the web: in prose, in a source's `url`."""

from __future__ import annotations

from hardening.attacks.attack import BUILT, Attack, with_text
from hardening.study import Place

_IN_PROSE: tuple[Place, ...] = (("brief", "lead"), ("brief", "sections", 0, "content", 0, "text"))
_URL: Place = ("sources", "report", "url")

# In prose such a link stays the text that it was written as.
_TARGETS = {
    "javascript": "javascript:alert(1)",
    "mixed-case": "JaVaScRiPt:alert(1)",
    "entity": "&#106;avascript:alert(1)",
    "named-entity": "javascript&colon;alert(1)",
    "percent": "%6aavascript:alert(1)",
    "tab-entity": "java&Tab;script:alert(1)",
    "line-entity": "java&NewLine;script:alert(1)",
    "data": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data-svg": "data:image/svg+xml,%3Csvg%20onload=alert(1)%3E",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "blob": "blob:https://example.org/x",
    "about": "about:blank",
    "ftp": "ftp://example.org/x",
    "mailto": "mailto:a@example.org?body=x",
    "tel": "tel:112",
    "host": "//example.org/x",
    "backslashes": "\\\\\\\\example.org\\\\x",
    "slash-backslash": "/\\\\example.org",
    "absolute": "/etc/passwd",
    "relative": "../../etc/passwd",
    "query": "?x=1",
    "view-source": "view-source:https://example.org",
    "ms-word": "ms-word:ofe|u|https://example.org/x",
    "empty-scheme": ":alert(1)",
}
_ALLOWED = {
    "quote": 'https://example.org/"onmouseover="alert(1)',
    "angle": "https://example.org/%3Cscript%3E",
    "apostrophe": "https://example.org/'onmouseover='alert(1)",
    "parenthesis": "https://example.org/a\\)b",
    "user": "https://example.org@attacker.example/",
    "port": "http://127.0.0.1:9/admin?delete=1",
    "metadata-service": "http://169.254.169.254/latest/meta-data/",
    "punycode": "https://xn--80ak6aa92e.example/",
    "other-letters": "https://еxample.org/",
}
_URLS_REFUSED = {
    **{name: target for name, target in _TARGETS.items() if "&" not in target},
    "space": "https://example.org/ javascript:alert(1)",
    "line": "https://example.org/\njavascript:alert(1)",
    "before": " https://example.org/",
    "only-scheme": "https://",
}
_URLS_ALLOWED = {
    "quote": 'https://example.org/"onmouseover="alert(1)',
    "angle": "https://example.org/<script>alert(1)</script>",
    "parenthesis": "https://example.org/)/S/URI/A<</S/JavaScript/JS(app.alert(1))>>",
    "backslash": "https://example.org/\\x",
    "user": "https://example.org@attacker.example/",
    "metadata-service": "http://169.254.169.254/latest/meta-data/",
    "other-letters": "https://еxample.org/",
    "style": "https://example.org/;}*{background:url(file:///etc/passwd)}",
}


_REFUSED = {
    **dict.fromkeys(
        ("entity", "named-entity", "tab-entity", "line-entity", "backslashes", "slash-backslash",
         "parenthesis"),
        "TEXT105",
    ),
    "other-letters": "TEXT108",
}  # fmt: skip
"""What is refused for how it is written; of the others the words are printed, or a link is made."""


def _in_prose(name: str, target: str) -> Attack:
    text, ends = f"A [link]({target}) and more.", _REFUSED.get(name, BUILT)
    return with_text(f"link-{name}", "to be a link that acts", text, _IN_PROSE, ends)


def _anchor(name: str, target: str, ends: str) -> Attack:
    return with_text(
        f"anchor-{name}", "to leave the attribute", f"A [link](#{target}).", _IN_PROSE, ends
    )


ATTACKS = (
    *(_in_prose(name, target) for name, target in (_TARGETS | _ALLOWED).items()),
    *(
        with_text(f"url-{name}", "to be an address that acts", target, (_URL,), "STUDY103")
        for name, target in _URLS_REFUSED.items()
    ),
    *(
        with_text(
            f"url-allowed-{name}", "to leave the attribute", target, (_URL,),
            "TEXT108" if name == "other-letters" else BUILT,
        )
        for name, target in _URLS_ALLOWED.items()
    ),
    _anchor("quote", '"onmouseover="alert(1)', "TEXT105"),
    _anchor("markup", "<script>alert(1)</script>", "TEXT105"),
    _anchor("nowhere", "r99", "TEXT103"),
    with_text(
        "link-picture", "to fetch", "A ![picture](http://127.0.0.1:9/x.png).", _IN_PROSE, "TEXT105"
    ),
    with_text(
        "link-picture-by-name", "to fetch", "![p][x]\n\n[x]: file:///etc/passwd", _IN_PROSE, "TEXT105"
    ),
    with_text(
        "link-by-name", "to act", "A [link][x].\n\n[x]: javascript:alert(1)", _IN_PROSE, "TEXT105"
    ),
    with_text("link-bare", "to act", "<javascript:alert(1)> <file:///etc/passwd>", _IN_PROSE, BUILT),
    with_text(
        "link-title", "to leave the attribute",
        "A [link](https://example.org '\"><b onclick=alert(1) x=\"').", _IN_PROSE, "TEXT105",
    ),
)  # fmt: skip
