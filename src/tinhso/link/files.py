"""Link any two files, or find duplicates in one: what a person needs who has only this one need.

Takes a definition file and one or two CSV or Parquet files, writes the pairs with their weights and the cluster of
every row. Lines of a CSV file that are no rows are set aside in a file of their own and counted, never dropped.
"""

import csv as standard_csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.link.deciding import Linked
from tinhso.link.definition import Definition, read_definition
from tinhso.link.levels import MISSING
from tinhso.link.run import link_encoded, weigh
from tinhso.link.tables import Tables, compare_all, encode_tables
from tinhso.link.weights import probability_of

_SEPARATORS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Received:
    """A file as text columns, and the lines of it that are no rows: line number (0 unknown) and text."""

    table: pa.Table
    rejected: tuple[tuple[int, str], ...]


def link_files(definition: Path, left: Path, right: Path | None, out: Path) -> int:
    """Link two files (or one with itself), write the pairs to `out`, and return how many pairs were written.

    `out` (.csv or .parquet): left_id, right_id, weight_bits, probability, cluster, and the bits of each field. Beside
    it, named `<out>.clusters`, the cluster of every row; `<out>.rejected.csv` when lines were no rows.
    Raises DefinitionError or UnusableInput in four parts.
    """
    wanted = read_definition(definition)
    one, other = read_table(left), read_table(right) if right is not None else None
    tables = encode_tables(wanted, one.table, other.table if other else None)
    linked = link_encoded(wanted, tables)
    left_ids, right_ids = row_ids(wanted, one.table, 0), row_ids(wanted, (other or one).table, 1)
    pairs = pair_table(linked, tables, left_ids, right_ids)
    write_table(pairs, out)
    write_table(cluster_table(linked, left_ids, right_ids if other else None), _beside(out, "clusters", out.suffix))
    _write_rejected({left: one, **({right: other} if right and other else {})}, _beside(out, "rejected", ".csv"))
    return int(pairs.num_rows)


def read_table(path: Path) -> Received:
    """Read a CSV (any of , ; tab |) or Parquet file, every column as text and names stripped.

    Raises UnusableInput when the file is absent, empty or not UTF-8.
    """
    if not path.is_file():
        raise UnusableInput(_fault(path, _ABSENT, str(path), _A_FILE, _CHECK_PATH))
    if path.suffix.lower() in {".parquet", ".pq"}:
        try:
            return Received(pq.read_table(path), ())
        except pa.ArrowInvalid as error:
            raise UnusableInput(_fault(path, _BROKEN, str(error)[:80], _A_FILE, _CHECK_PATH)) from error
    return _read_csv(path)


def _read_csv(path: Path) -> Received:
    rejected: list[tuple[int, str]] = []

    def set_aside(row: csv.InvalidRow) -> str:
        rejected.append((row.number or 0, row.text or ""))
        return "skip"

    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            line = file.readline()
        separator = max(_SEPARATORS, key=line.count)
        names = [name.strip() for name in next(standard_csv.reader([line], delimiter=separator), [])]
        table = csv.read_csv(
            path,
            csv.ReadOptions(column_names=names, skip_rows=1, use_threads=False),
            csv.ParseOptions(delimiter=separator, invalid_row_handler=set_aside, newlines_in_values=True),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except (UnicodeDecodeError, pa.ArrowInvalid) as error:
        raise UnusableInput(_fault(path, _BROKEN, str(error)[:80], _UTF8, _SAVE_AS)) from error
    return Received(table, tuple(rejected))


def row_ids(definition: Definition, table: pa.Table, side: int) -> pa.Array:
    """Return what names each row: its id column as text, or its place in the file from 1."""
    if definition.id_columns is None:
        return pc.cast(pa.array(np.arange(1, table.num_rows + 1)), pa.string())
    return pc.cast(table.column(definition.id_columns[side]), pa.string()).combine_chunks()


def pair_table(linked: Linked, tables: Tables, left_ids: pa.Array, right_ids: pa.Array) -> pa.Table:
    """Return a row per decided pair, heaviest first; every pair of rows that share a cluster stands in it."""
    left, right, levels, bits = decided_pairs(linked, tables)
    order = np.lexsort((tables.left_hash[left] + tables.right_hash[right], -np.round(bits, 6)))
    left, right, levels, bits = left[order], right[order], levels[:, order], bits[order]
    columns = {
        "left_id": left_ids.take(pa.array(left)),
        "right_id": right_ids.take(pa.array(right)),
        "weight_bits": np.round(bits, 3),
        "probability": np.round(probability_of(bits), 6),
        "cluster": linked.clusters[left],
    }
    for position, field in enumerate(linked.definition.compared):
        one = np.round(linked.model.bits(field.name)[levels[position]], 3)
        columns[f"{field.name}_bits"] = pa.array(one, mask=levels[position] == MISSING)
    return pa.table(columns)


def decided_pairs(
    linked: Linked, tables: Tables
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8], NDArray[np.float64]]:
    """Return left rows, right rows, levels and bits of all accepted pairs, and of those a cluster implies."""
    scored, kept = linked.scored, linked.accepted
    left, right = scored.left[kept], scored.right[kept]
    if linked.definition.pairing != "many_to_many":
        return left, right, scored.levels[:, kept], scored.bits[kept]
    more_left, more_right = implied_pairs(linked, tables, left, right)
    levels = compare_all(linked.definition, tables, more_left, more_right)
    bits = weigh(linked.definition, tables, linked.model, more_left, more_right, levels)
    return (
        np.concatenate([left, more_left]),
        np.concatenate([right, more_right]),
        np.concatenate([scored.levels[:, kept], levels], axis=1),
        np.concatenate([scored.bits[kept], bits]),
    )


