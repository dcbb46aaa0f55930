"""Fees by VietQR and a bank's statement: exact, under, over, double, unknown, and the same line twice."""

import pytest
from a_dossier import COMMUNE, HERE, asked_to_pay, do, officer
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.rooms.services.payment import payment_reference
from tinhso.rooms.services.states import Role, Status
from tinhso.rooms.services.web.models import BankLine, Dossier, Refund, Statement
from tinhso.rooms.services.web.paying import lines_to_mend

DESK = f"{HERE}desk/statements/"
HEAD = "transaction,amount_vnd,content\n"


def cashier() -> Client:
    return officer(Role.CASHIER, "")[0]


def take(desk: Client, rows: str, name: str = "sao ke.csv") -> tuple[int, str]:
    answer = desk.post(DESK, {"statement": SimpleUploadedFile(name, (HEAD + rows).encode())})
    return answer.status_code, answer.content.decode()


def reference_of(dossier: Dossier) -> str:
    return payment_reference(dossier.payments.get().pk)


def test_a_fee_paid_exactly_moves_its_dossier_and_the_same_line_pays_nothing_twice(client: Client) -> None:
    dossier, desk = asked_to_pay(client), cashier()
    pay = client.get(f"{HERE}own/{dossier.submit_key}/pay/").content.decode()
    assert "8.000 đ" in pay and reference_of(dossier) in pay and 'src="data:image/svg+xml' in pay
    row = f'FT01,8000,"CT DEN {reference_of(dossier)} nguyen thi anh"\n'
    status, page = take(desk, row + row)
    assert status == 200 and "1 dòng mới, 1 dòng đã có" in page
    dossier.refresh_from_db()
    payment = dossier.payments.get()
    assert dossier.status == Status.IN_PROCESS and payment.paid_at and payment.paid_vnd == 8_000
    take(desk, row + row)
    assert Statement.objects.count() == 1
    take(desk, row + "FT02,1,x\n")
    assert BankLine.objects.filter(transaction="FT01").count() == 1 and dossier.payments.get().paid_vnd == 8_000
    assert "Đã nộp đủ" in client.get(f"{HERE}own/{dossier.submit_key}/pay/").content.decode()


def test_too_little_asks_for_the_rest(client: Client) -> None:
    dossier, desk = asked_to_pay(client), cashier()
    take(desk, f"FT01,3000,{reference_of(dossier)}\n")
    page = client.get(f"{HERE}own/{dossier.submit_key}/pay/").content.decode()
    assert "Nộp thiếu" in page and "5.000 đ" in page
    dossier.refresh_from_db()
    assert dossier.status == Status.PAYMENT_REQUESTED
    take(desk, f"FT02,5000,{reference_of(dossier)}\n")
    dossier.refresh_from_db()
    assert dossier.status == Status.IN_PROCESS and dossier.payments.get().paid_vnd == 8_000


@pytest.mark.parametrize(
    ("rows", "words", "back"), [(("9000",), "Nộp thừa", 1_000), (("8000", "8000"), "Nộp hai lần", 8_000)]
)
def test_too_much_is_paid_back_once(client: Client, rows: tuple[str, ...], words: str, back: int) -> None:
    dossier, desk = asked_to_pay(client), cashier()
    _, page = take(desk, "".join(f"FT{n},{amount},{reference_of(dossier)}\n" for n, amount in enumerate(rows)))
    assert words in page
    dossier.refresh_from_db()
    assert dossier.status == Status.IN_PROCESS
    line, _, left = lines_to_mend("dong-nai")[0]
    assert left == back
    for amount, expected in ((back + 1, 409), (0, 409), (back, 302), (1, 409)):
        answer = desk.post(f"{DESK}{line.pk}/", {"do": "refund", "amount": str(amount), "reason": "nộp thừa"})
        assert answer.status_code == expected
    assert Refund.objects.get().amount_vnd == back and lines_to_mend("dong-nai") == []


def test_an_unknown_line_finds_its_dossier_or_goes_back(client: Client) -> None:
    dossier, desk = asked_to_pay(client), cashier()
    _, page = take(desk, "FT01,8000,nop tien khai sinh\nFT02,500,nham\n")
    assert page.count("Không rõ của hồ sơ nào") == 2
    first, second = BankLine.objects.order_by("pk")
    assert desk.post(f"{DESK}{first.pk}/", {"do": "name", "reference": "DV00"}).status_code == 409
    sent = {"do": "name", "reference": reference_of(dossier).lower()}
    assert desk.post(f"{DESK}{first.pk}/", sent).status_code == 302
    assert desk.post(f"{DESK}{first.pk}/", sent).status_code == 409
    dossier.refresh_from_db()
    assert dossier.status == Status.IN_PROCESS
    assert desk.post(f"{DESK}{second.pk}/", {"do": "refund", "amount": "500"}).status_code == 302
    assert "Mọi dòng đều khớp" in desk.get(DESK).content.decode()


def test_files_that_are_no_statement_say_so(client: Client) -> None:
    desk = cashier()
    for content in (b"", b"a,b\n1,2\n", "transaction,amount_vnd,content\nx,y,z\n".encode("utf-16"), b"\xff\xfe\x00"):
        answer = desk.post(DESK, {"statement": SimpleUploadedFile("s.csv", content)})
        assert answer.status_code == 409 and "finding" in answer.content.decode()
    assert desk.post(DESK).status_code == 409
    status, page = take(desk, "FT01,5000,x\nFT02,abc,y\nFT03,-5,z\n")
    assert status == 200 and "1 dòng mới, 0 dòng đã có, 2 dòng không đọc được" in page
    statement = Statement.objects.get()
    assert (statement.n_received, statement.n_accepted, statement.n_repeated) == (3, 1, 0)


def test_the_cashiers_desk_is_of_the_whole_province(client: Client) -> None:
    assert officer(Role.CASHIER, COMMUNE)[0].get(DESK).status_code == 403
    assert officer(Role.SPECIALIST, "")[0].get(DESK).status_code == 403
    assert officer(Role.LEADER, "")[0].get(DESK).status_code == 403
    assert cashier().get("/vi/hung-yen/services/desk/statements/").status_code == 403
    assert cashier().get(f"{DESK}77/").status_code == 404


def test_money_taken_at_the_counter(client: Client) -> None:
    dossier = asked_to_pay(client)
    assert do(officer(Role.CASHIER)[0], dossier, "pay") == 302
    assert dossier.payments.get().paid_vnd == 8_000


AMOUNTS = ["8000", "1", "x", "-3", "9.000"]
ROWS = st.lists(
    st.tuples(st.sampled_from(["FT1", "FT2", "FT3", ""]), st.sampled_from(AMOUNTS), st.booleans()), max_size=8
)


@given(files=st.lists(ROWS, min_size=1, max_size=3))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_is_accounted_for_once(client: Client, files: list[list[tuple[str, str, bool]]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        dossier, desk = asked_to_pay(client), cashier()
        for n, rows in enumerate(files):
            text = "".join(f"{t},{a},{reference_of(dossier) if mine else 'x'}\n" for t, a, mine in rows)
            take(desk, text, f"{n}.csv")
        for statement in Statement.objects.all():
            refused = statement.n_received - statement.n_accepted - statement.n_repeated
            assert statement.lines.count() == statement.n_accepted and refused >= 0
        lines = BankLine.objects.filter(payment__dossier=dossier)
        assert sum(line.amount_vnd for line in lines) == dossier.payments.get().paid_vnd
        names = list(BankLine.objects.values_list("transaction", flat=True))
        assert len(names) == len(set(names))
        transaction.set_rollback(True)
