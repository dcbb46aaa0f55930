/*
label: {vi: Nhà ở nằm ngoài thửa đất của mình, en: A dwelling outside its parcel, th: บ้านอยู่นอกแปลงของตน}
expected: {vi: Điểm của nhà nằm trong thửa ghi trong hồ sơ, en: "The dwelling's point lies in the parcel on record", th: จุดของบ้านอยู่ในแปลงตามบันทึก}
register: land.dwelling
other: land.parcel
mends: so-xay-dung
law: nd-101-2024
seeds: [DN11]
checked: 2026-11-22
*/
select
    d.area,
    d.dwelling_id as row_id,
    p.parcel_uid as other_id,
    greatest(d.registered_on, p.surveyed_on) as since
from land.dwelling d
join land.parcel p on p.parcel_uid = d.parcel_uid
where d.lon is not null
    and p.outline is not null
    and not st_contains(st_geomfromtext(p.outline), st_point(d.lon, d.lat))
