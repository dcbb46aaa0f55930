/*
label: {vi: "Tỷ lệ trẻ mới sinh được đăng ký trong 60 ngày", en: "Newborns registered within 60 days", th: "สัดส่วนเด็กแรกเกิดที่ลงทะเบียนภายใน 60 วัน"}
unit: share
direction: up
law: nd-137-2015
owner: cong-an
seeds: [HY3]
periods: [year, quarter]
reading:
  vi: "Chỉ tính trẻ sinh trong kỳ đã có trong sổ; trẻ chưa được đăng ký thì sổ không thấy."
  en: "Only children born in the period who stand in the register; a child never registered is not seen here."
  th: "นับเฉพาะเด็กที่เกิดในช่วงนั้นและอยู่ในทะเบียน เด็กที่ยังไม่ลงทะเบียนจะไม่ปรากฏที่นี่"
checked: 2026-11-20
*/
select
    r.area,
    p.period,
    cast(sum(case when date_diff('day', r.born_on, r.registered_on) <= 60 then 1 else 0 end) as bigint) as numerator,
    count(*) as denominator
from population.resident r
join measure.period p on r.born_on >= p.starts and r.born_on < p.ends
group by r.area, p.period
