/*
label: {vi: "Tỷ lệ dân số được phủ sóng 5G (tính toán)", en: "People covered by 5G (computed)", th: "สัดส่วนประชากรที่ครอบคลุมด้วย 5G (คำนวณ)"}
unit: share
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN9]
periods: [year, quarter]
reading:
  vi: "Người dân ở khu dân cư có sóng 5G trên tổng số dân các khu dân cư; kết quả tính theo P.1812, chưa phải đo kiểm."
  en: "People of residential areas with 5G signal over people of all residential areas; predicted by P.1812, not measured."
  th: "ประชากรในชุมชนที่มีสัญญาณ 5G ต่อประชากรทุกชุมชน คาดการณ์ด้วย P.1812 ไม่ใช่การวัดจริง"
checked: 2026-11-22
*/
with latest as (
    select
        c.*,
        p.period,
        row_number() over (partition by c.place_id, p.period order by c.computed_on desc) as newest
    from network.place_coverage c
    join measure.period p on c.computed_on < p.ends
    where c.technology = '5G' and c.operator = 'any' and not c.indoors
)
select
    area,
    period,
    sum(case when word = 'covered' then people else 0 end) as numerator,
    sum(people) as denominator
from latest
where newest = 1
group by area, period