def implied_pairs(
    linked: Linked, tables: Tables, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return pairs of one cluster that no rule found: rows joined through a third."""
    n = tables.n_left
    mates = right if tables.within else right + np.int32(n)
    known = set(zip(np.minimum(left, mates).tolist(), np.maximum(left, mates).tolist(), strict=True))
    order = np.argsort(linked.clusters, kind="stable")
    starts = np.flatnonzero(np.diff(linked.clusters[order], prepend=-1))
    sizes = np.diff(starts, append=len(order))
    found = []
    for start, size in zip(starts[sizes > 2].tolist(), sizes[sizes > 2].tolist(), strict=True):
        rows = np.sort(order[start : start + size]).tolist()
        found += [(a, b) for x, a in enumerate(rows) for b in rows[x + 1 :] if (a, b) not in known]
    if not tables.within:
        found = [(a, b) for a, b in found if a < n <= b]
    pairs = np.array(found, np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1] - (0 if tables.within else n)


def cluster_table(linked: Linked, left_ids: pa.Array, right_ids: pa.Array | None) -> pa.Table:
    """Return a row per row received: its side, its id and its cluster."""
    sides, ids = ["left"] * len(left_ids), [left_ids]
    if right_ids is not None:
        sides += ["right"] * len(right_ids)
        ids.append(right_ids)
    return pa.table({"side": sides, "id": pa.chunked_array(ids), "cluster": linked.clusters})


def write_table(table: pa.Table, path: Path) -> None:
    """Write a table as Parquet when the name ends so, else as CSV; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() in {".parquet", ".pq"}:
        pq.write_table(table, path)
    else:
        csv.write_csv(table, path)


def _write_rejected(files: dict[Path, Received], path: Path) -> None:
    rows = [(file.name, line, text) for file, received in files.items() for line, text in received.rejected]
    if rows:
        file, line, text = zip(*rows, strict=True)
        write_table(pa.table({"file": file, "line": line, "text": text}), path)


def _beside(out: Path, word: str, suffix: str) -> Path:
    return out.with_name(f"{out.stem}.{word}{suffix}")


_ABSENT = Label("không có tệp", "no such file", "ไม่มีไฟล์นี้")
_BROKEN = Label("không đọc được tệp", "the file cannot be read", "อ่านไฟล์ไม่ได้")
_A_FILE = Label("tệp CSV hoặc Parquet", "a CSV or Parquet file", "ไฟล์ CSV หรือ Parquet")
_UTF8 = Label("văn bản UTF-8 phân cách đều", "delimited UTF-8 text", "ข้อความ UTF-8 ที่คั่นช่องสม่ำเสมอ")
_CHECK_PATH = Label("Xem lại đường dẫn.", "Check the path.", "ตรวจสอบเส้นทางไฟล์")
_SAVE_AS = Label("Lưu lại dưới dạng CSV UTF-8.", "Save it as UTF-8 CSV.", "บันทึกใหม่เป็น CSV UTF-8")


def _fault(path: Path, what: Label, found: str, expected: Label, advice: Label) -> Fault:
    return Fault(what, path.name, found, expected, advice)
