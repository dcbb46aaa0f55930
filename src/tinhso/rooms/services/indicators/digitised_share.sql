/*
label: {vi: "Tỷ lệ thành phần hồ sơ đã số hóa", en: "Papers of dossiers in digital form", th: "สัดส่วนเอกสารในแฟ้มที่เป็นดิจิทัล"}
unit: share
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Mẫu số là mọi thành phần của hồ sơ tiếp nhận trong kỳ."
  en: "The denominator is every paper of the dossiers received in the period."
  th: "ตัวหารคือเอกสารทุกฉบับของแฟ้มที่รับในงวด"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    sum(d.n_digitised) as numerator,
    sum(d.n_components) as denominator
from services.dossier d
join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
where d.n_components is not null and d.n_digitised is not null
group by d.area, p.period
