/*
label: {vi: "Việc người dân báo sai còn mở", en: "Open disputes of people about their own rows", th: "ข้อโต้แย้งของประชาชนเกี่ยวกับข้อมูลของตนที่ยังเปิดอยู่"}
unit: count
direction: down
law: luat-91-2025-qh15
owner: van-phong-ubnd
seeds: [HY3]
periods: [year, quarter]
reading:
  vi: "Đếm việc đã báo trước khi kỳ kết thúc và chưa giải quyết đến hết kỳ, ở mọi sổ; việc không nêu xã không tính. Ít việc báo cũng có thể vì ít người biết mình được xem."
  en: "Counts disputes made before the period ended and not settled by its end, of all registers; those that name no commune are not counted. Few of them may also mean that few know they may look."
  th: "นับเรื่องที่แจ้งก่อนสิ้นงวดและยังไม่แก้ไขเมื่อสิ้นงวด ทุกทะเบียน ไม่นับเรื่องที่ไม่ระบุตำบล จำนวนน้อยอาจหมายถึงมีคนรู้สิทธิน้อย"
checked: 2026-11-22
*/
select
    a.area,
    p.period,
    count(d.dispute_code) as numerator,
    null as denominator
from measure.area a
cross join measure.period p
left join population.dispute d
    on d.area = a.area and d.made_on < p.ends and (d.settled_on is null or d.settled_on >= p.ends)
where a.level = 'commune' and p.ends > (select min(made_on) from population.dispute)
group by a.area, p.period
