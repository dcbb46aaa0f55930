/*
label: {vi: "Tỷ lệ người cư trú có hồ sơ đủ trường cốt lõi", en: "Residents whose row is complete", th: "สัดส่วนผู้พำนักที่ข้อมูลครบถ้วน"}
unit: share
direction: up
law: nd-137-2015
owner: cong-an
seeds: [HY3, DN11]
periods: [year, quarter]
reading:
  vi: "Đủ là có số định danh, ngày sinh, nơi cư trú và hộ; đủ chưa có nghĩa là đúng."
  en: "Complete means a personal id, a day of birth, an address and a household; complete is not yet correct."
  th: "ครบถ้วนคือมีเลขประจำตัว วันเกิด ที่อยู่ และครัวเรือน ครบถ้วนยังไม่ได้แปลว่าถูกต้อง"
checked: 2026-11-20
*/
select
    r.area,
    p.period,
    cast(sum(case
        when r.personal_id is not null and r.born_on is not null and r.address is not null
            and r.household_id is not null then 1
        else 0
    end) as bigint) as numerator,
    count(*) as denominator
from population.resident r
join measure.period p on r.registered_on < p.ends
where p.ends > (select min(registered_on) from population.resident)
group by r.area, p.period
