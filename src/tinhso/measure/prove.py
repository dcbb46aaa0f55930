"""Prove: walk the path backwards from a published value to the bytes it was made from.

Takes a release, an indicator, an area and a period; gives the chain as lines a person reads and a program may use:
value, counts, definition, law, parameters, register states, deliveries, bytes, and its place in the signed root.
"""

from dataclasses import dataclass
from typing import Any

from tinhso.base.errors import Fault, UnusableInput, nearest
from tinhso.base.label import Label
from tinhso.measure.merkle import is_member, path
from tinhso.measure.release import Release


@dataclass(frozen=True, slots=True)
class Proof:
    """A value's chain: its observation, the receipts from measuring down to receiving, and its Merkle path."""

    release: str
    observation: dict[str, str]
    receipts: tuple[dict[str, Any], ...]
    merkle_root: str
    merkle_path: tuple[str, ...]
    holds: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the proof as plain values."""
        return {
            "release": self.release,
            "observation": self.observation,
            "receipts": list(self.receipts),
            "merkle_root": self.merkle_root,
            "merkle_path": list(self.merkle_path),
            "holds": self.holds,
        }


def prove(release: Release, indicator: str, area: str, period: str) -> Proof:
    """Return the proof of one observation; raises UnusableInput when the release does not have it."""
    lines = (release.folder / "observations.csv").read_text("utf-8").splitlines()[1:]
    proofs = (release.folder / "receipts.jsonl").read_text("utf-8").splitlines()
    at = _find(lines, indicator, area, period)
    observation = release.observations[at]
    root, steps = release.manifest["merkle_root"], path([*lines, *proofs], at)
    chain = _chain(release.receipts, observation["receipt"])
    return Proof(release.id, observation, tuple(chain), root, tuple(steps), is_member(lines[at], steps, root))


def newest_period(release: Release, indicator: str, area: str) -> str:
    """Return the last year with a value of an indicator in an area, else its last period with one.

    Raises UnusableInput when there is none.
    """
    found = [o for o in release.observations if o["indicator"] == indicator and o["area"] == area and o["value"]]
    years = [o["period"] for o in found if len(o["period"]) == 4]
    if not found:
        raise UnusableInput(_missing(release, indicator, area, "*"))
    return max(years or [o["period"] for o in found])


def proof_lines(proof: Proof, law: dict[str, Any], language: str) -> list[str]:
    """Return the chain as indented lines, from the value down to the bytes."""
    o = proof.observation
    lines = [f"{o['indicator']}  {o['area']}  {o['period']}  =  {o['value'] or o['status']}"]
    if o["denominator"]:
        lines.append(f"  = {o['numerator']} / {o['denominator']}")
    if o["invented"] == "true":
        lines.append("  ! " + _INVENTED.text(language))
    for receipt in proof.receipts:
        lines += _receipt_lines(receipt, law, language)
    lines.append(f"release {proof.release}")
    lines.append(
        f"  merkle root {proof.merkle_root}, path of {len(proof.merkle_path)}: {'ok' if proof.holds else 'BROKEN'}"
    )
    return lines


_INVENTED = Label("dữ liệu giả định để trình diễn", "invented for demonstration", "ข้อมูลสมมติเพื่อการสาธิต")


def _receipt_lines(receipt: dict[str, Any], law: dict[str, Any], language: str) -> list[str]:
    lines = [f"{receipt['step']}  {receipt['subject']}  {receipt['as_of']}  receipt {receipt['id']}"]
    if receipt["definition"]:
        lines.append(f"  definition {receipt['definition']}")
    for citation in receipt["law"]:
        text = law["texts"].get(citation.split(" ")[0])
        lines.append(f"  law {citation}: {text['name'][language] if text else '?'}")
    lines += [f"  parameter {name} = {value}" for name, value in receipt["parameters"].items()]
    counts = f"{receipt['rows_in']} = {receipt['rows_out']} + {receipt['rows_rejected']}"
    if receipt["step"] == "check":
        lines.append(f"  rows received = accepted + rejected: {counts}")
    lines += [f"  {name}  {value}" for name, value in receipt["inputs"].items() if name.startswith("bytes:")]
    return lines


def _chain(receipts: dict[str, dict[str, Any]], first: str) -> list[dict[str, Any]]:
    chain, waiting, seen = [], [first], {first}
    while waiting:
        receipt = receipts[waiting.pop(0)]
        chain.append(receipt)
        for name, id_ in receipt["inputs"].items():
            if name.startswith("receipt:") and id_ not in seen:
                seen.add(id_)
                waiting.append(id_)
    return chain


def _find(lines: list[str], indicator: str, area: str, period: str) -> int:
    start = f"{indicator},{area},{period},"
    for at, line in enumerate(lines):
        if line.startswith(start):
            return at
    raise UnusableInput(_missing_in(lines, indicator, area, period))


def _missing(release: Release, indicator: str, area: str, period: str) -> Fault:
    lines = (release.folder / "observations.csv").read_text("utf-8").splitlines()[1:]
    return _missing_in(lines, indicator, area, period)


def _missing_in(lines: list[str], indicator: str, area: str, period: str) -> Fault:
    known = sorted({line.split(",")[0] for line in lines})
    advice = nearest(indicator, known) if indicator not in known else "tinhso status"
    return Fault(
        Label("bản công bố không có số này", "the release has no such figure", "ฉบับเผยแพร่ไม่มีตัวเลขนี้"),
        f"{indicator} {area} {period}",
        "-",
        Label(
            "chỉ tiêu, mã đơn vị và kỳ đã công bố",
            "a published indicator, area and period",
            "ตัวชี้วัด รหัสพื้นที่ และงวดที่เผยแพร่",
        ),
        Label.same(advice),
    )


def no_release(where: str) -> Fault:
    """Return the fault of a home that has published nothing."""
    return Fault(
        Label("chưa có bản công bố", "nothing was published", "ยังไม่มีฉบับเผยแพร่"),
        where,
        "-",
        Label("một bản công bố", "a release", "ฉบับเผยแพร่"),
        Label(
            "Chạy `tinhso up`, hoặc `measure` rồi `publish`.",
            "Run `tinhso up`, or `measure` then `publish`.",
            "เรียก `tinhso up` หรือ `measure` แล้ว `publish`",
        ),
    )
