"""Logos of shapes (SVG): what would run, fetch, multiply, or draw otherwise."""

from __future__ import annotations

import gzip

from hardening.attacks.attack import BUILT, Attack, Content, Link, Pipe, with_brand
from hardening.attacks.brands import SOUND

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
SHAPE = '<path d="M0 0H9V9Z"/>'
_SECRET = "file:///etc/passwd"
_WEB = "http://127.0.0.1:9/x"


def _drawn(name: str, tries: str, content: Content, ends: str = "BRAND109") -> Attack:
    return with_brand(
        f"logo-{name}", tries, ends, SOUND + "logo: logo.svg\n", {"logo.svg": content}
    )


def _inside(name: str, tries: str, inner: str, ends: str = "BRAND109") -> Attack:
    return _drawn(name, tries, f"{HEAD}{inner}{SHAPE}</svg>", ends)


def _named(
    name: str, path: str, beside: dict[str, Content] | None = None, ends: str = "BRAND109"
) -> Attack:
    brand = SOUND + f'logo: "{path}"\n'
    return with_brand(f"logo-{name}", "to be read from elsewhere", ends, brand, beside)


def _uses(levels: int) -> str:
    groups = ['<g id="g0"><path d="M0 0H1"/></g>']
    groups += [
        f'<g id="g{at}">' + f'<use xlink:href="#g{at - 1}"/>' * 9 + "</g>"
        for at in range(1, levels)
    ]
    return "".join(groups)


_FETCHING = {
    "image": f'<image href="{_SECRET}" width="9" height="9"/>',
    "image-xlink": f'<image xlink:href="{_WEB}" width="9" height="9"/>',
    "image-data": '<image href="data:image/svg+xml,%3Csvg/%3E" width="9" height="9"/>',
    "use-file": f'<use href="{_SECRET}#a"/>',
    "use-web": f'<use xlink:href="{_WEB}#a"/>',
    "use-inside": '<use href="#a"/>',
    "fe-image": f'<filter id="f"><feImage href="{_SECRET}"/></filter>',
    "cursor": f'<cursor href="{_WEB}"/>',
    "text-path": f'<text><textPath href="{_WEB}#a">x</textPath></text>',
    "tref": f'<tref href="{_SECRET}"/>',
    "gradient": f'<linearGradient id="a" href="{_WEB}#b"><stop/></linearGradient>',
    "font-face": f'<font-face><font-face-src><font-face-uri href="{_WEB}"/></font-face-src></font-face>',
    "style-import": f"<style>@import url({_SECRET});</style>",
    "style-fill": f"<style>path{{fill:url({_WEB})}}</style>",
    "foreign": f'<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="{_SECRET}"/></foreignObject>',
    "embed": f'<embed src="{_SECRET}"/>',
    "link": f'<a href="javascript:alert(1)">{SHAPE}</a>',
    "script": "<script>alert(1)</script>",
    "script-src": f'<script href="{_WEB}"/>',
    "handler": "<handler>alert(1)</handler>",
    "set": f'<set attributeName="href" to="{_WEB}"/>',
    "animate": '<animate attributeName="href" values="javascript:alert(1)"/>',
    "marker": '<marker id="m"><path d="M0 0"/></marker>',
    "pattern": f'<pattern id="p"><image href="{_SECRET}"/></pattern>',
    "mask": '<mask id="m"><path d="M0 0"/></mask>',
    "symbol": '<symbol id="s"><path d="M0 0"/></symbol>',
    "switch": "<switch><path d='M0 0'/></switch>",
    "text": "<text>words</text>",
    "nested-svg": f"<svg>{SHAPE}</svg>",
    "onload": f'<g onload="alert(1)">{SHAPE}</g>',
    "href-attribute": f'<g href="{_WEB}">{SHAPE}</g>',
    "fill-address": f'<path d="M0 0H9" fill="url({_SECRET}#a)"/>',
    "fill-nowhere": '<path d="M0 0H9" fill="url(#nowhere)"/>',
    "style-address": f'<path d="M0 0H9" style="fill:url({_WEB}#a)"/>',
    "filter-address": f'<path d="M0 0H9" filter="url({_WEB}#a)"/>',
    "clip-address": f'<path d="M0 0H9" clip-path="url({_WEB}#a)"/>',
    "clip-to-itself": '<clipPath id="c" ><path d="M0 0" clip-path="url(#c)"/></clipPath>',
    "colour-breaks-out": '<path d="M0 0H9" fill="red&quot;/&gt;&lt;script&gt;"/>',
    "path-words": '<path d="M0 0 script"/>',
    "number-huge": '<path d="M0 0L1e99 1e99"/>',
    "number-nan": '<path d="M0 0LNaN NaN"/>',
    "transform-flat": '<path d="M0 0H9" transform="scale(0)"/>',
    "transform-words": '<path d="M0 0H9" transform="url(#a)"/>',
    "deep": "<g>" * 3000 + "</g>" * 3000,
    "many": '<path d="M0 0H1"/>' * 3000,
    "use-bomb": _uses(10),
}
_PASSED_OVER = {
    "audio": f'<audio xmlns="http://www.w3.org/1999/xhtml" src="{_WEB}"/>',
    "comment": f"<!-- <image href='{_SECRET}'/> -->",
    "title": "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>",
    "metadata": f'<metadata><x:image xmlns:x="x" href="{_SECRET}"/></metadata>',
    "foreign-space": f'<x:script xmlns:x="http://www.w3.org/1999/xhtml" src="{_WEB}">alert(1)</x:script>',
    "cdata": "<desc><![CDATA[<script>alert(1)</script>]]></desc>",
    "instruction": "<?php system('id') ?>",
    "base": f'<g xml:base="{_SECRET}">{SHAPE}</g>',
    "class": '<path class="x&quot;&gt;&lt;script&gt;" id="&quot;&gt;&lt;script&gt;" d="M0 0H9V9Z"/>',
}
_ENTITIES = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "lol"}">' for at in range(12))

