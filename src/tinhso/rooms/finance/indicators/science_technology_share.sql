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
verified: false
checked: 2026-11-20
*/
select
    b.area,
    p.period,
    sum(b.amount_vnd) filter (
        where b.purpose in ('science_technology', 'innovation', 'digital_transformation')
    ) as numerator,
    sum(b.amount_vnd) as denominator
from finance.budget_line b
join measure.period p on p.kind = 'year' and year(p.starts) = b.fiscal_year
where b.stage = 'estimate'
group by b.area, p.period
