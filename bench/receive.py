"""Receive and check of a person-like file of 13 columns, against pandera and frictionless on a sample of it.

`uv run python -m bench.receive [--quick] [--rows N]`: full size 4,500,000 rows, quick 300,000. The same rules are
checked by all three: required, type, list, form, range, length, real dates, unit codes in force, one row a key, a rule
across columns. Ours also keeps the bytes, every rejected row with its reasons, the register with its history and hash.
The sample's counts of bad rows must agree before a ratio is printed.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from tinhso.base.area import communes_of
from tinhso.base.home import Home, make_home
from tinhso.base.receipt import Receipt
from tinhso.registers.check import check
from tinhso.registers.receive import DeliveryKind, receive

AS_OF = date(2026, 10, 1)
FULL, QUICK, SAMPLE, SMALL_SAMPLE = 4_500_000, 300_000, 100_000, 10_000
FAULT_SHARE = 0.003
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"]
MIDDLE = ["Văn", "Thị", "Ngọc", "Đức", "Minh", "Hữu", "Thanh"]
GIVEN = ["Anh", "Bình", "Chi", "Dũng", "Hà", "Hương", "Lan", "Linh", "Nam", "Phương", "Quân", "Thảo", "Trang", "Tuấn"]
ETHNICITIES = [f"{code:02d}" for code in range(1, 55)]
RELATIONS = ["chu_ho", "vo_chong", "con", "cha_me", "khac"]
STATUSES = ["thuong_tru", "tam_tru", "tam_vang"]
PHONE = r"(0|\+84)[35789]\d{8}"
HOUSEHOLD = r"HK\d{8}"


def label(text: str) -> dict[str, str]:
    return {"vi": text, "en": text, "th": text}


def contract() -> dict[str, object]:
    """Return the contract of the register; JSON is YAML."""
    columns: dict[str, dict[str, object]] = {
        "person_id": {"type": "personal_id", "required": True},
        "full_name": {"type": "text", "required": True, "max_length": 60},
        "sex": {"type": "text", "required": True, "in": ["nam", "nữ"]},
        "born_on": {"type": "date", "required": True, "min": "1900-01-01", "max": AS_OF.isoformat()},
        "area": {"type": "area", "required": True},
        "address": {"type": "text", "max_length": 200},
        "household_id": {"type": "code", "required": True, "pattern": f"^{HOUSEHOLD}$"},
        "relation": {"type": "text", "required": True, "in": RELATIONS},
        "ethnicity": {"type": "code", "required": True, "in": ETHNICITIES},
        "phone": {"type": "code", "pattern": f"^{PHONE}$"},
        "moved_in_on": {"type": "date", "min": "1900-01-01", "max": AS_OF.isoformat()},
        "status": {"type": "text", "required": True, "in": STATUSES},
        "n_moves": {"type": "integer", "min": 0, "max": 50},
    }
    return {
        "label": label("person"),
        "grain": label("one row a person"),
        "key": ["person_id"],
        "sensitivity": "personal",
        "columns": {name: {"label": label(name), **rest} for name, rest in columns.items()},
        "checks": [{"sql": "moved_in_on is null or moved_in_on >= born_on", "says": label("moved in after birth")}],
    }


def people(n_rows: int, seed: int = 7) -> pa.Table:
    """Return invented people, about three rows in a thousand with one fault."""
    chance = np.random.default_rng(seed)
    communes = np.array([area.code for area in communes_of("75", AS_OF)])
    born = np.datetime64("1935-01-01") + chance.integers(0, 90 * 365, n_rows)
    moved = np.minimum(born + chance.integers(0, 20_000, n_rows), np.datetime64(AS_OF))
    columns = {
        "person_id": pa.array(np.char.add("075", np.char.zfill(chance.permutation(n_rows).astype("U9"), 9))),
        "full_name": names(chance, n_rows),
        "sex": pa.array(np.array(["nam", "nữ"])[chance.integers(0, 2, n_rows)]),
        "born_on": days(born),
        "area": pa.array(communes[chance.integers(0, len(communes), n_rows)]),
        "address": pa.array(np.char.add("Số nhà ", chance.integers(1, 999, n_rows).astype("U3"))),
        "household_id": pa.array(np.char.add("HK", np.char.zfill((np.arange(n_rows) // 4).astype("U8"), 8))),
        "relation": pa.array(np.array(RELATIONS)[chance.integers(0, len(RELATIONS), n_rows)]),
        "ethnicity": pa.array(np.array(ETHNICITIES)[chance.integers(0, 54, n_rows)]),
        "phone": pa.array(np.char.add("09", np.char.zfill(chance.integers(0, 10**8, n_rows).astype("U8"), 8))),
        "moved_in_on": days(moved),
        "status": pa.array(np.array(STATUSES)[chance.integers(0, 3, n_rows)]),
        "n_moves": pa.array(chance.integers(0, 12, n_rows).astype("U2")),
    }
    return with_faults(pa.table(columns), chance)


def names(chance: np.random.Generator, n_rows: int) -> pa.Array:
    known = np.array([f"{f} {m} {g}" for f in FAMILY for m in MIDDLE for g in GIVEN])
    return pa.array(known[chance.integers(0, len(known), n_rows)])


def days(values: np.ndarray) -> pa.Array:
    return pa.compute.strftime(pa.array(values.astype("datetime64[D]")), "%d/%m/%Y")


def with_faults(table: pa.Table, chance: np.random.Generator) -> pa.Table:
    """Return the table with one faulty cell in some rows; a fault replaces a whole column's value in those rows."""
    faults = [
        ("born_on", "31/02/1990"), ("area", "99999"), ("sex", "khác"), ("phone", "12345"), ("full_name", None),
        ("n_moves", "nhiều"), ("status", "đi vắng"), ("moved_in_on", "01/01/1901"), ("household_id", "75-1"),
        ("person_id", "07500000"),
    ]  # fmt: skip
    which = chance.integers(0, len(faults), table.num_rows)
    faulty = chance.random(table.num_rows) < FAULT_SHARE
    for number, (name, value) in enumerate(faults):
        mask = pa.array(faulty & (which == number))
        mended = pa.compute.if_else(mask, pa.scalar(value, table[name].type), table[name])
        table = table.set_column(table.schema.get_field_index(name), name, mended)
    return table


