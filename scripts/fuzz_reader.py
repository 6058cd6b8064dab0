"""Feeds broken and hostile bytes to everything that reads a stranger's files.

    python scripts/fuzz_reader.py [--runs 20000] [--seed 1] [--keep FOLDER]

An input is the name of a reader in its first line, and what that reader is
given below it: `study`, `brand`, `settings`, `logo`, `font`, `prose` or `pdf`,
which `extract` is given. A study that is sound goes on to its page and to what
`show` prints; charts are taken from the one that they were drawn for. A clean
result is fine, and so are located problems; anything else is a find, which is
written to the folder and ends the run with exit code 1. New inputs are made
from the shipped studies and brands by a mutator that knows YAML, and chosen by
the code that they reach (atheris, libFuzzer's engine for Python).
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[1]
LARGEST = 24_000  # bytes of an input
SECONDS = 1.0
"""What an input may take of the processor, where nothing watches which code it reaches."""
_WATCHED = 5.0
"""How much slower code runs that is watched."""
_MEGABYTES = 1000  # of the process, all inputs together


class Find(Exception):  # noqa: N818 - what a run looks for
    """An input that ends in something else than a result or located problems."""


# --- The readers --------------------------------------------------------------------------


def _study(content: bytes) -> None:
    from reportgen.brand.fonts import typeface
    from reportgen.checks.letters import unset_letters
    from reportgen.checks.registry import check_study
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.pages.prose import Setter
    from reportgen.problems import Severity
    from reportgen.source import decode
    from reportgen.study.prose import prose_fields
    from reportgen.study.reader import read_study
    from reportgen.study.typesetting import typeset_study

    loaded = read_study(Path("study.yml"), "study.yml", decode(content, "study.yml"))
    found = (*check_study(loaded), *unset_letters(loaded, typeface("Lato").faces))
    _sound(found, loaded.text)
    if any(each.severity is Severity.ERROR for each in found):
        return
    language = load_language(loaded.study.language)
    findings = compute(typeset_study(loaded.study, language.texts))
    setter = Setter(findings, language)
    for _, text in prose_fields(loaded.study):
        setter.paragraphs(text)
        setter.plain(text)
    if zlib.crc32(content) % _EVERY == 0:
        _shown(findings, language)


def _shown(findings: Any, language: Any) -> None:
    """The page, where its charts are known, and the text of a terminal."""
    from reportgen.outputs.terminal import brief_text
    from reportgen.pages.compose import compose

    for line in brief_text(findings, language):
        if "\x1b" in line.text:
            raise Find(f"a terminal would obey: {line.text!r}")
    drawn = {name: _CHARTS.get(_drawn_from(plan, findings)) for name, plan in _charts(findings)}
    charts = {name: chart for name, chart in drawn.items() if chart is not None}
    if len(charts) < len(drawn):
        return  # to draw takes long, and each kind of chart has its own tests
    page = compose(findings, charts, None, _neutral(), language).document
    if found := _ACTING.search(page):
        raise Find(f"the page would act: {found[0]!r}")


_ACTING = re.compile(
    r"""<script(?!\ type="application/ld\+json">)
    |<[a-z]\w*(?:\s+[\w:-]+(?:="[^"]*")?)*\s+on\w+=
    |\s(?:href|src)="\s*(?:javascript|vbscript|file|data:text)""",
    re.IGNORECASE | re.VERBOSE,
)
_EVERY = 6
"""To compose a page takes ten times what it takes to read a study: of sound ones every sixth."""
_CHARTS: dict[str, Any] = {}
"""Charts by what they were drawn from."""


def _charts(findings: Any) -> list[tuple[str, Any]]:
    return [*findings.study.charts()]


def _drawn_from(plan: Any, findings: Any) -> str:
    study = findings.study
    return repr((plan, study.results, study.groups, study.questions, study.language, study.kind))


@cache
def _neutral() -> Any:
    from reportgen.brand.reader import read_brand
    from reportgen.shipped import studies_folder

    return read_brand(studies_folder() / "brands" / "neutral" / "_brand.yml", "_brand.yml")


