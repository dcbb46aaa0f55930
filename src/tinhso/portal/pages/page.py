"""What every published page shares: its frame, its menu, and the mark that lets it be kept as a file.

Takes a request, a template and an edition; gives the answer. The list of provinces has no edition and no menu.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.portal.edition import Edition
from tinhso.portal.published import MARK
from tinhso.portal.words import language

MENU = (
    ("scoreboard", "menu.scoreboard"),
    ("targets", "menu.targets"),
    ("programmes", "menu.programmes"),
    ("findings", "menu.findings"),
    ("communes", "menu.communes"),
    ("rooms", "menu.rooms"),
    ("indicators", "menu.indicators"),
    ("law", "menu.law"),
    ("releases", "menu.releases"),
    ("data", "menu.data"),
)


def show(
    request: HttpRequest, template: str, edition: Edition | None = None, here: str = "", **context: object
) -> HttpResponse:
    """Return a page; `here` names the menu entry it belongs to. Answers without a query are marked as published."""
    frame = {"edition": edition, "here": here, "menu": MENU, "language": language()}
    response = render(request, template if "/" in template else f"portal/{template}", {**frame, **context})
    if not request.GET:
        response[MARK] = "1"
    return response
