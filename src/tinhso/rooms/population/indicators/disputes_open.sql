/*
label: {vi: "Việc người dân báo sai còn mở", en: "Open disputes of people about their own rows", th: "ข้อโต้แย้งของประชาชนเกี่ยวกับข้อมูลของตนที่ยังเปิดอยู่"}
unit: count
direction: down
law: luat-91-2025-qh15
owner: van-phong-ubnd
seeds: [HY3]
periods: [year, quarter]
reading:
  vi: "Đếm việc đã báo trước khi kỳ kết thúc và chưa giải quyết đến hết kỳ, ở mọi sổ; ít việc báo cũng có thể vì ít người biết mình được xem."
  en: "Counts disputes made before the period ended and not settled by its end, of all registers; few of them may also mean that few know they may look."
  th: "นับเรื่องที่แจ้งก่อนสิ้นงวดและยังไม่แก้ไขเมื่อสิ้นงวด ทุกทะเบียน จำนวนน้อยอาจหมายถึงมีคนรู้สิทธิน้อย"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    count(*) filter (where d.settled_on is null or d.settled_on >= p.ends) as numerator,
    null as denominator
from population.dispute d
join measure.period p on d.made_on < p.ends
where p.ends > (select min(made_on) from population.dispute)
group by d.area, p.period
