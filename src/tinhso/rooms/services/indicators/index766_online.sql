/*
label: {vi: "Bộ chỉ số 766: dịch vụ và thanh toán trực tuyến (tối đa 22)", en: "Index 766: online services and payment (at most 22)", th: "ดัชนี 766: บริการและการชำระเงินออนไลน์ (เต็ม 22)"}
unit: point
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
reading:
  vi: "Dịch vụ toàn trình, dịch vụ có hồ sơ, hồ sơ trực tuyến (12 điểm); thủ tục và giao dịch thanh toán trực tuyến (10 điểm). Tỷ lệ dưới 5 trường hợp không chấm; điểm nhóm chia theo phần chấm được. Điểm thành phần chưa xác minh."
  en: "Full-process services, services with a dossier, dossiers online (12 points); procedures and payments online (10 points). Ratios of fewer than 5 cases are not scored, and the group's points are shared among those that are. The split is not verified."
  th: "บริการครบวงจร บริการที่มีแฟ้ม แฟ้มออนไลน์ (12 คะแนน) ขั้นตอนและการชำระเงินออนไลน์ (10 คะแนน) สัดส่วนที่มีน้อยกว่า 5 กรณีไม่ให้คะแนน และแบ่งคะแนนกลุ่มตามส่วนที่ให้ได้ การแบ่งยังไม่ยืนยัน"
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
from services.index766_online
group by area, period
