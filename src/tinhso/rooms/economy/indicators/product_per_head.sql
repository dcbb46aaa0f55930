/*
label: {vi: GRDP bình quân đầu người, en: Product per head, th: GRDP ต่อหัว}
unit: million_vnd
direction: up
law: luat-89-2015-qh13
owner: thong-ke
seeds: [HY8, DN4]
level: province
periods: [year]
reading:
  vi: "Mẫu số là dân số trung bình của năm, không phải dân số đăng ký: chia cho dân số đăng ký sẽ thấp hơn khoảng một phần mười."
  en: "The denominator is the average population of the year, not the registered one: divided by that it would be about a tenth lower."
  th: "ตัวหารคือประชากรเฉลี่ยของปี ไม่ใช่ประชากรทะเบียน หากหารด้วยประชากรทะเบียนจะต่ำกว่าราวหนึ่งในสิบ"
verified: false
checked: 2026-11-22
*/
with product as (
    select area, year, sum(value_added_vnd) as product_vnd
    from economy.value_added
    where price_base = 'current'
    group by area, year
)

select
    v.area,
    p.period,
    cast(sum(v.product_vnd) as decimal(30, 0)) * cast(0.000001 as decimal(7, 6)) as numerator,
    sum(n.persons) as denominator
from product v
join economy.average_population n on n.area = v.area and n.year = v.year
join measure.period p on p.kind = 'year' and year(p.starts) = v.year
group by v.area, p.period
