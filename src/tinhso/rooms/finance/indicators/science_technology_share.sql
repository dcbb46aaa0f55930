/*
label:
  vi: "Tỷ lệ chi khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trong dự toán chi ngân sách năm"
  en: "Science, technology, innovation and digital transformation in the year's budget estimate"
  th: "สัดส่วนวิทยาศาสตร์ เทคโนโลยี นวัตกรรม และการเปลี่ยนผ่านดิจิทัลในประมาณการงบประมาณประจำปี"
unit: share
direction: up
law: nq-57-2024 sec. II.1; luat-83-2015-qh13
owner: so-tai-chinh
seeds: [DN6]
level: province
periods: [year]
reading:
  vi: "Mẫu số là tổng chi trong dự toán được giao. Văn bản không nói dự toán hay quyết toán; bản quyết toán có muộn hơn và được công bố riêng."
  en: "The denominator is all expenditure of the approved estimate. The text does not say estimate or final accounts; the latter come later and are shown on their own."
  th: "ตัวหารคือรายจ่ายทั้งหมดในประมาณการที่อนุมัติ ตัวบทไม่ได้ระบุว่าเป็นประมาณการหรือบัญชีสุดท้าย บัญชีสุดท้ายออกภายหลังและแสดงแยก"
note:
  vi: "Khoản nào được tính là danh mục có ngày hiệu lực; đổi mới sáng tạo chưa có mã riêng nên theo nhóm mục đích. Chỉ cộng các dòng không có dòng con."
  en: "Which functions count is a dated list; innovation has no code of its own and goes by its purpose. Only lines without parts are added up."
  th: "หมวดใดนับเป็นรายการที่มีวันที่ใช้ นวัตกรรมยังไม่มีรหัสจึงใช้กลุ่มวัตถุประสงค์ รวมเฉพาะรายการที่ไม่มีรายการย่อย"
verified: false
checked: 2026-11-22
*/
select b.area, p.period, b.science_vnd as numerator, b.whole_vnd as denominator
from finance.science_budget b
join measure.period p on p.kind = 'year' and year(p.starts) = b.fiscal_year
