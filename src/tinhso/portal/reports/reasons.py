"""Why a target's value moved between two releases: which receipts, deliveries and definitions are not the same.

Takes the two editions and a target then and now, gives sentences. It compares hashes that the releases hold and judges
nothing; where no hash differs, only the day of reading moved on.
"""

from collections.abc import Iterator

from tinhso.portal.board import Row
from tinhso.portal.comparing import Moved
from tinhso.portal.edition import Edition
from tinhso.portal.shown import shown_day, shown_number
from tinhso.portal.words import language, word

_PROMISE = ("indicator", "comparison", "value", "value_high", "year", "unit")


def reasons(before: Edition, now: Edition, moved: Moved) -> list[str]:
    """Return one sentence a difference between the receipts behind a target in two releases; at least one."""
    if moved.before is None:
        return [word("report.why_new")]
    found = list(_promise_changed(moved.before, moved.now))
    then_receipt, now_receipt = _receipt(before, moved.before), _receipt(now, moved.now)
    if then_receipt and now_receipt:
        found += _measure_changed(before, now, then_receipt, now_receipt)
    elif now_receipt:
        found.append(word("report.why_first_measured"))
    elif then_receipt:
        found.append(word("report.why_no_longer"))
    return found or [word("report.why_day")]


def _receipt(edition: Edition, target: Row) -> Row | None:
    seen = target.get("observation") or {}
    return edition.receipts.get(str(seen.get("receipt", "")))


def _promise_changed(then: Row, now: Row) -> Iterator[str]:
    if [then.get(name) for name in _PROMISE] != [now.get(name) for name in _PROMISE]:
        yield word("report.why_promise")


def _measure_changed(before: Edition, now: Edition, then_receipt: Row, now_receipt: Row) -> Iterator[str]:
    if then_receipt["definition"] != now_receipt["definition"]:
        yield word("report.why_definition", before=then_receipt["definition"][:12], now=now_receipt["definition"][:12])
    if then_receipt["parameters"] != now_receipt["parameters"]:
        yield word("report.why_parameters")
    for name, id_ in sorted(now_receipt["inputs"].items()):
        if name.startswith("receipt:") and then_receipt["inputs"].get(name) != id_:
            yield _delivery(now, name.removeprefix("receipt:"), now.receipts.get(id_, {}))
    if then_receipt["code"] != now_receipt["code"]:
        yield word("report.why_code", before=then_receipt["code"], now=now_receipt["code"])


def _delivery(edition: Edition, register: str, checked: Row) -> str:
    label = edition.registers.get(register, {}).get("label", {}).get(language(), register)
    return word(
        "report.why_delivery",
        register=label,
        day=shown_day(checked.get("as_of")),
        accepted=shown_number(checked.get("rows_out")),
        rejected=shown_number(checked.get("rows_rejected")),
        receipt=str(checked.get("inputs", {}).get("receipt:receive", ""))[:12],
    )
