/*
label: {vi: "Điểm thành phần: mức độ hài lòng", en: "Points of the parts: satisfaction", th: "คะแนนย่อย: ความพึงพอใจ"}
grain: {vi: "Một dòng mỗi khu vực, kỳ và tỷ lệ được chấm", en: "One row an area, period and ratio scored", th: "หนึ่งแถวต่อพื้นที่ งวด และสัดส่วนที่ให้คะแนน"}
note: "Points of a ratio are its maximum times ratio over target, at most its maximum; ratios of too few cases are not scored."
*/
with complaint_of as (
    select c.area, c.dossier_code, c.received_on, c.due_on, c.handled_on, c.justified, c.satisfied, c.complained_again
    from services.complaint c
    union all
    select
        a.parent, c.dossier_code, c.received_on, c.due_on, c.handled_on, c.justified, c.satisfied, c.complained_again
    from services.complaint c
    join measure.area a on a.area = c.area
),
ratio as (
    select
        c.area, p.period, 'index766_complaints_on_time_points' as part,
        count(*) filter (where c.handled_on <= c.due_on) as numerator, count(*) as denominator, true as of_people
    from complaint_of c
    join measure.period p on c.due_on >= p.starts and c.due_on < p.ends
    group by c.area, p.period
    union all
    select
        c.area, p.period, 'index766_complaints_content_points',
        count(*) filter (
            where c.handled_on <= c.due_on and coalesce(c.satisfied, true) and not coalesce(c.complained_again, false)
        ),
        count(*), true
    from complaint_of c
    join measure.period p on c.due_on >= p.starts and c.due_on < p.ends
    group by c.area, p.period
    union all
    select
        n.area, n.period, 'index766_dossiers_content_points',
        n.settled - least(n.settled, coalesce(j.n_justified, 0)), n.settled, true
    from services.dossier_count n
    left join (
        select c.area, p.period, count(distinct c.dossier_code) as n_justified
        from complaint_of c
        join measure.period p on c.received_on >= p.starts and c.received_on < p.ends
        where c.justified
        group by c.area, p.period
    ) j on j.area = n.area and j.period = n.period
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
join law.parameter t on t.id = 'index766_satisfaction_full_at' and p.starts >= t.starts and p.starts < t.ends
join law.parameter g on g.id = 'index766_satisfaction_points' and p.starts >= g.starts and p.starts < g.ends
join law.parameter k on k.id = 'index766_least_cases' and p.starts >= k.starts and p.starts < k.ends
where x.denominator > 0 and (x.denominator >= k.value or not x.of_people)
