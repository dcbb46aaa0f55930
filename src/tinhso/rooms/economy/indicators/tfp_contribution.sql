/*
label: {vi: Đóng góp của năng suất nhân tố tổng hợp vào tăng trưởng (bình quân 5 năm), en: Contribution of total factor productivity to growth (five-year mean), th: การมีส่วนร่วมของผลิตภาพการผลิตรวมต่อการเติบโต (เฉลี่ย 5 ปี)}
unit: share
direction: up
law: nq-57-2024
owner: thong-ke
seeds: [DN4]
level: province
periods: [year]
reading:
  vi: "Tử số là tổng tốc độ tăng TFP của năm năm, mẫu số là tổng tốc độ tăng GRDP: tỷ lệ của các số bình quân, không phải bình quân các tỷ lệ. Tăng trưởng bình quân dưới 1 %/năm thì không áp dụng."
  en: "The numerator is the sum of TFP growth over five years, the denominator that of the product: a ratio of means, not a mean of ratios. Where growth averages below 1 % a year it does not apply."
  th: "ตัวเศษคือผลรวมอัตราเติบโตของ TFP ห้าปี ตัวหารคือผลรวมอัตราเติบโตของ GRDP เป็นอัตราส่วนของค่าเฉลี่ย ไม่ใช่ค่าเฉลี่ยของอัตราส่วน หากการเติบโตเฉลี่ยต่ำกว่า 1 % ต่อปีถือว่าไม่ใช้"
note:
  vi: "g_TFP = g_Y − α·g_L − (1 − α)·g_K, α là tỷ phần thu nhập lao động của năm. Chuỗi đổi năm gốc hoặc thiếu năm thì không nối."
  en: "g_TFP = g_Y − α·g_L − (1 − α)·g_K, with the year's labour share α. Series of another base year and missing years are not joined."
  th: "g_TFP = g_Y − α·g_L − (1 − α)·g_K โดย α คือส่วนแบ่งแรงงานของปี อนุกรมต่างปีฐานหรือขาดปีจะไม่เชื่อม"
checked: 2026-11-22
*/
with growth as (
    select
        b.area,
        b.year,
        b.price_base,
        b.labour_share,
        cast(round(cast(b.product_vnd as double) / a.product_vnd - 1, 9) as decimal(18, 9)) as product,
        cast(round(cast(b.employed_persons as double) / a.employed_persons - 1, 9) as decimal(18, 9)) as labour,
        cast(round(cast(b.capital_vnd as double) / a.capital_vnd - 1, 9) as decimal(18, 9)) as capital
    from economy.growth_account a
    join economy.growth_account b on b.area = a.area and b.price_base = a.price_base and b.year = a.year + 1
),

residual as (
    select
        area,
        year,
        price_base,
        product,
        cast(product - labour_share * labour - (1 - labour_share) * capital as decimal(18, 9)) as tfp
    from growth
)

select
    a.area,
    p.period,
    case when sum(b.product) >= 0.05 then sum(b.tfp) else 0 end as numerator,
    case when sum(b.product) >= 0.05 then sum(b.product) else 0 end as denominator
from residual a
join residual b on b.area = a.area and b.price_base = a.price_base and b.year between a.year - 4 and a.year
join measure.period p on p.kind = 'year' and year(p.starts) = a.year
group by a.area, p.period
having count(*) = 5
