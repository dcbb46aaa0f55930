"""What a person typed into a form that could not be taken: kept in the session, shown once more, then forgotten.

Takes a request, keeps the form's fields (never a password) and the names of its files, which cannot wait. A form sent
after the session ended waits for the page `back` that the person comes to after signing in again, which shows it in its
own form; where a view names none, the page `resume` shows it. A form that met a fault waits for the next page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

KEY = "typed"
_NEVER_KEPT = ("csrfmiddlewaretoken", "password")
_MAX_TYPED = 24_000


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent to `path`: fields in order, names of files; `why` names a word, `fault` is said in full."""

    path: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    why: str = ""
    fault: str = ""

    @property
    def fields(self) -> Mapping[str, str]:
        """Return each field by name, the last of several."""
        return dict(self.pairs)

    def __bool__(self) -> bool:
        """Return whether anything was kept."""
        return bool(self.path)


def keep_typed(request: HttpRequest, *, why: str = "", fault: str = "", back: str = "") -> bool:
    """Keep a form until the page at `back`, or the next page, and return whether its words were short enough."""
    pairs = [(name, text) for name, texts in request.POST.lists() if name not in _NEVER_KEPT for text in texts]
    fits = sum(len(str(text)) for _, text in pairs) <= _MAX_TYPED
    request.session[KEY] = {
        "path": request.get_full_path(), "back": back, "why": why, "fault": fault,
        "pairs": [[name, str(text).replace("\0", "")] for name, text in pairs] if fits else [],
        "files": [str(file.name) for _, sent in request.FILES.lists() for file in sent],
    }  # fmt: skip
    return fits


def typed_before(request: HttpRequest) -> Typed:
    """Return what was kept for this page and forget it; an empty one when nothing was."""
    kept = request.session.get(KEY) if request.session.session_key else None
    if not isinstance(kept, Mapping) or kept.get("back", "") not in ("", request.path):
        return Typed()
    del request.session[KEY]
    pairs = tuple((str(name), str(text)) for name, text in kept["pairs"])
    return Typed(kept["path"], pairs, tuple(kept["files"]), kept["why"], kept["fault"])


def lead_to_door(request: HttpRequest, back: str = "") -> HttpResponseRedirect:
    """Lead to the sign-in page, and from there back; what was being sent waits for the page at `back`, or `resume`."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    back = back or reverse("resume")
    keep_typed(request, why="desk.signed_out", back=back)
    return redirect_to_login(back)
