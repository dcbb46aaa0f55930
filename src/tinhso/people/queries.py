"""Reads: the seat of a person."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from tinhso.people.models import Seat


def find_seat(user: AbstractBaseUser | AnonymousUser, province: str) -> Seat | None:
    """Return the seat of a person in a province (slug); None for who has none there, or is not signed in."""
    if not user.is_authenticated:
        return None
    return Seat.objects.filter(user=user.pk, province=province).select_related("user").first()
