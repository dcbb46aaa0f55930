/*
label: {vi: "Tỷ lệ nhà ở gắn với thửa đất", en: "Dwellings tied to a parcel", th: "สัดส่วนที่อยู่อาศัยที่ผูกกับแปลงที่ดิน"}
unit: share
direction: up
law: nd-101-2024
owner: so-xay-dung
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Gắn là mã thửa của nhà có trong sổ thửa đất; chưa xét nhà có nằm trong thửa hay không."
  en: "Tied means that the dwelling's parcel id stands in the parcel register; its place on the ground is not looked at."
  th: "ผูกแล้วคือรหัสแปลงของบ้านมีอยู่ในทะเบียนแปลง ยังไม่ได้ตรวจตำแหน่งบนพื้นที่จริง"
checked: 2026-11-20
*/
select
    d.area,
    p.period,
    count(l.parcel_uid) as numerator,
    count(*) as denominator
from land.dwelling d
join measure.period p on d.registered_on < p.ends
left join land.parcel l on l.parcel_uid = d.parcel_uid
where p.ends > (select min(registered_on) from land.dwelling)
group by d.area, p.period
