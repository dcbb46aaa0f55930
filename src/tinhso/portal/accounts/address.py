"""From where a request comes, for the lock by person and address."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address of the other side: what our own proxy says it saw, or the connection's without a proxy."""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return said if settings.HTTPS and said else request.META.get("REMOTE_ADDR", "")
