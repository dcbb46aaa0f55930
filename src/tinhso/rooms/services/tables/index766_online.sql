/*
label: {vi: "Điểm thành phần: cung cấp dịch vụ trực tuyến", en: "Points of the parts: online services and payment", th: "คะแนนย่อย: บริการและการชำระเงินออนไลน์"}
grain: {vi: "Một dòng mỗi khu vực, kỳ và tỷ lệ được chấm", en: "One row an area, period and ratio scored", th: "หนึ่งแถวต่อพื้นที่ งวด และสัดส่วนที่ให้คะแนน"}
note: "Points of a ratio are its maximum times ratio over target, at most its maximum; ratios of too few cases are not scored."
*/
with used as (
    select distinct d.procedure_code, p.period
    from services.dossier d
    join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
),
ratio as (
    select c.area, c.period, 'index766_online_dossiers_points' as part, c.online as numerator, c.received as denominator, true as of_people
    from services.dossier_count c
    union all
    select c.area, c.period, 'index766_paid_online_points' as part, c.paid_online as numerator, c.charged as denominator, true as of_people
    from services.dossier_count c
    union all
    select
        r.area, p.period, 'index766_full_process_points',
        count(*) filter (where r.full_process), count(*) filter (where r.can_be_full_process), false
    from services.procedure_published r
    join measure.period p on r.decided_on < p.ends and (r.valid_until is null or r.valid_until >= p.ends)
    group by r.area, p.period
    union all
    select
        r.area, p.period, 'index766_can_pay_online_points',
        count(*) filter (where r.pays_online), count(*) filter (where r.has_fee), false
    from services.procedure_published r
    join measure.period p on r.decided_on < p.ends and (r.valid_until is null or r.valid_until >= p.ends)
    group by r.area, p.period
    union all
    select
        r.area, p.period, 'index766_used_points', count(distinct u.procedure_code), count(distinct r.procedure_code), false
    from services.procedure_published r
    join measure.period p on r.decided_on < p.ends and (r.valid_until is null or r.valid_until >= p.ends)
    left join used u on u.procedure_code = r.procedure_code and u.period = p.period
    group by r.area, p.period
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
join law.parameter t on t.id = 'index766_online_full_at' and p.starts >= t.starts and p.starts < t.ends
join law.parameter g on g.id = 'index766_online_points' and p.starts >= g.starts and p.starts < g.ends
join law.parameter k on k.id = 'index766_least_cases' and p.starts >= k.starts and p.starts < k.ends
where x.denominator > 0 and (x.denominator >= k.value or not x.of_people)
