/*
label: {vi: Con nhiều tuổi hơn cha mẹ, en: A child older than the parent, th: ลูกอายุมากกว่าพ่อแม่}
expected: {vi: Cha mẹ sinh trước con, en: Parents are born before their child, th: พ่อแม่เกิดก่อนลูก}
register: population.birth
other: population.resident
mends: so-tu-phap
law: nd-137-2015
seeds: [HY3]
checked: 2026-11-22
*/
with parent as (
    select birth_id, area, born_on, registered_on, mother_id as personal_id from population.birth
    union all
    select birth_id, area, born_on, registered_on, father_id as personal_id from population.birth
)
select
    b.area,
    b.birth_id as row_id,
    min(p.resident_id) as other_id,
    greatest(b.registered_on, min(p.registered_on)) as since
from parent b
join population.resident p on p.personal_id = b.personal_id
where p.born_on >= b.born_on
group by b.area, b.birth_id, b.registered_on
