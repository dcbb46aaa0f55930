"""Reads: the seat of a person."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import connection

from tinhso.people.models import Seat

_COLUMNS = ["id", "user_id", "province", "role", "agency", "area"]
# Asked by every page behind a door: composing it through the model's queries cost ten times what it takes to run.
_SEAT = f"select {', '.join(_COLUMNS)} from people_seat where user_id = %s and province = %s"  # noqa: S608 - no value


def find_seat(user: AbstractBaseUser | AnonymousUser, province: str) -> Seat | None:
    """Return the seat of a person in a province (slug); None for who has none there, or is not signed in."""
    if not user.is_authenticated:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, [user.pk, province])
        row = cursor.fetchone()
    if row is None:
        return None
    seat = Seat.from_db(connection.alias, _COLUMNS, row)
    if isinstance(user, User):
        seat.user = user
    return seat
