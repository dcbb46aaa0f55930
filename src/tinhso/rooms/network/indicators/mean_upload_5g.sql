/*
label: {vi: "Tốc độ tải lên 5G trung bình (đo)", en: "Mean 5G upload speed (measured)", th: "ความเร็วอัปโหลด 5G เฉลี่ย (วัดจริง)"}
unit: mbit_s
direction: up
law: nq-57-2024; qd-1132-2024
owner: so-khcn
seeds: [DN9, HY9]
periods: [year, quarter]
reading:
  vi: "Trung bình các mẫu đo; QCVN 126:2021 đặt mức từ 30 Mbit/s."
  en: "Mean over samples; QCVN 126:2021 asks for 30 Mbit/s or more."
  th: "ค่าเฉลี่ยของตัวอย่าง QCVN 126:2021 กำหนดไม่ต่ำกว่า 30 Mbit/s"
checked: 2026-11-22
*/
select
    s.area,
    p.period,
    sum(s.upload_kbit_s) as numerator,
    1000 * count(*) as denominator
from network.measured_sample s
join measure.period p on s.measured_on >= p.starts and s.measured_on < p.ends
where s.technology = '5G'
group by s.area, p.period
