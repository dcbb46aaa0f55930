"""The steering committee's report as a file, made from a release and the one before it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from tinhso.people.access import public
from tinhso.portal.homes import get_edition_of
from tinhso.portal.published import MARK
from tinhso.portal.reports.making import FORMS, KINDS, make_report


@public
def report(request: HttpRequest, slug: str, id_: str, form: str) -> HttpResponse:
    """Give the report of a release in the page's language, compared with release `since`, else the one before."""
    if form not in FORMS:
        raise Http404(form)
    edition = get_edition_of(slug, id_)
    since = request.GET.get("since") or edition.release.manifest["previous"]
    before = get_edition_of(slug, since) if since else None
    language = (get_language() or "vi")[:2]
    site = f"{request.scheme}://{request.get_host()}"
    content = make_report(edition, before, form=form, language=language, site=site)
    name = f"{slug}-{id_}-{language}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # What depends on a query is not kept as a file.
    return HttpResponse(content, content_type=KINDS[form], headers=headers if request.GET else {**headers, MARK: "1"})
