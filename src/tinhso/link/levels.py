"""Levels of agreement: for each kind of field, the steps from "the same" down to "different", in words people use.

Takes nothing; gives the ordered labels. A level is a small whole number, 0 the least alike; -1 means one side is
missing, which says nothing for or against. `comparison` decides which level a pair has.
"""

from tinhso.base.label import Label

MISSING = -1

_SAME = Label("giống hệt", "the same", "เหมือนกัน")
_DIFFERENT = Label("khác nhau", "different", "ต่างกัน")
_ONE_EDIT = Label("lệch một chữ", "one letter off", "ต่างกันหนึ่งตัวอักษร")
_CLOSE = Label("gần giống", "much alike", "คล้ายกันมาก")
_ALIKE = Label("hơi giống", "somewhat alike", "คล้ายกันบ้าง")

LEVELS: dict[str, tuple[Label, ...]] = {
    "name": (
        _DIFFERENT,
        _ALIKE,
        Label("viết tắt", "an initial or the beginning", "อักษรย่อหรือส่วนต้น"),
        _CLOSE,
        Label("nằm ở cột kia", "in the other column", "อยู่ในอีกช่องหนึ่ง"),
        _ONE_EDIT,
        Label("giống, khác dấu", "the same but for marks", "เหมือนกันยกเว้นเครื่องหมาย"),
        _SAME,
    ),
    "full_name": (
        _DIFFERENT,
        Label("chung một phần", "share a part", "มีบางส่วนร่วมกัน"),
        Label("lệch một chữ trong một từ", "one word a letter off", "หนึ่งคำต่างกันหนึ่งตัวอักษร"),
        Label("cùng họ và tên, khác đệm", "same family and given name", "นามสกุลและชื่อตัวเหมือนกัน"),
        Label("cùng các từ, khác thứ tự", "the same words in another order", "คำเดียวกันแต่ลำดับต่างกัน"),
        Label("giống, dấu khác nhau", "the same, marks disagree", "เหมือนกัน แต่เครื่องหมายขัดกัน"),
        Label("giống, một bên thiếu dấu", "the same, one side without marks", "เหมือนกัน ฝั่งหนึ่งไม่มีเครื่องหมาย"),
        _SAME,
    ),
    "date": (
        _DIFFERENT,
        Label("cách dưới mười năm", "within ten years", "ห่างกันไม่ถึงสิบปี"),
        Label("cùng năm", "the same year", "ปีเดียวกัน"),
        Label("cùng tháng và năm", "the same month and year", "เดือนและปีเดียวกัน"),
        Label("cùng ngày và tháng, khác năm", "same day and month, other year", "วันและเดือนเดียวกัน ปีต่างกัน"),
        Label("cùng năm, một bên chỉ ghi năm", "same year, one side holds the year only", "ปีเดียวกัน ฝั่งหนึ่งมีแต่ปี"),
        Label("lệch một chữ số", "one digit off", "ต่างกันหนึ่งหลัก"),
        Label("đảo ngày và tháng", "day and month swapped", "วันและเดือนสลับกัน"),
        _SAME,
    ),
    "digits": (_DIFFERENT, Label("lệch một chữ số", "one digit off", "ต่างกันหนึ่งหลัก"), _SAME),
    "code": (_DIFFERENT, Label("cùng phần đầu", "the same beginning", "ส่วนต้นเหมือนกัน"), _CLOSE, _ONE_EDIT, _SAME),
    "text": (
        _DIFFERENT,
        Label("chung ít từ", "few words shared", "มีคำร่วมกันน้อย"),
        Label("chung khoảng nửa số từ", "about half the words shared", "มีคำร่วมกันราวครึ่ง"),
        Label("chung hầu hết các từ", "most words shared", "มีคำร่วมกันเกือบทั้งหมด"),
        _SAME,
    ),
    "email": (
        _DIFFERENT,
        _ALIKE,
        Label("cùng tên hộp thư", "the same mailbox name", "ชื่อกล่องจดหมายเหมือนกัน"),
        _CLOSE,
        _SAME,
    ),
    "exact": (_DIFFERENT, _SAME),
}
# Levels whose weight follows how common the shared value is: sharing a rare name says more than sharing Nguyễn.
BY_FREQUENCY: dict[str, frozenset[int]] = {
    "name": frozenset({3, 5, 6, 7}),
    "full_name": frozenset({2, 3, 4, 5, 6, 7}),
    "code": frozenset({4}),
    "text": frozenset({4}),
    "exact": frozenset({1}),
}
