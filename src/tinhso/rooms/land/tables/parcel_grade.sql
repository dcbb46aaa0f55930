/*
label: {vi: Thửa đất theo loại I, II, III, en: "Parcels by grade I, II, III", th: "แปลงตามระดับ I, II, III"}
grain: {vi: Mỗi dòng một thửa đất, en: One row a parcel, th: หนึ่งแถวต่อแปลง}
note: "1: outline, certificate, every holder a known resident, no conflict; 2: a certificate, but one of these is missing; 3: no certificate. By the registers as they are now; the campaign's detailed criteria are unverified."
*/
select
    p.area,
    p.parcel_uid,
    case
        when max(c.serial) is null then 3
        when p.outline is not null
            and count(c.serial) = count(h.left_id)
            and max(k.row_id) is null
            and max(o.row_id) is null
            then 1
        else 2
    end as grade
from land.parcel p
left join land.certificate c on c.parcel_uid = p.parcel_uid
left join (select left_id from land.holder where accepted) h on h.left_id = c.serial
left join (select distinct row_id from land.conflict) k on k.row_id = p.parcel_uid
left join (select distinct row_id from land.conflict) o on o.row_id = c.serial
group by p.area, p.parcel_uid, p.outline
