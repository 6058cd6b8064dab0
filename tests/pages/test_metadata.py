"""What a brief says of itself: JSON-LD, the card for links, how it is cited."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from page_tree import Page, text_of

from reportgen.language.language import load_language
from reportgen.pages.metadata import NOWHERE, Address, citation, json_ld
from reportgen.pages.prose import Setter

WEB = Address("https://example.org/briefs/", has_image=True)


@pytest.fixture
def told(findings):
    def tell(change=None, address=NOWHERE):
        found = findings(change)
        setter = Setter(found, load_language(found.study.language))
        return json.loads(json_ld(found, setter, address))

    return tell


def metas(page: Page) -> dict[str, str]:
    named = [
        (one.get("property") or one.get("name"), one.get("content")) for one in page.all("meta")
    ]
    return {name: content for name, content in named if name}


def test_a_report_about_a_dataset(told):
    report, dataset = told()["@graph"]
    assert (report["@type"], dataset["@type"]) == ("Report", "Dataset")
    assert report["about"] == {"@id": dataset["@id"]}
    for part in (report, dataset):
        assert part["inLanguage"] == "sv"
        assert part["license"] is None
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", part["datePublished"])
        assert [work["@type"] for work in part["isBasedOn"]] == ["CreativeWork"]
    assert report["name"] == "Fyra av tio vill ha svar på kvällen"


def test_every_result_is_a_variable_as_exact_as_it_is_known(told, findings):
    measured = told()["@graph"][1]["variableMeasured"]
    assert [one["propertyID"] for one in measured] == list(findings().by_id)
    values = {one["propertyID"]: (one["value"], one.get("unitText")) for one in measured}
    assert values["R1"] == (41.0, "procent")
    assert values["R2"] == ("åtta av tio", None)


def test_a_share_is_neither_none_nor_all_unless_it_is(told):
    def little(content):
        content["results"][0]["value"] = {"percent": "0.04"}

    assert told(little)["@graph"][1]["variableMeasured"][0]["value"] == 0.04


def test_what_is_not_known_is_not_said(told):
    def unknown(content):
        content["disclosure"] = {}

    dataset = told(unknown)["@graph"][1]
    assert not {"creator", "funder", "temporalCoverage", "measurementTechnique"} & dataset.keys()

    def known(content):
        content["disclosure"] = {
            "conductor": "Ipsos",
            "sponsor": "Telia",
            "fieldwork": "mars 2005",
            "mode": "Webb",
            "geography": "Sverige",
            "title": "Namnet",
        }

    dataset = told(known)["@graph"][1]
    assert dataset["creator"] == {"@type": "Organization", "name": "Ipsos"}
    assert dataset["funder"] == {"@type": "Organization", "name": "Telia"}
    assert (dataset["temporalCoverage"], dataset["spatialCoverage"]) == ("mars 2005", "Sverige")
    assert (dataset["measurementTechnique"], dataset["name"]) == ("Webb", "Namnet")


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!-- <script>", "]]>&amp;"]
)
def test_no_text_ends_the_script_element(brief, text):
    def hostile(content):
        content["publisher"] = f"a {text} z"
        content["results"][0]["says"] = f"a {text} z"

    page = Page(brief(hostile).document)
    script = page.one("script")
    assert script.get("type") == "application/ld+json"
    source = "".join(script.itertext())
    assert not {"<", ">", "&"} & set(source)
    graph = json.loads(source)["@graph"]
    assert graph[0]["publisher"]["name"] == f"a {text} z"
    assert graph[1]["variableMeasured"][0]["name"] == f"a {text} z"


def test_it_is_the_same_text_each_time(findings):
    found = findings()
    setter = Setter(found, load_language("sv"))
    assert json_ld(found, setter, NOWHERE) == json_ld(found, setter, NOWHERE)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("sv", "Byrån (2026). En titel. Undersökning i korthet, 21 november 2026."),
        ("nb", "Byrån (2026). En titel. Undersøkelsen kort fortalt, 21. november 2026."),
        ("en", "Byrån (2026). En titel. The survey in brief, 21 November 2026."),
    ],
)
def test_how_it_is_cited(findings, code, told):
    def of_byran(content):
        content["publisher"], content["published"] = "Byrån", "2026-11-21"

    study = findings(of_byran).study
    language = load_language(code)
    assert citation(study, "En titel", language, NOWHERE) == told
    asked = citation(study, "En titel?", language, WEB)
    assert asked == f"{told.replace('titel.', 'titel?')} {WEB.page(study)}"


def test_the_citation_stands_at_the_foot(brief):
    page = Page(brief().document)
    told = text_of(page.one("p", "cite", page.one("footer")))
    assert told.startswith("Hänvisa så här: ")
    assert "Fyra av tio vill ha svar på kvällen." in told


def test_without_an_address_none_is_invented(brief):
    page = Page(brief().document)
    assert [one.get("rel") for one in page.all("link")] == []
    said = metas(page)
    assert not {"og:url", "og:image"} & said.keys()
    assert said["twitter:card"] == "summary"
    assert said["og:title"] == "Fyra av tio vill ha svar på kvällen"
    assert said["og:locale"] == "sv_SE"


def test_an_address_and_an_image(brief):
    made = brief(address=WEB)
    page = Page(made.document)
    said = metas(page)
    base = f"https://example.org/briefs/{made.id}/{made.id}"
    assert page.one("link").get("href") == said["og:url"] == f"{base}.html"
    assert said["og:image"] == f"{base}.png"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"]
    assert said["twitter:card"] == "summary_large_image"
    beside = Page(brief(address=replace(WEB, base_url=None)).document)
    assert metas(beside)["og:image"] == f"{made.id}.png"