def home_in(folder: Path) -> Home:
    home = make_home(folder, "75")
    place = folder / "rooms" / "bench" / "registers"
    place.mkdir(parents=True)
    (place / "person.yaml").write_text(json.dumps(contract(), ensure_ascii=False), "utf-8")
    return home


def ours(home: Home, path: Path, kind: DeliveryKind = "full") -> Receipt:
    delivery = receive(home, [path], register="bench.person", sender="bench", as_of=AS_OF, kind=kind)
    return check(home, delivery)


def by_pandera(path: Path) -> int:
    """Return how many rows pandera finds bad, by the same rules."""
    import pandas as pd  # noqa: TID251
    import pandera.pandas as pr

    def day(values: pd.Series) -> pd.Series:
        return pd.to_datetime(values, format="%d/%m/%Y", errors="coerce")

    def known_days(values: pd.Series) -> pd.Series:
        return day(values).between(pd.Timestamp("1900-01-01"), pd.Timestamp(AS_OF))

    communes = {area.code for area in communes_of("75", AS_OF)}
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    schema = pr.DataFrameSchema(
        {
            "person_id": pr.Column(str, pr.Check.str_matches(r"^0(75|70)\d{9}$"), unique=True),
            "full_name": pr.Column(str, pr.Check.str_length(max_value=60)),
            "sex": pr.Column(str, pr.Check.isin(["nam", "nữ"])),
            "born_on": pr.Column(str, pr.Check(known_days)),
            "area": pr.Column(str, pr.Check.isin(communes)),
            "address": pr.Column(str, pr.Check.str_length(max_value=200), nullable=True),
            "household_id": pr.Column(str, pr.Check.str_matches(f"^{HOUSEHOLD}$")),
            "relation": pr.Column(str, pr.Check.isin(RELATIONS)),
            "ethnicity": pr.Column(str, pr.Check.isin(ETHNICITIES)),
            "phone": pr.Column(str, pr.Check.str_matches(f"^{PHONE}$"), nullable=True),
            "moved_in_on": pr.Column(str, pr.Check(known_days), nullable=True),
            "status": pr.Column(str, pr.Check.isin(STATUSES)),
            "n_moves": pr.Column(str, pr.Check(lambda v: pd.to_numeric(v, errors="coerce").between(0, 50))),
        },
        checks=pr.Check(lambda f: ~(day(f["moved_in_on"]) < day(f["born_on"]))),
    )
    try:
        schema.validate(frame, lazy=True)
    except pr.errors.SchemaErrors as error:
        return int(error.failure_cases["index"].dropna().nunique())
    return 0


def by_frictionless(path: Path) -> int:
    """Return how many rows frictionless finds bad; it has no rule across columns, which costs it the fault of one."""
    from frictionless import Checklist, Resource, Schema, fields, system

    system.trusted = True
    communes = sorted(area.code for area in communes_of("75", AS_OF))
    fixed = {"sex": ["nam", "nữ"], "relation": RELATIONS, "ethnicity": ETHNICITIES, "status": STATUSES}
    fixed["area"] = communes
    forms = {"person_id": r"0(75|70)\d{9}", "household_id": HOUSEHOLD, "phone": PHONE}
    described = []
    for name, column in contract()["columns"].items():  # type: ignore[attr-defined]
        limits = {"required": True} if column.get("required") else {}
        limits |= {"enum": fixed[name]} if name in fixed else {}
        limits |= {"pattern": forms[name]} if name in forms else {}
        kind = {"date": fields.DateField, "integer": fields.IntegerField}.get(column["type"], fields.StringField)
        field = kind(name=name, constraints=limits)
        if column["type"] == "date":
            field.format = "%d/%m/%Y"
        described.append(field)
    resource = Resource(str(path), schema=Schema(fields=described, primary_key=["person_id"]))
    report = resource.validate(Checklist(), limit_errors=1_000_000)
    return len({error.row_number for task in report.tasks for error in task.errors if hasattr(error, "row_number")})


