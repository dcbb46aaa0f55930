"""The step report as documents of a release and as lines of text: registers in step, and who mends what.

Takes a home for the documents `steps.json` and `steps.csv`, and a release for the lines that `tinhso steps` prints.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.engine import open_store
from tinhso.measure.release import Release
from tinhso.measure.steps import step_report
from tinhso.rooms.plan.reading import read_agencies

NAME, TABLE = "steps.json", "steps.csv"
COLUMNS = ("pair", "what", "id", "area", "on", "open", "opened", "mended")
STATUS = {
    "in_step": Label("đúng nhịp", "in step", "ก้าวทันกัน"),
    "mending": Label("còn phải sửa", "to be mended", "ยังต้องแก้"),
    "behind": Label("lệch nhịp", "out of step", "ไม่ทันกัน"),
    "absent": Label("chưa có sổ", "not received", "ยังไม่ได้รับ"),
}
_LINE = Label(
    "  {n} dòng mâu thuẫn, {unmatched} dòng chưa nối được; hai sổ gửi lệch {apart} ngày",
    "  {n} rows conflict, {unmatched} find no partner; deliveries lie {apart} days apart",
    "  ขัดแย้ง {n} แถว ไม่พบคู่ {unmatched} แถว ส่งห่างกัน {apart} วัน",
)
_RULE = Label(
    "  {n} ← {first}: {label} (sửa: {agency})",
    "  {n} ← {first}: {label} (mended by {agency})",
    "  {n} ← {first}: {label} (ผู้แก้: {agency})",
)


def step_documents(home: Home, on: date) -> dict[str, bytes]:
    """Return the report of a home as `steps.json`, and its counts as rows in `steps.csv`."""
    # In one transaction the lake reads its catalogue once, not once a query.
    with open_store(home.store, read_only=True) as store, store.transaction():
        report = step_report(store, home, on)
    return {NAME: canonical_json(report) + b"\n", TABLE: steps_csv(report)}


def steps_csv(report: Mapping[str, Any]) -> bytes:
    """Return the counts as CSV: one row a month of a rule (`area` empty), and one a commune on the report's day.

    `what` is `rule`, `left` or `right` (rows of that side of a linkage without a partner); `open` is empty where a
    count by commune is withheld.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for pair in report["pairs"]:
        writer.writerows(_rule_rows(pair))
        writer.writerows(_link_rows(pair, str(report["as_of"])))
    return out.getvalue().encode()


def _rule_rows(pair: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    for rule in pair["rules"]:
        for month in rule["months"]:
            yield (pair["id"], "rule", rule["id"], "", month["on"], month["open"], month["opened"], month["mended"])
        on = rule["months"][-1]["on"] if rule["months"] else ""
        for area, n in rule["by_area"].items():
            yield (pair["id"], "rule", rule["id"], area, on, n, "", "")


def _link_rows(pair: Mapping[str, Any], on: str) -> Iterator[tuple[object, ...]]:
    for link in pair["links"]:
        for side in ("left", "right"):
            if link[side]:
                yield (pair["id"], side, link["id"], "", on, link[side]["unmatched"], "", "")
                for area, n in link[side]["by_area"].items():
                    yield (pair["id"], side, link["id"], area, on, n, "", "")


def step_lines(release: Release, language: str) -> list[str]:
    """Return the report of a release as lines of text; none when the release is older than such reports."""
    report = release.find(NAME)
    if report is None:
        return []
    labels = {r["id"]: Label.read(r["label"]) for room in release.read("rooms.json") for r in room["registers"]}
    agencies = read_agencies()
    lines: list[str] = []
    for pair in report["pairs"]:
        sides = " ~ ".join(labels[side["register"]].text(language) for side in pair["sides"])
        lines.append(f"{STATUS[pair['status']].text(language)}: {sides} [{pair['id']}]")
        apart = "–" if pair["apart_days"] is None else pair["apart_days"]
        lines.append(_LINE.format(n=pair["open"], unmatched=pair["unmatched"], apart=apart).text(language))
        for rule in pair["rules"]:
            first = rule["months"][0]["open"] if rule["months"] else "–"
            n = "–" if rule["open"] is None else rule["open"]
            agency = agencies[rule["mends"]].label.text(language) if rule["mends"] in agencies else rule["mends"]
            label = Label.read(rule["label"]).text(language)
            lines.append(_RULE.format(n=n, first=first, label=label, agency=agency).text(language))
    return lines
