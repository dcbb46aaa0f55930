/*
label: {vi: "Câu hỏi và giấy tờ vẫn hỏi dù sổ đăng ký đã có", en: "Questions and papers asked although a register holds the answer", th: "คำถามและเอกสารที่ยังขอแม้ทะเบียนมีคำตอบ"}
unit: count
direction: down
law: nd-42-2022; nd-278-2025
owner: van-phong-ubnd
seeds: [DN5, HY6]
level: province
periods: [year, month]
reading:
  vi: "Đếm trên biểu mẫu của danh mục so với sổ đăng ký mà tỉnh có. Mục đã hiển thị sẵn khi người dân đồng ý thì không tính."
  en: "Counted on the catalogue's own forms against the registers the province has. What is shown once a person agrees does not count."
  th: "นับจากแบบฟอร์มในบัญชีเทียบกับทะเบียนที่จังหวัดมี รายการที่แสดงให้เมื่อยินยอมแล้วไม่นับ"
checked: 2026-11-22
*/
select
    q.area,
    p.period,
    count(*) filter (where q.asked_again) as numerator,
    null as denominator
from services.question q
join measure.period p on q.asked_from < p.ends
group by q.area, p.period
