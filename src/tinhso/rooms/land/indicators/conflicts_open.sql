/*
label: {vi: "Mâu thuẫn đang mở trong dữ liệu đất đai, nhà ở", en: "Open conflicts in the data on land and housing", th: "ความขัดแย้งที่ยังเปิดอยู่ในข้อมูลที่ดินและที่อยู่อาศัย"}
unit: count
direction: down
law: nd-101-2024
owner: so-nnmt
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Đếm dòng trái với quy tắc liên sổ mà cả hai bên đã có từ trước khi kỳ kết thúc, theo sổ như hiện nay; mâu thuẫn đã sửa không còn đếm."
  en: "Counts rows against a rule between registers where both sides stood before the period ended, in the registers as they are now; what was mended is no longer counted."
  th: "นับแถวที่ขัดกับกฎระหว่างทะเบียนซึ่งทั้งสองฝั่งมีอยู่ก่อนสิ้นงวด ตามทะเบียนปัจจุบัน สิ่งที่แก้แล้วไม่นับ"
checked: 2026-11-22
*/
select
    a.area,
    p.period,
    count(c.row_id) as numerator,
    null as denominator
from measure.area a
cross join measure.period p
left join land.conflict c on c.area = a.area and c.since < p.ends
where a.level = 'commune'
    and year(p.starts) >= (select max(year(q.starts)) from measure.period q) - 1
group by a.area, p.period
