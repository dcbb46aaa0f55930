"""Tracking without an account, and the list of those who have one."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from tinhso.people.access import public, signed_in
from tinhso.rooms.services.payment import payment_reference
from tinhso.rooms.services.web.catalogued import procedures
from tinhso.rooms.services.web.limiting import address_of, count_miss, is_over
from tinhso.rooms.services.web.models import Dossier, Payment
from tinhso.rooms.services.web.paying import code_picture, settled_of
from tinhso.rooms.services.web.queries import find_tracked
from tinhso.rooms.services.web.steps import moves_of
from tinhso.rooms.services.web.views.showing import check_province, now, show, with_names, written

ROWS = 50
_UNPAID = "select * from services_payment where dossier_id = %s and paid_at is null order by id limit 1"


@public
def track(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a dossier to who knows its code and the last four digits of its phone or personal ID."""
    province = check_province(slug)
    code, factor = written(request, "code", 60), written(request, "factor", 20)
    if request.method != "POST":
        return show(request, "track", province, code=request.GET.get("code", "")[:60])
    address = address_of(request)
    if is_over(address, code, now()):
        return show(request, "track", province, status=429, code=code, too_often=True)
    dossier = find_tracked(province, code, factor)
    if dossier is None:
        count_miss(address, code, now())
        return show(request, "track", province, status=404, code=code, missing=True)
    payment = next(iter(Payment.objects.raw(_UNPAID, [dossier.pk])), None)
    missing = settled_of(payment).missing_vnd if payment else 0
    return show(
        request,
        "tracked",
        province,
        dossier=dossier,
        procedure=procedures()[dossier.procedure_id],
        events=moves_of(dossier),
        payment=payment,
        missing_vnd=missing,
        picture=code_picture(payment, missing) if payment else "",
        reference=payment_reference(payment.pk) if payment else "",
    )


@signed_in
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """The dossiers a person sent while signed in, the latest first."""
    province = check_province(slug)
    user = request.user
    rows = Dossier.objects.filter(province=province, owner=user) if isinstance(user, User) else Dossier.objects.none()
    return show(request, "mine", province, rows=with_names(list(rows.order_by("-submitted_at")[:ROWS])))
