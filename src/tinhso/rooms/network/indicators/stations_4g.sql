/*
label: {vi: "Trạm 4G", en: "4G stations", th: "สถานี 4G"}
unit: station
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN9, DN10]
periods: [year, quarter]
note:
  vi: "Đếm vào ngày cuối kỳ. Mỗi trạm của mỗi nhà mạng đếm một lần."
  en: "Counted on the last day of the period. Each operator's station counts once."
  th: "นับ ณ วันสุดท้ายของงวด สถานีของผู้ให้บริการแต่ละรายนับหนึ่งครั้ง"
checked: 2026-11-20
*/
select
    a.area,
    p.period,
    count(distinct s.station_id) as numerator,
    null as denominator
from measure.area a
cross join measure.period p
left join network.station s
    on s.area = a.area
    and s.on_air_on < p.ends
    and (s.off_air_on is null or s.off_air_on >= p.ends)
    and s.technology = '4G'
where a.level = 'commune'
    and p.ends > (select min(on_air_on) from network.station)
group by a.area, p.period
