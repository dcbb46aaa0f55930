/*
label: {vi: Tỷ lệ hồ sơ giải quyết đúng hạn, en: Dossiers settled on time, th: สัดส่วนแฟ้มที่เสร็จตามกำหนด}
unit: share
direction: up
law: qd-766-2022; nd-118-2025
owner: van-phong-ubnd
seeds: [DN5, HY6]
periods: [year, month]
protect: 5
reading:
  vi: "(Xử lý xong đúng hạn trong kỳ + đang xử lý chưa đến hạn cuối kỳ) / (xử lý xong trong kỳ + đang xử lý cuối kỳ). Cách tính hồ sơ đang xử lý chưa được đối chiếu."
  en: "(Finished on time in the period + in process and not yet due at its end) / (finished in the period + in process at its end). How dossiers in process count is not verified."
  th: "(เสร็จตามกำหนดในงวด + กำลังดำเนินการและยังไม่ครบกำหนดปลายงวด) / (เสร็จในงวด + กำลังดำเนินการปลายงวด) วิธีนับเรื่องที่กำลังดำเนินการยังไม่ได้ตรวจยืนยัน"
verified: false
checked: 2026-11-20
*/
select
    d.area,
    p.period,
    count(*) filter (
        where case when d.finished_on < p.ends then d.finished_on <= d.due_on else d.due_on >= p.ends end
    ) as numerator,
    count(*) as denominator
from services.dossier d
join measure.period p
    on d.received_on < p.ends
    and (d.finished_on is null or d.finished_on >= p.starts)
where d.status in (2, 4, 9, 10)
group by d.area, p.period
