/*
label: {vi: Tỷ lệ công suất điện của khu đã hứa, en: Power of the park already promised, th: สัดส่วนไฟฟ้าของนิคมที่สัญญาไว้แล้ว}
unit: share
direction: none
law: luat-71-2025-qh15
owner: ban-quan-ly-kcn
seeds: [DN1]
periods: [year]
note:
  vi: "Công suất đã hứa vào ngày cuối kỳ trên năng lực cung cấp ngày đó. Lớn hơn 100 % là sai quy tắc."
  en: "Power promised on the last day of the period over what can be supplied then. Above 100 % breaks the rule."
  th: "ไฟฟ้าที่สัญญาในวันสุดท้ายของงวดต่อความสามารถจ่ายในวันนั้น เกิน 100 % คือผิดกฎ"
verified: false
checked: 2026-11-22
*/
with promised as (
    select l.area, p.period, sum(r.power_mw) as power_mw
    from industry.lot_promise r
    join industry.lot l on l.lot_id = r.lot_id
    join measure.period p
        on p.kind = 'year'
        and r.from_on < p.ends
        and (r.until_on is null or r.until_on >= p.ends)
    group by l.area, p.period
)

select
    c.area,
    p.period,
    coalesce(max(promised.power_mw), 0) as numerator,
    sum(c.amount) as denominator
from industry.capacity c
join measure.period p
    on p.kind = 'year'
    and c.from_on < p.ends
    and (c.until_on is null or c.until_on >= p.ends)
left join promised on promised.area = c.area and promised.period = p.period
where c.utility = 'power_mw'
group by c.area, p.period
