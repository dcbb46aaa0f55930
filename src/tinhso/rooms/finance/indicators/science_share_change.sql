/*
label:
  vi: "Thay đổi của tỷ lệ chi khoa học, công nghệ và chuyển đổi số so với năm trước"
  en: "Change of the science, technology and digital share of the budget on the year before"
  th: "การเปลี่ยนแปลงของสัดส่วนงบวิทยาศาสตร์ เทคโนโลยี และดิจิทัลจากปีก่อน"
unit: share
direction: up
law: nq-57-2024 sec. II.1; luat-83-2015-qh13
owner: so-tai-chinh
seeds: [DN6]
level: province
periods: [year]
reading:
  vi: "Lớn hơn 0 là tỷ lệ trong dự toán tăng, đúng như lời hứa “tăng dần”; văn bản không nêu tăng bao nhiêu."
  en: "Above 0 the share of the estimate rose, as \"rising over time\" promises; the text does not say by how much."
  th: "มากกว่า 0 คือสัดส่วนในประมาณการเพิ่มขึ้นตามคำสัญญา “เพิ่มขึ้นตามเวลา” เอกสารไม่ระบุว่าเท่าใด"
verified: false
checked: 2026-11-22
*/
select
    b.area,
    p.period,
    sum(b.science_vnd * a.whole_vnd - a.science_vnd * b.whole_vnd) as numerator,
    sum(b.whole_vnd * a.whole_vnd) as denominator
from finance.science_budget a
join finance.science_budget b on b.area = a.area and b.fiscal_year = a.fiscal_year + 1
join measure.period p on p.kind = 'year' and year(p.starts) = b.fiscal_year
group by b.area, p.period
