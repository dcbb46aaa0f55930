/*
label: {vi: Chủ sử dụng đất đã khai tử, en: A holder recorded dead, th: ผู้ถือสิทธิมีบันทึกการตาย}
expected: {vi: "Quyền của người đã mất được đăng ký cho người thừa kế", en: "The right of a dead holder is registered for the heirs", th: "สิทธิของผู้ตายได้จดทะเบียนแก่ทายาท"}
register: land.certificate
other: population.death
mends: so-nnmt
law: nd-101-2024
seeds: [DN11]
checked: 2026-11-22
*/
select
    c.area,
    c.serial as row_id,
    min(d.death_id) as other_id,
    greatest(c.issued_on, min(d.registered_on)) as since
from land.certificate c
join population.death d on d.personal_id = c.holder_id
group by c.area, c.serial, c.issued_on
