"""What the desk refuses to do, in the words of four parts: what is wrong, where, what was expected, what to do next.

Takes the place and what was found there; gives the fault that a page shows.
"""

from dataclasses import dataclass

from tinhso.base.errors import Fault
from tinhso.base.label import Label


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule of the desk that was broken."""

    problem: Label
    expected: Label
    advice: Label

    def fault(self, where: str, found: str = "—") -> Fault:
        """The fault at a place."""
        return Fault(self.problem, where, found, self.expected, self.advice)


NEEDS_REASON = Refusal(
    Label("Bước này cần nêu rõ lý do", "This step needs its reason in words", "ขั้นตอนนี้ต้องระบุเหตุผล"),
    Label("lý do để ghi vào phiếu", "the reason that the paper will state", "เหตุผลที่จะเขียนในเอกสาร"),
    Label("Ghi lý do rồi làm lại.", "Write it and try again.", "เขียนแล้วลองอีกครั้ง"),
)
NO_AMOUNT = Refusal(
    Label("Chưa biết phải thu bao nhiêu", "The amount to ask for is not known", "ยังไม่ทราบจำนวนเงิน"),
    Label(
        "một mức thu lớn hơn 0 theo nghị quyết của HĐND tỉnh",
        "a rate above zero of a resolution of the provincial council",
        "อัตราที่มากกว่าศูนย์ตามมติสภาประชาชนจังหวัด",
    ),
    Label(
        "Chọn mức thu. Nếu không có mức nào, nhờ quản trị ghi nghị quyết vào rooms/services/council_fees.",
        "Pick a rate. Where there is none, have the resolution written into rooms/services/council_fees.",
        "เลือกอัตรา หากไม่มี ขอให้ผู้ดูแลระบบบันทึกมติใน rooms/services/council_fees",
    ),
)
NO_DRAFT = Refusal(
    Label("Chưa có dự thảo kết quả", "There is no draft of the result yet", "ยังไม่มีร่างผล"),
    Label("một dự thảo do người khác soạn", "a draft by another person", "ร่างโดยบุคคลอื่น"),
    Label("Người thụ lý soạn kết quả trước.", "The officer drafts the result first.", "ให้เจ้าหน้าที่ร่างผลก่อน"),
)
OWN_DRAFT = Refusal(
    Label(
        "Người soạn kết quả không được tự ký duyệt",
        "Who drafted the result may not approve it",
        "ผู้ร่างผลไม่สามารถอนุมัติเองได้",
    ),
    Label("một người khác", "another person", "บุคคลอื่น"),
    Label("Trình lãnh đạo khác ký.", "Submit it to another leader.", "เสนอผู้บังคับบัญชาท่านอื่น"),
)
