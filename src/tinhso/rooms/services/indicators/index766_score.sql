/*
label: {vi: "Bộ chỉ số 766: chất lượng phục vụ người dân, doanh nghiệp (tối đa 100)", en: "Index 766: quality of serving people and businesses (at most 100)", th: "ดัชนี 766: คุณภาพบริการประชาชนและธุรกิจ (เต็ม 100)"}
unit: point
direction: up
law: qd-766-2022
owner: van-phong-ubnd
seeds: [DN5]
periods: [year, month]
reading:
  vi: "Tổng điểm năm nhóm, chỉ tính khi cả năm nhóm đều chấm được. Khung điểm năm nhóm đã đối chiếu; điểm thành phần, mục tiêu từng năm và cách tính hồ sơ đang xử lý thì chưa."
  en: "The sum of the five groups, given only where all five can be scored. The five maxima were checked; the split inside groups, yearly targets and the treatment of dossiers in process were not."
  th: "ผลรวมห้ากลุ่ม ให้เฉพาะเมื่อทุกกลุ่มมีคะแนน คะแนนเต็มของห้ากลุ่มตรวจแล้ว การแบ่งในกลุ่ม เป้าหมายรายปี และการนับแฟ้มที่กำลังดำเนินการยังไม่ได้ตรวจ"
verified: false
checked: 2026-11-22
*/
with part as (
    select area, period, 'publicity' as part_of, points, points_at_most, group_points from services.index766_publicity
    union all
    select area, period, 'progress' as part_of, points, points_at_most, group_points from services.index766_progress
    union all
    select area, period, 'digitisation' as part_of, points, points_at_most, group_points from services.index766_digitisation
    union all
    select area, period, 'online' as part_of, points, points_at_most, group_points from services.index766_online
    union all
    select area, period, 'satisfaction' as part_of, points, points_at_most, group_points from services.index766_satisfaction
),
scored as (
    select
        area, period, part_of,
        cast(
            round(cast(sum(points) as double) * max(group_points) / cast(sum(points_at_most) as double), 4)
            as decimal(9, 4)
        ) as score
    from part
    group by area, period, part_of
)
select area, period, cast(sum(score) as decimal(9, 4)) as numerator, null as denominator
from scored
group by area, period
having count(*) = 5
