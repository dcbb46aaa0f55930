/*
label: {vi: "Tỷ lệ dòng cư trú ghi lặp một người", en: "Rows that repeat a resident", th: "สัดส่วนแถวที่บันทึกผู้พำนักซ้ำ"}
unit: share
direction: down
law: nd-137-2015
owner: cong-an
seeds: [HY3, DN11]
periods: [year, quarter]
reading:
  vi: "Mỗi nhóm dòng được nhận là một người giữ dòng có mã nhỏ nhất, các dòng còn lại là lặp; cặp chưa chắc chờ người quyết định và chưa tính. Độ đúng và độ đủ ước tính của phép nối đứng cạnh con số này."
  en: "Of each group of rows taken for one person the row with the smallest key stays, the others repeat it; pairs in doubt wait for people and do not count yet. The linkage's estimated precision and recall stand beside this figure."
  th: "ในกลุ่มแถวที่ถือว่าเป็นคนเดียวกัน แถวที่มีรหัสน้อยที่สุดคงไว้ แถวอื่นคือซ้ำ คู่ที่ยังไม่แน่รอคนตัดสินและยังไม่นับ ความแม่นและความครบโดยประมาณของการเชื่อมแสดงข้างตัวเลขนี้"
checked: 2026-11-22
*/
select
    r.area,
    p.period,
    count(t.right_id) as numerator,
    count(*) as denominator
from population.resident r
join measure.period p on r.registered_on < p.ends
left join (select right_id from population.residents_twice where accepted and left_id = entity) t
    on t.right_id = r.resident_id
where p.ends > (select min(registered_on) from population.resident)
group by r.area, p.period
