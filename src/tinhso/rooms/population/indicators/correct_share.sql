/*
label: {vi: "Tỷ lệ dòng cư trú không mâu thuẫn với sổ nào", en: "Residents whose row contradicts no register", th: "สัดส่วนผู้พำนักที่ไม่ขัดกับทะเบียนใด"}
unit: share
direction: up
law: nd-137-2015
owner: cong-an
seeds: [HY3]
periods: [year, quarter]
reading:
  vi: "Đúng ở đây là không trái quy tắc liên sổ nào đang kiểm tra; sai mà không sổ nào khác biết thì không thấy được."
  en: "Correct here means against no rule between registers that is checked; a fault no other register knows of is not seen."
  th: "ถูกต้องในที่นี้คือไม่ขัดกับกฎระหว่างทะเบียนที่ตรวจ ข้อผิดที่ไม่มีทะเบียนอื่นทราบจะไม่ปรากฏ"
checked: 2026-11-22
*/
select
    r.area,
    p.period,
    cast(sum(case when c.row_id is null then 1 else 0 end) as bigint) as numerator,
    count(*) as denominator
from population.resident r
join measure.period p on r.registered_on < p.ends
left join (select distinct row_id from population.conflict) c on c.row_id = r.resident_id
where p.ends > (select min(registered_on) from population.resident)
group by r.area, p.period
