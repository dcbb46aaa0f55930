"""The lines of the desk's table as HTML, made here and not in its template: fifty lines of template cost more than all
the rest of the page.

Takes lines as the query gives them, the language and the instant; gives HTML in which whatever people wrote is escaped.
The head of the table, and everything around it, belongs to the template.
"""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from tinhso.rooms.services.states import STATUS_LABELS
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.desk import DeskLine
from tinhso.rooms.services.web.templatetags.services import INSTANT, read_words


def desk_lines(lines: Iterable[DeskLine], province: str, language: str, as_of: datetime) -> SafeString:
    """Return the rows of the table's body, in order: tick, due instant, code, procedure, applicant, status."""
    here, words = reverse("services_desk", args=[province]), read_words()
    tick = escape(words["tick"].text(language))
    late = f' <span class="tag overdue">▲ {escape(words["overdue"].text(language))}</span>'
    statuses = {int(status): escape(label.text(language)) for status, label in STATUS_LABELS.items()}
    names: dict[str, str] = {}
    zone, rows = timezone.get_current_timezone(), []
    for code, version, procedure, applicant, status, due_at, is_finished in lines:
        if procedure not in names:
            names[procedure] = escape(procedures()[procedure].label.text(language))
        shown = escape(code)
        due = due_at.astimezone(zone).strftime(INSTANT) if due_at else "—"
        overdue = late if due_at and due_at < as_of and not is_finished else ""
        rows.append(
            f'<tr><td><input type="checkbox" name="ticked" value="{shown}~{version}" aria-label="{tick} {shown}"></td>'
            f'<td>{due}{overdue}</td><th scope="row"><a href="{here}{quote(code)}/">{shown}</a></th>'
            f"<td>{names[procedure]}</td><td>{escape(applicant)}</td><td>{statuses[status]}</td></tr>"
        )
    return SafeString("".join(rows))
