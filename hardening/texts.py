"""Hostile texts: what somebody would write into a field so that it becomes more than text.

Each comes out of every format as it was written, or is refused by a code. `tests` and
the harness whole_texts.py put all of them through all fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Hostile(NamedTuple):
    """A text, and the code that refuses it; none where it comes out as written."""

    name: str
    text: str
    refused: str = ""


def _as_written() -> Iterator[tuple[str, str]]:
    # HTML
    yield "script", "<script>alert(1)</script>"
    yield "end of script", "</script><script>alert(1)</script>"
    yield "end of title", "</title><img src=x onerror=alert(1)>"
    yield "end of style", "</style><link rel=attachment href=file:///etc/passwd>"
    yield "end of svg", "</text></svg></figure><svg onload=alert(1)>"
    yield "end of desc", "</desc></title><script xlink:href=data:,alert(1)>"
    yield "end of table", "</td></tr></table></main></body></html>"
    yield "comment", "<!-- x --> --> <!--"
    yield "our own mark", "<!--screen-->x<!--/screen-->"
    yield "our mark for faces", "<style>/*faces*/</style>"
    yield "conditional", "<![if IE]><script>alert(1)</script><![endif]>"
    yield "instruction", "<?xml version='1.0'?><?php system('id') ?>"
    yield "doctype", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;'
    yield "cdata", "<![CDATA[<b>x</b>]]> ]]>"
    yield "entities", "&lt;b&gt; &amp;amp; &#60;i&#62; &y; &amp"
    yield "number in entities", "N&#105;nety-n&#x69;ne &#57;9 per cent maj&shy;ority &half;"
    yield (
        "turned in entities",
        "n&#x202E;esrever &rlm;2010 - 2020 &#27;]0;owned&#7; &lrm;",
    )
    yield "contact in entities", "&#48;70-123 45 67 a&#64;example.org a&commat;example.org"
    yield "half entity", "&lt &copy x &notin;"
    yield "slash", "</ <// <a/b <3 a<b>c"
    # Attributes
    yield "double quote", '" onmouseover="alert(1)" x="'
    yield "single quote", "' onmouseover='alert(1)' x='"
    yield "backquote", "` onmouseover=`alert(1)`"
    yield "no quote", "x onmouseover=alert(1)"
    # Markdown
    yield "link", "[x](javascript:alert(1)) [y](https://example.org)"
    yield "picture", "![x](file:///etc/passwd)"
    yield "autolink", "<javascript:alert(1)> <https://example.org>"
    yield "definition", "[x]: javascript:alert(1)"
    yield "heading", "# x"
    yield "item", "- x"
    yield "number", "1. x"
    yield "quotation", "> x"
    yield "rule", "---"
    yield "fence", "``` {onload=alert(1)}"
    yield "bold", "**x** __y__ *z* ~~a~~ ==b=="
    yield "table", "| a | b |"
    yield "reference", "{r1} {r1|percent} {customers}"
    yield "backslashes", "\\ \\\\ \\n \\x41 \\u0041 \\{ \\["
    # CSS
    yield "rule breaker", ";}*{background:url(file:///etc/passwd)}"
    yield "import", "'; @import url(http://127.0.0.1:9/a.css); '"
    yield "variable", "var(--paper) --paper:red;}"
    yield "css escape", "\\3c script\\3e  \\22 "
    yield "css comment", "/* x */ // y"
    # JavaScript and JSON
    yield "statement", "';alert(1);//"
    yield "template literal", "${alert(1)} `${x}`"
    yield "json", '"}],"@type":"Thing","x":[{"y":"'
    yield "json escape", "\\u003c/script\\u003e \\/ \\b"
    # Templates and CI
    yield "jinja", "{{ 7*7 }} {% include '/etc/passwd' %} {# x #}"
    yield "expression", "${{ secrets.TOKEN }} $(id) $HOME %PATH% `id`"
    yield "workflow command", "::error file=x,line=1::x"
    yield "workflow command of old", "##[error]x ##[set-env name=A;]b"
    yield "azure", "##vso[task.setvariable variable=a]b"
    yield "teamcity", "##teamcity[buildStatus status='SUCCESS']"
    yield "gitlab", "section_start:1:x[collapsed=true]"
    yield "percent escapes", "%0A::error::x %0D%0A %25 %3A"
    # Spreadsheets
    yield "formula", '=HYPERLINK("http://127.0.0.1:9/","x")'
    yield "formula plus", "+cmd|' /C calc'!A0"
    yield "formula minus", "-2+3+cmd|' /C calc'!A0"
    yield "formula at", "@SUM(1+1)*cmd|' /C calc'!A0"
    yield "formula quoted", "'=1+1"
    yield "formula after a semicolon", "x;=1+1"
    yield "formula after a tab", "x\t=1+1"
    yield "cells", 'a","b";c\td'
    # YAML and TOML
    yield "yaml", "x: y # z"
    yield "yaml tag", "!!python/object/apply:os.system [id]"
    yield "yaml alias", "*x &y << ? - "
    yield "toml", '"""\n[tool.reportgen]\nx = 1'
    # Paths and addresses
    yield "path", "../../../etc/passwd"
    yield "windows path", "C:\\Windows\\x \\\\host\\share CON NUL"
    yield "address", "javascript:alert(1)"
    yield "file address", "file:///etc/passwd"
    yield "rich", "[bold]x[/bold] [/x] [link=file:///etc/passwd]y[/link] :smile:"
    # PDF and XML
    yield "pdf string", ") /S /JavaScript /JS (app.alert(1)) >> endobj ("
    yield "pdf escapes", "\\( \\) \\101 <feff> (( "
    yield "xmp", "</rdf:li></rdf:Alt><x xmlns='y'/>"
    yield "xml names", "xmlns:x='y' xml:base='file:///'"
    # Letters
    yield "line feed", "a\nb\nc"
    yield "tab", "a\tb"
    yield "no-break space", "a\u00a0b\u202fc"
    yield "combining", "e\u0301 A\u030a"
    yield "quotes", "„x“ »y« ‘z’ \"a\" 'b'"
    yield "mathtext", "$\\frac{1}{2}$ $x_1^2$ \\$"
    yield "word without end", "w" * 24
    yield "many words", "word " * 30


