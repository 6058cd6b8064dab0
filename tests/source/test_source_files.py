"""What may be read as text, and what is said of everything else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportgen.limits import USUAL
from reportgen.problems import Problems
from reportgen.source import read_text


def complaint(path: Path, shown_as: str = "studies/x.yml") -> str:
    with pytest.raises(Problems) as caught:
        read_text(path, shown_as)
    return "\n".join(problem.full() for problem in caught.value.found)


def written(folder: Path, content: bytes, name: str = "x.yml") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_text_comes_back_as_it_stands(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, "a: åäö – ’\r\n".encode()), "x") == "a: åäö – ’\r\n"


def test_a_byte_order_mark_at_the_start_is_dropped(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, b"\xef\xbb\xbfa: 1\n"), "x") == "a: 1\n"


def test_a_symbolic_link_to_a_regular_file_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.yml"
    link.symlink_to(written(tmp_path, b"a: 1\n"))
    assert read_text(link, "x") == "a: 1\n"


def test_a_missing_file(tmp_path: Path) -> None:
    assert complaint(tmp_path / "x.yml") == "studies/x.yml: FILE101 there is no such file"


def test_a_missing_file_beside_one_with_almost_its_name(tmp_path: Path) -> None:
    written(tmp_path, b"", "se-kunden.yml")
    assert complaint(tmp_path / "se-kudnen.yml") == (
        "studies/x.yml: FILE101 there is no such file\n    did you mean “se-kunden.yml”?"
    )


@pytest.mark.parametrize("name", ["x.yml/y.yml", "a\0b.yml"])
def test_a_path_that_cannot_be(tmp_path: Path, name: str) -> None:
    written(tmp_path, b"a: 1\n")
    assert complaint(tmp_path / name).startswith("studies/x.yml: FILE101 there is no such file")


def test_a_directory(tmp_path: Path) -> None:
    written(tmp_path, b"")
    assert complaint(tmp_path) == (
        "studies/x.yml: FILE102 this is a directory\n    name a file in it: x.yml"
    )


def test_a_pipe_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    expected = (
        "studies/x.yml: FILE102 this is a pipe, a socket or a device, not a regular file\n"
        "    name a file; to read from a pipe give - for the file"
    )
    assert complaint(tmp_path / "pipe") == expected
    assert complaint(Path(os.devnull)) == expected


def test_a_link_that_leads_to_itself(tmp_path: Path) -> None:
    link = tmp_path / "x.yml"
    link.symlink_to(link)
    assert complaint(link) == (
        "studies/x.yml: FILE107 its symbolic links lead back to themselves\n"
        "    name the file itself"
    )


def test_a_name_that_no_disk_holds(tmp_path: Path) -> None:
    assert complaint(tmp_path / ("x" * 300)) == (
        "studies/x.yml: FILE107 the name is too long for a file"
    )


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = written(tmp_path, b"#" * (USUAL.file_size + 1))
    assert complaint(path) == (
        "studies/x.yml: FILE103 the file is larger than 0.5 MB\n"
        "    is this the right file? a study has some 50 kB, a brand or settings some 5"
    )
    assert len(read_text(written(tmp_path, b"#" * USUAL.file_size), "x")) == USUAL.file_size


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32"])
def test_another_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    assert complaint(written(tmp_path, "a: 1\n".encode(encoding))) == (
        f"studies/x.yml: FILE104 the file is {encoding}, not UTF-8\n"
        "    save the file again with the encoding UTF-8"
    )


def test_latin_1_is_named_with_the_place(tmp_path: Path) -> None:
    assert complaint(written(tmp_path, "id: x\ntitle: på svenska\n".encode("latin-1"))) == (
        "studies/x.yml:2:9: FILE104 the file is not UTF-8:"
        " here stands the byte E5, which is “å” in Latin-1\n"
        "    title: på svenska\n"
        "            ^\n"
        "    save the file again with the encoding UTF-8"
    )


def test_something_that_is_no_text(tmp_path: Path) -> None:
    assert complaint(written(tmp_path, b"%PDF\xe2\xe3\x00\x01")) == (
        "studies/x.yml: FILE104 this is not a text file\n    name a file written in YAML"
    )


def test_forbidden_characters_are_shown_ten_at_most_and_never_printed(tmp_path: Path) -> None:
    text = complaint(written(tmp_path, b"a: \x1b[31m\n" * 30))
    assert text.count("FILE105") == 10
    assert "\x1b" not in text
    assert text.startswith(
        "studies/x.yml:1:4: FILE105 U+001B, a control character, is not allowed\n"
        "    a: \ufffd[31m\n"
        "       ^\n"
        "    delete it: it is invisible, and often comes along when text is pasted\n"
    )
