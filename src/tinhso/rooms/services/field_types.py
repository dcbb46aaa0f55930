"""Types of form fields: how what people type becomes a value, and what they are told when it cannot.

Takes the text of one field; gives the value in its one canonical form (dates as `YYYY-MM-DD`, money as whole đồng,
phone numbers from 0) or a `Refusal` in plain words. Which fields a form has belongs to `forms`; whether an answer is
missing, or fits the other answers, to `answers`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tinhso.base.label import Label

type Value = str | int | bool | list[str]

MOBILE = re.compile(r"0(?:3[2-9]|5[2589]|7[06-9]|8[1-9]|9[0-46-9])\d{7}|02\d{8,9}")
EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>.]+(?:\.[^@\s<>.]+)+")
PARCEL = re.compile(r"\d{1,4}/\d{1,5}")
NAME = re.compile(r"[^\W\d_][^\W\d_ .'’-]*(?:[ .'’-]+[^\W\d_]+[.'’]?)*", re.UNICODE)
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
EARLIEST_BIRTH = date(1900, 1, 1)
MAX_VND = 10**15
LONGEST_TEXT, LONGEST_LINE, LONGEST_NAME = 5_000, 500, 120


class Refusal(ValueError):
    """A typed text that is no value of its type; `message` says in three languages what to do."""

    def __init__(self, message: Label) -> None:
        self.message = message
        super().__init__(message.en)


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds a value: the day of filing, known communes, options, and least and most (numbers, or days apart)."""

    today: date
    communes: frozenset[str] = frozenset()
    options: Mapping[str, Label] = field(default_factory=dict)
    at_least: int | None = None
    at_most: int | None = None


def _text(raw: str, limits: Limits, longest: int = LONGEST_LINE) -> str:
    text = unicodedata.normalize("NFC", raw).strip()
    if len(text) > (limits.at_most or longest):
        message = Label("Rút gọn còn {n} ký tự.", "Shorten it to {n} characters.", "ย่อให้เหลือไม่เกิน {n} ตัวอักษร")
        raise Refusal(message.format(n=limits.at_most or longest))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")


def _long_text(raw: str, limits: Limits) -> str:
    return _text(raw, limits, LONGEST_TEXT)


def _person_name(raw: str, _limits: Limits) -> str:
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        raise Refusal(
            Label(
                "Ghi họ tên bằng chữ, như trên giấy khai sinh.",
                "Write the name in letters, as on the birth certificate.",
                "เขียนชื่อเป็นตัวอักษรตามสูติบัตร",
            )
        )
    return name


def _personal_id(raw: str, limits: Limits) -> str:
    digits = re.sub(r"[\s.]", "", raw)
    if not re.fullmatch(r"[0-9]{12}", digits):
        raise Refusal(
            Label(
                "Số định danh gồm 12 chữ số, in trên thẻ căn cước.",
                "The personal ID number has 12 digits, printed on the identity card.",
                "เลขประจำตัวมี 12 หลัก พิมพ์อยู่บนบัตร",
            )
        )
    century, year = divmod(int(digits[3]), 2)[0], int(digits[4:6])
    if 1900 + 100 * century + year > limits.today.year:
        raise Refusal(
            Label(
                "Số này ghi năm sinh trong tương lai. Hãy kiểm tra từng chữ số.",
                "This number says a birth year in the future. Check each digit.",
                "เลขนี้ระบุปีเกิดในอนาคต โปรดตรวจสอบทีละหลัก",
            )
        )
    return digits


def _tax_code(raw: str, limits: Limits) -> str:
    code = re.sub(r"\s", "", raw)
    if re.fullmatch(r"[0-9]{12}", code):
        return _personal_id(code, limits)
    if not re.fullmatch(r"[0-9]{10}(?:-?[0-9]{3})?", code) or not _tax_digit_fits(code):
        raise Refusal(
            Label(
                "Mã số thuế này không đúng. Mã gồm 10 chữ số (chi nhánh thêm 3), hoặc 12 chữ số của cá nhân.",
                "This tax code is wrong. It has 10 digits (a branch 3 more), or the 12 of a person.",
                "เลขประจำตัวผู้เสียภาษีไม่ถูกต้อง ต้องมี 10 หลัก (สาขาเพิ่ม 3) หรือ 12 หลักของบุคคล",
            )
        )
    return code if len(code) != 13 else f"{code[:10]}-{code[10:]}"


def _tax_digit_fits(code: str) -> bool:
    """The tenth digit is 10 minus the weighted sum modulo 11; bodies whose rest is 0 are not issued."""
    rest = sum(w * int(d) for w, d in zip(TAX_WEIGHTS, code, strict=False)) % 11
    return 10 - rest == int(code[9])


def _phone(raw: str, _limits: Limits) -> str:
    digits = re.sub(r"[\s.()-]", "", raw)
    number = re.sub(r"^(?:\+|00)?84", "0", digits) if not digits.startswith("0") or digits.startswith("00") else digits
    if not MOBILE.fullmatch(number):
        raise Refusal(
            Label(
                "Ghi số điện thoại Việt Nam, ví dụ 0912 345 678.",
                "Write a Vietnamese phone number, for example 0912 345 678.",
                "เขียนหมายเลขโทรศัพท์เวียดนาม เช่น 0912 345 678",
            )
        )
    return number