def timed(call: Callable[[], object], n_times: int = 1) -> tuple[float, object]:
    seconds, result = [], None
    for _ in range(n_times):
        start = time.perf_counter()
        result = call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), result


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--rows", type=int, default=0)
    arguments.add_argument("--write", type=Path, help="only write the files into a folder")
    chosen = arguments.parse_args()
    n_rows = chosen.rows or (QUICK if chosen.quick else FULL)
    if chosen.write:
        write_files(chosen.write, n_rows)
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-receive-"))
    try:
        # In a process of its own, so that inventing the rows does not count as memory of receiving them.
        command = [sys.executable, "-m", "bench.receive", "--rows", str(n_rows), "--write", str(folder)]
        subprocess.run(command, check=True)
        measure(folder, n_rows)
    finally:
        shutil.rmtree(folder)


def write_files(folder: Path, n_rows: int) -> None:
    table = people(n_rows)
    csv.write_csv(table, folder / "full.csv")
    csv.write_csv(changes(table), folder / "change.csv")
    for n in (SAMPLE, SMALL_SAMPLE):
        csv.write_csv(table.slice(0, n), folder / f"sample-{n}.csv")


def measure(folder: Path, n_rows: int) -> None:
    full, change = folder / "full.csv", folder / "change.csv"
    samples = {n: folder / f"sample-{n}.csv" for n in (SAMPLE, SMALL_SAMPLE)}
    started_cpu = time.process_time()
    home = home_in(folder / "home")
    seconds, receipt = timed(lambda: ours(home, full))
    cpu_seconds = time.process_time() - started_cpu
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    change_seconds, changed = timed(lambda: ours(home, change, "change"))
    assert isinstance(receipt, Receipt)
    assert isinstance(changed, Receipt)
    report(folder, samples, n_rows, (seconds, cpu_seconds, change_seconds), receipt, changed, peak_mb)


def changes(table: pa.Table) -> pa.Table:
    """Return every hundredth row, moved to another street."""
    part = table.take(np.arange(0, table.num_rows, 100))
    return part.set_column(part.schema.get_field_index("address"), "address", pa.array(["Đường mới"] * part.num_rows))


def report(
    folder: Path,
    samples: dict[int, Path],
    n_rows: int,
    times: tuple[float, float, float],
    receipt: Receipt,
    changed: Receipt,
    peak_mb: float,
) -> None:
    seconds, cpu_seconds, change_seconds = times
    rates: dict[str, float] = {"tinhso, all rows": n_rows / seconds}
    counts: dict[str, int] = {}
    peers: list[tuple[str, int, Callable[[Path], int]]] = [
        ("tinhso", SAMPLE, lambda path: ours(home_in(folder / "sample-home"), path).rows_rejected),
        ("pandera", SAMPLE, by_pandera),
        ("frictionless", SMALL_SAMPLE, by_frictionless),
    ]
    for name, n, call in peers:
        taken, bad = timed(lambda call=call, n=n: call(samples[n]))
        rates[name], counts[name] = n / taken, int(str(bad))
    print(f"{'':18} {'rows':>10} {'rows/s':>12} {'bad rows':>9}")
    print(f"{'tinhso, all rows':18} {n_rows:>10,} {rates['tinhso, all rows']:>12,.0f} {receipt.rows_rejected:>9,}")
    for name, n in (("tinhso", SAMPLE), ("pandera", SAMPLE), ("frictionless", SMALL_SAMPLE)):
        print(f"{name:18} {n:>10,} {rates[name]:>12,.0f} {counts[name]:>9,}")
    print(f"change of 1 %: {changed.rows_in:,} rows in {change_seconds:.2f} s; peak {peak_mb:,.0f} MB")
    agree = counts["tinhso"] == counts["pandera"] and receipt.rows_in == n_rows
    result = {
        "name": "receive",
        "size": n_rows,
        "seconds": round(seconds, 3),
        "rows_per_second": round(n_rows / seconds),
        "cpu_seconds": round(cpu_seconds, 3),
        "peer": "pandera",
        "peer_size": SAMPLE,
        "peer_seconds": round(SAMPLE / rates["pandera"], 3),
        "ratio": round(rates["tinhso, all rows"] / rates["pandera"], 2),
        "ratio_same_sample": round(rates["tinhso"] / rates["pandera"], 2),
        "ratio_frictionless": round(rates["tinhso, all rows"] / rates["frictionless"], 1),
        "change_rows": changed.rows_in,
        "change_seconds": round(change_seconds, 3),
        "peak_mb": round(peak_mb),
        "accuracy": f"bad rows of the sample: tinhso {counts['tinhso']}, pandera {counts['pandera']}: "
        + ("equal" if agree else "DIFFERENT"),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
