/*
label: {vi: Tỷ lệ hồ sơ nộp trực tuyến trên tổng số hồ sơ, en: Dossiers submitted online among all dossiers, th: สัดส่วนแฟ้มที่ยื่นออนไลน์ต่อแฟ้มทั้งหมด}
unit: share
direction: up
law: nq-57-2024 sec. II.1; qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Mẫu số là mọi hồ sơ được tiếp nhận, kể cả của dịch vụ chưa toàn trình."
  en: "The denominator is every dossier received, those of partial services included."
  th: "ตัวหารคือแฟ้มที่รับทั้งหมด รวมบริการที่ยังไม่ครบวงจร"
checked: 2026-11-20
*/
select
    d.area,
    p.period,
    count(*) filter (where d.channel = 2) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
group by d.area, p.period
