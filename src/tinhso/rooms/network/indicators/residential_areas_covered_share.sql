/*
label: {vi: "Tỷ lệ khu dân cư có sóng 4G (tính toán)", en: "Residential areas with 4G signal (computed)", th: "สัดส่วนชุมชนที่มีสัญญาณ 4G (คำนวณ)"}
unit: share
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN10]
periods: [year, quarter]
reading:
  vi: "Có sóng nghĩa là ít nhất 90% vị trí ngoài trời của khu dân cư đạt mức thu; kết quả tính theo P.1812, chưa phải đo kiểm."
  en: "Covered means that at least 90 % of outdoor locations reach the level; predicted by P.1812, not measured."
  th: "ครอบคลุมหมายถึงจุดกลางแจ้งอย่างน้อยร้อยละ 90 ถึงระดับสัญญาณ คาดการณ์ด้วย P.1812 ไม่ใช่การวัดจริง"
checked: 2026-11-22
*/
with latest as (
    select
        c.*,
        p.period,
        row_number() over (partition by c.place_id, p.period order by c.computed_on desc) as newest
    from network.place_coverage c
    join measure.period p on c.computed_on < p.ends
    where c.technology = '4G' and c.operator = 'any' and not c.indoors
)
select
    area,
    period,
    sum(case when word = 'covered' then 1 else 0 end) as numerator,
    sum(1) as denominator
from latest
where newest = 1
group by area, period
