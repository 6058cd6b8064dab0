"""The codes of what is found before, beside and after the rules, in one line each.

A rule has a page of its own. These are about files, forms and settings: what
cannot be read, drawn or written is no matter of severity, so none can be
turned off. `ALLOW101` and `ALLOW102` are findings of the rules about themselves.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code means, and what to do about it."""

    code: str
    means: str
    remedy: str


IDLE_ALLOWANCE = Meaning(
    "ALLOW101",
    "an allowance fits nothing that is found",
    "take it out, or correct its words",
)
_BINDING = Meaning(
    "ALLOW102",
    "an allowance is for a rule that holds in any case",
    "take it out: what breaks that rule cannot be drawn or said",
)

_FILES = (
    Meaning("FILE101", "there is no such file", "look at the path; the nearest name is suggested"),
    Meaning(
        "FILE102", "it is a folder, a pipe or a device", "name a file, or give - for what is piped"
    ),
    Meaning(
        "FILE103",
        "it is larger than a file of its kind may be",
        "is it the right file? a study has some 50 kB; docs/limits.md says how more is allowed",
    ),
    Meaning("FILE104", "it is not UTF-8, or no text", "save it with the encoding UTF-8"),
    Meaning(
        "FILE105",
        "it holds a character that hides, reorders or breaks text, or a carriage return as an"
        " escape",
        "delete it; such characters come along when text is pasted",
    ),
    Meaning("FILE106", "it is empty", "reportgen new ID writes a study to start from"),
    Meaning(
        "FILE107",
        "it cannot be read: rights, links, its name, the disk",
        "give yourself the right to read it, or name the file itself",
    ),
    Meaning("FILE108", "it is not a PDF, or a broken one", "name a brief as reportgen made it"),
    Meaning(
        "FILE109",
        "it is a PDF that carries no study, or files that no brief carries",
        "name a brief that reportgen made: every one carries its data",
    ),
    Meaning(
        "FILE110",
        "it is a link that leads out of its folder",
        "name the file that it leads to, or put a copy in its place",
    ),
    Meaning(
        "FILE201",
        "a brief could not be written: the disk is full",
        "make room, or choose another --output-dir; the old file is unchanged",
    ),
    Meaning(
        "FILE202",
        "a brief could not be written: you may not write there",
        "change the rights, or choose another --output-dir",
    ),
    Meaning(
        "FILE203",
        "a brief could not be written: something else has its name",
        "move it away, or choose another --output-dir",
    ),
    Meaning(
        "FILE204",
        "a brief could not be written, for another reason",
        "see that disk and folder are sound",
    ),
    Meaning(
        "FILE205",
        "another build is writing in this folder",
        "wait for it, or choose another --output-dir",
    ),
    Meaning(
        "FILE206",
        "two studies have ids so alike that one brief would overwrite the other",
        "give one of them another id",
    ),
    Meaning(
        "FILE207",
        "the output folder cannot be made or opened",
        "choose another --output-dir",
    ),
)
_BUILDS = (
    Meaning(
        "BUILD101",
        "--verify built twice, and a file came out otherwise",
        "look for what changes from build to build: your own templates, or the machine",
    ),
    Meaning(
        "BUILD102",
        "a brief took longer than it may, and was stopped",
        "make the study smaller, or allow more with --time-limit",
    ),
    Meaning(
        "BUILD103",
        "a brief needed more memory than it may",
        "make the study smaller, or allow more with --memory-limit",
    ),
    Meaning(
        "BUILD104",
        "the process that made a brief was ended: by a signal, or by itself",
        "build it alone; if that fails too, report it with the study",
    ),
    Meaning(
        "BUILD105",
        "a brief was given up: the build was stopped, or the cluster lost its workers over it",
        "build again; look into the cluster's logs",
    ),
    Meaning(
        "BUILD106",
        "a brief came to a worker of the cluster with other versions",
        "install the same versions on all workers",
    ),
    Meaning(
        "BUILD107",
        "the machine did not let a brief be built: a full disk, memory, open files, processes",
        "see to what the message names, and build again",
    ),
    Meaning(
        "BUILD108",
        "a file of the brief that was not built this time is of an earlier text (a warning)",
        "build it too, with --to, or remove it",
    ),
)
_TEMPLATES = (
    Meaning(
        "TEMPLATE101",
        "a template of your own cannot be used",
        "compare it with the template of the same name that comes with reportgen",
    ),
)
_YAML = (
    Meaning(
        "YAML101",
        "this is not valid YAML: an open quote, a tab, a colon in a text, a wrong indent",
        "what stands under the message; most often: put the text in quotes",
    ),
    Meaning("YAML102", "a key stands twice", "keep one of them"),
    Meaning(
        "YAML103",
        "an anchor, alias, tag, merge key or second document, or a key that is no plain text",
        "write the value out where it belongs",
    ),
    Meaning(
        "YAML104",
        "the file is too deep or too large for a study, or one of its texts is too long",
        "make it simpler; divide long texts into blocks",
    ),
    Meaning(
        "YAML105",
        "a # cuts a text short: YAML takes the rest of the line for a remark (a warning)",
        'put the whole text in quotes: "…"',
    ),
)
_STUDY = (
    Meaning("STUDY101", "there is no such key here", "the nearest key is suggested"),
    Meaning("STUDY102", "a key is missing", "add it"),
    Meaning(
        "STUDY103",
        "a value is not what the key takes; a result has no source, or neither base nor voice",
        "the message says what it takes; say with source: where in which text a result stands",
    ),
    Meaning(
        "STUDY104",
        "an id leads nowhere, or a highlighted result is not in its chart",
        "the nearest id is suggested",
    ),
    Meaning(
        "STUDY105",
        "an id is taken twice",
        "results, viewpoints, contexts and groups share their ids: change one",
    ),
    Meaning("STUDY106", "the id differs from the file's name", "make them the same"),
    Meaning(
        "STUDY107",
        "a viewpoint or a context is shown twice in the brief",
        "show it once, and refer to it elsewhere in the text",
    ),
    Meaning(
        "STUDY108",
        "the study holds more than a brief can show: results, charts, prose, claims, lists",
        "divide it, or raise the limit in the settings: docs/limits.md",
    ),
)
_PROSE = (
    Meaning(
        "TEXT101",
        "a brace or a link is not a reference",
        r"write {id}, {id|form}, {id,id|points} or [words](#id); a brace of the text is \{",
    ),
    Meaning(
        "TEXT102",
        "there is no such form, or a group was given one",
        "the nearest form is suggested; a group has only its n",
    ),
    Meaning(
        "TEXT103",
        "a reference leads nowhere, or to what has no value",
        "the nearest id is suggested; viewpoints are bound with a link",
    ),
    Meaning("TEXT104", "the wrong number of ids for this form", "points takes two, the others one"),
    Meaning(
        "TEXT105",
        "a heading of level 1 or 2, a picture or HTML stands in prose, a link in another form, or"
        " what would be printed otherwise or not at all: a cell too many, a link's title, a code's"
        " language, a list that does not count from 1, asterisks between digits, a reference in"
        " code",
        "use the section's title, a chart, or Markdown; [words](#id), [words](https://…)",
    ),
    Meaning(
        "TEXT106",
        "a word, a sentence, a table or a nest of lists is larger than a page can hold",
        "part it: docs/limits.md has the numbers",
    ),
    Meaning(
        "TEXT107",
        "a letter is in no typeface of the brand",
        "write it otherwise, or give the brand a typeface that has it",
    ),
    Meaning(
        "TEXT108",
        "a letter only looks like another one, or is of another alphabet than its word",
        "write the word anew, in plain letters of one alphabet",
    ),
)
_BRANDS = (
    Meaning(
        "BRAND100",
        "there is no such brand, or it lies outside the project",
        "the nearest name is suggested; a path starts from the study's folder",
    ),
    Meaning("BRAND101", "the format has no such key", "the nearest key is suggested"),
    Meaning(
        "BRAND102",
        "this is not a colour",
        "a hex value in quotes, a CSS name, or a name from color.palette",
    ),
    Meaning(
        "BRAND103",
        "there is no colour of this name, or it refers to itself",
        "add it to color.palette, or give it a value",
    ),
    Meaning(
        "BRAND104",
        "a font is not available, or not complete",
        "take one that comes with reportgen, or give its files",
    ),
    Meaning(
        "BRAND105",
        "two colours cannot be read on, or told from, each other",
        "take the colour that the message names",
    ),
    Meaning(
        "BRAND106",
        "a font file cannot be used",
        "a static TTF or OTF beside the brand file or below it, with å, ä and ö",
    ),
    Meaning(
        "BRAND107",
        "the digits of the chart font differ in width",
        "name another family, or leave chart-font out",
    ),
    Meaning(
        "BRAND108",
        "a value has the wrong shape, there is no such cover, motif or weight, or no family of"
        " fonts can be called so",
        "the message says what may stand there",
    ),
    Meaning(
        "BRAND109",
        "a logo names no file, or one that cannot be shown",
        "an SVG, PNG or JPEG beside the brand file or below it",
    ),
    Meaning(
        "BRAND110",
        "a brand names more colours or font files than any uses, or its wordmark is too long",
        "keep those that the brand uses: docs/limits.md has the numbers",
    ),
)
_LANGUAGES = (
    Meaning("LANG001", "there is no such language", "sv, nb or en"),
    Meaning(
        "LANG002",
        "a language's file is not YAML, holds a key twice, or holds something else than texts",
        "correct it at the place named",
    ),
    Meaning(
        "LANG003", "a key is missing in a language's file", "add it; sv.yml shows what it says"
    ),
    Meaning(
        "LANG004",
        "a language's file holds a key that no brief uses",
        "take it out, or correct it",
    ),
)
_PDF = (
    Meaning(
        "PDF101",
        "the layout warned, or a template asked for something that is not part of the brief",
        "with your own templates: take out what the message names",
    ),
    Meaning(
        "PDF102",
        "SOURCE_DATE_EPOCH in the environment is no moment",
        "whole seconds since 1970, or leave it unset",
    ),
    Meaning(
        "PDF103",
        "a text runs off its page, or over another text",
        "shorten it, or part it",
    ),
    Meaning(
        "PDF104",
        "a chart is higher than a page",
        "divide it into several charts, or shorten its labels",
    ),
)
_SETTINGS = (
    Meaning("SET101", "there is no such setting", "the nearest one is suggested"),
    Meaning("SET102", "a setting cannot have this value", "the message says what to write"),
    Meaning(
        "SET103",
        "reportgen.toml or pyproject.toml is not valid TOML",
        "correct it at the place named",
    ),
    Meaning(
        "SET104",
        "the settings weigh something that is no rule",
        "the nearest code is suggested; what cannot be read or drawn always stops a brief",
    ),
    Meaning(
        "SET105",
        "the settings raise something that is no limit, or one that stays as it is",
        "the nearest limit is suggested; docs/limits.md has them all",
    ),
)

SECTIONS: tuple[tuple[str, tuple[Meaning, ...]], ...] = (
    ("Files", _FILES),
    ("YAML", _YAML),
    ("The study's keys and ids", _STUDY),
    ("References in prose", _PROSE),
    ("Allowances", (IDLE_ALLOWANCE, _BINDING)),
    ("Brands", _BRANDS),
    ("Languages", _LANGUAGES),
    ("Templates", _TEMPLATES),
    ("The PDF", _PDF),
    ("Building", _BUILDS),
    ("Settings", _SETTINGS),
)
"""Every code that is no rule, under the heading it belongs to."""

MEANINGS: tuple[Meaning, ...] = tuple(meaning for _, group in SECTIONS for meaning in group)
