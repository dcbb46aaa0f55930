/*
label: {vi: Hai thửa đất chồng lên nhau, en: Two parcels overlap, th: แปลงที่ดินสองแปลงทับซ้อนกัน}
expected: {vi: "Phần chung của hai thửa không quá 1% thửa nhỏ", en: "What two parcels share is 1 % of the smaller at most", th: "ส่วนที่สองแปลงทับกันไม่เกินร้อยละ 1 ของแปลงเล็ก"}
register: land.parcel
mends: so-nnmt
law: nd-101-2024
seeds: [DN11]
checked: 2026-11-22
*/
with drawn as materialized (
    select parcel_uid, area, surveyed_on, st_geomfromtext(outline) as outline
    from land.parcel
    where outline is not null
),
-- Each parcel stands in the cells of 1/500 of a degree that it reaches, so that only neighbours meet.
columns_reached as (
    select
        *,
        unnest(range(cast(floor(500 * st_xmin(outline)) as bigint), cast(floor(500 * st_xmax(outline)) as bigint) + 1)) as x
    from drawn
),
cells as (
    select
        parcel_uid,
        x,
        unnest(range(cast(floor(500 * st_ymin(outline)) as bigint), cast(floor(500 * st_ymax(outline)) as bigint) + 1)) as y
    from columns_reached
),
neighbours as (
    select distinct a.parcel_uid as row_id, b.parcel_uid as other_id
    from cells a
    join cells b on b.x = a.x and b.y = a.y and a.parcel_uid < b.parcel_uid
)
select
    a.area,
    n.row_id,
    n.other_id,
    greatest(a.surveyed_on, b.surveyed_on) as since
from neighbours n
join drawn a on a.parcel_uid = n.row_id
join drawn b on b.parcel_uid = n.other_id
where st_area(st_intersection(a.outline, b.outline)) > 0.01 * least(st_area(a.outline), st_area(b.outline))