def _draw() -> None:
    """The charts of the small study, for it and whatever is made of it without touching them."""
    from reportgen.charts.kept_charts import chart_of
    from reportgen.compute.findings import compute
    from reportgen.language.language import load_language
    from reportgen.study.reader import read_study
    from reportgen.study.typesetting import typeset_study

    loaded = read_study(Path("study.yml"), "study.yml", _SMALL.decode())
    language = load_language(loaded.study.language)
    findings = compute(typeset_study(loaded.study, language.texts))
    for name, plan in _charts(findings):
        chart = chart_of(plan, name, findings, _neutral(), language, None)
        _CHARTS[_drawn_from(plan, findings)] = chart


def _pdf(content: bytes) -> None:
    from reportgen.outputs.pdf_carried import files_carried

    for file in files_carried(content, "brief.pdf").files:
        if file.place.startswith(("/", ".")) or ".." in file.place:
            raise Find(f"a file would be written to {file.place!r}")


def _prose(content: bytes) -> None:
    """A study whose summary is this text."""
    from reportgen.source import decode

    text = decode(content, "prose").replace("\\", "\\\\").replace('"', '\\"')
    lead = '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'
    _study(_SMALL.replace(b"lead: Allt", b"lead: " + lead.encode("utf-8", "replace"), 1))


def _brand(content: bytes) -> None:
    from reportgen.brand.reader import check_brand

    with _file("_brand.yml", content) as path:
        _, found = check_brand(path, "_brand.yml")
    _sound(found, content.decode("utf-8-sig", "replace"))


def _settings(content: bytes) -> None:
    from reportgen.cli.settings import read_settings

    with _file("reportgen.toml", content) as path:
        read_settings(path.parent, {})


def _logo(content: bytes) -> None:
    from reportgen.brand.files import FileFault
    from reportgen.brand.logo import remade

    try:
        remade(content, "")
    except FileFault as fault:
        assert str(fault)


def _font(content: bytes) -> None:
    from reportgen.brand.font_tables import FontFault
    from reportgen.brand.fonts import read_face
    from reportgen.charts.faces import measure_text

    with _file("a.ttf", content) as path:
        try:
            read_face(path, "A", None, None)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of letters that it lacks: the brief names them
                measure_text(str(path), "Åäö 0123456789 %", 10)  # as charts do
        except FontFault as fault:
            assert str(fault)


READERS: Mapping[bytes, Callable[[bytes], None]] = MappingProxyType(
    {
        b"study": _study,
        b"prose": _prose,
        b"brand": _brand,
        b"settings": _settings,
        b"logo": _logo,
        b"font": _font,
        b"pdf": _pdf,
    }
)


class _file:  # noqa: N801 - used as a function
    """A file of this name and content in a folder of its own, for a while."""

    def __init__(self, name: str, content: bytes) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="fuzz")
        self._path = Path(self._folder.name) / name
        self._path.write_bytes(content)

    def __enter__(self) -> Path:
        return self._path

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


def try_input(data: bytes, seconds: float = SECONDS) -> None:
    """Give an input to its reader; raises what it raises, and Find where it takes too long."""
    from reportgen.problems import Problems

    name, _, content = data.partition(b"\n")
    reader = READERS.get(name)
    if reader is None:
        return
    began = time.process_time()
    try:
        reader(content)
    except Problems as problems:
        within = _SMALL + content if name == b"prose" else content
        _sound(problems.found, within.decode("utf-8-sig", "replace"))
    taken = time.process_time() - began
    if taken > seconds:
        raise Find(f"it takes {taken:.1f} s")


_CODE = re.compile(r"[A-Z]{3,8}[0-9]{3}")


def _sound(found: Any, text: str) -> None:
    """Raise Find for a problem that says nothing, or stands where there is nothing."""
    lines = re.split(r"\r\n|\r|\n", text)
    for problem in found:
        span = problem.span
        if not problem.message or not _CODE.fullmatch(problem.code):
            raise Find(f"a problem says nothing: {problem}")
        if span.line and not (1 <= span.line <= len(lines) and span.column >= 1 <= span.width):
            raise Find(f"a problem stands nowhere: {problem}")
        if len(problem.full()) > 5000 or "\x1b" in problem.full():
            raise Find(f"a problem cannot be shown: {problem.code}")


