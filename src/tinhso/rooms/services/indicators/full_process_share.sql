/*
label: {vi: "Tỷ lệ dịch vụ công toàn trình trên thủ tục đủ điều kiện", en: "Full-process services among procedures fit for it", th: "สัดส่วนบริการครบวงจรต่อขั้นตอนที่เหมาะสม"}
unit: share
direction: up
law: nd-42-2022; qd-766-2022
owner: van-phong-ubnd
seeds: [DN5, HY6]
level: province
periods: [year, month]
reading:
  vi: "Số cuối kỳ. Tỉnh tự xác định thủ tục đủ điều kiện."
  en: "As at the end of the period. The province itself says which procedures are fit."
  th: "ณ ปลายงวด จังหวัดเป็นผู้กำหนดว่าขั้นตอนใดเหมาะสม"
checked: 2026-11-22
*/
select
    r.area,
    p.period,
    count(*) filter (where r.full_process) as numerator,
    count(*) filter (where r.can_be_full_process) as denominator
from services.procedure_published r
join measure.period p on r.decided_on < p.ends and (r.valid_until is null or r.valid_until >= p.ends)
group by r.area, p.period
