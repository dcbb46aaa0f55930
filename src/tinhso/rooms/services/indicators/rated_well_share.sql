/*
label: {vi: "Tỷ lệ đánh giá hài lòng (4-5)", en: "Ratings of 4 or 5", th: "สัดส่วนการให้คะแนน 4-5"}
unit: share
direction: up
law: nd-118-2025
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Chỉ tính người có đánh giá, nên không đại diện cho mọi người nộp hồ sơ."
  en: "Only those who rated count, so it does not speak for every applicant."
  th: "นับเฉพาะผู้ที่ให้คะแนน จึงไม่แทนผู้ยื่นทุกคน"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    count(*) filter (where d.rating >= 4) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p on d.finished_on >= p.starts and d.finished_on < p.ends
where d.rating is not null
group by d.area, p.period
