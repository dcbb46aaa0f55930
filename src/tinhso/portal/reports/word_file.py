"""The report as DOCX, for offices that go on writing in it: a template with places, filled by docxtpl.

Takes a `Report`, gives the bytes of the file. The template is made by code from the same tables the PDF sets, in the
same order; charts and the QR code are pictures with their words beside them.
"""

from dataclasses import asdict
from io import BytesIO

import segno
from docx import Document
from docx.document import Document as Template
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage

from tinhso.portal.picture import png_of
from tinhso.portal.reports.content import Report

_FONT = "Be Vietnam Pro"


def report_docx(report: Report) -> bytes:
    """Return the report as a DOCX file."""
    filled = DocxTemplate(_template())
    pictures = [
        {
            "caption": picture.caption,
            "alt": picture.alt,
            "image": InlineImage(filled, BytesIO(png_of(picture.svg)), Mm(130)),
        }
        for picture in report.pictures
    ]
    qr = InlineImage(filled, _qr(report.address), Mm(28))
    filled.render({"report": asdict(report) | {"pictures": pictures}, "qr": qr}, autoescape=True)
    out = BytesIO()
    filled.save(out)
    return out.getvalue()


def _template() -> BytesIO:
    document = Document()
    document.styles["Normal"].font.name = _FONT
    document.styles["Normal"].font.size = Pt(10)
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ report.title }}   {{ report.invented }}"
    section.footer.paragraphs[0].text = "{{ report.subtitle }}"
    document.add_heading("{{ report.title }}", 0)
    for text in ("{{ report.subtitle }}", "{{ report.invented_why }}", "{{ qr }}", "{{ report.scan }}"):
        document.add_paragraph(text)
    document.add_paragraph("{{ report.address }}")
    _add_table(document, "report.summary", 5)
    _add_table(document, "report.moved", 4)
    document.add_paragraph("{%p for pillar in report.pillars %}")
    _add_table(document, "pillar", 5)
    document.add_paragraph("{%p endfor %}")
    _add_table(document, "report.overdue", 5)
    document.add_paragraph("{%p for picture in report.pictures %}")
    for text in ("{{ picture.caption }}", "{{ picture.image }}", "{{ picture.alt }}"):
        document.add_paragraph(text)
    document.add_paragraph("{%p endfor %}")
    _add_table(document, "report.evidence", 4)
    _add_table(document, "report.findings", 2)
    out = BytesIO()
    document.save(out)
    out.seek(0)
    return out


def _add_table(document: Template, name: str, n_columns: int) -> None:
    """Add a heading, a lead, and a table of a row of names and one repeated row, or the words for an empty one."""
    document.add_heading(f"{{{{ {name}.title }}}}", 1)
    document.add_paragraph(f"{{{{ {name}.lead }}}}")
    document.add_paragraph(f"{{%p if {name}.rows %}}")
    table = document.add_table(rows=4, cols=n_columns, style="Light Grid Accent 1")
    for column in range(n_columns):
        table.cell(0, column).text = f"{{{{ {name}.columns[{column}] }}}}"
        table.cell(2, column).text = f"{{{{ row[{column}] }}}}"
    table.cell(1, 0).text = f"{{%tr for row in {name}.rows %}}"
    table.cell(3, 0).text = "{%tr endfor %}"
    properties = table.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    properties.append(repeated)
    document.add_paragraph("{%p else %}")
    document.add_paragraph(f"{{{{ {name}.empty }}}}")
    document.add_paragraph("{%p endif %}")


def _qr(address: str) -> BytesIO:
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    out.seek(0)
    return out
