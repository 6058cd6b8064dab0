"""The workflows: they read, run what is pinned, and hold a right only where a release needs it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
FOLDER = CHECKOUT / ".github" / "workflows"
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}
# YAML 1.1 reads the key `on` as true.
WORKFLOWS = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
FOR_RELEASES = "release.yml"
EVERYDAY = sorted(WORKFLOWS.keys() - {FOR_RELEASES})


def _steps(job):
    return job.get("steps", [])


def test_these_are_the_workflows():
    assert sorted(WORKFLOWS) == [
        "audit.yml", "briefs.yml", "harden.yml", "release.yml", "test.yml",
    ]  # fmt: skip


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_only_read_unless_a_job_says_otherwise(name):
    assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
    assert not re.search(r"pull_request_target|workflow_run|secrets", TEXTS[name])


@pytest.mark.parametrize("name", EVERYDAY)
def test_what_strangers_can_start_has_no_right_to_write(name):
    workflow = WORKFLOWS[name]
    assert workflow["concurrency"]["cancel-in-progress"] is True
    assert all("permissions" not in job for job in workflow["jobs"].values())
    assert "github.token" not in TEXTS[name]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_to_a_commit_with_its_version_beside_it(name):
    for used in re.findall(r"uses: (.*)", TEXTS[name]):
        assert re.fullmatch(
            r"\./\.github/workflows/[a-z]+\.yml"
            r"|(?:actions/[a-z-]+|pypa/gh-action-pypi-publish)@[0-9a-f]{40} # v\d+\.\d+\.\d+",
            used,
        )


def test_an_action_is_the_same_commit_wherever_it_is_used():
    used = set(re.findall(r"uses: (\S+)@(\S+) # (\S+)", "\n".join(TEXTS.values())))
    assert len(used) == len({name for name, _, _ in used})


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_job_ends_leaves_no_credential_and_lets_nothing_into_the_shell(name):
    for job in WORKFLOWS[name]["jobs"].values():
        assert "uses" in job or (job["timeout-minutes"] <= 30 and job["runs-on"] == "ubuntu-24.04")
        for step in _steps(job):
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_each_job_of_a_release_holds_the_one_right_that_it_needs():
    jobs = WORKFLOWS[FOR_RELEASES]["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items() if "permissions" in job} == {
        "attest": {"id-token": "write", "attestations": "write"},
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
    }
    assert WORKFLOWS[FOR_RELEASES][True] == {"push": {"tags": ["v*"]}}
    assert jobs["publish"]["environment"] == "pypi"


def test_whoever_may_write_builds_nothing_and_whoever_builds_takes_nothing_over():
    for name, job in WORKFLOWS[FOR_RELEASES]["jobs"].items():
        used = [step["uses"].split("@")[0] for step in _steps(job) if "uses" in step]
        if "permissions" in job:
            assert "actions/checkout" not in used, name
            assert not any("make" in step.get("run", "") for step in _steps(job))
        else:
            assert "actions/download-artifact" not in used, name
            assert not any("cache" in step.get("with", {}) for step in _steps(job)), name


def test_a_release_is_built_only_after_the_tests_and_the_audit():
    jobs = WORKFLOWS[FOR_RELEASES]["jobs"]
    needed = {name: job.get("needs") for name, job in jobs.items()}
    assert needed == {
        "test": None,
        "audit": None,
        "build": ["test", "audit"],
        "attest": "build",
        "publish": "attest",
        "announce": "publish",
    }
    for called in ("test", "audit"):
        assert jobs[called] == {"uses": f"./.github/workflows/{called}.yml"}
        assert "workflow_call" in WORKFLOWS[f"{called}.yml"][True]
    assert "make release" in [step.get("run") for step in jobs["build"]["steps"]]
    assert WORKFLOWS["audit.yml"]["jobs"]["audit"]["steps"][-1]["run"] == "make audit"


def test_every_python_that_is_promised_is_tested():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(project["classifiers"]))
    assert WORKFLOWS["test.yml"]["jobs"]["test"]["strategy"]["matrix"]["python"] == promised
