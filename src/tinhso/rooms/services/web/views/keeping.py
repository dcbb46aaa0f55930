"""What a person typed when the session had ended: kept while they sign in again, and shown once more."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

TEXTS = ("text", "note", "result", "do")
LONGEST = 4_000
_KEY = "services_typed"


def keeping_typed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Keep the texts of a form whose sender is led to the sign-in page."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        answer = view(request, *args, **named)
        location = answer.headers.get("Location", "")
        if request.method == "POST" and answer.status_code == 302 and location.startswith(reverse("sign_in")):
            request.session[_KEY] = {
                n: request.POST[n].replace("\x00", "")[:LONGEST] for n in TEXTS if request.POST.get(n)
            }
        return answer

    return kept


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was kept, once; empty when nothing was."""
    found = request.session.pop(_KEY, {}) if request.session.session_key else {}
    return {str(name): str(text) for name, text in found.items()}
