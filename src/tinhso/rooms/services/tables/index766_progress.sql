/*
label: {vi: "Điểm thành phần: tiến độ, kết quả giải quyết", en: "Points of the parts: progress and settlement", th: "คะแนนย่อย: ความก้าวหน้าและผลการดำเนินการ"}
grain: {vi: "Một dòng mỗi khu vực, kỳ và tỷ lệ được chấm", en: "One row an area, period and ratio scored", th: "หนึ่งแถวต่อพื้นที่ งวด และสัดส่วนที่ให้คะแนน"}
note: "Points of a ratio are its maximum times ratio over target, at most its maximum; ratios of too few cases are not scored."
*/
with ratio as (
    select
        c.area, c.period, 'index766_on_time_points' as part,
        c.settled_on_time + cast(i.value as bigint) * c.open_on_time as numerator,
        c.settled + cast(i.value as bigint) * c.open as denominator, true as of_people
    from services.dossier_count c
    join measure.period q on q.period = c.period
    join law.parameter i on i.id = 'index766_in_process_counts' and q.starts >= i.starts and q.starts < i.ends
)
select
    x.area, x.period, x.part, x.numerator, x.denominator,
    cast(
        round(
            cast(m.value as double)
            * least(cast(1 as double), cast(x.numerator as double) / x.denominator / cast(t.value as double)), 4
        ) as decimal(9, 4)
    ) as points,
    m.value as points_at_most,
    g.value as group_points
from ratio x
join measure.period p on p.period = x.period
join law.parameter m on m.id = x.part and p.starts >= m.starts and p.starts < m.ends
join law.parameter t on t.id = 'index766_progress_full_at' and p.starts >= t.starts and p.starts < t.ends
join law.parameter g on g.id = 'index766_progress_points' and p.starts >= g.starts and p.starts < g.ends
join law.parameter k on k.id = 'index766_least_cases' and p.starts >= k.starts and p.starts < k.ends
where x.denominator > 0 and (x.denominator >= k.value or not x.of_people)
