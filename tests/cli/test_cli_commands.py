"""The smaller commands: `list`, `show`, `schema`, `doctor`."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from conftest import ROOT, Run, command, on_terminal

from reportgen.cli.doctor import cache_folder


def test_list_for_programs(call: Run, studies: Path) -> None:
    done = call("list", "--output-format", "json")
    assert done.returncode == 1
    assert done.stderr.startswith("studies/fel.yml:20:7: STUDY103 ")
    assert json.loads(done.stdout)[0] == {
        "id": "andra",
        "kind": "survey",
        "language": "sv",
        "publisher": "Exempelbolaget",
        "results": 5,
        "sponsor": "Exempelbolaget",
        "title": "62 procent fick hjälp vid första kontakten",
    }


def test_list_piped(call: Run, sound: Path) -> None:
    done = call("list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1] == (
        "forsta\t62 procent fick hjälp vid första kontakten\tsurvey\tsv\tExempelbolaget\t5"
    )


def test_list_on_a_terminal(sound: Path) -> None:
    shown = on_terminal(command("list"), sound.parent)
    assert "\x1b[1mStudy" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert plain[-3].split() == ["forsta", "survey", "sv", "Exempelbolaget", "5"]
    assert plain[-2].strip() == "62 procent fick hjälp vid första kontakten"


def test_show_piped_is_plain(run: Run, sound: Path) -> None:
    done = run("show", "forsta")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("62 procent fick hjälp vid första kontakten\n")
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) == 80
    done = run("show", "forsta", "--color", "always")
    assert done.stdout.startswith("\x1b[1m62 procent fick hjälp vid första kontakten\x1b[0m\n")


def test_schema(call: Run, tmp_path: Path) -> None:
    done = call("schema")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["title"]
    assert call("schema", "--output-file", "s.json").stdout == ""
    assert (tmp_path / "s.json").read_text(encoding="utf-8") == done.stdout
    done = call("schema", "--output-file", "borta/s.json")
    assert done.returncode == 1
    assert done.stderr.startswith("borta/s.json: FILE204 could not be written: ")


def test_doctor_on_a_sound_machine(call: Run, tmp_path: Path) -> None:
    done = call("doctor", env={"REPORTGEN_CACHE_DIR": str(tmp_path / "cache")})
    assert (done.returncode, done.stderr) == (0, "All is well.\n")
    assert all(line.startswith("✓ ") for line in done.stdout.splitlines())
    assert f"✓ Cache: {tmp_path}/cache, writable\n" in done.stdout
    assert "✓ Font Source Serif Pro: 7 files, SIL Open Font License 1.1\n" in done.stdout


def test_doctor_where_pango_and_the_cache_are_missing(
    run: Run, tmp_path: Path, without_libraries: Path
) -> None:
    (without_libraries / "weasyprint").mkdir()
    (without_libraries / "weasyprint" / "__init__.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': no such file\")\n"
    )
    (tmp_path / "a-file").write_text("")
    env = {
        "PYTHONPATH": f"{without_libraries}{os.pathsep}{ROOT}",
        "REPORTGEN_CACHE_DIR": str(tmp_path / "a-file"),
    }
    done = run("doctor", env=env)
    assert (done.returncode, done.stderr) == (1, "2 things to put right\n")
    assert (
        "✗ Pango: cannot load library 'libpango-1.0-0': no such file\n"
        "  install Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        " on Debian and Ubuntu, brew install pango on macOS\n"
    ) in done.stdout
    assert (
        f"✗ Cache: {tmp_path}/a-file cannot be written\n"
        "  give yourself the right to write there, or set REPORTGEN_CACHE_DIR\n"
    ) in done.stdout


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"REPORTGEN_CACHE_DIR": "/own", "XDG_CACHE_HOME": "/xdg"}, "linux", "/own"),
        ({"XDG_CACHE_HOME": "/xdg"}, "linux", "/xdg/reportgen"),
        ({"XDG_CACHE_HOME": "not/absolute"}, "linux", "/home/a/.cache/reportgen"),
        ({}, "linux", "/home/a/.cache/reportgen"),
        ({}, "darwin", "/home/a/Library/Caches/reportgen"),
    ],
)
def test_cache_folder(environ: dict[str, str], platform: str, folder: str) -> None:
    assert cache_folder(environ, platform, lambda: Path("/home/a")) == Path(folder)
