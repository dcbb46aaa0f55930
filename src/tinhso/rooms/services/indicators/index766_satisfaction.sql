/*
label: {vi: "Bộ chỉ số 766: mức độ hài lòng (tối đa 18)", en: "Index 766: satisfaction (at most 18)", th: "ดัชนี 766: ความพึงพอใจ (เต็ม 18)"}
unit: point
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
reading:
  vi: "Phản ánh trả lời đúng hạn, hài lòng về trả lời, hồ sơ không có phản ánh đúng. Tỷ lệ dưới 5 trường hợp không chấm; điểm nhóm chia theo phần chấm được. Điểm thành phần chưa xác minh."
  en: "Complaints answered on time, content with the answers, dossiers without a justified complaint. Ratios of fewer than 5 cases are not scored, and the group's points are shared among those that are. The split is not verified."
  th: "ตอบข้อร้องเรียนตรงเวลา พอใจกับคำตอบ และแฟ้มที่ไม่มีข้อร้องเรียนที่มีมูล สัดส่วนที่มีน้อยกว่า 5 กรณีไม่ให้คะแนน และแบ่งคะแนนกลุ่มตามส่วนที่ให้ได้ การแบ่งยังไม่ยืนยัน"
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
from services.index766_satisfaction
group by area, period
