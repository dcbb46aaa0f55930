/*
label: {vi: Tỷ trọng kinh tế số của ngành thấp nhất, en: Digital share of the sector where it is lowest, th: สัดส่วนดิจิทัลของสาขาที่ต่ำที่สุด}
unit: share
direction: up
law: nq-57-2024; qd-411-2022
owner: thong-ke
seeds: [DN5, DN7]
level: province
periods: [year]
reading:
  vi: "Lời hứa nói “từng ngành”, nên đo ngành thấp nhất. Ngành hiểu là ngành cấp 1 của VSIC; văn bản không nói cách hiểu khác."
  en: "The promise says \"every sector\", so the lowest is measured. A sector is read as a section of VSIC; the text gives no other reading."
  th: "คำสัญญากล่าวว่า “ทุกสาขา” จึงวัดสาขาที่ต่ำสุด สาขาหมายถึงหมวดใหญ่ของ VSIC เพราะเอกสารไม่ได้ระบุเป็นอย่างอื่น"
note:
  vi: "Trong mỗi ngành: ngành lõi tính trọn, phần còn lại theo tỷ lệ đầu vào số. Ngành thiếu tỷ lệ thì cả năm không có số liệu."
  en: "Within a sector core industries count in full, the rest by the digital share of inputs. A missing input share leaves the year without a figure."
  th: "ในแต่ละสาขา อุตสาหกรรมหลักนับเต็ม ที่เหลือตามสัดส่วนปัจจัยดิจิทัล หากขาดสัดส่วนปีนั้นไม่มีตัวเลข"
verified: false
checked: 2026-11-22
*/
with coded as (
    select
        v.area,
        v.year,
        v.industry,
        v.value_added_vnd,
        max(case when c.kind = 'industry_sections' then c.group_id end) as section,
        bool_or(c.kind = 'digital_core_industries' and not c.is_exception) as is_core
    from economy.value_added v
    join measure.period p on p.kind = 'year' and year(p.starts) = v.year
    join measure.classification c
        on c.kind in ('industry_sections', 'digital_core_industries')
        and c.starts < p.ends
        and c.ends >= p.ends
        and starts_with(v.industry, c.code)
    where v.price_base = 'current' and v.industry <> 'T'
    group by v.area, v.year, v.industry, v.value_added_vnd
),

sector as (
    select
        i.area,
        i.year,
        i.section,
        bool_and(i.is_core or d.share is not null) as is_known,
        cast(
            round(sum(case when i.is_core then i.value_added_vnd else i.value_added_vnd * d.share end), 0)
            as decimal(38, 0)
        ) as digital_vnd,
        cast(sum(i.value_added_vnd) as decimal(38, 0)) as added_vnd
    from coded i
    left join economy.digital_input_share d
        on d.industry = i.industry and d.from_year <= i.year and d.until_year >= i.year
    group by i.area, i.year, i.section
),

ranked as (
    select
        area,
        year,
        digital_vnd,
        added_vnd,
        min(case when is_known then 1 else 0 end) over (partition by area, year) as all_known,
        row_number() over (
            partition by area, year
            order by cast(digital_vnd as double) / cast(added_vnd as double), section
        ) as place
    from sector
    where added_vnd > 0
)

select r.area, p.period, sum(r.digital_vnd) as numerator, sum(r.added_vnd) as denominator
from ranked r
join measure.period p on p.kind = 'year' and year(p.starts) = r.year
where r.place = 1 and r.all_known = 1
group by r.area, p.period
