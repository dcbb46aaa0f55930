"""Stops a request that is larger than all papers of a form together before a byte of its body is read.

A middleware, last in the order: what a view or the check against forged requests would read comes after it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tinhso.base.home import PROVINCES
from tinhso.rooms.services.upload import MEBIBYTE
from tinhso.rooms.services.web.views.showing import show

LARGEST_REQUEST = 64 * MEBIBYTE
_PLACES = ("services", "own")


def refusing_too_large(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 413 with plain words, and close the line, instead of taking a body in that nobody would keep."""

    def refused(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        parts = request.path.split("/")
        ours = len(parts) > 3 and parts[3] in _PLACES and parts[2] in PROVINCES
        if not ours or not length.isdecimal() or int(length) <= LARGEST_REQUEST:
            return answer(request)
        page = show(request, "too_large", parts[2], status=413, n=LARGEST_REQUEST // MEBIBYTE)
        page["Connection"] = "close"
        return page

    return refused
