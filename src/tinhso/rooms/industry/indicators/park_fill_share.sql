/*
label: {vi: Tỷ lệ lấp đầy của khu công nghệ số, en: Fill of the digital-technology park, th: อัตราการเข้าใช้พื้นที่นิคมเทคโนโลยีดิจิทัล}
unit: share
direction: up
law: luat-71-2025-qh15
owner: ban-quan-ly-kcn
seeds: [DN1]
periods: [year]
note:
  vi: "Diện tích lô đã hứa hoặc cho thuê vào ngày cuối kỳ trên diện tích mọi lô."
  en: "Area of lots promised or let on the last day of the period, over the area of all lots."
  th: "พื้นที่แปลงที่สัญญาหรือให้เช่าในวันสุดท้ายของงวดต่อพื้นที่ทุกแปลง"
verified: false
checked: 2026-11-22
*/
with taken as (
    select distinct r.lot_id, p.period
    from industry.lot_promise r
    join measure.period p
        on p.kind = 'year'
        and r.from_on < p.ends
        and (r.until_on is null or r.until_on >= p.ends)
)

select
    l.area,
    p.period,
    coalesce(sum(case when taken.lot_id is not null then l.area_ha end), 0) as numerator,
    sum(l.area_ha) as denominator
from industry.lot l
join measure.period p on p.kind = 'year' and p.ends > (select min(from_on) from industry.lot_promise)
left join taken on taken.lot_id = l.lot_id and taken.period = p.period
group by l.area, p.period
