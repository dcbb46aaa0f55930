/*
label: {vi: "Bộ chỉ số 766: số hóa hồ sơ (tối đa 22)", en: "Index 766: digitisation of dossiers (at most 22)", th: "ดัชนี 766: การทำแฟ้มให้เป็นดิจิทัล (เต็ม 22)"}
unit: point
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
reading:
  vi: "Thành phần hồ sơ số hóa, kết quả điện tử, hồ sơ khai thác lại dữ liệu. Tỷ lệ dưới 5 trường hợp không chấm; điểm nhóm chia theo phần chấm được. Điểm thành phần chưa xác minh."
  en: "Papers in digital form, results in digital form, dossiers that use data again. Ratios of fewer than 5 cases are not scored, and the group's points are shared among those that are. The split is not verified."
  th: "เอกสารดิจิทัล ผลดิจิทัล และแฟ้มที่ใช้ข้อมูลเดิม สัดส่วนที่มีน้อยกว่า 5 กรณีไม่ให้คะแนน และแบ่งคะแนนกลุ่มตามส่วนที่ให้ได้ การแบ่งยังไม่ยืนยัน"
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
from services.index766_digitisation
group by area, period
