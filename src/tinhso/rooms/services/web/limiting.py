"""How often somebody may guess at a dossier's second factor: wrong guesses are counted, right ones are not.

Takes the caller's address, the code guessed at and the instant; keeps the address as a keyed digest only.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tinhso.rooms.services.web.models import TrackingMiss

WINDOW = timedelta(minutes=15)
MOST_OF_ONE_CODE = 5
MOST_OF_ONE_ADDRESS = 30
_LATELY = f"select code from services_trackingmiss where address = %s and at > %s limit {MOST_OF_ONE_ADDRESS}"  # noqa: S608


def address_of(request: HttpRequest) -> str:
    """The caller's address as a keyed digest; behind a proxy that speaks TLS for us, the one it names."""
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if request.is_secure() else ""
    return salted_hmac(
        "services.tracking", named or request.META.get("REMOTE_ADDR", ""), algorithm="sha256"
    ).hexdigest()


def is_over(address: str, code: str, at: datetime) -> bool:
    """Whether an address has guessed wrong too often, at this code or at all."""
    since = connection.ops.adapt_datetimefield_value(at - WINDOW)
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [address, since])
        codes = [found for (found,) in cursor.fetchall()]
    return len(codes) >= MOST_OF_ONE_ADDRESS or codes.count(_plain(code)) >= MOST_OF_ONE_CODE


def count_miss(address: str, code: str, at: datetime) -> None:
    """Keep a wrong guess, and forget those that no longer count."""
    TrackingMiss.objects.filter(address=address, at__lte=at - WINDOW).delete()
    TrackingMiss.objects.create(address=address, code=_plain(code), at=at)


def _plain(code: str) -> str:
    return "".join(code.split()).upper()[:60]
