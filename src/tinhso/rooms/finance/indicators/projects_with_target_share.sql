/*
label: {vi: Tỷ lệ vốn của các dự án có nêu chỉ tiêu phục vụ, en: Money in projects that name the targets they serve, th: สัดส่วนเงินของโครงการที่ระบุเป้าหมายที่รองรับ}
unit: share
direction: up
law: luat-83-2015-qh13
owner: so-tai-chinh
seeds: [HY12]
level: province
periods: [year]
note:
  vi: "Chỉ khi dự án nêu chỉ tiêu mới so được tiền với kết quả."
  en: "Only where a project names a target can its money be set against a result."
  th: "ต่อเมื่อโครงการระบุเป้าหมายจึงเทียบเงินกับผลได้"
verified: false
checked: 2026-11-22
*/
select
    j.area,
    p.period,
    coalesce(sum(case when j.targets is not null then j.appropriation_vnd end), 0) as numerator,
    sum(j.appropriation_vnd) as denominator
from finance.project j
join measure.period p on p.kind = 'year' and j.starts_on < p.ends
group by j.area, p.period