# --- Where inputs come from ------------------------------------------------------------------

_SMALL = (CHECKOUT / "tests" / "fuzz" / "study.yml").read_bytes()
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 20">%b</svg>'
_DRAWN = (
    b'<path fill="#123456" d="M0 0h5v5l-1 1a1 1 0 01-4 0z"/>',
    b'<g transform="rotate(5) scale(2)"><circle cx="1" cy="2" r="3" style="fill:red"/></g>',
    b'<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>'
    b'<clipPath id="b"><rect width="5" height="5"/></clipPath></defs>'
    b'<rect fill="url(#a)" clip-path="url(#b)" width="9" height="9"/>',
    b'<polygon points="0,0 5,5 0,5"/><line x1="0" y1="0" x2="5" y2="1cm" stroke="red"/>',
)
_TOML = (
    b'output-dir = "out"\nto = ["pdf", "html"]\nstrict = true\ndisclosure = "house"\n',
    b'jobs = 2\ntime-limit = 3.5\nbase-url = "https://example.org/a/"\n[rules]\nTEXT202 = "off"\n',
    b"[limits]\ncharts = 2000\nfile-size = 2000000\n",
)
_PROSE = (
    b"{a} av {g} s\xc3\xa4ger det, {a,b|points} fler \xc3\xa4n {b|in_words}.",
    b"Se [s\xc3\xa5](#a). *Allt* **ska** `vara` *en: customer journey*\n\n- ett\n- tv\xc3\xa5\n",
    b"| a | b |\n|---|---|\n| 34 procent | {b} |\n\n> mer \xc3\xa4n h\xc3\xa4lften\n\n### Rubrik\n",
    b"Var tredje, n\xc3\xa4stan \xc3\xa5tta av tio, 40\xe2\x80\x9345 procent, 1,5 g\xc3\xa5nger.",
)


def seeds() -> Iterator[bytes]:
    """What is sound, of every kind; mutation makes the rest of it."""
    yield b"study\n" + _SMALL
    for path in sorted((CHECKOUT / "studies").glob("*.yml")):
        yield b"study\n" + path.read_bytes()[:LARGEST]
    for path in sorted((CHECKOUT / "studies" / "brands").glob("*/_brand.yml")):
        yield b"brand\n" + path.read_bytes()
    yield from (b"settings\n" + text for text in _TOML)
    yield from (b"prose\n" + text for text in _PROSE)
    yield from (b"logo\n" + _SVG % drawn for drawn in _DRAWN)
    yield from (b"logo\n" + _picture(form) for form in ("PNG", "JPEG"))
    yield b"font\n" + _letters()
    yield from (b"pdf\n" + _carrying(files) for files in _CARRIED)


_CARRIED: tuple[Mapping[str, bytes], ...] = (
    {"study.yml": _SMALL},
    {
        "study.yml": _SMALL.replace(b"brand: neutral", b"brand: ours/a-brand.yml"),
        "_brand.yml": b"meta: {name: A}\nlogo: logo.png\n",
        "logo.png": b"\x89PNG\r\n\x1a\n",
        "results.json": b'{"study": "study"}',
    },
)


def _carrying(files: Mapping[str, bytes]) -> bytes:
    """A PDF that carries files, as a brief does."""
    from io import BytesIO

    from pypdf import PdfWriter

    writer, held = PdfWriter(), BytesIO()
    writer.add_blank_page(9, 9)
    for name, content in files.items():
        writer.add_attachment(name, content)
    writer.write(held)
    return held.getvalue()


def _picture(form: str) -> bytes:
    from io import BytesIO

    from PIL import Image

    held = BytesIO()
    Image.new("RGB", (6, 4), "#123456").save(held, form)
    return held.getvalue()


def _letters() -> bytes:
    """A font of a few letters: what is left of one that comes along."""
    import uharfbuzz

    from reportgen.brand.fonts import typeface

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, "abcdefghijklmnopqrstuvwxyzåäö ., 0123456789"))
    wanted.layout_feature_tag_set.clear()
    face = uharfbuzz.Face(uharfbuzz.Blob(typeface("Lato").faces[0].path.read_bytes()))
    content: bytes = uharfbuzz.subset(face, wanted).blob.data
    return content


