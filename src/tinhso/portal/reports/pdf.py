"""The report as PDF/A-2b, set by typst from a fixed template; everything that varies goes in as data.

Takes a `Report`, gives the bytes of the file: the same bytes for the same report, for its time is the release's day.
"""

import json
from dataclasses import asdict
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
import typst

from tinhso.portal.reports.content import Report

_TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = ("fontpkg_be_vietnam_pro", "fontpkg_noto_sans_thai")
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def report_pdf(report: Report) -> bytes:
    """Return the report as a PDF/A-2b file."""
    content = asdict(report) | {"as_of": report.as_of.isoformat(), "qr": qr_svg(report.address)}
    made: bytes = typst.compile(
        _TEMPLATE,
        font_paths=[font_folder(package) for package in FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        timestamp=int(datetime(report.as_of.year, report.as_of.month, report.as_of.day, tzinfo=_ZONE).timestamp()),
    )
    return made


def font_folder(package: str) -> Path:
    """Return the folder where a font package keeps its files."""
    return Path(str(files(package) / "files"))


def qr_svg(address: str) -> str:
    """Return the QR code of an address as SVG."""
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2, omitsize=False)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
