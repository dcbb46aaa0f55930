/*
label: {vi: "Tỷ lệ kết quả giải quyết điện tử", en: "Results issued in digital form", th: "สัดส่วนผลที่ออกเป็นดิจิทัล"}
unit: share
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Kết quả điện tử có ký số trên số hồ sơ đã giải quyết xong trong kỳ."
  en: "Signed digital results among dossiers settled in the period."
  th: "ผลดิจิทัลที่ลงนามต่อแฟ้มที่เสร็จในงวด"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    count(*) filter (where d.result_digital) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p on d.finished_on >= p.starts and d.finished_on < p.ends
where d.status in (9, 10)
group by d.area, p.period