HOSTILE: tuple[bytes, ...] = (
    b"&a ", b"*a", b"<<: ", b"!!python/object:os.system ", b"!t ", b"%TAG ! t\n", b"---\n",
    b"...\n",
    b"~", b"null", b"no", b"22:31", b"0123", b"1e999", b"-1", b".nan", b"99999999999999999999",
    b"2026-02-31", b"0000-00-00", b"''", b'""', b"'", b'"', b"|\n", b">-\n", b"[", b"]", b"{", b"}",
    b"[[[[[[[[", b"{a: {a: {a: ", b"\t", b"\r", b"\x00", b"\x1b[31m", b"\xe2\x80\xae",
    b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"\xff", b"\xc3", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80",
    b'"\\0"', b'"\\ud800"', b'"\\U00110000"', b"{a|", b"{a,b|points}", b"{", b"}", b"[x](#a)",
    b"[x](javascript:1)", b"![a](b)", b"<script>", b"# ", b"> > > > > > > > ", b"- - - - - - - - ",
    b"1. 1. 1. 1. 1. 1. ", b"|a|b|\n|-|-|\n|1|2|\n", b"**a* ", b"`", b"\\", b"\n===\n", b"a@b.se",
    b"08-123 45 67", b"50 procent", b"\xc3\xa5tta av tio", b"h\xc3\xa4lften ", b"mer \xc3\xa4n ",
    b"../../etc/passwd", b"/dev/zero", b"http://[::1", b"rgb(1e999,0,0)", b"url(#a)", b"#a",
    b"<use href='#a'/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&amp;", b"]]>", b"a.a.a.a.a.a = 1\n",
)  # fmt: skip
_PLACES = re.compile(rb"(?m)^( *(?:- )*)([\w-]+):[ ]?(.*)$")


def mutate(data: bytes, chance: random.Random, others: tuple[bytes, ...]) -> bytes:
    """Another input of the same kind: lines and values moved, broken, or made hostile."""
    name, _, content = data.partition(b"\n")
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        content = chance.choice(_CHANGES)(content, chance, others)
    return (name + b"\n" + content)[:LARGEST]


_Others = tuple[bytes, ...]


def _other_value(content: bytes, chance: random.Random, _: _Others) -> bytes:
    found = [*_PLACES.finditer(content)]
    if not found:
        return content
    place = chance.choice(found)
    values = [each[3] for each in found if each[3]] or [b""]
    value = chance.choice((chance.choice(HOSTILE), chance.choice(values), b""))
    return content[: place.start(3)] + value + content[place.end(3) :]


def _other_key(content: bytes, chance: random.Random, _: _Others) -> bytes:
    found = [*_PLACES.finditer(content)]
    if not found:
        return content
    place, other = chance.choice(found), chance.choice(found)
    key = chance.choice((other[2], place[2][1:], place[2] + b"x", b"<<", b'"a b"'))
    return content[: place.start(2)] + key + content[place.end(2) :]


def _lines_moved(content: bytes, chance: random.Random, _: _Others) -> bytes:
    lines = content.split(b"\n")
    start = chance.randrange(len(lines))
    some = lines[start : start + chance.choice((1, 1, 2, 5, 20))]
    if chance.random() < 0.4:
        del lines[start : start + len(some)]
    at = chance.randrange(len(lines) + 1)
    lines[at:at] = some * chance.choice((1, 1, 1, 2, 30))
    return b"\n".join(lines)


def _lines_lost(content: bytes, chance: random.Random, _: _Others) -> bytes:
    lines = content.split(b"\n")
    start = chance.randrange(len(lines))
    del lines[start : start + chance.choice((1, 1, 2, 5, 20))]
    return b"\n".join(lines)


def _indented(content: bytes, chance: random.Random, _: _Others) -> bytes:
    lines = content.split(b"\n")
    start = chance.randrange(len(lines))
    for at in range(start, min(len(lines), start + chance.choice((1, 1, 3)))):
        line = lines[at]
        lines[at] = chance.choice((b" " + line, b"  " + line, line[1:], b"\t" + line, b"- " + line))
    return b"\n".join(lines)


