/*
label: {vi: "Tỷ lệ hộ dân gắn với một nhà ở", en: "Households tied to a dwelling", th: "สัดส่วนครัวเรือนที่ผูกกับที่อยู่อาศัย"}
unit: share
direction: up
law: nd-101-2024
owner: so-xay-dung
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Hộ có trong sổ cư trú; gắn là mã hộ có ở một dòng nhà ở cùng xã."
  en: "Households of the register of residents; tied means that a dwelling of the same commune bears the household."
  th: "ครัวเรือนในทะเบียนผู้พำนัก ผูกแล้วคือมีที่อยู่อาศัยในตำบลเดียวกันที่ระบุครัวเรือนนั้น"
checked: 2026-11-22
*/
with household as (
    select area, household_id, min(registered_on) as since
    from population.resident
    where household_id is not null
    group by area, household_id
)
select
    h.area,
    p.period,
    count(d.household_id) as numerator,
    count(*) as denominator
from household h
join measure.period p on h.since < p.ends
left join (select distinct area, household_id from land.dwelling where household_id is not null) d
    on d.area = h.area and d.household_id = h.household_id
where p.ends > (select min(since) from household)
group by h.area, p.period
