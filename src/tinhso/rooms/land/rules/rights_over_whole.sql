/*
label: {vi: Tổng phần quyền trên thửa vượt 100%, en: Rights over more than the whole parcel, th: ส่วนสิทธิรวมเกินทั้งแปลง}
expected: {vi: "Các phần quyền trên một thửa cộng lại không quá 100%", en: "The shares on a parcel add up to 100 % at most", th: "ส่วนสิทธิในแปลงหนึ่งรวมไม่เกินร้อยละ 100"}
register: land.parcel
other: land.certificate
mends: so-nnmt
law: nd-101-2024
seeds: [DN11]
checked: 2026-11-22
*/
select
    p.area,
    p.parcel_uid as row_id,
    max(c.serial) as other_id,
    max(c.issued_on) as since
from land.certificate c
join land.parcel p on p.parcel_uid = c.parcel_uid
group by p.area, p.parcel_uid
having sum(coalesce(c.share, 1)) > 1
