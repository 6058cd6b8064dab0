"""The bill of materials: whole, valid, the same anywhere, and what another program reads too."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import native_parts
import pytest
import sbom

import reportgen

CHECKOUT = Path(__file__).resolve().parents[2]
VERSION = reportgen.__version__
PINS = sbom.pins((CHECKOUT / "constraints.txt").read_text(encoding="utf-8"))

HASH = "1" * 64
SMALL = f"""\
hatchling==1.33.0 \\
    --hash=sha256:{HASH}
    # via reportgen (pyproject.toml:build)
jinja2==3.1.6 ; sys_platform != 'win32' \\
    --hash=sha256:{HASH} \\
    --hash=sha256:{HASH[::-1]}
    # via reportgen (pyproject.toml)
markupsafe==3.0.4 \\
    --hash=sha256:{HASH}
    # via jinja2
packaging==26.3 \\
    --hash=sha256:{HASH}
    # via hatchling, markupsafe
pluggy==1.7.0 \\
    --hash=sha256:{HASH}
    # via hatchling
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sbom.write(tmp_path_factory.mktemp("bill"))


@pytest.fixture(scope="module")
def bill(written: Path):
    return json.loads(written.read_text(encoding="utf-8"))


def _licence(component) -> str:
    (licence,) = component["licenses"]
    return licence.get("expression") or licence["license"]["id"]


# The validator is another program's: in a process of its own, its warnings are its own too.
VALIDATE = """
import sys
from pathlib import Path
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = Path(sys.argv[1]).read_text(encoding="utf-8")
print(JsonStrictValidator(SchemaVersion.V1_7).validate_str(text))
"""


def test_it_is_valid_by_the_schema_of_cyclonedx(written):
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", VALIDATE, written],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout == "None\n", ended.stdout + ended.stderr


def test_another_program_reads_the_same_packages_and_hashes_out_of_the_pins(bill):
    command = [sys.executable, "-W", "ignore", "-m", "cyclonedx_py", "requirements"]
    read = subprocess.run(
        [*command, "--no-validate", "--of", "JSON", str(CHECKOUT / "constraints.txt")],
        capture_output=True,
        text=True,
        check=True,
    )

    def packages(components):
        return {
            component["purl"]: {
                (one["alg"], one["content"])
                for reference in component["externalReferences"]
                for one in reference["hashes"]
            }
            for component in components
            if "purl" in component
        }

    assert packages(bill["components"]) == packages(json.loads(read.stdout)["components"])


def test_it_names_the_version_and_derives_its_number_from_the_content(bill, written):
    assert written.name == f"reportgen-{VERSION}.cdx.json"
    assert bill["metadata"]["component"]["purl"] == f"pkg:pypi/reportgen@{VERSION}"
    assert "timestamp" not in bill["metadata"]
    one, same, other = (
        sbom.bill(sbom.pins(text), "1", ">=3.11")["serialNumber"]
        for text in (SMALL, SMALL, SMALL.replace("3.1.6", "3.1.7"))
    )
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one)
    assert one == same != other


@pytest.mark.parametrize(
    "place", [{"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C"}]
)
def test_the_same_pins_give_the_same_bytes_anywhere(written, tmp_path, place):
    command = [sys.executable, CHECKOUT / "scripts" / "sbom.py", tmp_path / "there"]
    said = subprocess.run(
        command, cwd=tmp_path, env=place, capture_output=True, text=True, check=True
    )
    again = Path(said.stdout.strip())
    assert again == tmp_path / "there" / written.name
    assert again.read_bytes() == written.read_bytes()


def test_every_package_has_the_licence_that_it_declares(bill):
    for component in bill["components"]:
        if "purl" not in component:
            continue
        name = component["name"]
        try:
            declared = metadata.metadata(name).get("License-Expression")
        except metadata.PackageNotFoundError:  # for another Python or platform
            continue
        if declared is not None:
            assert _licence(component) == declared, name


def test_the_licences_are_those_of_the_pins_and_of_nothing_else():
    named = [name for names in sbom.LICENCES.values() for name in names.split()]
    assert sorted(named) == sorted({pin.name for pin in PINS})


