"""The public page of the bodies that settle dossiers, and one page for each."""

from django.http import Http404, HttpRequest, HttpResponse

from tinhso.people.access import public
from tinhso.rooms.services.web.bodies import bodies, figures_of, find_body
from tinhso.rooms.services.web.views.showing import check_province, show


@public
def agencies(request: HttpRequest, slug: str) -> HttpResponse:
    """Every body with what it handles and how it did in the last whole year."""
    province = check_province(slug)
    figures = figures_of(province)
    rows = [
        (body, figures.latest(figures.settled, body.word.id), figures.latest(figures.online, body.word.id))
        for body in bodies()
    ]
    return show(request, "agencies", province, rows=rows, figures=figures)


@public
def agency(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """One body: its procedures, its hours, its points."""
    province = check_province(slug)
    body = find_body(id_)
    if body is None:
        raise Http404
    figures = figures_of(province)
    return show(
        request,
        "agency",
        province,
        body=body,
        figures=figures,
        settled=figures.latest(figures.settled, id_),
        online=figures.latest(figures.online, id_),
        points=figures.points_of(id_),
    )
