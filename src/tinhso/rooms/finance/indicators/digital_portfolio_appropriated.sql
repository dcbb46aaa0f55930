/*
label: {vi: Kế hoạch vốn của danh mục hạ tầng số 2023–2028, en: Appropriations of the digital-infrastructure portfolio 2023-2028, th: วงเงินชุดโครงการโครงสร้างพื้นฐานดิจิทัล 2023–2028}
unit: billion_vnd
direction: up
law: luat-83-2015-qh13
owner: so-tai-chinh
seeds: [DN6, DN11]
level: province
periods: [year]
note:
  vi: "Cộng dồn các dự án của danh mục đã bắt đầu đến cuối kỳ."
  en: "Projects of the portfolio begun by the end of the period, added up from its start."
  th: "รวมสะสมโครงการของชุดที่เริ่มแล้วถึงสิ้นงวด"
verified: false
checked: 2026-11-22
*/
select
    j.area,
    p.period,
    cast(sum(j.appropriation_vnd) as decimal(24, 0)) * cast(0.000000001 as decimal(10, 9)) as numerator,
    null as denominator
from finance.project j
join measure.period p on p.kind = 'year' and j.starts_on < p.ends
where j.portfolio = 'digital_infrastructure_2023_2028'
group by j.area, p.period
