/*
label: {vi: "Bộ chỉ số 766: tiến độ, kết quả giải quyết (tối đa 20)", en: "Index 766: progress and settlement (at most 20)", th: "ดัชนี 766: ความก้าวหน้าและผลการดำเนินการ (เต็ม 20)"}
unit: point
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
reading:
  vi: "20 × (xong đúng hạn + đang xử lý chưa đến hạn) / (đã xong + đang xử lý). Tỷ lệ dưới 5 trường hợp không chấm; điểm nhóm chia theo phần chấm được. Điểm thành phần chưa xác minh."
  en: "20 × (settled on time + in process and not yet due) / (settled + in process). Ratios of fewer than 5 cases are not scored, and the group's points are shared among those that are. The split is not verified."
  th: "20 × (เสร็จตรงเวลา + กำลังดำเนินการและยังไม่ครบกำหนด) / (เสร็จแล้ว + กำลังดำเนินการ) สัดส่วนที่มีน้อยกว่า 5 กรณีไม่ให้คะแนน และแบ่งคะแนนกลุ่มตามส่วนที่ให้ได้ การแบ่งยังไม่ยืนยัน"
verified: false
checked: 2026-11-22
*/
select
    area, period,
    cast(
        round(cast(sum(points) as double) * max(group_points) / cast(sum(points_at_most) as double), 4)
        as decimal(9, 4)
    ) as numerator,
    null as denominator
from services.index766_progress
group by area, period