def _spliced(content: bytes, chance: random.Random, others: _Others) -> bytes:
    other = chance.choice(others)
    start = chance.randrange(max(1, len(other)))
    some = other[start : start + chance.choice((3, 30, 300))]
    at = chance.randrange(len(content) + 1)
    return content[:at] + some + content[at:]


def _hostile(content: bytes, chance: random.Random, _: _Others) -> bytes:
    at = chance.randrange(len(content) + 1)
    some = chance.choice(HOSTILE) * chance.choice((1, 1, 1, 2, 10, 300))
    return content[:at] + some + content[at:]


def _bytes_changed(content: bytes, chance: random.Random, others: _Others) -> bytes:  # noqa: ARG001
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


_CHANGES: tuple[Callable[[bytes, random.Random, _Others], bytes], ...] = (
    _other_value, _other_value, _other_key, _lines_moved, _lines_lost, _indented, _spliced,
    _hostile, _hostile, _bytes_changed,
)  # fmt: skip


# --- A run ---------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Run as many inputs as asked for; exit code 1 with a find, 2 where atheris is not there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=CHECKOUT / "tests" / "fuzz" / "found")
    parser.add_argument("--watched", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.watched:
        _watched_run(given.runs, given.seed, given.keep)
        return 0
    try:
        import atheris  # noqa: F401
    except ImportError:
        print("atheris is not installed: it has wheels for Linux on x86-64, Python 3.11 to 3.13")
        return 2
    began = time.monotonic()
    options = ["--runs", str(given.runs), "--seed", str(given.seed), "--keep", str(given.keep)]
    command = [sys.executable, __file__, "--watched", *options]
    ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    print(told(ended.stderr, time.monotonic() - began))
    if ended.returncode:
        print(ended.stdout[-5000:], ended.stderr[-5000:], sep="\n")
    return 1 if ended.returncode else 0


def told(heard: str, seconds: float) -> str:
    """What the engine said of a run, in one line."""
    reached = re.findall(r"#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)", heard)
    if not reached:
        return "the run did not begin"
    runs, edges, features, kept = reached[-1]
    return f"{runs} inputs in {seconds:.0f} s: {edges} edges, {features} features, {kept} kept"


def _watched_run(runs: int, seed: int, keep: Path) -> None:
    """Run with atheris in this process, which it ends itself."""
    import atheris

    _load(atheris.instrument_imports(include=["reportgen"]))
    sound = tuple(seeds())

    def changed(data: bytes, largest: int, chance: int) -> bytes:
        by = random.Random(chance)
        if by.random() < 0.2:
            made: bytes = atheris.Mutate(data, largest)
            return made
        return mutate(data, by, sound)[:largest]

    def one(data: bytes) -> None:
        try_input(data, _WATCHED * SECONDS)

    with tempfile.TemporaryDirectory(prefix="corpus") as corpus:
        for number, each in enumerate(sound):
            (Path(corpus) / f"{number:03}").write_bytes(each)
        keep.mkdir(parents=True, exist_ok=True)
        flags = [
            f"-runs={runs}",
            f"-seed={seed}",
            f"-max_len={LARGEST + 20}",
            f"-timeout={int(3 * _WATCHED * SECONDS)}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-artifact_prefix={keep}/",
            "-len_control=0",
            corpus,
        ]
        atheris.Setup([sys.argv[0], *flags], one, custom_mutator=changed)
        atheris.Fuzz()


def _load(watching: Any = None) -> None:
    """Load all that is tried: what is loaded later would not be watched."""
    with watching or nullcontext():
        import reportgen.brand.logo
        import reportgen.brand.reader
        import reportgen.checks.letters
        import reportgen.checks.registry
        import reportgen.cli.settings
        import reportgen.compute.findings
        import reportgen.language.language
        import reportgen.outputs.pdf_carried
        import reportgen.outputs.terminal
        import reportgen.pages.compose
        import reportgen.pages.prose
        import reportgen.study.reader
        import reportgen.study.typesetting  # noqa: F401
    _draw()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.insert(0, str(CHECKOUT))
    sys.exit(main(sys.argv[1:]))
