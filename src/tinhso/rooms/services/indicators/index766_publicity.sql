/*
label: {vi: "Bộ chỉ số 766: công khai, minh bạch (tối đa 18)", en: "Index 766: publicity and transparency (at most 18)", th: "ดัชนี 766: ความเปิดเผยโปร่งใส (เต็ม 18)"}
unit: point
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
reading:
  vi: "Thủ tục công khai đúng hạn, nội dung đầy đủ, hồ sơ đồng bộ lên cổng quốc gia. Tỷ lệ dưới 5 trường hợp không chấm; điểm nhóm chia theo phần chấm được. Điểm thành phần chưa xác minh."
  en: "Procedures published on time, content in full, dossiers synchronised to the national portal. Ratios of fewer than 5 cases are not scored, and the group's points are shared among those that are. The split is not verified."
  th: "ประกาศขั้นตอนตรงเวลา เนื้อหาครบ และส่งข้อมูลแฟ้มเข้าพอร์ทัลแห่งชาติ สัดส่วนที่มีน้อยกว่า 5 กรณีไม่ให้คะแนน และแบ่งคะแนนกลุ่มตามส่วนที่ให้ได้ การแบ่งยังไม่ยืนยัน"
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
from services.index766_publicity
group by area, period
