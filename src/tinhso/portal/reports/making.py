"""Make a report: which releases, which language, which form.

Takes editions of one province and the portal's address, gives the bytes of a file. Django must have been set up.
"""

from django.urls import reverse
from django.utils import translation

from tinhso.portal.edition import Edition
from tinhso.portal.reports.content import compose_report
from tinhso.portal.reports.pdf import report_pdf
from tinhso.portal.reports.word_file import report_docx

FORMS = {"pdf": report_pdf, "docx": report_docx}
KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def make_report(now: Edition, before: Edition | None, *, form: str, language: str, site: str) -> bytes:
    """Return the report of an edition compared with an earlier one; raises KeyError for a form not in `FORMS`."""
    with translation.override(language):
        address = site.rstrip("/") + reverse("release", args=[now.slug, now.id])
        return FORMS[form](compose_report(now, before, address))