ATTACKS = (
    *(_inside(name, "to run, fetch or multiply", inner) for name, inner in _FETCHING.items()),
    *(_inside(name, "to be carried along", inner, BUILT) for name, inner in _PASSED_OVER.items()),
    _drawn("laughs", "a billion laughs",
           f"<!DOCTYPE svg [{_ENTITIES}]>{HEAD}<desc>&a11;</desc>{SHAPE}</svg>"),
    _drawn("entity-file", "to bring a file",
           f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{_SECRET}">]>{HEAD}<desc>&x;</desc>{SHAPE}</svg>'),
    _drawn("entity-web", "to be fetched",
           f'<!DOCTYPE svg SYSTEM "{_WEB}">{HEAD}{SHAPE}</svg>'),
    _drawn("entity-parameter", "to bring a file",
           f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "{_SECRET}"> %x;]>{HEAD}{SHAPE}</svg>'),
    _drawn("stylesheet", "to be fetched",
           f'<?xml-stylesheet href="{_SECRET}"?>{HEAD}{SHAPE}</svg>', BUILT),
    _drawn("include", "to bring a file",
           f'{HEAD}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{_SECRET}"/>{SHAPE}</svg>',
           BUILT),
    _drawn("prefix", "to pass by another prefix",
           '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:script>alert(1)</s:script>'
           '<s:path d="M0 0H9V9Z"/></s:svg>'),
    _drawn("no-space", "to pass without a namespace", f"<svg viewBox='0 0 9 9'>{SHAPE}</svg>"),
    _drawn("xhtml", "to be a page", "<html xmlns='http://www.w3.org/1999/xhtml'><svg/></html>"),
    _drawn("utf-16", "to be decoded otherwise", f"{HEAD}{SHAPE}</svg>".encode("utf-16")),
    _drawn("utf-7", "to hide markup",
           f"<?xml version='1.0' encoding='utf-7'?>{HEAD}{SHAPE}</svg>", BUILT),
    _drawn("packed", "to be a bomb", gzip.compress(HEAD.encode() + b" " * 10_000_000, mtime=0)),
    _drawn("huge", "to exhaust memory", HEAD + " " * 400_000 + SHAPE + "</svg>"),
    _drawn("not-closed", "to be broken", HEAD + SHAPE),
    _drawn("nothing", "to draw nothing", HEAD + "</svg>"),
    _drawn("no-size", "to have no size", f"<svg xmlns='http://www.w3.org/2000/svg'>{SHAPE}</svg>"),
    _drawn("size-zero", "to have no size",
           f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 0 0'>{SHAPE}</svg>"),
    _drawn("size-nan", "to have no size",
           f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 NaN 9'>{SHAPE}</svg>"),
    _drawn("size-huge", "to exhaust memory",
           f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1e6 1'>{SHAPE}</svg>"),
    _drawn("size-tiny", "to exhaust memory",
           f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1e6 1e-30'>{SHAPE}</svg>"),
    _drawn("size-none", "to have no size",
           f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1e-40 1e-40'>{SHAPE}</svg>"),
    *(
        _drawn(f"unseen-{name}", "to draw nothing", f"{HEAD}{inner}</svg>")
        for name, inner in {
            "path": "<path/>",
            "display": '<path d="M0 0H9V9Z" display="none"/>',
            "opacity": f'<g opacity="0">{SHAPE}</g>',
            "outside": '<rect x="20" width="9" height="9"/>',
        }.items()
    ),
    _named("up", "../../../../outside/secret.svg"),
    _named("absolute", "/etc/passwd"),
    _named("web", "http://127.0.0.1:9/logo.svg"),
    _named("file-address", "file:///etc/passwd"),
    _named("data-address", "data:image/svg+xml,%3Csvg/%3E"),
    _named("folder", "."),
    _named("device", "/dev/zero"),
    _named("nul", "logo\\0.svg", ends="FILE105"),
    _named("linked", "logo.svg", {"logo.svg": Link("/etc/passwd")}),
    _named("linked-up", "logo.svg", {"logo.svg": Link("../../../../outside/linked/secret.svg")}),
    _named("linked-zero", "logo.svg", {"logo.svg": Link("/dev/zero")}),
    _named("linked-folder", "in/secret.svg", {"in": Link("../../../../outside/linked")}),
    _named("pipe", "logo.svg", {"logo.svg": Pipe()}),
    with_brand(
        "logo-alt-markup", "to leave the attribute", BUILT,
        SOUND + "logo: {path: logo.svg, alt: '\"><script>alert(1)</script> onerror=x'}\n",
        {"logo.svg": f"{HEAD}{SHAPE}</svg>"},
    ),
    with_brand(
        "logo-name-markup", "to leave a file's name", BUILT,
        SOUND + "logo: '<script>.svg'\n", {"<script>.svg": f"{HEAD}{SHAPE}</svg>"},
    ),
)  # fmt: skip
