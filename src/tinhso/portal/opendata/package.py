"""A Frictionless data package over the files of a release: each table with its columns, types and keys.

Takes an edition, gives `datapackage.json`; paths lead to the observations in CSV and to the areas. A mark on invented
data is part of the description.
Source: Data Package 1.0 and Table Schema 1.0, specs.frictionlessdata.io.
"""

from typing import Any

from tinhso.base.canonical import canonical_json
from tinhso.portal.edition import Edition

LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
_FIELDS: list[dict[str, Any]] = [
    {"name": "indicator", "type": "string", "constraints": {"required": True}},
    {"name": "area", "type": "string", "constraints": {"required": True}},
    {"name": "period", "type": "string", "constraints": {"required": True}},
    {"name": "numerator", "type": "number"},
    {"name": "denominator", "type": "number"},
    {"name": "value", "type": "number"},
    {
        "name": "status",
        "type": "string",
        "constraints": {"enum": ["ok", "no_data", "not_applicable", "suppressed"]},
    },
    {"name": "receipt", "type": "string", "constraints": {"pattern": "[0-9a-f]{64}"}},
    {"name": "invented", "type": "boolean"},
]


def data_package(edition: Edition) -> bytes:
    """Return the description of the release's observations as a data package."""
    label = edition.province["label"]
    manifest = edition.release.manifest
    mark = " Invented data for demonstration." if manifest["invented"] else ""
    schema = {"fields": _FIELDS, "primaryKey": ["indicator", "area", "period"]}
    listed = manifest["files"]["observations.csv"]
    resource = {
        "name": "observations",
        "path": "observations.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": listed["bytes"],
        "hash": f"sha256:{listed['sha256']}",
        "schema": schema,
    }
    package = {
        "profile": "tabular-data-package",
        "name": f"tinhso-{edition.slug}",
        "id": edition.id,
        "version": edition.id,
        "title": f"{label['vi']} · {label['en']}",
        "description": f"Every measured value of release {edition.id}, with its receipt.{mark}",
        "created": f"{manifest['as_of']}T00:00:00Z",
        "licenses": [LICENCE],
        "resources": [resource],
    }
    return canonical_json(package) + b"\n"
