"""SDMX: the observations as SDMX-CSV 2.0 and SDMX-JSON 2.0, and their structures as an SDMX-JSON 2.0 message.

Takes an edition, gives bytes. One dataflow a province; dimensions INDICATOR, REF_AREA, TIME_PERIOD. An id may hold no
dot in SDMX, so `services.online_share` is written `services@online_share`.
Source: SDMX 3.0, sections 4 and 5; code list CL_OBS_STATUS of the SDMX Statistical Working Group.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from tinhso.base.label import LANGUAGES, Label
from tinhso.portal.board import Row
from tinhso.portal.edition import Edition

AGENCY, VERSION = "TINHSO", "1.0"
DIMENSIONS = ("INDICATOR", "REF_AREA", "TIME_PERIOD")
ATTRIBUTES = ("OBS_STATUS", "NUMERATOR", "DENOMINATOR", "RECEIPT", "INVENTED")
STATUSES = {"ok": "A", "no_data": "O", "not_applicable": "M", "suppressed": "Q"}
_STATUS_NAMES = {
    "A": Label("bình thường", "Normal value", "ค่าปกติ"),
    "O": Label("chưa có dữ liệu", "Missing value", "ไม่มีข้อมูล"),
    "M": Label("không áp dụng", "Missing value; data cannot exist", "ไม่มีข้อมูลได้"),
    "Q": Label("được bảo mật", "Missing value; suppressed", "ปกปิด"),
}
_CONCEPTS = {
    "INDICATOR": Label("Chỉ số", "Indicator", "ตัวชี้วัด"),
    "REF_AREA": Label("Địa bàn", "Reference area", "พื้นที่"),
    "TIME_PERIOD": Label("Kỳ", "Time period", "ช่วงเวลา"),
    "OBS_VALUE": Label("Giá trị", "Observation value", "ค่า"),
    "OBS_STATUS": Label("Trạng thái", "Observation status", "สถานะ"),
    "NUMERATOR": Label("Tử số", "Numerator", "ตัวตั้ง"),
    "DENOMINATOR": Label("Mẫu số", "Denominator", "ตัวหาร"),
    "RECEIPT": Label("Biên nhận", "Receipt", "ใบรับรองที่มา"),
    "INVENTED": Label("Dữ liệu mẫu", "Invented data", "ข้อมูลสมมติ"),
}


def code(id_: str) -> str:
    """Return an id as SDMX allows it."""
    return id_.replace(".", "@")


def dataflow_id(edition: Edition) -> str:
    """Return the id of a province's dataflow, such as `DONG_NAI`."""
    return edition.slug.upper().replace("-", "_")


