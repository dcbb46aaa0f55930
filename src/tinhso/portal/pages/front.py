"""Front pages: the list of provinces, two provinces side by side, what moved since the last release, and search."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_from_request

from tinhso.people.access import public
from tinhso.portal.comparing import changes_between, side_by_side
from tinhso.portal.homes import current_editions, get_edition, get_edition_of
from tinhso.portal.pages.page import show
from tinhso.portal.searching import MAX_QUERY, search


@public
def root(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the reader's language, Vietnamese when none of ours is asked for."""
    return HttpResponseRedirect(f"/{get_language_from_request(request)[:2]}/")


@public
def provinces(request: HttpRequest) -> HttpResponse:
    """Show the provinces served; lead straight to the only one."""
    editions = current_editions()
    if len(editions) == 1:
        return HttpResponseRedirect(reverse("scoreboard", args=[editions[0].slug]))
    return show(request, "provinces.html", editions=editions)


@public
def compare(request: HttpRequest) -> HttpResponse:
    """Show every indicator that two or more provinces measure, side by side, each with its receipt."""
    editions = current_editions()
    return show(request, "compare.html", editions=editions, rows=side_by_side(editions))


@public
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what moved between the newest release and the one before it."""
    edition = get_edition(slug)
    previous = edition.release.manifest["previous"]
    before = get_edition_of(slug, previous) if previous else None
    moved = changes_between(before, edition) if before else []
    return show(request, "changes.html", edition, before=before, moved=moved)


@public
def search_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a few words may mean."""
    edition = get_edition(slug)
    query = request.GET.get("q", "")[:MAX_QUERY]
    return show(request, "search.html", edition, query=query, found=search(edition, query))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    response = show(request, "not_found.html", path=request.path)
    response.status_code = 404
    return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was older than the sign-in, or came from elsewhere: nothing of it was taken."""
    response = show(request, "stale_form.html")
    response.status_code = 403
    return response


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the page is not for this person."""
    response = show(request, "people/refused.html")
    response.status_code = 403
    return response
