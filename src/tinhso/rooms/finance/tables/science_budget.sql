/*
label: {vi: "Chi khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số trong dự toán theo năm", en: "Science, technology, innovation and digital transformation in the estimates by year", th: "งบวิทยาศาสตร์ เทคโนโลยี นวัตกรรม และการเปลี่ยนผ่านดิจิทัลในประมาณการรายปี"}
grain: {vi: Mỗi dòng một khu vực và năm ngân sách, en: One row an area and fiscal year, th: หนึ่งแถวต่อพื้นที่และปีงบประมาณ}
note: "Only lines without parts are added up; which functions count is the dated list science_budget, and innovation, without a code of its own, goes by its purpose."
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
    l.fiscal_year,
    cast(coalesce(sum(case when c.line_code is not null then l.amount_vnd end), 0) as decimal(19, 0)) as science_vnd,
    cast(sum(l.amount_vnd) as decimal(19, 0)) as whole_vnd
from leaf l
left join counted c on c.area = l.area and c.fiscal_year = l.fiscal_year and c.line_code = l.line_code
group by l.area, l.fiscal_year
