/*
label: {vi: Tỷ trọng hàng công nghệ cao trong xuất khẩu hàng hóa, en: High-tech goods in exported goods, th: สัดส่วนสินค้าเทคโนโลยีขั้นสูงในการส่งออกสินค้า}
unit: share
direction: up
law: nq-57-2024
owner: so-cong-thuong
seeds: [DN4]
level: province
periods: [year]
reading:
  vi: "Mẫu số là toàn bộ hàng hóa xuất khẩu, không phải riêng hàng chế biến như chỉ tiêu của Ngân hàng Thế giới. Danh mục theo nhóm của OECD và Eurostat vì chưa có danh mục thống kê quốc gia; mã HS ngoài bảng chuyển đổi tính vào mẫu số, không tính vào tử số."
  en: "The denominator is all exported goods, not manufactures alone as in the World Bank's figure. The list is that of OECD and Eurostat, as no national statistical list was found; an HS code outside the concordance counts below the line and not above."
  th: "ตัวหารคือสินค้าส่งออกทั้งหมด ไม่ใช่เฉพาะสินค้าอุตสาหกรรมตามตัวเลขของธนาคารโลก ใช้รายการของ OECD และ Eurostat เพราะไม่พบรายการสถิติแห่งชาติ รหัส HS นอกตารางแปลงนับในตัวหาร ไม่นับในตัวเศษ"
verified: false
checked: 2026-11-22
*/
with high_tech as (
    select h.hs_code, h.valid_from, h.valid_until, c.starts, c.ends
    from economy.hs_concordance h
    join measure.classification c on c.kind = 'high_tech_goods' and starts_with(h.sitc_code, c.code)
    group by h.hs_code, h.valid_from, h.valid_until, c.starts, c.ends, c.group_id
    having not bool_or(c.is_exception)
),

codes as (
    select distinct hs_code, greatest(valid_from, starts) as starts, least(valid_until, ends) as ends
    from high_tech
),

line as (
    select area, declared_on, substr(hs_code, 1, 6) as hs_code, value_usd
    from economy.customs_line
    where flow = 'export'
)

select
    line.area,
    p.period,
    coalesce(sum(case when codes.hs_code is not null then line.value_usd end), 0) as numerator,
    sum(line.value_usd) as denominator
from line
join measure.period p on p.kind = 'year' and line.declared_on >= p.starts and line.declared_on < p.ends
left join codes
    on codes.hs_code = line.hs_code
    and line.declared_on >= codes.starts
    and line.declared_on < codes.ends
group by line.area, p.period
