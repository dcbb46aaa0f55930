/*
label: {vi: Doanh nghiệp công nghệ số hàng đầu thế giới đang sản xuất, en: World-leading digital enterprises producing, th: วิสาหกิจดิจิทัลชั้นนำของโลกที่ดำเนินการผลิต}
unit: enterprise
direction: up
law: nq-57-2024
owner: ban-quan-ly-kcn
seeds: [DN2]
level: province
periods: [year]
reading:
  vi: "Văn bản không định nghĩa 'hàng đầu'. Ở đây là nhà đầu tư có doanh thu tập đoàn từ ngưỡng của tham số có ngày hiệu lực; ngưỡng là đề xuất, chờ tỉnh quyết định."
  en: "No text defines 'leading'. Here it is an investor whose group revenue reaches a dated threshold, which is a proposal until the province decides."
  th: "ไม่มีตัวบทนิยามคำว่าชั้นนำ ในที่นี้คือผู้ลงทุนที่รายได้กลุ่มถึงเกณฑ์ที่มีวันที่ใช้ ซึ่งเป็นข้อเสนอจนกว่าจังหวัดจะตัดสินใจ"
verified: false
checked: 2026-11-22
*/
select
    a.area,
    p.period,
    count(distinct case when t.id is not null then j.investor end) as numerator,
    null as denominator
from measure.area a
cross join measure.period p
left join industry.investment_project j
    on j.area = a.area
    and j.producing_on < p.ends
    and (j.withdrawn_on is null or j.withdrawn_on >= p.ends)
left join law.parameter t
    on t.id = 'leading_enterprise_revenue_usd'
    and t.starts < p.ends
    and t.ends >= p.ends
    and j.group_revenue_usd >= t.value
where a.level = 'province'
    and p.kind = 'year'
    and p.ends > (select min(lead_on) from industry.investment_project)
group by a.area, p.period
