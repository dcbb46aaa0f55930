"""The public check of an issued paper: by the address in its QR code, by its code, or by the file itself."""

from django.http import HttpRequest, HttpResponse

from tinhso.people.access import public
from tinhso.rooms.services.upload import LARGEST_BYTES, MEBIBYTE, TOO_LARGE
from tinhso.rooms.services.web.templatetags.services import language
from tinhso.rooms.services.web.verifying import Check, check_by_code, check_file
from tinhso.rooms.services.web.views.showing import check_province, show, written


@public
def verify_page(request: HttpRequest, slug: str, code: str = "") -> HttpResponse:
    """Check a paper; nothing sent here is kept."""
    province = check_province(slug)
    typed = written(request, "code", 40) or code[:40]
    file = request.FILES.get("paper")
    if file is not None and (file.size or 0) > LARGEST_BYTES:
        message = TOO_LARGE.format(n=LARGEST_BYTES // MEBIBYTE).text(language())
        return show(request, "verify", province, status=413, code=typed, message=message)
    found: Check | None = None
    if file is not None:
        found = check_file(province, file.read(), typed)
    elif typed:
        found = check_by_code(province, typed)
    return show(request, "verify", province, code=typed, found=found)
