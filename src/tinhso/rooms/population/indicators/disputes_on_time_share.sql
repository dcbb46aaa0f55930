/*
label: {vi: "Tỷ lệ việc người dân báo sai được giải quyết đúng hạn", en: "Disputes of people about their own rows settled on time", th: "สัดส่วนข้อโต้แย้งของประชาชนที่แก้ไขตรงเวลา"}
unit: share
direction: up
law: luat-91-2025-qh15
owner: van-phong-ubnd
seeds: [HY3]
periods: [year, quarter]
protect: 5
reading:
  vi: "Tính theo hạn giải quyết rơi vào kỳ; chưa giải quyết khi đến hạn là trễ, việc người báo rút lại hoặc không nêu xã không tính."
  en: "By the due day that falls in the period; unsettled on the due day is late, and what was taken back or names no commune is not counted."
  th: "นับตามวันครบกำหนดที่อยู่ในงวด ยังไม่แก้ไขเมื่อครบกำหนดถือว่าช้า เรื่องที่ถอนหรือไม่ระบุตำบลไม่นับ"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    count(*) filter (where d.settled_on <= d.due_on) as numerator,
    count(*) as denominator
from population.dispute d
join measure.area a on a.area = d.area and a.level = 'commune'
join measure.period p on d.due_on >= p.starts and d.due_on < p.ends
where d.outcome is null or d.outcome <> 'withdrawn'
group by d.area, p.period
