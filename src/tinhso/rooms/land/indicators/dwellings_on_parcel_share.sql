/*
label: {vi: "Tỷ lệ nhà ở gắn với thửa đất", en: "Dwellings tied to a parcel", th: "สัดส่วนที่อยู่อาศัยที่ผูกกับแปลงที่ดิน"}
unit: share
direction: up
law: nd-101-2024
owner: so-xay-dung
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Thửa của nhà được nhận ra theo mã thửa trong hồ sơ, thửa chứa điểm của nhà và địa chỉ cùng xét; chỉ tính cặp được chấp nhận. Độ đúng và độ đủ ước tính của phép nối đứng cạnh con số này."
  en: "A dwelling's parcel is recognised by the parcel id on record, the parcel its point lies in and the address weighed together; only accepted links count. The linkage's estimated precision and recall stand beside this figure."
  th: "รู้จักแปลงของบ้านจากรหัสแปลงในบันทึก แปลงที่จุดของบ้านตั้งอยู่ และที่อยู่ที่ชั่งน้ำหนักร่วมกัน นับเฉพาะคู่ที่ยอมรับ ความแม่นและความครบโดยประมาณของการเชื่อมแสดงข้างตัวเลขนี้"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    count(l.left_id) as numerator,
    count(*) as denominator
from land.dwelling d
join measure.period p on d.registered_on < p.ends
left join (select left_id from land.dwelling_parcel where accepted) l on l.left_id = d.dwelling_id
where p.ends > (select min(registered_on) from land.dwelling)
group by d.area, p.period
