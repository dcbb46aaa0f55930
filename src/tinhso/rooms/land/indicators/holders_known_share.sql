/*
label: {vi: "Tỷ lệ giấy chứng nhận có chủ là người cư trú đã biết", en: "Certificates whose holder is a known resident", th: "สัดส่วนหนังสือรับรองที่ผู้ถือเป็นผู้พำนักที่รู้จัก"}
unit: share
direction: up
law: nd-101-2024
owner: so-nnmt
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Chủ được nhận ra theo số định danh, tên, ngày sinh và địa chỉ cùng xét; chỉ tính cặp được chấp nhận. Độ đúng và độ đủ ước tính của phép nối đứng cạnh con số này."
  en: "A holder is recognised by personal id, name, birth and address weighed together; only accepted links count. The linkage's estimated precision and recall stand beside this figure."
  th: "รู้จักผู้ถือจากเลขประจำตัว ชื่อ วันเกิด และที่อยู่ที่ชั่งน้ำหนักร่วมกัน นับเฉพาะคู่ที่ยอมรับ ความแม่นและความครบโดยประมาณของการเชื่อมแสดงข้างตัวเลขนี้"
checked: 2026-11-22
*/
select
    c.area,
    p.period,
    count(h.left_id) as numerator,
    count(*) as denominator
from land.certificate c
join measure.period p on c.issued_on < p.ends
left join (select left_id from land.holder where accepted) h on h.left_id = c.serial
where p.ends > (select min(issued_on) from land.certificate)
group by c.area, p.period
