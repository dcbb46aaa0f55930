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
with parents as (
    select distinct area, fiscal_year, parent_code as line_code
    from finance.budget_line
    where stage = 'estimate' and parent_code is not null
),

leaf as (
    select b.area, b.fiscal_year, b.line_code, b.purpose, b.function_code, b.amount_vnd
    from finance.budget_line b
    left join parents p on p.area = b.area and p.fiscal_year = b.fiscal_year and p.line_code = b.line_code
    where b.stage = 'estimate' and p.line_code is null
),

counted as (
    select distinct l.area, l.fiscal_year, l.line_code
    from leaf l
    join measure.period p on p.kind = 'year' and year(p.starts) = l.fiscal_year
    left join measure.classification c
        on c.kind = 'science_budget'
        and c.starts <= p.starts
        and c.ends > p.starts
        and starts_with(l.function_code, c.code)
    where c.code is not null or l.purpose = 'innovation'
)

select
    l.area,
    p.period,
    coalesce(sum(case when c.line_code is not null then l.amount_vnd end), 0) as numerator,
    sum(l.amount_vnd) as denominator
from leaf l
join measure.period p on p.kind = 'year' and year(p.starts) = l.fiscal_year
left join counted c on c.area = l.area and c.fiscal_year = l.fiscal_year and c.line_code = l.line_code
group by l.area, p.period
