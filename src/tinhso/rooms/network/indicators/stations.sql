/*
label: {vi: "Vị trí trạm thu phát sóng di động", en: "Mobile base station sites", th: "ที่ตั้งสถานีฐานโทรศัพท์เคลื่อนที่"}
unit: station
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN9, DN10]
periods: [year, quarter]
note:
  vi: "Đếm vào ngày cuối kỳ. Vị trí dùng chung đếm một lần."
  en: "Counted on the last day of the period. A shared site counts once."
  th: "นับ ณ วันสุดท้ายของงวด ที่ตั้งร่วมนับครั้งเดียว"
checked: 2026-11-20
*/
select
    a.area,
    p.period,
    count(distinct s.site_id) as numerator,
    null as denominator
from measure.area a
cross join measure.period p
left join network.station s
    on s.area = a.area
    and s.on_air_on < p.ends
    and (s.off_air_on is null or s.off_air_on >= p.ends)
where a.level = 'commune'
    and p.ends > (select min(on_air_on) from network.station)
group by a.area, p.period
