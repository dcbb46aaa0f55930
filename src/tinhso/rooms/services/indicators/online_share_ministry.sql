/*
label: {vi: Tỷ lệ hồ sơ trực tuyến toàn trình trên tổng số hồ sơ (cách tính của bộ), en: Full-process online dossiers among all dossiers (the ministry's reading), th: สัดส่วนแฟ้มออนไลน์ครบวงจรต่อแฟ้มทั้งหมด (วิธีของกระทรวง)}
unit: share
direction: up
law: nq-57-2024 sec. II.1; nd-42-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Tử số chỉ gồm hồ sơ nộp trực tuyến của dịch vụ toàn trình; mẫu số là mọi hồ sơ. Suy từ cách trình bày số liệu của bộ, chưa có công thức chính thức."
  en: "The numerator is online dossiers of full-process services only; the denominator every dossier. Inferred from how the ministry shows its figures; no official formula was found."
  th: "ตัวตั้งคือแฟ้มออนไลน์ของบริการครบวงจรเท่านั้น ตัวหารคือแฟ้มทั้งหมด อนุมานจากวิธีที่กระทรวงแสดงตัวเลข ยังไม่พบสูตรทางการ"
verified: false
checked: 2026-11-20
*/
select
    d.area,
    p.period,
    count(*) filter (where d.channel = 2 and d.full_process) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
group by d.area, p.period
