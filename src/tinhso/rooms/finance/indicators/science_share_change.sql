/*
label:
  vi: "Thay đổi của tỷ lệ chi khoa học, công nghệ và chuyển đổi số so với năm trước"
  en: "Change of the science, technology and digital share of the budget on the year before"
  th: "การเปลี่ยนแปลงของสัดส่วนงบวิทยาศาสตร์ เทคโนโลยี และดิจิทัลจากปีก่อน"
unit: share
direction: up
law: nq-57-2024 sec. II.1; luat-83-2015-qh13
owner: so-tai-chinh
seeds: [DN6]
level: province
periods: [year]
reading:
  vi: "Lớn hơn 0 là tỷ lệ trong dự toán tăng, đúng như lời hứa “tăng dần”; văn bản không nêu tăng bao nhiêu."
  en: "Above 0 the share of the estimate rose, as \"rising over time\" promises; the text does not say by how much."
  th: "มากกว่า 0 คือสัดส่วนในประมาณการเพิ่มขึ้นตามคำสัญญา “เพิ่มขึ้นตามเวลา” เอกสารไม่ระบุว่าเท่าใด"
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
),

yearly as (
    select
        l.area,
        l.fiscal_year,
        cast(coalesce(sum(case when c.line_code is not null then l.amount_vnd end), 0) as decimal(19, 0)) as science_vnd,
        cast(sum(l.amount_vnd) as decimal(19, 0)) as whole_vnd
    from leaf l
    left join counted c on c.area = l.area and c.fiscal_year = l.fiscal_year and c.line_code = l.line_code
    group by l.area, l.fiscal_year
)

select
    b.area,
    p.period,
    sum(b.science_vnd * a.whole_vnd - a.science_vnd * b.whole_vnd) as numerator,
    sum(b.whole_vnd * a.whole_vnd) as denominator
from yearly a
join yearly b on b.area = a.area and b.fiscal_year = a.fiscal_year + 1
join measure.period p on p.kind = 'year' and year(p.starts) = b.fiscal_year
group by b.area, p.period
