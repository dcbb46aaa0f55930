"""The open forms of projects, read back by the standards' own schemas: nothing invalid, unknown or pointing nowhere."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT4

from tinhso.rooms.finance.open_contracting import Publisher, project_package, release_package
from tinhso.rooms.finance.projects import Contract, Milestone, Payment, Project

STANDARDS = Path(__file__).with_name("standards")
BY = Publisher("UBND", "tinhso-75", "urn:tinhso:dong-nai:2026-01-31:test", date(2026, 1, 31), invented=True)
PROJECT = Project(
    "p1", "Land database", "so-nnmt", "government", date(2024, 1, 1), date(2025, 12, 31), 1000, ("t1", "t2"),
    (Contract("c1", "Software", "Firm", date(2024, 2, 1), 500, "open", date(2024, 1, 10)),
     Contract("c2", "Support", "Other firm", date(2026, 6, 1), 300)),
    (Milestone("m1", "go", date(2024, 6, 30), date(2024, 6, 1)), Milestone("m2", "end", date(2025, 6, 30), None)),
    (Payment("x1", "c1", date(2024, 5, 1), 200), Payment("x2", "c1", date(2025, 5, 1), 300)),
)  # fmt: skip


def schema(name):
    return json.loads((STANDARDS / f"{name}.json").read_text("utf-8"))


def problems(package, standard, items):
    """Return what a reader would object to: schema errors, then fields that the standard does not know."""
    whole, one = schema(f"{standard}-package-schema"), schema(f"{standard}-schema")
    registry = Registry().with_resources([(each["id"], DRAFT4.create_resource(each)) for each in (whole, one)])
    found = json.loads(json.dumps(package))
    validator = Draft4Validator(whole, registry=registry, format_checker=FormatChecker())
    errors = [f"{list(error.path)}: {error.message}" for error in validator.iter_errors(found)]
    return errors + [field for each in found[items] for field in unknown(each, one, one, items)]


def unknown(value, of, root, where):
    while "$ref" in of:
        of = root["definitions"][of["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [field for each in value for field in unknown(each, of.get("items", {}), root, where)]
    if not isinstance(value, dict) or "properties" not in of:
        return []
    own = [f"{where}.{key}" for key in value if key not in of["properties"]]
    return own + [
        field
        for key, each in value.items()
        if key in of["properties"]
        for field in unknown(each, of["properties"][key], root, f"{where}.{key}")
    ]


PROJECTS = [PROJECT, replace(PROJECT, id="p2", contracts=(), payments=(), milestones=(), targets=())]


def test_both_packages_are_clean():
    assert problems(release_package(PROJECTS, BY), "ocds-release", "releases") == []
    assert problems(project_package(PROJECTS, BY), "oc4ids-project", "projects") == []


def test_the_published_portfolios_are_clean(release):
    """The packages of the demonstration, as a release holds them."""
    found = {name: json.loads((release / f"finance/{name}.json").read_bytes()) for name in ("ocds", "oc4ids")}
    assert problems(found["ocds"], "ocds-release", "releases") == []
    assert problems(found["oc4ids"], "oc4ids-project", "projects") == []
    assert len(found["ocds"]["releases"]) > 15
    assert all(each["tender"]["title"].startswith("[INVENTED]") for each in found["ocds"]["releases"])


@pytest.mark.parametrize(("change", "count"), [({"tag": ["sold"]}, 1), ({"ocid": ""}, 1), ({"colour": "red"}, 1)])
def test_the_reader_sees_a_fault(change, count):
    package = release_package(PROJECTS, BY)
    package["releases"] = [{**package["releases"][0], **change}]
    assert len(problems(package, "ocds-release", "releases")) == count


def test_what_is_named_is_there():
    for each in release_package(PROJECTS, BY)["releases"]:
        parties = {party["id"] for party in each["parties"]}
        payments = each["contracts"][0]["implementation"]["transactions"]
        assert {each["buyer"]["id"], each["awards"][0]["suppliers"][0]["id"]} <= parties
        assert {payment[side]["id"] for payment in payments for side in ("payer", "payee")} <= parties
        assert each["contracts"][0]["awardID"] == each["awards"][0]["id"]


def test_only_what_was_signed_and_paid_by_the_day_is_said():
    (one,) = release_package(PROJECTS, BY)["releases"]
    assert one["ocid"] == "tinhso-75-c1"
    assert one["contracts"][0]["status"] == "terminated"  # paid in full: 200 + 300 of 500
    earlier = replace(BY, on=date(2024, 6, 1))
    (then,) = release_package(PROJECTS, earlier)["releases"]
    assert (then["contracts"][0]["status"], len(then["contracts"][0]["implementation"]["transactions"])) == (
        "active",
        1,
    )


def test_the_projects_say_what_they_serve_and_what_is_invented():
    project = project_package(PROJECTS, BY)["projects"][0]
    assert project["title"] == "[INVENTED] Land database"
    assert project["policyAlignment"] == {"policies": ["t1", "t2"]}
    assert [milestone["status"] for milestone in project["milestones"]] == ["met", "notMet"]
    assert project["contractingProcesses"][0]["summary"]["status"] == "closed"
    assert project_package(PROJECTS, replace(BY, invented=False))["projects"][0]["title"] == "Land database"
