"""Entities on disk: what `incremental` holds, written to a folder and read back the same.

Takes `Entities`, writes arrays as `.npz` and the rest as JSON, every format open; the definition is read again from its
own file. A folder is written aside and then put in place, so that a stop leaves the old or the new one whole.
"""

import json
import shutil
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tinhso.link.columns import Column, Numbers, Phrases, Words
from tinhso.link.definition import Definition, Field
from tinhso.link.incremental import Decision, Entities
from tinhso.link.store import BlockIndex, Frequencies
from tinhso.link.weights import Model

Arrays = dict[str, NDArray[Any]]
_KINDS = {"Numbers": Numbers, "Words": Words, "Phrases": Phrases}
_TEXTS = {"Words": "values", "Phrases": "words"}


def write_entities(entities: Entities, folder: Path) -> None:
    """Write entities to a folder, replacing what lay there."""
    aside = folder.with_name(f"{folder.name}.writing")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, column in entities.columns.items():
        np.savez(aside / f"column.{name}.npz", allow_pickle=False, **_column_arrays(column))
        np.savez(aside / f"frequencies.{name}.npz", allow_pickle=False, **_fields(entities.frequencies[name]))
    np.savez(aside / "rows.npz", allow_pickle=False, **_row_arrays(entities))
    np.savez(aside / "model.npz", allow_pickle=False, **_model_arrays(entities.model))
    told = {
        "link": entities.definition.name,
        "cut_bits": entities.cut_bits,
        "row_ids": entities.row_ids,
        "decisions": [asdict(decision) for decision in entities.decisions],
        "prior": entities.model.prior,
        "kin_prior": entities.model.kin_prior,
        "typical_share": dict(entities.model.typical_share),
    }
    (aside / "entities.json").write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)


def read_entities(definition: Definition, folder: Path) -> Entities:
    """Read entities back from a folder; raises FileNotFoundError when nothing lies there."""
    told = json.loads((folder / "entities.json").read_text("utf-8"))
    rows, model = _arrays(folder / "rows.npz"), _arrays(folder / "model.npz")
    row_ids = [str(row_id) for row_id in told["row_ids"]]
    index = BlockIndex.of(rows["keys"])
    return Entities(
        definition,
        _model(definition, model, told),
        float(told["cut_bits"]),
        {field.name: _frequencies(folder / f"frequencies.{field.name}.npz") for field in definition.fields},
        {field.name: _column(field, folder / f"column.{field.name}.npz") for field in definition.fields},
        index,
        rows["hashes"],
        {row_id: row for row, row_id in enumerate(row_ids)},
        row_ids,
        rows["alive"],
        rows["left"],
        rows["right"],
        rows["bits"],
        rows["entity"],
        [Decision(**decision) for decision in told["decisions"]],
    )


def _row_arrays(entities: Entities) -> Arrays:
    return {
        "keys": entities.index.keys,
        "hashes": entities.hashes,
        "alive": entities.alive,
        "left": entities.left,
        "right": entities.right,
        "bits": entities.bits,
        "entity": entities.entity,
    }


def _fields(frequencies: Frequencies) -> Arrays:
    return {one.name: np.asarray(getattr(frequencies, one.name)) for one in fields(frequencies)}


def _frequencies(path: Path) -> Frequencies:
    arrays = _arrays(path)
    rare = float(arrays.pop("rare"))
    return Frequencies(**arrays, rare=rare)


def _column_arrays(column: Column) -> Arrays:
    """Return the arrays of a column whose left and right are one table; texts as UTF-8 with their ends."""
    kind = type(column).__name__
    held = {one.name: getattr(column, one.name) for one in fields(column)}
    texts = [text.encode() for text in held.pop(_TEXTS.get(kind, ""), ())]
    arrays: Arrays = {name: value for name, value in held.items() if isinstance(value, np.ndarray) and name != "right"}
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    return {**arrays, "kind": np.array(kind), "texts": np.frombuffer(b"".join(texts), np.uint8), "ends": ends}


def _column(field: Field, path: Path) -> Column:
    arrays = _arrays(path)
    kind, raw, ends = str(arrays.pop("kind")), arrays.pop("texts").tobytes(), arrays.pop("ends").tolist()
    texts = tuple(raw[a:b].decode() for a, b in zip([0, *ends], ends, strict=False))
    named = {_TEXTS[kind]: texts} if kind in _TEXTS else {}
    made: Column = _KINDS[kind](field=field, right=arrays["left"], **arrays, **named)
    return made


def _model_arrays(model: Model) -> Arrays:
    return {
        f"{part}.{name}": values
        for part, levels in (("m", model.m), ("u", model.u), ("kin", model.kin))
        for name, values in levels.items()
    }


def _model(definition: Definition, arrays: Arrays, told: dict[str, Any]) -> Model:
    kinds = {field.name: field.kind for field in definition.compared}
    m, u, kin = ({name: arrays[f"{part}.{name}"] for name in kinds} for part in ("m", "u", "kin"))
    shares = told["typical_share"]
    return Model(kinds, m, u, kin, told["prior"], told["kin_prior"], shares, definition.households_share)


def _arrays(path: Path) -> Arrays:
    with np.load(path, allow_pickle=False) as held:
        return {name: held[name] for name in held.files}
