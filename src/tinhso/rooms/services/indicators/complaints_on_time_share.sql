/*
label: {vi: "Tỷ lệ phản ánh được trả lời đúng hạn", en: "Complaints answered on time", th: "สัดส่วนข้อร้องเรียนที่ตอบตรงเวลา"}
unit: share
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Tính theo hạn trả lời rơi vào kỳ; chưa trả lời khi đến hạn là trễ."
  en: "By the due day that falls in the period; unanswered on the due day is late."
  th: "นับตามกำหนดตอบที่อยู่ในงวด ไม่ตอบเมื่อครบกำหนดถือว่าช้า"
checked: 2026-11-22
*/
select
    c.area,
    p.period,
    count(*) filter (where c.handled_on <= c.due_on) as numerator,
    count(*) as denominator
from services.complaint c
join measure.period p on c.due_on >= p.starts and c.due_on < p.ends
group by c.area, p.period
