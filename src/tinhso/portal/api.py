"""The read API: observations, indicators, areas, targets and receipts of the current releases, described by OpenAPI.

Takes GET requests, gives JSON with an ETag. Lists are paged by a cursor (`after`, the last key seen), so that nothing
counts a total and a page stays right while others are read.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.views.decorators.http import condition
from ninja import NinjaAPI, Path, Query, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from tinhso.portal.api_services import router as services
from tinhso.portal.board import Row
from tinhso.portal.homes import current_editions, get_edition
from tinhso.portal.opendata.observations import plain
from tinhso.portal.stamp import edition_stamp

api = NinjaAPI(
    title="tinhso",
    version="1",
    description="Released values with their receipts, and the catalogue of public services.",
    urls_namespace="api",
    docs_url=None,
)
api.add_router("/provinces/{slug}/services", services)
Slug = Annotated[str, Path(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=40)]
Limit = Annotated[int, Query(ge=1, le=1000)]
After = Annotated[str, Query(max_length=200)]


class Label(Schema):
    """A text in the three languages."""

    vi: str
    en: str
    th: str


class Province(Schema):
    """A province served and its newest release."""

    slug: str
    code: str
    label: Label
    release: str
    as_of: str
    invented: bool


class Observation(Schema):
    """A released value; numbers are decimal text, null when `status` is not `ok`."""

    indicator: str
    area: str
    period: str
    numerator: str | None
    denominator: str | None
    value: str | None
    status: str
    receipt: str
    invented: bool


class ObservationPage(Schema):
    """A page of observations; `next` is what to give as `after` to go on, null at the end."""

    release: str
    items: list[Observation]
    next: str | None


class Indicator(Schema):
    """An indicator's definition, with the query that computes it."""

    id: str
    label: Label
    unit: str
    direction: str
    level: str
    law: list[str]
    owner: str
    definition: str
    sql: str


class Area(Schema):
    """An administrative unit; the point is in WGS 84."""

    code: str
    label: Label
    kind: str
    level: str
    parent: str
    lat: str | None
    lon: str | None


class Target(Schema):
    """A promised number and where it stands."""

    id: str
    programme: str
    seeds: list[str]
    label: Label
    promise: Label
    pillar: str
    indicator: str | None
    comparison: str
    value: str
    value_high: str | None
    unit: str
    year: int
    status: str
    reason: Label


class Refusal(Schema):
    """Why there is no answer."""

    detail: Any = Field(default=None)


def _etag(request: HttpRequest, *_args: object, **_named: object) -> str:
    return f'"{edition_stamp()}"'


_cached: Callable[..., Any] = decorate_view(condition(etag_func=_etag))


@api.get("/provinces", response=list[Province])
@_cached
def provinces(request: HttpRequest) -> list[dict[str, object]]:
    """List the provinces served."""
    return [
        {
            "slug": edition.slug,
            "code": edition.province["code"],
            "label": edition.province["label"],
            "release": edition.id,
            "as_of": edition.release.manifest["as_of"],
            "invented": edition.release.manifest["invented"],
        }
        for edition in current_editions()
    ]


@api.get("/provinces/{slug}/observations", response={200: ObservationPage, 404: Refusal})
@_cached
def observations(
    request: HttpRequest,
    slug: Slug,
    indicator: After = "",
    area: After = "",
    period: After = "",
    after: After = "",
    limit: Limit = 100,
) -> dict[str, object]:
    """List observations in order of indicator, area and period; `after` is the `next` of the page before."""
    edition = get_edition(slug)
    asked = {"indicator": indicator, "area": area, "period": period}
    found = (row for row in edition.release.observations if all(not v or row[k] == v for k, v in asked.items()))
    start = tuple(after.split("|")) if after else ()
    page = _first(((row for row in found if _key(row) > start)), limit + 1)
    following = "|".join(_key(page[limit - 1])) if len(page) > limit else None
    return {"release": edition.id, "items": [plain(row) for row in page[:limit]], "next": following}


@api.get("/provinces/{slug}/indicators", response={200: list[Indicator], 404: Refusal})
@_cached
def indicators(request: HttpRequest, slug: Slug) -> list[Row]:
    """List the indicators with their queries."""
    return list(get_edition(slug).indicators.values())


@api.get("/provinces/{slug}/areas", response={200: list[Area], 404: Refusal})
@_cached
def areas(request: HttpRequest, slug: Slug) -> list[Row]:
    """List the province and its communes."""
    edition = get_edition(slug)
    return [edition.province, *edition.communes]


@api.get("/provinces/{slug}/targets", response={200: list[Target], 404: Refusal})
@_cached
def targets(request: HttpRequest, slug: Slug) -> list[Row]:
    """List the province's targets with their status."""
    return get_edition(slug).board.targets


@api.get("/provinces/{slug}/receipts/{receipt}", response={200: dict[str, Any], 404: Refusal})
@_cached
def receipt(request: HttpRequest, slug: Slug, receipt: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]) -> Row:
    """Give one receipt as it was released."""
    found = get_edition(slug).receipts.get(receipt)
    if found is None:
        raise Http404(receipt)
    return found


def _key(row: Row) -> tuple[str, ...]:
    return str(row["indicator"]), str(row["area"]), str(row["period"])


def _first(rows: Iterable[Row], n: int) -> list[Row]:
    return [row for row, _ in zip(rows, range(n), strict=False)]