def test_the_typefaces_stand_in_it_with_their_licences(bill):
    faces = {
        component["name"]: _licence(component)
        for component in bill["components"]
        if component.get("description", "").startswith("A typeface")
    }
    assert faces == {
        "font-caladea": "Apache-2.0",
        "font-hanken-grotesk": "OFL-1.1",
        "font-lato": "OFL-1.1",
        "font-manrope": "OFL-1.1",
        "font-rhd": "MIT AND OFL-1.1",
        "font-source-sans-pro": "OFL-1.1",
        "font-source-serif-pro": "OFL-1.1",
    }


def test_what_the_machine_must_bring_stands_in_it_as_external(bill):
    external = {one["name"]: one for one in bill["components"] if one.get("isExternal")}
    assert sorted(external) == ["Fontconfig", "GLib", "HarfBuzz", "Pango", "Python"]
    assert external["Python"]["versionRange"] == "vers:pypi/>=3.11"
    said = " ".join(one.get("description", "") for one in external.values())
    wanted = [
        re.sub(r"^lib|\.so\.\d+$", "", library)
        for part in native_parts.FOR_BRIEFS
        for library in part.libraries[:1]
    ]
    assert wanted == ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"]
    for library in wanted:
        assert re.search(rf"(?<= ){re.escape(library)}[,.]", said), library


def test_the_graph_reaches_all_that_a_user_needs_and_nothing_else(bill):
    graph = {node["ref"]: node.get("dependsOn", []) for node in bill["dependencies"]}
    scopes = {one["bom-ref"]: one.get("scope", "required") for one in bill["components"]}
    assert graph.keys() == scopes.keys() | {bill["metadata"]["component"]["bom-ref"]}
    waiting, reached = [bill["metadata"]["component"]["bom-ref"]], set()
    while waiting:
        for ref in graph[waiting.pop()]:
            if ref not in reached:
                reached.add(ref)
                waiting.append(ref)
    assert reached == {ref for ref, scope in scopes.items() if scope == "required"}
    left_out = {ref.split("/")[1].split("@")[0] for ref in scopes.keys() - reached}
    assert left_out == {"hatchling", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}


def test_a_pin_is_read_with_its_marker_its_hashes_and_who_asks_for_it():
    assert sbom.pins(SMALL)[1] == sbom.Pin(
        name="jinja2",
        version="3.1.6",
        marker="sys_platform != 'win32'",
        hashes=(HASH, HASH[::-1]),
        asked_by=("reportgen (pyproject.toml)",),
    )
    assert sbom.needed_to_run(sbom.pins(SMALL)) == {"jinja2", "markupsafe", "packaging"}


def test_a_package_is_written_with_all_that_is_known_of_it():
    drawn = sbom.bill(sbom.pins(SMALL), "1.0", ">=3.11")
    assert drawn["components"][1] == {
        "type": "library",
        "bom-ref": "pkg:pypi/jinja2@3.1.6",
        "name": "jinja2",
        "version": "3.1.6",
        "scope": "required",
        "purl": "pkg:pypi/jinja2@3.1.6",
        "licenses": [{"license": {"id": "BSD-3-Clause", "acknowledgement": "declared"}}],
        "externalReferences": [
            {
                "type": "distribution",
                "url": "pkg:pypi/jinja2@3.1.6",
                "hashes": [
                    {"alg": "SHA-256", "content": HASH},
                    {"alg": "SHA-256", "content": HASH[::-1]},
                ],
            }
        ],
        "properties": [{"name": "reportgen:marker", "value": "sys_platform != 'win32'"}],
    }


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (SMALL + "typer>=0.29\n", "line 17 pins nothing: 'typer>=0.29'"),
        (SMALL.replace("    # via jinja2\n", ""), "line 8 pins nothing: 'markupsafe==3.0.4 \\\\'"),
    ],
)
def test_a_line_that_pins_nothing_stops_it(broken, complaint):
    with pytest.raises(ValueError, match=re.escape(complaint)):
        sbom.pins(broken)


def test_a_package_without_a_known_licence_stops_it():
    unknown = sbom.pins(SMALL.replace("pluggy", "newcomer"))
    with pytest.raises(ValueError, match=r"^no licence in scripts/sbom\.py for newcomer$"):
        sbom.bill(unknown, "1.0", ">=3.11")


def test_a_wrong_call_of_the_bill_says_how_it_is_called(capsys):
    assert sbom.main([]) == 2
    assert capsys.readouterr().err == "usage: sbom.py FOLDER\n"
