/*
label: {vi: Tỷ lệ giải ngân lũy kế của các dự án số, en: Paid out of what digital projects were appropriated, th: สัดส่วนการเบิกจ่ายสะสมของโครงการดิจิทัล}
unit: share
direction: up
law: luat-83-2015-qh13
owner: so-tai-chinh
seeds: [DN11, HY12]
level: province
periods: [year]
note:
  vi: "Các dự án đã bắt đầu đến cuối kỳ; tiền đã thanh toán đến cuối kỳ."
  en: "Projects begun by the end of the period, money paid by then."
  th: "โครงการที่เริ่มแล้วถึงสิ้นงวด และเงินที่จ่ายแล้วถึงเวลานั้น"
verified: false
checked: 2026-11-22
*/
with paid as (
    select x.project_id, p.period, sum(x.amount_vnd) as amount_vnd
    from finance.project_payment x
    join measure.period p on p.kind = 'year' and x.paid_on < p.ends
    group by x.project_id, p.period
)

select
    j.area,
    p.period,
    coalesce(sum(paid.amount_vnd), 0) as numerator,
    sum(j.appropriation_vnd) as denominator
from finance.project j
join measure.period p on p.kind = 'year' and j.starts_on < p.ends
left join paid on paid.project_id = j.project_id and paid.period = p.period
group by j.area, p.period
