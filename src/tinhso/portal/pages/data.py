"""Open data: the page that lists every form, the files themselves, the catalogue, and OGC API Features.

Files are pure functions of the release and are kept like pages; the catalogue names this site's own address.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from tinhso.people.access import public
from tinhso.portal.edition import Edition
from tinhso.portal.homes import current_editions, get_edition, get_edition_of
from tinhso.portal.opendata import features
from tinhso.portal.opendata.catalogue import FORMS, json_ld, triples, turtle
from tinhso.portal.opendata.observations import json_bytes, parquet_bytes
from tinhso.portal.opendata.package import data_package
from tinhso.portal.opendata.sdmx import sdmx_csv, sdmx_json, sdmx_structure
from tinhso.portal.pages.page import show
from tinhso.portal.published import MARK

_MAKERS: dict[str, Callable[[Edition], bytes]] = {
    "observations.csv": lambda edition: (edition.release.folder / "observations.csv").read_bytes(),
    "observations.parquet": parquet_bytes,
    "observations.json": json_bytes,
    "observations.sdmx.csv": sdmx_csv,
    "observations.sdmx.json": sdmx_json,
    "structure.sdmx.json": sdmx_structure,
    "datapackage.json": data_package,
}


@public
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every form of the release's data, and how to read it by program."""
    edition = get_edition(slug)
    documents = [name for name in edition.release.manifest["files"] if name.partition("/")[0] in edition.rooms]
    return show(request, "data.html", edition, "data", forms=list(FORMS), documents=documents)


@public
def data_file(request: HttpRequest, slug: str, id_: str, name: str) -> HttpResponse:
    """Give one form of a release's observations; `latest` stands for the newest release."""
    if name not in _MAKERS:
        raise Http404(name)
    edition = get_edition(slug) if id_ == "latest" else get_edition_of(slug, id_)
    kind = FORMS[name][0]
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return HttpResponse(_MAKERS[name](edition), content_type=kind, headers={MARK: "1"})


@public
def catalogue(request: HttpRequest, form: str) -> HttpResponse:
    """Give the DCAT-AP catalogue as JSON-LD or Turtle."""
    found = triples(current_editions(), _site(request))
    if form == "ttl":
        return HttpResponse(turtle(found), content_type="text/turtle; charset=utf-8")
    return HttpResponse(json_ld(found), content_type="application/ld+json")


@public
def ogc(request: HttpRequest, slug: str, path: str = "") -> HttpResponse:
    """Answer OGC API Features for a province: landing, conformance, API description, collections, items, one item."""
    edition = get_edition(slug)
    base = f"{_site(request)}/ogc/{slug}"
    match path.strip("/").split("/"):
        case [""]:
            return JsonResponse(features.landing(edition, base))
        case ["conformance"]:
            return JsonResponse({"conformsTo": features.CONFORMANCE})
        case ["api"]:
            kind = "application/vnd.oai.openapi+json;version=3.0"
            return JsonResponse(features.open_api(base), content_type=kind)
        case ["collections"]:
            return JsonResponse(features.collections(edition, base))
        case ["collections", id_, *rest] if id_ in features.COLLECTIONS:
            return _collection(request, edition, id_, rest, base)
    raise Http404(path)


def _collection(request: HttpRequest, edition: Edition, id_: str, rest: list[str], base: str) -> HttpResponse:
    match rest:
        case []:
            return JsonResponse(features.collection(edition, id_, base))
        case ["items"]:
            asked = {name: request.GET.get(name, default) for name, default in features.QUERY.items()}
            try:
                found = features.items(edition, id_, features.read_asked(**asked), base)
            except ValueError as error:
                return JsonResponse({"code": "InvalidParameterValue", "description": str(error)}, status=400)
            return JsonResponse(found, content_type="application/geo+json")
        case ["items", code]:
            try:
                return JsonResponse(features.item(edition, id_, code, base), content_type="application/geo+json")
            except KeyError as error:
                raise Http404(code) from error
    raise Http404("/".join(rest))


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
