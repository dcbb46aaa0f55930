/*
label: {vi: "Tỷ lệ mẫu đo 5G tải xuống từ 30 Mbit/s", en: "5G samples with download of 30 Mbit/s or more", th: "สัดส่วนตัวอย่าง 5G ที่ดาวน์โหลดตั้งแต่ 30 Mbit/s"}
unit: share
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN9, HY9]
periods: [year, quarter]
reading:
  vi: "QCVN 126:2021 đặt mức từ 95% số mẫu."
  en: "QCVN 126:2021 asks for 95 % of samples or more."
  th: "QCVN 126:2021 กำหนดไม่ต่ำกว่าร้อยละ 95 ของตัวอย่าง"
checked: 2026-11-22
*/
select
    s.area,
    p.period,
    sum(case when s.download_kbit_s >= 30000 then 1 else 0 end) as numerator,
    count(*) as denominator
from network.measured_sample s
join measure.period p on s.measured_on >= p.starts and s.measured_on < p.ends
where s.technology = '5G'
group by s.area, p.period