def _email(raw: str, _limits: Limits) -> str:
    email = raw.strip()
    if len(email) > 254 or not EMAIL.fullmatch(email):
        raise Refusal(
            Label(
                "Ghi địa chỉ thư điện tử, ví dụ ten@example.vn.",
                "Write an e-mail address, for example name@example.vn.",
                "เขียนอีเมล เช่น name@example.vn",
            )
        )
    return email


def _commune(raw: str, limits: Limits) -> str:
    code = raw.strip()
    if code not in limits.communes:
        raise Refusal(
            Label("Chọn một xã, phường trong danh sách.", "Choose a commune of the list.", "เลือกตำบลจากรายการ")
        )
    return code


def _parcel(raw: str, _limits: Limits) -> str:
    parcel = re.sub(r"\s", "", raw)
    if not PARCEL.fullmatch(parcel):
        raise Refusal(
            Label(
                "Ghi số tờ bản đồ, dấu gạch chéo, số thửa, ví dụ 12/345.",
                "Write the map sheet, a slash, the parcel, for example 12/345.",
                "เขียนเลขระวาง เครื่องหมายทับ เลขแปลง เช่น 12/345",
            )
        )
    sheet, number = parcel.split("/")
    return f"{int(sheet)}/{int(number)}"


def _date(raw: str, limits: Limits) -> str:
    """A day as typed (`5/6/2026` is 5 June) or picked; `at_least` and `at_most` count days from the day of filing."""
    day = _find_date(raw.strip())
    if day is None or day < EARLIEST_BIRTH:
        raise Refusal(
            Label("Ghi ngày/tháng/năm, ví dụ 05/06/2026.", "Write day/month/year, for example 05/06/2026.",
                  "เขียนวัน/เดือน/ปี เช่น 05/06/2026")
        )  # fmt: skip
    away = (day - limits.today).days
    if limits.at_most is not None and away > limits.at_most:
        raise Refusal(Label("Ngày này quá muộn.", "This day is too late.", "วันที่นี้ช้าเกินไป"))
    if limits.at_least is not None and away < limits.at_least:
        raise Refusal(Label("Ngày này quá sớm.", "This day is too early.", "วันที่นี้เร็วเกินไป"))
    return day.isoformat()


def _find_date(text: str) -> date | None:
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text, re.ASCII)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError:
        return None


def _integer(raw: str, limits: Limits) -> int:
    text = re.sub(r"\s", "", raw)
    if not re.fullmatch(r"-?[0-9]{1,15}", text):
        raise Refusal(Label("Ghi một số nguyên.", "Write a whole number.", "เขียนจำนวนเต็ม"))
    return _within(int(text), limits)


def _money(raw: str, limits: Limits) -> int:
    text = re.sub(r"(?:\s|đồng|vnđ|vnd|đ)", "", raw.lower())
    if not re.fullmatch(r"[0-9]{1,15}|[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*", text):
        message = Label("Ghi số tiền bằng đồng, ví dụ 1.500.000.", "Write đồng, for example 1.500.000.",
                        "เขียนจำนวนเงินเป็นด่ง เช่น 1.500.000")  # fmt: skip
        raise Refusal(message)
    return _within(min(int(re.sub(r"\D", "", text)), MAX_VND), limits)


def _within(number: int, limits: Limits) -> int:
    if limits.at_least is not None and number < limits.at_least:
        message = Label("Số nhỏ nhất là {n}.", "The least is {n}.", "ค่าต่ำสุดคือ {n}")
        raise Refusal(message.format(n=limits.at_least))
    if limits.at_most is not None and number > limits.at_most:
        raise Refusal(Label("Số lớn nhất là {n}.", "The most is {n}.", "ค่าสูงสุดคือ {n}").format(n=limits.at_most))
    return number


def _choice(raw: str, limits: Limits) -> str:
    if raw not in limits.options:
        raise Refusal(Label("Chọn một mục trong danh sách.", "Choose one of the list.", "เลือกหนึ่งรายการ"))
    return raw


def _yes_no(raw: str, _limits: Limits) -> bool:
    if raw not in {"yes", "no"}:
        raise Refusal(Label("Chọn Có hoặc Không.", "Choose Yes or No.", "เลือกใช่หรือไม่ใช่"))
    return raw == "yes"


FIELD_TYPES: Mapping[str, Callable[[str, Limits], Value]] = {
    "text": _text,
    "long_text": _long_text,
    "person_name": _person_name,
    "personal_id": _personal_id,
    "tax_code": _tax_code,
    "phone": _phone,
    "email": _email,
    "commune": _commune,
    "parcel": _parcel,
    "date": _date,
    "integer": _integer,
    "money": _money,
    "choice": _choice,
    "yes_no": _yes_no,
}
FILES = "files"
