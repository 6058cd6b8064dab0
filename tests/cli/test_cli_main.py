"""Exit codes and last words: whatever happens, one sentence and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from conftest import ROOT, Run, clean_environment, command, starter

FINDINGS_IN_FEL = """\
studies/fel.yml:20:7: STUDY103 “kind” cannot be “survay”
    kind: survay
          ^^^^^^
    did you mean “survey”?
studies/fel.yml:133:22: STUDY103 “percent” must be at most 100
        value: {percent: 620}
                         ^^^
"""


@pytest.mark.parametrize("name", ["check", "build", "show"])
def test_missing_file(run: Run, name: str) -> None:
    done = run(name, "borta.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "borta.yml: FILE101 there is no such file\n"


def test_folder_for_a_file(run: Run, sound: Path) -> None:
    done = run("check", "./studies")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "./studies: FILE102 this is a directory\n    name a file in it: andra.yml, forsta.yml\n"
    )


def test_a_link_to_a_folder_shows_nothing_of_it(run: Run, sound: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.yml").write_text("", "utf-8")
    (tmp_path / "studies" / "forst.yml").symlink_to(tmp_path / "elsewhere")
    done = run("check", "./studies/forst.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "./studies/forst.yml: FILE102 this is a directory\n    name a file\n"


def test_a_folder_that_is_called_a_study_is_not_passed_over(
    run: Run, sound: Path, tmp_path: Path
) -> None:
    (tmp_path / "studies" / "mapp.yml").mkdir()
    done = run("check")
    assert done.returncode == 1
    assert done.stdout == "studies/mapp.yml: FILE102 this is a directory\n    name a file\n"


def test_empty_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tom.yml").write_bytes(b"")
    said = "tom.yml: FILE106 the file is empty\n    for a study to start from: `reportgen new ID`\n"
    checked = run("check", "tom.yml")
    assert (checked.returncode, checked.stdout) == (2, said)
    assert checked.stderr == "1 study, 1 error\n"
    shown = run("show", "tom.yml")
    assert (shown.returncode, shown.stdout, shown.stderr) == (2, "", said)


def test_latin_1_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gammal.yml").write_bytes("title: Påhittat\n".encode("latin-1"))
    done = run("show", "gammal.yml")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "gammal.yml:1:9: FILE104 the file is not UTF-8: here stands the byte E5, which is “å”"
        " in Latin-1\n"
        "    title: Påhittat\n"
        "            ^\n"
        "    save the file again with the encoding UTF-8\n"
    )


def test_unknown_id(run: Run, sound: Path) -> None:
    done = run("show", "frosta")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "reportgen: there is no study “frosta” in studies; did you mean “forsta”?\n"
    )


def test_no_argument_works_before_all_are_found(run: Run, sound: Path) -> None:
    done = run("build", "forsta", "frosta")
    assert done.returncode == 2
    assert not (sound.parent / "out").exists()


def test_unknown_option(run: Run) -> None:
    done = run("check", "--stricter")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("reportgen: no such option: --stricter")
    assert done.stderr.endswith("; `reportgen check --help` shows how it is used\n")


def test_unknown_command(run: Run) -> None:
    done = run("biuld")
    assert done.returncode == 2
    assert done.stderr == (
        "reportgen: no such command 'biuld'. Did you mean 'build'?"
        " `reportgen --help` shows how it is used\n"
    )


def test_a_format_that_is_none_is_told_with_the_nearest(run: Run) -> None:
    shown = " is not one of 'pdf', 'html', 'social'; "
    done = run("build", "--to", "pfd")
    assert (done.returncode, done.stderr) == (
        2,
        f"reportgen: invalid value for '--to': 'pfd'{shown}did you mean “pdf”?"
        " `reportgen build --help` shows how it is used\n",
    )
    done = run("build", "--to", "docx")
    assert done.stderr.endswith(f"'docx'{shown}`reportgen build --help` shows how it is used\n")


def test_no_command_shows_the_help(run: Run) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: reportgen [OPTIONS] COMMAND [ARGS]...\n")


def test_findings_that_stop_a_command(run: Run, studies: Path) -> None:
    done = run("show", "fel")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", FINDINGS_IN_FEL)


# --- Faults of ours and of the machine ---------------------------------------------------


def _shadowing(folder: Path) -> dict[str, str]:
    return {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"}


def test_internal_error(run: Run, sound: Path, without_libraries: Path) -> None:
    (without_libraries / "pydantic.py").write_text("raise RuntimeError('no [bold]luck')\n")
    env = _shadowing(without_libraries)
    done = run("check", "forsta", env=env)
    assert (done.returncode, done.stdout) == (3, "")
    last_words = (
        "reportgen: internal error: RuntimeError: no [bold]luck. This is a fault in reportgen,"
        " not in the study: please report it, with this line, to whoever gave you reportgen"
    )
    assert done.stderr == f"{last_words}; --debug shows where it happened\n"
    for arguments, more in ((("check", "forsta", "--debug"), {}), (("check", "forsta"), _DEBUG)):
        done = run(*arguments, env={**env, **more}, traceback=True)
        assert done.returncode == 3
        assert done.stderr.startswith("Traceback (most recent call last):\n")
        assert done.stderr.endswith(f"{last_words}\n")


_DEBUG = {"REPORTGEN_DEBUG": "1"}


def test_missing_native_library(run: Run, sound: Path, without_libraries: Path) -> None:
    (without_libraries / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0': no such file\")\n"
    )
    done = run("build", "forsta", "--to", "pdf", env=_shadowing(without_libraries))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "reportgen: the PDF needs the library libpango-1.0-0, which is not installed; install"
        " Pango (Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        " libharfbuzz-subset0; macOS: brew install pango), and run `reportgen doctor`\n"
    )


# --- Signals and streams -------------------------------------------------------------------


def test_interruption(tmp_path: Path) -> None:
    process = subprocess.Popen(
        command("check", "-"),
        cwd=tmp_path,
        env=clean_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # It waits for its input for good, so the signal may come at any time after the start.
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, "", "Interrupted.\n")


def _through_shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    python = " ".join(command())
    return subprocess.run(
        ["/bin/sh", "-c", script.format(reportgen=python)],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_reader_that_goes_away(sound: Path) -> None:
    script = "({reportgen} schema; echo $? >&2) | true"
    done = _through_shell(script, sound.parent)
    assert done.stderr in ("1\n", "0\n")  # 0 where all was written before the reader went


def test_closed_stdout(sound: Path) -> None:
    done = _through_shell("{reportgen} list >&-", sound.parent)
    assert (done.returncode, done.stderr) == (0, "")


def test_full_disk_behind_stdout(sound: Path) -> None:
    done = _through_shell("{reportgen} list >/dev/full", sound.parent)
    assert done.returncode == 1
    assert done.stderr == ("reportgen: the output could not be written: No space left on device\n")


def test_full_disk_behind_stderr(sound: Path) -> None:
    for asked, code in (
        ("check 2>/dev/full", 0),
        ("check 2>/dev/full >/dev/full", 0),  # which has nothing for stdout
        ("list 2>/dev/full >/dev/full", 1),
    ):
        for held_back in ("PYTHONUNBUFFERED=1", "PYTHONUNBUFFERED="):
            done = _through_shell(f"{held_back} {{reportgen}} {asked}", sound.parent)
            assert (done.returncode, done.stdout, done.stderr) == (code, "", ""), asked


def test_the_current_folder_is_gone(sound: Path) -> None:
    script = "mkdir gone; cd gone; rmdir ../gone; {reportgen} list"
    done = _through_shell(script, sound.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("reportgen: the current folder is gone; change to one that is there\n")


def test_a_terminal_without_the_letters(run: Run, sound: Path) -> None:
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("list", env=env)
    assert done.returncode == 0
    assert "62 procent fick hj\\xe4lp vid f\\xf6rsta kontakten" in done.stdout


def test_a_path_that_is_no_text(sound: Path) -> None:
    done = subprocess.run(
        [os.fsencode(part) for part in command("check")] + [b"\xff\x1b[31m.yml"],
        cwd=sound,
        env=clean_environment(),
        capture_output=True,
    )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("\ufffd\ufffd[31m.yml: FILE101 there is no such file\n")


def test_what_help_and_check_import(sound: Path, run: Run) -> None:
    heavy = "{'matplotlib', 'numpy', 'weasyprint', 'rich', 'fontTools', 'jinja2'}"
    for arguments, allowed in (
        (["--help"], "{'pydantic', 'yaml'}"),
        (["check", "forsta"], "set()"),
    ):
        code = (
            "import sys; from reportgen.cli.main import main; "
            f"code = main({arguments!r}); loaded = {heavy} | {allowed}; "
            "print(sorted(loaded & set(sys.modules)), code, file=sys.stderr)"
        )
        done = subprocess.run(
            [*command()[:1], "-c", code],
            cwd=sound.parent,
            env=clean_environment(),
            capture_output=True,
            text=True,
        )
        assert done.stderr.splitlines()[-1] == "[] 0"


def test_version(run: Run) -> None:
    import reportgen

    for flag in ("-V", "--version"):
        done = run(flag)
        assert (done.returncode, done.stdout) == (0, f"reportgen {reportgen.__version__}\n")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_is_plain_text_even_in_github_actions(run: Run, flag: str) -> None:
    for arguments in ((flag,), ("build", flag)):
        done = run(*arguments, env={"GITHUB_ACTIONS": "true", "FORCE_COLOR": "1"})
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: reportgen ")
        assert "\x1b" not in done.stdout


def test_stdin_is_checked_and_named(run: Run) -> None:
    text = starter("forsta", ("kind: survey", "kind: survay"))
    done = run("check", "-", "--output-format", "concise", stdin=text)
    assert (done.returncode, done.stdout) == (
        1,
        "<stdin>:20:7: STUDY103 “kind” cannot be “survay”\n",
    )
    done = run("check", "-", "--stdin-filename", "a/forsta.yml", stdin=starter("forsta"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "1 study, no findings\n")
    done = run("check", "-", stdin=b"title: \xe5\n")
    assert done.returncode == 2
    assert done.stdout.startswith("<stdin>:1:8: FILE104 ") or done.stderr.startswith(
        "<stdin>:1:8: FILE104 "
    )
