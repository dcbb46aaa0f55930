/*
label: {vi: Tỷ lệ nộp trực tuyến trong hồ sơ của dịch vụ toàn trình, en: Online dossiers within full-process services, th: สัดส่วนยื่นออนไลน์ในบริการครบวงจร}
unit: share
direction: up
law: nq-57-2024 sec. II.1; nd-42-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Mẫu số chỉ gồm hồ sơ của dịch vụ toàn trình, nên tỷ lệ cao hơn khi ít dịch vụ toàn trình."
  en: "The denominator is dossiers of full-process services only, so the share is high where such services are few."
  th: "ตัวหารคือเฉพาะแฟ้มของบริการครบวงจร สัดส่วนจึงสูงเมื่อบริการแบบนี้มีน้อย"
checked: 2026-11-20
*/
select
    d.area,
    p.period,
    count(*) filter (where d.channel = 2) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
where d.full_process
group by d.area, p.period
