"""Official papers as PDF/A: the seven forms of the one-stop shop, and results.

Takes an `OfficialForm` (words only), gives the bytes of an accessible PDF/A-2b file, the same for the same words and
instant. The words of each form are chosen in `official_forms`; signing belongs to `signature`. Text reaches the
typesetter as data, so nothing that a person typed is ever run.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import segno
import typst

from tinhso.base.label import Label

TEMPLATE = Path(__file__).parent / "documents" / "official.typ"
COUNTRY = Label("Cộng hòa xã hội chủ nghĩa Việt Nam", "Socialist Republic of Viet Nam", "สาธารณรัฐสังคมนิยมเวียดนาม")
MOTTO = Label("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness", "เอกราช - เสรีภาพ - ความสุข")
NUMBER = Label("Số", "No.", "เลขที่")
CODE = Label("Mã hồ sơ", "Dossier code", "รหัสคำขอ")
DAY = Label("ngày {d} tháng {m} năm {y}", "{d}/{m}/{y}", "วันที่ {d} เดือน {m} ปี {y}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; `widths` are parts of the page's width, one a column."""

    head: tuple[Label, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


NO_TABLE = Table((), (), ())


@dataclass(frozen=True, slots=True)
class OfficialForm:
    """A paper to be printed: its form number and title, who issues it where and when, its rows, table and text.

    `qr` is the text of the code in the corner (empty: none), `wide` turns the page.
    """

    form: str
    title: Label
    parent_unit: str
    unit: str
    place: str
    issued_at: datetime
    rows: tuple[tuple[Label, str], ...]
    number: str = ""
    code: str = ""
    qr: str = ""
    table: Table = NO_TABLE
    paragraphs: tuple[Label, ...] = ()
    signers: tuple[Label, ...] = ()
    wide: bool = False


def render(form: OfficialForm, language: str = "vi") -> bytes:
    """The paper as PDF/A-2b in one language (`vi`, `en`, `th`); rows without a value are left out."""
    content = json.dumps(_content(form, language), ensure_ascii=False)
    return bytes(
        typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"content": content},
            pdf_standards="a-2b",
            timestamp=int(form.issued_at.timestamp()),
        )
    )


def qr_svg(text: str) -> str:
    """A QR code as a complete SVG picture."""
    stream = BytesIO()
    segno.make(text, error="m").save(stream, kind="svg", border=0, scale=4, xmldecl=False)
    return stream.getvalue().decode()


def _content(form: OfficialForm, language: str) -> dict[str, object]:
    def texts(labels: Sequence[Label]) -> list[str]:
        return [label.text(language) for label in labels]

    day = DAY.format(d=f"{form.issued_at.day:02d}", m=f"{form.issued_at.month:02d}", y=form.issued_at.year)
    return {
        "language": language,
        "title": form.title.text(language),
        "form_name": form.form,
        "parent_unit": form.parent_unit,
        "unit": form.unit,
        "country": COUNTRY.text(language),
        "motto": MOTTO.text(language),
        "place_and_day": f"{form.place}, {day.text(language)}",
        "number": form.number,
        "number_label": NUMBER.text(language),
        "code": form.code,
        "code_label": CODE.text(language),
        "qr": qr_svg(form.qr) if form.qr else "",
        "rows": [[label.text(language), value] for label, value in form.rows if value],
        "table": {
            "head": texts(form.table.head),
            "rows": form.table.rows,
            "widths": form.table.widths,
        },
        "paragraphs": texts(form.paragraphs),
        "signers": texts(form.signers) or [""],
        "wide": form.wide,
    }


@cache
def _fonts() -> typst.Fonts:
    """The two type families, and no others: a paper looks the same on every machine."""
    folders = [str(files(package) / "files") for package in ("fontpkg_be_vietnam_pro", "fontpkg_noto_sans_thai")]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
