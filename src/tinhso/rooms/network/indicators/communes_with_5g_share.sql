/*
label: {vi: "Tỷ lệ xã, phường có ít nhất một trạm 5G", en: "Communes with at least one 5G station", th: "สัดส่วนตำบลที่มีสถานี 5G อย่างน้อยหนึ่งแห่ง"}
unit: share
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN9]
periods: [year, quarter]
reading:
  vi: "Có trạm trong xã chưa phải là phủ sóng cả xã hay mọi khu dân cư."
  en: "A station in the commune is not yet coverage of all of it or of every residential area."
  th: "มีสถานีในตำบลยังไม่ใช่การครอบคลุมทั้งตำบลหรือทุกชุมชน"
checked: 2026-11-20
*/
select
    a.area,
    p.period,
    cast(count(distinct s.station_id) > 0 as integer) as numerator,
    1 as denominator
from measure.area a
cross join measure.period p
left join network.station s
    on s.area = a.area
    and s.technology = '5G'
    and s.on_air_on < p.ends
    and (s.off_air_on is null or s.off_air_on >= p.ends)
where a.level = 'commune'
    and p.ends > (select min(on_air_on) from network.station)
group by a.area, p.period
