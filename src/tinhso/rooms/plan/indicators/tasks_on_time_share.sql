/*
label: {vi: Nhiệm vụ hoàn thành đúng hạn, en: Tasks done on time, th: ภารกิจที่เสร็จตามกำหนด}
unit: share
direction: up
law: nq-57-2024; nq-71-2025-cp
owner: so-khcn
seeds: [DN8, HY10]
level: province
periods: [year]
reading:
  vi: "Nhiệm vụ được báo cáo hoàn thành không muộn hơn hạn / mọi nhiệm vụ đến hạn trong năm. Nhiệm vụ không có hạn riêng đến hạn vào ngày cuối của giai đoạn; nhiệm vụ không ai báo cáo tính là chưa xong."
  en: "Tasks reported done no later than their day / all tasks due in the year. A task without a day of its own is due on the last day of its phase; one that nobody reported on counts as not done."
  th: "ภารกิจที่รายงานว่าเสร็จไม่ช้ากว่ากำหนด / ภารกิจทั้งหมดที่ครบกำหนดในปี ภารกิจที่ไม่มีวันกำหนดเองครบกำหนดในวันสุดท้ายของระยะ ภารกิจที่ไม่มีผู้รายงานนับว่ายังไม่เสร็จ"
note:
  vi: "Cơ quan tự báo cáo; tài liệu kèm theo xem ở bàn nhiệm vụ."
  en: "Agencies report on themselves; the documents they send lie at the tasks desk."
  th: "หน่วยงานรายงานตนเอง เอกสารประกอบอยู่ที่โต๊ะภารกิจ"
verified: false
checked: 2026-11-22
*/
select
    t.area,
    p.period,
    count(*) filter (where t.finished_on <= t.due_on) as numerator,
    count(*) as denominator
from plan.task_report t
join measure.period p on t.due_on >= p.starts and t.due_on < p.ends
group by t.area, p.period
