/*
label: {vi: Tỷ trọng kinh tế số trong GRDP, en: Digital economy in the province's product, th: สัดส่วนเศรษฐกิจดิจิทัลใน GRDP}
unit: share
direction: up
law: nq-57-2024; qd-411-2022
owner: thong-ke
seeds: [DN5, DN7]
level: province
periods: [year]
reading:
  vi: "Ngành lõi tính toàn bộ giá trị tăng thêm; ngành khác tính phần theo tỷ lệ đầu vào số. Mẫu số là GRDP giá hiện hành gồm thuế sản phẩm trừ trợ cấp."
  en: "Core industries count in full, others by their digital share of inputs. The denominator is the product at current prices with product taxes less subsidies."
  th: "อุตสาหกรรมหลักนับเต็มมูลค่า อุตสาหกรรมอื่นนับตามสัดส่วนปัจจัยดิจิทัล ตัวหารคือ GRDP ราคาปัจจุบันรวมภาษีสินค้าสุทธิ"
note:
  vi: "Danh mục ngành lõi là bảng phân loại có ngày hiệu lực. Thiếu tỷ lệ đầu vào của một ngành thì không có số liệu, không tính là 0."
  en: "The core is a dated list. Where an industry has no input share there is no figure; a missing share is not zero."
  th: "รายการอุตสาหกรรมหลักมีวันที่ใช้ หากอุตสาหกรรมใดไม่มีสัดส่วนปัจจัยจะไม่มีตัวเลข ไม่ถือเป็นศูนย์"
verified: false
checked: 2026-11-22
*/
with core as (
    select distinct v.industry, v.year
    from economy.value_added v
    join measure.period p on p.kind = 'year' and year(p.starts) = v.year
    join measure.classification c
        on c.kind = 'digital_core_industries'
        and c.starts < p.ends
        and c.ends >= p.ends
        and starts_with(v.industry, c.code)
    group by v.industry, v.year
    having not bool_or(c.is_exception)
)
select
    v.area,
    p.period,
    case
        when bool_and(v.industry = 'T' or core.industry is not null or d.share is not null) then cast(
            round(
                sum(
                    case
                        when v.industry = 'T' then 0
                        when core.industry is not null then v.value_added_vnd
                        else v.value_added_vnd * d.share
                    end
                ),
                0
            ) as decimal(38, 0)
        )
    end as numerator,
    sum(v.value_added_vnd) as denominator
from economy.value_added v
join measure.period p on p.kind = 'year' and year(p.starts) = v.year
left join core on core.industry = v.industry and core.year = v.year
left join economy.digital_input_share d
    on d.industry = v.industry
    and d.from_year <= v.year
    and d.until_year >= v.year
where v.price_base = 'current'
group by v.area, p.period