def sdmx_csv(edition: Edition) -> bytes:
    """Return one line an observation as SDMX-CSV 2.0."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *DIMENSIONS, "OBS_VALUE", *ATTRIBUTES])
    head = ["dataflow", f"{AGENCY}:{dataflow_id(edition)}({VERSION})", "I"]
    writer.writerows([*head, *_cells(row)] for row in edition.release.observations)
    return buffer.getvalue().encode()


def sdmx_json(edition: Edition) -> bytes:
    """Return the observations as an SDMX-JSON 2.0 data message, flat: every dimension at the observation."""
    rows = [_cells(row) for row in edition.release.observations]
    used = [sorted({row[n] for row in rows}) for n in range(len(DIMENSIONS))]
    at = [{value: n for n, value in enumerate(values)} for values in used]
    observations = {":".join(str(at[n][row[n]]) for n in range(3)): row[3:] for row in rows}
    links = [{"rel": "dataflow", "urn": _urn("datastructure.Dataflow", dataflow_id(edition))}]
    structure = {
        "links": links,
        "dimensions": {"observation": [_component(edition, n, values) for n, values in enumerate(used)]},
        "measures": {"observation": [{"id": "OBS_VALUE"}]},
        "attributes": {"observation": [{"id": id_, "relationship": {"observation": {}}} for id_ in ATTRIBUTES]},
        "dataSets": [0],
    }
    data_set = {"structure": 0, "action": "Information", "links": links, "observations": observations}
    data = {"structures": [structure], "dataSets": [data_set]}
    return _message(edition, "data", data)


def sdmx_structure(edition: Edition) -> bytes:
    """Return the code lists, concepts, data structure and dataflow as an SDMX-JSON 2.0 structure message."""
    indicators = [_item(code(id_), indicator["label"]) for id_, indicator in edition.indicators.items()]
    areas = [_item(id_, area["label"]) for id_, area in edition.areas.items()]
    statuses = [_item(id_, label.as_dict()) for id_, label in _STATUS_NAMES.items()]
    concepts = [_item(id_, label.as_dict()) for id_, label in _CONCEPTS.items()]
    observations = _urn("datastructure.DataStructure", "OBSERVATIONS")
    data = {
        "codelists": [
            _maintained("CL_INDICATOR", "Indicators", codes=indicators),
            _maintained("CL_AREA", "Areas", codes=areas),
            _maintained("CL_OBS_STATUS", "Status", codes=statuses),
        ],
        "conceptSchemes": [_maintained("CONCEPTS", "Concepts", concepts=concepts)],
        "dataStructures": [_data_structure()],
        "dataflows": [_maintained(dataflow_id(edition), edition.province["label"], structure=observations)],
    }
    return _message(edition, "structure", data)


def _cells(row: Row) -> list[str]:
    own = [row["numerator"], row["denominator"], row["receipt"], row["invented"]]
    return [code(row["indicator"]), row["area"], row["period"], row["value"], STATUSES[row["status"]], *own]


def _component(edition: Edition, n: int, values: Iterable[str]) -> dict[str, Any]:
    labels = {code(id_): row["label"] for id_, row in (*edition.indicators.items(), *edition.areas.items())}
    named = [_item(value, labels[value]) if value in labels else {"value": value} for value in values]
    return {"id": DIMENSIONS[n], "keyPosition": n, "values": named}


def _data_structure() -> dict[str, Any]:
    lists = {"INDICATOR": "CL_INDICATOR", "REF_AREA": "CL_AREA", "OBS_STATUS": "CL_OBS_STATUS"}
    dimensions = [{"id": d, "position": n, **_represented(d, lists)} for n, d in enumerate(DIMENSIONS[:2])]
    time = {"id": "TIME_PERIOD", **_represented("TIME_PERIOD", lists, "ObservationalTimePeriod")}
    attributes = [
        {"id": a, "usage": "mandatory" if a == "OBS_STATUS" else "optional",
         "attributeRelationship": {"observation": {}}, **_represented(a, lists)}
        for a in ATTRIBUTES
    ]  # fmt: skip
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
        "measureList": {
            "id": "MeasureDescriptor",
            "measures": [{"id": "OBS_VALUE", "usage": "optional", **_represented("OBS_VALUE", lists, "Decimal")}],
        },
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }
    return _maintained("OBSERVATIONS", "Observations", dataStructureComponents=components)


def _represented(id_: str, lists: Mapping[str, str], kind: str = "String") -> dict[str, Any]:
    concept = f"{_urn('conceptscheme.Concept', 'CONCEPTS')}.{id_}"
    if id_ in lists:
        return {
            "conceptIdentity": concept,
            "localRepresentation": {"enumeration": _urn("codelist.Codelist", lists[id_])},
        }
    return {"conceptIdentity": concept, "localRepresentation": {"format": {"dataType": kind}}}


def _maintained(id_: str, name: str | Row, **more: Any) -> dict[str, Any]:
    names = dict.fromkeys(LANGUAGES, name) if isinstance(name, str) else dict(name)
    return {"id": id_, "agencyID": AGENCY, "version": VERSION, "name": names["en"], "names": names, **more}


def _item(id_: str, label: Mapping[str, str]) -> dict[str, Any]:
    return {"id": id_, "name": label["en"], "names": dict(label)}


def _urn(kind: str, id_: str) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{kind}={AGENCY}:{id_}({VERSION})"


def _message(edition: Edition, kind: str, data: dict[str, Any]) -> bytes:
    """Return a message, its `meta` first: readers tell the kind of a message from its first few hundred letters."""
    meta = {
        "schema": f"https://json.sdmx.org/2.0.0/sdmx-json-{kind}-schema.json",
        "id": f"{edition.slug}-{edition.id}",
        "prepared": f"{edition.release.manifest['as_of']}T00:00:00Z",
        "contentLanguages": list(LANGUAGES),
        "sender": {"id": AGENCY},
    }
    return json.dumps({"meta": meta, "data": data}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
