/*
label: {vi: Hai người mang một số định danh, en: Two people with one personal id, th: สองคนใช้เลขประจำตัวเดียวกัน}
expected: {vi: Mỗi số định danh chỉ của một người, en: One personal id belongs to one person, th: เลขประจำตัวหนึ่งเป็นของคนเดียว}
register: population.resident
mends: cong-an
law: nd-137-2015
seeds: [HY3, DN11]
checked: 2026-11-22
*/
with first as (
    select personal_id, min(resident_id) as resident_id
    from population.resident
    where personal_id is not null
    group by personal_id
)
select
    r.area,
    r.resident_id as row_id,
    f.resident_id as other_id,
    greatest(r.registered_on, o.registered_on) as since
from population.resident r
join first f on f.personal_id = r.personal_id and f.resident_id <> r.resident_id
join population.resident o on o.resident_id = f.resident_id
where r.born_on is distinct from o.born_on or r.sex <> o.sex
