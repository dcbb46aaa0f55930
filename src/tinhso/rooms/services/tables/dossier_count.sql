/*
label: {vi: Số hồ sơ theo xã và kỳ, en: Dossiers counted by commune and period, th: จำนวนแฟ้มตามตำบลและงวด}
grain: {vi: Một dòng mỗi xã hoặc tỉnh và kỳ, en: One row a commune or province and period, th: หนึ่งแถวต่อตำบลหรือจังหวัดและงวด}
note: "Settled and open as in services.on_time_share: statuses 3, 7 and the paused ones count in neither."
*/
with event as (
    select
        d.area, p.period, 1 as received,
        case when d.channel = 2 then 1 else 0 end as online,
        case when d.synchronised_on is not null then 1 else 0 end as synchronised,
        coalesce(d.n_components, 0) as components,
        coalesce(d.n_digitised, 0) as digitised,
        case when d.n_reused > 0 then 1 else 0 end as reusing,
        case when d.fee_vnd > 0 then 1 else 0 end as charged,
        case when d.fee_vnd > 0 and d.paid_online then 1 else 0 end as paid_online,
        0 as settled, 0 as settled_on_time, 0 as results_digital, 0 as open, 0 as open_on_time
    from services.dossier d
    join measure.period p on d.received_on >= p.starts and d.received_on < p.ends
    union all
    select
        d.area, p.period, 0, 0, 0, 0, 0, 0, 0, 0, 1,
        case when d.finished_on <= d.due_on then 1 else 0 end,
        case when d.result_digital then 1 else 0 end, 0, 0
    from services.dossier d
    join measure.period p on d.finished_on >= p.starts and d.finished_on < p.ends
    where d.status in (9, 10)
    union all
    select
        d.area, p.period, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
        case when d.due_on >= p.ends then 1 else 0 end
    from services.dossier d
    join measure.period p on d.received_on < p.ends and (d.finished_on is null or d.finished_on >= p.ends)
    where d.status in (2, 4, 9, 10)
),
commune as (
    select
        area, period,
        cast(sum(received) as bigint) as received, cast(sum(online) as bigint) as online,
        cast(sum(synchronised) as bigint) as synchronised, cast(sum(components) as bigint) as components,
        cast(sum(digitised) as bigint) as digitised, cast(sum(reusing) as bigint) as reusing,
        cast(sum(charged) as bigint) as charged, cast(sum(paid_online) as bigint) as paid_online,
        cast(sum(settled) as bigint) as settled, cast(sum(settled_on_time) as bigint) as settled_on_time,
        cast(sum(results_digital) as bigint) as results_digital, cast(sum(open) as bigint) as open,
        cast(sum(open_on_time) as bigint) as open_on_time
    from event
    group by area, period
)
select * from commune
union all
select
    a.parent, c.period, cast(sum(c.received) as bigint), cast(sum(c.online) as bigint),
    cast(sum(c.synchronised) as bigint), cast(sum(c.components) as bigint), cast(sum(c.digitised) as bigint),
    cast(sum(c.reusing) as bigint), cast(sum(c.charged) as bigint), cast(sum(c.paid_online) as bigint),
    cast(sum(c.settled) as bigint), cast(sum(c.settled_on_time) as bigint),
    cast(sum(c.results_digital) as bigint), cast(sum(c.open) as bigint), cast(sum(c.open_on_time) as bigint)
from commune c
join measure.area a on a.area = c.area
group by a.parent, c.period
