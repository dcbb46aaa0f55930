"""A DCAT-AP catalogue of the provinces served: one data set a province, one distribution a form, in JSON-LD and Turtle.

Takes editions and the address of the site, gives both forms from one list of triples, so that they say the same.
Source: DCAT-AP 3.0 (mandatory and recommended properties); W3C DCAT 3; JSON-LD 1.1; RDF 1.1 Turtle.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tinhso.base.canonical import canonical_json
from tinhso.base.label import LANGUAGES
from tinhso.portal.edition import Edition
from tinhso.portal.opendata.package import LICENCE

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU = "http://publications.europa.eu/resource/authority"
_LANGUAGES = {"vi": f"{_EU}/language/VIE", "en": f"{_EU}/language/ENG", "th": f"{_EU}/language/THA"}
FORMS = {
    "observations.csv": ("text/csv", "CSV"),
    "observations.parquet": ("application/vnd.apache.parquet", "PARQUET"),
    "observations.json": ("application/json", "JSON"),
    "observations.sdmx.csv": ("application/vnd.sdmx.data+csv;version=2.0.0", "CSV"),
    "observations.sdmx.json": ("application/vnd.sdmx.data+json;version=2.0.0", "JSON"),
    "structure.sdmx.json": ("application/vnd.sdmx.structure+json;version=2.0.0", "JSON"),
    "datapackage.json": ("application/json", "JSON"),
}


@dataclass(frozen=True, slots=True)
class Iri:
    """A resource by its address."""

    address: str


@dataclass(frozen=True, slots=True)
class Text:
    """A literal with a language, or with a type (`xsd:date`), or neither."""

    text: str
    language: str = ""
    type: str = ""


Triple = tuple[Iri, str, Iri | Text]


def triples(editions: Sequence[Edition], site: str) -> list[Triple]:
    """Return the statements of the catalogue; `site` is the address of the portal without a trailing slash."""
    catalogue, publisher = Iri(f"{site}/data/catalogue"), Iri(f"{site}/data/publisher")
    found: list[Triple] = [
        (catalogue, "rdf:type", Iri(PREFIXES["dcat"] + "Catalog")),
        (catalogue, "dct:title", Text("Chỉ tiêu có bằng chứng", "vi")),
        (catalogue, "dct:title", Text("Targets with their evidence", "en")),
        (catalogue, "dct:title", Text("เป้าหมายพร้อมหลักฐาน", "th")),
        (catalogue, "dct:description", Text("Every measured value of the provinces served, with its receipt.", "en")),
        (catalogue, "dct:description", Text("Mọi giá trị đo được của các tỉnh, kèm biên nhận.", "vi")),
        (catalogue, "dct:publisher", publisher),
        (catalogue, "dct:license", Iri(LICENCE["path"])),
        (catalogue, "foaf:homepage", Iri(f"{site}/")),
        (publisher, "rdf:type", Iri(PREFIXES["foaf"] + "Agent")),
        (publisher, "foaf:name", Text("tinhso")),
        (Iri(f"{site}/"), "rdf:type", Iri(PREFIXES["foaf"] + "Document")),
        (Iri(LICENCE["path"]), "rdf:type", Iri(PREFIXES["dct"] + "LicenseDocument")),
    ]
    found += [(catalogue, "dct:language", Iri(_LANGUAGES[language])) for language in LANGUAGES]
    found += [(Iri(a), "rdf:type", Iri(PREFIXES["dct"] + "LinguisticSystem")) for a in _LANGUAGES.values()]
    for edition in editions:
        found += _data_set(edition, site, catalogue, publisher)
    return found


def _data_set(edition: Edition, site: str, catalogue: Iri, publisher: Iri) -> Iterator[Triple]:
    base = f"{site}/data/{edition.slug}/{edition.id}"
    manifest = edition.release.manifest
    data = Iri(f"{site}/data/{edition.slug}")
    yield catalogue, "dcat:dataset", data
    yield data, "rdf:type", Iri(PREFIXES["dcat"] + "Dataset")
    for language in LANGUAGES:
        yield data, "dct:title", Text(edition.province["label"][language], language)
        yield data, "dct:description", Text(_description(edition, language), language)
        yield data, "dcat:keyword", Text(_KEYWORD[language], language)
    yield data, "dct:identifier", Text(f"tinhso:{edition.slug}")
    yield data, "dct:publisher", publisher
    yield data, "dct:issued", Text(manifest["as_of"], type="xsd:date")
    yield data, "dcat:version", Text(edition.id)
    yield data, "dcat:landingPage", Iri(f"{site}/vi/{edition.slug}/")
    yield Iri(f"{site}/vi/{edition.slug}/"), "rdf:type", Iri(PREFIXES["foaf"] + "Document")
    for name, (media, file_type) in FORMS.items():
        yield from _distribution(Iri(f"{base}/{name}"), data, media, f"{_EU}/file-type/{file_type}")


def _distribution(place: Iri, data: Iri, media: str, file_type: str) -> Iterator[Triple]:
    yield data, "dcat:distribution", place
    yield place, "rdf:type", Iri(PREFIXES["dcat"] + "Distribution")
    yield place, "dcat:accessURL", place
    yield place, "dcat:downloadURL", place
    yield place, "dct:title", Text(place.address.rsplit("/", 1)[1], "en")
    yield place, "dct:format", Iri(file_type)
    yield Iri(file_type), "rdf:type", Iri(PREFIXES["dct"] + "MediaTypeOrExtent")
    plain = media.partition(";")[0]
    yield place, "dcat:mediaType", Iri(f"https://www.iana.org/assignments/media-types/{plain}")
    yield place, "dct:license", Iri(LICENCE["path"])


_KEYWORD = {"vi": "chuyển đổi số", "en": "digital transformation", "th": "การเปลี่ยนผ่านสู่ดิจิทัล"}
_INVENTED = {
    "vi": " Có dữ liệu mẫu để trình diễn.",
    "en": " Holds invented data for demonstration.",
    "th": " มีข้อมูลสมมติเพื่อการสาธิต",
}
_DESCRIPTION = {
    "vi": "Giá trị đo được của bản công bố {id}, mỗi giá trị có biên nhận.",
    "en": "Measured values of release {id}, each with its receipt.",
    "th": "ค่าที่วัดได้ของฉบับเผยแพร่ {id} ทุกค่ามีใบรับรองที่มา",
}


def _description(edition: Edition, language: str) -> str:
    mark = _INVENTED[language] if edition.release.manifest["invented"] else ""
    return _DESCRIPTION[language].format(id=edition.id) + mark


def json_ld(found: Iterable[Triple]) -> bytes:
    """Return the statements as JSON-LD, one node a subject."""
    nodes: dict[str, dict[str, object]] = {}
    for subject, predicate, thing in found:
        node = nodes.setdefault(subject.address, {"@id": subject.address})
        if predicate == "rdf:type" and isinstance(thing, Iri):
            node["@type"] = _short(thing.address)
            continue
        values = node.setdefault(predicate, [])
        if isinstance(values, list):
            values.append(_value(thing))
    return canonical_json({"@context": PREFIXES, "@graph": list(nodes.values())}) + b"\n"


def turtle(found: Iterable[Triple]) -> bytes:
    """Return the statements as Turtle, one a line."""
    head = [f"@prefix {name}: <{address}> ." for name, address in PREFIXES.items()]
    lines = [f"<{s.address}> {p} {_turtle(o)} ." for s, p, o in found]
    return "\n".join([*head, "", *lines, ""]).encode()


def _short(address: str) -> str:
    name, prefix = next((n, a) for n, a in PREFIXES.items() if address.startswith(a))
    return f"{name}:{address.removeprefix(prefix)}"


def _value(thing: Iri | Text) -> dict[str, str]:
    if isinstance(thing, Iri):
        return {"@id": thing.address}
    marks = {"@language": thing.language} if thing.language else {"@type": thing.type} if thing.type else {}
    return {"@value": thing.text, **marks}


def _turtle(thing: Iri | Text) -> str:
    if isinstance(thing, Iri):
        return f"<{thing.address}>"
    mark = f"@{thing.language}" if thing.language else f"^^{thing.type}" if thing.type else ""
    return json.dumps(thing.text, ensure_ascii=False) + mark
