/*
label: {vi: "Tỷ lệ doanh nghiệp có chủ là người cư trú đã biết", en: "Enterprises whose owner is a known resident", th: "สัดส่วนวิสาหกิจที่เจ้าของเป็นผู้พำนักที่รู้จัก"}
unit: share
direction: up
law: nd-168-2025
owner: so-tai-chinh
seeds: [DN11, HY5]
periods: [year, quarter]
reading:
  vi: "Chủ là người đại diện theo pháp luật, được nhận ra theo số định danh, tên, ngày sinh và địa chỉ cùng xét; chủ cư trú ở tỉnh khác không có trong sổ của tỉnh nên không thể đạt 100%. Độ đúng và độ đủ ước tính của phép nối đứng cạnh con số này."
  en: "The owner is the person who answers by law, recognised by personal id, name, birth and address weighed together; owners who live in other provinces are in no register here, so 100 % cannot be reached. The linkage's estimated precision and recall stand beside this figure."
  th: "เจ้าของคือผู้มีอำนาจตามกฎหมาย รู้จักจากเลขประจำตัว ชื่อ วันเกิด และที่อยู่ที่ชั่งน้ำหนักร่วมกัน เจ้าของที่อยู่จังหวัดอื่นไม่มีในทะเบียนนี้ จึงไม่อาจถึง 100% ความแม่นและความครบโดยประมาณของการเชื่อมแสดงข้างตัวเลขนี้"
checked: 2026-11-22
*/
select
    e.area,
    p.period,
    count(o.left_id) as numerator,
    count(*) as denominator
from economy.enterprise e
join measure.period p on e.registered_on < p.ends
left join (select left_id from economy.owner where accepted) o on o.left_id = e.tax_code
where p.ends > (select min(registered_on) from economy.enterprise)
group by e.area, p.period
