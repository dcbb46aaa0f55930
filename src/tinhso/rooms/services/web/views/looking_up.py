"""The public catalogue: search, and a plain page for each procedure."""

import re
import unicodedata
from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse

from tinhso.people.access import public
from tinhso.rooms.services.procedure import Procedure
from tinhso.rooms.services.web.catalogued import forms, procedures, words
from tinhso.rooms.services.web.charging import rates_on
from tinhso.rooms.services.web.views.showing import check_province, now, show


@public
def catalogue(request: HttpRequest, slug: str) -> HttpResponse:
    """Every procedure by field, or those that fit a search in any of the three languages or by code."""
    province = check_province(slug)
    query = request.GET.get("q", "")[:100]
    found = [p for p in procedures().values() if fits(p, query)]
    fields = [(field.label, _of_field(found, field.id)) for field in words().fields.values()]
    return show(request, "catalogue", province, query=query, fields=[f for f in fields if f[1]])


@public
def procedure(request: HttpRequest, slug: str, id_: str) -> HttpResponse:
    """What one procedure asks, how long it takes, what it costs, and the door to apply."""
    province = check_province(slug)
    found = procedures().get(id_)
    if found is None:
        raise Http404
    edition = found.find_edition(now().date())
    papers = [(words().documents[c.document].label, c) for c in found.components]
    return show(
        request,
        "procedure",
        province,
        procedure=found,
        valid=edition,
        papers=papers,
        agency=words().agencies[found.agency].label,
        result=words().results[found.result].label if found.result else None,
        n_steps=len(forms()[id_].steps),
        rates=rates_on(province, id_, now().date()),
    )


def fits(procedure: Procedure, query: str) -> bool:
    """Whether every word of a query stands in the names or codes, accents and case aside."""
    label = procedure.label
    names = [label.vi, label.en, label.th, procedure.code, *procedure.family]
    text = folded(" ".join([*names, *(other.vi for other in procedure.family.values())]))
    return all(word in text for word in folded(query).split())


def folded(text: str) -> str:
    """A text in lower case without accents, for searching."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return re.sub(r"[\u0300-\u036f]", "", plain)


def _of_field(found: Iterable[Procedure], field: str) -> list[Procedure]:
    return sorted((p for p in found if p.field == field), key=lambda p: p.code)
