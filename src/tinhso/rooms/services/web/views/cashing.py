"""The cashier's desk: take a bank's statement in, and mend the lines that do not fit.

For officers at the counter of the whole province, whose one account the statement is of.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from tinhso.base.errors import NotAllowed
from tinhso.people.access import seated
from tinhso.people.models import Seat
from tinhso.people.roles import Role as SeatRole
from tinhso.rooms.services.payment import UNKNOWN_WAY_OUT, WAYS_OUT, payment_reference
from tinhso.rooms.services.states import Role
from tinhso.rooms.services.web import paying
from tinhso.rooms.services.web.actions import Person
from tinhso.rooms.services.web.functions import functions_of
from tinhso.rooms.services.web.models import BankLine, Statement
from tinhso.rooms.services.web.templatetags.services import language, read_words
from tinhso.rooms.services.web.views.showing import now, show, written


@seated(SeatRole.OFFICER)
def statements_page(request: HttpRequest, seat: Seat, slug: str) -> HttpResponse:
    """What is paid, what waits, and which lines need somebody; a POST takes a statement in."""
    _check_cashier(seat)
    if request.method != "POST":
        return _show(request, slug)
    file = request.FILES.get("statement")
    if file is None or (file.size or 0) > paying.LARGEST_STATEMENT:
        message = read_words()["no_statement" if file is None else "statement_too_large"].text(language())
        return _show(request, slug, 409, messages=[message])
    taken = paying.take_statement(slug, file.name or "", file.read(), _person(seat), now())
    messages = [fault.text(language()) for fault in taken.faults[:100]]
    return _show(request, slug, 200 if taken.statement else 409, messages=messages, taken=taken)


@seated(SeatRole.OFFICER)
def line_page(request: HttpRequest, seat: Seat, slug: str, number: int) -> HttpResponse:
    """Mend one line: say which fee it was for, or that it was paid back."""
    _check_cashier(seat)
    line = BankLine.objects.filter(province=slug, pk=number).first()
    if line is None:
        raise Http404
    if request.method != "POST":
        return redirect("services_statements", slug=slug)
    amount = request.POST.get("amount", "").replace(".", "").strip()
    try:
        if request.POST.get("do") == "name":
            paying.name_payment(line, written(request, "reference", 60), _person(seat), now())
        else:
            back = int(amount) if amount.isdecimal() and len(amount) < 15 else 0
            paying.pay_back(line, back, written(request, "reason", 500), _person(seat), now())
    except NotAllowed as error:
        return _show(request, slug, 409, messages=[fault.text(language()) for fault in error.faults])
    return redirect("services_statements", slug=slug)


def _check_cashier(seat: Seat) -> None:
    if Role.CASHIER not in functions_of(seat) or seat.area:
        raise PermissionDenied


def _person(seat: Seat) -> Person:
    return Person(seat.user.get_username(), Role.CASHIER)


def _show(request: HttpRequest, slug: str, status: int = 200, **context: Any) -> HttpResponse:
    waiting = paying.open_payments(slug)[:200]
    mend = [
        (line, f"settled_{state or 'UNKNOWN'}", WAYS_OUT[state] if state else UNKNOWN_WAY_OUT, left)
        for line, state, left in paying.lines_to_mend(slug)
    ]
    statements = Statement.objects.filter(province=slug).order_by("-pk")[:20]
    rows = [(p, payment_reference(p.pk), "settled_UNDER" if p.paid_vnd else "settled_UNPAID") for p in waiting]
    return show(
        request, "statements", slug, status=status, waiting=rows, mend=mend, statements=list(statements), **context
    )
