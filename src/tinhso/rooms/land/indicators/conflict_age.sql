/*
label: {vi: "Tuổi trung bình của mâu thuẫn đang mở (đất đai, nhà ở)", en: "Mean age of open conflicts (land and housing)", th: "อายุเฉลี่ยของความขัดแย้งที่เปิดอยู่ (ที่ดินและที่อยู่อาศัย)"}
unit: day
direction: down
law: nd-101-2024
owner: so-nnmt
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Số ngày từ khi cả hai dòng cùng có trong sổ đến hết kỳ."
  en: "Days from when both rows stood in the registers to the end of the period."
  th: "จำนวนวันตั้งแต่ทั้งสองแถวอยู่ในทะเบียนจนสิ้นงวด"
checked: 2026-11-22
*/
select
    c.area,
    p.period,
    sum(date_diff('day', c.since, p.ends)) as numerator,
    count(*) as denominator
from land.conflict c
join measure.period p on c.since < p.ends
where year(p.starts) >= (select max(year(q.starts)) from measure.period q) - 1
group by c.area, p.period