def _refused() -> Iterator[tuple[str, str, str]]:
    yield "nul", "a\0b", "FILE105"
    yield "escape", "\x1b[31mred\x1b[0m", "FILE105"
    yield "terminal title", "\x1b]0;owned\x07", "FILE105"
    yield "terminal link", "\x1b]8;;file:///etc/passwd\x1b\\x", "FILE105"
    yield "backspace", "a\b\b\bb", "FILE105"
    yield "delete", "a\x7fb", "FILE105"
    yield "c1", "a\x9b31mb", "FILE105"
    yield "next line", "a\x85b", "FILE105"
    yield "line separator", "a\u2028b", "FILE105"
    yield "paragraph separator", "a\u2029b", "FILE105"
    yield "override", "a\u202egnp.exe", "FILE105"
    yield "soft hyphen", "maj\u00adority", "FILE105"
    yield "zero-width space", "a maj\u200bority", "FILE105"
    yield "joiner", "9\u200d9 per cent", "FILE105"
    yield "word joiner", "major\u2060ity", "FILE105"
    yield "grapheme joiner", "major\u034fity", "FILE105"
    yield "right-to-left mark", "\u200f2010 - 2020", "FILE105"
    yield "arabic letter mark", "\u061c10 - 20", "FILE105"
    yield "khmer vowel", "major\u17b4ity", "FILE105"
    yield "filler", "major\u3164ity", "FILE105"
    yield "variation selector", "9\ufe0f9", "FILE105"
    yield "tags", "a\U000e0041\U000e0042b", "FILE105"
    yield "musical sign", "a\U0001d173b", "FILE105"
    yield "isolate", "\u2066a\u2069", "FILE105"
    yield "byte-order mark", "a\ufeffb", "FILE105"
    yield "no character", "a\uffffb", "FILE105"
    yield "vertical tab", "a\vb\fc", "FILE105"
    yield "surrogate", "a\ud800b", "FILE105"


TEXTS: tuple[Hostile, ...] = (
    *(Hostile(*each) for each in _as_written()),
    *(Hostile(*each) for each in _refused()),
)
WHOLE = tuple(each for each in TEXTS if not each.refused)
"""Those that come out as they were written."""
