/*
label: {vi: Người còn trong sổ cư trú đã khai tử, en: A resident recorded dead, th: ผู้พำนักที่มีบันทึกการตาย}
expected: {vi: "Người đã khai tử được xoá đăng ký cư trú, hoặc khai tử ghi nhầm số", en: "A person recorded dead is struck off, or the death carries a wrong id", th: "ผู้ที่มีบันทึกการตายถูกจำหน่าย หรือบันทึกการตายใช้เลขผิด"}
register: population.resident
other: population.death
mends: cong-an
law: nd-137-2015
seeds: [HY3, DN11]
checked: 2026-11-22
*/
select
    r.area,
    r.resident_id as row_id,
    min(d.death_id) as other_id,
    greatest(r.registered_on, min(d.registered_on)) as since
from population.resident r
join population.death d on d.personal_id = r.personal_id
group by r.area, r.resident_id, r.registered_on
