"""The change feed over HTTP: `/feed/<province>/<register>` gives signed lines after a cursor, described by OpenAPI.

Public registers go to everybody; others to an agency that shows the token of an agreement in force, and each page given
out under one is a row of the audit trail. A register that a reader may not follow answers as if it were not there.
"""

import gzip
from typing import Annotated, Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError
from pydantic import Field

from tinhso.base.canonical import sha256
from tinhso.base.errors import UnusableInput
from tinhso.base.home import Home
from tinhso.path.feed_seal import public_key, sealed
from tinhso.people.audit import record
from tinhso.portal.homes import served_homes
from tinhso.registers.agreement import Agreement, find_agreement
from tinhso.registers.contract import read_contracts
from tinhso.registers.feed import read_feed
from tinhso.registers.feed_page import MAX_LINES, Page, read_page
from tinhso.registers.feed_shape import FeedShape, find_shape

JSON_LINES = "application/x-ndjson"
api = NinjaAPI(
    title="tinhso feed", version="1", description="What changed in a register, as signed lines to follow.",
    urls_namespace="feed", docs_url=None,
)  # fmt: skip
Slug = Annotated[str, Path(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=40)]
Register = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=80)]
After = Annotated[str, Query(pattern=r"^([0-9]{1,9}\.[0-9]{1,9})?$", max_length=20, description="the last cursor held")]
Limit = Annotated[int, Query(ge=1, le=MAX_LINES, description="at most so many lines")]


class Followed(Schema):
    """A register that the reader may follow."""

    id: str
    label: dict[str, str]
    key: list[str]
    columns: list[str]
    audience: str


class Offer(Schema):
    """What a province lets out to the reader, and the key its pages are signed with."""

    province: str
    public_key: str
    registers: list[Followed]


class Refusal(Schema):
    """Why there is no answer."""

    detail: Any = Field(default=None)


class _NoSuchToken(Exception):
    """A token was shown that no agreement in force has."""


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return api.create_response(request, {"detail": error.errors}, status=400)


@api.exception_handler(UnusableInput)
def _unusable(request: HttpRequest, error: UnusableInput) -> HttpResponse:
    return api.create_response(request, {"detail": [fault.as_dict() for fault in error.faults]}, status=400)


@api.exception_handler(_NoSuchToken)
def _refused(request: HttpRequest, error: _NoSuchToken) -> HttpResponse:
    answer = api.create_response(request, {"detail": "no agreement in force has this token"}, status=401)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


_REFUSALS = {400: Refusal, 401: Refusal, 404: Refusal}


@api.get("/{slug}/", response={200: Offer, **_REFUSALS})
def offer(request: HttpRequest, slug: Slug) -> dict[str, object]:
    """List the registers that the reader may follow."""
    home = _home(slug)
    agreement = _agreement(request, home)
    contracts = read_contracts(home.folder)
    shapes = {id_: shape for id_, contract in contracts.items() if (shape := find_shape(contract, agreement))}
    registers = [
        {
            "id": id_, "label": contracts[id_].label.as_dict(), "key": list(shape.key),
            "columns": list(shape.names), "audience": shape.audience,
        }
        for id_, shape in shapes.items()
    ]  # fmt: skip
    return {"province": home.province, "public_key": public_key(home), "registers": registers}


@api.get(
    "/{slug}/{name}",
    response={**_REFUSALS},
    openapi_extra={
        "responses": {
            200: {"description": "Lines of JSON; the last is the page's seal.", "content": {JSON_LINES: {}}},
            304: {"description": "Nothing came since."},
        }
    },
)
def follow(request: HttpRequest, slug: Slug, name: Register, after: After = "", limit: Limit = 1000) -> HttpResponse:
    """Give the lines after a cursor: `{cursor, at, op: put|delete, key, row}` each, then the page's seal."""
    home = _home(slug)
    agreement = _agreement(request, home)
    contract = read_contracts(home.folder).get(name)
    shape = find_shape(contract, agreement) if contract else None
    feed = read_feed(home, shape) if shape else None
    if shape is None or feed is None:
        raise Http404(name)
    page = read_page(feed, after, limit)
    if agreement is not None and shape.audience == agreement.name and page.n_rows:
        _audit(slug, agreement, shape, page)
    return _answer(request, sealed(home, shape, page), is_public=not shape.agency)


def _home(slug: str) -> Home:
    home = served_homes().get(slug)
    if home is None:
        raise Http404(slug)
    return home


def _agreement(request: HttpRequest, home: Home) -> Agreement | None:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if not kind:
        return None
    found = find_agreement(home, token.strip(), timezone.localdate()) if kind.lower() == "bearer" else None
    if found is None:
        raise _NoSuchToken
    return found


def _audit(slug: str, agreement: Agreement, shape: FeedShape, page: Page) -> None:
    subject = f"{shape.register} {page.n_rows} {page.after or '-'} {page.until}"[:200]
    reason = f"{agreement.name}: {agreement.purpose.vi} ({agreement.law})"
    with transaction.atomic():
        record(
            at=timezone.now(),
            actor=agreement.agency[:150],
            province=slug,
            action="feed",
            subject=subject,
            reason=reason,
        )


def _answer(request: HttpRequest, body: bytes, *, is_public: bool) -> HttpResponse:
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{sha256(body)[:32]}{"-gzip" if packed else ""}"'
    headers = {
        "ETag": etag,
        "Vary": "Accept-Encoding, Authorization",
        "Cache-Control": "public, no-cache" if is_public else "private, no-store",
    }
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
        body = gzip.compress(body, 6, mtime=0)
    return HttpResponse(body, content_type=JSON_LINES, headers=headers)
