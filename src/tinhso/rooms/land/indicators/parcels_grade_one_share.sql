/*
label: {vi: "Tỷ lệ thửa đất loại I (đủ và không mâu thuẫn)", en: "Parcels of grade I (complete, no conflict)", th: "สัดส่วนแปลงระดับ I (ครบถ้วน ไม่ขัดแย้ง)"}
unit: share
direction: up
law: nd-101-2024
owner: so-nnmt
seeds: [DN11]
periods: [year, quarter]
reading:
  vi: "Loại I: có ranh giới, có giấy, mọi chủ là người cư trú đã biết, không mâu thuẫn; loại II: có giấy nhưng thiếu một điều; loại III: chưa có giấy. Cách chia theo chiến dịch làm giàu dữ liệu đất đai, tiêu chí chi tiết chưa kiểm chứng; tính theo sổ như hiện nay, nên chỉ có kỳ mới nhất."
  en: "Grade I: outline, certificate, every holder a known resident, no conflict; grade II: a certificate, but one of these is missing; grade III: no certificate. Grades as in the land-data campaign, their detailed criteria unverified; by the registers as they are now, so for the newest period only."
  th: "ระดับ I: มีแนวเขต หนังสือรับรอง ผู้ถือทุกคนเป็นผู้พำนักที่รู้จัก ไม่มีข้อขัดแย้ง ระดับ II: มีหนังสือรับรองแต่ขาดบางข้อ ระดับ III: ไม่มีหนังสือรับรอง เกณฑ์ละเอียดยังไม่ได้ยืนยัน คิดตามทะเบียนปัจจุบัน จึงมีเฉพาะงวดล่าสุด"
verified: false
checked: 2026-11-22
*/
select
    g.area,
    p.period,
    cast(sum(case when g.grade = 1 then 1 else 0 end) as bigint) as numerator,
    count(*) as denominator
from land.parcel_grade g
cross join measure.period p
where p.ends = (select max(q.ends) from measure.period q where q.kind = p.kind)
group by g.area, p.period
