/*
label: {vi: "Tỷ lệ hồ sơ thanh toán trực tuyến", en: "Dossiers paid online", th: "สัดส่วนแฟ้มที่ชำระเงินออนไลน์"}
unit: share
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
protect: 5
reading:
  vi: "Mẫu số là hồ sơ tiếp nhận trong kỳ có phí, lệ phí phải nộp."
  en: "The denominator is dossiers received in the period on which a fee was due."
  th: "ตัวหารคือแฟ้มที่รับในงวดซึ่งมีค่าธรรมเนียม"
checked: 2026-11-22
*/
select
    d.area,
    p.period,
    count(*) filter (where d.paid_online) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
where d.fee_vnd > 0
group by d.area, p.period
