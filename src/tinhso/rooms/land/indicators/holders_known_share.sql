/*
label: {vi: "Tỷ lệ giấy chứng nhận có chủ là người cư trú đã biết", en: "Certificates whose holder is a known resident", th: "สัดส่วนหนังสือรับรองที่ผู้ถือเป็นผู้พำนักที่รู้จัก"}
unit: share
direction: up
law: nd-101-2024
owner: so-nnmt
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Chỉ tính khớp đúng số định danh, nên là mức thấp nhất; khớp theo tên, ngày sinh và địa chỉ tìm thêm được người."
  en: "Only an equal personal id counts, so this is the least; linkage by name, birth and address finds more."
  th: "นับเฉพาะเลขประจำตัวที่ตรงกัน จึงเป็นค่าต่ำสุด การเชื่อมด้วยชื่อ วันเกิด และที่อยู่จะพบเพิ่มอีก"
checked: 2026-11-20
*/
select
    c.area,
    p.period,
    count(r.personal_id) as numerator,
    count(*) as denominator
from land.certificate c
join measure.period p on c.issued_on < p.ends
left join (select distinct personal_id from population.resident) r on r.personal_id = c.holder_id
where p.ends > (select min(issued_on) from land.certificate)
group by c.area, p.period
