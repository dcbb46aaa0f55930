"""VietQR against published vectors, and a statement laid against what is due."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.rooms.services.payment import (
    UNKNOWN_WAY_OUT,
    WAYS_OUT,
    Due,
    Settlement,
    StatementLine,
    find_reference,
    payment_reference,
    read_statement,
    reconcile,
)
from tinhso.rooms.services.vietqr import BadPayload, VietQr, crc, payload, plain, read_payload

# The accounts are invented or sample numbers of the scheme; the texts follow its published samples.
VECTORS = [
    (VietQr("970436", "0011001234567"),
        "00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA5303704"
        "5802VN6304E8DB"),
    (VietQr("970415", "113366668888", 79_000, purpose="Ung Ho Quy Vac Xin"),
        "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA53037045"
        "405790005802VN62220818Ung Ho Quy Vac Xin63043ACF"),
    (VietQr("970418", "21410000123456", 150_000, "H19-261122-0001", "H19.15 LP HKD 1001612"),
        "00020101021238580010A000000727012800069704180114214100001234560208QRIBFTTA530370"
        "454061500005802VN62440115H19-261122-00010821H19.15 LP HKD 1001612630417E3"),
    (VietQr("970405", "5900201000123", 8_000, purpose="2.000635 BS TRICH LUC"),
        "00020101021238570010A00000072701270006970405011359002010001230208QRIBFTTA5303704"
        "540480005802VN622508212.000635 BS TRICH LUC630437A7"),
    (VietQr("970422", "0355012345", 1_000_000),
        "00020101021238540010A00000072701240006970422011003550123450208QRIBFTTA5303704540"
        "710000005802VN63041C98"),
    (VietQr("970407", "19012345678901", 20_000, purpose="TT HS 1.004222"),
        "00020101021238580010A000000727012800069704070114190123456789010208QRIBFTTA530370"
        "45405200005802VN62180814TT HS 1.0042226304E835"),
    (VietQr("970403", "0011012345678", 180_000, "NPS6869", "thanh toan don hang"),
        "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA5303704"
        "54061800005802VN62340107NPS68690819thanh toan don hang63042E2E"),
    (VietQr("970403", "0011012345678"),
        "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA5303704"
        "5802VN63049E6F"),
    (VietQr("970403", "9704031101234567", to_card=True),
        "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC5303"
        "7045802VN63044F52"),
]  # fmt: skip


@pytest.mark.parametrize(("order", "text"), VECTORS, ids=range(1, 10))
def test_published_vectors_both_ways(order: VietQr, text: str) -> None:
    assert payload(order) == text
    assert read_payload(text) == order


def test_the_crc() -> None:
    assert crc(b"123456789") == 0x29B1
    assert crc(b"") == 0xFFFF


def test_an_altered_code_is_refused() -> None:
    good = VECTORS[1][1]
    for bad in (good.replace("79000", "79001"), VECTORS[6][1][:-4] + "E2E2", good[:-4] + "29B1", "", "6304"):
        with pytest.raises(BadPayload):
            read_payload(bad)


@given(st.integers(0, 120), st.characters(codec="ascii"))
def test_any_one_changed_sign_is_noticed(place: int, sign: str) -> None:
    good = VECTORS[2][1]
    place %= len(good)
    changed = good[:place] + sign + good[place + 1 :]
    if changed != good:
        with pytest.raises(BadPayload):
            read_payload(changed)


@given(st.text(max_size=60))
def test_a_purpose_is_plain_and_fits(text: str) -> None:
    assert plain(text).isascii()
    assert len(plain(text)) <= 25
    order = VietQr("970436", "0011001234567", 5_000, purpose=text)
    assert read_payload(payload(order)).purpose == plain(text)


def test_accents_go_before_the_length_is_counted() -> None:
    assert plain("Phí trích lục hộ tịch Đồng Nai") == "Phi trich luc ho tich Don"


@pytest.mark.parametrize(
    "order", [VietQr("97043", "0011001234567"), VietQr("970436", "x"), VietQr("970436", "0011001234567", 0)]
)
def test_an_impossible_order_is_refused(order: VietQr) -> None:
    with pytest.raises(ValueError, match="not"):
        payload(order)


ONE, TWO, THREE = (payment_reference(n) for n in (1, 2, 4_000_000_000))
DUES = [Due(ONE, 8_000), Due(TWO, 50_000), Due(THREE, 20_000)]


def line(number: str, amount: int, content: str) -> StatementLine:
    return StatementLine(number, amount, content)


def settle(*lines: StatementLine) -> dict[str, tuple[Settlement, int, int]]:
    result = reconcile(DUES, lines)
    return {s.due.reference: (s.settlement, s.missing_vnd, s.refund_vnd) for s in result.settled}


def test_each_kind_of_payment_has_its_state_and_way_out() -> None:
    assert settle()[ONE] == (Settlement.UNPAID, 8_000, 0)
    assert settle(line("a", 8_000, f"MBVCB.123 {ONE} CT tu 001"))[ONE] == (Settlement.EXACT, 0, 0)
    assert settle(line("a", 5_000, ONE))[ONE] == (Settlement.UNDER, 3_000, 0)
    assert settle(line("a", 5_000, ONE), line("b", 3_000, ONE))[ONE] == (Settlement.EXACT, 0, 0)
    assert settle(line("a", 10_000, ONE))[ONE] == (Settlement.OVER, 0, 2_000)
    assert settle(line("a", 8_000, ONE), line("b", 8_000, ONE))[ONE] == (Settlement.DOUBLE, 0, 8_000)
    assert settle(line("a", 5_000, ONE), line("b", 5_000, ONE))[ONE] == (Settlement.OVER, 0, 2_000)
    assert set(WAYS_OUT) == set(Settlement)
    assert UNKNOWN_WAY_OUT.th


def test_a_line_written_twice_pays_once() -> None:
    result = reconcile(DUES, [line("a", 8_000, ONE), line("a", 8_000, ONE)])
    assert result.settled[0].settlement is Settlement.EXACT
    assert len(result.repeated) == 1
    assert reconcile(DUES, [line("a", 8_000, ONE)], seen=frozenset({"a"})).settled[0].lines == ()


@pytest.mark.parametrize("content", ["", "tien phi", ONE[:-1] + "X", "DV000000000100", payment_reference(77)])
def test_what_belongs_to_no_due_is_kept_apart(content: str) -> None:
    assert reconcile(DUES, [line("a", 8_000, content)]).unknown == (line("a", 8_000, content),)


@pytest.mark.parametrize("content", [ONE.lower(), f"{ONE[:6]} {ONE[6:]}", f"TT-{ONE[:8]}.{ONE[8:]}-chuyen tien"])
def test_banks_may_cut_and_lower_the_reference(content: str) -> None:
    assert find_reference(content) == ONE


@given(st.integers(1, 10**10 - 1), st.integers(2, 13), st.integers(0, 9))
def test_one_wrong_digit_is_never_another_payment(serial: int, place: int, digit: int) -> None:
    reference = payment_reference(serial)
    wrong = reference[:place] + str(digit) + reference[place + 1 :]
    assert find_reference(wrong) == (reference if wrong == reference else "")


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 60_000), st.sampled_from([ONE, TWO, THREE, "?"])), max_size=12)
)
def test_every_dong_is_accounted_for_once(rows: list[tuple[int, int, str]]) -> None:
    lines = [line(str(number), amount, content) for number, amount, content in rows]
    result = reconcile(DUES, lines)
    placed = [x for s in result.settled for x in s.lines] + [*result.unknown, *result.repeated]
    assert sorted(map(repr, placed)) == sorted(map(repr, lines))
    assert all(s.paid_vnd == s.due.amount_vnd - s.missing_vnd + s.refund_vnd for s in result.settled)


def test_a_statement_is_read_and_bad_rows_are_told() -> None:
    text = f"\ufefftransaction,amount_vnd,content\nFT1,8.000,{ONE}\n,5000,x\nFT3,abc,x\nFT4,-5,x\nFT5,0,x\nFT6\n"
    lines, faults = read_statement(text, "saoke.csv")
    assert lines == [line("FT1", 8_000, ONE)]
    assert len(faults) == 5
    assert faults[0].where == "saoke.csv:3"
    lines, faults = read_statement("a,b\n1,2\n", "saoke.csv")
    assert lines == [] and "transaction" in faults[0].text("en")


def test_a_serial_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="serial"):
        payment_reference(0)
