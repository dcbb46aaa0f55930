/*
label: {vi: Tốc độ tăng GRDP theo giá so sánh, en: Growth of the province's product at constant prices, th: อัตราเติบโตของ GRDP ราคาคงที่}
unit: share
direction: up
law: luat-89-2015-qh13
owner: thong-ke
seeds: [DN4]
level: province
periods: [year]
note:
  vi: "Chỉ so hai năm liền nhau của cùng một năm gốc."
  en: "Only two years in a row at the same base year are compared."
  th: "เทียบเฉพาะสองปีติดกันที่ใช้ปีฐานเดียวกัน"
verified: false
checked: 2026-11-22
*/
select
    b.area,
    p.period,
    sum(b.product_vnd - a.product_vnd) as numerator,
    sum(a.product_vnd) as denominator
from economy.growth_account a
join economy.growth_account b on b.area = a.area and b.price_base = a.price_base and b.year = a.year + 1
join measure.period p on p.kind = 'year' and year(p.starts) = b.year
group by b.area, p.period
