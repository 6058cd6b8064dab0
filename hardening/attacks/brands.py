"""Brands: files from elsewhere, and colours, names and words that would be code."""

from __future__ import annotations

from hardening.attacks.attack import BUILT, Attack, Content, Link, Pipe, with_brand
from hardening.study import spoiled

SOUND = """\
meta: {name: The Brand}
color:
  palette: {blue: "#0b4f6c", yellow: "#f2a541"}
  foreground: "#10222b"
  background: "#ffffff"
  primary: blue
  secondary: yellow
"""
BREAKS_OUT = (
    "x'\\\"</style><script>alert(1)</script><link rel=attachment href=file:///etc/passwd>"
    ";}@import url(file:///etc/passwd);*{background:url(http://127.0.0.1:9/)}"
)


def _named(name: str, brand: str, ends: str, beside: dict[str, Content] | None = None) -> Attack:
    """A study that names its brand like this."""
    study = spoiled(f"brand-{name}", {("brand",): brand})
    return Attack(f"brand-{name}", "to be read from elsewhere", ends, study, beside or {})


def _coloured(name: str, colour: str, ends: str = "BRAND102") -> Attack:
    brand = SOUND.replace('"#0b4f6c"', colour)
    return with_brand(f"colour-{name}", "to be more than a colour", ends, brand)


def _with(name: str, tries: str, ends: str, more: str) -> Attack:
    return with_brand(f"brand-{name}", tries, ends, SOUND + more)


_SHORT = "'</style><script>alert(1)</script>"
_IN_YAML = "'" + _SHORT.replace("'", "''") + "'"
_QUOTED = "'" + BREAKS_OUT.replace("'", "''").replace('\\"', '"') + "'"

ATTACKS = (
    _named("up", "../../outside/_brand.yml", "BRAND100"),
    _named("up-folder", "../../outside", "BRAND100"),
    _named("far-up", "../../../../../../../../../../etc/passwd", "BRAND100"),
    _named("absolute", "/etc/passwd", "BRAND100"),
    _named("absolute-yml", "/etc/missing.yml", "BRAND100"),
    _named("proc", "/proc/self/environ", "BRAND100"),
    _named("device", "/dev/zero", "BRAND100"),
    _named("stdin", "/dev/stdin", "BRAND100"),
    _named("address", "http://127.0.0.1:9/_brand.yml", "BRAND100"),
    _named("file-address", "file:///etc/passwd", "BRAND100"),
    _named("name-up", "..", "BRAND100"),
    _named("home", "~/.ssh/config.yml", "BRAND100"),
    _named("variable", "$HOME/_brand.yml", "BRAND100"),
    _named("name-nul", "neutral\\0", "BRAND100"),
    _named("long", "n" * 5000, "BRAND100"),
    _named("line", "neutral\n::error::x", "BRAND100"),
    _named("markup", "[/x]<script>", "BRAND100"),
    _named("study", "brand-study.yml", "BRAND100"),
    _named("other-file", "../conf/secrets.yml", "BRAND100"),
    _named("hidden", "../.config/_brand.yml", "BRAND100"),
    _named("hidden-name", ".hidden", "BRAND100", {"brands/.hidden/_brand.yml": SOUND}),
    _named("itself", "brand-itself/_brand.yml", "BRAND100",
           {"brand-itself/_brand.yml": Link("_brand.yml")}),
    _named("linked-file", "linked/_brand.yml", "BRAND100",
           {"linked/_brand.yml": Link("../../../outside/linked/_brand.yml")}),
    _named("linked-folder", "linked-folder", "BRAND100",
           {"brands/linked-folder": Link("../../../outside/linked")}),
    _named("linked-passwd", "linked-passwd", "BRAND100",
           {"brands/linked-passwd/_brand.yml": Link("/etc/passwd")}),
    _named("pipe", "piped", "BRAND100", {"brands/piped/_brand.yml": Pipe()}),
    _named("zero", "zero", "BRAND100", {"brands/zero/_brand.yml": Link("/dev/zero")}),
    with_brand("brand-tag", "to be run", "YAML103", "meta: !!python/name:os.system\n"),
    with_brand("brand-laughs", "to multiply", "YAML103", "a: &a [1]\nb: [*a, *a]\n"),
    with_brand("brand-utf-16", "to be decoded otherwise", "FILE104", SOUND.encode("utf-16")),
    with_brand("brand-nul", "to be cut short", "FILE105", SOUND.encode() + b"\0"),
    with_brand("brand-huge", "to exhaust memory", "FILE103", SOUND + "#" * 1_100_000),
    _coloured("url", '"url(file:///etc/passwd)"'),
    _coloured("import", '"red;}@import url(http://127.0.0.1:9/a.css);*{color:red"'),
    _coloured("expression", '"expression(alert(1))"'),
    _coloured("variable", '"var(--paper)"'),
    _coloured("environment", '"env(HOME)"'),
    _coloured("attribute", '"attr(href)"'),
    _coloured("image", '"image-set(url(file:///etc/passwd) 1x)"'),
    _coloured("style", '"red}</style><script>alert(1)</script>"'),
    _coloured("mix", '"color-mix(in srgb, red, url(file:///etc/passwd))"'),
    _coloured("relative", '"rgb(from url(file:///etc/passwd) r g b)"'),
    _coloured("numbers", '"rgb(1e999 0 0)"', BUILT),
    _coloured("nested", f'"{"rgb(" * 2000}"'),
    _coloured("itself", "blue", "BRAND103"),
    with_brand("brand-name-markup", "to be markup", BUILT, SOUND.replace("The Brand", _IN_YAML)),
    _with("wordmark-markup", "to be markup", BUILT,
          f"defaults: {{reportgen: {{wordmark: {_IN_YAML}}}}}\n"),
    _with("cover-markup", "to leave the class", "BRAND108",
          "defaults: {reportgen: {cover: '\"><script>'}}\n"),
    _with("motif-markup", "to leave the class", "BRAND108",
          "defaults: {reportgen: {motif: '\"><script>'}}\n"),
    _with("role-unknown", "to be a property", "BRAND101",
          "defaults: {reportgen: {roles: {'x;}*': \"#000000\"}}}\n"),
    _with("family-unknown", "to leave the rule", "BRAND104",
          f"typography: {{base: {{family: {_QUOTED}}}}}\n"),
    _with("chart-font-markup", "to leave the attribute", "BRAND104",
          f"defaults: {{reportgen: {{chart-font: {_QUOTED}}}}}\n"),
    _with("weight-markup", "to leave the rule", "BRAND108",
          "typography: {headings: {weight: '700;}*{'}}\n"),
    _with("font-google", "to be fetched", "BRAND104",
          "typography: {fonts: [{family: Some Font, source: google}], base: {family: Some Font}}\n"),
)  # fmt: skip
