/*
label: {vi: "Tỷ lệ hộ dân gắn với một nhà ở", en: "Households tied to a dwelling", th: "สัดส่วนครัวเรือนที่ผูกกับที่อยู่อาศัย"}
unit: share
direction: up
law: nd-101-2024
owner: so-xay-dung
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Hộ trong sổ cư trú; nhà của hộ được nhận ra theo mã hộ ghi trong hồ sơ nhà và địa chỉ cùng xét; chỉ tính cặp được chấp nhận. Độ đúng và độ đủ ước tính của phép nối đứng cạnh con số này."
  en: "Households of the register of residents; a household's dwelling is recognised by the household on the dwelling's record and the address weighed together; only accepted links count. The linkage's estimated precision and recall stand beside this figure."
  th: "ครัวเรือนในทะเบียนผู้พำนัก รู้จักบ้านของครัวเรือนจากรหัสครัวเรือนในบันทึกบ้านและที่อยู่ที่ชั่งน้ำหนักร่วมกัน นับเฉพาะคู่ที่ยอมรับ ความแม่นและความครบโดยประมาณของการเชื่อมแสดงข้างตัวเลขนี้"
checked: 2026-11-22
*/
with household as (
    select household_id, min(area) as area, min(registered_on) as since
    from population.resident
    where household_id is not null
    group by household_id
)
select
    h.area,
    p.period,
    count(d.left_id) as numerator,
    count(*) as denominator
from household h
join measure.period p on h.since < p.ends
left join (select left_id from population.household_dwelling where accepted) d on d.left_id = h.household_id
where p.ends > (select min(since) from household)
group by h.area, p.period
